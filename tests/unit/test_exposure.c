/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "risk_fixture.h"

#include "collateral_fixture.h"

static struct situation s;

static int
clear(void **state)
{
	close_situation(&s);
	return 0;
}

EACH_TEST(NULL, clear)

static const struct exposure *
find(const char *ccy)
{
	const struct exposure *x = exposures_find(&s.exposures, ccy);

	assert_non_null(x);
	assert_string_equal(x->ccy, ccy);
	return x;
}

/* Whether what is pledged and what is owed of CCY have values. */
static bool
is_known(const char *ccy)
{
	return find(ccy)->pledged_value.known && find(ccy)->owed_value.known;
}

TEST(test_both_lots_are_joined_by_name)
{
	open_situation(&s, "1 2 - - -", "BTC 1.25 ETH 12 USDT 5", "BTC 0.5 DAI 7 USDT 100",
	    "BTC 88000 DAI 1 ETH 3200 USDT 1.0001");
	assert_int_equal(s.exposures.count, 4);
	assert_string_equal(s.exposures.of[0].ccy, "BTC");
	assert_string_equal(s.exposures.of[1].ccy, "DAI");
	assert_string_equal(s.exposures.of[2].ccy, "ETH");
	assert_string_equal(s.exposures.of[3].ccy, "USDT");
	assert_fraction(&find("BTC")->pledged_value, "110000");
	assert_fraction(&find("BTC")->owed_value, "44000");
	assert_null(find("DAI")->pledged);
	assert_null(find("ETH")->owed);
	assert_fraction(&find("ETH")->owed_value, "0");
	assert_true(find("USDT")->stable);
	assert_false(find("BTC")->stable);
	assert_true(s.exposures.pledged_known);
	assert_fraction(&s.exposures.pledged_value, "148405.0005");
	assert_int_equal(s.exposures.owed_count, 3);
	assert_true(s.exposures.owes_coins);
	assert_null(exposures_only_owed(&s.exposures));
	assert_null(exposures_find(&s.exposures, "SOL"));
}

TEST(test_a_price_or_amount_that_is_missing_makes_the_sum_unknown)
{
	open_situation(&s, "1 2 - - -", "BTC 1 ETH 2 SOL -", "USDT 1", "BTC 88000 SOL 140 USDT 1");
	assert_false(is_known("ETH"));
	assert_int_equal(find("ETH")->pricing.source, PRICE_NONE);
	assert_false(is_known("SOL"));
	assert_true(is_known("USDT"));
	assert_false(s.exposures.pledged_known);
	assert_fraction(&s.exposures.pledged_value, "88000");
}

TEST(test_a_negative_amount_is_not_known)
{
	open_situation(&s, "1 2 - - -", "BTC -1", "ETH -2", "BTC 88000 ETH 3200");
	assert_false(is_known("BTC"));
	assert_false(is_known("ETH"));
	assert_false(s.exposures.pledged_known);
}

/* Of one coin the pledged side is known although what is owed of it is not, and the reverse. */
TEST(test_each_side_of_a_coin_is_known_by_itself)
{
	static const char *const owed[] = { "ETH -", "ETH x", "ETH -2" };

	for (size_t i = 0; i < sizeof owed / sizeof *owed; i++) {
		close_situation(&s);
		open_situation(&s, "1 2 - - -", "ETH 1", owed[i], "ETH 3000");
		assert_true(find("ETH")->pledged_value.known);
		assert_fraction(&find("ETH")->pledged_value, "3000");
		assert_false(find("ETH")->owed_value.known);
		assert_false(is_known("ETH"));
		assert_true(s.exposures.pledged_known);
		assert_fraction(&s.exposures.pledged_value, "3000");
	}
	close_situation(&s);
	open_situation(&s, "1 2 - - -", "BTC -0.01 ETH 1", "BTC 2", "BTC 80000 ETH 3000");
	assert_false(find("BTC")->pledged_value.known);
	assert_true(find("BTC")->owed_value.known);
	assert_fraction(&find("BTC")->owed_value, "160000");
	assert_false(s.exposures.pledged_known);
	assert_fraction(&s.exposures.pledged_value, "3000");
}

TEST(test_nothing_of_a_coin_is_worth_nothing_whatever_its_price)
{
	open_situation(&s, "1 2 - - -", "BTC 1 OLD 0", "OLD 0.00 USDT 1", "BTC 88000");
	assert_int_equal(find("OLD")->pricing.source, PRICE_NONE);
	assert_true(is_known("OLD"));
	assert_fraction(&find("OLD")->pledged_value, "0");
	assert_fraction(&find("OLD")->owed_value, "0");
	assert_true(s.exposures.pledged_known);
	assert_fraction(&s.exposures.pledged_value, "88000");
	assert_false(is_known("USDT"));
	close_situation(&s);
	open_situation(&s, "1 2 - - -", "BTC 1 OLD -", "USDT 1", "BTC 88000");
	assert_false(is_known("OLD"));
	assert_false(s.exposures.pledged_known);
}

TEST(test_an_unknown_debt_leaves_the_pledged_sum_known)
{
	open_situation(&s, "1 2 - - -", "BTC 1", "SOL 4", "BTC 88000");
	assert_false(is_known("SOL"));
	assert_true(s.exposures.pledged_known);
}

TEST(test_what_is_owed_no_more_does_not_count)
{
	open_situation(&s, "1 2 - - -", "BTC 1", "ETH 0.00 USDT 4", "BTC 88000 ETH 3200 USDT 1");
	assert_int_equal(s.exposures.owed_count, 1);
	assert_false(s.exposures.owes_coins);
	assert_ptr_equal(exposures_only_owed(&s.exposures), find("USDT"));
}

TEST(test_a_price_is_the_index_or_none)
{
	struct pricing pricing;

	open_situation(&s, "1 2 - - -", "BTC 1", "USDT 1", "BTC 88000.10 ETH 0 SOL -3");
	pricing = pricing_find("BTC", &s.prices);
	assert_int_equal(pricing.source, PRICE_INDEX);
	assert_string_equal(pricing.sent, "88000.10");
	assert_fraction(&pricing.price, "88000.1");
	assert_int_equal(pricing_find("BTC", NULL).source, PRICE_NONE);
	assert_int_equal(pricing_find("ETH", &s.prices).source, PRICE_NONE);
	assert_int_equal(pricing_find("SOL", &s.prices).source, PRICE_NONE);
	assert_int_equal(pricing_find("XRP", &s.prices).source, PRICE_NONE);
}

/* Whether CCY, pledged, is one of STABLECOINS. */
static bool
is_stable(const char *ccy, const char *stablecoins)
{
	struct amount coin = { .ccy = ccy, .parts = 1 };
	const struct loan order = { .pledged = { 1, &coin, AMOUNTS_SENT } };
	struct exposures exposures;
	bool stable;

	exposures_make(&exposures, &order, NULL, stablecoins);
	stable = exposures.of[0].stable;
	exposures_clear(&exposures);
	return stable;
}

TEST_BETWEEN(test_stablecoins_are_whole_names, NULL, NULL)
{
	assert_true(is_stable("USDT", "USDT USDC DAI"));
	assert_true(is_stable("DAI", "USDT USDC DAI"));
	assert_true(is_stable("USDC", "  USDT\tUSDC "));
	assert_false(is_stable("USD", "USDT USDC DAI"));
	assert_false(is_stable("USDTX", "USDT USDC DAI"));
	assert_false(is_stable("", "USDT  USDC"));
	assert_false(is_stable("USDT", ""));
}

TEST(test_a_loan_without_coins_has_no_exposures)
{
	open_situation(&s, "1 2 - - -", "", "", "");
	assert_int_equal(s.exposures.count, 0);
	assert_true(s.exposures.pledged_known);
	assert_int_equal(s.exposures.owed_count, 0);
	assert_null(exposures_only_owed(&s.exposures));
}
