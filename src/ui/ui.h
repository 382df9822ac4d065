/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_UI_H
#define COLLTOP_UI_UI_H

#include <stdbool.h>

#include "app/loop.h"
#include "base/cause.h"
#include "setup/finding.h"
#include "ui/screen.h"

/*
 * The screen: the only room with curses. It sees a const struct app, hands out
 * keys, and never makes the loop wait for the terminal.
 */
struct ui;

/* On less the screen is one line with what fits. */
#define UI_COLUMNS_MIN 20
#define UI_ROWS_MIN 5

/*
 * Takes the terminal and prepares the screen (nothing is painted yet). NULL
 * with the cause: no terminal, TERM unset, unknown or unable to move the cursor, in the
 * background. The cause says what to set or that --once needs no screen.
 */
struct ui *ui_new(const struct ui_options *options, struct cause *cause);

/*
 * Puts the terminal back as it was (within 200 ms, even where the terminal is stopped)
 * and frees. NULL is fine.
 */
void ui_free(struct ui *ui);

/* Puts the terminal back from an atexit or out-of-memory handler: no allocation, idempotent. */
void ui_restore(void);

/* The front end for the loop. */
struct frontend ui_frontend(struct ui *ui);

/* Another size, as a resize of a descriptor that cannot tell it. */
void ui_set_size(struct ui *ui, int columns, int rows);

/* The version of the library behind it: "ncurses 6.4.20221231". */
const char *ui_version(void);

/*
 * The doctor's look at the terminal: whether the screen can be had on it, its
 * colours and size, what the locale can show, and what stands between.
 */
bool ui_examine(struct finding *finding);

#endif
