/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/message_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"

#define LINES_FOR_EVENT 2
#define TIME_SIZE 20
#define REST_SIZE 32
#define TEXT_SIZE (MESSAGE_SIZE + 64)
#define MORE " ..."

bool
message_line_stand(const struct app *app, int lines)
{
	return app->messages.standing > 0 && lines >= LINES_FOR_EVENT;
}

static bool
is_event(const struct message *message)
{
	return message->level == MESSAGE_EVENT || message->level == MESSAGE_EVENT_AMOUNTS;
}

/*
 * What happened to a loan, with how MORE events stand; else the newest message that was
 * not put away.
 */
static const struct message *
newest(const struct app *app, size_t *more)
{
	const struct message *message = messages_standing(&app->messages, more);

	if (message != NULL)
		return message;
	*more = 0;
	for (size_t age = 0;
	     (message = messages_at(&app->messages, age)) != NULL && is_event(message); age++)
		continue;
	return message;
}

bool
message_line_beside_cause(const struct app *app)
{
	size_t more;
	const struct message *message = newest(app, &more);

	return message != NULL && message->level != MESSAGE_ERROR;
}

/*
 * "15:30:02", an EVENT's "15:30"; with the date where that is another than today's
 * (UTC): "Nov 22 15:30".
 */
static void
time_text(char out[TIME_SIZE], const struct app *app, int64_t utc_ms, bool event)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	char then[25], today[25];
	long month;

	text_utc(then, utc_ms);
	text_utc(today, monotime_utc_ms() + okx_client_clock_offset(app->client));
	month = strtol(then + 5, NULL, 10);
	out[0] = '\0';
	if (strncmp(then, today, 10) != 0 && month >= 1 && month <= 12)
		snprintf(out, TIME_SIZE, "%s %.2s ", months[month - 1], then + 8);
	then[event ? 16 : 19] = '\0';
	strlcat(out, then + 11, TIME_SIZE);
}

/* Writes the message's TIME, its text, and the REST of its line: how many more there are. */
static void
compose(char text[TEXT_SIZE], char time[TIME_SIZE], char rest[REST_SIZE], const struct app *app,
    const struct message *message, size_t more)
{
	messages_text(text, TEXT_SIZE, message, app->hidden);
	time_text(time, app, message->utc_ms, app->messages.standing > 0);
	rest[0] = '\0';
	if (more > 0)
		snprintf(rest, REST_SIZE, " (m: %zu more)", more);
}

int
message_line_lines(const struct canvas *canvas, const struct app *app, int most)
{
	char text[TEXT_SIZE], time[TIME_SIZE], rest[REST_SIZE];
	const struct message *message;
	size_t more;
	char *question;

	if (!message_line_stand(app, most))
		return 0;
	message = newest(app, &more);
	compose(text, time, rest, app, message, more);
	/* Where to look it up is cut, not what may have happened. */
	question = strrchr(text, '?');
	if (question != NULL)
		question[1] = '\0';
	strlcat(text, rest, sizeof text);
	return text_wrapped(text, canvas->columns - text_width(time) - 2, most);
}

void
message_line_paint_more(const struct canvas *canvas, int y, enum role role)
{
	if (canvas->columns > 6)
		paint_right(canvas, y, canvas->columns - 5, 5, role, MORE);
}

void
message_line_paint(const struct canvas *canvas, int y, int height, const struct app *app,
    bool cause)
{
	static const enum role roles[MESSAGE_LEVELS] = {
		[MESSAGE_INFO] = ROLE_PLAIN,
		[MESSAGE_AMOUNTS] = ROLE_PLAIN,
		[MESSAGE_WARNING] = ROLE_WARN,
		[MESSAGE_ERROR] = ROLE_BAD,
		[MESSAGE_EVENT] = ROLE_WARN,
		[MESSAGE_EVENT_AMOUNTS] = ROLE_WARN,
	};
	char text[TEXT_SIZE], line[TEXT_SIZE], time[TIME_SIZE], rest[REST_SIZE];
	const char *at = text;
	const struct message *message;
	size_t more;
	int x, room;

	message = newest(app, &more);
	if (message == NULL || (cause && message->level == MESSAGE_ERROR))
		return;
	compose(text, time, rest, app, message, more);
	x = 1 + paint(canvas, y, 1, canvas->columns - 1, ROLE_FAINT, time) + 1;
	for (; height > 1; height--) {
		at = text_wrap(line, sizeof line, at, canvas->columns - x);
		paint(canvas, y++, x, canvas->columns - x, roles[message->level], line);
	}
	room = canvas->columns - x - text_width(rest);
	if (more == 0) {
		paint(canvas, y, x, room, roles[message->level], at);
		if (text_width(at) > room)
			message_line_paint_more(canvas, y, roles[message->level]);
		return;
	}
	if (*text_wrap(line, sizeof line, at, room) != '\0' &&
	    text_width(line) + text_width(MORE) <= room)
		strlcat(line, MORE, sizeof line);
	x += paint(canvas, y, x, room, roles[message->level], line);
	paint(canvas, y, x, canvas->columns - x, ROLE_FAINT, rest);
}
