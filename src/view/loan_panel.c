/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_panel.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "model/ratio.h"
#include "view/loan_figures.h"
#include "view/loan_line.h"
#include "view/loan_notes.h"
#include "view/status.h"

#define LINE_SIZE 400
#define TEXT_COLUMN 14 /* where a line's text begins behind its label */
#define TEXT_COLUMN_NARROW 13
#define TEXT_COLUMN_TINY 5
#define HINT_COLUMN 51
#define NONE_COLUMN 6 /* of what is said where there is no loan */
#define NONE_LINES 2
#define NARROW 59 /* fewer columns make labels come close, */
#define TINY 29   /* … and short */

/* What every line needs. */
struct panel {
	struct page *page;
	const struct app *app;
	const struct loan_status *status; /* the one that is watched */
	bool stale;
};

/* Writes a line into OUT; false where it is wider than WIDTH. */
static bool __attribute__((format(printf, 3, 4)))
fits(char out[LINE_SIZE], int width, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(out, LINE_SIZE, format, arguments);
	va_end(arguments);
	return text_width(out) <= width;
}

static enum role
aged(const struct panel *panel, enum role role)
{
	return panel->stale ? ROLE_STALE : role;
}

static void
add_heading(const struct panel *panel)
{
	loan_line_add(panel->page, panel->app, panel->status, 0);
}

/* How many of WIDTH cells FIGURE fills, at most all; -1 where it is not known. */
static int
cells_of(const struct ratio *figure, int width)
{
	struct ratio scaled, factor = ratio_of(width, 0);
	struct decimal whole;

	if (!figure->known || !ratio_multiply(&scaled, figure, &factor) ||
	    !ratio_round(&whole, &scaled, 0, DECIMAL_FLOOR))
		return -1;
	if (decimal_sign(&whole) <= 0)
		return 0;
	return whole.count > 1 || whole.limb[0] > (uint64_t)width ? width : (int)whole.limb[0];
}

/* A sentence in the place of a distance. */
static void
add_sentence(const struct panel *panel, enum role role, const char *text)
{
	page_space(panel->page);
	page_piece(panel->page, 0, role, text);
}

/* Why the band is UNKNOWN. */
static void
add_doubt(const struct panel *panel)
{
	char text[LINE_SIZE];

	loan_notes_doubt(text, sizeof text, panel->status, panel->page->width);
	add_sentence(panel, ROLE_WARN, text);
}

/* Whether that is said in the gauge's place, since there is a distance to show in its own. */
static bool
doubts_in_gauge(const struct panel *panel)
{
	return panel->status->risk.band == RISK_UNKNOWN && panel->status->risk.to_call.known;
}

/* The marks of the gauge: the LTV fills it from the left. */
struct gauge {
	int width, filled, call, liquidation;
};

static char
gauge_mark(const struct gauge *gauge, int at)
{
	return at == gauge->liquidation ? 'L' :
	    at == gauge->call           ? 'm' :
	    at < gauge->filled          ? '#' :
					  '.';
}

static enum role
mark_role(const struct panel *panel, char mark)
{
	return mark == '.' ? ROLE_FAINT :
	    mark == '#'    ? (panel->stale ? ROLE_BAR_STALE : ROLE_BAR) :
			     aged(panel, mark == 'L' ? ROLE_BAD : ROLE_WARN);
}

/* From 0 to 100 %: the LTV, the margin call and the liquidation. */
static void
add_gauge(const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;
	struct page *page = panel->page;
	int width = page->width - 5 < TEXT_LINE_SIZE ? page->width - 5 : TEXT_LINE_SIZE - 1;
	const struct gauge gauge = { width, cells_of(&risk->ltv, width),
		cells_of(&risk->call, width), cells_of(&risk->liquidation, width) };
	char run[TEXT_LINE_SIZE];

	if (doubts_in_gauge(panel)) {
		add_doubt(panel);
		return;
	}
	if (page->record)
		return;
	page_space(page);
	page_piece(page, 0, ROLE_PLAIN, "[");
	for (int begin = 0, at = 1; at <= width; at++) {
		char mark = gauge_mark(&gauge, begin);

		run[at - begin - 1] = mark;
		if (at < width && gauge_mark(&gauge, at) == mark)
			continue;
		run[at - begin] = '\0';
		page_piece(page, 1 + begin, mark_role(panel, mark), run);
		begin = at;
	}
	page_piece(page, 1 + width, ROLE_PLAIN, "]");
}

static bool
is_tiny(const struct panel *panel)
{
	return panel->page->width < TINY;
}

static int
text_column(const struct panel *panel)
{
	return is_tiny(panel)           ? TEXT_COLUMN_TINY :
	    panel->page->width < NARROW ? TEXT_COLUMN_NARROW :
					  TEXT_COLUMN;
}

/* How many columns a line has for the text behind a label of LABEL columns. */
static int
text_room(const struct panel *panel, int label)
{
	int column = text_column(panel);

	return panel->page->width - (label + 1 > column ? label + 1 : column);
}

/* LABEL, TEXT, and where there is room HINT. */
static void
add_line(const struct panel *panel, const char *label, enum role role, const char *text,
    enum role hint_role, const char *hint)
{
	struct page *page = panel->page;
	int x = page->width - text_room(panel, text_width(label));

	page_space(page);
	page_piece(page, 0, ROLE_LABEL, label);
	page_piece(page, x, role, text);
	x += text_width(text) + 3;
	x = x < HINT_COLUMN ? HINT_COLUMN : x;
	if (hint[0] != '\0' && x + text_width(hint) < page->width)
		page_piece(page, x, hint_role, hint);
}

/*
 * How far prices may move to a threshold: all pledged coins down, and where it matters
 * the owed ones up.
 */
static void
distance_text(char out[LINE_SIZE], const struct panel *panel, int room, const struct ratio *fall,
    const struct ratio *rise)
{
	const struct risk *risk = &panel->status->risk;
	const bool one = risk->rising != NULL && risk->rising[0] != '\0';
	char down[LOAN_FIGURES_SIZE], up[LOAN_FIGURES_SIZE];

	loan_figures_fall(down, panel->app, fall);
	loan_figures_rise(up, panel->app, panel->status, rise);
	if (risk->rising == NULL || !rise->known) {
		if (!fits(out, room, "if all pledged coins fall %s", down))
			if (!fits(out, room, "if all fall %s", down))
				fits(out, room, "-%s", down);
		return;
	}
	if (!fits(out, room, "if all pledged coins fall %s  or if the owed %s %s %s", down,
		one ? risk->rising : "coins", one ? "rises" : "rise", up))
		if (!fits(out, room, "if all fall %s, %s up %s", down, one ? risk->rising : "debt",
			up))
			fits(out, room, "-%s +%s", down, up);
}

static void
add_distance(const struct panel *panel, const char *label, const char *hint,
    const struct ratio *fall, const struct ratio *rise)
{
	char text[LINE_SIZE] = "-  nothing is owed";

	if (panel->status->risk.no_debt)
		hint = "";
	else
		distance_text(text, panel, text_room(panel, text_width(label)) - 1, fall, rise);
	add_line(panel, label, aged(panel, ROLE_FIGURE), text, ROLE_FAINT, hint);
}

/* By how much a threshold is passed; a band stays until the LTV is well below it. */
static void
passed_text(char out[LINE_SIZE], const struct panel *panel, const struct ratio *threshold)
{
	const struct risk *risk = &panel->status->risk;
	struct ratio passed = { .known = false };
	char points[LOAN_FIGURES_SIZE];

	if (risk->ltv.known && threshold->known)
		passed.known = ratio_subtract(&passed, &risk->ltv, threshold);
	out[0] = '\0';
	if (!passed.known)
		return;
	loan_figures_passed(points, panel->app, &passed);
	if (ratio_sign(&passed) >= 0)
		snprintf(out, LINE_SIZE, "%s past it.", points);
	else
		strlcpy(out, "Hardly below it again.", LINE_SIZE);
}

/* What is left under a margin call. */
static void
further_text(char out[LOAN_FIGURES_SIZE], const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;

	loan_figures_distance(out, panel->app, panel->status, &risk->to_liquidation,
	    &risk->rise_to_liquidation);
}

/* Whether all that is to be said of a margin call stands in one line, which is OUT then. */
static bool
call_text(char out[LINE_SIZE], const struct panel *panel)
{
	const int room = panel->page->width;
	char passed[LINE_SIZE], further[LOAN_FIGURES_SIZE];

	passed_text(passed, panel, &panel->status->risk.call);
	further_text(further, panel);
	if (fits(out, room,
		"MARGIN CALL: OKX only warns. Liquidation when pledged coins fall a further %s. %s",
		further, passed))
		return true;
	if (!fits(out, room, "MARGIN CALL: OKX only warns. %s", passed))
		if (!fits(out, room, "MARGIN CALL: OKX only warns."))
			strlcpy(out, "MARGIN CALL", LINE_SIZE);
	return false;
}

static void
add_call(const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;
	const int room = panel->page->width;
	char text[LINE_SIZE], passed[LINE_SIZE];

	switch (risk->band) {
	case RISK_LIQUIDATION:
		passed_text(passed, panel, &risk->liquidation);
		if (!fits(text, room,
			"LIQUIDATION: the threshold is reached, OKX sells pledged coins. %s",
			passed))
			if (!fits(text, room, "LIQUIDATION: OKX sells pledged coins. %s", passed))
				strlcpy(text, "LIQUIDATION", sizeof text);
		add_sentence(panel, ROLE_ALARM, text);
		break;
	case RISK_CALL:
		call_text(text, panel);
		add_sentence(panel, ROLE_ALARM, text);
		break;
	case RISK_UNKNOWN:
		if (!doubts_in_gauge(panel)) {
			add_doubt(panel);
			break;
		}
		/* Fallthrough. */
	default:
		add_distance(panel, is_tiny(panel) ? "Call" : "Margin call",
		    "no grace: OKX only warns", &risk->to_call, &risk->rise_to_call);
	}
}

static void
add_liquidation(const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;
	const int room = panel->page->width;
	char text[LINE_SIZE], further[LOAN_FIGURES_SIZE];

	if (risk->band == RISK_LIQUIDATION) {
		add_sentence(panel, ROLE_BAD,
		    risk->no_cover ? "What is pledged counts as nothing, and something is owed." :
				     "Repay or pledge at OKX now; colltop only watches.");
	} else if (risk->band == RISK_CALL && !call_text(text, panel)) {
		further_text(further, panel);
		if (!fits(text, room, "Liquidation when pledged coins fall a further %s.", further))
			if (!fits(text, room, "Liquidation if they fall a further %s.", further))
				fits(text, room, "Liq. -%s", further);
		add_sentence(panel, aged(panel, ROLE_BAD), text);
	} else
		add_distance(panel, is_tiny(panel) ? "Liq." : "Liquidation",
		    "pledged coins are sold", &risk->to_liquidation, &risk->rise_to_liquidation);
}

static void
add_owed(const struct panel *panel)
{
	const struct loan *order = panel->status->order;
	char text[LINE_SIZE], owed[LOAN_FIGURES_SIZE], usd[LOAN_FIGURES_SIZE];
	int room = text_room(panel, 4) - 1;

	loan_figures_sent(usd, panel->app, &order->debt, DECIMAL_CEILING);
	loan_figures_owed(owed, panel->app, &order->owed, room - text_width(usd) - 3);
	if (order->owed.count == 0 || !fits(text, room, "%s = %s", owed, usd))
		strlcpy(text, usd, sizeof text);
	add_line(panel, "Owed", aged(panel, ROLE_FIGURE), text, ROLE_FAINT, "");
}

static void
add_secured(const struct panel *panel)
{
	const struct loan_status *status = panel->status;
	const struct exposures *exposures = &status->paired->exposures;
	char text[LINE_SIZE], hint[LINE_SIZE], secured[LOAN_FIGURES_SIZE],
	    market[LOAN_FIGURES_SIZE];
	int room = text_room(panel, 10) - 1;

	loan_figures_sent(secured, panel->app, &status->order->secured, DECIMAL_FLOOR);
	loan_figures_number(market, panel->app, app_pair_stale(panel->app), "$",
	    &exposures->pledged_value, 2, exposures_rounding(exposures));
	if (!fits(text, room, "%s after haircuts (OKX)", secured))
		if (!fits(text, room, "%s after haircuts", secured))
			strlcpy(text, secured, sizeof text);
	if (!exposures->pledged_known && ratio_sign(&exposures->pledged_value) == 0)
		strlcpy(hint, "market value not known", sizeof hint);
	else
		snprintf(hint, sizeof hint, "%s%s~ at market",
		    status->risk.above_market    ? "! " :
			exposures->pledged_known ? "" :
						   ">=",
		    market);
	add_line(panel, is_tiny(panel) ? "Has" : "Secured by", aged(panel, ROLE_FIGURE), text,
	    status->risk.above_market ? ROLE_WARN : aged(panel, ROLE_FIGURE), hint);
}

static void
add_target(const struct panel *panel)
{
	const struct target *target = &panel->status->target;
	char label[PERCENT_SIZE + 16], percent[PERCENT_SIZE], text[LINE_SIZE];
	char coins[LOAN_FIGURES_SIZE], usd[LOAN_FIGURES_SIZE], pledge[LOAN_FIGURES_SIZE];
	int room;

	ratio_percent(percent, &target->at, 2, DECIMAL_FLOOR);
	/* "50%" says as much as "50.00%". */
	if (strlen(percent) > 4 && strcmp(percent + strlen(percent) - 4, ".00%") == 0)
		strlcpy(percent + strlen(percent) - 4, "%", 2);
	snprintf(label, sizeof label, is_tiny(panel) ? "%s" : "To reach %s", percent);
	if (target->state == TARGET_UNKNOWN)
		strlcpy(label, "Target", sizeof label);
	room = text_room(panel, text_width(label)) - 1;
	switch (target->state) {
	case TARGET_UNKNOWN:
		strlcpy(text, "not known", sizeof text);
		break;
	case TARGET_REFUSED:
		if (!fits(text, room, "refused: so near the margin call it brings no relief"))
			strlcpy(text, "refused: no relief", sizeof text);
		break;
	case TARGET_BELOW:
		snprintf(text, sizeof text, "already below %s", percent);
		break;
	case TARGET_REPAY:
		loan_figures_usd(usd, panel->app, &target->repay_usd, DECIMAL_CEILING);
		loan_figures_usd(pledge, panel->app, &target->pledge_usd, DECIMAL_CEILING);
		strlcpy(coins, usd, sizeof coins);
		if (target->ccy != NULL) {
			loan_figures_amount(coins, panel->app, &target->repay,
			    target->repay_decimals, DECIMAL_CEILING);
			strlcat(coins, " ", sizeof coins);
			strlcat(coins, target->ccy, sizeof coins);
		}
		if (!fits(text, room, "repay %s~   or pledge %s~ after haircuts", coins, pledge))
			if (!fits(text, room, "repay %s~", coins))
				snprintf(text, sizeof text, "%s~", usd);
		break;
	}
	add_line(panel, label, aged(panel, ROLE_FIGURE), text, ROLE_FAINT, "");
}

/*
 * In the order in which they stand; the highest rank leaves first where there
 * are fewer rows: in the second column while the gauge's line says why the
 * band is UNKNOWN.
 */
/* clang-format off */
static const struct {
	void (*add)(const struct panel *panel);
	int rank[2];
} lines[LOAN_PANEL_LINES] = {
	{ add_heading, { 1, 1 } }, { add_gauge, { 4, 2 } }, { add_call, { 2, 3 } },
	{ add_liquidation, { 3, 4 } }, { add_owed, { 6, 6 } }, { add_secured, { 5, 5 } },
	{ add_target, { 7, 7 } },
};
/* clang-format on */

size_t
loan_panel_others(const struct app *app)
{
	return app->watchlist.count > 1 ? app->watchlist.count - 1 : 0;
}

static void
add_none(struct page *page, const struct app *app, int height)
{
	const int width = page->width - NONE_COLUMN - 1;
	char text[LOAN_NOTES_SIZE], line[TEXT_LINE_SIZE];
	const char *rest = text;
	enum role role = loan_notes_none(text, sizeof text, app, width, !page->record);

	for (int i = 0; i < height && i < NONE_LINES && *rest != '\0'; i++) {
		rest = text_wrap(line, sizeof line, rest, width);
		page_space(page);
		if (i == 0)
			page_piece(page, 0, ROLE_LABEL, "LOAN");
		page_piece(page, NONE_COLUMN, role, line);
	}
}

void
loan_panel_fill(struct page *page, const struct app *app, int height)
{
	struct panel panel = {
		.page = page,
		.app = app,
		.status = watchlist_watched(&app->watchlist),
		.stale = loan_figures_stale(app),
	};
	size_t others = loan_panel_others(app), end = height < 0 ? 0 : (size_t)height;

	if (panel.status == NULL) {
		add_none(page, app, height);
		return;
	}
	/* Under what-if the first lines stay where they are. */
	for (size_t i = 0; i < LOAN_PANEL_LINES && page->count < end; i++)
		if (lines[i].rank[doubts_in_gauge(&panel)] <= height || app->mode == MODE_WHATIF)
			lines[i].add(&panel);
	for (size_t i = 0; i < app->watchlist.count && page->count < end; i++) {
		const struct loan_status *status = &app->watchlist.statuses[i];

		if (status == panel.status)
			continue;
		others--;
		loan_line_add(page, app, status, page->count + 1 == end ? others : 0);
	}
}
