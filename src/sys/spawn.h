/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SYS_SPAWN_H
#define COLLTOP_SYS_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/cause.h"

/*
 * Children, by posix_spawn: default signals, a process group of their own, no
 * descriptor of ours but what is said. signals_reset() comes first.
 */

/*
 * Runs `/bin/sh -c COMMAND` with standard input and error as they are and
 * takes its standard output into OUT (SIZE bytes; NUL-terminated, *LENGTH
 * bytes). The command gets our terminal, whose modes are restored afterwards.
 * What it leaves in the background is left alone. False, with the cause (which never quotes the
 * command, since a secret may stand in it), when it cannot be run, ends with
 * another status than 0 or by a signal, prints more than fits, or takes longer
 * than TIMEOUT_MS: then its process group is ended and reaped.
 */
bool spawn_capture(const char *command, char *out, size_t size, size_t *length, int64_t timeout_ms,
    struct cause *cause);

/* A child that lives beside the program. */
struct spawn_child {
	pid_t pid;    /* 0: none */
	int to, from; /* its standard input and output, -1: none */
};

/*
 * Starts FILE with ARGV (ends with NULL), standard input and output on pipes,
 * standard error to the log if there is one, else away: it must not write
 * over the screen. False with the cause.
 */
bool spawn_start(struct spawn_child *child, const char *file, char *const *argv,
    struct cause *cause);

/*
 * One line of its output without the newline, into OUT (NUL-terminated),
 * within TIMEOUT_MS. False with the cause.
 */
bool spawn_line(struct spawn_child *child, char *out, size_t size, size_t *length,
    int64_t timeout_ms, struct cause *cause);

/* Ends it (closed input, SIGTERM, then SIGKILL) and reaps it. PID 0: nothing. */
void spawn_stop(struct spawn_child *child);

#endif
