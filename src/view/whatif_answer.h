/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_WHATIF_ANSWER_H
#define COLLTOP_VIEW_WHATIF_ANSWER_H

#include "app/app.h"
#include "model/outcome.h"
#include "view/page.h"

/* What a loan answers to the what-if question that was asked (app->question), in words. */

struct whatif_answer {
	struct question question;
	struct outcome outcome; /* points into this struct: do not copy it */
};

/* Answers for the loan of STATUS. False with the cause where the question is not understood. */
bool whatif_answer_find(struct whatif_answer *answer, const struct app *app,
    const struct loan_status *status, struct cause *cause);

/* Why a loan in STATE has no figures, in small letters without a full stop; "" where it has. */
const char *whatif_answer_words(enum outcome_state state);

/* Room for one sentence of either kind. */
#define WHATIF_ANSWER_SIZE 400

/* The same of an ANSWER, with what it is about. */
void whatif_answer_refusal(char out[WHATIF_ANSWER_SIZE], const struct whatif_answer *answer,
    const struct loan_status *status);

/* The INDEX-th note, likewise. Amounts are masked while those are hidden. */
void whatif_answer_note(char out[WHATIF_ANSWER_SIZE], const struct whatif_answer *answer,
    const struct app *app, size_t index);

/* Whether that note matters to what was found. */
bool whatif_answer_note_stands(const struct whatif_answer *answer, size_t index);

/* Adds TEXT with a capital and a full stop. */
void whatif_answer_sentence(struct page *page, enum role role, const char *text);

/*
 * Adds the answer, beside today's figures, or what is wrong with the question; nothing where
 * none was asked.
 */
void whatif_answer_fill(struct page *page, const struct app *app, const struct loan_status *status);

#endif
