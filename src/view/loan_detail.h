/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_DETAIL_H
#define COLLTOP_VIEW_LOAN_DETAIL_H

#include "app/app.h"
#include "view/page.h"

/*
 * Adds all about the loan that is watched: what the exchange sent, and every
 * figure of the panel with its formula and inputs; of several loans a line each.
 */
void loan_detail_fill(struct page *page, const struct app *app);

#endif
