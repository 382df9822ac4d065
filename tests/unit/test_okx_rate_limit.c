/* SPDX-License-Identifier: ISC */
/* How often the exchange is asked, and how long after a failure. */
#include "test.h"

#include "okx/rate_limit.h"

/* Five in two seconds, as the endpoints of a flexible loan allow, and 0.1 s for the road. */
static const struct okx_limit five = { .starts = 5, .window_ms = 2100 };

TEST(five_starts_then_a_wait)
{
	struct okx_rate_limit rate_limit = { 0 };
	int64_t start;

	for (start = 0; start < 5; start++) {
		assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, 1000 + start * 10), 0);
		okx_rate_limit_start(&rate_limit, 1000 + start * 10);
	}
	assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, 1040), 2060);
	assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, 3099), 1);
	assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, 3100), 0);
	okx_rate_limit_start(&rate_limit, 3100);
	assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, 3100), 10);
	assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, 1000000), 0);
}

/* Whoever asks whenever it may never has a sixth start in any 2.1 s. */
TEST(no_window_holds_six)
{
	struct okx_rate_limit rate_limit = { 0 };
	int64_t started[400], now = 0;
	size_t i;

	for (i = 0; i < 400; i++) {
		now += (int64_t)(i * 7919 % 331);
		now += okx_rate_limit_wait(&rate_limit, &five, now);
		assert_int_equal(okx_rate_limit_wait(&rate_limit, &five, now), 0);
		okx_rate_limit_start(&rate_limit, now);
		started[i] = now;
		if (i >= five.starts)
			assert_true(started[i] - started[i - five.starts] >= five.window_ms);
	}
}

static int64_t
failed(struct okx_backoff *backoff, enum okx_kind kind, enum okx_retry retry,
    int64_t retry_after_ms, uint32_t random)
{
	struct okx_failure failure = { .kind = kind,
		.retry = retry,
		.retry_after_ms = retry_after_ms };

	return okx_backoff_failed(backoff, &failure, random);
}

TEST(waits_grow_to_a_minute)
{
	static const int64_t whole[] = { 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000 };
	struct okx_backoff least = { 0 }, most = { 0 };
	size_t i;

	for (i = 0; i < sizeof whole / sizeof whole[0]; i++) {
		assert_int_equal(failed(&least, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, -1, 0),
		    whole[i] / 2);
		assert_int_equal(failed(&most, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, -1, UINT32_MAX),
		    whole[i]);
	}
	okx_backoff_clear(&most);
	assert_int_equal(failed(&most, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, -1, UINT32_MAX), 2000);
}

TEST(jitter_stays_in_bounds_and_spreads)
{
	uint32_t random = 1;
	size_t i, low = 0;

	for (i = 0; i < 10000; i++) {
		struct okx_backoff backoff = { .failures = 3 };
		int64_t wait;

		random = random * 1664525 + 1013904223;
		wait = failed(&backoff, OKX_KIND_EXCHANGE, OKX_RETRY_BACKOFF, -1, random);
		assert_in_range(wait, 8000, 16000);
		low += wait < 12000;
	}
	assert_in_range(low, 4500, 5500);
}

TEST(years_of_failures_still_wait_a_minute)
{
	struct okx_backoff backoff = { .failures = UINT32_MAX };

	assert_int_equal(failed(&backoff, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, -1, UINT32_MAX),
	    60000);
	assert_int_equal(failed(&backoff, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, -1, 0), 30000);
}

TEST(other_ways_to_retry_are_fixed)
{
	struct okx_backoff backoff = { 0 };

	assert_int_equal(failed(&backoff, OKX_KIND_CLOCK, OKX_RETRY_CLOCK, -1, 0), 60000);
	assert_int_equal(failed(&backoff, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, -1, 0), 60000);
	assert_int_equal(failed(&backoff, OKX_KIND_CREDENTIALS, OKX_RETRY_NO, -1, 0), 300000);
}

TEST(a_rate_limit_waits_two_seconds_at_least)
{
	struct okx_backoff backoff = { 0 };

	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, -1, 0), 2000);
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, -1, 0), 2000);
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, -1, 0), 4000);
}

TEST(retry_after_replaces_a_shorter_wait)
{
	struct okx_backoff backoff = { 0 };

	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 30000, 0), 30000);
	backoff.failures = 9;
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 1000, 0), 30000);
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 0, 0), 30000);
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 900000, 0), 900000);
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, 3600000, 0), 900000);
	assert_int_equal(failed(&backoff, OKX_KIND_RATE, OKX_RETRY_BACKOFF, INT64_MAX, 0), 900000);
	assert_int_equal(failed(&backoff, OKX_KIND_PERMISSION, OKX_RETRY_NO, 60000, 0), 300000);
	assert_int_equal(failed(&backoff, OKX_KIND_EXCHANGE, OKX_RETRY_SLOWLY, 120000, 0), 120000);
}
