/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_QUOTES_H
#define COLLTOP_OKX_QUOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/assets.h"
#include "model/funding.h"
#include "model/loans.h"
#include "model/prices.h"

/*
 * The index prices of one host: which index to ask for next, what came, and
 * the table in USD that is made of it. A currency without an index in USD is
 * asked for in USDT, and one without that either has no price; what is missing
 * is looked for again after 10 minutes.
 */

#define OKX_QUOTES_SINGLE 4 /* up to so many currencies of loans are asked for one by one */
#define OKX_QUOTES_LOOK_MS 600000
/* how often all are asked for the sake of coins that only the funding account has */
#define OKX_QUOTES_SPARE_MS 300000

struct okx_coin;

/* Zeroed memory knows neither a currency nor a price. */
struct okx_quotes {
	struct okx_coin *coins; /* whose prices matter, by name */
	size_t count;
	size_t loan_count;   /* those of them that a loan has */
	struct loans *loans; /* where their names are, held */
	struct funding *funding;
	struct prices *in_usd, *in_usdt; /* as they were answered */
	struct prices *table;            /* in USD; NULL: none yet */
	char deferred[ASSETS_CCY_SIZE];  /* the currency that is asked for last */
};

void okx_quotes_clear(struct okx_quotes *quotes);

/*
 * From now on the prices matter of what is pledged or owed in LOANS, and of
 * what lies in FUNDING (NULL: nothing).
 */
void okx_quotes_follow(struct okx_quotes *quotes, struct loans *loans, struct funding *funding);

/* One request of index tickers. */
struct okx_quote_ask {
	const char *quote;                 /* "USD" or "USDT" */
	char ccy[ASSETS_CCY_SIZE];         /* "" for all indices in QUOTE at once */
	char inst_id[ASSETS_CCY_SIZE + 8]; /* "BTC-USD", "" for all */
};

/*
 * What to ask for so that every currency of a loan has an outcome that was
 * asked for at SINCE_MS or later: one index, with ALL every one of a quote
 * currency. False: they all have one.
 */
bool okx_quotes_next(const struct okx_quotes *quotes, bool all, int64_t since_ms,
    struct okx_quote_ask *ask);

/*
 * What to ask for at NOW_MS, between rounds, for coins of which no loan has
 * any: all indices at once, each 5 minutes, and for one that is new there. Where
 * there is something it counts as asked for.
 */
bool okx_quotes_next_spare(struct okx_quotes *quotes, int64_t now_ms, struct okx_quote_ask *ask);

/* Whether there is something for okx_quotes_next_spare(). */
bool okx_quotes_spare_due(const struct okx_quotes *quotes, int64_t now_ms);

/* Whether a price of CCY is what FILTER, a struct okx_quote_filter, has asked for. */
struct okx_quote_filter {
	const struct okx_quotes *quotes;
	const struct okx_quote_ask *ask;
};
bool okx_quotes_wants(const void *filter, const char *ccy);

/*
 * Takes ANSWER to ASK, which has what okx_quotes_wants() let through, and
 * makes the table anew; NULL: the host does not have the one index that was
 * asked for. What the answer lacks is missing.
 */
void okx_quotes_take(struct okx_quotes *quotes, const struct okx_quote_ask *ask,
    const struct prices *answer);

/* ASK brought nothing: the other currencies come first from now on. */
void okx_quotes_defer(struct okx_quotes *quotes, const struct okx_quote_ask *ask);

#endif
