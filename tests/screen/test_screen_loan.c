/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <bsd/string.h>

#include "screen/exchange.h"
#include "screen/loanstart.h"

/* The frame of a screen with a loan: several orders, none, what is hidden, what happened. */

#define NOT_IN_DEMO REFUSAL("50038", "This feature is unavailable in demo trading")

static void
fifty_loans(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    loan_fifty());

	harness_expect(h, "loan/fifty_loans");
	harness_end(h);
}

/* Under what-if the real figures stay where they are. */
static void
what_if_below_the_real_figures(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);
	char before[3][200];

	for (int row = 0; row < 3; row++)
		strlcpy(before[row], harness_row(h, row), sizeof before[row]);
	harness_type(h, "t");
	for (int row = 0; row < 3; row++)
		assert_string_equal(harness_row(h, row), before[row]);
	harness_expect_text(h, "WHAT-IF, NOT REAL");
	harness_resize(h, 20, 5);
	harness_expect_text(h, "LTV 60.00% OK");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fifty_loans),
		cmocka_unit_test(what_if_below_the_real_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
