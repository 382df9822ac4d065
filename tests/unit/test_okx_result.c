/* SPDX-License-Identifier: ISC */
/* What comes of answers: failures and their waits, and what is said. */
#include "test.h"

#include "base/monotime.h"
#include "unit/client_fixture.h"

#define HOUR_MS INT64_C(3600000)

EACH_TEST(client_open, client_close)

CLIENT_TEST(test_backoff_grows_with_jitter)
{
	static const int64_t whole[] = { 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
	unsigned i;

	client_push_transport(OKX_NET_ERROR_CONNECT, false, FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 0);
	for (i = 0; i < sizeof whole / sizeof *whole; i++) {
		client_pass(f, 1);
		while (client_requests(LOAN) < i + 2)
			client_pass(f, 100);
		assert_in_range(client_gap(i + 1), whole[i] / 2, whole[i]);
	}
	client_pass(f, 1);
	assert_int_equal(f->failures, 8);
	assert_int_equal(f->failure.failure.kind, OKX_KIND_NETWORK);
	assert_int_equal(f->failure.failure.exit, OKX_EXIT_NO_ANSWER);
	assert_string_equal(f->failure.failure.text,
	    "cannot connect to openapi.okx.com: Connection refused");
	assert_true(f->failure.next_ms == okx_client_deadline(f->client));
}

CLIENT_TEST(test_backoff_belongs_to_the_environment)
{
	int64_t began;

	client_push_transport(OKX_NET_ERROR_CONNECT, false, 6);
	client_push(NULL, 200, ROWS, 1);
	client_push_transport(OKX_NET_ERROR_CONNECT, false, 2);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	while (f->failures < 6)
		client_pass(f, 1000);
	/* The switch asks at once, and the other side starts from the beginning. */
	began = monotime_ms();
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 2001);
	assert_int_equal(client_request(LOAN, 6)->started_ms, began);
	assert_int_equal(f->snapshots, 1);
	assert_int_equal(f->failures, 7);
	assert_in_range(f->failure.next_ms - monotime_ms(), 1000 - 1, 2000);
	/* Back there, it is as long as it was. */
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_int_equal(f->failures, 8);
	assert_in_range(f->failure.next_ms - monotime_ms(), 30000 - 1, 60000);
}

CLIENT_TEST(test_refresh_passes_over_the_backoff)
{
	client_push(NULL, 401, REFUSAL("50113", "Invalid Sign"), 1);
	client_push(NULL, 200, ROWS, 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 3000);
	assert_int_equal(f->failures, 1);
	assert_int_equal(okx_client_refresh(f->client), 0);
	client_pass(f, 1);
	assert_int_equal(f->snapshots, 1);
}

CLIENT_TEST(test_a_no_is_asked_every_five_minutes)
{
	client_push(NULL, 401, REFUSAL("50113", "Invalid Sign"), FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 901000);
	assert_int_equal(fake_http_count(), 4);
	assert_int_equal(client_gap(1), 300000);
	assert_int_equal(client_gap(3), 300000);
	assert_string_equal(f->failure.failure.code, "50113");
	assert_int_equal(f->failure.failure.exit, OKX_EXIT_REFUSED);
	assert_int_equal(f->failure.failure.http, 401);
}

CLIENT_TEST(test_unknown_code_is_asked_slowly)
{
	client_push(NULL, 200, REFUSAL("59999", "who knows"), FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 120000);
	assert_int_equal(fake_http_count(), 3);
	assert_int_equal(client_gap(1), 60000);
	assert_int_equal(client_gap(2), 60000);
}

CLIENT_TEST(test_retry_after_replaces_a_shorter_wait)
{
	fake_http_push(&(struct fake_http_answer){
	    .status = 429,
	    .body = REFUSAL("50011", "Too Many Requests"),
	    .retry_after_ms = 30000,
	});
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 31000);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(client_gap(1), 30000);
	assert_int_equal(f->failure.failure.kind, OKX_KIND_RATE);
	assert_int_equal(f->failure.failure.retry_after_ms, 30000);
}

CLIENT_TEST(test_retry_after_of_an_hour_is_cut_to_a_quarter)
{
	fake_http_push(&(struct fake_http_answer){
	    .status = 503,
	    .body = "<html>maintenance",
	    .retry_after_ms = HOUR_MS,
	});
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, HOUR_MS / 2);
	assert_int_equal(client_gap(1), 900000);
	assert_int_equal(f->failure.failure.kind, OKX_KIND_EXCHANGE);
}

CLIENT_TEST(test_retry_after_zero_keeps_the_backoff)
{
	fake_http_push(&(struct fake_http_answer){
	    .status = 429,
	    .body = REFUSAL("50011", "Too Many Requests"),
	    .retry_after_ms = -1,
	});
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 5000);
	assert_in_range(client_gap(1), 1000, 4000);
}

CLIENT_TEST(test_failure_on_a_kept_connection_is_tried_once_more)
{
	const struct fake_http_request *first, *second;

	fake_http_push(&(struct fake_http_answer){
	    .net_error = OKX_NET_ERROR_INCOMPLETE,
	    .reused = true,
	    .latency_ms = 70,
	});
	fake_http_push_body(ROWS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 71);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(client_gap(1), 70);
	assert_int_equal(f->failures, 0);
	assert_int_equal(f->snapshots, 1);
	first = fake_http_request(0);
	second = fake_http_request(1);
	assert_string_equal(fake_http_header(second, "OK-ACCESS-TIMESTAMP"),
	    "2026-11-22T15:30:02.193Z");
	assert_string_not_equal(fake_http_header(first, "OK-ACCESS-SIGN"),
	    fake_http_header(second, "OK-ACCESS-SIGN"));
}

CLIENT_TEST(test_second_failure_in_a_row_is_told)
{
	client_push_transport(OKX_NET_ERROR_INCOMPLETE, true, 2);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(f->failures, 1);
	assert_non_null(strstr(f->failure.failure.text, "incomplete answer"));
}

CLIENT_TEST(test_failure_on_a_new_connection_is_told_at_once)
{
	client_push_transport(OKX_NET_ERROR_INCOMPLETE, false, 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), 1);
	assert_int_equal(f->failures, 1);
}

CLIENT_TEST(test_time_out_on_a_kept_connection_is_told_at_once)
{
	client_push_transport(OKX_NET_ERROR_TIMEOUT, true, 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), 1);
	assert_int_equal(f->failures, 1);
	assert_string_equal(f->failure.failure.text,
	    "no complete answer from openapi.okx.com in 10 s");
}

CLIENT_TEST(test_recovery_is_said_with_its_length)
{
	client_push(NULL, 200, ROWS, 1);
	client_push(NULL, 200, REFUSAL("50009", "Account blocked"), 3);
	client_push(NULL, 200, ROWS, 2);
	client_push(NULL, 200, REFUSAL("50009", "Account blocked"), 1);
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 183000);
	assert_int_equal(f->failures, 3);
	assert_int_equal(f->snapshots, 2);
	assert_string_equal(f->note, "OKX answers again after 3m00s");
	assert_int_equal(f->notes, 2);
	/* Once is enough, and the next failure begins anew. */
	client_pass(f, 2000);
	assert_int_equal(f->snapshots, 3);
	assert_int_equal(f->notes, 2);
	client_pass(f, 62000);
	assert_int_equal(f->notes, 3);
	assert_string_equal(f->note, "OKX answers again after 60s");
}

CLIENT_TEST(test_success_clears_the_backoff)
{
	client_push_transport(OKX_NET_ERROR_CONNECT, false, 4);
	client_push(NULL, 200, ROWS, 1);
	client_push_transport(OKX_NET_ERROR_CONNECT, false, 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	while (f->failures < 5)
		client_pass(f, 1);
	assert_int_equal(f->snapshots, 1);
	assert_in_range(f->failure.next_ms - monotime_ms(), 1000 - 1, 2000);
}

CLIENT_TEST(test_first_success_after_failures_is_a_connection)
{
	client_push_transport(OKX_NET_ERROR_RESOLVE, false, 1);
	client_push(NULL, 200, ROWS, 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 2500);
	assert_int_equal(f->notes, 1);
	assert_string_equal(f->note, "connected to openapi.okx.com");
}

/* One unsuccessful answer, and what it has to become. */
static void
check_failure(struct client_fixture *fixture, int status, const char *body, enum okx_kind kind,
    enum okx_retry retry, const char *part)
{
	unsigned before = fixture->failures;

	fake_http_push(&(struct fake_http_answer){ .status = status,
	    .body = body,
	    .location = "evil.example:8443" });
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	while (fixture->failures == before)
		client_pass(fixture, 100);
	assert_int_equal(fixture->failure.failure.http, status);
	assert_int_equal(fixture->failure.failure.kind, kind);
	assert_int_equal(fixture->failure.failure.retry, retry);
	if (strstr(fixture->failure.failure.text, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, fixture->failure.failure.text);
	assert_null(strstr(fixture->failure.failure.text, "<"));
}

CLIENT_TEST(test_answers_that_are_none)
{
	static char page[1300];

	memset(page, 'x', sizeof page - 1);
	memcpy(page, "<html>", 6);
	check_failure(f, 302, "", OKX_KIND_DATA, OKX_RETRY_SLOWLY,
	    "a redirect to evil.example:8443");
	check_failure(f, 308, ROWS, OKX_KIND_DATA, OKX_RETRY_SLOWLY,
	    "a redirect to evil.example:8443");
	check_failure(f, 204, "", OKX_KIND_DATA, OKX_RETRY_BACKOFF, "empty answer");
	check_failure(f, 200, "", OKX_KIND_DATA, OKX_RETRY_BACKOFF, "empty answer");
	check_failure(f, 200, page, OKX_KIND_DATA, OKX_RETRY_BACKOFF, "not JSON, 1.2 KiB");
	check_failure(f, 503, page, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF,
	    "HTTP 503, not JSON, 1.2 KiB");
	check_failure(f, 429, "Too Many Requests", OKX_KIND_RATE, OKX_RETRY_BACKOFF, "17 bytes");
	check_failure(f, 200, "Too Many Requests", OKX_KIND_RATE, OKX_RETRY_BACKOFF, "17 bytes");
	check_failure(f, 500, "{\"message\":\"An unexpected error occurred\"}", OKX_KIND_EXCHANGE,
	    OKX_RETRY_BACKOFF, "HTTP 500");
	check_failure(f, 500, ROWS, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF, "HTTP 500");
	check_failure(f, 200, "{\"code\":\"0\"", OKX_KIND_DATA, OKX_RETRY_BACKOFF, "JSON");
}

CLIENT_TEST(test_code_counts_before_status)
{
	check_failure(f, 200, REFUSAL("50011", "Too Many Requests"), OKX_KIND_RATE,
	    OKX_RETRY_BACKOFF, "");
	check_failure(f, 503, REFUSAL("50113", "Invalid Sign"), OKX_KIND_CREDENTIALS, OKX_RETRY_NO,
	    "");
	check_failure(f, 429, REFUSAL("50013", "Systems are busy"), OKX_KIND_EXCHANGE,
	    OKX_RETRY_BACKOFF, "");
}

CLIENT_TEST(test_key_never_comes_back)
{
	client_push(NULL, 401,
	    REFUSAL("50110",
		"Your IP 203.0.113.7 is not included in your API key's "
		"3d1c0f9e-5b7a-4c2d-8e6f-0a1b2c3d4e5f IP whitelist."),
	    1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_null(strstr(f->failure.failure.text, "5b7a-4c2d"));
	assert_non_null(strstr(f->failure.failure.text, "203.0.113.7"));
}

/* However foreign words come in: the fixture's secret and passphrase, which sign them. */
CLIENT_TEST(test_secrets_never_come_back)
{
	static const char secret[] = "22582BD0CFF14C41EDBF1AB98506286D",
			  passphrase[] = "Passphrase-1!";
	static const struct fake_http_answer answers[] = {
		{ .status = 401,
		    .body = REFUSAL("50110", "22582BD0CFF14C41EDBF1AB98506286D, Passphrase-1!") },
		{ .status = 200,
		    .body = REFUSAL("Passphrase-1!", "22582BD0CFF14C41EDBF1AB98506286D") },
		{ .status = 302,
		    .body = "",
		    .location = "22582BD0CFF14C41EDBF1AB98506286D.example" },
		{ .status = 302, .body = "", .location = "Passphrase-1!" },
		{ .status = 200,
		    .body = "{\"code\":\"0\",\"22582BD0CFF14C41EDBF1AB98506286D\":1,"
			    "\"22582BD0CFF14C41EDBF1AB98506286D\":1}" },
		{ .status = 200,
		    .body =
			"{\"a 22582BD0CFF14C41EDBF1AB98506286D 22582BD0CFF14C41EDBF1AB98506286D\":1,"
			"\"a 22582BD0CFF14C41EDBF1AB98506286D 22582BD0CFF14C41EDBF1AB98506286D\":1}" },
		{ .net_error = OKX_NET_ERROR_TLS,
		    .detail = "alert 22582BD0CFF14C41EDBF1AB98506286D, Passphrase-1!" },
		{ .net_error = OKX_NET_ERROR_PROTOCOL, .detail = "bad line Passphrase" },
	};
	const char *text = f->failure.failure.text;
	unsigned i;

	for (i = 0; i < sizeof answers / sizeof *answers; i++) {
		fake_http_push(&answers[i]);
		client_aim(f, ENVIRONMENT_PRODUCTION);
		while (f->failures <= i)
			client_pass(f, 100);
		assert_null(strstr(text, "22582BD0"));
		assert_null(strstr(text, "Passphrase"));
		assert_null(strstr(f->failure.failure.code, "Passphrase"));
		assert_non_null(strstr(text, "..."));
		assert_int_equal(f->failure.failure.http, answers[i].status);
	}
	/* What the time is asked for becomes a note. */
	client_push(NULL, 401, REFUSAL("50102", "Timestamp request expired"), 1);
	client_push(TIME, 200, REFUSAL("59999", "no time for Passphrase-1!"), 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 12000);
	assert_string_equal(f->note,
	    "OKX did not tell the time: OKX refused: 59999 no time for ...");
	/* These are what was signed with and sent. */
	assert_string_equal(fake_http_header(client_request(LOAN, 0), "OK-ACCESS-PASSPHRASE"),
	    passphrase);
	assert_string_equal(f->session.keys.of[ENVIRONMENT_PRODUCTION]->secret_key, secret);
}

/* A currency or an amount that is a value of the key would be shown and printed. */
CLIENT_TEST(test_figures_that_repeat_the_key_are_refused)
{
	static const char *const bodies[] = {
		"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ordId\":\"3d1c0f9e-5b7a-4c2d-8e6f-0a1b2c3d4e5f\"}]}",
		("{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"loanData\":[{\"ccy\":\"BTC\","
		 "\"amt\":\"22582BD0CFF14C41EDBF1AB98506286D\"}]}]}"),
		"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"curLTV\":\"Passphrase-1!\"}]}",
	};

	for (unsigned i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		client_push(NULL, 200, bodies[i], 1);
		client_aim(f, ENVIRONMENT_PRODUCTION);
		client_pass(f, 100);
		assert_int_equal(f->failures, i + 1);
		assert_non_null(strstr(f->failure.failure.text, "data that repeats your key"));
	}
	assert_int_equal(f->snapshots, 0);
}

/* In demo trading, too, the key of production is a secret. */
CLIENT_TEST(test_the_key_that_did_not_sign_is_kept_as_well)
{
	static const struct okx_credentials demo = { .api_key = "demokey-01",
		.secret_key = "secret-of-demo",
		.passphrase = "passphrase-of-demo" };

	f->session.keys.of[ENVIRONMENT_DEMO] = &demo;
	client_push(NULL, 401,
	    REFUSAL("59999", "22582BD0CFF14C41EDBF1AB98506286D or secret-of-demo"), 1);
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 100);
	assert_string_equal(f->failure.failure.text, "OKX refused: 59999 ... or ...");
	assert_string_equal(fake_http_header(client_request(LOAN, 0), "OK-ACCESS-KEY"),
	    "demokey-01");

	client_push(NULL, 200,
	    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"curLTV\":\"Passphrase-1!\"}]}", 1);
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 100);
	assert_non_null(strstr(f->failure.failure.text, "data that repeats your key"));
	assert_int_equal(f->snapshots, 0);
}
