/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_ROW_H
#define COLLTOP_MODEL_ROW_H

#include <stdbool.h>

#include "model/call_price.h"
#include "model/figure.h"
#include "model/prices.h"

/*
 * What a row of either table says besides its amount and value. Those of the list share one
 * position, in which nothing applies.
 */
enum position_kind {
	POSITION_LISTED, /* a row of the list, beside no loan */
	POSITION_PLEDGED,
	POSITION_OWED,   /* the row "BTC owed" */
	POSITION_FUNDING /* only in the funding account */
};

/* What it points to is of the snapshots that the joined one holds. */
struct position {
	enum position_kind kind;
	/* pledged, or owed in an owed row; inapplicable where it is neither */
	const struct figure *held;
	const struct price *price; /* the newest by the index; NULL: none to go by */
	/* "availBal" of the funding account; inapplicable in an owed row and where there is none */
	const struct figure *funding;
	/* that at the index price, USD: absent where the price is not known */
	struct figure funding_value;
	struct figure change24h; /* idxPx / open24h - 1, four decimals, half-even */
	/* of pledged and owed rows, one for both of a coin; else unknown */
	const struct call_price *call_price, *liquidation_at;
	/* "riskWarningData" where this is the base currency of its instrument; else absent */
	const struct figure *liquidation_price;
	const char *quote; /* its quote currency: "USDT" */
};

extern const struct position position_listed;

#endif
