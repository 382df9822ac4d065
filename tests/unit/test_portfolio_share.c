/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include "collateral_fixture.h"

static struct portfolio portfolio;
static char text[FIGURE_TEXT_SIZE];

static int
clear(void **state)
{
	portfolio_clear(&portfolio);
	return 0;
}

/* Builds the portfolio of NOW alone, by value. */
static void
build(const struct assets *now)
{
	struct portfolio_view view = view_by(COLUMN_VALUE);

	portfolio_build(&portfolio, now, NULL, &view);
}

static void
assert_sum(const struct portfolio_total *total, const char *expected)
{
	char sum[DECIMAL_TEXT_SIZE];

	decimal_text(sum, sizeof sum, &total->value);
	assert_string_equal(sum, expected);
}

static void
assert_total(const struct portfolio_total *total, int width, const char *expected)
{
	int used = portfolio_total_text(text, sizeof text, total, "", width);

	assert_string_equal(text, expected);
	assert_int_equal(used, strlen(expected));
}

static void
assert_share(const char *ccy, const char *expected)
{
	const struct asset *asset = assets_find(portfolio.assets, ccy);

	portfolio_share_text(text, sizeof text, &portfolio, &asset->value.value, 0);
	assert_string_equal(text, expected);
}

static void
test_an_unknown_amount_leaves_the_total_whole(void **state)
{
	struct assets *c = snapshot("A - 1;B x 2");

	build(c);
	assert_int_equal(portfolio.all.unknown, 0);
	assert_total(&portfolio.all, 0, "3.00");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_nothing_known_is_no_zero(void **state)
{
	struct assets *c = snapshot("A 1 -;B 1 x");

	build(c);
	assert_total(&portfolio.all, 0, "-");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_negative_values(void **state)
{
	struct assets *c = snapshot("A 1 150;B 1 -50;C 1 0");
	struct decimal share;

	build(c);
	assert_rows(&portfolio, "A C B");
	assert_sum(&portfolio.all, "100");
	assert_true(portfolio.all.negative);
	assert_share("A", "150.00%");
	assert_share("B", "-");
	assert_share("C", "0.00%");
	assert_int_equal(portfolio_share(&portfolio, &assets_find(c, "B")->value.value, 18, &share),
	    PORTFOLIO_SHARE_NONE);
	portfolio_clear(&portfolio);
	assets_drop(c);

	c = snapshot("A 1 50;B 1 -50");
	build(c);
	assert_share("A", "-");
	assert_total(&portfolio.all, 0, "0.00");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_a_negative_value_among_unknown_ones_ends_every_bound(void **state)
{
	struct assets *c = snapshot("A 1 150;B 1 -50;C 1 -");

	build(c);
	assert_total(&portfolio.all, 0, "100.00 +1 unknown");
	assert_share("A", "-");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_huge_and_tiny_numbers_are_added_exactly(void **state)
{
	struct assets *c = snapshot(
	    "A 1 9999999999999999999999999999999999999999999999999999999999999999e64;"
	    "B 1 1e-64;C 1 1");

	build(c);
	assert_rows(&portfolio, "A C B");
	assert_false(portfolio.all.unreadable);
	assert_sum(&portfolio.all,
	    "9999999999999999999999999999999999999999999999999999999999999999"
	    "0000000000000000000000000000000000000000000000000000000000000001."
	    "0000000000000000000000000000000000000000000000000000000000000001");
	assert_share("A", ">99.99%");
	assert_share("B", "<0.01%");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_a_sum_that_does_not_fit_says_so(void **state)
{
	struct portfolio_total total = { .rows = 2, .unreadable = true };

	assert_total(&total, 0, "?");
}

static void
test_shares_stay_off_nothing_and_all(void **state)
{
	struct assets *c = snapshot("A 1 999999;B 1 1;C 1 0");
	struct decimal share;

	build(c);
	assert_share("A", ">99.99%");
	assert_share("B", "<0.01%");
	assert_share("C", "0.00%");
	assert_int_equal(portfolio_share(&portfolio, &assets_find(c, "A")->value.value, 18, &share),
	    PORTFOLIO_SHARE_EXACT);
	decimal_text(text, sizeof text, &share);
	assert_string_equal(text, "0.999999000000000000");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_shares_round_half_even_but_bounds_upward(void **state)
{
	struct assets *c = snapshot("A 1 12345;B 1 12355;C 1 99975300");

	build(c);
	assert_share("A", "0.01%");
	portfolio_clear(&portfolio);
	assets_drop(c);
	c = snapshot("A 1 0.00125;B 1 0.00135;C 1 9.9974");
	build(c);
	assert_share("A", "0.01%");
	assert_share("B", "0.01%");
	portfolio_clear(&portfolio);
	assets_drop(c);
	c = snapshot("A 1 0.0125;B 1 0.0135;C 1 9.974");
	build(c);
	assert_share("A", "0.12%");
	assert_share("B", "0.14%");
	portfolio_clear(&portfolio);
	assets_drop(c);
	c = snapshot("A 1 1;B 1 2;C 1 -");
	build(c);
	assert_share("A", "<=33.34%");
	assert_share("B", "<=66.67%");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
test_no_shares_where_one_currency_was_asked_for(void **state)
{
	struct assets *c = assets_new(&fixture_origin, "/path", "BTC");

	assert_true(assets_add(c, "BTC", "1", false, "5", false));
	assets_seal(c);
	build(c);
	assert_share("BTC", "-");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static enum portfolio_change
change_of(const char *ccy, struct decimal *delta)
{
	long index = portfolio_index(&portfolio, ccy);

	assert_true(index >= 0);
	return portfolio_change(&portfolio, &portfolio.rows[index], delta);
}

static void
test_changes_since_the_last_refresh(void **state)
{
	struct assets *one = snapshot("A 1 10;B 2 20;C 3 -;D - 5;E 5.00 1;F x 1");
	struct assets *two = snapshot("A 1.0 12.5;B 2.1 20;C 3 4;D 4 5;E 5 0.25;F x 2;G 1 1");
	struct portfolio_view view = view_by(COLUMN_CCY);
	struct decimal delta;

	portfolio_build(&portfolio, two, one, &view);
	assert_int_equal(change_of("A", &delta), PORTFOLIO_CHANGE_VALUE);
	decimal_text(text, sizeof text, &delta);
	assert_string_equal(text, "2.5");
	assert_int_equal(change_of("B", &delta), PORTFOLIO_CHANGE_MOVED);
	assert_int_equal(change_of("C", &delta), PORTFOLIO_CHANGE_NONE);
	assert_int_equal(change_of("D", &delta), PORTFOLIO_CHANGE_NONE);
	assert_int_equal(change_of("E", &delta), PORTFOLIO_CHANGE_VALUE);
	decimal_text(text, sizeof text, &delta);
	assert_string_equal(text, "-0.75");
	assert_int_equal(change_of("F", &delta), PORTFOLIO_CHANGE_NONE);
	assert_int_equal(change_of("G", &delta), PORTFOLIO_CHANGE_NEW);
	portfolio_build(&portfolio, two, NULL, &view);
	assert_int_equal(change_of("G", &delta), PORTFOLIO_CHANGE_NONE);
	assert_int_equal(change_of("A", &delta), PORTFOLIO_CHANGE_NONE);
	portfolio_clear(&portfolio);
	assets_drop(one);
	assets_drop(two);
}

static void
test_figures_of_another_origin_are_no_predecessor(void **state)
{
	struct account_id demo = fixture_origin;
	struct assets *one, *two = snapshot("A 1 2");
	struct portfolio_view view = view_by(COLUMN_VALUE);
	struct decimal delta;

	demo.environment = ENVIRONMENT_DEMO;
	one = assets_new(&demo, "/path", "");
	assert_true(assets_add(one, "A", "1", false, "1", false));
	assets_seal(one);
	portfolio_build(&portfolio, two, one, &view);
	assert_null(portfolio.before);
	assert_int_equal(change_of("A", &delta), PORTFOLIO_CHANGE_NONE);
	portfolio_clear(&portfolio);
	assets_drop(one);
	assets_drop(two);
}

static void
test_a_partial_total_in_little_room(void **state)
{
	struct assets *c = snapshot("A 1 99999.999;B 1 -"),
		      *negative = snapshot("A 1 200000;"
					   "B 1 -;C 1 -1");
	char unknown[PORTFOLIO_UNKNOWN_SIZE];
	int width;

	build(c);
	/* A lower bound is not rounded up. */
	assert_total(&portfolio.all, 0, ">=99,999.99 +1 unknown");
	assert_total(&portfolio.all, 22, ">=99,999.99 +1 unknown");
	assert_total(&portfolio.all, 21, ">=99,999.99 +1?");
	assert_total(&portfolio.all, 15, ">=99,999.99 +1?");
	assert_total(&portfolio.all, 14, ">=99,999.99");
	assert_total(&portfolio.all, 10, ">=99,999.9");
	assert_total(&portfolio.all, 8, ">=99,999");
	assert_total(&portfolio.all, 7, ">=99.9k");
	assert_total(&portfolio.all, 4, ">=*");
	assert_total(&portfolio.all, 2, "?");
	portfolio_total_text(text, sizeof text, &portfolio.all, "$", 15);
	assert_string_equal(text, ">=$99,999.99");
	portfolio_total_parts(text, sizeof text, unknown, &portfolio.all);
	assert_string_equal(text, ">=99,999.99");
	assert_string_equal(unknown, " +1 unknown");
	build(negative);
	assert_total(&portfolio.all, 14, "199,999.00 +1?");
	assert_total(&portfolio.all, 12, "199,999 +1?");
	assert_total(&portfolio.all, 5, "* +1?");
	assert_total(&portfolio.all, 4, "?");
	for (width = 1; width < 40; width++) {
		int used = portfolio_total_text(text, sizeof text, &portfolio.all, "", width);

		assert_in_range(used, 1, width);
		assert_int_equal(used, strlen(text));
	}
	portfolio_clear(&portfolio);
	assets_drop(c);
	assets_drop(negative);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_unknown_amount_leaves_the_total_whole),
		cmocka_unit_test(test_nothing_known_is_no_zero),
		cmocka_unit_test(test_negative_values),
		cmocka_unit_test(test_a_negative_value_among_unknown_ones_ends_every_bound),
		cmocka_unit_test(test_huge_and_tiny_numbers_are_added_exactly),
		cmocka_unit_test(test_a_sum_that_does_not_fit_says_so),
		cmocka_unit_test(test_shares_stay_off_nothing_and_all),
		cmocka_unit_test(test_shares_round_half_even_but_bounds_upward),
		cmocka_unit_test(test_no_shares_where_one_currency_was_asked_for),
		cmocka_unit_test(test_changes_since_the_last_refresh),
		cmocka_unit_test(test_figures_of_another_origin_are_no_predecessor),
		cmocka_unit_test(test_a_partial_total_in_little_room),
	};

	portfolio_init(&portfolio);
	return cmocka_run_group_tests(tests, NULL, clear);
}
