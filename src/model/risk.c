/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/risk.h"

#include <stdio.h>

#define LTV_DECIMALS 2
#define LTV_MOST_DECIMALS 6
#define THRESHOLD_MOST_DECIMALS 4

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

/* A threshold: above 0, or it is none. */
static struct ratio
threshold_of(const struct figure *sent)
{
	struct ratio threshold = ratio_sent(sent);

	threshold.known = threshold.known && ratio_sign(&threshold) > 0;
	return threshold;
}

/*
 * Where BAND, WATCH or worse and not UNKNOWN, begins. That of WATCH depends on the nearer
 * of the two: with Q below M it is the liquidation that the fall meets first.
 */
static struct ratio
edge_of(enum risk_band band, const struct risk *risk, const struct decimal *watch_fall,
    const struct ratio *falling)
{
	struct ratio edge = { .known = false }, rest = ratio_of(1, 0);
	struct ratio fall = ratio_from(watch_fall);
	int order;

	if (band == RISK_LIQUIDATION)
		return risk->liquidation;
	if (band == RISK_CALL)
		return risk->call;
	ratio_multiply(&fall, &fall, falling);
	ratio_subtract(&rest, &rest, &fall);
	if (ratio_compare(&order, &risk->call, &risk->liquidation))
		ratio_multiply(&edge, order <= 0 ? &risk->call : &risk->liquidation, &rest);
	return edge;
}

/* The band of an LTV by itself, without hysteresis; thresholds may be unknown. */
static enum risk_band
band_of(const struct risk *risk, const struct ratio *ltv, const struct decimal *watch_fall,
    const struct ratio *falling)
{
	struct ratio watch = edge_of(RISK_WATCH, risk, watch_fall, falling);
	int to_liquidation, to_call, to_watch;
	bool liquidation_told = ratio_compare(&to_liquidation, ltv, &risk->liquidation);
	bool call_told = ratio_compare(&to_call, ltv, &risk->call);

	if (liquidation_told && to_liquidation >= 0)
		return RISK_LIQUIDATION;
	if (call_told && to_call >= 0)
		return RISK_CALL;
	if (!liquidation_told || !call_told || !ratio_compare(&to_watch, ltv, &watch))
		return RISK_UNKNOWN;
	return to_watch > 0 ? RISK_WATCH : RISK_OK;
}

bool
risk_is_plausible(const struct ratio *threshold)
{
	const struct ratio least = ratio_of(2, 1), beyond = ratio_of(1, 0);
	int low, high;

	return !threshold->known ||
	    (ratio_compare(&low, threshold, &least) && low >= 0 &&
		ratio_compare(&high, threshold, &beyond) && high < 0);
}

/* BAND as far as the figures can be relied on. */
static enum risk_band
doubted_band(const struct risk *risk, enum risk_band band)
{
	return risk->doubt != RISK_DOUBT_NONE && band < RISK_UNKNOWN ? RISK_UNKNOWN : band;
}

enum risk_band
risk_band_at(const struct risk *risk, const struct ratio *ltv, const struct decimal *watch_fall,
    const struct ratio *falling)
{
	return doubted_band(risk, band_of(risk, ltv, watch_fall, falling));
}

/* The band of RISK where it was BEFORE: that one, or one between, until L is clear of its edge. */
static enum risk_band
hold_band(const struct risk *risk, const struct risk_terms *terms, enum risk_band before)
{
	static const enum risk_band steps[] = { RISK_LIQUIDATION, RISK_CALL, RISK_WATCH };
	const struct ratio clear = ratio_of(99, 2);
	size_t i;

	for (i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct ratio edge = edge_of(steps[i], risk, &terms->watch_fall, &risk->falling);
		int order;

		if (steps[i] > before || steps[i] <= risk->band)
			continue;
		ratio_multiply(&edge, &edge, &clear);
		if (ratio_compare(&order, &risk->ltv, &edge) && order >= 0)
			return steps[i];
	}
	return risk->band;
}

/* Finds L of the two LTVs, and whether they agree. */
static void
judge_ltv(struct risk *risk, const struct risk_terms *terms)
{
	const struct ratio *a = &risk->reported, *b = &risk->computed;
	struct ratio gap, parts = ratio_of(DISAGREE_PARTS, 0);
	int order;

	if (risk->no_cover || !a->known || !b->known) {
		risk->judge = risk->no_cover || b->known ? RISK_JUDGE_COMPUTED :
		    a->known                             ? RISK_JUDGE_REPORTED :
							   RISK_JUDGE_NONE;
		risk->disagree = risk->no_cover && a->known;
	} else if (!ratio_compare(&order, a, b)) {
		risk->disagree = true;
	} else {
		const struct ratio *most = order > 0 ? a : b, *least = order > 0 ? b : a;

		risk->judge = order > 0 ? RISK_JUDGE_REPORTED : RISK_JUDGE_COMPUTED;
		risk->disagree = !ratio_subtract(&gap, most, least) ||
		    !ratio_multiply(&gap, &gap, &parts) || !ratio_compare(&order, &gap, least) ||
		    order > 0 ||
		    band_of(risk, a, &terms->watch_fall, &risk->falling) !=
			band_of(risk, b, &terms->watch_fall, &risk->falling);
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
	const struct ratio *a = &risk->reported, *b = &risk->computed;
	struct ratio gap, parts = ratio_of(APART_PARTS, 0);
	int order;

	if (!a->known || !b->known)
		return false;
	if (!ratio_compare(&order, a, b))
		return true;
	return !ratio_subtract(&gap, order > 0 ? a : b, order > 0 ? b : a) ||
	    !ratio_multiply(&gap, &gap, &parts) ||
	    !ratio_compare(&order, &gap, order > 0 ? a : b) || order > 0;
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
	risk->no_debt = risk->computed.known && ratio_sign(&risk->computed) == 0;
	if (!risk->no_debt)
		return;
	risk->judge = RISK_JUDGE_COMPUTED;
	risk->ltv = risk->computed;
	if (risk->reported.known) {
		risk->no_debt_denied = ratio_sign(&risk->reported) > 0;
		return;
	}
	for (size_t i = 0; i < order->owed.count && !risk->no_debt_denied; i++) {
		const struct figure *amount = &order->owed.coins[i].amount;

		risk->no_debt_denied = amount->state == FIGURE_KNOWN &&
		    decimal_sign(&amount->value) > 0;
	}
}

/* max(D, L C): what is owed by the worse LTV. */
static struct ratio
worse_debt(const struct risk *risk, const struct loan *order)
{
	struct ratio debt = ratio_sent(&order->debt), secured = ratio_sent(&order->secured);
	int more;

	if (!debt.known || risk->no_cover || risk->judge != RISK_JUDGE_REPORTED || !secured.known)
		return debt;
	debt.known = ratio_multiply(&secured, &risk->ltv, &secured) &&
	    ratio_compare(&more, &secured, &debt);
	if (debt.known && more > 0)
		debt = secured;
	return debt;
}

/* 1 - L / THRESHOLD. */
static struct ratio
fall_to(const struct risk *risk, const struct ratio *threshold)
{
	struct ratio fall = { .known = false };
	const struct ratio one = ratio_of(1, 0);

	if (!risk->no_debt) {
		ratio_divide(&fall, &risk->ltv, threshold);
		ratio_subtract(&fall, &one, &fall);
	}
	return fall;
}

/* What D and C say by themselves. */
static void
read_sums(struct risk *risk, const struct loan *order, const struct exposures *exposures)
{
	struct ratio debt = ratio_sent(&order->debt);
	const struct figure *secured = &order->secured;
	int cover = decimal_sign(&secured->value), above;
	struct ratio assets;

	if (debt.known && ratio_sign(&debt) == 0)
		risk->computed = debt;
	if (secured->state != FIGURE_KNOWN)
		return;
	assets = ratio_from(&secured->value);
	if (debt.known && ratio_sign(&debt) > 0) {
		risk->no_cover = cover <= 0;
		if (cover > 0)
			ratio_divide(&risk->computed, &debt, &assets);
	}
	risk->above_market = exposures->pledged_known &&
	    ratio_compare(&above, &assets, &exposures->pledged_value) && above > 0;
}

/*
 * Finds whether WATCH goes by the fall of all but stablecoins, COINS of C: a debt in coins
 * would move against that fall, and a list that did not come may hold one.
 */
static void
find_falling(struct risk *risk, const struct exposures *exposures, const struct ratio *coins,
    const struct risk_terms *terms)
{
	risk->by_coins = coins->known && ratio_sign(coins) > 0 && exposures->owed_listed &&
	    exposures->owed_count > 0 && !exposures->owes_coins &&
	    edge_of(RISK_WATCH, risk, &terms->watch_fall, coins).known;
	risk->falling = risk->by_coins ? *coins : ratio_of(1, 0);
}

void
risk_judge(struct risk *risk, const struct loan *order, const struct exposures *exposures,
    const struct ratio *coins, const struct risk_terms *terms, enum risk_band before)
{
	int reached;

	*risk = (struct risk){
		.reported = ratio_sent(&order->ltv),
		.call = threshold_of(&order->call_ltv),
		.liquidation = threshold_of(&order->liquidation_ltv),
	};
	find_falling(risk, exposures, coins, terms);
	read_sums(risk, order, exposures);
	judge_ltv(risk, terms);
	find_no_debt(risk, order);
	risk->doubt = find_doubt(risk, order);

	if (risk->no_cover) {
		risk->band = RISK_LIQUIDATION;
	} else if (!risk->no_debt) {
		risk->band = band_of(risk, &risk->ltv, &terms->watch_fall, &risk->falling);
		risk->band = hold_band(risk, terms, before);
	}
	risk->band = doubted_band(risk, risk->band);
	risk->debt = worse_debt(risk, order);
	risk->to_call = fall_to(risk, &risk->call);
	risk->to_liquidation = fall_to(risk, &risk->liquidation);
	ratio_divide(&risk->coins_to_call, &risk->to_call, coins);
	ratio_divide(&risk->coins_to_liquidation, &risk->to_liquidation, coins);
	if (ratio_compare(&reached, &risk->ltv, &risk->call) && reached >= 0)
		ratio_subtract(&risk->passed, &risk->ltv, &risk->call);
}

struct ratio
risk_shown_ltv(bool *computed, const struct risk *risk)
{
	const bool reported = risk->reported.known && !risk->disagree;

	*computed = !reported && risk->judge == RISK_JUDGE_COMPUTED && risk->computed.known &&
	    !risk->no_debt;
	return reported ? risk->reported : risk->ltv;
}

/* With so many decimals of per cent, toward danger. */
static bool
round_percent(struct ratio *out, const struct ratio *ratio, int decimals,
    enum decimal_rounding rounding)
{
	struct decimal rounded;

	if (!ratio_round(&rounded, ratio, decimals + 2, rounding))
		return false;
	*out = ratio_from(&rounded);
	return true;
}

/* The fewest decimals from two on that leave nothing of THRESHOLD, at most four. */
static int
threshold_decimals(const struct ratio *threshold)
{
	int decimals = LTV_DECIMALS, order;
	struct ratio shown;

	while (decimals < THRESHOLD_MOST_DECIMALS &&
	    round_percent(&shown, threshold, decimals, DECIMAL_FLOOR) &&
	    ratio_compare(&order, &shown, threshold) && order != 0)
		decimals++;
	return decimals;
}

void
risk_threshold_text(char out[PERCENT_SIZE], const struct ratio *threshold)
{
	ratio_percent(out, threshold, threshold_decimals(threshold), DECIMAL_FLOOR);
}

/* Whether LTV with DECIMALS looks as if THRESHOLD were reached, which it is not. */
static bool
contradicts(const struct ratio *ltv, const struct ratio *threshold, int decimals)
{
	struct ratio shown, edge;
	int below, order;

	return ratio_compare(&below, ltv, threshold) && below < 0 &&
	    round_percent(&shown, ltv, decimals, DECIMAL_CEILING) &&
	    round_percent(&edge, threshold, threshold_decimals(threshold), DECIMAL_FLOOR) &&
	    ratio_compare(&order, &shown, &edge) && order >= 0;
}

void
risk_ltv_text(char out[PERCENT_SIZE], const struct risk *risk, const struct ratio *ltv)
{
	const struct ratio *const thresholds[] = { &risk->call, &risk->liquidation };
	char edge[PERCENT_SIZE];
	int decimals = LTV_DECIMALS;

	for (size_t i = 0; i < 2; i++) {
		while (decimals <= LTV_MOST_DECIMALS && contradicts(ltv, thresholds[i], decimals))
			decimals++;
		if (decimals > LTV_MOST_DECIMALS) {
			risk_threshold_text(edge, thresholds[i]);
			snprintf(out, PERCENT_SIZE, "<%.*s", PERCENT_SIZE - 2, edge);
			return;
		}
	}
	ratio_percent(out, ltv, decimals, DECIMAL_CEILING);
}

struct ratio
risk_nearest(const struct risk *risk)
{
	const bool coins = risk->by_coins && risk->coins_to_call.known &&
	    risk->coins_to_liquidation.known;
	const struct ratio *call = coins ? &risk->coins_to_call : &risk->to_call;
	const struct ratio *liquidation = coins ? &risk->coins_to_liquidation :
						  &risk->to_liquidation;
	struct ratio none = { .known = false };
	int order;

	if (!ratio_compare(&order, call, liquidation))
		return none;
	return order <= 0 ? *call : *liquidation;
}

int
risk_compare(const struct risk *a, const struct risk *b)
{
	struct ratio left = risk_nearest(a), right = risk_nearest(b);
	int order;

	if (a->band != b->band)
		return a->band > b->band ? 1 : -1;
	/* Nothing is owed: nothing is nearer than that. */
	if (a->no_debt || b->no_debt)
		return b->no_debt - a->no_debt;
	if (!left.known || !right.known)
		return right.known - left.known;
	return ratio_compare(&order, &left, &right) ? -order : 0;
}
