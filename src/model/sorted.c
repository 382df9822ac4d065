/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/sorted.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define FIRST_ROOM 16 /* a power of two */

/* An element to be sorted; the first eight bytes of its name as a number decide nearly always. */
struct sorted {
	uint64_t prefix;
	void *element;
};

static const char *
name_of(const void *element)
{
	return *(const char *const *)element;
}

void *
sorted_room(void *array, size_t count, size_t size)
{
	if (count == 0)
		return array != NULL ? array : xreallocarray(NULL, FIRST_ROOM, size);
	if (count < FIRST_ROOM || (count & (count - 1)) != 0)
		return array;
	return xreallocarray(array, 2 * count, size);
}

static uint64_t
name_prefix(const char *name)
{
	uint64_t prefix = 0;
	int i;

	for (i = 0; i < 8; i++) {
		prefix = prefix << 8 | (unsigned char)*name;
		if (*name != '\0')
			name++;
	}
	return prefix;
}

static int
compare_sorted(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	return strcmp(name_of(x->element), name_of(y->element));
}

static bool
in_order(const char *array, size_t count, size_t size)
{
	size_t i;

	for (i = 1; i < count; i++)
		if (strcmp(name_of(array + (i - 1) * size), name_of(array + i * size)) > 0)
			return false;
	return true;
}

/*
 * Moves the elements into the ORDER given, in place: each is copied once. FIRST has room
 * for one.
 */
static void
permute(char *array, struct sorted *order, size_t count, size_t size, void *first)
{
	size_t i, to, from;

	for (i = 0; i < count; i++) {
		memcpy(first, array + i * size, size);
		for (to = i; (from = (size_t)((char *)order[to].element - array) / size) != i;
		     to = from) {
			memcpy(array + to * size, array + from * size, size);
			order[to].element = array + to * size;
		}
		memcpy(array + to * size, first, size);
		order[to].element = array + to * size;
	}
}

/* Elements are large: what is sorted points to them. */
static void
sort(char *array, size_t count, size_t size)
{
	struct sorted *order;
	size_t i;

	if (in_order(array, count, size))
		return;
	order = xmalloc(count * sizeof *order + size);
	for (i = 0; i < count; i++)
		order[i] = (struct sorted){ name_prefix(name_of(array + i * size)),
			array + i * size };
	qsort(order, count, sizeof *order, compare_sorted);
	permute(array, order, count, size, order + count);
	free(order);
}

void
sorted_seal(void *array, size_t *count, size_t size, void (*merge)(void *into, const void *from))
{
	char *at = array, *kept = array;
	size_t i;

	sort(array, *count, size);
	for (i = 1; i < *count; i++) {
		at += size;
		if (strcmp(name_of(kept), name_of(at)) == 0) {
			merge(kept, at);
			continue;
		}
		kept += size;
		if (kept != at)
			memcpy(kept, at, size);
	}
	if (*count > 0)
		*count = (size_t)(kept - (char *)array) / size + 1;
}

const void *
sorted_find(const void *array, size_t count, size_t size, const char *name)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const void *element = (const char *)array + middle * size;
		int order = strcmp(name, name_of(element));

		if (order == 0)
			return element;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
