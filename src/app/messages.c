/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/log.h"
#include "base/text.h"
#include "base/xmalloc.h"

void
messages_init(struct messages *messages)
{
	memset(messages, 0, sizeof *messages);
}

void
messages_clear(struct messages *messages)
{
	free(messages->ring);
	messages_init(messages);
}

static struct message *
newest_message(struct messages *messages)
{
	if (messages->count == 0)
		return NULL;
	return &messages->ring[(messages->next + MESSAGES_KEPT - 1) % MESSAGES_KEPT];
}

static bool
is_event_level(enum message_level level)
{
	return level == MESSAGE_EVENT || level == MESSAGE_EVENT_AMOUNTS;
}

void
messages_add(struct messages *messages, enum message_level level, int64_t utc_ms,
    const char *format, ...)
{
	char raw[MESSAGE_SIZE * 2], text[MESSAGE_SIZE];
	struct message *message = newest_message(messages);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(raw, sizeof raw, format, arguments);
	va_end(arguments);
	text_sanitise(text, sizeof text, raw, strlen(raw));
	log_line("%s", text);

	if (is_event_level(level))
		messages->standing++;
	if (message != NULL && message->level == level && strcmp(message->text, text) == 0) {
		message->times++;
		message->utc_ms = utc_ms;
		return;
	}
	if (messages->ring == NULL)
		messages->ring = xcalloc(MESSAGES_KEPT, sizeof *messages->ring);
	message = &messages->ring[messages->next];
	message->utc_ms = utc_ms;
	message->level = level;
	message->times = 1;
	strlcpy(message->text, text, sizeof message->text);
	messages->next = (messages->next + 1) % MESSAGES_KEPT;
	if (messages->count < MESSAGES_KEPT)
		messages->count++;
}

const struct message *
messages_at(const struct messages *messages, size_t age)
{
	if (age >= messages->count)
		return NULL;
	return &messages->ring[(messages->next + MESSAGES_KEPT - 1 - age) % MESSAGES_KEPT];
}

const struct message *
messages_standing(const struct messages *messages, size_t *more)
{
	const struct message *message = NULL;

	if (messages->standing == 0)
		return NULL;
	for (size_t age = 0; (message = messages_at(messages, age)) != NULL; age++)
		if (is_event_level(message->level))
			break;
	*more = messages->standing - 1;
	return message;
}

void
messages_put_away(struct messages *messages)
{
	messages->standing = 0;
}

/* Puts one '*' in the place of every number, so that not even its length is told. */
static void
mask(char *text)
{
	static const char number[] = "0123456789.";
	char *to = text;

	while (*text != '\0')
		if (*text >= '0' && *text <= '9') {
			text += strspn(text, number);
			*to++ = '*';
		} else
			*to++ = *text++;
	*to = '\0';
}

void
messages_text(char *out, size_t size, const struct message *message, bool hidden)
{
	size_t length;

	if (size == 0)
		return;
	strlcpy(out, message->text, size);
	if (hidden &&
	    (message->level == MESSAGE_AMOUNTS || message->level == MESSAGE_EVENT_AMOUNTS))
		mask(out);
	length = strlen(out);
	if (message->times > 1)
		snprintf(out + length, size - length, " (%u times)", message->times);
}
