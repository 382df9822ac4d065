/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_WATCHLIST_H
#define COLLTOP_MODEL_WATCHLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "model/call_price.h"
#include "model/pair.h"
#include "model/pegs.h"
#include "model/risk.h"
#include "model/target.h"

/*
 * All open loans as they stand, worst first, and which one is watched. It
 * remembers each order's band from answer to answer, by its key.
 */

/*
 * One loan as it stands. What the newest answer says by itself is judged from
 * that; what needs prices as well from the pair: `paired` is the same order in
 * it, or, while no pair has the order, this one, in which no price is known.
 */
struct loan_status {
	const struct loan *order;   /* of the snapshot */
	struct exposures exposures; /* without prices, but in the pair's */
	/*
	 * Where it does not follow from the newest answer how far owed coins may rise, that is
	 * the pair's. `above_market` is set when the last two pairs agree on it; in the pair's,
	 * when this one says so.
	 */
	struct risk risk;
	struct target target;
	struct target leave; /* under CALL and LIQUIDATION: what leaves the call */
	bool rise_paired;    /* `risk` says how far owed coins may rise as the pair has it */
	const struct loan_status *paired;
};

struct watchlist {
	struct loans *loans; /* held; NULL: not known whether there is one */
	size_t count;
	struct loan_status *statuses; /* COUNT of them, worst first; equal ones by key */
	struct pair pair;             /* held: the one that was assessed last */
	struct loan_status *paired;   /* its orders, as in its loans */
	/* Set by the caller: the pair is too old to judge by, so that all coins may fall. */
	bool pair_stale;
	struct pegs pegs;   /* by the prices of the pairs */
	bool *above_market; /* of each: the pair before it showed that as well */
	/* its memory from answer to answer */
	char watched[LOAN_KEY_SIZE]; /* key of the order that is watched, "" for none */
	bool chosen;                 /* by the person */
	/* an order that is worse than the watched one by a point or more … */
	char leader[LOAN_KEY_SIZE];
	unsigned leads; /* … for so many answers in a row */
	struct watchlist_band {
		char key[LOAN_KEY_SIZE];
		/* BEFORE: until the last answer came; of a new order as NOW */
		enum risk_band before, now;
	} * bands; /* of each order */
	size_t band_count;
};

/* a lead of one point (0.01 of L/M or L/Q) for so many answers takes over */
#define WATCHLIST_LEAD_ANSWERS 3

void watchlist_init(struct watchlist *watchlist);

/* Forgets everything: another account or environment. */
void watchlist_clear(struct watchlist *watchlist);

/*
 * Assesses LOANS (NULL: nothing is known), and what needs prices from PAIR
 * (NULL: none), of the same account and environment. ANSWER: LOANS is a new answer of the
 * exchange, so that leads are counted and the bands there were become BEFORE;
 * else only the pair changed.
 * Which one is watched changes only when another order is in a worse band than
 * the watched one (against a choice of the person: has just got into it), when
 * another leads by one point for three answers (never against a choice), or
 * when the watched one is gone: then the worst is.
 */
void watchlist_assess(struct watchlist *watchlist, struct loans *loans, const struct pair *pair,
    const struct risk_terms *terms, bool answer);

/* TERMS with those stablecoins alone that are at their peg. */
struct risk_terms watchlist_terms(const struct watchlist *watchlist,
    const struct risk_terms *terms);

/* The loan that is watched, or NULL for none. */
const struct loan_status *watchlist_watched(const struct watchlist *watchlist);

/*
 * The price of CCY, which the order of STATUS has, at which its margin call
 * comes: from the pair, but that it has come follows from the newest answer.
 */
void watchlist_call_at(struct call_price *call_price, const struct loan_status *status,
    const char *ccy);

/* The same for its liquidation. */
void watchlist_liquidation_at(struct call_price *call_price, const struct loan_status *status,
    const char *ccy);

/* The worst band of all orders; RISK_UNKNOWN where nothing is known, RISK_OK without a loan. */
enum risk_band watchlist_worst(const struct watchlist *watchlist);

/* The person chooses the next order by key (STEP 1) or the one before (-1); wraps around. */
void watchlist_choose(struct watchlist *watchlist, int step);

#endif
