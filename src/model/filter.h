/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_FILTER_H
#define COLLTOP_MODEL_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#define FILTER_SIZE 128

/*
 * A filter by currency: alternatives separated by '|', each a part of the name; "=btc"
 * the whole name; a leading '!' inverts it all; blanks around parts are dropped, empty
 * parts too; case-blind. Full-width letters and signs count as their ASCII twins, an
 * ideographic space as a blank. Nothing is invalid. Without any part ("", "|", "!") it
 * lets everything through.
 */
struct filter {
	char text[FILTER_SIZE]; /* UTF-8, as typed but for what has an ASCII twin */
};

/* Takes TEXT (cut at a character where longer). */
void filter_set(struct filter *filter, const char *text);

/* Whether it lets everything through. */
bool filter_empty(const struct filter *filter);

bool filter_matches(const struct filter *filter, const char *ccy);

#endif
