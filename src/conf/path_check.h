/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_PATH_CHECK_H
#define COLLTOP_CONF_PATH_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * Who could change where a path leads. Looked at is every folder in which a
 * symbolic link of the path lies, the folder of the file in the end, and all
 * folders above them: up to the home directory, or to the root for what is not
 * below it. All of them, and the links, belong to the user or to root.
 *
 * Nobody else may write in the folder that holds the file, or a link in its
 * place. In folders above, others may where the sticky bit keeps them from
 * replacing what is not theirs, and a group may that is its owner's alone (as
 * with a umask of 002).
 */

/*
 * Opens the file PATH (relative to the working directory unless it begins with
 * "/") with the flags FLAGS, never a terminal of our own. Where the file itself
 * is a symbolic link, LINKS says whether it is followed. Returns the descriptor,
 * or -1: with an empty cause where there is no such file, else with the cause.
 */
int path_check_open(const char *path, int flags, bool links, struct cause *cause);

/*
 * The same look at the folder PATH, which is there: HOLDS_FILES whether it, or
 * only folders in it, will hold files. False with the cause.
 */
bool path_check_folder(const char *path, bool holds_files, struct cause *cause);

/*
 * Writes PATH for people into OUT: "~" for the home directory; quoted for a
 * shell where it would take it apart. One that does not fit ends in dots.
 */
void path_check_show(char *out, size_t size, const char *path);

#endif
