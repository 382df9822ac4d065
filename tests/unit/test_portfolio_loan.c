/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "loan_fixture.h"

/* Pledged: two worth something, one below a dollar, one without a price; owed: a coin. */
#define ORDERS "1 88000 200000 0.44 0.7374 0.8374|ETH 45 SOL 0.005 NEW 3|BTC 1 USDT 5"
#define PRICES "BTC 88000 88000;ETH 3200 3200;SOL 140 140;USDT 1 1;DOGE 0.25 0.25;PEPE 0.08 0.08"
#define FUNDING "BTC 0.5;DOGE 10;ETH 1;PEPE 5;ODD 1;SHIB 0"

static struct portfolio portfolio;
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
build(const char *filter_text, enum column_id column, bool descending, bool fold)
{
	struct portfolio_view view = view_by(column);
	struct filter filter;

	clear(NULL);
	joined = joined_of(ORDERS, FUNDING, PRICES);
	filter_set(&filter, filter_text);
	view.filter = &filter;
	view.order.descending = descending;
	view.fold = fold;
	portfolio_build(&portfolio, joined, NULL, &view);
}

static void
assert_total(const struct portfolio_total *total, const char *expected)
{
	char text[FIGURE_TEXT_SIZE];

	portfolio_total_text(text, sizeof text, total, "", 0);
	assert_string_equal(text, expected);
}

/* After what has a value: what secures without one, what is owed, the funding account by value. */
TEST(rows_without_a_value_come_last_in_either_direction)
{
	build("", COLUMN_VALUE, true, false);
	assert_rows(&portfolio, "ETH SOL NEW BTC owed BTC DOGE PEPE SHIB ODD");
	build("", COLUMN_VALUE, false, false);
	assert_rows(&portfolio, "SOL ETH NEW BTC owed BTC DOGE PEPE SHIB ODD");
	build("", COLUMN_CCY, false, false);
	assert_rows(&portfolio, "BTC BTC owed DOGE ETH NEW ODD PEPE SHIB SOL");
}

TEST(other_orders)
{
	/* What is owed is no amount that is pledged. */
	build("", COLUMN_PLEDGED, true, false);
	assert_rows(&portfolio, "ETH NEW SOL BTC owed BTC DOGE PEPE SHIB ODD");
	build("", COLUMN_FUNDING, true, false);
	assert_rows(&portfolio, "DOGE PEPE ETH ODD BTC SHIB NEW SOL BTC owed");
	build("", COLUMN_PRICE, true, false);
	assert_rows(&portfolio, "BTC BTC owed ETH SOL DOGE PEPE NEW SHIB ODD");
	build("", COLUMN_CHANGE24H, true, false);
	assert_rows(&portfolio, "BTC BTC owed DOGE ETH PEPE SOL NEW SHIB ODD");
}

TEST(totals_are_of_what_is_pledged)
{
	build("", COLUMN_VALUE, true, false);
	assert_int_equal(portfolio.all.rows, 9);
	assert_int_equal(portfolio.all.valueless, 6);
	assert_int_equal(portfolio.all.unknown, 1);
	assert_int_equal(portfolio.all.pledged, 3);
	assert_int_equal(portfolio.all.funding, 5);
	assert_total(&portfolio.all, ">=144,000.70 +1 unknown");
}

TEST(rows_without_a_value_make_no_total_partial)
{
	char text[FIGURE_TEXT_SIZE];
	struct portfolio_view view = view_by(COLUMN_VALUE);

	clear(NULL);
	joined = joined_of(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	portfolio_build(&portfolio, joined, NULL, &view);
	assert_rows(&portfolio, "BTC ETH SOL USDT");
	assert_total(&portfolio.all, "176,400.00");
	assert_int_equal(portfolio.all.pledged, 3);
	assert_int_equal(portfolio.all.funding, 3);
	portfolio_share_text(text, sizeof text, &portfolio, &portfolio.rows[0].asset->value.value,
	    0);
	assert_string_equal(text, "62.36%");
}

TEST(without_anything_pledged_there_is_no_total)
{
	struct portfolio_view view = view_by(COLUMN_VALUE);

	clear(NULL);
	joined = joined_of("1 1 - - - -||BTC 1", "ETH 1", NULL);
	portfolio_build(&portfolio, joined, NULL, &view);
	assert_total(&portfolio.all, "-");
	assert_int_equal(portfolio.all.unknown, 0);
}

TEST(a_filter_finds_a_currency_owed_or_not)
{
	build("=btc", COLUMN_CCY, false, false);
	assert_rows(&portfolio, "BTC BTC owed");
	assert_int_equal(portfolio.shown.rows, 2);
	build("owed", COLUMN_CCY, false, false);
	assert_rows(&portfolio, "");
	build("!=btc", COLUMN_VALUE, true, false);
	assert_rows(&portfolio, "ETH SOL NEW DOGE PEPE SHIB ODD");
}

TEST(folding_leaves_what_is_owed_or_worth_a_dollar)
{
	build("", COLUMN_VALUE, true, true);
	assert_rows(&portfolio, "ETH NEW BTC owed BTC DOGE ODD");
	/* SOL, PEPE and SHIB; only the first is pledged and has a value that counts here. */
	assert_int_equal(portfolio.folded.rows, 3);
	assert_total(&portfolio.folded, "0.70");
	assert_int_equal(portfolio.all.rows, 9);
}

/* Little pledged of what the funding account is full of: then it stays, also where not known. */
TEST(folding_looks_at_both_sides)
{
	struct portfolio_view view = view_by(COLUMN_VALUE);

	view.fold = true;
	clear(NULL);
	joined = joined_of("1 1 3 0.3 0.7 0.8|A 0.1 B 0.1 C 0.1|USDT 1", "A 5;B 0.5",
	    "A 1 1;B 1 1;C 1 1");
	portfolio_build(&portfolio, joined, NULL, &view);
	assert_rows(&portfolio, "A");
	clear(NULL);
	joined = joined_of("1 1 3 0.3 0.7 0.8|A 0.1|USDT 1", "B 1", "A 1 1");
	portfolio_build(&portfolio, joined, NULL, &view);
	assert_rows(&portfolio, "B");
}

int
main(void)
{
	portfolio_init(&portfolio);
	return test_main();
}
