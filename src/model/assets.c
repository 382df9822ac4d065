/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/assets.h"

#include <stdlib.h>

#include <bsd/string.h>

#include "model/loans.h"
#include "model/sorted.h"

struct assets *
assets_new(const struct account_id *account_id, const char *endpoint, const char *only)
{
	struct assets *assets = snapshot_new(sizeof *assets, account_id, endpoint);

	strlcpy(assets->only, only == NULL ? "" : only, sizeof assets->only);
	return assets;
}

bool
assets_add(struct assets *assets, const char *ccy, const char *amount, bool amount_unreadable,
    const char *value, bool value_unreadable)
{
	struct arena *arena = &assets->from.arena;
	struct asset *asset;

	if (assets->count == ASSETS_MAX_ASSETS)
		return false;
	assets->items = sorted_room(assets->items, assets->count, sizeof *asset);
	asset = &assets->items[assets->count++];
	asset->ccy = arena_copy(arena, ccy, ASSETS_CCY_SIZE);
	asset->parts = 1;
	asset->coin = asset->ccy;
	asset->position = &position_listed;
	asset->amount = figure_copy(arena, amount, amount_unreadable);
	asset->value = figure_copy(arena, value, value_unreadable);
	return true;
}

static void
merge_assets(void *into, const void *from)
{
	const struct asset *other = from;
	struct asset *asset = into;

	figure_add(&asset->amount, &other->amount);
	figure_add(&asset->value, &other->value);
	asset->parts += other->parts;
}

void
assets_seal(struct assets *assets)
{
	size_t i;

	sorted_seal(assets->items, &assets->count, sizeof *assets->items, merge_assets);
	for (i = 0; i < assets->count; i++) {
		struct asset *asset = &assets->items[i];

		if (asset->parts == 1)
			continue;
		figure_name_sum(&asset->amount, &assets->from.arena);
		figure_name_sum(&asset->value, &assets->from.arena);
	}
}

struct assets *
assets_hold(struct assets *assets)
{
	return snapshot_hold(assets);
}

void
assets_drop(struct assets *assets)
{
	if (!snapshot_release(assets))
		return;
	if (assets->join != NULL)
		assets->unjoin(assets->join);
	free(assets->items);
	free(assets);
}

/* How each kind is said. */
static const struct {
	const char *token, *words;
} kinds[] = {
	[ASSETS_ASSETS] = { "assets", "" },
	[ASSETS_NO_LOAN] = { "no-loan",
	    "No open loan. OKX lists collateral only while a flexible loan is open; "
	    "this says nothing about the account." },
	[ASSETS_NO_ASSETS] = { "no-assets",
	    "Nothing listed: OKX sent a list of collateral assets without "
	    "rows. This says nothing about the account." },
};

enum assets_kind
assets_kind(const struct assets *assets, const struct loans *loans)
{
	if (assets->count > 0)
		return ASSETS_ASSETS;
	return loans != NULL && loans->count == 0 ? ASSETS_NO_LOAN : ASSETS_NO_ASSETS;
}

const char *
assets_words(enum assets_kind kind)
{
	return kinds[kind].words;
}

const char *
assets_token(enum assets_kind kind)
{
	return kinds[kind].token;
}

const struct asset *
assets_find(const struct assets *assets, const char *ccy)
{
	if (assets == NULL)
		return NULL;
	return sorted_find(assets->items, assets->count, sizeof *assets->items, ccy);
}

static bool
is_lacking(const struct figure *figure)
{
	return figure->state == FIGURE_ABSENT || figure->state == FIGURE_UNREADABLE;
}

bool
assets_partial(const struct assets *assets)
{
	size_t i;

	for (i = 0; i < assets->count; i++)
		if (is_lacking(&assets->items[i].amount) || is_lacking(&assets->items[i].value))
			return true;
	return false;
}
