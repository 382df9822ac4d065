/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_LOAN_EVENTS_H
#define COLLTOP_MODEL_LOAN_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/watchlist.h"

/*
 * What happened to the loans from one answer to the next, in sentences for
 * someone who was not looking. None of it is told as good news: a partial
 * liquidation lowers the LTV.
 */

#define LOAN_EVENT_TEXT_SIZE 240

struct loan_event {
	bool bell; /* a worse band, an order gone, amounts changed, a peg lost */
	/* its digits are amounts or prices, or give them away: masked while those are hidden */
	bool amounts;
	/* "pledged BTC 1.3000 -> 1.2500: you, or a partial liquidation? OKX > Loan history" */
	char text[LOAN_EVENT_TEXT_SIZE];
};

/* The events of one answer, and the keys of orders that are gone. Zeroed memory has none. */
#define LOAN_EVENTS_MOST 64
#define LOAN_EVENTS_GONE 64

struct loan_events {
	size_t count;
	/* the most important first; beyond that the last one counts the others */
	struct loan_event of[LOAN_EVENTS_MOST];
	size_t gone_count;
	char gone[LOAN_EVENTS_GONE][LOAN_KEY_SIZE]; /* the oldest are forgotten */
};

/*
 * Compares two answers of the same origin, neither of them NULL, and replaces
 * the events in EVENTS; BANDS are the book's once it has assessed NOW. A debt
 * may grow by interest: up to 0.05 % for each hour begun between the two
 * answers is no event. The most important come first: what is gone, worse
 * bands, amounts, thresholds, what is new or back, better bands.
 */
void loan_events_compare(struct loan_events *events, const struct loans *before,
    const struct loans *now, const struct watchlist_band *bands, size_t band_count);

/*
 * Makes EVENT of PEG, which has changed: "USDC index 0.971200: counts as any coin from now
 * on", or as a stablecoin again.
 */
void loan_events_peg(struct loan_event *event, const struct peg *peg);

#endif
