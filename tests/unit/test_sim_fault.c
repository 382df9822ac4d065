/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "okx/errors.h"
#include "sim/fault.h"

static void
every_row_has_a_name_and_a_help(void **state)
{
	unsigned count = 0;

	(void)state;
	for (const struct fault *fault = fault_table; fault->name != NULL; fault++, count++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };
		bool code = strncmp(fault->name, "code-", 5) == 0;

		assert_true(fault->help != NULL && fault->help[0] != '\0');
		assert_int_equal(fault_add(&faults, fault->name, &cause), !code);
		for (const struct fault *other = fault + 1; other->name != NULL; other++)
			assert_string_not_equal(other->name, fault->name);
	}
	assert_int_equal(count, 16);
}

static void
every_code_is_a_fault(void **state)
{
	unsigned count = 0;

	(void)state;
	for (const struct okx_error *error = okx_errors; error->code != 0; error++, count++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };
		char text[32];

		snprintf(text, sizeof text, "code-%d:2", error->code);
		assert_true(fault_add(&faults, text, &cause));
		assert_ptr_equal(fault_current(&faults)->error, error);
		assert_int_equal(fault_current(&faults)->left, 2);
	}
	assert_true(count > 40);
}

static void
in_order_until_used_up(void **state)
{
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };
	static const char *const expected[] = { "hang", "hang", "code-50001", "empty-data", "empty-data", "empty-data" };

	(void)state;
	assert_null(fault_current(&faults));
	assert_true(fault_add(&faults, "hang:2", &cause));
	assert_true(fault_add(&faults, "code-50001:1", &cause));
	assert_true(fault_add(&faults, "empty-data", &cause));
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
		assert_string_equal(fault_current(&faults)->name, expected[i]);
		fault_spend(fault_current(&faults));
	}
}

static void
clock_is_no_order(void **state)
{
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };

	(void)state;
	assert_true(fault_add(&faults, "clock-skew", &cause));
	assert_true(faults.clock);
	assert_null(fault_current(&faults));
	assert_false(fault_add(&faults, "clock-skew:1", &cause));
	assert_non_null(strstr(cause.text, "no count"));
}

static void
wrong_names(void **state)
{
	static const char *const wrong[] = { "", ":", ":1", "han", "hangs", "HANG", "hang:", "hang:0", "hang:-1", "hang:x",
	    "hang:1000001", "hang:1:1", "code-", "code-0", "code-99999", "code-50001x", "code-NNNNN", "code",
	    "a-name-that-is-longer-than-any-that-there-could-be" };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };

		assert_false(fault_add(&faults, wrong[i], &cause));
		assert_true(cause.text[0] != '\0');
		assert_int_equal(faults.count, 0);
	}
}

static void
no_more_than_fit(void **state)
{
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };

	(void)state;
	for (int i = 0; i < FAULT_ORDERS; i++)
		assert_true(fault_add(&faults, "hang:1", &cause));
	assert_false(fault_add(&faults, "hang:1", &cause));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_has_a_name_and_a_help),
		cmocka_unit_test(every_code_is_a_fault),
		cmocka_unit_test(in_order_until_used_up),
		cmocka_unit_test(clock_is_no_order),
		cmocka_unit_test(wrong_names),
		cmocka_unit_test(no_more_than_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
