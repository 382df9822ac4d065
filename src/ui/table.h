/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_TABLE_H
#define COLLTOP_UI_TABLE_H

#include <stddef.h>

#include "app/app.h"
#include "ui/layout.h"
#include "ui/paint.h"

/* The table: header, the rows that fit, and what they add up to. */

/* How many rows fit beside the line of folded ones. */
size_t table_page(const struct layout *layout, const struct app *app);

/* The first row to show, OFFSET before: the selected one is kept in sight. */
size_t table_offset(const struct layout *layout, const struct app *app, size_t offset);

/* How many lines it would take with all its rows, or with what is said in place of them. */
int table_lines(const struct canvas *canvas, const struct app *app);

/*
 * Paints all of it from row OFFSET on; in place of rows what status_nothing() says. Over
 * it the sort menu where that is open.
 */
void table_paint(const struct canvas *canvas, const struct layout *layout, const struct app *app,
    size_t offset);

#endif
