/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/request.h"

#include <string.h>
#include <strings.h>
#include <bsd/string.h>

#include "okx/sign.h"

#define MAX_HEADERS 8

bool
okx_request_start(const struct okx_request *request, struct okx_http *http,
    struct okx_failure *failure)
{
	const struct okx_endpoint *endpoint = &okx_endpoints[request->endpoint];
	const struct okx_parameters parameters = {
		.ccy = request->ccy,
		.ord_id = request->ord_id,
		.inst_id = request->inst_id,
		.quote_ccy = request->quote_ccy,
	};
	struct okx_http_header headers[MAX_HEADERS];
	char target[OKX_TARGET_SIZE], stamp[OKX_SIGN_TIMESTAMP_SIZE], sign[OKX_SIGN_SIZE];
	struct cause cause = { .text = "" };
	size_t count = 0;
	bool started;

	if (!okx_endpoint_target(target, request->endpoint, &parameters, &cause))
		return okx_failure_make(failure, OKX_KIND_REQUEST, OKX_RETRY_NO, cause.text, "");

	headers[count++] = (struct okx_http_header){ "Accept", "application/json" };
	if (endpoint->is_signed) {
		if (!okx_sign_timestamp(stamp, request->utc_ms))
			return okx_failure_make(failure, OKX_KIND_CLOCK, OKX_RETRY_SLOWLY,
			    "this machine's clock is outside the years 1970 to 9999",
			    "Set it right.");
		if (!okx_sign_get(sign, request->secret_key, stamp, target))
			return okx_failure_make(failure, OKX_KIND_CREDENTIALS, OKX_RETRY_NO,
			    "the request cannot be signed",
			    "See that the secret key is not empty.");
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-KEY", request->api_key };
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-SIGN", sign };
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-TIMESTAMP", stamp };
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-PASSPHRASE",
			request->passphrase };
		/* Its presence alone selects demo trading. */
		if (request->environment == ENVIRONMENT_DEMO)
			headers[count++] = (struct okx_http_header){ "x-simulated-trading", "1" };
	}
	started = okx_http_get(http, (unsigned)request->endpoint, target, headers, count, &cause);
	explicit_bzero(sign, sizeof sign);
	if (!started)
		return okx_failure_make(failure, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, cause.text,
		    "");
	return true;
}
