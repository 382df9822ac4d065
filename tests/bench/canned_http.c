/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "bench/canned_http.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "okx/endpoint.h"
#include "okx/http.h"

struct okx_http {
	unsigned slots;
	bool *asked; /* for each slot: a request waits for its answer */
};

static const char nothing[] = "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}";
static const char *canned_body = "";
static size_t canned_length;

void
canned_http_set(const char *body, size_t length)
{
	canned_body = body;
	canned_length = length;
}

struct okx_http *
okx_http_new(unsigned slots)
{
	struct okx_http *http = xcalloc(1, sizeof *http);

	http->slots = slots;
	http->asked = xcalloc(slots, sizeof *http->asked);
	return http;
}

void
okx_http_free(struct okx_http *http)
{
	if (http == NULL)
		return;
	free(http->asked);
	free(http);
}

bool
okx_http_aim(struct okx_http *http, const struct okx_http_route *route, struct cause *cause)
{
	(void)route;
	(void)cause;
	memset(http->asked, 0, http->slots * sizeof *http->asked);
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
	http->asked[slot] = true;
	return true;
}

void
okx_http_cancel(struct okx_http *http, unsigned slot)
{
	http->asked[slot] = false;
}

bool
okx_http_next(struct okx_http *http, struct okx_http_answer *answer)
{
	unsigned slot = 0;

	while (slot < http->slots && !http->asked[slot])
		slot++;
	if (slot == http->slots)
		return false;
	http->asked[slot] = false;
	memset(answer, 0, sizeof *answer);
	answer->slot = slot;
	answer->net_error = OKX_NET_ERROR_OK;
	answer->status = 200;
	answer->body = slot == OKX_ENDPOINT_COLLATERAL_ASSETS ? canned_body : nothing;
	answer->length = slot == OKX_ENDPOINT_COLLATERAL_ASSETS ? canned_length :
								  sizeof nothing - 1;
	strlcpy(answer->content_type, "application/json", sizeof answer->content_type);
	answer->retry_after_ms = -1;
	answer->sent_ms = answer->arrived_ms = monotime_ms();
	answer->sent_utc_ms = answer->arrived_utc_ms = answer->date_utc_ms = monotime_utc_ms();
	answer->reused = true;
	return true;
}

void
okx_http_wait(struct okx_http *http, struct pollfd *fds, unsigned count, int64_t timeout_ms)
{
	(void)http;
	(void)timeout_ms;
	for (unsigned i = 0; i < count; i++)
		fds[i].revents = 0;
}

const char *
okx_http_via(const struct okx_http *http)
{
	(void)http;
	return "";
}

void
okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http)
{
	(void)answer;
	(void)http;
	memset(failure, 0, sizeof *failure);
}

const char *
okx_http_version(void)
{
	return "none";
}
