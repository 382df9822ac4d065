/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "unit/fake_monotime.h"
#include "okx/sign.h"
#include "sim/content.h"
#include "sim/exchange.h"

#define ASSETS "/api/v5/finance/flexible-loan/collateral-assets"
#define START_UTC INT64_C(1795361402000)        /* 2026-11-22T15:30:02Z */

static const char portfolio[] =
    "{\"coins\":[{\"ccy\":\"BTC\",\"price\":\"80000\",\"discount\":\"0.98\"},"
    "{\"ccy\":\"USDT\",\"price\":\"1.0001\",\"discount\":\"1\",\"calm\":4}],"
    "\"production\":{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"0.50\"}],"
    "\"loans\":[{\"ordId\":\"7\",\"marginCallLTV\":\"0.7\",\"liqLTV\":\"0.8\","
    "\"borrowed\":[{\"ccy\":\"USDT\",\"amt\":\"39200\"}],\"pledged\":[{\"ccy\":\"BTC\",\"amt\":\"1\"}]}]},"
    "\"demo\":{\"assets\":[]}}";

static struct exchange exchange;
static char body[4096];         /* of the last answer */

static int
setup(void **state)
{
	static const uint64_t seed = 4;
	struct cause cause = { "" };

	(void)state;
	memset(&exchange, 0, sizeof exchange);
	fake_monotime_set(50000);
	fake_monotime_set_utc(START_UTC);
	market_init(&exchange.market, seed, false, 50000);
	assert_true(holdings_read(&exchange.holdings, &exchange.market, portfolio, sizeof portfolio - 1, &cause));
	for (int i = 0; i < ENVIRONMENTS; i++)
		keys_make(&exchange.keys[i], &seed, (enum environment)i);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	exchange_clear(&exchange);
	return 0;
}

/* Asks for TARGET, rightly signed at the exchange's own time; returns the HTTP status. */
static int
ask(const char *target, enum environment environment)
{
	char stamp[OKX_SIGN_TIMESTAMP_SIZE], sign[OKX_SIGN_SIZE];
	struct exchange_request request = { .method = "GET", .target = target, .key = exchange.keys[environment].api_key,
	    .passphrase = exchange.keys[environment].passphrase, .timestamp = stamp, .sign = sign,
	    .simulated = environment == ENVIRONMENT_DEMO ? "1" : NULL, .address = "127.0.0.1" };
	struct exchange_answer answer;
	int status;

	assert_true(okx_sign_timestamp(stamp, exchange_utc_ms(&exchange)));
	assert_true(okx_sign_get(sign, exchange.keys[environment].secret_key, stamp, target));
	exchange_serve(&exchange, &request, &answer);
	body[0] = '\0';
	if (answer.body != NULL) {
		assert_true(answer.length < sizeof body);
		memcpy(body, answer.body, answer.length + 1);
	}
	status = answer.status;
	exchange_answer_clear(&answer);
	return status;
}

static void
figures_at_the_start(void **state)
{
	(void)state;
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(body, "{\"code\":\"0\",\"data\":[{\"assets\":[{\"amt\":\"0.50\",\"ccy\":\"BTC\","
	    "\"notionalUsd\":\"40000\"}]}],\"msg\":\"\"}");
	assert_int_equal(ask("/api/v5/finance/flexible-loan/loan-info", ENVIRONMENT_PRODUCTION), 200);
	/* 39200 * 1.0001 / (80000 * 0.98) = 0.50005, half to even; 39200 / (0.98 * 0.8) = 50000 */
	assert_string_equal(body, "{\"code\":\"0\",\"data\":[{\"collateralData\":[{\"amt\":\"1\",\"ccy\":\"BTC\"}],"
	    "\"collateralNotionalUsd\":\"78400\",\"loanData\":[{\"amt\":\"39200\",\"ccy\":\"USDT\"}],"
	    "\"loanNotionalUsd\":\"39203.92\",\"curLTV\":\"0.5\",\"marginCallLTV\":\"0.7\",\"liqLTV\":\"0.8\","
	    "\"ordId\":\"7\",\"riskWarningData\":{\"instId\":\"BTC-USDT\",\"liqPx\":\"50000\"}}],\"msg\":\"\"}");
	assert_int_equal(ask("/api/v5/public/time", ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(body, "{\"code\":\"0\",\"data\":[{\"ts\":\"1795361402000\"}],\"msg\":\"\"}");
}

static void
without_a_loan_nothing_is_told(void **state)
{
	(void)state;
	assert_int_equal(ask(ASSETS, ENVIRONMENT_DEMO), 200);
	assert_string_equal(body, "{\"code\":\"0\",\"data\":[],\"msg\":\"\"}");
}

static void
prices_move_every_half_second(void **state)
{
	char before[sizeof body];

	(void)state;
	ask(ASSETS, ENVIRONMENT_PRODUCTION);
	memcpy(before, body, sizeof before);
	fake_monotime_advance(499);
	ask(ASSETS, ENVIRONMENT_PRODUCTION);
	assert_string_equal(body, before);
	fake_monotime_advance(1);
	ask(ASSETS, ENVIRONMENT_PRODUCTION);
	assert_string_not_equal(body, before);
}

static void
five_in_two_seconds(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 429);
	assert_non_null(strstr(body, "\"code\":\"50011\""));
	assert_int_equal(ask(ASSETS, ENVIRONMENT_DEMO), 200);
	assert_int_equal(ask("/api/v5/finance/flexible-loan/loan-info", ENVIRONMENT_PRODUCTION), 200);
	fake_monotime_advance(1999);
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 429);
	fake_monotime_advance(1);
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 200);
	exchange.unlimited = true;
	for (int i = 0; i < 30; i++)
		assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 200);
}

static void
parameters(void **state)
{
	static const struct { const char *target, *name, *value; bool good; } rows[] = {
		{ "/x", "ccy", "", true },
		{ "/x?", "ccy", "", true },
		{ "/x?ccy=BTC", "ccy", "BTC", true },
		{ "/x?a=1&ccy=BTC&b=2", "ccy", "BTC", true },
		{ "/x?accy=1&ccy=2", "ccy", "2", true },
		{ "/x?ccyx=1", "ccy", "", true },
		{ "/x?ccy", "ccy", "", true },
		{ "/x?ccy=&ccy=BTC", "ccy", "", true },
		{ "/x?ccy=B%54C+%2b", "ccy", "BTC +", true },
		{ "/x?ccy=%", "ccy", NULL, false },
		{ "/x?ccy=%4", "ccy", NULL, false },
		{ "/x?ccy=%4&x", "ccy", NULL, false },
		{ "/x?ccy=%00", "ccy", NULL, false },
		{ "/x?ccy=%0a", "ccy", "\n", true },
	};
	char value[CONTENT_PARAMETER_SIZE], target[CONTENT_PARAMETER_SIZE + 8];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(content_parameter(value, rows[i].target, rows[i].name), rows[i].good);
		if (rows[i].good)
			assert_string_equal(value, rows[i].value);
	}
	memset(target, 'x', sizeof target);
	memcpy(target, "/?a=", 4);
	target[4 + CONTENT_PARAMETER_SIZE - 1] = '\0';
	assert_true(content_parameter(value, target, "a"));
	assert_int_equal(strlen(value), CONTENT_PARAMETER_SIZE - 1);
	target[4 + CONTENT_PARAMETER_SIZE - 1] = 'x';
	target[4 + CONTENT_PARAMETER_SIZE] = '\0';
	assert_false(content_parameter(value, target, "a"));
}

static void
faults_are_counted(void **state)
{
	struct cause cause = { "" };

	(void)state;
	exchange.unlimited = true;
	assert_true(fault_add(&exchange.faults, "code-50001:2", &cause));
	assert_true(fault_add(&exchange.faults, "empty-assets:1", &cause));
	assert_int_equal(ask("/api/v5/public/time", ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 503);
	assert_int_equal(ask(ASSETS, ENVIRONMENT_DEMO), 503);
	assert_int_equal(ask(ASSETS "?ccy=NONE", ENVIRONMENT_PRODUCTION), 400);
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(body, "{\"code\":\"0\",\"data\":[{\"assets\":[]}],\"msg\":\"\"}");
	assert_int_equal(ask(ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_non_null(strstr(body, "BTC"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(figures_at_the_start, setup, teardown),
		cmocka_unit_test_setup_teardown(without_a_loan_nothing_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(prices_move_every_half_second, setup, teardown),
		cmocka_unit_test_setup_teardown(five_in_two_seconds, setup, teardown),
		cmocka_unit_test_setup_teardown(parameters, setup, teardown),
		cmocka_unit_test_setup_teardown(faults_are_counted, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
