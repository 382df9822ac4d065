/* SPDX-License-Identifier: ISC */
#include "test.h"

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

/* SEQUENCE alone, split at each byte, and between letters, means KEY (KEYCODE_NONE: none). */
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

TEST(known_sequences)
{
	TABLE(rows, const char *sequence; int key) = { { "\033[A", KEYCODE_UP },
		{ "\033OA", KEYCODE_UP }, { "\033[B", KEYCODE_DOWN }, { "\033OB", KEYCODE_DOWN },
		{ "\033[C", KEYCODE_RIGHT }, { "\033[D", KEYCODE_LEFT }, { "\033[H", KEYCODE_HOME },
		{ "\033OH", KEYCODE_HOME }, { "\033[1~", KEYCODE_HOME },
		{ "\033[7~", KEYCODE_HOME }, { "\033[F", KEYCODE_END }, { "\033OF", KEYCODE_END },
		{ "\033[4~", KEYCODE_END }, { "\033[8~", KEYCODE_END },
		{ "\033[2~", KEYCODE_INSERT }, { "\033[3~", KEYCODE_DELETE },
		{ "\033[5~", KEYCODE_PAGE_UP }, { "\033[6~", KEYCODE_PAGE_DOWN },
		{ "\033OP", KEYCODE_F1 }, { "\033[11~", KEYCODE_F1 }, { "\033[[A", KEYCODE_F1 },
		{ "\033[[E", KEYCODE_F5 }, { "\033[15~", KEYCODE_F5 }, { "\033[20~", KEYCODE_F9 },
		{ "\033[21~", KEYCODE_F10 }, { "\033[24~", KEYCODE_F12 },
		{ "\033[Z", KEYCODE_TAB_BACK }, { "\033OM", KEYCODE_ENTER }, { "\033Ok", '+' },
		{ "\033Op", '0' }, { "\233B", KEYCODE_DOWN }, { "\217B", KEYCODE_DOWN },
		{ "\2333~", KEYCODE_DELETE }, { "\302\233B", KEYCODE_DOWN },
		{ "\302\217A", KEYCODE_UP } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i].sequence, rows[i].key);
}

/* Swallowed whole, up to the final byte. */
TEST(unknown_sequences)
{
	static const char *const rows[] = { "\033[1;5A", "\033[1;2P", "\033[201~", "\033[99~",
		"\033[?1;2c", "\033[<0;12;7M", "\033[I", "\033[123456789~", "\033OX", "\033O5B",
		"\033O1;2P", "\033]0;title\007", "\033]0;q\033\\", "\033]0;q\234",
		"\033]0;q\302\234", "\033]l\305\234uvre\234", "\033P1$r0m\033\\", "\033Xq\033\\",
		"\033^q\033\\", "\033_q\033\\", "\033\033[A", "\033\033OA", "\033\033[5~", "\033q",
		"\033y", "\033\r", "\033\303\244", "\033\033\033q", "\033[ q",
		/* Mouse reports: X10, with bytes that are keys or more than ASCII, SGR, urxvt. */
		"\033[M q%", "\033[M#qq", "\033[M\033[B", "\033[M \303\244", "\033[<35;113;37m",
		"\033[32;81;81M",
		/* Eight-bit forms. */
		"\233M q%", "\2331;5B", "\217X", "\2350;q\234", "\220q\033\\", "\230q\234",
		"\236q\234", "\237q\007", "\033\233B", "\302\233M q%",
		/* Released, or not Ctrl alone. */
		"\033[99;5:3u", "\033[99;6u", "\033[99;7u", "\033[99u", "\033[113;5u",
		"\033[27;5;100~", "\033[99;5~" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i], KEYCODE_NONE);
}

TEST(plain_characters)
{
	static const char bytes[] = "q?\r\n\010\177\t\014 \303\244\357\274\237\360\237\230\200";
	static const int wanted[] = { 'q', '?', KEYCODE_ENTER, KEYCODE_ENTER, KEYCODE_BACKSPACE,
		KEYCODE_BACKSPACE, '\t', 12, ' ', 0xe4, 0xff1f, 0x1f600 };
	struct keys keys;

	keys_init(&keys);
	expect(&keys, bytes, sizeof bytes - 1, wanted, sizeof wanted / sizeof *wanted);
}

/* Bytes that are not a character, NUL and C1 controls are not keys. */
TEST(no_characters)
{
	static const char bytes[] = "a\0\377\300\257\302\205\355\240\200\364\220\200\200\300\233b";
	static const int wanted[] = { 'a', 'b' };
	struct keys keys;

	keys_init(&keys);
	expect(&keys, bytes, sizeof bytes - 1, wanted, 2);
}

/* Characters may be as slow as sequences; one without its rest is dropped, later ones are read. */
TEST(unfinished_character)
{
	struct keys keys;

	keys_init(&keys);
	keys_feed(&keys, (const unsigned char *)"\303", 1, 0);
	assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
	assert_true(keys_deadline(&keys) == KEYS_SEQUENCE_MS);
	keys_feed(&keys, (const unsigned char *)"\244\303", 2, 2000);
	assert_int_equal(keys_next(&keys, 2000), 0xe4);
	assert_true(keys_deadline(&keys) == 2000 + KEYS_SEQUENCE_MS);
	assert_int_equal(keys_next(&keys, 2000 + KEYS_SEQUENCE_MS), KEYCODE_NONE);
	assert_true(keys_deadline(&keys) == INT64_MAX);
	keys_feed(&keys, (const unsigned char *)"q", 1, 8000);
	assert_int_equal(keys_next(&keys, 8000), 'q');
	/* The next character shows that there is no rest. */
	keys_feed(&keys, (const unsigned char *)"\303q", 2, 9000);
	assert_int_equal(keys_next(&keys, 9000), 'q');
}

TEST(escape_alone)
{
	struct keys keys;

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

/*
 * All keys that LENGTH BYTES make when one comes each GAP_MS and each deadline is kept, as the loop
 * does; the last silence is as long as any limit.
 */
static size_t
slowly(struct keys *keys, const char *bytes, size_t length, int64_t gap_ms, int *found, size_t most)
{
	int64_t now = 1000, end = now;
	size_t count = 0;
	int key;

	for (size_t i = 0; i <= length; i++) {
		end += i < length ? gap_ms : KEYS_SEQUENCE_MS;
		if (i < length)
			keys_feed(keys, (const unsigned char *)bytes + i, 1, now);
		for (;;) {
			while ((key = keys_next(keys, now)) != KEYCODE_NONE) {
				assert_true(count < most);
				found[count++] = key;
			}
			if (keys_deadline(keys) >= end)
				break;
			assert_true(keys_deadline(keys) > now);
			now = keys_deadline(keys);
		}
		now = end;
	}
	assert_true(keys_deadline(keys) == INT64_MAX);
	return count;
}

/* Torn at any byte: within Escape's silence it is whole; later Escape acts, the rest does not. */
TEST(torn_sequences)
{
	static const struct {
		const char *bytes;
		int key, torn; /* whole, and without its Escape */
	} rows[] = {
		{ "\033[B", KEYCODE_DOWN, KEYCODE_NONE },
		{ "\033OB", KEYCODE_DOWN, KEYCODE_NONE },
		{ "\033OA", KEYCODE_UP, KEYCODE_NONE },
		{ "\033[3~", KEYCODE_DELETE, KEYCODE_NONE },
		{ "\033[21~", KEYCODE_F10, KEYCODE_NONE },
		{ "\033[[A", KEYCODE_F1, KEYCODE_NONE },
		{ "\033A", KEYCODE_UP, KEYCODE_NONE },
		{ "\033[M qB", KEYCODE_NONE, KEYCODE_NONE },
		{ "\033[<0;12;7M", KEYCODE_NONE, KEYCODE_NONE },
		{ "\033]11;rgb:q\007", KEYCODE_NONE, KEYCODE_NONE },
		{ "\033]B\033\\", KEYCODE_NONE, KEYCODE_NONE },
		{ "\033PB\033\\", KEYCODE_NONE, KEYCODE_NONE },
		{ "\033[99;5u", KEYCODE_INTERRUPT, KEYCODE_INTERRUPT },
		{ "\033[27;5;99~", KEYCODE_INTERRUPT, KEYCODE_INTERRUPT },
	};
	static const int64_t gaps[] = { KEYS_ESCAPE_MS - 1, KEYS_ESCAPE_MS + 1, 2 * KEYS_ESCAPE_MS,
		350 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t j = 0; j < sizeof gaps / sizeof *gaps; j++) {
			int found[4],
			    wanted = gaps[j] < KEYS_ESCAPE_MS ? rows[i].key : rows[i].torn;
			size_t count, at = 0;
			struct keys keys;

			keys_init(&keys);
			keys_define(&keys, "\033OA", KEYCODE_UP);
			keys_define(&keys, "\033A", KEYCODE_UP);
			count = slowly(&keys, rows[i].bytes, strlen(rows[i].bytes), gaps[j], found,
			    4);
			if (gaps[j] >= KEYS_ESCAPE_MS) {
				assert_true(count > 0);
				assert_int_equal(found[at++], KEYCODE_ESCAPE);
			}
			if (wanted != KEYCODE_NONE)
				assert_int_equal(found[at++], wanted);
			assert_int_equal(count, at);
		}
}

/* What comes after Escape has acted: the rest of a sequence does nothing, all else is itself. */
TEST(after_escape)
{
	static const struct {
		int64_t at_ms; /* after Escape was pressed, which acts after KEYS_ESCAPE_MS */
		const char *bytes;
		int keys[3];
	} rows[] = {
		{ 200, "[B", { 0 } },
		{ 200, "OB", { 0 } },
		{ 1100, "[B", { 0 } },
		{ 200, "]0;q\007", { 0 } },
		{ 200, "\233B", { 0 } },
		{ 200, "[M q%", { 0 } },
		{ 200, "[Bq", { 'q' } },
		{ 200, "B", { 'B' } },
		{ 200, "q", { 'q' } },
		{ 1101, "[B", { '[', 'B' } },
		{ 200, "qB[", { 'q', 'B', '[' } },
		{ 200, "\033[B", { KEYCODE_DOWN } },
		{ 200, "\033OBq", { KEYCODE_DOWN, 'q' } },
		{ 200, "[200~q", { KEYCODE_PASTED + 'q' } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t now = 1000 + rows[i].at_ms;
		struct keys keys;

		keys_init(&keys);
		keys_feed(&keys, (const unsigned char *)"\033", 1, 1000);
		assert_int_equal(keys_next(&keys, 1000 + KEYS_ESCAPE_MS), KEYCODE_ESCAPE);
		keys_feed(&keys, (const unsigned char *)rows[i].bytes, strlen(rows[i].bytes), now);
		for (size_t j = 0; j < 3 && rows[i].keys[j] != 0; j++)
			assert_int_equal(keys_next(&keys, now), rows[i].keys[j]);
		assert_int_equal(keys_next(&keys, now), KEYCODE_NONE);
	}
}

/* A sequence that never ends gives the keyboard back: after its time, or after enough of it. */
TEST(endless_sequences)
{
	static const char *const begins[] = { "\033[", "\033]", "\033P", "\033O", "\233", "\235" };
	unsigned char more[1000];

	memset(more, '1', sizeof more);
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		size_t length = strlen(begins[i]);
		struct keys keys;
		int key = KEYCODE_NONE;
		int64_t at;

		keys_init(&keys);
		keys_feed(&keys, (const unsigned char *)begins[i], length, 0);
		assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
		/* Typing on does not make it longer. */
		for (at = 0; at < KEYS_SEQUENCE_MS; at += 100) {
			assert_true(keys_deadline(&keys) == KEYS_SEQUENCE_MS);
			keys_feed(&keys, more, 1, at);
			assert_int_equal(keys_next(&keys, at), KEYCODE_NONE);
		}
		assert_int_equal(keys_next(&keys, at), KEYCODE_NONE);
		assert_true(keys_deadline(&keys) == INT64_MAX);
		keys_feed(&keys, (const unsigned char *)"q", 1, at);
		assert_int_equal(keys_next(&keys, at), 'q');

		if (begins[i][length - 1] == 'O')
			continue;
		keys_feed(&keys, (const unsigned char *)begins[i], length, 9000);
		for (int j = 0; j < 10 && key == KEYCODE_NONE; j++) {
			keys_feed(&keys, more, sizeof more, 9000);
			key = keys_next(&keys, 9000);
		}
		assert_int_equal(key, '1');
	}
}

/* A string whose end was lost gives way to the next sequence. */
TEST(broken_off)
{
	TABLE(rows, const char *bytes; int keys[2]) = {
		{ "\033]0;lost\033[Bq", { KEYCODE_DOWN, 'q' } },
		{ "\033Plost\033OBq", { KEYCODE_DOWN, 'q' } },
		{ "\033[12\033[Bq", { KEYCODE_DOWN, 'q' } },
		{ "\033[12\rq", { KEYCODE_ENTER, 'q' } },
		{ "\033O\033[Bq", { KEYCODE_DOWN, 'q' } },
		{ "\033]lost\003q", { KEYCODE_INTERRUPT, 'q' } },
		{ "\033[1\003q", { KEYCODE_INTERRUPT, 'q' } },
		{ "\003q", { KEYCODE_INTERRUPT, 'q' } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct keys keys;

		keys_init(&keys);
		expect(&keys, rows[i].bytes, strlen(rows[i].bytes), rows[i].keys, 2);
	}
}

/* Ctrl-C however the keyboard's protocol sends it, in one piece and byte by byte. */
TEST(interrupts)
{
	static const char *const rows[] = { "\003", "\033[99;5u", "\033[27;5;99~", "\033[99;5:1u",
		"\033[99;5:2u", "\033[99;69u", "\033[99;133u", "\033[99;197:1u", "\033[99:67;5u",
		"\033[99:67:99;5:1;3u", "\033[1089::99;5u", "\033[99;5;99u", "\033[67;69u",
		"\033[27;69;67~", "\033[27;133;99~", "\23399;5u", "\033\033[99;5u" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i], KEYCODE_INTERRUPT);
}

/* A paste is text to its end, whatever stands in it, and in whatever pieces it comes. */
/* An answer in PIECES pieces, GAP_MS apart, is never a key; what it says is kept. */
static void
answer(const char *bytes, size_t pieces, int64_t gap_ms)
{
	size_t length = strlen(bytes), part = (length + pieces - 1) / pieces;
	struct keys keys;
	int64_t now = 0;
	const char *said;

	keys_init(&keys);
	keys_expect(&keys, now);
	for (size_t at = 0; at < length; at += part, now += gap_ms) {
		size_t some = length - at < part ? length - at : part;

		keys_feed(&keys, (const unsigned char *)bytes + at, some, now);
		assert_int_equal(keys_next(&keys, now), KEYCODE_NONE);
		assert_int_equal(keys_next(&keys, now + gap_ms - 1), KEYCODE_NONE);
	}
	said = keys_answer(&keys);
	assert_non_null(said);
	assert_string_equal(said, "11;rgb:ffff/ffff/ffff");
	assert_null(keys_answer(&keys));
	assert_int_equal(keys_next(&keys, 100000), KEYCODE_NONE);
}

TEST(answers)
{
	static const char *const forms[] = { "\033]11;rgb:ffff/ffff/ffff\033\\",
		"\033]11;rgb:ffff/ffff/ffff\007", "\23511;rgb:ffff/ffff/ffff\234" };

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		answer(forms[i], 1, 100);
		answer(forms[i], 2, 120);
		answer(forms[i], 2, 4000);
		answer(forms[i], 8, 3000);
		answer(forms[i], strlen(forms[i]), 900);
	}
}

TEST(the_escape_of_an_answer_is_no_key)
{
	struct keys keys;

	keys_init(&keys);
	keys_expect(&keys, 0);
	keys_feed(&keys, (const unsigned char *)"\033", 1, 10);
	assert_int_equal(keys_next(&keys, 4000), KEYCODE_NONE);
	/* … however late the rest comes; that Escape acted then is what a person expects … */
	assert_int_equal(keys_next(&keys, 6000), KEYCODE_ESCAPE);
	keys_feed(&keys, (const unsigned char *)"]11;rgb:0/0/0\007", 15, 9000);
	assert_int_equal(keys_next(&keys, 9000), KEYCODE_NONE);
	/* … and after the last answer Escape is as quick as ever. */
	keys_feed(&keys, (const unsigned char *)"\033[?62;22c", 10, 9100);
	assert_int_equal(keys_next(&keys, 9100), KEYCODE_NONE);
	keys_feed(&keys, (const unsigned char *)"\033", 1, 9200);
	assert_int_equal(keys_next(&keys, 9200 + KEYS_ESCAPE_MS), KEYCODE_ESCAPE);
}

TEST(answers_that_are_none)
{
	static const char endless[] = "\033]11;rgb:";
	struct keys keys;

	keys_init(&keys);
	keys_feed(&keys, (const unsigned char *)"\033P11;rgb:0/0/0\033\\", 17, 0);
	assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
	assert_null(keys_answer(&keys));
	keys_feed(&keys, (const unsigned char *)endless, sizeof endless - 1, 0);
	for (int i = 0; i < 1300; i++) {
		assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
		keys_feed(&keys, (const unsigned char *)"fff", 3, 0);
	}
	assert_null(keys_answer(&keys));
}

TEST(pastes)
{
	TABLE(rows, const char *bytes; int keys[8]) = {
		{ "\033[200~BqC\033[201~q",
		    { KEYCODE_PASTED + 'B', KEYCODE_PASTED + 'q', KEYCODE_PASTED + 'C', 'q' } },
		{ "\033[200~\033[201~q", { 'q' } },
		{ "\033[200~a\r\n\tb\003\033[Bc\033[201~\033[B",
		    { KEYCODE_PASTED + 'a', KEYCODE_PASTED + ' ', KEYCODE_PASTED + ' ',
			KEYCODE_PASTED + ' ', KEYCODE_PASTED + 'b', KEYCODE_PASTED + '[',
			KEYCODE_PASTED + 'B', KEYCODE_PASTED + 'c' } },
		{ "\033[200~\303\244\377\302\233\033[201~", { KEYCODE_PASTED + 0xe4 } },
		{ "\233200~y\233201~q", { KEYCODE_PASTED + 'y', 'q' } },
		{ "\033[200~a\033[200~b\033[201~q",
		    { KEYCODE_PASTED + 'a', KEYCODE_PASTED + 'b', 'q' } },
		{ "\033[200~a\033[20b\033[201~q",
		    { KEYCODE_PASTED + 'a', KEYCODE_PASTED + '[', KEYCODE_PASTED + '2',
			KEYCODE_PASTED + '0', KEYCODE_PASTED + 'b', 'q' } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int64_t gap = 0; gap < KEYS_ESCAPE_MS; gap += KEYS_ESCAPE_MS - 1) {
			struct keys keys;
			int found[16];
			size_t count;

			keys_init(&keys);
			count = slowly(&keys, rows[i].bytes, strlen(rows[i].bytes), gap, found, 16);
			for (size_t j = 0; j < 8 && rows[i].keys[j] != 0; j++)
				assert_true(j < count && found[j] == rows[i].keys[j]);
		}
}

/* Its end may be lost, and a line may stall in the middle of it. */
TEST(unfinished_paste)
{
	struct keys keys;

	keys_init(&keys);
	keys_feed(&keys, (const unsigned char *)"\033[200~a", 7, 0);
	assert_int_equal(keys_next(&keys, 0), KEYCODE_PASTED + 'a');
	assert_int_equal(keys_next(&keys, 0), KEYCODE_NONE);
	for (int64_t at = 4000; at < 40000; at += 4000) {
		keys_feed(&keys, (const unsigned char *)"q\033", 2, at);
		assert_int_equal(keys_next(&keys, at), KEYCODE_PASTED + 'q');
		assert_int_equal(keys_next(&keys, at + 1000), KEYCODE_NONE);
	}
	assert_true(keys_deadline(&keys) == 36000 + KEYS_SEQUENCE_MS);
	assert_int_equal(keys_next(&keys, 36000 + KEYS_SEQUENCE_MS), KEYCODE_NONE);
	assert_true(keys_deadline(&keys) == INT64_MAX);
	keys_feed(&keys, (const unsigned char *)"q", 1, 50000);
	assert_int_equal(keys_next(&keys, 50000), 'q');
	/* What was read before a stop, and is decoded after it, is a paste all the same. */
	keys_feed(&keys, (const unsigned char *)"\033[200~q", 7, 60000);
	assert_int_equal(keys_next(&keys, 90000), KEYCODE_PASTED + 'q');
	assert_int_equal(keys_next(&keys, 90000), KEYCODE_NONE);
	keys_feed(&keys, (const unsigned char *)"\033]q", 3, 100000);
	assert_int_equal(keys_next(&keys, 130000), KEYCODE_NONE);
}

/* What came before a moment does nothing after it, in whatever state it was; Ctrl-C stays. */
TEST(dropped)
{
	TABLE(rows, const char *before, *after; int keys[2]) = {
		{ "urv", "q", { 'q' } },
		{ "y\033", "q", { 0 } },
		{ "\033", "[Bq", { 'q' } },
		{ "\033[", "Bq", { 'q' } },
		{ "\033]0;", "y\007q", { 'q' } },
		{ "\303", "\244q", { 'q' } },
		{ "a\003b", "q", { KEYCODE_INTERRUPT, 'q' } },
		{ "\033[99;5uy", "q", { KEYCODE_INTERRUPT, 'q' } },
		{ "\033[99;", "5uq", { KEYCODE_INTERRUPT, 'q' } },
		{ "\033[200~y", "y\033[201~q", { KEYCODE_PASTED + 'y', 'q' } },
		{ "\033[M ", "yyq", { 'q' } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct keys keys;

		keys_init(&keys);
		keys_feed(&keys, (const unsigned char *)rows[i].before, strlen(rows[i].before), 0);
		keys_drop(&keys, 0);
		keys_feed(&keys, (const unsigned char *)rows[i].after, strlen(rows[i].after), 50);
		for (size_t j = 0; j < 2 && rows[i].keys[j] != 0; j++)
			assert_int_equal(keys_next(&keys, 50), rows[i].keys[j]);
		assert_int_equal(keys_next(&keys, 50), KEYCODE_NONE);
		assert_int_equal(keys_next(&keys, 50 + KEYS_ESCAPE_MS), KEYCODE_NONE);
	}
	{
		struct keys keys;

		/* An Escape that had not acted yet. */
		keys_init(&keys);
		keys_feed(&keys, (const unsigned char *)"\033", 1, 0);
		keys_drop(&keys, 50);
		assert_int_equal(keys_next(&keys, KEYS_ESCAPE_MS), KEYCODE_NONE);
		assert_true(keys_deadline(&keys) == INT64_MAX);
		keys_feed(&keys, (const unsigned char *)"\003", 1, 2000);
		keys_drop(&keys, 2000);
		assert_true(keys_deadline(&keys) <= 2000);
		assert_int_equal(keys_next(&keys, 2000), KEYCODE_INTERRUPT);
		assert_true(keys_deadline(&keys) == INT64_MAX);
	}
}

TEST(defined_sequences)
{
	struct keys keys;
	const int wanted[] = { KEYCODE_F1, KEYCODE_F2, 'x' };

	keys_init(&keys);
	keys_define(&keys, "\033[M", KEYCODE_F1);
	keys_define(&keys, "\033[MA", KEYCODE_F2);
	keys_define(&keys, NULL, KEYCODE_F3);
	keys_define(&keys, "", KEYCODE_F3);
	keys_define(&keys, "x", KEYCODE_F3);
	keys_define(&keys, "\033[this is much too long", KEYCODE_F3);
	expect(&keys, "\033[M\033[MAx", 8, wanted, 3);
	/* The shorter one acts when the longer one does not come. */
	keys_feed(&keys, (const unsigned char *)"\033[M", 3, 5000);
	assert_int_equal(keys_next(&keys, 5000), KEYCODE_NONE);
	assert_true(keys_deadline(&keys) == 5000 + KEYS_ESCAPE_MS);
	assert_int_equal(keys_next(&keys, 5000 + KEYS_ESCAPE_MS), KEYCODE_F1);
}

/* Whatever comes, every byte is handled, and a silence brings the decoder to its start. */
TEST(random_bytes)
{
	uint32_t seed = 42;
	struct keys keys;
	size_t fed = 0;
	int64_t now = 0;

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
			assert_true(key > 0 &&
			    (key <= KEYCODE_INTERRUPT ||
				(key > KEYCODE_PASTED && key < KEYCODE_PASTED + 0x110000)));
		now += seed >> 20 & 63;
	}
	while (keys_next(&keys, now + KEYS_SEQUENCE_MS) != KEYCODE_NONE)
		continue;
	assert_true(keys_deadline(&keys) == INT64_MAX);
	keys_feed(&keys, (const unsigned char *)"q", 1, now + 2 * KEYS_SEQUENCE_MS);
	assert_int_equal(keys_next(&keys, now + 2 * KEYS_SEQUENCE_MS), 'q');
}
