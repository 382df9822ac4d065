/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/doubt.h"
#include "risk_fixture.h"

#define THIRD_64 "0.333333333333333333333333333333333333333333333333333333333333333"

static struct situation s;

static int
clear(void **state)
{
	close_situation(&s);
	return 0;
}

EACH_TEST(NULL, clear)

/* Judges a loan of BTC for USDT with FIGURES "D C L M Q". */
static void
judge(const char *figures)
{
	close_situation(&s);
	open_situation(&s, figures, "BTC 1", "USDT 1", "BTC 1000000 USDT 1");
}

static void
assert_band(const char *figures, enum risk_band band)
{
	judge(figures);
	if (s.risk.band != band)
		fail_msg("%s is %s, not %s", figures, risk_word(s.risk.band), risk_word(band));
}

static void
assert_band_after(enum risk_band before, const char *figures, enum risk_band band)
{
	judge(figures);
	judge_again(&s, before);
	if (s.risk.band != band)
		fail_msg("%s after %s is %s, not %s", figures, risk_word(before),
		    risk_word(s.risk.band), risk_word(band));
}

TEST_BETWEEN(test_every_band_has_its_word_and_token, NULL, NULL)
{
	assert_string_equal(risk_word(RISK_OK), "OK");
	assert_string_equal(risk_word(RISK_WATCH), "WATCH");
	assert_string_equal(risk_word(RISK_UNKNOWN), "UNKNOWN");
	assert_string_equal(risk_word(RISK_CALL), "CALL");
	assert_string_equal(risk_word(RISK_LIQUIDATION), "LIQUIDATION");
	assert_string_equal(risk_token(RISK_OK), "ok");
	assert_string_equal(risk_token(RISK_LIQUIDATION), "liquidation");
}

/* M 0.7374, Q 0.8374, watch edge 0.7374 * 0.85 = 0.62679. */
TEST(test_bands_change_at_the_last_digit)
{
	assert_band("62678 100000 0.62678 0.7374 0.8374", RISK_OK);
	assert_band("62679 100000 0.62679 0.7374 0.8374", RISK_OK);
	assert_band("62680 100000 0.62680 0.7374 0.8374", RISK_WATCH);
	assert_band("73739 100000 0.73739 0.7374 0.8374", RISK_WATCH);
	assert_band("73740 100000 0.73740 0.7374 0.8374", RISK_CALL);
	assert_band("73741 100000 0.73741 0.7374 0.8374", RISK_CALL);
	assert_band("83739 100000 0.83739 0.7374 0.8374", RISK_CALL);
	assert_band("83740 100000 0.83740 0.7374 0.8374", RISK_LIQUIDATION);
	assert_band("83741 100000 0.83741 0.7374 0.8374", RISK_LIQUIDATION);
}

/* D / C = 0.7374 exactly, and one unit of 10^-40 to either side of it. */
TEST(test_bands_are_decided_on_exact_values)
{
	assert_band("2.2121999999999999999999999999999999999999 3 - 0.7374 0.8374", RISK_WATCH);
	assert_band("2.2122000000000000000000000000000000000000 3 - 0.7374 0.8374", RISK_CALL);
	assert_band("2.2122000000000000000000000000000000000001 3 - 0.7374 0.8374", RISK_CALL);
	assert_band("2.5121999999999999999999999999999999999999 3 - 0.7374 0.8374", RISK_CALL);
	assert_band("2.5122000000000000000000000000000000000000 3 - 0.7374 0.8374",
	    RISK_LIQUIDATION);
	assert_band("2.5122000000000000000000000000000000000001 3 - 0.7374 0.8374",
	    RISK_LIQUIDATION);
	assert_band("1.8803699999999999999999999999999999999999 3 - 0.7374 0.8374", RISK_OK);
	assert_band("1.8803700000000000000000000000000000000000 3 - 0.7374 0.8374", RISK_OK);
	assert_band("1.8803700000000000000000000000000000000001 3 - 0.7374 0.8374", RISK_WATCH);
}

TEST(test_the_worse_of_the_two_ltvs_judges)
{
	judge("60 100 0.61 0.7 0.8");
	assert_int_equal(s.risk.judge, RISK_JUDGE_REPORTED);
	assert_known(&s.risk.ltv, "0.61");
	assert_known(&s.risk.computed, "0.6");
	judge("61 100 0.60 0.7 0.8");
	assert_int_equal(s.risk.judge, RISK_JUDGE_COMPUTED);
	assert_known(&s.risk.ltv, "0.61");
	assert_known(&s.risk.reported, "0.6");
}

TEST(test_one_ltv_alone_judges)
{
	judge("60 100 - 0.7 0.8");
	assert_int_equal(s.risk.judge, RISK_JUDGE_COMPUTED);
	assert_false(s.risk.reported.known);
	assert_false(s.risk.disagree);
	assert_known(&s.risk.to_call, "1/7");
	judge("60 - 0.6 0.7 0.8");
	assert_int_equal(s.risk.judge, RISK_JUDGE_REPORTED);
	assert_known(&s.risk.to_call, "1/7");
	judge("- 100 0.6 0.7 0.8");
	assert_int_equal(s.risk.judge, RISK_JUDGE_REPORTED);
	assert_false(s.risk.disagree);
}

TEST(test_two_ltvs_disagree_beyond_half_a_per_cent)
{
	judge("40 100 0.402 0.7 0.8");
	assert_false(s.risk.disagree);
	judge("40 100 0.4020000000000000001 0.7 0.8");
	assert_true(s.risk.disagree);
	judge("40.2 100 0.4 0.7 0.8");
	assert_false(s.risk.disagree);
	judge("40.2000000001 100 0.4 0.7 0.8");
	assert_true(s.risk.disagree);
}

TEST(test_two_ltvs_disagree_in_different_bands)
{
	judge("69.9999 100 0.7 0.7 0.8");
	assert_true(s.risk.disagree);
	assert_int_equal(s.risk.band, RISK_CALL);
	judge("80 100 0.79999 0.7 0.8");
	assert_true(s.risk.disagree);
	assert_int_equal(s.risk.band, RISK_LIQUIDATION);
}

TEST(test_debt_without_cover_is_liquidation)
{
	judge("1 0 0.5 0.7 0.8");
	assert_int_equal(s.risk.band, RISK_LIQUIDATION);
	assert_true(s.risk.no_cover);
	assert_true(s.risk.disagree);
	assert_false(s.risk.ltv.known);
	assert_false(s.risk.to_call.known);
	assert_band("1 -5 - - -", RISK_LIQUIDATION);
	assert_false(s.risk.disagree);
	assert_band("0.0000000001 0.00 - 0.7 0.8", RISK_LIQUIDATION);
}

TEST(test_no_debt_is_ok_without_distances)
{
	judge("0 100 0 0.7 0.8");
	assert_int_equal(s.risk.band, RISK_OK);
	assert_true(s.risk.no_debt);
	assert_false(s.risk.disagree);
	assert_false(s.risk.to_call.known);
	assert_false(s.risk.to_liquidation.known);
	assert_band("0.00 - - - -", RISK_OK);
	assert_band("0 0 - 0.7 0.8", RISK_OK);
	assert_band_after(RISK_LIQUIDATION, "0 100 - 0.7 0.8", RISK_OK);
}

/* As after a repayment, while the LTV is still the old one. */
TEST(test_an_ltv_above_zero_flags_that_nothing_is_owed)
{
	static const char *const figures[] = { "0 100 0.80 0.7374 0.8374", "0.00 - 0.9 0.7 0.8",
		"0 0 0.01 0.7 0.8", "0 100 0.8 73.74 83.74", "0 100 0.8 - -" };

	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
		assert_band(figures[i], RISK_OK);
		assert_int_equal(s.risk.doubt, RISK_DOUBT_NONE);
		assert_true(s.risk.no_debt);
		assert_true(s.risk.no_debt_denied);
		assert_true(s.risk.disagree);
		assert_int_equal(s.risk.judge, RISK_JUDGE_COMPUTED);
		assert_known(&s.risk.ltv, "0");
		assert_false(s.risk.to_call.known);
		assert_false(s.risk.passed.known);
	}
	assert_band_after(RISK_CALL, "0 100 0.80 0.7374 0.8374", RISK_OK);
	close_situation(&s);
	open_situation(&s, "0 100 - 0.7 0.8", "BTC 1", "USDT 0.00", "");
	assert_true(s.risk.no_debt);
	assert_false(s.risk.no_debt_denied);
	/* Without an LTV what is listed denies it; two that say so are believed. */
	judge("0 100 - 0.7 0.8");
	assert_int_equal(s.risk.band, RISK_OK);
	assert_true(s.risk.no_debt_denied);
	judge("0 100 0 0.7 0.8");
	assert_false(s.risk.no_debt_denied);
}

static void
assert_doubt(const char *figures, enum risk_band band, enum risk_doubt doubt)
{
	assert_band(figures, band);
	if (s.risk.doubt != doubt)
		fail_msg("%s is in doubt %d, not %d", figures, s.risk.doubt, doubt);
}

TEST(test_a_threshold_that_is_not_plausible_leaves_no_ok)
{
	assert_doubt("50 100 0.5 73.74 83.74", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	assert_known(&s.risk.to_call, "7324/7374");
	assert_doubt("- - 0.5 73.74 83.74", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	assert_doubt("50 100 0.5 7374 8374", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	assert_doubt("50 100 0.5 1.2 1.3", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	assert_doubt("50 100 0.5 1 1", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	assert_doubt("90 100 0.9 0.9999 1", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	assert_doubt("90 100 0.9 0.9998 0.9999", RISK_WATCH, RISK_DOUBT_NONE);
	assert_doubt("10 100 0.1 0.2 0.8", RISK_OK, RISK_DOUBT_NONE);
	assert_doubt("10 100 0.1 0.1999 0.8", RISK_UNKNOWN, RISK_DOUBT_THRESHOLDS);
	/* What they show all the same stands. */
	assert_doubt("85 100 0.85 73.74 0.8374", RISK_LIQUIDATION, RISK_DOUBT_THRESHOLDS);
	assert_doubt("15 100 0.15 0.1 0.8", RISK_CALL, RISK_DOUBT_THRESHOLDS);
	assert_doubt("120 100 1.2 1.2 1.3", RISK_CALL, RISK_DOUBT_THRESHOLDS);
	/* A call is left by nothing but a lower LTV. */
	assert_band_after(RISK_CALL, "73.5 100 - 0.7374 83.74", RISK_CALL);
	assert_band_after(RISK_CALL, "50 100 - 0.7374 83.74", RISK_UNKNOWN);
}

TEST(test_ltvs_that_are_apart_leave_no_ok)
{
	assert_doubt("50 100 0.475 0.7374 0.8374", RISK_OK, RISK_DOUBT_NONE);
	assert_doubt("50 100 0.474999999 0.7374 0.8374", RISK_UNKNOWN, RISK_DOUBT_LTVS);
	assert_doubt("47.5 100 0.5 0.7374 0.8374", RISK_OK, RISK_DOUBT_NONE);
	assert_doubt("47.499999 100 0.5 0.7374 0.8374", RISK_UNKNOWN, RISK_DOUBT_LTVS);
	assert_doubt("52000 100000 0.60 0.7374 0.8374", RISK_UNKNOWN, RISK_DOUBT_LTVS);
	assert_known(&s.risk.ltv, "0.6");
	assert_doubt("52 100 0 0.7374 0.8374", RISK_UNKNOWN, RISK_DOUBT_LTVS);
	assert_doubt("52 100 0.74 0.7374 0.8374", RISK_CALL, RISK_DOUBT_LTVS);
	assert_doubt("84 100 0.5 0.7374 0.8374", RISK_LIQUIDATION, RISK_DOUBT_LTVS);
}

TEST(test_a_list_that_was_not_sent_leaves_no_ok)
{
	static const enum amounts_state states[] = { AMOUNTS_ABSENT, AMOUNTS_UNREADABLE };

	for (size_t i = 0; i < 4; i++) {
		judge("50 100 0.5 0.7374 0.8374");
		*(i < 2 ? &s.order.owed.state : &s.order.pledged.state) = states[i % 2];
		judge_again(&s, RISK_OK);
		assert_int_equal(s.risk.band, RISK_UNKNOWN);
		assert_int_equal(s.risk.doubt, RISK_DOUBT_LISTS);
		judge_again(&s, RISK_CALL);
		assert_int_equal(s.risk.band, RISK_UNKNOWN);
		judge("74 100 0.74 0.7374 0.8374");
		*(i < 2 ? &s.order.owed.state : &s.order.pledged.state) = states[i % 2];
		judge_again(&s, RISK_OK);
		assert_int_equal(s.risk.band, RISK_CALL);
	}
	judge("50 100 0.5 0.7374 0.8374");
	s.order.owed = s.order.pledged = (struct amounts){ .state = AMOUNTS_SENT };
	judge_again(&s, RISK_OK);
	assert_int_equal(s.risk.band, RISK_OK);
}

TEST(test_nothing_that_counts_needs_the_debt)
{
	assert_doubt("- 0 0.5 0.7 0.8", RISK_UNKNOWN, RISK_DOUBT_FIGURES);
	assert_doubt("x -5 0.5 0.7 0.8", RISK_UNKNOWN, RISK_DOUBT_FIGURES);
	assert_doubt("- 0 0.75 0.7 0.8", RISK_CALL, RISK_DOUBT_FIGURES);
	assert_doubt("- 100 0.5 0.7 0.8", RISK_OK, RISK_DOUBT_NONE);
}

/* The clause on why, in the width that there is. */
static void
assert_reason(const char *figures, int width, const char *expected)
{
	char text[DOUBT_TEXT_SIZE];

	judge(figures);
	doubt_text(text, &s.risk, &s.order, width);
	assert_string_equal(text, expected);
}

TEST(test_a_doubt_has_its_reason)
{
	char text[DOUBT_TEXT_SIZE];

	assert_reason("50 100 0.5 0.7 0.8", 0, "");
	assert_reason("- 100 - 0.7 0.8", 0, "OKX sent no usable curLTV, loanNotionalUsd");
	assert_reason("- 100 0.5 - 0.8", 0, "OKX sent no usable marginCallLTV");
	assert_reason("- 0 0.5 0.7 0.8", 0, "OKX sent no usable loanNotionalUsd");
	assert_reason("- - - - -", 0,
	    "OKX sent no usable curLTV, loanNotionalUsd, collateralNotionalUsd, marginCallLTV, liqLTV");
	assert_reason("- - - - -", 40, "OKX sent no usable LTV or threshold");
	assert_reason("50 100 0.5 73.74 83.74", 0,
	    "a margin call LTV of 7,374.00% is not plausible");
	assert_reason("50 100 0.5 0.7374 1", 0, "a liquidation LTV of 100.00% is not plausible");
	assert_reason("50 100 0.5 0.19999999 0.8", 40, "a threshold is not plausible");
	assert_reason("52 100 0.60 0.7374 0.8374", 0,
	    "curLTV 60.00% and debt / collateral 52.00% differ by over 5%");
	assert_reason("52 100 0.60 0.7374 0.8374", 40, "curLTV and debt / collateral differ");
	judge("50 100 0.5 0.7 0.8");
	s.order.owed.state = AMOUNTS_ABSENT;
	s.order.pledged.state = AMOUNTS_UNREADABLE;
	judge_again(&s, RISK_OK);
	doubt_text(text, &s.risk, &s.order, 0);
	assert_string_equal(text, "OKX sent no usable loanData, collateralData");
	assert_string_equal(doubt_token(RISK_DOUBT_THRESHOLDS), "thresholds");
	assert_null(doubt_token(RISK_DOUBT_NONE));
}

TEST(test_without_ltv_or_threshold_the_band_is_unknown)
{
	assert_band("- - - 0.7 0.8", RISK_UNKNOWN);
	assert_band("60 - - 0.7 0.8", RISK_UNKNOWN);
	assert_band("- 100 - 0.7 0.8", RISK_UNKNOWN);
	assert_band("60 100 0.6 - 0.8", RISK_UNKNOWN);
	assert_band("60 100 0.6 0.7 -", RISK_UNKNOWN);
	assert_band("60 100 0.6 - -", RISK_UNKNOWN);
	assert_band("60 100 0.6 x 0.8", RISK_UNKNOWN);
	/* A threshold of 0 or below is none, nor is a negative figure one. */
	assert_band("60 100 0.6 0 0.8", RISK_UNKNOWN);
	assert_band("60 100 0.6 0.7 -0.8", RISK_UNKNOWN);
	assert_band("-60 100 -0.6 0.7 0.8", RISK_UNKNOWN);
	assert_band("-60 -100 - 0.7 0.8", RISK_UNKNOWN);
}

TEST(test_what_is_known_proves_worse_than_unknown)
{
	assert_band("80 100 - - 0.8", RISK_LIQUIDATION);
	assert_band("70 100 - 0.7 -", RISK_CALL);
	assert_band("99 100 - 0.7 -", RISK_CALL);
	assert_band("- - 0.9 - 0.8", RISK_LIQUIDATION);
	assert_band("69.9 100 - 0.7 -", RISK_UNKNOWN);
	assert_band("-1 100 0.75 0.7 0.8", RISK_CALL);
}

TEST(test_liquidation_below_the_call_still_liquidates)
{
	assert_band("75 100 - 0.9 0.75", RISK_LIQUIDATION);
	assert_band("95 100 - 0.9 0.75", RISK_LIQUIDATION);
	/* Watched from 0.75 * 0.85 on, as the fall meets the liquidation first. */
	assert_band("74.9 100 - 0.9 0.75", RISK_WATCH);
	assert_band("63.75 100 - 0.9 0.75", RISK_OK);
	assert_band("63.76 100 - 0.9 0.75", RISK_WATCH);
}

TEST(test_distances_are_exact)
{
	judge("60 100 0.6 0.7374 0.8374");
	assert_known(&s.risk.to_call, "1374/7374");
	assert_known(&s.risk.to_liquidation, "2374/8374");
	assert_false(s.risk.passed.known);
	judge("75 100 0.75 0.7374 0.8374");
	assert_known(&s.risk.to_call, "-126/7374");
	assert_known(&s.risk.passed, "0.0126");
	judge("73.74 100 - 0.7374 0.8374");
	assert_known(&s.risk.passed, "0");
	assert_known(&s.risk.to_call, "0");
}

/* Edges: Q 0.8, M 0.7, watch 0.595; left below 0.792, 0.693, 0.58905. */
TEST(test_a_band_is_left_one_per_cent_below_its_edge)
{
	assert_band_after(RISK_LIQUIDATION, "79.9999 100 - 0.7 0.8", RISK_LIQUIDATION);
	assert_band_after(RISK_LIQUIDATION, "79.2000 100 - 0.7 0.8", RISK_LIQUIDATION);
	assert_band_after(RISK_LIQUIDATION, "79.1999 100 - 0.7 0.8", RISK_CALL);
	assert_band_after(RISK_CALL, "69.9999 100 - 0.7 0.8", RISK_CALL);
	assert_band_after(RISK_CALL, "69.3000 100 - 0.7 0.8", RISK_CALL);
	assert_band_after(RISK_CALL, "69.2999 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_WATCH, "59.5000 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_WATCH, "58.9050 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_WATCH, "58.9049 100 - 0.7 0.8", RISK_OK);
}

TEST(test_a_worse_band_comes_at_once)
{
	assert_band_after(RISK_OK, "59.4999 100 - 0.7 0.8", RISK_OK);
	assert_band_after(RISK_OK, "59.5001 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_OK, "69.9999 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_WATCH, "70.0000 100 - 0.7 0.8", RISK_CALL);
	assert_band_after(RISK_OK, "80.0000 100 - 0.7 0.8", RISK_LIQUIDATION);
}

TEST(test_every_edge_on_the_way_down_holds)
{
	assert_band_after(RISK_LIQUIDATION, "69.9000 100 - 0.7 0.8", RISK_CALL);
	assert_band_after(RISK_LIQUIDATION, "59.4000 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_CALL, "59.4000 100 - 0.7 0.8", RISK_WATCH);
	assert_band_after(RISK_LIQUIDATION, "50 100 - 0.7 0.8", RISK_OK);
	assert_band_after(RISK_CALL, "- - - 0.7 0.8", RISK_UNKNOWN);
	assert_band_after(RISK_CALL, "69.5 100 - 0.7 -", RISK_CALL);
	assert_band_after(RISK_CALL, "60 100 - 0.7 -", RISK_UNKNOWN);
	assert_band_after(RISK_UNKNOWN, "50 100 - 0.7 0.8", RISK_OK);
}

TEST(test_one_owed_coin_may_rise_by_its_gap)
{
	close_situation(&s);
	open_situation(&s, "88000 136800 - 0.7374 0.8374", "ETH 45", "BTC 1", "BTC 88000 ETH 3200");
	assert_string_equal(s.risk.rising, "BTC");
	/* (0.7374 - 88000/136800) 136800 / 88000 */
	assert_known(&s.risk.rise_to_call, "12876.32/88000");
	assert_known(&s.risk.rise_to_liquidation, "26556.32/88000");
}

TEST(test_several_owed_coins_rise_together)
{
	close_situation(&s);
	open_situation(&s, "60 100 0.6 0.7 0.8", "SOL 1", "BTC 1 ETH 1", "SOL 1");
	assert_string_equal(s.risk.rising, "");
	assert_known(&s.risk.rise_to_call, "1/6");
	assert_known(&s.risk.rise_to_liquidation, "1/3");
}

TEST(test_a_stablecoin_debt_has_no_words_of_rising)
{
	judge("60 100 0.6 0.7 0.8");
	assert_null(s.risk.rising);
	assert_false(s.risk.rise_to_call.known);
}

TEST(test_a_coin_on_both_sides_rises_to_its_own_bound)
{
	/* The 2 BTC are all of C, so h is 0.9 and M h P 1.26, above O: no rise causes a call. */
	close_situation(&s);
	open_situation(&s, "100 180 - 0.7 0.8", "BTC 2", "BTC 1", "BTC 100");
	assert_null(s.risk.rising);
	/* 0.2 BTC and 1 ETH: h of BTC from 0 to 1: 100 + (0.7 - 100/180) 180 / 1. */
	close_situation(&s);
	open_situation(&s, "100 180 - 0.7 0.8", "BTC 0.2 ETH 1", "BTC 1", "BTC 100 ETH 200");
	assert_string_equal(s.risk.rising, "BTC");
	assert_known(&s.risk.rise_to_call, "0.26");
	assert_known(&s.risk.rise_to_liquidation, "0.44");
}

TEST(test_no_rise_is_left_once_the_call_is_there)
{
	close_situation(&s);
	open_situation(&s, "75 100 - 0.7 0.8", "ETH 1", "BTC 1", "BTC 75 ETH 200");
	assert_string_equal(s.risk.rising, "BTC");
	assert_false(s.risk.rise_to_call.known);
	assert_known(&s.risk.rise_to_liquidation, "1/15");
	close_situation(&s);
	open_situation(&s, "80 100 - 0.7 0.8", "ETH 1", "BTC 1", "BTC 75 ETH 200");
	assert_null(s.risk.rising);
}

TEST(test_collateral_above_the_market_is_flagged)
{
	close_situation(&s);
	open_situation(&s, "60 100 - 0.7 0.8", "BTC 1", "USDT 60", "BTC 100 USDT 1");
	assert_false(s.risk.above_market);
	close_situation(&s);
	open_situation(&s, "60 100.01 - 0.7 0.8", "BTC 1", "USDT 60", "BTC 100 USDT 1");
	assert_true(s.risk.above_market);
	close_situation(&s);
	open_situation(&s, "60 100.01 - 0.7 0.8", "BTC 1 ETH 1", "USDT 60", "BTC 100 USDT 1");
	assert_false(s.risk.above_market);
}

/* The worse of two, and the same the other way round. */
static void
assert_worse(const char *worse, const char *better)
{
	struct risk a, b;

	judge(worse);
	a = s.risk;
	judge(better);
	b = s.risk;
	assert_true(risk_compare(&a, &b) > 0);
	assert_true(risk_compare(&b, &a) < 0);
	assert_int_equal(risk_compare(&a, &a), 0);
}

TEST(test_the_worst_is_by_band_then_by_the_nearer_threshold)
{
	assert_worse("80 100 - 0.7 0.8", "79 100 - 0.7 0.8");
	assert_worse("70 100 - 0.7 0.8", "- - - 0.7 0.8");
	assert_worse("- - - 0.7 0.8", "69 100 - 0.7 0.8");
	assert_worse("60 100 - 0.7 0.8", "20 100 - 0.7 0.8");
	assert_worse("50 100 - 0.7 0.8", "49.9 100 - 0.7 0.8");
	assert_worse("50 100 - 0.9 0.7", "50 100 - 0.75 0.8");
	assert_worse("71 100 - 0.7 -", "71 100 - 0.7 0.8");
	assert_worse("1 100 - 0.7 0.8", "0 100 - 0.7 0.8");
	judge("50 100 - 0.9 0.7");
	{
		struct ratio nearest = risk_nearest(&s.risk);

		assert_known(&nearest, "2/7");
	}
}

TEST(test_figures_of_64_digits_are_judged_or_not_known)
{
	assert_band(NINES_64 " " NINES_64 " - 0.7374 0.8374", RISK_LIQUIDATION);
	assert_band("1 " NINES_64 "e64 - 0.7374 0.8374", RISK_OK);
	assert_band(NINES_64 "e64 1 " NINES_64 "e64 0.7374 0.8374", RISK_LIQUIDATION);
	/* The same LTV twice, as 1 / 3 of figures of 64 digits and as 64 digits below it. */
	assert_band(NINES_64
	    "e-64 2.999999999999999999999999999999999999999999999999999999999999999 " THIRD_64
	    " 0.7374 0.8374",
	    RISK_OK);
	assert_int_equal(s.risk.judge, RISK_JUDGE_COMPUTED);
	assert_false(s.risk.disagree);
}

/* A loan of stablecoins: 95,000 USDT and 2 ETH for 65,000 USDT, and what is much like it. */
TEST(test_watch_goes_by_what_may_fall)
{
	/* Share of ETH at most: 6000 / 100000. All may fall 1 - 0.65 / 0.7374. */
	close_situation(&s);
	open_situation(&s, "65000 100000 0.65 0.7374 0.8374", "ETH 2 USDT 95000", "USDT 65000",
	    "ETH 3000 USDT 1");
	assert_int_equal(s.risk.band, RISK_OK);
	assert_true(s.risk.by_coins);
	assert_known(&s.risk.to_call, "874/7374");
	assert_known(&s.risk.coins_to_call, "87400/44244");
	/* Half of it in ETH: the fall of ETH alone is 1.58 times as far, and near enough. */
	close_situation(&s);
	open_situation(&s, "69000 100000 0.69 0.7374 0.8374", "ETH 20 USDT 45000", "USDT 69000",
	    "ETH 3000 USDT 1");
	assert_int_equal(s.risk.band, RISK_WATCH);
	assert_known(&s.risk.coins_to_call, "474/4424.4");
	/* A debt in coins moves against it: a fall of all judges. */
	close_situation(&s);
	open_situation(&s, "65000 100000 0.65 0.7374 0.8374", "ETH 2 USDT 95000", "BTC 1",
	    "BTC 65000 ETH 3000 USDT 1");
	assert_int_equal(s.risk.band, RISK_WATCH);
	assert_false(s.risk.by_coins);
	assert_known(&s.risk.coins_to_call, "87400/44244");
	/* Nothing else is pledged, or no price is known. */
	close_situation(&s);
	open_situation(&s, "65000 100000 0.65 0.7374 0.8374", "USDT 95000", "USDT 65000", "USDT 1");
	assert_int_equal(s.risk.band, RISK_WATCH);
	assert_false(s.risk.coins_to_call.known);
	close_situation(&s);
	open_situation(&s, "65000 100000 0.65 0.7374 0.8374", "ETH 2 USDT 95000", "USDT 65000",
	    "USDT 1");
	assert_int_equal(s.risk.band, RISK_WATCH);
	assert_known(&s.risk.coins_to_call, "874/7374");
	/* The liquidation first: 1 - 0.65 / 0.66, of a part of 0.06, 25 %. */
	close_situation(&s);
	open_situation(&s, "65000 100000 0.65 0.7374 0.66", "ETH 2 USDT 95000", "USDT 65000",
	    "ETH 3000 USDT 1");
	assert_int_equal(s.risk.band, RISK_OK);
	assert_known(&s.risk.coins_to_liquidation, "100/396");
}

/* The edge of WATCH moves with the part that may fall, and a band is left 1 % below it. */
TEST(test_watch_by_what_may_fall_has_its_edge)
{
	/* 0.7374 (1 - 0.15 / 2) */
	close_situation(&s);
	open_situation(&s, "68209.5 100000 - 0.7374 0.8374", "ETH 20 USDT 50000", "USDT 65000",
	    "ETH 2500 USDT 1");
	assert_int_equal(s.risk.band, RISK_OK);
	judge_again(&s, RISK_WATCH);
	assert_int_equal(s.risk.band, RISK_WATCH);
	close_situation(&s);
	open_situation(&s, "68209.5000001 100000 - 0.7374 0.8374", "ETH 20 USDT 50000",
	    "USDT 65000", "ETH 2500 USDT 1");
	assert_int_equal(s.risk.band, RISK_WATCH);
	close_situation(&s);
	open_situation(&s, "67527.4 100000 - 0.7374 0.8374", "ETH 20 USDT 50000", "USDT 65000",
	    "ETH 2500 USDT 1");
	judge_again(&s, RISK_WATCH);
	assert_int_equal(s.risk.band, RISK_OK);
}

/* One coin owed against one: the ratio of their prices is all that counts. */
TEST(test_one_coin_against_one_is_a_ratio)
{
	TABLE(cases, const char *pledged, *owed; const char *against) = {
		{ "SOL 1000", "BTC 1", "SOL" },
		{ "ETH 50", "BTC 1", "ETH" },
		{ "ETH 50 SOL 0", "BTC 1 USDT 0", "ETH" },
		{ "ETH 25 SOL 500", "BTC 1", NULL },
		{ "ETH 50", "BTC 1 SOL 1", NULL },
		{ "BTC 2", "BTC 1", NULL },
		{ "USDT 140000", "BTC 1", NULL },
		{ "SOL 1000", "USDT 90000", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		close_situation(&s);
		open_situation(&s, "88000 136800 0.6433 0.7374 0.8374", cases[i].pledged,
		    cases[i].owed, "BTC 88000 ETH 2800 SOL 140 USDT 1");
		if (cases[i].against == NULL)
			assert_null(s.risk.against);
		else
			assert_string_equal(s.risk.against, cases[i].against);
	}
}

static void
assert_ltv(const char *figures, const char *expected)
{
	char text[PERCENT_SIZE];
	struct ratio ltv;
	bool computed;

	judge(figures);
	ltv = risk_shown_ltv(&computed, &s.risk);
	risk_ltv_text(text, &s.risk, &ltv);
	assert_string_equal(text, expected);
}

/* Rounding never says that a threshold is reached which is not. */
TEST(test_an_ltv_stands_below_what_it_has_not_reached)
{
	char text[PERCENT_SIZE];

	assert_ltv("73739.9 100000 0.737399 0.7374 0.8374", "73.7399%");
	assert_ltv("73733 100000 0.73733 0.7374 0.8374", "73.733%");
	assert_ltv("73731 100000 0.73721 0.7374 0.8374", "73.73%");
	assert_ltv("83739.99 100000 0.8373999 0.7374 0.8374", "83.73999%");
	assert_ltv("73740 100000 0.7374 0.7374 0.8374", "73.74%");
	assert_ltv("73739.9999999 100000 0.737399999999 0.7374 0.8374", "<73.74%");
	assert_ltv("60000 100000 0.6 0.7374 0.8374", "60.00%");
	/* A threshold is written with as many digits as it has, to four decimals. */
	assert_ltv("73742 100000 0.73742 0.73745 0.8374", "73.742%");
	risk_threshold_text(text, &s.risk.call);
	assert_string_equal(text, "73.745%");
	assert_ltv("-  - 0.66665 0.66666666 0.8374", "66.665%");
	risk_threshold_text(text, &s.risk.call);
	assert_string_equal(text, "66.6666%");
}

/* One LTV is named everywhere: OKX's, or the worse one where the two do not agree. */
TEST(test_the_ltv_that_is_shown)
{
	TABLE(cases, const char *figures, *expected; bool computed) = {
		{ "100010 166680 0.6 0.7374 0.8374", "0.6", false },
		{ "62000 100000 0.6 0.7374 0.8374", "0.62", true },
		{ "60000 100000 0.62 0.7374 0.8374", "0.62", false },
		{ "60000 100000 - 0.7374 0.8374", "0.6", true },
		{ "- - 0.6 0.7374 0.8374", "0.6", false },
		{ "0 100000 0.1 0.7374 0.8374", "0", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct ratio ltv;
		bool computed;

		judge(cases[i].figures);
		ltv = risk_shown_ltv(&computed, &s.risk);
		assert_known(&ltv, cases[i].expected);
		assert_int_equal(computed, cases[i].computed);
	}
}
