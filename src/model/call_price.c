/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/call_price.h"

#include <string.h>

#include "model/figure.h"

#define TEXT_DIGITS 3
#define TEXT_MAX_DECIMALS 10

/* LEAST = max(0, (C - the others' value) / VALUE), MOST = min(1, C / VALUE); VALUE its own. */
static void
narrow(struct call_price_range *range, const struct ratio *secured,
    const struct exposures *exposures, const struct ratio *value)
{
	struct ratio others, least, most, one = ratio_of(1, 0);
	int order;

	ratio_subtract(&others, &exposures->pledged_value, value);
	ratio_subtract(&least, secured, &others);
	ratio_divide(&least, &least, value);
	ratio_divide(&most, secured, value);
	if (!least.known || !ratio_compare(&order, &most, &one))
		return;
	*range = (struct call_price_range){
		.least = ratio_sign(&least) > 0 ? least : ratio_of(0, 0),
		.most = order < 0 ? most : one,
		.narrowed = true,
	};
}

/*
 * The haircut's range of X. Where another price is unknown, and where C is more
 * than there is, the figures tell nothing about it.
 */
static struct call_price_range
find_range(const struct ratio *secured, const struct risk *risk, const struct exposures *exposures,
    const struct exposure *x)
{
	struct call_price_range range = { .least = ratio_of(0, 0), .most = ratio_of(1, 0) };

	if (exposures->pledged_known && !risk->above_market && ratio_sign(&x->pledged_value) > 0)
		narrow(&range, secured, exposures, &x->pledged_value);
	return range;
}

/* T h P - O: what a unit of price changes, in T C less in D. */
static bool
weigh(struct ratio *weight, const struct ratio *threshold, const struct ratio *haircut,
    const struct exposure *x)
{
	struct ratio amount = ratio_of(0, 0);

	if (x->pledged != NULL)
		amount = ratio_from(&x->pledged->amount.value);
	ratio_multiply(weight, threshold, haircut);
	ratio_multiply(weight, weight, &amount);
	if (x->owed == NULL)
		return weight->known;
	amount = ratio_from(&x->owed->amount.value);
	return ratio_subtract(weight, weight, &amount);
}

/* Fills in the bounds; false where a number does not fit. GAP is g, above 0. */
static bool
find_bounds(struct call_price *call_price, const struct ratio *gap, const struct ratio *threshold,
    const struct exposure *x)
{
	const struct ratio *price = &x->pricing.price;
	struct ratio most, least, fall, rise, both;

	if (!weigh(&most, threshold, &call_price->haircut.most, x) ||
	    !weigh(&least, threshold, &call_price->haircut.least, x))
		return false;
	if (ratio_sign(&most) > 0) {
		ratio_divide(&fall, gap, &most);
		if (!ratio_subtract(&call_price->falling, price, &fall))
			return false;
		call_price->falling.known = ratio_sign(&call_price->falling) > 0;
	}
	if (ratio_sign(&least) < 0) {
		/* RISE is below 0, as its weight is. */
		ratio_divide(&rise, gap, &least);
		if (!ratio_subtract(&call_price->rising, price, &rise))
			return false;
	}
	call_price->falling_never = !call_price->falling.known && ratio_sign(&x->pledged_value) > 0;
	call_price->nearer_rising = call_price->rising.known;
	if (call_price->falling.known && call_price->rising.known) {
		if (!ratio_add(&both, &fall, &rise))
			return false;
		call_price->nearer_rising = ratio_sign(&both) > 0;
	}
	return true;
}

/* The bounds for THRESHOLD, M or Q of RISK. */
static void
find_for(struct call_price *call_price, const struct ratio *threshold, const struct loan *order,
    const struct risk *risk, const struct exposures *exposures, const struct exposure *exposure)
{
	struct ratio secured = ratio_sent(&order->secured);
	struct ratio gap;

	*call_price = (struct call_price){ .state = CALL_PRICE_UNKNOWN };
	if (risk->no_cover) {
		call_price->state = CALL_PRICE_CALLED;
		return;
	}
	if (risk->no_debt || !ratio_subtract(&gap, threshold, &risk->ltv))
		return;
	if (ratio_sign(&gap) <= 0) {
		call_price->state = CALL_PRICE_CALLED;
		return;
	}
	/* Without collateral an LTV says nothing. */
	if (!exposure->pledged_value.known || !exposure->owed_value.known ||
	    !ratio_multiply(&gap, &gap, &secured) || ratio_sign(&gap) == 0)
		return;

	call_price->haircut = find_range(&secured, risk, exposures, exposure);
	if (!find_bounds(call_price, &gap, threshold, exposure)) {
		*call_price = (struct call_price){ .state = CALL_PRICE_UNKNOWN };
		return;
	}
	call_price->state = call_price->falling.known || call_price->rising.known ?
	    CALL_PRICE_PRICE :
	    CALL_PRICE_NEVER;
}

void
call_price_find(struct call_price *call_price, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures, const struct exposure *exposure)
{
	find_for(call_price, &risk->call, order, risk, exposures, exposure);
}

/*
 * By what share all that is owed, or X where that is it, may rise until
 * THRESHOLD. Only what is pledged as well needs a price for that.
 */
static struct ratio
rise_to(const struct risk *risk, const struct loan *order, const struct ratio *threshold,
    const struct exposures *exposures, const struct exposure *x)
{
	struct ratio rise = { .known = false }, one = ratio_of(1, 0);
	struct call_price call_price;

	if (x != NULL && exposure_has(x->pledged)) {
		find_for(&call_price, threshold, order, risk, exposures, x);
		ratio_divide(&rise, &call_price.rising, &x->pricing.price);
	} else {
		ratio_divide(&rise, threshold, &risk->ltv);
	}
	rise.known = ratio_subtract(&rise, &rise, &one) && ratio_sign(&rise) > 0;
	return rise;
}

void
call_price_find_liquidation(struct call_price *call_price, const struct loan *order,
    const struct risk *risk, const struct exposures *exposures, const struct exposure *exposure)
{
	find_for(call_price, &risk->liquidation, order, risk, exposures, exposure);
}

/* The one pledged currency, or NULL where there are none or several, or may be. */
static const struct exposure *
only_pledged(const struct exposures *exposures)
{
	const struct exposure *only = NULL;

	for (size_t i = 0; exposures->pledged_listed && i < exposures->count; i++) {
		if (!exposure_has(exposures->of[i].pledged))
			continue;
		if (only != NULL)
			return NULL;
		only = &exposures->of[i];
	}
	return only;
}

void
call_price_rises(struct risk *risk, const struct loan *order, const struct exposures *exposures)
{
	const struct exposure *x = exposures_only_owed(exposures);
	const struct exposure *pledged = only_pledged(exposures);

	if (!exposures->owes_coins || risk->no_debt)
		return;
	risk->rise_to_call = rise_to(risk, order, &risk->call, exposures, x);
	risk->rise_to_liquidation = rise_to(risk, order, &risk->liquidation, exposures, x);
	if (risk->rise_to_call.known || risk->rise_to_liquidation.known)
		risk->rising = x != NULL ? x->ccy : "";
	if (risk->rising != NULL && x != NULL && pledged != NULL && pledged != x &&
	    !pledged->stable)
		risk->against = pledged->ccy;
}

/* BOUND with so many DECIMALS, toward the market price. */
static bool
round_bound(struct decimal *out, const struct ratio *bound, bool falling, int decimals)
{
	return ratio_round(out, bound, decimals, falling ? DECIMAL_CEILING : DECIMAL_FLOOR);
}

/* Decimals for three digits of BOUND as it will be written. */
static int
text_decimals(const struct ratio *bound, bool falling)
{
	int decimals = TEXT_MAX_DECIMALS, pass;
	struct decimal rounded;

	/* Twice, as rounding may add a digit: 99.96 is 100. */
	for (pass = 0; pass < 2 && round_bound(&rounded, bound, falling, decimals); pass++) {
		decimals = TEXT_DIGITS - 1 - decimal_magnitude(&rounded);
		if (decimals < 0)
			decimals = 0;
		if (decimals > TEXT_MAX_DECIMALS || decimal_sign(&rounded) == 0)
			decimals = TEXT_MAX_DECIMALS;
	}
	return decimals;
}

void
call_price_text(char *out, size_t size, const struct ratio *bound, bool falling, int places,
    int width)
{
	char text[FIGURE_TEXT_SIZE];
	struct decimal rounded;
	int decimals = text_decimals(bound, falling) + places;

	/* What does not fit loses decimals, still toward the market price. */
	for (; decimals >= 0; decimals--) {
		if (!round_bound(&rounded, bound, falling, decimals))
			continue;
		if (decimal_text_grouped(text, sizeof text, &rounded) > 0 &&
		    (width <= 0 || decimals == 0 || strlen(text) <= (size_t)width)) {
			figure_word(out, size, text, width);
			return;
		}
	}
	figure_word(out, size, "*", width);
}
