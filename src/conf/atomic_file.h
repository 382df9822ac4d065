/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_ATOMIC_FILE_H
#define COLLTOP_CONF_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * A file that is there whole or not at all: written beside its place under
 * another name, with mode 0600, and moved there once it is on the disk.
 */
struct atomic_file {
	char *path; /* its place; NULL: there is nothing to move or to drop */
	char *temporary;
};

/*
 * Whether files can be made in FOLDER, which need not be there yet, and by nobody else.
 * False with the cause.
 */
bool atomic_file_possible(const char *folder, struct cause *cause);

/*
 * Writes TEXT beside PATH; missing folders are made with mode 0700. False with the
 * cause; then nothing is left.
 */
bool atomic_file_prepare(struct atomic_file *file, const char *path, const char *text,
    size_t length, struct cause *cause);

/* Moves it to its place, over what may be there. False with the cause. */
bool atomic_file_commit(struct atomic_file *file, struct cause *cause);

/* Removes what was prepared and not committed, and frees. Zeroed memory may be dropped. */
void atomic_file_drop(struct atomic_file *file);

#endif
