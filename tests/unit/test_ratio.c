/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "risk_fixture.h"

static struct ratio
ratio(const char *a, const char *b)
{
	struct decimal n = number(a), d = number(b);
	struct ratio result = ratio_from(&n), divisor = ratio_from(&d);

	assert_true(ratio_divide(&result, &result, &divisor));
	return result;
}

/* The largest number there is. */
static struct ratio
huge(void)
{
	struct decimal n = largest();

	return ratio_from(&n);
}

TEST(test_a_quotient_has_a_denominator_above_zero)
{
	struct ratio f = ratio("1.5", "-0.25");

	assert_fraction(&f, "-6");
	assert_int_equal(decimal_sign(&f.d), 1);
	assert_int_equal(ratio_sign(&f), -1);
	f = ratio("-1.5", "-0.25");
	assert_fraction(&f, "6");
	f = ratio("0.00", "-7");
	assert_int_equal(ratio_sign(&f), 0);
	assert_false(f.n.negative);
}

TEST(test_nothing_is_divided_by_zero)
{
	struct decimal one = number("1"), zero = number("0.0");
	struct ratio a = ratio_from(&one), b = ratio_from(&zero), out = ratio("2", "3");

	assert_false(ratio_divide(&out, &a, &b));
	assert_false(out.known);
}

TEST(test_thirds_and_sevenths_stay_exact)
{
	struct ratio a = ratio("1", "3"), b = ratio("-0.2", "0.7"), out;

	assert_true(ratio_add(&out, &a, &b));
	assert_fraction(&out, "1/21");
	assert_true(ratio_subtract(&out, &a, &b));
	assert_fraction(&out, "13/21");
	assert_true(ratio_multiply(&out, &a, &b));
	assert_fraction(&out, "-2/21");
	assert_true(ratio_divide(&out, &a, &b));
	assert_fraction(&out, "-7/6");
	assert_true(ratio_subtract(&out, &a, &a));
	assert_int_equal(ratio_sign(&out), 0);
}

TEST(test_the_result_may_be_an_operand)
{
	struct ratio a = ratio("1", "3"), b = ratio("2", "7");

	assert_true(ratio_add(&a, &a, &b));
	assert_fraction(&a, "13/21");
	assert_true(ratio_subtract(&b, &a, &b));
	assert_fraction(&b, "1/3");
	assert_true(ratio_multiply(&a, &a, &a));
	assert_fraction(&a, "169/441");
	assert_true(ratio_divide(&a, &b, &a));
	assert_fraction(&a, "441/507");
	assert_true(ratio_add(&a, &a, &a));
	assert_fraction(&a, "882/507");
}

TEST(test_comparison_is_exact_to_the_last_digit)
{
	struct ratio a = ratio("1", "3");
	struct ratio b = ratio("0.333333333333333333333333333333333333333333333333333333333333333",
	    "1");
	int order;

	assert_true(ratio_compare(&order, &a, &b));
	assert_true(order > 0);
	assert_true(ratio_compare(&order, &b, &a));
	assert_true(order < 0);
	b = ratio("-0.3", "-0.90");
	assert_true(ratio_compare(&order, &a, &b));
	assert_int_equal(order, 0);
	b = ratio("-1", "3");
	assert_true(ratio_compare(&order, &a, &b));
	assert_true(order > 0);
}

TEST(test_rounding_goes_where_it_is_told)
{
	struct ratio a = ratio("-2", "3");
	struct decimal out;

	assert_true(ratio_round(&out, &a, 2, DECIMAL_FLOOR));
	assert_decimal(&out, "-0.67");
	assert_true(ratio_round(&out, &a, 2, DECIMAL_CEILING));
	assert_decimal(&out, "-0.66");
	assert_true(ratio_round(&out, &a, 0, DECIMAL_HALF_EVEN));
	assert_decimal(&out, "-1");
	assert_false(ratio_round(&out, &a, 129, DECIMAL_FLOOR));
	assert_decimal(&out, "-1");
}

TEST(test_what_does_not_fit_is_not_known)
{
	const struct ratio big = huge(), third = ratio("1", "3");
	const struct {
		bool (*operation)(struct ratio *, const struct ratio *, const struct ratio *);
		const struct ratio *a, *b;
	} cases[] = {
		{ ratio_add, &big, &big },
		{ ratio_add, &big, &third },
		{ ratio_subtract, &third, &big },
		{ ratio_multiply, &big, &big },
		{ ratio_divide, &big, &third },
	};
	int order = 5;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ratio out = ratio("2", "7");

		assert_false(cases[i].operation(&out, cases[i].a, cases[i].b));
		assert_false(out.known);
	}
	assert_false(ratio_compare(&order, &big, &third));
	assert_int_equal(order, 5);
}

TEST(test_what_is_not_known_makes_all_unknown)
{
	bool (*const operations[])(struct ratio *, const struct ratio *, const struct ratio *) = {
		ratio_add,
		ratio_subtract,
		ratio_multiply,
		ratio_divide,
	};
	const struct figure wrong = figure_read("x");
	const struct ratio one = ratio_of(1, 0), unknown = ratio_sent(&wrong);
	struct decimal rounded;
	int order;

	assert_false(unknown.known);
	assert_true(unknown.unreadable);
	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
		struct ratio out = one;

		assert_false(operations[i](&out, &out, &unknown));
		assert_false(out.known || out.unreadable);
		assert_false(operations[i](&out, &unknown, &one));
		assert_false(out.known);
	}
	assert_false(ratio_compare(&order, &one, &unknown));
	assert_false(ratio_compare(&order, &unknown, &one));
	assert_false(ratio_round(&rounded, &unknown, 2, DECIMAL_FLOOR));
}

TEST(test_what_has_one_denominator_compares_at_any_size)
{
	struct ratio most = huge(), three = ratio_of(3, 0), a, b;
	int order;

	assert_true(ratio_divide(&a, &most, &three));
	most.n.negative = true;
	assert_true(ratio_divide(&b, &most, &three));
	assert_true(ratio_compare(&order, &a, &b));
	assert_true(order > 0);
	assert_true(ratio_compare(&order, &a, &a));
	assert_int_equal(order, 0);
}

TEST(test_equal_denominators_do_not_grow)
{
	struct ratio sum = ratio_of(0, 0), part = ratio_of(123456789, 8);
	int i;

	for (i = 0; i < 20000; i++)
		assert_true(ratio_add(&sum, &sum, &part));
	assert_fraction(&sum, "24691.3578");
	assert_true(sum.n.count <= 1 && sum.d.count == 1);
}
