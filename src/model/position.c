/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/position.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "model/named.h"

#define OWED " owed"
#define CHANGE_DECIMALS 4       /* of a fraction that becomes a percentage with two */
#define VALUE_DECIMALS 18       /* of a value that is no finite decimal */

static const struct figure inapplicable = { .state = FIGURE_INAPPLICABLE };

/* What is pledged at its price: exact where the price is a decimal, which an index price is. */
static struct figure
market_value(const struct exposure *exposure)
{
	const struct figure *held = &exposure->pledged->amount;
	const struct fraction *price = &exposure->pricing.price;
	struct figure value = { .state = FIGURE_UNREADABLE };

	/* No price makes more of 0. */
	if (!exposure_has(exposure->pledged))
		value = *held;
	else if (exposure->pricing.source == PRICE_NONE || held->state == FIGURE_ABSENT)
		value.state = FIGURE_ABSENT;
	else if (held->state == FIGURE_KNOWN && decimal_multiply(&value.value, &held->value, &price->n) &&
	    (exposure->pricing.source == PRICE_INDEX || decimal_divide(&value.value, &value.value, &price->d,
	        VALUE_DECIMALS, DECIMAL_HALF_EVEN)))
		value.state = FIGURE_KNOWN;
	return value;
}

/* What is unpledged of a currency that ASSETS do not list: none where they list all there is. */
static struct figure
unlisted(const struct collateral *assets)
{
	bool complete = assets != NULL && assets->kind != COLLATERAL_NO_LOAN && assets->only[0] == '\0';

	return (struct figure) { .state = complete ? FIGURE_INAPPLICABLE : FIGURE_ABSENT };
}

static void
set_change(struct position *position, const struct prices *prices)
{
	const struct price *price = prices_find(prices, position->coin);

	position->has_change = price != NULL && price_change24h(&position->change24h, price, CHANGE_DECIMALS);
}

/* The exchange's own liquidation price where it is one of the currency: "BTC" of "BTC-USDT". */
static void
set_liquidation(struct position *position, const struct loan_order *order)
{
	size_t length = strlen(position->coin);

	if (strncmp(order->instrument, position->coin, length) != 0 || order->instrument[length] != '-')
		return;
	position->liquidation_price = order->liquidation_price;
	position->quote = order->instrument + length + 1;
}

/* Appends a row of KIND for COIN, of which UNPLEDGED is unpledged (NULL: none that is listed). */
static struct asset *
add_row(struct collateral *joined, enum position_kind kind, const char *coin, const struct asset *unpledged)
{
	struct join *join = joined->join;
	struct position *position = &join->positions[joined->count];
	struct asset *asset = &joined->assets[joined->count++];

	position->kind = kind;
	position->coin = coin;
	position->quote = "";
	position->held.figure = inapplicable;
	*asset = (struct asset) { .ccy = coin, .value = inapplicable, .parts = 1, .position = position };
	if (kind == POSITION_OWED) {
		asset->amount = position->unpledged_value.figure = inapplicable;
	} else if (unpledged == NULL) {
		asset->amount = position->unpledged_value.figure = unlisted(join->assets);
	} else {
		asset->amount = unpledged->amount;
		asset->amount_sent = unpledged->amount_sent;
		asset->parts = unpledged->parts;
		position->unpledged_value.figure = unpledged->value;
		position->unpledged_value.sent = unpledged->value_sent;
	}
	set_change(position, join->prices);
	return asset;
}

/* What the loan says of the last row, of which HELD is pledged or owed. */
static void
set_loan(struct collateral *joined, const struct stake *stake, const struct exposure *exposure,
    const struct loan_coin *held)
{
	struct position *position = &joined->join->positions[joined->count - 1];

	position->held.figure = held->amount;
	position->held.sent = held->sent;
	position->pricing = exposure->pricing;
	callat_find(&position->callat, stake->order, &stake->risk, &stake->exposures, exposure);
	set_liquidation(position, stake->order);
}

/* The rows of one currency: EXPOSURE of the loan to it, what is UNPLEDGED of it, either of them NULL. */
static bool
add_currency(struct collateral *joined, const struct stake *stake, const struct exposure *exposure,
    const struct asset *unpledged)
{
	struct join *join = joined->join;
	char name[COLLATERAL_CCY_SIZE];
	struct asset *asset;

	if (exposure != NULL && exposure->pledged != NULL) {
		asset = add_row(joined, POSITION_PLEDGED, exposure->ccy, unpledged);
		asset->value = market_value(exposure);
		set_loan(joined, stake, exposure, exposure->pledged);
	} else if (unpledged != NULL) {
		add_row(joined, POSITION_UNPLEDGED, unpledged->ccy, unpledged);
		join->positions[joined->count - 1].pricing =
		    pricing_find(unpledged->ccy, join->prices, join->assets);
	}
	if (exposure == NULL || exposure->stable || !exposure_has(exposure->owed))
		return true;
	snprintf(name, sizeof name, "%.*s" OWED, (int)(sizeof name - sizeof OWED), exposure->ccy);
	asset = add_row(joined, POSITION_OWED, exposure->ccy, NULL);
	set_loan(joined, stake, exposure, exposure->owed);
	asset->ccy = arena_copy(&joined->arena, name, 0);
	return asset->ccy != NULL;
}

/* Both come by name. */
static bool
add_currencies(struct collateral *joined, const struct stake *stake, const struct collateral *assets)
{
	const struct exposures *exposures = &stake->exposures;
	size_t e = 0, a = 0, count = assets == NULL ? 0 : assets->count;

	while (e < exposures->count || a < count) {
		int order = e == exposures->count ? 1 : a == count ? -1 :
		    strcmp(exposures->of[e].ccy, assets->assets[a].ccy);

		if (!add_currency(joined, stake, order <= 0 ? &exposures->of[e] : NULL,
		    order >= 0 ? &assets->assets[a] : NULL))
			return false;
		e += order <= 0;
		a += order >= 0;
	}
	return true;
}

/* A currency that is called "BTC owed" has no row beside what is owed. */
static void
keep_first(void *into, const void *from)
{
	(void)into;
	(void)from;
}

/* The rows with the snapshots that they show; false when memory ran out. */
static bool
make_rows(struct collateral *joined, const struct stake *stake, struct loans *loans,
    struct collateral *assets, struct prices *prices)
{
	/* A currency makes two rows at most. */
	size_t most = 2 * stake->exposures.count + (assets == NULL ? 0 : assets->count);

	joined->assets = calloc(most, sizeof *joined->assets);
	joined->join = calloc(1, sizeof *joined->join + most * sizeof joined->join->positions[0]);
	if (joined->join == NULL || (joined->assets == NULL && most > 0))
		return false;
	joined->join->loans = loans_hold(loans);
	joined->join->order = stake->order;
	joined->join->assets = collateral_hold(assets);
	joined->join->prices = prices_hold(prices);
	return add_currencies(joined, stake, assets) &&
	    named_seal(joined->assets, &joined->count, sizeof *joined->assets, keep_first);
}

struct collateral *
position_join(const struct stake *stake, struct loans *loans, struct collateral *assets,
    struct prices *prices)
{
	struct collateral *joined = collateral_new(&loans->origin, loans->endpoint, "");

	if (joined == NULL)
		return NULL;
	if (!make_rows(joined, stake, loans, assets, prices)) {
		collateral_drop(joined);
		return NULL;
	}
	joined->arrived_ms = loans->arrived_ms;
	joined->arrived_utc_ms = loans->arrived_utc_ms;
	strlcpy(joined->ord_id, stake->order->id, sizeof joined->ord_id);
	joined->kind = COLLATERAL_ASSETS;
	return joined;
}

void
position_unjoin(struct join *join)
{
	if (join == NULL)
		return;
	loans_drop(join->loans);
	collateral_drop(join->assets);
	prices_drop(join->prices);
	free(join);
}
