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
#define OWED_DECIMALS_MIN 2
#define OWED_DECIMALS_MAX 8
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
loan_figures_usd(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *value,
    enum decimal_rounding rounding)
{
	loan_figures_number(out, app, loan_figures_stale(app), "$", value, 2, rounding);
}

void
loan_figures_sent(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct figure *figure,
    enum decimal_rounding rounding)
{
	struct ratio value;

	if (figure->state != FIGURE_KNOWN) {
		strlcpy(out, figure->state == FIGURE_UNREADABLE ? "?" : "-", LOAN_FIGURES_SIZE);
		return;
	}
	value = ratio_from(&figure->value);
	loan_figures_usd(out, app, &value, rounding);
}

void
loan_figures_amount(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *amount,
    int decimals, enum decimal_rounding rounding)
{
	loan_figures_number(out, app, loan_figures_stale(app), "", amount, decimals, rounding);
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

/* One owed coin: debt is rounded up. */
static void
owed_coin(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct amount *coin)
{
	struct ratio amount;
	int decimals;

	if (coin->amount.state != FIGURE_KNOWN) {
		strlcpy(out, coin->amount.state == FIGURE_UNREADABLE ? "?" : "-",
		    LOAN_FIGURES_SIZE);
		return;
	}
	decimals = decimal_places(&coin->amount.value);
	decimals = decimals < OWED_DECIMALS_MIN ? OWED_DECIMALS_MIN :
	    decimals > OWED_DECIMALS_MAX        ? OWED_DECIMALS_MAX :
						  decimals;
	amount = ratio_from(&coin->amount.value);
	loan_figures_amount(out, app, &amount, decimals, DECIMAL_CEILING);
}

void
loan_figures_owed(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct amounts *owed,
    int width)
{
	char amount[LOAN_FIGURES_SIZE];
	bool whole = owed->count > 0;

	out[0] = '\0';
	for (size_t i = 0; i < owed->count && whole; i++) {
		owed_coin(amount, app, &owed->coins[i]);
		whole = strlcat(out, i > 0 ? " + " : "", LOAN_FIGURES_SIZE) < LOAN_FIGURES_SIZE &&
		    strlcat(out, amount, LOAN_FIGURES_SIZE) < LOAN_FIGURES_SIZE &&
		    strlcat(out, " ", LOAN_FIGURES_SIZE) < LOAN_FIGURES_SIZE &&
		    strlcat(out, owed->coins[i].ccy, LOAN_FIGURES_SIZE) < LOAN_FIGURES_SIZE;
	}
	if (owed->count == 0)
		strlcpy(out, "-", LOAN_FIGURES_SIZE);
	else if (!whole || text_width(out) > width)
		snprintf(out, LOAN_FIGURES_SIZE, "%zu %s", owed->count,
		    owed->count == 1 ? "currency" : "currencies");
}
