/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/lineedit.h"

#include <string.h>

#include "base/text.h"

/* Where the character before AT begins. */
static size_t
before(const struct lineedit *line, size_t at)
{
	while (at > 0) {
		at--;
		if (((unsigned char)line->text[at] & 0xc0) != 0x80)
			break;
	}
	return at;
}

/* Where the character at AT ends. */
static size_t
after(const struct lineedit *line, size_t at)
{
	const char *from = line->text + at;

	text_decode(&from, line->text + strlen(line->text));
	return (size_t)(from - line->text);
}

/* Where the word before AT begins; '|' separates words as blanks do. */
static size_t
word_before(const struct lineedit *line, size_t at)
{
	while (at > 0 && strchr(" |", line->text[at - 1]) != NULL)
		at--;
	while (at > 0 && strchr(" |", line->text[at - 1]) == NULL)
		at--;
	return at;
}

static bool
cut(struct lineedit *line, size_t from, size_t to)
{
	if (from == to)
		return false;
	memmove(line->text + from, line->text + to, strlen(line->text + to) + 1);
	line->cursor = from;
	return true;
}

static bool
go(struct lineedit *line, size_t to)
{
	if (line->cursor == to)
		return false;
	line->cursor = to;
	return true;
}

void
lineedit_set(struct lineedit *line, const char *text)
{
	line->cursor = text_sanitise(line->text, sizeof line->text, text, strlen(text));
}

bool
lineedit_type(struct lineedit *line, int codepoint)
{
	char bytes[4], clean[5];
	size_t length = strlen(line->text), n = text_encode(bytes, codepoint);

	/* What the sanitiser would change is no text. */
	if (n == 0 || text_sanitise(clean, sizeof clean, bytes, n) != n ||
	    memcmp(clean, bytes, n) != 0)
		return false;
	if (length + n >= sizeof line->text)
		return false;
	memmove(line->text + line->cursor + n, line->text + line->cursor,
	    length - line->cursor + 1);
	memcpy(line->text + line->cursor, bytes, n);
	line->cursor += n;
	return true;
}

bool
lineedit_command(struct lineedit *line, enum command command)
{
	size_t end = strlen(line->text), at = line->cursor;

	switch (command) {
	case COMMAND_CURSOR_LEFT:
		return go(line, before(line, at));
	case COMMAND_CURSOR_RIGHT:
		return go(line, after(line, at));
	case COMMAND_CURSOR_HOME:
		return go(line, 0);
	case COMMAND_CURSOR_END:
		return go(line, end);
	case COMMAND_ERASE:
		return cut(line, before(line, at), at);
	case COMMAND_DELETE:
		return cut(line, at, after(line, at));
	case COMMAND_ERASE_WORD:
		return cut(line, word_before(line, at), at);
	case COMMAND_ERASE_LINE:
		return cut(line, 0, end);
	default:
		return false;
	}
}
