/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/prices.h"

#include <stdlib.h>

#include "model/collateral.h"
#include "model/named.h"
#include "model/sent.h"

struct prices *
prices_new(const char *endpoint)
{
	struct prices *prices = calloc(1, sizeof *prices);

	if (prices == NULL)
		return NULL;
	prices->endpoint = endpoint;
	prices->holders = 1;
	return prices;
}

bool
prices_add(struct prices *prices, const char *ccy, const char *last, bool last_unreadable,
    const char *open24h, bool open24h_unreadable, int64_t told_utc_ms)
{
	struct arena *arena = &prices->arena;
	struct price *grown, *price;

	if (prices->count == PRICES_MAX)
		return false;
	grown = named_room(prices->prices, prices->count, sizeof *grown);
	if (grown == NULL) {
		prices->no_memory = true;
		return false;
	}
	prices->prices = grown;
	price = &grown[prices->count];
	price->ccy = arena_copy(arena, ccy, COLLATERAL_CCY_SIZE);
	price->told_utc_ms = told_utc_ms;
	if (price->ccy == NULL ||
	    !sent_read(&price->last.figure, &price->last.sent, arena, last, last_unreadable) ||
	    !sent_read(&price->open24h.figure, &price->open24h.sent, arena, open24h, open24h_unreadable)) {
		prices->no_memory = true;
		return false;
	}
	prices->count++;
	return true;
}

static bool
equal(const struct figure *a, const struct figure *b)
{
	return a->state == b->state &&
	    (a->state != FIGURE_KNOWN || decimal_compare(&a->value, &b->value) == 0);
}

/* Of two prices that contradict each other neither is one to go by. */
static void
merge(void *into, const void *from)
{
	static const struct sent_figure unreadable = { .figure.state = FIGURE_UNREADABLE };
	const struct price *other = from;
	struct price *price = into;

	if (!equal(&price->last.figure, &other->last.figure) ||
	    !equal(&price->open24h.figure, &other->open24h.figure))
		price->last = price->open24h = unreadable;
	if (other->told_utc_ms > price->told_utc_ms)
		price->told_utc_ms = other->told_utc_ms;
}

bool
prices_seal(struct prices *prices)
{
	if (!named_seal(prices->prices, &prices->count, sizeof *prices->prices, merge))
		prices->no_memory = true;
	return !prices->no_memory;
}

struct prices *
prices_hold(struct prices *prices)
{
	if (prices != NULL)
		prices->holders++;
	return prices;
}

void
prices_drop(struct prices *prices)
{
	if (prices == NULL || --prices->holders > 0)
		return;
	arena_clear(&prices->arena);
	free(prices->prices);
	free(prices);
}

const struct price *
prices_find(const struct prices *prices, const char *ccy)
{
	if (prices == NULL)
		return NULL;
	return named_find(prices->prices, prices->count, sizeof *prices->prices, ccy);
}

bool
price_change24h(struct decimal *change, const struct price *price, int decimals)
{
	const struct figure *last = &price->last.figure, *open = &price->open24h.figure;
	struct decimal moved;

	return last->state == FIGURE_KNOWN && open->state == FIGURE_KNOWN && decimal_sign(&last->value) > 0 &&
	    decimal_sign(&open->value) > 0 && decimal_subtract(&moved, &last->value, &open->value) &&
	    decimal_divide(change, &moved, &open->value, decimals, DECIMAL_HALF_EVEN);
}
