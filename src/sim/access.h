/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_ACCESS_H
#define COLLTOP_SIM_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/account_id.h"

#define ACCESS_WINDOW_MS 30000

/* Throw-away credentials in the exchange's shapes. */
struct sim_keys {
	char api_key[37];    /* a UUID */
	char secret_key[33]; /* 32 hexadecimal digits in capitals */
	char passphrase[17];
};

/* Draws a set; with SEED not NULL the same for the same seed and environment. */
void keys_make(struct sim_keys *keys, const uint64_t *seed, enum environment environment);

/* A request as it arrived. Header texts are NULL where the header is absent. */
struct exchange_request {
	const char *method;
	const char *target; /* path and query, byte for byte */
	const char *key, *sign, *timestamp, *passphrase, *simulated;
	const char *address; /* of the client */
	bool has_body;
};

/* The environment that the header x-simulated-trading chooses: demo for "1" alone. */
enum environment access_environment(const struct exchange_request *request);

/*
 * Checks the credentials of a signed request at UTC_MS, in the exchange's
 * order: all headers there, the key, its environment, the passphrase, the
 * timestamp, the signature. Returns 0 or the code of the refusal.
 */
int access_check(const struct sim_keys keys[ENVIRONMENTS], const struct exchange_request *request,
    enum environment environment, int64_t utc_ms);

#endif
