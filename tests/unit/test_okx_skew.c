/* SPDX-License-Identifier: ISC */
/* A clock that is wrong: the time is asked for, and signed with. */
#include "config.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/monotime.h"
#include "unit/client_fixture.h"

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

static void
test_slow_clock_is_corrected(void **state)
{
	struct client_fixture *fixture = *state;

	check_skew(fixture, 45200, "connected to openapi.okx.com", "2026-11-22T15:30:47.323Z");
}

static void
test_fast_clock_is_corrected(void **state)
{
	struct client_fixture *fixture = *state;

	check_skew(fixture, -45200, "connected to openapi.okx.com", "2026-11-22T15:29:16.923Z");
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

static void
test_clock_offset_is_said(void **state)
{
	struct client_fixture *fixture = *state;

	check_clock_note(fixture, 45200,
	    "this machine's clock is 45.2 s slow: corrected for signing");
	check_clock_note(fixture, -45160,
	    "this machine's clock is 45.2 s fast: corrected for signing");
	check_clock_note(fixture, 754000,
	    "this machine's clock is 12m34s slow: corrected for signing");
}

static void
test_second_clock_refusal_in_a_row_is_slow(void **state)
{
	struct client_fixture *fixture = *state;

	client_push(LOAN, 401, REFUSAL("50102", "Timestamp request expired"), FAKE_HTTP_ALWAYS);
	push_time(45000, 0, 0);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 59999);
	assert_int_equal(client_requests(LOAN), 2);
	assert_int_equal(client_requests(TIME), 1);
	assert_int_equal(fixture->failures, 1);
	assert_int_equal(fixture->failure.failure.kind, OKX_KIND_CLOCK);
	client_pass(fixture, 1);
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

static void
test_time_that_lies_is_refused(void **state)
{
	push_time(45000, 6000, 0);
	check_time_refused(*state);
}

static void
test_time_that_took_long_is_refused(void **state)
{
	push_time(45000, 0, 2100);
	check_time_refused(*state);
}

static void
test_time_without_a_date_is_refused(void **state)
{
	client_push(TIME, 200,
	    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"1795361402123\"}]}", 1);
	check_time_refused(*state);
}

static void
test_time_that_fails_is_refused(void **state)
{
	client_push(TIME, 503, "<html>", 1);
	check_time_refused(*state);
}

static void
test_time_as_text_is_refused(void **state)
{
	client_push(TIME, 200, "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"soon\"}]}", 1);
	check_time_refused(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, client_open, client_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_slow_clock_is_corrected),
		TEST(test_fast_clock_is_corrected),
		TEST(test_clock_offset_is_said),
		TEST(test_second_clock_refusal_in_a_row_is_slow),
		TEST(test_time_that_lies_is_refused),
		TEST(test_time_that_took_long_is_refused),
		TEST(test_time_without_a_date_is_refused),
		TEST(test_time_that_fails_is_refused),
		TEST(test_time_as_text_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
