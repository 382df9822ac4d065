/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_OWNFILE_H
#define COLLTOP_APP_OWNFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * Small files of the user's own, read after a look at who else has a hand in
 * them. The checks are made on the opened file, not on its name.
 */
enum ownfile_trust {
	OWNFILE_SETTINGS,       /* it names commands: only the user or root may write it */
	OWNFILE_SECRET,         /* only the user may read it; no symbolic link; a directory that others cannot write */
	OWNFILE_GIVEN           /* the service manager gives it and guards it: only its kind and size are looked at */
};

enum ownfile_result {
	OWNFILE_READ,
	OWNFILE_MISSING,        /* there is no such file; no cause */
	OWNFILE_REFUSED         /* see the cause, which names the file and the line to type */
};

/*
 * Reads the file PATH into OUT (SIZE bytes; NUL-terminated, *LENGTH bytes).
 * One of SIZE bytes or more is refused.
 */
enum ownfile_result ownfile_read(const char *path, enum ownfile_trust trust, char *out, size_t size,
    size_t *length, struct cause *cause);

/*
 * Writes PATH for people into OUT: "~" for the home directory; in single
 * quotes where a shell would take it apart.
 */
void ownfile_show(char *out, size_t size, const char *path);

#endif
