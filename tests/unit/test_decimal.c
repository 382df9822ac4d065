/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <limits.h>
#include <signal.h>

#include "base/decimal.h"
#include "unit/decimal_fixture.h"

TEST(test_sign_and_compare)
{
	/* Ascending; those with the same rank are equal. */
	TABLE(cases, const char *text; int rank) = {
		{ "-1e64", 0 },
		{ "-100", 1 },
		{ "-1.01", 2 },
		{ "-1.00", 3 },
		{ "-1", 3 },
		{ "-1e-64", 4 },
		{ "0", 5 },
		{ "-0.000", 5 },
		{ "1e-64", 6 },
		{ "0.1", 7 },
		{ "0.10000000000000000000000000000000000000000000000000000000000001", 8 },
		{ "1", 9 },
		{ "1.0000000000000000000", 9 },
		{ "1.00000000000000000001", 10 },
		{ "10", 11 },
		{ "18446744073709551615", 12 },
		{ "18446744073709551616", 13 },
		{ "18446744073709551616.0", 13 },
		{ NINES_64 "e64", 14 },
	};
	const size_t count = sizeof cases / sizeof cases[0];
	struct decimal a, b;
	size_t i, j;
	int expected;

	for (i = 0; i < count; i++) {
		a = number(cases[i].text);
		assert_int_equal(decimal_sign(&a), (cases[i].rank > 5) - (cases[i].rank < 5));
		for (j = 0; j < count; j++) {
			b = number(cases[j].text);
			expected = (cases[i].rank > cases[j].rank) -
			    (cases[i].rank < cases[j].rank);
			if (decimal_compare(&a, &b) != expected)
				fail_msg("%s and %s", cases[i].text, cases[j].text);
		}
	}
	/* Aligned they would take 2048 bits. */
	a = largest();
	b = largest();
	b.scale = DECIMAL_MAX_SCALE;
	assert_int_equal(decimal_compare(&a, &b), 1);
	assert_int_equal(decimal_compare(&b, &a), -1);
}

TEST(test_add_subtract_multiply)
{
	TABLE(cases, const char *a, *b, *sum, *difference, *product) = {
		{ "1", "2", "3", "-1", "2" },
		{ "1.5", "2.25", "3.75", "-0.75", "3.375" },
		{ "-1.5", "2.25", "0.75", "-3.75", "-3.375" },
		{ "1.5", "-1.50", "0.00", "3.00", "-2.250" },
		{ "-1", "-1", "-2", "0", "1" },
		{ "0", "-2.5", "-2.5", "2.5", "0.0" },
		{ "-2.5", "0.00", "-2.50", "-2.50", "0.000" },
		{ "0", "0", "0", "0", "0" },
		{ "18446744073709551615", "1", "18446744073709551616", "18446744073709551614",
		    "18446744073709551615" },
		{ "18446744073709551616", "-1", "18446744073709551615", "18446744073709551617",
		    "-18446744073709551616" },
		{ "0.1", "0.2", "0.3", "-0.1", "0.02" },
		{ "340282366920938463463374607431768211455", "0.1",
		    "340282366920938463463374607431768211455.1",
		    "340282366920938463463374607431768211454.9",
		    "34028236692093846346337460743176821145.5" },
	};
	struct decimal a, b, out;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		a = number(cases[i].a);
		b = number(cases[i].b);
		assert_true(decimal_add(&out, &a, &b));
		assert_decimal(&out, cases[i].sum);
		assert_true(decimal_add(&out, &b, &a));
		assert_decimal(&out, cases[i].sum);
		assert_true(decimal_subtract(&out, &a, &b));
		assert_decimal(&out, cases[i].difference);
		assert_true(decimal_multiply(&out, &a, &b));
		assert_decimal(&out, cases[i].product);
		assert_true(decimal_multiply(&out, &b, &a));
		assert_decimal(&out, cases[i].product);

		out = a;
		assert_true(decimal_add(&out, &out, &b));
		assert_decimal(&out, cases[i].sum);
		out = b;
		assert_true(decimal_subtract(&out, &a, &out));
		assert_decimal(&out, cases[i].difference);
		out = b;
		assert_true(decimal_multiply(&out, &a, &out));
		assert_decimal(&out, cases[i].product);
	}
	a = number("-1.5");
	assert_true(decimal_subtract(&a, &a, &a));
	assert_decimal(&a, "0.0");
	assert_false(a.negative);
	a = number("-1.5");
	assert_true(decimal_multiply(&a, &a, &a));
	assert_decimal(&a, "2.25");
	assert_true(decimal_add(&a, &a, &a));
	assert_decimal(&a, "4.50");
}

TEST(test_round)
{
	static const struct {
		const char *text;
		int scale;
		const char *expected[5]; /* by enum decimal_rounding */
	} cases[] = {
		{ "2.5", 0, { "2", "2", "3", "2", "3" } },
		{ "3.5", 0, { "4", "3", "4", "3", "4" } },
		{ "-2.5", 0, { "-2", "-2", "-3", "-3", "-2" } },
		{ "-3.5", 0, { "-4", "-3", "-4", "-4", "-3" } },
		{ "2.4", 0, { "2", "2", "3", "2", "3" } },
		{ "-2.4", 0, { "-2", "-2", "-3", "-3", "-2" } },
		{ "2.6", 0, { "3", "2", "3", "2", "3" } },
		{ "-2.6", 0, { "-3", "-2", "-3", "-3", "-2" } },
		{ "2.0", 0, { "2", "2", "2", "2", "2" } },
		{ "-2.0", 0, { "-2", "-2", "-2", "-2", "-2" } },
		{ "0.5", 0, { "0", "0", "1", "0", "1" } },
		{ "-0.5", 0, { "0", "0", "-1", "-1", "0" } },
		{ "0.0001", 2, { "0.00", "0.00", "0.01", "0.00", "0.01" } },
		{ "-0.0001", 2, { "0.00", "0.00", "-0.01", "-0.01", "0.00" } },
		{ "0.000", 2, { "0.00", "0.00", "0.00", "0.00", "0.00" } },
		{ "1.005", 2, { "1.00", "1.00", "1.01", "1.00", "1.01" } },
		{ "1.015", 2, { "1.02", "1.01", "1.02", "1.01", "1.02" } },
		{ "1.00500000000000000000000000000001", 2,
		    { "1.01", "1.00", "1.01", "1.00", "1.01" } },
		{ "1.00499999999999999999999999999999", 2,
		    { "1.00", "1.00", "1.01", "1.00", "1.01" } },
		{ "99.995", 2, { "100.00", "99.99", "100.00", "99.99", "100.00" } },
		{ "18446744073709551615.5", 0,
		    { "18446744073709551616", "18446744073709551615", "18446744073709551616",
			"18446744073709551615", "18446744073709551616" } },
		{ "1.5", 4, { "1.5000", "1.5000", "1.5000", "1.5000", "1.5000" } },
		{ "-7", 2, { "-7.00", "-7.00", "-7.00", "-7.00", "-7.00" } },
	};
	struct decimal a, out;
	size_t i;
	int mode;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (mode = DECIMAL_HALF_EVEN; mode <= DECIMAL_CEILING; mode++) {
			a = number(cases[i].text);
			assert_true(
			    decimal_round(&out, &a, cases[i].scale, (enum decimal_rounding)mode));
			assert_decimal(&out, cases[i].expected[mode]);
			assert_true(
			    decimal_round(&a, &a, cases[i].scale, (enum decimal_rounding)mode));
			assert_decimal(&a, cases[i].expected[mode]);
			assert_false(a.negative && a.count == 0);
		}
}

TEST(test_divide)
{
	TABLE(cases, const char *a, *b; int scale; const char *expected[5]) = {
		{ "1", "3", 4, { "0.3333", "0.3333", "0.3334", "0.3333", "0.3334" } },
		{ "-1", "3", 4, { "-0.3333", "-0.3333", "-0.3334", "-0.3334", "-0.3333" } },
		{ "2", "-3", 4, { "-0.6667", "-0.6666", "-0.6667", "-0.6667", "-0.6666" } },
		{ "-2", "-3", 4, { "0.6667", "0.6666", "0.6667", "0.6666", "0.6667" } },
		{ "1", "8", 2, { "0.12", "0.12", "0.13", "0.12", "0.13" } },
		{ "3", "8", 2, { "0.38", "0.37", "0.38", "0.37", "0.38" } },
		{ "-1", "8", 2, { "-0.12", "-0.12", "-0.13", "-0.13", "-0.12" } },
		{ "6", "3", 0, { "2", "2", "2", "2", "2" } },
		{ "0", "-3", 2, { "0.00", "0.00", "0.00", "0.00", "0.00" } },
		{ "1", "1e64", 0, { "0", "0", "1", "0", "1" } },
		{ "1", "-1e64", 0, { "0", "0", "-1", "-1", "0" } },
		{ "1", "1e-64", 0,
		    { "1" ZEROS_64, "1" ZEROS_64, "1" ZEROS_64, "1" ZEROS_64, "1" ZEROS_64 } },
		{ "1.000000000000000000000", "4", 1, { "0.2", "0.2", "0.3", "0.2", "0.3" } },
		{ "158292.62", "164682.65", 18,
		    { "0.961197916113203182", "0.961197916113203181", "0.961197916113203182",
			"0.961197916113203181", "0.961197916113203182" } },
	};
	struct decimal a, b, out;
	size_t i;
	int mode;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (mode = DECIMAL_HALF_EVEN; mode <= DECIMAL_CEILING; mode++) {
			a = number(cases[i].a);
			b = number(cases[i].b);
			assert_true(decimal_divide(&out, &a, &b, cases[i].scale,
			    (enum decimal_rounding)mode));
			assert_decimal(&out, cases[i].expected[mode]);
			assert_true(decimal_divide(&b, &a, &b, cases[i].scale,
			    (enum decimal_rounding)mode));
			assert_decimal(&b, cases[i].expected[mode]);
		}
}

#define ASSERT_REFUSED(call) \
	do { \
		out = decimal_from(-4711, 3); \
		assert_false(call); \
		assert_decimal(&out, "-4.711"); \
	} while (0)

TEST(test_what_does_not_fit_is_refused)
{
	struct decimal out, most = largest(), least = largest(), same;
	struct decimal one = number("1"), tenth = number("0.1"), zero = number("0");
	struct decimal two = number("2"), half;

	least.negative = true;

	ASSERT_REFUSED(decimal_add(&out, &most, &one));
	ASSERT_REFUSED(decimal_subtract(&out, &least, &one));
	ASSERT_REFUSED(decimal_add(&out, &most, &tenth));
	ASSERT_REFUSED(decimal_multiply(&out, &most, &two));
	ASSERT_REFUSED(decimal_multiply(&out, &most, &most));
	ASSERT_REFUSED(decimal_divide(&out, &most, &tenth, 0, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_divide(&out, &most, &one, 1, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_round(&out, &most, 1, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_divide(&out, &one, &zero, 2, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_divide(&out, &zero, &zero, 2, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_divide(&out, &one, &two, -1, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_divide(&out, &one, &two, 129, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_round(&out, &one, -1, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_round(&out, &one, DECIMAL_MAX_SCALE + 1, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_round(&out, &zero, INT_MAX, DECIMAL_TRUNCATE));
	ASSERT_REFUSED(decimal_round(&out, &zero, INT_MIN, DECIMAL_TRUNCATE));

	/* The last that fit, next to the first that do not. */
	assert_true(decimal_add(&out, &most, &least));
	assert_decimal(&out, "0");
	assert_true(decimal_subtract(&out, &most, &one));
	assert_true(decimal_add(&out, &out, &one));
	assert_int_equal(decimal_compare(&out, &most), 0);
	assert_true(decimal_divide(&out, &most, &one, 0, DECIMAL_TRUNCATE));
	assert_int_equal(decimal_compare(&out, &most), 0);
	assert_true(decimal_round(&out, &one, DECIMAL_MAX_SCALE, DECIMAL_TRUNCATE));
	assert_int_equal(decimal_compare(&out, &one), 0);
	assert_int_equal(decimal_places(&out), 0);
	assert_int_equal(decimal_magnitude(&out), 0);

	/* A product may have 308 decimals, not 309, zero or not. */
	half = one;
	half.scale = 154;
	assert_true(decimal_multiply(&out, &half, &half));
	assert_int_equal(out.scale, DECIMAL_MAX_SCALE);
	same = out;
	ASSERT_REFUSED(decimal_multiply(&out, &same, &tenth));
	zero.scale = 1;
	ASSERT_REFUSED(decimal_multiply(&out, &same, &zero));

	/* A refusal over an operand leaves it whole. */
	assert_false(decimal_add(&most, &most, &one));
	same = largest();
	assert_int_equal(decimal_compare(&most, &same), 0);
}

/* The widest numbers on the way: 1024 bits at scale 0 over 1024 bits at scale 308. */
TEST(test_widest_division)
{
	struct decimal small = number("1"), big = power_of_ten(308), out;

	small.scale = DECIMAL_MAX_SCALE;
	assert_false(decimal_divide(&out, &big, &small, 128, DECIMAL_HALF_EVEN));
	assert_true(decimal_divide(&out, &small, &big, 128, DECIMAL_AWAY));
	assert_int_equal(decimal_magnitude(&out), -128);
	big.scale = DECIMAL_MAX_SCALE; /* 1 with 308 decimals */
	assert_true(decimal_divide(&out, &big, &big, 128, DECIMAL_HALF_EVEN));
	assert_int_equal(decimal_magnitude(&out), 0);
	assert_int_equal(decimal_places(&out), 0);
	small.scale = 0;
	big = largest();
	assert_true(decimal_divide(&out, &big, &big, 128, DECIMAL_HALF_EVEN));
	assert_int_equal(decimal_compare(&out, &small), 0);
}

static sigjmp_buf after_abort;

static void
leave(int signal)
{
	siglongjmp(after_abort, signal);
}

/* The scale that a caller gets wrong ends the program before any figure is wrong. */
TEST(test_a_scale_out_of_range_aborts)
{
	static const int wrong[] = { INT_MIN, -1, 19, INT_MAX };
	struct sigaction before, catch = { .sa_handler = leave };
	static size_t i;

	assert_int_equal(sigaction(SIGABRT, &catch, &before), 0);
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		if (sigsetjmp(after_abort, 1) != 0)
			continue;
		(void)decimal_from(1, wrong[i]);
		fail_msg("%d is taken", wrong[i]);
	}
	assert_int_equal(sigaction(SIGABRT, &before, NULL), 0);
}

TEST(test_parse_accepts)
{
	TABLE(cases, const char *text, *expected) = {
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

TEST(test_parse_refuses)
{
	static const char *const refused[] = { "", "-", ".", "-.", "1.", ".5", "-.5", "+1", " 1",
		"1 ", "--1", "1-", "1.2.3", "1e", "e", "e5", "1e-", "1e+", "1e65", "1e-65", "1e064",
		"1e99", "1e1.5", "1e 5", "1ee5", "1.e5", "1e5x", "1e--5", "0x1", "0x10", "1,000",
		"1_000", "1'000", "1/2", "NaN", "nan", "Infinity", "inf", "-inf", "abc", "1f", "1L",
		"1\n", "1\t",
		/* Full-width 1, Arabic 1, minus sign U+2212. */
		"\xEF\xBC\x91", "\xD9\xA1", "\xE2\x88\x92\x31",
		/* What stands around the digits. */
		"/", ":", "1:", "1/",
		/* Too many digits. */
		"1" NINES_64, "0" ZEROS_64, "0." ZEROS_64, "1.0" NINES_64 };
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
TEST(test_parse_length)
{
	const char text[4] = { '1', '.', '2', '5' };
	struct decimal a;

	assert_true(decimal_parse(&a, text, 4));
	assert_decimal(&a, "1.25");
	assert_true(decimal_parse(&a, text, 3));
	assert_decimal(&a, "1.2");
	assert_false(decimal_parse(&a, text, 2));
}

TEST(test_from)
{
	TABLE(cases, int64_t value; int scale; const char *expected) = { { 0, 0, "0" },
		{ 0, 2, "0.00" }, { 5, 0, "5" }, { -5, 3, "-0.005" },
		{ INT64_MAX, 18, "9.223372036854775807" },
		{ INT64_MIN, 0, "-9223372036854775808" } };
	struct decimal a;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		a = decimal_from(cases[i].value, cases[i].scale);
		assert_decimal(&a, cases[i].expected);
	}
	assert_decimal(&decimal_zero, "0");
}

TEST(test_magnitude_and_places)
{
	TABLE(cases, const char *text; int magnitude, places) = { { "0", 0, 0 }, { "0.000", 0, 0 },
		{ "1.5", 0, 1 }, { "100", 2, 0 }, { "99", 1, 0 }, { "-0.0042", -3, 4 },
		{ "1.2500", 0, 2 }, { "100.00", 2, 0 }, { "0.10", -1, 1 }, { "-999.999", 2, 3 },
		{ "1000", 3, 0 }, { "1e64", 64, 0 }, { "1e-64", -64, 64 }, { NINES_64, 63, 0 },
		{ "9999999999999999999", 18, 0 }, { "10000000000000000000", 19, 0 },
		{ "1.00000000000000000000", 0, 0 }, { "10000000000000000000.10", 19, 1 } };
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

TEST(test_grouped_text)
{
	TABLE(cases, const char *text, *grouped) = {
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

TEST(test_text_sizes)
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
