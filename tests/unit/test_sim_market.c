/* SPDX-License-Identifier: ISC */
#include "test.h"
#include <bsd/stdlib.h>

#include "sim/market.h"

static struct decimal
parsed(const char *text)
{
	struct decimal value = decimal_zero;

	assert_true(decimal_parse(&value, text, strlen(text)));
	return value;
}

static const struct market_coin *
add(struct market *market, const char *ccy, const char *price, unsigned calm)
{
	struct decimal value = parsed(price), discount = parsed("0.9");

	market_add(market, ccy, &value, &discount, calm);
	return market_find(market, ccy);
}

static void
assert_price(const struct market *market, const struct market_coin *coin, int64_t step,
    const char *expected)
{
	struct decimal price;
	char text[DECIMAL_TEXT_SIZE];

	assert_true(market_price(market, coin, step, &price));
	market_figure(text, &price);
	assert_string_equal(text, expected);
}

/* How far the price of COIN, 10^9, has moved at STEP. */
static int64_t
moved(const struct market *market, const struct market_coin *coin, int64_t step)
{
	struct decimal price;
	char text[DECIMAL_TEXT_SIZE];

	assert_true(market_price(market, coin, step, &price));
	market_figure(text, &price);
	return strtonum(text, 0, INT64_MAX, NULL) - 1000000000;
}

TEST(begins_as_given)
{
	static const char *const prices[] = { "88325.626", "1", "0.0000045817", "123456789",
		"1.00602444", "0.1" };

	for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
		struct market market;

		market_init(&market, i, false, 1000);
		assert_price(&market, add(&market, "ABC", prices[i], 0), 0, prices[i]);
		market_clear(&market);
	}
}

TEST(step_follows_the_clock)
{
	struct market market;

	market_init(&market, 1, false, 10000);
	assert_int_equal(market_step(&market, 10000), 0);
	assert_int_equal(market_step(&market, 10499), 0);
	assert_int_equal(market_step(&market, 10500), 1);
	assert_int_equal(market_step(&market, 9999), -1);
	assert_int_equal(market_step(&market, 10000 + INT64_C(86400000) * 365), 2 * 86400 * 365);
	assert_int_equal(market_elapsed_ms(&market, 7), 3500);
	market.speed = 60;
	assert_int_equal(market_elapsed_ms(&market, 7), 210000);
}

TEST(trend_leads_what_follows_it)
{
	static const struct trend all = { .bends = { { 10, 80 }, { 20, 120 } } };
	static const struct trend one = { .ccy = "CALM", .bends = { { 1, 50 } } };
	TABLE(rows, int64_t step; const char *price) = {
		{ -5, "100" },
		{ 0, "100" },
		{ 1, "99" },
		{ 10, "90" },
		{ 20, "80" },
		{ 21, "82" },
		{ 40, "120" },
		{ 100000, "120" },
	};
	const struct market_coin *wild, *calm;
	struct market market;
	struct ticker ticker;

	market_init(&market, 1, true, 0);
	add(&market, "WILD", "100", 0);
	calm = add(&market, "CALM", "1", 4);
	wild = market_find(&market, "WILD");
	market.trend = &all;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_price(&market, wild, rows[i].step, rows[i].price);
		assert_price(&market, calm, rows[i].step, "1");
	}
	market.speed = 10;
	assert_price(&market, wild, 2, "80");

	/* Before the start there was none: a day ago nothing had fallen yet. */
	assert_true(market_ticker(&market, wild, NULL, 2, 0, &ticker));
	assert_int_equal(decimal_compare(&ticker.open24h, &wild->price), 0);
	assert_int_equal(decimal_compare(&ticker.high24h, &wild->price), 0);
	assert_int_equal(decimal_compare(&ticker.low24h, &ticker.last), 0);

	market.trend = &one;
	assert_price(&market, wild, 2, "100");
	assert_price(&market, calm, 2, "0.5");
	market_clear(&market);
}

TEST(still_prices_stay)
{
	struct market market;
	const struct market_coin *coin;

	market_init(&market, 1, true, 0);
	coin = add(&market, "ABC", "12.5", 0);
	for (int64_t step = -1000; step < 1000; step += 7)
		assert_price(&market, coin, step, "12.5");
	market_clear(&market);
}

TEST(walk_is_of_the_seed_and_the_coin)
{
	struct market one, two, other;
	const struct market_coin *a, *b, *c, *d;
	unsigned same_seed = 0, same_coin = 0;

	market_init(&one, 5, false, 0);
	market_init(&two, 5, false, 777);
	market_init(&other, 6, false, 0);
	a = add(&one, "ABC", "1000000000", 0);
	add(&two, "XYZ", "1000000000", 0);
	b = add(&two, "ABC", "1000000000", 0);
	c = add(&other, "ABC", "1000000000", 0);
	for (int64_t step = 1; step < 2000; step++) {
		assert_int_equal(moved(&one, a, step), moved(&two, b, step));
		if (moved(&one, a, step) == moved(&other, c, step))
			same_seed++;
		d = market_find(&two, "XYZ");
		if (moved(&one, a, step) == moved(&two, d, step))
			same_coin++;
	}
	assert_true(same_seed < 10 && same_coin < 10);
	market_clear(&one);
	market_clear(&two);
	market_clear(&other);
}

TEST(every_step_moves_a_little)
{
	struct market market;
	const struct market_coin *wild, *calm;
	unsigned stood = 0;

	market_init(&market, 9, false, 0);
	add(&market, "WILD", "1000000000", 0);
	calm = add(&market, "CALM", "1000000000", 4);
	wild = market_find(&market, "WILD");
	for (int64_t step = -5000; step < 5000; step++) {
		int64_t before = moved(&market, wild, step), after = moved(&market, wild, step + 1);

		assert_true(after - before < 1000000 && before - after < 1000000);
		assert_true(before < 160000000 && before > -160000000);
		assert_true(moved(&market, calm, step) < 10000001 &&
		    moved(&market, calm, step) > -10000001);
		if (before == after)
			stood++;
	}
	assert_true(stood < 10);
	for (int64_t step = 0; step < INT64_C(400000000); step += 1234567)
		assert_true(moved(&market, wild, step) < 160000000 &&
		    moved(&market, wild, step) > -160000000);
	market_clear(&market);
}

TEST(ticker_is_consistent)
{
	struct market market;
	struct ticker ticker;
	const struct market_coin *coin, *quote;
	/* 15:30:02 UTC: 111,604 steps since midnight */
	const int64_t utc_ms = INT64_C(1795361402000);

	market_init(&market, 3, false, 0);
	add(&market, "ABC", "3260.5252", 0);
	quote = add(&market, "BTC", "88325.626", 0);
	coin = market_find(&market, "ABC");
	for (int64_t step = 0; step < 300000; step += 9973)
		for (int pair = 0; pair < 2; pair++) {
			const struct decimal *seen[] = { &ticker.last, &ticker.open24h,
				&ticker.sod_utc0, &ticker.sod_utc8 };

			assert_true(market_ticker(&market, coin, pair == 0 ? NULL : quote, step,
			    utc_ms, &ticker));
			for (size_t i = 0; i < 4; i++) {
				assert_true(decimal_compare(seen[i], &ticker.low24h) >= 0);
				assert_true(decimal_compare(seen[i], &ticker.high24h) <= 0);
			}
			assert_true(decimal_sign(&ticker.low24h) > 0);
			if (pair == 0) {
				struct decimal price;

				assert_true(market_price(&market, coin, step, &price));
				assert_int_equal(decimal_compare(&price, &ticker.last), 0);
				assert_true(market_price(&market, coin, step - 172800, &price));
				assert_int_equal(decimal_compare(&price, &ticker.open24h), 0);
				assert_true(market_price(&market, coin, step - 111604, &price));
				assert_int_equal(decimal_compare(&price, &ticker.sod_utc0), 0);
				/* 23:30:02 at UTC+8: the day began 16:00 UTC the day before. */
				assert_true(
				    market_price(&market, coin, step - 111604 - 8 * 7200, &price));
				assert_int_equal(decimal_compare(&price, &ticker.sod_utc8), 0);
			}
		}
	market_clear(&market);
}

TEST(quoted_in_another_coin)
{
	struct market market;
	struct ticker ticker;
	const struct market_coin *coin, *quote;
	char text[DECIMAL_TEXT_SIZE];

	market_init(&market, 3, true, 0);
	add(&market, "TINY", "0.000004", 0);
	quote = add(&market, "BTC", "80000", 0);
	coin = market_find(&market, "TINY");
	assert_true(market_ticker(&market, coin, quote, 0, 0, &ticker));
	market_figure(text, &ticker.last);
	assert_string_equal(text, "0.00000000005");
	assert_true(market_ticker(&market, quote, coin, 0, 0, &ticker));
	market_figure(text, &ticker.last);
	assert_string_equal(text, "20000000000");
	market_clear(&market);
}

TEST(figures_without_idle_zeros)
{
	static const char *const rows[][2] = {
		{ "1.2500", "1.25" },
		{ "100", "100" },
		{ "0.000", "0" },
		{ "100.0", "100" },
		{ "-0.10", "-0.1" },
		{ "1e3", "1000" },
		{ "9.7e-6", "0.0000097" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct decimal value = parsed(rows[i][0]);
		char text[DECIMAL_TEXT_SIZE];

		market_figure(text, &value);
		assert_string_equal(text, rows[i][1]);
	}
}
