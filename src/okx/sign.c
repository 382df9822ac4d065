/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/sign.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/text.h"
#include "base/xmalloc.h"

#define LAST_MS INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */
#define DIGEST_SIZE 32                   /* of SHA-256 */

_Static_assert(OKX_SIGN_SIZE == (DIGEST_SIZE + 2) / 3 * 4 + 1, "Base64 of a digest");

bool
okx_sign_timestamp(char out[OKX_SIGN_TIMESTAMP_SIZE], int64_t utc_ms)
{
	if (utc_ms < 0 || utc_ms > LAST_MS)
		return false;
	text_utc(out, utc_ms);
	return true;
}

bool
okx_sign_get(char out[OKX_SIGN_SIZE], const char *secret, const char *timestamp, const char *target)
{
	unsigned char digest[DIGEST_SIZE];
	size_t size = 0;
	char *prehash;
	bool signed_ok;

	/* The library would sign with an empty secret, too. */
	if (secret[0] == '\0')
		return false;

	prehash = xasprintf("%sGET%s", timestamp, target);
	signed_ok = EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, secret, strlen(secret),
			(const unsigned char *)prehash, strlen(prehash), digest, sizeof digest,
			&size) != NULL &&
	    size == sizeof digest;
	if (signed_ok)
		EVP_EncodeBlock((unsigned char *)out, digest, DIGEST_SIZE);
	explicit_bzero(digest, sizeof digest);
	free(prehash);
	return signed_ok;
}
