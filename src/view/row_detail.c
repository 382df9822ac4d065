/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/row_detail.h"

#include <stdio.h>

#include <bsd/string.h>

#include "app/news.h"
#include "base/monotime.h"
#include "base/text.h"
#include "model/position.h"

#define BOUND_PLACES 4 /* decimals of a bound beyond those in the table */

/* One currency and the loan, judged from the snapshots that the row was made of. */
struct coin_row {
	const struct facts *facts;
	const struct asset *asset;
	const struct position *position;
	const struct join *join;
	const struct loan_status *now;    /* by the newest answer */
	const struct loan_status *status; /* in the pair */
	const struct exposure *x;         /* of STATUS; NULL: it has none of the currency */
};

static void
add_held(const struct coin_row *coin)
{
	const struct facts *facts = coin->facts;
	const struct loan *order = coin->join->order;
	const struct amount *lots[] = {
		amounts_find(&order->pledged, coin->asset->coin),
		amounts_find(&order->owed, coin->asset->coin),
	};
	static const char *const names[] = { "pledged", "owed" };

	facts_add(facts, "loan", "%s", order->id[0] != '\0' ? order->id : "without an ordId");
	for (size_t i = 0; i < 2; i++) {
		if (lots[i] == NULL)
			continue;
		facts_add_sent(facts, names[i], &lots[i]->amount);
		if (lots[i]->parts > 1)
			facts_add(facts, "merged", "%zu elements of the answer, added exactly",
			    lots[i]->parts);
	}
	if (coin->position->liquidation_price->state != FIGURE_ABSENT)
		facts_add(facts, "liqPx",
		    "%s %s for one %s (riskWarningData): liquidation when it %s to that",
		    facts_sent(facts, coin->position->liquidation_price), coin->position->quote,
		    coin->asset->coin, coin->position->kind == POSITION_OWED ? "rises" : "falls");
	facts_add_asked(facts, coin->join->loans->from.endpoint, "");
	facts_add_arrived(facts, coin->join->loans->from.arrived_ms,
	    coin->join->loans->from.arrived_utc_ms);
}

/* What the funding account holds of it: the row of what is owed has nothing to do with that. */
static void
add_funding(const struct coin_row *coin)
{
	const struct funding *funding = coin->join->funding;
	const struct balance *balance = funding_find(funding, coin->asset->coin);

	page_space(coin->facts->page);
	if (funding == NULL) {
		facts_add(coin->facts, "funding", "not known: no answer about the funding account");
		return;
	}
	if (balance == NULL)
		facts_add(coin->facts, "availBal", "- (not in the funding account)");
	else {
		facts_add_sent(coin->facts, "availBal", &balance->available);
		if (balance->parts > 1)
			facts_add(coin->facts, "merged",
			    "%zu elements of the answer, added exactly", balance->parts);
	}
	if (!coin->join->told_apart)
		facts_add(coin->facts, "",
		    "not told apart: the funding account lists exactly the pledged amounts, so they "
		    "may be the pledged coins");
	facts_add_asked(coin->facts, funding->from.endpoint, "");
	facts_add_arrived(coin->facts, funding->from.arrived_ms, funding->from.arrived_utc_ms);
}

/* The exchange's own time of PRICE, and how old it was when it came, where that is worth a word. */
static void
add_told(const struct coin_row *coin, const struct price *price)
{
	char utc[25], age[16] = "", late[40] = "";

	if (price->told_utc_ms < 0) {
		facts_add(coin->facts, "ts", "?");
		return;
	}
	text_utc(utc, price->told_utc_ms);
	if (price_lags(price)) {
		text_age(age, price->date_utc_ms - price->told_utc_ms);
		snprintf(late, sizeof late, ", %s old when it came", age);
	}
	facts_add(coin->facts, "ts", "%.10s %.12s UTC%s", utc, utc + 11, late);
}

static void
add_index(const struct coin_row *coin)
{
	const struct prices *prices = coin->join->prices;
	const struct price *price = prices_find(prices, coin->asset->coin);

	page_space(coin->facts->page);
	if (prices == NULL) {
		facts_add(coin->facts, "index", "not known: no answer yet");
		return;
	}
	if (price == NULL) {
		facts_add(coin->facts, "index", "- (OKX has neither an index %s-USD nor %s-USDT)",
		    coin->asset->coin, coin->asset->coin);
		facts_add_asked(coin->facts, prices->from.endpoint, "");
		return;
	}
	facts_add_sent(coin->facts, price->crossed ? "idxPx~" : "idxPx", &price->last);
	facts_add_sent(coin->facts, price->crossed ? "open24h~" : "open24h", &price->open24h);
	if (price->crossed)
		facts_add(coin->facts, "", "%s-USDT times USDT-USD: OKX has no index %s-USD",
		    coin->asset->coin, coin->asset->coin);
	add_told(coin, price);
	facts_add_asked(coin->facts, prices->from.endpoint, "");
	facts_add_arrived(coin->facts, price->arrived_ms,
	    prices->from.arrived_utc_ms - (prices->from.arrived_ms - price->arrived_ms));
}

/* What OKX's public table makes of the pledged amount, where it was asked. */
static void
add_table(const struct coin_row *coin)
{
	const struct facts *facts = coin->facts;
	const struct okx_notices *notices = okx_client_notices(facts->app->client);
	const struct okx_notice_coin *notice = notices == NULL ?
	    NULL :
	    okx_notices_find(notices, coin->asset->coin);
	const struct amount *pledged = amounts_find(&coin->join->order->pledged, coin->asset->coin);
	const struct tiers *tiers = notice == NULL ? NULL : notice->tiers;
	char text[DECIMAL_TEXT_SIZE];
	struct ratio rate;

	if (pledged == NULL || notice == NULL || (tiers == NULL && notice->notice.failure == NULL))
		return;
	page_space(facts->page);
	if (tiers == NULL) {
		facts_add(facts, "table rate", "not known: %s", notice->notice.failure->text);
		return;
	}
	rate = pledged->amount.state == FIGURE_KNOWN ? tiers_rate(tiers, &pledged->amount.value) :
						       (struct ratio){ .known = false };
	if (rate.known)
		facts_add(facts, "table rate",
		    "%s of %s: what OKX's public discount table counts; not used in CALL AT~",
		    facts->app->hidden && !tiers_have_rate(tiers, &rate) ?
			PAGE_MASK :
			facts_ratio(facts, text, &rate, DECIMAL_FLOOR),
		    facts_sent(facts, &pledged->amount));
	else
		facts_add(facts, "table rate", "%s",
		    tiers->unreadable ? "? (OKX's discount table cannot be read)" :
			!tiers->listed || tiers->count == 0 ?
					"- (OKX's discount table has no such coin)" :
					"not known, since the pledged amount is not");
	if (news_restriction(tiers->restriction)[0] != '\0')
		facts_add(facts, "", "%s", news_restriction(tiers->restriction));
	facts_add_asked(facts, tiers->from.endpoint, "");
	facts_add_arrived(facts, tiers->from.arrived_ms, tiers->from.arrived_utc_ms);
	if (notice->notice.failure != NULL)
		facts_add(facts, "", "since then: %s", notice->notice.failure->text);
}

static void
add_index_price(const struct coin_row *coin)
{
	if (coin->position->price != NULL)
		facts_add(coin->facts, "price p", "idxPx, OKX's index");
	else
		facts_add(coin->facts, "price p", "not known: there is no index price");
}

/* Nothing else says so of one that was off its peg when the program began. */
static void
add_peg(const struct coin_row *coin)
{
	const char *stablecoins = coin->facts->app->settings->terms.stablecoins;

	if (coin->x != NULL && !coin->x->stable && exposure_is_stable(coin->x->ccy, stablecoins))
		facts_add(coin->facts, "counts as", "any coin: its index left " PEG_RANGE " USD");
}

/* The price as it stands in formulas. */
static const char *
price_text(const struct coin_row *coin, char out[DECIMAL_TEXT_SIZE])
{
	const struct pricing *pricing = &coin->x->pricing;

	if (pricing->source != PRICE_NONE && !coin->facts->app->hidden)
		return pricing->sent;
	return facts_number(coin->facts, out, &pricing->price, DECIMAL_HALF_EVEN);
}

static void
add_value(const struct coin_row *coin)
{
	const struct asset *asset = coin->asset;
	const struct amount *pledged = coin->x == NULL ? NULL : coin->x->pledged;
	char value[DECIMAL_TEXT_SIZE], price[DECIMAL_TEXT_SIZE];

	if (coin->position->kind != POSITION_PLEDGED)
		return;
	if (asset->value.state != FIGURE_KNOWN || pledged == NULL) {
		facts_add(coin->facts, "value~", "P x p: not known, since one of them is not");
		return;
	}
	decimal_text(value, sizeof value, &asset->value.value);
	facts_add(coin->facts, "value~", "P x p = %s x %s = %s",
	    facts_sent(coin->facts, &pledged->amount), price_text(coin, price),
	    coin->facts->app->hidden ? PAGE_MASK : value);
	facts_add_share(coin->facts, "share~", asset, "value", value);
}

static void
add_change24h(const struct coin_row *coin)
{
	const struct price *price = prices_find(coin->join->prices, coin->asset->coin);
	char change[FIGURE_TEXT_SIZE];

	if (price == NULL || coin->position->change24h.state != FIGURE_KNOWN) {
		facts_add(coin->facts, "24h",
		    "idxPx / open24h - 1: not known, since one of them is not");
		return;
	}
	figure_percent_signed(change, sizeof change, &coin->position->change24h.value,
	    position_rounding(coin->position), 0);
	facts_add(coin->facts, "24h", "idxPx / open24h - 1 = %s / %s - 1 = %s",
	    facts_sent(coin->facts, &price->last), facts_sent(coin->facts, &price->open24h),
	    change);
}

/* Why there is no bound. */
static const char *
why_unknown(const struct loan_status *status)
{
	if (status->risk.no_debt)
		return "nothing is owed: no margin call";
	return status->paired == status ?
	    "not known yet: it needs a loan answer and prices of the same moment" :
	    "not known: a price, an amount, the LTV or the margin call is missing";
}

static void
write_price_bound(char out[FIGURE_TEXT_SIZE], const struct facts *facts, const struct ratio *bound,
    bool falling, int places)
{
	if (facts->app->hidden)
		strlcpy(out, PAGE_MASK, FIGURE_TEXT_SIZE);
	else
		call_price_text(out, FIGURE_TEXT_SIZE, bound, falling, places, 0);
}

void
row_detail_add_pair(const struct facts *facts, const struct pair *pair)
{
	char utc[25], age[16];

	if (pair->loans == NULL)
		return;
	text_utc(utc, pair->loans->from.arrived_utc_ms);
	text_age(age, pair_age_ms(pair, monotime_ms()));
	facts_add(facts, "moment",
	    "the loan answer of %.8s UTC, %s old, and the prices asked for right after it",
	    utc + 11, age);
}

void
row_detail_add_bounds(const struct facts *facts, const char *field,
    const struct loan_status *status, const char *ccy)
{
	struct call_price call_price;
	char bound[FIGURE_TEXT_SIZE];

	watchlist_call_at(&call_price, status, ccy);
	if (call_price.state == CALL_PRICE_UNKNOWN)
		facts_add(facts, field, "%s", why_unknown(status));
	if (call_price.state == CALL_PRICE_CALLED)
		facts_add(facts, field, "the margin call is there already");
	if (call_price.falling.known) {
		write_price_bound(bound, facts, &call_price.falling, true, 0);
		facts_add(facts, field, "no margin call while %s stays above %s", ccy, bound);
		field = "";
	}
	if (call_price.falling_never) {
		facts_add(facts, field, "none: a fall of %s alone cannot cause the margin call",
		    ccy);
		field = "";
	}
	if (call_price.rising.known) {
		write_price_bound(bound, facts, &call_price.rising, false, 0);
		facts_add(facts, field, "no margin call while %s stays below %s", ccy, bound);
	}
}

/*
 * An end of the range of h, LEAST or MOST. Of a coin that is pledged alone it is the mean of its
 * tiers, which are public: it would tell the amount.
 */
static const char *
haircut_text(const struct facts *facts, char out[DECIMAL_TEXT_SIZE],
    const struct call_price_range *range, bool most)
{
	if (facts->app->hidden && range->narrowed)
		return PAGE_MASK;
	return facts_ratio(facts, out, most ? &range->most : &range->least,
	    most ? DECIMAL_CEILING : DECIMAL_FLOOR);
}

/* The range of h, and what makes it so narrow. */
static void
add_haircut(const struct coin_row *coin, const struct call_price_range *haircut)
{
	const struct facts *facts = coin->facts;
	const struct loan_status *status = coin->status;
	char least[DECIMAL_TEXT_SIZE], most[DECIMAL_TEXT_SIZE], rest[DECIMAL_TEXT_SIZE],
	    own[DECIMAL_TEXT_SIZE];
	const char *secured = facts_sent(facts, &status->order->secured);
	struct ratio others;

	facts_add(facts, "haircut h",
	    "the share of its value at which OKX counts %s: not known, so any from %s to %s",
	    coin->x->ccy, haircut_text(facts, least, haircut, false),
	    haircut_text(facts, most, haircut, true));
	if (!haircut->narrowed ||
	    !ratio_subtract(&others, &status->exposures.pledged_value, &coin->x->pledged_value)) {
		facts_add(facts, "", "%s",
		    status->risk.above_market ?
			"C is more than all that is pledged is worth, so it does not narrow this" :
			"the price of another pledged currency is not known, so nothing narrows this");
		return;
	}
	facts_number(facts, rest, &others, DECIMAL_HALF_EVEN);
	facts_number(facts, own, &coin->x->pledged_value, DECIMAL_HALF_EVEN);
	facts_add(facts, "",
	    "from max(0, (C - value of the others) / (P p)) = max(0, (%s - %s) / %s)", secured,
	    rest, own);
	facts_add(facts, "", "to min(1, C / (P p)) = min(1, %s / %s)", secured, own);
}

/* One bound: p - g / (M h P - O) or p + g / (O - M h P). */
static void
add_bound(const struct coin_row *coin, bool falling, const struct ratio *bound,
    const struct call_price_range *haircut, const char *gap)
{
	const struct facts *facts = coin->facts;
	const struct amount *pledged = coin->x->pledged, *owed = coin->x->owed;
	const char *held = pledged == NULL ? "0" : facts_sent(facts, &pledged->amount);
	const char *call, *ratio, *due = owed == NULL ? "0" : facts_sent(facts, &owed->amount);
	char price[DECIMAL_TEXT_SIZE], limit[DECIMAL_TEXT_SIZE], end[DECIMAL_TEXT_SIZE],
	    text[FIGURE_TEXT_SIZE];

	call = facts_sent_ratio(facts, limit, &coin->status->order->call_ltv, DECIMAL_FLOOR);
	write_price_bound(text, facts, bound, falling, BOUND_PLACES);
	ratio = haircut_text(facts, end, haircut, falling);
	if (falling)
		facts_add(facts, "falling",
		    "p - g / (M h P - O) = %s - %s / (%s x %s x %s - %s) = %s",
		    price_text(coin, price), gap, call, ratio, held, due, text);
	else
		facts_add(facts, "rising",
		    "p + g / (O - M h P) = %s + %s / (%s - %s x %s x %s) = %s",
		    price_text(coin, price), gap, due, call, ratio, held, text);
}

/* How the bounds come about. */
static void
add_formulas(const struct coin_row *coin)
{
	const struct facts *facts = coin->facts;
	const struct loan_status *status = coin->status;
	const struct risk *risk = &status->risk;
	struct ratio secured = ratio_sent(&status->order->secured);
	struct call_price call_price;
	struct ratio gap;
	char ltv[DECIMAL_TEXT_SIZE], product[DECIMAL_TEXT_SIZE], limit[DECIMAL_TEXT_SIZE];
	const char *g;

	watchlist_call_at(&call_price, coin->now, coin->asset->coin);
	if ((call_price.state != CALL_PRICE_PRICE && call_price.state != CALL_PRICE_NEVER) ||
	    !ratio_subtract(&gap, &risk->call, &risk->ltv) || !ratio_multiply(&gap, &gap, &secured))
		return;
	g = facts_number(facts, product, &gap, DECIMAL_FLOOR);
	facts_add(facts, "LTV L", "%s, %s", facts_ratio(facts, ltv, &risk->ltv, DECIMAL_CEILING),
	    risk->judge == RISK_JUDGE_REPORTED ? "curLTV" : "D / C");
	facts_add(facts, "g", "(M - L) C = (%s - %s) x %s = %s",
	    facts_sent_ratio(facts, limit, &status->order->call_ltv, DECIMAL_FLOOR), ltv,
	    facts_sent(facts, &status->order->secured), g);
	if (call_price.falling.known)
		add_bound(coin, true, &call_price.falling, &call_price.haircut, g);
	else if (call_price.falling_never)
		facts_add(facts, "falling", "p - g / (M h P - O): none above 0 for any h");
	if (call_price.rising.known)
		add_bound(coin, false, &call_price.rising, &call_price.haircut, g);
	if (exposure_has(coin->x->pledged))
		add_haircut(coin, &call_price.haircut);
}

static void
add_call(const struct coin_row *coin)
{
	page_space(coin->facts->page);
	page_text(coin->facts->page, ROLE_HEADER,
	    "Price at which the margin call comes (CALL AT~)");
	if (exposures_find(&coin->now->exposures, coin->asset->coin) == NULL) {
		page_text(coin->facts->page, ROLE_PLAIN,
		    "It is neither pledged nor owed: what is in the funding "
		    "account secures nothing, and its price causes no margin call.");
		return;
	}
	row_detail_add_bounds(coin->facts, "CALL AT~", coin->now, coin->asset->coin);
	if (coin->x != NULL)
		add_formulas(coin);
	row_detail_add_pair(coin->facts, &coin->join->pair);
	facts_add(coin->facts, "assumed", "other prices, debt, thresholds and haircuts unchanged");
}

static void
add_all(const struct coin_row *coin)
{
	const struct facts *facts = coin->facts;

	page_text(facts->page, ROLE_HEADER, "As the exchange sent it");
	facts_add(facts, "ccy", "%s", coin->asset->coin);
	add_held(coin);
	add_funding(coin);
	add_index(coin);
	add_table(coin);
	page_space(facts->page);
	facts_add_origin(facts, &coin->join->loans->from.account_id);
	page_space(facts->page);
	page_text(facts->page, ROLE_HEADER, "Computed by colltop");
	add_index_price(coin);
	add_peg(coin);
	add_value(coin);
	add_change24h(coin);
	add_call(coin);
}

void
row_detail_fill(const struct facts *facts, const struct asset *asset)
{
	struct coin_row coin = { .facts = facts,
		.asset = asset,
		.position = asset->position,
		.join = facts->app->shown->join };
	/* What is off its peg is so here too. */
	const struct risk_terms terms = watchlist_terms(&facts->app->watchlist,
	    &facts->app->settings->terms);
	struct watchlist watchlist;

	/* While the rows are frozen the loan has gone on: what belongs to these is judged anew. */
	watchlist_init(&watchlist);
	watchlist_assess(&watchlist, coin.join->loans, &coin.join->pair, &terms, false);
	for (size_t i = 0; i < watchlist.count; i++)
		if (watchlist.statuses[i].order == coin.join->order)
			coin.now = &watchlist.statuses[i];
	if (coin.now != NULL) {
		coin.status = coin.now->paired;
		coin.x = exposures_find(&coin.status->exposures, asset->coin);
		add_all(&coin);
	}
	watchlist_clear(&watchlist);
}
