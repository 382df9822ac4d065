/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_RECORDS_H
#define COLLTOP_MODEL_RECORDS_H

#include <stddef.h>
#include <stdint.h>

#include "model/figure.h"
#include "model/snapshot.h"

/*
 * A snapshot of an answer that is a flat list: its elements in the order in which they came,
 * as structs of one kind, which the endpoint decides. Texts belong to the snapshot and are "",
 * never NULL, where the exchange sent none that can be used; times are Unix milliseconds, -1
 * where none can be read.
 */

#define RECORDS_MAX 20000

struct records {
	struct snapshot from;
	size_t size;  /* of one row */
	size_t count; /* of ROWS */
	size_t lost;  /* elements that are left out, as what they are about cannot be read */
	void *rows;   /* COUNT structs of the kind that SIZE is of */
};

/* OKX v5, "GET / Max loan": how much of a pledged coin can be taken back. */
struct redeem_limit {
	const char *ccy;
	struct figure most; /* "maxRedeemAmt", in CCY */
};

/*
 * One row of an order's ledger: of OKX v5, "GET / Loan history", or of "GET / Accrued
 * interest". Which order is not in it: it is the one that was asked about.
 */
struct ledger_row {
	const char *ref_id; /* unique for its endpoint */
	const char *type;   /* "borrowed", "collateral_locked", …; "" for interest */
	const char *ccy;
	struct figure amount; /* "amt", signed, or "interest", in CCY */
	struct figure debt;   /* interest: "loan", what it was taken from, in CCY */
	struct figure rate;   /* interest: yearly, 0.41 for 41 % */
	int64_t utc_ms;
};

/* OKX v5, "GET / Public borrow info": what lending a coin out earns in a year, 0.01 for 1 %. */
struct lending_rate {
	const char *ccy;
	struct figure average; /* over the last 24 hours */
	struct figure last;    /* of the last hour */
	struct figure next;    /* expected for the next hour */
};

/* OKX v5, "GET / E-Mode info": a pair that an order in E-Mode can hold. */
struct emode_pair {
	const char *pledged, *owed; /* currencies */
};

/* OKX v5, "GET / Status": an announced maintenance. */
struct maintenance {
	const char *title; /* cut */
	const char *state; /* "scheduled", "ongoing", "pre_open", "completed", "canceled" */
	const char *service, *environment; /* "serviceType" and "env", numbers as sent */
	int64_t begin_utc_ms, end_utc_ms;
};

/*
 * Building (okx/parse_records does): records_new() makes an empty snapshot of rows of SIZE
 * bytes with one holder; records_add() returns a zeroed row, NULL at RECORDS_MAX.
 */
struct records *records_new(size_t size, const struct account_id *account_id, const char *endpoint);
void *records_add(struct records *records);

/* Sharing: hold returns its argument; drop frees with the last holder. Both take NULL. */
struct records *records_hold(struct records *records);
void records_drop(struct records *records);

#endif
