/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_CREDENTIALS_H
#define COLLTOP_CONF_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/secrets.h"
#include "conf/settings.h"
#include "base/cause.h"

/*
 * Where keys come from, in this order: the account's file or command;
 * $CREDENTIALS_DIRECTORY/ACCOUNT-production (-demo); for account "main" alone
 * the default .env files and then the environment; with a terminal,
 * questions for one or two missing values.
 */
enum credentials_state {
	CREDENTIALS_NONE, /* no source has any */
	CREDENTIALS_FOUND,
	CREDENTIALS_UNUSABLE /* a source was refused, or is incomplete */
};

#define CREDENTIALS_NOTES 6

struct credentials {
	struct {
		enum credentials_state state;
		unsigned mode; /* of the file that is the source, 0: it is none */
		/* "~/.config/colltop/production.env", "command of account main" */
		char source[256];
		/* CREDENTIALS_UNUSABLE: why; CREDENTIALS_NONE: which lines are missing where */
		struct cause cause;
	} of[ENVIRONMENTS];
	size_t note_count;
	char notes[CREDENTIALS_NOTES][256]; /* "OKX_API_KEY is set but FILE is used" */
	int about[CREDENTIALS_NOTES]; /* enum environment of the source in a note, -1: neither */
};

/*
 * Copies OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE out of the process's
 * environment into SECRETS (secrets_stash), overwrites them in place and unsets them. Call
 * once, first of all.
 */
void credentials_take_environment(struct secrets *secrets);

/*
 * Loads both environments of ACCOUNT (index) into SECRETS, which are wiped before,
 * but for those of the simulator. INTERACTIVE: missing values may be asked for
 * and commands may use the terminal. RESULT says what was found.
 */
void credentials_load(struct credentials *result, struct secrets *secrets,
    const struct settings *settings, size_t account, bool interactive);

/* Whether loading ACCOUNT runs a command, so that the screen must make way for it. */
bool credentials_need_terminal(const struct settings *settings, size_t account);

/* What to do without any key: several lines, each with its newline. */
void credentials_first_words(char *out, size_t size, const struct settings *settings);

#endif
