/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/loanstart.h"

/* The account of every figure: of a currency, and of the loan. */

static struct harness *
start(int width, int height, const char *loans, const char *prices)
{
	return loan_start_at(&(struct harness_options){ .width = width, .height = height }, loans,
	    prices);
}

static void
without_prices(void **state)
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

static void
hidden(void **state)
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

/* A pause keeps the rows: their detail is of the same answer. */
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
static void
hidden_ratios(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_prices),
		cmocka_unit_test(hidden),
		cmocka_unit_test(hidden_ratios),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
