/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include <bsd/string.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* The table: what stands where, and what is said in its place when there is nothing. */

/* The columns have room for what is out of sight: nothing moves. */
static void
scrolling_moves_nothing(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });
	char header[200];

	harness_answer(h, 200,
	    ASSETS(ASSET("A", "7", "70000") "," ASSET("B", "6", "60000") "," ASSET("C", "5",
		"50000") "," ASSET("D", "4", "40000") "," ASSET("E", "3",
		"30000") "," ASSET("FLONGNAME", "0.000000001", "0.00002") "," ASSET("G",
		"12345678.125", "111111103125") "," ASSET("H", "-1", "-9000")));
	harness_type(h, "s");
	harness_expect_text(h,
	    " A                   7.00000000      10,000.00           70,000.00      <0.01%");
	strlcpy(header, harness_row(h, 4), sizeof header);
	harness_type(h, "G");
	assert_string_equal(harness_row(h, 4), header);
	harness_expect_text(h,
	    " FLONGNAME          <0.00000001      20,000.00               <0.01      <0.01%");
	harness_expect_text(h,
	    " G          12,345,678.12500000       9,000.00  111,111,103,125.00     >99.99%");
	harness_end(h);
}

/* All of an old row is dim, its name and bar as well. */
static void
stale_rows_are_dim(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });
	int bar;

	harness_answer(h, 200, THREE);
	bar = harness_look(h, 5, 71).color;
	assert_true(harness_look(h, 5, 1).bold);
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 30000);
	harness_expect_text(h, "STALE");
	assert_false(harness_look(h, 5, 1).bold);
	assert_int_equal(harness_look(h, 5, 1).color, harness_look(h, 5, 20).color);
	assert_true(harness_look(h, 5, 71).reversed);
	assert_int_not_equal(harness_look(h, 5, 71).color, bar);
	harness_end(h);
}

/* The selection stays on its currency when the order changes. */
static void
selection_follows_its_currency(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	harness_answer(h, 200, THREE);
	harness_type(h, "jj");
	assert_true(harness_look(h, 6, 1).reversed);
	assert_false(harness_look(h, 5, 1).reversed);
	harness_type(h, "I");
	assert_true(harness_look(h, 6, 1).reversed);
	harness_type(h, "s");
	assert_string_equal(h->app.selected, "ETH");
	harness_expect_text(h, "CCY ^");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scrolling_moves_nothing),
		cmocka_unit_test(stale_rows_are_dim),
		cmocka_unit_test(selection_follows_its_currency),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
