/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "screen/loanstart.h"

/* How a loan stands: each band, and what becomes of it when it is old. */

/* The picture of the design. */
static void
ok(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

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
	    " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~\n"
	    " BTC     1.25    0.54214831   88,000.00   110,000.00   62.36%  -1.20%  <=63,157\n"
	    " ETH    12.00    1.94007555    3,200.00    38,400.00   21.77%  -0.85%     <=613\n"
	    " SOL   200.00             -     140.000    28,000.00   15.87%  +0.30%      none\n"
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
watch(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_WATCH);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 66.41%  WATCH        margin call 73.74%   liquidation 83.74%\n"
	    " [#################################################.....m......L............]\n"
	    " Margin call   if all pledged coins fall 9.9%       no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall 20.6%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $150,600.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 24,710.99 USDT~   or pledge $49,426.92~ after haircuts\n"
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
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding              176,400.00     100%\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* Past the margin call the panel says what is left. */
static void
called(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_CALL);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 74.00%  CALL         margin call 73.74%   liquidation 83.74%\n"
	    " [######################################################m......L............]\n"
	    " MARGIN CALL: OKX only warns. 0.26 points past it.\n"
	    " Liquidation when pledged coins fall a further 11.6%.\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $135,150.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 32,432.76 USDT~   or pledge $64,872.00~ after haircuts\n"
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

/* In a wide terminal that is one sentence. */
static void
called_wide(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 120, .height = 24 },
	    LOAN_CALL);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                                             LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 74.00%  CALL         margin call 73.74%   liquidation 83.74%\n"
	    " [####################################################################################m..........L..................]\n"
	    " MARGIN CALL: OKX only warns. Liquidation when pledged coins fall a further 11.6%. 0.26 points past it.\n"
	    " Liquidation   if all pledged coins fall 11.6%      pledged coins are sold\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $135,150.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 32,432.76 USDT~   or pledge $64,872.00~ after haircuts\n"
	    "\n"
	    " CCY           PLEDGED        FUNDING          PRICE        PLEDGED$~ v    SHARE~       24h      CALL AT~        LIQ AT\n"
	    " BTC              1.25     0.54214831      88,000.00       110,000.00      62.36%    -1.20%        called             -\n"
	    " ETH             12.00     1.94007555       3,200.00        38,400.00      21.77%    -0.85%        called             -\n"
	    " SOL            200.00              -        140.000        28,000.00      15.87%    +0.30%        called             -\n"
	    " USDT                -    63.97959597        1.00010                -           -     0.00%             -             -\n"
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
liquidated(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_LIQUIDATION);

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345   LTV 84.04%  LIQUIDATION   margin call 73.74%   liquidation 83.74%\n"
	    " [######################################################m######L............]\n"
	    " LIQUIDATION: OKX sells pledged coins. 0.31 points past it.\n"
	    " Repay or pledge at OKX now; colltop only watches.\n"
	    " Owed          100,000.00 USDT = $100,010.00\n"
	    " Secured by    $119,000.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    " To reach 50%  repay 40,505.95 USDT~   or pledge $81,020.00~ after haircuts\n"
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

/* The word OK alone never stands beside old figures. */
static void
stale(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_OK);

	(void)state;
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 30000);
	harness_answer(h, 200, LIST_SPARE);
	harness_next_try(h, 4000);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global   STALE  32s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345  LTV [60.00%]  OLD 32s (was OK)  call [73.74%]  liq. [83.74%]\n"
	    " [############################################..........m......L............]\n"
	    " Margin call   if all pledged coins fall [18.6%]    no grace: OKX only warns\n"
	    " Liquidation   if all pledged coins fall [28.3%]    pledged coins are sold\n"
	    " Owed          [100,000.00] USDT = [$100,010.00]\n"
	    " Secured by    [$166,680.00] after haircuts (OKX)   [$176,400.00]~ at market\n"
	    " To reach 50%  repay [16,668.34] USDT~   or pledge [$33,340.00]~ after haircuts\n"
	    "\n"
	    " CCY   PLEDGED      FUNDING      PRICE   PLEDGED$~ v SHARE~      24h   CALL AT~\n"
	    " BTC     [1.25]  0.54214831  88,000.00 [110,000.00] [62.36%]  -1.20%  [<=63,157]\n"
	    " ETH    [12.00]  1.94007555   3,200.00  [38,400.00] [21.77%]  -0.85%     [<=613]\n"
	    " SOL   [200.00]           -    140.000  [28,000.00] [15.87%]  +0.30%      [none]\n"
	    " USDT        -  63.97959597    1.00010           -        -    0.00%          -\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding           [176,400.00]   [100%]\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " Cannot connect to openapi.okx.com: Connection refused. Check that this machine\n"
	    " is online and no firewall is in the way. Next try in 4s; r:now.\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

/* An alarm stays one when it is old. */
static void
stale_call(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOAN_CALL);

	(void)state;
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 300000);
	harness_answer(h, 200, LIST_SPARE);
	harness_next_try(h, 4000);
	harness_expect(h,
	    " PRODUCTION  main@global          STALE  5m02s old  every 2s  as of 15:30:06 UTC\n"
	    " LOAN 12345  LTV [74.00%]  OLD 5m02s (was CALL)  call [73.74%]  liq. [83.74%]\n"
	    " [######################################################m......L............]\n"
	    " MARGIN CALL: OKX only warns. [0.26 points] past it.\n"
	    " Liquidation when pledged coins fall a further [11.6%].\n"
	    " Owed          [100,000.00] USDT = [$100,010.00]\n"
	    " Secured by    [$135,150.00] after haircuts (OKX)   [$176,400.00]~ at market\n"
	    " To reach 50%  repay [32,432.76] USDT~   or pledge [$64,872.00]~ after haircuts\n"
	    "\n"
	    " CCY   PLEDGED      FUNDING      PRICE   PLEDGED$~ v SHARE~      24h   CALL AT~\n"
	    " BTC     [1.25]  0.54214831  88,000.00 [110,000.00] [62.36%]  -1.20%    [called]\n"
	    " ETH    [12.00]  1.94007555   3,200.00  [38,400.00] [21.77%]  -0.85%    [called]\n"
	    " SOL   [200.00]           -    140.000  [28,000.00] [15.87%]  +0.30%    [called]\n"
	    " USDT        -  63.97959597    1.00010           -        -    0.00%          -\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  3 pledged  3 funding           [176,400.00]   [100%]\n"
	    " FUNDING secures nothing. It holds $53,981.28~ at market\n"
	    " Cannot connect to openapi.okx.com: Connection refused. Check that this machine\n"
	    " is online and no firewall is in the way. Next try in 4s; r:now.\n"
	    " 15:35 no word of the loan for 5 minutes: nobody knows how far the margin ca ...\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
stale_bands_are_what_they_were(void **state)
{
	static const char *const loans[] = { LOAN_OK, LOAN_WATCH, LOAN_UNKNOWN, LOAN_CALL,
		LOAN_LIQUIDATION };
	static const char *const words[] = { "(was OK)", "(was WATCH)", "(was UNKNOWN)",
		"(was CALL)", "(was LIQUIDATION)" };

	(void)state;
	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, loans[i]);

		harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
		harness_wait(h, 20000);
		harness_expect_text(h, words[i]);
		harness_expect_no_text(h, "  OK");
		harness_resize(h, 20, 5);
		harness_expect_text(h, "was ");
		harness_end(h);
	}
}

/* A band past the margin call is reversed, with and without colours. */
static void
bands_have_their_looks(void **state)
{
	static const struct {
		const char *loans;
		bool reversed;
	} bands[] = {
		{ LOAN_OK, false },
		{ LOAN_WATCH, false },
		{ LOAN_UNKNOWN, false },
		{ LOAN_CALL, true },
		{ LOAN_LIQUIDATION, true },
	};
	static const char *const themes[] = { "dark", "light", "mono" };

	(void)state;
	for (size_t theme = 0; theme < 3; theme++)
		for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) {
			struct harness *h = loan_start(
			    &(struct harness_options){ .theme = themes[theme] }, bands[i].loans);
			int column = (int)(strstr(harness_row(h, 1), "%  ") - harness_row(h, 1)) +
			    3;

			if (bands[i].loans == bands[2].loans)
				column = (int)(strstr(harness_row(h, 1), "UNKNOWN") -
				    harness_row(h, 1));
			assert_int_equal(harness_look(h, 1, column).reversed, bands[i].reversed);
			assert_true(harness_look(h, 1, column).bold);
			harness_end(h);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ok),
		cmocka_unit_test(watch),
		cmocka_unit_test(called),
		cmocka_unit_test(called_wide),
		cmocka_unit_test(liquidated),
		cmocka_unit_test(stale),
		cmocka_unit_test(stale_call),
		cmocka_unit_test(stale_bands_are_what_they_were),
		cmocka_unit_test(bands_have_their_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
