/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_COLUMN_LAYOUT_H
#define COLLTOP_UI_COLUMN_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/column.h"

/* Where each column of the table stands on a screen of some width. */
struct field {
	enum column_id id;
	int x, width;
	struct column_layout layout;
};

struct column_places {
	size_t count;
	struct field of[COLUMNS_COUNT];
	int bar_x, bar_width; /* share bars; width 0: no room */
	bool bracketed;       /* some figure is: two blanks between any two columns */
};

/*
 * Places the columns for COUNT rows from OFFSET on in SCREEN_WIDTH. Names, amounts and
 * values have room for those of every row, so that nothing moves while one scrolls.
 * Columns that have no room leave in the order their table says; what stays gets
 * comfortable distances where there is room. There are two blanks at least between two
 * columns (in the table of a loan one before some, unless BRACKETED) and one at either
 * edge.
 */
void column_layout_place(struct column_places *fields, const struct portfolio *portfolio,
    size_t offset, size_t count, int screen_width, bool bracketed);

/* The field of column ID, or NULL when it has left. */
const struct field *column_layout_find(const struct column_places *fields, enum column_id id);

#endif
