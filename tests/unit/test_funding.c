/* SPDX-License-Identifier: ISC */
/* What the funding account holds. */
#include "test.h"

#include "loan_fixture.h"

TEST(rows_come_by_name)
{
	struct funding *funding = funding_of("USDT 63.97959597;BTC 0.54214831;ETH 1.9e0");

	assert_int_equal(funding->count, 3);
	assert_string_equal(funding->balances[0].ccy, "BTC");
	assert_string_equal(funding->balances[2].ccy, "USDT");
	assert_string_equal(funding_find(funding, "ETH")->available.sent, "1.9e0");
	assert_figure(&funding_find(funding, "ETH")->available, "1.9");
	assert_null(funding_find(funding, "eth"));
	assert_null(funding_find(NULL, "ETH"));
	funding_drop(funding);
}

/* A currency that comes twice is one row, added exactly; an unknown part makes it unknown. */
TEST(a_currency_that_comes_twice_is_one_row)
{
	struct funding *funding = funding_of(
	    "BTC 0.1;A 1;BTC 0.00000000000000000002;A -;B !;B 1;C -;C -;BTC 1");

	assert_int_equal(funding->count, 4);
	assert_figure(&funding_find(funding, "BTC")->available, "1.10000000000000000002");
	assert_string_equal(funding_find(funding, "BTC")->available.sent, "1.10000000000000000002");
	assert_int_equal(funding_find(funding, "BTC")->parts, 3);
	assert_int_equal(funding_find(funding, "A")->available.state, FIGURE_UNREADABLE);
	assert_null(funding_find(funding, "A")->available.sent);
	assert_int_equal(funding_find(funding, "B")->available.state, FIGURE_UNREADABLE);
	assert_int_equal(funding_find(funding, "C")->available.state, FIGURE_ABSENT);
	funding_drop(funding);
}

TEST(there_is_a_limit)
{
	struct funding *funding = funding_new(&fixture_origin, "/");
	char ccy[16];

	for (int i = 0; i < FUNDING_MAX; i++) {
		snprintf(ccy, sizeof ccy, "C%d", i);
		assert_true(funding_add(funding, ccy, "1", false));
	}
	assert_false(funding_add(funding, "X", "1", false));
	funding_seal(funding);
	assert_int_equal(funding->count, FUNDING_MAX);
	assert_non_null(funding_find(funding, "C19999"));
	funding_drop(funding);
}

TEST(the_last_holder_frees)
{
	struct funding *funding = funding_of("BTC 1");

	assert_ptr_equal(funding_hold(funding), funding);
	funding_drop(funding);
	assert_string_equal(funding->balances[0].ccy, "BTC");
	funding_drop(funding);
	assert_null(funding_hold(NULL));
	funding_drop(NULL);
}

/* Whether FUNDING is told apart from what ORDERS have pledged. */
static void
assert_apart(const char *balances, const char *orders, bool apart)
{
	struct funding *funding = funding_of(balances);
	struct loans *loans = orders == NULL ? NULL : loans_of(orders, 0);

	if (funding_told_apart(funding, loans) != apart)
		fail_msg("%s beside %s", balances, orders == NULL ? "nothing" : orders);
	assert_string_equal(funding_token(funding, loans),
	    funding->count == 0 ? "empty" :
		apart           ? "balances" :
				  "not-told-apart");
	funding_drop(funding);
	loans_drop(loans);
}

#define ONE "1 1 3 0.3 0.7 0.8|BTC 1.25 ETH 12|USDT 1"
#define TWO "1 1 3 0.3 0.7 0.8|BTC 1.25 ETH 12|USDT 1;2 1 3 0.3 0.7 0.8|BTC 1|USDT 1"

TEST(amounts_that_equal_what_is_pledged_tell_nothing)
{
	assert_apart("BTC 1.25;ETH 12", ONE, false);
	/* The same number in another spelling, other coins beside them. */
	assert_apart("BTC 1.2500;ETH 1.2e1;USDT 63.9;XRP 5", ONE, false);
	/* One of several orders, or all together. */
	assert_apart("BTC 1.25;ETH 12", TWO, false);
	assert_apart("BTC 1", TWO, false);
	assert_apart("BTC 2.25;ETH 12", TWO, false);
	/* What cannot be read tells nothing apart. */
	assert_apart("BTC 1.25;ETH !", ONE, false);
	assert_apart("BTC 1.25;ETH -", ONE, false);
	assert_apart("BTC 1.25;ETH 12", "1 1 3 0.3 0.7 0.8|BTC 1.25 ETH -|USDT 1", false);
}

TEST(one_other_amount_tells_them_apart)
{
	assert_apart("BTC 1.25;ETH 11.99999999", ONE, true);
	assert_apart("BTC 1.25", ONE, true);
	assert_apart("USDT 63", ONE, true);
	assert_apart("", ONE, true);
	assert_apart("BTC 2.25", TWO, true);
	/* Nothing is known to be pledged. */
	assert_apart("BTC 1.25", NULL, true);
	assert_apart("BTC 1.25", "", true);
	assert_apart("BTC 0", "1 1 3 0.3 0.7 0.8|BTC 0|USDT 1", true);
	assert_apart("BTC !", "1 1 3 0.3 0.7 0.8|BTC 1|USDT 1", true);
}

static void
assert_value(const char *balances, const char *prices, const char *sum, size_t unknown)
{
	struct funding *funding = funding_of(balances);
	struct prices *tickers = prices == NULL ? NULL : prices_of(prices);
	struct funding_value value;
	struct figure figure;

	funding_value(&value, funding, tickers);
	figure = (struct figure){ .state = FIGURE_KNOWN, .value = value.usd };
	assert_figure(&figure, sum);
	assert_int_equal(value.unknown, unknown);
	assert_false(value.unreadable);
	funding_drop(funding);
	prices_drop(tickers);
}

TEST(values_are_exact_sums_at_the_index)
{
	assert_value(PICTURE_FUNDING, PICTURE_PRICES, "53981.279033929597", 0);
	/* A coin without an index makes the sum a lower bound; one of which there is 0 does not. */
	assert_value("BTC 0.5;XRP 100;DUST 0", "BTC 88000 1", "44000.0", 1);
	assert_value("BTC 0.5;XRP 100", NULL, "0", 2);
	assert_value("BTC !;ETH 2", "BTC 88000 1;ETH 3200 1", "6400", 1);
	assert_value("", PICTURE_PRICES, "0", 0);
	/* An index of 0 is not a price. */
	assert_value("BTC 1", "BTC 0 1", "0", 1);
}

TEST(a_negative_value_is_told)
{
	struct funding *funding = funding_of("A -1;B 2;C 1");
	struct prices *prices = prices_of("A 5 5;B 1 1");
	struct funding_value value;

	funding_value(&value, funding, prices);
	assert_true(value.negative);
	assert_int_equal(value.unknown, 1);
	funding_drop(funding);
	prices_drop(prices);
}
