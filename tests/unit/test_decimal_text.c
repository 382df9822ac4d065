/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "base/decimal.h"
#include "unit/decimal_fixture.h"

static void
test_parse_accepts(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "-0.00", "0.00" },
		{ "0e64", "0" },
		{ "7", "7" },
		{ "-7", "-7" },
		{ "007", "7" },
		{ "1.50", "1.50" },
		{ "0.05", "0.05" },
		{ "-0.05", "-0.05" },
		{ "63.97959597", "63.97959597" },
		{ "158292.62000000000000000001", "158292.62000000000000000001" },
		{ "9.7E-7", "0.00000097" },
		{ "9.7e+1", "97" },
		{ "9.7e1", "97" },
		{ "9.75e1", "97.5" },
		{ "1e2", "100" },
		{ "1e02", "100" },
		{ "1e0", "1" },
		{ "1e-0", "1" },
		{ "12.34e-2", "0.1234" },
		{ "9999999999999999999", "9999999999999999999" },
		{ "18446744073709551615", "18446744073709551615" },
		{ "18446744073709551616", "18446744073709551616" },
		{ "20000000000000000000", "20000000000000000000" },
		{ "1844674407370955161.6", "1844674407370955161.6" },
		{ "340282366920938463463374607431768211456",
		    "340282366920938463463374607431768211456" },
		{ NINES_64, NINES_64 },
		{ "-" NINES_64, "-" NINES_64 },
		{ ZEROS_64, "0" },
		{ NINES_64 "e64", NINES_64 ZEROS_64 },
		{ NINES_64 "e-64", "0." NINES_64 },
		{ "0.1e-64", "0." ZEROS_64 "1" },
	};
	struct decimal a;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		a = number(cases[i].text);
		assert_decimal(&a, cases[i].expected);
		assert_true(a.count == 0 || a.limb[a.count - 1] != 0);
	}
	a = number("-0");
	assert_false(a.negative);
}

static void
test_parse_refuses(void **state)
{
	static const char *const refused[] = {
		"",
		"-",
		".",
		"-.",
		"1.",
		".5",
		"-.5",
		"+1",
		" 1",
		"1 ",
		"--1",
		"1-",
		"1.2.3",
		"1e",
		"e",
		"e5",
		"1e-",
		"1e+",
		"1e65",
		"1e-65",
		"1e064",
		"1e99",
		"1e1.5",
		"1e 5",
		"1ee5",
		"1.e5",
		"1e5x",
		"1e--5",
		"0x1",
		"0x10",
		"1,000",
		"1_000",
		"1'000",
		"1/2",
		"NaN",
		"nan",
		"Infinity",
		"inf",
		"-inf",
		"abc",
		"1f",
		"1L",
		"1\n",
		"1\t",
		"\xEF\xBC\x91", /* full-width 1 */
		"\xD9\xA1",     /* Arabic 1 */
		"\xE2\x88\x92"
		"1", /* minus sign U+2212 */
		"/",
		":",
		"1:",
		"1/", /* around the digits */
		"1" NINES_64,
		"0" ZEROS_64,
		"0." ZEROS_64,
		"1.0" NINES_64,
	};
	const struct decimal before = decimal_from(-4711, 3);
	struct decimal a;
	size_t i;

	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		a = before;
		if (decimal_parse(&a, refused[i], strlen(refused[i])))
			fail_msg("reads \"%s\"", refused[i]);
		assert_decimal(&a, "-4.711");
	}
	assert_false(decimal_parse(&a,
	    "1\0"
	    "2",
	    3));
	assert_false(decimal_parse(&a, "\0", 1));
	assert_false(decimal_parse(&a, NULL, 0));
}

/* Exactly LENGTH bytes are read: the text needs no NUL. */
static void
test_parse_length(void **state)
{
	const char text[4] = { '1', '.', '2', '5' };
	struct decimal a;

	assert_true(decimal_parse(&a, text, 4));
	assert_decimal(&a, "1.25");
	assert_true(decimal_parse(&a, text, 3));
	assert_decimal(&a, "1.2");
	assert_false(decimal_parse(&a, text, 2));
}

static void
test_from(void **state)
{
	static const struct {
		int64_t value;
		int scale;
		const char *expected;
	} cases[] = {
		{ 0, 0, "0" },
		{ 0, 2, "0.00" },
		{ 5, 0, "5" },
		{ -5, 3, "-0.005" },
		{ INT64_MAX, 18, "9.223372036854775807" },
		{ INT64_MIN, 0, "-9223372036854775808" },
	};
	struct decimal a;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		a = decimal_from(cases[i].value, cases[i].scale);
		assert_decimal(&a, cases[i].expected);
	}
	assert_decimal(&decimal_zero, "0");
}

static void
test_magnitude_and_places(void **state)
{
	static const struct {
		const char *text;
		int magnitude, places;
	} cases[] = {
		{ "0", 0, 0 },
		{ "0.000", 0, 0 },
		{ "1.5", 0, 1 },
		{ "100", 2, 0 },
		{ "99", 1, 0 },
		{ "-0.0042", -3, 4 },
		{ "1.2500", 0, 2 },
		{ "100.00", 2, 0 },
		{ "0.10", -1, 1 },
		{ "-999.999", 2, 3 },
		{ "1000", 3, 0 },
		{ "1e64", 64, 0 },
		{ "1e-64", -64, 64 },
		{ NINES_64, 63, 0 },
		{ "9999999999999999999", 18, 0 },
		{ "10000000000000000000", 19, 0 },
		{ "1.00000000000000000000", 0, 0 },
		{ "10000000000000000000.10", 19, 1 },
	};
	struct decimal a;
	size_t i;
	int power;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		a = number(cases[i].text);
		assert_int_equal(decimal_magnitude(&a), cases[i].magnitude);
		assert_int_equal(decimal_places(&a), cases[i].places);
	}
	for (power = 0; power <= 308; power++) {
		a = power_of_ten(power);
		assert_int_equal(decimal_magnitude(&a), power);
	}
}

static void
test_grouped_text(void **state)
{
	static const struct {
		const char *text, *grouped;
	} cases[] = {
		{ "0", "0" },
		{ "0.00", "0.00" },
		{ "-0.5", "-0.5" },
		{ "12", "12" },
		{ "999", "999" },
		{ "-999.9", "-999.9" },
		{ "1000", "1,000" },
		{ "-1000.0001", "-1,000.0001" },
		{ "99999", "99,999" },
		{ "100000", "100,000" },
		{ "-1234567.50", "-1,234,567.50" },
		{ "164682.65", "164,682.65" },
		{ "12345678901234567890123.4567", "12,345,678,901,234,567,890,123.4567" },
	};
	char out[DECIMAL_TEXT_SIZE];
	struct decimal a;
	size_t i, length;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		a = number(cases[i].text);
		length = decimal_text_grouped(out, sizeof out, &a);
		assert_string_equal(out, cases[i].grouped);
		assert_int_equal(length, strlen(out));
	}
}

static void
test_text_sizes(void **state)
{
	struct decimal a = number("-1234.5"), most = largest();
	char out[DECIMAL_TEXT_SIZE];
	size_t size;
	int scale;

	for (size = 0; size <= 10; size++) {
		memset(out, '#', sizeof out);
		assert_int_equal(decimal_text(out, size, &a), size < 8 ? 0 : 7);
		assert_int_equal(out[size], '#');
		if (size > 0)
			assert_string_equal(out, size < 8 ? "" : "-1234.5");
		memset(out, '#', sizeof out);
		assert_int_equal(decimal_text_grouped(out, size, &a), size < 9 ? 0 : 8);
		assert_int_equal(out[size], '#');
	}
	most.negative = true;
	for (scale = 0; scale <= DECIMAL_MAX_SCALE; scale++) {
		most.scale = (int16_t)scale;
		assert_true(decimal_text_grouped(out, sizeof out, &most) > 0);
	}
	assert_memory_equal(out, "-1.797693134862315907729305190789024733617976978942306572734",
	    60);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_accepts),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_parse_length),
		cmocka_unit_test(test_from),
		cmocka_unit_test(test_magnitude_and_places),
		cmocka_unit_test(test_grouped_text),
		cmocka_unit_test(test_text_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
