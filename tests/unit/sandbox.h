/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_SANDBOX_H
#define COLLTOP_TESTS_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Each test has a directory of its own as $HOME, and no variable that colltop reads. */

/* For cmocka's setup and teardown. */
int sandbox_open(void **state);
int sandbox_close(void **state);

/* The path of NAME in it; good until the eighth call after this one. */
const char *sandbox_path(const char *name);

/* Writes the file NAME (its directories get mode 0700) with exactly MODE. Returns its path. */
const char *sandbox_write(const char *name, const char *text, size_t length, mode_t mode);
const char *sandbox_file(const char *name, const char *text, mode_t mode);

#endif
