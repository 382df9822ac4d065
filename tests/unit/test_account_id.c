/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "model/account_id.h"

static void
test_simulation_never_wears_a_real_word(void **state)
{
	(void)state;
	assert_string_equal(origin_word(ENVIRONMENT_PRODUCTION, false), "PRODUCTION");
	assert_string_equal(origin_word(ENVIRONMENT_DEMO, false), "DEMO");
	assert_string_equal(origin_word(ENVIRONMENT_PRODUCTION, true), "SIMULATION");
	assert_string_equal(origin_word(ENVIRONMENT_DEMO, true), "SIMULATION DEMO");
	assert_string_equal(origin_token(ENVIRONMENT_PRODUCTION, false), "production");
	assert_string_equal(origin_token(ENVIRONMENT_DEMO, false), "demo");
	assert_string_equal(origin_token(ENVIRONMENT_PRODUCTION, true), "simulation");
	assert_string_equal(origin_token(ENVIRONMENT_DEMO, true), "simulation-demo");
}

static void
test_names_and_the_other_one(void **state)
{
	(void)state;
	assert_string_equal(environment_name(ENVIRONMENT_PRODUCTION), "production");
	assert_string_equal(environment_name(ENVIRONMENT_DEMO), "demo");
	assert_int_equal(environment_other(ENVIRONMENT_PRODUCTION), ENVIRONMENT_DEMO);
	assert_int_equal(environment_other(ENVIRONMENT_DEMO), ENVIRONMENT_PRODUCTION);
}

static void
test_every_part_tells_origins_apart(void **state)
{
	const struct origin origin = { .account = "main",
		.region = "global",
		.host = "openapi.okx.com",
		.environment = ENVIRONMENT_PRODUCTION };
	struct origin other = origin;

	(void)state;
	memset(other.account + sizeof "main", 'x', 5);
	assert_true(origin_equal(&origin, &other));
	other = origin;
	other.account[0] = 'p';
	assert_false(origin_equal(&origin, &other));
	other = origin;
	other.region[0] = 'p';
	assert_false(origin_equal(&origin, &other));
	other = origin;
	other.host[0] = 'p';
	assert_false(origin_equal(&origin, &other));
	other = origin;
	other.environment = ENVIRONMENT_DEMO;
	assert_false(origin_equal(&origin, &other));
	other = origin;
	other.simulated = true;
	assert_false(origin_equal(&origin, &other));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_simulation_never_wears_a_real_word),
		cmocka_unit_test(test_names_and_the_other_one),
		cmocka_unit_test(test_every_part_tells_origins_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
