/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "screen/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "okx/proxy.h"
#include "okx/net_error.h"

/* What one slot (an endpoint) is at, and what becomes of its requests by themselves. */
struct slot {
	bool asked, ended;
	struct okx_http_answer answer;
	enum { BY_THE_TEST, ANSWERED, BROKEN } fate;
	const char *body;
	enum okx_net_error net_error;
};

struct okx_http {
	char host[ACCOUNT_ID_HOST_SIZE];
	char via[OKX_PROXY_VIA_SIZE];
	struct slot slots[OKX_ENDPOINTS];
};

bool
exchange_asked(const struct okx_http *http, enum okx_endpoint_id endpoint)
{
	return http->slots[endpoint].asked && !http->slots[endpoint].ended;
}

static void
end(struct slot *slot)
{
	slot->answer.retry_after_ms = slot->answer.date_utc_ms = -1;
	slot->answer.arrived_ms = monotime_ms();
	slot->answer.arrived_utc_ms = monotime_utc_ms();
	slot->ended = true;
}

void
exchange_answer(struct okx_http *http, enum okx_endpoint_id endpoint, int status, const char *body)
{
	struct slot *slot = &http->slots[endpoint];

	slot->answer.net_error = OKX_NET_ERROR_OK;
	slot->answer.status = status;
	slot->answer.body = body;
	slot->answer.length = strlen(body);
	strlcpy(slot->answer.content_type, "application/json", sizeof slot->answer.content_type);
	end(slot);
}

void
exchange_break(struct okx_http *http, enum okx_endpoint_id endpoint, enum okx_net_error net_error,
    const char *detail)
{
	struct slot *slot = &http->slots[endpoint];

	slot->answer.net_error = net_error;
	slot->answer.body = "";
	strlcpy(slot->answer.detail, detail, sizeof slot->answer.detail);
	end(slot);
}

/* Ends the request of ENDPOINT if that happens by itself. */
static void
fulfil(struct okx_http *http, enum okx_endpoint_id endpoint)
{
	const struct slot *slot = &http->slots[endpoint];

	if (!exchange_asked(http, endpoint))
		return;
	if (slot->fate == ANSWERED)
		exchange_answer(http, endpoint, 200, slot->body);
	else if (slot->fate == BROKEN)
		exchange_break(http, endpoint, slot->net_error, slot->body);
}

void
exchange_always(struct okx_http *http, enum okx_endpoint_id endpoint, const char *body)
{
	http->slots[endpoint].fate = body == NULL ? BY_THE_TEST : ANSWERED;
	http->slots[endpoint].body = body;
	fulfil(http, endpoint);
}

void
exchange_always_break(struct okx_http *http, enum okx_endpoint_id endpoint,
    enum okx_net_error net_error, const char *detail)
{
	http->slots[endpoint].fate = BROKEN;
	http->slots[endpoint].body = detail;
	http->slots[endpoint].net_error = net_error;
	fulfil(http, endpoint);
}

struct okx_http *
okx_http_new(unsigned slots)
{
	(void)slots;
	return xcalloc(1, sizeof(struct okx_http));
}

void
okx_http_free(struct okx_http *http)
{
	free(http);
}

bool
okx_http_aim(struct okx_http *http, const struct okx_http_route *route, struct cause *cause)
{
	struct okx_proxy proxy;

	if (!okx_proxy_choose(&proxy, &route->host, route->proxy, cause))
		return false;
	strlcpy(http->via, proxy.via, sizeof http->via);
	strlcpy(http->host, route->host.host, sizeof http->host);
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		http->slots[i].asked = http->slots[i].ended = false;
	return true;
}

void
okx_http_forget(struct okx_http *http)
{
	(void)http;
}

bool
okx_http_get(struct okx_http *http, unsigned slot, const char *target,
    const struct okx_http_header *headers, size_t count, struct cause *cause)
{
	(void)target;
	(void)headers;
	(void)count;
	(void)cause;
	memset(&http->slots[slot].answer, 0, sizeof http->slots[slot].answer);
	http->slots[slot].answer.slot = slot;
	http->slots[slot].answer.sent_ms = monotime_ms();
	http->slots[slot].answer.sent_utc_ms = monotime_utc_ms();
	http->slots[slot].asked = true;
	http->slots[slot].ended = false;
	fulfil(http, (enum okx_endpoint_id)slot);
	return true;
}

void
okx_http_cancel(struct okx_http *http, unsigned slot)
{
	http->slots[slot].asked = http->slots[slot].ended = false;
}

bool
okx_http_next(struct okx_http *http, struct okx_http_answer *answer)
{
	struct slot *slot = http->slots;

	while (slot < http->slots + OKX_ENDPOINTS && !slot->ended)
		slot++;
	if (slot == http->slots + OKX_ENDPOINTS)
		return false;
	*answer = slot->answer;
	slot->asked = slot->ended = false;
	return true;
}

void
okx_http_wait(struct okx_http *http, struct pollfd *fds, unsigned count, int64_t timeout_ms)
{
	(void)http;
	(void)timeout_ms;
	poll(fds, count, 0);
}

const char *
okx_http_via(const struct okx_http *http)
{
	return http->via;
}

void
okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http)
{
	const struct okx_place place = {
		.host = http->host,
		.via = http->via,
		.connect_timeout_ms = 5000,
		.timeout_ms = 10000,
		.utc_ms = monotime_utc_ms(),
	};

	okx_net_error_failure(failure, answer, &place);
}

const char *
okx_http_version(void)
{
	return "no network";
}
