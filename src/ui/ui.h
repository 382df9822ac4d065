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
 * Takes the terminal and prepares the screen (nothing is painted yet). OPTIONS is borrowed
 * until ui_free(). NULL with the cause, which says what to set or that --once needs no
 * screen: no terminal, TERM unset, unknown or unable to move the cursor, in the background.
 */
struct ui *ui_new(const struct ui_options *options, struct cause *cause);

/*
 * Puts the terminal back as it was (within 200 ms, even where the terminal is stopped)
 * and frees. NULL is fine.
 */
void ui_free(struct ui *ui);

/* Puts the terminal back from an atexit or out-of-memory handler: no allocation, idempotent. */
void ui_restore(void);

/*
 * Why the screen ended by itself although its terminal is there, with what to do; NULL
 * where it did not.
 */
const char *ui_problem(const struct ui *ui);

/* The front end for the loop. */
struct frontend ui_frontend(struct ui *ui);

/* The version of the library: "ncurses 6.4.20221231". */
const char *ui_version(void);

/*
 * The doctor's check of the terminal: whether it can show the screen, its colours and
 * size, what the locale can show, and whether tmux or screen runs it.
 */
bool ui_examine(struct finding *finding);

#endif
