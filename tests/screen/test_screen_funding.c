/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "app/messages.h"
#include "screen/loanstart.h"

/* The funding account beside a loan: whatever becomes of it, the loan's own figures never wait. */

#define SENTENCE " FUNDING secures nothing. It holds $53,981.28~ at market"
#define COLUMNS " CCY  PLEDGED       FUNDING       PRICE    PLEDGED$~ v SHARE~     24h  CALL AT~"
#define WITHOUT " CCY      PLEDGED         PRICE      PLEDGED$~ v   SHARE~       24h    CALL AT~"

/* Starts with a loan; BALANCES is what the funding account answers, NULL for what hangs. */
static struct harness *
start(const char *balances)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	exchange_always(h->http, OKX_ENDPOINT_BALANCES, balances);
	harness_answer(h, 200, LIST_SPARE);
	harness_loan(h, LOAN_OK, PRICES_NOW);
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_answer(h, 200, LIST_SPARE);
	return h;
}

/* Lets MS pass while the list is answered. */
static void
pass(struct harness *h, int64_t ms)
{
	for (; ms > 0; ms -= 2000) {
		harness_wait(h, 2000);
		harness_answer(h, 200, LIST_SPARE);
	}
}

/* How many messages have TEXT in them, and how often they were told. */
static unsigned
told(const struct harness *h, const char *text)
{
	const struct message *message;
	unsigned count = 0;

	for (size_t age = 0; (message = messages_at(&h->app.messages, age)) != NULL; age++)
		if (strstr(message->text, text) != NULL)
			count += message->times;
	return count;
}

/* What was known stays with its age, whatever comes instead. */
static void
what_was_known_stays(void **state)
{
	static const struct {
		const char *body, *told;
	} answers[] = {
		{ REFUSAL("50030", "No permission to use this API"),
		    "funding account: OKX refused: 50030" },
		{ "<html>maintenance</html>", "funding account: " },
		{ "{\"code\":\"0\",\"data\":[{\"availBal\":\"1\"}]}", "data[0] has no ccy" },
		{ "{\"code\":\"0\",\"data\":{}}", "data is not a list" },
	};

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct harness *h = start(FUNDING);

		harness_expect_text(h, COLUMNS);
		harness_expect_text(h, SENTENCE);
		exchange_always(h->http, OKX_ENDPOINT_BALANCES, answers[i].body);
		pass(h, 34000);
		/* Still fresh: half a minute is its interval. */
		harness_expect_text(h, SENTENCE);
		assert_true(told(h, answers[i].told) > 0);
		pass(h, 12000);
		harness_expect_text(h, "[0.54214831]");
		harness_expect_text(h,
		    " FUNDING secures nothing. It holds [$53,981.28]~ at market, ");
		harness_expect_text(h, " LOAN 12345   LTV 60.00%  OK ");
		harness_expect_text(h, " 110,000.00  ");
		harness_expect_text(h, "LIVE");
		harness_end(h);
	}
}

/* An answer that hangs, or one beyond all bounds: the loan is there at once, and stays live. */
static void
slow_or_huge(void **state)
{
	struct harness *h = start(NULL);

	harness_expect_text(h, " LOAN 12345   LTV 60.00%  OK ");
	harness_expect_text(h, "<=63,157");
	harness_expect_text(h, WITHOUT);
	harness_expect_no_text(h, "unding");
	exchange_break(h->http, OKX_ENDPOINT_BALANCES, OKX_NET_ERROR_TOO_LARGE, "more than 2 MiB");
	harness_settle(h);
	assert_int_equal(told(h, "funding account: "), 1);
	exchange_always(h->http, OKX_ENDPOINT_BALANCES, FUNDING);
	pass(h, 70000);
	harness_expect_text(h, COLUMNS);
	harness_expect_text(h, SENTENCE);
	harness_end(h);
}

/* Figures that cannot be read stay out of the sum, which says so. */
static void
in_part(void **state)
{
	struct harness *h = start(BALANCES(BALANCE("BTC", "0.5") "," BALANCE("XRP",
	    "1000") ","
		    "{\"ccy\":\"ETH\",\"availBal\":\"many\"},{\"ccy\":\"SOL\",\"availBal\":\"\"}"));

	harness_expect_text(h, " FUNDING secures nothing. It holds >=$44,000.00~ at market");
	harness_expect_text(h, " ETH     12.00         ?  ");
	harness_expect_text(h, " SOL    200.00         -  ");
	harness_expect_text(h, " XRP         -   1,000.0 ");
	harness_end(h);
	h = start(BALANCES(BALANCE("XRP", "1000")));
	harness_expect_text(h, " FUNDING secures nothing. Its value at market is not known");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_known_stays),
		cmocka_unit_test(slow_or_huge),
		cmocka_unit_test(in_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
