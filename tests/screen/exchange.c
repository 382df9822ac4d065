/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "screen/exchange.h"

#include <string.h>

#include "unit/fake_http.h"

static struct fake_http_answer
broken(enum okx_net_error net_error, const char *detail)
{
	return (struct fake_http_answer){ .net_error = net_error, .detail = detail };
}

bool
exchange_asked(const struct okx_http *http, enum okx_endpoint_id endpoint)
{
	return fake_http_asked(http, endpoint);
}

void
exchange_answer(struct okx_http *http, enum okx_endpoint_id endpoint, int status, const char *body)
{
	fake_http_end(http, endpoint, &(struct fake_http_answer){ .status = status, .body = body });
}

void
exchange_break(struct okx_http *http, enum okx_endpoint_id endpoint, enum okx_net_error net_error,
    const char *detail)
{
	const struct fake_http_answer answer = broken(net_error, detail);

	fake_http_end(http, endpoint, &answer);
}

void
exchange_always(struct okx_http *http, enum okx_endpoint_id endpoint, const char *body)
{
	const struct fake_http_answer answer = { .body = body };

	fake_http_always(http, endpoint, body == NULL ? NULL : &answer);
}

void
exchange_always_break(struct okx_http *http, enum okx_endpoint_id endpoint,
    enum okx_net_error net_error, const char *detail)
{
	const struct fake_http_answer answer = broken(net_error, detail);

	fake_http_always(http, endpoint, &answer);
}
