/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_LOG_H
#define COLLTOP_BASE_LOG_H

#include <stdbool.h>

#include "base/cause.h"

/*
 * The log of --log FILE, for bug reports. Lines begin with the UTC time and are
 * sanitised; callers never pass secrets. Nothing is written to the terminal. A line that
 * cannot be written (disk full) is lost, and the next one that can says how many were.
 */

/*
 * Opens FILE for appending, made with mode 0600. A file of another user, with rights of
 * others or with a second name is refused, and so is what is no file. False with the cause.
 */
bool log_open(const char *file, struct cause *cause);

/* Adds one line; does nothing without an open log. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Why lines are being lost: true once each time that it begins. */
bool log_problem(struct cause *cause);

/* The log's descriptor, or -1: it is standard error while the screen is up. */
int log_descriptor(void);

void log_close(void);

#endif
