/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "screen/loanstart.h"
#include "unit/fake_monotime.h"

/* What happened to a loan: on the message line, by the bell, in the title of the window. */

#define DAY_MS (24 * 60 * 60 * 1000)

/* What happened to a loan stands until Esc, with how many more there are. */
static void
events_stand(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	harness_loan(h, LOAN_SOLD, NULL);
	assert_string_equal(harness_row(h, 22),
	    " 15:30 pledged BTC 1.2500 -> 1.2000: you, or a partial liquidation? (m: 1 more)");
	harness_wait(h, 60000);
	harness_answer(h, 200, LIST_SPARE);
	harness_expect_text(h, "pledged BTC");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_no_text(h, "(m: ");
	harness_end(h);
}

/* What may have happened is never cut. */
static void
long_events_take_more_lines(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	harness_loan(h, LOAN_HALVED, NULL);
	assert_string_equal(harness_row(h, 21),
	    " 15:30 pledged BTC 1.2500 -> 0.7500, ETH 12.0000 -> 7.2000, SOL 200 -> 120: you,");
	assert_string_equal(harness_row(h, 22),
	    "       or a partial liquidation? OKX > Loan history (m: 1 more)");
	harness_resize(h, 50, 20);
	harness_expect_text(h, "       partial liquidation? ");
	harness_expect_text(h, "(m: 1 more)");
	harness_end(h);
}

/* A failure does not hide what happened. */
static void
events_beside_a_cause(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 50, .height = 10 },
	    LOAN_OK);

	(void)state;
	harness_loan(h, LOAN_SOLD, NULL);
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 200);
	harness_next_try(h, 4000);
	harness_expect(h,
	    " PRODUCTION  main                     LIVE  0s old\n"
	    " LOAN 12345  LTV 58.78%  OK  m 73.74%  L 83.74%\n"
	    " Margin call  if all pledged coins fall 20.2%\n"
	    " CCY   PLEDGED       PRICE    PLEDGED$~v CALL AT~\n"
	    " BTC       1.2   88,000.00   105,600.00  <=60,497\n"
	    " ETH      12.0    3,200.00    38,400.00     <=450\n"
	    " TOTAL  3 pledged            172,000.00\n"
	    " Collateral assets: Cannot connect to          ...\n"
	    " 15:30 pledged BTC 1.2500 -> 1.2000: (m: 1 more)\n"
	    " ?:help /:filter r:refresh t:what-if q:quit");
	harness_end(h);
}

static void
events_of_another_day(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	harness_loan(h, LOAN_SOLD, NULL);
	fake_monotime_set_utc(1795361402123 + DAY_MS);
	harness_resize(h, 120, 24);
	harness_expect_text(h, " Nov 22 15:30 pledged BTC 1.2500 -> 1.2000: ");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_text(h, " Nov 22 15:30:02 connected to ");
	harness_end(h);
}

/* Amounts in them are masked. */
static void
events_are_hidden_too(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	harness_loan(h, LOAN_SOLD, NULL);
	harness_type(h, "x");
	harness_expect_no_text(h, "1.25");
	harness_expect_text(h, "pledged BTC *");
	harness_end(h);
}

/* Once for a worse band, however often it is drawn. */
static void
bell_rings_once(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	assert_int_equal(h->bells, 0);
	harness_loan(h, LOAN_WATCH, NULL);
	harness_wait(h, 10000);
	assert_int_equal(h->bells, 1);
	harness_loan(h, LOAN_CALL, NULL);
	assert_int_equal(h->bells, 2);
	harness_loan(h, LOAN_OK, NULL);
	assert_int_equal(h->bells, 2);
	/* Off, it still rings for a worse band: once for each. */
	harness_type(h, "B");
	harness_loan(h, LOAN_CALL, NULL);
	harness_wait(h, 10000);
	assert_int_equal(h->bells, 3);
	harness_loan(h, LOAN_LIQUIDATION, NULL);
	assert_int_equal(h->bells, 4);
	/* For an order that is gone it does not. */
	harness_loan(h, NO_LOAN, NULL);
	assert_int_equal(h->bells, 4);
	harness_end(h);
}

/* A word typed on the table mutes it: that it is off is seen in every mode and page. */
static void
bell_off_is_seen(void **state)
{
	static const char *const into[] = { "", "/", "o", "?", "?/", "m", "\r", "\r\t", "t", "e" };
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	assert_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_type(h, "BTC");
	for (size_t i = 0; i < sizeof into / sizeof *into; i++) {
		harness_type(h, into[i]);
		harness_wait(h, 25000);
		assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
		harness_type(h, "\033");
		harness_wait(h, 200);
		harness_type(h, "\033");
		harness_wait(h, 200);
		assert_int_equal(h->app.mode, MODE_TABLE);
	}
	harness_loan(h, LOAN_CALL, NULL);
	assert_int_equal(h->bells, 1);
	harness_type(h, "B");
	assert_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_end(h);
}

/* From 20x5 on, before whatever is less important: the environment, the state and the age stay. */
static void
bell_off_at_any_size(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	harness_type(h, "B");
	harness_wait(h, 200);
	assert_string_equal(harness_row(h, 0),
	    " PRODUCTION  main@global    LIVE  0s old  BELL OFF  every 2s  as of 15:30:06 UTC");
	for (int width = 130; width >= 20; width--) {
		harness_resize(h, width, 5);
		assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
		assert_non_null(strstr(harness_row(h, 0), "PROD"));
		assert_non_null(strstr(harness_row(h, 0), "0s"));
		/* All of the rest gives way before the word. */
		assert_true(width < 21 || strstr(harness_row(h, 0), "LIVE") != NULL);
	}
	assert_string_equal(harness_row(h, 0), "PROD 0s BELL OFF");
	harness_resize(h, 50, 20);
	assert_string_equal(harness_row(h, 0),
	    " PRODUCTION  main           LIVE  0s old  BELL OFF");
	/* No room at all. */
	harness_resize(h, 15, 5);
	assert_string_equal(harness_row(h, 0), "PROD LIVE 0s");
	harness_end(h);
}

/* What tells accounts apart, and that figures are old, comes before it. */
static void
bell_off_leaves_before_what_matters_more(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 20, .accounts = 2 },
	    LOAN_OK);

	(void)state;
	harness_type(h, "B");
	assert_string_equal(harness_row(h, 0), "PROD main LIVE 0s");
	harness_resize(h, 26, 5);
	assert_string_equal(harness_row(h, 0), "PROD main LIVE 0s BELL OFF");
	harness_resize(h, 24, 5);
	assert_string_equal(harness_row(h, 0), "PROD main 0s BELL OFF");
	harness_end(h);

	h = loan_start(&(struct harness_options){ .width = 20, .simulated = true, .demo = true },
	    LOAN_OK);
	harness_type(h, "B");
	assert_string_equal(harness_row(h, 0), "SIM DEMO 0s BELL OFF");
	for (int x = 0; x < 20; x++)
		assert_true(harness_look(h, 0, x).reversed);
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 15000);
	assert_memory_equal(harness_row(h, 0), "SIM DEMO STALE ", 15);
	harness_end(h);
}

/* By configuration it never rings, which is seen as well, and no key says otherwise. */
static void
bell_off_by_configuration(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	(void)state;
	h->settings.bell = false;
	harness_type(h, "B");
	harness_expect_text(h, "the bell stays off: colltop.conf says bell = false");
	assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_loan(h, LOAN_CALL, NULL);
	assert_int_equal(h->bells, 0);
	harness_end(h);
}

/* The title of the window says how the loan stands, and what stood there comes back. */
static void
window_title(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	(void)state;
	harness_bytes(h);
	harness_answer(h, 200, LIST_SPARE);
	assert_false(harness_wrote(h, "\033]"));
	harness_loan(h, LOAN_WATCH, PRICES_NOW);
	assert_true(harness_wrote(h, "\033[22;2t\033]2;WATCH 66.5% -9.9% 15:30 UTC\007"));
	harness_bytes(h);
	harness_wait(h, 4000);
	assert_false(harness_wrote(h, "\033]2;"));
	harness_loan(h, LOAN_CALL, NULL);
	assert_true(harness_wrote(h, "\033]2;CALL 74.0% -11.6% 15:30 UTC\007"));
	assert_false(harness_wrote(h, "\033[22;2t"));
	harness_bytes(h);
	harness_suspend(h);
	assert_true(harness_wrote(h, "\033]2;colltop\007\033[23;2t"));
	harness_bytes(h);
	harness_resume(h);
	assert_true(harness_wrote(h, "\033[22;2t\033]2;CALL"));
	harness_bytes(h);
	harness_loan(h, NO_LOAN, NULL);
	assert_true(harness_wrote(h, "\033]2;colltop\007\033[23;2t"));
	harness_end(h);
}

/* Terminals without one get nothing. */
static void
window_title_by_terminal(void **state)
{
	static const struct {
		const char *terminal, *bytes;
	} terminals[] = {
		{ "linux", NULL },
		{ "vt100", NULL },
		{ "tmux-256color", "\033]0;OK 60.1% -18.6% 15:30 UTC\007" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
		struct harness *h = harness_start(
		    &(struct harness_options){ .terminal = terminals[i].terminal });

		harness_bytes(h);
		harness_answer(h, 200, LIST_SPARE);
		harness_loan(h, LOAN_OK, PRICES_NOW);
		if (terminals[i].bytes != NULL)
			assert_true(harness_wrote(h, terminals[i].bytes));
		else
			assert_false(harness_wrote(h, "\033]"));
		harness_end(h);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_stand),
		cmocka_unit_test(long_events_take_more_lines),
		cmocka_unit_test(events_beside_a_cause),
		cmocka_unit_test(events_of_another_day),
		cmocka_unit_test(events_are_hidden_too),
		cmocka_unit_test(bell_rings_once),
		cmocka_unit_test(bell_off_is_seen),
		cmocka_unit_test(bell_off_at_any_size),
		cmocka_unit_test(bell_off_leaves_before_what_matters_more),
		cmocka_unit_test(bell_off_by_configuration),
		cmocka_unit_test(window_title),
		cmocka_unit_test(window_title_by_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
