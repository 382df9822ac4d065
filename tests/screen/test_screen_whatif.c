/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/loanstart.h"

/* What if prices fell: none of it is real, and it says so. */

static struct harness *
start(int width, int height, const char *loans, const char *prices)
{
	return loan_start_at(&(struct harness_options){ .width = width, .height = height }, loans,
	    prices);
}

/* The words stand reversed all across, wherever one has scrolled to. */
static void
says_that_it_is_not_real(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

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

static void
target_that_is_no_relief(void **state)
{
	struct harness *h = start(80, 40, LOAN_OK, PRICES_NOW);

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
		cmocka_unit_test(says_that_it_is_not_real),
		cmocka_unit_test(target_that_is_no_relief),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
