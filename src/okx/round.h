/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ROUND_H
#define COLLTOP_OKX_ROUND_H

#include <stdbool.h>
#include <stdint.h>

#include "okx/parse.h"
#include "okx/quotes.h"

/*
 * A round is a loan answer and the index prices asked for right after it
 * arrived: one by one, or, where there are many, all at once and less often.
 * It makes a pair (model/pair) when every price has an outcome within 5 s and
 * before the next loan answer.
 */

#define OKX_ROUND_LIMIT_MS 5000
#define OKX_ROUND_SINGLE_MS 2000 /* no more often one by one */
#define OKX_ROUND_ALL_MS 15000   /* all at once, unless an LTV has moved */
/* one by one is too much for the exchange or the line: so long all at once */
#define OKX_ROUND_REFUSED_MS 600000

/* Zeroed memory has begun none. */
struct okx_round {
	bool open;
	bool all;            /* by all indices at once */
	int64_t began_ms;    /* arrival of LOANS, or the beginning of a round of prices alone */
	struct loans *loans; /* held; NULL: prices alone */
	struct okx_quote_ask ask; /* what was asked for last */
	bool begun;               /* there was one, whose loan request was started at ASKED_MS */
	int64_t asked_ms;
	int64_t all_until_ms; /* whatever the number of currencies */
	unsigned overtaken;   /* rounds in a row that were too late for the next loan answer */
	struct loans *paired; /* the last loan answer that made a pair, held */
	/* figures of its answers that cannot be read, as in struct okx_parsed */
	const char *unreadable[OKX_PARSE_UNREADABLE];
};

void okx_round_clear(struct okx_round *round);

/* Whether LOANS, asked for at ASKED_MS, are to begin one at NOW_MS. */
bool okx_round_due(const struct okx_round *round, const struct okx_quotes *quotes,
    const struct loans *loans, int64_t asked_ms, int64_t now_ms);

/*
 * Begins one with LOANS, NULL for prices alone (ASKED_MS does not count then),
 * in place of an open one.
 */
void okx_round_begin(struct okx_round *round, const struct okx_quotes *quotes, struct loans *loans,
    int64_t asked_ms, int64_t now_ms);

/* Notes the figures that could not be read in one of its answers. */
void okx_round_note(struct okx_round *round, const struct okx_parsed *parsed);

/* The next loan answer is here: an open round makes no pair any more. */
void okx_round_overtake(struct okx_round *round, int64_t now_ms);

/* A price was refused, RATE: for asking too often. No pair is made. */
void okx_round_fail(struct okx_round *round, bool rate, int64_t now_ms);

/*
 * Ends one in which every price has its outcome. Returns the loans that it makes a pair
 * with, held, or NULL.
 */
struct loans *okx_round_end(struct okx_round *round, int64_t now_ms);

/* How often rounds come where the loans are asked for every INTERVAL_MS. */
int64_t okx_round_interval(const struct okx_round *round, int64_t interval_ms);

#endif
