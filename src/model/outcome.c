/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "model/haircuts.h"

/* One currency as the question has it. */
struct asked {
	const char *ccy;
	const struct exposure *exposure; /* NULL: it is not in the loan */
	struct pricing pricing;
	const struct question_item *own; /* what is asked of its price, or NULL */
	struct ratio more, less;         /* pledged in addition; repaid */
};

struct inquiry {
	const struct question *question;
	const struct loan_status *status;
	const struct prices *prices;
	const struct funding *funding;
	const struct risk_terms *terms;
	const struct question_item *all; /* what is asked of all pledged coins, or NULL */
	struct asked *of;                /* first those of the exposures, in their order */
	size_t count;
	struct outcome *outcome;
};

static void
add_note(struct inquiry *inquiry, enum outcome_note_kind kind, const struct question_item *item,
    const char *ccy, const struct ratio *amount)
{
	struct outcome *outcome = inquiry->outcome;
	struct outcome_note note = { .kind = kind, .item = item, .ccy = ccy };

	for (size_t i = 0; i < outcome->note_count; i++)
		if (outcome->notes[i].kind == kind && strcmp(outcome->notes[i].ccy, ccy) == 0)
			return;
	if (amount != NULL)
		note.amount = *amount;
	if (outcome->note_count < OUTCOME_NOTES)
		outcome->notes[outcome->note_count++] = note;
}

/* Ends it for want of something. Returns false. */
static bool
refuse(struct inquiry *inquiry, enum outcome_state state, const struct question_item *item)
{
	inquiry->outcome->state = state;
	inquiry->outcome->item = item;
	return false;
}

static struct asked *
find_asked(const struct inquiry *inquiry, const char *ccy)
{
	for (size_t i = 0; i < inquiry->count; i++)
		if (strcmp(inquiry->of[i].ccy, ccy) == 0)
			return &inquiry->of[i];
	return NULL;
}

static bool
is_pledged(const struct asked *asked)
{
	return asked->exposure != NULL && exposure_has(asked->exposure->pledged);
}

static bool
is_owed(const struct asked *asked)
{
	return asked->exposure != NULL && exposure_has(asked->exposure->owed);
}

/* Whether OKX named all that is pledged: nothing at all is no list of what makes C. */
static bool
are_pledged_listed(const struct inquiry *inquiry)
{
	if (!inquiry->status->exposures.pledged_listed)
		return false;
	for (size_t i = 0; i < inquiry->count; i++)
		if (is_pledged(&inquiry->of[i]))
			return true;
	return false;
}

/* Whether it named all that is owed. */
static bool
are_owed_listed(const struct inquiry *inquiry)
{
	const struct exposures *exposures = &inquiry->status->exposures;

	return exposures->owed_listed && exposures->owed_count > 0;
}

/* The currencies of the loan, then those that the question pledges. */
static void
collect_currencies(struct inquiry *inquiry)
{
	const struct exposures *exposures = &inquiry->status->exposures;
	const struct question *question = inquiry->question;

	inquiry->of = xcalloc(exposures->count + question->count, sizeof *inquiry->of);
	for (size_t i = 0; i < exposures->count; i++)
		inquiry->of[inquiry->count++] = (struct asked){
			.ccy = exposures->of[i].ccy,
			.exposure = &exposures->of[i],
			.pricing = exposures->of[i].pricing,
		};
	for (size_t i = 0; i < question->count; i++) {
		const char *ccy = question->items[i].ccy;

		if (question->items[i].kind == QUESTION_PLEDGE && find_asked(inquiry, ccy) == NULL)
			inquiry->of[inquiry->count++] = (struct asked){
				.ccy = ccy,
				.pricing = pricing_find(ccy, inquiry->prices),
			};
	}
	for (size_t i = 0; i < inquiry->count; i++)
		inquiry->of[i].more = inquiry->of[i].less = ratio_of(0, 0);
}

/* By what a price that today is PRICING changes; false where that is not known. */
static bool
factor_of(struct ratio *factor, const struct question_item *item, const struct pricing *pricing)
{
	const struct ratio value = ratio_from(&item->value);

	*factor = value;
	return item->kind != QUESTION_PRICE || ratio_divide(factor, &value, &pricing->price);
}

static bool
take_price(struct inquiry *inquiry, const struct question_item *item)
{
	struct asked *asked = find_asked(inquiry, item->ccy);
	const struct pricing today = pricing_find(item->ccy, inquiry->prices);
	const bool listed = are_pledged_listed(inquiry) && are_owed_listed(inquiry);
	struct ratio factor;

	if (asked != NULL)
		asked->own = item;
	else if (listed)
		add_note(inquiry, OUTCOME_NOT_IN_LOAN, item, item->ccy, NULL);
	/* What is pledged only then has no change to go by, and needs none. */
	if ((asked == NULL ? !listed : asked->exposure != NULL || !listed) &&
	    !factor_of(&factor, item, &today))
		return refuse(inquiry, OUTCOME_PRICE_UNKNOWN, item);
	return true;
}

/* Says where the funding account holds less than what ITEM and those before it take of ASKED. */
static void
compare_funding(struct inquiry *inquiry, const struct question_item *item,
    const struct asked *asked)
{
	const struct balance *balance = funding_find(inquiry->funding, asked->ccy);
	struct ratio held = ratio_of(0, 0), taken;
	int order;

	if (balance != NULL)
		held = ratio_sent(&balance->available);
	if (inquiry->funding != NULL && ratio_add(&taken, &asked->more, &asked->less) &&
	    ratio_compare(&order, &taken, &held) && order > 0)
		add_note(inquiry, OUTCOME_OVER_FUNDING, item, asked->ccy, &held);
}

static bool
take_pledge(struct inquiry *inquiry, const struct question_item *item)
{
	struct asked *asked = find_asked(inquiry, item->ccy);
	const struct ratio amount = ratio_from(&item->value);

	if (!ratio_add(&asked->more, &asked->more, &amount))
		return refuse(inquiry, OUTCOME_UNFIT, item);
	add_note(inquiry,
	    is_pledged(asked)                                             ? OUTCOME_AS_PLEDGED :
		asked->pricing.source == PRICE_NONE && asked->own == NULL ? OUTCOME_NEW_UNPRICED :
									    OUTCOME_NEW,
	    item, item->ccy, NULL);
	compare_funding(inquiry, item, asked);
	return true;
}

/* The currency that ITEM repays; NULL where that is none, or, with the refusal, not known. */
static struct asked *
find_repaid(struct inquiry *inquiry, const struct question_item *item)
{
	const struct exposures *exposures = &inquiry->status->exposures;
	const struct exposure *only = exposures_only_owed(exposures);
	struct asked *asked = NULL;

	if (item->ccy[0] == '\0' && exposures->owed_count > 1) {
		refuse(inquiry, OUTCOME_CCY_NEEDED, item);
		return NULL;
	}
	if (item->ccy[0] != '\0')
		asked = find_asked(inquiry, item->ccy);
	else if (only != NULL)
		asked = find_asked(inquiry, only->ccy);
	if (asked != NULL && !is_owed(asked))
		asked = NULL;
	if (asked == NULL ? exposures->owed_listed :
			    ratio_sent(&asked->exposure->owed->amount).known)
		return asked;
	refuse(inquiry, OUTCOME_OWED_UNKNOWN, item);
	return NULL;
}

static bool
take_repayment(struct inquiry *inquiry, const struct question_item *item)
{
	const struct ratio amount = ratio_from(&item->value);
	struct asked *asked = find_repaid(inquiry, item);
	struct ratio left, owed, sum;
	int order;

	if (inquiry->outcome->state != OUTCOME_KNOWN)
		return false;
	if (asked == NULL) {
		add_note(inquiry, OUTCOME_NOT_OWED, item, item->ccy, NULL);
		return true;
	}
	owed = ratio_sent(&asked->exposure->owed->amount);
	ratio_subtract(&left, &owed, &asked->less);
	ratio_add(&sum, &asked->less, &amount);
	if (!ratio_compare(&order, &sum, &owed))
		return refuse(inquiry, OUTCOME_UNFIT, item);
	if (order > 0)
		add_note(inquiry, OUTCOME_OVER_OWED, item, asked->ccy, &left);
	asked->less = order > 0 ? owed : sum;
	compare_funding(inquiry, item, asked);
	return true;
}

/* Prices first: what is pledged or repaid is of their currencies. */
static bool
take_items(struct inquiry *inquiry)
{
	static bool (*const take[])(struct inquiry *, const struct question_item *) = {
		[QUESTION_REPAY] = take_repayment,
		[QUESTION_PLEDGE] = take_pledge,
		[QUESTION_PRICE] = take_price,
		[QUESTION_CHANGE] = take_price,
	};
	const struct question *question = inquiry->question;

	for (int prices = 1; prices >= 0; prices--)
		for (size_t i = 0; i < question->count; i++) {
			const struct question_item *item = &question->items[i];

			if (item->kind == QUESTION_ALL)
				inquiry->all = item;
			else if ((item->kind >= QUESTION_PRICE) == prices &&
			    !take[item->kind](inquiry, item))
				return false;
		}
	return true;
}

static bool
is_stable(const struct inquiry *inquiry, const struct asked *asked)
{
	return asked->exposure != NULL ?
	    asked->exposure->stable :
	    exposure_is_stable(asked->ccy, inquiry->terms->stablecoins);
}

/* What changes the price of ASKED where it is pledged, or NULL. */
static const struct question_item *
mover_of(const struct inquiry *inquiry, const struct asked *asked)
{
	return asked->own != NULL ? asked->own : is_stable(inquiry, asked) ? NULL : inquiry->all;
}

/* What ASKED is worth of the collateral, were its value not cut: now, then. */
static struct haircuts_part
part_of(const struct inquiry *inquiry, const struct asked *asked)
{
	const struct question_item *mover = mover_of(inquiry, asked);
	struct haircuts_part part = { .now = ratio_of(0, 0), .factor = ratio_of(1, 0) };
	struct ratio price = asked->pricing.price, amount = ratio_of(0, 0), growth;

	if (mover != NULL) {
		const struct ratio value = ratio_from(&mover->value);

		factor_of(&part.factor, mover, &asked->pricing);
		if (mover->kind == QUESTION_PRICE)
			price = value;
		else
			ratio_multiply(&price, &price, &value);
	}
	if (is_pledged(asked)) {
		part.now = asked->exposure->pledged_value;
		amount = ratio_sent(&asked->exposure->pledged->amount);
	}
	ratio_add(&growth, &amount, &asked->more);
	ratio_multiply(&part.then, &price, &growth);
	/* An amount that is not known grows by nothing, at worst. */
	if (ratio_sign(&asked->more) > 0 && ratio_divide(&growth, &growth, &amount))
		ratio_multiply(&part.factor, &part.factor, &growth);
	return part;
}

/* LOW and HIGH become the ends of 1 and all changes asked for, ALL among them if WITH_ALL. */
static void
find_extremes(const struct inquiry *inquiry, bool with_all, struct ratio *low, struct ratio *high)
{
	*low = *high = ratio_of(1, 0);
	for (size_t i = 0; i < inquiry->question->count; i++) {
		const struct question_item *item = &inquiry->question->items[i];
		const struct pricing pricing = pricing_find(item->ccy, inquiry->prices);
		struct ratio factor;
		int order;

		if (item->kind < QUESTION_PRICE || (item->kind == QUESTION_ALL && !with_all) ||
		    !factor_of(&factor, item, &pricing))
			continue;
		if (!ratio_compare(&order, &factor, low) || order < 0)
			*low = factor;
		if (!ratio_compare(&order, &factor, high) || order > 0)
			*high = factor;
	}
}

/* Whether a pledged amount is not known of which more is pledged: there is no best end then. */
static bool
grows_unknown(const struct asked *asked)
{
	return is_pledged(asked) && ratio_sign(&asked->more) > 0 &&
	    !ratio_sent(&asked->exposure->pledged->amount).known;
}

/*
 * Finds the ends of the collateral then, of SECURED now. Without SECURED the values say
 * nothing of the parts: each may be any.
 */
static void
find_secured(struct inquiry *inquiry, const struct ratio *secured, bool weighed,
    struct ratio *least, struct ratio *most)
{
	struct haircuts_part *parts = xcalloc(inquiry->count + 2, sizeof *parts);
	const bool listed = are_pledged_listed(inquiry);
	bool priced = true, growing = false;
	size_t count = 0;

	for (size_t i = 0; i < inquiry->count; i++) {
		const struct asked *asked = &inquiry->of[i];

		if (!is_pledged(asked) && ratio_sign(&asked->more) == 0)
			continue;
		parts[count] = part_of(inquiry, asked);
		priced = priced && parts[count].now.known;
		growing = growing || grows_unknown(asked);
		parts[count].now.known = parts[count].now.known && (weighed || !is_pledged(asked));
		count++;
	}
	if (!listed) {
		find_extremes(inquiry, true, &parts[count].factor, &parts[count + 1].factor);
		count += 2;
	}
	*least = haircuts_bound(HAIRCUTS_LEAST, secured, parts, count);
	*most = haircuts_bound(HAIRCUTS_MOST, secured, parts, count);
	most->known = most->known && !growing;
	free(parts);
	if (!listed)
		add_note(inquiry, OUTCOME_UNLISTED, NULL, "", NULL);
	else if (!priced)
		add_note(inquiry, OUTCOME_UNPRICED, NULL, "", NULL);
}

/* What is left of the worth of ASKED, which is owed, as a part of 1. */
static bool
owed_factor(struct ratio *factor, const struct asked *asked)
{
	struct ratio amount, left, part;

	*factor = ratio_of(1, 0);
	if (asked->own != NULL && !factor_of(factor, asked->own, &asked->pricing))
		return false;
	if (ratio_sign(&asked->less) == 0)
		return true;
	amount = ratio_sent(&asked->exposure->owed->amount);
	ratio_subtract(&left, &amount, &asked->less);
	ratio_divide(&part, &left, &amount);
	return ratio_multiply(factor, factor, &part);
}

/* Adds the value of ASKED, which is owed, to NOW, and what it becomes to THEN. */
static void
weigh_owed(const struct asked *asked, struct ratio *now, struct ratio *then)
{
	struct ratio left = asked->exposure->owed_value, value;

	ratio_add(now, now, &left);
	if (ratio_sign(&asked->less) > 0) {
		ratio_multiply(&value, &asked->less, &asked->pricing.price);
		ratio_subtract(&left, &left, &value);
	}
	if (asked->own != NULL) {
		struct ratio factor;

		factor_of(&factor, asked->own, &asked->pricing);
		ratio_multiply(&left, &left, &factor);
	}
	ratio_add(then, then, &left);
}

/*
 * The ends of what is left of the debt, as a part of 1: of one coin its own, of several by
 * their values. Without these each may be all of it.
 */
static void
find_debt(struct inquiry *inquiry, struct ratio *most, struct ratio *least)
{
	const bool listed = are_owed_listed(inquiry);
	struct ratio now = ratio_of(0, 0), then = ratio_of(0, 0), factor, one = ratio_of(1, 0);
	size_t count = 0;
	int low, high;

	*least = *most = one;
	if (!listed)
		find_extremes(inquiry, false, least, most);
	for (size_t i = 0; i < inquiry->count; i++) {
		const struct asked *asked = &inquiry->of[i];

		if (!is_owed(asked))
			continue;
		if (!owed_factor(&factor, asked))
			most->known = least->known = false;
		if (count++ == 0 && listed)
			*least = *most = factor;
		if (ratio_compare(&low, &factor, least) && low < 0)
			*least = factor;
		if (ratio_compare(&high, &factor, most) && high > 0)
			*most = factor;
		weigh_owed(asked, &now, &then);
	}
	if (!most->known || !ratio_compare(&high, most, least) || high == 0)
		return;
	if (listed && ratio_divide(&factor, &then, &now))
		*least = *most = factor;
	else
		add_note(inquiry, OUTCOME_DEBT_UNWEIGHED, NULL, "", NULL);
}

/* What brings DEBT, of SECURED, one point below the margin call. */
static void
find_relief(struct inquiry *inquiry, const struct ratio *debt, const struct ratio *secured)
{
	const struct exposure *only = exposures_only_owed(&inquiry->status->exposures);
	struct outcome *outcome = inquiry->outcome;
	struct ratio at, part, amount;

	if (!target_leave_ltv(&at, &inquiry->status->risk) ||
	    !target_excess(&outcome->repay_usd, debt, secured, &at))
		return;
	ratio_divide(&part, debt, &at);
	ratio_subtract(&outcome->pledge_usd, &part, secured);
	if (only == NULL)
		return;
	amount = ratio_sent(&only->owed->amount);
	ratio_subtract(&amount, &amount, &find_asked(inquiry, only->ccy)->less);
	ratio_divide(&part, &outcome->repay_usd, debt);
	if (!ratio_multiply(&outcome->repay, &amount, &part))
		return;
	outcome->ccy = only->ccy;
	ratio_divide(&part, debt, &amount);
	outcome->repay_decimals = target_decimals(&part);
}

/* 1 - LTV / THRESHOLD. */
static struct ratio
fall_to(const struct ratio *ltv, const struct ratio *threshold)
{
	struct ratio fall, one = ratio_of(1, 0);

	ratio_divide(&fall, ltv, threshold);
	ratio_subtract(&fall, &one, &fall);
	return fall;
}

/* DEBT PART / SECURED: an LTV. */
static struct ratio
ltv_of(const struct ratio *debt, const struct ratio *part, const struct ratio *secured)
{
	struct ratio ltv;

	ratio_multiply(&ltv, debt, part);
	ratio_divide(&ltv, &ltv, secured);
	return ltv;
}

/*
 * Whether what falls with the market may be more of the collateral then than it is today:
 * other coins rise or are pledged, or stablecoins fall.
 */
static bool
adds_falling(const struct inquiry *inquiry)
{
	const struct ratio one = ratio_of(1, 0);

	for (size_t i = 0; i < inquiry->count; i++) {
		const struct asked *asked = &inquiry->of[i];
		const struct question_item *mover = mover_of(inquiry, asked);
		struct ratio factor = one;
		int order;

		if (!is_pledged(asked) && ratio_sign(&asked->more) == 0)
			continue;
		if (mover != NULL)
			factor_of(&factor, mover, &asked->pricing);
		if (!ratio_compare(&order, &factor, &one))
			return true;
		if (is_stable(inquiry, asked) ? order < 0 :
						order > 0 || ratio_sign(&asked->more) > 0)
			return true;
	}
	return false;
}

/* Judges what the question leaves; the debt is MOST of itself, at least LEAST. */
static void
judge(struct inquiry *inquiry, const struct ratio *most, const struct ratio *least)
{
	const struct risk *risk = &inquiry->status->risk;
	struct outcome *outcome = inquiry->outcome;
	struct ratio secured = ratio_sent(&inquiry->status->order->secured);
	struct ratio debt = risk->debt, worst, best;
	const bool sums = debt.known && secured.known;
	const struct ratio one = ratio_of(1, 0);
	int order;

	if (!sums) {
		/* The LTV alone is a debt of itself against 1. */
		debt = risk->ltv;
		secured = ratio_of(1, 0);
	}
	find_secured(inquiry, &secured, sums, &worst, &best);
	outcome->ltv = ltv_of(&debt, most, &worst);
	outcome->ltv_least = ltv_of(&debt, least, &best);
	if (!outcome->ltv.known) {
		refuse(inquiry, OUTCOME_UNFIT, NULL);
		return;
	}
	outcome->at_most = !ratio_compare(&order, &outcome->ltv, &outcome->ltv_least) || order != 0;
	outcome->band = risk_band_at(risk, &outcome->ltv, &inquiry->terms->watch_fall,
	    adds_falling(inquiry) ? &one : &risk->falling);
	outcome->to_call = fall_to(&outcome->ltv, &risk->call);
	outcome->to_liquidation = fall_to(&outcome->ltv, &risk->liquidation);
	if (sums && ratio_compare(&order, &outcome->ltv, &risk->call) && order >= 0) {
		ratio_multiply(&debt, &debt, most);
		find_relief(inquiry, &debt, &worst);
	}
}

void
outcome_find(struct outcome *outcome, const struct question *question,
    const struct loan_status *status, const struct prices *prices, const struct funding *funding,
    const struct risk_terms *terms)
{
	const struct risk *risk = &status->risk;
	struct inquiry inquiry = { .question = question,
		.status = status,
		.prices = prices,
		.funding = funding,
		.terms = terms,
		.outcome = outcome };
	struct ratio most, least;

	*outcome = (struct outcome){ .state = OUTCOME_KNOWN };
	collect_currencies(&inquiry);
	if (take_items(&inquiry)) {
		find_debt(&inquiry, &most, &least);
		if (risk->no_debt || (most.known && ratio_sign(&most) == 0)) {
			outcome->state = OUTCOME_NO_DEBT;
			outcome->ltv = outcome->ltv_least = ratio_of(0, 0);
			outcome->band = risk->no_debt ? risk->band : RISK_OK;
		} else if (!risk->ltv.known)
			refuse(&inquiry, risk->no_cover ? OUTCOME_NO_COVER : OUTCOME_NO_LTV, NULL);
		else if (!most.known)
			refuse(&inquiry, OUTCOME_UNFIT, NULL);
		else
			judge(&inquiry, &most, &least);
	}
	free(inquiry.of);
}
