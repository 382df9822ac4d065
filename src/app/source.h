/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_SOURCE_H
#define COLLTOP_APP_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/freshness.h"
#include "okx/client.h"

/* A source of figures: a polled endpoint of the account and environment that is watched. */
struct source {
	/* the last good snapshot, in the member of its endpoint; NULL there: none */
	struct okx_parsed now;
	struct okx_parsed before; /* its predecessor of the same origin */
	int64_t arrived_ms;       /* of NOW, monotime_ms(); -1: there is none */
	int64_t arrived_utc_ms;
	bool failing; /* the last outcome was a failure: see FAILURE */
	/*
	 * By which NOW is judged: the interval at its arrival, or one chosen since. Once
	 * NOW is STALE, or while tries fail, a choice may shorten it but not lengthen it.
	 */
	int64_t interval_ms;
	bool stale_said; /* that it went STALE was told */
	/* the figures of which the log knows that they could not be read */
	const char *unreadable_said[OKX_PARSE_UNREADABLE];
	struct okx_failure failure;
	/* while failing: when the next try is due, monotime_ms(); INT64_MAX: none is */
	int64_t next_ms;
	unsigned long outcomes; /* answers and failures since the aim */
	bool recorded;          /* it had no outcome since the last record was due */
};

/* No outcome yet; what it held is dropped. Zeroed memory may be cleared. */
void source_clear(struct source *source);

/*
 * Takes the snapshot of EVENT, which it owns then. The log is told of each figure that
 * cannot be read, once for all snapshots.
 */
void source_take(struct source *source, const struct okx_event *event);

/* Takes a failure; NEXT_MS as above. */
void source_fail(struct source *source, const struct okx_failure *failure, int64_t next_ms);

/* How far its figures can be trusted now. */
enum freshness source_freshness(const struct source *source);

/* Milliseconds since they arrived, which they did. */
int64_t source_age_ms(const struct source *source);

/* When they become stale by themselves; INT64_MAX: never, or they are and it was said. */
int64_t source_stale_at(const struct source *source);

/* Another interval was chosen: what is STALE stays so until the next good answer. */
void source_follow_interval(struct source *source, int64_t interval_ms);

#endif
