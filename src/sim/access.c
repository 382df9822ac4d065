/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/access.h"

#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>

#include "base/text.h"
#include "okx/sign.h"
#include "sim/market.h"

#define CODE_ENVIRONMENT 50101
#define CODE_EXPIRED 50102
#define CODE_NO_KEY 50103
#define CODE_NO_PASSPHRASE 50104
#define CODE_PASSPHRASE 50105
#define CODE_NO_SIGN 50106
#define CODE_NO_TIMESTAMP 50107
#define CODE_KEY 50111
#define CODE_TIMESTAMP 50112
#define CODE_SIGN 50113
#define CODE_UNKNOWN_KEY 50119

static void
draw_key_bytes(unsigned char *out, size_t size, const uint64_t *seed, enum environment environment)
{
	if (seed == NULL) {
		arc4random_buf(out, size);
		return;
	}
	for (size_t i = 0; i < size; i++)
		out[i] = (unsigned char)market_mix(
		    market_mix(*seed ^ (uint64_t)environment << 56) ^ i);
}

void
keys_make(struct sim_keys *keys, const uint64_t *seed, enum environment environment)
{
	static const char signs[64] =
	    "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789+-_.!#%";
	unsigned char bytes[16 + 16 + 16];
	const unsigned char *id = bytes, *secret = bytes + 16, *pass = bytes + 32;

	draw_key_bytes(bytes, sizeof bytes, seed, environment);
	snprintf(keys->api_key, sizeof keys->api_key,
	    "%02x%02x%02x%02x-%02x%02x-4%x%02x-%x%x%02x-%02x%02x%02x%02x%02x%02x", id[0], id[1],
	    id[2], id[3], id[4], id[5], id[6] & 15U, id[7], 8U | (id[8] & 3U), id[8] >> 4, id[9],
	    id[10], id[11], id[12], id[13], id[14], id[15]);
	for (size_t i = 0; i < 16; i++)
		snprintf(keys->secret_key + 2 * i, 3, "%02X", (unsigned)secret[i]);

	/* The exchange wants a capital, a small letter, a digit and a sign. */
	for (size_t i = 0; i < 12; i++)
		keys->passphrase[i] = signs[pass[i] % sizeof signs];
	memcpy(keys->passphrase + 12, "aZ7!", sizeof "aZ7!");
}

static bool
is_key_id(const char *text)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	if (strlen(text) != sizeof shape - 1)
		return false;
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == '-' ? text[i] != '-' :
				      strchr("0123456789abcdefABCDEF", text[i]) == NULL)
			return false;
	return true;
}

static bool
same_secretly(const char *given, const char *right)
{
	size_t length = strlen(right);
	unsigned char differ = strlen(given) != length;
	const char *other = differ ? right : given;

	for (size_t i = 0; i < length; i++)
		differ |= (unsigned char)(other[i] ^ right[i]);
	return differ == 0;
}

enum environment
access_environment(const struct exchange_request *request)
{
	return request->simulated != NULL && strcmp(request->simulated, "1") == 0 ?
	    ENVIRONMENT_DEMO :
	    ENVIRONMENT_PRODUCTION;
}

static int64_t
number_at(const char *text, size_t count)
{
	int64_t value = 0;

	for (size_t i = 0; i < count; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

static bool
read_timestamp(const char *text, int64_t *utc_ms)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddZ";
	char again[OKX_SIGN_TIMESTAMP_SIZE];
	int64_t ms;

	if (strlen(text) != sizeof shape - 1)
		return false;
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
			return false;
	ms = text_utc_days(number_at(text, 4), number_at(text + 5, 2), number_at(text + 8, 2)) *
		86400000 +
	    number_at(text + 11, 2) * 3600000 + number_at(text + 14, 2) * 60000 +
	    number_at(text + 17, 2) * 1000 + number_at(text + 20, 3);

	/* February 30th and 25 o'clock come back as something else. */
	if (!okx_sign_timestamp(again, ms) || strcmp(again, text) != 0)
		return false;
	*utc_ms = ms;
	return true;
}

static bool
absent(const char *header)
{
	return header == NULL || header[0] == '\0';
}

static int
check_key(const struct sim_keys keys[ENVIRONMENTS], const char *key, enum environment environment)
{
	if (!is_key_id(key))
		return CODE_KEY;
	if (same_secretly(key, keys[environment].api_key))
		return 0;
	for (int i = 0; i < ENVIRONMENTS; i++)
		if (same_secretly(key, keys[i].api_key))
			return CODE_ENVIRONMENT;
	return CODE_UNKNOWN_KEY;
}

static int
check_timestamp(const char *text, int64_t utc_ms)
{
	int64_t sent_ms;

	/*
	 * A count of seconds or milliseconds is a time to the exchange, but one that is long
	 * past.
	 */
	if (strspn(text, "0123456789.") == strlen(text))
		return CODE_EXPIRED;
	if (!read_timestamp(text, &sent_ms))
		return CODE_TIMESTAMP;
	if (sent_ms < utc_ms - ACCESS_WINDOW_MS || sent_ms > utc_ms + ACCESS_WINDOW_MS)
		return CODE_EXPIRED;
	return 0;
}

int
access_check(const struct sim_keys keys[ENVIRONMENTS], const struct exchange_request *request,
    enum environment environment, int64_t utc_ms)
{
	char sign[OKX_SIGN_SIZE];
	int code;

	if (absent(request->key))
		return CODE_NO_KEY;
	if (absent(request->passphrase))
		return CODE_NO_PASSPHRASE;
	if (absent(request->sign))
		return CODE_NO_SIGN;
	if (absent(request->timestamp))
		return CODE_NO_TIMESTAMP;
	if ((code = check_key(keys, request->key, environment)) != 0)
		return code;
	if (!same_secretly(request->passphrase, keys[environment].passphrase))
		return CODE_PASSPHRASE;
	if ((code = check_timestamp(request->timestamp, utc_ms)) != 0)
		return code;

	/* The body is part of what is signed, and reading has none. */
	if (request->has_body ||
	    !okx_sign_get(sign, keys[environment].secret_key, request->timestamp,
		request->target) ||
	    !same_secretly(request->sign, sign))
		return CODE_SIGN;
	return 0;
}
