/* SPDX-License-Identifier: ISC */
/* What is asked beside the figures: how often, and that its failure costs nothing else. */
#include "test.h"

#include "base/monotime.h"
#include "unit/client_fixture.h"
#include "unit/fake_monotime.h"

EACH_TEST(client_open, client_close)

#define HOUR_MS INT64_C(3600000)
#define COIN(ccy) "{\"ccy\":\"" ccy "\",\"amt\":\"2\"}"
#define LOANS_OF(pledged) \
	"{\"code\":\"0\",\"data\":[{\"ordId\":\"1\",\"loanData\":[" COIN( \
	    "USDT") "]," \
		    "\"collateralData\":[" pledged "]}]}"
#define TABLE_OF(ccy, rate) \
	"{\"code\":\"0\",\"data\":[{\"ccy\":\"" ccy "\",\"details\":[{\"minAmt\":\"0\"," \
	"\"maxAmt\":\"\",\"discountRate\":\"" rate "\"}]}]}"
#define ALWAYS FAKE_HTTP_ALWAYS

/* Everything answers; each notice with its own body, NULL: NOTHING. */
static void
begin(struct client_fixture *f, const char *loans, const char *tiers)
{
	client_push(LOAN, 200, loans, ALWAYS);
	client_push("?ccy=BTC", 200, tiers != NULL ? tiers : TABLE_OF("BTC", "0.98"), ALWAYS);
	client_push(TIERS, 200, NOTHING, ALWAYS);
	client_push(EMODE, 200, NOTHING, ALWAYS);
	client_push(STATUS, 200, NOTHING, ALWAYS);
	f->order = "";
	f->session.notices = true;
	client_aim(f, ENVIRONMENT_PRODUCTION);
}

static const struct okx_notice_coin *
coin(const struct client_fixture *f, const char *ccy)
{
	return okx_notices_find(okx_client_notices(f->client), ccy);
}

CLIENT_TEST(nothing_is_asked_unless_it_is_wanted)
{
	begin(f, PRICED, NULL);
	f->session.notices = false;
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 60000);
	assert_int_equal(client_requests(TIERS) + client_requests(EMODE) + client_requests(STATUS),
	    0);
	assert_int_equal(f->notices, 0);
}

CLIENT_TEST(nothing_is_asked_before_the_loan_has_an_outcome)
{
	begin(f, PRICED, NULL);
	fake_http_forget(LOAN);
	fake_http_push(&(struct fake_http_answer){ .target = LOAN,
	    .body = PRICED,
	    .latency_ms = 5000,
	    .times = ALWAYS });
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 4900);
	assert_int_equal(client_requests(STATUS) + client_requests(TIERS), 0);
	/* Then they wait a second for the one connection. */
	client_pass(f, 1200);
	assert_int_equal(client_requests(STATUS), 1);
	assert_int_equal(client_requests(TIERS), 1);
}

CLIENT_TEST(each_coin_is_asked_once_in_six_hours)
{
	begin(f, LOANS_OF(COIN("BTC") "," COIN("ETH") "," COIN("SOL") "," COIN("XRP")), NULL);
	okx_client_interval(f->client, 60000);
	client_pass(f, 10000);
	assert_int_equal(client_requests(TIERS), 4);
	for (unsigned i = 1; i < 4; i++)
		assert_true(client_request(TIERS, i)->started_ms -
			client_request(TIERS, i - 1)->started_ms >=
		    2100);
	assert_non_null(strstr(client_request(TIERS, 0)->target, "?ccy=BTC"));
	assert_non_null(strstr(client_request(TIERS, 3)->target, "?ccy=XRP"));
	assert_int_equal(client_requests(EMODE), 0);
	assert_int_equal(f->notices, 5);
	assert_true(coin(f, "BTC")->tiers->listed);
	assert_false(coin(f, "ETH")->tiers->listed);
	client_pass(f, 6 * HOUR_MS - 20000);
	assert_int_equal(client_requests(TIERS), 4);
	client_pass(f, 30000);
	assert_int_equal(client_requests(TIERS), 8);
	assert_int_equal(client_requests(STATUS), 37);
	assert_int_equal(f->notice_failures, 0);
}

CLIENT_TEST(pairs_are_asked_for_where_one_may_be)
{
	begin(f, PRICED, NULL);
	okx_client_interval(f->client, 60000);
	client_pass(f, 5 * HOUR_MS);
	assert_int_equal(client_requests(EMODE), 1);
	client_pass(f, 2 * HOUR_MS);
	assert_int_equal(client_requests(EMODE), 2);
}

#define LOANS_WORTH(secured, pledged) \
	"{\"code\":\"0\",\"data\":[{\"ordId\":\"1\",\"collateralNotionalUsd\":" secured \
	",\"loanData\":[],\"collateralData\":[" pledged "]}]}"

/* Whether the exchange counts less cannot be told from a fall of the market: it is asked. */
CLIENT_TEST(a_table_is_asked_again_where_the_same_counts_for_less)
{
	TABLE(rows, const char *before, *after; unsigned more) = {
		{ LOANS_WORTH("\"100\"", COIN("BTC")), LOANS_WORTH("\"99\"", COIN("BTC")), 1 },
		{ LOANS_WORTH("\"100\"", COIN("BTC") "," COIN("ETH")),
		    LOANS_WORTH("\"60\"", COIN("ETH") "," COIN("BTC")), 2 },
		{ LOANS_WORTH("\"100\"", COIN("BTC")), LOANS_WORTH("\"99.01\"", COIN("BTC")), 0 },
		{ LOANS_WORTH("\"100\"", COIN("BTC")), LOANS_WORTH("\"110\"", COIN("BTC")), 0 },
		{ LOANS_WORTH("\"100\"", COIN("BTC") "," COIN("ETH")),
		    LOANS_WORTH("\"50\"", COIN("BTC")), 0 },
		{ LOANS_WORTH("\"100\"", COIN("BTC")),
		    LOANS_WORTH("\"50\"", "{\"ccy\":\"BTC\",\"amt\":\"1\"}"), 0 },
		{ LOANS_WORTH("\"100\"", COIN("BTC")), LOANS_WORTH("\"\"", COIN("BTC")), 0 },
		{ LOANS_WORTH("\"100\"", COIN("BTC")), LOANS_WORTH("1", COIN("BTC")), 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned asked;
		void *other;

		client_open(&other);
		f = other;
		begin(f, rows[i].before, NULL);
		client_pass(f, 20000);
		asked = client_requests(TIERS);
		fake_http_forget(LOAN);
		client_push(LOAN, 200, rows[i].after, ALWAYS);
		client_pass(f, 30000);
		assert_int_equal(client_requests(TIERS), asked);
		client_pass(f, 600000);
		if (client_requests(TIERS) != asked + rows[i].more)
			fail_msg("row %zu: %u more", i, client_requests(TIERS) - asked);
		client_close(&other);
	}
}

/* The loans of another account or environment are no change of these. */
CLIENT_TEST(no_table_is_asked_again_for_a_switch)
{
	begin(f, LOANS_WORTH("\"100\"", COIN("BTC")), NULL);
	client_pass(f, 100000);
	fake_http_forget(LOAN);
	client_push(LOAN, 200, LOANS_WORTH("\"50\"", COIN("BTC")), ALWAYS);
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 100000);
	assert_int_equal(client_requests(TIERS), 1);
}

/* Another account or environment of the host asks for nothing again that is known. */
CLIENT_TEST(what_is_known_of_a_host_stays)
{
	begin(f, PRICED, NULL);
	client_pass(f, 10000);
	assert_int_equal(client_requests(TIERS), 1);
	for (int i = 0; i < 6; i++) {
		client_aim(f, i % 2 == 0 ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION);
		client_pass(f, 10000);
	}
	assert_int_equal(client_requests(TIERS), 1);
	assert_int_equal(client_requests(EMODE), 1);
	assert_int_equal(client_requests(STATUS), 1);
	assert_non_null(coin(f, "BTC")->tiers);
}

/* One that an aim cancelled is asked again. */
CLIENT_TEST(what_was_cancelled_is_asked_again)
{
	begin(f, PRICED, NULL);
	fake_http_forget(STATUS);
	fake_http_push(&(struct fake_http_answer){ .target = STATUS, .never = true });
	client_push(STATUS, 200, NOTHING, ALWAYS);
	client_pass(f, 3000);
	assert_int_equal(client_requests(STATUS), 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 6000);
	assert_int_equal(client_requests(STATUS), 2);
}

CLIENT_TEST(coins_that_are_no_longer_pledged_are_not_asked_for)
{
	begin(f, PRICED, NULL);
	okx_client_interval(f->client, 60000);
	client_pass(f, 10000);
	fake_http_forget(LOAN);
	client_push(LOAN, 200, LOANS_OF(COIN("ETH")), ALWAYS);
	client_pass(f, 7 * HOUR_MS);
	assert_int_equal(client_requests("?ccy=BTC"), 1);
	assert_int_equal(client_requests("?ccy=ETH"), 2);
}

#define HUGE_BODY (2 * 1024 * 1024 + 10)

/*
 * Each way to fail, for each of the three: one event, nothing else suffers, and the next try is
 * ten minutes away.
 */
CLIENT_TEST(a_failure_costs_nothing_else)
{
	static const char *const targets[] = { TIERS, EMODE, STATUS };
	static char huge[HUGE_BODY];
	const struct fake_http_answer ways[] = {
		{ .status = 400, .body = REFUSAL("51000", "Parameter ccy error") },
		{ .status = 404, .body = "<html>404</html>" },
		{ .status = 503, .body = "<html>503</html>" },
		{ .body = "" },
		{ .body = "{\"code\":\"0\",\"data\":{}}" },
		{ .body = "{\"code\":\"0\",\"data\":[7]}" },
		{ .body = "{\"code\":\"0\",\"data\":[{}]" },
		{ .body = huge, .length = HUGE_BODY - 1 },
		{ .net_error = OKX_NET_ERROR_TIMEOUT, .detail = "slow" },
		{ .net_error = OKX_NET_ERROR_CONNECT, .detail = "refused" },
	};

	memset(huge, 'x', sizeof huge - 1);
	memcpy(huge, "{\"a\":\"", 6);
	for (size_t t = 0; t < COUNT(targets); t++)
		for (size_t i = 0; i < COUNT(ways); i++) {
			struct fake_http_answer answer = ways[i];
			unsigned loans, asked;
			void *other = NULL;

			client_open(&other);
			f = other;
			answer.target = targets[t];
			answer.times = ALWAYS;
			if (t == 0)
				fake_http_push(&answer);
			else
				client_push(TIERS, 200, TABLE_OF("BTC", "0.98"), ALWAYS);
			fake_http_push(&answer);
			begin(f, PRICED, NULL);
			client_pass(f, 20000);
			asked = client_requests(targets[t]);
			loans = client_requests(LOAN);
			if (asked != 1 || loans < 10 || f->failures != 0 ||
			    f->other_failures != 0 || f->notice_failures != 1 || f->notices != 2 ||
			    f->pairs < 9)
				fail_msg("%s %zu: asked %u, %u loans, %u %u failures, %u of %u, %u",
				    targets[t], i, asked, loans, f->failures, f->other_failures,
				    f->notice_failures, f->notices, f->pairs);
			for (unsigned n = 1; n < loans; n++)
				assert_int_equal(client_gap(n), 2000);
			okx_client_interval(f->client, 60000);
			client_pass(f, 600000);
			assert_int_equal(client_requests(targets[t]), 2);
			client_close(&other);
		}
}

/* Others of the same address have their turn, too: it is asked again in a minute. */
CLIENT_TEST(one_that_came_too_soon_has_its_turn)
{
	client_push(STATUS, 429, REFUSAL("50011", "Too Many Requests"), 1);
	begin(f, PRICED, NULL);
	client_pass(f, 59000);
	assert_int_equal(client_requests(STATUS), 1);
	assert_int_equal(f->notice_failures, 1);
	client_pass(f, 5000);
	assert_int_equal(client_requests(STATUS), 2);
	client_pass(f, 500000);
	assert_int_equal(client_requests(STATUS), 2);
	assert_int_equal(f->other_failures, 0);
}

/* One that hangs delays neither the loan nor the prices. */
CLIENT_TEST(one_that_hangs_delays_nothing)
{
	fake_http_push(&(struct fake_http_answer){ .target = STATUS, .never = true });
	begin(f, PRICED, NULL);
	client_pass(f, 9000);
	assert_int_equal(client_requests(STATUS), 1);
	assert_int_equal(client_requests(LOAN), 5);
	for (unsigned n = 1; n < 5; n++)
		assert_int_equal(client_gap(n), 2000);
	assert_int_equal(f->pairs, 5);
}

/* On a slow line something is always under way: that is no reason never to ask. */
CLIENT_TEST(a_slow_line_keeps_none_of_them_away)
{
	static const char *const targets[] = { LOAN, COLLATERAL, BALANCES, TICKERS };

	for (size_t i = 0; i < COUNT(targets); i++)
		fake_http_push(&(struct fake_http_answer){
		    .target = targets[i],
		    .body = i == 0 ? PRICED : NOTHING,
		    .latency_ms = 950,
		    .times = ALWAYS,
		});
	begin(f, PRICED, NULL);
	okx_client_interval(f->client, 1000);
	client_pass(f, 30000);
	assert_int_equal(client_requests(STATUS), 1);
	assert_int_equal(client_requests(TIERS), 1);
	assert_int_equal(client_requests(EMODE), 1);
}

/* The status is looked at when figures fail as in a maintenance, but not at every failure. */
CLIENT_TEST(a_maintenance_is_looked_for)
{
	unsigned asked;

	begin(f, PRICED, NULL);
	client_pass(f, 20000);
	assert_int_equal(client_requests(STATUS), 1);
	fake_http_forget(LOAN);
	client_push(LOAN, 503, REFUSAL("50001", "Service temporarily unavailable"), ALWAYS);
	client_pass(f, 2500);
	assert_int_equal(client_requests(STATUS), 2);
	client_pass(f, 600000);
	asked = client_requests(STATUS);
	assert_in_range(asked, 4, 12);
	for (unsigned i = 1; i < asked; i++)
		assert_true(client_request(STATUS, i)->started_ms -
			client_request(STATUS, i - 1)->started_ms >=
		    5100);
	/* A wrong key is no maintenance. */
	fake_http_forget(LOAN);
	client_push(LOAN, 401, REFUSAL("50113", "Invalid Sign"), ALWAYS);
	client_pass(f, 60000);
	asked = client_requests(STATUS);
	client_pass(f, 120000);
	assert_int_equal(client_requests(STATUS), asked);
}

CLIENT_TEST(a_resume_asks_for_none_of_them)
{
	begin(f, PRICED, NULL);
	client_pass(f, 10000);
	okx_client_resumed(f->client);
	okx_client_refresh(f->client);
	client_pass(f, 10000);
	assert_int_equal(client_requests(TIERS), 1);
	assert_int_equal(client_requests(STATUS), 1);
}

/* A table that cannot be read comes and goes; the last good one is kept to compare with. */
CLIENT_TEST(the_last_good_table_is_kept)
{
	begin(f, PRICED, TABLE_OF("BTC", "0.98"));
	okx_client_interval(f->client, 60000);
	client_pass(f, 10000);
	fake_http_forget("?ccy=BTC");
	fake_http_forget(TIERS);
	client_push("?ccy=BTC", 200, TABLE_OF("BTC", "much"), 1);
	client_push("?ccy=BTC", 200, TABLE_OF("BTC", "0.5"), ALWAYS);
	client_pass(f, 6 * HOUR_MS);
	assert_true(coin(f, "BTC")->tiers->unreadable);
	assert_string_equal(coin(f, "BTC")->before->tiers[0].rate.sent, "0.98");
	client_pass(f, 6 * HOUR_MS);
	assert_string_equal(coin(f, "BTC")->tiers->tiers[0].rate.sent, "0.5");
	assert_string_equal(coin(f, "BTC")->before->tiers[0].rate.sent, "0.98");
}

/* A snapshot of a loan with COUNT coins "C0", "C1", … from FIRST on. */
static struct loans *
make_loans(int first, int count)
{
	struct loans *loans = loans_new(NULL, "");
	struct loan *loan = loans_add(loans);
	char ccy[16];

	loan->id = "1";
	for (int i = first; i < first + count; i++) {
		snprintf(ccy, sizeof ccy, "C%d", i);
		assert_true(amounts_add(loans, &loan->pledged, ccy, "1", false));
	}
	loans_seal(loans);
	return loans;
}

/* More coins than there is room for: those that are pledged now come before those that were. */
TEST_BETWEEN(there_is_room_for_what_is_pledged_now, NULL, NULL)
{
	struct okx_notices notices = { .coins = NULL };
	struct loans *many = make_loans(0, OKX_NOTICES_COINS + 10), *others = make_loans(500, 20);

	okx_notices_begin(&notices, 1000);
	okx_notices_follow(&notices, many, 1000);
	assert_int_equal(notices.count, OKX_NOTICES_COINS);
	okx_notices_turn(&notices);
	okx_notices_follow(&notices, others, 2000);
	assert_int_equal(notices.count, OKX_NOTICES_COINS);
	for (int i = 500; i < 520; i++) {
		char ccy[16];

		snprintf(ccy, sizeof ccy, "C%d", i);
		assert_non_null(okx_notices_find(&notices, ccy));
	}
	/* Not that whose turn it is: its answer is on its way. */
	assert_non_null(okx_notices_find(&notices, okx_notices_ccy(&notices)));
	assert_int_equal(okx_notices_due(&notices, OKX_ENDPOINT_TIERS), 2000);
	loans_drop(many);
	loans_drop(others);
	okx_notices_clear(&notices);
}
