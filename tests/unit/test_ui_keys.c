/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "ui/keys.h"

/* What the bytes say as a whole, when they come at once and nothing comes after them. */
static void
expect(struct keys *keys, const char *bytes, size_t length, const int *wanted, size_t count)
{
	keys_feed(keys, (const unsigned char *)bytes, length, 1000);
	for (size_t i = 0; i < count; i++) {
		int key = keys_next(keys, 1000);

		if (key == KEYCODE_NONE)
			key = keys_next(keys, 1000 + KEYS_ESCAPE_MS);
		assert_int_equal(key, wanted[i]);
	}
	assert_int_equal(keys_next(keys, 1000), KEYCODE_NONE);
	assert_int_equal(keys_next(keys, 1000 + KEYS_ESCAPE_MS), KEYCODE_NONE);
	assert_true(keys_deadline(keys) == INT64_MAX);
}

/* SEQUENCE alone, split at every byte, and between two letters, means KEY (KEYCODE_NONE: nothing). */
static void
check(const char *sequence, int key)
{
	size_t length = strlen(sequence);
	char between[64];

	for (size_t split = 0; split < length; split++) {
		struct keys keys;
		int found = KEYCODE_NONE;

		keys_init(&keys);
		keys_define(&keys, "\033OA", KEYCODE_UP);
		keys_feed(&keys, (const unsigned char *)sequence, split, 0);
		assert_int_equal(keys_next(&keys, 50), KEYCODE_NONE);
		keys_feed(&keys, (const unsigned char *)sequence + split, length - split, 90);
		found = keys_next(&keys, 90);
		if (found == KEYCODE_NONE)
			found = keys_next(&keys, 500);
		assert_int_equal(found, key);
		assert_int_equal(keys_next(&keys, 500), KEYCODE_NONE);
	}
	{
		struct keys keys;
		const int with[] = { 'a', key, 'b' }, without[] = { 'a', 'b' };

		keys_init(&keys);
		between[0] = 'a';
		memcpy(between + 1, sequence, length);
		between[length + 1] = 'b';
		if (key == KEYCODE_NONE)
			expect(&keys, between, length + 2, without, 2);
		else
			expect(&keys, between, length + 2, with, 3);
	}
}

static void
known_sequences(void **state)
{
	static const struct {
		const char *sequence;
		int key;
	} rows[] = {
		{ "\033[A", KEYCODE_UP }, { "\033OA", KEYCODE_UP }, { "\033[B", KEYCODE_DOWN },
		{ "\033OB", KEYCODE_DOWN }, { "\033[C", KEYCODE_RIGHT }, { "\033[D", KEYCODE_LEFT },
		{ "\033[H", KEYCODE_HOME }, { "\033OH", KEYCODE_HOME }, { "\033[1~", KEYCODE_HOME },
		{ "\033[7~", KEYCODE_HOME }, { "\033[F", KEYCODE_END }, { "\033OF", KEYCODE_END },
		{ "\033[4~", KEYCODE_END }, { "\033[8~", KEYCODE_END }, { "\033[2~", KEYCODE_INSERT },
		{ "\033[3~", KEYCODE_DELETE }, { "\033[5~", KEYCODE_PAGE_UP }, { "\033[6~", KEYCODE_PAGE_DOWN },
		{ "\033OP", KEYCODE_F1 }, { "\033[11~", KEYCODE_F1 }, { "\033[[A", KEYCODE_F1 },
		{ "\033[[E", KEYCODE_F5 }, { "\033[15~", KEYCODE_F5 }, { "\033[20~", KEYCODE_F9 },
		{ "\033[21~", KEYCODE_F10 }, { "\033[24~", KEYCODE_F12 }, { "\033[Z", KEYCODE_TAB_BACK },
		{ "\033OM", KEYCODE_ENTER }, { "\033Ok", '+' }, { "\033Op", '0' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i].sequence, rows[i].key);
}

/* Swallowed whole, up to the final byte. */
static void
unknown_sequences(void **state)
{
	static const char *const rows[] = {
		"\033[1;5A", "\033[1;2P", "\033[200~", "\033[99~", "\033[?1;2c", "\033[<0;12;7M", "\033[I",
		"\033[123456789~", "\033OX", "\033]0;title\007", "\033]0;q\033\\", "\033P1$r0m\033\\",
		"\033_q\033\\", "\033\033[A", "\033\033OA", "\033\033[5~", "\033q", "\033y", "\033\r",
		"\033\303\244", "\033\033\033q", "\033[ q",
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i], KEYCODE_NONE);
}

static void
plain_characters(void **state)
{
	static const char bytes[] = "q?\r\n\010\177\t\014 \303\244\357\274\237\360\237\230\200";
	static const int wanted[] = { 'q', '?', KEYCODE_ENTER, KEYCODE_ENTER, KEYCODE_BACKSPACE,
		KEYCODE_BACKSPACE, '\t', 12, ' ', 0xe4, 0xff1f, 0x1f600 };
	struct keys keys;

	(void)state;
	keys_init(&keys);
	expect(&keys, bytes, sizeof bytes - 1, wanted, sizeof wanted / sizeof *wanted);
}

/* Bytes that are no character, NUL and C1 controls are no keys. */
static void
no_characters(void **state)
{
	static const char bytes[] = "a\0\377\300\257\302\205\355\240\200\364\220\200\200b";
	static const int wanted[] = { 'a', 'b' };
	struct keys keys;

	(void)state;
	keys_init(&keys);
	expect(&keys, bytes, sizeof bytes - 1, wanted, 2);
}

/* A character whose rest never comes is dropped, and what comes later is read. */
static void
unfinished_character(void **state)
{
	struct keys keys;

	(void)state;
	keys_init(&keys);
	keys_feed(&keys, (const unsigned char *)"\303", 1, 0);
	assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
	assert_true(keys_deadline(&keys) == KEYS_ESCAPE_MS);
	assert_int_equal(keys_next(&keys, KEYS_ESCAPE_MS), KEYCODE_NONE);
	keys_feed(&keys, (const unsigned char *)"q", 1, 500);
	assert_int_equal(keys_next(&keys, 500), 'q');
}

static void
escape_alone(void **state)
{
	struct keys keys;

	(void)state;
	keys_init(&keys);
	assert_true(keys_deadline(&keys) == INT64_MAX);
	keys_feed(&keys, (const unsigned char *)"\033", 1, 1000);
	assert_int_equal(keys_next(&keys, 1000), KEYCODE_NONE);
	assert_true(keys_deadline(&keys) == 1000 + KEYS_ESCAPE_MS);
	assert_int_equal(keys_next(&keys, 1000 + KEYS_ESCAPE_MS - 1), KEYCODE_NONE);
	assert_int_equal(keys_next(&keys, 1000 + KEYS_ESCAPE_MS), KEYCODE_ESCAPE);
	assert_true(keys_deadline(&keys) == INT64_MAX);
	keys_feed(&keys, (const unsigned char *)"q", 1, 1200);
	assert_int_equal(keys_next(&keys, 1200), 'q');
}

/* A sequence that never ends gives the keyboard back: after a silence, or after enough of it. */
static void
endless_sequences(void **state)
{
	static const char *const begins[] = { "\033[", "\033]", "\033P" };
	unsigned char more[1000];

	(void)state;
	memset(more, '1', sizeof more);
	for (size_t i = 0; i < 3; i++) {
		struct keys keys;
		int key = KEYCODE_NONE;

		keys_init(&keys);
		keys_feed(&keys, (const unsigned char *)begins[i], 2, 0);
		keys_feed(&keys, more, sizeof more, 0);
		assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
		assert_true(keys_deadline(&keys) == KEYS_ESCAPE_MS);
		assert_int_equal(keys_next(&keys, KEYS_ESCAPE_MS), KEYCODE_NONE);
		assert_true(keys_deadline(&keys) == INT64_MAX);
		keys_feed(&keys, (const unsigned char *)"q", 1, 1000);
		assert_int_equal(keys_next(&keys, 1000), 'q');

		keys_feed(&keys, (const unsigned char *)begins[i], 2, 2000);
		for (int j = 0; j < 10 && key == KEYCODE_NONE; j++) {
			keys_feed(&keys, more, sizeof more, 2000);
			key = keys_next(&keys, 2000);
		}
		assert_int_equal(key, '1');
	}
}

static void
defined_sequences(void **state)
{
	struct keys keys;
	const int wanted[] = { KEYCODE_F1, KEYCODE_F2, 'x' };

	(void)state;
	keys_init(&keys);
	keys_define(&keys, "\033[M", KEYCODE_F1);
	keys_define(&keys, "\033[MA", KEYCODE_F2);
	keys_define(&keys, NULL, KEYCODE_F3);
	keys_define(&keys, "", KEYCODE_F3);
	keys_define(&keys, "x", KEYCODE_F3);
	keys_define(&keys, "\033[this is much too long", KEYCODE_F3);
	expect(&keys, "\033[M\033[MAx", 8, wanted, 3);
}

/* Whatever comes, every byte is dealt with, and a silence brings the decoder back to its beginning. */
static void
random_bytes(void **state)
{
	uint32_t seed = 42;
	struct keys keys;
	size_t fed = 0;
	int64_t now = 0;

	(void)state;
	keys_init(&keys);
	keys_define(&keys, "\033OA", KEYCODE_UP);
	keys_define(&keys, "\033[3~", KEYCODE_DELETE);
	while (fed < 1000000) {
		unsigned char bytes[64];
		size_t length;

		for (length = 0; length < sizeof bytes; length++) {
			seed = seed * 1103515245 + 12345;
			bytes[length] = (unsigned char)(seed >> 16);
			/* Sequences begin often. */
			if ((seed >> 24 & 7) == 0)
				bytes[length] = seed >> 28 & 1 ? 0x1b : '[';
		}
		if (length > keys_room(&keys))
			length = keys_room(&keys);
		assert_true(length > 0);
		keys_feed(&keys, bytes, length, now);
		fed += length;
		for (int key; (key = keys_next(&keys, now)) != KEYCODE_NONE;)
			assert_true(key > 0 && key <= KEYCODE_F12);
		now += seed >> 20 & 63;
	}
	while (keys_next(&keys, now + 1000) != KEYCODE_NONE)
		continue;
	assert_true(keys_deadline(&keys) == INT64_MAX);
	keys_feed(&keys, (const unsigned char *)"q", 1, now + 2000);
	assert_int_equal(keys_next(&keys, now + 2000), 'q');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_sequences),
		cmocka_unit_test(unknown_sequences),
		cmocka_unit_test(plain_characters),
		cmocka_unit_test(no_characters),
		cmocka_unit_test(unfinished_character),
		cmocka_unit_test(escape_alone),
		cmocka_unit_test(endless_sequences),
		cmocka_unit_test(defined_sequences),
		cmocka_unit_test(random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
