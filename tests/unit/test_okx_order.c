/* SPDX-License-Identifier: ISC */
#include "config.h"

/* In which order the endpoints are asked, and for which order of a loan. */
#include "test.h"

#include <string.h>

#include "base/monotime.h"
#include "unit/client_fixture.h"

static void
test_the_assets_wait_for_loan_info(void **state)
{
	struct client_fixture *f = *state;

	client_push(LOAN, 200, PRICED, FAKE_HTTP_ALWAYS);
	client_price("BTC-USD", "100");
	client_price("USDT-USD", "1");
	f->order = "12345";
	okx_client_aim(f->client, &f->aim);
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

static void
test_the_assets_wait_no_longer_than_for_a_failure(void **state)
{
	struct client_fixture *f = *state;

	client_push(LOAN, 503, REFUSAL("50001", "down"), FAKE_HTTP_ALWAYS);
	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	assert_int_equal(f->failures, 1);
	assert_int_equal(f->assets, 1);
}

/* Nor for more than a second for a price that hangs. */
static void
test_the_assets_wait_only_so_long_for_prices(void **state)
{
	struct client_fixture *f = *state;

	client_push(LOAN, 200, PRICED, FAKE_HTTP_ALWAYS);
	fake_http_push(&(struct fake_http_answer){ .target = "instId=BTC-USD", .never = true });
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 999);
	assert_int_equal(f->assets, 0);
	client_pass(f, 2);
	assert_int_equal(f->assets, 1);
}

static void
test_another_order_is_asked_for_at_once(void **state)
{
	struct client_fixture *f = *state;

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

/*
 * An order that is gone is refused with a 'no', which would keep the assets away for
 * five minutes.
 */
static void
test_another_order_ends_the_back_off(void **state)
{
	struct client_fixture *f = *state;

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

static void
test_an_order_under_way_is_cancelled_for_another(void **state)
{
	struct client_fixture *f = *state;

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

static void
test_an_order_that_no_request_can_carry_is_none(void **state)
{
	struct client_fixture *f = *state;

	client_push(LOAN, 200, ROWS, FAKE_HTTP_ALWAYS);
	f->order = "1&ccy=BTC";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	assert_int_equal(f->assets, 1);
	assert_null(strchr(client_request(COLLATERAL, 0)->target, '?'));
}

static void
test_one_connection_serves_all(void **state)
{
	struct client_fixture *f = *state;

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

static void
test_what_hangs_holds_nothing_up_for_long(void **state)
{
	struct client_fixture *f = *state;

	client_push(LOAN, 200, ROWS, 1);
	fake_http_push(
	    &(struct fake_http_answer){ .target = LOAN, .never = true, .times = FAKE_HTTP_ALWAYS });
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 20000);
	assert_int_equal(client_requests(LOAN), 2);
	assert_in_range(client_requests(COLLATERAL), 9, 11);
}

static void
test_index_prices_are_asked_without_a_signature(void **state)
{
	struct client_fixture *f = *state;
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_assets_wait_for_loan_info, client_open,
		    client_close),
		cmocka_unit_test_setup_teardown(test_the_assets_wait_no_longer_than_for_a_failure,
		    client_open, client_close),
		cmocka_unit_test_setup_teardown(test_the_assets_wait_only_so_long_for_prices,
		    client_open, client_close),
		cmocka_unit_test_setup_teardown(test_another_order_is_asked_for_at_once,
		    client_open, client_close),
		cmocka_unit_test_setup_teardown(test_another_order_ends_the_back_off, client_open,
		    client_close),
		cmocka_unit_test_setup_teardown(test_an_order_under_way_is_cancelled_for_another,
		    client_open, client_close),
		cmocka_unit_test_setup_teardown(test_an_order_that_no_request_can_carry_is_none,
		    client_open, client_close),
		cmocka_unit_test_setup_teardown(test_one_connection_serves_all, client_open,
		    client_close),
		cmocka_unit_test_setup_teardown(test_what_hangs_holds_nothing_up_for_long,
		    client_open, client_close),
		cmocka_unit_test_setup_teardown(test_index_prices_are_asked_without_a_signature,
		    client_open, client_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
