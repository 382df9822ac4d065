/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/loan_events.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "model/assets.h"

#define HOUR_MS 3600000
#define INTEREST_SCALE 4 /* 0.0005 for each hour: 5 in the last place */
#define INTEREST_UNITS 5
#define NAMED_MOST 3            /* currencies in a sentence */
#define AMOUNT_LEAST_DECIMALS 4 /* of an amount that is no whole number */
#define AMOUNT_WIDTH 24
#define AMOUNT_SIZE (AMOUNT_WIDTH + 1)
#define ITEM_SIZE (ASSETS_CCY_SIZE + 2 * AMOUNT_SIZE + 8)
#define PERCENT_LEAST_DECIMALS 2
#define MOST_DECIMALS 18
#define TAIL_SIZE 72 /* room for what stands behind the currencies */
#define HISTORY " OKX > Loan history"

/* Two answers while they are compared. */
struct comparison {
	struct loan_events *events;
	const struct loans *before, *now;
	bool alone;              /* no answer has more than one order */
	struct loan_event spare; /* for what has no place among the events */
	size_t beyond;           /* how many those were */
	bool bell;               /* one of them rings */
};

/* The amounts of one lot that changed. */
struct event_changes {
	size_t count; /* currencies that changed, or whose amount got lost */
	size_t moved; /* those that changed */
	bool shrunk;  /* one of them became less */
	struct change {
		const char *ccy;
		const struct figure *was, *is;
	} of[NAMED_MOST]; /* the first ones */
};

/* Of a currency that is not in a lot. */
static const struct figure nothing = { .state = FIGURE_KNOWN };

/* A place for an event, without text so far. */
static struct loan_event *
add_event(struct comparison *c, bool bell)
{
	struct loan_events *events = c->events;
	struct loan_event *event = &c->spare;

	if (events->count < LOAN_EVENTS_MOST) {
		event = &events->of[events->count++];
	} else {
		c->beyond++;
		c->bell |= bell;
	}
	*event = (struct loan_event){ .bell = bell };
	return event;
}

/* "loan 12345", or "the loan" where there is no doubt which and it has no name. */
static void
put_name(const struct comparison *c, struct loan_event *event, const struct loan *order)
{
	if (c->alone && order->id[0] == '\0')
		strlcpy(event->text, "the loan", sizeof event->text);
	else
		snprintf(event->text, sizeof event->text, "loan %s", order->key);
}

static void
append_text(struct loan_event *event, const char *text)
{
	strlcat(event->text, text, sizeof event->text);
}

/* ORDER in the answer before, or NULL. */
static const struct loan *
find_before(const struct comparison *c, const struct loan *order)
{
	return loans_find(c->before, order->key);
}

/* How many decimals show the change from A to B: LEAST or more. */
static int
decimals_of_change(const struct figure *a, const struct figure *b, int least)
{
	struct decimal x, y;
	int decimals;

	if (a->state != FIGURE_KNOWN || b->state != FIGURE_KNOWN)
		return least;
	for (decimals = least; decimals < MOST_DECIMALS; decimals++)
		if (decimal_round(&x, &a->value, decimals, DECIMAL_TRUNCATE) &&
		    decimal_round(&y, &b->value, decimals, DECIMAL_TRUNCATE) &&
		    decimal_compare(&x, &y) != 0)
			break;
	return decimals;
}

static int
places(const struct figure *figure)
{
	return figure->state == FIGURE_KNOWN ? decimal_places(&figure->value) : 0;
}

static void
write_named_amount(char *out, size_t size, const struct figure *amount, int decimals)
{
	if (amount->state == FIGURE_KNOWN && decimal_sign(&amount->value) == 0)
		strlcpy(out, "none", size);
	else if (amount->state == FIGURE_KNOWN)
		figure_amount(out, size, &amount->value, decimals, AMOUNT_WIDTH);
	else
		strlcpy(out, amount->state == FIGURE_ABSENT ? "not sent" : "unreadable", size);
}

/* "BTC 1.3000 -> 1.2500". */
static void
write_amount_change(char *out, size_t size, const struct change *change)
{
	char was[AMOUNT_SIZE], is[AMOUNT_SIZE];
	bool whole = places(change->was) == 0 && places(change->is) == 0;
	int decimals = decimals_of_change(change->was, change->is,
	    whole ? 0 : AMOUNT_LEAST_DECIMALS);

	write_named_amount(was, sizeof was, change->was, decimals);
	write_named_amount(is, sizeof is, change->is, decimals);
	snprintf(out, size, "%s %s -> %s", change->ccy, was, is);
}

/* Adds ITEM to a list, unless the sentence gets too long. */
static bool
put_item(struct loan_event *event, const char *item, bool first)
{
	if (strlen(event->text) + strlen(item) + TAIL_SIZE > sizeof event->text)
		return false;
	append_text(event, first ? " " : ", ");
	append_text(event, item);
	return true;
}

/* COUNT things of which NAMED were said: " and 2 more". */
static void
put_rest(struct loan_event *event, size_t named, size_t count)
{
	char text[48];

	if (named == count)
		return;
	snprintf(text, sizeof text, named == 0 ? " %zu currencies" : " and %zu more",
	    count - named);
	append_text(event, text);
}

/* Whether WAS became IS by more than interest of HOURS explains; 0 hours: by anything. */
static bool
has_grown(const struct decimal *was, const struct decimal *is, int64_t hours)
{
	struct decimal factor = decimal_from(10000 + INTEREST_UNITS * hours, INTEREST_SCALE), limit;

	return decimal_sign(was) <= 0 || !decimal_multiply(&limit, was, &factor) ||
	    decimal_compare(is, &limit) > 0;
}

static void
note_change(struct event_changes *changes, const char *ccy, const struct figure *was,
    const struct figure *is, int64_t hours)
{
	int order;

	if (was->state != FIGURE_KNOWN)
		return;
	if (is->state == FIGURE_KNOWN) {
		order = decimal_compare(&is->value, &was->value);
		if (order == 0 || (order > 0 && !has_grown(&was->value, &is->value, hours)))
			return;
		changes->moved++;
		changes->shrunk |= order < 0;
	}
	if (changes->count < NAMED_MOST)
		changes->of[changes->count] = (struct change){ ccy, was, is };
	changes->count++;
}

/* What changed between two lots, whose currencies come by name. */
static struct event_changes
find_changes(const struct amounts *was, const struct amounts *is, int64_t hours)
{
	struct event_changes changes = { .count = 0 };
	size_t i = 0, j = 0;

	while (i < was->count || j < is->count) {
		int order = i == was->count ? 1 :
		    j == is->count          ? -1 :
					      strcmp(was->coins[i].ccy, is->coins[j].ccy);

		note_change(&changes, order <= 0 ? was->coins[i].ccy : is->coins[j].ccy,
		    order <= 0 ? &was->coins[i].amount : &nothing,
		    order >= 0 ? &is->coins[j].amount : &nothing, hours);
		i += order <= 0;
		j += order >= 0;
	}
	return changes;
}

static struct event_changes
pledged_changes(const struct loan *was, const struct loan *is)
{
	return find_changes(&was->pledged, &is->pledged, 0);
}

/* A debt grows: by so much for each hour begun. */
static struct event_changes
owed_changes(const struct comparison *c, const struct loan *was, const struct loan *is)
{
	int64_t elapsed_ms = c->now->from.arrived_ms - c->before->from.arrived_ms;

	return find_changes(&was->owed, &is->owed, elapsed_ms / HOUR_MS + 1);
}

/* The event of one side of ORDER. */
static void
add_lot_changes(struct comparison *c, const struct loan *order, const char *side,
    const struct event_changes *changes, const char *question)
{
	struct loan_event *event;
	char item[ITEM_SIZE];
	size_t named = 0;

	if (changes->count == 0)
		return;
	event = add_event(c, changes->moved > 0);
	event->amounts = true;
	if (!c->alone) {
		put_name(c, event, order);
		append_text(event, ": ");
	}
	append_text(event, side);
	for (; named < changes->count && named < NAMED_MOST; named++) {
		write_amount_change(item, sizeof item, &changes->of[named]);
		if (!put_item(event, item, named == 0))
			break;
	}
	put_rest(event, named, changes->count);
	append_text(event, changes->moved > 0 ? question : ": OKX gives no amount any more");
}

static void
add_amounts(struct comparison *c, const struct loan *was, const struct loan *is)
{
	struct event_changes pledged = pledged_changes(was, is), owed = owed_changes(c, was, is);

	add_lot_changes(c, is, "pledged", &pledged,
	    pledged.shrunk ? ": you, or a partial liquidation?" HISTORY : ": by you?" HISTORY);
	add_lot_changes(c, is, "owed", &owed,
	    owed.shrunk ? ": you, or a forced repayment?" HISTORY :
			  ": more than interest explains." HISTORY);
}

static struct figure
percent_of(const struct figure *sent)
{
	struct decimal hundred = decimal_from(100, 0);
	struct figure percent = *sent;

	if (percent.state == FIGURE_KNOWN &&
	    !decimal_multiply(&percent.value, &percent.value, &hundred))
		percent.state = FIGURE_UNREADABLE;
	return percent;
}

/* "73.74%", rounded down, as a lower threshold is the more dangerous one. */
static void
write_percent(char *out, size_t size, const struct figure *percent, int decimals)
{
	if (percent->state != FIGURE_KNOWN) {
		strlcpy(out, "not known", size);
		return;
	}
	figure_amount(out, size, &percent->value, decimals, AMOUNT_WIDTH);
	strlcat(out, "%", size);
}

/* Whether a threshold moved, or is known no longer, or again. */
static bool
differs(const struct figure *was, const struct figure *is)
{
	bool known = was->state == FIGURE_KNOWN;

	if (known != (is->state == FIGURE_KNOWN))
		return true;
	return known && decimal_compare(&was->value, &is->value) != 0;
}

static void
put_threshold(struct loan_event *event, const char *name, const struct figure *was,
    const struct figure *is)
{
	struct figure a = percent_of(was), b = percent_of(is);
	int decimals = decimals_of_change(&a, &b, PERCENT_LEAST_DECIMALS);
	char left[AMOUNT_SIZE + 1], right[AMOUNT_SIZE + 1];

	write_percent(left, sizeof left, &a, decimals);
	write_percent(right, sizeof right, &b, decimals);
	/*
	 * With more digits than the panel's a threshold tells of what is pledged, whose mix it
	 * is.
	 */
	event->amounts = event->amounts || decimals > PERCENT_LEAST_DECIMALS;
	append_text(event, name);
	append_text(event, left);
	append_text(event, " -> ");
	append_text(event, right);
}

static void
add_thresholds(struct comparison *c, const struct loan *was, const struct loan *is)
{
	bool call = differs(&was->call_ltv, &is->call_ltv);
	bool liquidation = differs(&was->liquidation_ltv, &is->liquidation_ltv);
	struct loan_event *event;

	if (!call && !liquidation)
		return;
	event = add_event(c, false);
	put_name(c, event, is);
	append_text(event, ": ");
	if (call)
		put_threshold(event, "margin call LTV ", &was->call_ltv, &is->call_ltv);
	if (liquidation)
		put_threshold(event, call ? ", liquidation LTV " : "liquidation LTV ",
		    &was->liquidation_ltv, &is->liquidation_ltv);
}

/* The bands that became worse, or those that became better. */
static void
add_bands(struct comparison *c, const struct watchlist_band *bands, size_t count, bool worse)
{
	for (size_t i = 0; i < count; i++) {
		const struct loan *is = loans_find(c->now, bands[i].key), *was;
		struct figure percent;
		struct decimal rounded;
		struct loan_event *event;
		char text[FIGURE_TEXT_SIZE];

		if (bands[i].before == bands[i].now || (bands[i].now > bands[i].before) != worse ||
		    is == NULL || (was = find_before(c, is)) == NULL)
			continue;
		event = add_event(c, worse);
		put_name(c, event, is);
		snprintf(text, sizeof text, ": %s -> %s", risk_word(bands[i].before),
		    risk_word(bands[i].now));
		append_text(event, text);
		percent = percent_of(&is->ltv);
		if (percent.state == FIGURE_KNOWN &&
		    decimal_round(&rounded, &percent.value, PERCENT_LEAST_DECIMALS,
			DECIMAL_CEILING)) {
			figure_amount(text, sizeof text, &rounded, PERCENT_LEAST_DECIMALS,
			    AMOUNT_WIDTH);
			append_text(event, " (");
			append_text(event, text);
			append_text(event, "%)");
		}
		if (!worse &&
		    (pledged_changes(was, is).moved > 0 || owed_changes(c, was, is).moved > 0))
			append_text(event, " as amounts changed");
	}
}

/* The index of KEY among those that are gone, or their count. */
static size_t
find_gone(const struct loan_events *events, const char *key)
{
	size_t i = 0;

	while (i < events->gone_count && strcmp(events->gone[i], key) != 0)
		i++;
	return i;
}

static void
forget_gone(struct loan_events *events, size_t at)
{
	events->gone_count--;
	memmove(events->gone[at], events->gone[at + 1],
	    (events->gone_count - at) * sizeof events->gone[0]);
}

static void
add_gone(struct comparison *c, const struct loan *order)
{
	struct loan_events *events = c->events;
	struct loan_event *event = add_event(c, true);

	put_name(c, event, order);
	append_text(event, " is no longer reported: repaid or liquidated?");
	/* One without a name of its own could not be told from another. */
	if (order->id[0] == '\0')
		return;
	if (events->gone_count == LOAN_EVENTS_GONE)
		forget_gone(events, 0);
	strlcpy(events->gone[events->gone_count++], order->key, sizeof events->gone[0]);
}

static void
add_new(struct comparison *c, const struct loan *order)
{
	struct loan_event *event = add_event(c, false);
	char item[ITEM_SIZE], amount[AMOUNT_SIZE];
	size_t named = 0;

	put_name(c, event, order);
	append_text(event, " is new");
	if (order->owed.count == 0)
		return;
	event->amounts = true;
	append_text(event, ": owed");
	for (; named < order->owed.count && named < NAMED_MOST; named++) {
		const struct amount *coin = &order->owed.coins[named];

		write_named_amount(amount, sizeof amount, &coin->amount, places(&coin->amount));
		snprintf(item, sizeof item, "%s %s", amount, coin->ccy);
		if (!put_item(event, item, named == 0))
			break;
	}
	put_rest(event, named, order->owed.count);
}

static void
add_come(struct comparison *c, const struct loan *order)
{
	struct loan_events *events = c->events;
	size_t gone = find_gone(events, order->key);
	struct loan_event *event;

	if (gone == events->gone_count) {
		add_new(c, order);
		return;
	}
	forget_gone(events, gone);
	event = add_event(c, false);
	put_name(c, event, order);
	append_text(event, " is reported again");
}

/* The last event that has a place counts the others. */
static void
count_beyond(struct comparison *c)
{
	struct loan_event *last = &c->events->of[LOAN_EVENTS_MOST - 1];

	if (c->beyond == 0)
		return;
	last->bell |= c->bell;
	last->amounts = false;
	snprintf(last->text, sizeof last->text, "%zu more changes of loans", c->beyond + 1);
}

void
loan_events_compare(struct loan_events *events, const struct loans *before, const struct loans *now,
    const struct watchlist_band *bands, size_t band_count)
{
	struct comparison c = {
		.events = events,
		.before = before,
		.now = now,
		.alone = before->count <= 1 && now->count <= 1,
	};
	const struct loan *was;
	size_t i;

	events->count = 0;
	for (i = 0; i < before->count; i++)
		if (loans_find(now, before->orders[i].key) == NULL)
			add_gone(&c, &before->orders[i]);
	add_bands(&c, bands, band_count, true);
	for (i = 0; i < now->count; i++)
		if ((was = find_before(&c, &now->orders[i])) != NULL)
			add_amounts(&c, was, &now->orders[i]);
	for (i = 0; i < now->count; i++)
		if ((was = find_before(&c, &now->orders[i])) != NULL)
			add_thresholds(&c, was, &now->orders[i]);
	for (i = 0; i < now->count; i++)
		if (find_before(&c, &now->orders[i]) == NULL)
			add_come(&c, &now->orders[i]);
	add_bands(&c, bands, band_count, false);
	count_beyond(&c);
}

void
loan_events_peg(struct loan_event *event, const struct peg *peg)
{
	const struct decimal dollar = decimal_from(1, 0);
	const int decimals = figure_price_decimals(decimal_magnitude(&peg->price));
	const bool above = decimal_compare(&peg->price, &dollar) > 0;
	struct decimal rounded = peg->price;
	char price[AMOUNT_SIZE];

	/* Rounded on its own side of the edge. */
	decimal_round(&rounded, &peg->price, decimals,
	    above == peg->off ? DECIMAL_CEILING : DECIMAL_FLOOR);
	figure_price(price, sizeof price, &rounded, decimals, AMOUNT_WIDTH);
	*event = (struct loan_event){ .bell = peg->off, .amounts = true };
	snprintf(event->text, sizeof event->text, "%s index %s: counts as %s", peg->ccy, price,
	    peg->off ? "any coin from now on" : "a stablecoin again");
}
