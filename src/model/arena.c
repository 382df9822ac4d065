/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"

#define CHUNK_SIZE (16 * 1024)

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	char text[];
};

/* SIZE bytes that live as long as the arena. */
static char *
take_bytes(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunks;
	char *text;

	if (chunk == NULL || size > chunk->size - chunk->used) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = xmalloc(sizeof *chunk + room);
		chunk->next = arena->chunks;
		chunk->used = 0;
		chunk->size = room;
		arena->chunks = chunk;
	}
	text = chunk->text + chunk->used;
	chunk->used += size;
	return text;
}

const char *
arena_copy(struct arena *arena, const char *text, size_t most)
{
	size_t length = strlen(text), size = length + 1;
	char *copy;

	if (most > 0 && size > most)
		size = most;
	copy = take_bytes(arena, size);
	text_sanitise(copy, size, text, length);
	return copy;
}

void
arena_clear(struct arena *arena)
{
	struct arena_chunk *chunk, *next;

	for (chunk = arena->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	arena->chunks = NULL;
}
