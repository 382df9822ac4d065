/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <time.h>

#include "base/monotime.h"

TEST(test_never_goes_back)
{
	int64_t before = monotime_ms(), now;
	int i;

	assert_true(before > 0);
	for (i = 0; i < 10000; i++) {
		now = monotime_ms();
		assert_true(now >= before);
		before = now;
	}
}

/* A clock that stands still or counts another unit would not pass. */
TEST(test_counts_milliseconds)
{
	struct timespec t;
	int64_t start_ns, end_ns, from, to, passed;

	clock_gettime(CLOCK_MONOTONIC, &t);
	start_ns = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	from = monotime_ms();
	do {
		to = monotime_ms();
		clock_gettime(CLOCK_MONOTONIC, &t);
		end_ns = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	} while (end_ns - start_ns < 20000000);
	passed = (end_ns - start_ns) / 1000000;
	assert_true(to - from <= passed + 1);
	assert_true(to - from >= 1);
}

TEST(test_utc_is_the_wall_clock)
{
	int64_t before = (int64_t)time(NULL), utc = monotime_utc_ms();
	int64_t after = (int64_t)time(NULL);

	/* time(2) may lag by a tick behind clock_gettime(2). */
	assert_true(utc >= before * 1000);
	assert_true(utc < (after + 2) * 1000);
	/* 2020 to 2200: seconds or microseconds would not be there. */
	assert_true(utc > INT64_C(1577836800000) && utc < INT64_C(7258118400000));
}
