/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "app/messages.h"

TEST(test_newest_first_and_the_last_200)
{
	struct messages messages;
	char wanted[32];

	messages_init(&messages);
	assert_null(messages_at(&messages, 0));
	for (int i = 0; i < 500; i++) {
		messages_add(&messages, MESSAGE_INFO, i, "message %d", i);
		snprintf(wanted, sizeof wanted, "message %d", i);
		assert_string_equal(messages_at(&messages, 0)->text, wanted);
	}
	assert_int_equal(messages.count, MESSAGES_KEPT);
	assert_string_equal(messages_at(&messages, MESSAGES_KEPT - 1)->text, "message 300");
	assert_null(messages_at(&messages, MESSAGES_KEPT));
	messages_clear(&messages);
	assert_null(messages_at(&messages, 0));
}

TEST(test_a_repeated_one_is_counted_with_its_last_time)
{
	struct messages messages;
	char text[MESSAGE_SIZE];

	messages_init(&messages);
	messages_add(&messages, MESSAGE_ERROR, 1000, "no answer");
	messages_add(&messages, MESSAGE_ERROR, 2000, "no answer");
	messages_add(&messages, MESSAGE_ERROR, 3000, "no answer");
	assert_int_equal(messages.count, 1);
	assert_int_equal(messages_at(&messages, 0)->utc_ms, 3000);
	messages_text(text, sizeof text, messages_at(&messages, 0), false);
	assert_string_equal(text, "no answer (3 times)");
	messages_add(&messages, MESSAGE_INFO, 4000, "no answer");
	assert_int_equal(messages.count, 2);
	messages_clear(&messages);
}

TEST(test_foreign_bytes_are_made_harmless_and_long_ones_cut)
{
	struct messages messages;
	char big[2000];

	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	messages_init(&messages);
	messages_add(&messages, MESSAGE_ERROR, 0, "a\x1b]0;b\a\n\xff");
	assert_string_equal(messages_at(&messages, 0)->text, "a?]0;b???");
	messages_add(&messages, MESSAGE_ERROR, 0, "%s", big);
	assert_int_equal(strlen(messages_at(&messages, 0)->text), MESSAGE_SIZE - 1);
	messages_clear(&messages);
}

TEST(test_hidden_amounts_have_no_digits)
{
	struct messages messages;
	char text[MESSAGE_SIZE];

	messages_init(&messages);
	messages_add(&messages, MESSAGE_AMOUNTS, 0, "funding account: BTC 1.25 -> 0.5");
	messages_text(text, sizeof text, messages_at(&messages, 0), true);
	assert_string_equal(text, "funding account: BTC * -> *");
	messages_text(text, sizeof text, messages_at(&messages, 0), false);
	assert_string_equal(text, "funding account: BTC 1.25 -> 0.5");
	messages_add(&messages, MESSAGE_INFO, 0, "refreshing every 5 s");
	messages_text(text, sizeof text, messages_at(&messages, 0), true);
	assert_string_equal(text, "refreshing every 5 s");
	messages_clear(&messages);
}
