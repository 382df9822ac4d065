/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "conf/conf_check.h"

#include <string.h>

#include "base/text.h"

/* What may stand outside quotes; all else belongs into them. */
#define BARE "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/~@%"
#define NESTING 4

struct scan {
	char *at;
	const char *end;
	unsigned line;
	unsigned depth, opened[NESTING]; /* lines of the braces that are open */
};

static void
blank(struct scan *scan)
{
	if (*scan->at == '\n')
		scan->line++;
	else
		*scan->at = ' ';
	scan->at++;
}

/* A comment of more than one line, from its first sign on. */
static bool
skip_comment(struct scan *scan, struct cause *cause)
{
	unsigned begin = scan->line;

	blank(scan);
	blank(scan);
	while (scan->end - scan->at >= 2 && !(scan->at[0] == '*' && scan->at[1] == '/'))
		blank(scan);
	if (scan->end - scan->at < 2) {
		scan->line = begin;
		return cause_set(cause, "the comment that begins here is never closed");
	}
	blank(scan);
	blank(scan);
	return true;
}

static bool
skip_text(struct scan *scan, struct cause *cause)
{
	const char quote = *scan->at++;

	for (; scan->at < scan->end && *scan->at != '\n'; scan->at++) {
		if (*scan->at == quote) {
			scan->at++;
			return true;
		}
		if (*scan->at == '\\' && scan->end - scan->at >= 2 && scan->at[1] != '\n')
			scan->at++;
		else if (quote == '"' && scan->at[0] == '$' && scan->at[1] == '{')
			return cause_set(cause,
			    "${ would be replaced from the environment; write the text in single quotes");
	}
	return cause_set(cause, "the text in %s quotes is not closed on its line",
	    quote == '"' ? "double" : "single");
}

static bool
brace(struct scan *scan, struct cause *cause)
{
	if (*scan->at == '{') {
		if (scan->depth == NESTING)
			return cause_set(cause, "sections are nested too deeply here");
		scan->opened[scan->depth++] = scan->line;
	} else if (scan->depth-- == 0) {
		return cause_set(cause, "this } closes nothing");
	}
	scan->at++;
	return true;
}

/* Bytes that no configuration has, anywhere in it. */
static bool
check_bytes(const char *text, size_t length, unsigned *line, struct cause *cause)
{
	const char *at = text, *end = text + length;

	*line = 1;
	while (at < end) {
		int32_t character = text_decode(&at, end);

		if (character == '\n')
			++*line;
		else if (character == 0)
			return cause_set(cause,
			    "there is a NUL byte here: this is not a text file");
		else if (character == '\r' && (at == end || *at != '\n'))
			return cause_set(cause, "there is a carriage return inside the line");
		else if (character < 0)
			return cause_set(cause, "there is a byte here that is not UTF-8");
		else if ((character < 0x20 && character != '\t' && character != '\r') ||
		    character == 0x7f)
			return cause_set(cause, "there is a control character here");
	}
	return true;
}

static bool
step(struct scan *scan, struct cause *cause)
{
	const char c = *scan->at;
	bool begins = scan->end - scan->at >= 2 && c == '/';

	if (begins && scan->at[1] == '*')
		return skip_comment(scan, cause);
	/* Inside a bare word // is a part of it, as in https://. */
	if (c == '#' || (begins && scan->at[1] == '/')) {
		while (scan->at < scan->end && *scan->at != '\n')
			blank(scan);
		return true;
	}
	if (c == '"' || c == '\'')
		return skip_text(scan, cause);
	if (c == '{' || c == '}')
		return brace(scan, cause);
	if (strchr(BARE, c) != NULL) {
		while (scan->at < scan->end && strchr(BARE, *scan->at) != NULL &&
		    !(scan->at[0] == '/' && scan->at[1] == '*'))
			scan->at++;
		return true;
	}
	if (c == '\n')
		scan->line++;
	else if (strchr(" \t\r=", c) == NULL)
		return cause_set(cause, "%s cannot stand outside quotes",
		    c == '\\'                   ? "a backslash" :
			c == '$'                ? "a $" :
			(unsigned char)c > 0x7e ? "this character" :
						  (char[]){ c, '\0' });
	scan->at++;
	return true;
}

bool
conf_check_prepare(char *text, size_t length, unsigned *line, struct cause *cause)
{
	struct scan scan = { .at = text, .end = text + length, .line = 1 };

	if (!check_bytes(text, length, line, cause))
		return false;
	while (scan.at < scan.end) {
		if (!step(&scan, cause)) {
			*line = scan.line;
			return false;
		}
	}
	if (scan.depth > 0) {
		*line = scan.opened[scan.depth - 1];
		return cause_set(cause, "the { here is never closed");
	}
	return true;
}
