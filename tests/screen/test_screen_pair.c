/* SPDX-License-Identifier: ISC */
/* Figures that need prices say of when they are, and stand in brackets once that is long ago. */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>

#include "screen/loanstart.h"

/* Lets MS go by while the list goes on being answered. */
static void
pass(struct harness *h, int64_t ms)
{
	for (; ms > 0; ms -= 1000) {
		if (exchange_asked(h->http, OKX_ENDPOINT_COLLATERAL_ASSETS))
			exchange_answer(h->http, OKX_ENDPOINT_COLLATERAL_ASSETS, 200, LIST_SPARE);
		harness_wait(h, 1000);
	}
}

/* Prices hang: nothing of the pair moves, the loan's own figures go on. */
static void
old_prices(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, NULL);
	pass(h, 3000);
	harness_expect_no_text(h, "prices");
	pass(h, 8000);
	harness_expect_text(h, " LIVE  1s old  prices 11s");
	harness_expect_text(h, "88,000.00   110,000.00   62.36%  -1.20%  <=63,157");
	pass(h, 7000);
	/* A price itself is stale sooner than the pair. */
	harness_expect_text(h, "prices 18s");
	harness_expect_text(h, "[88,000.00] 110,000.00   62.36%  [-1.20%]  <=63,157");
	pass(h, 16000);
	harness_expect(h,
	    " PRODUCTION  main@global  LIVE  0s old  prices 34s  every 2s  as of 15:30:40 UTC\n"
	    " LOAN 12345   LTV 60.00%  OK           margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     [$176,400.00]~ at market\n"
	    " To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    "\n"
	    " CCY   PLEDGED      FUNDING      PRICE   PLEDGED$~ v SHARE~      24h   CALL AT~\n"
	    " BTC      1.25   0.54214831 [88,000.00][110,000.00] [62.36%] [-1.20%] [<=63,157]\n"
	    " ETH     12.00   1.94007555  [3,200.00] [38,400.00] [21.77%] [-0.85%]    [<=613]\n"
	    " SOL    200.00            -   [140.000] [28,000.00] [15.87%] [+0.30%]     [none]\n"
	    " USDT        -  63.97959597   [1.00010]          -        -   [0.00%]         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding           [176,400.00]   [100%]\n"
	    " FUNDING secures nothing. It holds [$53,981.28]~ at market\n"
	    " 15:30:20 index tickers: no good answer for 14s: these figures are stale\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* How much to pledge of a coin joins the two as well. */
static void
old_amount_to_pledge(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	harness_type(h, "j");
	harness_expect_text(h, "To pledge that much: at least 0.3788637 BTC~");
	exchange_always(h->http, OKX_ENDPOINT_LOAN_INFO, NULL);
	exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, PRICES_LATER);
	pass(h, 10000);
	harness_expect_text(h, "To pledge that much: at least 0.3788637 BTC~");
	pass(h, 30000);
	harness_expect_text(h, "To pledge that much: at least [0.3788637] BTC~");
	harness_end(h);
}

/*
 * Of a coin that is owed and pledged it takes a price to tell how far it may rise; how
 * far all may fall does not.
 */
static void
old_rise(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER("12345", COIN("BTC", "0.1") "," COIN("ETH", "45"), COIN("BTC", "1"),
		"88000", "136800", "0.6433", "0.7374", "0.8374")));

	(void)state;
	harness_expect_text(h,
	    " Margin call   if all pledged coins fall 12.7%  or if the owed BTC rises 14.6%");
	exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, NULL);
	pass(h, 40000);
	harness_expect_text(h, " Margin call   if all fall 12.7%, BTC up [14.6%]");
	harness_end(h);
}

/* Without colour nothing else tells old from new, and a phone has to say it, too. */
static void
old_prices_everywhere(void **state)
{
	static const struct {
		int width, height;
		const char *cell;
	} sizes[] = { { 120, 40, "[<=63,157]" }, { 60, 20, "[<=63,157]" }, { 50, 20, "[<=63,157]" },
		{ 50, 10, "[<=63,157]" }, { 40, 12, "[110,000.00]" }, { 30, 10, "[110,000.00]" } };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = sizes[i].width,
						   .height = sizes[i].height,
						   .no_color = true },
		    LOAN_OK);

		exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, NULL);
		pass(h, 40000);
		harness_expect_text(h, sizes[i].cell);
		harness_expect_no_text(h, " 110,000.00 ");
		harness_end(h);
	}
}

/* At the start, and after a switch, there is no pair: nothing of the last account is left. */
static void
no_pair_yet(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, NULL);
	harness_type(h, "e");
	harness_wait(h, 100);
	harness_type(h, "y");
	pass(h, 1000);
	harness_expect_text(h, "DEMO");
	harness_expect_text(h, "LOAN 12345   LTV 60.00%  OK");
	harness_expect_text(h, "market value not known");
	harness_expect_no_text(h, "110,000.00");
	harness_expect_no_text(h, "63,157");
	harness_expect_no_text(h, "prices");
	harness_end(h);
}

/*
 * While the loan is not told, prices go on: beside them stands what was so at its last
 * answer, in brackets.
 */
static void
old_loan(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	exchange_always(h->http, OKX_ENDPOINT_LOAN_INFO, NULL);
	exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, PRICES_LATER);
	pass(h, 40000);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global   STALE  39s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345  LTV [60.00%]  OLD 39s (was OK)  call [73.74%]  liq. [83.74%]\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall [18.6%]    no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall [28.3%]    pledged coins are sold\n"
	    " Owed          [100,000.00] USDT = [$100,010.00]\n"
	    " Secured by    [$166,680.00] after haircuts (OKX)   [$176,400.00]~ at market\n"
	    " To reach 50%  repay [16,668.34] USDT~   or pledge [$33,340.00]~ after haircuts\n"
	    "\n"
	    " CCY   PLEDGED      FUNDING      PRICE   PLEDGED$~ v SHARE~      24h   CALL AT~\n"
	    " BTC     [1.25]  0.54214831  87,000.00 [110,000.00] [62.36%]  -2.32%  [<=63,157]\n"
	    " ETH    [12.00]  1.94007555   3,200.00  [38,400.00] [21.77%]  -0.85%     [<=613]\n"
	    " SOL   [200.00]           -    140.000  [28,000.00] [15.87%]  +0.30%      [none]\n"
	    " USDT        -  63.97959597    1.00010           -        -    0.00%          -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding           [176,400.00]   [100%]\n"
	    " FUNDING secures nothing. It holds $53,439.13~ at market\n"
	    " 15:30:20 no good answer for 14s: these figures are stale\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* A pause keeps the rows and so their age. */
static void
paused(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 100, .height = 24 },
	    LOAN_OK);

	(void)state;
	pass(h, 2000);
	harness_type(h, "p");
	pass(h, 12000);
	harness_expect_text(h, "PAUSED 11s");
	harness_expect_no_text(h, "prices");
	/* The loan above them goes on. */
	pass(h, 30000);
	harness_expect_text(h, "[110,000.00]");
	harness_expect_text(h, "after haircuts (OKX)     $176,400.00~ at market");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(old_prices),
		cmocka_unit_test(old_amount_to_pledge),
		cmocka_unit_test(old_rise),
		cmocka_unit_test(old_prices_everywhere),
		cmocka_unit_test(no_pair_yet),
		cmocka_unit_test(old_loan),
		cmocka_unit_test(paused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
