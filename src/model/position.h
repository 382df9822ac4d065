/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_POSITION_H
#define COLLTOP_MODEL_POSITION_H

#include <stdbool.h>
#include <stddef.h>

#include "model/book.h"
#include "model/callat.h"
#include "model/collateral.h"

/*
 * The table of a loan: a row a currency that is pledged, owed (no stablecoin)
 * or unpledged, joined from loan-info, collateral-assets and index-tickers as
 * a snapshot of the kind that the view-model takes, so that filter, order,
 * folding, selection, shares and totals are the same code. In it a row's
 * amount is what is unpledged, its value the market value of what is pledged.
 */

enum position_kind {
	POSITION_PLEDGED,
	POSITION_OWED,                  /* the row "BTC owed" */
	POSITION_UNPLEDGED              /* only unpledged */
};

/* What the loan makes of a row. Texts belong to the snapshots that the joined one holds. */
struct position {
	enum position_kind kind;
	const char *coin;               /* the currency: "BTC" of the row "BTC owed" */
	struct sent_figure held;        /* pledged, or owed in an owed row; inapplicable where only unpledged */
	struct pricing pricing;
	struct sent_figure unpledged_value;     /* "notionalUsd" of what is unpledged */
	bool has_change;                /* idxPx / open24h - 1, four decimals, half-even */
	struct decimal change24h;
	struct callat callat;           /* of pledged and owed rows; the same where a coin has both */
	/* "riskWarningData" where this is the base currency of its instrument; else absent */
	struct sent_figure liquidation_price;
	const char *quote;              /* its quote currency: "USDT" */
};

/* What a joined snapshot is made of: it holds the others, whose texts it shows. */
struct join {
	struct loans *loans;
	const struct loan_order *order; /* of LOANS */
	struct collateral *assets;      /* NULL: none came */
	struct prices *prices;          /* NULL: none came */
	struct position positions[];
};

/*
 * Joins STAKE of LOANS with the ASSETS and PRICES that it was assessed with
 * (either of these may be NULL); the snapshots are held. The result is the
 * caller's: collateral_drop(); NULL when memory ran out. Its origin, endpoint
 * and arrival are those of loan-info, its kind COLLATERAL_ASSETS; each asset
 * has its POSITION. What is unpledged of a currency is inapplicable where
 * ASSETS do not list it, and absent where they are not there or need not list
 * it (NO_LOAN, ONLY). The value is P p, absent where the price is not known,
 * and inapplicable where nothing is pledged.
 */
struct collateral *position_join(const struct stake *stake, struct loans *loans,
    struct collateral *assets, struct prices *prices);

/* Lets go of what a joined snapshot was made of: collateral_drop() does. Takes NULL. */
void position_unjoin(struct join *join);

#endif
