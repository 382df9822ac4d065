/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "sim/rate_limit.h"

static const char here, there;

TEST(window_slides)
{
	static struct limits limits;

	memset(&limits, 0, sizeof limits);
	for (int64_t at = 0; at < 500; at += 100)
		assert_true(rate_limit_take(&limits, "production", &here, 5, 2000, 1000 + at));
	assert_false(rate_limit_take(&limits, "production", &here, 5, 2000, 1500));
	assert_false(rate_limit_take(&limits, "production", &here, 5, 2000, 2999));
	assert_true(rate_limit_take(&limits, "production", &here, 5, 2000, 3000));
	assert_false(rate_limit_take(&limits, "production", &here, 5, 2000, 3001));
	assert_true(rate_limit_take(&limits, "production", &here, 5, 2000, 3100));
	assert_true(rate_limit_take(&limits, "production", &here, 5, 2000, 9999));
}

TEST(window_is_as_long_as_was_said)
{
	static struct limits limits;

	memset(&limits, 0, sizeof limits);
	for (int64_t second = 0; second < 10; second++) {
		for (int i = 0; i < 6; i++)
			assert_true(
			    rate_limit_take(&limits, "user", &here, 6, 1000, second * 1000 + i));
		assert_false(rate_limit_take(&limits, "user", &here, 6, 1000, second * 1000 + 999));
	}
}

TEST(users_and_endpoints_are_apart)
{
	static struct limits limits;

	memset(&limits, 0, sizeof limits);
	for (int i = 0; i < 5; i++) {
		assert_true(rate_limit_take(&limits, "production", &here, 5, 2000, 0));
		assert_true(rate_limit_take(&limits, "production", &there, 5, 2000, 0));
		assert_true(rate_limit_take(&limits, "demo", &here, 5, 2000, 0));
	}
	assert_false(rate_limit_take(&limits, "production", &here, 5, 2000, 0));
	assert_false(rate_limit_take(&limits, "production", &there, 5, 2000, 0));
	assert_false(rate_limit_take(&limits, "demo", &here, 5, 2000, 0));
	assert_true(rate_limit_take(&limits, "demo", &there, 5, 2000, 0));
}

/* The ring is as large as the largest limit: going round it must not open the window. */
TEST(largest_limit)
{
	static struct limits limits;

	memset(&limits, 0, sizeof limits);
	for (int64_t second = 0; second < 50; second += 2) {
		for (int i = 0; i < RATE_LIMIT_MOST; i++)
			assert_true(rate_limit_take(&limits, "user", &here, RATE_LIMIT_MOST, 2000,
			    second * 1000));
		assert_false(rate_limit_take(&limits, "user", &here, RATE_LIMIT_MOST, 2000,
		    second * 1000 + 1999));
	}
}

TEST(many_addresses)
{
	static struct limits limits;

	memset(&limits, 0, sizeof limits);
	for (int i = 0; i < 1000; i++) {
		char address[32];

		snprintf(address, sizeof address, "127.0.%d.%d", i / 250, i % 250);
		assert_true(rate_limit_take(&limits, address, &here, 1, 2000, i));
		assert_false(rate_limit_take(&limits, address, &here, 1, 2000, i + 1));
	}
}
