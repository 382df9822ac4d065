/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include "screen/answers.h"
#include "screen/harness.h"

/* What keys do: the prompt, the menu, hidden amounts, and the key bar of each mode. */

/* The cursor stands where one types, and nowhere else. */
static void
filter_cursor(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	int row, column;

	harness_answer(h, 200, THREE);
	assert_false(harness_cursor(h, &row, &column));
	harness_type(h, "/btc");
	assert_true(harness_cursor(h, &row, &column));
	assert_int_equal(row, 12);
	assert_int_equal(column, 12);
	harness_type(h, "\033[D\033[D");
	assert_true(harness_cursor(h, &row, &column));
	assert_int_equal(column, 10);
	harness_type(h, "\r");
	assert_false(harness_cursor(h, &row, &column));
	harness_end(h);
}

static void
filter_longer_than_the_line(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 30, .height = 10 });

	int row, column;

	harness_answer(h, 200, THREE);
	harness_type(h, "/abcdefghijklmnopqrstuvwxyz0123456789");
	harness_expect_text(h, "123456789");
	assert_true(harness_cursor(h, &row, &column));
	assert_in_range(column, 0, 29);
	harness_end(h);
}

static void
key_bar_is_the_modes(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	static const char *const types[] = { "o", "/", "?", "m" };
	static const char *const bars[] = {
		" Esc:close  Enter:sort  I:reverse",
		" Esc:cancel  Enter:keep",
		" Esc:close  /:search",
		" Esc:close",
	};

	harness_answer(h, 200, THREE);
	for (size_t i = 0; i < 4; i++) {
		harness_type(h, types[i]);
		assert_string_equal(harness_row(h, 13), bars[i]);
		harness_type(h, "\033");
		harness_wait(h, 200);
	}
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filter_cursor),
		cmocka_unit_test(filter_longer_than_the_line),
		cmocka_unit_test(key_bar_is_the_modes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
