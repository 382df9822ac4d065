/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PEGS_H
#define COLLTOP_MODEL_PEGS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/assets.h"
#include "model/prices.h"
#include "model/ratio.h"

/*
 * Which of the currencies that are named as stablecoins are at their peg. One is off it
 * once its index is below 0.98 or above 1.02, and back only within 0.985 to 1.015, so that
 * a price at the edge is no change each time. One without a price so far is at its peg, and
 * one whose price is not known any more stays what it was: an answer that is missing must
 * not move a band.
 */
struct peg {
	char ccy[ASSETS_CCY_SIZE];
	bool off;
	bool changed;       /* by the last update; off at the first price is a change */
	struct ratio price; /* of the last update that had one, USD */
};

/* Zeroed memory has no memory yet; pegs_clear() lets it go. */
struct pegs {
	size_t count;
	struct peg *of; /* those that had a price, in the order of the names */
	char *names;    /* the names that count as stablecoins, blanks between them; NULL: all */
};

/* Judges NAMES, blanks between them, by PRICES (NULL: none). */
void pegs_update(struct pegs *pegs, const char *names, const struct prices *prices);

/* No peg has changed. */
void pegs_settle(struct pegs *pegs);

void pegs_clear(struct pegs *pegs);

#endif
