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

enum ladder_kind {
	LADDER_ALL,   /* all pledged coins */
	LADDER_COINS, /* all pledged coins but stablecoins */
	LADDER_ONE,   /* one currency, which must be pledged */
	/*
	 * all coins but stablecoins, owed ones too: only where a coin is owed; else the debt
	 * stays
	 */
	LADDER_MARKET,
	LADDER_KINDS
};

#define LADDER_RUNGS 10

struct rung {
	int fall; /* per cent: 5, 10 … 50 */
	struct risk_figure ltv;
	bool at_most;        /* the LTV is a bound over the haircuts */
	enum risk_band band; /* of that LTV, without hysteresis */
	/*
	 * to be back at the target at the fallen prices; 0 where it is below; unknown where no
	 * target is
	 */
	struct risk_figure repay_usd;
};

/*
 * Fills RUNGS for KIND; CCY names the currency of LADDER_ONE. False where the
 * kind does not apply (nothing of CCY is pledged, no coin is owed, no LTV, no debt).
 */
bool ladder_find(struct rung rungs[LADDER_RUNGS], enum ladder_kind kind, const char *ccy,
    const struct loan_order *order, const struct risk *risk, const struct exposures *exposures,
    const struct target *target, const struct risk_terms *terms);

#endif
