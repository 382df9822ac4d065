/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include <bsd/string.h>

#include "app/messages.h"
#include "screen/loanstart.h"

/* OKX's list beside the table of a loan: two tables, never mixed. */

static struct harness *
start(int width, int height)
{
	return loan_start(&(struct harness_options){ .width = width, .height = height }, LOAN_OK);
}

static void
turned_to(void **state)
{
	struct harness *h = start(80, 24);

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "v");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:06 UTC\n"
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
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:06 OKX's list: USDT 63.97959597 -> 63.9795959720319628\n"
	    " ?:help  /:filter  r:refresh  o:sort  m:messages  v:loan  e:to DEMO  q:quit");
	harness_type(h, "v");
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
	    " 15:30:06 OKX's list: USDT 63.97959597 -> 63.9795959720319628\n"
	    " ?:help  /:filter  r:refresh  t:what-if  v:OKX's list  e:to DEMO  q:quit");
	harness_end(h);
}

static void
phone(void **state)
{
	struct harness *h = start(50, 20);

	(void)state;
	harness_answer(h, 200, THREE);
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
	    " 15:30:06 OKX's list: USDT 63.97959597 -> 63.9 ...\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_type(h, "v");
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65\n"
	    "\n"
	    " CCY        AMOUNT     PRICE~   VALUE-USD v SHARE\n"
	    " BTC    1.79214831  88,325.63  158,292.62  96.12%\n"
	    " ETH    1.94007555   3,260.53    6,325.67   3.84%\n"
	    " USDT  63.97959597    1.00602       64.37   0.04%\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " ------------------------------------------------\n"
	    " TOTAL      3 of 3             164,682.65    100%\n"
	    "\n"
	    " 15:30:06 OKX's list: USDT 63.97959597 -> 63.9 ...\n"
	    " ?:help /:filter r:refresh o:sort v:loan q:quit");
	harness_resize(h, 50, 10);
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65\n"
	    " CCY        AMOUNT     PRICE~   VALUE-USD v SHARE\n"
	    " BTC    1.79214831  88,325.63  158,292.62  96.12%\n"
	    " ETH    1.94007555   3,260.53    6,325.67   3.84%\n"
	    " USDT  63.97959597    1.00602       64.37   0.04%\n"
	    "\n"
	    " TOTAL      3 of 3             164,682.65    100%\n"
	    " 15:30:06 OKX's list: USDT 63.97959597 -> 63.9 ...\n"
	    " ?:help /:filter r:refresh o:sort v:loan q:quit");
	harness_end(h);
}

/* The row of the screen that begins with NAME, or -1. */
static int
row_of(struct harness *h, const char *name)
{
	for (int row = 0; row < h->height; row++)
		if (strncmp(harness_row(h, row), name, strlen(name)) == 0)
			return row;
	return -1;
}

/* How many messages have TEXT in them. */
static unsigned
told(const struct harness *h, const char *text)
{
	const struct message *message;
	unsigned count = 0;

	for (size_t age = 0; (message = messages_at(&h->app.messages, age)) != NULL; age++)
		count += strstr(message->text, text) != NULL;
	return count;
}

static void
filter_order_fold_and_hide_are_those_of_both(void **state)
{
	struct harness *h = start(80, 24);

	(void)state;
	harness_answer(h, 200,
	    ASSETS(ASSET("BTC", "2", "176000") "," ASSET("ETH", "3", "9600") "," ASSET("XRP", "1",
		"0.5")));
	harness_type(h, "/btc|xrp\r");
	harness_expect_text(h, " filter btc|xrp: 1 of 4");
	harness_type(h, "v");
	harness_expect_text(h, " filter btc|xrp: 2 of 3");
	harness_expect_text(h,
	    " TOTAL            2 of 3                      185,600.50        100%");
	harness_type(h, "z");
	harness_expect_text(h, " 1 below 1 USD ");
	harness_type(h, "x");
	harness_expect_no_text(h, "176,000");
	harness_type(h, "v");
	harness_expect_no_text(h, "110,000");
	harness_expect_text(h, " amounts hidden");
	harness_end(h);
}

/*
 * One choice of an order is one for both tables, and the menu names the columns of the
 * one that stands.
 */
static void
orders(void **state)
{
	struct harness *h = start(80, 40);

	(void)state;
	harness_type(h, "ss");
	harness_expect_text(h, "FUNDING v");
	harness_type(h, "v");
	harness_expect_text(h, "AMOUNT v");
	harness_expect_no_text(h, "FUNDING");
	harness_type(h, "I");
	harness_expect_text(h, "AMOUNT ^");
	assert_true(row_of(h, " BTC ") < row_of(h, " USDT "));
	harness_type(h, "s");
	harness_expect_text(h, "PRICE~ v");
	harness_type(h, "o");
	harness_expect_text(h, "|   AMOUNT      amount as OKX lists it");
	harness_expect_no_text(h, "FUNDING");
	harness_expect_no_text(h, "CALL AT");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "vo");
	harness_expect_text(h, "|   FUNDING     amount that lies free in the funding account");
	harness_expect_no_text(h, "AMOUNT");
	/* What only one table can be sorted by leaves the other in the order of its values. */
	harness_type(h, "kk\r");
	harness_expect_text(h, "PLEDGED v");
	harness_type(h, "v");
	harness_expect_text(h, "VALUE-USD v");
	harness_type(h, "v");
	harness_expect_text(h, "PLEDGED v");
	harness_end(h);
}

/* The menu closes where its table goes. */
static void
the_menu_closes_with_its_table(void **state)
{
	struct harness *h = start(80, 24);

	(void)state;
	harness_type(h, "oG");
	harness_loan(h, NO_LOAN, NULL);
	harness_expect_text(h, "COLLATERAL ASSETS (OKX)");
	harness_expect_no_text(h, "Enter:sort");
	harness_end(h);
}

/* Both readings stand in the detail and in the help, in our words. */
static void
both_readings_are_told(void **state)
{
	struct harness *h = start(80, 60);

	(void)state;
	harness_type(h, "vj\r");
	harness_expect_text(h, " DETAIL  BTC");
	harness_expect_text(h, " notionalUsd  47709.05");
	harness_expect_text(h, " What the list is");
	harness_expect_text(h, "They may be what is pledged");
	harness_expect_text(h, "or what is spare beside it");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_type(h, "?/list\r");
	harness_expect_text(h,
	    " OKX's list          the collateral assets as OKX sends them. They may be what");
	harness_expect_text(h,
	    "                     is pledged for the open loan, or what is spare beside it:");
	harness_expect_text(h,
	    " v                   turn to OKX's list of collateral assets, or back to the");
	harness_end(h);
}

/*
 * The list's title is that of its own source; the loan's band stands beside it unless
 * all is well.
 */
static void
the_loan_is_not_forgotten(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_WATCH);

	(void)state;
	harness_type(h, "v");
	harness_expect_text(h, "loan: WATCH  LIVE");
	harness_loan(h, LOAN_OK, NULL);
	harness_expect_no_text(h, "loan: ");
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	for (int i = 0; i < 8; i++) {
		harness_wait(h, 2000);
		harness_answer(h, 200, LIST_SPARE);
	}
	harness_expect_text(h, "loan: OLD  LIVE");
	harness_end(h);
}

static void
a_worse_band_brings_the_loan_back(void **state)
{
	struct harness *h = start(80, 24);

	(void)state;
	harness_type(h, "v");
	harness_expect_text(h, "COLLATERAL ASSETS (OKX)");
	harness_loan(h, LOAN_CALL, NULL);
	harness_expect_no_text(h, "COLLATERAL ASSETS (OKX)");
	harness_expect_text(h, "MARGIN CALL");
	assert_int_equal(told(h, "back to the loan's table: a loan is on CALL"), 1);
	/* It may be left again. */
	harness_type(h, "v");
	harness_expect_text(h, "COLLATERAL ASSETS (OKX)");
	harness_expect_text(h, "loan: CALL");
	harness_end(h);
}

static void
turning_ends_a_pause(void **state)
{
	struct harness *h = start(80, 24);

	(void)state;
	harness_type(h, "p");
	harness_expect_text(h, "PAUSED");
	harness_type(h, "v");
	harness_expect_no_text(h, "PAUSED");
	harness_expect_text(h, "COLLATERAL ASSETS (OKX)");
	assert_int_equal(told(h, "the pause has ended: the other table was asked for"), 1);
	harness_end(h);
}

static void
without_a_loan_it_is_the_only_table(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect_text(h, "COLLATERAL ASSETS (OKX)");
	harness_expect_no_text(h, "v:");
	harness_type(h, "v");
	harness_expect_text(h, "there is no loan: OKX's list is the only table");
	harness_loan(h, LOAN_OK, PRICES_NOW);
	harness_expect_no_text(h, "COLLATERAL ASSETS (OKX)");
	harness_end(h);
}

/* One currency of the list was asked for, so the list stands first. */
static void
one_currency_begins_with_the_list(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .ccy = "BTC" });

	(void)state;
	harness_answer(h, 200, ASSETS(ASSET("BTC", "1.5", "132000")));
	harness_loan(h, LOAN_OK, PRICES_NOW);
	harness_expect_text(h, " COLLATERAL ASSETS (OKX) BTC only  $132,000.00");
	harness_type(h, "v");
	harness_expect_text(h, " LOAN 12345 ");
	harness_expect_text(h, " SOL    200.00 ");
	harness_expect_no_text(h, "BTC only");
	harness_end(h);
}

/* Both ways to send an empty list mean one thing without a loan, and another with one. */
static void
an_empty_list(void **state)
{
	static const char *const empty[] = { NO_LOAN, NO_ASSETS };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

		harness_answer(h, 200, empty[i]);
		harness_expect_text(h,
		    " No open loan. OKX lists collateral only while a flexible loan is open; this");
		harness_expect_text(h, " says nothing about the account.");
		harness_loan(h, LOAN_OK, PRICES_NOW);
		harness_answer(h, 200, empty[i]);
		harness_type(h, "v");
		harness_expect_text(h,
		    " Nothing listed: OKX sent a list of collateral assets without rows. This says");
		harness_expect_no_text(h, "No open loan");
		harness_end(h);
	}
}

/*
 * What the table of the loan says is the same whichever of both the list holds: rows,
 * sums, sentences, messages.
 */
static void
the_meaning_of_the_list_changes_nothing(void **state)
{
	static const char *const lists[] = { LIST_SPARE, LIST_PLEDGED };
	char screens[2][24][400];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

		exchange_always(h->http, OKX_ENDPOINT_BALANCES, FUNDING);
		harness_answer(h, 200, lists[i]);
		harness_loan(h, LOAN_OK, PRICES_NOW);
		harness_answer(h, 200, lists[i]);
		harness_loan(h, LOAN_CALL, PRICES_LATER);
		harness_answer(h, 200, lists[i]);
		harness_type(h, "j");
		for (int row = 0; row < 24; row++)
			strlcpy(screens[i][row], harness_row(h, row), sizeof screens[i][row]);
		assert_int_equal(told(h, "OKX's list"), 0);
		harness_end(h);
	}
	for (int row = 0; row < 24; row++)
		assert_string_equal(screens[0][row], screens[1][row]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(turned_to),
		cmocka_unit_test(phone),
		cmocka_unit_test(filter_order_fold_and_hide_are_those_of_both),
		cmocka_unit_test(orders),
		cmocka_unit_test(the_menu_closes_with_its_table),
		cmocka_unit_test(both_readings_are_told),
		cmocka_unit_test(the_loan_is_not_forgotten),
		cmocka_unit_test(a_worse_band_brings_the_loan_back),
		cmocka_unit_test(turning_ends_a_pause),
		cmocka_unit_test(without_a_loan_it_is_the_only_table),
		cmocka_unit_test(one_currency_begins_with_the_list),
		cmocka_unit_test(an_empty_list),
		cmocka_unit_test(the_meaning_of_the_list_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
