/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/call_price.h"

#include <string.h>

#include "model/figure.h"

#define TEXT_DIGITS 3
#define TEXT_MAX_DECIMALS 10

/* LEAST = max(0, (C - the others' value) / VALUE), MOST = min(1, C / VALUE); VALUE its own. */
static bool
narrow(struct call_price_range *range, const struct fraction *secured,
    const struct exposures *exposures, const struct fraction *value)
{
	struct fraction others, least, most, one = fraction_of(1, 0);
	int order;

	if (!fraction_subtract(&others, &exposures->pledged_value, value) ||
	    !fraction_subtract(&least, secured, &others) ||
	    !fraction_divide(&least, &least, value) || !fraction_divide(&most, secured, value) ||
	    !fraction_compare(&order, &most, &one))
		return false;
	*range = (struct call_price_range){
		.least = fraction_sign(&least) > 0 ? least : fraction_of(0, 0),
		.most = order < 0 ? most : one,
		.narrowed = true,
	};
	return true;
}

/*
 * The haircut's range of X. Where another price is unknown, and where C is more
 * than there is, the figures tell nothing about it.
 */
static struct call_price_range
find_range(const struct fraction *secured, const struct risk *risk,
    const struct exposures *exposures, const struct exposure *x)
{
	struct call_price_range range = { .least = fraction_of(0, 0), .most = fraction_of(1, 0) };

	if (exposures->pledged_known && !risk->above_market && fraction_sign(&x->pledged_value) > 0)
		narrow(&range, secured, exposures, &x->pledged_value);
	return range;
}

/* T h P - O: what a unit of price changes, in T C less in D. */
static bool
weigh(struct fraction *weight, const struct fraction *threshold, const struct fraction *haircut,
    const struct exposure *x)
{
	struct fraction amount = fraction_of(0, 0);

	if (x->pledged != NULL)
		amount = fraction_from(&x->pledged->amount.value);
	if (!fraction_multiply(weight, threshold, haircut) ||
	    !fraction_multiply(weight, weight, &amount))
		return false;
	if (x->owed == NULL)
		return true;
	amount = fraction_from(&x->owed->amount.value);
	return fraction_subtract(weight, weight, &amount);
}

/* Fills in the bounds; false where a number does not fit. GAP is g, above 0. */
static bool
find_bounds(struct call_price *call_price, const struct fraction *gap,
    const struct fraction *threshold, const struct exposure *x)
{
	const struct fraction *price = &x->pricing.price;
	struct fraction most, least, fall, rise, both;

	if (!weigh(&most, threshold, &call_price->haircut.most, x) ||
	    !weigh(&least, threshold, &call_price->haircut.least, x))
		return false;
	if (fraction_sign(&most) > 0) {
		if (!fraction_divide(&fall, gap, &most) ||
		    !fraction_subtract(&call_price->falling, price, &fall))
			return false;
		call_price->has_falling = fraction_sign(&call_price->falling) > 0;
	}
	if (fraction_sign(&least) < 0) {
		/* RISE is below 0, as its weight is. */
		if (!fraction_divide(&rise, gap, &least) ||
		    !fraction_subtract(&call_price->rising, price, &rise))
			return false;
		call_price->has_rising = true;
	}
	call_price->falling_never = !call_price->has_falling &&
	    fraction_sign(&x->pledged_value) > 0;
	call_price->nearer_rising = call_price->has_rising;
	if (call_price->has_falling && call_price->has_rising) {
		if (!fraction_add(&both, &fall, &rise))
			return false;
		call_price->nearer_rising = fraction_sign(&both) > 0;
	}
	return true;
}

void
call_price_find_at(struct call_price *call_price, const struct risk_figure *threshold,
    const struct loan *order, const struct risk *risk, const struct exposures *exposures,
    const struct exposure *exposure)
{
	struct risk_figure secured = risk_figure_of(&order->secured);
	struct fraction gap;

	*call_price = (struct call_price){ .state = CALL_PRICE_UNKNOWN };
	if (risk->no_cover) {
		call_price->state = CALL_PRICE_CALLED;
		return;
	}
	if (risk->no_debt || !threshold->known || !risk->ltv.known ||
	    !fraction_subtract(&gap, &threshold->is, &risk->ltv.is))
		return;
	if (fraction_sign(&gap) <= 0) {
		call_price->state = CALL_PRICE_CALLED;
		return;
	}
	/* Without collateral an LTV says nothing. */
	if (!exposure->known || !secured.known || !fraction_multiply(&gap, &gap, &secured.is) ||
	    fraction_sign(&gap) == 0)
		return;

	call_price->haircut = find_range(&secured.is, risk, exposures, exposure);
	if (!find_bounds(call_price, &gap, &threshold->is, exposure)) {
		*call_price = (struct call_price){ .state = CALL_PRICE_UNKNOWN };
		return;
	}
	call_price->state = call_price->has_falling || call_price->has_rising ? CALL_PRICE_PRICE :
										CALL_PRICE_NEVER;
}

void
call_price_find(struct call_price *call_price, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures, const struct exposure *exposure)
{
	call_price_find_at(call_price, &risk->call, order, risk, exposures, exposure);
}

/*
 * By what share all that is owed, or X where that is it, may rise until
 * THRESHOLD. Only what is pledged as well needs a price for that.
 */
static struct risk_figure
rise_to(const struct risk *risk, const struct loan *order, const struct risk_figure *threshold,
    const struct exposures *exposures, const struct exposure *x)
{
	struct risk_figure rise = { .known = false };
	struct fraction one = fraction_of(1, 0);
	struct call_price call_price;

	if (x != NULL && exposure_has(x->pledged)) {
		call_price_find_at(&call_price, threshold, order, risk, exposures, x);
		rise.known = call_price.has_rising &&
		    fraction_divide(&rise.is, &call_price.rising, &x->pricing.price);
	} else if (risk->ltv.known && threshold->known) {
		rise.known = fraction_divide(&rise.is, &threshold->is, &risk->ltv.is);
	}
	rise.known = rise.known && fraction_subtract(&rise.is, &rise.is, &one) &&
	    fraction_sign(&rise.is) > 0;
	return rise;
}

void
callat_rises(struct risk *risk, const struct loan *order, const struct exposures *exposures)
{
	const struct exposure *x = exposures_only_owed(exposures);

	if (!exposures->owes_coins || risk->no_debt)
		return;
	risk->rise_to_call = rise_to(risk, order, &risk->call, exposures, x);
	risk->rise_to_liquidation = rise_to(risk, order, &risk->liquidation, exposures, x);
	if (risk->rise_to_call.known || risk->rise_to_liquidation.known)
		risk->rising = x != NULL ? x->ccy : "";
}

/* BOUND with so many DECIMALS, toward the market price. */
static bool
round_bound(struct decimal *out, const struct fraction *bound, bool falling, int decimals)
{
	return fraction_round(out, bound, decimals, falling ? DECIMAL_CEILING : DECIMAL_FLOOR);
}

/* Decimals for three digits of BOUND as it will be written. */
static int
text_decimals(const struct fraction *bound, bool falling)
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
call_price_text(char *out, size_t size, const struct fraction *bound, bool falling, int places,
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
