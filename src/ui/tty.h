/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_TTY_H
#define COLLTOP_UI_TTY_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/cause.h"

/*
 * The terminal as a descriptor: its modes, its size, what is typed, and
 * frames on their way out. Nothing here ever waits, save tty_drain() with its
 * limit.
 */
struct tty {
	int fd;
	bool own;       /* opened here, so closed here */
	bool gone;      /* hung up: nobody looks on */
	bool raw;       /* OUR modes are set */
	bool has_modes; /* it is a terminal: BEFORE is what it was like */
	struct termios before;
	char *frame; /* bytes on their way, from DONE to LENGTH */
	size_t length, done, room;
};

/*
 * Uses DESCRIPTOR (non-blocking already), or with -1 opens /dev/tty for itself
 * so that nobody shares the non-blocking mode. False with the cause when there
 * is not a terminal, or this process is in its background.
 */
bool tty_open(struct tty *tty, int descriptor, struct cause *cause);

/* Frees what tty_open() took. Modes are left alone: tty_cooked() sets them back. */
void tty_close(struct tty *tty);

/* Keys come one by one and unechoed; signal keys and flow control stay as they are. */
void tty_raw(struct tty *tty);

/* The modes from before tty_raw(); safe in a handler. */
void tty_cooked(struct tty *tty);

/* The size; false where it cannot tell, or tells zeros. */
bool tty_size(const struct tty *tty, int *columns, int *rows);

/* Adds LENGTH bytes to what is on its way, and sends what can be sent now. */
void tty_send(struct tty *tty, const char *bytes, size_t length);

/* Sends what can be sent now. True when nothing is left. */
bool tty_flush(struct tty *tty);

/* Whether bytes are still on their way. */
bool tty_pending(const struct tty *tty);

/* Waits up to MS milliseconds for all to be sent; what is left then is dropped. */
void tty_drain(struct tty *tty, int ms);

/*
 * Takes what was typed, at most SIZE bytes; 0 for nothing. Sets GONE when the
 * line has dropped.
 */
size_t tty_read(struct tty *tty, unsigned char *out, size_t size);

#endif
