/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "screen/exchange.h"
#include "screen/loanstart.h"

/* What is said of figures that are missing, or do not go with others, and of debts in coins. */

/* What is pledged counts as nothing. */
static void
no_cover(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_NO_COVER);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV -  LIQUIDATION       margin call 73.74%   liquidation 83.74%\n"
	    " [......................................................m......L............]\n"
	    " LIQUIDATION: the threshold is reached, OKX sells pledged coins.\n"
	    " What is pledged counts as nothing, and something is owed.\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $0.00 after haircuts (OKX)           $176,400.00~ at market\n"
	    " To reach 50%  repay 100,000.00 USDT~   or pledge $200,020.00~ after haircuts\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%    called\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%    called\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%    called\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
no_debt(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_NO_DEBT);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 0.00%  OK            margin call 73.74%   liquidation 83.74%\n"
	    " [......................................................m......L............]\n"
	    " Margin call   -  nothing is owed\n"
	    " Liquidation   -  nothing is owed\n"
	    " Owed          $0.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  already below 50%\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%         -\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%         -\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%         -\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* No LTV and nothing to compute it from. */
static void
unknown(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_UNKNOWN);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV -  UNKNOWN           margin call 73.74%   liquidation 83.74%\n"
	    " [......................................................m......L............]\n"
	    " UNKNOWN: OKX sent no usable curLTV, loanNotionalUsd, collateralNotionalUsd\n"
	    " Liquidation   if all pledged coins fall -          pledged coins are sold\n"
	    " Owed          100,000.00 USDT = -\n"
	    " Secured by    - after haircuts (OKX)               $176,400.00~ at market\n"
	    " Target        not known\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%         -\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%         -\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%         -\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* The worse of two LTVs counts, and both are shown; so far apart neither says that all is well. */
static void
disagreement(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_DISAGREES);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345  LTV 60.00% / 66.41%~ !  UNKNOWN  call 73.74%  liq. 83.74%\n"
	    " UNKNOWN: curLTV 60.00% and debt / collateral 66.41% differ by over 5%\n"
	    " Margin call   if all pledged coins fall 9.9%       no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 20.6%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $150,600.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 24,707.53 USDT~   or pledge $49,420.00~ after haircuts\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=76,021\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%   <=1,953\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%    <=65.2\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " ! LTV: OKX says 60.00%, its debt / collateral is 66.41%~; the worse one counts\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
counts_above_market(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_ABOVE_MARKET);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 50.01%  OK           margin call 73.74%   liquidation 83.74%\n"
	    " [#####################################.................m......L............]\n"
	    " Margin call   if all pledged coins fall 32.1%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 40.2%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $200,000.00 after haircuts (OKX)     ! $176,400.00~ at market\n"
	    " To reach 50%  repay 10.00 USDT~   or pledge $20.00~ after haircuts\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=36,501\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%      none\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " ! OKX counts more than what is pledged is worth at market: do not rely on it\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* A debt in a coin grows with its price. */
static void
coin_debt(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_COIN_DEBT);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 777   LTV 64.33%  WATCH          margin call 73.74%   liquidation 83.74%\n"
	    " [###############################################.......m......L............]\n"
	    " Margin call   if all pledged coins fall 12.7%  or if the owed BTC rises 14.6%\n"
	    " Liquidation   if all pledged coins fall 23.1%  or if the owed BTC rises 30.1%\n"
	    " Owed          1.00 BTC = $88,000.00\n"
	    " Secured by    $136,800.00 after haircuts (OKX)     $144,000.00~ at market\n"
	    " To reach 50%  repay 0.2227664 BTC~   or pledge $39,206.88~ after haircuts\n"
	    "\n"
	    " CCY      PLEDGED      FUNDING      PRICE   PLEDGED$~ v SHARE~    24h  CALL AT~\n"
	    " ETH           45   1.94007555   3,200.00  144,000.00  100.00% -0.85%   <=2,792\n"
	    " BTC owed       1            -  88,000.00           -        - -1.20% >=100,872\n"
	    " BTC            -   0.54214831  88,000.00           -        - -1.20%         -\n"
	    " USDT           -  63.97959597    1.00010           -        -  0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL    1 pledged  3 funding             144,000.00     100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
same_coin(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_SAME_COIN);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 888   LTV 66.67%  WATCH          margin call 73.74%   liquidation 83.74%\n"
	    " [#################################################.....m......L............]\n"
	    " Margin call   if all pledged coins fall 9.5%       no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 20.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $150,000.00 after haircuts (OKX)     $150,015.00~ at market\n"
	    " To reach 50%  repay 25,007.50 USDT~   or pledge $50,020.00~ after haircuts\n"
	    "\n"
	    " CCY  PLEDGED      FUNDING       PRICE    PLEDGED$~ v  SHARE~     24h  CALL AT~\n"
	    " USDT 150,000  63.97959597     1.00010   150,015.00   100.00%   0.00%      none\n"
	    " BTC        -   0.54214831   88,000.00            -         -  -1.20%         -\n"
	    " ETH        -   1.94007555    3,200.00            -         -  -0.85%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  1 pledged  3 funding             150,015.00      100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* Old prices make the market values old, not what OKX says of the loan. */
static void
prices_grow_old(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	exchange_always_break(h->http, OKX_ENDPOINT_INDEX_TICKERS, OKX_NET_ERROR_CONNECT,
	    "Connection refused");
	harness_wait(h, 45000);
	harness_answer(h, 200, LIST_SPARE);
	harness_expect_text(h, " LOAN 12345   LTV 60.00%  OK ");
	harness_expect_text(h,
	    " Secured by    $166,680.00 after haircuts (OKX)     [$176,400.00]~ at market");
	harness_expect_text(h, "[110,000.00]");
	harness_expect_text(h, " Index tickers: Cannot connect");
	harness_end(h);
}

/*
 * A sum that stands twice on the screen is the same twice; one of which a part is
 * missing is rounded down.
 */
static void
market_value_is_the_total(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, NO_ASSETS);
	harness_loan(h, LOAN_OK,
	    PRICES(PRICE_OPENED("BTC", "88000.006", "88000") "," PRICE_OPENED("ETH", "3200",
		"3200") "," PRICE_OPENED("SOL", "140", "140")));
	harness_expect_text(h, "$176,400.01~ at market");
	harness_expect_text(h, " TOTAL  3 pledged  0 funding            176,400.01      100%");
	harness_loan(h, LOAN_OK,
	    PRICES(
		PRICE_OPENED("BTC", "88000.006", "88000") "," PRICE_OPENED("ETH", "3200", "3200")));
	harness_expect_text(h, ">=$148,400.00~ at market");
	harness_end(h);
}

/* Without any price the market value is not known. */
static void
no_prices(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, NO_ASSETS);
	harness_loan(h, LOAN_OK, NULL);
	harness_expect_text(h,
	    " Secured by    $166,680.00 after haircuts (OKX)     market value not known");
	harness_end(h);
}

#define ORDER_OF(figures, lists) "{\"ordId\":\"12345\"," figures lists "\"riskWarningData\":[]}"
#define FIGURES(debt, secured, ltv, call, liquidation) \
	"\"loanNotionalUsd\":\"" debt "\",\"collateralNotionalUsd\":\"" secured \
	"\",\"curLTV\":\"" ltv "\",\"marginCallLTV\":\"" call "\",\"liqLTV\":\"" liquidation "\","
#define BOTH_LISTS \
	"\"loanData\":[" COIN("USDT", "50000") "],\"collateralData\":[" THREE_PLEDGED "],"

/* Why nobody can say that all is well, in the gauge's place: every figure stays. */
static void
reasons_of_doubt(void **state)
{
	static const struct {
		const char *loans, *wide, *narrow, *distance;
	} cases[] = {
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "73.74", "83.74"), BOTH_LISTS)),
		    " UNKNOWN: a margin call LTV of 7,374.00% is not plausible",
		    " UNKNOWN: a threshold is not plausible", " fall 99.3%" },
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "1.2", "1.3"), BOTH_LISTS)),
		    " UNKNOWN: a margin call LTV of 120.00% is not plausible",
		    " UNKNOWN: a threshold is not plausible", " fall 58.3%" },
		{ LOANS(
		      ORDER_OF(FIGURES("52000", "100000", "0.60", "0.7374", "0.8374"), BOTH_LISTS)),
		    " UNKNOWN: curLTV 60.00% and debt / collateral 52.00% differ by over 5%",
		    " UNKNOWN: curLTV and debt / collateral differ", " fall 18.6%" },
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "0.7374", "0.8374"),
		      "\"loanData\":null,")),
		    " UNKNOWN: OKX sent no usable loanData, collateralData",
		    " UNKNOWN: OKX did not send all lists", " fall 32.1%" },
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "0.7374", ""), BOTH_LISTS)),
		    " UNKNOWN: OKX sent no usable liqLTV", " UNKNOWN: OKX sent no usable liqLTV",
		    " fall 32.1%" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80,
						   .height = 24 },
		    cases[i].loans);

		assert_non_null(strstr(harness_row(h, 1), "UNKNOWN"));
		assert_string_equal(harness_row(h, 2), cases[i].wide);
		assert_non_null(strstr(harness_row(h, 3), cases[i].distance));
		assert_non_null(strstr(harness_row(h, 7), "To reach 50%"));
		harness_resize(h, 50, 20);
		assert_string_equal(harness_row(h, 2), cases[i].narrow);
		assert_non_null(strstr(harness_row(h, 3), cases[i].distance));
		/* With the keyboard up the reason stays, as nothing matters more. */
		harness_resize(h, 50, 10);
		assert_string_equal(harness_row(h, 2), cases[i].narrow);
		harness_end(h);
	}
}

/*
 * Less than nothing is not known, in the table as in the panel: in no share, no total
 * and no market value.
 */
static void
less_than_nothing(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER("1", COIN("BTC", "-0.01") "," COIN("ETH", "1"), COIN("ETH", ""), "1000",
		"2400", "0.4167", "0.7374", "0.8374")));

	(void)state;
	harness_expect_text(h,
	    " Secured by    $2,400.00 after haircuts (OKX)       >=$3,200.00~ at market");
	harness_expect_text(h, ">=3,200.00 +1");
	harness_expect_text(h, "<=100.00%");
	harness_expect_no_text(h, "-0.01");
	harness_expect_no_text(h, "-880");
	harness_type(h, "/=btc\r");
	harness_wait(h, 200);
	harness_type(h, "j\r");
	harness_expect_text(h, "-0.01  ? this is below 0, which it cannot be: it is in no sum");
	harness_end(h);
}

/* The LTV that counts says what is to be repaid, also where debt / collateral is at the target. */
static void
remedies_of_the_worse_ltv(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER_OF(FIGURES("52000", "100000", "0.60", "0.7374", "0.8374"),
		"\"loanData\":[" COIN("USDT", "52000") "],\"collateralData\":[" THREE_PLEDGED
						       "],")));

	(void)state;
	assert_string_equal(harness_row(h, 7),
	    " To reach 50%  repay 10,000.00 USDT~   or pledge $20,000.00~ after haircuts");
	harness_loan(h,
	    LOANS(ORDER_OF(FIGURES("50000", "100000", "0.72", "0.7374", "0.8374"), BOTH_LISTS)),
	    NULL);
	assert_string_equal(harness_row(h, 7),
	    " To reach 50%  repay 22,000.00 USDT~   or pledge $44,000.00~ after haircuts");
	harness_loan(h,
	    LOANS(ORDER_OF(FIGURES("51000", "100000", "0.52", "0.7374", "0.8374"),
		"\"loanData\":[" COIN("USDT", "51000") "],\"collateralData\":[" THREE_PLEDGED
						       "],")),
	    NULL);
	assert_string_equal(harness_row(h, 7),
	    " To reach 50%  repay 2,000.00 USDT~   or pledge $4,000.00~ after haircuts");
	harness_end(h);
}

/* Repaid, while the LTV is still the old one. */
static void
repaid_a_moment_ago(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER_OF(FIGURES("0", "100000", "0.80", "0.7374", "0.8374"),
		"\"loanData\":[],\"collateralData\":[" THREE_PLEDGED "],")));

	(void)state;
	assert_string_equal(harness_row(h, 1),
	    " LOAN 12345  LTV 80.00% / 0.00%~ !  OK  call 73.74%  liq. 83.74%");
	assert_string_equal(harness_row(h, 3), " Margin call   -  nothing is owed");
	harness_expect_text(h, " ! OKX says LTV 80.00%, although its debt is 0: nothing is owed");
	harness_resize(h, 50, 20);
	harness_expect_text(h, " ! LTV 80.00%, but debt 0");
	harness_end(h);
}

/* A call that one figure shows stands beside a doubt, which is said too. */
static void
call_in_doubt(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER_OF(FIGURES("74000", "100000", "0.74", "0.7374", "83.74"), BOTH_LISTS)));

	(void)state;
	assert_non_null(strstr(harness_row(h, 1), "CALL"));
	assert_non_null(strstr(harness_row(h, 3), "MARGIN CALL: OKX only warns."));
	harness_expect_text(h, " ! a liquidation LTV of 8,374.00% is not plausible");
	harness_end(h);
}

#define SOL_OWED "\"loanData\":[" COIN("SOL", "500") "],\"collateralData\":[" COIN("ETH", "40") "],"
#define TWO_OWED \
	"\"loanData\":[" COIN("BTC", "0.5") "," COIN("SOL", \
	    "200") "],\"collateralData\":[" COIN("ETH", "40") "],"

/* What has to rise is never written like what has to fall, whatever room there is. */
static void
rises_and_falls(void **state)
{
	static const struct {
		const char *loans;
		int width;
		const char *rows[2];
	} cases[] = {
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    80,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation when pledged coins fall a further 11.2% or SOL rises 12.6%." } },
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    64,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation if they fall a further 11.2% or SOL rises 12.6%." } },
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    50,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liq. -11.2% or SOL rises 12.6%" } },
		{ LOANS(
		      ORDER_OF(FIGURES("72000", "96900", "0.7430", "0.7374", "0.8374"), TWO_OWED)),
		    80,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation if they fall a further 11.2% or what is owed rises 12.7%." } },
		{ LOANS(ORDER_OF(FIGURES("60000", "94200", "0.637", "0.7374", "0.8374"), SOL_OWED)),
		    50,
		    { " Margin call  if all fall 13.6%, SOL up 15.7%",
			" Liquidation  if all fall 23.9%, SOL up 31.4%" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = cases[i].width,
						   .height = 24 },
		    cases[i].loans);

		assert_string_equal(harness_row(h, 3), cases[i].rows[0]);
		assert_string_equal(harness_row(h, 4), cases[i].rows[1]);
		harness_end(h);
	}
}

/* What would be no relief is not offered; what is reached is no aim. */
static void
targets_in_words(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	h->settings.terms.has_target = true;
	h->settings.terms.target = decimal_from(7125, 4);
	harness_answer(h, 200, LIST_SPARE);
	assert_string_equal(harness_row(h, 7),
	    " To reach 71.25% refused: so near the margin call it brings no relief");
	h->settings.terms.target = decimal_from(65, 2);
	harness_answer(h, 200, LIST_SPARE);
	assert_string_equal(harness_row(h, 7), " To reach 65%  already below 65%");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_cover),
		cmocka_unit_test(no_debt),
		cmocka_unit_test(unknown),
		cmocka_unit_test(disagreement),
		cmocka_unit_test(counts_above_market),
		cmocka_unit_test(coin_debt),
		cmocka_unit_test(same_coin),
		cmocka_unit_test(prices_grow_old),
		cmocka_unit_test(market_value_is_the_total),
		cmocka_unit_test(no_prices),
		cmocka_unit_test(rises_and_falls),
		cmocka_unit_test(less_than_nothing),
		cmocka_unit_test(reasons_of_doubt),
		cmocka_unit_test(remedies_of_the_worse_ltv),
		cmocka_unit_test(repaid_a_moment_ago),
		cmocka_unit_test(call_in_doubt),
		cmocka_unit_test(targets_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
