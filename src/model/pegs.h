/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PEGS_H
#define COLLTOP_MODEL_PEGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "model/assets.h"
#include "model/prices.h"

/*
 * Which of the currencies that are named as stablecoins are at their peg: those whose index,
 * a crossed one too, is from 0.98 to 1.02 USD, both included. One is off it with the first
 * price outside, and back once all its prices of PEG_BACK_MS were inside, so that a price at
 * the edge is no change each time. One without a price so far is at its peg, and one whose
 * price is not known any more (none, unreadable, not above 0) stays what it was: an answer
 * that is missing must not move a band, and is no news of the market.
 */
#define PEG_RANGE "0.98 to 1.02"
#define PEG_BACK_MS 60000

struct peg {
	char ccy[ASSETS_CCY_SIZE];
	bool off;
	bool changed;         /* by the last update, which was not the first with a price */
	struct decimal price; /* USD: the one that made it OFF, or no longer */
	/* while it is off, when the first of its prices arrived that were all inside; else -1 */
	int64_t inside_ms;
};

/* Zeroed memory has no memory yet; pegs_clear() lets it go. */
struct pegs {
	size_t count;
	struct peg *of; /* those that had a price, in the order of their first one */
	char *names;    /* the names that count as stablecoins, blanks between them; NULL: all */
};

/* Judges NAMES, blanks between them, by PRICES (NULL: none). The same again changes nothing. */
void pegs_update(struct pegs *pegs, const char *names, const struct prices *prices);

/* No peg has changed. */
void pegs_settle(struct pegs *pegs);

void pegs_clear(struct pegs *pegs);

#endif
