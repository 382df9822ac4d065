/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_SORTED_H
#define COLLTOP_MODEL_SORTED_H

#include <stddef.h>

/*
 * The rows of a snapshot: an array of COUNT structs of SIZE bytes that begin
 * with their name (const char *). While it is built it grows by doubling; then
 * it is sealed: sorted by name (strcmp), each name once.
 */

/* ARRAY, perhaps moved, with room for one element more. */
void *sorted_room(void *array, size_t count, size_t size);

/* MERGE makes one of two elements with the same name. */
void sorted_seal(void *array, size_t *count, size_t size,
    void (*merge)(void *into, const void *from));

/* The element of that name in a sealed array, or NULL. */
const void *sorted_find(const void *array, size_t count, size_t size, const char *name);

#endif
