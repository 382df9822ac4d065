/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/account_id.h"

TEST(test_simulation_never_wears_a_real_word)
{
	assert_string_equal(account_id_word(ENVIRONMENT_PRODUCTION, false), "PRODUCTION");
	assert_string_equal(account_id_word(ENVIRONMENT_DEMO, false), "DEMO");
	assert_string_equal(account_id_word(ENVIRONMENT_PRODUCTION, true), "SIMULATION");
	assert_string_equal(account_id_word(ENVIRONMENT_DEMO, true), "SIMULATION DEMO");
	assert_string_equal(account_id_token(ENVIRONMENT_PRODUCTION, false), "production");
	assert_string_equal(account_id_token(ENVIRONMENT_DEMO, false), "demo");
	assert_string_equal(account_id_token(ENVIRONMENT_PRODUCTION, true), "simulation");
	assert_string_equal(account_id_token(ENVIRONMENT_DEMO, true), "simulation-demo");
}

TEST(test_names_and_the_other_one)
{
	assert_string_equal(environment_name(ENVIRONMENT_PRODUCTION), "production");
	assert_string_equal(environment_name(ENVIRONMENT_DEMO), "demo");
	assert_int_equal(environment_other(ENVIRONMENT_PRODUCTION), ENVIRONMENT_DEMO);
	assert_int_equal(environment_other(ENVIRONMENT_DEMO), ENVIRONMENT_PRODUCTION);
}

TEST(test_every_part_tells_origins_apart)
{
	const struct account_id account_id = { .account = "main",
		.region = "global",
		.host = "openapi.okx.com",
		.environment = ENVIRONMENT_PRODUCTION };
	struct account_id other = account_id;

	memset(other.account + sizeof "main", 'x', 5);
	assert_true(account_id_equal(&account_id, &other));
	other = account_id;
	other.account[0] = 'p';
	assert_false(account_id_equal(&account_id, &other));
	other = account_id;
	other.region[0] = 'p';
	assert_false(account_id_equal(&account_id, &other));
	other = account_id;
	other.host[0] = 'p';
	assert_false(account_id_equal(&account_id, &other));
	other = account_id;
	other.environment = ENVIRONMENT_DEMO;
	assert_false(account_id_equal(&account_id, &other));
	other = account_id;
	other.simulated = true;
	assert_false(account_id_equal(&account_id, &other));
}
