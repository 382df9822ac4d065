/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_PRIVATE_FILE_H
#define COLLTOP_CONF_PRIVATE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * Small files of the user, refused where somebody else can change (or read) them
 * or the way to them (conf/path_check.h). What is checked is the open file.
 */
enum private_file_trust {
	PRIVATE_FILE_SETTINGS, /* it names commands and hosts: only the user or root may write it */
	PRIVATE_FILE_CERTIFICATES, /* it says which hosts are believed: alike */
	PRIVATE_FILE_SECRET,       /* only the user may read it; not a symbolic link itself */
	/* the service manager gives it and guards it: only its kind and size are looked at */
	PRIVATE_FILE_GIVEN
};

enum private_file_result {
	PRIVATE_FILE_READ,
	PRIVATE_FILE_MISSING, /* there is no such file; no cause */
	PRIVATE_FILE_REFUSED /* see the cause, which names the file or the folder and the line to type */
};

/*
 * Reads the file PATH into OUT (SIZE bytes; NUL-terminated, *LENGTH bytes).
 * One of SIZE bytes or more is refused.
 */
enum private_file_result private_file_read(const char *path, enum private_file_trust trust,
    char *out, size_t size, size_t *length, struct cause *cause);

/* The same without reading: PRIVATE_FILE_READ where it may be read. */
enum private_file_result private_file_check(const char *path, enum private_file_trust trust,
    struct cause *cause);

#endif
