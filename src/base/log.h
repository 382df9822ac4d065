/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_LOG_H
#define COLLTOP_BASE_LOG_H

#include <stdbool.h>

#include "base/cause.h"

/*
 * The log of --log FILE: for the developer and the person who reports a bug.
 * Each line begins with the UTC time. Everything is sanitised for a terminal;
 * callers never pass secrets. Nothing here ever writes to the terminal, and
 * a failing write (disk full) ends the log silently, never the program.
 */

/*
 * Opens FILE for appending, made with mode 0600 (O_NOFOLLOW; a device or FIFO
 * is refused). False with the cause when it cannot be had.
 */
bool log_open(const char *file, struct cause *cause);

/* Adds one line; does nothing without an open log. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The log's descriptor, or -1 without a log: standard error is pointed at it while the
 * screen is up.
 */
int log_descriptor(void);

void log_close(void);

#endif
