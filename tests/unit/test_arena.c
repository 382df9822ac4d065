/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/arena.h"

TEST(copies_stay_where_they_are)
{
	const char *copies[5000];
	struct arena arena = { 0 };
	char text[16];
	size_t i;

	for (i = 0; i < 5000; i++) {
		snprintf(text, sizeof text, "text %zu", i);
		copies[i] = arena_copy(&arena, text, 0);
		assert_non_null(copies[i]);
	}
	for (i = 0; i < 5000; i++) {
		snprintf(text, sizeof text, "text %zu", i);
		assert_string_equal(copies[i], text);
	}
	arena_clear(&arena);
}

TEST(copies_are_harmless_and_cut_at_a_character)
{
	struct arena arena = { 0 };

	assert_string_equal(arena_copy(&arena, "a\x1B[2J\xFFz", 0), "a?[2J?z");
	assert_string_equal(arena_copy(&arena, "", 0), "");
	assert_string_equal(arena_copy(&arena, "abcdef", 7), "abcdef");
	assert_string_equal(arena_copy(&arena, "abcdef", 6), "abcde");
	assert_string_equal(arena_copy(&arena, "abcd\u00e9", 6), "abcd");
	assert_string_equal(arena_copy(&arena, "abcdef", 1), "");
	arena_clear(&arena);
}

TEST(a_text_larger_than_any_chunk_is_whole)
{
	static char text[100000];
	struct arena arena = { 0 };
	const char *before, *large, *after;

	memset(text, 'x', sizeof text - 1);
	before = arena_copy(&arena, "before", 0);
	large = arena_copy(&arena, text, 0);
	after = arena_copy(&arena, "after", 0);
	assert_string_equal(before, "before");
	assert_string_equal(large, text);
	assert_string_equal(after, "after");
	arena_clear(&arena);
}

TEST(what_is_cleared_is_given_back_and_empty)
{
	static char text[20000];
	struct arena arena = { 0 };
	int i;

	memset(text, 'x', sizeof text - 1);
	arena_clear(&arena);
	for (i = 0; i < 10; i++)
		assert_non_null(arena_copy(&arena, text, 0));
	arena_clear(&arena);
	assert_string_equal(arena_copy(&arena, "again", 0), "again");
	arena_clear(&arena);
}
