/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/paint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "base/text.h"
#include "ui/terminfo.h"

#define CELLS 1024

#define NONE (-1)
#define RICH 256 /* colours; a terminal of more mixes them from numbers 0xRRGGBB */

/*
 * One role in one theme: attributes, and the foreground with 256 and with 8 colours. With 256
 * each is 4.5 : 1 or more on the backgrounds that the theme is for, black and white among
 * them, as is the background on a reversed one.
 */
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
		[ROLE_FAINT] = { A_NORMAL, 246, NONE },
		[ROLE_GOOD] = { A_BOLD, 114, COLOR_GREEN },
		[ROLE_WARN] = { A_BOLD, 221, COLOR_YELLOW },
		[ROLE_BAD] = { A_BOLD, 203, COLOR_RED },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, 203, COLOR_RED },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_REVERSE, 74, COLOR_BLUE },
		[ROLE_BAR_STALE] = { A_REVERSE | A_DIM, 246, COLOR_BLUE },
		[ROLE_KEY] = { A_BOLD, 110, COLOR_CYAN },
		[ROLE_KEYLABEL] = { A_NORMAL, 250, NONE },
	    } },
	{ "light", false,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, 94, COLOR_MAGENTA },
		[ROLE_NOTICE] = { A_NORMAL, 94, COLOR_MAGENTA },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, 25, COLOR_BLUE },
		[ROLE_NAME] = { A_BOLD, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, 240, NONE },
		[ROLE_FAINT] = { A_NORMAL, 242, NONE },
		[ROLE_GOOD] = { A_BOLD, 22, COLOR_GREEN },
		[ROLE_WARN] = { A_BOLD, 94, COLOR_MAGENTA },
		[ROLE_BAD] = { A_BOLD, 160, COLOR_RED },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, 160, COLOR_RED },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_REVERSE, 25, COLOR_BLUE },
		[ROLE_BAR_STALE] = { A_REVERSE | A_DIM, 242, COLOR_BLUE },
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

/* Colour NUMBER of xterm's 256, from 16 on: a cube of 6 levels, then greys. */
static struct rgb
palette_rgb(int number)
{
	const int cube = number - 16, grey = 8 + 10 * (number - 232);
	const int level[] = { 0, 95, 135, 175, 215, 255 };

	if (number >= 232)
		return (struct rgb){ grey, grey, grey };
	return (struct rgb){ level[cube / 36], level[cube / 6 % 6], level[cube % 6] };
}

bool
theme_color(struct rgb *out, const char *name, enum role role)
{
	const struct look *look = &themes[find_theme(name)].looks[role];

	if (look->color256 == NONE)
		return false;
	*out = palette_rgb(look->color256);
	return true;
}

/* The number that the terminal has for the colour of LOOK. */
static int
color_number(const struct look *look)
{
	struct rgb rgb;

	if (COLORS < RICH || look->color256 == NONE)
		return look->color8;
	if (COLORS == RICH)
		return look->color256;
	rgb = palette_rgb(look->color256);
	return rgb.red << 16 | rgb.green << 8 | rgb.blue;
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
		int foreground = color ? color_number(look) : NONE;

		theme->attributes[role] = (unsigned)look->attributes;
		theme->pairs[role] = 0;
		if (foreground == NONE || next >= COLOR_PAIRS ||
		    init_extended_pair(next, foreground, -1) != OK)
			continue;
		theme->pairs[role] = next++;
		/* A colour that is faint by itself would be too faint. */
		if (COLORS >= RICH)
			theme->attributes[role] &= ~(unsigned)A_DIM;
	}
	theme->plain_bars = themes[i].mono || terminfo_string("rev") == NULL;
	theme->cursor_mark = theme->plain_bars;
}

const char *
theme_by_variable(const char *colorfgbg)
{
	const char *last = colorfgbg == NULL ? NULL : strrchr(colorfgbg, ';');

	if (last == NULL || last[1] == '\0' || strspn(last + 1, "0123456789") != strlen(last + 1))
		return NULL;
	/* White, and the bright colours but bright black. */
	return strcmp(last, ";7") == 0 || strcmp(last, ";9") == 0 || strlen(last) == 3 ? "light" :
											 "dark";
}

/* Reads one to four hexadecimal digits, a share of the largest number of so many. */
static bool
read_part(const char **at, int *part)
{
	size_t digits = strspn(*at, "0123456789abcdefABCDEF");
	char text[5];

	if (digits < 1 || digits > 4)
		return false;
	memcpy(text, *at, digits);
	text[digits] = '\0';
	*part = (int)(strtol(text, NULL, 16) * 255 / ((1L << 4 * digits) - 1));
	*at += digits;
	return true;
}

/* A background is light when black is the more legible on it. */
#define LIGHT_LUMA 140

const char *
theme_by_answer(const char *answer)
{
	static const char *const begins[] = { "11;rgb:", "11;rgba:" };
	const char *at = NULL;
	int red, green, blue;

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (strncmp(answer, begins[i], strlen(begins[i])) == 0)
			at = answer + strlen(begins[i]);
	if (at == NULL || !read_part(&at, &red) || *at++ != '/' || !read_part(&at, &green) ||
	    *at++ != '/' || !read_part(&at, &blue))
		return NULL;
	return (299 * red + 587 * green + 114 * blue) / 1000 >= LIGHT_LUMA ? "light" : "dark";
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

/* How much of WIDTH columns TEXT takes: where it would end inside a number, it ends before it. */
static int
whole_numbers(const char *text, int width)
{
	char part[CELLS];
	size_t length;
	const char *begin, *end;

	if (text_width(text) <= width)
		return width;
	text_fit(part, sizeof part, text, width);
	length = strlen(part);
	if (strncmp(part, text, length) != 0)
		return width;
	for (begin = text + length; begin > text && begin[-1] != ' '; begin--)
		continue;
	end = text + length + strcspn(text + length, " ");
	if (begin == text + length || strcspn(begin, "0123456789") >= (size_t)(end - begin))
		return width;
	part[begin - text] = '\0';
	return text_width(part);
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
	used = widen(cells, CELLS, text, whole_numbers(text, width));
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
