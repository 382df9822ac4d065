/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_KEYS_H
#define COLLTOP_SIM_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/account_id.h"

/* Throw-away credentials in the exchange's shapes. */
struct sim_keys {
	char api_key[37];    /* a UUID */
	char secret_key[33]; /* 32 hexadecimal digits in capitals */
	char passphrase[17];
};

/* Draws a set; with SEED not NULL the same for the same seed and environment. */
void keys_make(struct sim_keys *keys, const uint64_t *seed, enum environment environment);

/* Whether TEXT has the shape of a key's id. */
bool keys_well_formed(const char *text);

/* Whether two texts are the same, in a time that does not tell where they differ. */
bool keys_same(const char *given, const char *right);

#endif
