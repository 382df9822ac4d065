/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/tiers.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "model/sorted.h"

struct tiers *
tiers_new(const char *ccy, const struct account_id *account_id, const char *endpoint)
{
	struct tiers *tiers = snapshot_new(sizeof *tiers, account_id, endpoint);

	tiers->ccy = arena_copy(&tiers->from.arena, ccy, ASSETS_CCY_SIZE);
	tiers->restriction = COIN_RESTRICTION_UNKNOWN;
	return tiers;
}

struct tier *
tiers_add(struct tiers *tiers)
{
	if (tiers->count == TIERS_MAX)
		return NULL;
	tiers->tiers = sorted_room(tiers->tiers, tiers->count, sizeof *tiers->tiers);
	tiers->tiers[tiers->count] = (struct tier){ .endless = false };
	return &tiers->tiers[tiers->count++];
}

static bool
is_amount(const struct figure *figure)
{
	return figure->state == FIGURE_KNOWN && decimal_sign(&figure->value) >= 0;
}

/* Whether TIER says for which amounts which rate holds. */
static bool
can_read(const struct tier *tier)
{
	const struct decimal one = decimal_from(1, 0);

	return is_amount(&tier->from) &&
	    (tier->endless ||
		(is_amount(&tier->to) &&
		    decimal_compare(&tier->to.value, &tier->from.value) >= 0)) &&
	    is_amount(&tier->rate) && decimal_compare(&tier->rate.value, &one) <= 0;
}

static int
compare_decimals(const void *a, const void *b)
{
	return decimal_compare(a, b);
}

/* The bounds of all tiers that can be read, ascending, each once; free them. */
static struct decimal *
sort_bounds(const struct tiers *tiers, size_t *count)
{
	struct decimal *bounds = xcalloc(2 * tiers->count + 1, sizeof *bounds);
	size_t found = 0, kept = 0;

	for (size_t i = 0; i < tiers->count; i++) {
		const struct tier *tier = &tiers->tiers[i];

		if (!can_read(tier))
			continue;
		bounds[found++] = tier->from.value;
		if (!tier->endless)
			bounds[found++] = tier->to.value;
	}
	qsort(bounds, found, sizeof *bounds, compare_decimals);
	for (size_t i = 0; i < found; i++)
		if (kept == 0 || decimal_compare(&bounds[kept - 1], &bounds[i]) != 0)
			bounds[kept++] = bounds[i];
	*count = kept;
	return bounds;
}

/* The lowest rate of the tiers that have all amounts from FROM up to TO (NULL: without end). */
static const struct decimal *
lowest_rate(const struct tiers *tiers, const struct decimal *from, const struct decimal *to)
{
	const struct decimal *lowest = NULL;

	for (size_t i = 0; i < tiers->count; i++) {
		const struct tier *tier = &tiers->tiers[i];

		if (!can_read(tier) || decimal_compare(&tier->from.value, from) > 0 ||
		    (!tier->endless && (to == NULL || decimal_compare(&tier->to.value, to) < 0)))
			continue;
		if (lowest == NULL || decimal_compare(&tier->rate.value, lowest) < 0)
			lowest = &tier->rate.value;
	}
	return lowest;
}

void
tiers_seal(struct tiers *tiers)
{
	size_t count;
	struct decimal *bounds = sort_bounds(tiers, &count);

	for (size_t i = 0; i < tiers->count; i++)
		tiers->unreadable = tiers->unreadable || !can_read(&tiers->tiers[i]);
	tiers->spans = xcalloc(count + 1, sizeof *tiers->spans);
	for (size_t i = 0; i < count; i++) {
		const struct decimal *to = i + 1 < count ? &bounds[i + 1] : NULL;
		const struct decimal *rate = lowest_rate(tiers, &bounds[i], to);

		if (rate != NULL)
			tiers->spans[tiers->span_count++] = (struct tier_span){
				.from = bounds[i],
				.to = to != NULL ? *to : decimal_zero,
				.rate = *rate,
				.endless = to == NULL,
			};
	}
	free(bounds);
}

struct tiers *
tiers_hold(struct tiers *tiers)
{
	return snapshot_hold(tiers);
}

void
tiers_drop(struct tiers *tiers)
{
	if (!snapshot_release(tiers))
		return;
	free(tiers->tiers);
	free(tiers->spans);
	free(tiers);
}

bool
tiers_same(const struct tiers *a, const struct tiers *b)
{
	if (a->listed != b->listed || a->unreadable != b->unreadable ||
	    a->restriction != b->restriction || a->span_count != b->span_count)
		return false;
	for (size_t i = 0; i < a->span_count; i++) {
		const struct tier_span *x = &a->spans[i], *y = &b->spans[i];

		if (x->endless != y->endless || decimal_compare(&x->from, &y->from) != 0 ||
		    decimal_compare(&x->rate, &y->rate) != 0 ||
		    (!x->endless && decimal_compare(&x->to, &y->to) != 0))
			return false;
	}
	return true;
}

bool
tiers_counted(struct decimal *out, const struct tiers *tiers, const struct decimal *amount)
{
	struct decimal sum = decimal_zero, part;

	if (decimal_sign(amount) < 0)
		return false;
	for (size_t i = 0; i < tiers->span_count; i++) {
		const struct tier_span *span = &tiers->spans[i];
		bool within = span->endless || decimal_compare(amount, &span->to) < 0;

		if (decimal_compare(amount, &span->from) <= 0)
			break;
		if (!decimal_subtract(&part, within ? amount : &span->to, &span->from) ||
		    !decimal_multiply(&part, &part, &span->rate) || !decimal_add(&sum, &sum, &part))
			return false;
	}
	*out = sum;
	return true;
}

struct ratio
tiers_rate(const struct tiers *tiers, const struct decimal *amount)
{
	struct ratio rate = { .known = false };

	if (tiers->unreadable) {
		rate.unreadable = true;
		return rate;
	}
	if (!tiers->listed || tiers->count == 0 || decimal_sign(amount) <= 0 ||
	    !tiers_counted(&rate.n, tiers, amount))
		return rate;
	rate.d = *amount;
	rate.known = true;
	return rate;
}

bool
tiers_have_rate(const struct tiers *tiers, const struct ratio *rate)
{
	for (size_t i = 0; i < tiers->span_count; i++) {
		const struct ratio of_tier = ratio_from(&tiers->spans[i].rate);
		int order;

		if (ratio_compare(&order, rate, &of_tier) && order == 0)
			return true;
	}
	return false;
}
