/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_FRESHNESS_H
#define COLLTOP_MODEL_FRESHNESS_H

#include <stdbool.h>
#include <stdint.h>

/* How far the figures of a source may be trusted to be of now. */
enum freshness {
	FRESHNESS_CONNECTING, /* no outcome yet */
	FRESHNESS_LIVE,       /* last success younger than the interval + 12 s */
	FRESHNESS_STALE,      /* older than that */
	FRESHNESS_NO_DATA     /* only failures so far */
};

#define FRESHNESS_GRACE_MS 12000

/*
 * Judges a source at NOW_MS. SUCCESS_MS is when its last good answer arrived
 * (monotime_ms), -1 for never; FAILED whether any try has failed;
 * INTERVAL_MS how often it is asked.
 */
enum freshness freshness_judge(int64_t success_ms, bool failed, int64_t interval_ms,
    int64_t now_ms);

/*
 * When the judgement of a source with that last success turns to STALE by
 * itself (monotime_ms); INT64_MAX when it has none.
 */
int64_t freshness_stale_at(int64_t success_ms, int64_t interval_ms);

/* "CONNECTING", "LIVE", "STALE", "NO DATA". */
const char *freshness_word(enum freshness freshness);

/* "connecting", "live", "stale", "no-data". */
const char *freshness_token(enum freshness freshness);

#endif
