/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_NOTICES_H
#define COLLTOP_OKX_NOTICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/loans.h"
#include "model/records.h"
#include "model/tiers.h"
#include "okx/call.h"
#include "okx/error.h"
#include "okx/parsed.h"

/*
 * What OKX tells everybody beside the figures, of one host: the discount tiers of the pledged
 * coins, the pairs of its E-Mode and its maintenance. Each is asked rarely, delays nothing, and
 * where it fails nothing else suffers: the last answer stands.
 */

#define OKX_NOTICES_TERMS_MS 21600000 /* tiers, per coin, and pairs */
#define OKX_NOTICES_STATUS_MS 600000
#define OKX_NOTICES_RETRY_MS 600000 /* after a failure */
#define OKX_NOTICES_TURN_MS 60000   /* where somebody of the same address asked just before */
#define OKX_NOTICES_LOOK_MS 60000   /* nothing is asked again sooner because it may have changed */
#define OKX_NOTICES_COINS 64        /* as many as tiers are asked for */

/* One thing to be asked. */
struct okx_notice {
	int64_t due_ms;              /* monotime_ms(); INT64_MAX: it is not wanted */
	int64_t ended_ms;            /* when the last try had its outcome */
	bool ended;                  /* one had */
	struct okx_failure *failure; /* of the last try, owned; NULL: it did not fail */
};

struct okx_notice_coin {
	char ccy[ASSETS_CCY_SIZE];
	struct okx_notice notice;
	struct tiers *tiers;  /* the last answer; NULL: none */
	struct tiers *before; /* the last one before that could be read; NULL: none */
};

/* Zeroed memory knows nothing. */
struct okx_notices {
	struct okx_notice_coin *coins;
	size_t count;
	size_t turn; /* the coin whose turn it is */
	struct okx_notice emode, status;
	struct records *pairs, *maintenance; /* the last answers; NULL: none */
	struct loans *loans;                 /* that were followed last, held; NULL: none */
};

void okx_notices_clear(struct okx_notices *notices);

/* From NOW_MS on nothing is wanted but the status. */
void okx_notices_begin(struct okx_notices *notices, int64_t now_ms);

/*
 * From now on the tiers of what LOANS have pledged are wanted, soon where the same amounts count
 * for less by one part in a hundred than in the loans before, and the pairs where one may be.
 */
void okx_notices_follow(struct okx_notices *notices, struct loans *loans, int64_t now_ms);

/* Whether ENDPOINT is one of these. */
bool okx_notices_has(enum okx_endpoint_id endpoint);

/* When ENDPOINT is to be asked; INT64_MAX: not at all. */
int64_t okx_notices_due(const struct okx_notices *notices, enum okx_endpoint_id endpoint);

/* Tiers are asked for now: it is the turn of the coin that is due first. */
void okx_notices_turn(struct okx_notices *notices);

/* The currency whose turn it is, "" for none. */
const char *okx_notices_ccy(const struct okx_notices *notices);

/* An answer came, which is kept with a hold of its own, or FAILURE. */
void okx_notices_take(struct okx_notices *notices, enum okx_endpoint_id endpoint,
    const struct okx_parsed *parsed, int64_t now_ms);
void okx_notices_fail(struct okx_notices *notices, enum okx_endpoint_id endpoint,
    const struct okx_failure *failure, int64_t now_ms);

/*
 * Figures failed in a way that may be a maintenance, FIRST: for the first time: the status is
 * wanted at once, or once what is known of it is a minute old.
 */
void okx_notices_suspect(struct okx_notices *notices, const struct okx_failure *failure, bool first,
    int64_t now_ms);

/* The coin CCY, or NULL. */
const struct okx_notice_coin *okx_notices_find(const struct okx_notices *notices, const char *ccy);

#endif
