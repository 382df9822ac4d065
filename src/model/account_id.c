/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/account_id.h"

#include <string.h>

static const struct {
	const char *name;
	const char *word[2]; /* real, simulated */
	const char *token[2];
} environments[ENVIRONMENTS] = {
	[ENVIRONMENT_PRODUCTION] = {
		.name = "production",
		.word = { "PRODUCTION", "SIMULATION" },
		.token = { "production", "simulation" },
	},
	[ENVIRONMENT_DEMO] = {
		.name = "demo",
		.word = { "DEMO", "SIMULATION DEMO" },
		.token = { "demo", "simulation-demo" },
	},
};

bool
account_id_equal(const struct account_id *a, const struct account_id *b)
{
	return a->environment == b->environment && a->simulated == b->simulated &&
	    strcmp(a->account, b->account) == 0 && strcmp(a->region, b->region) == 0 &&
	    strcmp(a->host, b->host) == 0;
}

const char *
account_id_word(enum environment environment, bool simulated)
{
	return environments[environment].word[simulated];
}

const char *
account_id_token(enum environment environment, bool simulated)
{
	return environments[environment].token[simulated];
}

const char *
environment_name(enum environment environment)
{
	return environments[environment].name;
}

enum environment
environment_other(enum environment environment)
{
	return environment == ENVIRONMENT_DEMO ? ENVIRONMENT_PRODUCTION : ENVIRONMENT_DEMO;
}
