/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_CAUSE_H
#define COLLTOP_BASE_CAUSE_H

#include <stdbool.h>

/* Room for one sentence in UTF-8. Longer sentences are cut at a character. */
#define CAUSE_SIZE 512

/*
 * Why something failed, in one sentence: what happened, to what, what to do.
 * No newline, no secret. "" means that nothing failed.
 */
struct cause {
	char text[CAUSE_SIZE];
};

/*
 * Writes the sentence, sanitised, and returns false, so that a function can say
 * `return cause_set(cause, …)`. CAUSE may be NULL.
 */
bool cause_set(struct cause *cause, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts PREFIX and ": " before the sentence. Returns false. CAUSE may be NULL. */
bool cause_prefix(struct cause *cause, const char *prefix);

#endif
