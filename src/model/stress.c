/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/stress.h"

#include <string.h>

#define STRESS_STEP_FALL 5 /* per cent */

/*
 * How a fall by f moves the two sides: C' = C (1 - f SECURED), B' = B (1 - f DEBT).
 */
struct slope {
	struct fraction secured, debt;
	bool at_most; /* these are bounds, toward danger */
};

static bool
falls(enum stress_kind kind, const char *ccy, const struct exposure *x)
{
	if (kind == STRESS_ONE)
		return strcmp(x->ccy, ccy) == 0;
	return kind == STRESS_ALL || !x->stable;
}

/* PART / WHOLE, 1 at most; false where it is not known. */
static bool
share_of(struct fraction *share, const struct fraction *part, const struct risk_figure *whole)
{
	struct fraction one = fraction_of(1, 0);
	int order;

	if (!whole->known || !fraction_divide(share, part, &whole->is) ||
	    !fraction_compare(&order, share, &one))
		return false;
	if (order > 0)
		*share = one;
	return true;
}

/*
 * Adds to VALUE what of C no listed coin accounts for, which may be anything; false
 * where there is none.
 */
static bool
add_unlisted(struct fraction *value, const struct risk_figure *secured,
    const struct exposures *exposures)
{
	struct fraction rest;

	return secured->known && exposures->pledged_known &&
	    fraction_subtract(&rest, &secured->is, &exposures->pledged_value) &&
	    fraction_sign(&rest) > 0 && fraction_add(value, value, &rest);
}

/*
 * The share of C that falls: all, nothing, or at most what is worth as much at
 * market. What is not listed falls.
 */
static void
find_secured(struct slope *slope, enum stress_kind kind, const char *ccy,
    const struct risk_figure *secured, const struct exposures *exposures)
{
	struct fraction value = fraction_of(0, 0);
	bool falling = false, staying = false, known = true;
	size_t i;

	for (i = 0; i < exposures->count; i++) {
		const struct exposure *x = &exposures->of[i];

		if (!exposure_has(x->pledged))
			continue;
		if (!falls(kind, ccy, x)) {
			staying = true;
			continue;
		}
		falling = true;
		known = known && x->pledged_known &&
		    fraction_add(&value, &value, &x->pledged_value);
	}
	if (!exposures->pledged_listed || (!falling && !staying)) {
		slope->secured = fraction_of(1, 0);
		slope->at_most = slope->at_most || kind != STRESS_ALL;
		return;
	}
	if (!add_unlisted(&value, secured, exposures) && !falling) {
		slope->secured = fraction_of(0, 0);
		return;
	}
	slope->at_most = slope->at_most || staying;
	if (!staying || !known || !share_of(&slope->secured, &value, secured))
		slope->secured = fraction_of(1, 0);
}

/*
 * The share of the debt that falls with the market: the same of D, as sent, and of B,
 * that of the worse LTV.
 */
static void
find_debt(struct slope *slope, const struct risk_figure *debt, const struct exposures *exposures)
{
	struct fraction value = fraction_of(0, 0);
	bool known = true;
	size_t i;

	for (i = 0; i < exposures->count; i++) {
		const struct exposure *x = &exposures->of[i];

		if (exposure_has(x->owed) && !x->stable)
			known = known && x->owed_known &&
			    fraction_add(&value, &value, &x->owed_value);
	}
	if (!known || !share_of(&slope->debt, &value, debt)) {
		slope->debt = fraction_of(0, 0);
		slope->at_most = true;
	}
}

/* REST = 1 - FALL SHARE. */
static bool
rest_of(struct fraction *rest, const struct fraction *fall, const struct fraction *share)
{
	struct fraction one = fraction_of(1, 0), loss;

	return fraction_multiply(&loss, fall, share) && fraction_subtract(rest, &one, &loss);
}

/* What to repay to be back at the target, with B and C times what is left of each. */
static struct risk_figure
find_repay(const struct stress_step *step, const struct loan *order, struct risk_figure debt,
    const struct target *target, const struct fraction *debt_rest,
    const struct fraction *secured_rest)
{
	struct risk_figure secured = risk_figure_of(&order->secured);
	struct risk_figure repay = { .known = false };
	int reached;

	if (target->state == TARGET_UNKNOWN || target->state == TARGET_REFUSED)
		return repay;
	if (fraction_compare(&reached, &step->ltv.is, &target->at) && reached <= 0) {
		repay = (struct risk_figure){ .known = true, .is = fraction_of(0, 0) };
		return repay;
	}
	repay.known = debt.known && secured.known &&
	    fraction_multiply(&debt.is, &debt.is, debt_rest) &&
	    fraction_multiply(&secured.is, &secured.is, secured_rest) &&
	    target_excess(&repay.is, &debt.is, &secured.is, &target->at) &&
	    fraction_sign(&repay.is) > 0;
	return repay;
}

bool
stress_find(struct stress_step steps[STRESS_STEPS], enum stress_kind kind, const char *ccy,
    const struct loan *order, const struct risk *risk, const struct exposures *exposures,
    const struct target *target, const struct risk_terms *terms)
{
	struct risk_figure debt = risk_figure_of(&order->debt);
	struct risk_figure secured = risk_figure_of(&order->secured);
	struct slope slope = { .debt = fraction_of(0, 0) };
	int i;

	if (!risk->ltv.known || risk->no_debt || (kind == STRESS_MARKET && !exposures->owes_coins))
		return false;
	if (kind == STRESS_ONE) {
		const struct exposure *x = exposures_find(exposures, ccy);

		if (x == NULL || !exposure_has(x->pledged))
			return false;
	}
	if (kind == STRESS_MARKET)
		find_debt(&slope, &debt, exposures);
	find_secured(&slope, kind, ccy, &secured, exposures);

	for (i = 0; i < STRESS_STEPS; i++) {
		struct stress_step *step = &steps[i];
		struct fraction fall, debt_rest, secured_rest;

		*step = (struct stress_step){ .fall = (i + 1) * STRESS_STEP_FALL,
			.at_most = slope.at_most };
		fall = fraction_of(step->fall, 2);
		step->ltv.known = rest_of(&debt_rest, &fall, &slope.debt) &&
		    rest_of(&secured_rest, &fall, &slope.secured) &&
		    fraction_multiply(&step->ltv.is, &risk->ltv.is, &debt_rest) &&
		    fraction_divide(&step->ltv.is, &step->ltv.is, &secured_rest);
		step->band = risk_band_at(risk, &step->ltv, &terms->watch_fall);
		if (step->ltv.known)
			step->repay_usd = find_repay(step, order, risk->debt, target, &debt_rest,
			    &secured_rest);
	}
	return true;
}
