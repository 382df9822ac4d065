/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "collateral_fixture.h"

#define THREE \
	"BTC 1.7921483143067599 158292.621793314105231;ETH 1.94007555 6325.67;" \
	"USDT 63.97959597 64.37"

static struct portfolio portfolio;
static char text[FIGURE_TEXT_SIZE];

static int
clear(void **state)
{
	portfolio_clear(&portfolio);
	return 0;
}

ALL_TESTS(NULL, clear)

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

/* A snapshot of COUNT rows whose values are a permutation of 1 to COUNT, SHIFT later ones. */
static struct assets *
many(size_t count, size_t shift)
{
	struct assets *c = open_snapshot();
	char name[24], value[24];
	size_t i;

	for (i = 0; i < count; i++) {
		snprintf(name, sizeof name, "C%05zu", i);
		snprintf(value, sizeof value, "%zu.5", i * 7919 % count + 1 + shift * (i % 3));
		assert_true(assets_add(c, name, "2", false, value, false));
	}
	assets_seal(c);
	return c;
}

/* By value from the largest, equal ones by name. */
static void
assert_in_order(void)
{
	size_t i;

	for (i = 1; i < portfolio.count; i++) {
		const struct asset *a = portfolio.rows[i - 1].asset, *b = portfolio.rows[i].asset;
		int order = decimal_compare(&a->value.value, &b->value.value);

		assert_true(order > 0 || (order == 0 && strcmp(a->ccy, b->ccy) < 0));
	}
}

TEST(test_no_snapshot)
{
	build(NULL);
	assert_int_equal(portfolio.count, 0);
	assert_null(portfolio.assets);
	assert_int_equal(portfolio.all.rows, 0);
	assert_int_equal(portfolio_index(&portfolio, "BTC"), -1);
}

TEST(test_0_rows)
{
	struct assets *c = snapshot("");
	struct decimal share, one = decimal_from(1, 0);

	build(c);
	assert_int_equal(portfolio.count, 0);
	assert_int_equal(portfolio.all.rows, 0);
	assert_int_equal(portfolio_share(&portfolio, &one, 4, &share), PORTFOLIO_SHARE_NONE);
	assert_total(&portfolio.all, 0, "-");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_1_row)
{
	struct assets *c = snapshot("BTC 1 2.5");

	build(c);
	assert_rows(&portfolio, "BTC");
	assert_sum(&portfolio.all, "2.5");
	assert_share("BTC", "100.00%");
	assert_int_equal(portfolio_index(&portfolio, "BTC"), 0);
	assert_int_equal(portfolio_index(&portfolio, "B"), -1);
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_the_three_of_the_documentation)
{
	struct assets *c = snapshot(THREE);

	build(c);
	assert_rows(&portfolio, "BTC ETH USDT");
	assert_sum(&portfolio.all, "164682.661793314105231");
	assert_total(&portfolio.all, 0, "164,682.66");
	assert_share("BTC", "96.12%");
	assert_share("ETH", "3.84%");
	assert_share("USDT", "0.04%");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

static void
check_many(size_t count)
{
	struct assets *now = many(count, 0), *later = many(count, 1);
	struct portfolio_view view = view_by(COLUMN_VALUE);
	char sum[40];

	build(now);
	assert_int_equal(portfolio.count, count);
	assert_in_order();
	snprintf(sum, sizeof sum, "%zu.%zu", count * (count + 1) / 2 + count / 2, count % 2 * 5);
	assert_sum(&portfolio.all, sum);
	/* The next one, from the order there is; many values are equal there. */
	portfolio_build(&portfolio, later, now, &view);
	assert_int_equal(portfolio.count, count);
	assert_in_order();
	view = view_by(COLUMN_CCY);
	portfolio_build(&portfolio, later, now, &view);
	assert_string_equal(portfolio.rows[0].asset->ccy, "C00000");
	assert_ptr_equal(portfolio.rows[count - 1].asset, &later->items[count - 1]);
	portfolio_clear(&portfolio);
	assets_drop(now);
	assets_drop(later);
}

TEST(test_400_rows)
{
	check_many(400);
}

TEST(test_20000_rows)
{
	check_many(20000);
}

TEST(test_equal_values_stand_by_name_in_both_directions)
{
	struct assets *c = snapshot("D 1 5;B 1 5.0;A 1 4;C 1 5.00;E 1 6");
	struct portfolio_view view = view_by(COLUMN_VALUE);

	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "E B C D A");
	view.order.descending = false;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "A B C D E");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_absent_and_unreadable_values_are_counted_and_come_last)
{
	struct assets *c = snapshot("A 1 -;B 1 50000;C 1 x;D 1 50000;E 1 !");
	struct portfolio_view view = view_by(COLUMN_VALUE);

	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "B D A C E");
	assert_int_equal(portfolio.all.rows, 5);
	assert_int_equal(portfolio.all.unknown, 3);
	assert_sum(&portfolio.all, "100000");
	assert_total(&portfolio.all, 0, ">=100,000.00 +3 unknown");
	assert_share("B", "<=50.00%");
	view.order.descending = false;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "B D A C E");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_a_filter_leaves_total_and_shares_alone)
{
	struct assets *c = snapshot(THREE);
	struct portfolio_view view = view_by(COLUMN_VALUE);
	struct filter filter;

	filter_set(&filter, "usdt|eth");
	view.filter = &filter;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "ETH USDT");
	assert_int_equal(portfolio.all.rows, 3);
	assert_int_equal(portfolio.shown.rows, 2);
	assert_sum(&portfolio.all, "164682.661793314105231");
	assert_sum(&portfolio.shown, "6390.04");
	assert_share("ETH", "3.84%");
	filter_set(&filter, "|");
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "BTC ETH USDT");
	assert_int_equal(portfolio.shown.rows, 3);
	assert_sum(&portfolio.shown, "164682.661793314105231");
	filter_set(&filter, "none");
	portfolio_build(&portfolio, c, NULL, &view);
	assert_int_equal(portfolio.count, 0);
	assert_int_equal(portfolio.shown.rows, 0);
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_small_rows_are_folded_but_counted)
{
	struct assets *c = snapshot("A 1 5;B 1 0.99;C 1 1;D 1 0;E 1 -0.5;F 1 -;G 1 x;H 1 0.01");
	struct portfolio_view view = view_by(COLUMN_VALUE);
	struct filter filter;

	view.fold = true;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "A C E F G");
	assert_int_equal(portfolio.folded.rows, 3);
	assert_sum(&portfolio.folded, "1.00");
	assert_int_equal(portfolio.shown.rows, 8);
	assert_sum(&portfolio.all, "6.50");
	filter_set(&filter, "b|c");
	view.filter = &filter;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "C");
	assert_int_equal(portfolio.shown.rows, 2);
	assert_sum(&portfolio.shown, "1.99");
	assert_int_equal(portfolio.folded.rows, 1);
	assert_sum(&portfolio.folded, "0.99");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_the_order_is_held)
{
	struct assets *one = snapshot("A 1 1;B 1 2;C 1 3;D 1 4");
	struct assets *two = snapshot("A 1 9;B 1 8;D 1 1;E 1 5;F 1 7");
	struct portfolio_view view = view_by(COLUMN_VALUE);

	build(one);
	assert_rows(&portfolio, "D C B A");
	view.hold = true;
	portfolio_build(&portfolio, two, one, &view);
	assert_rows(&portfolio, "D B A F E");
	/* Once more, from itself. */
	portfolio_build(&portfolio, two, one, &view);
	assert_rows(&portfolio, "D B A F E");
	view.hold = false;
	portfolio_build(&portfolio, two, one, &view);
	assert_rows(&portfolio, "A B F E D");
	portfolio_clear(&portfolio);
	assets_drop(one);
	assets_drop(two);
}

TEST(test_what_a_held_filter_lets_in_comes_last)
{
	struct assets *c = snapshot("AX 1 1;B 1 2;CX 1 3;D 1 4");
	struct portfolio_view view = view_by(COLUMN_VALUE);
	struct filter filter;

	filter_set(&filter, "x");
	view.filter = &filter;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "CX AX");
	view.filter = NULL;
	view.hold = true;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "CX AX D B");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_holding_from_nothing_sorts)
{
	struct assets *c = snapshot("A 1 1;B 1 2");
	struct portfolio_view view = view_by(COLUMN_VALUE);

	view.hold = true;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "B A");
	/* Nothing in between: the order is forgotten. */
	portfolio_build(&portfolio, NULL, NULL, &view);
	view.order.descending = false;
	portfolio_build(&portfolio, c, NULL, &view);
	assert_rows(&portfolio, "A B");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_memory_is_kept_between_builds)
{
	struct assets *big = many(1000, 0), *small = snapshot(THREE);
	const struct portfolio_row *rows;
	int i;

	build(big);
	build(big);
	rows = portfolio.rows;
	for (i = 0; i < 10; i++) {
		build(i % 2 == 0 ? small : big);
		assert_ptr_equal(portfolio.rows, rows);
	}
	portfolio_clear(&portfolio);
	assets_drop(big);
	assets_drop(small);
}

TEST(test_an_unknown_amount_leaves_the_total_whole)
{
	struct assets *c = snapshot("A - 1;B x 2");

	build(c);
	assert_int_equal(portfolio.all.unknown, 0);
	assert_total(&portfolio.all, 0, "3.00");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_nothing_known_is_no_zero)
{
	struct assets *c = snapshot("A 1 -;B 1 x");

	build(c);
	assert_total(&portfolio.all, 0, "-");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_negative_values)
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

TEST(test_a_negative_value_among_unknown_ones_ends_every_bound)
{
	struct assets *c = snapshot("A 1 150;B 1 -50;C 1 -");

	build(c);
	assert_total(&portfolio.all, 0, "100.00 +1 unknown");
	assert_share("A", "-");
	portfolio_clear(&portfolio);
	assets_drop(c);
}

TEST(test_huge_and_tiny_numbers_are_added_exactly)
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

TEST(test_a_sum_that_does_not_fit_says_so)
{
	struct portfolio_total total = { .rows = 2, .unreadable = true };

	assert_total(&total, 0, "?");
}

TEST(test_shares_stay_off_nothing_and_all)
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

TEST(test_shares_round_half_even_but_bounds_upward)
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

TEST(test_no_shares_where_one_currency_was_asked_for)
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

TEST(test_changes_since_the_last_refresh)
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

TEST(test_figures_of_another_origin_are_no_predecessor)
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

TEST(test_a_partial_total_in_little_room)
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
	portfolio_init(&portfolio);
	return test_main();
}
