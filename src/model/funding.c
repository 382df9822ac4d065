/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/funding.h"

#include <stdlib.h>
#include <string.h>

#include "model/exposure.h"
#include "model/sorted.h"

struct funding *
funding_new(const struct account_id *account_id, const char *endpoint)
{
	return snapshot_new(sizeof(struct funding), account_id, endpoint);
}

bool
funding_add(struct funding *funding, const char *ccy, const char *available, bool unreadable)
{
	struct balance *balance;

	if (funding->count == FUNDING_MAX)
		return false;
	funding->balances = sorted_room(funding->balances, funding->count, sizeof *balance);
	balance = &funding->balances[funding->count++];
	balance->ccy = arena_copy(&funding->from.arena, ccy, ASSETS_CCY_SIZE);
	balance->parts = 1;
	balance->available = figure_copy(&funding->from.arena, available, unreadable);
	return true;
}

static void
merge_balances(void *into, const void *from)
{
	const struct balance *other = from;
	struct balance *balance = into;

	figure_add(&balance->available, &other->available);
	balance->parts += other->parts;
}

void
funding_seal(struct funding *funding)
{
	sorted_seal(funding->balances, &funding->count, sizeof *funding->balances, merge_balances);
	for (size_t i = 0; i < funding->count; i++) {
		struct balance *balance = &funding->balances[i];

		if (balance->parts > 1)
			figure_name_sum(&balance->available, &funding->from.arena);
	}
}

struct funding *
funding_hold(struct funding *funding)
{
	return snapshot_hold(funding);
}

void
funding_drop(struct funding *funding)
{
	if (!snapshot_release(funding))
		return;
	free(funding->balances);
	free(funding);
}

const struct balance *
funding_find(const struct funding *funding, const char *ccy)
{
	if (funding == NULL)
		return NULL;
	return sorted_find(funding->balances, funding->count, sizeof *funding->balances, ccy);
}

/* How a pledged amount of CCY compares with what the funding account holds of it. */
enum likeness {
	LIKENESS_UNKNOWN, /* one of them is not known, or nothing is pledged */
	LIKENESS_EQUAL,
	LIKENESS_DIFFERENT
};

static enum likeness
liken(const struct funding *funding, const char *ccy, const struct figure *pledged)
{
	const struct balance *balance = funding_find(funding, ccy);

	if (pledged->state != FIGURE_KNOWN || decimal_sign(&pledged->value) == 0)
		return LIKENESS_UNKNOWN;
	if (balance == NULL)
		return LIKENESS_DIFFERENT;
	if (balance->available.state != FIGURE_KNOWN)
		return LIKENESS_UNKNOWN;
	return decimal_compare(&balance->available.value, &pledged->value) == 0 ?
	    LIKENESS_EQUAL :
	    LIKENESS_DIFFERENT;
}

/* What all of LOANS together have pledged of CCY. */
static struct figure
pledged_of(const struct loans *loans, const char *ccy)
{
	struct figure sum = { .state = FIGURE_KNOWN, .value = decimal_zero };

	for (size_t i = 0; i < loans->count; i++) {
		const struct amount *coin = amounts_find(&loans->orders[i].pledged, ccy);

		if (coin != NULL)
			figure_add(&sum, &coin->amount);
	}
	return sum;
}

/*
 * Whether the funding account holds what ORDER has pledged; of each coin what ALL have,
 * where that is not NULL.
 */
static bool
is_alike(const struct funding *funding, const struct loan *order, const struct loans *all,
    bool *some)
{
	for (size_t i = 0; i < order->pledged.count; i++) {
		const struct amount *coin = &order->pledged.coins[i];
		struct figure pledged = all == NULL ? coin->amount : pledged_of(all, coin->ccy);
		enum likeness likeness = liken(funding, coin->ccy, &pledged);

		if (likeness == LIKENESS_DIFFERENT)
			return false;
		*some = *some || likeness == LIKENESS_EQUAL;
	}
	return true;
}

bool
funding_told_apart(const struct funding *funding, const struct loans *loans)
{
	bool some = false, all_alike = true;

	for (size_t i = 0; loans != NULL && i < loans->count; i++) {
		bool equal = false;

		if (is_alike(funding, &loans->orders[i], NULL, &equal) && equal)
			return false;
		all_alike = all_alike && is_alike(funding, &loans->orders[i], loans, &some);
	}
	return !(all_alike && some);
}

const char *
funding_token(const struct funding *funding, const struct loans *loans)
{
	if (funding->count == 0)
		return "empty";
	return funding_told_apart(funding, loans) ? "balances" : "not-told-apart";
}

struct figure
balance_value(const struct balance *balance, const struct prices *prices)
{
	const struct figure *amount = &balance->available;
	const struct pricing pricing = pricing_find(balance->ccy, prices);
	struct figure value = { .state = FIGURE_UNREADABLE };

	if (amount->state == FIGURE_KNOWN && decimal_sign(&amount->value) == 0)
		return (struct figure){ .state = FIGURE_KNOWN, .value = amount->value };
	if (amount->state == FIGURE_ABSENT || pricing.source == PRICE_NONE)
		value.state = FIGURE_ABSENT;
	else if (amount->state == FIGURE_KNOWN &&
	    decimal_multiply(&value.value, &amount->value, &pricing.price.n))
		value.state = FIGURE_KNOWN;
	return value;
}

void
funding_value(struct funding_value *value, const struct funding *funding,
    const struct prices *prices)
{
	*value = (struct funding_value){ .usd = decimal_zero };
	for (size_t i = 0; i < funding->count; i++) {
		struct figure one = balance_value(&funding->balances[i], prices);

		if (one.state != FIGURE_KNOWN)
			value->unknown++;
		else if (!decimal_add(&value->usd, &value->usd, &one.value))
			value->unreadable = true;
		else if (decimal_sign(&one.value) < 0)
			value->negative = true;
	}
}
