/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_EVENTS_H
#define COLLTOP_OKX_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "okx/call.h"
#include "okx/error.h"
#include "okx/parsed.h"

/* What came of the requests, in order, until it is taken. */

#define OKX_EVENTS 16 /* far more than come between two turns of the loop */

enum okx_event_kind {
	OKX_EVENT_SNAPSHOT, /* a new one */
	OKX_EVENT_FAILURE,  /* a fetch brought none */
	OKX_EVENT_WARNING,  /* something to tell loudly: the key can do more than read */
	OKX_EVENT_NOTE      /* something to tell: connected, clock offset, recovered */
};

struct okx_event {
	enum okx_event_kind kind;
	enum okx_endpoint_id endpoint;
	/*
	 * OKX_EVENT_SNAPSHOT: the taker's, okx_parsed_drop(). Of index tickers the table of
	 * prices, and, in LOANS, the loan answer that it makes a pair with, if it does.
	 */
	struct okx_parsed parsed;
	int64_t arrived_ms, arrived_utc_ms; /* OKX_EVENT_SNAPSHOT: when, as the snapshot has it */
	int64_t interval_ms;        /* OKX_EVENT_SNAPSHOT: how often one is to be expected */
	struct okx_failure failure; /* OKX_EVENT_FAILURE */
	int64_t next_ms;            /* OKX_EVENT_FAILURE: when the next try is due, monotime_ms() */
	char note[OKX_TEXT_SIZE];   /* OKX_EVENT_NOTE, OKX_EVENT_WARNING */
};

/* A ring; zeroed memory has none. */
struct okx_events {
	struct okx_event of[OKX_EVENTS];
	unsigned first, count;
};

/* Adds an event, zeroed but for these two. A reader that stays away loses the oldest. */
struct okx_event *okx_events_add(struct okx_events *events, enum okx_event_kind kind,
    enum okx_endpoint_id endpoint);

/* Takes the oldest, or returns false. */
bool okx_events_next(struct okx_events *events, struct okx_event *event);

void okx_events_drop(struct okx_events *events);

#endif
