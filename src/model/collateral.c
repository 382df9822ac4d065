/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/collateral.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "base/xmalloc.h"

#define CHUNK_SIZE (16 * 1024)
#define FIRST_ASSETS 16

/*
 * Deep enough to find the leading digit of every price whose six digits lie
 * above the last decimal that figure_price_decimals() gives.
 */
#define PRICE_PROBE_DECIMALS 12

/* Strings that are freed together: chunks, the newest first. */
struct chunk {
	struct chunk *next;
	size_t used, size;
	char text[];
};

struct collateral_arena {
	struct chunk *chunks;
	size_t capacity;                /* of the assets while they are added */
};

/* SIZE bytes that live as long as the arena. */
static char *
arena_take(struct collateral_arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunks;
	char *text;

	if (chunk == NULL || size > chunk->size - chunk->used) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = xmalloc(sizeof *chunk + room);
		chunk->next = arena->chunks;
		chunk->used = 0;
		chunk->size = room;
		arena->chunks = chunk;
	}
	text = chunk->text + chunk->used;
	chunk->used += size;
	return text;
}

/* A sanitised copy of TEXT, cut so that it takes MOST bytes with its NUL (0: never cut). */
static const char *
arena_copy(struct collateral_arena *arena, const char *text, size_t most)
{
	size_t length = strlen(text), size = length + 1;
	char *copy;

	if (most > 0 && size > most)
		size = most;
	copy = arena_take(arena, size);
	text_sanitise(copy, size, text, length);
	return copy;
}

static void
arena_free(struct collateral_arena *arena)
{
	struct chunk *chunk, *next;

	for (chunk = arena->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
}

struct collateral *
collateral_new(const struct origin *origin, const char *endpoint, const char *only)
{
	struct collateral *collateral = xcalloc(1, sizeof *collateral);

	collateral->origin = *origin;
	collateral->endpoint = endpoint;
	strlcpy(collateral->only, only == NULL ? "" : only, sizeof collateral->only);
	collateral->holders = 1;
	collateral->arena = xcalloc(1, sizeof *collateral->arena);
	return collateral;
}

static void
read_figure(struct figure *figure, const char **sent, struct collateral_arena *arena,
    const char *text, bool unreadable)
{
	*figure = figure_read(text);
	if (unreadable)
		figure->state = FIGURE_UNREADABLE;
	*sent = text == NULL || *text == '\0' ? NULL : arena_copy(arena, text, 0);
}

bool
collateral_add(struct collateral *collateral, const char *ccy, const char *amount,
    bool amount_unreadable, const char *value, bool value_unreadable)
{
	struct collateral_arena *arena = collateral->arena;
	struct asset *asset;

	if (collateral->count == COLLATERAL_MAX_ASSETS)
		return false;
	if (collateral->count == arena->capacity) {
		arena->capacity = arena->capacity == 0 ? FIRST_ASSETS : 2 * arena->capacity;
		collateral->assets = xreallocarray(collateral->assets, arena->capacity,
		    sizeof *collateral->assets);
	}
	asset = &collateral->assets[collateral->count++];
	asset->ccy = arena_copy(arena, ccy, COLLATERAL_CCY_SIZE);
	asset->parts = 1;
	read_figure(&asset->amount, &asset->amount_sent, arena, amount, amount_unreadable);
	read_figure(&asset->value, &asset->value_sent, arena, value, value_unreadable);
	return true;
}

/* An asset to be sorted; the first eight bytes of its name as a number decide nearly always. */
struct sorted {
	uint64_t prefix;
	const struct asset *asset;
};

static uint64_t
name_prefix(const char *name)
{
	uint64_t prefix = 0;
	int i;

	for (i = 0; i < 8; i++) {
		prefix = prefix << 8 | (unsigned char)*name;
		if (*name != '\0')
			name++;
	}
	return prefix;
}

static int
compare_names(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	return strcmp(x->asset->ccy, y->asset->ccy);
}

static bool
in_order(const struct collateral *collateral)
{
	size_t i;

	for (i = 1; i < collateral->count; i++)
		if (strcmp(collateral->assets[i - 1].ccy, collateral->assets[i].ccy) > 0)
			return false;
	return true;
}

/* Moves the assets into the ORDER given, in place: each is copied once. */
static void
permute(struct asset *assets, struct sorted *order, size_t count)
{
	size_t i, to, from;

	for (i = 0; i < count; i++) {
		struct asset first = assets[i];

		for (to = i; (from = (size_t)(order[to].asset - assets)) != i; to = from) {
			assets[to] = assets[from];
			order[to].asset = &assets[to];
		}
		assets[to] = first;
		order[to].asset = &assets[to];
	}
}

/* Assets are large: what is sorted points to them. */
static void
sort_assets(struct collateral *collateral)
{
	struct sorted *order;
	size_t i;

	if (in_order(collateral))
		return;
	order = xreallocarray(NULL, collateral->count, sizeof *order);
	for (i = 0; i < collateral->count; i++)
		order[i] = (struct sorted) { name_prefix(collateral->assets[i].ccy),
			&collateral->assets[i] };
	qsort(order, collateral->count, sizeof *order, compare_names);
	permute(collateral->assets, order, collateral->count);
	free(order);
}

static void
merge_figure(struct figure *into, const struct figure *from)
{
	if (into->state == FIGURE_ABSENT && from->state == FIGURE_ABSENT)
		return;
	if (into->state != FIGURE_KNOWN || from->state != FIGURE_KNOWN ||
	    !decimal_add(&into->value, &into->value, &from->value))
		into->state = FIGURE_UNREADABLE;
}

/* The text of a figure that no single string of the exchange carries. */
static const char *
sum_text(struct collateral_arena *arena, const struct figure *figure)
{
	char text[DECIMAL_TEXT_SIZE];

	if (figure->state != FIGURE_KNOWN)
		return NULL;
	decimal_text(text, sizeof text, &figure->value);
	return arena_copy(arena, text, 0);
}

/* Makes one asset of neighbours with the same name. */
static void
merge_assets(struct collateral *collateral)
{
	struct asset *assets = collateral->assets;
	size_t i, kept = 0;

	for (i = 0; i < collateral->count; i++) {
		struct asset *last = kept == 0 ? NULL : &assets[kept - 1];

		if (last == NULL || strcmp(last->ccy, assets[i].ccy) != 0) {
			if (kept != i)
				assets[kept] = assets[i];
			kept++;
			continue;
		}
		merge_figure(&last->amount, &assets[i].amount);
		merge_figure(&last->value, &assets[i].value);
		last->parts++;
	}
	collateral->count = kept;
	for (i = 0; i < kept; i++) {
		if (assets[i].parts == 1)
			continue;
		assets[i].amount_sent = sum_text(collateral->arena, &assets[i].amount);
		assets[i].value_sent = sum_text(collateral->arena, &assets[i].value);
	}
}

void
collateral_seal(struct collateral *collateral, bool saw_data)
{
	sort_assets(collateral);
	merge_assets(collateral);
	if (collateral->count > 0)
		collateral->kind = COLLATERAL_ASSETS;
	else
		collateral->kind = saw_data ? COLLATERAL_NO_ASSETS : COLLATERAL_NO_LOAN;
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
	arena_free(collateral->arena);
	free(collateral->assets);
	free(collateral);
}

/* How each kind is said. */
static const struct {
	const char *token, *words;
} kinds[] = {
	[COLLATERAL_ASSETS] = { "assets", "" },
	[COLLATERAL_NO_LOAN] = { "no-loan", "No open loan. OKX sent no rows: it lists coins that could be pledged "
	    "only while a flexible loan is open. This does not say that the account is empty." },
	[COLLATERAL_NO_ASSETS] = { "no-assets", "No assets: nothing unpledged in the funding account; trading, "
	    "Earn and sub-accounts are not counted." },
};

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
	size_t low = 0, high = collateral == NULL ? 0 : collateral->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(ccy, collateral->assets[middle].ccy);

		if (order == 0)
			return &collateral->assets[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool
collateral_partial(const struct collateral *collateral)
{
	size_t i;

	for (i = 0; i < collateral->count; i++)
		if (collateral->assets[i].amount.state != FIGURE_KNOWN ||
		    collateral->assets[i].value.state != FIGURE_KNOWN)
			return true;
	return false;
}

bool
asset_price(const struct asset *asset, int decimals, struct decimal *price)
{
	return asset->amount.state == FIGURE_KNOWN && asset->value.state == FIGURE_KNOWN &&
	    decimal_divide(price, &asset->value.value, &asset->amount.value, decimals,
	        DECIMAL_HALF_EVEN);
}

bool
asset_price_rounded(const struct asset *asset, struct decimal *price)
{
	const struct decimal *value = &asset->value.value, *amount = &asset->amount.value;
	struct decimal probe;
	int magnitude, decimals, carried;

	if (asset->amount.state != FIGURE_KNOWN || asset->value.state != FIGURE_KNOWN ||
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
