/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <sys/wait.h>

#include "base/xmalloc.h"

/* Under AddressSanitizer a failing malloc(3) returns NULL, as it does without. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

/* Kept from the compiler, which would see that no memory is that large. */
static volatile size_t huge = SIZE_MAX / 2 - 4096;
static void *volatile kept;

static void
say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(98);
}

static void
handler(void)
{
	say("<handler>");
}

/* Wants memory itself, as putting back a terminal may. */
static void
hungry_handler(void)
{
	say("<handler>");
	kept = xmalloc(huge);
}

static void
hungry_exit(void)
{
	kept = xmalloc(huge);
}

static void
want_malloc(void)
{
	kept = xmalloc(huge);
}

static void
want_calloc(void)
{
	kept = xcalloc(huge / 8, 8);
}

static void
want_calloc_overflow(void)
{
	kept = xcalloc(huge, 16);
}

static void
want_realloc(void)
{
	kept = xreallocarray(NULL, huge, 1);
}

static void
want_realloc_overflow(void)
{
	kept = xreallocarray(NULL, huge, 4);
}

static void
want_without_handler(void)
{
	xmalloc_on_failure(NULL);
	kept = xmalloc(huge);
}

static void
want_with_hungry_handler(void)
{
	xmalloc_on_failure(hungry_handler);
	kept = xmalloc(huge);
}

static void
want_with_hungry_exit(void)
{
	if (atexit(hungry_exit) != 0)
		_exit(98);
	kept = xmalloc(huge);
}

/* Runs WANT in a child and gives its standard error in OUTPUT; it must exit with 1. */
static void
run_out(void (*want)(void), char *output, size_t size)
{
	int ends[2], status;
	size_t length = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		xmalloc_on_failure(handler);
		want();
		_exit(99);
	}
	close(ends[1]);
	while (length < size - 1 && (got = read(ends[0], output + length, size - 1 - length)) > 0)
		length += (size_t)got;
	output[length] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

static size_t
occurrences(const char *text, const char *part)
{
	size_t count = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		count++;
	}
	return count;
}

TEST(test_failure)
{
	/* A sanitizer may add lines of its own: parts are looked for. */
	TABLE(cases, void (*want)(void); size_t handled, said; int overflows) = {
		{ want_malloc, 1, 1, 0 },
		{ want_calloc, 1, 1, 0 },
		{ want_calloc_overflow, 1, 1, 1 },
		{ want_realloc, 1, 1, 0 },
		{ want_realloc_overflow, 1, 1, 1 },
		{ want_without_handler, 0, 1, 0 },
		{ want_with_hungry_handler, 1, 1, 0 },
		{ want_with_hungry_exit, 1, 2, 0 },
	};
	char output[16384], line[100];
	size_t i, wanted;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		run_out(cases[i].want, output, sizeof output);
		wanted = cases[i].overflows      ? SIZE_MAX :
		    cases[i].want == want_calloc ? huge / 8 * 8 :
						   huge;
		snprintf(line, sizeof line, "colltop: out of memory (%zu bytes wanted)\n", wanted);
		assert_int_equal(occurrences(output, "<handler>"), cases[i].handled);
		assert_int_equal(occurrences(output, line), cases[i].said);
		if (cases[i].handled > 0)
			assert_true(strstr(output, "<handler>") < strstr(output, line));
	}
}

TEST(test_nothing_can_be_freed)
{
	void *old;

	free(xmalloc(0));
	free(xcalloc(0, 8));
	free(xcalloc(8, 0));
	old = xmalloc(10);
	old = xreallocarray(old, 0, 8);
	assert_non_null(old);
	free(old);
}

TEST(test_calloc_is_zero)
{
	static const unsigned char zero[1000];
	unsigned char *memory = xcalloc(100, 10);

	assert_memory_equal(memory, zero, sizeof zero);
	free(memory);
}

TEST(test_reallocarray_keeps)
{
	int *numbers = NULL, i;

	for (i = 0; i < 1000; i++) {
		numbers = xreallocarray(numbers, (size_t)i + 1, sizeof *numbers);
		numbers[i] = i;
	}
	for (i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	free(numbers);
}

TEST(test_strings)
{
	const char open_ended[3] = { 'a', 'b', 'c' };
	char large[5000], *copy;

	copy = xstrdup("collateral");
	assert_string_equal(copy, "collateral");
	free(copy);
	copy = xstrdup("");
	assert_string_equal(copy, "");
	free(copy);
	copy = xstrndup("collateral", 4);
	assert_string_equal(copy, "coll");
	free(copy);
	copy = xstrndup("ab\0cd", 5);
	assert_string_equal(copy, "ab");
	free(copy);
	copy = xstrndup(open_ended, sizeof open_ended);
	assert_string_equal(copy, "abc");
	free(copy);

	memset(large, 'x', sizeof large - 1);
	large[sizeof large - 1] = '\0';
	copy = xasprintf("%d:%s", 42, large);
	assert_int_equal(strlen(copy), 3 + sizeof large - 1);
	assert_memory_equal(copy, "42:", 3);
	assert_string_equal(copy + 3, large);
	free(copy);
	copy = xasprintf("%s", "");
	assert_string_equal(copy, "");
	free(copy);
}
