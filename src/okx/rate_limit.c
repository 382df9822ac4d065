/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/rate_limit.h"

#include <limits.h>

int64_t
okx_rate_limit_wait(const struct okx_rate_limit *rate_limit, const struct okx_limit *limit,
    int64_t now_ms)
{
	unsigned oldest = (rate_limit->next + OKX_LIMIT_MOST - limit->starts) % OKX_LIMIT_MOST;
	int64_t wait;

	if (rate_limit->count < limit->starts)
		return 0;
	wait = rate_limit->started_ms[oldest] + limit->window_ms - now_ms;
	return wait > 0 ? wait : 0;
}

void
okx_rate_limit_start(struct okx_rate_limit *rate_limit, int64_t now_ms)
{
	rate_limit->started_ms[rate_limit->next] = now_ms;
	rate_limit->next = (rate_limit->next + 1) % OKX_LIMIT_MOST;
	if (rate_limit->count < OKX_LIMIT_MOST)
		rate_limit->count++;
}

/* 2, 4, 8 … 60 s after so many FAILURES in a row. */
static int64_t
growing(unsigned failures)
{
	int64_t whole = OKX_BACKOFF_FIRST_MS;
	unsigned i;

	for (i = 1; i < failures && whole < OKX_BACKOFF_LAST_MS; i++)
		whole *= 2;
	return whole < OKX_BACKOFF_LAST_MS ? whole : OKX_BACKOFF_LAST_MS;
}

int64_t
okx_backoff_failed(struct okx_backoff *backoff, const struct okx_failure *failure, uint32_t random)
{
	static const int64_t fixed[] = {
		[OKX_RETRY_BACKOFF] = 0,
		[OKX_RETRY_CLOCK] = OKX_BACKOFF_SLOWLY_MS,
		[OKX_RETRY_SLOWLY] = OKX_BACKOFF_SLOWLY_MS,
		[OKX_RETRY_NO] = OKX_BACKOFF_NO_MS,
	};
	int64_t wait = fixed[failure->retry], asked = failure->retry_after_ms;

	if (backoff->failures < UINT_MAX)
		backoff->failures++;
	if (wait == 0) {
		int64_t whole = growing(backoff->failures);
		uint64_t choices = (uint64_t)(whole - whole / 2) + 1;

		wait = whole / 2 + (int64_t)(choices * random >> 32);
	}
	if (failure->kind == OKX_KIND_RATE && wait < OKX_BACKOFF_FIRST_MS)
		wait = OKX_BACKOFF_FIRST_MS;
	if (asked > OKX_BACKOFF_RETRY_AFTER_MAX_MS)
		asked = OKX_BACKOFF_RETRY_AFTER_MAX_MS;
	return asked > wait ? asked : wait;
}

void
okx_backoff_clear(struct okx_backoff *backoff)
{
	backoff->failures = 0;
}
