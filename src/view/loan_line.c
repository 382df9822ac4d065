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

enum bounds { BOUNDS_WORDS, BOUNDS_SHORT, BOUNDS_SIGNS, BOUNDS_NONE };
enum key { KEY_WHOLE, KEY_CUT, KEY_BARE, KEY_NONE };

/*
 * From the longest on: the thresholds outlast the order's ID, and the words for what follows
 * from the place of a figure.
 */
/* clang-format off */
static const struct form {
	enum bounds bounds; /* "call 73.74%  liq. 83.74%"; "m 73.74%  L 83.74%", as in the gauge */
	enum key key;       /* "LOAN ..543210", "..543210" */
	bool ltv;           /* the word */
	bool band;          /* whole; else "LIQ." for "LIQUIDATION", "was OK" for "OLD 3m12s (was OK)" */
	int gap;            /* blanks between fields */
} forms[] = {
	{ BOUNDS_WORDS, KEY_WHOLE, true, true, 3 },
	{ BOUNDS_SHORT, KEY_WHOLE, true, true, 2 },
	{ BOUNDS_SIGNS, KEY_WHOLE, true, true, 2 },
	{ BOUNDS_SIGNS, KEY_CUT, true, true, 2 },
	{ BOUNDS_SIGNS, KEY_CUT, true, true, 1 },
	{ BOUNDS_SIGNS, KEY_CUT, true, false, 1 },
	{ BOUNDS_SIGNS, KEY_CUT, false, false, 1 },
	{ BOUNDS_SIGNS, KEY_BARE, false, false, 1 },
	{ BOUNDS_SIGNS, KEY_NONE, true, false, 1 },
	{ BOUNDS_SIGNS, KEY_NONE, false, false, 1 },
	{ BOUNDS_NONE, KEY_WHOLE, true, true, 2 },
	{ BOUNDS_NONE, KEY_CUT, true, true, 2 },
	{ BOUNDS_NONE, KEY_NONE, true, true, 1 },
	{ BOUNDS_NONE, KEY_NONE, false, true, 1 },
	{ BOUNDS_NONE, KEY_NONE, false, false, 1 },
};
/* clang-format on */

#define FORMS (sizeof forms / sizeof *forms)

/* The line of an order, field by field. */
struct order_line {
	char label[LOAN_KEY_SIZE + 48];
	char ltv[2 * LOAN_FIGURES_SIZE + 16];
	char band[48];
	char bounds[2 * LOAN_FIGURES_SIZE + 96]; /* what stands right */
};

static void
compose_label(struct order_line *line, const struct app *app, const struct loan_status *status,
    const struct form *form)
{
	const char *key = status->order->key;
	size_t length = strlen(key), rank = (size_t)(status - app->watchlist.statuses) + 1;
	bool cut = form->key >= KEY_CUT && length > KEY_TAIL + 2;

	if (form->key == KEY_NONE)
		return;
	snprintf(line->label, sizeof line->label, "%s%s%s", form->key == KEY_BARE ? "" : "LOAN ",
	    cut ? ".." : "", cut ? key + length - KEY_TAIL : key);
	if (app->watchlist.count > 1 && status == watchlist_watched(&app->watchlist)) {
		length = strlen(line->label);
		snprintf(line->label + length, sizeof line->label - length,
		    form->gap > 1 ? " (%zu of %zu)" : " (%zu/%zu)", rank, app->watchlist.count);
	}
}

/* The exchange's LTV; beside it, or in its place, debt / collateral, which colltop computed. */
static void
compose_ltv(struct order_line *line, const struct app *app, const struct risk *risk,
    const struct form *form)
{
	const char *word = form->ltv ? "LTV " : "";
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
compose_band(struct order_line *line, const struct app *app, enum risk_band band,
    const struct form *form)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	const char *word = !form->band && band == RISK_LIQUIDATION ? "LIQ." : risk_word(band);
	char age[16];

	text_age(age, monotime_ms() - source->arrived_ms);
	if (!loan_figures_stale(app))
		strlcpy(line->band, word, sizeof line->band);
	else if (!form->band)
		snprintf(line->band, sizeof line->band, "was %s", word);
	else
		snprintf(line->band, sizeof line->band, "OLD %s (was %s)", age, word);
}

/* The thresholds of the order that is watched; of another one how far its margin call is. */
static void
compose_bounds(struct order_line *line, const struct app *app, const struct loan_status *status,
    size_t more, const struct form *form)
{
	const struct risk *risk = &status->risk;
	char call[LOAN_FIGURES_SIZE], liquidation[LOAN_FIGURES_SIZE], fall[LOAN_FIGURES_SIZE];
	size_t length;

	if (status == watchlist_watched(&app->watchlist) && form->bounds != BOUNDS_NONE) {
		loan_figures_threshold(call, app, &risk->call);
		loan_figures_threshold(liquidation, app, &risk->liquidation);
		snprintf(line->bounds, sizeof line->bounds,
		    form->bounds == BOUNDS_WORDS     ? "margin call %s   liquidation %s" :
			form->bounds == BOUNDS_SHORT ? "call %s  liq. %s" :
			form->gap > 1                ? "m %s  L %s" :
						       "m %s L %s",
		    call, liquidation);
	} else if (status != watchlist_watched(&app->watchlist) && form->bounds != BOUNDS_NONE) {
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

/* Where the band begins, and the right part of a line. */
static int
band_column(const struct order_line *line, const struct form *form)
{
	return (line->label[0] != '\0' ? text_width(line->label) + form->gap : 0) +
	    text_width(line->ltv) + (form->gap < 2 ? 1 : 2);
}

static int
bounds_column(const struct order_line *line, const struct form *form)
{
	int x = band_column(line, form) + text_width(line->band) + form->gap;

	return form->bounds == BOUNDS_WORDS && x < BOUNDS_COLUMN ? BOUNDS_COLUMN : x;
}

/* As much of the line as fits WIDTH; returns what it looks like. */
static const struct form *
compose_line(struct order_line *line, const struct app *app, const struct loan_status *status,
    size_t more, int width)
{
	const bool watched = status == watchlist_watched(&app->watchlist);

	for (const struct form *form = forms;; form++) {
		int bounds;

		/* Of others the ID says which one it is. */
		if (!watched && form->key == KEY_NONE && form->bounds != BOUNDS_NONE)
			continue;
		memset(line, 0, sizeof *line);
		compose_label(line, app, status, form);
		compose_ltv(line, app, &status->risk, form);
		compose_band(line, app, status->risk.band, form);
		compose_bounds(line, app, status, more, form);
		bounds = bounds_column(line, form);
		if (form == &forms[FORMS - 1] || bounds + text_width(line->bounds) < width ||
		    (line->bounds[0] == '\0' && bounds <= width + 1))
			return form;
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
	const struct form *form = compose_line(&line, app, status, more, page->width);
	int x = 0;

	page_space(page);
	if (line.label[0] != '\0') {
		page_piece(page, 0, ROLE_LABEL, line.label);
		x = text_width(line.label) + form->gap;
	}
	page_piece(page, x,
	    stale                     ? ROLE_STALE :
		status->risk.disagree ? ROLE_WARN :
					ROLE_TOTAL,
	    line.ltv);
	page_piece(page, band_column(&line, form),
	    stale && band < RISK_CALL ? ROLE_WARN : band_role(band), line.band);
	page_piece(page, bounds_column(&line, form), stale ? ROLE_STALE : ROLE_PLAIN, line.bounds);
}
