/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_CAUSE_H
#define COLLTOP_BASE_CAUSE_H

#include <stdbool.h>

/* Room for one sentence in UTF-8. Longer sentences are cut at a character. */
#define CAUSE_SIZE 512

/*
 * Why something failed: one finished sentence that a tired person can act on
 * (what happened, to what, what to do), without a newline and without a secret.
 * An empty text means that nothing failed.
 */
struct cause {
	char text[CAUSE_SIZE];
};

/*
 * Writes the sentence, replacing what was there, and returns false, so that a
 * failing function can say `return cause_set(cause, …)`. CAUSE may be NULL.
 * Text that came from outside is sanitised here, once more: control
 * characters never get into a cause.
 */
bool cause_set(struct cause *cause, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Puts PREFIX and ": " before the sentence that is there (a file name, a
 * file:line). Returns false like cause_set. CAUSE may be NULL.
 */
bool cause_prefix(struct cause *cause, const char *prefix);

#endif
