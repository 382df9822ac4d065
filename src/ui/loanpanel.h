/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_LOANPANEL_H
#define COLLTOP_UI_LOANPANEL_H

#include <stddef.h>

#include "app/app.h"
#include "ui/paint.h"

/*
 * The loan that is watched: its LTV and band, how far the margin call and the
 * liquidation are, what is owed and what secures it; then the other orders,
 * worst first. Where there is no loan, or nothing is known of one, what is to
 * be said of that.
 */

#define LOANPANEL_LINES 7 /* of the loan that is watched */

/* How many orders there are beside the one that is watched. */
size_t loanpanel_others(const struct app *app);

/* How many lines it takes to say that there is no loan, or that none is known. */
int loanpanel_none_lines(const struct canvas *canvas, const struct app *app);

/*
 * Paints HEIGHT lines from row Y on. The fewer there are, the more leaves, the
 * LTV with its band last; lines beyond LOANPANEL_LINES are for other orders.
 */
void loanpanel_paint(const struct canvas *canvas, int y, int height, const struct app *app);

#endif
