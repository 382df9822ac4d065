/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_ARENA_H
#define COLLTOP_MODEL_ARENA_H

#include <stddef.h>

/*
 * The texts of a snapshot: memory that is given back together. Zeroed memory
 * is an empty arena.
 */
struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* the newest first */
};

/*
 * A sanitised copy of TEXT (foreign bytes) that lives as long as the arena, cut
 * at a character so that it takes MOST bytes with its NUL (0: never cut).
 */
const char *arena_copy(struct arena *arena, const char *text, size_t most);

void arena_clear(struct arena *arena);

#endif
