/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_KEY_FILE_H
#define COLLTOP_SETUP_KEY_FILE_H

#include <stdbool.h>

#include "conf/secrets.h"
#include "conf/settings.h"
#include "base/cause.h"
#include "model/account_id.h"

/* Where a new key of an account goes, and what the configuration needs to find it. */
struct key_file {
	char *file;          /* of the three values */
	bool taken;          /* that file exists */
	char *configuration; /* the file to append BLOCK to */
	char *block;         /* an account's section; NULL: none is needed */
};

/* The account as the person wants it. */
struct key_file_wish {
	const char *account;
	const char *region; /* name of a region, NULL: BASE_URL */
	const char *base_url;
	const char *ca_file; /* absolute, NULL: the system's */
	enum environment environment;
};

/* Whether the configuration's folder is writable, by the user alone. False with the cause. */
bool key_file_possible(const struct settings *settings, struct cause *cause);

/*
 * Decides it by SETTINGS. False with the cause where only a person can: a
 * command gives the key, a section has to be extended, a path cannot be quoted.
 */
bool key_file_choose(struct key_file *key_file, const struct settings *settings,
    const struct key_file_wish *wish, struct cause *cause);

/*
 * Writes the key that SECRETS have for ENVIRONMENT, and the configuration. False with
 * the cause; then neither file has changed.
 */
bool key_file_write(const struct key_file *key_file, struct secrets *secrets,
    enum environment environment, struct cause *cause);

/* Zeroed memory may be cleared. */
void key_file_clear(struct key_file *key_file);

#endif
