/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/prices.h"

#include <stdlib.h>
#include <string.h>

#include "model/sorted.h"

#define LAG_MS 30000

struct prices *
prices_new(const char *endpoint)
{
	return snapshot_new(sizeof(struct prices), NULL, endpoint);
}

/* One price more, to be filled in. */
static struct price *
append(struct prices *prices)
{
	prices->prices = sorted_room(prices->prices, prices->count, sizeof *prices->prices);
	return &prices->prices[prices->count++];
}

bool
prices_add(struct prices *prices, const char *ccy, const char *last, bool last_unreadable,
    const char *open24h, bool open24h_unreadable, int64_t told_utc_ms)
{
	struct arena *arena = &prices->from.arena;
	struct price *price;

	if (prices->count == PRICES_MAX)
		return false;
	price = append(prices);
	*price = (struct price){
		.ccy = arena_copy(arena, ccy, ASSETS_CCY_SIZE),
		.told_utc_ms = told_utc_ms,
		.asked_ms = prices->asked_ms,
		.arrived_ms = prices->from.arrived_ms,
		.date_utc_ms = prices->date_utc_ms,
	};
	price->last = figure_copy(arena, last, last_unreadable);
	price->open24h = figure_copy(arena, open24h, open24h_unreadable);
	return true;
}

/* Of two prices that contradict each other neither is one to go by. */
static void
merge_prices(void *into, const void *from)
{
	static const struct figure unreadable = { .state = FIGURE_UNREADABLE };
	const struct price *other = from;
	struct price *price = into;

	if (!figure_equal(&price->last, &other->last) ||
	    !figure_equal(&price->open24h, &other->open24h))
		price->last = price->open24h = unreadable;
	if (other->told_utc_ms > price->told_utc_ms)
		price->told_utc_ms = other->told_utc_ms;
}

void
prices_seal(struct prices *prices)
{
	sorted_seal(prices->prices, &prices->count, sizeof *prices->prices, merge_prices);
}

static void
keep_text(const char **text, struct arena *arena)
{
	if (*text != NULL)
		*text = arena_copy(arena, *text, 0);
}

/* Appends a copy of PRICE. */
static struct price *
copy_price(struct prices *table, const struct price *price)
{
	struct price *to = append(table);

	*to = *price;
	keep_text(&to->ccy, &table->from.arena);
	keep_text(&to->last.sent, &table->from.arena);
	keep_text(&to->open24h.sent, &table->from.arena);
	return to;
}

/* An empty table with the moments of the newest answer in it. */
static struct prices *
open_table(const struct prices *newest)
{
	struct prices *table = prices_new(newest->from.endpoint);

	table->asked_ms = newest->asked_ms;
	table->from.arrived_ms = newest->from.arrived_ms;
	table->from.arrived_utc_ms = newest->from.arrived_utc_ms;
	table->date_utc_ms = newest->date_utc_ms;
	return table;
}

struct prices *
prices_merge(const struct prices *old, const struct prices *answer,
    bool (*wanted)(const void *self, const char *ccy), const void *self)
{
	struct prices *table = open_table(answer != NULL ? answer : old);
	size_t i = 0, j = 0, left = old == NULL ? 0 : old->count,
	       right = answer == NULL ? 0 : answer->count;

	while (i < left || j < right) {
		int order = i == left ? 1 :
		    j == right        ? -1 :
					strcmp(old->prices[i].ccy, answer->prices[j].ccy);
		const struct price *price = order < 0 ? &old->prices[i] : &answer->prices[j];

		i += order <= 0;
		j += order >= 0;
		if (wanted(self, price->ccy))
			copy_price(table, price);
	}
	return table;
}

/* PRICE, which is in USDT, in USD; unreadable where the product does not fit. */
static struct figure
convert(const struct figure *price, const struct figure *usdt, struct arena *arena)
{
	struct figure product = { .state = price->state == FIGURE_KNOWN ? usdt->state :
									  price->state };

	if (product.state == FIGURE_KNOWN &&
	    !decimal_multiply(&product.value, &price->value, &usdt->value))
		product.state = FIGURE_UNREADABLE;
	figure_name_sum(&product, arena);
	return product;
}

static void
cross(struct prices *table, const struct price *price, const struct price *usdt)
{
	struct price *to = copy_price(table, price);

	to->crossed = true;
	if (usdt->told_utc_ms < to->told_utc_ms)
		to->told_utc_ms = usdt->told_utc_ms;
	if (usdt->arrived_ms < to->arrived_ms) {
		to->asked_ms = usdt->asked_ms;
		to->arrived_ms = usdt->arrived_ms;
	}
	to->last = convert(&price->last, &usdt->last, &table->from.arena);
	to->open24h = convert(&price->open24h, &usdt->open24h, &table->from.arena);
}

struct prices *
prices_cross(const struct prices *in_usd, const struct prices *in_usdt)
{
	const struct price *usdt = prices_find(in_usd, "USDT");
	size_t i = 0, j = 0, straight = in_usd == NULL ? 0 : in_usd->count;
	size_t crossed = usdt == NULL || in_usdt == NULL ? 0 : in_usdt->count;
	struct prices *table;

	if (in_usd == NULL)
		return NULL;
	table = open_table(
	    crossed > 0 && in_usdt->from.arrived_ms > in_usd->from.arrived_ms ? in_usdt : in_usd);
	while (i < straight || j < crossed) {
		int order = i == straight ? 1 :
		    j == crossed          ? -1 :
					    strcmp(in_usd->prices[i].ccy, in_usdt->prices[j].ccy);

		if (order <= 0)
			copy_price(table, &in_usd->prices[i]);
		else
			cross(table, &in_usdt->prices[j], usdt);
		i += order <= 0;
		j += order >= 0;
	}
	return table;
}

bool
price_lags(const struct price *price)
{
	return price->told_utc_ms >= 0 && price->date_utc_ms >= 0 &&
	    price->date_utc_ms - price->told_utc_ms > LAG_MS;
}

struct prices *
prices_hold(struct prices *prices)
{
	return snapshot_hold(prices);
}

void
prices_drop(struct prices *prices)
{
	if (!snapshot_release(prices))
		return;
	free(prices->prices);
	free(prices);
}

const struct price *
prices_find(const struct prices *prices, const char *ccy)
{
	if (prices == NULL)
		return NULL;
	return sorted_find(prices->prices, prices->count, sizeof *prices->prices, ccy);
}

const struct price *
prices_usable(const struct prices *prices, const char *ccy)
{
	const struct price *price = prices_find(prices, ccy);

	return price != NULL && price->last.state == FIGURE_KNOWN &&
		decimal_sign(&price->last.value) > 0 ?
	    price :
	    NULL;
}

bool
price_change24h(struct decimal *change, const struct price *price, int decimals)
{
	const struct figure *last = &price->last, *open = &price->open24h;
	struct decimal moved;

	return last->state == FIGURE_KNOWN && open->state == FIGURE_KNOWN &&
	    decimal_sign(&last->value) > 0 && decimal_sign(&open->value) > 0 &&
	    decimal_subtract(&moved, &last->value, &open->value) &&
	    decimal_divide(change, &moved, &open->value, decimals, DECIMAL_HALF_EVEN);
}
