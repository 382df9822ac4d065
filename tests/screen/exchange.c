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
#include "okx/transport.h"

/* The client asks one thing at a time. */
struct okx_http {
	char host[ORIGIN_HOST_SIZE];
	char via[OKX_PROXY_VIA_SIZE];
	bool asked, ended;
	struct okx_http_answer answer;
};

bool
exchange_asked(const struct okx_http *http)
{
	return http->asked && !http->ended;
}

static void
end(struct okx_http *http)
{
	http->answer.retry_after_ms = http->answer.date_utc_ms = -1;
	http->answer.arrived_ms = monotime_ms();
	http->answer.arrived_utc_ms = monotime_utc_ms();
	http->ended = true;
}

void
exchange_answer(struct okx_http *http, int status, const char *body)
{
	http->answer.transport = OKX_TRANSPORT_OK;
	http->answer.status = status;
	http->answer.body = body;
	http->answer.length = strlen(body);
	strlcpy(http->answer.content_type, "application/json", sizeof http->answer.content_type);
	end(http);
}

void
exchange_break(struct okx_http *http, enum okx_transport transport, const char *detail)
{
	http->answer.transport = transport;
	http->answer.body = "";
	strlcpy(http->answer.detail, detail, sizeof http->answer.detail);
	end(http);
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
	http->asked = http->ended = false;
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
	memset(&http->answer, 0, sizeof http->answer);
	http->answer.slot = slot;
	http->answer.sent_ms = monotime_ms();
	http->answer.sent_utc_ms = monotime_utc_ms();
	http->asked = true;
	http->ended = false;
	return true;
}

void
okx_http_cancel(struct okx_http *http, unsigned slot)
{
	if (http->answer.slot == slot)
		http->asked = http->ended = false;
}

bool
okx_http_next(struct okx_http *http, struct okx_http_answer *answer)
{
	if (!http->ended)
		return false;
	*answer = http->answer;
	http->asked = http->ended = false;
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

	okx_transport_failure(failure, answer, &place);
}

const char *
okx_http_version(void)
{
	return "no network";
}
