/* SPDX-License-Identifier: ISC */
#include "config.h"
#include "test.h"

#include "model/freshness.h"

static void
test_no_outcome_yet(void **state)
{
	assert_int_equal(freshness_judge(-1, false, 2000, 0), FRESHNESS_CONNECTING);
	assert_int_equal(freshness_judge(-1, false, 2000, 1000000), FRESHNESS_CONNECTING);
}

static void
test_only_failures(void **state)
{
	assert_int_equal(freshness_judge(-1, true, 2000, 0), FRESHNESS_NO_DATA);
}

static void
test_live_until_interval_and_twelve_seconds(void **state)
{
	assert_int_equal(freshness_judge(5000, false, 2000, 5000), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, false, 2000, 18999), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, false, 2000, 19000), FRESHNESS_STALE);
	assert_int_equal(freshness_judge(0, false, 60000, 71999), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(0, false, 60000, 72000), FRESHNESS_STALE);
}

static void
test_a_failure_does_not_make_a_good_answer_older(void **state)
{
	assert_int_equal(freshness_judge(5000, true, 2000, 18999), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, true, 2000, 19000), FRESHNESS_STALE);
}

static void
test_stale_at_is_the_moment_of_the_turn(void **state)
{
	int64_t at = freshness_stale_at(5000, 2000);

	assert_int_equal(at, 19000);
	assert_int_equal(freshness_judge(5000, false, 2000, at - 1), FRESHNESS_LIVE);
	assert_int_equal(freshness_judge(5000, false, 2000, at), FRESHNESS_STALE);
	assert_true(freshness_stale_at(-1, 2000) == INT64_MAX);
}

static void
test_words(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_outcome_yet),
		cmocka_unit_test(test_only_failures),
		cmocka_unit_test(test_live_until_interval_and_twelve_seconds),
		cmocka_unit_test(test_a_failure_does_not_make_a_good_answer_older),
		cmocka_unit_test(test_stale_at_is_the_moment_of_the_turn),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
