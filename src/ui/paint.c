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

/* A piece of a line that begins at column X; a bar is filled as the theme has it. */
static void
paint_piece(const struct canvas *canvas, int y, int x, int width, const struct page_piece *piece)
{
	if (piece->role == ROLE_BAR || piece->role == ROLE_BAR_STALE)
		paint_fill(canvas, y, x + piece->x, text_width(piece->text), piece->role,
		    canvas->theme->plain_bars ? '#' : ' ');
	else
		paint(canvas, y, x + piece->x, width - piece->x, piece->role, piece->text);
}

void
paint_lines(const struct canvas *canvas, int y, int x, int height, const struct page *page,
    size_t from)
{
	for (int i = 0; i < height && from + (size_t)i < page->count; i++) {
		const struct page_line *line = &page->lines[from + (size_t)i];

		for (size_t j = 0; j < line->count; j++)
			paint_piece(canvas, y + i, x, page->width, &line->pieces[j]);
	}
}
