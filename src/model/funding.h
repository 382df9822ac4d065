/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_FUNDING_H
#define COLLTOP_MODEL_FUNDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/figure.h"
#include "model/loans.h"
#include "model/prices.h"
#include "model/snapshot.h"

/*
 * A snapshot of OKX v5, "GET / Get balance" of the funding account: what lies
 * free in it. It secures nothing, and not every coin of it is accepted as
 * collateral.
 */

#define FUNDING_MAX 20000

/* So much of a currency. Texts belong to the snapshot. */
struct balance {
	const char *ccy;         /* never empty; unique in the snapshot */
	struct figure available; /* "availBal", in CCY; of several PARTS the exact sum */
	size_t parts;            /* how many elements of the answer make this row, 1 or more */
};

struct funding {
	struct snapshot from;
	size_t count;
	struct balance *balances; /* COUNT of them, by name (strcmp) */
};

/*
 * Building (okx/parse_balances does): funding_new() makes an empty snapshot
 * with one holder; funding_add() appends one element of the answer, AVAILABLE
 * as sent, NULL when absent, UNREADABLE for what was not a string: false at
 * FUNDING_MAX. funding_seal() sorts by name and makes one row of a currency
 * that comes twice, with the exact sum (known only where every part is).
 */
struct funding *funding_new(const struct account_id *account_id, const char *endpoint);
bool funding_add(struct funding *funding, const char *ccy, const char *available, bool unreadable);
void funding_seal(struct funding *funding);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct funding *funding_hold(struct funding *funding);
void funding_drop(struct funding *funding);

/* The row of CCY (exact name), or NULL. FUNDING may be NULL. */
const struct balance *funding_find(const struct funding *funding, const char *ccy);

/*
 * Whether FUNDING can be told from what is pledged. It cannot where it holds
 * exactly the pledged amount of every pledged coin, of one order or of all of
 * LOANS together: then it may be the pledged coins that the exchange lists.
 * What is not known tells nothing apart. LOANS may be NULL.
 */
bool funding_told_apart(const struct funding *funding, const struct loans *loans);

/* How it stands, in a record: "balances", "empty", "not-told-apart". */
const char *funding_token(const struct funding *funding, const struct loans *loans);

/* What the funding account holds at market, USD. */
struct funding_value {
	struct decimal usd; /* exact sum of what is known */
	size_t unknown;     /* rows without an amount or without a price, which it lacks */
	bool negative;      /* some value is negative: the sum is not a lower bound */
	bool unreadable;    /* the sum does not fit a decimal */
};

/*
 * The value of BALANCE at its index price: absent without a price, and 0 for an amount
 * of 0. PRICES may be NULL.
 */
struct figure balance_value(const struct balance *balance, const struct prices *prices);

/* The sum over all rows. PRICES may be NULL. */
void funding_value(struct funding_value *value, const struct funding *funding,
    const struct prices *prices);

#endif
