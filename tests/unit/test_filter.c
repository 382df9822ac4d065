/* SPDX-License-Identifier: ISC */
#include "config.h"
#include "test.h"

#include <string.h>

#include "base/text.h"
#include "model/filter.h"

static bool
matches(const char *text, const char *ccy)
{
	struct filter filter;

	filter_set(&filter, text);
	return filter_matches(&filter, ccy);
}

static bool
empty(const char *text)
{
	struct filter filter;

	filter_set(&filter, text);
	return filter_empty(&filter);
}

static void
test_a_part_of_the_name_without_case(void **state)
{
	assert_true(matches("bt", "BTC"));
	assert_true(matches("TC", "btc"));
	assert_true(matches("BTC", "BTC"));
	assert_false(matches("btc", "ETH"));
	assert_false(matches("btcx", "BTC"));
}

static void
test_alternatives(void **state)
{
	assert_true(matches("btc|eth", "ETH"));
	assert_true(matches("btc|eth", "WBTC"));
	assert_false(matches("btc|eth", "USDT"));
}

static void
test_the_whole_name(void **state)
{
	assert_true(matches("=btc", "BTC"));
	assert_false(matches("=btc", "WBTC"));
	assert_false(matches("=btc", "BT"));
	assert_true(matches("eth|=btc", "STETH"));
	assert_true(matches(" = btc ", "BTC"));
}

static void
test_an_exclamation_mark_inverts_it_all(void **state)
{
	assert_false(matches("!btc|eth", "BTC"));
	assert_false(matches("!btc|eth", "ETH"));
	assert_true(matches("!btc|eth", "USDT"));
	assert_true(matches(" !=btc", "WBTC"));
	assert_false(matches(" !=btc", "BTC"));
	/* Only a leading one. */
	assert_false(matches("btc|!eth", "USDT"));
	assert_true(matches("btc|!", "A!B"));
}

static void
test_blanks_and_empty_parts_are_dropped(void **state)
{
	assert_true(matches("  btc  |  eth  ", "ETH"));
	assert_false(matches("btc||eth", "USDT"));
	assert_false(matches("btc|", "USDT"));
	assert_false(matches("|btc", "USDT"));
	assert_false(matches("=|btc", "USDT"));
	assert_false(matches("btc|   |\t", "USDT"));
	assert_false(matches("!|btc", "BTC"));
}

static void
test_without_a_part_everything_passes(void **state)
{
	static const char *const texts[] = { "", "|", "!", "  ", "! | |", "||||", "=",
		"!=", "= |" };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		assert_true(empty(texts[i]));
		assert_true(matches(texts[i], "BTC"));
	}
	assert_false(empty("a"));
	assert_false(empty("!a"));
	assert_false(empty("|=a"));
}

static void
test_other_alphabets(void **state)
{
	assert_true(matches("\xC3\xA9", "CAF\xC3\xA9"));
	assert_false(matches("\xC3\x89", "CAF\xC3\xA9"));
}

/* What an input method sends counts as its ASCII twin; what has none stays. */
static void
test_full_width(void **state)
{
	struct filter filter;

	filter_set(&filter, "ｂｔｃ｜ＥＴＨ");
	assert_string_equal(filter.text, "btc|ETH");
	assert_true(filter_matches(&filter, "BTC"));
	assert_true(filter_matches(&filter, "ETH"));
	assert_false(filter_matches(&filter, "USDT"));
	filter_set(&filter, "　！＝btc　");
	assert_string_equal(filter.text, " !=btc ");
	assert_false(filter_matches(&filter, "BTC"));
	assert_true(filter_matches(&filter, "WBTC"));
	assert_true(empty("！　｜"));
	filter_set(&filter, "\xC3\xA9、");
	assert_string_equal(filter.text, "\xC3\xA9、");
}

/* Its room is for what is kept of it. */
static void
test_full_width_shrinks_before_it_is_cut(void **state)
{
	char text[3 * FILTER_SIZE + 1] = "";
	struct filter filter;

	for (size_t i = 0; i < FILTER_SIZE; i++)
		memcpy(text + 3 * i, "ａ", sizeof "ａ");
	filter_set(&filter, text);
	assert_int_equal(strlen(filter.text), FILTER_SIZE - 1);
	assert_int_equal(strspn(filter.text, "a"), FILTER_SIZE - 1);
}

static void
test_a_long_text_is_cut_at_a_character(void **state)
{
	struct filter filter;
	char text[FILTER_SIZE + 40];

	memset(text, 'a', sizeof text);
	text[sizeof text - 1] = '\0';
	filter_set(&filter, text);
	assert_int_equal(strlen(filter.text), FILTER_SIZE - 1);

	/* Two bytes where one is free. */
	memcpy(text + FILTER_SIZE - 2, "\xC3\xA9", 2);
	filter_set(&filter, text);
	assert_int_equal(strlen(filter.text), FILTER_SIZE - 2);
	assert_true(text_valid(filter.text, strlen(filter.text)));
	/* The whole room in one part. */
	assert_true(filter_matches(&filter, text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_part_of_the_name_without_case),
		cmocka_unit_test(test_alternatives),
		cmocka_unit_test(test_the_whole_name),
		cmocka_unit_test(test_an_exclamation_mark_inverts_it_all),
		cmocka_unit_test(test_blanks_and_empty_parts_are_dropped),
		cmocka_unit_test(test_without_a_part_everything_passes),
		cmocka_unit_test(test_other_alphabets),
		cmocka_unit_test(test_full_width),
		cmocka_unit_test(test_full_width_shrinks_before_it_is_cut),
		cmocka_unit_test(test_a_long_text_is_cut_at_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
