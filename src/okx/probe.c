/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/probe.h"

#include <string.h>

#include <bsd/string.h>

#include "okx/result.h"
#include "okx/request.h"

#define CODE_EXPIRED 50102

/* Waits for the end of the one request that is under way. */
static bool
wait(struct okx_probe *probe, struct okx_http_answer *answer)
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
ask(struct okx_probe *probe, enum okx_endpoint_id endpoint, struct okx_http_answer *answer,
    struct okx_parsed *parsed, struct okx_failure *failure)
{
	const enum environment environment = probe->account_id.environment;
	const struct okx_credentials *key = okx_endpoints[endpoint].is_signed ?
	    probe->keys.of[environment] :
	    NULL;
	const struct okx_request request = {
		.endpoint = endpoint,
		.environment = environment,
		.api_key = key != NULL ? key->api_key : "",
		.secret_key = key != NULL ? key->secret_key : "",
		.passphrase = key != NULL ? key->passphrase : "",
		.ccy = "",
		.utc_ms = okx_clock_utc_ms(&probe->clock),
	};
	const struct okx_circumstance circumstance = {
		.account_id = &probe->account_id,
		.keys = probe->keys,
		.via = okx_http_via(probe->http),
	};
	struct okx_parse_context context = {
		.account_id = &probe->account_id,
		.path = okx_endpoints[endpoint].path,
		.only = "",
	};

	probe->net_error = OKX_NET_ERROR_LOCAL;
	if (!okx_request_start(&request, probe->http, failure))
		return false;
	if (!wait(probe, answer)) {
		okx_http_cancel(probe->http, endpoint);
		return false;
	}
	probe->net_error = answer->net_error;
	context.arrived_ms = answer->arrived_ms;
	context.arrived_utc_ms = answer->arrived_utc_ms;
	return okx_result_judge(probe->http, endpoint, answer, &context, &circumstance, parsed,
	    failure);
}

bool
okx_probe_ask(struct okx_probe *probe, enum okx_endpoint_id endpoint, struct okx_parsed *parsed,
    struct okx_failure *failure)
{
	struct okx_http_answer answer;

	return ask(probe, endpoint, &answer, parsed, failure);
}

bool
okx_probe_clock(struct okx_probe *probe, struct okx_failure *failure)
{
	struct okx_http_answer answer;
	struct okx_parsed parsed;
	struct cause cause = { "" };

	probe->clock = (struct okx_clock){ .offset_ms = 0 };
	if (!ask(probe, OKX_ENDPOINT_TIME, &answer, &parsed, failure))
		return false;
	const struct okx_clock_sample sample = {
		.sent_utc_ms = answer.sent_utc_ms,
		.received_utc_ms = answer.arrived_utc_ms,
		.round_trip_ms = answer.arrived_ms - answer.sent_ms,
		.server_utc_ms = parsed.server_utc_ms,
		.date_utc_ms = answer.date_utc_ms,
	};

	if (okx_clock_take(&probe->clock, &sample, &cause))
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
