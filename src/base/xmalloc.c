/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/xmalloc.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*failure_handler)(void);

void
xmalloc_on_failure(void (*handler)(void))
{
	failure_handler = handler;
}

static void __attribute__((noreturn)) fail(size_t wanted)
{
	static bool failing;
	void (*handler)(void) = failure_handler;
	char line[80];
	int length;

	/* The handler, or what exit(3) runs, may want memory too. */
	failure_handler = NULL;
	if (handler != NULL)
		handler();

	length = snprintf(line, sizeof line, "colltop: out of memory (%zu bytes wanted)\n", wanted);
	if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
		_exit(1);
	if (failing)
		_exit(1);
	failing = true;
	exit(1);
}

void *
xmalloc(size_t size)
{
	void *memory = malloc(size > 0 ? size : 1);

	if (memory == NULL)
		fail(size);
	return memory;
}

void *
xcalloc(size_t count, size_t size)
{
	void *memory;

	if (count == 0 || size == 0)
		count = size = 1;
	if (count > SIZE_MAX / size)
		fail(SIZE_MAX);
	memory = calloc(count, size);
	if (memory == NULL)
		fail(count * size);
	return memory;
}

void *
xreallocarray(void *old, size_t count, size_t size)
{
	void *memory;

	if (count == 0 || size == 0)
		count = size = 1;
	if (count > SIZE_MAX / size)
		fail(SIZE_MAX);
	memory = realloc(old, count * size);
	if (memory == NULL)
		fail(count * size);
	return memory;
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *
xstrndup(const char *text, size_t length)
{
	size_t found = strnlen(text, length);
	char *copy = xmalloc(found + 1);

	memcpy(copy, text, found);
	copy[found] = '\0';
	return copy;
}

char *
xasprintf(const char *format, ...)
{
	va_list arguments, again;
	char *text;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	/* Only a text beyond INT_MAX bytes, or no memory to convert one, gets here. */
	if (length < 0)
		fail((size_t)INT_MAX + 1);
	text = xmalloc((size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return text;
}
