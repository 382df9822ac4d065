/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SYS_SIGNALS_H
#define COLLTOP_SYS_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/cause.h"

/*
 * Signals become bytes in a pipe that the loop reads; handlers do nothing
 * else. Only a crash is different: it restores the terminal by itself.
 */

/* What came since the last look. */
struct signals {
	int ending;   /* the first that ends a program, a crash apart; 0: none came */
	bool stop;    /* SIGTSTP */
	bool resumed; /* SIGCONT */
	bool resized; /* SIGWINCH */
};

/*
 * Undoes what the caller left that would make signals useless: none is blocked, and
 * SIGCHLD is not ignored, so that the status of children is known. Comes first of all.
 */
void signals_reset(void);

/*
 * Installs the handlers; SIGPIPE and SIGXFSZ are ignored, what the caller ignored stays
 * so. False with the cause.
 */
bool signals_start(struct cause *cause);

/* The descriptor to wait for. */
int signals_descriptor(void);

/* Empties the pipe into SEEN. Never blocks. */
void signals_take(struct signals *seen);

/* Stops the process as SIGTSTP would, and returns when it goes on. */
void signals_stop_here(void);

/* Ends the process by SIGNAL with its default action, so that its parent sees the true status. */
void signals_end_by(int signal) __attribute__((noreturn));

/*
 * What a crash (SIGSEGV and its like) does to the terminal:
 * write BYTES (copied, at most 256) to DESCRIPTOR, set MODES, say one line on
 * standard error. DESCRIPTOR -1: nothing.
 */
void signals_on_crash(int descriptor, const char *bytes, size_t length,
    const struct termios *modes);

#endif
