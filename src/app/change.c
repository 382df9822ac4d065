/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/change.h"

#include <stdio.h>
#include <string.h>

/* More changes in one answer than this are told in one message. */
#define CHANGES_TOLD 3

/* Currencies named in one message, as many as have room; the others are counted. */
struct names {
	size_t count, listed;
	char text[120];
};

static void
names_add(struct names *names, const char *ccy)
{
	size_t length = strlen(names->text);

	if (names->listed == names->count && length + strlen(", ") + strlen(ccy) < sizeof names->text) {
		snprintf(names->text + length, sizeof names->text - length, "%s%s", length > 0 ? ", " : "", ccy);
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

/* What differs between two snapshots of one portfolio, for the messages. */
struct changes {
	struct names came, went, moved;
	const struct asset *from[CHANGES_TOLD], *to[CHANGES_TOLD];
};

static bool
same_amount(const struct asset *a, const struct asset *b)
{
	return a->amount.state == b->amount.state &&
	    (a->amount.state != FIGURE_KNOWN || decimal_compare(&a->amount.value, &b->amount.value) == 0);
}

/* Both are in the order of names, so that one pass finds what came, went and moved. */
static void
compare(struct changes *changes, const struct collateral *before, const struct collateral *now)
{
	size_t i = 0, j = 0;

	memset(changes, 0, sizeof *changes);
	while (i < before->count || j < now->count) {
		const struct asset *a = i < before->count ? &before->assets[i] : NULL;
		const struct asset *b = j < now->count ? &now->assets[j] : NULL;
		int order = a == NULL ? 1 : b == NULL ? -1 : strcmp(a->ccy, b->ccy);

		i += order <= 0;
		j += order >= 0;
		if (order < 0)
			names_add(&changes->went, a->ccy);
		else if (order > 0)
			names_add(&changes->came, b->ccy);
		else if (!same_amount(a, b)) {
			if (changes->moved.count < CHANGES_TOLD) {
				changes->from[changes->moved.count] = a;
				changes->to[changes->moved.count] = b;
			}
			names_add(&changes->moved, a->ccy);
		}
	}
}

static const char *
sent(const struct asset *asset)
{
	return asset->amount_sent == NULL ? "-" : asset->amount_sent;
}

/* What it means that one kind of snapshot follows another. */
static const char *const turns[][COLLATERAL_NO_ASSETS + 1] = {
	[COLLATERAL_ASSETS][COLLATERAL_NO_LOAN] = "no open loan any more: OKX lists no coins",
	[COLLATERAL_ASSETS][COLLATERAL_NO_ASSETS] = "nothing is left unpledged in the funding account",
	[COLLATERAL_NO_LOAN][COLLATERAL_ASSETS] = "a loan is open again: OKX lists what could be pledged",
	[COLLATERAL_NO_LOAN][COLLATERAL_NO_ASSETS] =
	    "a loan is open again: OKX lists nothing that could be pledged",
	[COLLATERAL_NO_ASSETS][COLLATERAL_ASSETS] = "unpledged assets are there again",
	[COLLATERAL_NO_ASSETS][COLLATERAL_NO_LOAN] = "no open loan any more: OKX lists no coins",
};

void
change_tell(struct app *app, const struct collateral *before, const struct collateral *now)
{
	bool loan = before->kind != COLLATERAL_NO_LOAN && now->kind != COLLATERAL_NO_LOAN;
	struct changes changes;
	char more[40];

	/* With one currency asked for, no assets only means none of that one: its name says it. */
	if (before->kind != now->kind && (!loan || now->only[0] == '\0')) {
		app_say(app, before->kind == COLLATERAL_ASSETS || now->kind == COLLATERAL_NO_LOAN ?
		    MESSAGE_WARNING : MESSAGE_INFO, "%s", turns[before->kind][now->kind]);
		return;
	}
	compare(&changes, before, now);
	if (changes.came.count > 0)
		app_say(app, MESSAGE_INFO, "now could be pledged as well: %s%s", changes.came.text,
		    names_more(more, sizeof more, &changes.came));
	if (changes.went.count > 0)
		app_say(app, MESSAGE_WARNING, "no longer among what could be pledged: %s%s", changes.went.text,
		    names_more(more, sizeof more, &changes.went));
	if (changes.moved.count > CHANGES_TOLD)
		app_say(app, MESSAGE_INFO, "%zu unpledged amounts changed: %s%s", changes.moved.count,
		    changes.moved.text, names_more(more, sizeof more, &changes.moved));
	else
		for (size_t i = 0; i < changes.moved.count; i++)
			app_say(app, MESSAGE_AMOUNTS, "unpledged %s %s -> %s", changes.to[i]->ccy,
			    sent(changes.from[i]), sent(changes.to[i]));
}
