/* SPDX-License-Identifier: ISC */
/* The rows of a loan, their details, the funding account and OKX's list: what is more than keys and a picture. */
#include "test.h"

#include <bsd/string.h>

#include "app/messages.h"
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
TEST(liquidation_price)
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
TEST(columns_leave_in_their_order)
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

/* Where there is no index there is no price, whatever the list says a coin is worth. */
TEST(no_price_from_the_list)
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
TEST(unknown_price)
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

/* An old source leaves the columns of the others alone; what it said stays, with its age. */
TEST(old_funding)
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

TEST(old_prices)
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

/* The account of every figure: of a currency, and of the loan. */

TEST(without_prices)
{
	struct harness *h = start(80, 60, LOAN_OK, PRICES(PRICE_OPENED("BTC", "88000", "")));

	harness_type(h, "j\r");
	harness_expect_text(h, " open24h      - (not sent, or empty)");
	harness_expect_text(h,
	    " 24h          idxPx / open24h - 1: not known, since one of them is not");
	harness_expect_text(h,
	    "              the price of another pledged currency is not known, so nothing");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "j\r");
	harness_expect_block(h, "loan_detail/without_prices");
	harness_expect_text(h, " index        - (OKX has neither an index ETH-USD nor ETH-USDT)");
	harness_expect_text(h, " price p      not known: there is no index price");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "j\r");
	harness_expect_block(h, "loan_detail/without_prices 2");
	harness_expect_text(h, " price p      not known: there is no index price");
	harness_expect_text(h,
	    " CALL AT~     not known: a price, an amount, the LTV or the margin call is");
	harness_end(h);
}

TEST(hidden)
{
	static const char *const secrets[] = { "1.25", "88000", "166680", "22899", "63,15",
		"110000", "66400", "0.5421" };
	struct harness *h = start(80, 60, LOAN_OK, PRICES_NOW);

	harness_type(h, "jx\r");
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		harness_expect_no_text(h, secrets[i]);
	harness_expect_text(h, " 24h          idxPx / open24h - 1 = **** / **** - 1 = -1.20%");
	harness_expect_text(h, " CALL AT~     no margin call while BTC stays above ****");
	harness_type(h, "\t");
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		harness_expect_no_text(h, secrets[i]);
	harness_expect_no_text(h, "16668");
	harness_expect_no_text(h, "176400");
	harness_expect_text(h, " curLTV                0.6");
	harness_end(h);
}

/* Fails where a number on the screen has more than four decimals. */
static void
expect_short_ratios(struct harness *h)
{
	for (int y = 0; y < h->height; y++) {
		const char *row = harness_row(h, y);

		for (const char *at = row; (at = strchr(at, '.')) != NULL; at++)
			if (at > row && at[-1] >= '0' && at[-1] <= '9' &&
			    strspn(at + 1, "0123456789") > 4)
				fail_msg("%s", row);
	}
}

#define LONG_RATIOS(owed, debt, ltv) \
	LOANS(ORDER("9", COIN("BTC", "0.5") "," COIN("ETH", "7"), owed, debt, "57391.7", ltv, \
	    "0.737412345678", "0.837412345678"))

/* The simplest fraction that is a ratio with all of its digits would give the amounts back. */
TEST(hidden_ratios)
{
	static const char *const loans[] = {
		LONG_RATIOS(COIN("USDT", "31234.5"), "31240.01", "0.5443298"),
		LONG_RATIOS(COIN("SOL", "223.1"), "31240.01", "0.54432987654321"),
		LONG_RATIOS(COIN("SOL", "223.1"), "31240.01", "0.544329876543x"),
		LONG_RATIOS(COIN("BTC", "0.355"), "31240.01", "0.61"),
	};

	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = start(100, 80, loans[i], PRICES_NOW);

		harness_type(h, "j\r\t");
		harness_expect_text(h, " marginCallLTV M       0.737412345678");
		harness_type(h, "x");
		harness_expect_text(h, " marginCallLTV M       0.7374");
		expect_short_ratios(h);
		harness_type(h, "\033");
		harness_wait(h, 200);
		for (size_t rows = 0; rows < 4; rows++) {
			harness_type(h, "\r");
			harness_expect_text(h, " loan");
			expect_short_ratios(h);
			harness_type(h, "\033");
			harness_wait(h, 200);
			harness_type(h, "j");
		}
		harness_type(h, "t");
		harness_expect_text(h, "WHAT-IF");
		expect_short_ratios(h);
		harness_type(h, "repay 1\r");
		harness_expect_text(h, "What if: ****");
		expect_short_ratios(h);
		harness_type(h, "\033");
		harness_wait(h, 200);
		harness_loan(h,
		    LOANS(
			ORDER("9", COIN("BTC", "0.5") "," COIN("ETH", "7"), COIN("USDT", "31234.5"),
			    "31240.01", "57391.7", "0.5443", "0.737412345670", "0.837412345670")),
		    NULL);
		harness_type(h, "m");
		harness_expect_text(h, "margin call LTV");
		expect_short_ratios(h);
		harness_end(h);
	}
}

/* The funding account beside a loan: whatever becomes of it, the loan's own figures never wait. */

#define SENTENCE " FUNDING secures nothing. It holds $53,981.28~ at market"
#define COLUMNS " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~"
#define WITHOUT " CCY      PLEDGED         PRICE      PLEDGED$~ v   SHARE~       24h    CALL AT~"

/* Starts with a loan; BALANCES is what the funding account answers, NULL for what hangs. */
static struct harness *
start_with(const char *balances)
{
	return loan_start_with(&(struct harness_options){ .width = 80 }, LOAN_OK, PRICES_NOW,
	    balances);
}

/* Lets MS pass while the list is answered. */
static void
pass(struct harness *h, int64_t ms)
{
	for (; ms > 0; ms -= 2000) {
		harness_wait(h, 2000);
		harness_answer(h, 200, LIST_SPARE);
	}
}

/* How many messages have TEXT in them, and how often they were told. */
static unsigned
told(const struct harness *h, const char *text)
{
	const struct message *message;
	unsigned count = 0;

	for (size_t age = 0; (message = messages_at(&h->app.messages, age)) != NULL; age++)
		if (strstr(message->text, text) != NULL)
			count += message->times;
	return count;
}

/* What was known stays with its age, whatever comes instead. */
TEST(what_was_known_stays)
{
	TABLE(answers, const char *body, *told) = {
		{ REFUSAL("50030", "No permission to use this API"),
		    "funding account: OKX refused: 50030" },
		{ "<html>maintenance</html>", "funding account: " },
		{ "{\"code\":\"0\",\"data\":[{\"availBal\":\"1\"}]}", "data[0] has no ccy" },
		{ "{\"code\":\"0\",\"data\":{}}", "data is not a list" },
	};

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct harness *h = start_with(FUNDING);

		harness_expect_text(h, COLUMNS);
		harness_expect_text(h, SENTENCE);
		exchange_always(h->http, OKX_ENDPOINT_BALANCES, answers[i].body);
		pass(h, 34000);
		/* Still fresh: half a minute is its interval. */
		harness_expect_text(h, SENTENCE);
		assert_true(told(h, answers[i].told) > 0);
		pass(h, 12000);
		harness_expect_text(h, "[0.54214831]");
		harness_expect_text(h,
		    " FUNDING secures nothing. It holds [$53,981.28]~ at market, ");
		harness_expect_text(h, " LOAN 12345   LTV 60.00%  OK ");
		harness_expect_text(h, " 110,000.00  ");
		harness_expect_text(h, "LIVE");
		harness_end(h);
	}
}

/* An answer that hangs, or one beyond all bounds: the loan is there at once, and stays live. */
TEST(slow_or_huge)
{
	struct harness *h = start_with(NULL);

	harness_expect_text(h, " LOAN 12345   LTV 60.00%  OK ");
	harness_expect_text(h, "<=63,157");
	harness_expect_text(h, WITHOUT);
	harness_expect_no_text(h, "unding");
	exchange_break(h->http, OKX_ENDPOINT_BALANCES, OKX_NET_ERROR_TOO_LARGE, "more than 2 MiB");
	harness_settle(h);
	assert_int_equal(told(h, "funding account: "), 1);
	exchange_always(h->http, OKX_ENDPOINT_BALANCES, FUNDING);
	pass(h, 70000);
	harness_expect_text(h, COLUMNS);
	harness_expect_text(h, SENTENCE);
	harness_end(h);
}

/* Figures that cannot be read stay out of the sum, which says so. */
TEST(in_part)
{
	struct harness *h = start_with(BALANCES(BALANCE("BTC", "0.5") "," BALANCE("XRP",
	    "1000") ","
		    "{\"ccy\":\"ETH\",\"availBal\":\"many\"},{\"ccy\":\"SOL\",\"availBal\":\"\"}"));

	harness_expect_text(h, " FUNDING secures nothing. It holds >=$44,000.00~ at market");
	harness_expect_text(h, " ETH     12.00         ?  ");
	harness_expect_text(h, " SOL    200.00         -  ");
	harness_expect_text(h, " XRP         -   1,000.0 ");
	harness_end(h);
	h = start_with(BALANCES(BALANCE("XRP", "1000")));
	harness_expect_text(h, " FUNDING secures nothing. Its value at market is not known");
	harness_end(h);
}

/* OKX's list beside the table of a loan: two tables, never mixed. */

/* The list's title is that of its own source; the loan's band is beside it unless it is OK. */
TEST(the_loan_is_not_forgotten)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_WATCH);

	harness_type(h, "v");
	harness_expect_text(h, "loan: WATCH 66.41%  LIVE");
	harness_loan(h, LOAN_OK, NULL);
	harness_expect_no_text(h, "loan: ");
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	for (int i = 0; i < 8; i++) {
		harness_wait(h, 2000);
		harness_answer(h, 200, LIST_SPARE);
	}
	harness_expect_text(h, "loan: was OK [60.00%]  LIVE");
	harness_end(h);
}

/* Both ways to send an empty list mean one thing without a loan, and another with one. */
TEST(an_empty_list)
{
	static const char *const empty[] = { NO_LOAN, NO_ASSETS };

	for (size_t i = 0; i < 2; i++) {
		struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

		harness_answer(h, 200, empty[i]);
		harness_expect_text(h,
		    " No open loan. OKX lists collateral only while a flexible loan is open; this");
		harness_expect_text(h, " says nothing about the account.");
		harness_loan(h, LOAN_OK, PRICES_NOW);
		harness_answer(h, 200, empty[i]);
		harness_type(h, "v");
		harness_expect_text(h,
		    " Nothing listed: OKX sent a list of collateral assets without rows. This says");
		harness_expect_no_text(h, "No open loan");
		harness_end(h);
	}
}

/* The loan's table says the same whichever the list holds: rows, sums, sentences, messages. */
TEST(the_meaning_of_the_list_changes_nothing)
{
	static const char *const lists[] = { LIST_SPARE, LIST_PLEDGED };
	char screens[2][24][400];

	for (size_t i = 0; i < 2; i++) {
		struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

		exchange_always(h->http, OKX_ENDPOINT_BALANCES, FUNDING);
		harness_answer(h, 200, lists[i]);
		harness_loan(h, LOAN_OK, PRICES_NOW);
		harness_answer(h, 200, lists[i]);
		harness_loan(h, LOAN_CALL, PRICES_LATER);
		harness_answer(h, 200, lists[i]);
		harness_type(h, "j");
		for (int row = 0; row < 24; row++)
			strlcpy(screens[i][row], harness_row(h, row), sizeof screens[i][row]);
		assert_int_equal(told(h, "OKX's list"), 0);
		harness_end(h);
	}
	for (int row = 0; row < 24; row++)
		assert_string_equal(screens[0][row], screens[1][row]);
}
