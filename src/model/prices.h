/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PRICES_H
#define COLLTOP_MODEL_PRICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/figure.h"
#include "model/snapshot.h"

/*
 * Index prices, from OKX v5, "GET / Index tickers": one answer's, or a table
 * into which answers were merged. Public: they belong to a host and to no
 * account.
 */

#define PRICES_MAX 20000

struct price {
	const char *ccy;    /* the base of "instId": "BTC" of "BTC-USD"; unique in the snapshot */
	struct figure last; /* "idxPx", in the answer's quote currency; in a table USD */
	struct figure open24h; /* "open24h": the index 24 hours ago, likewise */
	int64_t told_utc_ms;   /* "ts", the exchange's time of it; -1 where absent or unreadable */
	int64_t asked_ms, arrived_ms; /* of the answer that brought it, monotime_ms() */
	int64_t date_utc_ms;          /* that answer's Date header; -1: none */
	bool crossed;                 /* computed: its index in USDT times that of USDT in USD */
};

struct prices {
	/* of the answer, or of the newest one in a table; without an account */
	struct snapshot from;
	int64_t asked_ms, date_utc_ms; /* likewise */
	size_t count;
	struct price *prices; /* COUNT of them, by name (strcmp) */
};

/*
 * Building (okx/parse_tickers does): prices_new() makes an empty snapshot with one
 * holder, whose moments its maker sets before the first price; prices_add() appends a
 * price (texts as sent, NULL when absent; *_UNREADABLE for what was no string); false at
 * PRICES_MAX. prices_seal() sorts by name; of a currency that comes twice with different
 * figures both become unreadable.
 */
struct prices *prices_new(const char *endpoint);
bool prices_add(struct prices *prices, const char *ccy, const char *last, bool last_unreadable,
    const char *open24h, bool open24h_unreadable, int64_t told_utc_ms);
void prices_seal(struct prices *prices);

/*
 * A table: the prices of OLD with the ones of ANSWER in their places, of the
 * currencies that WANTED (called with SELF) lets stay. One of the two may be
 * NULL. The caller's.
 */
struct prices *prices_merge(const struct prices *old, const struct prices *answer,
    bool (*wanted)(const void *self, const char *ccy), const void *self);

/*
 * The table IN_USD with, for each currency that only IN_USDT has, that price
 * times the one of USDT. Either may be NULL; NULL without IN_USD. The caller's.
 */
struct prices *prices_cross(const struct prices *in_usd, const struct prices *in_usdt);

/* Whether PRICE's own time is more than 30 s before the Date of the answer that brought it. */
bool price_lags(const struct price *price);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct prices *prices_hold(struct prices *prices);
void prices_drop(struct prices *prices);

/* The price of CCY (exact name), or NULL. PRICES may be NULL. */
const struct price *prices_find(const struct prices *prices, const char *ccy);

/* The same where its last price is one to go by, known and above 0; else NULL. */
const struct price *prices_usable(const struct prices *prices, const char *ccy);

/* idxPx / open24h - 1 with DECIMALS, half-even; false where either is not known or not above 0. */
bool price_change24h(struct decimal *change, const struct price *price, int decimals);

#endif
