/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/option_info.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "conf/parse_value.h"
#include "base/xmalloc.h"

#define FIRST_LONG 256 /* getopt_long(3) returns this for the first row */

void
option_replace(char **text, char *with)
{
	free(*text);
	*text = with;
}

static bool
take_whole(const struct option_info *row, int *out, const char *what, const char *text,
    struct cause *cause)
{
	long value;

	if (!parse_value_whole(&value, text, row->minimum, row->maximum, what, cause))
		return false;
	*out = (int)value;
	return true;
}

/* TEXT is NULL where the argument can be left out. An empty one is a variable that was not set. */
static bool
take_text(const struct option_info *row, const char **out, const char *what, const char *text,
    struct cause *cause)
{
	if (text != NULL && row->minimum > 0 && text[0] == '\0')
		return cause_set(cause, "%s needs a value, not \"\"", what);
	if (text != NULL)
		*out = text;
	return true;
}

static bool
take_copy(char **out, char *with)
{
	if (with != NULL)
		option_replace(out, with);
	return with != NULL;
}

bool
option_take(const struct option_info *row, void *into, const char *what, const char *text,
    struct cause *cause)
{
	void *at = (char *)into + row->offset;
	int place;

	switch (row->kind) {
	case KIND_SET:
		return row->set(into, what, text, cause);
	case KIND_FLAG:
		*(bool *)at = true;
		return true;
	case KIND_NUMBER:
		*(int *)at = row->minimum;
		return true;
	case KIND_BOOL:
		if (!parse_value_word(&place, text, "true false", what, cause))
			return false;
		*(bool *)at = place == 0;
		return true;
	case KIND_WHOLE:
		return take_whole(row, at, what, text, cause);
	case KIND_SECONDS:
		return parse_value_seconds(at, text, row->minimum, row->maximum, what, cause);
	case KIND_PERCENT:
		return parse_value_percent(at, text, row->minimum, row->maximum, what, cause);
	case KIND_WORD:
		return parse_value_word(at, text, row->words, what, cause);
	case KIND_TEXT:
		return take_text(row, at, what, text, cause);
	case KIND_COPY:
		return parse_value_word(NULL, text, row->words, what, cause) &&
		    take_copy(at, xstrdup(text));
	case KIND_PATH:
		return take_copy(at, parse_value_path(text, cause));
	}
	return false;
}

void
option_standards(const struct option_info *rows, const char *section, void *into)
{
	for (const struct option_info *row = rows; row->name != NULL; row++) {
		bool here = section != NULL && row->section != NULL ?
		    strcmp(section, row->section) == 0 :
		    section == row->section;

		if (here && row->standard != NULL)
			option_take(row, into, row->name, row->standard, NULL);
	}
}

bool
option_optional(const struct option_info *row)
{
	return row->argument != NULL && row->argument[0] == '[';
}

/* The command line */

/*
 * What getopt_long(3) reads by. "-" hands out stray arguments in their place, ":" tells a
 * missing argument from a wrong option.
 */
static void
make_tables(const struct option_line *line, char letters[2 * OPTION_ROWS_MAX + 3],
    struct option names[OPTION_ROWS_MAX + 1])
{
	*letters++ = '-';
	*letters++ = ':';
	for (int i = 0; i < line->count; i++) {
		const struct option_info *row = &line->rows[i];

		names[i] = (struct option){
			.name = row->name,
			.has_arg = row->argument == NULL ? no_argument :
			    option_optional(row)         ? optional_argument :
							   required_argument,
			.val = FIRST_LONG + i,
		};
		if (row->letter != 0)
			*letters++ = row->letter;
		if (row->letter != 0 && row->argument != NULL)
			*letters++ = ':';
	}
	*letters = '\0';
	names[line->count] = (struct option){ .name = NULL };
}

/* The row that getopt_long(3) calls VALUE, or NULL. */
static const struct option_info *
row_of_value(const struct option_line *line, int value)
{
	for (int i = 0; i < line->count; i++)
		if (value == FIRST_LONG + i || (value != 0 && value == line->rows[i].letter))
			return &line->rows[i];
	return NULL;
}

/* Whether a long option begins with the LENGTH bytes of TEXT. */
static bool
begins_one(const struct option_line *line, const char *text, size_t length)
{
	for (int i = 0; i < line->count; i++)
		if (strncmp(text, line->rows[i].name, length) == 0)
			return true;
	return false;
}

/* Why getopt did not take a word. What follows '=' may be a secret. */
static bool
say_unknown(const struct option_line *line, struct cause *cause)
{
	const struct option_info *row = row_of_value(line, optopt);
	const char *word = optind > 0 && optind <= line->argc ? line->argv[optind - 1] : "";
	size_t length = strcspn(word, "=");

	if (row != NULL)
		return cause_set(cause, "--%s takes no value", row->name);
	if (optopt > 0 && optopt < FIRST_LONG)
		return cause_set(cause, "unknown option -%c", optopt);
	if (length > 2 && begins_one(line, word + 2, length - 2))
		return cause_set(cause, "%.*s stands for more than one option", (int)length, word);
	return cause_set(cause, "unknown option %.*s", (int)length, word);
}

int
option_next(struct option_line *line, const char **text, struct cause *cause)
{
	char letters[2 * OPTION_ROWS_MAX + 3];
	struct option names[OPTION_ROWS_MAX + 1];
	const struct option_info *row;
	int value;

	make_tables(line, letters, names);
	opterr = 0;
	if (!line->begun)
		optind = 0; /* begins anew, also where it was used before */
	line->begun = true;
	value = getopt_long(line->argc, line->argv, letters, names, NULL);
	*text = value == -1 ? line->argv[optind] : optarg;
	if (value == -1 || value == 1)
		return *text == NULL ? OPTION_LINE_END : OPTION_LINE_STRAY;
	if (value == '?') {
		say_unknown(line, cause);
		return OPTION_LINE_WRONG;
	}
	row = row_of_value(line, value == ':' ? optopt : value);
	if (value != ':')
		return (int)(row - line->rows);
	cause_set(cause, "--%s needs %s", row->name, row->argument);
	return OPTION_LINE_WRONG;
}

bool
option_hint(struct cause *cause, const char *program)
{
	struct cause why = *cause;

	return cause_set(cause, "%s; see %s --help", why.text, program);
}

void
option_help(FILE *out, const struct option_info *rows, int count, int width)
{
	char left[64];

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < count; i++) {
			const struct option_info *row = &rows[i];
			int length = snprintf(left, sizeof left, "%s%s%s", row->name,
			    row->argument != NULL && !option_optional(row) ? " " : "",
			    row->argument != NULL ? row->argument : "");

			if (pass == 0)
				width = length > width ? length : width;
			else
				fprintf(out, "  %c%c%c --%-*s  %s\n", row->letter != 0 ? '-' : ' ',
				    row->letter != 0 ? row->letter : ' ',
				    row->letter != 0 ? ',' : ' ', width, left, row->help);
		}
}
