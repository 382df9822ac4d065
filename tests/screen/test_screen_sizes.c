/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* Every size shows the most important first. */

/* A total is whole or none. */
static void
few_columns(void **state)
{
	static const char *const totals[] = { "*", " *", " *", "  *", "  *", "  *", "  *" };
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 24 });

	harness_answer(h, 200, THREE);
	for (int width = 1; width <= 7; width++) {
		harness_resize(h, width, 3);
		assert_string_equal(harness_row(h, 1), totals[width - 1]);
	}
	harness_resize(h, 8, 3);
	assert_string_equal(harness_row(h, 1), "  $164k");
	harness_end(h);
}

/* Two changes of size may be seen as none, while the terminal lost what was outside. */
static void
there_and_back_at_once(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 24 });

	harness_answer(h, 200, THREE);
	harness_scribble(h, "\033[H\033[2J");
	assert_null(strstr(harness_row(h, 0), "PRODUCTION"));
	harness_resize(h, 80, 24);
	assert_non_null(strstr(harness_row(h, 0), "PRODUCTION"));
	harness_end(h);
}

/* Program, every, region, as of, account. */
static void
title_fields_leave(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	static const struct {
		int width;
		const char *gone;
	} steps[] = {
		{ 76, "colltop" },
		{ 67, "every" },
		{ 57, "@global" },
		{ 50, "as of" },
		{ 30, "main" },
	};

	harness_answer(h, 200, THREE);
	for (size_t i = 0; i < 5; i++) {
		harness_expect_text(h, steps[i].gone);
		harness_resize(h, steps[i].width, 14);
		harness_expect_no_text(h, steps[i].gone);
		harness_expect_text(h, "PRODUCTION");
		harness_expect_text(h, "LIVE");
		harness_expect_text(h, "0s");
	}
	harness_end(h);
}

static void
any_size_in_any_mode(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	static const char *const modes[] = { "", "/", "o", "?", "m", "j\r" };
	uint32_t seed = 1;

	harness_answer(h, 200, FORTY);
	for (size_t mode = 0; mode < 6; mode++) {
		harness_type(h, modes[mode]);
		for (int i = 0; i < 60; i++) {
			seed = seed * 1103515245 + 12345;
			harness_resize(h, 1 + (int)(seed >> 16) % 130,
			    1 + (int)(seed >> 8 & 0xff) % 60);
			harness_type(h, i % 2 == 0 ? "\033[6~" : "\033[A");
		}
		harness_type(h, "\033");
		harness_wait(h, 200);
	}
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_resize(h, 80, 24);
	harness_expect_text(h, "TOTAL");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_columns),
		cmocka_unit_test(there_and_back_at_once),
		cmocka_unit_test(title_fields_leave),
		cmocka_unit_test(any_size_in_any_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
