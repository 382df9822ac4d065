/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FUZZ_H
#define COLLTOP_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/*
 * A target takes bytes that may be anything and requires what must hold
 * whatever they are. libFuzzer makes the bytes up ("make fuzz"); replay.c
 * takes them from tests/fuzz/corpus ("make check").
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where FACT does not hold. */
#define require(fact) ((fact) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #fact))

_Noreturn static inline void
fuzz_broken(const char *file, int line, const char *fact)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, fact);
	abort();
}

/* A part of the input, copied so that a sanitizer sees reads beyond its bytes and their NUL. */
struct part {
	char *text;
	size_t length;
};

static inline struct part
part_copy(const void *data, size_t length)
{
	struct part part = { malloc(length + 1), length };

	require(part.text != NULL);
	memcpy(part.text, data, length);
	part.text[length] = '\0';
	return part;
}

/* What is before the next newline from *AT on, which moves past it; "" at END. The caller frees. */
static inline struct part
part_line(const uint8_t **at, const uint8_t *end)
{
	const uint8_t *from = *at;
	size_t length = 0;

	while (from + length < end && from[length] != '\n')
		length++;
	*at = from + length < end ? from + length + 1 : end;
	return part_copy(from, length);
}

/* TEXT can be shown as it is: what sanitising leaves alone. */
static inline void
require_clean(const char *text)
{
	size_t length = strlen(text);
	struct part part = part_copy(text, length);

	require(text_sanitise(part.text, length + 1, text, length) == length);
	require(memcmp(part.text, text, length) == 0);
	free(part.text);
}

#endif
