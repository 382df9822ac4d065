/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_PAINT_H
#define COLLTOP_UI_PAINT_H

#include <stddef.h>

#include "ui/theme.h"

/*
 * Putting text on the screen. Everything is clipped to the screen and to its
 * field, at a character's border; any place and any size are allowed.
 */
struct canvas {
	const struct theme *theme;
	int columns, rows;
};

/* Room for one line of the widest screen that is painted. */
#define PAINT_TEXT_SIZE 2048

/* Paints TEXT at row Y, column X in at most WIDTH columns; returns the columns used. */
int paint(const struct canvas *canvas, int y, int x, int width, enum role role, const char *text);

/* The same so that TEXT ends at the last column of the field. */
int paint_right(const struct canvas *canvas, int y, int x, int width, enum role role,
    const char *text);

/* Paints CHARACTER (ASCII) WIDTH times. */
void paint_fill(const struct canvas *canvas, int y, int x, int width, enum role role,
    char character);

/*
 * Copies to LINE (SIZE bytes) as much of TEXT as fits WIDTH columns, breaking
 * at a blank, or inside a word that is wider than a line. Returns where the next
 * line begins; the last line returns its end ("").
 */
const char *paint_wrap(char *line, size_t size, const char *text, int width);

/* How many lines that makes, at most MOST. */
int paint_wrapped(const char *text, int width, int most);

#endif
