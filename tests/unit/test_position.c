/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "loan_fixture.h"
#include "unit/decimal_fixture.h"

static struct assets *joined;

static int
clear(void **state)
{
	assets_drop(joined);
	joined = NULL;
	return 0;
}

ALL_TESTS(NULL, clear)

static void
join(const char *orders, const char *funding, const char *prices)
{
	clear(NULL);
	joined = joined_of(orders, funding, prices);
}

/* The names of the rows, ':' and the first letter of their kind behind each. */
static void
assert_kinds(const char *expected)
{
	static const char
	    kinds[] = { [POSITION_PLEDGED] = 'p', [POSITION_OWED] = 'o', [POSITION_FUNDING] = 'f' };
	char text[400] = "";
	size_t length = 0;

	for (size_t i = 0; i < joined->count; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s:%c",
		    i > 0 ? ", " : "", joined->items[i].ccy,
		    kinds[joined->items[i].position->kind]);
	assert_string_equal(text, expected);
}

static const struct asset *
row(const char *ccy)
{
	const struct asset *asset = assets_find(joined, ccy);

	assert_non_null(asset);
	return asset;
}

static void
assert_state(const struct figure *figure, enum figure_state state)
{
	assert_int_equal(figure->state, state);
}

TEST(the_three_answers_become_one_table)
{
	join(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_kinds("BTC:p, ETH:p, SOL:p, USDT:f");
	assert_true(account_id_equal(&joined->from.account_id, &fixture_origin));
	assert_string_equal(joined->from.endpoint, "/api/v5/finance/flexible-loan/loan-info");
	assert_int_equal(joined->from.arrived_ms, 1000);
	assert_string_equal(joined->ord_id, "12345");
	assert_string_equal(joined->only, "");

	assert_figure(&row("BTC")->value, "110000.00");
	assert_figure(row("BTC")->position->held, "1.25");
	assert_string_equal(row("BTC")->position->held->sent, "1.25");
	assert_state(&row("BTC")->amount, FIGURE_INAPPLICABLE);
	assert_figure(row("BTC")->position->funding, "0.54214831");
	assert_string_equal(row("BTC")->position->funding->sent, "0.54214831");
	assert_figure(&row("BTC")->position->funding_value, "47709.05128000");
	assert_false(row("BTC")->position->price->crossed);
	assert_string_equal(row("BTC")->position->price->last.sent, "88000");
	assert_null(row("BTC")->value.sent);
	assert_int_equal(row("BTC")->position->call_price->state, CALL_PRICE_PRICE);
	assert_int_equal(row("SOL")->position->call_price->state, CALL_PRICE_NEVER);
}

TEST(what_is_only_in_the_funding_account_has_no_value_pledged)
{
	join(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_state(&row("USDT")->value, FIGURE_INAPPLICABLE);
	assert_state(row("USDT")->position->held, FIGURE_INAPPLICABLE);
	assert_figure(row("USDT")->position->funding, "63.97959597");
	assert_string_equal(row("USDT")->position->price->last.sent, "1.0001");
	assert_int_equal(row("USDT")->position->call_price->state, CALL_PRICE_UNKNOWN);
}

TEST(what_is_not_in_the_funding_account_is_none_and_makes_nothing_partial)
{
	join(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_state(row("SOL")->position->funding, FIGURE_INAPPLICABLE);
	assert_state(&row("SOL")->position->funding_value, FIGURE_INAPPLICABLE);
	assert_false(assets_partial(joined));
}

/* A coin without an index has no price, whatever else is known of it. */
TEST(without_an_index_there_is_no_price)
{
	join(PICTURE, "BTC 1;XRP 5;ZERO 0;ODD !", "BTC 88000 88000;SOL 140 140");
	assert_kinds("BTC:p, ETH:p, ODD:f, SOL:p, XRP:f, ZERO:f");
	assert_null(row("ETH")->position->price);
	assert_state(&row("ETH")->value, FIGURE_ABSENT);
	assert_null(row("XRP")->position->price);
	assert_state(&row("XRP")->position->funding_value, FIGURE_ABSENT);
	assert_figure(&row("ZERO")->position->funding_value, "0");
	assert_state(row("ODD")->position->funding, FIGURE_UNREADABLE);
}

TEST(without_an_answer_no_row_has_funding)
{
	join(PICTURE, NULL, PICTURE_PRICES);
	assert_kinds("BTC:p, ETH:p, SOL:p");
	assert_false(joined->join->told_apart);
	assert_state(row("SOL")->position->funding, FIGURE_INAPPLICABLE);
	assert_false(assets_partial(joined));
}

/* What may be the pledged coins stands in no row. */
TEST(what_cannot_be_told_from_what_is_pledged_is_in_no_row)
{
	join(PICTURE, "BTC 1.250;ETH 12;SOL 200;USDT 5", PICTURE_PRICES);
	assert_kinds("BTC:p, ETH:p, SOL:p");
	assert_false(joined->join->told_apart);
	assert_non_null(joined->join->funding);
	assert_state(row("BTC")->position->funding, FIGURE_INAPPLICABLE);
	join(PICTURE, "BTC 1.250;ETH 12;SOL 200.1;USDT 5", PICTURE_PRICES);
	assert_kinds("BTC:p, ETH:p, SOL:p, USDT:f");
	assert_figure(row("BTC")->position->funding, "1.250");
}

TEST(an_owed_coin_has_a_row_of_its_own)
{
	const struct position *position;

	join("1 88000 136800 - 0.7374 0.8374|ETH 45|BTC 1", "BTC 2;ETH 1",
	    "BTC 88000 80000;ETH 3200 3200");
	assert_kinds("BTC:f, BTC owed:o, ETH:p");
	position = row("BTC owed")->position;
	assert_string_equal(row("BTC owed")->coin, "BTC");
	assert_figure(position->held, "1");
	assert_state(&row("BTC owed")->value, FIGURE_INAPPLICABLE);
	assert_state(row("BTC owed")->position->funding, FIGURE_INAPPLICABLE);
	assert_figure(&position->change24h, "0.1000");
	assert_int_equal(position->call_price->state, CALL_PRICE_PRICE);
	assert_true(position->call_price->rising.known);
	assert_false(position->call_price->falling.known);
	assert_false(assets_partial(joined));
}

TEST(an_owed_stablecoin_has_none)
{
	join("1 100000 150000 - 0.7374 0.8374|USDT 150000|USDT 100000", "", "USDT 1 1");
	assert_kinds("USDT:p");
	assert_int_equal(row("USDT")->position->call_price->state, CALL_PRICE_NEVER);
	join(PICTURE, "", PICTURE_PRICES);
	assert_null(assets_find(joined, "USDT owed"));
	assert_null(assets_find(joined, "USDT"));
}

TEST(the_same_coin_on_both_sides_has_the_same_bounds)
{
	const struct call_price *pledged, *owed;

	join("1 88000 160000 0.55 0.7374 0.8374|BTC 2|BTC 1", "", "BTC 88000 88000");
	assert_kinds("BTC:p, BTC owed:o");
	pledged = row("BTC")->position->call_price;
	owed = row("BTC owed")->position->call_price;
	assert_int_equal(pledged->state, owed->state);
	assert_int_equal(pledged->falling.known, owed->falling.known);
	assert_int_equal(pledged->rising.known, owed->rising.known);
	assert_figure(&row("BTC")->value, "176000");
}

TEST(values_are_exact)
{
	join("1 1 3 0.3 0.7 0.8|A 1.000000000000000000000000000001|USDT 1", "A 3",
	    "A 2.00000000000000000001 2");
	assert_figure(&row("A")->value, "2.00000000000000000001000000000200000000000000000001");
	assert_figure(&row("A")->position->funding_value, "6.00000000000000000003");
}

TEST(what_is_not_known_stays_so)
{
	join("1 1 3 0.3 0.7 0.8|A - B x C 1 D 0|E 0 USDT 1", "", "A 1 1;B 1 1;D 5 -");
	assert_kinds("A:p, B:p, C:p, D:p");
	assert_state(&row("A")->value, FIGURE_ABSENT);
	assert_state(&row("B")->value, FIGURE_UNREADABLE);
	assert_state(&row("C")->value, FIGURE_ABSENT);
	assert_figure(&row("D")->value, "0");
	assert_true(assets_partial(joined));
}

TEST(nothing_pledged_is_worth_nothing_without_a_price)
{
	join("1 1 3 0.3 0.7 0.8|A 0 B 1|A 0.0 USDT 1", "", "B 1 1");
	assert_kinds("A:p, B:p");
	assert_figure(&row("A")->value, "0");
	assert_false(assets_partial(joined));
}

TEST(an_amount_below_zero_has_no_value)
{
	join("1 1 3 0.3 0.7 0.8|A -0.01 B 1|A - USDT 1", "", "A 80000 1;B 3000 1");
	assert_state(row("A")->position->held, FIGURE_UNREADABLE);
	assert_state(&row("A")->value, FIGURE_UNREADABLE);
	assert_figure(&row("B")->value, "3000");
	assert_true(assets_partial(joined));
}

TEST(what_is_owed_leaves_the_value_of_what_is_pledged)
{
	join("1 1 3 0.3 0.7 0.8|ETH 1|ETH -", "", "ETH 3000 1");
	assert_kinds("ETH:p, ETH owed:o");
	assert_figure(&row("ETH")->value, "3000");
	assert_int_equal(row("ETH")->position->call_price->state, CALL_PRICE_UNKNOWN);
	assert_false(assets_partial(joined));
}

TEST(the_change_of_24_hours)
{
	join(PICTURE, PICTURE_FUNDING, PICTURE_PRICES);
	assert_figure(&row("BTC")->position->change24h, "-0.0120");
	assert_figure(&row("USDT")->position->change24h, "0.0000");
	/* 0.00005 and 0.00015: to the even one. */
	join(PICTURE, "", "BTC 1.00005 1;ETH 1.00015 1;SOL 1 0");
	assert_figure(&row("BTC")->position->change24h, "0.0000");
	assert_figure(&row("ETH")->position->change24h, "0.0002");
	assert_state(&row("SOL")->position->change24h, FIGURE_ABSENT);
	join(PICTURE, "", "BTC 0 1;ETH 1 -1;SOL - 1");
	assert_state(&row("BTC")->position->change24h, FIGURE_ABSENT);
	assert_state(&row("ETH")->position->change24h, FIGURE_ABSENT);
	assert_state(&row("SOL")->position->change24h, FIGURE_ABSENT);
}

TEST(the_liquidation_price_belongs_to_the_base_currency)
{
	join("1 50000 88000 0.5682 0.7374 0.8374 BTC-USDT 60123.4|BTC 1|USDT 50000", "BTCX 1",
	    NULL);
	assert_figure(row("BTC")->position->liquidation_price, "60123.4");
	assert_string_equal(row("BTC")->position->liquidation_price->sent, "60123.4");
	assert_string_equal(row("BTC")->position->quote, "USDT");
	assert_state(row("BTCX")->position->liquidation_price, FIGURE_ABSENT);
	join("1 50000 88000 0.5682 0.7374 0.8374 BTC-USDT 60123.4|USDT 100000|BTC 1", "BTC 1",
	    NULL);
	assert_figure(row("BTC owed")->position->liquidation_price, "60123.4");
	assert_state(row("BTC")->position->liquidation_price, FIGURE_ABSENT);
	assert_state(row("USDT")->position->liquidation_price, FIGURE_ABSENT);
	join(PICTURE, "", NULL);
	assert_state(row("BTC")->position->liquidation_price, FIGURE_ABSENT);
	assert_string_equal(row("BTC")->position->quote, "");
}

TEST(names_stay_unique_and_in_order)
{
	join("1 1 3 0.3 0.7 0.8|ETH 1|BTC 1", "BTC owed 1;BTC ! 1;BTC 1", NULL);
	assert_int_equal(joined->count, 4);
	for (size_t i = 0; i < joined->count; i++)
		assert_ptr_equal(assets_find(joined, joined->items[i].ccy), &joined->items[i]);
}

TEST(the_order_need_not_have_any_currency)
{
	join("- - - - - -||", NULL, NULL);
	assert_int_equal(joined->count, 0);
	assert_false(assets_partial(joined));
}
