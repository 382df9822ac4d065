/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/cause.h"
#include "base/text.h"
#include "column_fixture.h"
#include "loan_fixture.h"

static struct assets *joined;

static int
clear(void **state)
{
	portfolio_clear(&portfolio);
	assets_drop(joined);
	joined = NULL;
	return 0;
}

ALL_TESTS(NULL, clear)

static void
build(const char *orders, const char *funding, const char *prices)
{
	struct portfolio_view view = view_by(COLUMN_VALUE);

	clear(NULL);
	joined = joined_of(orders, funding, prices);
	portfolio_build(&portfolio, joined, NULL, &view);
}

TEST(the_picture_of_the_documentation)
{
	build(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_int_equal(column_table(&portfolio), COLUMN_LOAN);
	assert_cells(COLUMN_CCY, 0, "BTC|ETH|SOL|USDT");
	assert_cells(COLUMN_PLEDGED, 0, "1.25|12.00|200.00|-");
	assert_cells(COLUMN_FUNDING, 0, "0.54214831|1.94007555|-|63.97959597");
	assert_cells(COLUMN_PRICE, 0, "88,000.00|3,200.00|140.000|1.00010");
	assert_cells(COLUMN_VALUE, 0, "110,000.00|38,400.00|28,000.00|-");
	assert_cells(COLUMN_SHARE, 0, "62.36%|21.77%|15.87%|-");
	assert_cells(COLUMN_CHANGE24H, 0, "-1.20%|-0.85%|+0.30%|0.00%");
	assert_cells(COLUMN_CALL_AT, 0, "<=63,157|<=613|none|-");
	assert_cells(COLUMN_LIQ_AT, 0, "<=50,200~|none|none|-");
}

/* Eight columns, at least one blank between two of them and at the edges. */
TEST(all_columns_of_the_picture_fit_80)
{
	struct column_layout layout;
	char text[FIGURE_TEXT_SIZE];
	int room = 1;

	build("12345 100010 166680 0.6000 0.7374 0.8374|BTC 1.25000001 ETH 12 SOL 200|USDT 100000",
	    PICTURE_FUNDING, PICTURE_PRICES);
	for (int id = 0; id < COLUMNS_COUNT; id++) {
		const struct column *column = &columns[id];
		int title;

		if (column->in[COLUMN_LOAN].title == NULL || column->from > 80)
			continue;
		layout = measure((enum column_id)id, 0);
		/* The sort mark may stand in the gap. */
		title = text_width(column->in[COLUMN_LOAN].title);
		if (layout.width == title + 2 && column->sortable) {
			layout.width = title;
			for (size_t i = 0; i < portfolio.count; i++) {
				columns[id].text(text, sizeof text, &portfolio, &portfolio.rows[i],
				    &layout);
				if (text_width(text) > layout.width)
					layout.width = text_width(text);
			}
		}
		room += layout.width + 1;
	}
	assert_true(room <= 80);
}

TEST(the_columns_of_each_table)
{
	static const char *const titles[COLUMN_TABLES] = {
		[COLUMN_LIST] = "CCY AMOUNT PRICE~ VALUE-USD SHARE dLAST",
		[COLUMN_LOAN] = "CCY PLEDGED FUNDING PRICE PLEDGED$~ SHARE~ 24h CALL AT~ LIQ AT",
	};
	static const char *const leaving[COLUMN_TABLES] = {
		[COLUMN_LIST] = "dLAST PRICE~ AMOUNT SHARE",
		[COLUMN_LOAN] = "LIQ AT 24h SHARE~ FUNDING PRICE CALL AT~",
	};

	for (int in = 0; in < COLUMN_TABLES; in++) {
		char order[200] = "", leave[200] = "";

		for (int id = 0; id < COLUMNS_COUNT; id++)
			if (columns[id].in[in].title != NULL)
				snprintf(order + strlen(order), sizeof order - strlen(order),
				    "%s%s", order[0] == '\0' ? "" : " ", columns[id].in[in].title);
		for (int turn = 1; turn <= COLUMNS_COUNT; turn++)
			for (int id = 0; id < COLUMNS_COUNT; id++)
				if (columns[id].in[in].leave == turn)
					snprintf(leave + strlen(leave),
					    sizeof leave - strlen(leave), "%s%s",
					    leave[0] == '\0' ? "" : " ", columns[id].in[in].title);
		assert_string_equal(order, titles[in]);
		assert_string_equal(leave, leaving[in]);
	}
	assert_int_equal(columns[COLUMN_LIQ_AT].from, 110);
}

TEST(amounts_that_are_hidden)
{
	static const char secret[] = "pledged funding amount price value change call_at liq_at";

	for (int id = 0; id < COLUMNS_COUNT; id++)
		assert_int_equal(columns[id].secret, strstr(secret, columns[id].name) != NULL);
}

TEST(what_is_owed)
{
	build("1 88000 136800 - 0.7374 0.8374|ETH 45|BTC 1", "BTC 2",
	    "BTC 88000 88000;ETH 3200 3200");
	assert_cells(COLUMN_CCY, 0, "ETH|BTC owed|BTC");
	assert_cells(COLUMN_PLEDGED, 0, "45|1|-");
	assert_cells(COLUMN_FUNDING, 0, "-|-|2");
	assert_cells(COLUMN_PRICE, 0, "3,200.00|88,000.00|88,000.00");
	assert_cells(COLUMN_VALUE, 0, "144,000.00|-|-");
	assert_cells(COLUMN_SHARE, 0, "100.00%|-|-");
	/* At most for what is pledged, at least for what is owed. */
	assert_cells(COLUMN_CALL_AT, 0, "<=2,792|>=100,876|-");
	assert_cells(COLUMN_CALL_AT, 7, "<=2,792|*|-");
	assert_cells(COLUMN_CALL_AT, 6, "*|*|-");
	assert_cells(COLUMN_CALL_AT, 1, "*|*|-");
}

TEST(the_call_is_there_already_or_not_known)
{
	build("1 75 100 0.75 0.7374 0.8374|BTC 1|USDT 75", "", "BTC 100 100");
	assert_cells(COLUMN_CALL_AT, 0, "called");
	build("1 75 100 0.75 - 0.8374|BTC 1|USDT 75", "", "BTC 100 100");
	assert_cells(COLUMN_CALL_AT, 0, "-");
}

/* What the funding account or the list may tell of a price is not one. */
TEST(without_an_index_there_is_no_price)
{
	build("1 50 100 0.5 0.7374 0.8374|ABC 3 BTC 1|USDT 50", "ABC 3.5", "BTC 100 100");
	assert_cells(COLUMN_PRICE, 0, "100.000|-");
	assert_cells(COLUMN_VALUE, 0, "100.00|-");
	assert_cells(COLUMN_SHARE, 0, "<=100.00%|-");
	assert_cells(COLUMN_CALL_AT, 0, "<=67.9|-");
}

/* Without an answer, or where it may be what is pledged, there is no column for it. */
TEST(funding_has_a_column_only_where_it_is_told_apart)
{
	build(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_true(column_stands(joined, COLUMN_FUNDING));
	assert_false(column_stands(joined, COLUMN_AMOUNT));
	build(PICTURE, "", PICTURE_PRICES);
	assert_true(column_stands(joined, COLUMN_FUNDING));
	build(PICTURE, NULL, PICTURE_PRICES);
	assert_false(column_stands(joined, COLUMN_FUNDING));
	assert_int_equal(column_sort_in(joined, COLUMN_FUNDING), COLUMN_VALUE);
	assert_int_equal(column_sort_next(joined, COLUMN_CCY), COLUMN_PRICE);
	build(PICTURE, "BTC 1.25;ETH 12;SOL 200", PICTURE_PRICES);
	assert_false(column_stands(joined, COLUMN_FUNDING));
	assert_false(column_stands(NULL, COLUMN_FUNDING));
	assert_true(column_stands(NULL, COLUMN_AMOUNT));
}

/* One choice orders both tables. */
TEST(an_order_has_its_counterpart_in_the_other_table)
{
	build(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_int_equal(column_sort_in(joined, COLUMN_AMOUNT), COLUMN_FUNDING);
	assert_int_equal(column_sort_in(NULL, COLUMN_FUNDING), COLUMN_AMOUNT);
	assert_int_equal(column_sort_in(joined, COLUMN_CCY), COLUMN_CCY);
	assert_int_equal(column_sort_in(NULL, COLUMN_PLEDGED), COLUMN_VALUE);
	assert_int_equal(column_sort_in(NULL, COLUMN_CHANGE24H), COLUMN_VALUE);
	assert_int_equal(column_sort_next(joined, COLUMN_CCY), COLUMN_FUNDING);
	assert_int_equal(column_sort_next(joined, COLUMN_FUNDING), COLUMN_PRICE);
}

TEST(brackets_stand_around_a_stale_cell)
{
	struct column_layout layout = { .width = 0 };
	char text[FIGURE_TEXT_SIZE];

	build(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_true(column_write(text, sizeof text, COLUMN_VALUE, &portfolio, &portfolio.rows[0],
	    &layout, true));
	assert_string_equal(text, "[110,000.00]");
	assert_false(column_write(text, sizeof text, COLUMN_VALUE, &portfolio, &portfolio.rows[0],
	    &layout, false));
	assert_string_equal(text, "110,000.00");
	/* What there is none of does not grow old. */
	assert_false(column_write(text, sizeof text, COLUMN_VALUE, &portfolio, &portfolio.rows[3],
	    &layout, true));
	assert_string_equal(text, "-");
}

TEST(what_cannot_be_read_is_a_question_mark)
{
	build("1 75 100 0.5 0.7374 0.8374 ABC-USDT x|ABC x|USDT 75", "ABC x", "ABC 1 x");
	assert_cells(COLUMN_PLEDGED, 0, "?");
	assert_cells(COLUMN_FUNDING, 0, "?");
	assert_cells(COLUMN_VALUE, 0, "?");
	assert_cells(COLUMN_SHARE, 0, "?");
	assert_cells(COLUMN_CHANGE24H, 0, "-");
	assert_cells(COLUMN_LIQ_AT, 0, "?");
}

TEST(the_exchanges_own_liquidation_price)
{
	build("1 50000 88000 0.5682 0.7374 0.8374 BTC-USDT 60123.40|BTC 1|USDT 50000", "", NULL);
	assert_cells(COLUMN_LIQ_AT, 0, "60,123.4 USDT");
	assert_cells(COLUMN_LIQ_AT, 13, "60,123.4 USDT");
	assert_cells(COLUMN_LIQ_AT, 12, "60,123.4");
	assert_cells(COLUMN_LIQ_AT, 6, "60,123");
	build("1 50000 88000 0.5682 0.7374 0.8374 BTC-USD 60123|BTC 1|USDT 50000", "", NULL);
	assert_cells(COLUMN_LIQ_AT, 0, "60,123");
	build("1 88000 136800 0.6432 0.7374 0.8374 BTC-ETH 34.5|ETH 45|BTC 1", "", NULL);
	assert_cells(COLUMN_LIQ_AT, 0, "-|34.5 ETH");
	assert_cells(COLUMN_LIQ_AT, 5, "-|34.5");
	assert_cells(COLUMN_LIQ_AT, 1, "-|*");
}

TEST(new_columns_can_be_sorted_by)
{
	struct cause cause;
	enum column_id id;
	bool descending;

	assert_true(column_sort_parse("pledged", &id, &descending, &cause));
	assert_int_equal(id, COLUMN_PLEDGED);
	assert_true(descending);
	assert_true(column_sort_parse("change24h:asc", &id, &descending, &cause));
	assert_int_equal(id, COLUMN_CHANGE24H);
	assert_false(column_sort_parse("call_at", &id, &descending, &cause));
	assert_false(column_sort_parse("liq_at", &id, &descending, &cause));
	assert_int_equal(column_sort_next(NULL, COLUMN_PLEDGED), COLUMN_VALUE);
	assert_int_equal(column_sort_next(NULL, COLUMN_CHANGE24H), COLUMN_VALUE);
}

int
main(void)
{
	portfolio_init(&portfolio);
	return test_main();
}

/* The bound of the liquidation is that of CALL AT; a column of nothing is none. */
TEST(the_liquidation_has_a_bound_like_the_call)
{
	build(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_true(column_stands(joined, COLUMN_LIQ_AT));
	build(PICTURE, PICTURE_FUNDING, NULL);
	assert_false(column_stands(joined, COLUMN_LIQ_AT));
	assert_false(column_stands(NULL, COLUMN_LIQ_AT));
	build("1 0 166680 0 0.7374 0.8374|BTC 1 ETH 1|USDT 0", NULL, PICTURE_PRICES);
	assert_false(column_stands(joined, COLUMN_LIQ_AT));
	/* What is owed is met as it rises: 88000 + (0.8374 - 0.6433) 136800 is 114552.88. */
	build("1 88000 136800 0.6433 0.7374 0.8374|ETH 45|BTC 1", NULL, PICTURE_PRICES);
	assert_cells(COLUMN_LIQ_AT, 0, "<=2,459~|>=114,552~");
	build("1 90 100 0.9 0.7374 0.8374|ETH 45|USDT 90", NULL, PICTURE_PRICES);
	assert_cells(COLUMN_LIQ_AT, 0, "reached");
	assert_cells(COLUMN_CALL_AT, 0, "called");
	/* In the room that there is. */
	build("1 88000 136800 0.6433 0.7374 0.8374|ETH 45|BTC 1", NULL, PICTURE_PRICES);
	assert_cells(COLUMN_LIQ_AT, 11, "<=2,459~|>=114,552~");
	assert_cells(COLUMN_LIQ_AT, 2, "*|*");
}
