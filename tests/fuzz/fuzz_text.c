/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include <locale.h>
#include <wchar.h>

/* Sanitiser and clipping: the first byte chooses room and columns, the others are foreign. */

/* A second reader of UTF-8, by the table of RFC 3629; the bytes of a character, 0 for none. */
static size_t
character(const unsigned char *at, size_t left)
{
	static const struct {
		unsigned char first, last, second_first, second_last;
		size_t length;
	} rows[] = {
		{ 0x00, 0x7f, 0, 0, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (at[0] < rows[i].first || at[0] > rows[i].last)
			continue;
		if (rows[i].length > left ||
		    (rows[i].length > 1 &&
			(at[1] < rows[i].second_first || at[1] > rows[i].second_last)))
			return 0;
		for (size_t j = 2; j < rows[i].length; j++)
			if (at[j] < 0x80 || at[j] > 0xbf)
				return 0;
		return rows[i].length;
	}
	return 0;
}

static bool
valid(const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t taken;

	for (; length > 0; at += taken, length -= taken)
		if ((taken = character(at, length)) == 0)
			return false;
	return true;
}

/* What would move the cursor, hide, or turn the line around: none of it may be left. */
static void
require_harmless(const char *text)
{
	const char *end = text + strlen(text);

	require(valid(text, strlen(text)));
	while (text < end) {
		int32_t c = text_decode(&text, end);

		require(c >= 0x20 && !(c >= 0x7f && c <= 0x9f));
		require(!(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e));
		require(!(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && c != 0x061c && c != 0x00ad);
		require(
		    !(c >= 0xe000 && c <= 0xf8ff) && !(c >= 0xfe00 && c <= 0xfe0f) && c < 0x40000);
	}
}

/* Columns by the C library, character by character. */
static int
columns_of(const char *text)
{
	const char *end = text + strlen(text);
	int columns = 0;

	while (text < end) {
		int32_t c = text_decode(&text, end);
		int width = c < 0 ? -1 : wcwidth((wchar_t)c);

		columns += width < 0 ? 1 : width;
	}
	return columns;
}

static void
fit(const char *text, int columns)
{
	char out[512];
	int used = text_fit(out, sizeof out, text, columns);

	require(used >= 0 && used <= columns);
	require(valid(out, strlen(out)));
	require(text_width(out) == used && columns_of(out) == used);
	/* What fits is not cut. */
	if (text_width(text) <= columns && strlen(text) < sizeof out / 4)
		require(used == text_width(text));
}

/* Sanitises RAW into exactly SIZE bytes. */
static struct part
sanitise(const struct part *raw, size_t size)
{
	struct part clean = { malloc(size), 0 };

	require(clean.text != NULL);
	clean.length = text_sanitise(clean.text, size, raw->text, raw->length);
	require(clean.length < size && strlen(clean.text) == clean.length);
	require_harmless(clean.text);
	require_clean(clean.text);
	return clean;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const locales[] = { "C.UTF-8", "C" };
	struct part raw, clean, cut;
	size_t room;

	if (size == 0)
		return 0;
	room = data[0] % 64 + 1U;
	raw = part_copy(data + 1, size - 1);
	require(text_valid(raw.text, raw.length) == valid(raw.text, raw.length));

	/* Sanitising never makes text longer; what it cuts is the beginning of what it does not. */
	clean = sanitise(&raw, raw.length + 1);
	cut = sanitise(&raw, room);
	require(strncmp(cut.text, clean.text, cut.length) == 0);
	require(cut.length == clean.length || cut.length + 4 >= room);

	for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
		require(setlocale(LC_CTYPE, locales[i]) != NULL);
		fit(clean.text, (int)room);
		/* Text of our own may hold anything but NUL. */
		fit(raw.text, (int)room);
	}
	require(text_contains(raw.text, "") && text_contains(raw.text, raw.text));
	free(cut.text);
	free(clean.text);
	free(raw.text);
	return 0;
}
