/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_ASSETS_H
#define COLLTOP_MODEL_ASSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/figure.h"
#include "model/row.h"
#include "model/snapshot.h"

/*
 * A snapshot of OKX v5, "GET / Collateral assets": the list. Whether its rows
 * are pledged or spare is not settled, so nothing here or above depends on it.
 */

#define ASSETS_MAX_ASSETS 20000

/* One currency. The texts belong to the snapshot. */
struct asset {
	const char *ccy;      /* never empty; unique in the snapshot */
	struct figure amount; /* "amt", in CCY; of several PARTS the exact sum, as the value */
	struct figure value;  /* "notionalUsd", in USD */
	size_t parts;         /* how many elements of the answer make this row, 1 or more */
	const char *coin;     /* the currency: CCY, or "BTC" of the row "BTC owed" */
	/* what the loan makes of it, in a table with one (model/position) */
	const struct position *position;
};

/*
 * What the rows of the list may be, for people: both readings, since OKX's
 * pages have told one and then the other.
 */
#define ASSETS_READINGS \
	"the collateral assets as OKX sends them. They may be what is pledged for the open loan, or " \
	"what is spare beside it: OKX has described them both ways, so colltop says neither and computes nothing else " \
	"from them"

/* What a list says, beside what is known of the loans. */
enum assets_kind {
	ASSETS_ASSETS, /* rows */
	/* no rows, and no loan is open: OKX lists collateral only while one is */
	ASSETS_NO_LOAN,
	ASSETS_NO_ASSETS /* no rows, although a loan is open or may be */
};

struct assets {
	struct snapshot from;
	char only[ASSETS_CCY_SIZE]; /* the one currency asked for (parameter ccy), "" for all */
	/* the order it was asked for (parameter ordId), "" for none */
	char ord_id[ASSETS_ORD_ID_SIZE];
	size_t count;
	struct asset *items; /* COUNT of them, by name (strcmp) */
	/* what a table with a loan is joined from (model/position), which UNJOIN frees; else NULL */
	struct join *join;
	void (*unjoin)(struct join *join);
};

/*
 * Building (okx/parse does): assets_new() makes an empty snapshot with one
 * holder; assets_add() appends one element of the answer, copying its texts:
 * CCY not empty, AMOUNT and VALUE as sent, NULL when absent; AMOUNT_UNREADABLE
 * and VALUE_UNREADABLE for what was no string, else the text is read. ENDPOINT is
 * static text, ONLY a currency or "" or NULL for all. False at
 * ASSETS_MAX_ASSETS. assets_seal() sorts by name and makes one row of a
 * currency that comes twice with exact sums (absent and absent is absent, known
 * and absent or unreadable is unreadable: a part of it is not known).
 */
struct assets *assets_new(const struct account_id *account_id, const char *endpoint,
    const char *only);
bool assets_add(struct assets *assets, const char *ccy, const char *amount, bool amount_unreadable,
    const char *value, bool value_unreadable);
void assets_seal(struct assets *assets);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct assets *assets_hold(struct assets *assets);
void assets_drop(struct assets *assets);

/*
 * What it means that the list reads as it does. Without a loan "data" and
 * "assets" may either of them be empty: the same is meant. LOANS is NULL where
 * nothing is known of them.
 */
struct loans;
enum assets_kind assets_kind(const struct assets *assets, const struct loans *loans);

/*
 * What an empty snapshot says to a person, in its own words for each kind of
 * nothing; "" for ASSETS_ASSETS.
 */
const char *assets_words(enum assets_kind kind);

/* The kind in a record: "assets", "no-loan", "no-assets". */
const char *assets_token(enum assets_kind kind);

/* The row of CCY (exact name), or NULL. ASSETS may be NULL. */
const struct asset *assets_find(const struct assets *assets, const char *ccy);

/*
 * Whether any figure of any row is absent or unreadable (not where it is inapplicable):
 * records of it are partial.
 */
bool assets_partial(const struct assets *assets);

#endif
