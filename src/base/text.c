/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/text.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#define CODEPOINT_MAX 0x10FFFF
#define FIRST_MS INT64_C(-62167219200000) /* 0000-01-01T00:00:00.000Z */
#define LAST_MS INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

_Static_assert(sizeof(time_t) == sizeof(int64_t), "seconds of all these years");

struct range {
	int32_t first, last;
};

/* What no foreign text may bring to a terminal, ascending. */
static const struct range forbidden[] = {
	{ 0x0000, 0x001F }, /* C0 */
	{ 0x007F, 0x009F }, /* DEL, C1 */
	{ 0x00AD, 0x00AD }, /* soft hyphen: no column, or one */
	{ 0x061C, 0x061C }, /* Arabic letter mark */
	{ 0x180E, 0x180E }, /* Mongolian vowel separator */
	{ 0x200B, 0x200F }, /* zero width, direction marks */
	{ 0x2028, 0x202E }, /* line separators, direction embeddings and overrides */
	{ 0x2060, 0x206F }, /* word joiner, direction isolates, invisible operators */
	{ 0xE000, 0xF8FF }, /* private use */
	{ 0xFDD0, 0xFDEF }, /* noncharacters */
	{ 0xFE00, 0xFE0F }, /* variation selectors: change the width of what is before */
	{ 0xFEFF, 0xFEFF }, /* byte order mark */
	{ 0xFFF9, 0xFFFB }, /* interlinear annotation */
	{ 0xFFFE, 0xFFFF }, /* noncharacters */
	{ 0x1FFFE, 0x1FFFF }, { 0x2FFFE, 0x2FFFF },
	{ 0x3FFFE, CODEPOINT_MAX }, /* from plane 4 on: unassigned, tags, private use */
};

static bool
is_forbidden(int32_t codepoint)
{
	const struct range *range = forbidden;

	/* The last one ends where the code points do. */
	while (codepoint > range->last)
		range++;
	return codepoint >= range->first;
}

static bool
is_plain_ascii(int32_t codepoint)
{
	return codepoint >= 0x20 && codepoint <= 0x7E;
}

int32_t
text_decode(const char **at, const char *end)
{
	/* By the number of bytes: the smallest code point that may take so many. */
	static const int32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const char *byte = *at;
	unsigned char first;
	int32_t codepoint;
	ptrdiff_t size, i;

	if (byte >= end)
		return 0;
	first = (unsigned char)*byte;
	(*at)++;
	if (first < 0x80)
		return first;

	size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
	if (first < 0xC2 || first > 0xF4 || end - byte < size)
		return -1;
	codepoint = first & (0x7F >> size);
	for (i = 1; i < size; i++) {
		unsigned char next = (unsigned char)byte[i];

		if ((next & 0xC0) != 0x80)
			return -1;
		codepoint = codepoint << 6 | (next & 0x3F);
	}
	if (codepoint < smallest[size] || codepoint > CODEPOINT_MAX ||
	    (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		return -1;
	*at = byte + size;
	return codepoint;
}

size_t
text_encode(char out[4], int32_t codepoint)
{
	static const unsigned char lead[] = { 0, 0x00, 0xC0, 0xE0, 0xF0 };
	size_t size, i;

	if (codepoint < 0 || codepoint > CODEPOINT_MAX ||
	    (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		return 0;
	size = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
	for (i = size - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (codepoint & 0x3F));
		codepoint >>= 6;
	}
	out[0] = (char)(lead[size] | codepoint);
	return size;
}

bool
text_valid(const char *text, size_t length)
{
	const char *at = text, *end = text + length;

	while (at < end)
		if (text_decode(&at, end) < 0)
			return false;
	return true;
}

size_t
text_sanitise(char *out, size_t size, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	size_t written = 0;

	if (size == 0)
		return 0;
	while (at < end) {
		const char *from;
		int32_t codepoint;
		size_t bytes;

		/* Nearly all that comes is plain ASCII. */
		while (at < end && written < size - 1 && is_plain_ascii((unsigned char)*at))
			out[written++] = *at++;
		if (at == end || written == size - 1)
			break;
		from = at;
		codepoint = text_decode(&at, end);
		bytes = (size_t)(at - from);
		if (codepoint < 0 || is_forbidden(codepoint)) {
			from = "?";
			bytes = 1;
		}
		if (bytes > size - 1 - written)
			break;
		memcpy(out + written, from, bytes);
		written += bytes;
	}
	out[written] = '\0';
	return written;
}

/* Columns of CODEPOINT, or -1 where the locale cannot show it. */
static int
columns_of(int32_t codepoint)
{
	if (is_plain_ascii(codepoint))
		return 1;
	return codepoint < 0 ? -1 : wcwidth((wchar_t)codepoint);
}

int
text_width(const char *text)
{
	/* No character takes more columns than bytes. */
	const char *at = text, *end = text + strnlen(text, INT_MAX);
	int width = 0;

	while (at < end) {
		int columns = columns_of(text_decode(&at, end));

		width += columns < 0 ? 1 : columns;
	}
	return width;
}

int
text_fit(char *out, size_t size, const char *text, int columns)
{
	const char *at = text, *end = text + strlen(text);
	size_t written = 0;
	int used = 0;

	if (size == 0)
		return 0;
	while (at < end) {
		const char *from = at;
		int width = columns_of(text_decode(&at, end));
		size_t bytes = (size_t)(at - from);

		if (width < 0) {
			from = "?";
			bytes = 1;
			width = 1;
		}
		if (width > columns - used || bytes > size - 1 - written)
			break;
		memcpy(out + written, from, bytes);
		written += bytes;
		used += width;
	}
	out[written] = '\0';
	return used;
}

int32_t
text_halfwidth(int32_t codepoint)
{
	return codepoint == 0x3001 ? '\\' :
	    codepoint == 0x3000    ? codepoint :
				     text_narrow(codepoint);
}

int32_t
text_narrow(int32_t codepoint)
{
	if (codepoint >= 0xFF01 && codepoint <= 0xFF5E)
		return codepoint - 0xFF01 + '!';
	return codepoint == 0x3000 ? ' ' : codepoint;
}

/* tolower(3) goes by the locale. */
static char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
text_contains(const char *text, const char *needle)
{
	size_t i;

	for (;; text++) {
		for (i = 0; needle[i] != '\0'; i++)
			if (ascii_lower(text[i]) != ascii_lower(needle[i]))
				break;
		if (needle[i] == '\0')
			return true;
		if (text[i] == '\0')
			return false;
	}
}

/* Writes VALUE with DIGITS digits, then SEPARATOR. */
static char *
write_padded(char *at, int value, int digits, char separator)
{
	int i;

	for (i = digits - 1; i >= 0; i--) {
		at[i] = (char)('0' + value % 10);
		value /= 10;
	}
	at[digits] = separator;
	return at + digits + 1;
}

/* Breaks UTC_MS up, rounding down before 1970 too; false outside the years 0 to 9999. */
static bool
break_up(struct tm *calendar, int *ms, int64_t utc_ms)
{
	time_t seconds = utc_ms / 1000;

	if (utc_ms < FIRST_MS || utc_ms > LAST_MS)
		return false;
	*ms = (int)(utc_ms % 1000);
	if (*ms < 0) {
		*ms += 1000;
		seconds--;
	}
	gmtime_r(&seconds, calendar);
	return true;
}

void
text_unbracket(char *text)
{
	static const char *const brackets[] = { "\033[200~", "\033[201~" };

	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
		size_t length = strlen(brackets[i]), rest;
		char *at = text;

		while ((at = strstr(at, brackets[i])) != NULL) {
			rest = strlen(at + length);
			memmove(at, at + length, rest);
			memset(at + rest, 0, length);
		}
	}
}

void
text_capitalise(char *text)
{
	size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyz");

	if (letters > 0 && text[letters] == ' ')
		text[0] = (char)(text[0] - 'a' + 'A');
}

void
text_add_sentence(char *out, size_t size, const char *sentence)
{
	size_t used = strlen(out), length = strlen(sentence);

	if (length == 0)
		return;
	snprintf(out + used, size - used, "%s%s%s", used == 0 ? "" : " ", sentence,
	    strchr(".!?:", sentence[length - 1]) == NULL ? "." : "");
	if (used > 0 && used + 1 < size)
		text_capitalise(out + used + 1);
}

int64_t
text_utc_days(int64_t year, int64_t month, int64_t day)
{
	/* Years begin in March, so that a leap day is the last of its year. */
	int64_t shifted = month <= 2 ? year - 1 : year,
		of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + of_year - 719468;
}

void
text_utc(char out[25], int64_t utc_ms)
{
	struct tm calendar;
	int ms;

	if (!break_up(&calendar, &ms, utc_ms)) {
		memcpy(out, "?", 2);
		return;
	}
	out = write_padded(out, calendar.tm_year + 1900, 4, '-');
	out = write_padded(out, calendar.tm_mon + 1, 2, '-');
	out = write_padded(out, calendar.tm_mday, 2, 'T');
	out = write_padded(out, calendar.tm_hour, 2, ':');
	out = write_padded(out, calendar.tm_min, 2, ':');
	out = write_padded(out, calendar.tm_sec, 2, '.');
	out = write_padded(out, ms, 3, 'Z');
	*out = '\0';
}

void
text_utc_clock(char out[9], int64_t utc_ms)
{
	struct tm calendar;
	int ms;

	if (!break_up(&calendar, &ms, utc_ms)) {
		memcpy(out, "?", 2);
		return;
	}
	out = write_padded(out, calendar.tm_hour, 2, ':');
	out = write_padded(out, calendar.tm_min, 2, ':');
	(void)write_padded(out, calendar.tm_sec, 2, '\0');
}

void
text_age(char out[16], int64_t ms)
{
	static const int64_t most = 99999 * (int64_t)86400; /* days that OUT holds */
	int64_t seconds = ms < 0 ? 0 : ms / 1000;
	int age;

	if (seconds > most)
		seconds = most;
	if (seconds < 100)
		snprintf(out, 16, "%ds", (int)seconds);
	else if (seconds < 3600)
		snprintf(out, 16, "%dm%02ds", (int)(seconds / 60), (int)(seconds % 60));
	else if (seconds < 86400) {
		age = (int)(seconds / 60);
		snprintf(out, 16, "%dh%02dm", age / 60, age % 60);
	} else {
		age = (int)(seconds / 3600);
		snprintf(out, 16, "%dd%02dh", age / 24, age % 24);
	}
}

const char *
text_wrap(char *line, size_t size, const char *text, int width)
{
	const char *end = text + strlen(text), *at = text, *blank = NULL, *from;
	int used = 0;
	size_t length;

	if (width < 1)
		width = 1;
	while (at < end) {
		char one[5] = "";
		int columns;

		from = at;
		text_decode(&at, end);
		memcpy(one, from, (size_t)(at - from));
		columns = text_width(one);
		/* A blank at the very edge belongs to the break. */
		if (*from == ' ' && from > text)
			blank = from;
		if ((used + columns > width && from > text) || (size_t)(at - text) >= size) {
			at = blank != NULL ? blank : from;
			break;
		}
		used += columns;
	}
	length = (size_t)(at - text);
	memcpy(line, text, length);
	line[length] = '\0';
	while (*at == ' ')
		at++;
	return at;
}

int
text_wrapped(const char *text, int width, int most)
{
	char line[TEXT_LINE_SIZE];
	int lines = 0;

	do {
		text = text_wrap(line, sizeof line, text, width);
		lines++;
	} while (*text != '\0' && lines < most);
	return lines;
}
