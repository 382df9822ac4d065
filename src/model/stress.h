/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_STRESS_H
#define COLLTOP_MODEL_STRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/target.h"

/*
 * What if prices fell: a ladder of falls, 5 to 50 %, none of it real. Where
 * haircuts matter and are not known, the LTV is the highest possible one.
 */

enum stress_kind {
	STRESS_ALL,   /* all pledged coins */
	STRESS_COINS, /* all pledged coins but stablecoins */
	STRESS_ONE,   /* one currency, which must be pledged */
	/*
	 * all coins but stablecoins, owed ones too: only where a coin is owed; else the debt
	 * stays
	 */
	STRESS_MARKET,
	STRESS_KINDS
};

#define STRESS_STEPS 10

struct stress_step {
	int fall; /* per cent: 5, 10 … 50 */
	struct ratio ltv;
	bool at_most;        /* the LTV is a bound over the haircuts */
	enum risk_band band; /* of that LTV, without hysteresis */
	/*
	 * to be back at the target at the fallen prices; 0 where it is below; unknown where no
	 * target is
	 */
	struct ratio repay_usd;
	struct ratio pledge_usd; /* the same by pledging, after haircuts */
};

/*
 * Fills STEPS for KIND; CCY names the currency of STRESS_ONE. False where the
 * kind does not apply (nothing of CCY is pledged, no coin is owed, no LTV, no debt).
 */
bool stress_find(struct stress_step steps[STRESS_STEPS], enum stress_kind kind, const char *ccy,
    const struct loan *order, const struct risk *risk, const struct exposures *exposures,
    const struct target *target, const struct risk_terms *terms);

#endif
