/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/assets.h"

#include <stdlib.h>

#include <bsd/string.h>

#include "model/loans.h"
#include "model/sorted.h"
#include "model/position.h"
#include "model/sent.h"

/*
 * Deep enough to find the leading digit of every price whose six digits lie
 * above the last decimal that figure_price_decimals() gives.
 */
#define PRICE_PROBE_DECIMALS 12

struct collateral *
collateral_new(const struct origin *origin, const char *endpoint, const char *only)
{
	struct collateral *collateral = calloc(1, sizeof *collateral);

	if (collateral == NULL)
		return NULL;
	collateral->origin = *origin;
	collateral->endpoint = endpoint;
	strlcpy(collateral->only, only == NULL ? "" : only, sizeof collateral->only);
	collateral->holders = 1;
	return collateral;
}

bool
collateral_add(struct collateral *collateral, const char *ccy, const char *amount,
    bool amount_unreadable, const char *value, bool value_unreadable)
{
	struct arena *arena = &collateral->arena;
	struct asset *assets, *asset;

	if (collateral->count == COLLATERAL_MAX_ASSETS)
		return false;
	assets = named_room(collateral->assets, collateral->count, sizeof *assets);
	if (assets == NULL) {
		collateral->no_memory = true;
		return false;
	}
	collateral->assets = assets;
	asset = &assets[collateral->count];
	asset->ccy = arena_copy(arena, ccy, COLLATERAL_CCY_SIZE);
	asset->parts = 1;
	asset->position = NULL;
	if (asset->ccy == NULL ||
	    !sent_read(&asset->amount, &asset->amount_sent, arena, amount, amount_unreadable) ||
	    !sent_read(&asset->value, &asset->value_sent, arena, value, value_unreadable)) {
		collateral->no_memory = true;
		return false;
	}
	collateral->count++;
	return true;
}

static void
merge(void *into, const void *from)
{
	const struct asset *other = from;
	struct asset *asset = into;

	sent_add(&asset->amount, &other->amount);
	sent_add(&asset->value, &other->value);
	asset->parts += other->parts;
}

bool
collateral_seal(struct collateral *collateral)
{
	size_t i;

	if (!named_seal(collateral->assets, &collateral->count, sizeof *collateral->assets, merge))
		collateral->no_memory = true;
	for (i = 0; i < collateral->count; i++) {
		struct asset *asset = &collateral->assets[i];

		if (asset->parts > 1 &&
		    (!sent_sum(&asset->amount_sent, &collateral->arena, &asset->amount) ||
			!sent_sum(&asset->value_sent, &collateral->arena, &asset->value)))
			collateral->no_memory = true;
	}
	return !collateral->no_memory;
}

struct collateral *
collateral_hold(struct collateral *collateral)
{
	if (collateral != NULL)
		collateral->holders++;
	return collateral;
}

void
collateral_drop(struct collateral *collateral)
{
	if (collateral == NULL || --collateral->holders > 0)
		return;
	arena_clear(&collateral->arena);
	position_unjoin(collateral->join);
	free(collateral->assets);
	free(collateral);
}

/* How each kind is said. */
static const struct {
	const char *token, *words;
} kinds[] = {
	[COLLATERAL_ASSETS] = { "assets", "" },
	[COLLATERAL_NO_LOAN] = { "no-loan",
	    "No open loan. OKX lists collateral only while a flexible loan is open; "
	    "this says nothing about the account." },
	[COLLATERAL_NO_ASSETS] = { "no-assets",
	    "Nothing listed: OKX sent a list of collateral assets without "
	    "rows. This says nothing about the account." },
};

enum collateral_kind
collateral_kind(const struct collateral *collateral, const struct loans *loans)
{
	if (collateral->count > 0)
		return COLLATERAL_ASSETS;
	return loans != NULL && loans->count == 0 ? COLLATERAL_NO_LOAN : COLLATERAL_NO_ASSETS;
}

const char *
collateral_words(enum collateral_kind kind)
{
	return kinds[kind].words;
}

const char *
collateral_token(enum collateral_kind kind)
{
	return kinds[kind].token;
}

const struct asset *
collateral_find(const struct collateral *collateral, const char *ccy)
{
	if (collateral == NULL)
		return NULL;
	return named_find(collateral->assets, collateral->count, sizeof *collateral->assets, ccy);
}

static bool
is_lacking(const struct figure *figure)
{
	return figure->state == FIGURE_ABSENT || figure->state == FIGURE_UNREADABLE;
}

bool
collateral_partial(const struct collateral *collateral)
{
	size_t i;

	for (i = 0; i < collateral->count; i++)
		if (is_lacking(&collateral->assets[i].amount) ||
		    is_lacking(&collateral->assets[i].value))
			return true;
	return false;
}

bool
asset_quotient(const struct asset *asset, const struct decimal **value,
    const struct decimal **amount)
{
	const struct position *position = asset->position;

	if (position != NULL) {
		*value = &position->pricing.price.n;
		*amount = &position->pricing.price.d;
		return position->pricing.source != PRICE_NONE;
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
