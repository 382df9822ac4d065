/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* Every size shows the most important first. */

static void
phone(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 50, .height = 20 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 1000);
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  1s old\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
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
	    " ------------------------------------------------\n"
	    " TOTAL      3 of 3             164,682.65    100%\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort p:pause q:quit");
	harness_end(h);
}

static void
phone_with_keyboard(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 50, .height = 10 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 1000);
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  1s old\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65\n"
	    " CCY        AMOUNT     PRICE~   VALUE-USD v SHARE\n"
	    " BTC    1.79214831  88,325.63  158,292.62  96.12%\n"
	    " ETH    1.94007555   3,260.53    6,325.67   3.84%\n"
	    " USDT  63.97959597    1.00602       64.37   0.04%\n"
	    " TOTAL      3 of 3             164,682.65    100%\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort p:pause q:quit");
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_next_try(h, 2000);
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  2s old\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65\n"
	    " CCY        AMOUNT     PRICE~   VALUE-USD v SHARE\n"
	    " BTC    1.79214831  88,325.63  158,292.62  96.12%\n"
	    " ETH    1.94007555   3,260.53    6,325.67   3.84%\n"
	    " TOTAL      3 of 3             164,682.65    100%\n"
	    " Cannot connect to openapi.okx.com: Connection\n"
	    " refused. Check that this machine is online an ...\n"
	    " ?:help /:filter r:refresh o:sort p:pause q:quit");
	harness_end(h);
}

static void
forty_by_ten(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 40, .height = 10 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_wait(h, 1000);
	harness_expect(h,
	    " PRODUCTION  main           LIVE  1s old\n"
	    " LOAN  no open flexible loan\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65\n"
	    " CCY        AMOUNT   VALUE-USD v  SHARE\n"
	    " BTC    1.79214831  158,292.62   96.12%\n"
	    " ETH    1.94007555    6,325.67    3.84%\n"
	    " USDT  63.97959597       64.37    0.04%\n"
	    " TOTAL      3 of 3  164,682.65     100%\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort q:quit");
	harness_end(h);
}

static void
forty_by_twelve(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 40, .height = 12 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_type(h, "/eth\r");
	harness_expect(h,
	    " PRODUCTION  main           LIVE  0s old\n"
	    " LOAN  no open flexible loan\n"
	    " COLLATERAL ASSETS (OKX)  $164,682.65\n"
	    " filter eth: 1 of 3\n"
	    " CCY        AMOUNT   VALUE-USD v  SHARE\n"
	    " ETH    1.94007555    6,325.67    3.84%\n"
	    "\n"
	    " --------------------------------------\n"
	    " SHOWN           1    6,325.67    3.84%\n"
	    " TOTAL      1 of 3  164,682.65     100%\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help /:filter r:refresh o:sort q:quit");
	harness_end(h);
}

static void
smallest(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 20, .height = 5 });

	(void)state;
	harness_expect(h,
	    "PROD CONNECTING 0s\n"
	    "  -\n"
	    " Connecting to\n"
	    " openapi.okx.com.");
	harness_answer(h, 200, THREE);
	harness_wait(h, 1000);
	harness_expect(h,
	    " PRODUCTION LIVE 1s\n"
	    "  $164,682.65\n"
	    " BTC     158,292.62\n"
	    " ETH       6,325.67\n"
	    " USDT         64.37");
	harness_end(h);
}

static void
smallest_demo(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 20, .height = 5, .simulated = true, .demo = true });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect(h,
	    "SIM DEMO LIVE 0s\n"
	    "  $164,682.65\n"
	    " BTC     158,292.62\n"
	    " ETH       6,325.67\n"
	    " USDT         64.37");
	harness_end(h);
}

static void
smaller_still(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 12, .height = 3 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect(h,
	    "PROD LIVE 0s\n"
	    "  $164,682");
	harness_end(h);
}

static void
one_cell(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 1, .height = 1 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_expect(h, "P");
	harness_end(h);
}

/* A total is whole or none. */
static void
few_columns(void **state)
{
	static const char *const totals[] = { "*", " *", " *", "  *", "  *", "  *", "  *" };
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 24 });

	(void)state;
	harness_answer(h, 200, THREE);
	for (int width = 1; width <= 7; width++) {
		harness_resize(h, width, 3);
		assert_string_equal(harness_row(h, 1), totals[width - 1]);
	}
	harness_resize(h, 8, 3);
	assert_string_equal(harness_row(h, 1), "  $164k");
	harness_end(h);
}

/* Two changes of size may be seen as none, while the terminal lost what was outside. */
static void
there_and_back_at_once(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 24 });

	(void)state;
	harness_answer(h, 200, THREE);
	harness_scribble(h, "\033[H\033[2J");
	assert_null(strstr(harness_row(h, 0), "PRODUCTION"));
	harness_resize(h, 80, 24);
	assert_non_null(strstr(harness_row(h, 0), "PRODUCTION"));
	harness_end(h);
}

static void
largest(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 500, .height = 200 });

	(void)state;
	harness_answer(h, 200, FORTY);
	harness_expect_text(h, "C40");
	harness_expect_text(h, "40 of 40");
	harness_expect_text(h, "dLAST");
	harness_end(h);
}

/* Program, every, region, as of, account. */
static void
title_fields_leave(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	static const struct {
		int width;
		const char *gone;
	} steps[] = {
		{ 76, "colltop" },
		{ 67, "every" },
		{ 57, "@global" },
		{ 50, "as of" },
		{ 30, "main" },
	};

	harness_answer(h, 200, THREE);
	for (size_t i = 0; i < 5; i++) {
		harness_expect_text(h, steps[i].gone);
		harness_resize(h, steps[i].width, 14);
		harness_expect_no_text(h, steps[i].gone);
		harness_expect_text(h, "PRODUCTION");
		harness_expect_text(h, "LIVE");
		harness_expect_text(h, "0s");
	}
	harness_end(h);
}

static void
any_size_in_any_mode(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	static const char *const modes[] = { "", "/", "o", "?", "m", "j\r" };
	uint32_t seed = 1;

	harness_answer(h, 200, FORTY);
	for (size_t mode = 0; mode < 6; mode++) {
		harness_type(h, modes[mode]);
		for (int i = 0; i < 60; i++) {
			seed = seed * 1103515245 + 12345;
			harness_resize(h, 1 + (int)(seed >> 16) % 130,
			    1 + (int)(seed >> 8 & 0xff) % 60);
			harness_type(h, i % 2 == 0 ? "\033[6~" : "\033[A");
		}
		harness_type(h, "\033");
		harness_wait(h, 200);
	}
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_resize(h, 80, 24);
	harness_expect_text(h, "TOTAL");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phone),
		cmocka_unit_test(phone_with_keyboard),
		cmocka_unit_test(forty_by_ten),
		cmocka_unit_test(forty_by_twelve),
		cmocka_unit_test(smallest),
		cmocka_unit_test(smallest_demo),
		cmocka_unit_test(smaller_still),
		cmocka_unit_test(one_cell),
		cmocka_unit_test(few_columns),
		cmocka_unit_test(there_and_back_at_once),
		cmocka_unit_test(largest),
		cmocka_unit_test(title_fields_leave),
		cmocka_unit_test(any_size_in_any_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
