/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_RATE_LIMIT_H
#define COLLTOP_SIM_RATE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RATE_LIMIT_MOST 20 /* the largest number allowed in a window */
#define RATE_LIMIT_BUCKETS 64
#define RATE_LIMIT_SUBJECT_SIZE 64

/* What one user, or one address, did with one endpoint lately. */
struct rate_limit_bucket {
	char subject[RATE_LIMIT_SUBJECT_SIZE]; /* "" for a free one */
	const void *endpoint;
	int64_t when_ms[RATE_LIMIT_MOST]; /* ring of the last requests that were let through */
	size_t next, count;
};

struct limits {
	struct rate_limit_bucket buckets[RATE_LIMIT_BUCKETS];
};

/*
 * Whether SUBJECT may ask ENDPOINT (an identity, never followed) at NOW_MS
 * when MOST requests (up to RATE_LIMIT_MOST) are allowed in any WINDOW_MS; if so, it
 * is counted. What was refused does not count.
 */
bool rate_limit_take(struct limits *limits, const char *subject, const void *endpoint, size_t most,
    int64_t window_ms, int64_t now_ms);

#endif
