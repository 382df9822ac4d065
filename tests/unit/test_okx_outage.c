/* SPDX-License-Identifier: ISC */
/* The network is gone for hours, and then is back. */
#include "config.h"

#include "test.h"

#include "base/monotime.h"
#include "unit/client_fixture.h"

#define HOURS 8

/* Asked at least once a minute all the time, and within a minute of its end at the usual pace. */
static void
test_fault_25_network_gone_for_8_hours(void **state)
{
	struct client_fixture *fixture = *state;
	int64_t back;

	client_push(LOAN, 200, ROWS, 3);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 5000);
	assert_int_equal(fixture->snapshots, 3);

	fake_http_reset();
	client_push_transport(OKX_NET_ERROR_CONNECT, false, FAKE_HTTP_ALWAYS);
	client_pass(fixture, HOURS * 3600 * 1000);
	assert_int_equal(fixture->snapshots, 3);
	assert_in_range(client_requests(LOAN), HOURS * 60, HOURS * 120 + 10);
	for (unsigned i = 1; i < client_requests(LOAN); i++)
		assert_in_range(client_gap(i), 1000, 60000);
	client_paced(LOAN);

	fake_http_reset();
	back = monotime_ms();
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	client_pass(fixture, 60000);
	assert_true(fixture->snapshots > 3);
	assert_true(client_request(LOAN, 0)->started_ms - back <= 60000);
	client_pass(fixture, 20000);
	for (unsigned i = 1; i < client_requests(LOAN); i++)
		assert_int_equal(client_gap(i), 2000);
	client_paced(LOAN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_fault_25_network_gone_for_8_hours, client_open,
		    client_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
