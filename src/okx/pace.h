/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PACE_H
#define COLLTOP_OKX_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "okx/errors.h"

/*
 * How often the exchange is asked. A pace belongs to an account and an
 * endpoint, over both environments, and counts starts: also of requests that
 * were cancelled or are tries of one that failed.
 */
#define OKX_PACE_STARTS 5
#define OKX_PACE_WINDOW_MS 2100         /* the exchange counts 5 in 2 s; a tenth for the road */

struct okx_pace {
	int64_t started_ms[OKX_PACE_STARTS];    /* ring of the last starts */
	unsigned next, count;
};

/* Milliseconds until another start is allowed at NOW_MS; 0: now. */
int64_t okx_pace_wait(const struct okx_pace *pace, int64_t now_ms);

/* Counts a start at NOW_MS. */
void okx_pace_start(struct okx_pace *pace, int64_t now_ms);

/* Waits after failures; one per account, endpoint and environment. */
struct okx_backoff {
	unsigned failures;              /* in a row */
};

#define OKX_BACKOFF_FIRST_MS 2000
#define OKX_BACKOFF_LAST_MS 60000
#define OKX_BACKOFF_SLOWLY_MS 60000
#define OKX_BACKOFF_NO_MS 300000
#define OKX_BACKOFF_RETRY_AFTER_MAX_MS 900000

/*
 * Counts a failure and returns how long to wait before the next try: for
 * OKX_RETRY_BACKOFF 2, 4, 8 … 60 s, drawn from [half, whole] by RANDOM (any
 * 32 random bits), never under 2 s after a rate limit; 60 s slowly, and for
 * OKX_RETRY_CLOCK (the try at once is the client's); 5 min for 'no'. FAILURE's
 * Retry-After, up to 15 min, replaces a shorter wait.
 */
int64_t okx_backoff_failed(struct okx_backoff *backoff, const struct okx_failure *failure,
    uint32_t random);

/* A success: the next failure begins anew. */
void okx_backoff_clear(struct okx_backoff *backoff);

#endif
