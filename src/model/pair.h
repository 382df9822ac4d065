/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PAIR_H
#define COLLTOP_MODEL_PAIR_H

#include <stdint.h>

#include "model/loans.h"
#include "model/prices.h"

/*
 * A loan answer and the index prices that were asked for right after it
 * arrived: nearly one moment. What joins amounts, haircuts or LTVs with
 * prices is computed from a pair alone, so that no move of the market between
 * two answers is taken for something else. Its age is that of the loan answer.
 */
struct pair {
	struct loans *loans;   /* held; NULL: there is no pair */
	struct prices *prices; /* held */
};

#define PAIR_SHOWN_MS 3000 /* so much older than the leading figures, and its age is shown */

/* Makes INTO hold LOANS and PRICES in place of what it held; zeroed memory is no pair. */
void pair_set(struct pair *into, struct loans *loans, struct prices *prices);

/* Lets go of what it holds: no pair. */
void pair_clear(struct pair *pair);

/* Milliseconds since its loan answer arrived; -1 where there is no pair. */
int64_t pair_age_ms(const struct pair *pair, int64_t now_ms);

/*
 * How old a pair may be before its figures are stale: 30 s, or INTERVAL_MS and 12 s if
 * that is longer.
 */
int64_t pair_stale_ms(int64_t interval_ms);

#endif
