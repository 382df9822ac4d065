/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_BOOK_H
#define COLLTOP_MODEL_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/risk.h"
#include "model/target.h"

/*
 * All open loans as they stand, worst first, and which one is watched. It
 * remembers each order's band from answer to answer, by its key.
 */

/* One loan as it stands. */
struct stake {
	const struct loan_order *order; /* of the snapshot */
	struct exposures exposures;
	struct risk risk;
	struct target target;
};

struct book {
	struct loans *loans;            /* held; NULL: not known whether there is one */
	size_t count;
	struct stake *stakes;           /* COUNT of them, worst first; equal ones by key */
	/* its memory from answer to answer */
	char watched[LOAN_KEY_SIZE];    /* key of the order that is watched, "" for none */
	bool chosen;                    /* by the person */
	char leader[LOAN_KEY_SIZE];     /* an order that is worse than the watched one by a point or more … */
	unsigned leads;                 /* … for so many answers in a row */
	struct book_band {
		char key[LOAN_KEY_SIZE];
		enum risk_band before, now;     /* BEFORE: until the last answer came; of a new order as NOW */
	} *bands;                       /* of each order */
	size_t band_count;
};

#define BOOK_LEAD_ANSWERS 3             /* a lead of one point (0.01 of L/M or L/Q) for so many answers takes over */

void book_init(struct book *book);

/* Forgets everything: another account or environment. */
void book_clear(struct book *book);

/*
 * Assesses LOANS (NULL: nothing is known) with the prices that there are.
 * ANSWER: LOANS is a new answer of the exchange, so that leads are counted and
 * the bands there were become BEFORE; else only prices or terms changed.
 * Which one is watched changes only when another order is in a worse band than
 * the watched one (against a choice of the person: has just got into it), when
 * another leads by one point for three answers (never against a choice), or
 * when the watched one is gone: then the worst is.
 */
void book_assess(struct book *book, struct loans *loans, const struct prices *prices,
    const struct risk_terms *terms, bool answer);

/* The loan that is watched, or NULL for none. */
const struct stake *book_watched(const struct book *book);

/* The worst band of all orders; RISK_UNKNOWN where nothing is known, RISK_OK without a loan. */
enum risk_band book_worst(const struct book *book);

/* The person chooses the next order by key (STEP 1) or the one before (-1); wraps around. */
void book_choose(struct book *book, int step);

#endif
