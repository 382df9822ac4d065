/* SPDX-License-Identifier: ISC */
#include "config.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#include "base/cause.h"

static void
test_set_formats_and_returns_false(void **state)
{
	struct cause cause;

	assert_false(cause_set(&cause, "Cannot open %s: %s.", "a.conf", "no"));
	assert_string_equal(cause.text, "Cannot open a.conf: no.");
	assert_false(cause_set(&cause, "%d", 7));
	assert_string_equal(cause.text, "7");
}

static void
test_no_cause_wanted(void **state)
{
	assert_false(cause_set(NULL, "%s", "nobody reads this"));
	assert_false(cause_prefix(NULL, "nor this"));
}

static void
test_control_characters_never_get_in(void **state)
{
	struct cause cause;

	cause_set(&cause, "sent %s",
	    "\033[2J\r\n\xC2\x9B"
	    "31m \xE2\x80\xAE \xFF");
	assert_string_equal(cause.text, "sent ?[2J???31m ? ?");
}

static void
test_cut_at_a_character(void **state)
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
static void
test_cut_of_forbidden_characters(void **state)
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

static void
test_prefix(void **state)
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

static void
test_its_own_text_as_argument(void **state)
{
	struct cause cause;

	cause_set(&cause, "inner.");
	cause_set(&cause, "outer: %s", cause.text);
	assert_string_equal(cause.text, "outer: inner.");
}

static void
test_errno_survives(void **state)
{
	struct cause cause;

	errno = ENOSPC;
	cause_set(&cause, "%ls", L"\x4EBA");
	assert_int_equal(errno, ENOSPC);
	/* Not convertible in the C locale: something is said nevertheless. */
	assert_true(cause.text[0] != '\0');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set_formats_and_returns_false),
		cmocka_unit_test(test_no_cause_wanted),
		cmocka_unit_test(test_control_characters_never_get_in),
		cmocka_unit_test(test_cut_at_a_character),
		cmocka_unit_test(test_cut_of_forbidden_characters),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_its_own_text_as_argument),
		cmocka_unit_test(test_errno_survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
