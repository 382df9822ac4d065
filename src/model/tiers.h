/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_TIERS_H
#define COLLTOP_MODEL_TIERS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/figure.h"
#include "model/ratio.h"
#include "model/snapshot.h"

/*
 * A snapshot of OKX v5, "Get discount rate and interest-free quota", of one coin: how much of
 * an amount of it counts as collateral. The rates are marginal: each is for the part of the
 * amount that lies in its tier. That flexible loans are judged by this table is likely and
 * unproven, so no figure of a loan is computed from it.
 */

#define TIERS_MAX 1000

/* Whether new orders take the coin: "colRes". */
enum coin_restriction {
	COIN_TAKEN,      /* "0" */
	COIN_NEAR_LIMIT, /* "1": the platform's limit is near */
	COIN_NOT_TAKEN,  /* "2": not for new orders */
	COIN_RESTRICTION_UNKNOWN
};

/* One element of "details" as sent, amounts in the coin. */
struct tier {
	struct figure from; /* "minAmt" */
	struct figure to;   /* "maxAmt"; nothing where it is ENDLESS */
	struct figure rate; /* "discountRate", 0.98 for 98 % */
	bool endless;       /* its "maxAmt" is "" */
};

/* A part of the amounts for which one rate holds. */
struct tier_span {
	struct decimal from, to, rate; /* from FROM up to TO */
	bool endless;                  /* there is no TO */
};

struct tiers {
	struct snapshot from;
	const char *ccy; /* that was asked about */
	bool listed;     /* the answer has an element of CCY */
	enum coin_restriction restriction;
	size_t count;
	struct tier *tiers; /* COUNT of them, as they came */
	/* an element of the list cannot be read: what is counted is the least that it can be */
	bool unreadable;
	size_t span_count;
	struct tier_span *spans; /* SPAN_COUNT of them, ascending, none over another */
};

/*
 * Building (okx/parse_tiers does): tiers_new() makes an empty snapshot with one holder;
 * tiers_add() returns a zeroed tier, NULL at TIERS_MAX. tiers_seal() makes the spans: of tiers
 * that overlap the lowest rate counts, what no tier has counts nothing, as does a tier with a
 * bound or a rate that is not sent, negative or not a number, an end below its beginning, or a
 * rate above 1.
 */
struct tiers *tiers_new(const char *ccy, const struct account_id *account_id, const char *endpoint);
struct tier *tiers_add(struct tiers *tiers);
void tiers_seal(struct tiers *tiers);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct tiers *tiers_hold(struct tiers *tiers);
void tiers_drop(struct tiers *tiers);

/* Whether both say the same of each amount and of new orders. */
bool tiers_same(const struct tiers *a, const struct tiers *b);

/*
 * How much of AMOUNT (0 or more) the table counts, in the coin, exactly and never more than it
 * says. False, with OUT untouched, for a negative amount and where the sum does not fit.
 */
bool tiers_counted(struct decimal *out, const struct tiers *tiers, const struct decimal *amount);

/*
 * The rate that the table gives for the whole of AMOUNT: what it counts of it, divided by it.
 * Not known for an AMOUNT of 0 or less, where there are no tiers of the coin or where one of
 * them cannot be read.
 */
struct ratio tiers_rate(const struct tiers *tiers, const struct decimal *amount);

/* Whether RATE is that of a tier; where it is not, it gives away which amount it is of. */
bool tiers_have_rate(const struct tiers *tiers, const struct ratio *rate);

#endif
