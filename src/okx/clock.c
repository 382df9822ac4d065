/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/clock.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"

static int64_t
ms_between(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

bool
okx_clock_take(struct okx_clock *clock, const struct okx_http_answer *answer, int64_t server_utc_ms,
    struct cause *cause)
{
	int64_t elapsed = answer->arrived_utc_ms - answer->sent_utc_ms;
	int64_t round_trip_ms = answer->arrived_ms - answer->sent_ms;

	if (round_trip_ms < 0 || round_trip_ms > OKX_CLOCK_MAX_ROUND_TRIP_MS)
		return cause_set(cause,
		    "OKX took %" PRId64 " ms to tell the time, too long to set a "
		    "clock by; this machine's clock is used.",
		    round_trip_ms);
	if (ms_between(elapsed, round_trip_ms) > OKX_CLOCK_MAX_ROUND_TRIP_MS)
		return cause_set(cause,
		    "This machine's clock jumped while OKX was asked for the "
		    "time; it is used as it is now.");
	if (answer->date_utc_ms < 0)
		return cause_set(cause,
		    "OKX told the time without a Date header to check it by; "
		    "this machine's clock is used.");
	if (ms_between(answer->date_utc_ms, server_utc_ms) > OKX_CLOCK_MAX_DATE_DIFFERENCE_MS)
		return cause_set(cause,
		    "The time OKX told and its Date header are %" PRId64 " s apart; "
		    "this machine's clock is used.",
		    ms_between(answer->date_utc_ms, server_utc_ms) / 1000);

	clock->offset_ms = server_utc_ms - (answer->sent_utc_ms + elapsed / 2);
	return true;
}

void
okx_clock_skew(const struct okx_clock *clock, char out[OKX_CLOCK_SKEW_SIZE])
{
	int64_t tenths = (ms_between(clock->offset_ms, 0) + 50) / 100;
	char age[16];

	if (tenths < 1000)
		snprintf(age, sizeof age, "%d.%d s", (int)(tenths / 10), (int)(tenths % 10));
	else
		text_age(age, tenths * 100);
	snprintf(out, OKX_CLOCK_SKEW_SIZE, "%s %s", age, clock->offset_ms < 0 ? "fast" : "slow");
}
