/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PERCENT_H
#define COLLTOP_MODEL_PERCENT_H

#include <stddef.h>

#include "model/risk.h"

#define PERCENT_SIZE 48

/*
 * Writes a ratio for people: FIGURE (a fraction of 1) as per cent with
 * DECIMALS, rounded as told: "60.00%", "-1.2%"; "-" where it is not known, "?"
 * where it was sent as no number and "*" where it is beyond all bounds.
 */
void percent_text(char out[PERCENT_SIZE], const struct risk_figure *figure, int decimals,
    enum decimal_rounding rounding);

/* The same in points, for a difference of two ratios: "1.26 points". */
void percent_points(char out[PERCENT_SIZE], const struct risk_figure *figure, int decimals,
    enum decimal_rounding rounding);

#endif
