/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/freshness.h"

static const struct {
	const char *word;
	const char *token;
} names[] = {
	[FRESHNESS_CONNECTING] = { "CONNECTING", "connecting" },
	[FRESHNESS_LIVE] = { "LIVE", "live" },
	[FRESHNESS_STALE] = { "STALE", "stale" },
	[FRESHNESS_NO_DATA] = { "NO DATA", "no-data" },
};

enum freshness
freshness_judge(int64_t success_ms, bool failed, int64_t interval_ms, int64_t now_ms)
{
	if (success_ms < 0)
		return failed ? FRESHNESS_NO_DATA : FRESHNESS_CONNECTING;
	return now_ms < freshness_stale_at(success_ms, interval_ms) ? FRESHNESS_LIVE :
								      FRESHNESS_STALE;
}

int64_t
freshness_stale_at(int64_t success_ms, int64_t interval_ms)
{
	return success_ms < 0 ? INT64_MAX : success_ms + interval_ms + FRESHNESS_GRACE_MS;
}

const char *
freshness_word(enum freshness freshness)
{
	return names[freshness].word;
}

const char *
freshness_token(enum freshness freshness)
{
	return names[freshness].token;
}
