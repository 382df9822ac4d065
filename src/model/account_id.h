/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_ACCOUNT_ID_H
#define COLLTOP_MODEL_ACCOUNT_ID_H

#include <stdbool.h>

/* The exchange's flag 0/1: real money, or its demo trading. */
enum environment { ENVIRONMENT_PRODUCTION, ENVIRONMENT_DEMO, ENVIRONMENTS };

#define ACCOUNT_ID_ACCOUNT_SIZE 33
#define ACCOUNT_ID_REGION_SIZE 33
#define ACCOUNT_ID_HOST_SIZE 256

/*
 * Whose figures these are. Every snapshot carries one, so that figures of one
 * account or environment never stand under the name of another.
 */
struct account_id {
	char account[ACCOUNT_ID_ACCOUNT_SIZE]; /* name in the configuration: "main" */
	/* "global", "us", "eea", "tr", "custom" with a base_url, "simulator" */
	char region[ACCOUNT_ID_REGION_SIZE];
	char host[ACCOUNT_ID_HOST_SIZE]; /* host, with ":port" where it is not the scheme's */
	enum environment environment;
	bool simulated; /* invented figures of colltop's own simulator */
};

/* Whether both are figures of the same account, region, host and environment. */
bool account_id_equal(const struct account_id *a, const struct account_id *b);

/* The word on the screen: "PRODUCTION", "DEMO", "SIMULATION", "SIMULATION DEMO". */
const char *account_id_word(enum environment environment, bool simulated);

/* The word in a record: "production", "demo", "simulation", "simulation-demo". */
const char *account_id_token(enum environment environment, bool simulated);

/* The name in configuration and file names, simulated or not: "production", "demo". */
const char *environment_name(enum environment environment);

/* The other one. */
enum environment environment_other(enum environment environment);

#endif
