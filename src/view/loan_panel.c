/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_panel.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/ratio.h"
#include "view/loan_figures.h"
#include "view/loan_line.h"
#include "view/loan_notes.h"

#define LINE_SIZE 400
#define TEXT_COLUMN 14 /* where a line's text begins behind its label */
#define TEXT_COLUMN_NARROW 13
#define TEXT_COLUMN_TINY 5
#define HINT_COLUMN 51
#define NONE_COLUMN 6 /* of what is said where there is no loan */
#define NONE_LINES 2
#define OWED_DECIMALS_MIN 2
#define OWED_DECIMALS_MAX 8
#define NARROW 59 /* fewer columns make labels come close, */
#define TINY 29   /* … and short */

/* What every line needs. */
struct panel {
	struct page *page;
	const struct app *app;
	const struct loan_status *status; /* the one that is watched */
	bool stale;
};

static enum role
aged(const struct panel *panel, enum role role)
{
	return panel->stale ? ROLE_STALE : role;
}

/* "$100,010.00": VALUE in USD. */
static void
usd_text(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *value,
    enum decimal_rounding rounding)
{
	loan_figures_number(out, app, loan_figures_stale(app), "$", value, 2, rounding);
}

/* The same of what the exchange sent: "-" absent, "?" unreadable. */
static void
sent_usd(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct figure *figure,
    enum decimal_rounding rounding)
{
	struct ratio value;

	if (figure->state != FIGURE_KNOWN) {
		strlcpy(out, figure->state == FIGURE_UNREADABLE ? "?" : "-", LOAN_FIGURES_SIZE);
		return;
	}
	value = ratio_from(&figure->value);
	usd_text(out, app, &value, rounding);
}

static void
amount_text(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *amount,
    int decimals, enum decimal_rounding rounding)
{
	loan_figures_number(out, app, loan_figures_stale(app), "", amount, decimals, rounding);
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
	amount_text(out, app, &amount, decimals, DECIMAL_CEILING);
}

/* "100,000.00 USDT + 0.5 BTC"; "3 currencies" where that is longer than WIDTH. */
static void
owed_text(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct amounts *owed, int width)
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

/* How far prices may move to a threshold, where stablecoins are pledged beside others. */
static void
coins_text(char out[LINE_SIZE], const struct panel *panel, int room, const char *down,
    const char *but_stable, const char *other)
{
	const char * or = other[0] != '\0' ? " or " : "";

	if (page_fits(out, LINE_SIZE, room,
		"if all pledged coins fall %s, all but stablecoins: %s%s%s", down, but_stable, or,
		other) ||
	    page_fits(out, LINE_SIZE, room, "all %s, all but stablecoins: %s%s%s", down, but_stable,
		or, other) ||
	    page_fits(out, LINE_SIZE, room, "all %s, but stablecoins %s", down, but_stable))
		return;
	page_fits(out, LINE_SIZE, room, is_tiny(panel) ? "-%s" : "-%s, coins %s", down, but_stable);
}

/* The same where none are: all pledged coins down, and where it matters the owed ones up. */
static void
moves_text(char out[LINE_SIZE], const struct panel *panel, int room, const char *down,
    const char *other, const struct ratio *rise)
{
	const struct risk *risk = &panel->status->risk;
	const bool one = risk->rising != NULL && risk->rising[0] != '\0';
	char up[LOAN_FIGURES_SIZE];

	if (other[0] == '\0') {
		if (!page_fits(out, LINE_SIZE, room, "if all pledged coins fall %s", down))
			if (!page_fits(out, LINE_SIZE, room, "if all fall %s", down))
				page_fits(out, LINE_SIZE, room, "-%s", down);
		return;
	}
	if (risk->against != NULL) {
		if (!page_fits(out, LINE_SIZE, room, "if all pledged coins fall %s  or if %s", down,
			other))
			if (!page_fits(out, LINE_SIZE, room, "if all fall %s or %s/%s does", down,
				risk->against, risk->rising))
				page_fits(out, LINE_SIZE, room, "-%s", down);
		return;
	}
	loan_figures_rise(up, panel->app, panel->status, rise);
	if (!page_fits(out, LINE_SIZE, room,
		"if all pledged coins fall %s  or if the owed %s %s %s", down,
		one ? risk->rising : "coins", one ? "rises" : "rise", up))
		if (!page_fits(out, LINE_SIZE, room, "if all fall %s, %s up %s", down,
			one ? risk->rising : "debt", up))
			page_fits(out, LINE_SIZE, room, "-%s +%s", down, up);
}

/* A threshold, and the distances to it. */
struct distance {
	const struct ratio *fall, *coins, *rise;
};

static void
distance_text(char out[LINE_SIZE], const struct panel *panel, int room, const struct distance *to)
{
	char down[LOAN_FIGURES_SIZE], but_stable[LOAN_FIGURES_SIZE], other[LOAN_FIGURES_SIZE];

	loan_figures_fall(down, panel->app, to->fall);
	loan_figures_other(other, panel->app, panel->status, to->fall, to->rise);
	if (to->coins->known) {
		loan_figures_coins(but_stable, panel->app, to->coins);
		coins_text(out, panel, room, down, but_stable, other);
	} else
		moves_text(out, panel, room, down, other, to->rise);
}

static void
add_distance(const struct panel *panel, const char *label, const char *hint,
    const struct distance *to)
{
	char text[LINE_SIZE] = "-  nothing is owed";

	if (panel->status->risk.no_debt)
		hint = "";
	else
		distance_text(text, panel, text_room(panel, text_width(label)) - 1, to);
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
		strlcpy(out, "Barely below it again.", LINE_SIZE);
}

/* What is left under a margin call. */
static void
further_text(char out[LOAN_FIGURES_SIZE], const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;

	loan_figures_distance(out, panel->app, panel->status, &risk->to_liquidation,
	    &risk->coins_to_liquidation, &risk->rise_to_liquidation);
}

/* Whether all that is to be said of a margin call stands in one line, which is OUT then. */
static bool
call_text(char out[LINE_SIZE], const struct panel *panel)
{
	const int room = panel->page->width;
	char passed[LINE_SIZE], further[LOAN_FIGURES_SIZE];

	passed_text(passed, panel, &panel->status->risk.call);
	further_text(further, panel);
	if (page_fits(out, LINE_SIZE, room,
		"MARGIN CALL: OKX only warns. Liquidation when pledged coins fall a further %s. %s",
		further, passed))
		return true;
	if (!page_fits(out, LINE_SIZE, room, "MARGIN CALL: OKX only warns. %s", passed))
		if (!page_fits(out, LINE_SIZE, room, "MARGIN CALL: OKX only warns."))
			strlcpy(out, "MARGIN CALL", LINE_SIZE);
	return false;
}

static void
add_call_line(const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;
	const int room = panel->page->width;
	char text[LINE_SIZE], passed[LINE_SIZE];

	switch (risk->band) {
	case RISK_LIQUIDATION:
		passed_text(passed, panel, &risk->liquidation);
		if (!page_fits(text, LINE_SIZE, room,
			"LIQUIDATION: the threshold is reached, OKX sells pledged coins. %s",
			passed))
			if (!page_fits(text, LINE_SIZE, room,
				"LIQUIDATION: OKX sells pledged coins. %s", passed))
				if (!page_fits(text, LINE_SIZE, room,
					"LIQUIDATION: OKX sells pledged coins."))
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
		    "no grace: OKX only warns",
		    &(const struct distance){ &risk->to_call, &risk->coins_to_call,
			&risk->rise_to_call });
	}
}

static void
add_liquidation(const struct panel *panel)
{
	const struct risk *risk = &panel->status->risk;
	const int room = panel->page->width;
	char text[LINE_SIZE], further[LOAN_FIGURES_SIZE];

	if (risk->band == RISK_LIQUIDATION) {
		if (!page_fits(text, LINE_SIZE, room, "%s",
			risk->no_cover ?
			    "What is pledged counts as nothing, and something is owed." :
			    "Repay or pledge at OKX now; colltop only watches."))
			if (!page_fits(text, LINE_SIZE, room, "%s",
				risk->no_cover ? "What is pledged counts as nothing." :
						 "Repay or pledge at OKX now."))
				strlcpy(text, risk->no_cover ? "Pledged: counts 0" : "Repay now",
				    sizeof text);
		add_sentence(panel, ROLE_BAD, text);
	} else if (risk->band == RISK_CALL && !call_text(text, panel)) {
		further_text(further, panel);
		if (!page_fits(text, LINE_SIZE, room,
			"Liquidation when pledged coins fall a further %s.", further))
			if (!page_fits(text, LINE_SIZE, room,
				"Liquidation if they fall a further %s.", further))
				page_fits(text, LINE_SIZE, room, "Liq. -%s", further);
		add_sentence(panel, aged(panel, ROLE_BAD), text);
	} else
		add_distance(panel, is_tiny(panel) ? "Liq." : "Liquidation",
		    "pledged coins are sold",
		    &(const struct distance){ &risk->to_liquidation, &risk->coins_to_liquidation,
			&risk->rise_to_liquidation });
}

static void
add_owed(const struct panel *panel)
{
	const struct loan *order = panel->status->order;
	char text[LINE_SIZE], owed[LOAN_FIGURES_SIZE], usd[LOAN_FIGURES_SIZE];
	int room = text_room(panel, 4) - 1;

	sent_usd(usd, panel->app, &order->debt, DECIMAL_CEILING);
	owed_text(owed, panel->app, &order->owed, room - text_width(usd) - 3);
	if (order->owed.count == 0 || !page_fits(text, LINE_SIZE, room, "%s = %s", owed, usd))
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

	sent_usd(secured, panel->app, &status->order->secured, DECIMAL_FLOOR);
	loan_figures_number(market, panel->app, app_pair_stale(panel->app), "$",
	    &exposures->pledged_value, 2, exposures_rounding(exposures));
	if (!page_fits(text, LINE_SIZE, room, "%s after haircuts (OKX)", secured))
		if (!page_fits(text, LINE_SIZE, room, "%s after haircuts", secured))
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

/* "To reach 50%". */
static void
target_label(char out[PERCENT_SIZE + 16], const struct panel *panel)
{
	const struct target *target = &panel->status->target;
	char percent[PERCENT_SIZE];

	loan_figures_target(percent, target);
	if (target->state == TARGET_UNKNOWN)
		strlcpy(out, "Target", PERCENT_SIZE + 16);
	else
		snprintf(out, PERCENT_SIZE + 16,
		    is_tiny(panel)                  ? "%s" :
			panel->page->width < NARROW ? "To %s" :
						      "To reach %s",
		    percent);
}

/* Whether both ways to TARGET, behind LABEL, stand in one line, which is OUT then; else one. */
static bool
remedy_text(char out[LINE_SIZE], const struct panel *panel, const char *label,
    const struct target *target)
{
	const int room = text_room(panel, text_width(label)) - 1;
	char repay[LOAN_FIGURES_SIZE], pledge[LOAN_FIGURES_SIZE];

	loan_figures_repay(repay, panel->app, panel->stale, target);
	loan_figures_pledge(pledge, panel->app, panel->stale, target);
	if (page_fits(out, LINE_SIZE, room, "repay %s   or pledge %s after haircuts", repay,
		pledge))
		return true;
	if (!page_fits(out, LINE_SIZE, room, "repay  %s", repay))
		strlcpy(out, repay, LINE_SIZE);
	return false;
}

/* The other way, below a line that has one. */
static void
add_pledge(const struct panel *panel, const struct target *target)
{
	const int room = text_room(panel, 0) - 1;
	char text[LINE_SIZE], pledge[LOAN_FIGURES_SIZE];

	loan_figures_pledge(pledge, panel->app, panel->stale, target);
	if (!page_fits(text, LINE_SIZE, room, "pledge %s after haircuts", pledge))
		page_fits(text, LINE_SIZE, room, "%s after haircuts", pledge);
	add_line(panel, "", aged(panel, ROLE_FIGURE), text, ROLE_FAINT, "");
}

static const char *
leave_label(const struct panel *panel)
{
	return is_tiny(panel) ? "Out" : "Leave it";
}

static bool
has_leave(const struct panel *panel)
{
	return panel->status->leave.state == TARGET_REPAY;
}

static void
add_leave(const struct panel *panel)
{
	char text[LINE_SIZE];

	remedy_text(text, panel, leave_label(panel), &panel->status->leave);
	add_line(panel, leave_label(panel), aged(panel, ROLE_FIGURE), text, ROLE_FAINT, "");
}

static bool
has_leave_pledge(const struct panel *panel)
{
	char text[LINE_SIZE];

	return has_leave(panel) && !is_tiny(panel) &&
	    !remedy_text(text, panel, leave_label(panel), &panel->status->leave);
}

static void
add_leave_pledge(const struct panel *panel)
{
	add_pledge(panel, &panel->status->leave);
}

static void
add_target(const struct panel *panel)
{
	const struct target *target = &panel->status->target;
	char label[PERCENT_SIZE + 16], text[LINE_SIZE], percent[PERCENT_SIZE];
	int room;

	target_label(label, panel);
	loan_figures_target(percent, target);
	room = text_room(panel, text_width(label)) - 1;
	switch (target->state) {
	case TARGET_UNKNOWN:
		strlcpy(text, "not known", sizeof text);
		break;
	case TARGET_REFUSED:
		if (!page_fits(text, LINE_SIZE, room,
			"refused: too near the margin call to bring relief"))
			strlcpy(text, "refused: no relief", sizeof text);
		break;
	case TARGET_BELOW:
		snprintf(text, sizeof text, "already below %s", percent);
		break;
	case TARGET_REPAY:
		remedy_text(text, panel, label, target);
		break;
	}
	add_line(panel, label, aged(panel, ROLE_FIGURE), text, ROLE_FAINT, "");
}

static bool
has_target_pledge(const struct panel *panel)
{
	char label[PERCENT_SIZE + 16], text[LINE_SIZE];

	target_label(label, panel);
	return panel->status->target.state == TARGET_REPAY && !is_tiny(panel) &&
	    !remedy_text(text, panel, label, &panel->status->target);
}

static void
add_target_pledge(const struct panel *panel)
{
	add_pledge(panel, &panel->status->target);
}

static bool
always(const struct panel *panel __attribute__((unused)))
{
	return true;
}

/*
 * In the order in which they stand; the highest rank leaves first where there
 * are fewer rows: in the second column while the gauge's line says why the
 * band is UNKNOWN.
 */
/* clang-format off */
static const struct {
	bool (*stands)(const struct panel *panel);
	void (*add)(const struct panel *panel);
	int rank[2];
} lines[] = {
	{ always, add_heading, { 1, 1 } },
	{ always, add_gauge, { 5, 2 } },
	{ always, add_call_line, { 2, 3 } },
	{ always, add_liquidation, { 3, 4 } },
	{ has_leave, add_leave, { 4, 5 } },
	{ has_leave_pledge, add_leave_pledge, { 8, 8 } },
	{ always, add_owed, { 7, 7 } },
	{ always, add_secured, { 6, 6 } },
	{ always, add_target, { 9, 9 } },
	{ has_target_pledge, add_target_pledge, { 10, 10 } },
};
/* clang-format on */

#define LINES (sizeof lines / sizeof *lines)

/* How many lines that stand come before the one of RANK. */
static int
lines_before(const struct panel *panel, int rank)
{
	int count = 0;

	for (size_t i = 0; i < LINES; i++)
		if (lines[i].rank[doubts_in_gauge(panel)] < rank && lines[i].stands(panel))
			count++;
	return count;
}

static struct panel
make_panel(struct page *page, const struct app *app)
{
	return (struct panel){
		.page = page,
		.app = app,
		.status = watchlist_watched(&app->watchlist),
		.stale = loan_figures_stale(app),
	};
}

size_t
loan_panel_lines(const struct app *app, int width)
{
	struct page page = { .width = width };
	const struct panel panel = make_panel(&page, app);

	return panel.status == NULL ? 0 : (size_t)lines_before(&panel, INT_MAX);
}

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
	const struct panel panel = make_panel(page, app);
	size_t others = loan_panel_others(app), end = height < 0 ? 0 : (size_t)height;

	if (panel.status == NULL) {
		add_none(page, app, height);
		return;
	}
	/* Under what-if the first lines stay where they are. */
	for (size_t i = 0; i < LINES && page->count < end; i++)
		if (lines[i].stands(&panel) &&
		    (lines_before(&panel, lines[i].rank[doubts_in_gauge(&panel)]) < height ||
			app_in_whatif(app)))
			lines[i].add(&panel);
	for (size_t i = 0; i < app->watchlist.count && page->count < end; i++) {
		const struct loan_status *status = &app->watchlist.statuses[i];

		if (status == panel.status)
			continue;
		others--;
		loan_line_add(page, app, status, page->count + 1 == end ? others : 0);
	}
}
