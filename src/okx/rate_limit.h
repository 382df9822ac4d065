/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_RATE_LIMIT_H
#define COLLTOP_OKX_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "okx/error.h"

/*
 * How often an endpoint may be asked: STARTS within any WINDOW_MS, which is the
 * exchange's and a tenth of a second.
 */
#define OKX_LIMIT_MOST 10

struct okx_limit {
	unsigned starts; /* 1 to OKX_LIMIT_MOST */
	int64_t window_ms;
};

/*
 * The last starts of an endpoint: of a signed one for an account, over both
 * environments; of an unsigned one for a host. Requests that were cancelled or
 * repeat one that failed count as well. Zeroed memory has none.
 */
struct okx_rate_limit {
	int64_t started_ms[OKX_LIMIT_MOST]; /* a ring */
	unsigned next, count;
};

/* Milliseconds until LIMIT allows another start at NOW_MS; 0: now. */
int64_t okx_rate_limit_wait(const struct okx_rate_limit *rate_limit, const struct okx_limit *limit,
    int64_t now_ms);

/* Counts a start at NOW_MS. */
void okx_rate_limit_start(struct okx_rate_limit *rate_limit, int64_t now_ms);

/* Waits after failures; one per account, endpoint and environment. */
struct okx_backoff {
	unsigned failures; /* in a row */
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
