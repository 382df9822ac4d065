/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_TABLE_VIEW_H
#define COLLTOP_APP_TABLE_VIEW_H

#include <stdbool.h>

#include "app/app.h"

/* What the table shows: which snapshot and rows, in what order, which row is selected. */

/* How APP filters, orders and folds the rows of SHOWN; the filter stays the app's. */
struct portfolio_view table_view_of(const struct app *app, const struct assets *shown);

/* The column that orders the table of SHOWN, and the direction. */
enum column_id table_view_sort(const struct app *app, const struct assets *shown, bool *descending);

/* Shows the newest figures unless paused; rows keep their order while it is held. */
void table_view_follow(struct app *app);

/* Builds the rows anew, in order: filter, order or folding changed. */
void table_view_rebuild(struct app *app);

/* Drops every row: the account or environment changed. */
void table_view_drop(struct app *app);

/* Turns from the table of the loan to OKX's list, or back; a pause ends. */
void table_view_turn(struct app *app);

/* Freezes what is shown, and goes on. WHY (or NULL) is told where a pause ends by itself. */
void table_view_pause(struct app *app);
void table_view_resume(struct app *app, const char *why);

/* Moves the selection BY rows; the first move selects the first or the last row. */
void table_view_move(struct app *app, long by);

/*
 * Whether what column ID says of ASSET, a row that is shown, rests on figures
 * that are stale; the sums of values do as column VALUE does of any row (NULL).
 */
bool table_view_cell_stale(const struct app *app, enum column_id id, const struct asset *asset);

/* Whether any cell of the table may. */
bool table_view_stale(const struct app *app);

/*
 * "prices 12s": how old the figures are that need prices, where they are older
 * than the leading ones; else "". Returns whether it is something.
 */
#define TABLE_VIEW_PRICES_SIZE 32
bool table_view_prices_text(char out[TABLE_VIEW_PRICES_SIZE], const struct app *app);

/* The selected row, or NULL. */
const struct portfolio_row *table_view_selected(const struct app *app);

#endif
