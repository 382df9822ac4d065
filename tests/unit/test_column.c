/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/cause.h"
#include "column_fixture.h"

#define LARGEST "9999999999999999999999999999999999999999999999999999999999999999"

static struct assets *now, *before;

static int
clear(void **state)
{
	portfolio_clear(&portfolio);
	assets_drop(now);
	assets_drop(before);
	now = before = NULL;
	return 0;
}

ALL_TESTS(NULL, clear)

/* The portfolio of ROWS, ordered by COLUMN. */
static void
build(const char *rows, enum column_id column)
{
	struct portfolio_view view = view_by(column);

	clear(NULL);
	now = snapshot(rows);
	portfolio_build(&portfolio, now, NULL, &view);
}

static void
assert_cell(enum column_id column, size_t row, const struct column_layout *layout,
    const char *expected)
{
	char text[FIGURE_TEXT_SIZE];

	columns[column].text(text, sizeof text, &portfolio, &portfolio.rows[row], layout);
	assert_string_equal(text, expected);
}

/* The column that NAME sorts by, or -1. */
static int
sorted_by(const char *name)
{
	struct cause cause;
	enum column_id id;
	bool descending;

	return column_sort_parse(name, &id, &descending, &cause) ? (int)id : -1;
}

TEST(test_the_table_is_complete)
{
	size_t i, j;

	for (i = 0; i < COLUMNS_COUNT; i++) {
		const struct column *column = &columns[i];

		assert_non_null(column->name);
		assert_true(
		    column->in[COLUMN_LIST].title != NULL || column->in[COLUMN_LOAN].title != NULL);
		assert_non_null(column->text);
		assert_int_equal(column->sortable,
		    column->order.figure != NULL || column->order.compare != NULL);
		assert_true(column->sortable || column->sort_step == 0);
		assert_true(!column->sortable || sorted_by(column->name) == (int)i);
		for (int in = 0; in < COLUMN_TABLES; in++) {
			const struct column_place *place = &column->in[in];

			assert_int_equal(place->title == NULL, place->help == NULL);
			assert_true(place->title != NULL || place->leave == 0);
			for (j = 0; j < i; j++)
				assert_true(
				    place->leave == 0 || place->leave != columns[j].in[in].leave);
		}
		for (j = 0; j < i; j++) {
			assert_string_not_equal(column->name, columns[j].name);
			/* Two tables may have counterparts at one step. */
			for (int in = 0; in < COLUMN_TABLES; in++)
				assert_true(column->sort_step == 0 ||
				    column->sort_step != columns[j].sort_step ||
				    column->in[in].title == NULL ||
				    columns[j].in[in].title == NULL);
		}
	}
	for (int in = 0; in < COLUMN_TABLES; in++) {
		assert_int_equal(columns[COLUMN_CCY].in[in].leave, 0);
		assert_int_equal(columns[COLUMN_VALUE].in[in].leave, 0);
	}
	assert_false(columns[COLUMN_SHARE].secret);
	assert_false(columns[COLUMN_CCY].secret);
	assert_int_equal(columns[COLUMN_CHANGE].from, 100);
}

TEST(test_names_and_aliases_without_case)
{
	assert_int_equal(sorted_by("value"), COLUMN_VALUE);
	assert_int_equal(sorted_by("VALUE"), COLUMN_VALUE);
	assert_int_equal(sorted_by("notionalUsd"), COLUMN_VALUE);
	assert_int_equal(sorted_by("notionalusd"), COLUMN_VALUE);
	assert_int_equal(sorted_by("amt"), COLUMN_AMOUNT);
	assert_int_equal(sorted_by("amount"), COLUMN_AMOUNT);
	assert_int_equal(sorted_by("funding"), COLUMN_FUNDING);
	assert_int_equal(sorted_by("Unpledged"), COLUMN_FUNDING);
	assert_int_equal(sorted_by("val"), -1);
	assert_int_equal(sorted_by("values"), -1);
	assert_int_equal(sorted_by(""), -1);
}

TEST(test_sort_orders_are_read)
{
	struct cause cause = { "" };
	enum column_id id = COLUMN_CHANGE;
	bool descending = false;

	assert_true(column_sort_parse("value", &id, &descending, &cause));
	assert_int_equal(id, COLUMN_VALUE);
	assert_true(descending);
	assert_true(column_sort_parse("ccy", &id, &descending, &cause));
	assert_int_equal(id, COLUMN_CCY);
	assert_false(descending);
	assert_true(column_sort_parse("AMT:asc", &id, &descending, &cause));
	assert_int_equal(id, COLUMN_AMOUNT);
	assert_false(descending);
	assert_true(column_sort_parse("ccy:DESC", &id, &descending, &cause));
	assert_true(descending);
	assert_true(column_sort_parse("share", &id, &descending, &cause));
	assert_int_equal(id, COLUMN_SHARE);
	assert_string_equal(cause.text, "");
}

TEST(test_sort_orders_are_refused_with_the_ones_there_are)
{
	static const char *const bad[] = { "", "val", "change", ":asc", "value2:asc",
		"averyveryveryverylongnamethatisnocolumn" };
	enum column_id id = COLUMN_CCY;
	bool descending = false;
	struct cause cause;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		cause.text[0] = '\0';
		assert_false(column_sort_parse(bad[i], &id, &descending, &cause));
		assert_non_null(strstr(cause.text,
		    "ccy, pledged, funding, amount, price, value, share, change24h"));
	}
	assert_false(column_sort_parse("value:up", &id, &descending, &cause));
	assert_string_equal(cause.text,
	    "\"up\" is not a direction to sort in: use value:asc or value:desc");
	assert_false(column_sort_parse("value:", &id, &descending, &cause));
	assert_false(column_sort_parse("value:asc:desc", &id, &descending, &cause));
	assert_false(column_sort_parse("nothing", &id, &descending, NULL));
	assert_int_equal(id, COLUMN_CCY);
}

TEST(test_the_common_orders_follow_each_other)
{
	assert_int_equal(column_sort_next(NULL, COLUMN_VALUE), COLUMN_CCY);
	assert_int_equal(column_sort_next(NULL, COLUMN_CCY), COLUMN_AMOUNT);
	assert_int_equal(column_sort_next(NULL, COLUMN_AMOUNT), COLUMN_PRICE);
	assert_int_equal(column_sort_next(NULL, COLUMN_PRICE), COLUMN_VALUE);
	assert_int_equal(column_sort_next(NULL, COLUMN_SHARE), COLUMN_VALUE);
}

TEST(test_the_three_of_the_documentation)
{
	build("BTC 1.7921483143067599 158292.621793314105231;ETH 1.94007555 6325.67;"
	      "USDT 63.97959597 64.36475",
	    COLUMN_VALUE);
	assert_cells(COLUMN_CCY, 0, "BTC|ETH|USDT");
	assert_cells(COLUMN_AMOUNT, 0, "1.79214831|1.94007555|63.97959597");
	assert_cells(COLUMN_PRICE, 0, "88,325.63   |3,260.53   |1.00602");
	assert_cells(COLUMN_VALUE, 0, "158,292.62|6,325.67|64.36");
	assert_cells(COLUMN_SHARE, 0, "96.12%|3.84%|0.04%");
	assert_cells(COLUMN_CHANGE, 0, "-|-|-");
}

TEST(test_absent_is_a_dash_and_unreadable_a_question_mark)
{
	build("A 1 -;B 1 x;C - 1;D x 1;E 0 1;F - x", COLUMN_CCY);
	assert_cells(COLUMN_AMOUNT, 0, "1|1|-|?|0|-");
	assert_cells(COLUMN_PRICE, 0, "-|?|-|?|-|?");
	assert_cells(COLUMN_VALUE, 0, "-|?|1.00|1.00|1.00|?");
	assert_cells(COLUMN_SHARE, 0, "-|?|<=33.34%|<=33.34%|<=33.34%|?");
	assert_cells(COLUMN_VALUE, 1, "-|?|1|1|1|?");
}

TEST(test_amounts_share_the_decimals_that_the_longest_needs)
{
	build("A 1 1;B 2.50 1;C 1000000 1", COLUMN_CCY);
	assert_cells(COLUMN_AMOUNT, 0, "1.0|2.5|1,000,000.0");
	build("A 1 1;B 2.123456789 1", COLUMN_CCY);
	assert_cells(COLUMN_AMOUNT, 0, "1.00000000|2.12345678");
	build("A 1 1;B 20 1", COLUMN_CCY);
	assert_cells(COLUMN_AMOUNT, 0, "1|20");
}

TEST(test_amounts_give_up_decimals_together)
{
	build("A 1.12345678 1;B 123456.5 1;C -0.999999 1", COLUMN_CCY);
	assert_cells(COLUMN_AMOUNT, 16, "1.12345678|123,456.50000000|-0.99999900");
	assert_cells(COLUMN_AMOUNT, 12, "1.1234|123,456.5000|-0.9999");
	assert_cells(COLUMN_AMOUNT, 9, "1.1|123,456.5|-0.9");
	assert_cells(COLUMN_AMOUNT, 8, "1|123,456|>-1");
	/* A number without room of its own takes none from the others. */
	assert_cells(COLUMN_AMOUNT, 6, "1.123|123.4k|-0.999");
	assert_cells(COLUMN_AMOUNT, 3, "1|*|>-1");
}

TEST(test_an_amount_below_the_last_decimal_is_no_zero)
{
	build("A 0.000000001 1;B 0 1;C 1.5 1", COLUMN_CCY);
	assert_cells(COLUMN_AMOUNT, 0, "<0.00000001|0.00000000|1.50000000");
	assert_cells(COLUMN_AMOUNT, 10, "<0.0000001|0.00000000|1.50000000");
	assert_cells(COLUMN_AMOUNT, 4, "<0.1|0.00|1.50");
}

TEST(test_prices_align_at_the_point_where_there_is_room)
{
	build("A 1 88325.634;B 1 3260.53;C 1 1.00602;D 1 0.000012345678;E 1 -", COLUMN_CCY);
	assert_cells(COLUMN_PRICE, 17,
	    "88,325.63        |3,260.53        |1.00602     |0.0000123457|-");
	/* Not aligned, but whole. */
	assert_cells(COLUMN_PRICE, 16, "88,325.63|3,260.53|1.00602|0.0000123457|-");
	assert_cells(COLUMN_PRICE, 9, "88,325.63|3,260.53|1.00602|0.0000123|-");
	assert_cells(COLUMN_PRICE, 6, "88,325|3,260|1.0060|<0.001|-");
	assert_cells(COLUMN_PRICE, 1, "*|*|1|*|-");
}

TEST(test_a_price_that_is_not_zero_never_looks_like_it)
{
	build("A 1e30 1;B -1e30 1;C 1e30 0;D 1 0.00000000006", COLUMN_CCY);
	assert_cells(COLUMN_PRICE, 0, "<0.0000000001|>-0.0000000001|0.00        |0.0000000001");
	assert_cells(COLUMN_PRICE, 6, "<0.001|>-0.01|0.00|<0.001");
}

TEST(test_widths_hold_the_title_and_its_sort_mark)
{
	struct column_layout layout;

	build("A 1 1", COLUMN_CCY);
	assert_int_equal(measure(COLUMN_CCY, 0).width, 5);
	assert_int_equal(measure(COLUMN_VALUE, 0).width, 11);
	assert_int_equal(measure(COLUMN_CHANGE, 0).width, 5);
	assert_int_equal(measure(COLUMN_VALUE, 6).width, 6);
	build("A 1 123456789.25", COLUMN_CCY);
	assert_int_equal(measure(COLUMN_VALUE, 0).width, 14);
	assert_int_equal(measure(COLUMN_VALUE, 13).width, 13);
	layout = measure(COLUMN_VALUE, 13);
	assert_cell(COLUMN_VALUE, 0, &layout, "123,456,789.2");
	build("", COLUMN_CCY);
	assert_int_equal(measure(COLUMN_AMOUNT, 0).width, 8);
}

TEST(test_what_became_of_the_value)
{
	struct portfolio_view view = view_by(COLUMN_CCY);

	build("A 1 12.5;B 2 1;C 1 1;D 1 1;E 1 -;F 1 1.5", COLUMN_CCY);
	before = snapshot("A 1 10;B 1 1;D 1 1;E 1 1;F 1 2");
	portfolio_build(&portfolio, now, before, &view);
	assert_cells(COLUMN_CHANGE, 0, "+2.50|moved|new|0.00|-|-0.50");
	assert_cells(COLUMN_CHANGE, 4, "+2.5|*|new|0.00|-|-0.5");
}

static void
check_order(const char *rows, enum column_id column, const char *descending, const char *ascending)
{
	struct portfolio_view view = { .order = columns[column].order };

	build(rows, column);
	view.order.descending = true;
	portfolio_build(&portfolio, now, NULL, &view);
	assert_rows(&portfolio, descending);
	view.order.descending = false;
	portfolio_build(&portfolio, now, NULL, &view);
	assert_rows(&portfolio, ascending);
}

TEST(test_orders)
{
	static const char rows[] = "A 3 30;B 1 10;C 2 10.01;D - 5;E 5 -;F x 7;G -4 -2";

	check_order(rows, COLUMN_VALUE, "A C B F D G E", "G D F B C A E");
	check_order(rows, COLUMN_SHARE, "A C B F D G E", "G D F B C A E");
	check_order(rows, COLUMN_AMOUNT, "E A C B G D F", "G B C A E D F");
	check_order(rows, COLUMN_CCY, "G F E D C B A", "A B C D E F G");
	/* Prices: A 10, B 10, C 5.005, G 0.5. */
	check_order(rows, COLUMN_PRICE, "A B C G D E F", "G C A B D E F");
}

TEST(test_prices_are_compared_exactly)
{
	/* 1/3 against its first digits, and a division that no one makes. */
	check_order(
	    "A 3 1;B 1 0.333333333333333333333333333333;C 1 0.333333333333333333333333333334;"
	    "D 9 3;E 0 1;F 0 0",
	    COLUMN_PRICE, "C A D B E F", "B A D C E F");
	/* Both signs. */
	check_order("A -1 -2;B 1 -2;C -1 2;D 2 4;E 1 0", COLUMN_PRICE, "A D E B C", "B C E A D");
}

TEST(test_prices_of_the_largest_sums_are_compared_exactly)
{
	/* Merged rows whose cross products do not fit 1024 bits. */
	static const char rows[] = "A " LARGEST "e64 1e-64;A 1e-64 " LARGEST "e64;"
				   "B " LARGEST "e64 2e-64;B 1e-64 " LARGEST "e64;"
				   "C " LARGEST "e64 1e-64;C 2e-64 " LARGEST "e64;"
				   "D " LARGEST "e64 1e-64;D 1e-64 " LARGEST "e64;"
				   "E " LARGEST "e64 -1e-64;E 1e-64 -" LARGEST "e64;"
				   "F -" LARGEST "e64 -1e-64;F -2e-64 -" LARGEST "e64;"
				   "G " LARGEST "e64 3e-64;G 1e-64 " LARGEST "e64;"
				   "H " LARGEST "e64 1e-64;H 3e-64 " LARGEST "e64";

	check_order(rows, COLUMN_PRICE, "G B A D C F H E", "E H C F A D B G");
}

TEST(test_a_long_name_is_cut_at_a_character)
{
	build("ABCDEFGHIJ 1 1", COLUMN_CCY);
	assert_cells(COLUMN_CCY, 4, "ABCD");
	assert_cells(COLUMN_CCY, 0, "ABCDEFGHIJ");
}

int
main(void)
{
	portfolio_init(&portfolio);
	return test_main();
}
