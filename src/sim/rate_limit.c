/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/rate_limit.h"

#include <string.h>

#include <bsd/string.h>

static int64_t
last_use(const struct rate_limit_bucket *bucket)
{
	return bucket->count == 0 ?
	    INT64_MIN :
	    bucket->when_ms[(bucket->next + RATE_LIMIT_MOST - 1) % RATE_LIMIT_MOST];
}

/*
 * The bucket of SUBJECT and ENDPOINT; where there is none, the one that was
 * not used for longest becomes it.
 */
static struct rate_limit_bucket *
find_bucket(struct limits *limits, const char *subject, const void *endpoint)
{
	struct rate_limit_bucket *oldest = &limits->buckets[0];

	for (size_t i = 0; i < RATE_LIMIT_BUCKETS; i++) {
		struct rate_limit_bucket *bucket = &limits->buckets[i];

		if (bucket->endpoint == endpoint && strcmp(bucket->subject, subject) == 0)
			return bucket;
		if (last_use(bucket) < last_use(oldest))
			oldest = bucket;
	}
	memset(oldest, 0, sizeof *oldest);
	strlcpy(oldest->subject, subject, sizeof oldest->subject);
	oldest->endpoint = endpoint;
	return oldest;
}

bool
rate_limit_take(struct limits *limits, const char *subject, const void *endpoint, size_t most,
    int64_t window_ms, int64_t now_ms)
{
	struct rate_limit_bucket *bucket = find_bucket(limits, subject, endpoint);

	if (bucket->count >= most) {
		int64_t first =
		    bucket->when_ms[(bucket->next + RATE_LIMIT_MOST - most) % RATE_LIMIT_MOST];

		if (now_ms - first < window_ms)
			return false;
	}
	bucket->when_ms[bucket->next] = now_ms;
	bucket->next = (bucket->next + 1) % RATE_LIMIT_MOST;
	if (bucket->count < RATE_LIMIT_MOST)
		bucket->count++;
	return true;
}
