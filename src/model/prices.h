/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PRICES_H
#define COLLTOP_MODEL_PRICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/arena.h"
#include "model/figure.h"

/*
 * A snapshot of OKX v5, "GET / Index tickers" in USD: what the currencies
 * that matter here are worth. Public: it belongs to no account. Immutable once
 * it is sealed.
 */

#define PRICES_MAX 20000

struct price {
	const char *ccy;                /* the base of "instId": "BTC" of "BTC-USD"; unique in the snapshot */
	struct sent_figure last;        /* "idxPx", USD */
	struct sent_figure open24h;     /* "open24h": the index 24 hours ago, USD */
	int64_t told_utc_ms;            /* "ts", the exchange's time of it; -1 where absent or unreadable */
};

struct prices {
	const char *endpoint;           /* path that was asked; static text */
	int64_t arrived_ms;             /* monotime_ms() at the answer's arrival */
	int64_t arrived_utc_ms;         /* the same moment in UTC, corrected by the exchange's clock */
	size_t count;
	struct price *prices;           /* COUNT of them, by name (strcmp) */
	unsigned holders;               /* of prices_hold() */
	bool no_memory;                 /* while it is built: memory ran out */
	struct arena arena;             /* the texts */
};

/*
 * Building (okx/parse_tickers does): prices_new() makes an empty snapshot with
 * one holder, NULL when memory ran out; prices_add() appends a price (texts
 * as sent, NULL when absent; *_UNREADABLE for what was no string); false at
 * PRICES_MAX or with NO_MEMORY. prices_seal() sorts by name; of a currency
 * that comes twice with different figures both become unreadable; false with
 * NO_MEMORY.
 */
struct prices *prices_new(const char *endpoint);
bool prices_add(struct prices *prices, const char *ccy, const char *last, bool last_unreadable,
    const char *open24h, bool open24h_unreadable, int64_t told_utc_ms);
bool prices_seal(struct prices *prices);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct prices *prices_hold(struct prices *prices);
void prices_drop(struct prices *prices);

/* The price of CCY (exact name), or NULL. PRICES may be NULL. */
const struct price *prices_find(const struct prices *prices, const char *ccy);

/* idxPx / open24h - 1 with DECIMALS, half-even; false where either is not known or not above 0. */
bool price_change24h(struct decimal *change, const struct price *price, int decimals);

#endif
