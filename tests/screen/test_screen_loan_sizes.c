/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include "screen/loanstart.h"

/* With a loan every size shows the most important first. */

static void
one_row_less_with_fifty_loans(void **state)
{
	struct harness *h = loan_start_with(&(struct harness_options){ .width = 80, .height = 23 },
	    loan_fifty(), PRICES_NOW, FUNDING_DOZEN);

	harness_expect(h, "loan_sizes/one_row_less_with_fifty_loans");
	harness_end(h);
}

/* No size and no band trouble it. */
static void
any_size_in_any_band(void **state)
{
	const char *const loans[] = { LOAN_OK, LOAN_CALL, LOAN_LIQUIDATION, LOAN_UNKNOWN,
		loan_fifty(), LOAN_COIN_DEBT, LOAN_DISAGREES, NO_LOAN };
	uint32_t seed = 1;

	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, loans[i]);

		for (int j = 0; j < 80; j++) {
			seed = seed * 1103515245 + 12345;
			harness_resize(h, 1 + (int)(seed >> 16) % 130,
			    1 + (int)(seed >> 8 & 0xff) % 60);
			harness_type(h, j % 3 == 0 ? "j" : j % 3 == 1 ? "x" : "\t");
		}
		harness_resize(h, 500, 200);
		harness_resize(h, 80, 24);
		harness_expect_text(h, "TOTAL");
		harness_end(h);
	}
}

/* Environment, age, LTV and band are there in any size worth the name. */
static void
never_leaves(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	for (int width = 20; width <= 120; width += 5)
		for (int height = 5; height <= 30; height++) {
			harness_resize(h, width, height);
			harness_expect_text(h, "PROD");
			harness_expect_text(h, "LIVE");
			harness_expect_text(h, "60.00%");
			harness_expect_text(h, "OK");
			harness_expect_text(h, "18.6%");
		}
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row_less_with_fifty_loans),
		cmocka_unit_test(any_size_in_any_band),
		cmocka_unit_test(never_leaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
