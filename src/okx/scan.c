/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/scan.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define SURROGATE_HIGH 0xD800
#define SURROGATE_LOW 0xDC00
#define SURROGATE_END 0xE000

/* What may come next, blanks apart. */
enum expect {
	EXPECT_VALUE,
	EXPECT_VALUE_OR_END, /* after '[' */
	EXPECT_NAME,         /* after ',' in an object */
	EXPECT_NAME_OR_END,  /* after '{' */
	EXPECT_COLON,
	EXPECT_COMMA_OR_END,
	EXPECT_NOTHING /* after the outermost object */
};

struct scanner {
	const char *text, *at, *end;
	enum expect expect;
	unsigned depth;
	uint32_t objects; /* bit N: what is open at depth N is an object */
	size_t values;
	struct okx_scan *found;
	struct cause *cause;
};

/* The place of AT for people. */
static size_t
byte_of(const struct scanner *scanner, const char *at)
{
	return (size_t)(at - scanner->text) + 1;
}

static bool
invalid(const struct scanner *scanner, const char *at)
{
	return cause_set(scanner->cause, "not valid JSON at byte %zu", byte_of(scanner, at));
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
pass_blanks(struct scanner *scanner)
{
	while (scanner->at < scanner->end && is_blank(*scanner->at))
		scanner->at++;
}

static bool
at_digit(const struct scanner *scanner)
{
	return scanner->at < scanner->end && *scanner->at >= '0' && *scanner->at <= '9';
}

static bool
skip_digits(struct scanner *scanner)
{
	if (!at_digit(scanner))
		return invalid(scanner, scanner->at);
	while (at_digit(scanner))
		scanner->at++;
	return true;
}

static bool
scan_number(struct scanner *scanner)
{
	const char *from = scanner->at;

	if (*scanner->at == '-')
		scanner->at++;
	if (scanner->at < scanner->end && *scanner->at == '0')
		scanner->at++;
	else if (!skip_digits(scanner))
		return false;
	if (scanner->at < scanner->end && *scanner->at == '.') {
		scanner->at++;
		if (!skip_digits(scanner))
			return false;
	}
	if (scanner->at < scanner->end && (*scanner->at == 'e' || *scanner->at == 'E')) {
		scanner->at++;
		if (scanner->at < scanner->end && (*scanner->at == '+' || *scanner->at == '-'))
			scanner->at++;
		if (!skip_digits(scanner))
			return false;
	}
	if (scanner->at - from > OKX_SCAN_MAX_NUMBER)
		return cause_set(scanner->cause, "number of over %d characters at byte %zu",
		    OKX_SCAN_MAX_NUMBER, byte_of(scanner, from));
	return true;
}

static bool
scan_word(struct scanner *scanner)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t length = strlen(words[i]);

		if ((size_t)(scanner->end - scanner->at) >= length &&
		    memcmp(scanner->at, words[i], length) == 0) {
			scanner->at += length;
			return true;
		}
	}
	return invalid(scanner, scanner->at);
}

/* Reads an escape of four hexadecimal digits at AT, or returns -1. */
static int32_t
read_unit(const struct scanner *scanner, const char *at)
{
	int32_t unit = 0;
	int i;

	if (scanner->end - at < 6 || at[0] != '\\' || at[1] != 'u')
		return -1;
	for (i = 2; i < 6; i++) {
		if (at[i] >= '0' && at[i] <= '9')
			unit = unit * 16 + (at[i] - '0');
		else if (at[i] >= 'a' && at[i] <= 'f')
			unit = unit * 16 + (at[i] - 'a' + 10);
		else if (at[i] >= 'A' && at[i] <= 'F')
			unit = unit * 16 + (at[i] - 'A' + 10);
		else
			return -1;
	}
	return unit;
}

/* Scans "\n", "\u1234" or a pair of those; adds the bytes it stands for to LENGTH. */
static bool
scan_escape(struct scanner *scanner, size_t *length)
{
	static const char plain[] = "\"\\/", control[] = "bfnrt";
	const char *from = scanner->at;
	int32_t unit, low;

	if (scanner->end - from < 2 || from[1] == '\0')
		return invalid(scanner, from);
	if (from[1] != 'u') {
		if (strchr(control, from[1]) != NULL) {
			if (scanner->found->control_at == 0)
				scanner->found->control_at = byte_of(scanner, from);
		} else if (strchr(plain, from[1]) == NULL)
			return invalid(scanner, from);
		scanner->at += 2;
		*length += 1;
		return true;
	}

	unit = read_unit(scanner, from);
	if (unit < 0 || (unit >= SURROGATE_LOW && unit < SURROGATE_END))
		return invalid(scanner, from);
	if (unit == 0)
		return cause_set(scanner->cause, "escaped NUL at byte %zu", byte_of(scanner, from));
	if (unit >= SURROGATE_HIGH && unit < SURROGATE_LOW) {
		low = read_unit(scanner, from + 6);
		if (low < SURROGATE_LOW || low >= SURROGATE_END)
			return invalid(scanner, from);
		scanner->at += 12;
		*length += 4;
		return true;
	}
	if ((unit < 0x20 || (unit >= 0x7F && unit < 0xA0)) && scanner->found->control_at == 0)
		scanner->found->control_at = byte_of(scanner, from);
	scanner->at += 6;
	*length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
	return true;
}

static bool
scan_string(struct scanner *scanner)
{
	const char *from = scanner->at++;
	size_t length = 0;

	while (scanner->at < scanner->end && *scanner->at != '"') {
		const char *here = scanner->at;
		unsigned char byte = (unsigned char)*here;

		if (byte == '\\') {
			if (!scan_escape(scanner, &length))
				return false;
			continue;
		}
		if (byte < 0x20)
			return invalid(scanner, here);
		if (byte < 0x80)
			scanner->at++;
		else if (text_decode(&scanner->at, scanner->end) < 0)
			return cause_set(scanner->cause, "not UTF-8 at byte %zu",
			    byte_of(scanner, here));
		length += (size_t)(scanner->at - here);
	}
	if (scanner->at >= scanner->end)
		return invalid(scanner, scanner->end);
	scanner->at++;

	if (length > OKX_SCAN_MAX_STRING && scanner->found->long_strings++ == 0)
		scanner->found->long_at = byte_of(scanner, from);
	return true;
}

static bool
open_container(struct scanner *scanner, bool is_object)
{
	if (scanner->depth == OKX_SCAN_MAX_NESTING)
		return cause_set(scanner->cause, "nested deeper than %d at byte %zu",
		    OKX_SCAN_MAX_NESTING, byte_of(scanner, scanner->at));
	scanner->objects &= ~(UINT32_C(1) << scanner->depth);
	scanner->objects |= (uint32_t)is_object << scanner->depth;
	scanner->depth++;
	scanner->at++;
	scanner->expect = is_object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
	return true;
}

static bool
in_object(const struct scanner *scanner)
{
	return (scanner->objects >> (scanner->depth - 1) & 1) != 0;
}

static bool
close_container(struct scanner *scanner)
{
	if (*scanner->at != (in_object(scanner) ? '}' : ']'))
		return invalid(scanner, scanner->at);
	scanner->at++;
	scanner->depth--;
	scanner->expect = scanner->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
	return true;
}

static bool
scan_value(struct scanner *scanner)
{
	char first = *scanner->at;

	if (++scanner->values > OKX_SCAN_MAX_VALUES)
		return cause_set(scanner->cause, "more than %d values", OKX_SCAN_MAX_VALUES);
	if (first == '{' || first == '[')
		return open_container(scanner, first == '{');
	scanner->expect = EXPECT_COMMA_OR_END;
	if (first == '"')
		return scan_string(scanner);
	if (first == '-' || at_digit(scanner))
		return scan_number(scanner);
	return scan_word(scanner);
}

/* Takes what begins at a byte that is not a blank. */
static bool
scan_next(struct scanner *scanner)
{
	char first = *scanner->at;
	bool is_end = first == '}' || first == ']';

	switch (scanner->expect) {
	case EXPECT_VALUE:
		return scan_value(scanner);
	case EXPECT_VALUE_OR_END:
		return is_end ? close_container(scanner) : scan_value(scanner);
	case EXPECT_NAME:
	case EXPECT_NAME_OR_END:
		if (is_end && scanner->expect == EXPECT_NAME_OR_END)
			return close_container(scanner);
		if (first != '"')
			break;
		scanner->expect = EXPECT_COLON;
		return scan_string(scanner);
	case EXPECT_COLON:
		if (first != ':')
			break;
		scanner->at++;
		scanner->expect = EXPECT_VALUE;
		return true;
	case EXPECT_COMMA_OR_END:
		if (first != ',')
			return close_container(scanner);
		scanner->at++;
		scanner->expect = in_object(scanner) ? EXPECT_NAME : EXPECT_VALUE;
		return true;
	case EXPECT_NOTHING:
		break;
	}
	return invalid(scanner, scanner->at);
}

/* Says how much there is that is not JSON, and the one text that means something. */
static bool
not_json(const struct scanner *scanner)
{
	static const char limit[] = "Too Many Requests";
	size_t length = (size_t)(scanner->end - scanner->text);

	if ((size_t)(scanner->end - scanner->at) >= sizeof limit - 1 &&
	    strncasecmp(scanner->at, limit, sizeof limit - 1) == 0)
		return cause_set(scanner->cause, "not JSON but \"%s\"", limit);
	if (length < 1024)
		return cause_set(scanner->cause, "not JSON, %zu byte%s", length,
		    length == 1 ? "" : "s");
	if (length < 1024 * 1024)
		return cause_set(scanner->cause, "not JSON, %zu.%zu KiB", length / 1024,
		    length % 1024 * 10 / 1024);
	return cause_set(scanner->cause, "not JSON, %zu.%zu MiB", length / (1024 * 1024),
	    length % (1024 * 1024) * 10 / (1024 * 1024));
}

bool
okx_scan_json(struct okx_scan *out, const char *text, size_t length, struct cause *cause)
{
	struct scanner scanner = {
		.text = text,
		.at = text,
		.end = text + length,
		.expect = EXPECT_VALUE,
		.found = out,
		.cause = cause,
	};

	memset(out, 0, sizeof *out);
	pass_blanks(&scanner);
	if (scanner.at == scanner.end)
		return cause_set(cause, "empty answer");
	if (*scanner.at == '[')
		return cause_set(cause, "unexpected answer: a list");
	if (*scanner.at != '{')
		return not_json(&scanner);
	while (scanner.at < scanner.end) {
		if (!scan_next(&scanner))
			return false;
		pass_blanks(&scanner);
	}
	return scanner.expect == EXPECT_NOTHING || invalid(&scanner, scanner.end);
}
