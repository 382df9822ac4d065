/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/probe.h"

#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "okx/request.h"

#define CODE_EXPIRED 50102

/* Waits for the network, the interrupt or TIMEOUT_MS; whether to go on. */
static bool
wait_on(struct okx_probe *probe, int64_t timeout_ms)
{
	struct pollfd stop = { .fd = probe->interrupt, .events = POLLIN };

	okx_http_wait(probe->http, &stop, probe->interrupt < 0 ? 0 : 1, timeout_ms);
	probe->interrupted = stop.revents != 0 && probe->ends(probe->self);
	return !probe->interrupted;
}

bool
okx_probe_wait(struct okx_probe *probe, int64_t until_ms)
{
	int64_t now;

	while ((now = monotime_ms()) < until_ms)
		if (!wait_on(probe, until_ms - now))
			return false;
	return true;
}

/* Waits until the limit of ENDPOINT allows one more request, and counts it. */
static bool
wait_for_turn(struct okx_probe *probe, enum okx_endpoint_id endpoint)
{
	const struct okx_limit *limit = &okx_endpoints[endpoint].limit;
	struct okx_rate_limit *asked = &probe->asked[endpoint];
	const int64_t now = monotime_ms();

	if (!okx_probe_wait(probe, now + okx_rate_limit_wait(asked, limit, now)))
		return false;
	okx_rate_limit_start(asked, monotime_ms());
	return true;
}

/* Waits for the end of the one request that is under way. */
static bool
wait_for_answer(struct okx_probe *probe, struct okx_http_answer *answer)
{
	while (!okx_http_next(probe->http, answer))
		if (!wait_on(probe, -1))
			return false;
	return true;
}

static bool
ask_once(struct okx_probe *probe, const struct okx_call *question, struct okx_http_answer *answer,
    struct okx_parsed *parsed, struct okx_failure *failure)
{
	struct okx_call call = *question;

	call.account_id = &probe->account_id;
	call.keys = probe->keys;
	call.via = okx_http_via(probe->http);
	call.clock_offset_ms = probe->clock.offset_ms;
	probe->net_error = OKX_NET_ERROR_LOCAL;
	probe->length = 0;
	if (!wait_for_turn(probe, call.endpoint) || !okx_request_start(&call, probe->http, failure))
		return false;
	if (!wait_for_answer(probe, answer)) {
		okx_http_cancel(probe->http, call.endpoint);
		return false;
	}
	probe->net_error = answer->net_error;
	probe->length = answer->length;
	return okx_request_result(&call, probe->http, answer, parsed, failure);
}

bool
okx_probe_call(struct okx_probe *probe, const struct okx_call *question, struct okx_parsed *parsed,
    struct okx_failure *failure)
{
	struct okx_http_answer answer;

	return ask_once(probe, question, &answer, parsed, failure);
}

bool
okx_probe_ask(struct okx_probe *probe, enum okx_endpoint_id endpoint, struct okx_parsed *parsed,
    struct okx_failure *failure)
{
	return okx_probe_call(probe, &(struct okx_call){ .endpoint = endpoint }, parsed, failure);
}

bool
okx_probe_clock(struct okx_probe *probe, struct okx_failure *failure)
{
	const struct okx_call question = { .endpoint = OKX_ENDPOINT_TIME };
	struct okx_http_answer answer;
	struct okx_parsed parsed;
	struct cause cause = { "" };

	probe->clock = (struct okx_clock){ .offset_ms = 0 };
	if (!ask_once(probe, &question, &answer, &parsed, failure))
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
