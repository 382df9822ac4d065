/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/stress.h"
#include "risk_fixture.h"

static struct situation s;
static struct target target;
static struct stress_step steps[STRESS_STEPS];

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
	target_find(&target, &s.order, &s.risk, &s.exposures, &s.terms);
}

static bool
find(enum stress_kind kind, const char *ccy)
{
	memset(steps, 0, sizeof steps);
	return stress_find(steps, kind, ccy, &s.order, &s.risk, &s.exposures, &target, &s.terms);
}

/* The step of a fall by PER_CENT. */
static const struct stress_step *
step(int per_cent)
{
	const struct stress_step *r = &steps[per_cent / 5 - 1];

	assert_int_equal(r->fall, per_cent);
	return r;
}

TEST(test_a_fall_of_all_pledged_coins_is_exact)
{
	open_case("60 100 - 0.7 0.8", "BTC 1 USDT 20", "USDT 60", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_known(&step(5)->ltv, "60/95");
	assert_known(&step(10)->ltv, "60/90");
	assert_known(&step(50)->ltv, "60/50");
	assert_false(step(5)->at_most);
	assert_int_equal(step(5)->band, RISK_WATCH);
	assert_int_equal(step(15)->band, RISK_CALL);
	assert_int_equal(step(25)->band, RISK_LIQUIDATION);
	assert_known(&step(5)->repay_usd, "12.5");
	assert_known(&step(50)->repay_usd, "35");
}

TEST(test_the_ltv_that_judges_is_the_one_that_climbs)
{
	open_case("60 100 0.63 0.7 0.8", "BTC 1", "USDT 60", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_known(&step(10)->ltv, "0.7");
	assert_int_equal(step(10)->band, RISK_CALL);
	/* Fallen by a tenth: 63 of debt, 45 of it covered at the target. */
	assert_known(&step(10)->repay_usd, "18");
	open_case("50000 100000 0.72 0.7374 0.8374", "BTC 1", "USDT 50000", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_known(&step(50)->repay_usd, "47000");
	open_case("50 100 0.60 0.7374 0.8374", "ETH 30", "BTC 1", "BTC 30 ETH 5");
	assert_true(find(STRESS_MARKET, NULL));
	/* Three fifths of the debt fall with the market: of 50, and of the 60 that count. */
	assert_known(&step(20)->ltv, "0.66");
	assert_known(&step(20)->repay_usd, "12.8");
	/* Without D and C the climb is known, the repayment not. */
	open_case("- - 0.63 0.7 0.8", "BTC 1", "USDT 60", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_known(&step(10)->ltv, "0.7");
	assert_false(step(10)->repay_usd.known);
}

TEST(test_stablecoins_stay_where_only_coins_fall)
{
	/* 40 of the 100 are BTC at most: their market value. */
	open_case("60 100 - 0.7 0.8", "BTC 2 USDT 90", "USDT 60", "BTC 20 USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_true(step(50)->at_most);
	assert_known(&step(50)->ltv, "60/80");
	assert_known(&step(50)->repay_usd, "20");
	/* Worth more than C: all of C may be theirs. */
	open_case("60 100 - 0.7 0.8", "BTC 20 USDT 90", "USDT 60", "BTC 20 USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_true(step(50)->at_most);
	assert_known(&step(50)->ltv, "60/50");
	/* Without a price the same. */
	open_case("60 100 - 0.7 0.8", "BTC 2 USDT 90", "USDT 60", "USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_true(step(50)->at_most);
	assert_known(&step(50)->ltv, "60/50");
}

TEST(test_without_stablecoins_the_fall_of_coins_is_exact)
{
	open_case("60 100 - 0.7 0.8", "BTC 2 ETH 3 USDT 0", "USDT 60", "BTC 20 ETH 5 USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_false(step(50)->at_most);
	assert_known(&step(50)->ltv, "60/50");
}

TEST(test_stablecoins_alone_do_not_fall)
{
	open_case("60 100 - 0.7 0.8", "USDC 100", "USDT 60", "");
	assert_true(find(STRESS_COINS, NULL));
	assert_false(step(50)->at_most);
	assert_known(&step(50)->ltv, "0.6");
	assert_known(&step(50)->repay_usd, "10");
}

TEST(test_one_currency_falls_alone)
{
	open_case("60 100 - 0.7 0.8", "BTC 2 ETH 30", "USDT 60", "BTC 20 ETH 5");
	assert_true(find(STRESS_ONE, "BTC"));
	assert_true(step(25)->at_most);
	assert_known(&step(25)->ltv, "60/90");
	assert_true(find(STRESS_ONE, "ETH"));
	assert_known(&step(20)->ltv, "60/80");
	assert_false(find(STRESS_ONE, "USDT"));
	assert_false(find(STRESS_ONE, "SOL"));
	open_case("60 100 - 0.7 0.8", "BTC 2", "USDT 60", "");
	assert_true(find(STRESS_ONE, "BTC"));
	assert_false(step(10)->at_most);
	assert_known(&step(10)->ltv, "60/90");
}

TEST(test_owed_coins_fall_with_the_whole_market)
{
	open_case("60 100 - 0.7 0.8", "ETH 30", "BTC 1", "BTC 60 ETH 5");
	assert_true(find(STRESS_MARKET, NULL));
	assert_false(step(50)->at_most);
	assert_known(&step(50)->ltv, "0.6");
	assert_known(&step(50)->repay_usd, "5");
	/* Half of the debt is a stablecoin. */
	open_case("60 100 - 0.7 0.8", "ETH 30", "BTC 1 USDT 30", "BTC 30 ETH 5");
	assert_true(find(STRESS_MARKET, NULL));
	assert_false(step(20)->at_most);
	assert_known(&step(20)->ltv, "54/80");
	/* Where the coin is worth more than D, no more than D falls. */
	open_case("60 100 - 0.7 0.8", "ETH 30", "BTC 1", "BTC 70 ETH 5");
	assert_true(find(STRESS_MARKET, NULL));
	assert_known(&step(20)->ltv, "0.6");
}

TEST(test_an_owed_coin_without_price_does_not_fall)
{
	open_case("60 100 - 0.7 0.8", "ETH 30", "BTC 1", "ETH 5");
	assert_true(find(STRESS_MARKET, NULL));
	assert_true(step(20)->at_most);
	assert_known(&step(20)->ltv, "60/80");
}

TEST(test_what_cannot_fall_has_no_stress)
{
	open_case("60 100 - 0.7 0.8", "ETH 30", "USDT 60", "ETH 5 USDT 1");
	assert_false(find(STRESS_MARKET, NULL));
	open_case("60 - - 0.7 0.8", "ETH 30", "BTC 60", "ETH 5 USDT 1");
	assert_false(find(STRESS_ALL, NULL));
	assert_false(find(STRESS_MARKET, NULL));
	open_case("60 0 0.5 0.7 0.8", "ETH 30", "BTC 60", "ETH 5 USDT 1");
	assert_false(find(STRESS_ALL, NULL));
	open_case("0 100 - 0.7 0.8", "ETH 30", "BTC 60", "ETH 5 USDT 1");
	assert_false(find(STRESS_ALL, NULL));
}

TEST(test_below_the_target_nothing_is_to_be_repaid)
{
	open_case("40 100 - 0.7 0.8", "BTC 1", "USDT 40", "");
	assert_int_equal(target.state, TARGET_BELOW);
	assert_true(find(STRESS_ALL, NULL));
	assert_known(&step(20)->ltv, "0.5");
	assert_known(&step(20)->repay_usd, "0");
	assert_known(&step(25)->repay_usd, "2.5");
}

/* Nothing that is listed accounts for the collateral: all of it falls. */
TEST(test_what_is_not_listed_falls)
{
	open_case("50000 100000 0.5 0.7374 0.8374", "", "USDT 50000", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_false(step(50)->at_most);
	assert_known(&step(50)->ltv, "1");
	assert_int_equal(step(50)->band, RISK_LIQUIDATION);
	assert_known(&step(50)->repay_usd, "25000");
	assert_true(find(STRESS_COINS, NULL));
	assert_true(step(50)->at_most);
	assert_known(&step(50)->ltv, "1");
	/* None of it is left of what is listed. */
	open_case("50 100 0.5 0.7374 0.8374", "USDT 0", "USDT 50", "USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_known(&step(50)->ltv, "1");
	/* 90 of 100 are not accounted for, and may be coins. */
	open_case("50 100 0.5 0.7374 0.8374", "USDT 10", "USDT 50", "USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_true(step(50)->at_most);
	assert_known(&step(50)->ltv, "50/55");
	open_case("50 100 0.5 0.7374 0.8374", "BTC 2 USDT 10", "USDT 50", "BTC 20 USDT 1");
	assert_true(find(STRESS_COINS, NULL));
	assert_known(&step(50)->ltv, "50/55");
	assert_true(find(STRESS_ONE, "BTC"));
	assert_known(&step(50)->ltv, "50/55");
	/* With the exchange's LTV alone. */
	open_case("- - 0.5 0.7374 0.8374", "", "USDT 50", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_known(&step(50)->ltv, "1");
}

TEST(test_a_list_that_is_not_whole_says_nothing_of_what_stays)
{
	static const enum amounts_state states[] = { AMOUNTS_ABSENT, AMOUNTS_UNREADABLE };

	for (size_t i = 0; i < 2; i++) {
		open_case("50 100 0.5 0.7374 0.8374", "USDT 100", "USDT 50", "USDT 1");
		exposures_clear(&s.exposures);
		s.order.pledged.state = states[i];
		exposures_make(&s.exposures, &s.order, &s.prices, s.terms.stablecoins);
		judge_again(&s, RISK_OK);
		assert_true(find(STRESS_COINS, NULL));
		assert_true(step(25)->at_most);
		assert_known(&step(20)->ltv, "50/80");
		/* Nor is any fall OK. */
		assert_int_equal(step(20)->band, RISK_UNKNOWN);
		assert_int_equal(step(50)->band, RISK_LIQUIDATION);
	}
}

TEST(test_without_a_target_no_repayment_is_known)
{
	open_case("60 100 - 0.7 0.8", "BTC 1", "USDT 60", "");
	target.state = TARGET_REFUSED;
	assert_true(find(STRESS_ALL, NULL));
	assert_false(step(5)->repay_usd.known);
	open_case("60 100 - - 0.8", "BTC 1", "USDT 60", "");
	assert_true(find(STRESS_ALL, NULL));
	assert_false(step(5)->repay_usd.known);
	assert_int_equal(step(5)->band, RISK_UNKNOWN);
	assert_int_equal(step(25)->band, RISK_LIQUIDATION);
}
