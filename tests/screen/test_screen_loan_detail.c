/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "screen/loanstart.h"

/* The account of every figure: of a currency, and of the loan. */

static struct harness *
start(int width, int height, const char *loans, const char *prices)
{
	return loan_start_at(&(struct harness_options){ .width = width, .height = height }, loans,
	    prices);
}

/* Fails unless the rows from the one that reads as EXPECTED begins read as EXPECTED. */
static void
expect_block(struct harness *h, const char *expected)
{
	size_t length = strcspn(expected, "\n");
	int row = 0;

	while (row < h->height &&
	    (strlen(harness_row(h, row)) != length ||
		strncmp(harness_row(h, row), expected, length) != 0))
		row++;
	for (; *expected != '\0'; row++) {
		length = strcspn(expected, "\n");
		if (row >= h->height || strlen(harness_row(h, row)) != length ||
		    strncmp(harness_row(h, row), expected, length) != 0) {
			for (int i = 0; i < h->height; i++)
				print_error("|%s\n", harness_row(h, i));
			fail_msg("row %d is not \"%.*s\"", row, (int)length, expected);
		}
		expected += length + (expected[length] == '\n');
	}
}

/* What the exchange sent, whence and when; each derived figure with formula and inputs. */
static void
currency(void **state)
{
	struct harness *h = start(80, 50, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "j\r");
	expect_block(h,
	    " DETAIL  BTC\n"
	    "\n"
	    " As the exchange sent it\n"
	    " ccy          BTC\n"
	    " loan         12345\n"
	    " pledged      1.25\n"
	    " asked        GET /api/v5/finance/flexible-loan/loan-info\n"
	    " arrived      2026-11-22 15:30:06.123 UTC, 0s old\n"
	    "\n"
	    " availBal     0.54214831\n"
	    " asked        GET /api/v5/asset/balances\n"
	    " arrived      2026-11-22 15:30:05.223 UTC, 1s old\n"
	    "\n"
	    " idxPx        88000\n"
	    " open24h      89068.8\n"
	    " ts           2026-11-22 15:30:02.000 UTC\n"
	    " asked        GET /api/v5/market/index-tickers\n"
	    " arrived      2026-11-22 15:30:06.123 UTC, 0s old\n"
	    "\n"
	    " of           openapi.okx.com (global)\n"
	    " account      main, PRODUCTION\n"
	    "\n"
	    " Computed by colltop\n"
	    " price p      idxPx, OKX's index\n"
	    " value~       P x p = 1.25 x 88000 = 110000.00\n"
	    " share~       value / total of all rows = 110000.00 / 176400.00 =\n"
	    "              0.623582766439909297\n"
	    " 24h          idxPx / open24h - 1 = 88000 / 89068.8 - 1 = -1.20%\n"
	    "\n"
	    " Price at which the margin call comes (CALL AT~)\n"
	    " CALL AT~     no margin call while BTC stays above 63,157\n"
	    " LTV L        0.600011999040076794, D / C\n"
	    " g            (M - L) C = (0.7374 - 0.600011999040076794) x 166680 = 22899.832\n"
	    " falling      p - g / (M h P - O) = 88000 - 22899.832 / (0.7374 x 1 x 1.25 - 0)\n"
	    "              = 63,156.1357\n"
	    " haircut h    the share of its value at which OKX counts BTC: not known, so any\n"
	    "              from 0.911636363636363636 to 1\n"
	    "              from max(0, (C - value of the others) / (P p)) = max(0, (166680 -\n"
	    "              66400) / 110000)\n"
	    "              to min(1, C / (P p)) = min(1, 166680 / 110000)\n"
	    " moment       the loan answer of 15:30:06 UTC, 0s old, and the prices asked for\n"
	    "              right after it\n"
	    " assumed      other prices, debt, thresholds and haircuts unchanged\n");
	harness_end(h);
}

/* What is owed may not rise. */
static void
owed_coin(void **state)
{
	struct harness *h = start(80, 60,
	    LOANS(ORDER("777", COIN("ETH", "45"), COIN("BTC", "1"), "88000", "136800", "0.6432",
		"0.7374", "0.8374")),
	    PRICES_NOW);

	(void)state;
	harness_type(h, "jj\r");
	expect_block(h, " DETAIL  BTC owed\n");
	harness_expect_text(h, " owed         1");
	harness_expect_text(h, " CALL AT~     no margin call while BTC stays below 100,876");
	harness_expect_text(h,
	    " rising       p + g / (O - M h P) = 88000 + 12876.32 / (1 - 0.7374 x ");
	harness_expect_text(h, "100,876.32");
	harness_end(h);
}

/* Pledged and owed: the detail shows both bounds. */
static void
both_sides(void **state)
{
	struct harness *h = start(80, 60,
	    LOANS(ORDER("5", COIN("BTC", "2") "," COIN("ETH", "40"),
		COIN("BTC", "1") "," COIN("USDT", "2000"), "90000", "150000", "0.6", "0.7374",
		"0.8374")),
	    PRICES_NOW);

	(void)state;
	harness_type(h, "j\r");
	harness_expect_text(h, " pledged      2");
	harness_expect_text(h, " owed         1");
	expect_block(h,
	    " CALL AT~     no margin call while BTC stays above 7,785\n"
	    "              no margin call while BTC stays below 113,268\n");
	harness_expect_text(h, " falling      p - g / (M h P - O) = 88000 - 20610 / (0.7374 x");
	harness_expect_text(h,
	    " rising       p + g / (O - M h P) = 88000 + 20610 / (1 - 0.7374 x 0.125 x 2) =");
	harness_end(h);
}

/* Its bound stands here, since it has no row of its own. */
static void
owed_stablecoin(void **state)
{
	struct harness *h = start(80, 60, LOAN_SAME_COIN, PRICES_NOW);

	(void)state;
	harness_type(h, "j\r");
	expect_block(h, " DETAIL  USDT\n");
	harness_expect_text(h,
	    " CALL AT~     none: the fall of USDT alone cannot cause the margin call");
	harness_expect_no_text(h, "stays below");
	harness_end(h);
	h = start(80, 60, LOAN_OK, PRICES_NOW);
	harness_type(h, "G\r");
	expect_block(h, " DETAIL  USDT\n");
	harness_expect_text(h, " owed         100000");
	harness_expect_text(h, " CALL AT~     no margin call while USDT stays below 1.22");
	harness_end(h);
}

static void
only_in_the_funding_account(void **state)
{
	struct harness *h = start(80, 60, LOAN_COIN_DEBT, PRICES_NOW);

	(void)state;
	harness_type(h, "G\r");
	expect_block(h, " DETAIL  USDT\n");
	harness_expect_text(h,
	    " It is neither pledged nor owed: what lies in the funding account secures");
	harness_expect_no_text(h, " value~ ");
	harness_end(h);
}

static void
without_prices(void **state)
{
	struct harness *h = start(80, 60, LOAN_OK, PRICES(PRICE_OPENED("BTC", "88000", "")));

	(void)state;
	harness_type(h, "j\r");
	harness_expect_text(h, " open24h      - (not sent, or empty)");
	harness_expect_text(h,
	    " 24h          idxPx / open24h - 1: not known, since one of them is not");
	harness_expect_text(h,
	    "              the price of another pledged currency is not known, so nothing");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "j\r");
	expect_block(h, " DETAIL  ETH\n");
	harness_expect_text(h, " index        - (OKX has neither an index ETH-USD nor ETH-USDT)");
	harness_expect_text(h, " price p      not known: there is no index price");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "j\r");
	expect_block(h, " DETAIL  SOL\n");
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

	(void)state;
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

	(void)state;
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

static void
paused(void **state)
{
	struct harness *h = start(80, 60, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "jp");
	harness_loan(h, LOANS(ORDER_AT("12345", "90000", "166680", "0.54")), NULL);
	harness_type(h, "\r");
	harness_expect_text(h, " LTV L        0.600011999040076794, D / C");
	harness_type(h, "\t");
	harness_expect_text(h, " curLTV                0.54");
	harness_end(h);
}

static void
loan(void **state)
{
	struct harness *h = start(80, 55, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "j\r\t");
	harness_expect_text(h, "Tab:currency");
	expect_block(h,
	    " LOAN  12345\n"
	    "\n"
	    " As the exchange sent it\n"
	    " ordId                 12345\n"
	    " curLTV                0.6\n"
	    " marginCallLTV M       0.7374\n"
	    " liqLTV Q              0.8374\n"
	    " loanNotionalUsd D     100010\n"
	    " collateralNotionalUsd 166680\n"
	    " loanData              USDT 100000\n"
	    " collateralData        BTC 1.25\n"
	    "                       ETH 12\n"
	    "                       SOL 200\n"
	    " asked                 GET /api/v5/finance/flexible-loan/loan-info\n"
	    " of                    openapi.okx.com (global)\n"
	    " account               main, PRODUCTION\n"
	    " arrived               2026-11-22 15:30:06.123 UTC, 0s old\n"
	    "\n"
	    " Computed by colltop (~), with C for collateralNotionalUsd, P and O for the\n"
	    " amounts pledged and owed, p for a price\n"
	    " D / C~                100010 / 166680 = 0.600011999040076794\n"
	    " LTV L, which judges   D / C, the worse of the two\n"
	    " band                  OK: no fall of all pledged coins by less than watch_fall\n"
	    "                       meets the margin call\n"
	    " watch_fall            15.00%, by the configuration\n"
	    " call if all fall~     1 - L / M = 1 - 0.600011999040076794 / 0.7374 = 18.63%\n"
	    " liq. if all fall~     1 - L / Q = 1 - 0.600011999040076794 / 0.8374 = 28.34%\n"
	    " assumed               thresholds, debt and haircuts unchanged\n"
	    " pledged at market~    sum of P x p = 176400\n"
	    " target t              0.5, the lower of 0.5 and 0.8 M\n"
	    " repay~                D - t C = 100010 - 0.5 x 166680 = 16670 USD\n"
	    "                       O (1 - t C / D) = 16668.34 USDT\n"
	    " or pledge~            D / t - C = 100010 / 0.5 - 166680 = 33340 USD after\n"
	    "                       haircuts; thresholds may move; OKX shows the new LTV\n"
	    "                       before you confirm\n"
	    "\n"
	    " Price of each currency, the others unchanged, at which the margin call comes\n"
	    " (CALL AT~)\n"
	    " BTC                   no margin call while BTC stays above 63,157\n"
	    " ETH                   no margin call while ETH stays above 613\n"
	    " SOL                   none: the fall of SOL alone cannot cause the margin call\n"
	    " USDT                  no margin call while USDT stays below 1.22\n");
	harness_type(h, "\t");
	expect_block(h, " DETAIL  BTC\n");
	harness_end(h);
}

static void
loan_under_call(void **state)
{
	struct harness *h = start(80, 60, LOAN_CALL, PRICES_NOW);

	(void)state;
	harness_type(h, "j\r\t");
	harness_expect_text(h, " band                  CALL: L is at M or above: OKX only warns");
	harness_expect_text(h, " call passed by~       L - M = 0.26 points");
	harness_expect_text(h, " BTC                   the margin call is there already");
	harness_end(h);
}

/* It was CALL, and L is below that edge by less than 1 %. */
static void
band_that_is_held(void **state)
{
	struct harness *h = start(80, 60, LOAN_CALL, PRICES_NOW);

	(void)state;
	harness_loan(h, LOANS(ORDER_AT("12345", "100010", "136000", "0.7353")), NULL);
	harness_type(h, "j\r\t");
	harness_expect_text(h,
	    " band                  CALL: it was so, and L is not yet 1 % below the edge");
	harness_end(h);
}

static void
loan_in_coins(void **state)
{
	struct harness *h = start(80, 60, LOAN_COIN_DEBT, PRICES_NOW);

	(void)state;
	harness_type(h, "j\r\t");
	harness_expect_text(h, " LTV L, which judges   curLTV, the worse of the two");
	harness_expect_text(h,
	    " call if owed rises~   M / L - 1 = 14.62%, if all that is owed rises");
	harness_end(h);
}

/* Figures that contradict one another, or are missing. */
static void
loan_in_doubt(void **state)
{
	struct harness *h = start(80, 60, LOANS(ORDER_AT("12345", "100010", "190000", "0.6")),
	    PRICES_NOW);

	(void)state;
	harness_type(h, "j\r\t");
	harness_expect_text(h, "! curLTV and D / C differ by more than 0.5 %, or give");
	harness_expect_text(h, "! C is more than the market value of all that is pledged");
	harness_end(h);
	h = start(80, 60, LOAN_UNKNOWN, PRICES_NOW);
	harness_type(h, "j\r\t");
	harness_expect_text(h, " curLTV                - (not sent, or empty)");
	harness_expect_text(h, " LTV L, which judges   not known: neither curLTV nor D / C is");
	harness_expect_text(h,
	    " band                  UNKNOWN: OKX sent no usable curLTV, loanNotionalUsd,");
	harness_expect_text(h, " target t              nothing told: D, C or M is not known");
	harness_end(h);
}

static void
several_loans(void **state)
{
	struct harness *h = start(80, 60,
	    LOANS(ORDER_AT("12345", "100010", "166680", "0.6") "," ORDER_AT("777", "100010",
		"150600", "0.6641")),
	    PRICES_NOW);

	(void)state;
	harness_type(h, "j\r\t");
	expect_block(h,
	    " All loans, worst first\n"
	    " 777                   LTV 66.41% WATCH, call if all fall 9.94% (this one)\n"
	    " 12345                 LTV 60.01% OK, call if all fall 18.63%\n");
	harness_end(h);
}

/* Never a cut figure, however narrow. */
static void
phone(void **state)
{
	struct harness *h = start(50, 20, LOAN_OK, PRICES_NOW);

	(void)state;
	harness_type(h, "j\r\t");
	harness_expect_text(h, " LOAN  12345 ");
	harness_expect_text(h, " collateralNotionalUsd 166680");
	harness_resize(h, 30, 20);
	harness_expect_text(h, " collateralNotionalUsd");
	harness_resize(h, 50, 10);
	harness_expect_text(h, " curLTV                0.6");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(currency),
		cmocka_unit_test(owed_coin),
		cmocka_unit_test(both_sides),
		cmocka_unit_test(owed_stablecoin),
		cmocka_unit_test(only_in_the_funding_account),
		cmocka_unit_test(without_prices),
		cmocka_unit_test(hidden),
		cmocka_unit_test(hidden_ratios),
		cmocka_unit_test(paused),
		cmocka_unit_test(loan),
		cmocka_unit_test(loan_under_call),
		cmocka_unit_test(band_that_is_held),
		cmocka_unit_test(loan_in_coins),
		cmocka_unit_test(loan_in_doubt),
		cmocka_unit_test(several_loans),
		cmocka_unit_test(phone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
