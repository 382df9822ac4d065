/* SPDX-License-Identifier: ISC */
/* What a key may do is asked once for all, told once, and never in the way. */
#include "config.h"

#include "test.h"

#include <string.h>

#include "unit/client_fixture.h"

#define CONFIG "account/config"
#define KEY(permissions) \
	"{\"code\":\"0\",\"data\":[{\"perm\":\"" permissions "\",\"ip\":\"\"}],\"msg\":\"\"}"

static int
open_curious(void **state)
{
	struct client_fixture *fixture;

	client_open(state);
	fixture = *state;
	fixture->aim.introduce = true;
	fixture->order = "";
	client_push(LOAN, 200, NOTHING, FAKE_HTTP_ALWAYS);
	return 0;
}

static void
a_key_that_can_trade_is_told_once(void **state)
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

static void
a_key_that_only_reads_is_no_news(void **state)
{
	struct client_fixture *fixture = *state;

	client_push(CONFIG, 200, KEY("read_only"), 1);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 1);
	assert_int_equal(fixture->warnings, 0);
}

static void
a_refusal_is_silent_and_disturbs_nothing(void **state)
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

static void
nobody_asks_who_does_not_want_to_know(void **state)
{
	struct client_fixture *fixture = *state;

	fixture->aim.introduce = false;
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 0);
}

static void
without_figures_the_key_is_not_asked_about(void **state)
{
	struct client_fixture *fixture = *state;

	fake_http_reset();
	client_push(LOAN, 503, "", FAKE_HTTP_ALWAYS);
	client_push(COLLATERAL, 503, "", FAKE_HTTP_ALWAYS);
	client_aim(fixture, ENVIRONMENT_PRODUCTION);
	client_pass(fixture, 10000);
	assert_int_equal(client_requests(CONFIG), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_key_that_can_trade_is_told_once, open_curious,
		    client_close),
		cmocka_unit_test_setup_teardown(a_key_that_only_reads_is_no_news, open_curious,
		    client_close),
		cmocka_unit_test_setup_teardown(a_refusal_is_silent_and_disturbs_nothing,
		    open_curious, client_close),
		cmocka_unit_test_setup_teardown(nobody_asks_who_does_not_want_to_know, open_curious,
		    client_close),
		cmocka_unit_test_setup_teardown(without_figures_the_key_is_not_asked_about,
		    open_curious, client_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
