/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_INIT_ASK_H
#define COLLTOP_SETUP_INIT_ASK_H

#include <limits.h>
#include <stdbool.h>

#include "setup/key_file.h"
#include "sys/prompt.h"
#include "conf/options.h"
#include "conf/secrets.h"
#include "conf/settings.h"
#include "okx/probe.h"

/* The questions of setup/init, and what they are about. */
struct init {
	const struct options *options;
	struct secrets *secrets;
	struct settings settings;
	struct prompt prompt;
	struct okx_probe probe;
	struct settings_account account; /* as it is being set up */
	enum environment environment;
	struct key_file key_file;
	char ca_file[PATH_MAX]; /* --ca-file, absolute; "" for none */
	int status;             /* of what went wrong last */
};

/* Reads an answer into the secrets' own memory; NULL where the person has left. */
const char *init_answer(struct init *init, const char *question);

/* Whether the answer to PROMPT begins with y; no answer is STANDARD. */
bool init_agreed(struct init *init, const char *question, bool standard);

/* Says the cause as a sentence, and returns false. */
bool init_say_problem(struct init *init, const struct cause *cause);

/*
 * The section that the configuration has for the account, or where main is though it has
 * none; or NULL.
 */
const struct settings_account *init_known_site(const struct init *init);

/* Each asks until the answer can be used, and keeps it. False where the person has left. */
bool init_ask_account(struct init *init);
bool init_ask_region(struct init *init);
bool init_ask_environment(struct init *init);
bool init_ask_key(struct init *init);
bool init_ask_secret(struct init *init);
bool init_ask_passphrase(struct init *init);

/*
 * Where the secret key and the passphrase have each other's form, offers to swap them
 * before anything is sent.
 */
void init_offer_swap(struct init *init);

#endif
