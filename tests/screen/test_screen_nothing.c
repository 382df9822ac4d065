/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "screen/answers.h"
#include "screen/harness.h"

/* What is said where there are no rows: each nothing has its own words. */

/* No loan is not an empty account, and says so. */
static void
no_open_loan(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, NO_LOAN);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " No open loan. OKX lists collateral only while a flexible loan is open; this\n"
	    " says nothing about the account.\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

static void
no_assets(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200, NO_ASSETS);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global     LIVE  0s old  every 2s  as of 15:30:02 UTC\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " No open loan. OKX lists collateral only while a flexible loan is open; this\n"
	    " says nothing about the account.\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " 15:30:02 connected to openapi.okx.com\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

static void
no_answer(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_next_try(h, 2000);
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                          NO DATA  0s  every 2s\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " No answer from openapi.okx.com yet, so there are no figures to show. This\n"
	    " says nothing about the account.\n"
	    "\n"
	    "\n"
	    "\n"
	    "\n"
	    " Cannot connect to openapi.okx.com: Connection refused. Check that this machine\n"
	    " is online and no firewall is in the way. Next try in 2s; r:now.\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

static void
not_permitted(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 200,
	    REFUSAL("50120", "This API key does not have permission to use this function"));
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                          NO DATA  0s  every 2s\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " Not permitted: this key may not see the collateral of flexible loans. This\n"
	    " says nothing about the account.\n"
	    "\n"
	    "\n"
	    "\n"
	    " OKX refused: 50120 This API key does not have permission to use this function.\n"
	    " Give the production key of account main the Read permission in OKX's API\n"
	    " settings (it needs no other). Next try in 5m00s; r:now.\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

static void
not_offered(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .demo = true });

	(void)state;
	harness_answer(h, 200, REFUSAL("50038", "This feature is unavailable in demo trading"));
	harness_expect(h,
	    " colltop  DEMO  main@global                                NO DATA  0s  every 2s\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " Not offered: OKX has no flexible loans here for this account. This says\n"
	    " nothing about what the account holds.\n"
	    "\n"
	    "\n"
	    "\n"
	    " OKX does not offer flexible loans in demo trading (50038). Your demo key\n"
	    " works. Press e, or start with --production, to watch real figures, which needs\n"
	    " a production key; --simulate shows invented ones. Next try in 5m00s; r:now.\n"
	    " ?:help /:filter r:refresh o:sort p:pause m:messages e:to PRODUCTION q:quit");
	harness_end(h);
}

static void
key_not_accepted(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	(void)state;
	harness_answer(h, 401, REFUSAL("50113", "Invalid Sign"));
	harness_expect(h,
	    " colltop  PRODUCTION  main@global                          NO DATA  0s  every 2s\n"
	    " LOAN  no open flexible loan (OKX answered: none)\n"
	    " COLLATERAL ASSETS (OKX)  -   as OKX lists them; ? has their meaning\n"
	    "\n"
	    "\n"
	    " OKX does not accept this key, so there are no figures to show. This says\n"
	    " nothing about the account.\n"
	    "\n"
	    "\n"
	    "\n"
	    " OKX refused: 50113 Invalid Sign. Correct OKX_SECRET_KEY in the production\n"
	    " credentials of account main: secret and passphrase may be swapped, or a stray\n"
	    " newline or blank came with the paste. Next try in 5m00s; r:now.\n"
	    " ?:help  /:filter  r:refresh  o:sort  p:pause  m:messages  e:to DEMO  q:quit");
	harness_end(h);
}

/* Nothing was asked, so OKX said nothing about a key. */
static void
no_key(void **state)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .accounts = 2 });

	(void)state;
	harness_answer(h, 200, THREE);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		h->credentials.of[i].state = CREDENTIALS_NONE;
		cause_set(&h->credentials.of[i].cause, "put the three lines into second1.env");
	}
	secrets_wipe(h->secrets);
	harness_type(h, "a");
	harness_expect_text(h, " second1@global                       NO DATA  0s ");
	assert_string_equal(harness_row(h, 5),
	    " There is no key for PRODUCTION of account second1, so nothing was asked and");
	assert_string_equal(harness_row(h, 6), " there are no figures to show.");
	harness_expect_text(h, " No key for PRODUCTION of account second1");
	harness_expect_no_text(h, "accept");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_open_loan),
		cmocka_unit_test(no_assets),
		cmocka_unit_test(no_answer),
		cmocka_unit_test(not_permitted),
		cmocka_unit_test(not_offered),
		cmocka_unit_test(key_not_accepted),
		cmocka_unit_test(no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
