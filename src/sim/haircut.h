/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_HAIRCUT_H
#define COLLTOP_SIM_HAIRCUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "sim/market.h"

/*
 * What the exchange counts of a coin as collateral: tiers with marginal rates, those that the
 * portfolio gives the coin, else made of its discount, which is the rate of all that is worth
 * less than some million USD.
 */

/* One tier, amounts of the coin. */
struct haircut_tier {
	struct decimal from, to, rate;
	bool endless; /* there is no TO */
};

/* The tier INDEX of COIN at STEP, from 0; false after the last. */
bool haircut_tier(struct haircut_tier *out, const struct market *market,
    const struct market_coin *coin, int64_t step, size_t index);

/* How much of AMOUNT counts at STEP; false where it does not fit. */
bool haircut_counted(struct decimal *out, const struct market *market,
    const struct market_coin *coin, int64_t step, const struct decimal *amount);

/* The least amount of which COUNTED counts, with 8 decimals, rounded up; at most MOST. */
bool haircut_amount(struct decimal *out, const struct market *market,
    const struct market_coin *coin, int64_t step, const struct decimal *counted,
    const struct decimal *most);

#endif
