/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_figures.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "model/ratio.h"
#include "view/page.h"

#define FIGURE_WIDEST 26 /* a figure that takes more says nothing at a glance */
#define POINTS_DECIMALS 2
#define MOVE_DECIMALS 1 /* of a fall or a rise of prices */

bool
loan_figures_stale(const struct app *app)
{
	return app_loans(app) != NULL &&
	    source_freshness(&app->sources[OKX_ENDPOINT_LOAN_INFO]) != FRESHNESS_LIVE;
}

void
loan_figures_number(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const char *before, const struct ratio *value, int decimals, enum decimal_rounding rounding)
{
	char text[DECIMAL_TEXT_SIZE] = "*";
	struct decimal rounded;

	if (app->hidden)
		strlcpy(text, PAGE_MASK, sizeof text);
	else if (ratio_round(&rounded, value, decimals, rounding))
		decimal_text_grouped(text, sizeof text, &rounded);
	snprintf(out, LOAN_FIGURES_SIZE, stale ? "[%s%s]" : "%s%s", before,
	    text_width(text) > FIGURE_WIDEST ? "*" : text);
}

void
loan_figures_repay(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const struct target *target)
{
	if (target->ccy == NULL) {
		loan_figures_number(out, app, stale, "$", &target->repay_usd, 2, DECIMAL_CEILING);
	} else {
		loan_figures_number(out, app, stale, "", &target->repay, target->repay_decimals,
		    DECIMAL_CEILING);
		strlcat(out, " ", LOAN_FIGURES_SIZE);
		strlcat(out, target->ccy, LOAN_FIGURES_SIZE);
	}
	strlcat(out, "~", LOAN_FIGURES_SIZE);
}

void
loan_figures_pledge(char out[LOAN_FIGURES_SIZE], const struct app *app, bool stale,
    const struct target *target)
{
	loan_figures_number(out, app, stale, "$", &target->pledge_usd, 2, DECIMAL_CEILING);
	strlcat(out, "~", LOAN_FIGURES_SIZE);
}

/* A ratio in per cent, in brackets where it is STALE. */
static void
percent(char out[LOAN_FIGURES_SIZE], bool stale, const struct ratio *figure, int decimals,
    enum decimal_rounding rounding)
{
	char text[PERCENT_SIZE];

	ratio_percent(text, figure, decimals, rounding);
	snprintf(out, LOAN_FIGURES_SIZE, figure->known && stale ? "[%s]" : "%s", text);
}

/* TEXT of a ratio, in brackets where the loans' figures are old. */
static void
bracket(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *figure,
    const char *text)
{
	snprintf(out, LOAN_FIGURES_SIZE, figure->known && loan_figures_stale(app) ? "[%s]" : "%s",
	    text);
}

void
loan_figures_ltv(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct risk *risk,
    const struct ratio *ltv)
{
	char text[PERCENT_SIZE];

	risk_ltv_text(text, risk, ltv);
	bracket(out, app, ltv, text);
}

void
loan_figures_shown_ltv(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct risk *risk)
{
	bool computed;
	const struct ratio ltv = risk_shown_ltv(&computed, risk);

	loan_figures_ltv(out, app, risk, &ltv);
	if (computed)
		strlcat(out, "~", LOAN_FIGURES_SIZE);
}

void
loan_figures_threshold(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *threshold)
{
	char text[PERCENT_SIZE];

	risk_threshold_text(text, threshold);
	bracket(out, app, threshold, text);
}

void
loan_figures_target(char out[PERCENT_SIZE], const struct target *target)
{
	ratio_percent(out, &target->at, 2, DECIMAL_FLOOR);
	if (strlen(out) > 4 && strcmp(out + strlen(out) - 4, ".00%") == 0)
		strlcpy(out + strlen(out) - 4, "%", 2);
}

void
loan_figures_passed(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *passed)
{
	char points[PERCENT_SIZE];

	ratio_points(points, passed, POINTS_DECIMALS, DECIMAL_CEILING);
	bracket(out, app, passed, points);
}

void
loan_figures_fall(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *fall)
{
	percent(out, loan_figures_stale(app), fall, MOVE_DECIMALS, DECIMAL_FLOOR);
}

void
loan_figures_rise(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *rise)
{
	percent(out, loan_figures_stale(app) || (status->rise_paired && app_pair_stale(app)), rise,
	    MOVE_DECIMALS, DECIMAL_FLOOR);
}

void
loan_figures_coins(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *fall)
{
	const bool stale = loan_figures_stale(app) || app_pair_stale(app);
	const struct ratio one = ratio_of(1, 0);
	int order;

	if (ratio_compare(&order, fall, &one) && order > 0)
		strlcpy(out, stale ? "[none]" : "none", LOAN_FIGURES_SIZE);
	else
		percent(out, stale, fall, MOVE_DECIMALS, DECIMAL_FLOOR);
}

void
loan_figures_other(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *fall, const struct ratio *rise)
{
	const struct risk *risk = &status->risk;
	char text[LOAN_FIGURES_SIZE];

	out[0] = '\0';
	if (risk->rising == NULL || !rise->known)
		return;
	if (risk->against != NULL) {
		snprintf(out, LOAN_FIGURES_SIZE, "%s/%s falls ", risk->against, risk->rising);
		loan_figures_fall(text, app, fall);
	} else {
		snprintf(out, LOAN_FIGURES_SIZE, "%s rises ",
		    risk->rising[0] != '\0' ? risk->rising : "what is owed");
		loan_figures_rise(text, app, status, rise);
	}
	strlcat(out, text, LOAN_FIGURES_SIZE);
}

void
loan_figures_distance(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *fall, const struct ratio *coins,
    const struct ratio *rise)
{
	char but_stable[LOAN_FIGURES_SIZE], other[LOAN_FIGURES_SIZE];

	loan_figures_fall(out, app, fall);
	if (coins->known) {
		loan_figures_coins(but_stable, app, coins);
		strlcat(out, ", all but stablecoins: ", LOAN_FIGURES_SIZE);
		strlcat(out, but_stable, LOAN_FIGURES_SIZE);
	}
	loan_figures_other(other, app, status, fall, rise);
	if (other[0] != '\0') {
		strlcat(out, " or ", LOAN_FIGURES_SIZE);
		strlcat(out, other, LOAN_FIGURES_SIZE);
	}
}
