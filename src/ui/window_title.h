/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_WINDOW_TITLE_H
#define COLLTOP_UI_WINDOW_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/tty.h"

/*
 * The title of the terminal's window, where the terminal has one. What stood
 * there comes back; before that it says WINDOW_TITLE_NEUTRAL, which is what stays where
 * the terminal did not keep it. It goes to the terminal beside curses, so only
 * sanitised text may come here.
 */
#define WINDOW_TITLE_SIZE 128
#define WINDOW_TITLE_NEUTRAL "colltop"
#define WINDOW_TITLE_LEAVE_SIZE 72 /* of window_title_leave() */

struct window_title {
	char begin[32], end[8]; /* what the terminal wants around it; "" for one without a title */
	char keep[16], give_back[16];  /* what makes it remember the title there was */
	char shown[WINDOW_TITLE_SIZE]; /* "" for the title there was */
};

/* Learns what the terminal wants that curses has just started on. */
void window_title_start(struct window_title *headline);

/* Shows TEXT unless it stands there; "" brings back what was there before. */
void window_title_show(struct window_title *headline, struct tty *tty, const char *text);

/* Writes what brings back the title there was, "" where it stands there; returns the bytes. */
size_t window_title_leave(const struct window_title *headline, char out[WINDOW_TITLE_LEAVE_SIZE]);

#endif
