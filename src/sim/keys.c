/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/keys.h"

#include <stdio.h>
#include <string.h>

#include <bsd/stdlib.h>

#include "sim/market.h"

#define UUID_SHAPE "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

static void
draw(unsigned char *out, size_t size, const uint64_t *seed, enum environment environment)
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

	draw(bytes, sizeof bytes, seed, environment);
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

bool
keys_well_formed(const char *text)
{
	static const char shape[] = UUID_SHAPE;

	if (strlen(text) != sizeof shape - 1)
		return false;
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == '-' ? text[i] != '-' :
				      strchr("0123456789abcdefABCDEF", text[i]) == NULL)
			return false;
	return true;
}

bool
keys_same(const char *given, const char *right)
{
	size_t length = strlen(right);
	unsigned char differ = strlen(given) != length;
	const char *other = differ ? right : given;

	for (size_t i = 0; i < length; i++)
		differ |= (unsigned char)(other[i] ^ right[i]);
	return differ == 0;
}
