/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/sent.h"

void
sent_read(struct figure *figure, const char **sent, struct arena *arena, const char *text,
    bool unreadable)
{
	*figure = figure_read(text);
	if (unreadable)
		figure->state = FIGURE_UNREADABLE;
	*sent = text == NULL || *text == '\0' ? NULL : arena_copy(arena, text, 0);
}

void
sent_add(struct figure *into, const struct figure *from)
{
	if (into->state == FIGURE_ABSENT && from->state == FIGURE_ABSENT)
		return;
	if (into->state != FIGURE_KNOWN || from->state != FIGURE_KNOWN ||
	    !decimal_add(&into->value, &into->value, &from->value))
		into->state = FIGURE_UNREADABLE;
}

const char *
sent_sum(struct arena *arena, const struct figure *sum)
{
	char text[DECIMAL_TEXT_SIZE];

	if (sum->state != FIGURE_KNOWN)
		return NULL;
	decimal_text(text, sizeof text, &sum->value);
	return arena_copy(arena, text, 0);
}
