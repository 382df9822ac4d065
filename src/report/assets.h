/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_ASSETS_H
#define COLLTOP_REPORT_ASSETS_H

#include "app/app.h"

/*
 * Makes PORTFOLIO of the collateral assets alone, in the filter and order of
 * APP, whatever table stands. The caller gives it portfolio_init() and portfolio_clear().
 */
void assets_build(struct portfolio *portfolio, const struct app *app);

#endif
