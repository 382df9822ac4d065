/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include <bsd/string.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* The table: what stands where, and what is said in its place when there is nothing. */

/* The picture of the documentation: three currencies on 80 by 24. */
static void
documentation(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 1000);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  1s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
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
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* What tmux leaves. */
static void
one_row_less(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 23 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 1000);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  1s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
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
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* From 100 columns on the change since the last refresh joins. */
static void
changes_from_100_columns(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 120, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_answer(h, 200, THREE_LATER);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                                             LIVE  0s old  every 2s  as of 15:30:04 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $163,307.26   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE         dLAST\n"
	    " BTC          1.79214831  88,329.74           158,300.00      96.93%         +7.38  #################################\n"
	    " ETH          1.50000000   3,260.53             4,890.79       2.99%         moved  #\n"
	    " USDT        63.97959597       1.00602             64.37       0.04%          0.00\n"
	    " XRP        100.00000000       0.521000            52.10       0.03%           new\n"
	    " ----------------------------------------------------------------------------------------------------------------------\n"
	    " TOTAL            4 of 4                      163,307.26        100%\n"
	    "\n"
	    " 15:30:04 OKX's list: ETH 1.9400755578876945 -> 1.5\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  Enter:detail  I:reverse  q:quit");
	harness_end(h);
}

/* Values that are not known make the total a lower bound and the shares upper bounds. */
static void
totals_with_unknown_values(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, PARTIAL);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  >=$100,000.00 +2 unknown\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC                   1      50,000.00        50,000.00    <=50.00%  ####\n"
	    " ETH                   2      25,000.00        50,000.00    <=50.00%  ####\n"
	    " SOL                   3              -                -           -\n"
	    " XRP                   4              ?                ?           ?\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            4 of 4                    >=100,000.00 +2 unknown\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* Values below 1 USD become one line, and stay in the total. */
static void
folded(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, SMALL);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $90,000.53   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT             PRICE~        VALUE-USD v     SHARE\n"
	    " BTC                   1  90,000.00                90,000.00     >99.99%  #####\n"
	    " DOGE                  2       0.250000                 0.50      <0.01%\n"
	    " SHIB              3,000       0.0000103333             0.03      <0.01%\n"
	    " PEPE                 10       0.0000100000            <0.01      <0.01%\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            4 of 4                           90,000.53        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_type(h, "z");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $90,000.53   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC                   1      90,000.00        90,000.00     >99.99%  #########\n"
	    " 3 below 1 USD                                      0.53      <0.01%\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            4 of 4                       90,000.53        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_type(h, "z");
	harness_expect_text(h, "PEPE");
	harness_end(h);
}

/* The rule says which rows are in sight; the selection stays in sight. */
static void
scrolled(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, FORTY);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $32,800.00   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " C01                   1       1,600.00         1,600.00       4.88%  #\n"
	    " C02                   1       1,560.00         1,560.00       4.76%  #\n"
	    " C03                   1       1,520.00         1,520.00       4.63%  #\n"
	    " C04                   1       1,480.00         1,480.00       4.51%  #\n"
	    " ---------------------------------------------------------------- 1-4 of 40 ---\n"
	    " TOTAL          40 of 40                       32,800.00        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_type(h, "G");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $32,800.00   as OKX lists them; ? has their meaning\n"
	    " order held\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " C37                   1       160.000            160.00       0.49%\n"
	    " C38                   1       120.000            120.00       0.37%\n"
	    " C39                   1        80.0000            80.00       0.24%\n"
	    " C40                   1        40.0000            40.00       0.12%\n"
	    " -------------------------------------------------------------- 37-40 of 40 ---\n"
	    " TOTAL          40 of 40                       32,800.00        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_type(h, "kkk");
	harness_expect_text(h, "37-40 of 40");
	harness_type(h, "g");
	harness_expect_text(h, "1-4 of 40");
	harness_end(h);
}

/* The columns have room for what is out of sight: nothing moves. */
static void
scrolling_moves_nothing(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });
	char header[200];

	(void)state;
	harness_answer(h, 200,
	    ASSETS(ASSET("A", "7", "70000") "," ASSET("B", "6", "60000") "," ASSET("C", "5",
		"50000") "," ASSET("D", "4", "40000") "," ASSET("E", "3",
		"30000") "," ASSET("FLONGNAME", "0.000000001", "0.00002") "," ASSET("G",
		"12345678.125", "111111103125") "," ASSET("H", "-1", "-9000")));
	harness_type(h, "s");
	harness_expect_text(h,
	    " A                   7.00000000      10,000.00           70,000.00      <0.01%");
	strlcpy(header, harness_row(h, 4), sizeof header);
	harness_type(h, "G");
	assert_string_equal(harness_row(h, 4), header);
	harness_expect_text(h,
	    " FLONGNAME          <0.00000001      20,000.00               <0.01      <0.01%");
	harness_expect_text(h,
	    " G          12,345,678.12500000       9,000.00  111,111,103,125.00     >99.99%");
	harness_end(h);
}

/* All of an old row is dim, its name and bar as well. */
static void
stale_rows_are_dim(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });
	int bar;

	(void)state;
	harness_answer(h, 200, THREE);
	bar = harness_look(h, 5, 71).color;
	assert_true(harness_look(h, 5, 1).bold);
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 30000);
	harness_expect_text(h, "STALE");
	assert_false(harness_look(h, 5, 1).bold);
	assert_int_equal(harness_look(h, 5, 1).color, harness_look(h, 5, 20).color);
	assert_true(harness_look(h, 5, 71).reversed);
	assert_int_not_equal(harness_look(h, 5, 71).color, bar);
	harness_end(h);
}

/* The selection stays on its currency when the order changes. */
static void
selection_follows_its_currency(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "jj");
	assert_true(harness_look(h, 6, 1).reversed);
	assert_false(harness_look(h, 5, 1).reversed);
	harness_type(h, "I");
	assert_true(harness_look(h, 6, 1).reversed);
	harness_type(h, "s");
	assert_string_equal(h->app.selected, "ETH");
	harness_expect_text(h, "CCY ^");
	harness_end(h);
}

/* Shortly after a move rows do not change places. */
static void
order_is_held_after_a_move(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "j");
	harness_answer(h, 200, ASSETS(ASSET("BTC", "1", "10") "," ASSET("ETH", "1", "20")));
	harness_expect_text(h, "order held");
	assert_non_null(strstr(harness_row(h, 5), "BTC"));
	harness_wait(h, 5000);
	harness_expect_no_text(h, "order held");
	assert_non_null(strstr(harness_row(h, 5), "ETH"));
	harness_end(h);
}

/* Every common order has its mark. */
static void
sorted_in_turn(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect_text(h, "VALUE-USD v");
	harness_type(h, "s");
	harness_expect_text(h, "CCY ^");
	harness_type(h, "s");
	harness_expect_text(h, "AMOUNT v");
	harness_type(h, "s");
	harness_expect_text(h, "PRICE~ v");
	harness_type(h, "I");
	harness_expect_text(h, "PRICE~ ^");
	harness_type(h, "u");
	harness_expect_text(h, "VALUE-USD v");
	harness_end(h);
}

/* With one currency asked for there are no shares. */
static void
one_currency_only(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .ccy = "BTC" });

	(void)state;
	harness_answer(h, 200, ASSETS(ASSET("BTC", "1.5", "132000")));
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX) BTC only  $132,000.00\n"
	    " ccy=BTC only\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC                 1.5      88,000.00       132,000.00           -\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            1 of 1                      132,000.00\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* What is too wide gives way: never a cut number. */
static void
long_names_and_numbers(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200,
	    ASSETS(
		ASSET("AVERYLONGNAMEOFACURRENCYTHATGOESONANDON", "123456789012345678901234567890.5",
		    "123456789012345678901234567890.12") "," ASSET("B", "0.000000000000000001",
		    "0.0000001")));
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $123,456,789,012,345,678,901,234,567,890.12\n"
	    "\n"
	    " CCY                               AMOUNT                   VALUE-USD v   SHARE\n"
	    " AVERYLONGNAMEOFACURRENCYTH             *  123,456,789,012,345,678.9T   >99.99%\n"
	    " B                            <0.00000001                       <0.01    <0.01%\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL  2 of 2             123,456,789,012,345,678,901,234,567,890.12      100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documentation),
		cmocka_unit_test(one_row_less),
		cmocka_unit_test(changes_from_100_columns),
		cmocka_unit_test(totals_with_unknown_values),
		cmocka_unit_test(folded),
		cmocka_unit_test(scrolled),
		cmocka_unit_test(scrolling_moves_nothing),
		cmocka_unit_test(stale_rows_are_dim),
		cmocka_unit_test(selection_follows_its_currency),
		cmocka_unit_test(order_is_held_after_a_move),
		cmocka_unit_test(sorted_in_turn),
		cmocka_unit_test(one_currency_only),
		cmocka_unit_test(long_names_and_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
