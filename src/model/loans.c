/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/loans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/sorted.h"

struct loans *
loans_new(const struct account_id *account_id, const char *endpoint)
{
	return snapshot_new(sizeof(struct loans), account_id, endpoint);
}

struct loan *
loans_add(struct loans *loans)
{
	struct loan *order;

	if (loans->count == LOAN_MAX_ORDERS)
		return NULL;
	loans->orders = sorted_room(loans->orders, loans->count, sizeof *order);
	order = &loans->orders[loans->count++];
	*order = (struct loan){ .id = "", .key = "", .instrument = "" };
	return order;
}

bool
amounts_add(struct loans *loans, struct amounts *lot, const char *ccy, const char *amount,
    bool unreadable)
{
	struct amount *coin;

	if (loans->coins == LOAN_MAX_COINS)
		return false;
	lot->coins = sorted_room(lot->coins, lot->count, sizeof *coin);
	coin = &lot->coins[lot->count++];
	coin->ccy = arena_copy(&loans->from.arena, ccy, ASSETS_CCY_SIZE);
	coin->parts = 1;
	coin->amount = figure_copy(&loans->from.arena, amount, unreadable);
	loans->coins++;
	return true;
}

static void
add_same_coin(void *into, const void *from)
{
	const struct amount *other = from;
	struct amount *coin = into;

	figure_add(&coin->amount, &other->amount);
	coin->parts += other->parts;
}

static void
seal_lot(struct amounts *lot, struct arena *arena)
{
	size_t i;

	sorted_seal(lot->coins, &lot->count, sizeof *lot->coins, add_same_coin);
	for (i = 0; i < lot->count; i++) {
		struct amount *coin = &lot->coins[i];

		if (coin->parts > 1)
			figure_name_sum(&coin->amount, arena);
		/* Nobody pledges or owes less than nothing. */
		if (coin->amount.state == FIGURE_KNOWN && decimal_sign(&coin->amount.value) < 0)
			coin->amount.state = FIGURE_UNREADABLE;
	}
}

/* The key of an order, those before it counted. */
static const char *
make_key(struct loans *loans, const struct loan *order)
{
	const struct loan *other;
	char key[LOAN_KEY_SIZE];
	size_t nth = 1;

	for (other = loans->orders; other < order; other++)
		if (strcmp(other->id, order->id) == 0)
			nth++;
	if (nth == 1 && order->id[0] != '\0' && strchr(order->id, '#') == NULL)
		return order->id;
	snprintf(key, sizeof key, "%s#%zu", order->id, nth);
	return arena_copy(&loans->from.arena, key, 0);
}

void
loans_seal(struct loans *loans)
{
	size_t i;

	for (i = 0; i < loans->count; i++) {
		struct loan *order = &loans->orders[i];

		order->key = make_key(loans, order);
		seal_lot(&order->owed, &loans->from.arena);
		seal_lot(&order->pledged, &loans->from.arena);
	}
}

struct loans *
loans_hold(struct loans *loans)
{
	return snapshot_hold(loans);
}

void
loans_drop(struct loans *loans)
{
	size_t i;

	if (!snapshot_release(loans))
		return;
	for (i = 0; i < loans->count; i++) {
		free(loans->orders[i].owed.coins);
		free(loans->orders[i].pledged.coins);
	}
	free(loans->orders);
	free(loans);
}

const struct loan *
loans_find(const struct loans *loans, const char *key)
{
	size_t i;

	for (i = 0; loans != NULL && i < loans->count; i++)
		if (strcmp(loans->orders[i].key, key) == 0)
			return &loans->orders[i];
	return NULL;
}

const struct amount *
amounts_find(const struct amounts *lot, const char *ccy)
{
	return sorted_find(lot->coins, lot->count, sizeof *lot->coins, ccy);
}

/* Whether both were sent the same. */
static bool
same_sent(const struct figure *a, const struct figure *b)
{
	if (a->state != b->state || a->sent == NULL || b->sent == NULL)
		return a->state == b->state && a->sent == b->sent;
	return strcmp(a->sent, b->sent) == 0;
}

static bool
same_lot(const struct amounts *a, const struct amounts *b)
{
	size_t i;

	if (a->count != b->count || a->state != b->state)
		return false;
	for (i = 0; i < a->count; i++)
		if (strcmp(a->coins[i].ccy, b->coins[i].ccy) != 0 ||
		    !same_sent(&a->coins[i].amount, &b->coins[i].amount))
			return false;
	return true;
}

static bool
same_order(const struct loan *a, const struct loan *b)
{
	return same_sent(&a->debt, &b->debt) && same_sent(&a->secured, &b->secured) &&
	    same_sent(&a->ltv, &b->ltv) && same_sent(&a->call_ltv, &b->call_ltv) &&
	    same_sent(&a->liquidation_ltv, &b->liquidation_ltv) && same_lot(&a->owed, &b->owed) &&
	    same_lot(&a->pledged, &b->pledged) && strcmp(a->instrument, b->instrument) == 0 &&
	    same_sent(&a->liquidation_price, &b->liquidation_price);
}

bool
loans_same_amounts(const struct loans *a, const struct loans *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct loan *other = loans_find(b, a->orders[i].key);

		if (other == NULL || !same_lot(&a->orders[i].owed, &other->owed) ||
		    !same_lot(&a->orders[i].pledged, &other->pledged))
			return false;
	}
	return true;
}

bool
loans_same(const struct loans *a, const struct loans *b)
{
	const struct loan *other;
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++) {
		other = loans_find(b, a->orders[i].key);
		if (other == NULL || !same_order(&a->orders[i], other))
			return false;
	}
	return true;
}
