/* SPDX-License-Identifier: ISC */
#include "config.h"
#include "test.h"

#include "risk_fixture.h"

static struct fraction
ratio(const char *a, const char *b)
{
	struct decimal n = number(a), d = number(b);
	struct fraction result;

	assert_true(fraction_ratio(&result, &n, &d));
	return result;
}

/* The largest number there is. */
static struct fraction
huge(void)
{
	struct decimal n = largest();

	return fraction_from(&n);
}

TEST(test_a_quotient_has_a_denominator_above_zero)
{
	struct fraction f = ratio("1.5", "-0.25");

	assert_fraction(&f, "-6");
	assert_int_equal(decimal_sign(&f.d), 1);
	assert_int_equal(fraction_sign(&f), -1);
	f = ratio("-1.5", "-0.25");
	assert_fraction(&f, "6");
	f = ratio("0.00", "-7");
	assert_int_equal(fraction_sign(&f), 0);
	assert_false(f.n.negative);
}

TEST(test_nothing_is_divided_by_zero)
{
	struct decimal one = number("1"), zero = number("0.0");
	struct fraction a = fraction_from(&one), b = fraction_from(&zero), out = ratio("2", "3");

	assert_false(fraction_ratio(&out, &one, &zero));
	assert_false(fraction_divide(&out, &a, &b));
	assert_fraction(&out, "2/3");
}

TEST(test_thirds_and_sevenths_stay_exact)
{
	struct fraction a = ratio("1", "3"), b = ratio("-0.2", "0.7"), out;

	assert_true(fraction_add(&out, &a, &b));
	assert_fraction(&out, "1/21");
	assert_true(fraction_subtract(&out, &a, &b));
	assert_fraction(&out, "13/21");
	assert_true(fraction_multiply(&out, &a, &b));
	assert_fraction(&out, "-2/21");
	assert_true(fraction_divide(&out, &a, &b));
	assert_fraction(&out, "-7/6");
	assert_true(fraction_subtract(&out, &a, &a));
	assert_int_equal(fraction_sign(&out), 0);
}

TEST(test_the_result_may_be_an_operand)
{
	struct fraction a = ratio("1", "3"), b = ratio("2", "7");

	assert_true(fraction_add(&a, &a, &b));
	assert_fraction(&a, "13/21");
	assert_true(fraction_subtract(&b, &a, &b));
	assert_fraction(&b, "1/3");
	assert_true(fraction_multiply(&a, &a, &a));
	assert_fraction(&a, "169/441");
	assert_true(fraction_divide(&a, &b, &a));
	assert_fraction(&a, "441/507");
	assert_true(fraction_add(&a, &a, &a));
	assert_fraction(&a, "882/507");
}

TEST(test_comparison_is_exact_to_the_last_digit)
{
	struct fraction a = ratio("1", "3");
	struct fraction b =
	    ratio("0.333333333333333333333333333333333333333333333333333333333333333", "1");
	int order;

	assert_true(fraction_compare(&order, &a, &b));
	assert_true(order > 0);
	assert_true(fraction_compare(&order, &b, &a));
	assert_true(order < 0);
	b = ratio("-0.3", "-0.90");
	assert_true(fraction_compare(&order, &a, &b));
	assert_int_equal(order, 0);
	b = ratio("-1", "3");
	assert_true(fraction_compare(&order, &a, &b));
	assert_true(order > 0);
}

TEST(test_rounding_goes_where_it_is_told)
{
	struct fraction a = ratio("-2", "3");
	struct decimal out;

	assert_true(fraction_round(&out, &a, 2, DECIMAL_FLOOR));
	assert_decimal(&out, "-0.67");
	assert_true(fraction_round(&out, &a, 2, DECIMAL_CEILING));
	assert_decimal(&out, "-0.66");
	assert_true(fraction_round(&out, &a, 0, DECIMAL_HALF_EVEN));
	assert_decimal(&out, "-1");
	assert_false(fraction_round(&out, &a, 129, DECIMAL_FLOOR));
	assert_decimal(&out, "-1");
}

TEST(test_what_does_not_fit_is_refused_and_changes_nothing)
{
	struct fraction big = huge(), third = ratio("1", "3"), out = ratio("2", "7");
	int order = 5;

	assert_false(fraction_add(&out, &big, &big));
	assert_false(fraction_add(&out, &big, &third));
	assert_false(fraction_subtract(&out, &third, &big));
	assert_false(fraction_multiply(&out, &big, &big));
	assert_false(fraction_divide(&out, &big, &third));
	assert_fraction(&out, "2/7");
	assert_false(fraction_compare(&order, &big, &third));
	assert_int_equal(order, 5);
}

TEST(test_what_has_one_denominator_compares_at_any_size)
{
	struct decimal most = largest(), three = number("3");
	struct fraction a, b;
	int order;

	assert_true(fraction_ratio(&a, &most, &three));
	most.negative = true;
	assert_true(fraction_ratio(&b, &most, &three));
	assert_true(fraction_compare(&order, &a, &b));
	assert_true(order > 0);
	assert_true(fraction_compare(&order, &a, &a));
	assert_int_equal(order, 0);
}

TEST(test_equal_denominators_do_not_grow)
{
	struct fraction sum = fraction_of(0, 0), part = fraction_of(123456789, 8);
	int i;

	for (i = 0; i < 20000; i++)
		assert_true(fraction_add(&sum, &sum, &part));
	assert_fraction(&sum, "24691.3578");
	assert_true(sum.n.count <= 1 && sum.d.count == 1);
}
