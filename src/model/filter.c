/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/filter.h"

#include <string.h>

#include "base/text.h"

/* One alternative, its blanks and '=' taken off. */
struct part {
	char text[FILTER_SIZE];
	bool whole;
};

static const char *
after_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Behind the '!', if there is one. */
static const char *
alternatives(const struct filter *filter, bool *inverted)
{
	const char *at = after_blanks(filter->text);

	*inverted = *at == '!';
	return *inverted ? at + 1 : at;
}

/* Reads the next part that is not empty and moves *AT behind it; false at the end. */
static bool
next_part(struct part *part, const char **at)
{
	while (**at != '\0') {
		const char *from = after_blanks(*at);
		const char *end = *at + strcspn(*at, "|");

		*at = *end == '|' ? end + 1 : end;
		part->whole = *from == '=';
		if (part->whole)
			from = after_blanks(from + 1);
		while (end > from && strchr(" \t", end[-1]) != NULL)
			end--;
		if (end <= from)
			continue;
		memcpy(part->text, from, (size_t)(end - from));
		part->text[end - from] = '\0';
		return true;
	}
	return false;
}

void
filter_set(struct filter *filter, const char *text)
{
	const char *at = text, *end = text + strlen(text);
	size_t length = 0;

	while (at < end) {
		const char *from = at;
		int32_t codepoint = text_decode(&at, end), narrow = text_narrow(codepoint);
		char twin = (char)narrow;
		size_t n = narrow == codepoint ? (size_t)(at - from) : 1;

		if (length + n >= sizeof filter->text)
			break;
		memcpy(filter->text + length, narrow == codepoint ? from : &twin, n);
		length += n;
	}
	filter->text[length] = '\0';
}

bool
filter_empty(const struct filter *filter)
{
	struct part part;
	bool inverted;
	const char *at = alternatives(filter, &inverted);

	return !next_part(&part, &at);
}

bool
filter_matches(const struct filter *filter, const char *ccy)
{
	struct part part;
	bool inverted, any = false;
	const char *at = alternatives(filter, &inverted);

	while (next_part(&part, &at)) {
		any = true;
		if (text_contains(ccy, part.text) &&
		    (!part.whole || strlen(ccy) == strlen(part.text)))
			return !inverted;
	}
	return !any || inverted;
}
