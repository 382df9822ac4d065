/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/request.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/monotime.h"
#include "base/text.h"
#include "okx/endpoint.h"
#include "okx/sign.h"

#define MAX_HEADERS 8
#define SHORT_BODY 200 /* a bare sentence, no page */
#define BLANKS " \t\r\n"
#define SHORTEST_KEY 8 /* the exchange takes no shorter passphrase */

bool
okx_request_start(const struct okx_call *call, struct okx_http *http, struct okx_failure *failure)
{
	const struct okx_credentials *key = call->keys.of[call->account_id->environment];
	struct okx_http_header headers[MAX_HEADERS];
	char target[OKX_TARGET_SIZE], stamp[OKX_SIGN_TIMESTAMP_SIZE], sign[OKX_SIGN_SIZE];
	struct cause cause = { .text = "" };
	size_t count = 0;
	bool started;

	if (!okx_endpoint_target(target, call, &cause))
		return okx_failure_make(failure, OKX_KIND_REQUEST, OKX_RETRY_NO, cause.text, "");

	headers[count++] = (struct okx_http_header){ "Accept", "application/json" };
	if (okx_endpoints[call->endpoint].is_signed) {
		if (!okx_sign_timestamp(stamp, monotime_utc_ms() + call->clock_offset_ms))
			return okx_failure_make(failure, OKX_KIND_CLOCK, OKX_RETRY_SLOWLY,
			    "this machine's clock is outside the years 1970 to 9999",
			    "Set it right.");
		if (!okx_sign_get(sign, key->secret_key, stamp, target))
			return okx_failure_make(failure, OKX_KIND_CREDENTIALS, OKX_RETRY_NO,
			    "the request cannot be signed",
			    key->secret_key[0] == '\0' ?
				"See that the secret key is not empty." :
				"OpenSSL cannot compute HMAC-SHA256: see that its configuration, "
				"openssl.cnf, loads the provider called default.");
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-KEY", key->api_key };
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-SIGN", sign };
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-TIMESTAMP", stamp };
		headers[count++] = (struct okx_http_header){ "OK-ACCESS-PASSPHRASE",
			key->passphrase };
		/* Its presence alone selects demo trading. */
		if (call->account_id->environment == ENVIRONMENT_DEMO)
			headers[count++] = (struct okx_http_header){ "x-simulated-trading", "1" };
	}
	started = okx_http_get(http, (unsigned)call->endpoint, target, headers, count, &cause);
	explicit_bzero(sign, sizeof sign);
	if (!started)
		return okx_failure_make(failure, OKX_KIND_NETWORK, OKX_RETRY_BACKOFF, cause.text,
		    "");
	return true;
}

/* What there is instead of the exchange's JSON, for people; never the text itself. */
static void
describe_body(const struct okx_http_answer *answer, struct cause *why)
{
	bool limited = answer->length <= SHORT_BODY &&
	    text_contains(answer->body, "too many requests");

	if (answer->length < 1024)
		cause_set(why, "not JSON%s, %zu bytes", limited ? " (too many requests)" : "",
		    answer->length);
	else
		cause_set(why, "not JSON, %zu.%zu KiB", answer->length / 1024,
		    answer->length % 1024 * 10 / 1024);
}

/* An answer that repeats the key is not shown, printed or logged, even in part. */
static bool
repeats_key(const struct okx_http_answer *answer, const struct okx_credentials *key)
{
	const char *const values[] = { key->api_key, key->secret_key, key->passphrase };

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		size_t length = strlen(values[i]);

		if (length >= SHORTEST_KEY &&
		    memmem(answer->body, answer->length, values[i], length) != NULL)
			return true;
	}
	return false;
}

static bool
repeats_some_key(const struct okx_http_answer *answer, const struct okx_keyring *keys)
{
	for (int e = 0; e < ENVIRONMENTS; e++)
		if (keys->of[e] != NULL && repeats_key(answer, keys->of[e]))
			return true;
	return false;
}

/* Reads the body as the endpoint's; WHY says what is wrong with it, OWN whether that is data. */
static enum okx_parse_result
read_body(const struct okx_call *call, const struct okx_http_answer *answer,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *why, bool *own)
{
	enum okx_parse_result result = OKX_PARSE_BROKEN;

	if (answer->status >= 300 && answer->status < 400)
		cause_set(why, "a redirect to %s",
		    answer->location[0] != '\0' ? answer->location : "nowhere");
	else if (answer->length == 0)
		cause_set(why, "empty answer");
	else if (answer->body[strspn(answer->body, BLANKS)] != '{')
		describe_body(answer, why);
	else {
		result = okx_parse(call, answer->body, answer->length, parsed, refusal, why);
		*own = result == OKX_PARSE_BROKEN;
	}
	if (result != OKX_PARSE_DONE)
		return result;
	if (answer->status < 200 || answer->status > 299)
		cause_set(why, "data with an error's status");
	else if (repeats_some_key(answer, &call->keys))
		cause_set(why, "data that repeats your key");
	else
		return OKX_PARSE_DONE;
	okx_parsed_drop(parsed);
	return OKX_PARSE_BROKEN;
}

bool
okx_request_result(const struct okx_call *call, const struct okx_http *http,
    const struct okx_http_answer *answer, struct okx_parsed *parsed, struct okx_failure *failure)
{
	struct okx_call answered = *call;
	struct okx_http_answer masked;
	struct okx_refusal refusal = { .code = "" };
	struct cause why = { .text = "" };
	bool own = false;

	memset(parsed, 0, sizeof *parsed);
	if (answer->net_error != OKX_NET_ERROR_OK) {
		masked = *answer;
		okx_error_mask(masked.detail, &call->keys);
		okx_http_failure(failure, &masked, http);
		return false;
	}
	answered.asked_ms = answer->sent_ms;
	answered.arrived_ms = answer->arrived_ms;
	answered.arrived_utc_ms = answer->arrived_utc_ms + call->clock_offset_ms;
	answered.date_utc_ms = answer->date_utc_ms;
	switch (read_body(&answered, answer, parsed, &refusal, &why, &own)) {
	case OKX_PARSE_DONE:
		return true;
	case OKX_PARSE_REFUSED:
		okx_error_refused(failure, call, refusal.code, refusal.message, answer->status);
		break;
	case OKX_PARSE_BROKEN:
		okx_error_unreadable(failure, call, why.text, answer->status);
		failure->own = own;
		break;
	}
	failure->retry_after_ms = answer->retry_after_ms;
	return false;
}
