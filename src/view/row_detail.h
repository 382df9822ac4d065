/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_ROW_DETAIL_H
#define COLLTOP_VIEW_ROW_DETAIL_H

#include "view/facts.h"

/*
 * Adds all about the currency of ASSET, a row of the table with a loan: as that was when
 * its figures came.
 */
void row_detail_fill(const struct facts *facts, const struct asset *asset);

/*
 * Adds in words for which prices of CCY, which STATUS has, there is no margin call: a
 * line for each bound.
 */
void row_detail_add_bounds(const struct facts *facts, const char *field,
    const struct loan_status *status, const char *ccy);

/* Adds of which moment such figures are. Nothing where there is no PAIR. */
void row_detail_add_pair(const struct facts *facts, const struct pair *pair);

#endif
