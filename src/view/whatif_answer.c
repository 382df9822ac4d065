/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/whatif_answer.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "view/loan_figures.h"

#define GAP 2
#define CELL_SIZE (LOAN_FIGURES_SIZE + 16)
#define NOTE_DECIMALS 8 /* of an amount that is owed or held, at most */
#define FALL_DECIMALS 1
#define LEAST_DECIMALS 2

enum side { SIDE_NOW, SIDE_THEN, SIDES };

enum line { LINE_LTV, LINE_BAND, LINE_CALL, LINE_LIQUIDATION, LINE_REPAY, LINE_PLEDGE, LINES };

/* What each line is called, and where there is little room. */
static const char *const labels[LINES][2] = {
	[LINE_LTV] = { "LTV", "LTV" },
	[LINE_BAND] = { "band", "band" },
	[LINE_CALL] = { "fall left to the margin call", "to call" },
	[LINE_LIQUIDATION] = { "fall left to liquidation", "to liquidation" },
	[LINE_REPAY] = { "leave the call: repay", "leave: repay" },
	[LINE_PLEDGE] = { "or pledge, after haircuts", "pledge, haircut" },
};

static const char *const headings[SIDES] = { "now", "what if" };

/* The answer as a table of words. */
struct table {
	struct page *page;
	const struct app *app;
	bool stale;
	char cells[LINES][SIDES][CELL_SIZE]; /* "" where a line does not stand */
	enum role roles[LINES][SIDES];
};

bool
whatif_answer_find(struct whatif_answer *answer, const struct app *app,
    const struct loan_status *status, struct cause *cause)
{
	const struct loan_status *paired = status->paired;
	const struct risk_terms terms = watchlist_terms(&app->watchlist, &app->settings->terms);
	const struct funding *funding = app_funding(app);

	if (!question_parse(&answer->question, app->question, cause))
		return false;
	/* What may be the pledged coins is nothing that could be pledged. */
	if (funding != NULL && !funding_told_apart(funding, app_loans(app)))
		funding = NULL;
	outcome_find(&answer->outcome, &answer->question, paired,
	    paired == status ? NULL : app->watchlist.pair.prices, funding, &terms);
	return true;
}

/* The names of what is owed: "ETH and USDT". */
static void
name_owed(char *out, size_t size, const struct exposures *exposures)
{
	size_t count = 0;

	out[0] = '\0';
	for (size_t i = 0; i < exposures->count; i++) {
		if (!exposure_has(exposures->of[i].owed))
			continue;
		count++;
		if (count > 1)
			strlcat(out, count == exposures->owed_count ? " and " : ", ", size);
		strlcat(out, exposures->of[i].ccy, size);
	}
}

const char *
whatif_answer_words(enum outcome_state state)
{
	static const char *const words[] = {
		[OUTCOME_NO_LTV] = "the LTV is not known, so there is nothing to start from",
		[OUTCOME_NO_COVER] =
		    "what is pledged counts for nothing already: there is no LTV to start from",
		[OUTCOME_UNFIT] = "a number is too large to compute with",
	};

	return state < sizeof words / sizeof *words && words[state] != NULL ? words[state] : "";
}

void
whatif_answer_refusal(char out[WHATIF_ANSWER_SIZE], const struct whatif_answer *answer,
    const struct loan_status *status)
{
	const struct outcome *outcome = &answer->outcome;
	const struct exposures *exposures = &status->paired->exposures;
	const char *ccy = outcome->item != NULL ? outcome->item->ccy : "";
	char names[WHATIF_ANSWER_SIZE / 2];

	switch (outcome->state) {
	case OUTCOME_CCY_NEEDED:
		name_owed(names, sizeof names, exposures);
		snprintf(out, WHATIF_ANSWER_SIZE,
		    "repay needs a currency before the amount: %s are owed", names);
		break;
	case OUTCOME_OWED_UNKNOWN:
		snprintf(out, WHATIF_ANSWER_SIZE, "how much%s%s is owed is not known",
		    ccy[0] != '\0' ? " " : "", ccy);
		break;
	case OUTCOME_PRICE_UNKNOWN:
		snprintf(out, WHATIF_ANSWER_SIZE,
		    "%s has no price now: ask for a change, such as %s -20%%", ccy, ccy);
		break;
	default:
		strlcpy(out, whatif_answer_words(outcome->state), WHATIF_ANSWER_SIZE);
	}
}

/* Says AMOUNT of CCY whole, or to eight decimals, downwards. */
static void
write_amount(char out[LOAN_FIGURES_SIZE], const struct app *app, const struct ratio *amount)
{
	struct decimal exact;
	int decimals = NOTE_DECIMALS;

	if (ratio_round(&exact, amount, NOTE_DECIMALS, DECIMAL_FLOOR))
		decimals = decimal_places(&exact);
	loan_figures_number(out, app, false, "", amount, decimals, DECIMAL_FLOOR);
}

/* What notes say before and after their currency, which OF_AMOUNT has its amount. */
/* clang-format off */
static const struct {
	const char *before, *after;
	bool of_amount;
} notes[] = {
	[OUTCOME_OVER_OWED] = { "only ", " is owed: that repays all of it", true },
	[OUTCOME_OVER_FUNDING] = { "the funding account holds only ", "", true },
	[OUTCOME_NOT_OWED] = { "nothing is owed in ", ": repaying it changes nothing", false },
	[OUTCOME_NOT_IN_LOAN] =
	    { "", " is neither pledged nor owed: its price changes nothing", false },
	[OUTCOME_AS_PLEDGED] =
	    { "more ", " counts here as what is pledged does; OKX may count it for less", false },
	[OUTCOME_NEW] =
	    { "", " is not pledged yet and its haircut not known: it may count for nothing", false },
	[OUTCOME_NEW_UNPRICED] =
	    { "", " is not pledged yet and its price not known: it may count for nothing", false },
	[OUTCOME_UNPRICED] =
	    { "a pledged coin has no price: any part of the collateral may be that coin", "", false },
	[OUTCOME_UNLISTED] =
	    { "OKX did not name all that is pledged: the rest may be any coin", "", false },
	[OUTCOME_DEBT_UNWEIGHED] =
	    { "an owed coin has no price: all of the debt may be the coin that changes worst", "", false },
};
/* clang-format on */

void
whatif_answer_note(char out[WHATIF_ANSWER_SIZE], const struct whatif_answer *answer,
    const struct app *app, size_t index)
{
	const struct outcome_note *note = &answer->outcome.notes[index];
	char amount[LOAN_FIGURES_SIZE] = "";

	if (note->kind == OUTCOME_NOT_OWED && note->ccy[0] == '\0') {
		strlcpy(out, "nothing is owed", WHATIF_ANSWER_SIZE);
		return;
	}
	if (note->kind == OUTCOME_OVER_FUNDING && ratio_sign(&note->amount) == 0) {
		snprintf(out, WHATIF_ANSWER_SIZE, "the funding account holds no %s", note->ccy);
		return;
	}
	if (notes[note->kind].of_amount) {
		write_amount(amount, app, &note->amount);
		strlcat(amount, " ", sizeof amount);
	}
	snprintf(out, WHATIF_ANSWER_SIZE, "%s%s%s%s", notes[note->kind].before, amount, note->ccy,
	    notes[note->kind].after);
}

bool
whatif_answer_note_stands(const struct whatif_answer *answer, size_t index)
{
	const struct outcome_note *note = &answer->outcome.notes[index];

	return note->item != NULL || answer->outcome.at_most;
}

/* Writes a cell, after the sign SIGN, in brackets where it is old. */
static void
write_cell(struct table *table, enum line line, enum side side, const char *sign, const char *text)
{
	snprintf(table->cells[line][side], CELL_SIZE, table->stale ? "[%s%s]" : "%s%s", sign, text);
	table->roles[line][side] = table->stale ? ROLE_STALE : ROLE_FIGURE;
}

/* How far prices may fall yet, downwards. */
static void
write_fall(struct table *table, enum line line, enum side side, const struct outcome *outcome,
    const struct ratio *fall)
{
	char text[PERCENT_SIZE] = "reached";
	const char *sign = "";

	if (!fall->known || ratio_sign(fall) > 0) {
		ratio_percent(text, fall, FALL_DECIMALS, DECIMAL_FLOOR);
		sign = outcome->at_most && fall->known ? ">=" : "";
	}
	write_cell(table, line, side, sign, text);
}

/* What leaves the call, upwards: in the one coin that is owed, else in USD. */
static void
write_relief(struct table *table, enum side side, const struct outcome *outcome)
{
	const char *sign = outcome->at_most ? "<=" : "";
	char text[LOAN_FIGURES_SIZE];

	if (outcome->ccy != NULL) {
		loan_figures_number(text, table->app, false, "", &outcome->repay,
		    outcome->repay_decimals, DECIMAL_CEILING);
		strlcat(text, " ", sizeof text);
		strlcat(text, outcome->ccy, sizeof text);
	} else
		loan_figures_number(text, table->app, false, "$", &outcome->repay_usd, 2,
		    DECIMAL_CEILING);
	strlcat(text, "~", sizeof text);
	write_cell(table, LINE_REPAY, side, sign, text);
	loan_figures_number(text, table->app, false, "$", &outcome->pledge_usd, 2, DECIMAL_CEILING);
	strlcat(text, "~", sizeof text);
	write_cell(table, LINE_PLEDGE, side, sign, text);
}

static enum role
word_role(enum risk_band band)
{
	return band >= RISK_CALL ? ROLE_BAD : band == RISK_OK ? ROLE_GOOD : ROLE_WARN;
}

static void
write_side(struct table *table, enum side side, const struct outcome *outcome,
    const struct risk *risk)
{
	const bool known = outcome->state == OUTCOME_KNOWN;
	struct ratio shown = outcome->ltv;
	char ltv[PERCENT_SIZE + 1] = "-";
	bool computed = false;

	if (!known && outcome->state != OUTCOME_NO_DEBT) {
		for (int line = 0; line < LINE_REPAY; line++)
			write_cell(table, (enum line)line, side, "", "-");
		return;
	}
	/* That of now is called as it is above. */
	if (side == SIDE_NOW)
		shown = risk_shown_ltv(&computed, risk);
	if (known) {
		risk_ltv_text(ltv, risk, &shown);
		strlcat(ltv, computed ? "~" : "", sizeof ltv);
	}
	write_cell(table, LINE_LTV, side, known && outcome->at_most && ltv[0] != '<' ? "<=" : "",
	    ltv);
	write_fall(table, LINE_CALL, side, outcome, &outcome->to_call);
	write_fall(table, LINE_LIQUIDATION, side, outcome, &outcome->to_liquidation);
	/* A word that is good never stands beside old figures. */
	write_cell(table, LINE_BAND, side, "", risk_word(outcome->band));
	if (!table->stale || outcome->band >= RISK_CALL)
		table->roles[LINE_BAND][side] = word_role(outcome->band);
	if (outcome->repay_usd.known)
		write_relief(table, side, outcome);
}

/* The widest of a column of cells. */
static int
cells_width(const struct table *table, enum side side)
{
	int width = text_width(headings[side]);

	for (int line = 0; line < LINES; line++)
		if (text_width(table->cells[line][side]) > width)
			width = text_width(table->cells[line][side]);
	return width;
}

static bool
line_stands(const struct table *table, int line)
{
	return table->cells[line][SIDE_NOW][0] != '\0' || table->cells[line][SIDE_THEN][0] != '\0';
}

static int
labels_width(const struct table *table, int brief)
{
	int width = 0;

	for (int line = 0; line < LINES; line++)
		if (line_stands(table, line) && text_width(labels[line][brief]) > width)
			width = text_width(labels[line][brief]);
	return width;
}

/* Where the table has no room: one figure a line. */
static void
add_figures(const struct table *table)
{
	char text[2 * CELL_SIZE];

	for (int line = 0; line < LINES; line++) {
		const char *now = table->cells[line][SIDE_NOW];

		if (table->cells[line][SIDE_THEN][0] == '\0')
			continue;
		snprintf(text, sizeof text, "%s %s%s%s%s", labels[line][1],
		    table->cells[line][SIDE_THEN], now[0] != '\0' ? ", now " : "", now, "");
		page_text(table->page, table->roles[line][SIDE_THEN], text);
	}
}

static void
add_table(const struct table *table)
{
	struct page *page = table->page;
	const int width[SIDES] = { cells_width(table, SIDE_NOW), cells_width(table, SIDE_THEN) };
	int brief = 0, end[SIDES];

	while (brief < 2 &&
	    labels_width(table, brief) + width[SIDE_NOW] + width[SIDE_THEN] + 2 * GAP > page->width)
		brief++;
	if (brief == 2) {
		add_figures(table);
		return;
	}
	end[SIDE_NOW] = labels_width(table, brief) + GAP + width[SIDE_NOW];
	end[SIDE_THEN] = end[SIDE_NOW] + GAP + width[SIDE_THEN];
	page_space(page);
	for (int side = 0; side < SIDES; side++)
		page_piece(page, end[side] - text_width(headings[side]), ROLE_HEADER,
		    headings[side]);
	for (int line = 0; line < LINES; line++) {
		if (!line_stands(table, line))
			continue;
		page_space(page);
		page_piece(page, 0, ROLE_LABEL, labels[line][brief]);
		for (int side = 0; side < SIDES; side++) {
			const char *cell = table->cells[line][side];

			page_piece(page, end[side] - text_width(cell), table->roles[line][side],
			    cell);
		}
	}
}

void
whatif_answer_sentence(struct page *page, enum role role, const char *text)
{
	char sentence[WHATIF_ANSWER_SIZE + 8] = "";

	text_add_sentence(sentence, sizeof sentence, text);
	text_capitalise(sentence);
	page_text(page, role, sentence);
}

/* The best that the haircuts allow, where that is another LTV. */
static void
add_range(const struct table *table, const struct outcome *outcome)
{
	char text[WHATIF_ANSWER_SIZE], best[PERCENT_SIZE] = "";

	if (outcome->state != OUTCOME_KNOWN || !outcome->at_most)
		return;
	ratio_percent(best, &outcome->ltv_least, LEAST_DECIMALS, DECIMAL_CEILING);
	snprintf(text, sizeof text,
	    "<= at most: the haircuts are not known, and the worst possible ones count%s%s",
	    outcome->ltv_least.known ? "; the best would make the LTV " : "",
	    outcome->ltv_least.known ? best : "");
	whatif_answer_sentence(table->page, ROLE_PLAIN, text);
}

void
whatif_answer_fill(struct page *page, const struct app *app, const struct loan_status *status)
{
	const struct question nothing = { .count = 0 };
	struct table table = { .page = page, .app = app };
	struct whatif_answer answer;
	struct outcome now;
	struct cause cause;
	char text[WHATIF_ANSWER_SIZE];

	if (!whatif_answer_find(&answer, app, status, &cause)) {
		whatif_answer_sentence(page, ROLE_WARN, cause.text);
		return;
	}
	if (answer.question.count == 0)
		return;
	whatif_answer_refusal(text, &answer, status);
	if (text[0] != '\0') {
		whatif_answer_sentence(page, ROLE_WARN, text);
		return;
	}
	outcome_find(&now, &nothing, status->paired, NULL, NULL, &app->settings->terms);
	table.stale = loan_figures_stale(app) || (status->paired != status && app_pair_stale(app));
	write_side(&table, SIDE_NOW, &now, &status->paired->risk);
	write_side(&table, SIDE_THEN, &answer.outcome, &status->paired->risk);
	add_table(&table);
	if (answer.outcome.state == OUTCOME_NO_DEBT)
		whatif_answer_sentence(page, ROLE_PLAIN, "nothing is owed then");
	add_range(&table, &answer.outcome);
	for (size_t i = 0; i < answer.outcome.note_count; i++) {
		if (!whatif_answer_note_stands(&answer, i))
			continue;
		whatif_answer_note(text, &answer, app, i);
		whatif_answer_sentence(page, ROLE_WARN, text);
	}
}
