/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_TERMINFO_H
#define COLLTOP_UI_TERMINFO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"
#include "ui/keys.h"

/*
 * What is known of a terminal by its name. All but the first two are about the terminal
 * that curses has been started on. (The library's header makes macros of words like
 * "columns", so it stays in one file.)
 */

/*
 * Says what is wrong with TERMINAL (TERM; NULL where it is not set) before
 * curses would end the program over it: unknown, or unable to move its cursor.
 */
bool terminfo_check(const char *terminal, struct cause *cause);

/*
 * Whether no further file can be opened, as reading a description must; curses does not say
 * so. Then the cause.
 */
bool terminfo_starved(const char *terminal, struct cause *cause);

/* How many colours TERMINAL, which passed terminfo_check(), has; 0 or less: none. */
int terminfo_colors(const char *terminal);

/* The string of a capability ("rev"), or NULL. */
const char *terminfo_string(const char *capability);

/* Whether the terminal has a boolean capability ("XT"). */
bool terminfo_flag(const char *capability);

/* Whether it takes ECMA-48 control sequences, and so ignores those that it does not know. */
bool terminfo_ecma48(void);

/*
 * The string of a capability that takes no number, or 0 for one, without its delays;
 * SIZE bytes, "" for none.
 */
void terminfo_bytes(char *out, size_t size, const char *capability);

/* Teaches KEYS what the terminal's keys send. */
void terminfo_keys(struct keys *keys);

/*
 * Writes the bytes that give the terminal back: no attributes, a cursor, the
 * main screen. Returns how many.
 */
size_t terminfo_restore(char *out, size_t size);

#endif
