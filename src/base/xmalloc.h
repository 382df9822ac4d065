/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_XMALLOC_H
#define COLLTOP_BASE_XMALLOC_H

#include <stddef.h>

/*
 * Allocation that does not return on failure: calls the handler of
 * xmalloc_on_failure(), prints one line on standard error and exits with status
 * 1. The caller frees with free(3). A size of 0 gives a pointer, too.
 */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);

/* Like realloc(3) for COUNT elements of SIZE bytes; an overflow of the product fails. */
void *xreallocarray(void *old, size_t count, size_t size);

char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* HANDLER (NULL: none) is called once, before the program ends. It restores the terminal. */
void xmalloc_on_failure(void (*handler)(void));

#endif
