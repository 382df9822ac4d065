/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "loan_fixture.h"
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

ALL_TESTS(NULL, clear)

/* The names that count after PRICES, "CCY LAST OPEN24H;…", NULL for none. */
static const char *
update(const char *prices)
{
	struct prices *table = prices == NULL ? NULL : prices_of(prices);

	pegs_update(&pegs, NAMES, table);
	prices_drop(table);
	return pegs.names;
}

TEST(test_a_stablecoin_is_one_within_two_per_cent)
{
	assert_string_equal(update("DAI 1.02 1;USDC 0.98 1;USDT 1 1"), "USDT USDC DAI");
	assert_int_equal(pegs.count, 3);
	assert_string_equal(update("DAI 1.0200000001 1;USDC 0.98 1;USDT 1 1"), "USDT USDC");
	assert_string_equal(update("DAI 1 1;USDC 0.9799999999 1;USDT 1 1"), "USDT DAI");
	assert_string_equal(update("DAI 0.5 1;USDC 0.5 1;USDT 2 1"), "");
	/* What is not named is none, whatever its price. */
	assert_string_equal(update("BTC 1 1;DAI 1 1;USDC 1 1;USDT 1 1"), NAMES_ALL);
	assert_int_equal(pegs.count, 3);
}

/* A price at the edge is no change each time: it is back within 1.5 %. */
TEST(test_it_is_back_only_clear_of_the_edge)
{
	update("USDT 0.9799 1");
	assert_true(pegs.of[0].changed);
	assert_string_equal(update("USDT 0.9801 1"), "USDC DAI");
	assert_false(pegs.of[0].changed);
	assert_string_equal(update("USDT 0.98499 1"), "USDC DAI");
	assert_string_equal(update("USDT 0.985 1"), NAMES_ALL);
	assert_true(pegs.of[0].changed);
	assert_string_equal(update("USDT 0.9801 1"), NAMES_ALL);
	assert_false(pegs.of[0].changed);
	assert_string_equal(update("USDT 1.03 1"), "USDC DAI");
	assert_string_equal(update("USDT 1.0151 1"), "USDC DAI");
	assert_string_equal(update("USDT 1.015 1"), NAMES_ALL);
}

/* A price that is missing changes nothing; one that was never there is no reason to doubt. */
TEST(test_without_a_price_it_stays_what_it_was)
{
	assert_string_equal(update(NULL), NAMES_ALL);
	assert_string_equal(update("BTC 88000 1"), NAMES_ALL);
	assert_string_equal(update("USDC 0.9 1"), "USDT DAI");
	assert_string_equal(update("USDC - 1"), "USDT DAI");
	assert_false(pegs.of[0].changed);
	assert_string_equal(update("USDC 0 1"), "USDT DAI");
	assert_string_equal(update(NULL), "USDT DAI");
	pegs_clear(&pegs);
	assert_string_equal(update(NULL), NAMES_ALL);
}
