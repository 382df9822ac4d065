/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_SCREEN_H
#define COLLTOP_UI_SCREEN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/cause.h"
#include "ui/keys.h"
#include "ui/paint.h"
#include "ui/tty.h"

/*
 * The title of the terminal's window, where the terminal has one. What stood
 * there comes back; before that it says WINDOW_TITLE_NEUTRAL, which is what stays where
 * the terminal did not keep it. It goes to the terminal beside curses, so only
 * sanitised text may come here.
 */
#define WINDOW_TITLE_SIZE 128
#define WINDOW_TITLE_NEUTRAL "colltop"

struct window_title {
	char begin[32], end[8]; /* what the terminal wants around it; "" for one without a title */
	char keep[16], give_back[16];  /* what makes it remember the title there was */
	char shown[WINDOW_TITLE_SIZE]; /* "" for the title there was */
};

struct ui_options {
	const char *terminal; /* TERM, NULL: not set */
	const char *theme;    /* "dark", "light", "mono" */
	bool color;           /* false: NO_COLOR or --no-color */
	int descriptor;       /* the terminal, already open and non-blocking; -1: open /dev/tty */
	int columns, rows;    /* size where the descriptor cannot tell one; 0: 80 by 24 */
};

/*
 * Curses on an anonymous file: what it writes is taken from there and handed
 * to the terminal as that can take it. There is at most one screen at a time.
 */
struct display {
	struct tty tty;
	struct window_title title;
	unsigned long rings; /* how often the bell has rung */
	struct theme theme;
	struct canvas canvas;          /* as large as the terminal */
	int given_columns, given_rows; /* size where the terminal cannot tell */
	FILE *file;                    /* what curses takes for the terminal */
	void *curses;                  /* its own idea of it */
	bool up;                       /* the terminal shows it */
	bool brackets;                 /* the terminal may put brackets around what is pasted */
	bool anew;                     /* the next frame paints everything */
	bool lost;                     /* the frame before could not be had from curses */
	int standard_error;            /* what descriptor 2 was before, or -1 */
};

/* Takes the terminal as ui_new() says, and teaches KEYS its sequences. */
bool screen_open(struct display *screen, const struct ui_options *options, struct keys *keys,
    struct cause *cause);

/* Puts the terminal back, within 200 ms, and frees. */
void screen_close(struct display *screen);

/* Makes way for another user of the terminal, and takes it back. */
void screen_suspend(struct display *screen);
void screen_resume(struct display *screen);

/* Takes on the terminal's present size. */
void screen_resize(struct display *screen);

/* Begins a frame over the one before. ANEW: whatever the terminal shows, all of it is sent. */
void screen_begin(struct display *screen, bool anew);

/* Ends the frame and sends what differs. CURSOR_Y below 0: no cursor is shown. */
void screen_end(struct display *screen, int cursor_y, int cursor_x);

/* Shows TEXT as the title of the terminal's window; "": what stood there before. */
void screen_headline(struct display *screen, const char *text);

/* Rings the bell once if RINGS is another number than at the last call. */
void screen_ring(struct display *screen, unsigned long rings);

/* Puts the terminal back from an atexit or out-of-memory handler: no allocation, idempotent. */
void screen_restore(void);

#endif
