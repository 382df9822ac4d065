/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_SIGN_H
#define COLLTOP_OKX_SIGN_H

#include <stdbool.h>
#include <stdint.h>

/*
 * OKX v5, "REST Authentication": Base64(HMAC-SHA256(secret, timestamp + METHOD +
 * requestPath + body)).
 */

#define OKX_SIGN_TIMESTAMP_SIZE 25 /* 2020-12-08T09:08:57.715Z and the NUL */
#define OKX_SIGN_SIZE 45           /* 44 characters of Base64 and the NUL */

/*
 * Writes UTC_MS as the exchange wants it: ISO 8601 with exactly three decimals.
 * False outside the years 1970 to 9999.
 */
bool okx_sign_timestamp(char out[OKX_SIGN_TIMESTAMP_SIZE], int64_t utc_ms);

/*
 * Signs a GET of TARGET (path with its query string, byte for byte as sent)
 * at TIMESTAMP with the text SECRET as it is. A GET has no body; there is no
 * other method. False for an empty secret or when the cryptography fails.
 * Intermediate copies of the secret are wiped.
 */
bool okx_sign_get(char out[OKX_SIGN_SIZE], const char *secret, const char *timestamp,
    const char *target);

#endif
