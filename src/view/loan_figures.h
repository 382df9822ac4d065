/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_FIGURES_H
#define COLLTOP_VIEW_LOAN_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"

/* Figures of a loan in words: masked while amounts are hidden, in brackets while they are old. */

#define LOANTEXT_SIZE 160

/* Whether the loans' figures are old. */
bool loantext_stale(const struct app *app);

/* Writes a number behind BEFORE; STALE: in brackets. "*" where it is beyond all bounds. */
void loantext_number(char out[LOANTEXT_SIZE], const struct app *app, bool stale, const char *before,
    const struct fraction *value, int decimals, enum decimal_rounding rounding);

/* "$100,010.00": VALUE in USD with two decimals, rounded as told. */
void loantext_usd(char out[LOANTEXT_SIZE], const struct app *app, const struct fraction *value,
    enum decimal_rounding rounding);

/* The same of what the exchange sent: "-" absent, "?" unreadable. */
void loantext_sent(char out[LOANTEXT_SIZE], const struct app *app, const struct sent_figure *figure,
    enum decimal_rounding rounding);

/* "16,668.34": an amount with DECIMALS, without the name of its currency. */
void loantext_amount(char out[LOANTEXT_SIZE], const struct app *app, const struct fraction *amount,
    int decimals, enum decimal_rounding rounding);

/* "18.6%": a ratio with DECIMALS; never masked. */
void loantext_percent(char out[LOANTEXT_SIZE], const struct app *app,
    const struct risk_figure *figure, int decimals, enum decimal_rounding rounding);

/* What is owed: "100,000.00 USDT + 0.5 BTC"; "3 currencies" where that is longer than WIDTH. */
void loantext_owed(char out[LOANTEXT_SIZE], const struct app *app, const struct amounts *owed,
    int width);

#endif
