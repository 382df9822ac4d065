/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* Pages of lines: the detail of a row, the messages, the help. */

/* All the exchange sent, to the last digit, and what came of it. */
static void
detail(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_answer(h, 200, THREE_LATER);
	harness_type(h, "jj\r");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:04 UTC\n"
	    " DETAIL  ETH                                                         1-18 of 22\n"
	    "\n"
	    " As the exchange sent it\n"
	    " ccy          ETH\n"
	    " amt          1.5\n"
	    " notionalUsd  4890.79\n"
	    " asked        GET /api/v5/finance/flexible-loan/collateral-assets\n"
	    " of           openapi.okx.com (global)\n"
	    " account      main, PRODUCTION\n"
	    " arrived      2026-11-22 15:30:04.123 UTC, 0s old\n"
	    "\n"
	    " Computed by colltop\n"
	    " price~       notionalUsd / amt = 4890.79 / 1.5 = 3260.526666666666666667\n"
	    " share        notionalUsd / total of all rows = 4890.79 /\n"
	    "              163307.256830577605231 = 0.029948393567555473\n"
	    "\n"
	    " Since the refresh before\n"
	    " amt          1.9400755578876945 -> 1.5 (-0.4400755578876945)\n"
	    " notionalUsd  6325.6652712507 -> 4890.79 (-1434.8752712507)\n"
	    "\n"
	    "\n"
	    " 15:30:04 OKX's list: ETH 1.9400755578876945 -> 1.5\n"
	    " Esc:close  r:refresh");
	harness_end(h);
}

static void
detail_unchanged(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_answer(h, 200, THREE_LATER);
	harness_type(h, "j\r");
	harness_expect_text(h, " amt          unchanged");
	harness_expect_text(h, " notionalUsd  158292.621793314105231 -> 158300.001793314105231");
	harness_type(h, "G");
	harness_expect_text(h, "(+7.380000000000000)");
	harness_end(h);
}

/* Never a cut number, however narrow. */
static void
detail_wraps(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 30, .height = 30 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "j\r");
	harness_expect(h,
	    " PRODUCTION       LIVE  0s old\n"
	    " DETAIL  BTC       1-24 of 46\n"
	    "\n"
	    " As the exchange sent it\n"
	    " ccy\n"
	    " BTC\n"
	    " amt\n"
	    " 1.7921483143067599\n"
	    " notionalUsd\n"
	    " 158292.621793314105231\n"
	    " asked\n"
	    " GET\n"
	    " /api/v5/finance/flexible-loa\n"
	    " n/collateral-assets\n"
	    " of\n"
	    " openapi.okx.com (global)\n"
	    " account\n"
	    " main, PRODUCTION\n"
	    " arrived\n"
	    " 2026-11-22 15:30:02.123 UTC,\n"
	    " 0s old\n"
	    "\n"
	    " Computed by colltop\n"
	    " price~\n"
	    " notionalUsd / amt =\n"
	    " 158292.621793314105231 /\n"
	    " 1.7921483143067599 =\n"
	    "\n"
	    " 15:30:02 connected to ope ...\n"
	    " Esc:close  r:refresh");
	harness_end(h);
}

static void
detail_hidden(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "jx\r");
	harness_expect_text(h, "****");
	harness_expect_no_text(h, "1.79");
	harness_expect_no_text(h, "158292");
	harness_end(h);
}

/* A currency that comes twice is one row. */
static void
detail_merged(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, ASSETS(ASSET("BTC", "1.5", "100") "," ASSET("BTC", "0.25", "20.5")));
	harness_type(h, "j\r");
	harness_expect_text(h, "1.75");
	harness_expect_text(h, "120.5");
	harness_expect_text(h, "2 elements of the answer, added exactly");
	harness_end(h);
}

static void
detail_unreadable(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, PARTIAL);
	harness_type(h, "G\r");
	harness_expect_text(h,
	    " notionalUsd  about five  ? this is no decimal number: it is in no sum");
	harness_expect_text(h, " price~       notionalUsd / amt: not known");
	harness_type(h, "qk\r");
	harness_expect_text(h, " notionalUsd  - (not sent, or empty)");
	harness_expect_text(h, " share        none: the value or the total is not known");
	harness_end(h);
}

static void
messages(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_answer(h, 200, THREE_LATER);
	harness_type(h, "m");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:04 UTC\n"
	    " MESSAGES  newest first, times in UTC\n"
	    "\n"
	    " 2026-11-22 15:30:04  OKX's list: ETH 1.9400755578876945 -> 1.5\n"
	    " 2026-11-22 15:30:04  OKX's list: new: XRP\n"
	    " 2026-11-22 15:30:02  connected to openapi.okx.com\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " 15:30:04 OKX's list: ETH 1.9400755578876945 -> 1.5\n"
	    " Esc:close");
	harness_type(h, "x");
	harness_type(h, "q");
	harness_expect_text(h, "TOTAL");
	harness_end(h);
}

/* Every command, from the tables. */
static void
help(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "?");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " HELP                                                               1-18 of 188\n"
	    "\n"
	    " In the table\n"
	    " q F10               leave colltop\n"
	    " ? h F1              show every command and its keys\n"
	    " Up k                move up\n"
	    " Down j              move down\n"
	    " PgUp                move up by a page\n"
	    " PgDn                move down by a page\n"
	    " Ctrl-U              move up by half a page\n"
	    " Ctrl-D              move down by half a page\n"
	    " Home g              move to the first line\n"
	    " End G               move to the last line\n"
	    " / \\ F4              show only some currencies: btc|eth, =btc the whole name,\n"
	    "                     !btc all but\n"
	    " o F6                choose the column to sort by\n"
	    " u                   sort by USD value, largest first\n"
	    " s                   next order: value, currency, amount or funding, price\n"
	    " I                   turn the order round\n"
	    " r F5                ask the exchange now\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " Esc:close  /:search");
	harness_type(h, "q");
	harness_expect_text(h, "TOTAL");
	harness_end(h);
}

static void
help_search(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "?/sort");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " HELP  lines with \"sort\"\n"
	    "\n"
	    " In the table\n"
	    " o F6                choose the column to sort by\n"
	    " u                   sort by USD value, largest first\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " Search: sort\n"
	    " Esc:cancel  Enter:keep");
	harness_type(h, "\r");
	harness_expect_text(h, "lines with");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_text(h, "HELP");
	harness_expect_no_text(h, "lines with");
	harness_end(h);
}

static void
help_search_finds_nothing(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_type(h, "?/nonsense");
	harness_expect_text(h, "No line has these words");
	harness_end(h);
}

static void
help_scrolls(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 50, .height = 10 });

	(void)state;
	harness_type(h, "?");
	harness_expect_text(h, "1-6 of");
	harness_type(h, "\033[6~");
	harness_expect_text(h, "6-11 of");
	harness_type(h, "G");
	harness_expect_no_text(h, "6-11 of");
	harness_expect_text(h, "erase the whole line");
	harness_end(h);
}

static void
hidden_messages(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "x");
	harness_answer(h, 200, ASSETS(ASSET("BTC", "1.5", "100")));
	harness_type(h, "m");
	harness_expect_no_text(h, "1.5");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(detail),
		cmocka_unit_test(detail_unchanged),
		cmocka_unit_test(detail_wraps),
		cmocka_unit_test(detail_hidden),
		cmocka_unit_test(detail_merged),
		cmocka_unit_test(detail_unreadable),
		cmocka_unit_test(messages),
		cmocka_unit_test(help),
		cmocka_unit_test(help_search),
		cmocka_unit_test(help_search_finds_nothing),
		cmocka_unit_test(help_scrolls),
		cmocka_unit_test(hidden_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
