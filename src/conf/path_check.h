/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_PATH_CHECK_H
#define COLLTOP_CONF_PATH_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * Refuses paths that somebody else could redirect. Checked are the folders of
 * the file and of every symbolic link on the way, and those above them up to the
 * home directory or the root. They and the links must belong to the user or root.
 *
 * Nobody else may write in the folder of the file, or of a link in its place. In
 * those above others may if it is sticky, and a group whose only member owns it.
 */

/*
 * Opens the file PATH (relative to the working directory unless it begins with
 * "/") with the flags FLAGS, never a terminal of our own. Where the file itself
 * is a symbolic link, LINKS says whether it is followed. Returns the descriptor,
 * or -1: with an empty cause where there is no such file, else with the cause.
 */
int path_check_open(const char *path, int flags, bool links, struct cause *cause);

/*
 * The same check of the existing folder PATH. HOLDS_FILES: it, not only folders in
 * it, will hold files. False with the cause.
 */
bool path_check_folder(const char *path, bool holds_files, struct cause *cause);

/*
 * Writes PATH into OUT for a person: "~" for the home directory, quoted where a
 * shell needs it, cut with dots where it does not fit.
 */
void path_check_show(char *out, size_t size, const char *path);

#endif
