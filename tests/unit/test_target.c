/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/target.h"
#include "risk_fixture.h"

static struct situation s;
static struct target target;

static int
clear(void **state)
{
	close_situation(&s);
	return 0;
}

EACH_TEST(NULL, clear)

/* The target of a loan; WANTED is a fraction of 1, or NULL for the standard one. */
static void
find(const char *figures, const char *owed, const char *prices, const char *wanted)
{
	close_situation(&s);
	open_situation(&s, figures, "ETH 1", owed, prices);
	s.terms.has_target = wanted != NULL;
	if (wanted != NULL)
		s.terms.target = number(wanted);
	target_find(&target, &s.order, &s.risk, &s.exposures, &s.terms);
}

static void
assert_up(const struct ratio *figure, int decimals, const char *expected)
{
	struct decimal rounded;

	assert_true(ratio_round(&rounded, figure, decimals, DECIMAL_CEILING));
	assert_decimal(&rounded, expected);
}

TEST(test_the_agreed_loan_reaches_one_half)
{
	struct pricing btc;
	struct ratio amount;

	find("100010 166680 0.6 0.7374 0.8374", "USDT 100000", "BTC 88000 USDT 1.0001", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.at, "0.5");
	assert_fraction(&target.repay_usd, "16670");
	assert_string_equal(target.ccy, "USDT");
	assert_int_equal(target.repay_decimals, 2);
	assert_up(&target.repay, 2, "16668.34");
	assert_fraction(&target.pledge_usd, "33340");
	btc = pricing_find("BTC", &s.prices);
	assert_true(target_pledge(&amount, &target, &btc));
	assert_fraction(&amount, "33340/88000");
}

TEST(test_the_standard_is_at_most_four_fifths_of_the_call)
{
	find("90 100 - 0.62 0.8", "USDT 1", "", NULL);
	assert_fraction(&target.at, "0.496");
	find("90 100 - 0.625 0.8", "USDT 1", "", NULL);
	assert_fraction(&target.at, "0.5");
	find("90 100 - 0.7 0.8", "USDT 1", "", NULL);
	assert_fraction(&target.at, "0.5");
}

TEST(test_a_target_near_the_call_is_refused)
{
	find("90 100 - 0.7 0.8", "USDT 1", "", "0.665");
	assert_int_equal(target.state, TARGET_REFUSED);
	find("90 100 - 0.7 0.8", "USDT 1", "", "0.6649999999");
	assert_int_equal(target.state, TARGET_REPAY);
	find("1 100 - 0.7 0.8", "USDT 1", "", "0.9");
	assert_int_equal(target.state, TARGET_REFUSED);
	assert_fraction(&target.at, "0.9");
}

TEST(test_at_the_target_nothing_is_to_do)
{
	struct ratio amount;
	struct pricing price = { .source = PRICE_INDEX, .price = ratio_of(1, 0) };

	find("50 100 - 0.7 0.8", "USDT 50", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_BELOW);
	assert_false(target_pledge(&amount, &target, &price));
	find("50.00000001 100 - 0.7 0.8", "USDT 50", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.repay_usd, "0.00000001");
	find("0 - - 0.7 0.8", "USDT 50", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_BELOW);
	find("- - 0.4 0.7 0.8", "USDT 50", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_BELOW);
}

TEST(test_what_is_missing_leaves_the_target_unknown)
{
	find("60 100 - - 0.8", "USDT 60", "", NULL);
	assert_int_equal(target.state, TARGET_UNKNOWN);
	find("60 100 - - 0.8", "USDT 60", "", "0.5");
	assert_int_equal(target.state, TARGET_UNKNOWN);
	find("- 100 0.6 0.7 0.8", "USDT 60", "", NULL);
	assert_int_equal(target.state, TARGET_UNKNOWN);
	find("60 - 0.6 0.7 0.8", "USDT 60", "", NULL);
	assert_int_equal(target.state, TARGET_UNKNOWN);
}

TEST(test_the_worse_ltv_says_what_is_to_be_repaid)
{
	find("52000 100000 0.60 0.7374 0.8374", "USDT 52000", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.repay_usd, "10000");
	assert_fraction(&target.repay, "10000");
	assert_fraction(&target.pledge_usd, "20000");
	/* D / C says that it is below, the exchange's LTV that it is not. */
	find("50000 100000 0.72 0.7374 0.8374", "USDT 50000", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.repay_usd, "22000");
	assert_fraction(&target.pledge_usd, "44000");
	find("49 100 0.51 0.7 0.8", "USDT 60", "", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.repay_usd, "1");
	assert_fraction(&target.repay, "60/49");
	/* The other way round it is D / C. */
	find("60000 100000 0.52 0.7374 0.8374", "USDT 60000", "USDT 1", NULL);
	assert_fraction(&target.repay_usd, "10000");
	assert_fraction(&target.pledge_usd, "20000");
}

TEST(test_without_cover_all_of_the_debt_is_to_be_repaid)
{
	find("60 0 - 0.7 0.8", "USDT 60", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.repay_usd, "60");
	assert_fraction(&target.repay, "60");
	assert_fraction(&target.pledge_usd, "120");
	find("60 -10 - 0.7 0.8", "USDT 60", "USDT 1", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.repay_usd, "60");
}

TEST(test_several_owed_currencies_are_told_in_usd_alone)
{
	find("60 100 - 0.7 0.8", "BTC 1 USDT 60", "", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_null(target.ccy);
	find("60 100 - 0.7 0.8", "", "", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_null(target.ccy);
	find("60 100 - 0.7 0.8", "BTC -", "", NULL);
	assert_int_equal(target.state, TARGET_REPAY);
	assert_null(target.ccy);
	/* What is owed no more is not among them. */
	find("60 100 - 0.7 0.8", "BTC 0 USDT 60", "", NULL);
	assert_string_equal(target.ccy, "USDT");
	assert_fraction(&target.repay, "10");
}

TEST(test_the_repayment_has_decimals_for_its_price)
{
	/* One BTC is owed: what it is worth is what the exchange says that the debt is. */
	TABLE(cases, const char *figures; int decimals) = {
		{ "0.00001 0.00001 - 0.7 0.8", 2 },
		{ "1.0001 1.5 - 0.7 0.8", 2 },
		{ "1.9999 2 - 0.7 0.8", 2 },
		{ "2 3 - 0.7 0.8", 3 },
		{ "3200 6000 - 0.7 0.8", 6 },
		{ "88000 90000 - 0.7 0.8", 7 },
		{ "200000 300000 - 0.7 0.8", 8 },
		{ "99999999 99999999 - 0.7 0.8", 8 },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		find(cases[i].figures, "BTC 1", "", NULL);
		assert_string_equal(target.ccy, "BTC");
		assert_int_equal(target.repay_decimals, cases[i].decimals);
	}
}

TEST(test_no_amount_is_told_without_a_price)
{
	struct pricing none = { .source = PRICE_NONE };
	struct ratio amount;

	find("60 100 - 0.7 0.8", "USDT 60", "", NULL);
	assert_false(target_pledge(&amount, &target, &none));
}

/* What leaves the call of the loan with these FIGURES, 100 USDT of which are owed. */
static void
leave(const char *figures)
{
	close_situation(&s);
	open_situation(&s, figures, "ETH 1", "USDT 100", "");
	target_leave(&target, &s.order, &s.risk, &s.exposures);
}

TEST(test_a_call_is_left_one_point_below_it)
{
	leave("100 130 - 0.7374 0.8374");
	assert_int_equal(target.state, TARGET_REPAY);
	assert_fraction(&target.at, "0.7274");
	assert_fraction(&target.repay_usd, "5.438");
	assert_string_equal(target.ccy, "USDT");
	assert_fraction(&target.repay, "5.438");
	assert_int_equal(target.repay_decimals, 2);
	assert_up(&target.pledge_usd, 8, "7.47594172");
	/* The worse LTV says how much. */
	leave("100 130 0.78 0.7374 0.8374");
	assert_fraction(&target.repay_usd, "6.838");
	leave("100 100 - 0.7 0.8");
	assert_int_equal(s.risk.band, RISK_LIQUIDATION);
	assert_fraction(&target.repay_usd, "31");
	/* The one that comes first is not there any more. */
	leave("100 130 - 0.74 0.7");
	assert_fraction(&target.at, "0.69");
	leave("100 0 - 0.7 0.8");
	assert_fraction(&target.repay_usd, "100");
	/* It was a call and is not clear of its edge. */
	leave("69.9 100 - 0.7 0.8");
	assert_int_equal(target.state, TARGET_UNKNOWN);
	judge_again(&s, RISK_CALL);
	target_leave(&target, &s.order, &s.risk, &s.exposures);
	assert_fraction(&target.repay_usd, "0.9");
}

TEST(test_nothing_leaves_a_call_that_is_not_there)
{
	leave("60 100 - 0.7 0.8");
	assert_int_equal(target.state, TARGET_UNKNOWN);
	leave("- - 0.75 0.7 0.8");
	assert_int_equal(s.risk.band, RISK_CALL);
	assert_int_equal(target.state, TARGET_UNKNOWN);
	leave("1 100 - 0.01 0.8");
	assert_int_equal(target.state, TARGET_UNKNOWN);
}
