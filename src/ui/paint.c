/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/paint.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "base/text.h"
#include "ui/terminfo.h"

#define CELLS 1024

#define NONE (-1)

/* One role in one theme: attributes, and the foreground with 256 and with 8 colours. */
struct look {
	attr_t attributes;
	short color256;
	short color8;
};

static const struct {
	const char *name;
	bool mono;
	struct look looks[ROLES_COUNT];
} themes[] = {
	{ "dark", false,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, 179, COLOR_YELLOW },
		[ROLE_NOTICE] = { A_NORMAL, 179, COLOR_YELLOW },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, 110, COLOR_CYAN },
		[ROLE_NAME] = { A_BOLD, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, 247, NONE },
		[ROLE_FAINT] = { A_NORMAL, 245, NONE },
		[ROLE_GOOD] = { A_BOLD, 114, COLOR_GREEN },
		[ROLE_WARN] = { A_BOLD, 221, COLOR_YELLOW },
		[ROLE_BAD] = { A_BOLD, 203, COLOR_RED },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, 203, COLOR_RED },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_REVERSE, 67, COLOR_BLUE },
		[ROLE_BAR_STALE] = { A_REVERSE | A_DIM, 240, COLOR_BLUE },
		[ROLE_KEY] = { A_BOLD, 110, COLOR_CYAN },
		[ROLE_KEYLABEL] = { A_NORMAL, 250, NONE },
	    } },
	{ "light", false,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, 130, COLOR_MAGENTA },
		[ROLE_NOTICE] = { A_NORMAL, 130, COLOR_MAGENTA },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, 25, COLOR_BLUE },
		[ROLE_NAME] = { A_BOLD, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, 240, NONE },
		[ROLE_FAINT] = { A_NORMAL, 242, NONE },
		[ROLE_GOOD] = { A_BOLD, 28, COLOR_GREEN },
		[ROLE_WARN] = { A_BOLD, 130, COLOR_MAGENTA },
		[ROLE_BAD] = { A_BOLD, 160, COLOR_RED },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, 160, COLOR_RED },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_REVERSE, 68, COLOR_BLUE },
		[ROLE_BAR_STALE] = { A_REVERSE | A_DIM, 250, COLOR_BLUE },
		[ROLE_KEY] = { A_BOLD, 25, COLOR_BLUE },
		[ROLE_KEYLABEL] = { A_NORMAL, NONE, NONE },
	    } },
	{ "mono", true,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, NONE, NONE },
		[ROLE_NOTICE] = { A_NORMAL, NONE, NONE },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, NONE, NONE },
		[ROLE_NAME] = { A_NORMAL, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, NONE, NONE },
		[ROLE_FAINT] = { A_NORMAL, NONE, NONE },
		[ROLE_GOOD] = { A_BOLD, NONE, NONE },
		[ROLE_WARN] = { A_BOLD, NONE, NONE },
		[ROLE_BAD] = { A_BOLD, NONE, NONE },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, NONE, NONE },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_NORMAL, NONE, NONE },
		[ROLE_BAR_STALE] = { A_DIM, NONE, NONE },
		[ROLE_KEY] = { A_BOLD, NONE, NONE },
		[ROLE_KEYLABEL] = { A_NORMAL, NONE, NONE },
	    } },
};

#define THEMES (sizeof themes / sizeof *themes)

/* The theme NAME, else the first. */
static size_t
find_theme(const char *name)
{
	for (size_t i = 0; i < THEMES; i++)
		if (name != NULL && strcmp(themes[i].name, name) == 0)
			return i;
	return 0;
}

void
theme_start(struct theme *theme, const char *name, bool color)
{
	size_t i = find_theme(name);
	short next = 1;

	color = color && !themes[i].mono && has_colors() && start_color() == OK &&
	    use_default_colors() == OK;
	for (int role = 0; role < ROLES_COUNT; role++) {
		const struct look *look = &themes[i].looks[role];
		short foreground = !color ? NONE : COLORS >= 256 ? look->color256 : look->color8;

		theme->attributes[role] = (unsigned)look->attributes;
		theme->pairs[role] = 0;
		if (foreground != NONE && next < COLOR_PAIRS &&
		    init_pair(next, foreground, -1) == OK)
			theme->pairs[role] = next++;
	}
	theme->plain_bars = themes[i].mono || terminfo_string("rev") == NULL;
	theme->cursor_mark = theme->plain_bars;
}

static void
wear(const struct canvas *canvas, enum role role)
{
	attr_set(canvas->theme->attributes[role], canvas->theme->pairs[role], NULL);
}

/* Curses takes wide characters of the locale; what that cannot show becomes '?'. */
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
