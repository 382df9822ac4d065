/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_POSITIONDETAIL_H
#define COLLTOP_UI_POSITIONDETAIL_H

#include "ui/sheet.h"

/*
 * Adds all about the currency of ASSET, a row of the table with a loan: as that was when
 * its figures came.
 */
void positiondetail_fill(const struct sheet *sheet, const struct asset *asset);

/*
 * Adds in words for which prices of CCY, which STATUS has, there is no margin call: a
 * line for each bound.
 */
void positiondetail_add_bounds(const struct sheet *sheet, const char *field,
    const struct loan_status *status, const char *ccy);

/* Adds of which moment such figures are. Nothing where there is no PAIR. */
void positiondetail_add_pair(const struct sheet *sheet, const struct pair *pair);

#endif
