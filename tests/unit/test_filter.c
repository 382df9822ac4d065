/* SPDX-License-Identifier: ISC */
#include "test.h"

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

TEST(test_a_part_of_the_name_without_case)
{
	assert_true(matches("bt", "BTC"));
	assert_true(matches("TC", "btc"));
	assert_true(matches("BTC", "BTC"));
	assert_false(matches("btc", "ETH"));
	assert_false(matches("btcx", "BTC"));
}

TEST(test_alternatives)
{
	assert_true(matches("btc|eth", "ETH"));
	assert_true(matches("btc|eth", "WBTC"));
	assert_false(matches("btc|eth", "USDT"));
}

TEST(test_the_whole_name)
{
	assert_true(matches("=btc", "BTC"));
	assert_false(matches("=btc", "WBTC"));
	assert_false(matches("=btc", "BT"));
	assert_true(matches("eth|=btc", "STETH"));
	assert_true(matches(" = btc ", "BTC"));
}

TEST(test_an_exclamation_mark_inverts_it_all)
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

TEST(test_blanks_and_empty_parts_are_dropped)
{
	assert_true(matches("  btc  |  eth  ", "ETH"));
	assert_false(matches("btc||eth", "USDT"));
	assert_false(matches("btc|", "USDT"));
	assert_false(matches("|btc", "USDT"));
	assert_false(matches("=|btc", "USDT"));
	assert_false(matches("btc|   |\t", "USDT"));
	assert_false(matches("!|btc", "BTC"));
}

TEST(test_without_a_part_everything_passes)
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

TEST(test_other_alphabets)
{
	assert_true(matches("\xC3\xA9", "CAF\xC3\xA9"));
	assert_false(matches("\xC3\x89", "CAF\xC3\xA9"));
}

/* What an input method sends counts as its ASCII twin; what has none stays. */
TEST(test_full_width)
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
TEST(test_full_width_shrinks_before_it_is_cut)
{
	char text[3 * FILTER_SIZE + 1] = "";
	struct filter filter;

	for (size_t i = 0; i < FILTER_SIZE; i++)
		memcpy(text + 3 * i, "ａ", sizeof "ａ");
	filter_set(&filter, text);
	assert_int_equal(strlen(filter.text), FILTER_SIZE - 1);
	assert_int_equal(strspn(filter.text, "a"), FILTER_SIZE - 1);
}

TEST(test_a_long_text_is_cut_at_a_character)
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
