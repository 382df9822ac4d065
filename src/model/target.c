/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/target.h"

#define REPAY_MIN_DECIMALS 2
#define REPAY_MAX_DECIMALS 8

/* So far below the threshold, in points, that no small move of prices brings the call back. */
#define LEAVE_POINTS 1

/* The target that TERMS ask for, else the lower of 0.5 and 0.8 M; false where that is not known. */
static bool
find_target(struct ratio *at, const struct ratio *call, const struct risk_terms *terms)
{
	struct ratio half = ratio_of(5, 1), part = ratio_of(8, 1);
	int order;

	if (terms->has_target) {
		*at = ratio_from(&terms->target);
		return true;
	}
	if (!ratio_multiply(at, &part, call) || !ratio_compare(&order, at, &half))
		return false;
	if (order > 0)
		*at = half;
	return true;
}

/* Whether AT is so near the call that it is no relief. */
static bool
is_too_high(const struct ratio *at, const struct ratio *call)
{
	struct ratio most = ratio_of(95, 2);
	int order;

	return !ratio_multiply(&most, &most, call) || !ratio_compare(&order, at, &most) ||
	    order >= 0;
}

int
target_decimals(const struct ratio *price)
{
	int decimals = REPAY_MIN_DECIMALS, order;
	struct ratio unit, two_cents = ratio_of(2, 2), tenth = ratio_of(1, 1);

	for (unit = *price; decimals > 0; decimals--)
		if (!ratio_multiply(&unit, &unit, &tenth))
			return REPAY_MAX_DECIMALS;
	for (decimals = REPAY_MIN_DECIMALS; decimals < REPAY_MAX_DECIMALS; decimals++)
		if ((ratio_compare(&order, &unit, &two_cents) && order < 0) ||
		    !ratio_multiply(&unit, &unit, &tenth))
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
	const struct ratio whole = ratio_sent(debt);
	struct ratio amount, part, price;

	if (owed == NULL)
		return;
	amount = ratio_sent(&owed->owed->amount);
	ratio_divide(&part, &target->repay_usd, &whole);
	if (!ratio_multiply(&target->repay, &amount, &part))
		return;
	target->ccy = owed->ccy;
	target->repay_decimals = ratio_divide(&price, &whole, &amount) ? target_decimals(&price) :
									 REPAY_MAX_DECIMALS;
}

bool
target_excess(struct ratio *repay, const struct ratio *debt, const struct ratio *secured,
    const struct ratio *at)
{
	struct ratio covered;

	ratio_multiply(&covered, at, secured);
	return ratio_subtract(repay, debt, &covered);
}

/* Fills in what reaches TARGET's LTV, which L is not at yet; TARGET_UNKNOWN where that is not known. */
static void
find_relief(struct target *target, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures)
{
	const struct ratio *debt = &risk->debt;
	struct ratio secured = ratio_sent(&order->secured);

	/* Collateral below 0 covers no less than nothing. */
	if (risk->no_cover)
		secured = ratio_of(0, 0);
	ratio_divide(&target->pledge_usd, debt, &target->at);
	if (!target_excess(&target->repay_usd, debt, &secured, &target->at) ||
	    ratio_sign(&target->repay_usd) <= 0 ||
	    !ratio_subtract(&target->pledge_usd, &target->pledge_usd, &secured)) {
		*target = (struct target){ .state = TARGET_UNKNOWN };
		return;
	}
	find_coins(target, &order->debt, exposures_only_owed(exposures));
	target->state = TARGET_REPAY;
}

void
target_find(struct target *target, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures, const struct risk_terms *terms)
{
	int reached;

	*target = (struct target){ .state = TARGET_UNKNOWN };
	if (!risk->call.known || !find_target(&target->at, &risk->call, terms))
		return;
	if (is_too_high(&target->at, &risk->call))
		target->state = TARGET_REFUSED;
	else if (ratio_compare(&reached, &risk->ltv, &target->at) && reached <= 0)
		target->state = TARGET_BELOW;
	else
		find_relief(target, order, risk, exposures);
}

bool
target_leave_ltv(struct ratio *at, const struct risk *risk)
{
	const struct ratio points = ratio_of(LEAVE_POINTS, 2);
	const struct ratio *edge = &risk->call;
	int order;

	if (ratio_compare(&order, &risk->liquidation, &risk->call) && order < 0)
		edge = &risk->liquidation;
	return ratio_subtract(at, edge, &points) && ratio_sign(at) > 0;
}

void
target_leave(struct target *leave, const struct loan *order, const struct risk *risk,
    const struct exposures *exposures)
{
	*leave = (struct target){ .state = TARGET_UNKNOWN };
	if (risk->band >= RISK_CALL && target_leave_ltv(&leave->at, risk))
		find_relief(leave, order, risk, exposures);
}

bool
target_pledge(struct ratio *amount, const struct target *target, const struct pricing *pricing)
{
	return target->state == TARGET_REPAY && pricing->source != PRICE_NONE &&
	    ratio_divide(amount, &target->pledge_usd, &pricing->price);
}
