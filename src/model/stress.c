/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/stress.h"

#include "model/fall_share.h"

#define STRESS_STEP_FALL 5 /* per cent */

/*
 * How a fall by f moves the two sides: C' = C (1 - f SECURED), B' = B (1 - f DEBT).
 */
struct slope {
	struct ratio secured, debt;
	bool at_most; /* these are bounds, toward danger */
};

/* PART / WHOLE, 1 at most; false where it is not known. */
static bool
share_of(struct ratio *share, const struct ratio *part, const struct ratio *whole)
{
	struct ratio one = ratio_of(1, 0);
	int order;

	if (!ratio_divide(share, part, whole) || !ratio_compare(&order, share, &one))
		return false;
	if (order > 0)
		*share = one;
	return true;
}

/*
 * The share of the debt that falls with the market: the same of D, as sent, and of B,
 * that of the worse LTV.
 */
static void
find_debt_slope(struct slope *slope, const struct ratio *debt, const struct exposures *exposures)
{
	struct ratio value = ratio_of(0, 0);
	size_t i;

	for (i = 0; i < exposures->count; i++) {
		const struct exposure *x = &exposures->of[i];

		if (exposure_has(x->owed) && !x->stable)
			ratio_add(&value, &value, &x->owed_value);
	}
	if (!share_of(&slope->debt, &value, debt)) {
		slope->debt = ratio_of(0, 0);
		slope->at_most = true;
	}
}

/* REST = 1 - FALL SHARE. */
static void
rest_of(struct ratio *rest, const struct ratio *fall, const struct ratio *share)
{
	const struct ratio one = ratio_of(1, 0);

	ratio_multiply(rest, fall, share);
	ratio_subtract(rest, &one, rest);
}

/* What to repay, or to pledge, to be back at the target, with B and C times what is left of each. */
static void
find_relief(struct stress_step *step, const struct loan *order, struct ratio debt,
    const struct target *target, const struct ratio *debt_rest, const struct ratio *secured_rest)
{
	struct ratio secured = ratio_sent(&order->secured);
	struct ratio repay;
	int reached;

	if (target->state == TARGET_UNKNOWN || target->state == TARGET_REFUSED)
		return;
	if (ratio_compare(&reached, &step->ltv, &target->at) && reached <= 0) {
		step->repay_usd = step->pledge_usd = ratio_of(0, 0);
		return;
	}
	ratio_multiply(&debt, &debt, debt_rest);
	ratio_multiply(&secured, &secured, secured_rest);
	if (!target_excess(&repay, &debt, &secured, &target->at) || ratio_sign(&repay) <= 0)
		return;
	step->repay_usd = repay;
	/* At the target a dollar that secures lets owe so much of one. */
	ratio_divide(&step->pledge_usd, &repay, &target->at);
}

bool
stress_find(struct stress_step steps[STRESS_STEPS], enum stress_kind kind, const char *ccy,
    const struct loan *order, const struct risk *risk, const struct exposures *exposures,
    const struct target *target, const struct risk_terms *terms)
{
	static const enum fall_kind kinds[STRESS_KINDS] = {
		[STRESS_ALL] = FALL_ALL,
		[STRESS_COINS] = FALL_COINS,
		[STRESS_ONE] = FALL_ONE,
		[STRESS_MARKET] = FALL_COINS,
	};
	struct ratio debt = ratio_sent(&order->debt);
	struct ratio secured = ratio_sent(&order->secured);
	struct slope slope = { .debt = ratio_of(0, 0) };
	/* what then falls is more of the collateral than today */
	bool stable_falls = false, at_most;
	const struct ratio one = ratio_of(1, 0);
	int i;

	if (!risk->ltv.known || risk->no_debt || (kind == STRESS_MARKET && !exposures->owes_coins))
		return false;
	if (kind == STRESS_ONE) {
		const struct exposure *x = exposures_find(exposures, ccy);

		if (x == NULL || !exposure_has(x->pledged))
			return false;
		stable_falls = x->stable;
	}
	if (kind == STRESS_MARKET)
		find_debt_slope(&slope, &debt, exposures);
	slope.secured = fall_share(&at_most, kinds[kind], ccy, &secured, exposures);
	slope.at_most = slope.at_most || at_most;

	for (i = 0; i < STRESS_STEPS; i++) {
		struct stress_step *step = &steps[i];
		struct ratio fall, debt_rest, secured_rest;

		*step = (struct stress_step){ .fall = (i + 1) * STRESS_STEP_FALL,
			.at_most = slope.at_most };
		fall = ratio_of(step->fall, 2);
		rest_of(&debt_rest, &fall, &slope.debt);
		rest_of(&secured_rest, &fall, &slope.secured);
		ratio_multiply(&step->ltv, &risk->ltv, &debt_rest);
		ratio_divide(&step->ltv, &step->ltv, &secured_rest);
		step->band = risk_band_at(risk, &step->ltv, &terms->watch_fall,
		    stable_falls ? &one : &risk->falling);
		if (step->ltv.known)
			find_relief(step, order, risk->debt, target, &debt_rest, &secured_rest);
	}
	return true;
}
