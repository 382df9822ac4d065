/* SPDX-License-Identifier: ISC */
/* When the exchange is asked, and with what. */
#include "test.h"

#include "base/monotime.h"
#include "okx/sign.h"
#include "unit/client_fixture.h"
#include "unit/fake_monotime.h"

#define HOUR_MS INT64_C(3600000)

EACH_TEST(client_open, client_close)

CLIENT_TEST(test_asks_at_once_with_signed_headers)
{
	const struct fake_http_request *request;
	char sign[OKX_SIGN_SIZE];

	fake_http_push_body(ROWS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 0);
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

	client_pass(f, 1);
	assert_int_equal(f->snapshots, 1);
	assert_string_equal(f->note, "connected to openapi.okx.com");
}

CLIENT_TEST(test_demo_has_its_header)
{
	fake_http_push_body(ROWS);
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 1);
	assert_string_equal(fake_http_header(fake_http_request(0), "x-simulated-trading"), "1");
	assert_int_equal(f->account_id.environment, ENVIRONMENT_DEMO);
}

CLIENT_TEST(test_ccy_is_in_the_target)
{
	f->session.ccy = "BTC";
	f->order = "";
	client_push(NULL, 200, NOTHING, 1);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_string_equal(client_request("collateral-assets", 0)->target,
	    "/api/v5/finance/flexible-loan/collateral-assets?ccy=BTC");
}

CLIENT_TEST(test_proxy_is_named)
{
	fake_http_set_via("10.0.0.1:3128");
	fake_http_push_body(ROWS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_string_equal(f->note, "connected to openapi.okx.com via proxy 10.0.0.1:3128");
}

CLIENT_TEST(test_interval_runs_from_start_to_start)
{
	unsigned i;

	fake_http_push(&(struct fake_http_answer){
	    .body = ROWS,
	    .latency_ms = 300,
	    .times = FAKE_HTTP_ALWAYS,
	});
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 20000);
	assert_int_equal(fake_http_count(), 11);
	for (i = 1; i < 11; i++)
		assert_int_equal(client_gap(i), 2000);
	assert_int_equal(f->notes, 1);
}

CLIENT_TEST(test_slow_answer_is_not_caught_up)
{
	fake_http_push(&(struct fake_http_answer){ .body = ROWS, .latency_ms = 7000 });
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 11000);
	/* At 0, when the answer came, and then as ever. */
	assert_int_equal(fake_http_count(), 4);
	assert_int_equal(client_gap(1), 7000);
	assert_int_equal(client_gap(2), 2000);
	assert_int_equal(client_gap(3), 2000);
}

CLIENT_TEST(test_interval_change_counts_from_the_last_start)
{
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(f->client, 60000);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 3000);
	assert_int_equal(fake_http_count(), 1);
	okx_client_interval(f->client, 5000);
	client_pass(f, 2500);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(client_gap(1), 5000);
	okx_client_interval(f->client, 1000);
	client_pass(f, 500);
	assert_int_equal(client_gap(2), 1000);
}

CLIENT_TEST(test_one_request_in_flight)
{
	int i;

	client_aim(f, ENVIRONMENT_PRODUCTION);
	for (i = 0; i < 100; i++) {
		client_pass(f, 100);
		okx_client_refresh(f->client);
	}
	assert_int_equal(fake_http_count(), 1);
	assert_true(okx_client_busy(f->client, OKX_ENDPOINT_LOAN_INFO));
	assert_true(okx_client_deadline(f->client) == INT64_MAX);
}

CLIENT_TEST(test_no_burst_after_a_gap_of_eight_hours)
{
	unsigned before;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 4500);
	before = fake_http_count();
	fake_monotime_advance(8 * HOUR_MS);
	okx_client_resumed(f->client);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), before + 1);
	assert_int_equal(fake_http_forgets(), 1);
	client_pass(f, 1999);
	assert_int_equal(fake_http_count(), before + 1);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), before + 2);
}

CLIENT_TEST(test_short_stop_keeps_the_connection)
{
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(f->client, 60000);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	fake_monotime_advance(5000);
	okx_client_resumed(f->client);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(fake_http_forgets(), 0);
}

CLIENT_TEST(test_request_under_way_for_long_is_given_up_at_resume)
{
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	fake_monotime_advance(HOUR_MS);
	okx_client_resumed(f->client);
	fake_http_push_body(ROWS);
	client_pass(f, 1);
	assert_true(fake_http_request(0)->cancelled);
	assert_int_equal(fake_http_count(), 2);
	assert_int_equal(f->snapshots, 1);
}

CLIENT_TEST(test_pace_holds_under_a_hammering_user)
{
	int i;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(f->client, 1000);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	for (i = 0; i < 6000; i++) {
		client_pass(f, 10);
		okx_client_refresh(f->client);
		if (i % 3 == 0)
			client_aim(f, i % 2 == 0 ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION);
	}
	client_paced(LOAN);
	/* It is used to the full, too. */
	assert_in_range(client_requests(LOAN), 130, 150);
}

CLIENT_TEST(test_pace_counts_cancelled_requests)
{
	int i;

	for (i = 0; i < 50; i++) {
		client_aim(f, i % 2 == 0 ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION);
		client_pass(f, 10);
	}
	assert_int_equal(fake_http_count(), 5);
	for (i = 0; i < 4; i++)
		assert_true(fake_http_request((unsigned)i)->cancelled);
	client_paced(LOAN);
}

CLIENT_TEST(test_pace_belongs_to_the_account)
{
	int i;

	for (i = 0; i < 5; i++) {
		client_aim(f, ENVIRONMENT_PRODUCTION);
		client_pass(f, 0);
	}
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 5);
	f->session.account = 1;
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 6);
}

CLIENT_TEST(test_refresh_asks_at_once)
{
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(f->client, 60000);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 5000);
	assert_int_equal(okx_client_refresh(f->client), 0);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 2);
	/* From then on the interval counts from this start. */
	client_pass(f, 59999);
	assert_int_equal(fake_http_count(), 2);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), 3);
}

CLIENT_TEST(test_refresh_twice_within_a_second_is_one)
{
	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	okx_client_interval(f->client, 60000);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 5000);
	okx_client_refresh(f->client);
	client_pass(f, 999);
	okx_client_refresh(f->client);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 2);
	client_pass(f, 1);
	okx_client_refresh(f->client);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 3);
}

CLIENT_TEST(test_refresh_says_how_long_the_pace_holds_it)
{
	int i;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	for (i = 0; i < 5; i++) {
		client_aim(f, ENVIRONMENT_PRODUCTION);
		client_pass(f, 100);
	}
	assert_int_equal(fake_http_count(), 5);
	assert_int_equal(okx_client_refresh(f->client), 1600);
	client_pass(f, 1599);
	assert_int_equal(fake_http_count(), 5);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), 6);
}

CLIENT_TEST(test_switch_drops_what_is_under_way_and_pending)
{
	struct okx_event event;

	fake_http_push(&(struct fake_http_answer){ .body = ROWS, .latency_ms = 500 });
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 1000);
	assert_true(fake_http_request(0)->cancelled);
	assert_int_equal(f->snapshots, 0);

	/* An answer that came, but was not taken before the switch. */
	fake_http_push_body(ROWS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	okx_client_run(f->client);
	okx_client_run(f->client);
	client_aim(f, ENVIRONMENT_DEMO);
	assert_false(okx_client_next(f->client, &event));
}

CLIENT_TEST(test_network_that_cannot_aim_is_a_failure)
{
	fake_http_refuse_aim("Cannot read the CA file /x: No such file or directory.");
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_int_equal(fake_http_count(), 0);
	assert_int_equal(f->failures, 1);
	assert_non_null(strstr(f->failure.failure.text, "CA file /x"));
	fake_http_refuse_aim(NULL);
	client_push(NULL, 200, ROWS, 1);
	client_pass(f, 60000);
	assert_int_equal(f->snapshots, 1);
	assert_int_equal(fake_http_aims(), 1);
}

CLIENT_TEST(test_request_that_cannot_start_is_a_failure)
{
	fake_http_refuse_get("libcurl cannot start: out of memory.");
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1);
	assert_int_equal(f->failures, 1);
	fake_http_refuse_get(NULL);
	client_push(NULL, 200, ROWS, 1);
	client_pass(f, 2001);
	assert_int_equal(f->snapshots, 1);
}

CLIENT_TEST(test_reader_that_stays_away_keeps_the_newest)
{
	struct okx_event event;
	unsigned count = 0;

	client_push(NULL, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	while (fake_http_count() < 40) {
		okx_client_run(f->client);
		if (okx_client_deadline(f->client) != INT64_MAX)
			fake_monotime_advance(2000);
	}
	while (okx_client_next(f->client, &event)) {
		assert_int_equal(event.kind, OKX_EVENT_SNAPSHOT);
		okx_parsed_drop(&event.parsed);
		count++;
	}
	assert_int_equal(count, 16);
}

CLIENT_TEST(test_stop_ends_everything)
{
	struct okx_event event;

	fake_http_push_body(ROWS);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	okx_client_run(f->client);
	okx_client_run(f->client);
	okx_client_stop(f->client);
	assert_false(okx_client_next(f->client, &event));
	okx_client_resumed(f->client);
	assert_int_equal(okx_client_refresh(f->client), 0);
	client_pass(f, HOUR_MS);
	assert_int_equal(fake_http_count(), 1);
	assert_false(okx_client_busy(f->client, OKX_ENDPOINT_LOAN_INFO));

	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 0);
	assert_int_equal(fake_http_count(), 2);
	assert_true(okx_client_busy(f->client, OKX_ENDPOINT_LOAN_INFO));
	okx_client_stop(f->client);
	assert_true(fake_http_request(1)->cancelled);
}

CLIENT_TEST(test_not_aimed_does_nothing)
{
	okx_client_resumed(f->client);
	assert_int_equal(okx_client_refresh(f->client), 0);
	client_pass(f, 10000);
	assert_int_equal(fake_http_count(), 0);
	assert_true(okx_client_deadline(f->client) == INT64_MAX);
}
