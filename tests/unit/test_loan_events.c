/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "loan_fixture.h"
#include "model/loan_events.h"

#define HOUR 3600000

/* A loan with those lots, its LTV and thresholds always the same. */
#define LOTS(id, lots) id " 1 2 0.5742 0.7374 0.8374|" lots

static struct loan_events events;

static int
clear(void **state)
{
	memset(&events, 0, sizeof events);
	return 0;
}

static void
compare_bands(const char *before, const char *now, int64_t elapsed_ms,
    const struct watchlist_band *bands, size_t count)
{
	struct loans *a = loans_of(before, 1000), *b = loans_of(now, 1000 + elapsed_ms);

	loan_events_compare(&events, a, b, bands, count);
	loans_drop(a);
	loans_drop(b);
}

static void
compare(const char *before, const char *now)
{
	compare_bands(before, now, 2000, NULL, 0);
}

/* The sentences of all events, a '!' before those that ring. */
static void
assert_events(const char *expected)
{
	char text[2000] = "";
	size_t length = 0;

	for (size_t i = 0; i < events.count; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s%s",
		    i > 0 ? "\n" : "", events.of[i].bell ? "!" : "", events.of[i].text);
	assert_string_equal(text, expected);
}

TEST(nothing_happened)
{
	static const char two[] = LOTS("1", "BTC 1 ETH 2|USDT 5") ";" LOTS("2", "ETH 3|USDC 6");

	compare(two, two);
	assert_events("");
	compare("", "");
	assert_events("");
	/* Neither the order of loans nor digits without a meaning. */
	compare(two, LOTS("2", "ETH 3.00|USDC 6.0") ";" LOTS("1", "BTC 1.0 ETH 2|USDT 5"));
	assert_events("");
}

TEST(less_pledged_may_be_a_partial_liquidation)
{
	compare(LOTS("12345", "BTC 1.3 ETH 2|USDT 5"), LOTS("12345", "BTC 1.25 ETH 2|USDT 5"));
	assert_events(
	    "!pledged BTC 1.3000 -> 1.2500: you, or a partial liquidation? OKX > Loan history");
	assert_true(events.of[0].amounts);
}

TEST(currencies_that_leave_and_come)
{
	compare(LOTS("1", "BTC 1 SOL 200|USDT 5"), LOTS("1", "BTC 1|USDT 5"));
	assert_events(
	    "!pledged SOL 200 -> none: you, or a partial liquidation? OKX > Loan history");
	compare(LOTS("1", "BTC 1|USDT 5"), LOTS("1", "BTC 1 SOL 200|USDT 5"));
	assert_events("!pledged SOL none -> 200: by you? OKX > Loan history");
	compare(LOTS("1", "BTC 1 SOL 0|USDT 5"), LOTS("1", "BTC 1|USDT 5"));
	assert_events("");
	compare(LOTS("1", "BTC 1|USDT 5"), LOTS("1", "BTC 1|BTC 2 USDT 5"));
	assert_events("!owed BTC none -> 2: more than interest explains. OKX > Loan history");
}

TEST(less_owed_may_be_a_forced_repayment)
{
	compare(LOTS("1", "BTC 1|USDT 100000"), LOTS("1", "BTC 1|USDT 90000"));
	assert_events(
	    "!owed USDT 100,000 -> 90,000: you, or a forced repayment? OKX > Loan history");
	compare(LOTS("1", "BTC 1|USDT 100000.5"), LOTS("1", "BTC 1|USDT 100000.499999"));
	assert_events(
	    "!owed USDT 100,000.5000 -> 100,000.4999: you, or a forced repayment? OKX > Loan history");
}

TEST(interest_is_no_event)
{
	static const char before[] = LOTS("1", "BTC 1|USDT 100000");

	compare(before, LOTS("1", "BTC 1|USDT 100050"));
	assert_events("");
	compare(before, LOTS("1", "BTC 1|USDT 100050.00000001"));
	assert_events(
	    "!owed USDT 100,000.0000 -> 100,050.0000: more than interest explains. OKX > Loan history");
	/* 0.05 % for each hour begun. */
	compare_bands(before, LOTS("1", "BTC 1|USDT 100100"), HOUR, NULL, 0);
	assert_events("");
	compare_bands(before, LOTS("1", "BTC 1|USDT 100100"), HOUR - 1, NULL, 0);
	assert_int_equal(events.count, 1);
	compare_bands(before, LOTS("1", "BTC 1|USDT 100150.01"), 2 * HOUR, NULL, 0);
	assert_int_equal(events.count, 1);
	/* What is pledged bears none. */
	compare(LOTS("1", "BTC 1|USDT 5"), LOTS("1", "BTC 1.00000001|USDT 5"));
	assert_events("!pledged BTC 1.00000000 -> 1.00000001: by you? OKX > Loan history");
}

TEST(both_sides_and_several_currencies)
{
	compare(LOTS("1", "A 1 B 2 C 3 D 4 E 5|USDT 100"),
	    LOTS("1", "A 2 B 1 C 2 D 3 E 4|USDT 50"));
	assert_events(
	    "!pledged A 1 -> 2, B 2 -> 1, C 3 -> 2 and 2 more: you, or a partial liquidation? "
	    "OKX > Loan history\n"
	    "!owed USDT 100 -> 50: you, or a forced repayment? OKX > Loan history");
}

TEST(of_several_loans_each_is_named)
{
	compare(LOTS("1", "A 1|") ";" LOTS("2", "A 1|"), LOTS("1", "A 1|") ";" LOTS("2", "A 0.5|"));
	assert_events(
	    "!loan 2: pledged A 1.0000 -> 0.5000: you, or a partial liquidation? OKX > Loan history");
}

TEST(an_amount_that_got_lost_is_said_once)
{
	compare(LOTS("1", "A 1 B 2|USDT 5"), LOTS("1", "A - B x|USDT 5"));
	assert_events("pledged A 1 -> not sent, B 2 -> unreadable: OKX gives no amount any more");
	compare(LOTS("1", "A - B x|USDT 5"), LOTS("1", "A - B x|USDT 5"));
	assert_events("");
	compare(LOTS("1", "A - B x|USDT 5"), LOTS("1", "A 1 B 1|USDT 5"));
	assert_events("");
	compare(LOTS("1", "A 1 B 2|USDT 5"), LOTS("1", "A - B 1|USDT 5"));
	assert_events(
	    "!pledged A 1 -> not sent, B 2 -> 1: you, or a partial liquidation? OKX > Loan history");
}

TEST(sentences_end_whole_whatever_the_names)
{
	char name[ASSETS_CCY_SIZE], before[1000], now[1000];
	const char *text = events.of[0].text;

	memset(name, 'N', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(before, sizeof before,
	    LOTS("%s", "A%s 1e30 B%s 1e30 C%s 1|USDT 5") ";" LOTS("2", "|"), name, name + 1,
	    name + 1, name + 1);
	snprintf(now, sizeof now,
	    LOTS("%s", "A%s 3.000000001 B%s 2e30 C%s 2|USDT 5") ";" LOTS("2", "|"), name, name + 1,
	    name + 1, name + 1);
	compare(before, now);
	assert_int_equal(events.count, 1);
	assert_non_null(strstr(text, " more: you, or a partial liquidation? OKX > Loan history"));
	assert_true(strlen(text) < LOAN_EVENT_TEXT_SIZE - 1);
}

/* With all of its digits a threshold tells of amounts. */
TEST(thresholds_with_many_digits_are_masked)
{
	compare("1 1 2 0.5 0.737412345678 0.8374||", "1 1 2 0.5 0.737412345670 0.8374||");
	assert_int_equal(events.count, 1);
	assert_true(events.of[0].amounts);
	compare("1 1 2 0.5 0.737412345678 0.8374||", "1 1 2 0.5 0.727412345670 0.8374||");
	assert_int_equal(events.count, 1);
	assert_false(events.of[0].amounts);
}

TEST(thresholds_that_moved)
{
	compare("12345 1 2 0.5 0.7374 0.8374||", "12345 1 2 0.5 0.70 0.8374||");
	assert_events("loan 12345: margin call LTV 73.74% -> 70.00%");
	assert_false(events.of[0].amounts);
	compare("12345 1 2 0.5 0.7374 0.8374||", "12345 1 2 0.5 0.7374 0.837401||");
	assert_events("loan 12345: liquidation LTV 83.7400% -> 83.7401%");
	compare("12345 1 2 0.5 0.7374 0.8374||", "12345 1 2 0.5 - 0.80||");
	assert_events(
	    "loan 12345: margin call LTV 73.74% -> not known, liquidation LTV 83.74% -> 80.00%");
	compare("- 1 2 0.5 - 0.80||", "- 1 2 0.5 0.7374 0.80||");
	assert_events("the loan: margin call LTV not known -> 73.74%");
	compare("- 1 2 0.5 - x||", "- 1 2 0.5 x -||");
	assert_events("");
}

TEST(bands_that_changed)
{
	const struct watchlist_band worse[] = { { "12345", RISK_OK, RISK_WATCH } };
	const struct watchlist_band better[] = { { "12345", RISK_CALL, RISK_WATCH } };
	const struct watchlist_band same[] = { { "12345", RISK_CALL, RISK_CALL },
		{ "other", RISK_OK, RISK_CALL } };
	static const char loan[] = "12345 1 2 0.66395 0.7374 0.8374||",
			  no_ltv[] = "12345 1 2 - 0.7374 0.8374||";

	compare_bands(loan, loan, 0, worse, 1);
	assert_events("!loan 12345: OK -> WATCH (66.40%)");
	compare_bands(loan, loan, 0, better, 1);
	assert_events("loan 12345: CALL -> WATCH (66.40%)");
	compare_bands(loan, loan, 0, same, 2);
	assert_events("");
	compare_bands(no_ltv, no_ltv, 0, worse, 1);
	assert_events("!loan 12345: OK -> WATCH");
}

/* A partial liquidation lowers the LTV: no good news. */
TEST(a_better_band_by_other_amounts_is_no_good_news)
{
	const struct watchlist_band better[] = { { "1", RISK_CALL, RISK_OK } };

	compare_bands(LOTS("1", "BTC 2|USDT 5"), LOTS("1", "BTC 1|USDT 2"), 0, better, 1);
	assert_events("!pledged BTC 2 -> 1: you, or a partial liquidation? OKX > Loan history\n"
		      "!owed USDT 5 -> 2: you, or a forced repayment? OKX > Loan history\n"
		      "loan 1: CALL -> OK (57.42%) as amounts changed");
}

TEST(loans_that_go_and_come)
{
	static const char loan[] = LOTS("12345", "BTC 1|USDT 100000");

	clear(NULL);
	compare("", loan);
	assert_events("loan 12345 is new: owed 100,000 USDT");
	assert_true(events.of[0].amounts);
	compare(loan, "");
	assert_events("!loan 12345 is no longer reported: repaid or liquidated?");
	assert_int_equal(events.gone_count, 1);
	compare("", loan);
	assert_events("loan 12345 is reported again");
	assert_int_equal(events.gone_count, 0);
	compare("", LOTS("-", "BTC 1|A 1.5 B - C 3 D 4"));
	assert_events("the loan is new: owed 1.5 A, not sent B, 3 C and 1 more");
	compare(LOTS("-", "|"), "");
	assert_events("!the loan is no longer reported: repaid or liquidated?");
	/* Without a name of its own it may be another one. */
	compare("", LOTS("-", "|"));
	assert_events("the loan is new");
	compare("", LOTS("5", "|"));
	assert_events("loan 5 is new");
	compare(LOTS("5", "|"), LOTS("5", "|") ";" LOTS("-", "|"));
	assert_events("loan #1 is new");
}

TEST(the_most_important_comes_first)
{
	const struct watchlist_band bands[] = { { "a", RISK_CALL, RISK_OK },
		{ "b", RISK_OK, RISK_CALL } };

	clear(NULL);
	compare_bands("gone 1 2 0.5 0.7 0.8||;a 1 2 0.5 0.7 0.8||;b 1 2 0.5 0.7 0.8|B 2|",
	    "new 1 2 0.5 0.7 0.8||;a 1 2 0.5 0.6 0.8||;b 1 2 0.5 0.7 0.8|B 1|", 0, bands, 2);
	assert_events(
	    "!loan gone is no longer reported: repaid or liquidated?\n"
	    "!loan b: OK -> CALL (50.00%)\n"
	    "!loan b: pledged B 2 -> 1: you, or a partial liquidation? OKX > Loan history\n"
	    "loan a: margin call LTV 70.00% -> 60.00%\n"
	    "loan new is new\n"
	    "loan a: CALL -> OK (50.00%)");
}

/* ORDERS with names from FIRST on. */
static char *
many(int first, int count)
{
	static char text[2][8000];
	static int turn;
	char *out = text[turn = !turn];
	size_t length = 0;

	*out = '\0';
	for (int i = first; i < first + count; i++)
		length += (size_t)snprintf(out + length, sizeof text[0] - length,
		    "%s%03d 1 2 0.5 0.7 0.8||", i > first ? ";" : "", i);
	return out;
}

TEST(what_has_no_place_is_counted)
{
	clear(NULL);
	compare(many(0, 0), many(0, LOAN_EVENTS_MOST));
	assert_int_equal(events.count, LOAN_EVENTS_MOST);
	assert_string_equal(events.of[LOAN_EVENTS_MOST - 1].text, "loan 063 is new");
	compare(many(0, 0), many(0, LOAN_EVENTS_MOST + 9));
	assert_int_equal(events.count, LOAN_EVENTS_MOST);
	assert_string_equal(events.of[LOAN_EVENTS_MOST - 2].text, "loan 062 is new");
	assert_string_equal(events.of[LOAN_EVENTS_MOST - 1].text, "10 more changes of loans");
	assert_false(events.of[LOAN_EVENTS_MOST - 1].bell);
	compare(many(0, LOAN_EVENTS_MOST + 9), many(0, 0));
	assert_string_equal(events.of[LOAN_EVENTS_MOST - 1].text, "10 more changes of loans");
	assert_true(events.of[LOAN_EVENTS_MOST - 1].bell);
}

TEST(the_oldest_of_those_gone_are_forgotten)
{
	clear(NULL);
	compare(many(0, LOAN_EVENTS_GONE + 1), "");
	assert_int_equal(events.gone_count, LOAN_EVENTS_GONE);
	compare("", many(0, 2));
	assert_events("loan 000 is new\nloan 001 is reported again");
}
