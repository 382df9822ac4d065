/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include "screen/answers.h"
#include "screen/harness.h"

/* What is said where there are no rows: each nothing has its own words. */

/* Nothing was asked, so OKX said nothing about a key. */
static void
no_key(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .accounts = 2 });

	harness_answer(h, 200, THREE);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		h->credentials.of[i].state = CREDENTIALS_NONE;
		cause_set(&h->credentials.of[i].cause, "put the three lines into second1.env");
	}
	secrets_wipe(h->secrets);
	harness_type(h, "a");
	harness_expect_text(h, " second1@global                       NO DATA  0s ");
	assert_string_equal(harness_row(h, 5),
	    " There is no key for PRODUCTION of account second1, so nothing was asked and");
	assert_string_equal(harness_row(h, 6), " there are no figures to show.");
	harness_expect_text(h, " No key for PRODUCTION of account second1");
	harness_expect_no_text(h, "accept");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
