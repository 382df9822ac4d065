/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_SECRETS_H
#define COLLTOP_CONF_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"
#include "model/account_id.h"
#include "okx/client.h"

/*
 * The keys of the account in use, both environments, in the one allocation of
 * the program that is locked in memory, left out of core files and wiped.
 */
struct secrets;

#define SECRETS_VALUE_SIZE 256 /* a value with its NUL */
#define SECRETS_FILE_MAX 4096  /* bytes of a file or a command's output */

/* The three values of a key, and their names in every source. */
enum secrets_field { SECRETS_API_KEY, SECRETS_SECRET_KEY, SECRETS_PASSPHRASE, SECRETS_FIELDS };

extern const char *const secrets_names[SECRETS_FIELDS]; /* "OKX_API_KEY" */

/* What keeps TEXT from being a value ("ends with a blank"), or NULL. */
const char *secrets_fault(const char *text);

/* LOCKED: whether the memory could be locked, else warn once. Never returns NULL. */
struct secrets *secrets_new(bool *locked);

/* Wipes and frees. NULL is fine. */
void secrets_free(struct secrets *secrets);

/* Wipes the values of both environments: on leaving an account. What was stashed stays. */
void secrets_wipe(struct secrets *secrets);

/* SECRETS_FILE_MAX + 1 bytes of locked memory to read a source into; wipe it after use. */
char *secrets_scratch(struct secrets *secrets);
void secrets_scratch_wipe(struct secrets *secrets);

/*
 * Reads TEXT: lines OKX_API_KEY=, OKX_SECRET_KEY=, OKX_PASSPHRASE=, each value
 * raw to the end of its line (CR LF and a missing last newline are fine; empty
 * lines and lines that begin with '#' are passed over), and keeps them for
 * ENVIRONMENT. A value is 1 to 255 bytes of 0x20 to 0x7E without a blank at
 * either end. False, with a cause that names SOURCE, the line and what is
 * missing or wrong with it, never the value; then nothing is kept for
 * ENVIRONMENT, not even what was there before.
 */
bool secrets_read(struct secrets *secrets, enum environment environment, const char *text,
    size_t length, const char *source, struct cause *cause);

/* The same from three values; NULL or "" is a missing one, which the cause names. */
bool secrets_put(struct secrets *secrets, enum environment environment, const char *api_key,
    const char *secret_key, const char *passphrase, const char *source, struct cause *cause);

/*
 * After a secrets_read() or secrets_put() that failed only because values are
 * missing: the one that was there, or NULL for a missing one. NULL for all of
 * them in every other case. Good until the next call that reads or wipes.
 */
const char *secrets_partial(const struct secrets *secrets, enum secrets_field field);

/* What is kept for ENVIRONMENT, or NULL. The same memory until it is wiped. */
const struct okx_credentials *secrets_get(const struct secrets *secrets,
    enum environment environment);

/* The same of both. */
struct okx_keyring secrets_keyring(const struct secrets *secrets);

/*
 * Keeps a value of the process's environment until secrets_free(). One that is
 * too long stays so, and secrets_put() refuses it. NULL: none is kept.
 */
void secrets_stash(struct secrets *secrets, enum secrets_field field, const char *value);
const char *secrets_stashed(const struct secrets *secrets, enum secrets_field field);

#endif
