/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "unit/scarce_memory.h"

#include <stdint.h>
#include <stdlib.h>

static size_t left = SIZE_MAX, held;
static bool failed;

/* The names that the linker gives: see ld(1), --wrap. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
void __wrap_free(void *memory);

void
scarce_memory_begin(size_t granted)
{
	left = granted;
	failed = false;
}

bool
scarce_memory_end(void)
{
	left = SIZE_MAX;
	return failed;
}

size_t
scarce_memory_held(void)
{
	return held;
}

static bool
grant(void)
{
	if (left == 0) {
		failed = true;
		return false;
	}
	if (left != SIZE_MAX)
		left--;
	return true;
}

/* Counts MEMORY, when it is FRESH. */
static void *
count_in(void *memory, bool fresh)
{
	if (memory != NULL && fresh)
		held++;
	return memory;
}

void *
__wrap_malloc(size_t size)
{
	return grant() ? count_in(__real_malloc(size), true) : NULL;
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return grant() ? count_in(__real_calloc(count, size), true) : NULL;
}

void *
__wrap_realloc(void *old, size_t size)
{
	const bool fresh = old == NULL;

	return grant() ? count_in(__real_realloc(old, size), fresh) : NULL;
}

void *
__wrap_reallocarray(void *old, size_t count, size_t size)
{
	const bool fresh = old == NULL;

	return grant() ? count_in(__real_reallocarray(old, count, size), fresh) : NULL;
}

void
__wrap_free(void *memory)
{
	if (memory != NULL)
		held--;
	__real_free(memory);
}
