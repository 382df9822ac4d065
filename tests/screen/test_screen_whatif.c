/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "screen/loanstart.h"

/* What if prices fell: none of it is real, and it says so. */

static struct harness *
start(int width, int height, const char *loans, const char *prices)
{
	return loan_start_at(&(struct harness_options){ .width = width, .height = height }, loans,
	    prices);
}

static void
ladders_side_by_side(void **state)
{
	struct harness *h = start(80, 40, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, "       all pledged coins                all but stablecoins");
	harness_expect_text(h,
	    " fall      LTV  band         repay USD      LTV  band         repay USD");
	harness_expect_text(h,
	    "   5%   63.16%  WATCH           20,837   63.16%  WATCH           20,837");
	harness_expect_text(h,
	    "  10%   66.67%  WATCH           25,004   66.67%  WATCH           25,004");
	harness_expect_text(h,
	    "  15%   70.59%  WATCH           29,171   70.59%  WATCH           29,171");
	harness_expect_text(h,
	    "  20%   75.01%  CALL            33,338   75.01%  CALL            33,338");
	harness_expect_text(h,
	    "  30%   85.72%  LIQUIDATION     41,672   85.72%  LIQUIDATION     41,672");
	harness_expect_text(h,
	    "  50%  120.01%  LIQUIDATION     58,340  120.01%  LIQUIDATION     58,340");
	harness_expect_text(h, " repay: so much to be back at 50.00%, at the fallen prices");
	harness_expect_text(h, " Stablecoins (colltop.conf): USDT USDC ");
	harness_end(h);
}

/* The words stand reversed all across, wherever one has scrolled to. */
static void
says_that_it_is_not_real(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	for (int pass = 0; pass < 2; pass++) {
		int row = 0;

		while (
		    row < h->height && strncmp(harness_row(h, row), " WHAT-IF, NOT REAL", 18) != 0)
			row++;
		assert_true(row < h->height);
		for (int column = 0; column < h->width; column++)
			assert_true(harness_look(h, row, column).reversed);
		harness_type(h, "G");
	}
	harness_expect_text(h, "PRODUCTION");
	harness_end(h);
}

/* A currency that is pledged: the LTV is a bound, since its haircut is not known. */
static void
currency_under_the_cursor(void **state)
{
	struct harness *h = start(120, 40, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_no_text(h, " alone ");
	harness_expect_text(h,
	    "With the cursor on a pledged currency there is a ladder for that one alone.");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "jt");
	harness_expect_text(h, "all but stablecoins                  BTC alone");
	/* D / (C - 0.1 P p) = 100,010 / 155,680 = 64.24 % at most. */
	harness_expect_text(h,
	    "66.67%  WATCH           25,004     <=64.25%  WATCH           22,170");
	harness_expect_text(h, "<= at most: the haircuts are not known, so it is the highest LTV");
	harness_end(h);
}

/* With a debt in coins the whole market may fall: then the debt falls as well. */
static void
whole_market(void **state)
{
	struct harness *h = start(120, 40, LOAN_COIN_DEBT, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, "the whole market, owed coins too");
	harness_expect_text(h,
	    "  50%  128.66%  LIQUIDATION     53,804   128.66%  LIQUIDATION     53,804    64.33%");
	harness_end(h);
}

static void
hidden(void **state)
{
	struct harness *h = start(80, 40, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "tx");
	harness_expect_text(h,
	    "   5%   63.16%  WATCH             ****   63.16%  WATCH             ****");
	harness_expect_no_text(h, "20,837");
	harness_end(h);
}

static void
below_the_target(void **state)
{
	struct harness *h = start(80, 40, LOANS(ORDER_AT("12345", "50000", "166680", "0.3")),
	    PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, "   5%  31.58%  OK            0  31.58%  OK            0");
	harness_end(h);
}

static void
target_that_is_no_relief(void **state)
{
	struct harness *h = start(80, 40, LOAN_OK, PRICES_NOW);

	(void)state;
	h->settings.terms.has_target = true;
	h->settings.terms.target = decimal_from(72, 2);
	harness_loan(h, LOAN_OK, PRICES_LATER);
	harness_type(h, "t");
	harness_expect_text(h,
	    "   5%   63.16%  WATCH                -   63.16%  WATCH                -");
	harness_expect_text(h,
	    " repay: not told, since the target of 72.00% is too near the margin call");
	harness_end(h);
}

static void
nothing_to_begin_from(void **state)
{
	struct harness *h = start(80, 24, LOAN_UNKNOWN, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, " The LTV is not known, so there is nothing to begin from.");
	harness_end(h);
	h = start(80, 24, LOANS(ORDER_AT("12345", "0", "166680", "0")), PRICES_NOW);
	harness_type(h, "t");
	harness_expect_text(h, " Nothing is owed: no fall of prices causes a margin call.");
	harness_end(h);
	h = start(80, 24, LOANS(ORDER_AT("12345", "100010", "0", "")), PRICES_NOW);
	harness_type(h, "t");
	harness_expect_text(h,
	    " What is pledged counts for nothing already: there is no LTV to begin from.");
	harness_end(h);
}

static void
phone(void **state)
{
	struct harness *h = start(50, 20, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, " fall      LTV  band         repay USD");
	harness_expect_text(h, "   5%   63.16%  WATCH           20,837");
	harness_resize(h, 50, 10);
	harness_expect_text(h, " WHAT-IF, NOT REAL ");
	harness_expect_text(h, "   5%   63.16%  WATCH           20,837");
	harness_end(h);
}

/* Where not even one ladder has room, sentences. */
static void
narrow(void **state)
{
	struct harness *h = start(30, 24, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, " 5%: LTV 63.16% WATCH, repay");
	harness_expect_text(h, " 20,837");
	harness_end(h);
}

static void
closes(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h, "NOT REAL");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_no_text(h, "NOT REAL");
	harness_type(h, "t");
	harness_wait(h, 299000);
	harness_expect_text(h, "NOT REAL");
	harness_wait(h, 2000);
	harness_expect_no_text(h, "NOT REAL");
	harness_type(h, "t");
	harness_expect_text(h, "NOT REAL");
	harness_loan(h, LOAN_WATCH, NULL);
	harness_expect_no_text(h, "NOT REAL");
	harness_end(h);
}

/* While there is no pair yet nothing is old. */
static void
no_prices_yet(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	(void)state;
	exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, NULL);
	harness_type(h, "e");
	harness_wait(h, 100);
	harness_type(h, "y");
	harness_wait(h, 2000);
	harness_expect_text(h, "market value not known");
	harness_type(h, "t");
	harness_expect_text(h, "NOT REAL");
	harness_expect_no_text(h, "figures that are old");
	harness_end(h);
}

static void
old_figures(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_break_loan(h, OKX_NET_ERROR_TIMEOUT, "");
	harness_type(h, "t");
	harness_expect_no_text(h, "figures that are old");
	harness_wait(h, 30000);
	harness_expect_text(h, " All of this is computed from figures that are old.");
	harness_end(h);
}

/*
 * Nothing that is named secures the loan, so everything that does falls; and no fall is
 * OK with a list missing.
 */
static void
nothing_named_as_pledged(void **state)
{
	struct harness *h = start(80, 24,
	    LOANS(ORDER("1", "", COIN("USDT", "50000"), "50000", "100000", "0.5", "0.7374",
		"0.8374")),
	    PRICES_NOW);

	(void)state;
	harness_type(h, "t");
	harness_expect_text(h,
	    "  50%      100.00%  LIQUIDATION     25,000    <=100.00%  LIQUIDATION     25,000");
	harness_expect_text(h,
	    " OKX did not name all that is pledged, so all of the collateral counts as");
	harness_end(h);
	h = start(80, 24,
	    LOANS(
		"{\"ordId\":\"1\",\"loanData\":[],\"loanNotionalUsd\":\"30000\",\"collateralNotionalUsd\":"
		"\"100000\",\"curLTV\":\"0.3\",\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\"}"),
	    PRICES_NOW);
	harness_type(h, "t");
	harness_expect_text(h, "  5%       31.58%  UNKNOWN");
	harness_expect_text(h, " 50%       60.00%  UNKNOWN");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_named_as_pledged),
		cmocka_unit_test(ladders_side_by_side),
		cmocka_unit_test(says_that_it_is_not_real),
		cmocka_unit_test(currency_under_the_cursor),
		cmocka_unit_test(whole_market),
		cmocka_unit_test(hidden),
		cmocka_unit_test(below_the_target),
		cmocka_unit_test(target_that_is_no_relief),
		cmocka_unit_test(nothing_to_begin_from),
		cmocka_unit_test(phone),
		cmocka_unit_test(narrow),
		cmocka_unit_test(closes),
		cmocka_unit_test(no_prices_yet),
		cmocka_unit_test(old_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
