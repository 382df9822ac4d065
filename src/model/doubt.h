/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_DOUBT_H
#define COLLTOP_MODEL_DOUBT_H

#include "model/risk.h"

#define DOUBT_TEXT_SIZE 240

/* "missing-figure", "missing-list", "thresholds", "ltvs"; NULL where there is none. */
const char *doubt_token(enum risk_doubt doubt);

/*
 * Writes why nobody can say that ORDER is out of danger, as RISK has it, in a
 * clause of WIDTH columns at most where its short form fits (0: the long one):
 * "OKX sent no usable curLTV". Ratios have at most two decimals of a per cent.
 * "" where there is no doubt.
 */
void doubt_text(char out[DOUBT_TEXT_SIZE], const struct risk *risk, const struct loan *order,
    int width);

#endif
