/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/paint.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "base/text.h"

#define CELLS 1024

static void
wear(const struct canvas *canvas, enum role role)
{
	attr_set(canvas->theme->attributes[role], canvas->theme->pairs[role], NULL);
}

/*
 * Curses wants wide characters, whose meaning is the locale's; what that cannot show
 * becomes '?'.
 */
static int
widen(wchar_t *out, size_t room, const char *text, int width)
{
	const char *at = text, *end = text + strlen(text);
	size_t count = 0;
	int used = 0;

	while (at < end && count < room - 1) {
		bool plain = *at >= 0x20 && *at < 0x7f;
		int32_t codepoint = plain ? *at++ : text_decode(&at, end);
		int columns = plain ? 1 : codepoint < 0x20 ? -1 : wcwidth((wchar_t)codepoint);

		if (columns < 0) {
			codepoint = '?';
			columns = 1;
		}
		if (used + columns > width)
			break;
		out[count++] = (wchar_t)codepoint;
		used += columns;
	}
	out[count] = L'\0';
	return used;
}

int
paint(const struct canvas *canvas, int y, int x, int width, enum role role, const char *text)
{
	wchar_t cells[CELLS];
	int used;

	if (y < 0 || y >= canvas->rows || x < 0 || x >= canvas->columns || width <= 0)
		return 0;
	if (width > canvas->columns - x)
		width = canvas->columns - x;
	used = widen(cells, CELLS, text, width);
	wear(canvas, role);
	mvaddwstr(y, x, cells);
	return used;
}

int
paint_right(const struct canvas *canvas, int y, int x, int width, enum role role, const char *text)
{
	int wanted = text_width(text);

	if (wanted < width) {
		x += width - wanted;
		width = wanted;
	}
	return paint(canvas, y, x, width, role, text);
}

void
paint_fill(const struct canvas *canvas, int y, int x, int width, enum role role, char character)
{
	if (y < 0 || y >= canvas->rows || x < 0 || x >= canvas->columns || width <= 0)
		return;
	if (width > canvas->columns - x)
		width = canvas->columns - x;
	wear(canvas, role);
	mvhline(y, x,
	    (chtype)(unsigned char)character | canvas->theme->attributes[role] |
		(chtype)COLOR_PAIR(canvas->theme->pairs[role]),
	    width);
}

const char *
paint_wrap(char *line, size_t size, const char *text, int width)
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
paint_wrapped(const char *text, int width, int most)
{
	char line[PAINT_TEXT_SIZE];
	int lines = 0;

	do {
		text = paint_wrap(line, sizeof line, text, width);
		lines++;
	} while (*text != '\0' && lines < most);
	return lines;
}
