/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/message_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "app/news.h"
#include "base/monotime.h"
#include "base/text.h"

#define LINES_FOR_EVENT 2
#define LINES_FOR_NEWS 3 /* where there are so many for the cause, there is one for news */
#define TIME_SIZE 20
#define REST_SIZE 32
#define TEXT_SIZE (MESSAGE_SIZE + 64)
#define MORE " ..."
#define PAGE_INDENT 21

static const enum role roles[MESSAGE_LEVELS] = {
	[MESSAGE_INFO] = ROLE_PLAIN,
	[MESSAGE_AMOUNTS] = ROLE_PLAIN,
	[MESSAGE_WARNING] = ROLE_WARN,
	[MESSAGE_ERROR] = ROLE_BAD,
	[MESSAGE_EVENT] = ROLE_WARN,
	[MESSAGE_EVENT_AMOUNTS] = ROLE_WARN,
};

/* Whether something that happened stands there; in less than two LINES a cause keeps it away. */
static bool
event_stands(const struct app *app, int lines)
{
	return app->messages.standing > 0 && lines >= LINES_FOR_EVENT;
}

static bool
tells_event(const struct message *message)
{
	return message->level == MESSAGE_EVENT || message->level == MESSAGE_EVENT_AMOUNTS;
}

/*
 * What happened to a loan, with how MORE events stand; else the newest message that was
 * not put away.
 */
static const struct message *
newest_shown(const struct app *app, size_t *more)
{
	const struct message *message = messages_standing(&app->messages, more);

	if (message != NULL)
		return message;
	*more = 0;
	for (size_t age = 0;
	     (message = messages_at(&app->messages, age)) != NULL && tells_event(message); age++)
		continue;
	return message;
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
compose_message(char text[TEXT_SIZE], char time[TIME_SIZE], char rest[REST_SIZE],
    const struct app *app, const struct message *message, size_t more)
{
	messages_text(text, TEXT_SIZE, message, app->hidden);
	time_text(time, app, message->utc_ms, app->messages.standing > 0);
	rest[0] = '\0';
	if (more > 0)
		snprintf(rest, REST_SIZE, " (m: %zu more)", more);
}

/* How many lines it takes to say what happened, at most MOST; 0 where nothing did. */
static int
event_lines(const struct page *page, const struct app *app, int most)
{
	char text[TEXT_SIZE], time[TIME_SIZE], rest[REST_SIZE];
	const struct message *message;
	size_t more;
	char *question;

	if (!event_stands(app, most))
		return 0;
	message = newest_shown(app, &more);
	compose_message(text, time, rest, app, message, more);
	/* Where to look it up is cut, not what may have happened. */
	question = strrchr(text, '?');
	if (question != NULL)
		question[1] = '\0';
	strlcat(text, rest, sizeof text);
	return text_wrapped(text, page->width - text_width(time) - 1, most);
}

/* Says at the end of the line that there is more of it: all of it stands among the messages. */
static void
add_more(struct page *page, enum role role)
{
	if (page->width > 5)
		page_piece(page, page->width - text_width(MORE), role, MORE);
}

/* Adds MESSAGE in HEIGHT lines, and how many MORE there are. */
static void
add_message(struct page *page, const struct app *app, const struct message *message, size_t more,
    int height)
{
	const enum role role = roles[message->level];
	char text[TEXT_SIZE], line[TEXT_SIZE], time[TIME_SIZE], rest[REST_SIZE];
	const char *at = text;
	int x, room;

	compose_message(text, time, rest, app, message, more);
	page_space(page);
	page_piece(page, 0, ROLE_FAINT, time);
	x = text_width(time) + 1;
	for (; height > 1; height--) {
		at = text_wrap(line, sizeof line, at, page->width - x);
		page_piece(page, x, role, line);
		page_space(page);
	}
	room = page->width - x - text_width(rest);
	if (more == 0) {
		page_piece(page, x, role, at);
		if (text_width(at) > room)
			add_more(page, role);
		return;
	}
	if (*text_wrap(line, sizeof line, at, room) != '\0' &&
	    text_width(line) + text_width(MORE) <= room)
		strlcat(line, MORE, sizeof line);
	page_piece(page, x, role, line);
	page_piece(page, x + text_width(line), ROLE_FAINT, rest);
}

/* Whether the line of the loan says already why SOURCE fails. */
static bool
said_of_loan(const struct app *app, const struct source *source)
{
	const struct source *loan = &app->sources[OKX_ENDPOINT_LOAN_INFO];

	return app_leading(app) != OKX_ENDPOINT_LOAN_INFO && loan->now.loans == NULL &&
	    okx_failure_same(&source->failure, &loan->failure);
}

/*
 * What is wrong with the source, what to do and when the next try is, in one sentence or
 * two; "" when nothing is.
 */
static void
write_cause(char *out, size_t size, const struct app *app)
{
	const int failing = app_failing(app);
	const struct source *source = &app->sources[failing < 0 ? 0 : failing];
	int64_t left = source->next_ms - monotime_ms();
	char age[16], next[64];

	out[0] = '\0';
	if (failing < 0)
		return;
	if (failing != (int)app_leading(app))
		snprintf(out, size, "%s:", okx_endpoints[failing].title);
	if (!said_of_loan(app, source))
		text_add_sentence(out, size, source->failure.text);
	text_add_sentence(out, size, source->failure.advice);
	news_add_maintenance(out, size, app, &source->failure);
	text_capitalise(out);
	if (source->next_ms == INT64_MAX)
		return;
	if (okx_client_busy(app->client, (enum okx_endpoint_id)failing) || left <= 0)
		strlcpy(next, "Trying now.", sizeof next);
	else if (source_freshness(source) == FRESHNESS_LIVE)
		/* No countdown while the figures are good. */
		strlcpy(next, "Trying again soon; r:now.", sizeof next);
	else {
		text_age(age, left + 999);
		snprintf(next, sizeof next, "Next try in %s; r:now.", age);
	}
	text_add_sentence(out, size, next);
}

/* What has to be said in as many lines of WIDTH as it takes; ROLE_PLAIN for nothing. */
static enum role
urgent_text(char *out, size_t size, const struct app *app, int width)
{
	/* From the longest on: a question stands in one line. */
	static const char *const questions[] = {
		"Leave PRODUCTION? It is not watched until you return. y / any other key",
		"Leave PRODUCTION? It is not watched meanwhile. y / any other key",
		"Leave PRODUCTION? y/n",
		"Leave? y",
	};

	out[0] = '\0';
	for (size_t i = 0; app->mode == MODE_CONFIRM && i < sizeof questions / sizeof *questions;
	     i++) {
		strlcpy(out, questions[i], size);
		if (text_width(out) <= width)
			break;
	}
	if (app->mode == MODE_CONFIRM)
		return ROLE_WARN;
	write_cause(out, size, app);
	return out[0] != '\0' ? ROLE_BAD : ROLE_PLAIN;
}

/* Adds TEXT in HEIGHT lines at most. Returns whether that is all of it. */
static bool
add_urgent(struct page *page, enum role role, const char *text, int height)
{
	char line[TEXT_LINE_SIZE];

	for (int i = 0; i < height && *text != '\0'; i++) {
		text = text_wrap(line, sizeof line, text, page->width - 1);
		page_space(page);
		page_piece(page, 0, role, line);
	}
	if (*text != '\0')
		add_more(page, role);
	return *text == '\0';
}

/*
 * Adds MESSAGE in as many lines as it takes, HEIGHT at most; one that is not urgent in one, so
 * that nothing moves. Returns whether what is urgent was said.
 */
static bool
add_single(struct page *page, const struct app *app, const struct message *message, int height)
{
	char text[TEXT_SIZE], time[TIME_SIZE], rest[REST_SIZE];
	int wanted = 1;

	compose_message(text, time, rest, app, message, 0);
	if (roles[message->level] != ROLE_PLAIN)
		wanted = text_wrapped(text, page->width - text_width(time) - 1, height + 1);
	add_message(page, app, message, 0, wanted < height ? wanted : height);
	return wanted <= height;
}

/* Adds what the last key was answered, in HEIGHT lines at most. */
static bool
add_answer(struct page *page, const struct app *app, int height)
{
	if (app->answer[0] == '\0')
		return add_single(page, app, messages_at(&app->messages, 0), height);
	return add_urgent(page, ROLE_NOTICE, app->answer, height);
}

bool
message_line_fill(struct page *page, const struct app *app, int most, bool mere, int spare)
{
	char text[TEXT_LINE_SIZE];
	const enum role role = urgent_text(text, sizeof text, app, page->width - 1);
	size_t more;
	const struct message *message = newest_shown(app, &more);
	const bool stands = role == ROLE_BAD && event_stands(app, most);

	bool whole = true;
	int left;

	if (most < 1)
		return true;
	if (app->answer_until_ms != INT64_MIN && (role == ROLE_PLAIN || role == ROLE_BAD)) {
		if (role == ROLE_BAD && most > 1)
			whole = add_urgent(page, role, text, most - 1 + spare);
		left = most + spare - (int)page->count;
		return add_answer(page, app, left < 1 + spare ? left : 1 + spare) && whole;
	}
	if (role != ROLE_PLAIN) {
		whole = add_urgent(page, role, text, (stands ? most - 1 : most) + spare);
		/* A failure is a message itself. */
		if (role == ROLE_BAD && (stands || most >= LINES_FOR_NEWS) && message != NULL &&
		    message->level != MESSAGE_ERROR)
			add_message(page, app, message, more, 1);
	} else if (message != NULL) {
		int height = event_lines(page, app, most + spare);

		if (height > 0) {
			whole = event_lines(page, app, most + spare + 1) == height;
			add_message(page, app, message, more, height);
		} else if (mere && more > 0)
			add_message(page, app, message, more, 1);
		else if (mere)
			whole = add_single(page, app, message, 1 + spare);
	}
	return whole;
}

void
message_page_fill(struct page *page, const struct app *app)
{
	const struct message *message;
	char text[TEXT_SIZE], utc[25], when[25];

	for (size_t age = 0; (message = messages_at(&app->messages, age)) != NULL; age++) {
		text_utc(utc, message->utc_ms);
		snprintf(when, sizeof when, "%.10s %.8s", utc, utc + 11);
		messages_text(text, sizeof text, message, app->hidden);
		page_pair(page, PAGE_INDENT, ROLE_FAINT, when, roles[message->level], text);
	}
	if (page->count == 0)
		page_text(page, ROLE_PLAIN, "There are no messages yet.");
}
