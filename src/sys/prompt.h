/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SYS_PROMPT_H
#define COLLTOP_SYS_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/cause.h"
#include "sys/line.h"

/*
 * Questions to a person at the terminal, a line each. signals_start() comes
 * first: a signal that ends the program ends the question, and the terminal is
 * as it was before either stops or ends it.
 */
struct prompt {
	struct line line;
	int fd; /* its descriptor */
	struct termios before;
	bool quiet; /* what is typed is not shown */
	bool left;  /* the person has left: Ctrl-D, a closed line, or a signal */
	int signal; /* that one, 0: none */
};

/* Takes the terminal. False with the cause where there is none. */
bool prompt_open(struct prompt *prompt, struct cause *cause);

/* Puts the terminal back as it was, whatever was typed ahead thrown away. */
void prompt_close(struct prompt *prompt);

/* Turns echo off until prompt_close(). */
void prompt_quiet(struct prompt *prompt);

/* Says one line. */
void prompt_say(struct prompt *prompt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Discards what was typed before the next question was shown. */
void prompt_forget(struct prompt *prompt);

/*
 * Asks PROMPT and reads the answer into OUT (SIZE bytes): the line without its
 * one newline, and without what a terminal puts around a paste. False where the person has left.
 */
bool prompt_line(struct prompt *prompt, const char *question, char *out, size_t size);

/* Handles signals that came; whether the person has left. SELF is the prompt. */
bool prompt_ended(void *self);

#endif
