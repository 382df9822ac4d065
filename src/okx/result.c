/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/result.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define SHORT_BODY 200 /* a bare sentence, no page */
#define BLANKS " \t\r\n"
#define SHORTEST_KEY 8 /* the exchange takes no shorter passphrase */

/* What there is instead of the exchange's JSON, for people; never the text itself. */
static void
describe(char *out, size_t size, const struct okx_http_answer *answer)
{
	const char *said = answer->length <= SHORT_BODY &&
		text_contains(answer->body, "too many requests") ?
	    " (too many requests)" :
	    "";

	if (answer->length < 1024)
		snprintf(out, size, "not JSON%s, %zu bytes", said, answer->length);
	else
		snprintf(out, size, "not JSON, %zu.%zu KiB", answer->length / 1024,
		    answer->length % 1024 * 10 / 1024);
}

/*
 * Figures have no business with the key: whatever bore its name would be shown, printed
 * and logged.
 */
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

/* Reads the body as the endpoint's; WHY says what is broken about it, OWN whether that is data. */
static enum okx_parse_result
read_body(enum okx_endpoint_id endpoint, const struct okx_http_answer *answer,
    const struct okx_parse_context *context, const struct okx_keyring *keys,
    struct okx_parsed *parsed, struct okx_refusal *refusal, struct cause *why, bool *own)
{
	char what[80];
	enum okx_parse_result result;

	if (answer->status >= 300 && answer->status < 400) {
		cause_set(why, "a redirect to %s",
		    answer->location[0] != '\0' ? answer->location : "nowhere");
		return OKX_PARSE_BROKEN;
	}
	if (answer->length == 0) {
		cause_set(why, "empty answer");
		return OKX_PARSE_BROKEN;
	}
	if (answer->body[strspn(answer->body, BLANKS)] != '{') {
		describe(what, sizeof what, answer);
		cause_set(why, "%s", what);
		return OKX_PARSE_BROKEN;
	}
	result = okx_endpoints[endpoint].parse(context, answer->body, answer->length, parsed,
	    refusal, why);
	*own = result == OKX_PARSE_BROKEN;
	if (result != OKX_PARSE_DONE)
		return result;
	if (answer->status < 200 || answer->status > 299)
		cause_set(why, "data with an error's status");
	else if (repeats_some_key(answer, keys))
		cause_set(why, "data that repeats your key");
	else
		return OKX_PARSE_DONE;
	okx_parsed_drop(parsed);
	return OKX_PARSE_BROKEN;
}

bool
okx_result_judge(const struct okx_http *http, enum okx_endpoint_id endpoint,
    const struct okx_http_answer *answer, const struct okx_parse_context *context,
    const struct okx_circumstance *circumstance, struct okx_parsed *parsed,
    struct okx_failure *failure)
{
	struct okx_http_answer masked;
	struct okx_refusal refusal = { .code = "" };
	struct cause why = { .text = "" };
	bool own = false;

	memset(parsed, 0, sizeof *parsed);
	if (answer->net_error != OKX_NET_ERROR_OK) {
		masked = *answer;
		okx_error_mask(masked.detail, &circumstance->keys);
		okx_http_failure(failure, &masked, http);
		return false;
	}
	switch (read_body(endpoint, answer, context, &circumstance->keys, parsed, &refusal, &why,
	    &own)) {
	case OKX_PARSE_DONE:
		return true;
	case OKX_PARSE_REFUSED:
		okx_error_refused(failure, circumstance, refusal.code, refusal.message,
		    answer->status);
		break;
	case OKX_PARSE_BROKEN:
		okx_error_unreadable(failure, circumstance, why.text, answer->status);
		failure->own = own;
		break;
	}
	failure->retry_after_ms = answer->retry_after_ms;
	return false;
}
