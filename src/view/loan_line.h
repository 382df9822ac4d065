/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_LINE_H
#define COLLTOP_VIEW_LOAN_LINE_H

#include <stddef.h>

#include "app/app.h"
#include "view/page.h"

/*
 * Adds the line of an order: which one, its LTV and band; of the one that is
 * watched the thresholds, of another how far its margin call is. At its end
 * MORE, where not 0: how many orders have no line.
 */
void loan_line_add(struct page *page, const struct app *app, const struct loan_status *status,
    size_t more);

#endif
