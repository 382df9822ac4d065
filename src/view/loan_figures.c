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
#define LTV_DECIMALS 2
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

void
loan_figures_ltv(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *ltv)
{
	percent(out, loan_figures_stale(app), ltv, LTV_DECIMALS, DECIMAL_CEILING);
}

void
loan_figures_threshold(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct ratio *threshold)
{
	percent(out, loan_figures_stale(app), threshold, LTV_DECIMALS, DECIMAL_FLOOR);
}

void
loan_figures_passed(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *passed)
{
	char points[PERCENT_SIZE];

	ratio_points(points, passed, LTV_DECIMALS, DECIMAL_CEILING);
	snprintf(out, LOAN_FIGURES_SIZE, passed->known && loan_figures_stale(app) ? "[%s]" : "%s",
	    points);
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
loan_figures_distance(char out[LOAN_FIGURES_SIZE], const struct app *app,
    const struct loan_status *status, const struct ratio *fall, const struct ratio *rise)
{
	const char *rising = status->risk.rising;
	char up[LOAN_FIGURES_SIZE];
	size_t length;

	loan_figures_fall(out, app, fall);
	if (rising == NULL || !rise->known)
		return;
	loan_figures_rise(up, app, status, rise);
	length = strlen(out);
	snprintf(out + length, LOAN_FIGURES_SIZE - length, " or %s rises %s",
	    rising[0] != '\0' ? rising : "what is owed", up);
}
