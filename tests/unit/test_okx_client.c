/* SPDX-License-Identifier: ISC */
/* When the exchange is asked, and with what. */
#include "config.h"
#include "test.h"

#include <string.h>

#include "base/monotime.h"
#include "okx/sign.h"
#include "unit/client_fixture.h"
#include "unit/fake_monotime.h"

#define HOUR_MS INT64_C(3600000)

EACH_TEST(client_open, client_close)

TEST(test_asks_at_once_with_signed_headers)
{
	struct client_fixture *fixture = *state;
	const struct fake_http_request *request;
	char sign[OKX_SIGN_SIZE];

	fake_http_push_body(ROWS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 1);
	request = fake_http_request(0);
	assert_string_equal(request->target, "/api/v5/finance/flexible-loan/loan-info");
	assert_string_equal(fake_http_header(request, "OK-ACCESS-KEY"),
	    "3d1c0f9e-5b7a-4c2d-8e6f-0a1b2c3d4e5f");
	assert_string_equal(fake_http_header(request, "OK-ACCESS-PASSPHRASE"), "Passphrase-1!");
	assert_string_equal(fake_http_header(request, "OK-ACCESS-TIMESTAMP"),
	    "2026-11-22T15:30:02.123Z");
	assert_string_equal(fake_http_header(request, "Accept"), "application/json");
	assert_null(fake_http_header(request, "x-simulated-trading"));
	assert_true(okx_sign_get(sign, "22582BD0CFF14C41EDBF1AB98506286D",
	    "2026-11-22T15:30:02.123Z", request->target));
	assert_string_equal(fake_http_header(request, "OK-ACCESS-SIGN"), sign);

	client_pass(fixture, 1);
	assert_int_equal(fixture->snapshots, 1);
	assert_string_equal(fixture->note, "connected to openapi.okx.com");
}

TEST(test_demo_has_its_header)
{
	struct client_fixture *fixture = *state;

	fake_http_push_body(ROWS);
	client_aim(fixture, ENVIRONMENT_DEMO);
	client_pass(fixture, 1);
	assert_string_equal(fake_http_header(fake_http_request(0), "x-simulated-trading"), "1");
	assert_int_equal(fixture->account_id.environment, ENVIRONMENT_DEMO);
}

TEST(test_ccy_is_in_the_target)
{
	struct client_fixture *fixture = *state;

	fixture->session.ccy = "BTC";
	fixture->order = "";
	client_push(NULL, 200, NOTHING, 1);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 1);
	assert_string_equal(client_request("collateral-assets", 0)->target,
	    "/api/v5/finance/flexible-loan/collateral-assets?ccy=BTC");
}

TEST(test_proxy_is_named)
{
	struct client_fixture *fixture = *state;

	fake_http_set_via("10.0.0.1:3128");
	fake_http_push_body(ROWS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 1);
	assert_string_equal(fixture->note, "connected to openapi.okx.com via proxy 10.0.0.1:3128");
}

TEST(test_interval_runs_from_start_to_start)
{
	struct client_fixture *fixture = *state;
	unsigned i;

	fake_http_push(&(struct fake_http_answer){
	    .body = ROWS,
	    .latency_ms = 300,
	    .times = FAKE_HTTP_ALWAYS,
	});
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 20000);
	assert_int_equal(fake_http_count(), 11);
	for (i = 1; i < 11; i++)
		assert_int_equal(client_gap(i), 2000);
	assert_int_equal(fixture->notes, 1);
}

TEST(test_slow_answer_is_not_caught_up)
{
	struct client_fixture *fixture = *state;

	fake_http_push(&(struct fake_http_answer){ .body = ROWS, .latency_ms = 7000 });
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 11000);
	/* At 0, when the answer came, and then as ever. */
	assert_int_equal(fake_http_count(), 4);
	assert_int_equal(client_gap(1), 7000);
	assert_int_equal(client_gap(2), 2000);
	assert_int_equal(client_gap(3), 2000);
}

TEST(test_interval_change_counts_from_the_last_start)
{
	struct client_fixture *fixture = *state;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(fixture->client, 60000);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 3000);
	assert_int_equal(fake_http_count(), 1);
	okx_client_interval(fixture->client, 5000);
	client_pass(fixture, 2500);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(client_gap(1), 5000);
	okx_client_interval(fixture->client, 1000);
	client_pass(fixture, 500);
	assert_int_equal(client_gap(2), 1000);
}

TEST(test_one_request_in_flight)
{
	struct client_fixture *fixture = *state;
	int i;

	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	for (i = 0; i < 100; i++) {
		client_pass(fixture, 100);
		okx_client_refresh(fixture->client);
	}
	assert_int_equal(fake_http_count(), 1);
	assert_true(okx_client_busy(fixture->client, OKX_ENDPOINT_LOAN_INFO));
	assert_true(okx_client_deadline(fixture->client) == INT64_MAX);
}

TEST(test_no_burst_after_a_gap_of_eight_hours)
{
	struct client_fixture *fixture = *state;
	unsigned before;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 4500);
	before = fake_http_count();
	fake_monotime_advance(8 * HOUR_MS);
	okx_client_resumed(fixture->client);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), before + 1);
	assert_int_equal(fake_http_forgets(), 1);
	client_pass(fixture, 1999);
	assert_int_equal(fake_http_count(), before + 1);
	client_pass(fixture, 1);
	assert_int_equal(fake_http_count(), before + 2);
}

TEST(test_short_stop_keeps_the_connection)
{
	struct client_fixture *fixture = *state;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(fixture->client, 60000);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 100);
	fake_monotime_advance(5000);
	okx_client_resumed(fixture->client);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(fake_http_forgets(), 0);
}

TEST(test_request_under_way_for_long_is_given_up_at_resume)
{
	struct client_fixture *fixture = *state;

	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 100);
	fake_monotime_advance(HOUR_MS);
	okx_client_resumed(fixture->client);
	fake_http_push_body(ROWS);
	client_pass(fixture, 1);
	assert_true(fake_http_request(0)->cancelled);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(fixture->snapshots, 1);
}

TEST(test_pace_holds_under_a_hammering_user)
{
	struct client_fixture *fixture = *state;
	int i;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(fixture->client, 1000);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	for (i = 0; i < 6000; i++) {
		client_pass(fixture, 10);
		okx_client_refresh(fixture->client);
		if (i % 3 == 0)
			client_aim(fixture, i % 2 == 0 ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION);
	}
	client_paced(LOAN);
	/* It is used to the full, too. */
	assert_in_range(client_requests(LOAN), 130, 150);
}

TEST(test_pace_counts_cancelled_requests)
{
	struct client_fixture *fixture = *state;
	int i;

	for (i = 0; i < 50; i++) {
		client_aim(fixture, i % 2 == 0 ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION);
		client_pass(fixture, 10);
	}
	assert_int_equal(fake_http_count(), 5);
	for (i = 0; i < 4; i++)
		assert_true(fake_http_request((unsigned)i)->cancelled);
	client_paced(LOAN);
}

TEST(test_pace_belongs_to_the_account)
{
	struct client_fixture *fixture = *state;
	int i;

	for (i = 0; i < 5; i++) {
		client_aim(fixture, ENVIRONMENT_PRODUCTION);
		client_pass(fixture, 0);
	}
	client_aim(fixture, ENVIRONMENT_DEMO);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 5);
	fixture->session.account = 1;
	client_aim(fixture, ENVIRONMENT_DEMO);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 6);
}

TEST(test_refresh_asks_at_once)
{
	struct client_fixture *fixture = *state;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(fixture->client, 60000);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 5000);
	assert_int_equal(okx_client_refresh(fixture->client), 0);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 2);
	/* From then on the interval counts from this start. */
	client_pass(fixture, 59999);
	assert_int_equal(fake_http_count(), 2);
	client_pass(fixture, 1);
	assert_int_equal(fake_http_count(), 3);
}

TEST(test_refresh_twice_within_a_second_is_one)
{
	struct client_fixture *fixture = *state;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(fixture->client, 60000);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 5000);
	okx_client_refresh(fixture->client);
	client_pass(fixture, 999);
	okx_client_refresh(fixture->client);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 2);
	client_pass(fixture, 1);
	okx_client_refresh(fixture->client);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 3);
}

TEST(test_refresh_says_how_long_the_pace_holds_it)
{
	struct client_fixture *fixture = *state;
	int i;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	for (i = 0; i < 5; i++) {
		client_aim(fixture, ENVIRONMENT_PRODUCTION);
		client_pass(fixture, 100);
	}
	assert_int_equal(fake_http_count(), 5);
	assert_int_equal(okx_client_refresh(fixture->client), 1600);
	client_pass(fixture, 1599);
	assert_int_equal(fake_http_count(), 5);
	client_pass(fixture, 1);
	assert_int_equal(fake_http_count(), 6);
}

TEST(test_switch_drops_what_is_under_way_and_pending)
{
	struct client_fixture *fixture = *state;
	struct okx_event event;

	fake_http_push(&(struct fake_http_answer){ .body = ROWS, .latency_ms = 500 });
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 100);
	client_aim(fixture, ENVIRONMENT_DEMO);
	client_pass(fixture, 1000);
	assert_true(fake_http_request(0)->cancelled);
	assert_int_equal(fixture->snapshots, 0);

	/* An answer that came, but was not taken before the switch. */
	fake_http_push_body(ROWS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	okx_client_run(fixture->client);
	okx_client_run(fixture->client);
	client_aim(fixture, ENVIRONMENT_DEMO);
	assert_false(okx_client_next(fixture->client, &event));
}

TEST(test_network_that_cannot_aim_is_a_failure)
{
	struct client_fixture *fixture = *state;

	fake_http_refuse_aim("Cannot read the CA file /x: No such file or directory.");
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 1);
	assert_int_equal(fake_http_count(), 0);
	assert_int_equal(fixture->failures, 1);
	assert_non_null(strstr(fixture->failure.failure.text, "CA file /x"));
	fake_http_refuse_aim(NULL);
	client_push(NULL, 200, ROWS, 1);
	client_pass(fixture, 60000);
	assert_int_equal(fixture->snapshots, 1);
	assert_int_equal(fake_http_aims(), 1);
}

TEST(test_request_that_cannot_start_is_a_failure)
{
	struct client_fixture *fixture = *state;

	fake_http_refuse_get("libcurl cannot start: out of memory.");
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 1);
	assert_int_equal(fixture->failures, 1);
	fake_http_refuse_get(NULL);
	client_push(NULL, 200, ROWS, 1);
	client_pass(fixture, 2001);
	assert_int_equal(fixture->snapshots, 1);
}

TEST(test_reader_that_stays_away_keeps_the_newest)
{
	struct client_fixture *fixture = *state;
	struct okx_event event;
	unsigned count = 0;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	while (fake_http_count() < 40) {
		okx_client_run(fixture->client);
		if (okx_client_deadline(fixture->client) != INT64_MAX)
			fake_monotime_advance(2000);
	}
	while (okx_client_next(fixture->client, &event)) {
		assert_int_equal(event.kind, OKX_EVENT_SNAPSHOT);
		okx_parsed_drop(&event.parsed);
		count++;
	}
	assert_int_equal(count, 16);
}

TEST(test_stop_ends_everything)
{
	struct client_fixture *fixture = *state;
	struct okx_event event;

	fake_http_push_body(ROWS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	okx_client_run(fixture->client);
	okx_client_run(fixture->client);
	okx_client_stop(fixture->client);
	assert_false(okx_client_next(fixture->client, &event));
	okx_client_resumed(fixture->client);
	assert_int_equal(okx_client_refresh(fixture->client), 0);
	client_pass(fixture, HOUR_MS);
	assert_int_equal(fake_http_count(), 1);
	assert_false(okx_client_busy(fixture->client, OKX_ENDPOINT_LOAN_INFO));

	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 0);
	assert_int_equal(fake_http_count(), 2);
	assert_true(okx_client_busy(fixture->client, OKX_ENDPOINT_LOAN_INFO));
	okx_client_stop(fixture->client);
	assert_true(fake_http_request(1)->cancelled);
}

TEST(test_not_aimed_does_nothing)
{
	struct client_fixture *fixture = *state;

	okx_client_resumed(fixture->client);
	assert_int_equal(okx_client_refresh(fixture->client), 0);
	client_pass(fixture, 10000);
	assert_int_equal(fake_http_count(), 0);
	assert_true(okx_client_deadline(fixture->client) == INT64_MAX);
}
