/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "decimal_fixture.h"
#include "model/figure.h"

static char text[FIGURE_TEXT_SIZE];

#define assert_text(call, expected) \
	do { \
		int used_ = (call); \
		assert_string_equal(text, expected); \
		assert_int_equal(used_, (int)strlen(expected)); \
	} while (0)

static int
money(const char *value, int width)
{
	struct decimal decimal = number(value);

	return figure_money(text, sizeof text, "", &decimal, width);
}

static int
money_signed(const char *value, int width)
{
	struct decimal decimal = number(value);

	return figure_money_signed(text, sizeof text, &decimal, width);
}

static int
amount(const char *value, int decimals, int width)
{
	struct decimal decimal = number(value);

	return figure_amount(text, sizeof text, &decimal, decimals, width);
}

static int
price(const char *value, int decimals, int width)
{
	struct decimal decimal = number(value);

	return figure_price(text, sizeof text, &decimal, decimals, width);
}

static int
percent(const char *fraction, bool nonzero, bool below_one, int width)
{
	struct decimal decimal = number(fraction);

	return figure_percent(text, sizeof text, &decimal, nonzero, below_one, width);
}

static int
percent_signed(const char *fraction, int width)
{
	struct decimal decimal = number(fraction);

	return figure_percent_signed(text, sizeof text, &decimal, DECIMAL_FLOOR, width);
}

static int
at_most(const char *fraction, int width)
{
	struct decimal decimal = number(fraction);

	return figure_percent_at_most(text, sizeof text, &decimal, width);
}

TEST(test_reading_tells_absent_from_unreadable)
{
	static const char *const bad[] = { "abc", "NaN", "--1", "+1", "1.", ".5", "0x10", "1,000",
		"1.2.3", " 1", "1 ", "\xEF\xBC\x91", "1e65", "-", "null", "1e" };
	struct figure figure;
	char digits[100];
	size_t i;

	assert_int_equal(figure_read(NULL).state, FIGURE_ABSENT);
	assert_int_equal(figure_read("").state, FIGURE_ABSENT);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(figure_read(bad[i]).state, FIGURE_UNREADABLE);
	memset(digits, '9', sizeof digits);
	digits[65] = '\0';
	assert_int_equal(figure_read(digits).state, FIGURE_UNREADABLE);
	digits[64] = '\0';
	assert_int_equal(figure_read(digits).state, FIGURE_KNOWN);
	figure = figure_read("-1.50");
	assert_int_equal(figure.state, FIGURE_KNOWN);
	assert_decimal(&figure.value, "-1.50");
	/* Zero is a number. */
	assert_int_equal(figure_read("0").state, FIGURE_KNOWN);
}

TEST(test_money_rounds_half_even)
{
	assert_text(money("158292.621793314105231", 0), "158,292.62");
	assert_text(money("0.125", 0), "0.12");
	assert_text(money("0.135", 0), "0.14");
	assert_text(money("0.12500000000000000001", 0), "0.13");
	assert_text(money("-0.125", 0), "-0.12");
	assert_text(money("999.995", 0), "1,000.00");
	assert_text(money("0", 0), "0.00");
	assert_text(money("1234567", 0), "1,234,567.00");
}

TEST(test_money_that_is_not_zero_never_looks_like_it)
{
	assert_text(money("0.0049", 0), "<0.01");
	assert_text(money("0.005", 0), "<0.01");
	assert_text(money("0.0051", 0), "0.01");
	assert_text(money("1e-64", 0), "<0.01");
	assert_text(money("-0.0049", 0), ">-0.01");
	assert_text(money("-0.0051", 0), "-0.01");
	assert_text(money("0.5", 3), "0.5");
	assert_text(money("0.05", 3), "<1");
	assert_text(money("0.5", 2), "<1");
	assert_text(money("0.5", 1), "*");
	assert_text(money("-0.5", 3), ">-1");
}

TEST(test_money_loses_decimals_then_becomes_short_then_a_star)
{
	static const char *const widths[] = { "*", "*", "*", "158k", "158k", "158.2k", "158,292",
		"158,292", "158,292.6", "158,292.62", "158,292.62" };
	int i;

	for (i = 0; i < (int)(sizeof widths / sizeof widths[0]); i++)
		assert_text(money("158292.6217", i + 1), widths[i]);
	/* Toward zero: never more than there is. */
	assert_text(money("999999.99", 8), "999,999");
	assert_text(money("999999.99", 6), "999.9k");
	assert_text(money("-999999.99", 7), "-999.9k");
	assert_text(money("99.99", 4), "99.9");
	assert_text(money("99.99", 3), "99");
	assert_text(money("99.99", 2), "99");
	assert_text(money("99.99", 1), "*");
	assert_text(money("1234567.89", 8), "1.234M");
	assert_text(money("1234567890.12", 6), "1.234B");
	assert_text(money("1234567890123.12", 4), "1.2T");
	assert_text(money("1234567890123456", 6), "1,234T");
	assert_text(money("1e64", 12), "*");
}

TEST(test_money_with_a_sign)
{
	assert_text(money_signed("12.3", 0), "+12.30");
	assert_text(money_signed("-0.45", 0), "-0.45");
	assert_text(money_signed("0", 0), "0.00");
	assert_text(money_signed("0.001", 0), "+<0.01");
	assert_text(money_signed("-0.001", 0), "-<0.01");
	assert_text(money_signed("-158292.62", 7), "-158.2k");
	assert_text(money_signed("158292.62", 7), "+158.2k");
	assert_text(money_signed("158292.62", 8), "+158,292");
	assert_text(money_signed("12.3", 1), "*");
}

TEST(test_amounts_are_truncated)
{
	assert_text(amount("1.7921483143067599", 8, 0), "1.79214831");
	assert_text(amount("1.99999999999", 8, 0), "1.99999999");
	assert_text(amount("-1.99999999999", 8, 0), "-1.99999999");
	assert_text(amount("1", 8, 0), "1.00000000");
	assert_text(amount("1234567.5", 2, 0), "1,234,567.50");
	assert_text(amount("2.9", 0, 0), "2");
	assert_text(amount("0", 8, 0), "0.00000000");
	assert_text(amount("1.79214831", 8, 6), "1.7921");
}

TEST(test_an_amount_that_is_not_zero_never_looks_like_it)
{
	assert_text(amount("0.000000009", 8, 0), "<0.00000001");
	assert_text(amount("-0.000000009", 8, 0), ">-0.00000001");
	assert_text(amount("0.000000009", 8, 10), "<0.0000001");
	assert_text(amount("0.9", 0, 0), "<1");
	assert_text(amount("0.000000009", 8, 1), "*");
}

TEST(test_prices)
{
	assert_text(price("88325.634999", 2, 0), "88,325.63");
	assert_text(price("1.006025", 5, 0), "1.00602");
	assert_text(price("0.00000000004", 10, 0), "<0.0000000001");
	assert_text(price("88325.639", 2, 8), "88,325.6");
	assert_text(price("88325.639", 2, 5), "88.3k");
}

TEST(test_six_significant_digits_within_two_and_ten_decimals)
{
	static const int decimals[] = { 5, 4, 3, 2, 2, 2 };
	int i;

	for (i = 0; i < 6; i++)
		assert_int_equal(figure_price_decimals(i), decimals[i]);
	assert_int_equal(figure_price_decimals(60), 2);
	assert_int_equal(figure_price_decimals(-1), 6);
	assert_int_equal(figure_price_decimals(-5), 10);
	assert_int_equal(figure_price_decimals(-6), 10);
	assert_int_equal(figure_price_decimals(-60), 10);
}

TEST(test_percentages_stay_off_nothing_and_all)
{
	assert_text(percent("0.9612", true, true, 0), "96.12%");
	assert_text(percent("0.0000", false, true, 0), "0.00%");
	assert_text(percent("0.0000", true, true, 0), "<0.01%");
	assert_text(percent("0.0001", true, true, 0), "0.01%");
	assert_text(percent("1.0000", true, true, 0), ">99.99%");
	assert_text(percent("1.0000", true, false, 0), "100.00%");
	assert_text(percent("0.9999", true, true, 0), "99.99%");
	assert_text(percent("12.3456", true, false, 0), "1,234.56%");
}

TEST(test_percentages_in_little_room)
{
	assert_text(percent("0.9699", true, true, 6), "96.99%");
	assert_text(percent("0.9699", true, true, 5), "96.9%");
	assert_text(percent("0.9699", true, true, 3), "96%");
	assert_text(percent("0.9699", true, true, 2), "*");
	assert_text(percent("0.0009", true, true, 5), "0.09%");
	assert_text(percent("0.0009", true, true, 4), "<1%");
	assert_text(percent("1.0000", true, true, 6), ">99.9%");
	assert_text(percent("1.0000", true, true, 4), ">99%");
	assert_text(percent("1.0000", true, false, 4), "100%");
}

TEST(test_a_signed_percentage_tells_the_direction)
{
	assert_text(percent_signed("0.0030", 0), "+0.30%");
	assert_text(percent_signed("-0.0120", 0), "-1.20%");
	assert_text(percent_signed("0.0000", 0), "0.00%");
	assert_text(percent_signed("12.3456", 0), "+1,234.56%");
	/* What has no room falls no less and rises no more. */
	assert_text(percent_signed("-0.0191", 5), "-2.0%");
	assert_text(percent_signed("-0.0111", 4), "-2%");
	assert_text(percent_signed("0.0199", 5), "+1.9%");
	assert_text(percent_signed("0.0199", 4), "+1%");
	assert_text(percent_signed("-0.0009", 5), "-0.1%");
	assert_text(percent_signed("-0.0009", 6), "-0.09%");
	assert_text(percent_signed("0.1999", 3), "*");
}

TEST(test_an_upper_bound_stays_one_with_fewer_decimals)
{
	assert_text(at_most("0.5000", 0), "<=50.00%");
	assert_text(at_most("0.3334", 0), "<=33.34%");
	assert_text(at_most("0.3334", 7), "<=33.4%");
	assert_text(at_most("0.3334", 6), "<=34%");
	assert_text(at_most("0.3334", 4), "*");
	assert_text(at_most("1.0000", 0), "<=100.00%");
	assert_text(at_most("1.0000", 6), "<=100%");
	assert_text(at_most("0.0000", 0), "<=0.00%");
}

TEST(test_words_are_whole_or_a_star)
{
	assert_text(figure_word(text, sizeof text, "moved", 0), "moved");
	assert_text(figure_word(text, sizeof text, "moved", 5), "moved");
	assert_text(figure_word(text, sizeof text, "moved", 4), "*");
	assert_text(figure_word(text, sizeof text, "-", 1), "-");
}

TEST(test_a_small_buffer_is_a_narrow_column)
{
	struct decimal value = number("158292.62");
	char small[7];

	assert_int_equal(figure_money(small, sizeof small, "", &value, 0), 6);
	assert_string_equal(small, "158.2k");
	assert_int_equal(figure_money(small, 2, "", &value, 0), 1);
	assert_string_equal(small, "*");
	assert_int_equal(figure_money(small, 1, "", &value, 0), 0);
	assert_string_equal(small, "");
	assert_int_equal(figure_money(small, 0, "", &value, 0), 0);
}

/* Whatever the width, the figure is whole: digits as in the exact one, or short, or a star. */
TEST(test_no_figure_is_wider_than_asked)
{
	static const char *const values[] = { "0", "1e-64", "-1e-64", "1e64", "-1e64", "0.5",
		"-0.5", "9999999.999", "-123456789.987654321", NINES_64 };
	size_t i;
	int width, used;

	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		for (width = 1; width < 100; width++) {
			used = money(values[i], width);
			assert_in_range(used, 1, width);
			assert_int_equal(used, strlen(text));
			used = money_signed(values[i], width);
			assert_in_range(used, 1, width);
			used = amount(values[i], 8, width);
			assert_in_range(used, 1, width);
			used = price(values[i], 10, width);
			assert_in_range(used, 1, width);
		}
	}
}
