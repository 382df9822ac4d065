/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/risk.h"

/* What two LTVs of one loan may differ by: 1 / 200 of the smaller one, 0.5 %. */
#define DISAGREE_PARTS 200

/* Beyond 1 / 20 of the larger one, 5 %, one of them must be wrong. */
#define APART_PARTS 20

static const char *const words[RISK_BANDS] = {
	[RISK_OK] = "OK",
	[RISK_WATCH] = "WATCH",
	[RISK_UNKNOWN] = "UNKNOWN",
	[RISK_CALL] = "CALL",
	[RISK_LIQUIDATION] = "LIQUIDATION",
};

static const char *const tokens[RISK_BANDS] = {
	[RISK_OK] = "ok",
	[RISK_WATCH] = "watch",
	[RISK_UNKNOWN] = "unknown",
	[RISK_CALL] = "call",
	[RISK_LIQUIDATION] = "liquidation",
};

const char *
risk_word(enum risk_band band)
{
	return words[band];
}

const char *
risk_token(enum risk_band band)
{
	return tokens[band];
}

struct risk_figure
risk_figure_of(const struct figure *sent)
{
	struct risk_figure figure = { .unreadable = sent->state == FIGURE_UNREADABLE };

	if (sent->state == FIGURE_KNOWN && decimal_sign(&sent->value) >= 0) {
		figure.known = true;
		figure.is = fraction_from(&sent->value);
	}
	return figure;
}

/* A threshold: above 0, or it is none. */
static struct risk_figure
threshold_of(const struct figure *sent)
{
	struct risk_figure threshold = risk_figure_of(sent);

	threshold.known = threshold.known && fraction_sign(&threshold.is) > 0;
	return threshold;
}

/* Whether both are known and can be compared; ORDER as fraction_compare(). */
static bool
compare(int *order, const struct risk_figure *a, const struct risk_figure *b)
{
	return a->known && b->known && fraction_compare(order, &a->is, &b->is);
}

/*
 * Where BAND, WATCH or worse and not UNKNOWN, begins. That of WATCH hangs on the
 * nearer of the two: with Q below M it is the liquidation that the fall meets first.
 */
static struct risk_figure
edge_of(enum risk_band band, const struct risk_figure *call, const struct risk_figure *liquidation,
    const struct decimal *watch_fall)
{
	struct risk_figure edge = { .known = false };
	struct fraction rest = fraction_of(1, 0), fall = fraction_from(watch_fall);
	int order;

	if (band == RISK_LIQUIDATION)
		return *liquidation;
	if (band == RISK_CALL)
		return *call;
	if (compare(&order, call, liquidation))
		edge.known = fraction_subtract(&rest, &rest, &fall) &&
		    fraction_multiply(&edge.is, order <= 0 ? &call->is : &liquidation->is, &rest);
	return edge;
}

enum risk_band
risk_band_of(const struct risk_figure *ltv, const struct risk_figure *call,
    const struct risk_figure *liquidation, const struct decimal *watch_fall)
{
	struct risk_figure watch = edge_of(RISK_WATCH, call, liquidation, watch_fall);
	int to_liquidation, to_call, to_watch;
	bool liquidation_told = compare(&to_liquidation, ltv, liquidation);
	bool call_told = compare(&to_call, ltv, call);

	if (liquidation_told && to_liquidation >= 0)
		return RISK_LIQUIDATION;
	if (call_told && to_call >= 0)
		return RISK_CALL;
	if (!liquidation_told || !call_told || !compare(&to_watch, ltv, &watch))
		return RISK_UNKNOWN;
	return to_watch > 0 ? RISK_WATCH : RISK_OK;
}

bool
risk_is_plausible(const struct risk_figure *threshold)
{
	const struct fraction least = fraction_of(2, 1), beyond = fraction_of(1, 0);
	int low, high;

	return !threshold->known ||
	    (fraction_compare(&low, &threshold->is, &least) && low >= 0 &&
		fraction_compare(&high, &threshold->is, &beyond) && high < 0);
}

/* BAND as far as the figures can be relied on. */
static enum risk_band
admit(const struct risk *risk, enum risk_band band)
{
	return risk->doubt != RISK_DOUBT_NONE && band < RISK_UNKNOWN ? RISK_UNKNOWN : band;
}

enum risk_band
risk_band_at(const struct risk *risk, const struct risk_figure *ltv,
    const struct decimal *watch_fall)
{
	return admit(risk, risk_band_of(ltv, &risk->call, &risk->liquidation, watch_fall));
}

/* The band of RISK where it was BEFORE: that one, or one between, until L is clear of its edge. */
static enum risk_band
hold_band(const struct risk *risk, const struct risk_terms *terms, enum risk_band before)
{
	static const enum risk_band steps[] = { RISK_LIQUIDATION, RISK_CALL, RISK_WATCH };
	const struct fraction clear = fraction_of(99, 2);
	size_t i;

	for (i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct risk_figure edge = edge_of(steps[i], &risk->call, &risk->liquidation,
		    &terms->watch_fall);
		int order;

		if (steps[i] > before || steps[i] <= risk->band)
			continue;
		edge.known = edge.known && fraction_multiply(&edge.is, &edge.is, &clear);
		if (compare(&order, &risk->ltv, &edge) && order >= 0)
			return steps[i];
	}
	return risk->band;
}

/* Finds L of the two LTVs, and whether they agree. */
static void
judge_ltv(struct risk *risk, const struct risk_terms *terms)
{
	const struct risk_figure *a = &risk->reported, *b = &risk->computed;
	struct fraction gap, parts = fraction_of(DISAGREE_PARTS, 0);
	int order;

	if (risk->no_cover || !a->known || !b->known) {
		risk->judge = risk->no_cover || b->known ? RISK_JUDGE_COMPUTED :
		    a->known                             ? RISK_JUDGE_REPORTED :
							   RISK_JUDGE_NONE;
		risk->disagree = risk->no_cover && a->known;
	} else if (!compare(&order, a, b)) {
		risk->disagree = true;
	} else {
		const struct risk_figure *most = order > 0 ? a : b, *least = order > 0 ? b : a;

		risk->judge = order > 0 ? RISK_JUDGE_REPORTED : RISK_JUDGE_COMPUTED;
		risk->disagree = !fraction_subtract(&gap, &most->is, &least->is) ||
		    !fraction_multiply(&gap, &gap, &parts) ||
		    !fraction_compare(&order, &gap, &least->is) || order > 0 ||
		    risk_band_of(a, &risk->call, &risk->liquidation, &terms->watch_fall) !=
			risk_band_of(b, &risk->call, &risk->liquidation, &terms->watch_fall);
	}
	risk->ltv = risk->judge == RISK_JUDGE_COMPUTED ? *b : *a;
	/* Where it cannot be told which one is worse, neither judges. */
	risk->ltv.known = risk->ltv.known && risk->judge != RISK_JUDGE_NONE;
}

/*
 * Whether the two LTVs, both known, are too far from one another for both to be true, or
 * cannot be compared.
 */
static bool
are_apart(const struct risk *risk)
{
	const struct risk_figure *a = &risk->reported, *b = &risk->computed;
	struct fraction gap, parts = fraction_of(APART_PARTS, 0);
	int order;

	if (!a->known || !b->known)
		return false;
	if (!compare(&order, a, b))
		return true;
	return !fraction_subtract(&gap, order > 0 ? &a->is : &b->is, order > 0 ? &b->is : &a->is) ||
	    !fraction_multiply(&gap, &gap, &parts) ||
	    !fraction_compare(&order, &gap, order > 0 ? &a->is : &b->is) || order > 0;
}

/* Whether what the verdict needs did not come. */
static bool
lacks_figures(const struct risk *risk, const struct loan *order)
{
	const struct figure *secured = &order->secured;
	const bool nothing_counts = secured->state == FIGURE_KNOWN &&
	    decimal_sign(&secured->value) <= 0;

	/* Beside collateral that counts for nothing only the debt says whether that matters. */
	return !risk->ltv.known || !risk->call.known || !risk->liquidation.known ||
	    (nothing_counts && !risk->computed.known);
}

static enum risk_doubt
find_doubt(const struct risk *risk, const struct loan *order)
{
	const bool both = !risk->no_debt && !risk->no_cover;
	const bool apart = both && are_apart(risk);

	if (both && lacks_figures(risk, order) && (risk->ltv.known || !apart))
		return RISK_DOUBT_FIGURES;
	if (order->owed.state != AMOUNTS_SENT || order->pledged.state != AMOUNTS_SENT)
		return RISK_DOUBT_LISTS;
	if (both && (!risk_is_plausible(&risk->call) || !risk_is_plausible(&risk->liquidation)))
		return RISK_DOUBT_THRESHOLDS;
	return apart ? RISK_DOUBT_LTVS : RISK_DOUBT_NONE;
}

/* Nothing is owed by the debt that was sent, whatever else was sent: it is the LTV then. */
static void
find_no_debt(struct risk *risk, const struct loan *order)
{
	risk->no_debt = risk->computed.known && fraction_sign(&risk->computed.is) == 0;
	if (!risk->no_debt)
		return;
	risk->judge = RISK_JUDGE_COMPUTED;
	risk->ltv = risk->computed;
	if (risk->reported.known) {
		risk->no_debt_denied = fraction_sign(&risk->reported.is) > 0;
		return;
	}
	for (size_t i = 0; i < order->owed.count && !risk->no_debt_denied; i++) {
		const struct figure *amount = &order->owed.coins[i].amount;

		risk->no_debt_denied = amount->state == FIGURE_KNOWN &&
		    decimal_sign(&amount->value) > 0;
	}
}

/* max(D, L C): what is owed by the worse LTV. */
static struct risk_figure
find_debt(const struct risk *risk, const struct loan *order)
{
	struct risk_figure debt = risk_figure_of(&order->debt),
			   secured = risk_figure_of(&order->secured);
	int more;

	if (!debt.known || risk->no_cover || risk->judge != RISK_JUDGE_REPORTED || !secured.known)
		return debt;
	debt.known = fraction_multiply(&secured.is, &risk->ltv.is, &secured.is) &&
	    fraction_compare(&more, &secured.is, &debt.is);
	if (debt.known && more > 0)
		debt.is = secured.is;
	return debt;
}

/* 1 - L / THRESHOLD. */
static struct risk_figure
fall_to(const struct risk *risk, const struct risk_figure *threshold)
{
	struct risk_figure fall = { .known = false };
	struct fraction one = fraction_of(1, 0);

	if (risk->ltv.known && threshold->known && !risk->no_debt)
		fall.known = fraction_divide(&fall.is, &risk->ltv.is, &threshold->is) &&
		    fraction_subtract(&fall.is, &one, &fall.is);
	return fall;
}

/* What D and C say by themselves. */
static void
read_sums(struct risk *risk, const struct loan *order, const struct exposures *exposures)
{
	struct risk_figure debt = risk_figure_of(&order->debt);
	const struct figure *secured = &order->secured;
	int cover = decimal_sign(&secured->value), above;
	struct fraction assets;

	if (debt.known && fraction_sign(&debt.is) == 0)
		risk->computed = debt;
	if (secured->state != FIGURE_KNOWN)
		return;
	assets = fraction_from(&secured->value);
	if (debt.known && fraction_sign(&debt.is) > 0) {
		risk->no_cover = cover <= 0;
		risk->computed.known = cover > 0 &&
		    fraction_divide(&risk->computed.is, &debt.is, &assets);
	}
	risk->above_market = exposures->pledged_known &&
	    fraction_compare(&above, &assets, &exposures->pledged_value) && above > 0;
}

void
risk_judge(struct risk *risk, const struct loan *order, const struct exposures *exposures,
    const struct risk_terms *terms, enum risk_band before)
{
	int reached;

	*risk = (struct risk){
		.reported = risk_figure_of(&order->ltv),
		.call = threshold_of(&order->call_ltv),
		.liquidation = threshold_of(&order->liquidation_ltv),
	};
	read_sums(risk, order, exposures);
	judge_ltv(risk, terms);
	find_no_debt(risk, order);
	risk->doubt = find_doubt(risk, order);

	if (risk->no_cover) {
		risk->band = RISK_LIQUIDATION;
	} else if (!risk->no_debt) {
		risk->band = risk_band_of(&risk->ltv, &risk->call, &risk->liquidation,
		    &terms->watch_fall);
		risk->band = hold_band(risk, terms, before);
	}
	risk->band = admit(risk, risk->band);
	risk->debt = find_debt(risk, order);
	risk->to_call = fall_to(risk, &risk->call);
	risk->to_liquidation = fall_to(risk, &risk->liquidation);
	if (compare(&reached, &risk->ltv, &risk->call) && reached >= 0)
		risk->passed.known = fraction_subtract(&risk->passed.is, &risk->ltv.is,
		    &risk->call.is);
}

struct risk_figure
risk_nearest(const struct risk *risk)
{
	struct risk_figure none = { .known = false };
	int order;

	if (!compare(&order, &risk->to_call, &risk->to_liquidation))
		return none;
	return order <= 0 ? risk->to_call : risk->to_liquidation;
}

int
risk_compare(const struct risk *a, const struct risk *b)
{
	struct risk_figure left = risk_nearest(a), right = risk_nearest(b);
	int order;

	if (a->band != b->band)
		return a->band > b->band ? 1 : -1;
	/* Nothing is owed: nothing is nearer than that. */
	if (a->no_debt || b->no_debt)
		return b->no_debt - a->no_debt;
	if (!left.known || !right.known)
		return right.known - left.known;
	return compare(&order, &left, &right) ? -order : 0;
}
