/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/loanstart.h"
#include "unit/fake_monotime.h"

/* What happened to a loan: on the message line, by the bell, in the title of the window. */

#define DAY_MS (24 * 60 * 60 * 1000)

static void
events_of_another_day(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	harness_loan(h, LOAN_SOLD, NULL);
	fake_monotime_set_utc(1795361402123 + DAY_MS);
	harness_resize(h, 120, 24);
	harness_expect_text(h, " Nov 22 15:30 pledged BTC 1.2500 -> 1.2000: ");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_text(h, " Nov 22 15:30:02 connected to ");
	harness_end(h);
}

/* A word typed on the table mutes it: that it is off is seen in every mode and page. */
static void
bell_off_is_seen(void **state)
{
	static const char *const into[] = { "", "/", "o", "?", "?/", "m", "\r", "\r\t", "t", "e" };
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

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

	h->settings.bell = false;
	harness_type(h, "B");
	harness_expect_text(h, "the bell stays off: colltop.conf says bell = false");
	assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_loan(h, LOAN_CALL, NULL);
	assert_int_equal(h->bells, 0);
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
		cmocka_unit_test(events_of_another_day),
		cmocka_unit_test(bell_off_is_seen),
		cmocka_unit_test(bell_off_at_any_size),
		cmocka_unit_test(bell_off_leaves_before_what_matters_more),
		cmocka_unit_test(bell_off_by_configuration),
		cmocka_unit_test(window_title_by_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
