/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/probe.h"

#include <string.h>

#include <bsd/string.h>

#include "okx/request.h"

#define CODE_EXPIRED 50102

/* Waits for the end of the one request that is under way. */
static bool
wait_for_answer(struct okx_probe *probe, struct okx_http_answer *answer)
{
	struct pollfd stop = { .fd = probe->interrupt, .events = POLLIN };

	while (!okx_http_next(probe->http, answer)) {
		okx_http_wait(probe->http, &stop, probe->interrupt < 0 ? 0 : 1, -1);
		probe->interrupted = stop.revents != 0 && probe->ends(probe->self);
		if (probe->interrupted)
			return false;
	}
	return true;
}

static bool
ask_once(struct okx_probe *probe, enum okx_endpoint_id endpoint, struct okx_http_answer *answer,
    struct okx_parsed *parsed, struct okx_failure *failure)
{
	const struct okx_call call = {
		.endpoint = endpoint,
		.account_id = &probe->account_id,
		.keys = probe->keys,
		.via = okx_http_via(probe->http),
		.clock_offset_ms = probe->clock.offset_ms,
	};

	probe->net_error = OKX_NET_ERROR_LOCAL;
	if (!okx_request_start(&call, probe->http, failure))
		return false;
	if (!wait_for_answer(probe, answer)) {
		okx_http_cancel(probe->http, endpoint);
		return false;
	}
	probe->net_error = answer->net_error;
	return okx_request_result(&call, probe->http, answer, parsed, failure);
}

bool
okx_probe_ask(struct okx_probe *probe, enum okx_endpoint_id endpoint, struct okx_parsed *parsed,
    struct okx_failure *failure)
{
	struct okx_http_answer answer;

	return ask_once(probe, endpoint, &answer, parsed, failure);
}

bool
okx_probe_clock(struct okx_probe *probe, struct okx_failure *failure)
{
	struct okx_http_answer answer;
	struct okx_parsed parsed;
	struct cause cause = { "" };

	probe->clock = (struct okx_clock){ .offset_ms = 0 };
	if (!ask_once(probe, OKX_ENDPOINT_TIME, &answer, &parsed, failure))
		return false;
	if (okx_clock_take(&probe->clock, &answer, parsed.server_utc_ms, &cause))
		return true;
	return okx_failure_make(failure, OKX_KIND_CLOCK, OKX_RETRY_SLOWLY, cause.text, "");
}

void
okx_probe_skew(const struct okx_probe *probe, char out[OKX_CLOCK_SKEW_SIZE], char *advice)
{
	okx_clock_skew(&probe->clock, out);
	advice[0] = '\0';
	if (probe->clock.offset_ms > OKX_PROBE_SKEW_MS ||
	    probe->clock.offset_ms < -OKX_PROBE_SKEW_MS)
		strlcpy(advice, okx_error_find(CODE_EXPIRED)->advice, OKX_TEXT_SIZE);
}
