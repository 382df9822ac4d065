/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <locale.h>

#include "base/text.h"

#define REN "\xE4\xBA\xBA"       /* U+4EBA, two columns */
#define SNAKE "\xF0\x9F\x90\x8D" /* U+1F40D, two columns */
#define E_ACUTE "\xC3\xA9"       /* U+00E9 */
#define ACUTE "\xCC\x81"         /* U+0301, combining */

static void
in_utf8(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		skip();
}

static int
back_to_c(void **state)
{
	setlocale(LC_CTYPE, "C");
	return 0;
}

TEST(test_every_code_point_survives)
{
	char bytes[4];
	int32_t codepoint;
	size_t size;

	for (codepoint = 0; codepoint <= 0x10FFFF; codepoint++) {
		const char *at = bytes;

		size = text_encode(bytes, codepoint);
		if (codepoint >= 0xD800 && codepoint <= 0xDFFF) {
			assert_int_equal(size, 0);
			continue;
		}
		if (text_decode(&at, bytes + size) != codepoint || at != bytes + size)
			fail_msg("U+%04X does not survive", (unsigned)codepoint);
	}
	assert_int_equal(text_encode(bytes, -1), 0);
	assert_int_equal(text_encode(bytes, 0x110000), 0);
	assert_int_equal(text_encode(bytes, 0x1F40D), 4);
	assert_memory_equal(bytes, SNAKE, 4);
}

TEST(test_invalid_bytes)
{
	static const char *const invalid[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2",
		"\xC2\x41", "\xC2\xC2", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xE4\xBA", "\xE4\xBA\x41",
		"\xE4\x41\xBA", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
		"\xF0\x8F\xBF\xBF", "\xF0\x9F\x90", "\xF0\x9F\x90\x41", "\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF" };
	size_t i;

	for (i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
		const char *at = invalid[i];

		if (text_decode(&at, invalid[i] + strlen(invalid[i])) != -1 || at != invalid[i] + 1)
			fail_msg("sequence %zu", i);
		assert_false(text_valid(invalid[i], strlen(invalid[i])));
	}
}

TEST(test_decode_at_the_end)
{
	const char text[] = "a\0b", *at = text;

	assert_int_equal(text_decode(&at, text + 3), 'a');
	assert_int_equal(text_decode(&at, text + 3), 0);
	assert_ptr_equal(at, text + 2);
	assert_int_equal(text_decode(&at, text + 3), 'b');
	assert_int_equal(text_decode(&at, text + 3), 0);
	assert_ptr_equal(at, text + 3);
	/* A character that goes on past the end is not read. */
	at = REN;
	assert_int_equal(text_decode(&at, at + 2), -1);
}

TEST(test_valid)
{
	assert_true(text_valid("", 0));
	assert_true(text_valid("a\0" REN SNAKE E_ACUTE, 11));
	assert_false(text_valid(REN "\xE4", 4));
	assert_true(text_valid(REN "\xE4", 3));
}

static bool
passes(int32_t codepoint)
{
	char bytes[4], out[8];
	size_t size = text_encode(bytes, codepoint);
	size_t written = text_sanitise(out, sizeof out, bytes, size);

	assert_int_equal(out[written], '\0');
	if (written == size && memcmp(out, bytes, size) == 0)
		return true;
	assert_string_equal(out, "?");
	return false;
}

TEST(test_sanitise_forbidden_ranges)
{
	TABLE(ranges, int32_t first, last) = { { 0x0000, 0x001F }, { 0x007F, 0x009F },
		{ 0x00AD, 0x00AD }, { 0x061C, 0x061C }, { 0x180E, 0x180E }, { 0x200B, 0x200F },
		{ 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xE000, 0xF8FF }, { 0xFDD0, 0xFDEF },
		{ 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xFFFE, 0xFFFF },
		{ 0x1FFFE, 0x1FFFF }, { 0x2FFFE, 0x2FFFF }, { 0x3FFFE, 0x10FFFF } };
	size_t i;

	for (i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		if (passes(ranges[i].first) || passes(ranges[i].last) ||
		    passes(ranges[i].first + (ranges[i].last - ranges[i].first) / 2))
			fail_msg("U+%04X passes", (unsigned)ranges[i].first);
		/* Before private use come the surrogates, which are no characters. */
		if (ranges[i].first > 0 && ranges[i].first != 0xE000 &&
		    !passes(ranges[i].first - 1))
			fail_msg("U+%04X does not pass", (unsigned)ranges[i].first - 1);
		if (ranges[i].last < 0x10FFFF && !passes(ranges[i].last + 1))
			fail_msg("U+%04X does not pass", (unsigned)ranges[i].last + 1);
	}
	assert_true(passes(0xD7FF));
	assert_true(passes(0xFFFD));
	assert_true(passes(0x4EBA));
	assert_true(passes(0x1F40D));
}

TEST(test_sanitise_terminal_attacks)
{
	TABLE(cases, const char *text, *safe) = {
		{ "BTC", "BTC" },
		{ "", "" },
		{ "\033]0;title\007", "?]0;title?" },
		{ "\033[2J\033[H", "?[2J?[H" },
		{ "\xC2\x9B"
		  "2J",
		    "?2J" }, /* CSI as one C1 character */
		{ "\x9B"
		  "2J",
		    "?2J" }, /* and as a bare byte */
		{ "a\r\n\tb\bc", "a???b?c" },
		{ "x\xE2\x80\xAE"
		  "CTB",
		    "x?CTB" }, /* right to left override */
		{ "\xEF\xBB\xBF"
		  "BTC",
		    "?BTC" },
		{ "\xC0\x9B", "??" }, /* overlong ESC */
		{ "\xED\xA0\x80", "???" },
		{ "100% " REN, "100% " REN },
	};
	char out[64];
	size_t i, written;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		written = text_sanitise(out, sizeof out, cases[i].text, strlen(cases[i].text));
		assert_string_equal(out, cases[i].safe);
		assert_int_equal(written, strlen(out));
	}
	written = text_sanitise(out, sizeof out, "a\0b", 3);
	assert_string_equal(out, "a?b");
	assert_int_equal(written, 3);
}

/* At every size: a prefix of the whole, nothing past SIZE, no half character. */
TEST(test_sanitise_every_size)
{
	static const char text[] = "a" E_ACUTE REN "\033" SNAKE "z\xFF" REN;
	static const char whole[] = "a" E_ACUTE REN "?" SNAKE "z?" REN;
	static const size_t lengths[] = { 0, 0, 1, 1, 3, 3, 3, 6, 7, 7, 7, 7, 11, 12, 13, 13, 13,
		16, 16 };
	char out[sizeof whole + 4];
	size_t size, written;

	for (size = 0; size < sizeof lengths / sizeof lengths[0]; size++) {
		memset(out, '#', sizeof out);
		written = text_sanitise(out, size, text, sizeof text - 1);
		assert_int_equal(written, lengths[size]);
		assert_memory_equal(out, whole, written);
		if (size > 0)
			assert_int_equal(out[written], '\0');
		assert_int_equal(out[size], '#');
	}
}

TEST_BETWEEN(test_width, NULL, back_to_c)
{
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("BTC 1.25"), 8);
	in_utf8();
	assert_int_equal(text_width(REN REN "a"), 5);
	assert_int_equal(text_width(E_ACUTE), 1);
	assert_int_equal(text_width("e" ACUTE), 1);
	/* What will be a '?'. */
	assert_int_equal(text_width("\xFF\t"), 2);
}

TEST(test_width_where_only_ascii_shows)
{
	setlocale(LC_CTYPE, "C");
	assert_int_equal(text_width(REN "a" E_ACUTE SNAKE "\xFF"), 5);
}

TEST_BETWEEN(test_fit, NULL, back_to_c)
{
	TABLE(cases, const char *text; int columns; const char *expected; int used) = {
		{ "BTC", 3, "BTC", 3 },
		{ "BTC", 10, "BTC", 3 },
		{ "BTC", 2, "BT", 2 },
		{ "BTC", 0, "", 0 },
		{ "BTC", -1, "", 0 },
		{ "", 5, "", 0 },
		{ REN REN, 4, REN REN, 4 },
		{ REN REN, 3, REN, 2 },
		{ REN "a", 1, "", 0 },              /* never skips to what would fit */
		{ "e" ACUTE "x", 1, "e" ACUTE, 1 }, /* the accent stays with its letter */
		{ "a\tb\xFF"
		  "c",
		    9, "a?b?c", 5 },
		{ SNAKE "\033", 3, SNAKE "?", 3 },
	};
	char out[32];
	size_t i;

	in_utf8();
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int used = text_fit(out, sizeof out, cases[i].text, cases[i].columns);

		assert_string_equal(out, cases[i].expected);
		assert_int_equal(used, cases[i].used);
		assert_int_equal(text_width(out), used);
	}
}

TEST(test_fit_where_only_ascii_shows)
{
	char out[32];

	setlocale(LC_CTYPE, "C");
	assert_int_equal(text_fit(out, sizeof out, "a" REN E_ACUTE SNAKE "b", 20), 5);
	assert_string_equal(out, "a???b");
	assert_int_equal(text_fit(out, sizeof out, "a" REN E_ACUTE, 2), 2);
	assert_string_equal(out, "a?");
}

TEST_BETWEEN(test_fit_every_size, NULL, back_to_c)
{
	static const int columns[] = { 0, 0, 1, 1, 1, 3, 4, 4 };
	char out[12];
	size_t size;

	in_utf8();
	for (size = 0; size < sizeof columns / sizeof columns[0]; size++) {
		memset(out, '#', sizeof out);
		assert_int_equal(text_fit(out, size, "a" REN "b", 9), columns[size]);
		if (size > 0)
			assert_true(strlen(out) < size);
		assert_int_equal(out[size], '#');
	}
}

TEST(test_halfwidth)
{
	int32_t i;

	for (i = '!'; i <= '~'; i++) {
		assert_int_equal(text_halfwidth(0xFF01 + i - '!'), i);
		assert_int_equal(text_halfwidth(i), i);
	}
	assert_int_equal(text_halfwidth(0xFF00), 0xFF00);
	assert_int_equal(text_halfwidth(0xFF5F), 0xFF5F);
	assert_int_equal(text_halfwidth(0x3000), 0x3000);
	assert_int_equal(text_halfwidth(0x3001), '\\');
	assert_int_equal(text_halfwidth(0x3002), 0x3002);
	assert_int_equal(text_halfwidth(-1), -1);
}

/* In text a blank is folded as well, and U+3001 is what it is. */
TEST(test_narrow)
{
	int32_t i;

	for (i = '!'; i <= '~'; i++) {
		assert_int_equal(text_narrow(0xFF01 + i - '!'), i);
		assert_int_equal(text_narrow(i), i);
	}
	assert_int_equal(text_narrow(0xFF00), 0xFF00);
	assert_int_equal(text_narrow(0xFF5F), 0xFF5F);
	assert_int_equal(text_narrow(0x3000), ' ');
	assert_int_equal(text_narrow(0x3001), 0x3001);
	assert_int_equal(text_narrow(-1), -1);
}

TEST(test_contains)
{
	assert_true(text_contains("USDT", "usd"));
	assert_true(text_contains("usdt", "DT"));
	assert_true(text_contains("aaab", "AAB"));
	assert_true(text_contains("BTC", ""));
	assert_true(text_contains("", ""));
	assert_true(text_contains("x" REN, REN));
	assert_false(text_contains("", "a"));
	assert_false(text_contains("BT", "BTC"));
	assert_false(text_contains("[", "{"));
	assert_false(text_contains("@", "`"));
	assert_false(text_contains("\xC3\x89", E_ACUTE));
}

TEST(test_utc)
{
	TABLE(cases, int64_t ms; const char *utc, *clock) = {
		{ 0, "1970-01-01T00:00:00.000Z", "00:00:00" },
		{ INT64_C(1795361402123), "2026-11-22T15:30:02.123Z", "15:30:02" },
		{ INT64_C(1709251199999), "2024-02-29T23:59:59.999Z", "23:59:59" },
		{ -1, "1969-12-31T23:59:59.999Z", "23:59:59" },
		{ -1000, "1969-12-31T23:59:59.000Z", "23:59:59" },
		{ INT64_C(253402300799999), "9999-12-31T23:59:59.999Z", "23:59:59" },
		{ INT64_C(253402300800000), "?", "?" },
		{ INT64_C(-62167219200000), "0000-01-01T00:00:00.000Z", "00:00:00" },
		{ INT64_C(-62167219200001), "?", "?" },
		{ INT64_MAX, "?", "?" },
		{ INT64_MIN, "?", "?" },
	};
	char utc[25], clock[9];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		text_utc(utc, cases[i].ms);
		text_utc_clock(clock, cases[i].ms);
		assert_string_equal(utc, cases[i].utc);
		assert_string_equal(clock, cases[i].clock);
	}
}

TEST(test_age)
{
	TABLE(cases, int64_t ms; const char *expected) = { { INT64_MIN, "0s" }, { -1, "0s" },
		{ 0, "0s" }, { 999, "0s" }, { 1000, "1s" }, { 99999, "99s" }, { 100000, "1m40s" },
		{ 192000, "3m12s" }, { 185000, "3m05s" }, { 3599999, "59m59s" },
		{ 3600000, "1h00m" }, { 7500000, "2h05m" }, { 86399999, "23h59m" },
		{ 86400000, "1d00h" }, { 356400000, "4d03h" },
		{ INT64_C(8639913600000), "99999d00h" }, { INT64_MAX, "99999d00h" } };
	char out[16];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		text_age(out, cases[i].ms);
		assert_string_equal(out, cases[i].expected);
	}
}

TEST(test_sentences)
{
	char out[64] = "", small[12] = "";

	text_add_sentence(out, sizeof out, "");
	assert_string_equal(out, "");
	text_add_sentence(out, sizeof out, "cannot connect");
	text_add_sentence(out, sizeof out, "check the network!");
	text_add_sentence(out, sizeof out, "openapi.okx.com rests");
	text_add_sentence(out, sizeof out, "OK");
	assert_string_equal(out, "cannot connect. Check the network! openapi.okx.com rests. OK.");
	text_add_sentence(small, sizeof small, "cannot connect");
	text_add_sentence(small, sizeof small, "more");
	assert_string_equal(small, "cannot conn");
}

/* What a terminal puts around a paste goes, whole or in part, and leaves nothing behind. */
TEST(test_unbracket)
{
	static const char *const rows[][2] = { { "", "" }, { "key", "key" },
		{ "\033[200~key\033[201~", "key" }, { "\033[201~\033[200~key", "key" },
		{ "\033[200~key", "key" }, { "\033[201~", "" }, { "a\033[200~b\033[201~c", "abc" },
		{ "\033[202~", "\033[202~" }, { "\033[200", "\033[200" }, { "200~", "200~" } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[64] = "";
		size_t length = strlen(rows[i][1]), whole = strlen(rows[i][0]);

		memcpy(text, rows[i][0], whole);
		text_unbracket(text);
		assert_string_equal(text, rows[i][1]);
		for (; length <= whole; length++)
			assert_int_equal(text[length], '\0');
	}
}
