/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_line.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/ratio.h"
#include "view/loan_figures.h"

#define BOUNDS_COLUMN 38 /* of the thresholds */
#define KEY_TAIL 6       /* how much of a long order ID tells it from others */

static enum role
band_role(enum risk_band band)
{
	static const enum role roles[RISK_BANDS] = {
		[RISK_OK] = ROLE_GOOD,
		[RISK_WATCH] = ROLE_WARN,
		[RISK_UNKNOWN] = ROLE_WARN,
		[RISK_CALL] = ROLE_ALARM,
		[RISK_LIQUIDATION] = ROLE_ALARM,
	};

	return roles[band];
}

/* What may leave the line of an order, or become shorter, first ones first. */
enum step {
	STEP_ALL,
	STEP_BOUNDS, /* "call 73.74%  liq. 83.74%" */
	STEP_SIGNS,  /* "m 73.74%  L 83.74%", as in the gauge */
	STEP_KEY,    /* the end of the order's ID */
	STEP_NO_BOUNDS,
	STEP_NO_KEY,
	STEP_NO_LTV, /* without the word */
	STEP_BAND,   /* "LIQ." for "LIQUIDATION", "was OK" for "OLD 3m12s (was OK)" */
	STEPS_COUNT
};

/* The line of an order, field by field. */
struct order_line {
	char label[LOAN_KEY_SIZE + 48];
	char ltv[2 * LOAN_FIGURES_SIZE + 16];
	char band[48];
	char bounds[2 * LOAN_FIGURES_SIZE + 96]; /* what stands right */
};

static void
compose_label(struct order_line *line, const struct app *app, const struct loan_status *status,
    enum step step)
{
	const char *key = status->order->key;
	size_t length = strlen(key), rank = (size_t)(status - app->watchlist.statuses) + 1;
	bool cut = step >= STEP_KEY && length > KEY_TAIL + 2;

	if (step >= STEP_NO_KEY)
		return;
	snprintf(line->label, sizeof line->label, "LOAN %s%s", cut ? ".." : "",
	    cut ? key + length - KEY_TAIL : key);
	if (app->watchlist.count > 1 && status == watchlist_watched(&app->watchlist)) {
		length = strlen(line->label);
		snprintf(line->label + length, sizeof line->label - length, " (%zu of %zu)", rank,
		    app->watchlist.count);
	}
}

/* The exchange's LTV; beside it, or in its place, debt / collateral, which colltop computed. */
static void
compose_ltv(struct order_line *line, const struct app *app, const struct risk *risk, enum step step)
{
	const char *word = step >= STEP_NO_LTV ? "" : "LTV ";
	char reported[LOAN_FIGURES_SIZE], computed[LOAN_FIGURES_SIZE];

	loan_figures_ltv(reported, app, risk, &risk->reported);
	loan_figures_ltv(computed, app, risk, &risk->computed);
	if (risk->reported.known && risk->disagree)
		snprintf(line->ltv, sizeof line->ltv, "%s%s / %s~ !", word, reported, computed);
	else if (risk->reported.known || !risk->computed.known)
		snprintf(line->ltv, sizeof line->ltv, "%s%s", word, reported);
	else
		snprintf(line->ltv, sizeof line->ltv, "%s%s~", word, computed);
}

/* Beside old figures a band is what it was. */
static void
compose_band(struct order_line *line, const struct app *app, enum risk_band band, enum step step)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	const char *word = step >= STEP_BAND && band == RISK_LIQUIDATION ? "LIQ." : risk_word(band);
	char age[16];

	text_age(age, monotime_ms() - source->arrived_ms);
	if (!loan_figures_stale(app))
		strlcpy(line->band, word, sizeof line->band);
	else if (step >= STEP_BAND)
		snprintf(line->band, sizeof line->band, "was %s", word);
	else
		snprintf(line->band, sizeof line->band, "OLD %s (was %s)", age, word);
}

/* The thresholds of the order that is watched; of another one how far its margin call is. */
static void
compose_bounds(struct order_line *line, const struct app *app, const struct loan_status *status,
    size_t more, enum step step)
{
	const struct risk *risk = &status->risk;
	char call[LOAN_FIGURES_SIZE], liquidation[LOAN_FIGURES_SIZE], fall[LOAN_FIGURES_SIZE];
	size_t length;

	if (status == watchlist_watched(&app->watchlist) && step < STEP_NO_BOUNDS) {
		loan_figures_threshold(call, app, &risk->call);
		loan_figures_threshold(liquidation, app, &risk->liquidation);
		snprintf(line->bounds, sizeof line->bounds,
		    step < STEP_BOUNDS    ? "margin call %s   liquidation %s" :
			step < STEP_SIGNS ? "call %s  liq. %s" :
					    "m %s  L %s",
		    call, liquidation);
	} else if (status != watchlist_watched(&app->watchlist) && step < STEP_NO_BOUNDS) {
		const struct ratio *next = risk->band >= RISK_CALL ? &risk->to_liquidation :
								     &risk->to_call;

		loan_figures_fall(fall, app, next);
		if (next->known && ratio_sign(next) <= 0)
			strlcpy(line->bounds, "liq. reached", sizeof line->bounds);
		else
			snprintf(line->bounds, sizeof line->bounds, "%s if all fall %s",
			    risk->band >= RISK_CALL ? "liq." : "call", fall);
	}
	length = strlen(line->bounds);
	if (more > 0)
		snprintf(line->bounds + length, sizeof line->bounds - length, "%sand %zu more",
		    length > 0 ? "   " : "", more);
}

/* Blanks between fields. */
static int
gap_of(enum step step)
{
	return step >= STEP_NO_KEY ? 1 : step >= STEP_BOUNDS ? 2 : 3;
}

/* Where the right part of a line begins. */
static int
bounds_column(const struct order_line *line, enum step step)
{
	int gap = gap_of(step);
	int x = (line->label[0] != '\0' ? text_width(line->label) + gap : 0) +
	    text_width(line->ltv) + (gap < 2 ? 1 : 2) + text_width(line->band) + gap;

	return step == STEP_ALL && x < BOUNDS_COLUMN ? BOUNDS_COLUMN : x;
}

/* As much of the line as fits WIDTH; returns what had to leave. */
static enum step
compose_line(struct order_line *line, const struct app *app, const struct loan_status *status,
    size_t more, int width)
{
	enum step step;
	int bounds;

	for (step = STEP_ALL;; step++) {
		memset(line, 0, sizeof *line);
		compose_label(line, app, status, step);
		compose_ltv(line, app, &status->risk, step);
		compose_band(line, app, status->risk.band, step);
		compose_bounds(line, app, status, more, step);
		bounds = bounds_column(line, step);
		if (step == STEPS_COUNT - 1 || bounds + text_width(line->bounds) < width ||
		    (line->bounds[0] == '\0' && bounds <= width + 1))
			return step;
	}
}

/*
 * Adds the line of an order: which one, its LTV and band; of the one that is watched the
 * thresholds, of another how far its margin call is. At its end MORE, where not 0: how
 * many orders have no line.
 */
void
loan_line_add(struct page *page, const struct app *app, const struct loan_status *status,
    size_t more)
{
	const bool stale = loan_figures_stale(app);
	const enum risk_band band = status->risk.band;
	struct order_line line;
	enum step step = compose_line(&line, app, status, more, page->width);
	int x = 0;

	page_space(page);
	if (line.label[0] != '\0') {
		page_piece(page, 0, ROLE_LABEL, line.label);
		x = text_width(line.label) + gap_of(step);
	}
	page_piece(page, x,
	    stale                     ? ROLE_STALE :
		status->risk.disagree ? ROLE_WARN :
					ROLE_TOTAL,
	    line.ltv);
	x += text_width(line.ltv) + (gap_of(step) < 2 ? 1 : 2);
	page_piece(page, x, stale && band < RISK_CALL ? ROLE_WARN : band_role(band), line.band);
	page_piece(page, bounds_column(&line, step), stale ? ROLE_STALE : ROLE_PLAIN, line.bounds);
}
