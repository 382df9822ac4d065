/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_KEY_FILE_H
#define COLLTOP_SETUP_KEY_FILE_H

#include <stdbool.h>

#include "conf/secrets.h"
#include "conf/settings.h"
#include "base/cause.h"
#include "model/account_id.h"

/*
 * Where a new key of an account will live: the file of its values, and what the
 * configuration has to say of it.
 */
struct key_file {
	char *file;          /* of the three values */
	bool taken;          /* that file is there already */
	char *configuration; /* the file that gets BLOCK at its end */
	char *block;         /* an account's section; NULL: nothing needs to be said */
};

/* The account as the person wants it. */
struct key_file_wish {
	const char *account;
	const char *region; /* name of a region, NULL: BASE_URL */
	const char *base_url;
	const char *ca_file; /* absolute, NULL: the system's */
	enum environment environment;
};

/*
 * Whether the folder of the configuration can take any of it, and nobody else writes
 * there. False with the cause.
 */
bool key_file_possible(const struct settings *settings, struct cause *cause);

/*
 * Decides it from what SETTINGS have already. False with the cause where only
 * the person can: a command gives the key, a section has to be extended, a
 * path cannot be written in the configuration.
 */
bool key_file_choose(struct key_file *key_file, const struct settings *settings,
    const struct key_file_wish *wish, struct cause *cause);

/*
 * Writes both files, the key of ENVIRONMENT out of SECRETS. False with the cause; then
 * both are as they were.
 */
bool key_file_write(const struct key_file *key_file, struct secrets *secrets,
    enum environment environment, struct cause *cause);

/* Zeroed memory may be cleared. */
void key_file_clear(struct key_file *key_file);

#endif
