/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/freshness.h"

TEST(test_no_outcome_yet)
{
	assert_int_equal(freshness_judge(-1, false, 2000, 0), FRESHNESS_CONNECTING);
	assert_int_equal(freshness_judge(-1, false, 2000, 1000000), FRESHNESS_CONNECTING);
}

TEST(test_only_failures)
{
	assert_int_equal(freshness_judge(-1, true, 2000, 0), FRESHNESS_NO_DATA);
}

TEST(test_live_until_interval_and_twelve_seconds)
{
	assert_int_equal(freshness_judge(5000, false, 2000, 5000), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, false, 2000, 18999), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, false, 2000, 19000), FRESHNESS_STALE);
	assert_int_equal(freshness_judge(0, false, 60000, 71999), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(0, false, 60000, 72000), FRESHNESS_STALE);
}

TEST(test_a_failure_does_not_make_a_good_answer_older)
{
	assert_int_equal(freshness_judge(5000, true, 2000, 18999), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, true, 2000, 19000), FRESHNESS_STALE);
}

TEST(test_stale_at_is_the_moment_of_the_turn)
{
	int64_t at = freshness_stale_at(5000, 2000);

	assert_int_equal(at, 19000);
	assert_int_equal(freshness_judge(5000, false, 2000, at - 1), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, false, 2000, at), FRESHNESS_STALE);
	assert_true(freshness_stale_at(-1, 2000) == INT64_MAX);
}

TEST(test_words)
{
	assert_string_equal(freshness_word(FRESHNESS_CONNECTING), "CONNECTING");
	assert_string_equal(freshness_word(FRESHNESS_LIVE), "LIVE");
	assert_string_equal(freshness_word(FRESHNESS_STALE), "STALE");
	assert_string_equal(freshness_word(FRESHNESS_NO_DATA), "NO DATA");
	assert_string_equal(freshness_token(FRESHNESS_CONNECTING), "connecting");
	assert_string_equal(freshness_token(FRESHNESS_LIVE), "live");
	assert_string_equal(freshness_token(FRESHNESS_STALE), "stale");
	assert_string_equal(freshness_token(FRESHNESS_NO_DATA), "no-data");
}
