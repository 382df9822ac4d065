/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/updates.h"

#include <stdio.h>
#include <string.h>

#include "app/table_view.h"
#include "app/loan_watch.h"
#include "app/news.h"
#include "base/log.h"
#include "base/text.h"

/* More changes than this are told in one message. */
#define CHANGES_TOLD 3

#define LIST "OKX's list"

/* Currencies named in one message; those that do not fit are counted. */
struct names {
	size_t count, listed;
	char text[120];
};

static void
names_add(struct names *names, const char *ccy)
{
	size_t length = strlen(names->text);

	if (names->listed == names->count &&
	    length + strlen(", ") + strlen(ccy) < sizeof names->text) {
		snprintf(names->text + length, sizeof names->text - length, "%s%s",
		    length > 0 ? ", " : "", ccy);
		names->listed++;
	}
	names->count++;
}

/* "" or " and 12 more". */
static const char *
names_more(char *out, size_t size, const struct names *names)
{
	out[0] = '\0';
	if (names->listed < names->count)
		snprintf(out, size, " and %zu more", names->count - names->listed);
	return out;
}

/* An amount of a currency that two snapshots have, or one. */
struct named_amount {
	const char *ccy;
	const struct figure *figure; /* NULL: it is not there */
};

/* What differs between two snapshots, for the messages. */
struct amount_changes {
	struct names came, went, moved;
	struct named_amount from[CHANGES_TOLD], to[CHANGES_TOLD];
};

/* The INDEX-th amount of a snapshot, in the order of names; false beyond the last. */
typedef bool pick(struct named_amount *amount, const void *snapshot, size_t index);

static bool
pick_asset(struct named_amount *amount, const void *snapshot, size_t index)
{
	const struct assets *list = snapshot;

	if (index >= list->count)
		return false;
	*amount = (struct named_amount){ list->items[index].ccy, &list->items[index].amount };
	return true;
}

static bool
pick_balance(struct named_amount *amount, const void *snapshot, size_t index)
{
	const struct funding *funding = snapshot;
	const struct balance *balance;

	if (index >= funding->count)
		return false;
	balance = &funding->balances[index];
	*amount = (struct named_amount){ balance->ccy, &balance->available };
	return true;
}

/* Notes that an amount is another one. */
static void
note_moved(struct amount_changes *changes, const struct named_amount *from,
    const struct named_amount *to)
{
	if (changes->moved.count < CHANGES_TOLD) {
		changes->from[changes->moved.count] = *from;
		changes->to[changes->moved.count] = *to;
	}
	names_add(&changes->moved, from->ccy);
}

/* Both are sorted by name. */
static void
compare_snapshots(struct amount_changes *changes, const void *before, const void *now, pick *get)
{
	struct named_amount from = { NULL, NULL }, to = { NULL, NULL };
	size_t i = 0, j = 0;

	memset(changes, 0, sizeof *changes);
	for (;;) {
		bool was = get(&from, before, i), is = get(&to, now, j);
		int order = !was ? 1 : !is ? -1 : strcmp(from.ccy, to.ccy);

		if (!was && !is)
			return;
		i += order <= 0;
		j += order >= 0;
		if (order < 0)
			names_add(&changes->went, from.ccy);
		else if (order > 0)
			names_add(&changes->came, to.ccy);
		else if (!figure_equal(from.figure, to.figure))
			note_moved(changes, &from, &to);
	}
}

static const char *
amount_sent(const struct named_amount *amount)
{
	return amount->figure->sent == NULL ? "-" : amount->figure->sent;
}

/* Changed amounts: each with both figures, or many in one message. */
static void
tell_moved(struct app *app, const char *whose, const struct amount_changes *changes)
{
	char more[40];

	if (changes->moved.count > CHANGES_TOLD)
		app_say(app, MESSAGE_INFO, "%s: %zu amounts changed: %s%s", whose,
		    changes->moved.count, changes->moved.text,
		    names_more(more, sizeof more, &changes->moved));
	else
		for (size_t i = 0; i < changes->moved.count; i++)
			app_say(app, MESSAGE_AMOUNTS, "%s: %s %s -> %s", whose, changes->to[i].ccy,
			    amount_sent(&changes->from[i]), amount_sent(&changes->to[i]));
}

static void
tell_changes(struct app *app, const char *whose, const struct amount_changes *changes)
{
	char more[40];

	if (changes->came.count > 0)
		app_say(app, MESSAGE_INFO, "%s: new: %s%s", whose, changes->came.text,
		    names_more(more, sizeof more, &changes->came));
	if (changes->went.count > 0)
		app_say(app, MESSAGE_INFO, "%s: gone: %s%s", whose, changes->went.text,
		    names_more(more, sizeof more, &changes->went));
	tell_moved(app, whose, changes);
}

/*
 * Tells which currencies of OKX's list came or went and which amounts changed,
 * but not what that means, since what the list holds is not settled.
 */
static void
asset_changes_tell(struct app *app, const struct assets *before, const struct assets *now)
{
	struct amount_changes changes;

	/* With one currency asked for, an empty list only lacks that one: its name says it. */
	if ((before->count == 0) != (now->count == 0) && now->only[0] == '\0') {
		app_say(app, MESSAGE_INFO, "%s",
		    now->count == 0 ? LIST ": empty now" : LIST ": no longer empty");
		return;
	}
	compare_snapshots(&changes, before, now, pick_asset);
	tell_changes(app, LIST, &changes);
}

/* The same for the funding account, unless it may be the pledged coins. */
static void
asset_changes_tell_funding(struct app *app, const struct funding *before, const struct funding *now)
{
	const struct loans *loans = app_loans(app);
	struct amount_changes changes;

	if (!funding_told_apart(before, loans) || !funding_told_apart(now, loans))
		return;
	compare_snapshots(&changes, before, now, pick_balance);
	tell_changes(app, okx_endpoints[OKX_ENDPOINT_BALANCES].title, &changes);
}

static struct source *
source_of(struct app *app, enum okx_endpoint_id endpoint)
{
	return &app->sources[endpoint];
}

static void
had_outcome(struct source *source)
{
	source->outcomes++;
	source->recorded = false;
}

/* Tells the log once of each figure that cannot be read. */
static void
log_unreadable(struct source *source, const struct okx_event *event)
{
	const char *const *names = event->parsed.unreadable, **known;
	const char **const end = source->unreadable_said + OKX_PARSE_UNREADABLE;

	for (size_t i = 0; i < OKX_PARSE_UNREADABLE && names[i] != NULL; i++) {
		for (known = source->unreadable_said; known < end && *known != NULL; known++)
			if (strcmp(*known, names[i]) == 0)
				break;
		if (known == end || *known != NULL)
			continue;
		*known = names[i];
		log_line("%s: %s is not sent as a number, and is shown as ?",
		    okx_endpoints[event->endpoint].title, names[i]);
	}
}

/* Takes over the snapshot of EVENT. */
static void
keep_snapshot(struct source *source, const struct okx_event *event)
{
	log_unreadable(source, event);
	okx_parsed_drop(&source->before);
	source->before = source->now;
	source->now = event->parsed;
	source->arrived_ms = event->arrived_ms;
	source->arrived_utc_ms = event->arrived_utc_ms;
	source->failing = false;
	source->interval_ms = event->interval_ms;
	source->stale_said = false;
	had_outcome(source);
}

/* Whether another source fails for the same reason, which was told then. */
static bool
told_already(const struct app *app, const struct source *source)
{
	for (int i = 0; i < OKX_ENDPOINTS; i++) {
		const struct source *other = &app->sources[i];

		if (other != source && other->failing && !source->failure.own &&
		    okx_failure_same(&other->failure, &source->failure))
			return true;
	}
	return false;
}

/* Names what fails unless the title does. */
static void
tell_failure(struct app *app, enum okx_endpoint_id endpoint)
{
	const struct source *source = source_of(app, endpoint);
	char cause[MESSAGE_SIZE] = "";

	if (told_already(app, source))
		return;
	if (endpoint != app_leading(app))
		snprintf(cause, sizeof cause, "%s:", okx_endpoints[endpoint].title);
	text_add_sentence(cause, sizeof cause, source->failure.text);
	text_add_sentence(cause, sizeof cause, source->failure.advice);
	news_add_maintenance(cause, sizeof cause, app, &source->failure);
	app_say(app, MESSAGE_ERROR, "%s", cause);
}

/*
 * A record is due when loan and assets had an outcome since the last one, and the
 * funding account and a loan's prices ever.
 */
static void
note_record(struct app *app)
{
	struct source *loan = source_of(app, OKX_ENDPOINT_LOAN_INFO);
	struct source *assets = source_of(app, OKX_ENDPOINT_COLLATERAL_ASSETS);

	if (loan->recorded || assets->recorded ||
	    source_of(app, OKX_ENDPOINT_BALANCES)->outcomes == 0 ||
	    (app->watchlist.count > 0 && source_of(app, OKX_ENDPOINT_INDEX_TICKERS)->outcomes == 0))
		return;
	loan->recorded = assets->recorded = true;
	app->records++;
}

/* Updates what depends on ENDPOINT after an answer or a failure. */
static void
follow_outcome(struct app *app, enum okx_endpoint_id endpoint, bool answered)
{
	const struct source *source = source_of(app, endpoint);

	if (endpoint == OKX_ENDPOINT_LOAN_INFO)
		loan_watch_answer(app);
	else if (answered)
		loan_watch_reassess(app);
	if (answered && source->before.assets != NULL)
		asset_changes_tell(app, source->before.assets, source->now.assets);
	if (answered && source->before.funding != NULL)
		asset_changes_tell_funding(app, source->before.funding, source->now.funding);
	if (answered)
		table_view_follow(app);
	note_record(app);
	app->changed = true;
}

static void
take_failure(struct app *app, enum okx_endpoint_id endpoint, const struct okx_failure *failure,
    int64_t next_ms)
{
	struct source *source = source_of(app, endpoint);
	/* No line shows this failure, and messages come between: it is told once. */
	bool told = endpoint == OKX_ENDPOINT_BALANCES && source->failing &&
	    okx_failure_same(&source->failure, failure);

	source->failing = true;
	source->failure = *failure;
	source->next_ms = next_ms;
	had_outcome(source);
	if (!told)
		tell_failure(app, endpoint);
	follow_outcome(app, endpoint, false);
}

void
updates_refuse(struct app *app, const struct okx_failure *failure)
{
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled && okx_endpoints[i].is_signed)
			take_failure(app, (enum okx_endpoint_id)i, failure, INT64_MAX);
}

/* Prices that make a pair with a loan answer. */
static void
take_pair(struct app *app, struct okx_event *event)
{
	if (event->endpoint != OKX_ENDPOINT_INDEX_TICKERS || event->parsed.loans == NULL)
		return;
	pair_set(&app->pair, event->parsed.loans, event->parsed.prices);
	loans_drop(event->parsed.loans);
	event->parsed.loans = NULL;
}

void
app_take_in(struct app *app)
{
	struct okx_event event;

	while (okx_client_next(app->client, &event)) {
		switch (event.kind) {
		case OKX_EVENT_NOTE:
			app_say(app, MESSAGE_INFO, "%s", event.note);
			break;
		case OKX_EVENT_WARNING:
			app_say(app, MESSAGE_WARNING, "%s", event.note);
			break;
		case OKX_EVENT_SNAPSHOT:
			if (okx_notices_has(event.endpoint)) {
				news_answer(app, &event);
				okx_parsed_drop(&event.parsed);
				break;
			}
			take_pair(app, &event);
			keep_snapshot(source_of(app, event.endpoint), &event);
			follow_outcome(app, event.endpoint, true);
			break;
		case OKX_EVENT_FAILURE:
			if (okx_notices_has(event.endpoint))
				news_failure(app, &event);
			else
				take_failure(app, event.endpoint, &event.failure, event.next_ms);
			break;
		}
	}
}
