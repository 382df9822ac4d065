/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_PANEL_H
#define COLLTOP_VIEW_LOAN_PANEL_H

#include <stddef.h>

#include "app/app.h"
#include "view/page.h"

/*
 * The loan that is watched: its LTV and band, how far the margin call and the
 * liquidation are, what is owed and what secures it; then the other orders,
 * worst first. Where there is no loan, or nothing is known of one, what is to
 * be said of that.
 */

/* How many lines there are of the loan that is watched, WIDTH columns wide: 0 without one. */
size_t loan_panel_lines(const struct app *app, int width);

/* How many orders there are beside the one that is watched. */
size_t loan_panel_others(const struct app *app);

/*
 * Adds at most HEIGHT lines to an empty PAGE. The fewer there are, the more leaves, the
 * LTV with its band last; lines beyond
 * loan_panel_lines() are for other orders.
 */
void loan_panel_fill(struct page *page, const struct app *app, int height);

#endif
