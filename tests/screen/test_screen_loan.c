/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <bsd/string.h>

#include "screen/exchange.h"
#include "screen/loanstart.h"

/* The frame of a screen with a loan: several orders, none, what is hidden, what happened. */

#define NOT_IN_DEMO REFUSAL("50038", "This feature is unavailable in demo trading")

/* The worse one is watched, the other one has a line. */
static void
two_loans(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_TWO);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 777 (1 of 2)  LTV 66.41%  WATCH  call 73.74%  liq. 83.74%\n"
	    " [#################################################.....m......L............]\n"
	    " Margin call   if all pledged coins fall 9.9%       no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 20.6%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $150,600.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 24,710.99 USDT~   or pledge $49,426.92~ after haircuts\n"
	    " LOAN 12345   LTV 60.00%  OK           call if all fall 18.6%\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=76,024\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%   <=1,953\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%    <=65.2\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
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

/* The title tells of the worse one when the person watches another. */
static void
another_is_worse(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_TWO);

	(void)state;
	harness_type(h, "\t");
	harness_expect(h,
	    " PRODUCTION  main@global          worst: WATCH  LIVE  0s old  as of 15:30:06 UTC\n"
	    " LOAN 12345 (2 of 2)   LTV 60.00%  OK   margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    " LOAN 777   LTV 66.41%  WATCH          call if all fall 9.9%\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
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
fifty_loans(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    loan_fifty());

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 101 (1 of 50)   LTV 60.00%  OK   margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    " LOAN 102   LTV 60.00%  OK             call if all fall 18.6%\n"
	    " LOAN 103   LTV 60.00%  OK             call if all fall 18.6%\n"
	    " LOAN 104   LTV 60.00%  OK             call if all fall 18.6%   and 46 more\n"
	    "\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
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
no_loan(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, NO_LOAN);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    "\n"
	    " No open loan. OKX lists collateral only while a flexible loan is open; this\n"
	    " says nothing about the account.\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* That there was no loan says little once it is old. */
static void
no_loan_grows_old(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 20000);
	harness_answer(h, 200, THREE);
	harness_expect_text(h, " LOAN  OLD 22s (was: no open flexible loan)");
	harness_end(h);
}

/* Demo trading has no flexible loans. */
static void
not_offered_in_demo(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	exchange_always(h->http, OKX_ENDPOINT_LOAN_INFO, NOT_IN_DEMO);
	harness_type(h, "e");
	harness_type(h, "y");
	harness_answer(h, 200, NOT_IN_DEMO);
	harness_next_try(h, 300000);
	harness_expect(h,
	    " colltop  DEMO  main@global                                NO DATA  0s  every 2s\n"
	    " LOAN  OKX does not offer flexible loans in demo trading (50038). Your demo key\n"
	    "       works.  e: production\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    "\n"
	    " Not offered: OKX has no flexible loans here for this account. This says\n"
	    " nothing about what the account holds.\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " Press e, or start with --production, to watch real figures, which needs a\n"
	    " production key; --simulate shows invented ones. Next try in 5m00s; r:now.\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort p:pause m:messages e:to PRODUCTION q:quit");
	harness_resize(h, 120, 24);
	harness_expect_text(h,
	    " LOAN  OKX does not offer flexible loans in demo trading (50038). Your demo key works.  "
	    "e: production");
	harness_end(h);
}

/* Before the first answer nobody knows. */
static void
connecting(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	exchange_always(h->http, OKX_ENDPOINT_LOAN_INFO, NULL);
	harness_type(h, "e");
	harness_type(h, "y");
	harness_expect_text(h, " LOAN  not known yet: asking OKX");
	harness_end(h);
}

/* Never as if there were no loan. */
static void
loan_info_fails_at_first(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	exchange_always_break(h->http, OKX_ENDPOINT_LOAN_INFO, OKX_NET_ERROR_CONNECT,
	    "Connection refused");
	harness_type(h, "e");
	harness_type(h, "y");
	harness_answer(h, 200, THREE);
	harness_next_try(h, 4000);
	harness_expect(h,
	    " colltop  DEMO  main@global                                NO DATA  0s  every 2s\n"
	    " LOAN  NOT KNOWN: no usable answer to loan info yet. There may be one.\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC          1.79214831   88,325.63          158,292.62      96.12%  ########\n"
	    " ETH          1.94007555    3,260.53            6,325.67       3.84%  #\n"
	    " USDT        63.97959597        1.00602            64.37       0.04%\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    " Cannot connect to openapi.okx.com: Connection refused. Check that this machine\n"
	    " is online and no firewall is in the way. Next try in 4s; r:now.\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort p:pause m:messages e:to PRODUCTION q:quit");
	harness_loan(h, LOAN_OK, NULL);
	harness_expect_text(h, " LOAN 12345   LTV 60.00%  OK ");
	harness_end(h);
}

/* LTV, bands, distances and shares stay. */
static void
amounts_are_hidden(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	harness_type(h, "x");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 60.00%  OK           margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          **** USDT = $****\n"
	    " Secured by    $**** after haircuts (OKX)           $****~ at market\n"
	    " To reach 50%  repay **** USDT~   or pledge $****~ after haircuts\n"
	    " amounts hidden\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     ****          ****        ****         ****   62.36%  -1.20%      ****\n"
	    " ETH     ****          ****        ****         ****   21.77%  -0.85%      ****\n"
	    " SOL     ****          ****        ****         ****   15.87%  +0.30%      ****\n"
	    " USDT    ****          ****        ****         ****        -   0.00%      ****\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding                    ****     100%\n"
	    " FUNDING secures nothing. It holds $****~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* A pause freezes rows, not the alarm. */
static void
paused(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	harness_type(h, "p");
	harness_wait(h, 3500);
	harness_expect_text(h, "s  60.00% OK  3s old");
	harness_loan(h, LOAN_WATCH, NULL);
	harness_expect_no_text(h, "PAUSED");
	harness_expect_text(h, " LTV 66.41%  WATCH");
	harness_end(h);
}

/* What it would take of it, and what there is. */
static void
cursor_on_a_currency(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	harness_type(h, "j");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 60.00%  OK           margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    " order held\n"
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -   63.97959597     1.00010            -        -   0.00%         -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " To pledge that much: at least 0.3788637 BTC~\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* Under what-if the real figures stay where they are. */
static void
what_if_below_the_real_figures(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);
	char before[3][200];

	(void)state;
	for (int row = 0; row < 3; row++)
		strlcpy(before[row], harness_row(h, row), sizeof before[row]);
	harness_type(h, "t");
	for (int row = 0; row < 3; row++)
		assert_string_equal(harness_row(h, row), before[row]);
	harness_expect_text(h, "WHAT-IF, NOT REAL");
	harness_resize(h, 20, 5);
	harness_expect_text(h, "LTV 60.00% OK");
	harness_end(h);
}

/* What-if stands on the key bar only where there is a loan. */
static void
key_bar(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	assert_string_equal(harness_row(h, 23),
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_loan(h, NO_LOAN, NULL);
	assert_string_equal(harness_row(h, 23),
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_loans),
		cmocka_unit_test(another_is_worse),
		cmocka_unit_test(fifty_loans),
		cmocka_unit_test(no_loan),
		cmocka_unit_test(no_loan_grows_old),
		cmocka_unit_test(not_offered_in_demo),
		cmocka_unit_test(connecting),
		cmocka_unit_test(loan_info_fails_at_first),
		cmocka_unit_test(amounts_are_hidden),
		cmocka_unit_test(paused),
		cmocka_unit_test(cursor_on_a_currency),
		cmocka_unit_test(what_if_below_the_real_figures),
		cmocka_unit_test(key_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
