/* SPDX-License-Identifier: ISC */
/* The allocator for libraries that copy secrets. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>

#include "okx/wipe.h"

#define SIZE 4000
#define CHUNK ((size_t)256 * 1024)
#define LARGEST_MAP (UINT64_C(64) * 1024 * 1024)

/* The pattern that is looked for, made anew each time so that it stands nowhere else. */
static void
make_secret(unsigned char *out, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		out[i] = (unsigned char)(0xa5u ^ (i * 37u) ^ (i >> 8));
}

/* How often 64 bytes from byte 512 of the pattern on are in this process' writable memory. */
static unsigned
copies(void)
{
	static unsigned char chunk[CHUNK];
	unsigned char all[576];
	uint64_t from, to;
	unsigned found = 0;
	char line[512], mode[8];
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

	if (maps == NULL || memory < 0)
		skip();
	make_secret(all, sizeof all);
	while (fgets(line, sizeof line, maps) != NULL) {
		unsigned long begin, end;
		ssize_t got;
		unsigned char *hit, *at;

		if (sscanf(line, "%lx-%lx %7s", &begin, &end, mode) != 3 || mode[0] != 'r' ||
		    mode[1] != 'w' || end - begin > LARGEST_MAP)
			continue;
		for (from = begin; from < end; from = to) {
			to = end - from > CHUNK ? from + CHUNK - 64 : end;
			got = pread(memory, chunk, to - from + (to < end ? 64 : 0), (off_t)from);
			if (got <= 0)
				break;
			for (at = chunk;
			     (hit = memmem(at, (size_t)(chunk + got - at), all + 512, 64)) != NULL;
			     at = hit + 1)
				if ((uintptr_t)chunk > from + CHUNK ||
				    (uintptr_t)(chunk + CHUNK) < from)
					found++;
			memset(chunk, 0, sizeof chunk);
		}
	}
	/* The pattern itself, on this stack, is one of them. */
	memset(all, 0, sizeof all);
	fclose(maps);
	close(memory);
	return found;
}

TEST(test_freed_block_is_gone)
{
	unsigned char *block = okx_wipe_malloc(SIZE);
	unsigned held, left;

	assert_non_null(block);
	make_secret(block, SIZE);
	held = copies();
	okx_wipe_free(block);
	left = copies();
	assert_int_equal(held - left, 1);
}

TEST(test_moved_block_leaves_nothing_behind)
{
	unsigned char *block = okx_wipe_malloc(SIZE), wanted[SIZE];
	unsigned held, moved, left;

	make_secret(block, SIZE);
	held = copies();
	block = okx_wipe_realloc(block, (size_t)SIZE * 300);
	assert_non_null(block);
	moved = copies();
	make_secret(wanted, SIZE);
	assert_memory_equal(block, wanted, SIZE);
	memset(wanted, 0, sizeof wanted);
	block = okx_wipe_realloc(block, 100);
	left = copies();
	assert_int_equal(held, moved);
	assert_int_equal(held - left, 1);
	okx_wipe_free(block);
}

TEST(test_behaves_like_malloc)
{
	unsigned char *block;
	char *copy;
	size_t i;

	okx_wipe_free(NULL);
	block = okx_wipe_calloc(10, 30);
	for (i = 0; i < 300; i++)
		assert_int_equal(block[i], 0);
	assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
	okx_wipe_free(block);
	block = okx_wipe_realloc(NULL, 8);
	assert_non_null(block);
	okx_wipe_free(block);
	block = okx_wipe_malloc(0);
	assert_non_null(block);
	okx_wipe_free(block);
	copy = okx_wipe_strdup("text");
	assert_string_equal(copy, "text");
	okx_wipe_free(copy);
}

TEST(test_refuses_what_does_not_fit)
{
	unsigned char *block = okx_wipe_malloc(16);
	/* Volatile, so that the compiler does not see through it. */
	volatile size_t huge = SIZE_MAX;

	memset(block, 7, 16);
	assert_null(okx_wipe_malloc(huge));
	assert_null(okx_wipe_calloc(huge / 2, 3));
	assert_null(okx_wipe_realloc(block, huge - 1));
	assert_int_equal(block[15], 7);
	okx_wipe_free(block);
}

TEST(fault_84_refusals_are_counted)
{
	volatile size_t huge = SIZE_MAX / 2 - 4096;
	unsigned long before = okx_wipe_refused();
	void *block = okx_wipe_malloc(8);

	assert_int_equal(okx_wipe_refused(), before);
	assert_null(okx_wipe_malloc(SIZE_MAX));
	assert_null(okx_wipe_calloc(huge, 16));
	assert_null(okx_wipe_realloc(block, SIZE_MAX));
	assert_int_equal(okx_wipe_refused(), before + 3);
	okx_wipe_free(block);
}
