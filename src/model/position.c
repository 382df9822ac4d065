/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/position.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"
#include "model/sorted.h"

#define OWED " owed"
#define CHANGE_DECIMALS 4 /* of a fraction that becomes a percentage with two */

/*
 * Deep enough to find the leading digit of every price whose six digits lie
 * above the last decimal that figure_price_decimals() gives.
 */
#define PRICE_PROBE_DECIMALS 12

/* What is pledged at its index price: exact, since that is a decimal. */
static struct figure
market_value(const struct exposure *exposure)
{
	const struct figure *held = &exposure->pledged->amount;
	const struct ratio *price = &exposure->pricing.price;
	struct figure value = { .state = FIGURE_UNREADABLE };

	/* No price makes more of 0. */
	if (!exposure_has(exposure->pledged))
		return (struct figure){ .state = FIGURE_KNOWN, .value = held->value };
	if (exposure->pricing.source == PRICE_NONE || held->state == FIGURE_ABSENT)
		value.state = FIGURE_ABSENT;
	else if (held->state == FIGURE_KNOWN &&
	    decimal_multiply(&value.value, &held->value, &price->n))
		value.state = FIGURE_KNOWN;
	return value;
}

enum decimal_rounding
position_rounding(const struct position *position)
{
	return position->kind == POSITION_OWED ? DECIMAL_CEILING : DECIMAL_FLOOR;
}

static void
set_change(struct position *position, const struct price *price)
{
	if (price != NULL && price_change24h(&position->change24h.value, price, CHANGE_DECIMALS))
		position->change24h.state = FIGURE_KNOWN;
}

/* The exchange's own liquidation price where it is one of the currency: "BTC" of "BTC-USDT". */
static void
set_liquidation(struct position *position, const char *coin, const struct loan *order)
{
	size_t length = strlen(coin);

	if (strncmp(order->instrument, coin, length) != 0 || order->instrument[length] != '-')
		return;
	position->liquidation_price = &order->liquidation_price;
	position->quote = order->instrument + length + 1;
}

/* Appends a row of KIND for COIN, of which the funding account holds BALANCE (NULL: none). */
static struct asset *
add_row(struct assets *joined, enum position_kind kind, const char *coin,
    const struct balance *balance)
{
	struct join *join = joined->join;
	struct position *position = &join->positions[joined->count];
	struct asset *asset = &joined->items[joined->count++];

	*position = position_listed;
	position->kind = kind;
	position->price = prices_usable(join->prices, coin);
	*asset = (struct asset){ .ccy = coin,
		.coin = coin,
		.amount.state = FIGURE_INAPPLICABLE,
		.value.state = FIGURE_INAPPLICABLE,
		.parts = 1,
		.position = position };
	if (balance != NULL) {
		position->funding = &balance->available;
		position->funding_value = balance_value(balance, join->prices);
	}
	set_change(position, prices_find(join->prices, coin));
	return asset;
}

/*
 * What the loan says of the last row, of which HELD is pledged or owed and which CALL_PRICES
 * are of, that of the liquidation last.
 */
static void
set_loan(struct assets *joined, const struct loan_status *status,
    const struct call_price *const call_prices[2], const struct amount *held)
{
	struct position *position = &joined->join->positions[joined->count - 1];

	position->held = &held->amount;
	position->call_price = call_prices[0];
	position->liquidation_at = call_prices[1];
	set_liquidation(position, held->ccy, status->order);
}

/*
 * The rows of one currency: EXPOSURE of the loan to it, its BALANCE in the funding
 * account, either of them NULL.
 */
static void
add_currency(struct assets *joined, const struct loan_status *status,
    const struct exposure *exposure, const struct balance *balance)
{
	const struct call_price *call_prices[2] = { NULL };
	struct call_price *found;
	const struct exposure *paired;
	char name[ASSETS_CCY_SIZE];
	struct asset *asset;

	if (exposure != NULL) {
		found = &joined->join->call_prices[exposure - status->exposures.of];
		watchlist_call_at(found, status, exposure->ccy);
		call_prices[0] = found;
		found += status->exposures.count;
		watchlist_liquidation_at(found, status, exposure->ccy);
		call_prices[1] = found;
	}
	if (exposure != NULL && exposure->pledged != NULL) {
		asset = add_row(joined, POSITION_PLEDGED, exposure->ccy, balance);
		paired = exposures_find(&status->paired->exposures, exposure->ccy);
		if (paired != NULL && paired->pledged != NULL)
			asset->value = market_value(paired);
		else
			asset->value.state = FIGURE_ABSENT;
		set_loan(joined, status, call_prices, exposure->pledged);
	} else if (balance != NULL) {
		add_row(joined, POSITION_FUNDING, balance->ccy, balance);
	}
	if (exposure == NULL || exposure->stable || !exposure_has(exposure->owed))
		return;
	snprintf(name, sizeof name, "%.*s" OWED, (int)(sizeof name - sizeof OWED), exposure->ccy);
	asset = add_row(joined, POSITION_OWED, exposure->ccy, NULL);
	set_loan(joined, status, call_prices, exposure->owed);
	asset->ccy = arena_copy(&joined->from.arena, name, 0);
}

/* Both come by name. */
static void
add_currencies(struct assets *joined, const struct loan_status *status)
{
	const struct exposures *exposures = &status->exposures;
	const struct funding *funding = joined->join->told_apart ? joined->join->funding : NULL;
	size_t e = 0, b = 0, count = funding == NULL ? 0 : funding->count;

	while (e < exposures->count || b < count) {
		int order = e == exposures->count ? 1 :
		    b == count                    ? -1 :
				 strcmp(exposures->of[e].ccy, funding->balances[b].ccy);

		add_currency(joined, status, order <= 0 ? &exposures->of[e] : NULL,
		    order >= 0 ? &funding->balances[b] : NULL);
		e += order <= 0;
		b += order >= 0;
	}
}

/* A currency that is called "BTC owed" has no row beside what is owed. */
static void
keep_first(void *into, const void *from)
{
	(void)into;
	(void)from;
}

static void
unjoin(struct join *join)
{
	loans_drop(join->loans);
	funding_drop(join->funding);
	prices_drop(join->prices);
	pair_clear(&join->pair);
	free(join->call_prices);
	free(join);
}

/* The rows with the snapshots that they show. */
static void
make_rows(struct assets *joined, const struct loan_status *status, struct loans *loans,
    const struct pair *pair, struct funding *funding, struct prices *prices)
{
	/* A currency makes two rows at most. */
	size_t most = 2 * status->exposures.count + (funding == NULL ? 0 : funding->count);

	joined->items = xcalloc(most, sizeof *joined->items);
	joined->join = xcalloc(1, sizeof *joined->join + most * sizeof joined->join->positions[0]);
	joined->join->call_prices = xcalloc(2 * status->exposures.count,
	    sizeof *joined->join->call_prices);
	joined->unjoin = unjoin;
	joined->join->loans = loans_hold(loans);
	joined->join->order = status->order;
	joined->join->funding = funding_hold(funding);
	joined->join->told_apart = funding != NULL && funding_told_apart(funding, loans);
	joined->join->prices = prices_hold(prices);
	if (pair != NULL)
		pair_set(&joined->join->pair, pair->loans, pair->prices);
	add_currencies(joined, status);
	sorted_seal(joined->items, &joined->count, sizeof *joined->items, keep_first);
}

struct assets *
position_join(const struct loan_status *status, struct loans *loans, const struct pair *pair,
    struct funding *funding, struct prices *prices)
{
	struct assets *joined = assets_new(&loans->from.account_id, loans->from.endpoint, "");

	make_rows(joined, status, loans, pair, funding, prices);
	joined->from.arrived_ms = loans->from.arrived_ms;
	joined->from.arrived_utc_ms = loans->from.arrived_utc_ms;
	strlcpy(joined->ord_id, status->order->id, sizeof joined->ord_id);
	return joined;
}

bool
asset_quotient(const struct asset *asset, const struct decimal **value,
    const struct decimal **amount)
{
	static const struct decimal one = { .limb = { 1 }, .count = 1 };
	const struct position *position = asset->position;

	if (position->kind != POSITION_LISTED) {
		*amount = &one;
		if (position->price != NULL)
			*value = &position->price->last.value;
		return position->price != NULL;
	}
	*value = &asset->value.value;
	*amount = &asset->amount.value;
	return asset->value.state == FIGURE_KNOWN && asset->amount.state == FIGURE_KNOWN &&
	    decimal_sign(*amount) != 0;
}

bool
asset_price(const struct asset *asset, int decimals, struct decimal *price)
{
	const struct decimal *value, *amount;

	return asset_quotient(asset, &value, &amount) &&
	    decimal_divide(price, value, amount, decimals, DECIMAL_HALF_EVEN);
}

bool
asset_price_rounded(const struct asset *asset, struct decimal *price)
{
	const struct decimal *value, *amount;
	struct decimal probe;
	int magnitude, decimals, carried;

	if (!asset_quotient(asset, &value, &amount) ||
	    !decimal_divide(&probe, value, amount, PRICE_PROBE_DECIMALS, DECIMAL_TRUNCATE))
		return false;
	if (decimal_sign(&probe) != 0)
		magnitude = decimal_magnitude(&probe);
	else
		magnitude = decimal_sign(value) == 0 ? PRICE_PROBE_DECIMALS : -PRICE_PROBE_DECIMALS;
	decimals = figure_price_decimals(magnitude);
	if (!asset_price(asset, decimals, price))
		return false;
	/* 9.999996 becomes 10.0000, not 10.00000. */
	carried = figure_price_decimals(decimal_magnitude(price));
	if (decimal_sign(price) != 0 && carried < decimals)
		return asset_price(asset, carried, price);
	return true;
}
