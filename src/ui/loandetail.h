/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_LOANDETAIL_H
#define COLLTOP_UI_LOANDETAIL_H

#include "app/app.h"
#include "ui/page.h"

/*
 * Adds all about the loan that is watched: what the exchange sent, and every
 * figure of the panel with its formula and inputs; of several loans a line each.
 */
void loandetail_fill(struct page *page, const struct app *app);

#endif
