/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_DECIMAL_FIXTURE_H
#define COLLTOP_TESTS_DECIMAL_FIXTURE_H

/* What the tests of base/decimal share; cmocka.h comes before it. */

#include <string.h>

#include "base/decimal.h"

#define NINES_64 "9999999999999999999999999999999999999999999999999999999999999999"
#define ZEROS_64 "0000000000000000000000000000000000000000000000000000000000000000"

static inline struct decimal
number(const char *text)
{
	struct decimal result = decimal_zero;

	if (!decimal_parse(&result, text, strlen(text)))
		fail_msg("cannot read %s", text);
	return result;
}

static inline void
assert_decimal(const struct decimal *a, const char *expected)
{
	char text[DECIMAL_TEXT_SIZE];
	size_t length = decimal_text(text, sizeof text, a);

	assert_string_equal(text, expected);
	assert_int_equal(length, strlen(expected));
}

/* 10^EXPONENT for any that fits. */
static inline struct decimal
power_of_ten(int exponent)
{
	struct decimal result = number("1"), step;

	for (; exponent >= 64; exponent -= 64) {
		step = number("1e64");
		assert_true(decimal_multiply(&result, &result, &step));
	}
	for (; exponent > 0; exponent--) {
		step = number("10");
		assert_true(decimal_multiply(&result, &result, &step));
	}
	return result;
}

/* The largest magnitude, made without the functions under test. */
static inline struct decimal
largest(void)
{
	struct decimal result = decimal_zero;

	memset(result.limb, 0xFF, sizeof result.limb);
	result.count = DECIMAL_LIMBS;
	return result;
}

#endif
