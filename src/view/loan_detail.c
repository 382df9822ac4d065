/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_detail.h"

#include <string.h>

#include "model/doubt.h"
#include "model/ratio.h"
#include "view/facts.h"
#include "view/row_detail.h"

#define INDENT 22

struct loan_page {
	struct facts facts;
	const struct loan_status *status;
};

static void
add_coins(const struct loan_page *loan, const char *field, const struct amounts *lot)
{
	if (lot->state == AMOUNTS_UNREADABLE) {
		facts_add(&loan->facts, field,
		    "? (not a list, or with elements that cannot be read)");
		field = "";
	} else if (lot->count == 0)
		facts_add(&loan->facts, field,
		    lot->state == AMOUNTS_ABSENT ? "- (not sent)" : "- (none)");
	for (size_t i = 0; i < lot->count; i++) {
		const struct amount *coin = &lot->coins[i];

		facts_add(&loan->facts, i == 0 ? field : "", "%s %s", coin->ccy,
		    facts_sent(&loan->facts, &coin->amount));
		if (coin->parts > 1)
			facts_add(&loan->facts, "", "(%zu elements of the answer, added exactly)",
			    coin->parts);
	}
}

/* Whether the order is one of the pairs that OKX offers an E-Mode for. */
static void
add_emode(const struct loan_page *loan)
{
	const struct facts *facts = &loan->facts;
	const struct loan *order = loan->status->order;
	const struct okx_notices *notices = okx_client_notices(facts->app->client);
	const struct records *pairs = notices == NULL ? NULL : notices->pairs;
	const struct emode_pair *rows = pairs == NULL ? NULL : pairs->rows;

	if (order->pledged.count != 1 || order->owed.count != 1)
		return;
	for (size_t i = 0; pairs != NULL && i < pairs->count; i++)
		if (strcmp(rows[i].pledged, order->pledged.coins[0].ccy) == 0 &&
		    strcmp(rows[i].owed, order->owed.coins[0].ccy) == 0) {
			facts_add(facts, "E-Mode",
			    "may be E-Mode: OKX lists %s pledged for %s as such a pair, and an order "
			    "in E-Mode holds one alone. It does not send whether this one is; "
			    "M and Q are this order's own, and judge it either way",
			    rows[i].pledged, rows[i].owed);
			return;
		}
}

static void
add_sent(const struct loan_page *loan)
{
	const struct facts *facts = &loan->facts;
	const struct loan *order = loan->status->order;
	const struct loans *loans = facts->app->watchlist.loans;

	page_text(facts->page, ROLE_HEADER, "As the exchange sent it");
	facts_add(facts, "ordId", "%s",
	    order->id[0] != '\0' ? order->id : "- (not sent, or empty)");
	facts_add_ratio(facts, "curLTV", &order->ltv, DECIMAL_CEILING);
	facts_add_ratio(facts, "marginCallLTV M", &order->call_ltv, DECIMAL_FLOOR);
	facts_add_ratio(facts, "liqLTV Q", &order->liquidation_ltv, DECIMAL_FLOOR);
	facts_add_sent(facts, "loanNotionalUsd D", &order->debt);
	facts_add_sent(facts, "collateralNotionalUsd", &order->secured);
	add_coins(loan, "loanData", &order->owed);
	add_coins(loan, "collateralData", &order->pledged);
	if (order->instrument[0] != '\0')
		facts_add(facts, "riskWarningData", "%s liqPx %s", order->instrument,
		    facts_sent(facts, &order->liquidation_price));
	add_emode(loan);
	facts_add_asked(facts, loans->from.endpoint, "");
	facts_add_origin(facts, &loans->from.account_id);
	facts_add_arrived(facts, loans->from.arrived_ms, loans->from.arrived_utc_ms);
}

/* D and C as they stand in formulas. */
static const char *
debt_text(const struct loan_page *loan)
{
	return facts_sent(&loan->facts, &loan->status->order->debt);
}

static const char *
secured_text(const struct loan_page *loan)
{
	return facts_sent(&loan->facts, &loan->status->order->secured);
}

static void
add_ltv(const struct loan_page *loan)
{
	static const char *const judges[] = {
		[RISK_JUDGE_NONE] = "not known: neither curLTV nor D / C is",
		[RISK_JUDGE_REPORTED] = "curLTV",
		[RISK_JUDGE_COMPUTED] = "D / C",
	};
	const struct facts *facts = &loan->facts;
	const struct risk *risk = &loan->status->risk;
	char ratio[DECIMAL_TEXT_SIZE];

	if (risk->computed.known)
		facts_add(facts, "D / C~", "%s / %s = %s", debt_text(loan), secured_text(loan),
		    facts_ratio(facts, ratio, &risk->computed, DECIMAL_CEILING));
	else
		facts_add(facts, "D / C~", "%s",
		    risk->no_cover ? "none: C is not above 0" : "not known: one of them is not");
	facts_add(facts, "LTV L, which judges", "%s%s", judges[risk->judge],
	    risk->reported.known && risk->computed.known ? ", the worse of the two" : "");
	if (risk->no_debt_denied)
		facts_add(facts, "",
		    "! D is 0, although curLTV or loanData says that something is owed");
	else if (risk->disagree)
		facts_add(facts, "",
		    "! curLTV and D / C differ by more than 0.5 %%, or give different bands");
	if (risk->above_market)
		facts_add(facts, "", "! C is more than the market value of all that is pledged");
}

/* What makes the band what it is. */
static const char *
band_reason(char out[DOUBT_TEXT_SIZE], const struct loan_status *status,
    const struct risk_terms *terms)
{
	static const char *const reasons[RISK_BANDS] = {
		[RISK_OK] = "the margin call is at least watch_fall away",
		[RISK_WATCH] = "the margin call is less than watch_fall away",
		[RISK_CALL] = "L is at M or above: OKX only warns",
		[RISK_LIQUIDATION] = "L is at Q or above: pledged coins are sold",
	};
	const struct risk *risk = &status->risk;

	if (risk->band == RISK_UNKNOWN) {
		doubt_text(out, risk, status->order, 0);
		return out;
	}
	if (risk->no_debt)
		return "nothing is owed";
	if (risk->no_cover)
		return "something is owed, and nothing that counts is pledged";
	if (risk_band_at(risk, &risk->ltv, &terms->watch_fall, &risk->falling) != risk->band)
		return "it was so, and L is not yet 1 % below the edge";
	return reasons[risk->band];
}

static void
add_band(const struct loan_page *loan)
{
	const struct risk *risk = &loan->status->risk;
	const struct risk_terms *terms = &loan->facts.app->settings->terms;
	struct ratio fall = ratio_from(&terms->watch_fall);
	char percent[PERCENT_SIZE], reason[DOUBT_TEXT_SIZE];

	facts_add(&loan->facts, "band", "%s: %s", risk_word(risk->band),
	    band_reason(reason, loan->status, terms));
	ratio_percent(percent, &fall, 2, DECIMAL_HALF_EVEN);
	facts_add(&loan->facts, "watch_fall", "%s, by the configuration", percent);
}

/* 1 - L / THRESHOLD. */
static void
add_fall(const struct loan_page *loan, const char *field, const char *letter,
    const struct figure *threshold, const struct ratio *fall)
{
	char percent[PERCENT_SIZE], ratio[DECIMAL_TEXT_SIZE], limit[DECIMAL_TEXT_SIZE];

	if (!fall->known) {
		facts_add(&loan->facts, field, "%s",
		    loan->status->risk.no_debt ? "- (nothing is owed)" :
						 "not known: L or the threshold is not");
		return;
	}
	ratio_percent(percent, fall, 2, DECIMAL_FLOOR);
	facts_add(&loan->facts, field, "1 - L / %s = 1 - %s / %s = %s", letter,
	    facts_ratio(&loan->facts, ratio, &loan->status->risk.ltv, DECIMAL_CEILING),
	    facts_sent_ratio(&loan->facts, limit, threshold, DECIMAL_FLOOR), percent);
}

static void
add_rise(const struct loan_page *loan, const char *field, const char *threshold,
    const struct ratio *rise)
{
	char percent[PERCENT_SIZE];

	if (!rise->known)
		return;
	ratio_percent(percent, rise, 2, DECIMAL_FLOOR);
	if (loan->status->rise_paired)
		facts_add(&loan->facts, field, "the rising bound of %s / its price - 1 = %s",
		    loan->status->risk.rising, percent);
	else
		facts_add(&loan->facts, field, "%s / L - 1 = %s, if all that is owed rises",
		    threshold, percent);
}

static void
add_distances(const struct loan_page *loan)
{
	const struct risk *risk = &loan->status->risk;
	const struct loan *order = loan->status->order;
	char points[PERCENT_SIZE];

	add_fall(loan, "call if all fall~", "M", &order->call_ltv, &risk->to_call);
	add_rise(loan, "call if owed rises~", "M", &risk->rise_to_call);
	if (risk->passed.known) {
		ratio_points(points, &risk->passed, 2, DECIMAL_CEILING);
		facts_add(&loan->facts, "call passed by~", "L - M = %s", points);
	}
	add_fall(loan, "liq. if all fall~", "Q", &order->liquidation_ltv, &risk->to_liquidation);
	add_rise(loan, "liq. if owed rises~", "Q", &risk->rise_to_liquidation);
	facts_add(&loan->facts, "assumed", "thresholds, debt and haircuts unchanged");
}

static void
add_market(const struct loan_page *loan)
{
	const struct exposures *exposures = &loan->status->paired->exposures;
	char value[DECIMAL_TEXT_SIZE];

	facts_number(&loan->facts, value, &exposures->pledged_value, DECIMAL_FLOOR);
	facts_add(&loan->facts, "pledged at market~", "sum of P x p = %s%s", value,
	    exposures->pledged_known ?
		"" :
		", without those of which an amount or the price is not known");
}

/* Whether the debt by the worse LTV is more than the one that was sent. */
static bool
owes_more(const struct loan_page *loan)
{
	const struct ratio debt = ratio_sent(&loan->status->order->debt);
	int more;

	return !debt.known || !ratio_compare(&more, &loan->status->risk.debt, &debt) || more > 0;
}

/* What it takes to reach the target. */
static void
add_repay(const struct loan_page *loan, const char *at)
{
	const struct facts *facts = &loan->facts;
	const struct risk *risk = &loan->status->risk;
	const struct target *target = &loan->status->target;
	const bool more = owes_more(loan);
	const char *letter = more ? "B" : "D", *debt = debt_text(loan);
	char number[DECIMAL_TEXT_SIZE], rounded[DECIMAL_TEXT_SIZE], counted[DECIMAL_TEXT_SIZE];
	struct decimal coins;

	if (more) {
		debt = facts_number(facts, counted, &risk->debt, DECIMAL_CEILING);
		facts_add(facts, "debt B~", "max(D, L C) = %s x %s = %s USD, by the worse LTV",
		    facts_ratio(facts, number, &risk->ltv, DECIMAL_CEILING), secured_text(loan),
		    debt);
	}
	facts_add(facts, "repay~", "%s - t C = %s - %s x %s = %s USD", letter, debt, at,
	    secured_text(loan), facts_number(facts, number, &target->repay_usd, DECIMAL_CEILING));
	if (target->ccy != NULL &&
	    ratio_round(&coins, &target->repay, target->repay_decimals, DECIMAL_CEILING)) {
		decimal_text(rounded, sizeof rounded, &coins);
		facts_add(facts, "", "%s = %s %s", more ? "O (B - t C) / D" : "O (1 - t C / D)",
		    facts->app->hidden ? PAGE_MASK : rounded, target->ccy);
	}
	facts_add(facts, "or pledge~",
	    "%s / t - C = %s / %s - %s = %s USD after haircuts; thresholds may move; OKX "
	    "shows the new LTV before you confirm",
	    letter, debt, at, secured_text(loan),
	    facts_number(facts, number, &target->pledge_usd, DECIMAL_CEILING));
}

static void
add_target(const struct loan_page *loan)
{
	static const char *const states[] = {
		[TARGET_UNKNOWN] = "not computed: D, C or M is not known",
		[TARGET_REFUSED] = "refused: at 0.95 M or above it brings no relief",
		[TARGET_BELOW] = "L is there already, or lower",
	};
	const struct target *target = &loan->status->target;
	char at[DECIMAL_TEXT_SIZE];

	if (target->state == TARGET_UNKNOWN) {
		facts_add(&loan->facts, "target t", "%s", states[TARGET_UNKNOWN]);
		return;
	}
	facts_add(&loan->facts, "target t", "%s, %s",
	    facts_ratio(&loan->facts, at, &target->at, DECIMAL_FLOOR),
	    loan->facts.app->settings->terms.has_target ? "by the configuration" :
							  "the lower of 0.5 and 0.8 M");
	if (target->state == TARGET_REPAY)
		add_repay(loan, at);
	else
		facts_add(&loan->facts, "repay", "%s", states[target->state]);
}

/* The bounds of every currency: those of an owed stablecoin stand nowhere else. */
static void
add_bounds(const struct loan_page *loan)
{
	const struct exposures *exposures = &loan->status->paired->exposures;

	page_space(loan->facts.page);
	page_text(loan->facts.page, ROLE_HEADER,
	    "Price of each currency, the others and the thresholds unchanged, at which the "
	    "margin call comes (CALL AT~)");
	for (size_t i = 0; i < exposures->count; i++)
		row_detail_add_bounds(&loan->facts, exposures->of[i].ccy, loan->status,
		    exposures->of[i].ccy);
	row_detail_add_pair(&loan->facts, &loan->facts.app->watchlist.pair);
}

/* The other loans too, worst first. */
static void
add_loans(const struct loan_page *loan)
{
	const struct watchlist *watchlist = &loan->facts.app->watchlist;
	char ltv[PERCENT_SIZE], fall[PERCENT_SIZE];

	if (watchlist->count < 2)
		return;
	page_space(loan->facts.page);
	page_text(loan->facts.page, ROLE_HEADER, "All loans, worst first");
	for (size_t i = 0; i < watchlist->count; i++) {
		const struct loan_status *status = &watchlist->statuses[i];

		risk_ltv_text(ltv, &status->risk, &status->risk.ltv);
		ratio_percent(fall, &status->risk.to_call, 2, DECIMAL_FLOOR);
		facts_add(&loan->facts, status->order->key, "LTV %s %s, call %s%s%s", ltv,
		    risk_word(status->risk.band),
		    status->risk.passed.known ? "reached" : "if all fall ",
		    status->risk.passed.known ? "" : fall,
		    status == loan->status ? " (this one)" : "");
	}
}

void
loan_detail_fill(struct page *page, const struct app *app)
{
	const struct loan_page loan = { .facts = { page, app, INDENT },
		.status = watchlist_watched(&app->watchlist) };

	if (loan.status == NULL) {
		page_text(page, ROLE_PLAIN, "There is no loan any more.");
		return;
	}
	add_sent(&loan);
	page_space(page);
	page_text(page, ROLE_HEADER,
	    "Computed by colltop (~), with C for collateralNotionalUsd, P and O for the amounts "
	    "pledged and owed, p for a price");
	add_ltv(&loan);
	add_band(&loan);
	add_distances(&loan);
	add_market(&loan);
	add_target(&loan);
	add_bounds(&loan);
	add_loans(&loan);
}
