/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_PRIVATE_FILE_H
#define COLLTOP_CONF_PRIVATE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * Small files of the user's own, read after a look at who else has a hand in
 * them, or in the folders and links on the way to them (conf/path_check.h). The
 * checks of the file are made on what was opened, not on its name.
 */
enum ownfile_trust {
	OWNFILE_SETTINGS,     /* it names commands and hosts: only the user or root may write it */
	OWNFILE_CERTIFICATES, /* it says which hosts are believed: alike */
	OWNFILE_SECRET,       /* only the user may read it; not a symbolic link itself */
	/* the service manager gives it and guards it: only its kind and size are looked at */
	OWNFILE_GIVEN
};

enum ownfile_result {
	OWNFILE_READ,
	OWNFILE_MISSING, /* there is no such file; no cause */
	OWNFILE_REFUSED /* see the cause, which names the file or the folder and the line to type */
};

/*
 * Reads the file PATH into OUT (SIZE bytes; NUL-terminated, *LENGTH bytes).
 * One of SIZE bytes or more is refused.
 */
enum ownfile_result ownfile_read(const char *path, enum ownfile_trust trust, char *out, size_t size,
    size_t *length, struct cause *cause);

/* The same without reading: OWNFILE_READ where it may be read. */
enum ownfile_result ownfile_check(const char *path, enum ownfile_trust trust, struct cause *cause);

/*
 * Writes PATH for people into OUT: "~" for the home directory; quoted for a
 * shell where it would take it apart. One that does not fit ends in dots.
 */
void ownfile_show(char *out, size_t size, const char *path);

#endif
