/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "screen/loanstart.h"

/* With a loan every size shows the most important first. */

/* A dozen currencies under tmux: the panel fits and the table keeps eight rows. */
static void
one_row_less(void **state)
{
	struct harness *h = loan_start_with(&(struct harness_options){ .width = 80, .height = 23 },
	    LOAN_OK, PRICES_NOW, FUNDING_DOZEN);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 60.00%  OK           margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    "\n"
	    " CCY  PLEDGED         FUNDING      PRICE   PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25      0.54214831  88,000.00  110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00      1.94007555   3,200.00   38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00               -    140.000   28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -     63.97959597    1.00010           -        -   0.00%         -\n"
	    " ADA        -    100.00000000          -           -        -       -         -\n"
	    " DOGE       -  1,000.00000000          -           -        -       -         -\n"
	    " DOT        -     10.00000000          -           -        -       -         -\n"
	    " LINK       -      3.00000000          -           -        -       -         -\n"
	    " ---------------------------------------------------------------- 1-8 of 12 ---\n"
	    " TOTAL  3 pledged  11 funding             176,400.00     100%\n"
	    " FUNDING secures nothing. It holds >=$53,981.27~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
a_dozen(void **state)
{
	struct harness *h = loan_start_with(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK, PRICES_NOW, FUNDING_DOZEN);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 60.00%  OK           margin call 73.74%   liquidation 83.74%\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    "\n"
	    " CCY  PLEDGED         FUNDING      PRICE   PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25      0.54214831  88,000.00  110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00      1.94007555   3,200.00   38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00               -    140.000   28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -     63.97959597    1.00010           -        -   0.00%         -\n"
	    " ADA        -    100.00000000          -           -        -       -         -\n"
	    " DOGE       -  1,000.00000000          -           -        -       -         -\n"
	    " DOT        -     10.00000000          -           -        -       -         -\n"
	    " LINK       -      3.00000000          -           -        -       -         -\n"
	    " LTC        -      1.00000000          -           -        -       -         -\n"
	    " ---------------------------------------------------------------- 1-9 of 12 ---\n"
	    " TOTAL  3 pledged  11 funding             176,400.00     100%\n"
	    " FUNDING secures nothing. It holds >=$53,981.27~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
one_row_less_with_fifty_loans(void **state)
{
	struct harness *h = loan_start_with(&(struct harness_options){ .width = 80, .height = 23 },
	    loan_fifty(), PRICES_NOW, FUNDING_DOZEN);

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
	    " LOAN 103   LTV 60.00%  OK             call if all fall 18.6%   and 47 more\n"
	    " CCY  PLEDGED         FUNDING      PRICE   PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25      0.54214831  88,000.00  110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00      1.94007555   3,200.00   38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00               -    140.000   28,000.00   15.87%  +0.30%      none\n"
	    " USDT       -     63.97959597    1.00010           -        -   0.00%         -\n"
	    " ADA        -    100.00000000          -           -        -       -         -\n"
	    " DOGE       -  1,000.00000000          -           -        -       -         -\n"
	    " DOT        -     10.00000000          -           -        -       -         -\n"
	    " LINK       -      3.00000000          -           -        -       -         -\n"
	    " ---------------------------------------------------------------- 1-8 of 12 ---\n"
	    " TOTAL  3 pledged  11 funding             176,400.00     100%\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
large(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 120, .height = 40 },
	    LOAN_TWO);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                                             LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 777 (1 of 2)   LTV 66.41%  WATCH   margin call 73.74%   liquidation 83.74%\n"
	    " [###########################################################################.........m..........L..................]\n"
	    " Margin call   if all pledged coins fall 9.9%       no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 20.6%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $150,600.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 24,710.99 USDT~   or pledge $49,426.92~ after haircuts\n"
	    " LOAN 12345   LTV 60.00%  OK           call if all fall 18.6%\n"
	    "\n"
	    " CCY           PLEDGED        FUNDING          PRICE        PLEDGED$~ v    SHARE~       24h      CALL AT~        LIQ AT\n"
	    " BTC              1.25     0.54214831      88,000.00       110,000.00      62.36%    -1.20%      <=76,024             -\n"
	    " ETH             12.00     1.94007555       3,200.00        38,400.00      21.77%    -0.85%       <=1,953             -\n"
	    " SOL            200.00              -        140.000        28,000.00      15.87%    +0.30%        <=65.2             -\n"
	    " USDT                -    63.97959597        1.00010                -           -     0.00%             -             -\n"
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
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ----------------------------------------------------------------------------------------------------------------------\n"
	    " TOTAL           3 pledged  3 funding                      176,400.00        100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  Enter:detail  I:reverse  o:sort  p:pause  q:quit");
	harness_end(h);
}

static void
phone(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 50, .height = 20 },
	    LOAN_OK);

	(void)state;
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " LOAN 12345  LTV 60.00%  OK  m 73.74%  L 83.74%\n"
	    " [##########################......m...L.......]\n"
	    " Margin call  if all pledged coins fall 18.6%\n"
	    " Liquidation  if all pledged coins fall 28.3%\n"
	    " Owed         100,000.00 USDT = $100,010.00\n"
	    " Secured by   $166,680.00 after haircuts (OKX)\n"
	    " To reach 50% repay 16,668.34 USDT~\n"
	    "\n"
	    " CCY   PLEDGED       PRICE    PLEDGED$~v CALL AT~\n"
	    " BTC      1.25   88,000.00   110,000.00  <=63,157\n"
	    " ETH     12.00    3,200.00    38,400.00     <=613\n"
	    " SOL    200.00     140.000    28,000.00      none\n"
	    " USDT        -     1.00010            -         -\n"
	    "\n"
	    " ------------------------------------------------\n"
	    " TOTAL  3 pledged            176,400.00\n"
	    " FUNDING $53,981.28~ secures nothing\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_end(h);
}

static void
phone_called(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 50, .height = 20 },
	    LOAN_CALL);

	(void)state;
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " LOAN 12345  LTV 74.00%  CALL  m 73.74%  L 83.74%\n"
	    " [################################m...L.......]\n"
	    " MARGIN CALL: OKX only warns. 0.26 points past it.\n"
	    " Liquidation if they fall a further 11.6%.\n"
	    " Owed         100,000.00 USDT = $100,010.00\n"
	    " Secured by   $135,150.00 after haircuts (OKX)\n"
	    " To reach 50% repay 32,432.76 USDT~\n"
	    "\n"
	    " CCY   PLEDGED       PRICE    PLEDGED$~v CALL AT~\n"
	    " BTC      1.25   88,000.00   110,000.00    called\n"
	    " ETH     12.00    3,200.00    38,400.00    called\n"
	    " SOL    200.00     140.000    28,000.00    called\n"
	    " USDT        -     1.00010            -         -\n"
	    "\n"
	    " ------------------------------------------------\n"
	    " TOTAL  3 pledged            176,400.00\n"
	    " FUNDING $53,981.28~ secures nothing\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_end(h);
}

static void
phone_coin_debt(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 50, .height = 20 },
	    LOAN_COIN_DEBT);

	(void)state;
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " LOAN 777  LTV 64.33%  WATCH  m 73.74%  L 83.74%\n"
	    " [############################....m...L.......]\n"
	    " Margin call  if all fall 12.7%, BTC up 14.6%\n"
	    " Liquidation  if all fall 23.1%, BTC up 30.1%\n"
	    " Owed         1.00 BTC = $88,000.00\n"
	    " Secured by   $136,800.00 after haircuts (OKX)\n"
	    " To reach 50% repay 0.2227664 BTC~\n"
	    "\n"
	    " CCY      PLEDGED     PRICE   PLEDGED$~v CALL AT~\n"
	    " ETH           45  3,200.00  144,000.00   <=2,792\n"
	    " BTC owed       1  88,000.0           - >=100,872\n"
	    " BTC            -  88,000.0           -         -\n"
	    " USDT           -   1.00010           -         -\n"
	    "\n"
	    " ------------------------------------------------\n"
	    " TOTAL  1 pledged            144,000.00\n"
	    " FUNDING $53,981.28~ secures nothing\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_end(h);
}

static void
phone_two_loans(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 50, .height = 20 },
	    LOAN_TWO);

	(void)state;
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " LOAN 777 (1 of 2)  LTV 66.41%  WATCH\n"
	    " [#############################...m...L.......]\n"
	    " Margin call  if all pledged coins fall 9.9%\n"
	    " Liquidation  if all pledged coins fall 20.6%\n"
	    " Owed         100,000.00 USDT = $100,010.00\n"
	    " Secured by   $150,600.00 after haircuts (OKX)\n"
	    " To reach 50% repay 24,710.99 USDT~\n"
	    " LOAN 12345  LTV 60.00%  OK\n"
	    "\n"
	    " CCY   PLEDGED       PRICE    PLEDGED$~v CALL AT~\n"
	    " BTC      1.25   88,000.00   110,000.00  <=76,024\n"
	    " ETH     12.00    3,200.00    38,400.00   <=1,953\n"
	    " SOL    200.00     140.000    28,000.00    <=65.2\n"
	    " USDT        -     1.00010            -         -\n"
	    " ------------------------------------------------\n"
	    " TOTAL  3 pledged            176,400.00\n"
	    " FUNDING $53,981.28~ secures nothing\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_end(h);
}

static void
phone_with_keyboard(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 50, .height = 10 },
	    LOAN_OK);

	(void)state;
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " LOAN 12345  LTV 60.00%  OK  m 73.74%  L 83.74%\n"
	    " Margin call  if all pledged coins fall 18.6%\n"
	    " Liquidation  if all pledged coins fall 28.3%\n"
	    " CCY   PLEDGED       PRICE    PLEDGED$~v CALL AT~\n"
	    " BTC      1.25   88,000.00   110,000.00  <=63,157\n"
	    " ETH     12.00    3,200.00    38,400.00     <=613\n"
	    " TOTAL  3 pledged            176,400.00\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_end(h);
}

static void
forty_by_twelve(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 40, .height = 12 },
	    LOAN_OK);

	(void)state;
	harness_expect(h,
	    " PRODUCTION  main           LIVE  0s old\n"
	    " LOAN 12345  LTV 60.00%  OK\n"
	    " [####################.....m..L.....]\n"
	    " Margin call  if all fall 18.6%\n"
	    " Liquidation  if all fall 28.3%\n"
	    " CCY    PLEDGED    PLEDGED$~ v CALL AT~\n"
	    " BTC       1.25   110,000.00   <=63,157\n"
	    " ETH      12.00    38,400.00      <=613\n"
	    " SOL     200.00    28,000.00       none\n"
	    " TOTAL            176,400.00\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh q:quit");
	harness_end(h);
}

static void
smallest(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 20, .height = 5 },
	    LOAN_OK);

	(void)state;
	harness_expect(h,
	    " PRODUCTION LIVE 0s\n"
	    " LTV 60.00% OK\n"
	    " Call -18.6%\n"
	    " BTC    1.2  110.0k\n"
	    " ETH   12.0  38,400");
	harness_end(h);
}

static void
smallest_coin_debt(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 20, .height = 5 },
	    LOAN_COIN_DEBT);

	(void)state;
	harness_expect(h,
	    " PRODUCTION LIVE 0s\n"
	    " LTV 64.33% WATCH\n"
	    " Call -12.7% +14.6%\n"
	    " ETH      45   144k\n"
	    " BTC o     1      -");
	harness_end(h);
}

/* No word is cut. */
static void
smallest_liquidation(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 20, .height = 5 },
	    LOAN_LIQUIDATION);

	(void)state;
	harness_expect(h,
	    " PRODUCTION LIVE 0s\n"
	    " 84.04% LIQUIDATION\n"
	    " LIQUIDATION\n"
	    " BTC    1.2  110.0k\n"
	    " ETH   12.0  38,400");
	harness_end(h);
}

static void
smaller_still(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 14, .height = 3 },
	    LOAN_OK);

	(void)state;
	harness_expect(h,
	    "PROD LIVE 0s\n"
	    " LTV 60.00% OK\n"
	    " Call -18.6%");
	harness_end(h);
}

/* A long ID leaves before any figure. */
static void
long_id(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 },
	    LOANS(ORDER_AT("1749098080505274368", "100010", "166680", "0.6")));

	(void)state;
	assert_string_equal(harness_row(h, 1),
	    " LOAN 1749098080505274368  LTV 60.00%  OK  call 73.74%  liq. 83.74%");
	harness_resize(h, 60, 24);
	assert_string_equal(harness_row(h, 1),
	    " LOAN ..274368  LTV 60.00%  OK  m 73.74%  L 83.74%");
	harness_resize(h, 40, 24);
	assert_string_equal(harness_row(h, 1), " LOAN ..274368  LTV 60.00%  OK");
	harness_resize(h, 20, 24);
	assert_string_equal(harness_row(h, 1), " LTV 60.00% OK");
	harness_end(h);
}

/* No size and no band trouble it. */
static void
any_size_in_any_band(void **state)
{
	const char *const loans[] = { LOAN_OK, LOAN_CALL, LOAN_LIQUIDATION, LOAN_UNKNOWN,
		loan_fifty(), LOAN_COIN_DEBT, LOAN_DISAGREES, NO_LOAN };
	uint32_t seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, loans[i]);

		for (int j = 0; j < 80; j++) {
			seed = seed * 1103515245 + 12345;
			harness_resize(h, 1 + (int)(seed >> 16) % 130,
			    1 + (int)(seed >> 8 & 0xff) % 60);
			harness_type(h, j % 3 == 0 ? "j" : j % 3 == 1 ? "x" : "\t");
		}
		harness_resize(h, 500, 200);
		harness_resize(h, 80, 24);
		harness_expect_text(h, "TOTAL");
		harness_end(h);
	}
}

/* Environment, age, LTV and band are there in any size worth the name. */
static void
never_leaves(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	for (int width = 20; width <= 120; width += 5)
		for (int height = 5; height <= 30; height++) {
			harness_resize(h, width, height);
			harness_expect_text(h, "PROD");
			harness_expect_text(h, "LIVE");
			harness_expect_text(h, "60.00%");
			harness_expect_text(h, "OK");
			harness_expect_text(h, "18.6%");
		}
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row_less),
		cmocka_unit_test(a_dozen),
		cmocka_unit_test(one_row_less_with_fifty_loans),
		cmocka_unit_test(large),
		cmocka_unit_test(phone),
		cmocka_unit_test(phone_called),
		cmocka_unit_test(phone_coin_debt),
		cmocka_unit_test(phone_two_loans),
		cmocka_unit_test(phone_with_keyboard),
		cmocka_unit_test(forty_by_twelve),
		cmocka_unit_test(smallest),
		cmocka_unit_test(smallest_coin_debt),
		cmocka_unit_test(smallest_liquidation),
		cmocka_unit_test(smaller_still),
		cmocka_unit_test(long_id),
		cmocka_unit_test(any_size_in_any_band),
		cmocka_unit_test(never_leaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
