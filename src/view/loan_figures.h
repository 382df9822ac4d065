/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_FIGURES_H
#define COLLTOP_VIEW_LOAN_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"

/* Figures of a loan in words: masked while amounts are hidden, in brackets while they are old. */

#define LOAN_FIGURES_SIZE 160

/* Whether the loans' figures are old. */
bool loan_figures_stale(const struct app *app);

/* Writes a number after the sign BEFORE; STALE: in brackets. "*" where it is far too long. */
void loan_figures_number(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const char *before, const struct ratio *value, int decimals, enum decimal_rounding rounding);

/*
 * What reaches the LTV of TARGET, TARGET_REPAY, rounded up: "5,379.28 USDT~", in USD where
 * several currencies are owed, and "$7,439.59~", which is after haircuts. STALE: in brackets.
 */
void loan_figures_repay(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const struct target *target);
void loan_figures_pledge(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const struct target *target);

/* Ratios, which are never masked, each rounded toward danger: */

/* An LTV of RISK as risk_ltv_text() writes it, and the one that is shown alone, "60.01%~". */
void loan_figures_ltv(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct risk *risk,
    const struct ratio *ltv);
void loan_figures_shown_ltv(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct risk *risk);

/* A threshold as risk_threshold_text() writes it. */
void loan_figures_threshold(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *threshold);

/* "50%", the LTV of TARGET, which says as much as "50.00%". */
void loan_figures_target(char out[PERCENT_SIZE], const struct target *target);

/* "0.26 points": by how much an LTV has passed a threshold, upwards. */
void loan_figures_passed(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *passed);

/* "18.6%": how far all pledged coins may fall, downwards. */
void loan_figures_fall(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *fall);

/* How far what is owed may rise, downwards; in brackets where its pair is old, too. */
void loan_figures_rise(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *rise);

/*
 * How far all pledged coins but stablecoins may fall, downwards: "24.0%", "none" where no
 * fall of them is enough; in brackets where its prices are old, too.
 */
void loan_figures_coins(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *fall);

/*
 * What else than a fall is as bad: "BTC rises 13.5%"; "SOL/BTC falls 11.9%" where one coin
 * is owed against one; "" where nothing is.
 */
void loan_figures_other(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *fall, const struct ratio *rise);

/* All of it: "11.9%, all but stablecoins: none or BTC rises 13.5%". COINS: their fall. */
void loan_figures_distance(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *fall, const struct ratio *coins,
    const struct ratio *rise);

#endif
