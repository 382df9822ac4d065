/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_ACCESS_H
#define COLLTOP_SIM_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/account_id.h"
#include "sim/keys.h"

#define ACCESS_WINDOW_MS 30000

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

/*
 * Reads a timestamp of exactly the exchange's form (2020-12-08T09:08:57.715Z)
 * as milliseconds since 1970. False for any other text and for days that do not exist.
 */
bool access_timestamp(const char *text, int64_t *utc_ms);

#endif
