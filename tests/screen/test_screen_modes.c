/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* What keys do: the prompt, the menu, hidden amounts, and the key bar of each mode. */

static void
filter_as_one_types(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "/b");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    " filter b: 1 of 3   order held\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC          1.79214831      88,325.63       158,292.62      96.12%  ########\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " SHOWN                 1                      158,292.62      96.12%\n"
	    " TOTAL            1 of 3                      164,682.65        100%\n"
	    "\n"
	    " Filter: b                                                  btc|eth  =btc  !btc\n"
	    " Esc:cancel  Enter:keep");
	harness_type(h, "tc|eth");
	harness_expect_text(h, "filter btc|eth: 2 of 3");
	harness_type(h, "\r");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    " filter btc|eth: 2 of 3\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC          1.79214831      88,325.63       158,292.62      96.12%  ########\n"
	    " ETH          1.94007555       3,260.53         6,325.67       3.84%  #\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " SHOWN                 2                      164,618.29      99.96%\n"
	    " TOTAL            2 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* The cursor stands where one types, and nowhere else. */
static void
filter_cursor(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	int row, column;

	harness_answer(h, 200, THREE);
	assert_false(harness_cursor(h, &row, &column));
	harness_type(h, "/btc");
	assert_true(harness_cursor(h, &row, &column));
	assert_int_equal(row, 12);
	assert_int_equal(column, 12);
	harness_type(h, "\033[D\033[D");
	assert_true(harness_cursor(h, &row, &column));
	assert_int_equal(column, 10);
	harness_type(h, "\r");
	assert_false(harness_cursor(h, &row, &column));
	harness_end(h);
}

static void
filter_esc_restores(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "/eth\r");
	harness_expect_no_text(h, "USDT");
	harness_type(h, "/|usdt");
	harness_expect_text(h, "USDT");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_text(h, "filter eth: 1 of 3");
	harness_expect_no_text(h, "USDT");
	harness_end(h);
}

static void
filter_matches_nothing(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "/doge\r");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    " filter doge: 0 of 3\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " No currency matches the filter doge: / changes it.\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " SHOWN                 0                               -\n"
	    " TOTAL            0 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* Letters of an input method count as they are typed. */
static void
filter_full_width(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "\357\274\217");
	harness_expect_text(h, "Filter:");
	harness_end(h);
}

static void
filter_longer_than_the_line(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 30, .height = 10 });

	(void)state;
	int row, column;

	harness_answer(h, 200, THREE);
	harness_type(h, "/abcdefghijklmnopqrstuvwxyz0123456789");
	harness_expect_text(h, "123456789");
	assert_true(harness_cursor(h, &row, &column));
	assert_in_range(column, 0, 29);
	harness_end(h);
}

static void
sort_menu(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "o");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "    CCY         the currency\n"
	    "    AMOUNT      amount as OKX lists it\n"
	    "    PRICE~      USD for one unit, computed as value / amount\n"
	    "  > VALUE-USD v value in USD as the exchange gives it\n"
	    "    SHARE       part of the total of all rows, whatever the filter shows\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " Esc:close  Enter:sort  I:reverse");
	harness_type(h, "\033[A\033[A\r");
	harness_expect_text(h, "AMOUNT v");
	harness_end(h);
}

static void
sort_menu_esc(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "oj\033");
	harness_wait(h, 200);
	harness_expect_text(h, "VALUE-USD v");
	harness_expect_no_text(h, "Sort by");
	harness_end(h);
}

/* Amounts, values, totals and prices are masked, shares stay. */
static void
hidden(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "x");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $****   as OKX lists them; ? has their meaning\n"
	    " amounts hidden\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC                ****           ****             ****      96.12%  ########\n"
	    " ETH                ****           ****             ****       3.84%  #\n"
	    " USDT               ****           ****             ****       0.04%\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                            ****        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_type(h, "x");
	harness_expect_text(h, "158,292.62");
	harness_end(h);
}

static void
key_bar_is_the_modes(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	static const char *const types[] = { "o", "/", "?", "m" };
	static const char *const bars[] = {
		" Esc:close  Enter:sort  I:reverse",
		" Esc:cancel  Enter:keep",
		" Esc:close  /:search",
		" Esc:close",
	};

	harness_answer(h, 200, THREE);
	for (size_t i = 0; i < 4; i++) {
		harness_type(h, types[i]);
		assert_string_equal(harness_row(h, 13), bars[i]);
		harness_type(h, "\033");
		harness_wait(h, 200);
	}
	harness_end(h);
}

/* Escape with a key at once is Alt with that key, and means nothing. */
static void
esc_swallows_what_follows(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "\033q");
	harness_wait(h, 300);
	assert_false(h->over);
	harness_type(h, "\033[1;5P\033OX\033]0;q\007");
	harness_wait(h, 300);
	harness_expect_text(h, "TOTAL");
	harness_type(h, "q");
	assert_true(h->over);
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filter_as_one_types),
		cmocka_unit_test(filter_cursor),
		cmocka_unit_test(filter_esc_restores),
		cmocka_unit_test(filter_matches_nothing),
		cmocka_unit_test(filter_full_width),
		cmocka_unit_test(filter_longer_than_the_line),
		cmocka_unit_test(sort_menu),
		cmocka_unit_test(sort_menu_esc),
		cmocka_unit_test(hidden),
		cmocka_unit_test(key_bar_is_the_modes),
		cmocka_unit_test(esc_swallows_what_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
