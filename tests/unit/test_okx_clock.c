/* SPDX-License-Identifier: ISC */
/* The correction of a clock that goes wrong, in both directions. */
#include "test.h"

#include "base/monotime.h"
#include "okx/clock.h"

#include "unit/fake_monotime.h"

#define TRUE_MS INT64_C(1795361400000) /* 2026-11-22T15:30:00Z */

/* A sample as a machine takes it whose clock is AHEAD_MS before the exchange's. */
static struct okx_http_answer
sample_of(int64_t ahead_ms, int64_t round_trip_ms)
{
	return (struct okx_http_answer){
		.sent_utc_ms = TRUE_MS + ahead_ms - round_trip_ms / 2,
		.arrived_utc_ms = TRUE_MS + ahead_ms + round_trip_ms - round_trip_ms / 2,
		.arrived_ms = round_trip_ms,
		.date_utc_ms = TRUE_MS - 700,
	};
}

TEST(an_uncorrected_clock_is_the_machine_s)
{
	struct okx_clock clock = { 0 };

	fake_monotime_set_utc(TRUE_MS + 45000);
	assert_int_equal(monotime_utc_ms() + clock.offset_ms, TRUE_MS + 45000);
}

/* A wrong sign of the offset would double the error. */
TEST(fast_and_slow_clocks_are_corrected)
{
	static const int64_t ahead_ms[] = { 45000, -45000, 754000, -754000, 1, -1, 86400000,
		-86400000 };
	size_t i;

	for (i = 0; i < sizeof ahead_ms / sizeof ahead_ms[0]; i++) {
		struct okx_clock clock = { 0 };
		struct okx_http_answer sample = sample_of(ahead_ms[i], 120);
		struct cause cause = { "" };

		assert_true(okx_clock_take(&clock, &sample, TRUE_MS, &cause));
		assert_int_equal(clock.offset_ms, -ahead_ms[i]);
		fake_monotime_set_utc(TRUE_MS + ahead_ms[i] + 5000);
		assert_int_equal(monotime_utc_ms() + clock.offset_ms, TRUE_MS + 5000);
	}
}

TEST(a_second_sample_replaces_the_first)
{
	struct okx_clock clock = { 0 };
	struct okx_http_answer sample = sample_of(45000, 100);

	assert_true(okx_clock_take(&clock, &sample, TRUE_MS, NULL));
	sample = sample_of(-3000, 100);
	assert_true(okx_clock_take(&clock, &sample, TRUE_MS, NULL));
	assert_int_equal(clock.offset_ms, 3000);
}

static void
refuse(struct okx_http_answer sample, const char *why)
{
	struct okx_clock clock = { .offset_ms = 77 };
	struct cause cause = { "" };

	assert_false(okx_clock_take(&clock, &sample, TRUE_MS, &cause));
	assert_int_equal(clock.offset_ms, 77);
	assert_non_null(strstr(cause.text, why));
}

TEST(bad_samples_are_refused)
{
	struct okx_clock clock = { 0 };
	struct okx_http_answer sample;

	sample = sample_of(0, 2000);
	assert_true(okx_clock_take(&clock, &sample, TRUE_MS, NULL));
	refuse(sample_of(0, 2001), "2001 ms");
	sample = sample_of(0, 100);
	sample.arrived_ms = -1;
	refuse(sample, "too long");

	sample = sample_of(0, 100);
	sample.date_utc_ms = -1;
	refuse(sample, "without a Date");
	sample.date_utc_ms = TRUE_MS + 5000;
	assert_true(okx_clock_take(&clock, &sample, TRUE_MS, NULL));
	sample.date_utc_ms = TRUE_MS + 5001;
	refuse(sample, "5 s apart");
	sample.date_utc_ms = TRUE_MS - 5001;
	refuse(sample, "5 s apart");
	sample.date_utc_ms = 0;
	refuse(sample, "apart");
}

TEST(a_clock_that_jumps_meanwhile_is_no_measure)
{
	struct okx_http_answer sample = sample_of(0, 100);

	sample.arrived_utc_ms += 3600000;
	refuse(sample, "jumped");
	sample.arrived_utc_ms -= 7200000;
	refuse(sample, "jumped");
}
