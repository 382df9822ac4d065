/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_SCREEN_H
#define COLLTOP_UI_SCREEN_H

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <termios.h>

#include "base/cause.h"
#include "sys/line.h"
#include "ui/keys.h"
#include "ui/paint.h"

/*
 * The terminal as a descriptor: its modes, what is typed, and frames on their way out.
 * Nothing here waits.
 */
struct tty {
	int fd;
	bool own; /* opened here, as LINE, so closed here */
	struct line line;
	bool gone;      /* hung up: nobody watches */
	bool raw;       /* our modes are set */
	bool has_modes; /* it is a terminal: BEFORE is what it was like */
	struct termios before;
	char *frame; /* bytes on their way, from DONE to LENGTH */
	size_t length, done, room;
};

/* Sends what can be sent now. True when nothing is left. */
bool tty_flush(struct tty *tty);

/* Whether bytes are still on their way. */
bool tty_pending(const struct tty *tty);

/*
 * Takes what was typed, at most SIZE bytes; 0 for nothing. Sets GONE when the
 * line has dropped.
 */
size_t tty_read(struct tty *tty, unsigned char *out, size_t size);

/*
 * The title of the terminal's window, where it has one. What stood there comes back;
 * before that it says WINDOW_TITLE_NEUTRAL, which stays where the terminal did not keep
 * the old one. It goes to the terminal without curses, so it has to be sanitised.
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
	const char *theme;    /* "auto", "dark", "light", "mono" */
	bool color;           /* false: NO_COLOR or --no-color */
	int descriptor;       /* the terminal, already open and non-blocking; -1: open /dev/tty */
	int columns, rows;    /* size where the descriptor has none; 0: 80 by 24 */
};

/*
 * Curses on an anonymous file: what it writes is read from there and sent to the terminal
 * as that can take it. There is at most one screen at a time.
 */
struct display {
	struct tty tty;
	struct window_title title;
	unsigned long rings; /* the bell rang so often */
	struct theme theme;
	struct canvas canvas; /* as large as the terminal */
	const struct ui_options *options;
	FILE *file;     /* what curses takes for the terminal */
	void *curses;   /* its SCREEN */
	bool up;        /* the terminal shows it */
	bool brackets;  /* the terminal may put brackets around what is pasted */
	bool protocols; /* it may know keyboard protocols */
	bool asks;      /* it is asked for its background when it is put up */
	struct keys *keys;
	bool anew;          /* the next frame is sent whole */
	bool lost;          /* the last frame could not be read from curses */
	bool broken;        /* nor could the one before */
	int standard_error; /* what descriptor 2 was before, or -1 */
};

/* Takes the terminal as ui_new() says, and teaches KEYS its sequences. */
bool screen_open(struct display *screen, const struct ui_options *options, struct keys *keys,
    struct cause *cause);

/* Puts the terminal back, within 200 ms, and frees. */
void screen_close(struct display *screen);

/* Wears the theme that suits the background that ANSWER tells; false: nothing changed. */
bool screen_suit(struct display *screen, const char *answer);

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
