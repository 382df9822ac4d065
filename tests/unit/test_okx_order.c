/* SPDX-License-Identifier: ISC */
#include "config.h"

/* In which order the endpoints are asked, and for which order of a loan. */
#include "test.h"

#include "base/monotime.h"
#include "unit/client_fixture.h"

EACH_TEST(client_open, client_close)

CLIENT_TEST(test_the_assets_wait_for_loan_info)
{
	client_push(LOAN, 200, PRICED, FAKE_HTTP_ALWAYS);
	client_price("BTC-USD", "100");
	client_price("USDT-USD", "1");
	f->order = "12345";
	okx_client_aim(f->client, &f->session);
	okx_client_run(f->client);
	assert_int_equal(fake_http_count(), 1);
	assert_non_null(strstr(fake_http_request(0)->target, LOAN));
	client_pass(f, 100);
	assert_int_equal(fake_http_count(), 5);
	assert_non_null(strstr(fake_http_request(1)->target, TICKERS "?instId=BTC-USD"));
	assert_non_null(strstr(fake_http_request(2)->target, TICKERS "?instId=USDT-USD"));
	assert_non_null(strstr(fake_http_request(3)->target, COLLATERAL "?ordId=12345"));
	assert_non_null(strstr(fake_http_request(4)->target, BALANCES));
	assert_int_equal(f->snapshots, 1);
	assert_int_equal(f->assets, 1);
	assert_int_equal(f->balances, 1);
	assert_int_equal(f->prices, 1);
}

CLIENT_TEST(test_the_assets_wait_no_longer_than_for_a_failure)
{
	client_push(LOAN, 503, REFUSAL("50001", "down"), FAKE_HTTP_ALWAYS);
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	assert_int_equal(f->failures, 1);
	assert_int_equal(f->assets, 1);
}

/* Nor for more than a second for a price that hangs. */
CLIENT_TEST(test_the_assets_wait_only_so_long_for_prices)
{
	client_push(LOAN, 200, PRICED, FAKE_HTTP_ALWAYS);
	fake_http_push(&(struct fake_http_answer){ .target = "instId=BTC-USD", .never = true });
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 999);
	assert_int_equal(f->assets, 0);
	client_pass(f, 2);
	assert_int_equal(f->assets, 1);
}

CLIENT_TEST(test_another_order_is_asked_for_at_once)
{
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	f->order = "1";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 500);
	assert_int_equal(client_requests(COLLATERAL), 1);
	okx_client_order(f->client, "1");
	client_pass(f, 100);
	assert_int_equal(client_requests(COLLATERAL), 1);
	okx_client_order(f->client, "2");
	client_pass(f, 100);
	assert_int_equal(client_requests(COLLATERAL), 2);
	assert_non_null(strstr(client_request(COLLATERAL, 1)->target, "ordId=2"));
}

/* An order that is gone is refused, which would keep the assets away for five minutes. */
CLIENT_TEST(test_another_order_ends_the_back_off)
{
	client_push(COLLATERAL "?ordId=1", 200, REFUSAL("51063", "order does not exist"),
	    FAKE_HTTP_ALWAYS);
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	f->order = "1";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1500);
	assert_int_equal(f->other_failures, 1);
	f->order = "";
	client_pass(f, 1000);
	assert_int_equal(f->assets, 1);
	assert_null(strstr(client_request(COLLATERAL, 1)->target, "ordId"));
}

CLIENT_TEST(test_an_order_under_way_is_cancelled_for_another)
{
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	fake_http_push(&(struct fake_http_answer){ .target = "ordId=1", .never = true });
	f->order = "1";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	assert_int_equal(client_requests(COLLATERAL), 1);
	okx_client_order(f->client, "2");
	client_pass(f, 100);
	assert_true(client_request(COLLATERAL, 0)->cancelled);
	assert_int_equal(f->assets, 1);
}

CLIENT_TEST(test_an_order_that_no_request_can_carry_is_none)
{
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	f->order = "1&ccy=BTC";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	assert_int_equal(f->assets, 1);
	assert_null(strchr(client_request(COLLATERAL, 0)->target, '?'));
}

CLIENT_TEST(test_one_connection_serves_all)
{
	fake_http_push(&(struct fake_http_answer){ .body = NOTHING,
	    .latency_ms = 300,
	    .times = FAKE_HTTP_ALWAYS });
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 60000);
	for (unsigned i = 1; i < fake_http_count(); i++)
		assert_true(
		    fake_http_request(i)->started_ms - fake_http_request(i - 1)->started_ms >= 300);
	assert_in_range(client_requests(LOAN), 29, 31);
	assert_in_range(client_requests(COLLATERAL), 29, 31);
}

CLIENT_TEST(test_what_hangs_holds_nothing_up_for_long)
{
	client_push(LOAN, 200, ROWS, 1);
	fake_http_push(
	    &(struct fake_http_answer){ .target = LOAN, .never = true, .times = FAKE_HTTP_ALWAYS });
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 20000);
	assert_int_equal(client_requests(LOAN), 2);
	assert_in_range(client_requests(COLLATERAL), 9, 11);
}

CLIENT_TEST(test_index_prices_are_asked_without_a_signature)
{
	const struct fake_http_request *request;

	client_push(LOAN, 200, PRICED, FAKE_HTTP_ALWAYS);
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	request = client_request(TICKERS, 0);
	assert_null(fake_http_header(request, "OK-ACCESS-KEY"));
	assert_null(fake_http_header(request, "OK-ACCESS-PASSPHRASE"));
	assert_null(fake_http_header(request, "OK-ACCESS-SIGN"));
	assert_non_null(fake_http_header(client_request(LOAN, 0), "OK-ACCESS-SIGN"));
}

/* The network is gone for hours, and then is back. */

#define HOURS 8

/* Asked at least once a minute all the time, and within a minute of its end at the usual pace. */
CLIENT_TEST(test_fault_25_network_gone_for_8_hours)
{
	int64_t back;

	client_push(LOAN, 200, ROWS, 3);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 5000);
	assert_int_equal(f->snapshots, 3);

	fake_http_reset();
	client_push_transport(OKX_NET_ERROR_CONNECT, false, FAKE_HTTP_ALWAYS);
	client_pass(f, HOURS * 3600 * 1000);
	assert_int_equal(f->snapshots, 3);
	assert_in_range(client_requests(LOAN), HOURS * 60, HOURS * 120 + 10);
	for (unsigned i = 1; i < client_requests(LOAN); i++)
		assert_in_range(client_gap(i), 1000, 60000);
	client_paced(LOAN);

	fake_http_reset();
	back = monotime_ms();
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_pass(f, 60000);
	assert_true(f->snapshots > 3);
	assert_true(client_request(LOAN, 0)->started_ms - back <= 60000);
	client_pass(f, 20000);
	for (unsigned i = 1; i < client_requests(LOAN); i++)
		assert_int_equal(client_gap(i), 2000);
	client_paced(LOAN);
}

/* What a key may do is asked once for all, told once, and never in the way. */

#define CONFIG "account/config"
#define KEY(permissions) \
	"{\"code\":\"0\",\"data\":[{\"perm\":\"" permissions "\",\"ip\":\"\"}],\"msg\":\"\"}"

static int
open_curious(void **state)
{
	struct client_fixture *fixture;

	client_open(state);
	fixture = *state;
	fixture->session.introduce = true;
	fixture->order = "";
	client_push(LOAN, 200, NOTHING, FAKE_HTTP_ALWAYS);
	return 0;
}

TEST_BETWEEN(a_key_that_can_trade_is_told_once, open_curious, client_close)
{
	struct client_fixture *fixture = *state;

	client_push(CONFIG, 200, KEY("read_only,trade"), FAKE_HTTP_ALWAYS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 1);
	/* The figures come first. */
	assert_true(strstr(fake_http_request(3)->target, CONFIG) != NULL);
	assert_int_equal(fixture->warnings, 1);
	assert_string_equal(fixture->warning, "this key can also TRADE: make a read-only one");
	assert_int_equal(fixture->failures, 0);
	/* Each environment has a key of its own; coming back tells nothing new. */
	client_aim(fixture, ENVIRONMENT_DEMO);
	client_pass(fixture, 10000);
	assert_int_equal(fixture->warnings, 2);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 2);
	assert_int_equal(fixture->warnings, 2);
}

TEST_BETWEEN(a_key_that_only_reads_is_no_news, open_curious, client_close)
{
	struct client_fixture *fixture = *state;

	client_push(CONFIG, 200, KEY("read_only"), 1);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 1);
	assert_int_equal(fixture->warnings, 0);
}

TEST_BETWEEN(a_refusal_is_silent_and_disturbs_nothing, open_curious, client_close)
{
	struct client_fixture *fixture = *state;

	client_push(CONFIG, 401, REFUSAL("50030", "no"), 1);
	client_push(CONFIG, 401, REFUSAL("50102", "expired"), 1);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 2);
	assert_int_equal(client_requests(TIME), 0);
	assert_int_equal(fixture->failures, 0);
	assert_int_equal(fixture->warnings, 0);
	assert_true(fixture->snapshots > 8);
}

TEST_BETWEEN(nobody_asks_who_does_not_want_to_know, open_curious, client_close)
{
	struct client_fixture *fixture = *state;

	fixture->session.introduce = false;
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 0);
}

TEST_BETWEEN(without_figures_the_key_is_not_asked_about, open_curious, client_close)
{
	struct client_fixture *fixture = *state;

	fake_http_reset();
	client_push(LOAN, 503, "", FAKE_HTTP_ALWAYS);
	client_push(COLLATERAL, 503, "", FAKE_HTTP_ALWAYS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 0);
}

/* A clock that is wrong: the time is asked for, and signed with. */

/* Pushes the exchange's time, SKEW_MS from this machine's. */
static void
push_time(int64_t skew_ms, int64_t date_error_ms, int64_t latency_ms)
{
	static char body[128];

	snprintf(body, sizeof body, "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"%lld\"}]}",
	    (long long)(monotime_utc_ms() + skew_ms));
	fake_http_push(&(struct fake_http_answer){
	    .target = TIME,
	    .body = body,
	    .date = true,
	    .latency_ms = latency_ms,
	    .date_utc_ms = monotime_utc_ms() + skew_ms + date_error_ms,
	});
}

static void
check_skew(struct client_fixture *fixture, int64_t skew_ms, const char *note, const char *stamp)
{
	client_push(LOAN, 401, REFUSAL("50102", "Timestamp request expired"), 1);
	push_time(skew_ms, 0, 0);
	client_push(LOAN, 200, ROWS, 1);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 0);
	client_pass(fixture, 1);
	assert_int_equal(fake_http_count(), 3);
	assert_int_equal(fake_http_request(1)->count, 1); /* unsigned: Accept alone */
	assert_string_equal(fake_http_header(fake_http_request(2), "OK-ACCESS-TIMESTAMP"), stamp);
	assert_int_equal(okx_client_clock_offset(fixture->client), skew_ms);
	assert_int_equal(fixture->failures, 0);
	assert_int_equal(fixture->snapshots, 1);
	assert_int_equal(fixture->arrived_utc_ms, CLIENT_START_UTC_MS + skew_ms);
	assert_int_equal(fixture->notes, 2);
	assert_string_equal(fixture->note, note);
}

CLIENT_TEST(test_slow_clock_is_corrected)
{
	check_skew(f, 45200, "connected to openapi.okx.com", "2026-11-22T15:30:47.323Z");
}

CLIENT_TEST(test_fast_clock_is_corrected)
{
	check_skew(f, -45200, "connected to openapi.okx.com", "2026-11-22T15:29:16.923Z");
}

static void
check_clock_note(struct client_fixture *fixture, int64_t skew_ms, const char *note)
{
	client_push(LOAN, 401, REFUSAL("50102", "Timestamp request expired"), 1);
	push_time(skew_ms, 0, 0);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 1);
	assert_string_equal(fixture->note, note);
}

CLIENT_TEST(test_clock_offset_is_said)
{
	check_clock_note(f, 45200, "this machine's clock is 45.2 s slow: corrected for signing");
	check_clock_note(f, -45160, "this machine's clock is 45.2 s fast: corrected for signing");
	check_clock_note(f, 754000, "this machine's clock is 12m34s slow: corrected for signing");
}

CLIENT_TEST(test_second_clock_refusal_in_a_row_is_slow)
{
	client_push(LOAN, 401, REFUSAL("50102", "Timestamp request expired"), FAKE_HTTP_ALWAYS);
	push_time(45000, 0, 0);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 59999);
	assert_int_equal(client_requests(LOAN), 2);
	assert_int_equal(client_requests(TIME), 1);
	assert_int_equal(f->failures, 1);
	assert_int_equal(f->failure.failure.kind, OKX_KIND_CLOCK);
	client_pass(f, 1);
	assert_int_equal(client_requests(LOAN), 3);
}

/* The time is refused or does not come: the failure stands, the clock stays. */
static void
check_time_refused(struct client_fixture *fixture)
{
	client_push(LOAN, 401, REFUSAL("50102", "Timestamp request expired"), 1);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 3000);
	assert_int_equal(client_requests(LOAN), 1);
	assert_int_equal(fixture->failures, 1);
	assert_string_equal(fixture->failure.failure.code, "50102");
	assert_int_equal(okx_client_clock_offset(fixture->client), 0);
	assert_in_range(fixture->failure.next_ms - CLIENT_START_MS, 60000, 62100);
	assert_int_equal(fixture->notes, 1);
	assert_false(okx_client_busy(fixture->client, OKX_ENDPOINT_LOAN_INFO));
}

TEST(test_time_that_lies_is_refused)
{
	push_time(45000, 6000, 0);
	check_time_refused(*state);
}

TEST(test_time_that_took_long_is_refused)
{
	push_time(45000, 0, 2100);
	check_time_refused(*state);
}

TEST(test_time_without_a_date_is_refused)
{
	client_push(TIME, 200,
	    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"1795361402123\"}]}", 1);
	check_time_refused(*state);
}

TEST(test_time_that_fails_is_refused)
{
	client_push(TIME, 503, "<html>", 1);
	check_time_refused(*state);
}

TEST(test_time_as_text_is_refused)
{
	client_push(TIME, 200, "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"soon\"}]}", 1);
	check_time_refused(*state);
}
