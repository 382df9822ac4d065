/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_TIER_TRIAL_H
#define COLLTOP_SETUP_TIER_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/ratio.h"

/*
 * Whether a loan's adjusted collateral ("collateralNotionalUsd") is what the public discount
 * tiers make of the pledged coins at their index prices: judged over many rounds, each a loan
 * answer with the prices just before and just after it. Pure: no clock, no I/O.
 */

#define TIER_TRIAL_ROUNDS 10            /* so many rounds settle it … */
#define TIER_TRIAL_SPAN_MS (20 * 60000) /* … that agree over so long */

/* One pledged coin in one round. */
struct tier_trial_coin {
	const char *ccy;
	struct decimal amount;        /* pledged */
	struct decimal counted;       /* what the tiers count of it, in coins */
	struct decimal before, after; /* its index price in USD, above 0, around the loan answer */
};

enum tier_verdict {
	TIER_OPEN,
	TIER_AGREES, /* ten rounds inside over 20 minutes, none outside, and prices that moved */
	TIER_DIFFERS /* ten rounds outside */
};

/* A coin over the rounds inside. */
struct tier_trial_span {
	char *ccy;
	struct decimal amount, counted, lowest, highest;
	bool heavy; /* 5 % of the market value or more in one of these rounds */
};

struct tier_trial {
	/* 0.05 % is added to a round's range on each side; one wider than 0.3 % counts for nothing */
	unsigned wide, inside, outside;
	int64_t first_ms, last_ms; /* of the rounds inside */
	struct ratio gap;          /* the farthest from a range, of the collateral; unknown: none */
	/*
	 * What the collateral differs from the middle of the range, charged to each coin alone as
	 * an error of its rate: the largest, of the rounds inside; unknown: none
	 */
	struct ratio residual;
	struct tier_trial_span *spans; /* by the order of the first round */
	size_t count;
};

/* Zeroed memory is a trial without a round; frees its memory and leaves it so. */
void tier_trial_clear(struct tier_trial *trial);

/*
 * Adds a round at NOW_MS: the collateral SECURED and all COUNT coins that make it. Another
 * set of coins or other amounts begin the trial anew. False, with nothing added, where a
 * number no longer fits or SECURED is not above 0.
 */
bool tier_trial_add(struct tier_trial *trial, const struct decimal *secured,
    const struct tier_trial_coin *coins, size_t count, int64_t now_ms);

enum tier_verdict tier_trial_verdict(const struct tier_trial *trial);

/* The smallest move, of 1, of a coin of 5 % weight; not known without one. */
struct ratio tier_trial_least_move(const struct tier_trial *trial);

#endif
