/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_LOANLINE_H
#define COLLTOP_UI_LOANLINE_H

#include <stddef.h>

#include "app/app.h"
#include "ui/paint.h"

/*
 * Paints the line of an order: which one, its LTV and band; of the one that is
 * watched the thresholds, of another how far its margin call is. At its end
 * MORE, where not 0: how many orders have no line.
 */
void loanline_paint(const struct canvas *canvas, int y, const struct app *app,
    const struct loan_status *status, size_t more);

#endif
