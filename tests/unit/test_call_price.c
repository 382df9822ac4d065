/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/call_price.h"
#include "risk_fixture.h"

static struct situation s;
static struct call_price call_price;

static int
clear(void **state)
{
	close_situation(&s);
	return 0;
}

EACH_TEST(NULL, clear)

static void
open_case(const char *figures, const char *pledged, const char *owed, const char *prices)
{
	close_situation(&s);
	open_situation(&s, figures, pledged, owed, prices);
}

static void
find(const char *ccy)
{
	const struct exposure *x = exposures_find(&s.exposures, ccy);

	assert_non_null(x);
	call_price_find(&call_price, &s.order, &s.risk, &s.exposures, x);
}

static void
assert_text(const struct ratio *bound, bool falling, int places, int width, const char *expected)
{
	char text[FIGURE_TEXT_SIZE];

	call_price_text(text, sizeof text, bound, falling, places, width);
	assert_string_equal(text, expected);
}

TEST(test_three_pledged_coins_have_the_agreed_bounds)
{
	open_case("100010 166680 0.6000 0.7374 0.8374", "BTC 1.25 ETH 12 SOL 200", "USDT 100000",
	    "BTC 88000 ETH 3200 SOL 140 USDT 1.0001");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_PRICE);
	assert_true(
	    call_price.falling.known && !call_price.rising.known && !call_price.nearer_rising);
	assert_true(call_price.haircut.narrowed);
	assert_fraction(&call_price.haircut.most, "1");
	/* (166680 - 38400 - 28000) / 110000 */
	assert_fraction(&call_price.haircut.least, "100280/110000");
	/* 88000 - (0.7374 * 166680 - 100010) / (0.7374 * 1.25) */
	assert_fraction(&call_price.falling, "58214.168/0.92175");
	assert_text(&call_price.falling, true, 0, 0, "63,157");
	assert_text(&call_price.falling, true, 2, 0, "63,156.14");
	find("ETH");
	assert_text(&call_price.falling, true, 0, 0, "613");
	find("SOL");
	assert_int_equal(call_price.state, CALL_PRICE_NEVER);
	assert_true(
	    call_price.falling_never && !call_price.falling.known && !call_price.rising.known);
}

TEST(test_an_owed_coin_that_is_not_pledged_rises)
{
	open_case("88000 136800 - 0.7374 0.8374", "ETH 45", "BTC 1", "BTC 88000 ETH 3200");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_PRICE);
	assert_true(
	    call_price.rising.known && call_price.nearer_rising && !call_price.falling.known);
	assert_false(call_price.falling_never);
	assert_fraction(&call_price.rising, "100876.32");
	assert_text(&call_price.rising, false, 0, 0, "100,876");
	/* Its rise is the distance that risk tells. */
	assert_known(&s.risk.rise_to_call, "12876.32/88000");
}

TEST(test_usdt_for_usdt_has_no_bound)
{
	open_case("100000 150000 - 0.7374 0.8374", "USDT 150000", "USDT 100000", "USDT 1");
	find("USDT");
	assert_int_equal(call_price.state, CALL_PRICE_NEVER);
	assert_true(call_price.falling_never && !call_price.rising.known);
}

/* It was once the price itself: a call at once, by an LTV that nothing stands for. */
TEST(test_without_collateral_no_bound_is_known)
{
	open_case("- 0 0 0.7374 0.8374", "BTC 1", "ETH 1", "BTC 88000 ETH 3200");
	find("ETH");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
	assert_false(
	    call_price.falling.known || call_price.rising.known || call_price.falling_never);
}

TEST(test_a_coin_on_both_sides_may_have_two_bounds)
{
	/* BTC: h in [0, 1], P 3, O 1: falling weighs 0.7 * 3 - 1 = 1.1, rising 1. */
	open_case("100 400 - 0.7 0.8", "BTC 3 ETH 1", "BTC 1", "BTC 100 ETH 400");
	find("BTC");
	assert_true(call_price.rising.known);
	assert_fraction(&call_price.haircut.least, "0");
	assert_fraction(&call_price.haircut.most, "1");
	assert_fraction(&call_price.rising, "280");
	/* 100 - 180/1.1 is below 0. */
	assert_false(call_price.falling.known);
	assert_true(call_price.falling_never && call_price.nearer_rising);

	open_case("260 400 - 0.7 0.8", "BTC 2 ETH 1", "BTC 1", "BTC 100 ETH 400");
	find("BTC");
	assert_true(
	    call_price.falling.known && call_price.rising.known && call_price.nearer_rising);
	assert_fraction(&call_price.falling, "50");
	assert_fraction(&call_price.rising, "120");

	/* h is at most 400/800 here. */
	open_case("260 400 - 0.7 0.8", "BTC 8 ETH 1", "BTC 1", "BTC 100 ETH 400");
	find("BTC");
	assert_fraction(&call_price.haircut.most, "0.5");
	assert_fraction(&call_price.falling, "160/1.8");
	assert_fraction(&call_price.rising, "120");
	assert_true(
	    call_price.falling.known && call_price.rising.known && !call_price.nearer_rising);
}

TEST(test_an_unknown_price_of_another_widens_the_range)
{
	open_case("60 100 - 0.7 0.8", "BTC 2 ETH 1", "USDT 60", "BTC 200 USDT 1");
	find("BTC");
	assert_false(call_price.haircut.narrowed);
	assert_fraction(&call_price.haircut.most, "1");
	assert_fraction(&call_price.haircut.least, "0");
	/* 200 - 10 / (0.7 * 2) */
	assert_fraction(&call_price.falling, "270/1.4");
	find("ETH");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
}

TEST(test_collateral_above_the_market_tells_no_haircut)
{
	open_case("60 500 - 0.7 0.8", "BTC 2", "BTC 1", "BTC 200");
	assert_true(s.risk.above_market);
	find("BTC");
	assert_false(call_price.haircut.narrowed);
	assert_true(call_price.rising.known);
}

TEST(test_at_the_call_the_cell_says_so)
{
	open_case("69.9999999999 100 - 0.7 0.8", "BTC 1", "USDT 70", "BTC 200");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_PRICE);
	open_case("70 100 - 0.7 0.8", "BTC 1", "USDT 70", "BTC 200");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_CALLED);
	find("USDT");
	assert_int_equal(call_price.state, CALL_PRICE_CALLED);
	/* Without a price, and without collateral. */
	open_case("70 100 - 0.7 0.8", "BTC 1", "USDT 70", "");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_CALLED);
	open_case("70 0 - 0.7 0.8", "BTC 1", "USDT 70", "BTC 200");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_CALLED);
	/* The worse LTV judges here too. */
	open_case("60 100 0.7 0.7 0.8", "BTC 1", "USDT 60", "BTC 200");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_CALLED);
}

TEST(test_what_is_missing_leaves_the_bound_unknown)
{
	static const char *const figures[] = { "60 - 0.6 0.7 0.8", "60 100 0.6 - 0.8",
		"- 100 - 0.7 0.8", "0 100 0 0.7 0.8" };
	size_t i;

	for (i = 0; i < sizeof figures / sizeof figures[0]; i++) {
		open_case(figures[i], "BTC 1", "USDT 60", "BTC 200 USDT 1");
		find("BTC");
		assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
		assert_false(call_price.falling.known || call_price.rising.known);
	}
	open_case("60 100 0.6 0.7 0.8", "BTC -", "USDT 60", "BTC 200");
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
	find("USDT");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
}

TEST(test_nothing_pledged_of_a_coin_never_calls)
{
	open_case("60 100 0.6 0.7 0.8", "BTC 1 ETH 0", "USDT 60", "BTC 200 ETH 5 USDT 1");
	find("ETH");
	assert_int_equal(call_price.state, CALL_PRICE_NEVER);
}

TEST(test_the_gap_is_of_the_worse_ltv)
{
	/* 200 - (0.7 - 0.65) 100 / 0.7, h at most 0.5 */
	open_case("60 100 0.65 0.7 0.8", "BTC 1", "USDT 60", "BTC 200 USDT 1");
	find("BTC");
	assert_fraction(&call_price.falling, "65/0.35");
}

TEST(test_a_number_that_does_not_fit_is_not_known)
{
	/* 10^128 BTC for 10^128 USD each, and what is left of them after haircuts. */
	open_case("1 " NINES_64 " - 0.7374 0.8374", "BTC " NINES_64 "e64", "USDT 1",
	    "BTC " NINES_64 "e64 USDT 1");
	assert_true(exposures_find(&s.exposures, "BTC")->pledged_value.known);
	find("BTC");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);
	assert_false(call_price.falling.known || call_price.rising.known);
	/* A value that does not fit is none. */
	open_case("1 2 - 0.7374 0.8374", "BTC " NINES_64 "e-64 ETH 1", "USDT 1",
	    "BTC " NINES_64 "e-64 ETH 4 USDT 1");
	find("ETH");
	assert_int_equal(call_price.state, CALL_PRICE_PRICE);
}

TEST_BETWEEN(test_a_bound_is_written_toward_the_market, NULL, NULL)
{
	struct ratio f = ratio_of(1234561, 3);

	assert_text(&f, true, 0, 0, "1,235");
	assert_text(&f, false, 0, 0, "1,234");
	f = ratio_of(100, 0);
	assert_text(&f, true, 0, 0, "100");
	assert_text(&f, true, 2, 0, "100.00");
	f = ratio_of(99991, 3);
	assert_text(&f, true, 0, 0, "100");
	assert_text(&f, false, 0, 0, "99.9");
	f = ratio_of(61331, 4);
	assert_text(&f, true, 0, 0, "6.14");
	assert_text(&f, true, 2, 0, "6.1331");
	f = ratio_of(12345, 9);
	assert_text(&f, true, 0, 0, "0.0000124");
	assert_text(&f, false, 0, 0, "0.0000123");
	f = ratio_of(1, 15);
	assert_text(&f, true, 0, 0, "0.0000000001");
}

TEST_BETWEEN(test_a_narrow_bound_loses_decimals_toward_the_market, NULL, NULL)
{
	struct ratio f = ratio_of(12345, 9);

	assert_text(&f, true, 0, 6, "0.0001");
	assert_text(&f, true, 0, 1, "1");
	f = ratio_of(123456789, 0);
	assert_text(&f, true, 0, 11, "123,456,789");
	assert_text(&f, true, 0, 10, "*");
}
