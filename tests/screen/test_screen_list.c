/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include <bsd/string.h>

#include "app/messages.h"
#include "screen/loanstart.h"

/* OKX's list beside the table of a loan: two tables, never mixed. */

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

/*
 * The list's title is that of its own source; the loan's band stands beside it unless
 * all is well.
 */
static void
the_loan_is_not_forgotten(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_WATCH);

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

/* Both ways to send an empty list mean one thing without a loan, and another with one. */
static void
an_empty_list(void **state)
{
	static const char *const empty[] = { NO_LOAN, NO_ASSETS };

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
		cmocka_unit_test(the_loan_is_not_forgotten),
		cmocka_unit_test(an_empty_list),
		cmocka_unit_test(the_meaning_of_the_list_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
