/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/whatif.h"

#include <stdint.h>
#include <stdio.h>

#include <bsd/string.h>

#include "app/table_view.h"
#include "base/text.h"
#include "model/ratio.h"
#include "model/position.h"
#include "model/stress.h"
#include "view/loan_figures.h"
#include "view/whatif_answer.h"

#define GAP 2
#define FALL "fall"
#define TEXT_SIZE (PERCENT_SIZE + 2)
#define EXAMPLE_INDENT 22

enum part { PART_LTV, PART_BAND, PART_REPAY, PART_PLEDGE, PARTS };

static const char *const titles[PARTS] = { "LTV", "band", "repay USD", "pledge USD" };

/* One ladder in words: what falls, then its steps. */
struct section {
	char title[ASSETS_CCY_SIZE + 40];
	const char *ltv_title;
	struct stress_step steps[STRESS_STEPS];
	char text[STRESS_STEPS][PARTS][TEXT_SIZE];
};

struct whatif {
	struct page *page;
	const struct app *app;
	const struct loan_status *status; /* of the pair */
	size_t count;
	struct section sections[STRESS_KINDS];
	bool at_most; /* some LTV is a bound */
	int parts;    /* of each section: what to pledge comes where it costs no other its place */
	int width[PARTS], section_width;
};

/* Whole dollars, upwards. */
static void
write_relief(char out[TEXT_SIZE], const struct app *app, const struct ratio *relief)
{
	char text[DECIMAL_TEXT_SIZE];
	struct decimal rounded;

	if (!relief->known)
		strlcpy(out, "-", TEXT_SIZE);
	else if (app->hidden)
		strlcpy(out, PAGE_MASK, TEXT_SIZE);
	else if (!ratio_round(&rounded, relief, 0, DECIMAL_CEILING) ||
	    decimal_text_grouped(text, sizeof text, &rounded) >= TEXT_SIZE)
		strlcpy(out, "*", TEXT_SIZE);
	else
		strlcpy(out, text, TEXT_SIZE);
}

static void
write_step(char text[PARTS][TEXT_SIZE], const struct app *app, const struct risk *risk,
    const struct stress_step *step)
{
	char ltv[PERCENT_SIZE];

	risk_ltv_text(ltv, risk, &step->ltv);
	snprintf(text[PART_LTV], TEXT_SIZE, "%s%s",
	    step->at_most && step->ltv.known && ltv[0] != '<' ? "<=" : "", ltv);
	strlcpy(text[PART_BAND], risk_word(step->band), TEXT_SIZE);
	write_relief(text[PART_REPAY], app, &step->repay_usd);
	write_relief(text[PART_PLEDGE], app, &step->pledge_usd);
}

/* Adds the ladder of KIND where that applies; TITLE says what falls. */
static void
add_ladder(struct whatif *whatif, enum stress_kind kind, const char *ccy, const char *title)
{
	struct section *section = &whatif->sections[whatif->count];
	const struct loan_status *status = whatif->status;

	if (!stress_find(section->steps, kind, ccy, status->order, &status->risk,
		&status->exposures, &status->target, &whatif->app->settings->terms))
		return;
	whatif->count++;
	snprintf(section->title, sizeof section->title, "%s%s", ccy, title);
	section->ltv_title = section->steps[0].at_most ? "LTV at most" : titles[PART_LTV];
	whatif->at_most = whatif->at_most || section->steps[0].at_most;
	for (int i = 0; i < STRESS_STEPS; i++)
		write_step(section->text[i], whatif->app, &status->risk, &section->steps[i]);
}

/* The currency under the cursor, or "". */
static const char *
pointed_at(const struct app *app)
{
	const struct portfolio_row *row = table_view_selected(app);

	return row == NULL || row->asset->position->kind == POSITION_LISTED ? "" : row->asset->coin;
}

static const char *
title_of(const struct section *section, enum part part)
{
	return part == PART_LTV ? section->ltv_title : titles[part];
}

/* The room that each part of every section needs. */
static void
measure_parts(struct whatif *whatif)
{
	for (int part = 0; part < PARTS; part++) {
		int *width = &whatif->width[part];

		for (size_t i = 0; i < whatif->count; i++) {
			const struct section *section = &whatif->sections[i];

			if (text_width(title_of(section, (enum part)part)) > *width)
				*width = text_width(title_of(section, (enum part)part));
			for (int step = 0; step < STRESS_STEPS; step++)
				if (text_width(section->text[step][part]) > *width)
					*width = text_width(section->text[step][part]);
		}
	}
}

/* The room that a section of PARTS needs. */
static int
sections_width(const struct whatif *whatif, int parts)
{
	int width = 0;

	for (int part = 0; part < parts; part++)
		width += GAP + whatif->width[part];
	for (size_t i = 0; i < whatif->count; i++)
		if (GAP + text_width(whatif->sections[i].title) > width)
			width = GAP + text_width(whatif->sections[i].title);
	return width;
}

/* How many rows of sections there are where COUNT stand side by side, at least one. */
static size_t
rows_of(const struct whatif *whatif, size_t beside)
{
	return beside == 0 ? SIZE_MAX : (whatif->count + beside - 1) / beside;
}

/* Decides which parts stand. Returns how many sections stand side by side; 0: not one has room. */
static size_t
measure_sections(struct whatif *whatif)
{
	int room = whatif->page->width - (int)sizeof FALL + 1;
	size_t all, fewer;

	measure_parts(whatif);
	all = (size_t)(room / sections_width(whatif, PARTS));
	fewer = (size_t)(room / sections_width(whatif, PARTS - 1));
	whatif->parts = rows_of(whatif, all) <= rows_of(whatif, fewer) ? PARTS : PARTS - 1;
	whatif->section_width = sections_width(whatif, whatif->parts);
	return whatif->parts == PARTS ? all : fewer;
}

/* The part of a section that begins at column X; words stand left, figures right. */
static void
put_part(const struct whatif *whatif, int x, enum part part, enum role role, const char *text)
{
	for (int before = 0; before < (int)part; before++)
		x += GAP + whatif->width[before];
	x += GAP;
	page_piece(whatif->page, part == PART_BAND ? x : x + whatif->width[part] - text_width(text),
	    role, text);
}

static enum role
step_role(enum risk_band band)
{
	return band >= RISK_CALL ? ROLE_BAD : band == RISK_OK ? ROLE_PLAIN : ROLE_WARN;
}

/* COUNT sections from FIRST on side by side. */
static void
add_beside(const struct whatif *whatif, size_t first, size_t count)
{
	struct page *page = whatif->page;
	int left = (int)sizeof FALL - 1;
	char fall[16];

	page_space(page);
	for (size_t i = 0; i < count; i++)
		page_piece(page, left + GAP + (int)i * whatif->section_width, ROLE_LABEL,
		    whatif->sections[first + i].title);
	page_space(page);
	page_piece(page, 0, ROLE_HEADER, FALL);
	for (size_t i = 0; i < count; i++)
		for (int part = 0; part < whatif->parts; part++)
			put_part(whatif, left + (int)i * whatif->section_width, (enum part)part,
			    ROLE_HEADER, title_of(&whatif->sections[first + i], (enum part)part));
	for (int step = 0; step < STRESS_STEPS; step++) {
		snprintf(fall, sizeof fall, "%*d%%", left - 1,
		    whatif->sections[first].steps[step].fall);
		page_space(page);
		page_piece(page, 0, ROLE_LABEL, fall);
		for (size_t i = 0; i < count; i++) {
			const struct section *section = &whatif->sections[first + i];

			for (int part = 0; part < whatif->parts; part++)
				put_part(whatif, left + (int)i * whatif->section_width,
				    (enum part)part,
				    part == PART_BAND ? step_role(section->steps[step].band) :
							ROLE_FIGURE,
				    section->text[step][part]);
		}
	}
	page_space(page);
}

/* Where not even one section has room: a sentence a step. */
static void
add_sentences(const struct whatif *whatif, const struct section *section)
{
	char line[TEXT_LINE_SIZE];

	page_text(whatif->page, ROLE_LABEL, section->title);
	for (int i = 0; i < STRESS_STEPS; i++) {
		snprintf(line, sizeof line, "%d%%: LTV %s %s, repay %s", section->steps[i].fall,
		    section->text[i][PART_LTV], section->text[i][PART_BAND],
		    section->text[i][PART_REPAY]);
		page_text(whatif->page, step_role(section->steps[i].band), line);
	}
	page_space(whatif->page);
}

static void
add_sections(struct whatif *whatif)
{
	size_t beside = measure_sections(whatif);

	if (beside == 0) {
		for (size_t i = 0; i < whatif->count; i++)
			add_sentences(whatif, &whatif->sections[i]);
		return;
	}
	for (size_t i = 0; i < whatif->count; i += beside)
		add_beside(whatif, i, whatif->count - i < beside ? whatif->count - i : beside);
}

static void
add_target_note(const struct whatif *whatif)
{
	const struct target *target = &whatif->status->target;
	struct ratio at = target->at;
	char line[TEXT_LINE_SIZE], percent[PERCENT_SIZE];

	ratio_percent(percent, &at, 2, DECIMAL_FLOOR);
	if (target->state == TARGET_UNKNOWN)
		strlcpy(line,
		    "repay: not computed, since the debt, the collateral or the margin call is not known",
		    sizeof line);
	else if (target->state == TARGET_REFUSED)
		snprintf(line, sizeof line,
		    "repay: not computed, since the target of %s is too near the margin call to "
		    "bring relief",
		    percent);
	else
		snprintf(line, sizeof line,
		    "repay%s: what brings the LTV back to %s at the fallen prices%s",
		    whatif->parts == PARTS ? " or pledge" : "", percent,
		    whatif->parts == PARTS ? ", the pledge after haircuts" : "");
	page_text(whatif->page, ROLE_PLAIN, line);
}

/* Which of the stablecoins are none for now. */
static void
add_lost_pegs(struct page *page, const struct pegs *pegs)
{
	char line[TEXT_LINE_SIZE] = "";

	for (size_t i = 0; i < pegs->count; i++) {
		if (!pegs->of[i].off)
			continue;
		strlcat(line, line[0] == '\0' ? "Off their peg, so they fall with the others:" : "",
		    sizeof line);
		strlcat(line, " ", sizeof line);
		strlcat(line, pegs->of[i].ccy, sizeof line);
	}
	if (line[0] != '\0')
		page_text(page, ROLE_WARN, line);
}

/* What it all rests on. */
static void
add_assumptions(const struct whatif *whatif)
{
	struct page *page = whatif->page;
	char line[TEXT_LINE_SIZE];

	add_target_note(whatif);
	if (!whatif->status->exposures.pledged_listed || whatif->status->order->pledged.count == 0)
		page_text(page, ROLE_WARN,
		    "OKX did not name all that is pledged, so all of the collateral counts as falling.");
	if (whatif->at_most)
		page_text(page, ROLE_PLAIN,
		    "<= at most: the haircuts are not known, so it is the highest LTV that "
		    "any haircuts would make");
	page_text(page, ROLE_PLAIN,
	    "Thresholds, amounts and haircuts unchanged; bands computed afresh.");
	snprintf(line, sizeof line, "Stablecoins (colltop.conf): %s",
	    whatif->app->settings->terms.stablecoins);
	page_text(page, ROLE_PLAIN, line);
	add_lost_pegs(page, &whatif->app->watchlist.pegs);
	if (exposures_find(&whatif->status->exposures, pointed_at(whatif->app)) == NULL)
		page_text(page, ROLE_PLAIN,
		    "With the cursor on a pledged currency there is a ladder for that one alone.");
	page_text(page, ROLE_FAINT,
	    "It closes with Esc, after 5 minutes, and at once when a loan gets worse.");
}

/* Why there is no ladder. */
static const char *
why_none(const struct risk *risk)
{
	if (risk->no_debt)
		return "nothing is owed: no fall of prices causes a margin call";
	return whatif_answer_words(risk->no_cover ? OUTCOME_NO_COVER : OUTCOME_NO_LTV);
}

/* Whether a stablecoin is pledged; without one it is no other ladder that leaves them out. */
static bool
secures_stable(const struct exposures *exposures)
{
	for (size_t i = 0; i < exposures->count; i++)
		if (exposures->of[i].stable && exposure_has(exposures->of[i].pledged))
			return true;
	return false;
}

static void
add_ladders(struct whatif *whatif)
{
	add_ladder(whatif, STRESS_ALL, "", "all pledged coins");
	if (secures_stable(&whatif->status->exposures))
		add_ladder(whatif, STRESS_COINS, "", "all but stablecoins");
	add_ladder(whatif, STRESS_ONE, pointed_at(whatif->app), " alone");
	add_ladder(whatif, STRESS_MARKET, "", "the whole market, owed coins too");
	if (whatif->count == 0) {
		whatif_answer_sentence(whatif->page, ROLE_PLAIN, why_none(&whatif->status->risk));
		return;
	}
	add_sections(whatif);
	add_assumptions(whatif);
}

/* How to ask, in four examples. */
static void
add_examples(struct page *page)
{
	page_space(page);
	page_text(page, ROLE_HEADER, "What can be asked, several at once");
	for (size_t i = 0; question_examples[i].text != NULL; i++)
		page_pair(page, EXAMPLE_INDENT, ROLE_KEY, question_examples[i].text, ROLE_PLAIN,
		    question_examples[i].meaning);
}

void
whatif_fill(struct page *page, const struct app *app)
{
	const struct loan_status *watched = watchlist_watched(&app->watchlist);
	struct whatif whatif = { .page = page, .app = app };
	bool old;

	if (watched == NULL) {
		page_text(page, ROLE_PLAIN, "There is no loan any more.");
		return;
	}
	whatif.status = watched->paired;
	/* Without a pair it is the newest answer by itself. */
	old = whatif.status == watched ? loan_figures_stale(app) : app_pair_stale(app);
	if (old)
		page_text(page, ROLE_BAD, "All of this is computed from stale figures.");
	whatif_answer_fill(page, app, watched);
	if (app->question[0] != '\0')
		page_space(page);
	add_ladders(&whatif);
	add_examples(page);
}
