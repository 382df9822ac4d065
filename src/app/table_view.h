/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_TABLE_VIEW_H
#define COLLTOP_APP_TABLE_VIEW_H

#include <stdbool.h>

#include "app/app.h"

/*
 * What the table shows of the figures: which snapshot, which rows, in what order, which
 * one is selected.
 */

/* How APP filters, orders and folds the rows of SHOWN; the filter stays the app's. */
struct portfolio_view view_of(const struct app *app, const struct collateral *shown);

/* The column that orders the table of SHOWN, and the direction. */
enum column_id view_sort(const struct app *app, const struct collateral *shown, bool *descending);

/*
 * Shows the source's newest figures, or keeps those that a pause froze. Rows keep their
 * order while that is held.
 */
void view_follow(struct app *app);

/* Builds the rows anew, in order: filter, order or folding changed. */
void view_rebuild(struct app *app);

/* Drops every row: the account or environment changed. */
void view_drop(struct app *app);

/* Turns from the table of the loan to OKX's list, or back; a pause ends. */
void view_turn(struct app *app);

/*
 * Freezes what is shown, and lets it go on. WHY is told when the pause ends by itself,
 * else NULL.
 */
void view_pause(struct app *app);
void view_resume(struct app *app, const char *why);

/*
 * Puts the selection BY rows further, within the rows; the first move selects the first
 * or the last row.
 */
void view_move(struct app *app, long by);

/*
 * Whether what column ID says of ASSET, a row that is shown, rests on figures
 * that are stale; the sums of values do as column VALUE does of any row (NULL).
 */
bool view_cell_stale(const struct app *app, enum column_id id, const struct asset *asset);

/* Whether any cell of the table may. */
bool view_stale(const struct app *app);

/*
 * "prices 12s": how old the figures are that need prices, where they are older
 * than the leading ones; else "". Returns whether it is something.
 */
#define VIEW_PRICES_SIZE 32
bool view_prices_text(char out[VIEW_PRICES_SIZE], const struct app *app);

/* The selected row, or NULL. */
const struct portfolio_row *view_selected(const struct app *app);

#endif
