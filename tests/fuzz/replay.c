/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include <string.h>

/*
 * Gives a target each entry of its corpus, tests/fuzz/corpus/NAME.txt for the
 * program fuzz_NAME, and reports them as TAP. An entry is a line "== what it
 * is" and the lines below it, without the last newline; "%41" is a byte by
 * its number, as of everything but printable ASCII and newlines, of '%', and
 * of '=' where it would begin a line.
 */

#ifndef FUZZER /* libFuzzer brings a main() of its own */

#define CORPUS_MAX ((size_t)1024 * 1024)

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes LENGTH bytes at TEXT in place; returns the bytes that come of it. */
static size_t
decode(char *text, size_t length)
{
	size_t from, to = 0;

	for (from = 0; from < length; from++, to++) {
		text[to] = text[from];
		if (text[from] != '%')
			continue;
		require(
		    from + 2 < length && digit(text[from + 1]) >= 0 && digit(text[from + 2]) >= 0);
		text[to] = (char)(16 * digit(text[from + 1]) + digit(text[from + 2]));
		from += 2;
	}
	return to;
}

/* Replays the entry at AT; returns the next one, or NULL. */
static char *
replay(char *at, unsigned number)
{
	char *name = at + 3, *text = strchr(name, '\n'), *next;
	struct part part;
	size_t length;

	require(strncmp(at, "== ", 3) == 0 && text != NULL);
	*text++ = '\0';
	if (strncmp(text, "== ", 3) == 0)
		next = text;
	else if ((next = strstr(text, "\n== ")) != NULL)
		next++;
	length = next != NULL ? (size_t)(next - text) : strlen(text);
	if (length > 0)
		length--;
	part = part_copy(text, decode(text, length));
	/* Before it is tried: the one that ends the program is the last one named. */
	fprintf(stderr, "# %s\n", name);
	LLVMFuzzerTestOneInput((const uint8_t *)part.text, part.length);
	printf("ok %u - %s\n", number, name);
	fflush(stdout);
	free(part.text);
	return next;
}

int
main(int argc, char **argv)
{
	const char *tests = getenv("COLLTOP_TESTS"), *name = strrchr(argv[0], '_');
	char path[4096], *text = malloc(CORPUS_MAX + 1), *at;
	unsigned number = 0;
	size_t length;
	FILE *file;

	require(argc == 1 && name != NULL && text != NULL);
	snprintf(path, sizeof path, "%s/fuzz/corpus/%s.txt", tests != NULL ? tests : "tests",
	    name + 1);
	file = fopen(path, "r");
	if (file == NULL) {
		perror(path);
		return EXIT_FAILURE;
	}
	length = fread(text, 1, CORPUS_MAX, file);
	require(length > 0 && length < CORPUS_MAX && !ferror(file) &&
	    memchr(text, '\0', length) == NULL);
	fclose(file);
	text[length] = '\0';
	for (at = text; at != NULL;)
		at = replay(at, ++number);
	printf("1..%u\n", number);
	free(text);
	return EXIT_SUCCESS;
}

#endif
