/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SYS_LINE_H
#define COLLTOP_SYS_LINE_H

#include <stdbool.h>

/*
 * The line to the person's terminal, as a descriptor that never blocks. It is the
 * controlling terminal; where that cannot be opened (su -c, a jail without /dev/tty) the
 * terminal of standard input.
 */
struct line {
	int fd;           /* -1: not open */
	bool controlling; /* its keys send signals to this process */
	/*
	 * The flags it had, where its open file is one with standard input: others see it
	 * change; -1: it is this process's own
	 */
	int flags;
};

/* False, with errno, where there is no terminal. */
bool line_open(struct line *line);

/* Lends it to others as they know it, and takes it back: around a stop. */
void line_lend(const struct line *line);
void line_resume(const struct line *line);

/* Takes a line that is not open, too. */
void line_close(struct line *line);

#endif
