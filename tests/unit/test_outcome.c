/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/haircuts.h"
#include "model/outcome.h"
#include "risk_fixture.h"

/* OKX's figures of the loan in the README: one coin owed, a stablecoin. */
#define FIGURES "100010 166680 - 0.7374 0.8374"
#define PLEDGED "BTC 1.25 ETH 12 SOL 200"
#define OWED "USDT 100000"
#define PRICES "BTC 88000 ETH 3200 SOL 140 USDT 1.0001 XRP 2"

static struct situation s;
static struct question question;
static struct outcome outcome;

static int
clear(void **state)
{
	close_situation(&s);
	return 0;
}

EACH_TEST(NULL, clear)

static void
open_loan(const char *figures, const char *pledged, const char *owed, const char *prices)
{
	close_situation(&s);
	open_situation(&s, figures, pledged, owed, prices);
}

static void
ask_with(const char *text, const struct funding *funding)
{
	struct loan_status status = { .order = &s.order, .exposures = s.exposures, .risk = s.risk };
	struct cause cause;

	if (!question_parse(&question, text, &cause))
		fail_msg("%s: %s", text, cause.text);
	outcome_find(&outcome, &question, &status, &s.prices, funding, &s.terms);
}

static void
ask(const char *text)
{
	ask_with(text, NULL);
}

static void
assert_note(size_t at, enum outcome_note_kind kind, int item)
{
	assert_true(at < outcome.note_count);
	assert_int_equal(outcome.notes[at].kind, kind);
	assert_ptr_equal(outcome.notes[at].item, item < 0 ? NULL : &question.items[item]);
}

TEST(test_nothing_asked_is_today)
{
	open_loan(FIGURES, PLEDGED, OWED, PRICES);
	ask("");
	assert_int_equal(outcome.state, OUTCOME_KNOWN);
	assert_known(&outcome.ltv, "100010/166680");
	assert_false(outcome.at_most);
	assert_int_equal(outcome.band, RISK_OK);
	assert_int_equal(outcome.note_count, 0);
	assert_false(outcome.repay_usd.known);
}

TEST(test_repay_of_one_coin_needs_no_price)
{
	open_loan(FIGURES, PLEDGED, OWED, "");
	ask("repay 20,000");
	assert_known(&outcome.ltv, "80008/166680");
	assert_false(outcome.at_most);
	/* That a pledged coin has no price matters to nothing here; but it is said. */
	assert_int_equal(outcome.note_count, 1);
	assert_note(0, OUTCOME_UNPRICED, -1);
}

/* The worst haircuts: BTC counts in full, the other coins share the rest. */
TEST(test_worst_haircut_judges)
{
	open_loan(FIGURES, PLEDGED, OWED, PRICES);
	ask("BTC -20%");
	assert_known(&outcome.ltv, "100010/144680");
	/* At best the others count in full: 166680 - 66400 of BTC are left to fall. */
	assert_known(&outcome.ltv_least, "100010/146624");
	assert_true(outcome.at_most);
	assert_int_equal(outcome.band, RISK_WATCH);
	ask("BTC 70,400");
	assert_known(&outcome.ltv, "100010/144680");
	ask("BTC +20%");
	assert_known(&outcome.ltv_least, "100010/188680");
	assert_known(&outcome.ltv, "100010/186736");
}

TEST(test_a_fall_of_all_is_exact)
{
	open_loan(FIGURES, PLEDGED, OWED, PRICES);
	ask("all -30%");
	assert_known(&outcome.ltv, "100010/116676");
	assert_false(outcome.at_most);
	assert_int_equal(outcome.band, RISK_LIQUIDATION);
	/* One point below the call, 0.7274. */
	assert_known(&outcome.repay_usd, "15139.8776");
	assert_string_equal(outcome.ccy, "USDT");
	assert_known(&outcome.repay, "1513987760/100010");
	/* Its own change comes before that of all. */
	ask("all -30%, BTC -30%, ETH -30%, SOL -30%");
	assert_known(&outcome.ltv, "100010/116676");
	ask("all -30%, BTC +10%, ETH +10%, SOL +10%");
	assert_known(&outcome.ltv, "100010/183348");
}

/* A coin that is pledged and owed moves on both sides, with "all" on one. */
TEST(test_both_sides)
{
	open_loan("5000 10000 - 0.7 0.8", "BTC 1", "BTC 0.5", "BTC 10000");
	ask("BTC -50%");
	assert_known(&outcome.ltv, "1/2");
	ask("all -50%");
	assert_known(&outcome.ltv, "1");
}

TEST(test_several_owed)
{
	open_loan("6000 10000 - 0.7 0.8", "BTC 1", "ETH 1 USDT 3000", "BTC 10000 ETH 3000 USDT 1");
	ask("repay 1000");
	assert_int_equal(outcome.state, OUTCOME_CCY_NEEDED);
	assert_ptr_equal(outcome.item, &question.items[0]);
	ask("repay USDT 1000");
	assert_known(&outcome.ltv, "1/2");
	ask("ETH +10%");
	assert_known(&outcome.ltv, "63/100");
	/* What is owed as OKX has it, not as the index has it, divided as the index has it. */
	open_loan("6600 10000 - 0.7 0.8", "BTC 1", "ETH 1 USDT 3000", "BTC 10000 ETH 3000 USDT 1");
	ask("repay ETH 1");
	assert_known(&outcome.ltv, "33/100");
	/* Without a price each may be all of it. */
	open_loan("6000 10000 - 0.7 0.8", "BTC 1", "ETH 1 USDT 3000", "BTC 10000");
	ask("repay USDT 1500");
	assert_known(&outcome.ltv, "6/10");
	assert_known(&outcome.ltv_least, "3/10");
	assert_note(0, OUTCOME_DEBT_UNWEIGHED, -1);
}

TEST(test_more_than_there_is)
{
	struct balance held = { .ccy = "BTC", .available = figure_read("0.4") };
	const struct funding funding = { .count = 1, .balances = &held };

	open_loan(FIGURES, PLEDGED, "USDT 12000", PRICES);
	ask_with("repay 20,000 repay 5 pledge BTC 0.3, pledge BTC 0.2", &funding);
	assert_int_equal(outcome.state, OUTCOME_NO_DEBT);
	assert_int_equal(outcome.band, RISK_OK);
	assert_known(&outcome.ltv, "0");
	/* Each once. */
	assert_int_equal(outcome.note_count, 4);
	assert_note(0, OUTCOME_OVER_OWED, 0);
	assert_known(&outcome.notes[0].amount, "12000");
	assert_note(1, OUTCOME_OVER_FUNDING, 0);
	assert_known(&outcome.notes[1].amount, "0");
	/* Both together. */
	assert_note(2, OUTCOME_AS_PLEDGED, 2);
	assert_note(3, OUTCOME_OVER_FUNDING, 3);
	assert_known(&outcome.notes[3].amount, "0.4");
	ask("repay 7,000 repay 5,000");
	assert_int_equal(outcome.state, OUTCOME_NO_DEBT);
	assert_int_equal(outcome.note_count, 0);
}

TEST(test_one_balance_pays_once)
{
	struct balance held = { .ccy = "USDT", .available = figure_read("100") };
	const struct funding funding = { .count = 1, .balances = &held };

	open_loan(FIGURES, PLEDGED, OWED, PRICES);
	ask_with("repay 60 pledge USDT 40", &funding);
	assert_int_equal(outcome.note_count, 1);
	assert_note(0, OUTCOME_NEW, 1);
	ask_with("pledge USDT 60, repay 60", &funding);
	assert_int_equal(outcome.note_count, 2);
	assert_note(1, OUTCOME_OVER_FUNDING, 1);
	assert_known(&outcome.notes[1].amount, "100");
}

TEST(test_pledge)
{
	open_loan("5000 10000 - 0.7 0.8", "BTC 1", "USDT 5000", "BTC 12500 SOL 100");
	/* Of what is pledged already the haircut is the same, here 0.8: that is said. */
	ask("pledge BTC 0.25");
	assert_note(0, OUTCOME_AS_PLEDGED, 0);
	assert_known(&outcome.ltv, "5000/12500");
	assert_false(outcome.at_most);
	/* A coin that is not may count for nothing. */
	ask("pledge SOL 25");
	assert_known(&outcome.ltv, "1/2");
	assert_known(&outcome.ltv_least, "5000/12500");
	assert_note(0, OUTCOME_NEW, 0);
	ask("pledge SOL 25, SOL 200");
	assert_known(&outcome.ltv_least, "5000/15000");
	ask("pledge ADA 5");
	assert_known(&outcome.ltv, "1/2");
	assert_false(outcome.ltv_least.known);
	assert_true(outcome.at_most);
	assert_note(0, OUTCOME_NEW_UNPRICED, 0);
}

TEST(test_what_is_not_in_the_loan)
{
	open_loan(FIGURES, PLEDGED, OWED, PRICES);
	ask("XRP 5, repay BTC 1");
	assert_known(&outcome.ltv, "100010/166680");
	assert_note(0, OUTCOME_NOT_IN_LOAN, 0);
	assert_note(1, OUTCOME_NOT_OWED, 1);
}

TEST(test_what_is_not_known)
{
	open_loan(FIGURES, PLEDGED, OWED, "ETH 3200");
	ask("BTC 60,000");
	assert_int_equal(outcome.state, OUTCOME_PRICE_UNKNOWN);
	/* All of the collateral may be BTC. */
	ask("BTC -20%");
	assert_known(&outcome.ltv, "100010/133344");
	assert_note(0, OUTCOME_UNPRICED, -1);
	open_loan(FIGURES, PLEDGED, "USDT x", PRICES);
	ask("repay 5");
	assert_int_equal(outcome.state, OUTCOME_OWED_UNKNOWN);
	open_loan("- - - 0.7 0.8", PLEDGED, OWED, PRICES);
	ask("all -5%");
	assert_int_equal(outcome.state, OUTCOME_NO_LTV);
	open_loan("100 0 - 0.7 0.8", PLEDGED, OWED, PRICES);
	ask("all -5%");
	assert_int_equal(outcome.state, OUTCOME_NO_COVER);
	ask("repay 100000");
	assert_int_equal(outcome.state, OUTCOME_NO_DEBT);
	/* What OKX did not name may be anything. */
	open_loan(FIGURES, "", OWED, PRICES);
	ask("BTC -50%");
	assert_known(&outcome.ltv, "100010/83340");
	assert_note(0, OUTCOME_UNLISTED, -1);
}

/* The worse of the two LTVs judges then as it does today, and the remedies go by its debt. */
TEST(test_the_worse_ltv_judges)
{
	open_loan("5000 10000 0.51 0.6 0.8", "BTC 1", "USDT 5000", "BTC 10000");
	ask("BTC -20%");
	assert_known(&outcome.ltv, "0.6375");
	assert_known(&outcome.repay_usd, "380");
	/* The LTV alone is enough for what needs no sums. */
	open_loan("- - 0.5 0.6 0.8", "BTC 1 ETH 1", "USDT 5000", "BTC 10000 ETH 1");
	ask("all -50%");
	assert_known(&outcome.ltv, "1");
	assert_false(outcome.at_most);
	assert_false(outcome.repay_usd.known);
	ask("ETH -50%");
	assert_known(&outcome.ltv, "1");
	assert_known(&outcome.ltv_least, "0.5");
}

#define DIGITS "1234567890123456789012345678901234567890123456789012345678901"

TEST(test_numbers_that_do_not_fit)
{
	open_loan("5 10 - 0.7 0.8", "BTC 1." DIGITS "e-64 ETH 2." DIGITS "e-64", "USDT 5",
	    "BTC 3." DIGITS " ETH 4." DIGITS);
	ask("repay 1");
	assert_known(&outcome.ltv, "4/10");
	ask("BTC 0.5, pledge BTC 1, ETH 2.5, pledge ETH 1");
	assert_int_equal(outcome.state, OUTCOME_UNFIT);
}
