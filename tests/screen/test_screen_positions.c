/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/exchange.h"
#include "screen/loanstart.h"

/* The table of a loan: what is pledged, owed and in the funding account. */

#define FAINT 247 /* colour of a figure that is old, in the dark theme */

static struct harness *
start(int width, int height, const char *loans, const char *prices)
{
	return loan_start_at(&(struct harness_options){ .width = width, .height = height }, loans,
	    prices);
}

/* The row of the screen that begins with NAME, which must be there. */
static int
row_of(struct harness *h, const char *name)
{
	int row = 0;

	while (row < h->height && strncmp(harness_row(h, row), name, strlen(name)) != 0)
		row++;
	if (row == h->height)
		fail_msg("there is no row \"%s\"", name);
	return row;
}

/* From 110 columns on, the exchange's own price of liquidation, in its own currency. */
static void
liquidation_price(void **state)
{
	struct harness *h = start(120, 40,
	    LOANS(ORDER_WITH("12345", COIN("BTC", "1.25"), COIN("USDT", "60000"), "60006", "100000",
		"0.6", "0.7374", "0.8374", "{\"instId\":\"BTC-USDT\",\"liqPx\":\"64012.5\"}")),
	    PRICES_NOW);

	harness_expect_text(h, "CALL AT~            LIQ AT");
	assert_non_null(strstr(harness_row(h, row_of(h, " BTC ")), "64,012.5 USDT"));
	assert_null(strstr(harness_row(h, row_of(h, " ETH ")), "USDT"));
	harness_resize(h, 109, 40);
	harness_expect_no_text(h, "LIQ AT");
	harness_expect_text(h, "CALL AT~");
	harness_end(h);
}

/* The bars of shares leave first, then one column after the other. */
static void
columns_leave_in_their_order(void **state)
{
	static const char *const order[] = { "24h", "SHARE~", "FUNDING", "PRICE", "CALL AT~" };
	struct harness *h = start(140, 40, LOAN_OK, PRICES_NOW);
	size_t left = 0;

	assert_non_null(strstr(harness_row(h, row_of(h, " BTC ")), "##"));
	for (int width = 130; width >= 20; width--) {
		const char *header;

		harness_resize(h, width, 40);
		header = harness_row(h, row_of(h, " CCY"));
		while (left < 5 && strstr(header, order[left]) == NULL)
			left++;
		for (size_t i = left; i < 5; i++)
			assert_non_null(strstr(header, order[i]));
		assert_non_null(strstr(header, width < 40 ? "PLEDG" : "PLEDGED$~"));
		if (left > 0)
			assert_null(strstr(harness_row(h, row_of(h, " BTC")), "#"));
	}
	assert_int_equal(left, 5);
	harness_end(h);
}

/* As LOAN_COIN_DEBT, judged by D / C. */
#define OWED_BTC \
	LOANS(ORDER("777", COIN("ETH", "45"), COIN("BTC", "1"), "88000", "136800", "0.6432", \
	    "0.7374", "0.8374"))

/* Where there is no index there is no price, whatever the list says a coin is worth. */
static void
no_price_from_the_list(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK,
	    PRICES(
		PRICE_OPENED("BTC", "88000", "89068.8") "," PRICE_OPENED("SOL", "140", "139.58")));
	const char *row;

	row = harness_row(h, row_of(h, " ETH "));
	assert_null(strstr(row, "3,200"));
	assert_null(strstr(row, "38,"));
	assert_int_equal(row[strlen(row) - 1], '-');
	harness_expect_text(h, " FUNDING secures nothing. It holds >=$47,709.05~ at market");
	harness_end(h);
}

/* Nothing is made up: the rest becomes bounds. */
static void
unknown_price(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK,
	    PRICES(
		PRICE_OPENED("BTC", "88000", "89068.8") "," PRICE_OPENED("ETH", "3200", "3227.4")));
	const char *row;

	row = harness_row(h, row_of(h, " SOL "));
	assert_non_null(strstr(row, " 200.00 "));
	assert_int_equal(row[strlen(row) - 1], '-');
	assert_null(strstr(row, "140"));
	row = harness_row(h, row_of(h, " BTC "));
	assert_non_null(strstr(row, "<=74.13%"));
	assert_non_null(strstr(row, "<=63,157"));
	harness_expect_text(h, ">=148,400.00 +1 unknown");
	harness_end(h);
}

/* The colour of the cell where the text of a row begins. */
static int
color_of(struct harness *h, const char *name, const char *text)
{
	int row = row_of(h, name);
	const char *line = harness_row(h, row), *at = strstr(line, text);
	struct harness_look look;

	assert_non_null(at);
	look = harness_look(h, row, (int)(at - line));
	return look.colored ? look.color : -1;
}

/*
 * A source that is old leaves the columns of the others as they are; what it said stays,
 * with its age.
 */
static void
old_funding(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	exchange_always_break(h->http, OKX_ENDPOINT_BALANCES, OKX_NET_ERROR_TIMEOUT, "");
	assert_int_not_equal(color_of(h, " BTC ", "0.54214831"), FAINT);
	for (int i = 0; i < 22; i++) {
		harness_wait(h, 2000);
		harness_answer(h, 200, LIST_SPARE);
	}
	assert_int_equal(color_of(h, " BTC ", "0.54214831"), FAINT);
	assert_int_not_equal(color_of(h, " BTC ", "1.25"), FAINT);
	assert_int_not_equal(color_of(h, " BTC ", "<=63,157"), FAINT);
	harness_expect_text(h,
	    " FUNDING secures nothing. It holds [$53,981.28]~ at market, 45s old");
	harness_end(h);
}

static void
old_prices(void **state)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	exchange_always_break(h->http, OKX_ENDPOINT_INDEX_TICKERS, OKX_NET_ERROR_TIMEOUT, "");
	for (int i = 0; i < 20; i++) {
		harness_wait(h, 2000);
		harness_answer(h, 200, LIST_SPARE);
	}
	assert_int_equal(color_of(h, " BTC ", "88,000.00"), FAINT);
	assert_int_equal(color_of(h, " BTC ", "<=63,157"), FAINT);
	assert_int_not_equal(color_of(h, " BTC ", "1.25"), FAINT);
	assert_int_not_equal(color_of(h, " BTC ", "0.54214831"), FAINT);
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(liquidation_price),
		cmocka_unit_test(columns_leave_in_their_order),
		cmocka_unit_test(no_price_from_the_list),
		cmocka_unit_test(unknown_price),
		cmocka_unit_test(old_funding),
		cmocka_unit_test(old_prices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
