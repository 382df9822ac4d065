/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/prices.h"

static struct prices *
open_prices(void)
{
	struct prices *prices = prices_new("/path");

	assert_non_null(prices);
	return prices;
}

static void
add(struct prices *prices, const char *ccy, const char *last, const char *open24h,
    int64_t told_utc_ms)
{
	assert_true(prices_add(prices, ccy, last, false, open24h, false, told_utc_ms));
}

TEST(prices_stand_by_name_with_the_strings_as_sent)
{
	struct prices *prices = open_prices();
	const struct price *btc;

	add(prices, "SOL", "140", "139", 3);
	add(prices, "BTC", "88000.10", "87000", 1597026383085);
	add(prices, "ETH", "3200", NULL, -1);
	prices_seal(prices);
	assert_string_equal(prices->from.endpoint, "/path");
	assert_int_equal(prices->count, 3);
	assert_string_equal(prices->prices[0].ccy, "BTC");
	assert_string_equal(prices->prices[1].ccy, "ETH");
	assert_string_equal(prices->prices[2].ccy, "SOL");
	btc = prices_find(prices, "BTC");
	assert_ptr_equal(btc, &prices->prices[0]);
	assert_int_equal(btc->last.state, FIGURE_KNOWN);
	assert_string_equal(btc->last.sent, "88000.10");
	assert_string_equal(btc->open24h.sent, "87000");
	assert_int_equal(btc->told_utc_ms, 1597026383085);
	assert_int_equal(prices_find(prices, "ETH")->open24h.state, FIGURE_ABSENT);
	assert_null(prices_find(prices, "BT"));
	prices_drop(prices);
	assert_null(prices_find(NULL, "BTC"));
}

TEST(figures_that_are_no_numbers_are_unreadable)
{
	struct prices *prices = open_prices();
	const struct price *price;

	assert_true(prices_add(prices, "X", "1,000", false, NULL, true, -1));
	prices_seal(prices);
	price = prices_find(prices, "X");
	assert_int_equal(price->last.state, FIGURE_UNREADABLE);
	assert_string_equal(price->last.sent, "1,000");
	assert_int_equal(price->open24h.state, FIGURE_UNREADABLE);
	assert_null(price->open24h.sent);
	prices_drop(prices);
}

TEST(no_prices_at_all_is_a_snapshot_too)
{
	struct prices *prices = open_prices();

	prices_seal(prices);
	assert_int_equal(prices->count, 0);
	assert_null(prices_find(prices, "BTC"));
	prices_drop(prices);
}

TEST(the_same_price_twice_is_one)
{
	struct prices *prices = open_prices();

	add(prices, "X", "1.50", NULL, 7);
	add(prices, "X", "1.5", NULL, 9);
	add(prices, "X", "1.500", NULL, -1);
	prices_seal(prices);
	assert_int_equal(prices->count, 1);
	assert_int_equal(prices->prices[0].last.state, FIGURE_KNOWN);
	assert_int_equal(prices->prices[0].open24h.state, FIGURE_ABSENT);
	assert_int_equal(prices->prices[0].told_utc_ms, 9);
	prices_drop(prices);
}

TEST(prices_that_contradict_each_other_are_none)
{
	static const char *const pairs[][4] = {
		{ "1", "2", "1.1", "2" },
		{ "1", "2", NULL, "2" },
		{ "1", "2", "1", "3" },
		{ "1", NULL, "1", "3" },
		{ "1", "2", "x", "2" },
	};
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		struct prices *prices = open_prices();
		const struct price *price;

		add(prices, "X", pairs[i][0], pairs[i][1], 1);
		add(prices, "A", "1", "1", 1);
		add(prices, "X", pairs[i][2], pairs[i][3], 1);
		add(prices, "X", pairs[i][0], pairs[i][1], 1);
		prices_seal(prices);
		assert_int_equal(prices->count, 2);
		price = prices_find(prices, "X");
		assert_int_equal(price->last.state, FIGURE_UNREADABLE);
		assert_int_equal(price->open24h.state, FIGURE_UNREADABLE);
		assert_null(price->last.sent);
		assert_null(price->open24h.sent);
		prices_drop(prices);
	}
}

TEST(twenty_thousand_and_not_one_more)
{
	struct prices *prices = open_prices();
	char name[16];
	int i;

	for (i = 0; i < PRICES_MAX; i++) {
		snprintf(name, sizeof name, "C%d", i);
		add(prices, name, name + 1, NULL, -1);
	}
	assert_false(prices_add(prices, "ONE", "1", false, "1", false, 1));
	prices_seal(prices);
	assert_int_equal(prices->count, PRICES_MAX);
	assert_string_equal(prices_find(prices, "C12345")->last.sent, "12345");
	prices_drop(prices);
}

TEST(the_last_holder_frees)
{
	struct prices *prices = prices_new("/path");

	assert_true(prices_add(prices, "A", "1", false, "2", false, 1));
	prices_seal(prices);
	assert_ptr_equal(prices_hold(prices), prices);
	prices_drop(prices);
	assert_string_equal(prices->prices[0].ccy, "A");
	prices_drop(prices);
	assert_null(prices_hold(NULL));
	prices_drop(NULL);
}

/* One answer's prices, asked for at ASKED_MS and here 10 ms later. */
static struct prices *
answer(int64_t asked_ms, const char *ccy, const char *last, const char *open24h)
{
	struct prices *prices = open_prices();

	prices->asked_ms = asked_ms;
	prices->from.arrived_ms = asked_ms + 10;
	prices->date_utc_ms = 100000;
	add(prices, ccy, last, open24h, 69999);
	prices_seal(prices);
	return prices;
}

static bool
any(const void *self, const char *ccy)
{
	(void)self;
	(void)ccy;
	return true;
}

static bool
other_than(const void *self, const char *ccy)
{
	return strcmp(self, ccy) != 0;
}

TEST(an_answer_takes_the_place_of_the_old_price)
{
	struct prices *first = answer(1, "BTC", "100", "90"), *second = answer(2, "ETH", "7", NULL);
	struct prices *third = answer(3, "BTC", "101", NULL), *one, *two, *three, *left;

	one = prices_merge(NULL, first, any, NULL);
	two = prices_merge(one, second, any, NULL);
	three = prices_merge(two, third, any, NULL);
	left = prices_merge(three, NULL, other_than, "ETH");
	prices_drop(first);
	prices_drop(second);
	prices_drop(third);
	assert_int_equal(two->count, 2);
	assert_int_equal(two->asked_ms, 2);
	assert_string_equal(prices_find(two, "BTC")->open24h.sent, "90");
	assert_string_equal(prices_find(three, "BTC")->last.sent, "101");
	assert_null(prices_find(three, "BTC")->open24h.sent);
	assert_int_equal(prices_find(three, "BTC")->arrived_ms, 13);
	assert_int_equal(prices_find(three, "ETH")->arrived_ms, 12);
	assert_int_equal(left->count, 1);
	prices_drop(one);
	prices_drop(two);
	prices_drop(three);
	assert_string_equal(prices_find(left, "BTC")->last.sent, "101");
	prices_drop(left);
}

TEST(what_is_quoted_in_usdt_becomes_usd)
{
	struct prices *usd = answer(5, "USDT", "1.5", "2"), *usdt = answer(3, "X", "0.1", "0.2"),
		      *table;
	struct prices *junk = answer(9, "X", "one", NULL);
	const struct price *x;

	table = prices_cross(usd, usdt);
	assert_int_equal(table->count, 2);
	x = prices_find(table, "X");
	assert_true(x->crossed);
	assert_string_equal(x->last.sent, "0.15");
	assert_string_equal(x->open24h.sent, "0.4");
	assert_int_equal(x->arrived_ms, 13);
	assert_false(prices_find(table, "USDT")->crossed);
	prices_drop(table);

	table = prices_cross(usd, junk);
	assert_int_equal(prices_find(table, "X")->last.state, FIGURE_UNREADABLE);
	assert_int_equal(prices_find(table, "X")->open24h.state, FIGURE_ABSENT);
	assert_int_equal(prices_find(table, "X")->arrived_ms, 15);
	prices_drop(table);

	/* Without USDT there is nothing to convert by; what has a price in USD keeps that. */
	table = prices_cross(usdt, junk);
	assert_int_equal(table->count, 1);
	assert_false(prices_find(table, "X")->crossed);
	prices_drop(table);
	assert_null(prices_cross(NULL, usdt));
	prices_drop(usd);
	prices_drop(usdt);
	prices_drop(junk);
}

TEST(a_price_lags_that_is_told_long_before_its_answer)
{
	struct prices *prices = answer(1, "BTC", "1", NULL);

	assert_true(price_lags(&prices->prices[0]));
	prices->prices[0].told_utc_ms = 70000;
	assert_false(price_lags(&prices->prices[0]));
	prices->prices[0].told_utc_ms = -1;
	assert_false(price_lags(&prices->prices[0]));
	prices_drop(prices);
	prices = answer(1, "BTC", "1", NULL);
	prices->prices[0].date_utc_ms = -1;
	assert_false(price_lags(&prices->prices[0]));
	prices_drop(prices);
}
