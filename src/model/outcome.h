/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_OUTCOME_H
#define COLLTOP_MODEL_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "model/funding.h"
#include "model/question.h"
#include "model/watchlist.h"

/*
 * What a loan would be, were a question's items so: of one moment, that of a pair.
 * Amounts and prices change as asked; thresholds and haircuts stay. Where several haircuts
 * are possible (model/haircuts) the worst LTV judges. What is owed is worth what the
 * exchange says (D): each owed coin has the part of D that its value is of all of them.
 */
enum outcome_state {
	OUTCOME_KNOWN,
	OUTCOME_NO_DEBT,  /* nothing is owed then: OK, without distances */
	OUTCOME_NO_LTV,   /* today's is not known, so there is nothing to start from */
	OUTCOME_NO_COVER, /* what is pledged counts for nothing today */
	OUTCOME_UNFIT,    /* a number is too large */
	/* because of ITEM: */
	OUTCOME_CCY_NEEDED,   /* several coins are owed */
	OUTCOME_OWED_UNKNOWN, /* how much of it is owed is not known */
	OUTCOME_PRICE_UNKNOWN /* it has no price today, from which another one would be a change */
};

/* What has to be said beside the figures; of AMOUNT where there is one. */
enum outcome_note_kind {
	OUTCOME_OVER_OWED,    /* more than AMOUNT, which is owed */
	OUTCOME_OVER_FUNDING, /* more than AMOUNT, which the funding account holds */
	OUTCOME_NOT_OWED,     /* nothing of it is owed */
	OUTCOME_NOT_IN_LOAN,  /* it is neither pledged nor owed: its price changes nothing */
	OUTCOME_AS_PLEDGED,   /* more of it counts as what is pledged does, whatever the tiers */
	OUTCOME_NEW,          /* it is not pledged yet: its haircut may be anything */
	OUTCOME_NEW_UNPRICED, /* … and it has no price either */
	/* without ITEM: */
	OUTCOME_UNPRICED, /* a pledged coin has no price: its part of the collateral may be any */
	OUTCOME_UNLISTED, /* not all that is pledged is named: what is not may be any coin */
	OUTCOME_DEBT_UNWEIGHED /* the parts of the debt are not known: the worst counts for all */
};

struct outcome_note {
	enum outcome_note_kind kind;
	const struct question_item *item; /* the question's, or NULL */
	const char *ccy;                  /* whose it is; "" where the question names none */
	struct ratio amount;
};

/* One of each kind and currency. */
#define OUTCOME_NOTES (2 * QUESTION_ITEMS + 3)

struct outcome {
	enum outcome_state state;
	const struct question_item *item;
	/* the highest LTV of all possible haircuts, and the lowest; not known where that is not */
	struct ratio ltv, ltv_least;
	bool at_most;                         /* the two differ, or may */
	enum risk_band band;                  /* of LTV, without hysteresis */
	struct ratio to_call, to_liquidation; /* as in struct risk, of LTV: at least so much */
	/*
	 * At the margin call or above: what brings the LTV one point below it, at most so
	 * much; USD, and in the one coin that is owed (CCY; NULL: none or several).
	 */
	struct ratio repay_usd, pledge_usd, repay;
	const char *ccy;
	int repay_decimals; /* as in struct target */
	size_t note_count;
	struct outcome_note notes[OUTCOME_NOTES];
};

/*
 * Answers QUESTION, which may ask nothing, for the loan of STATUS as its pair has it, with
 * the PRICES of that (NULL: none). FUNDING: what the funding account holds, NULL where that
 * is not known. OUTCOME points into all of these.
 */
void outcome_find(struct outcome *outcome, const struct question *question,
    const struct loan_status *status, const struct prices *prices, const struct funding *funding,
    const struct risk_terms *terms);

#endif
