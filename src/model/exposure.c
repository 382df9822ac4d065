/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/exposure.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

struct pricing
pricing_find(const char *ccy, const struct prices *prices)
{
	struct pricing pricing = { .source = PRICE_NONE };
	const struct price *price = prices_usable(prices, ccy);

	if (price != NULL) {
		pricing.source = price->crossed ? PRICE_CROSSED : PRICE_INDEX;
		pricing.price = ratio_from(&price->last.value);
		pricing.sent = price->last.sent;
	}
	return pricing;
}

bool
exposure_is_stable(const char *ccy, const char *stablecoins)
{
	size_t length = strlen(ccy), word;

	for (; *stablecoins != '\0'; stablecoins += word) {
		stablecoins += strspn(stablecoins, " \t");
		word = strcspn(stablecoins, " \t");
		if (word == length && word > 0 && memcmp(stablecoins, ccy, word) == 0)
			return true;
	}
	return false;
}

bool
exposure_has(const struct amount *coin)
{
	return coin != NULL &&
	    (coin->amount.state != FIGURE_KNOWN || decimal_sign(&coin->amount.value) != 0);
}

/* What COIN (NULL: none) is worth at PRICING; no price makes more of 0. */
static struct ratio
value_coin(const struct amount *coin, const struct pricing *pricing)
{
	struct ratio value = ratio_of(0, 0), amount;

	if (exposure_has(coin)) {
		amount = ratio_sent(&coin->amount);
		ratio_multiply(&value, &amount, &pricing->price);
	}
	return value;
}

static void
add_exposure(struct exposures *exposures, const struct exposure *exposure)
{
	struct ratio more;

	exposures->of[exposures->count++] = *exposure;
	if (ratio_add(&more, &exposures->pledged_value, &exposure->pledged_value))
		exposures->pledged_value = more;
	else
		exposures->pledged_known = false;
	if (exposure_has(exposure->owed)) {
		exposures->owed_count++;
		exposures->owes_coins = exposures->owes_coins || !exposure->stable;
	}
}

void
exposures_make(struct exposures *exposures, const struct loan *order, const struct prices *prices,
    const char *stablecoins)
{
	const struct amounts *pledged = &order->pledged, *owed = &order->owed;
	size_t i = 0, j = 0;

	*exposures = (struct exposures){
		.of = xcalloc(pledged->count + owed->count, sizeof *exposures->of),
		.pledged_known = pledged->state == AMOUNTS_SENT,
		.pledged_value = ratio_of(0, 0),
		.pledged_listed = pledged->state == AMOUNTS_SENT,
		.owed_listed = owed->state == AMOUNTS_SENT,
	};
	while (i < pledged->count || j < owed->count) {
		struct exposure x = { .ccy = "" };
		int side = i == pledged->count ? 1 :
		    j == owed->count           ? -1 :
						 strcmp(pledged->coins[i].ccy, owed->coins[j].ccy);

		if (side <= 0)
			x.pledged = &pledged->coins[i++];
		if (side >= 0)
			x.owed = &owed->coins[j++];
		x.ccy = x.pledged != NULL ? x.pledged->ccy : x.owed->ccy;
		x.stable = exposure_is_stable(x.ccy, stablecoins);
		x.pricing = pricing_find(x.ccy, prices);
		x.pledged_value = value_coin(x.pledged, &x.pricing);
		x.owed_value = value_coin(x.owed, &x.pricing);
		add_exposure(exposures, &x);
	}
}

void
exposures_clear(struct exposures *exposures)
{
	free(exposures->of);
	*exposures = (struct exposures){ .count = 0 };
}

const struct exposure *
exposures_find(const struct exposures *exposures, const char *ccy)
{
	size_t low = 0, high = exposures->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(ccy, exposures->of[middle].ccy);

		if (order == 0)
			return &exposures->of[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

enum decimal_rounding
exposures_rounding(const struct exposures *exposures)
{
	return exposures->pledged_known ? DECIMAL_HALF_EVEN : DECIMAL_FLOOR;
}

bool
exposures_mixed(const struct exposures *exposures)
{
	bool stable = false, other = false;

	for (size_t i = 0; i < exposures->count; i++) {
		const struct exposure *x = &exposures->of[i];

		stable = stable || (x->stable && exposure_has(x->pledged));
		other = other || (!x->stable && exposure_has(x->pledged));
	}
	return stable && other;
}

const struct exposure *
exposures_only_owed(const struct exposures *exposures)
{
	size_t i;

	for (i = 0; exposures->owed_listed && exposures->owed_count == 1 && i < exposures->count;
	     i++)
		if (exposure_has(exposures->of[i].owed))
			return &exposures->of[i];
	return NULL;
}
