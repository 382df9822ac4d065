/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_MESSAGES_H
#define COLLTOP_APP_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the program told the person: the last 200, each with its time in UTC. */
#define MESSAGES_KEPT 200
#define MESSAGE_SIZE 1024

enum message_level {
	MESSAGE_INFO,
	MESSAGE_AMOUNTS, /* as MESSAGE_INFO; its digits are masked while amounts are hidden */
	MESSAGE_WARNING, /* something to know about the figures */
	MESSAGE_ERROR,   /* something failed */
	MESSAGE_EVENT,   /* something happened to a loan: told until the person puts it away */
	MESSAGE_EVENT_AMOUNTS, /* the same; its digits are masked while amounts are hidden */
	MESSAGE_LEVELS
};

struct message {
	int64_t utc_ms;
	enum message_level level;
	unsigned times; /* how often it came in a row, 1 or more; UTC_MS is the last time */
	char text[MESSAGE_SIZE]; /* sanitised; for a person use messages_text() */
};

struct messages {
	struct message *ring; /* MESSAGES_KEPT, made with the first message */
	size_t count;         /* how many there are, at most MESSAGES_KEPT */
	size_t next;          /* place of the next one */
	size_t standing;      /* events not put away yet */
};

void messages_init(struct messages *messages);
void messages_clear(struct messages *messages);

/* Adds one at UTC_MS; the same text as the newest only counts it again. Also goes to the log. */
void messages_add(struct messages *messages, enum message_level level, int64_t utc_ms,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The message AGE places back, 0 the newest; NULL beyond the oldest. */
const struct message *messages_at(const struct messages *messages, size_t age);

/*
 * The newest event that was not put away, with MORE set to how many others
 * there are; NULL for none.
 */
const struct message *messages_standing(const struct messages *messages, size_t *more);

/* The person has seen the events. */
void messages_put_away(struct messages *messages);

/*
 * The text to show: digits of amounts masked where HIDDEN, a repeated one with
 * "(3 times)" after it.
 */
void messages_text(char *out, size_t size, const struct message *message, bool hidden);

#endif
