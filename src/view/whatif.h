/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_WHATIF_H
#define COLLTOP_VIEW_WHATIF_H

#include "app/app.h"
#include "view/page.h"

/*
 * Adds what would become of the loan that is watched if prices fell: ladders
 * of LTV, band and repayment, as many side by side as have room. None of it is
 * real, and whoever paints the page says so above it.
 */
void whatif_fill(struct page *page, const struct app *app);

#endif
