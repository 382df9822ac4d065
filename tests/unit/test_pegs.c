/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "loan_fixture.h"
#include "model/loan_events.h"
#include "model/pegs.h"

#define NAMES "USDT  USDC DAI"
#define NAMES_ALL "USDT USDC DAI"

static struct pegs pegs;

static int
clear(void **state)
{
	pegs_clear(&pegs);
	return 0;
}

EACH_TEST(NULL, clear)

static void
update_table(struct prices *table)
{
	pegs_update(&pegs, NAMES, table);
	prices_drop(table);
}

/* The names that count after PRICES, "CCY LAST OPEN24H;…", NULL for none, which arrived at MS. */
static const char *
update_at(int64_t ms, const char *prices)
{
	update_table(prices == NULL ? NULL : prices_at(ms, prices));
	return pegs.names;
}

static const char *
update(const char *prices)
{
	return update_at(0, prices);
}

/* What the last update is told as, a '!' before what rings. */
static void
assert_told(const char *expected)
{
	char text[2 * LOAN_EVENT_TEXT_SIZE] = "";

	for (size_t i = 0; i < pegs.count; i++) {
		struct loan_event event;

		if (!pegs.of[i].changed)
			continue;
		loan_events_peg(&event, &pegs.of[i]);
		assert_true(event.amounts);
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s",
		    text[0] != '\0' ? "\n" : "", event.bell ? "!" : "", event.text);
	}
	assert_string_equal(text, expected);
}

TEST(test_the_range_has_its_edges)
{
	TABLE(rows, const char *index; bool stable) = {
		{ "1", true },
		{ "0.98", true },
		{ "0.980000000000000000000000000000", true },
		{ "1.02", true },
		{ "102e-2", true },
		{ "0.97999999999999999999999999999999999999", false },
		{ "1.02000000000000000000000000000000000001", false },
		{ "0.9799", false },
		{ "0.0000001", false },
		{ "1000000", false },
		/* None that is known. */
		{ "-", true },
		{ "x", true },
		{ "0", true },
		{ "-0.5", true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[80];

		snprintf(text, sizeof text, "USDC %s 1;USDT 1 1", rows[i].index);
		pegs_clear(&pegs);
		assert_string_equal(update(text), rows[i].stable ? NAMES_ALL : "USDT DAI");
	}
}

TEST(test_each_is_judged_by_its_own)
{
	assert_string_equal(update("DAI 1.02 1;USDC 0.98 1;USDT 1 1"), NAMES_ALL);
	assert_int_equal(pegs.count, 3);
	assert_string_equal(update("DAI 1.0200000001 1;USDC 0.98 1;USDT 1 1"), "USDT USDC");
	assert_string_equal(update("DAI 1.03 1;USDC 0.9799999999 1;USDT 1 1"), "USDT");
	assert_string_equal(update("DAI 0.5 1;USDC 0.5 1;USDT 2 1"), "");
	/* What is not named is none, whatever its price. */
	pegs_clear(&pegs);
	assert_string_equal(update("BTC 1 1;DAI 1 1;USDC 1 1;USDT 1 1"), NAMES_ALL);
	assert_int_equal(pegs.count, 3);
}

TEST(test_a_crossed_index_is_one)
{
	struct prices *in_usd = prices_of("USDT 0.99 1"),
		      *in_usdt = prices_of("DAI 1 1;USDC 0.98 1"),
		      *crossed = prices_cross(in_usd, in_usdt);

	assert_true(prices_find(crossed, "USDC")->crossed);
	prices_drop(in_usd);
	prices_drop(in_usdt);
	update_table(crossed);
	assert_string_equal(pegs.names, "USDT DAI");
}

TEST(test_it_is_lost_at_once_and_back_after_a_minute_inside)
{
	update_at(0, "USDC 1 1;USDT 1 1");
	assert_told("");
	assert_string_equal(update_at(2000, "USDC 0.9712 1;USDT 1 1"), "USDT DAI");
	assert_told("!USDC index 0.971200: counts as any coin from now on");
	/* Told once. */
	update_at(4000, "USDC 0.95 1;USDT 1 1");
	assert_told("");
	update_at(6000, "USDC 0.99 1;USDT 1 1");
	assert_string_equal(update_at(65999, "USDC 0.99 1;USDT 1 1"), "USDT DAI");
	assert_told("");
	assert_string_equal(update_at(66000, "USDC 0.9981 1;USDT 1 1"), NAMES_ALL);
	assert_told("USDC index 0.998100: counts as a stablecoin again");
	update_at(68000, "USDC 0.9981 1;USDT 1 1");
	assert_told("");
	pegs.of[0].changed = true;
	pegs_settle(&pegs);
	assert_told("");
}

/* Over an edge and back, every other price: it counts as any coin meanwhile. */
TEST(test_a_price_at_the_edge_is_no_change_each_time)
{
	update_at(0, "USDC 1 1");
	update_at(1000, "USDC 0.9799 1");
	for (int64_t ms = 2000; ms < 600000; ms += 2000) {
		const char *price = ms % 4000 == 0 ? "USDC 0.9799 1" : "USDC 0.98 1";

		assert_string_equal(update_at(ms, price), "USDT DAI");
		assert_told("");
	}
}

TEST(test_a_price_is_rounded_on_its_side_of_the_edge)
{
	update_at(0, "USDC 1 1;USDT 1 1");
	update_at(1, "USDC 0.97999999 1;USDT 1.02000001 1");
	assert_told("!USDT index 1.02001: counts as any coin from now on\n"
		    "!USDC index 0.979999: counts as any coin from now on");
	update_at(2, "USDC 0.98000001 1;USDT 1.01999999 1");
	update_at(60002, "USDC 0.98000001 1;USDT 1.01999999 1");
	assert_told("USDT index 1.01999: counts as a stablecoin again\n"
		    "USDC index 0.980001: counts as a stablecoin again");
}

TEST(test_the_first_price_is_no_change)
{
	assert_string_equal(update_at(0, "USDC 0.95 1"), "USDT DAI");
	assert_told("");
	/* But it is one when it is back. */
	update_at(1000, "USDC 1 1");
	assert_string_equal(update_at(61000, "USDC 1 1"), NAMES_ALL);
	assert_told("USDC index 1.00000: counts as a stablecoin again");
}

/* A price that is missing changes nothing; one that was never there is no reason to doubt. */
TEST(test_without_a_price_it_stays_what_it_was)
{
	static const char *const missing[] = { NULL, "USDT 1 1", "USDC - 1;USDT 1 1",
		"USDC x 1;USDT 1 1", "USDC 0 1;USDT 1 1" };

	for (size_t i = 0; i < COUNT(missing); i++) {
		pegs_clear(&pegs);
		assert_string_equal(update_at(0, missing[i]), NAMES_ALL);
		/* The first one. */
		assert_string_equal(update_at(1000, "USDC 0.95 1;USDT 1 1"), "USDT DAI");
		assert_told("");
		/* While it is off, and on its way back. */
		assert_string_equal(update_at(2000, missing[i]), "USDT DAI");
		update_at(3000, "USDC 1 1;USDT 1 1");
		update_at(4000, missing[i]);
		assert_string_equal(update_at(90000, missing[i]), "USDT DAI");
		assert_told("");
		assert_string_equal(update_at(91000, "USDC 1 1;USDT 1 1"), NAMES_ALL);
		assert_string_equal(update_at(92000, missing[i]), NAMES_ALL);
		assert_told("");
	}
}

TEST(test_the_same_prices_again_change_nothing)
{
	update_at(0, "USDC 1 1");
	update_at(1000, "USDC 0.9 1");
	assert_string_equal(update_at(1000, "USDC 0.9 1"), "USDT DAI");
	assert_told("");
	update_at(2000, "USDC 1 1");
	assert_string_equal(update_at(2000, "USDC 1 1"), "USDT DAI");
	assert_told("");
}
