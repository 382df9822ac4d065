/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_TARGET_H
#define COLLTOP_MODEL_TARGET_H

#include <stdbool.h>

#include "model/risk.h"

/* What it takes to bring a loan down to an LTV that the person wants. */

enum target_state {
	TARGET_UNKNOWN, /* D, C or M is not known */
	TARGET_REFUSED, /* it would be at 0.95 M or above: no relief */
	TARGET_BELOW,   /* the LTV is there already, or lower */
	TARGET_REPAY    /* the figures below */
};

struct target {
	enum target_state state;
	struct ratio at;        /* t: the target LTV; known unless TARGET_UNKNOWN */
	struct ratio repay_usd; /* B - t C, with B the debt of the worse LTV: max(D, L C) */
	const char *ccy;        /* the one owed currency, or NULL */
	struct ratio repay;     /* O repay_usd / D of it */
	/* to write it with: a unit in the last place is worth less than two cents, 2 to 8 */
	int repay_decimals;
	struct ratio pledge_usd; /* B / t - C, after haircuts */
};

/* Computes from D and C of ORDER, as RISK judged it, and TERMS. */
void target_find(struct target *target, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures, const struct risk_terms *terms);

/*
 * What leaves a margin call: the LTV one point below M, or below Q where that is lower.
 * False where that is not above 0, or M is not known.
 */
bool target_leave_ltv(struct ratio *at, const struct risk *risk);

/*
 * The same for that LTV: TARGET_REPAY under CALL and LIQUIDATION, TARGET_UNKNOWN in every
 * other band and where D or C is not known.
 */
void target_leave(struct target *leave, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures);

/*
 * The fewest decimals of an amount of which a unit in the last place is worth less than
 * two cents, at PRICE in USD: 2 to 8.
 */
int target_decimals(const struct ratio *price);

/* DEBT - AT SECURED: what of the debt is above the target; false where it does not fit. */
bool target_excess(struct ratio *repay, const struct ratio *debt, const struct ratio *secured,
    const struct ratio *at);

/*
 * The least amount of the currency with PRICING that covers PLEDGE_USD, were
 * none of its value cut: at least so much. False where its price is not known.
 */
bool target_pledge(struct ratio *amount, const struct target *target,
    const struct pricing *pricing);

#endif
