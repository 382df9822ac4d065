/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/asset_changes.h"

#include <stdio.h>
#include <string.h>

/* More changes in one answer than this are told in one message. */
#define CHANGES_TOLD 3

#define LIST "OKX's list"

/* Currencies named in one message, as many as have room; the others are counted. */
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

/* What there was no room for: "" or " and 12 more". */
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

/* Both are in the order of names, so that one pass finds what came, went and moved. */
static void
compare(struct amount_changes *changes, const void *before, const void *now, pick *get)
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
sent(const struct named_amount *amount)
{
	return amount->figure->sent == NULL ? "-" : amount->figure->sent;
}

/* The amounts that are others now, of WHOSE: each with both figures, or many in one message. */
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
			    sent(&changes->from[i]), sent(&changes->to[i]));
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

void
asset_changes_tell(struct app *app, const struct assets *before, const struct assets *now)
{
	struct amount_changes changes;

	/* With one currency asked for, an empty list only lacks that one: its name says it. */
	if ((before->count == 0) != (now->count == 0) && now->only[0] == '\0') {
		app_say(app, MESSAGE_INFO, "%s",
		    now->count == 0 ? LIST ": empty now" : LIST ": no longer empty");
		return;
	}
	compare(&changes, before, now, pick_asset);
	tell_changes(app, LIST, &changes);
}

void
asset_changes_tell_funding(struct app *app, const struct funding *before, const struct funding *now)
{
	const struct loans *loans = app_loans(app);
	struct amount_changes changes;

	/* What may be the pledged coins is told of them. */
	if (!funding_told_apart(before, loans) || !funding_told_apart(now, loans))
		return;
	compare(&changes, before, now, pick_balance);
	tell_changes(app, okx_endpoints[OKX_ENDPOINT_BALANCES].title, &changes);
}
