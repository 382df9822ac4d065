/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_PAINT_H
#define COLLTOP_UI_PAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "view/page.h"

struct theme {
	unsigned attributes[ROLES_COUNT]; /* as curses has them */
	short pairs[ROLES_COUNT];
	bool plain_bars;  /* bars are '#': the terminal has no reverse, or the theme is mono */
	bool cursor_mark; /* the selected row is marked '>' as well */
};

/*
 * Fills THEME in for the terminal that curses has started on; again when another one is
 * worn. COLOR: colours are wanted. An unknown NAME, such as "auto", is "dark".
 */
void theme_start(struct theme *theme, const char *name, bool color);

/*
 * "dark" or "light", which suits the terminal's background: by COLORFGBG ("15;0": colour
 * numbers of text and background), or by the terminal's answer to OSC 11
 * ("11;rgb:ffff/ffff/ffff"). NULL where that does not say.
 */
const char *theme_by_variable(const char *colorfgbg);
const char *theme_by_answer(const char *answer);

/* A colour, each part 0 to 255. */
struct rgb {
	int red, green, blue;
};

/* The colour of ROLE in the theme NAME with 256 colours or more; false: the terminal's own. */
bool theme_color(struct rgb *out, const char *name, enum role role);

/*
 * Putting text on the screen. Everything is clipped to the screen and to its
 * field, at a character's border; any place and any size are allowed.
 */
struct canvas {
	const struct theme *theme;
	int columns, rows;
};

/* Paints TEXT at row Y, column X in at most WIDTH columns; returns the columns used. */
int paint(const struct canvas *canvas, int y, int x, int width, enum role role, const char *text);

/* The same so that TEXT ends at the last column of the field. */
int paint_right(const struct canvas *canvas, int y, int x, int width, enum role role,
    const char *text);

/* Paints CHARACTER (ASCII) WIDTH times. */
void paint_fill(const struct canvas *canvas, int y, int x, int width, enum role role,
    char character);

/* Paints HEIGHT lines of PAGE from line FROM on, at row Y, column X. */
void paint_lines(const struct canvas *canvas, int y, int x, int height, const struct page *page,
    size_t from);

#endif
