/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_RECORDER_H
#define COLLTOP_TESTS_RECORDER_H

#include <stddef.h>
#include <sys/types.h>

#include "e2e/place.h"

/*
 * A program on 127.0.0.1 that writes down every byte that comes to it. As a
 * proxy it then connects its visitor with the port it was given.
 */
struct recorder {
	pid_t pid;
	unsigned port;
	char file[320];
};

/* RELAY: the port to connect to, or "": it only listens. NAME: of its file below the home. */
void recorder_start(struct recorder *recorder, const struct place *place, const char *name,
    const char *relay);
void recorder_stop(struct recorder *recorder);

/* What came so far: LENGTH bytes and a NUL, for the caller to free. */
char *recorder_text(const struct recorder *recorder, size_t *length);

#endif
