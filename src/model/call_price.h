/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_CALL_PRICE_H
#define COLLTOP_MODEL_CALL_PRICE_H

#include <stdbool.h>

#include "model/risk.h"

/*
 * The price of one currency at which the margin call comes, the other prices
 * staying as they are. The exchange's haircuts are not known, but each lies in
 * a range; so these are bounds that hold for every possible haircut.
 */

/* A haircut's range: the share of its value at which the exchange counts a currency. */
struct call_price_range {
	struct ratio least, most;
	/* from the prices of all pledged currencies; else 0 to 1: one unknown, or C above market */
	bool narrowed;
};

enum call_price_state {
	/* '-': its price, an amount, M, C or L is not known, C is 0, or there is no debt */
	CALL_PRICE_UNKNOWN,
	CALL_PRICE_CALLED, /* the call is there already */
	/*
	 * "none": it cannot trigger the call on its own, and it is not owed so that its rise
	 * could
	 */
	CALL_PRICE_NEVER,
	CALL_PRICE_PRICE /* FALLING or RISING or both */
};

/* All prices are USD for a unit. */
struct call_price {
	enum call_price_state state;
	struct ratio falling; /* above 0: no call while the price stays above it */
	/* pledged without a falling bound above 0: it cannot trigger the call on its own */
	bool falling_never;
	struct ratio rising; /* no call while the price stays below it */
	bool nearer_rising;  /* the rising bound is nearer to the price, or the only one */
	struct call_price_range haircut;
};

/*
 * The bounds for EXPOSURE, one of EXPOSURES, of ORDER as RISK judged it: with
 * g = (M - L) C and h in [max(0, (C - the others' market value) / (P p)),
 * min(1, C / (P p))], falling p - g / (M h_most P - O), rising p + g / (O - M h_least P).
 */
void call_price_find(struct call_price *call_price, const struct loan *order,
    const struct risk *risk, const struct exposures *exposures, const struct exposure *exposure);

/* The same for the liquidation, with Q in place of M: CALL_PRICE_CALLED, it is reached. */
void call_price_find_liquidation(struct call_price *call_price, const struct loan *order,
    const struct risk *risk, const struct exposures *exposures, const struct exposure *exposure);

/*
 * Completes RISK of ORDER by how far what is owed may rise: to the rising bound where
 * that is one coin which is pledged as well; and by the one coin it is owed against.
 */
void call_price_rises(struct risk *risk, const struct loan *order,
    const struct exposures *exposures);

/*
 * A bound for people, rounded toward the market price (FALLING up, rising
 * down): whole numbers from 100 on, three significant digits below, at most ten decimals;
 * PLACES decimals more for the detail. Grouped.
 */
void call_price_text(char *out, size_t size, const struct ratio *bound, bool falling, int places,
    int width);

#endif
