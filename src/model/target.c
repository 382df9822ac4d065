/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/target.h"

#define REPAY_MIN_DECIMALS 2
#define REPAY_MAX_DECIMALS 8

/* The target that TERMS ask for, else the lower of 0.5 and 0.8 M; false where that is not known. */
static bool
find_target(struct fraction *at, const struct risk_figure *call, const struct risk_terms *terms)
{
	struct fraction half = fraction_of(5, 1), part = fraction_of(8, 1);
	int order;

	if (terms->has_target) {
		*at = fraction_from(&terms->target);
		return true;
	}
	if (!fraction_multiply(at, &part, &call->is) || !fraction_compare(&order, at, &half))
		return false;
	if (order > 0)
		*at = half;
	return true;
}

/* Whether AT is so near the call that it is no relief. */
static bool
is_too_high(const struct fraction *at, const struct risk_figure *call)
{
	struct fraction most = fraction_of(95, 2);
	int order;

	return !fraction_multiply(&most, &most, &call->is) ||
	    !fraction_compare(&order, at, &most) || order >= 0;
}

/*
 * The fewest decimals of an amount of which a unit in the last place is worth less than
 * two cents, at PRICE in USD.
 */
static int
repay_decimals(const struct fraction *price)
{
	int decimals = REPAY_MIN_DECIMALS, order;
	struct fraction unit, two_cents = fraction_of(2, 2), tenth = fraction_of(1, 1);

	for (unit = *price; decimals > 0; decimals--)
		if (!fraction_multiply(&unit, &unit, &tenth))
			return REPAY_MAX_DECIMALS;
	for (decimals = REPAY_MIN_DECIMALS; decimals < REPAY_MAX_DECIMALS; decimals++)
		if ((fraction_compare(&order, &unit, &two_cents) && order < 0) ||
		    !fraction_multiply(&unit, &unit, &tenth))
			break;
	return decimals;
}

/*
 * The same repayment in the one owed currency, at the worth that the exchange gives it:
 * O (repay_usd / D).
 */
static void
find_coins(struct target *target, const struct figure *debt, const struct exposure *owed)
{
	struct risk_figure whole = risk_figure_of(debt);
	struct fraction amount, part, price;

	if (owed == NULL || owed->owed->amount.state != FIGURE_KNOWN ||
	    decimal_sign(&owed->owed->amount.value) < 0)
		return;
	amount = fraction_from(&owed->owed->amount.value);
	if (!whole.known || !fraction_divide(&part, &target->repay_usd, &whole.is) ||
	    !fraction_multiply(&target->repay, &amount, &part))
		return;
	target->ccy = owed->ccy;
	target->repay_decimals = fraction_divide(&price, &whole.is, &amount) ?
	    repay_decimals(&price) :
	    REPAY_MAX_DECIMALS;
}

bool
target_excess(struct fraction *repay, const struct fraction *debt, const struct fraction *secured,
    const struct fraction *at)
{
	struct fraction covered;

	return fraction_multiply(&covered, at, secured) && fraction_subtract(repay, debt, &covered);
}

void
target_find(struct target *target, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures, const struct risk_terms *terms)
{
	const struct risk_figure *debt = &risk->debt;
	struct risk_figure secured = risk_figure_of(&order->secured);
	int reached;

	*target = (struct target){ .state = TARGET_UNKNOWN };
	if (!risk->call.known || !find_target(&target->at, &risk->call, terms))
		return;
	if (is_too_high(&target->at, &risk->call)) {
		target->state = TARGET_REFUSED;
		return;
	}
	if (risk->ltv.known && fraction_compare(&reached, &risk->ltv.is, &target->at) &&
	    reached <= 0) {
		target->state = TARGET_BELOW;
		return;
	}
	/* Collateral below 0 covers no less than nothing. */
	if (risk->no_cover)
		secured = (struct risk_figure){ .known = true, .is = fraction_of(0, 0) };
	if (!debt->known || !secured.known ||
	    !target_excess(&target->repay_usd, &debt->is, &secured.is, &target->at) ||
	    fraction_sign(&target->repay_usd) <= 0 ||
	    !fraction_divide(&target->pledge_usd, &debt->is, &target->at) ||
	    !fraction_subtract(&target->pledge_usd, &target->pledge_usd, &secured.is))
		return;
	find_coins(target, &order->debt, exposures_only_owed(exposures));
	target->state = TARGET_REPAY;
}

bool
target_pledge(struct fraction *amount, const struct target *target, const struct pricing *pricing)
{
	return target->state == TARGET_REPAY && pricing->source != PRICE_NONE &&
	    fraction_divide(amount, &target->pledge_usd, &pricing->price);
}
