/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_POSITION_H
#define COLLTOP_MODEL_POSITION_H

#include <stdbool.h>
#include <stddef.h>

#include "model/assets.h"
#include "model/funding.h"
#include "model/watchlist.h"

/*
 * The table of a loan: a row a currency that is pledged, owed (no stablecoin)
 * or lies in the funding account, joined from loan-info, asset/balances and
 * index-tickers as a snapshot of the kind that the view-model takes, so that
 * filter, order, folding, selection, shares and totals are the same code. In
 * it a row's value is the market value of what is pledged, and its amount is
 * inapplicable: the position has what is pledged and what lies in the funding
 * account, which are never added.
 */

/* What a joined snapshot is made of: it holds the others, whose texts it shows. */
struct join {
	struct loans *loans;
	const struct loan *order; /* of LOANS */
	struct funding *funding;  /* NULL: none came */
	/* FUNDING is there and can be told from what is pledged: else no row shows it */
	bool told_apart;
	struct prices *prices; /* the newest ones; NULL: none came */
	struct pair pair;      /* what the values and call prices are of */
	/* one for each currency of ORDER, then as many for its liquidation */
	struct call_price *call_prices;
	struct position positions[];
};

/*
 * Joins STATUS of LOANS, as it was assessed with PAIR (NULL: none), with FUNDING
 * and the newest PRICES (either of these may be NULL); the snapshots are held.
 * The result is the caller's: assets_drop(). Its
 * origin, endpoint and arrival are those of loan-info; each asset has its
 * POSITION. The value is P p of the pair, absent where it does not have the
 * currency or its price, and inapplicable where nothing is pledged.
 */
struct assets *position_join(const struct loan_status *status, struct loans *loans,
    const struct pair *pair, struct funding *funding, struct prices *prices);

/* How a change of its price loses decimals: toward danger, up where the coin is owed. */
enum decimal_rounding position_rounding(const struct position *position);

/*
 * The price of one unit in USD as the quotient VALUE / AMOUNT: of the row's
 * value and amount, or, in a table with a loan, its position's. False where it
 * is not known or the amount is zero.
 */
bool asset_quotient(const struct asset *asset, const struct decimal **value,
    const struct decimal **amount);

/*
 * That price with DECIMALS decimals, half-even: derived, so its column says
 * '~', unless its position has it from the index.
 */
bool asset_price(const struct asset *asset, int decimals, struct decimal *price);

/*
 * The same with six significant digits, as figure_price_decimals() says; a
 * price of zero with two decimals. One too small for ten decimals becomes zero
 * here; the text of COLUMN_PRICE says so.
 */
bool asset_price_rounded(const struct asset *asset, struct decimal *price);

#endif
