/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/loanstart.h"

/* How a loan stands: each band, and what becomes of it when it is old. */

static void
stale_bands_are_what_they_were(void **state)
{
	static const char *const loans[] = { LOAN_OK, LOAN_WATCH, LOAN_UNKNOWN, LOAN_CALL,
		LOAN_LIQUIDATION };
	static const char *const words[] = { "(was OK)", "(was WATCH)", "(was UNKNOWN)",
		"(was CALL)", "(was LIQUIDATION)" };

	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, loans[i]);

		harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
		harness_wait(h, 20000);
		harness_expect_text(h, words[i]);
		harness_expect_no_text(h, "  OK");
		harness_resize(h, 20, 5);
		harness_expect_text(h, "was ");
		harness_end(h);
	}
}

/* A band past the margin call is reversed, with and without colours. */
static void
bands_have_their_looks(void **state)
{
	static const struct {
		const char *loans;
		bool reversed;
	} bands[] = {
		{ LOAN_OK, false },
		{ LOAN_WATCH, false },
		{ LOAN_UNKNOWN, false },
		{ LOAN_CALL, true },
		{ LOAN_LIQUIDATION, true },
	};
	static const char *const themes[] = { "dark", "light", "mono" };

	for (size_t theme = 0; theme < 3; theme++)
		for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) {
			struct harness *h = loan_start(
			    &(struct harness_options){ .theme = themes[theme] }, bands[i].loans);
			int column = (int)(strstr(harness_row(h, 1), "%  ") - harness_row(h, 1)) +
			    3;

			if (bands[i].loans == bands[2].loans)
				column = (int)(strstr(harness_row(h, 1), "UNKNOWN") -
				    harness_row(h, 1));
			assert_int_equal(harness_look(h, 1, column).reversed, bands[i].reversed);
			assert_true(harness_look(h, 1, column).bold);
			harness_end(h);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stale_bands_are_what_they_were),
		cmocka_unit_test(bands_have_their_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
