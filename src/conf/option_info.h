/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_CONF_OPTION_INFO_H
#define COLLTOP_CONF_OPTION_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/cause.h"
#include "base/decimal.h"

/*
 * An option of a program: its name, what it takes, limits, destination, default.
 * Command line, configuration and environment are read by the same rows.
 */

/* What an option takes, and the type of the field that it goes to. */
enum option_kind {
	KIND_SET,     /* what the row's own function takes */
	KIND_FLAG,    /* nothing; the bool becomes true */
	KIND_NUMBER,  /* nothing; the int or enum becomes MINIMUM */
	KIND_BOOL,    /* "true" or "false": bool */
	KIND_WHOLE,   /* a whole number within the limits: int */
	KIND_SECONDS, /* seconds within the limits, in milliseconds: int64_t */
	KIND_PERCENT, /* per cent within the limits, as a fraction of 1: struct decimal */
	KIND_WORD,    /* one of WORDS, as its place among them: an enum */
	KIND_TEXT,    /* a text of MINIMUM (0 or 1) bytes or more, borrowed: const char * */
	KIND_COPY,    /* one of WORDS: char *, owned by the struct */
	KIND_PATH     /* an absolute path, "~" expanded: char *, owned by the struct */
};

struct option_info {
	char letter;          /* 'A', or 0 */
	const char *name;     /* "account" */
	const char *argument; /* "NAME", "[=NAME]" where it can be left out, or NULL */
	const char *help;     /* one line, lower case, no full stop; NULL: not on a command line */
	enum option_kind kind;
	size_t offset; /* of the field */
	int minimum, maximum;
	const char *words;    /* that it takes, or that a shell offers; blanks between them */
	const char *section;  /* of the configuration, "" outside any; NULL: not there */
	const char *variable; /* of the environment, which goes before the command line, or NULL */
	const char *standard; /* what holds without it, as it is written; NULL: zero */
	/* Puts TEXT into the struct; WHAT begins a sentence. False with the cause. */
	bool (*set)(void *into, const char *what, const char *text, struct cause *cause);
};

/* The end of a row, by kind: the compiler holds the type of FIELD of struct TYPE against it. */
#define OPTION_OFFSET(type, field, of) \
	.offset = _Generic(((struct type *)NULL)->field, of : offsetof(struct type, field))
#define SET_BY(function) .kind = KIND_SET, .set = (function)
#define FLAG_OF(type, field) .kind = KIND_FLAG, OPTION_OFFSET(type, field, bool)
#define BOOL_OF(type, field) .kind = KIND_BOOL, OPTION_OFFSET(type, field, bool)
#define TEXT_OF(type, field, least) \
	.kind = KIND_TEXT, OPTION_OFFSET(type, field, const char *), .minimum = (least)
#define PATH_OF(type, field) .kind = KIND_PATH, OPTION_OFFSET(type, field, char *)
#define NUMBER_OF(type, field, value) \
	.kind = KIND_NUMBER, .offset = offsetof(struct type, field), .minimum = (value)
#define WORD_OF(type, field, list) \
	.kind = KIND_WORD, .offset = offsetof(struct type, field), .words = (list)
#define COPY_OF(type, field, list) \
	.kind = KIND_COPY, OPTION_OFFSET(type, field, char *), .words = (list)
#define WHOLE_OF(type, field, least, most) \
	.kind = KIND_WHOLE, OPTION_OFFSET(type, field, int), .minimum = (least), .maximum = (most)
#define SECONDS_OF(type, field, least_ms, most_ms) \
	.kind = KIND_SECONDS, OPTION_OFFSET(type, field, int64_t), .minimum = (least_ms), \
	.maximum = (most_ms)
#define PERCENT_OF(type, field, least, most) \
	.kind = KIND_PERCENT, OPTION_OFFSET(type, field, struct decimal), .minimum = (least), \
	.maximum = (most)

/*
 * Puts TEXT (NULL where nothing is given) into the field of ROW in INTO. WHAT
 * begins the sentence where it is not what ROW takes: "--interval". False with
 * the cause.
 */
bool option_take(const struct option_info *row, void *into, const char *what, const char *text,
    struct cause *cause);

/* Puts the defaults of those of ROWS (the last has a NULL name) that are of SECTION into INTO. */
void option_standards(const struct option_info *rows, const char *section, void *into);

/* Frees *TEXT and puts WITH in its place, which it owns then. */
void option_replace(char **text, char *with);

/* Whether ROW's argument can be left out; then it follows '=' in the same word. */
bool option_optional(const struct option_info *row);

/* A command line while it is read. */
struct option_line {
	const struct option_info *rows;
	int count; /* of ROWS: OPTION_ROWS_MAX at most */
	int argc;
	char **argv;
	bool begun;
};

#define OPTION_ROWS_MAX 64

enum { OPTION_LINE_END = -1, OPTION_LINE_WRONG = -2, OPTION_LINE_STRAY = -3 };

/*
 * The index of the next option's row, with its argument (or NULL) in *TEXT; or
 * the end, a word that is not an option in *TEXT, or, with the cause, an error. Uses getopt_long(3): one line at a time.
 */
int option_next(struct option_line *line, const char **text, struct cause *cause);

/* Appends "see PROGRAM --help" to the cause. Returns false. */
bool option_hint(struct cause *cause, const char *program);

/* Prints COUNT ROWS for --help, with at least WIDTH columns for names and arguments. */
void option_help(FILE *out, const struct option_info *rows, int count, int width);

#endif
