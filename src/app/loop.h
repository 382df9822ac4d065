/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_LOOP_H
#define COLLTOP_APP_LOOP_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "app/app.h"
#include "okx/http.h"

/* A screen or a report, which main hands to the loop. */
struct frontend {
	void *self;

	/* Fills in what to wait for, at most ROOM; returns how many. NULL: nothing. */
	unsigned (*descriptors)(void *self, struct pollfd *fds, unsigned room);

	/* Takes in what the wait found in FDS. False: the terminal is gone. NULL: nothing. */
	bool (*ready)(void *self, const struct pollfd *fds, unsigned count);

	/* The next key, or KEYCODE_NONE; none typed before a question of APP. NULL: no keys. */
	int (*key)(void *self, const struct app *app);

	/* When it has something to do (monotime_ms()), else INT64_MAX. NULL: never. */
	int64_t (*deadline)(void *self);

	/* How far a command that moves can move. NULL: no commands. */
	struct app_extent (*extent)(void *self, const struct app *app);

	/* Shows the state. False: it has shown all it should, the loop ends. */
	bool (*draw)(void *self, const struct app *app);

	/* Makes way for another user of the terminal, and takes it back. NULL: nothing. */
	void (*suspend)(void *self);
	void (*resume)(void *self);

	/* The terminal's size may have changed. NULL: it has none. */
	void (*resize)(void *self);
};

#define LOOP_WAKE_MS 5000 /* a wait that took so much longer than asked: the machine slept */

/* Obeys the keys that are there. Returns SIGINT for Ctrl-C, else 0. */
int loop_obey_keys(struct app *app, const struct frontend *frontend);

/*
 * Draws, then runs until the person leaves, a signal comes, or the front end is done or
 * gone. Returns the signal (SIGHUP: the front end is gone, SIGINT: Ctrl-C), or 0.
 */
int loop_run(struct app *app, struct okx_http *http, const struct frontend *frontend);

#endif
