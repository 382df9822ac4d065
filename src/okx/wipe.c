/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/wipe.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Stands before each block; its alignment is that of the block. */
union header {
	size_t size;
	max_align_t alignment;
};

/* Names are resolved in a thread of the library's. */
static atomic_ulong refused;

static void *
count_refusal(void)
{
	refused++;
	return NULL;
}

void *
okx_wipe_malloc(size_t size)
{
	union header *header;

	if (size > SIZE_MAX - sizeof *header)
		return count_refusal();
	header = malloc(sizeof *header + size);
	if (header == NULL)
		return count_refusal();
	header->size = size;
	return header + 1;
}

void *
okx_wipe_calloc(size_t count, size_t size)
{
	union header *header;

	if (size != 0 && count > (SIZE_MAX - sizeof *header) / size)
		return count_refusal();
	/* calloc(3) gets fresh pages without touching them. */
	header = calloc(1, sizeof *header + count * size);
	if (header == NULL)
		return count_refusal();
	header->size = count * size;
	return header + 1;
}

void *
okx_wipe_realloc(void *old, size_t size)
{
	size_t old_size;
	void *block;

	if (old == NULL)
		return okx_wipe_malloc(size);
	old_size = ((union header *)old - 1)->size;
	/* realloc(3) leaves the old bytes where it moves a block. */
	block = okx_wipe_malloc(size);
	if (block == NULL)
		return NULL;
	memcpy(block, old, old_size < size ? old_size : size);
	okx_wipe_free(old);
	return block;
}

void
okx_wipe_free(void *block)
{
	union header *header = block;

	if (header == NULL)
		return;
	header--;
	explicit_bzero(block, header->size);
	free(header);
}

char *
okx_wipe_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = okx_wipe_malloc(size);

	if (copy != NULL)
		memcpy(copy, text, size);
	return copy;
}

unsigned long
okx_wipe_refused(void)
{
	return refused;
}
