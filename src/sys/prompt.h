/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SYS_PROMPT_H
#define COLLTOP_SYS_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/cause.h"

/*
 * Questions to a person at the terminal, a line each. signals_start() comes
 * first: a signal that ends the program ends the question, and the terminal is
 * as it was before either stops or ends it.
 */
struct ask {
	int fd; /* a descriptor of /dev/tty of its own */
	struct termios before;
	bool quiet; /* what is typed is not shown */
	bool left;  /* the person has left: Ctrl-D, a closed line, or a signal */
	int signal; /* that one, 0: none */
};

/* Takes the terminal. False with the cause where there is none. */
bool ask_open(struct ask *ask, struct cause *cause);

/* Puts the terminal back as it was, whatever was typed ahead thrown away. */
void ask_close(struct ask *ask);

/*
 * Shows nothing of what is typed from now on, until ask_close(): what is pasted in one
 * piece never shows.
 */
void ask_quiet(struct ask *ask);

/* Says one line. */
void ask_say(struct ask *ask, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Throws away what was typed so far: comes before a question that only the one who has
 * read it can answer.
 */
void ask_forget(struct ask *ask);

/*
 * Asks PROMPT and reads the answer into OUT (SIZE bytes): the line without its
 * one newline, and without what a terminal puts around a paste. False where the person has left.
 */
bool ask_line(struct ask *ask, const char *prompt, char *out, size_t size);

/*
 * Looks at what signals came: whether the person has left. For whoever else waits
 * meanwhile; SELF is the ask.
 */
bool ask_ended(void *self);

#endif
