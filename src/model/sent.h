/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_SENT_H
#define COLLTOP_MODEL_SENT_H

#include <stdbool.h>

#include "model/arena.h"
#include "model/figure.h"

/* Figures with the exchange's own strings for them, while a snapshot is built. */

/* Reads TEXT as sent, NULL when absent; UNREADABLE: what was sent is no text of use. */
void sent_read(struct figure *figure, const char **sent, struct arena *arena, const char *text,
    bool unreadable);

/*
 * Adds FROM exactly: absent and absent is absent, known and absent or
 * unreadable is unreadable, as a part of the sum is not known.
 */
void sent_add(struct figure *into, const struct figure *from);

/* The text of a sum, which no single string of the exchange carries; NULL where it is not known. */
const char *sent_sum(struct arena *arena, const struct figure *sum);

#endif
