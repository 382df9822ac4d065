/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PERCENT_H
#define COLLTOP_MODEL_PERCENT_H

#include <stddef.h>

#include "model/assets.h"
#include "model/risk.h"

#define PERCENT_SIZE 48
#define PERCENT_RISE_SIZE (ASSETS_CCY_SIZE + PERCENT_SIZE + 16)

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

/*
 * What comes after a fall of what is pledged where what is owed may rise by
 * RISE, one of RISK's: " or BTC rises 14.62%"; "" where that is not known.
 */
void percent_rise(char out[PERCENT_RISE_SIZE], const struct risk *risk,
    const struct risk_figure *rise, int decimals);

#endif
