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

/* Writes a number behind BEFORE; STALE: in brackets. "*" where it is beyond all bounds. */
void loan_figures_number(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const char *before, const struct ratio *value, int decimals, enum decimal_rounding rounding);

/* "$100,010.00": VALUE in USD with two decimals, rounded as told. */
void loan_figures_usd(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *value,
    enum decimal_rounding rounding);

/* The same of what the exchange sent: "-" absent, "?" unreadable. */
void loan_figures_sent(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct figure *figure, enum decimal_rounding rounding);

/* "16,668.34": an amount with DECIMALS, without the name of its currency. */
void loan_figures_amount(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *amount, int decimals, enum decimal_rounding rounding);

/* Ratios, which are never masked, each rounded toward danger: */

/* "60.01%": an LTV, upwards; "73.74%": a threshold, downwards. */
void loan_figures_ltv(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *ltv);
void loan_figures_threshold(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *threshold);

/* "0.26 points": by how much an LTV has passed a threshold, upwards. */
void loan_figures_passed(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *passed);

/* "18.6%": how far all pledged coins may fall, downwards. */
void loan_figures_fall(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *fall);

/* How far what is owed may rise, downwards, which may be as old as the pair. */
void loan_figures_rise(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *rise);

/* Both: "11.9% or BTC rises 13.5%"; the fall alone where no rise matters. */
void loan_figures_distance(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *fall, const struct ratio *rise);

/* What is owed: "100,000.00 USDT + 0.5 BTC"; "3 currencies" where that is longer than WIDTH. */
void loan_figures_owed(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct amounts *owed, int width);

#endif
