/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_LINEEDIT_H
#define COLLTOP_APP_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/command.h"
#include "model/filter.h"

/* One line that is being typed. */
struct lineedit {
	char text[FILTER_SIZE]; /* UTF-8 */
	size_t cursor;          /* byte before which the cursor stands */
};

/* Begins with TEXT, the cursor behind it. */
void lineedit_set(struct lineedit *line, const char *text);

/* Types CODEPOINT at the cursor; control characters and what does not fit are passed over. */
bool lineedit_type(struct lineedit *line, int codepoint);

/*
 * Obeys an editing command (COMMAND_ERASE, COMMAND_CURSOR_LEFT …). False: it is none, or
 * changed nothing.
 */
bool lineedit_command(struct lineedit *line, enum command command);

#endif
