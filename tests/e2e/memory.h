/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_MEMORY_H
#define COLLTOP_TESTS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Looks into the memory of another program, which makes itself undumpable: only
 * root can.
 */
bool memory_readable(pid_t pid);

/* How often TEXT is in PID's writable memory; WHERE (SIZE bytes): the map line of the first. */
unsigned memory_hits(pid_t pid, const char *text, char *where, size_t size);

/*
 * Runs ARGV (ends with NULL) with ENVIRONMENT, its output thrown away, to the
 * moment of its exit when its memory is still there, calls LOOK with PID and
 * CONTEXT, and lets it end. Returns its exit status, -1 where that could not be done.
 */
int memory_at_exit(char *const *argv, char *const *environment,
    void (*look)(pid_t pid, void *context), void *context);

#endif
