/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <errno.h>

#include "base/cause.h"

TEST(test_set_formats_and_returns_false)
{
	struct cause cause;

	assert_false(cause_set(&cause, "Cannot open %s: %s.", "a.conf", "no"));
	assert_string_equal(cause.text, "Cannot open a.conf: no.");
	assert_false(cause_set(&cause, "%d", 7));
	assert_string_equal(cause.text, "7");
}

TEST(test_no_cause_wanted)
{
	assert_false(cause_set(NULL, "%s", "nobody reads this"));
	assert_false(cause_prefix(NULL, "nor this"));
}

TEST(test_control_characters_never_get_in)
{
	struct cause cause;

	cause_set(&cause, "sent %s",
	    "\033[2J\r\n\xC2\x9B"
	    "31m \xE2\x80\xAE \xFF");
	assert_string_equal(cause.text, "sent ?[2J???31m ? ?");
}

TEST(test_cut_at_a_character)
{
	/* Two, three and four bytes a character, at each offset. */
	static const char *const character[] = { "\xC3\xA9", "\xE4\xBA\xBA", "\xF0\x9F\x90\x8D" };
	char long_text[3000];
	struct cause cause;
	size_t kind, offset, size, length;

	for (kind = 0; kind < 3; kind++) {
		size = strlen(character[kind]);
		for (offset = 0; offset < size; offset++) {
			memset(long_text, 'a', offset);
			for (length = offset; length + size < sizeof long_text; length += size)
				memcpy(long_text + length, character[kind], size);
			long_text[length] = '\0';
			cause_set(&cause, "%s", long_text);
			length = strlen(cause.text);
			assert_int_equal(length, CAUSE_SIZE - 1 - (CAUSE_SIZE - 1 - offset) % size);
			assert_memory_equal(cause.text, long_text, length);
		}
	}
}

/* Where characters become one byte each, the cut of the raw text must not show. */
TEST(test_cut_of_forbidden_characters)
{
	char long_text[4000];
	struct cause cause;
	size_t at;

	for (at = 0; at + 4 < sizeof long_text; at += 4)
		memcpy(long_text + at, "\xF4\x80\x80\x80", 4);
	long_text[at] = '\0';
	cause_set(&cause, "%s", long_text);
	assert_int_equal(strlen(cause.text), CAUSE_SIZE - 1);
	assert_int_equal(strspn(cause.text, "?"), CAUSE_SIZE - 1);
}

TEST(test_prefix)
{
	struct cause cause;
	char expected[CAUSE_SIZE];

	cause_set(&cause, "expected a number.");
	assert_false(cause_prefix(&cause, "colltop.conf:3"));
	assert_string_equal(cause.text, "colltop.conf:3: expected a number.");
	cause_prefix(&cause, "a\nb");
	assert_string_equal(cause.text, "a?b: colltop.conf:3: expected a number.");

	memset(expected, 'x', sizeof expected - 1);
	expected[sizeof expected - 1] = '\0';
	cause_set(&cause, "%s", expected);
	assert_string_equal(cause.text, expected);
	cause_prefix(&cause, "%s");
	memcpy(expected, "%s: ", 4);
	assert_string_equal(cause.text, expected);
}

TEST(test_its_own_text_as_argument)
{
	struct cause cause;

	cause_set(&cause, "inner.");
	cause_set(&cause, "outer: %s", cause.text);
	assert_string_equal(cause.text, "outer: inner.");
}

TEST(test_errno_survives)
{
	struct cause cause;

	errno = ENOSPC;
	cause_set(&cause, "%ls", L"\x4EBA");
	assert_int_equal(errno, ENOSPC);
	/* Not convertible in the C locale: something is said nevertheless. */
	assert_true(cause.text[0] != '\0');
}
