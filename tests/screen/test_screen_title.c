/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "screen/answers.h"
#include "screen/exchange.h"
#include "screen/harness.h"

/* The title line: whose figures these are, how old, and why. */

/* The first frame comes before any answer. */
static void
connecting(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                       CONNECTING  0s  every 2s\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " Connecting to openapi.okx.com.\n"
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

/* Old figures stay, in brackets, with the cause and the next try. */
static void
stale_with_cause(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 14500);
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_next_try(h, 4000);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global   STALE  14s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX) [$164,682.65]  as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC         [1.79214831] [88,325.63]        [158,292.62]    [96.12%] ########\n"
	    " ETH         [1.94007555]  [3,260.53]          [6,325.67]     [3.84%] #\n"
	    " USDT       [63.97959597]      [1.00602]          [64.37]     [0.04%]\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                     [164,682.65]      [100%]\n"
	    " Cannot connect to openapi.okx.com: Connection refused. Check that this machine\n"
	    " is online and no firewall is in the way. Next try in 4s; r:now.\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_answer(h, 200, THREE);
	harness_expect_no_text(h, "[");
	harness_expect_text(h, " LIVE ");
	harness_end(h);
}

/* While the figures are good there is no countdown. */
static void
failing_but_live(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_expect_text(h, " LIVE ");
	harness_expect_text(h, "Cannot connect to openapi.okx.com: Connection refused.");
	harness_expect_text(h, "Trying again soon;");
	harness_expect_no_text(h, "Next try");
	harness_end(h);
}

static void
no_data(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_break(h, OKX_NET_ERROR_TIMEOUT, "");
	harness_expect_text(h, "NO DATA");
	harness_end(h);
}

/* The whole title line is reversed. */
static void
demo(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .demo = true });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect(h,
	    " colltop  DEMO  main@global           LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC          1.79214831   88,325.63          158,292.62      96.12%  ########\n"
	    " ETH          1.94007555    3,260.53            6,325.67       3.84%  #\n"
	    " USDT        63.97959597        1.00602            64.37       0.04%\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort p:pause m:messages e:to PRODUCTION q:quit");
	for (int x = 0; x < 80; x++)
		assert_true(harness_look(h, 0, x).reversed);
	harness_end(h);
}

/* Plain and bold. */
static void
production(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	for (int x = 1; x < 80; x++)
		assert_false(harness_look(h, 0, x).reversed);
	assert_true(harness_look(h, 0, 12).bold);
	harness_end(h);
}

/* Invented figures never wear a real word. */
static void
simulation(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .simulated = true });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect_text(h, " SIMULATION  main@global ");
	harness_expect_no_text(h, "PRODUCTION");
	assert_true(harness_look(h, 0, 12).reversed);
	assert_true(harness_look(h, 0, 79).reversed);
	harness_type(h, "e");
	harness_expect_text(h, " SIMULATION DEMO ");
	harness_end(h);
}

static void
leaving_production_asks(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "e");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC          1.79214831   88,325.63          158,292.62      96.12%  ########\n"
	    " ETH          1.94007555    3,260.53            6,325.67       3.84%  #\n"
	    " USDT        63.97959597        1.00602            64.37       0.04%\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    "\n"
	    " Leave PRODUCTION? Nobody watches it meanwhile. y / any other key\n"
	    " y:yes  other:no");
	harness_type(h, "n");
	harness_expect_text(h, " PRODUCTION ");
	harness_expect_text(h, "158,292.62");
	harness_type(h, "e");
	harness_type(h, "y");
	harness_expect(h,
	    " colltop  DEMO  main@global                             CONNECTING  0s  every 2s\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " Connecting to openapi.okx.com.\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort p:pause m:messages e:to PRODUCTION q:quit");
	harness_end(h);
}

/* However narrow, the question is whole. */
static void
leaving_production_narrow(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 66, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "e");
	harness_expect_text(h, " Leave PRODUCTION? Nobody watches it meanwhile. y / any other key");
	harness_resize(h, 65, 14);
	assert_string_equal(harness_row(h, 12), " Leave PRODUCTION? y/n");
	harness_resize(h, 23, 14);
	assert_string_equal(harness_row(h, 12), " Leave PRODUCTION? y/n");
	harness_resize(h, 20, 5);
	assert_string_equal(harness_row(h, 4), " Leave? y");
	harness_end(h);
}

static void
coming_back_asks_nothing(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .demo = true });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "e");
	harness_expect_text(h, " PRODUCTION ");
	harness_expect_no_text(h, "158,292.62");
	harness_end(h);
}

static void
no_key_for_demo(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .only_production = true });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "e");
	harness_expect_text(h, " PRODUCTION ");
	harness_expect_text(h, "put the three lines into demo.env");
	harness_expect_text(h, "158,292.62");
	harness_end(h);
}

static void
next_account(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .accounts = 2 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "a");
	harness_expect_text(h, " second1@global ");
	harness_expect_no_text(h, "158,292.62");
	harness_end(h);
}

/* Rows and totals stand still, ages go on. */
static void
paused(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "p");
	harness_answer(h, 200, THREE_LATER);
	harness_wait(h, 1500);
	harness_expect_text(h, "158,292.62");
	harness_expect(h,
	    " PRODUCTION  main@global         PAUSED 3s  3s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65   as OKX lists them; ? has their meaning\n"
	    "\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC          1.79214831   88,325.63          158,292.62      96.12%  ########\n"
	    " ETH          1.94007555    3,260.53            6,325.67       3.84%  #\n"
	    " USDT        63.97959597        1.00602            64.37       0.04%\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " TOTAL            3 of 3                      164,682.65        100%\n"
	    "\n"
	    " 15:30:04 OKX's list: ETH 1.9400755578876945 -> 1.5\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:go on  m:messages  e:to DEMO  q:quit");
	harness_type(h, "p");
	harness_expect_text(h, "158,300.00");
	harness_expect_no_text(h, "PAUSED");
	harness_end(h);
}

/* What is unusual stands in one line. */
static void
second_line(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80,
	    .height = 14,
	    .proxy = "http://user:word@proxy.example:8080" });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "/btc|eth\rxj");
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $****   as OKX lists them; ? has their meaning\n"
	    " filter btc|eth: 2 of 3   order held   amounts hidden   via proxy proxy.example\n"
	    " CCY              AMOUNT         PRICE~        VALUE-USD v     SHARE\n"
	    " BTC                ****           ****             ****      96.12%  ########\n"
	    " ETH                ****           ****             ****       3.84%  #\n"
	    "\n"
	    " ------------------------------------------------------------------------------\n"
	    " SHOWN                 2                            ****      99.96%\n"
	    " TOTAL            2 of 3                            ****        100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com via proxy proxy.example:8080\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	/* What goes by itself is no warning. */
	assert_int_equal(harness_look(h, 3, 28).color, 245);
	assert_int_equal(harness_look(h, 3, 2).color, harness_look(h, 3, 41).color);
	assert_int_not_equal(harness_look(h, 3, 2).color, 245);
	harness_end(h);
}

static void
long_age(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 192300);
	harness_expect_text(h, "3m12s old");
	harness_end(h);
}

/* While only the age changes next to nothing goes out, and nothing in between. */
static void
age_costs_little(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_answer(h, 200, THREE);
	/* Requests are under way all the time. */
	exchange_always(h->http, OKX_ENDPOINT_LOAN_INFO, NULL);
	harness_wait(h, 2300);
	harness_bytes(h);
	for (int i = 0; i < 9; i++) {
		harness_wait(h, 900);
		assert_int_equal(harness_bytes(h), 0);
		harness_wait(h, 100);
		assert_in_range(harness_bytes(h), 1, 48);
	}
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connecting),
		cmocka_unit_test(stale_with_cause),
		cmocka_unit_test(failing_but_live),
		cmocka_unit_test(no_data),
		cmocka_unit_test(demo),
		cmocka_unit_test(production),
		cmocka_unit_test(simulation),
		cmocka_unit_test(leaving_production_asks),
		cmocka_unit_test(leaving_production_narrow),
		cmocka_unit_test(coming_back_asks_nothing),
		cmocka_unit_test(no_key_for_demo),
		cmocka_unit_test(next_account),
		cmocka_unit_test(paused),
		cmocka_unit_test(second_line),
		cmocka_unit_test(long_age),
		cmocka_unit_test(age_costs_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
