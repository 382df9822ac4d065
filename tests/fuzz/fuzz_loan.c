/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include "fuzz/exact.h"
#include "fuzz/table.h"
#include "model/loan_events.h"
#include "model/stress.h"
#include "model/position.h"
#include "okx/parse.h"

/*
 * What is made of the loans. The input is four lines, each an answer or empty
 * where there is none: loan info before and now, index tickers, balances.
 */

enum line { BEFORE, NOW, PRICES, FUNDING, LINES };

static const struct account_id account_id = { .account = "main",
	.region = "global",
	.host = "openapi.okx.com" };
static const struct risk_terms terms = {
	.watch_fall = { .limb = { 15 }, .count = 1, .scale = 2 },
	.stablecoins = "USDT USDC",
};

static void
read_line(struct okx_parsed *parsed, enum line line, const struct part *body)
{
	const struct okx_call call = {
		.endpoint = line == PRICES ? OKX_ENDPOINT_INDEX_TICKERS :
		    line == FUNDING        ? OKX_ENDPOINT_BALANCES :
					     OKX_ENDPOINT_LOAN_INFO,
		.account_id = &account_id,
		.quote_ccy = "USD",
		.arrived_ms = 1000000 + 7200000 * (line == NOW),
		.arrived_utc_ms = INT64_C(1795361402123) + 7200000 * (line == NOW),
	};
	struct okx_refusal refusal = { .code = "" };
	struct cause cause = { "" };

	okx_parse(&call, body->text, body->length, parsed, &refusal, &cause);
}

static void
require_lot(const struct amounts *lot)
{
	for (size_t i = 0; i < lot->count; i++) {
		const struct amount *coin = &lot->coins[i];

		require(coin->ccy[0] != '\0' && coin->parts > 0);
		require_clean(coin->ccy);
		require(i == 0 || strcmp(lot->coins[i - 1].ccy, coin->ccy) < 0);
		require(amounts_find(lot, coin->ccy) == coin);
	}
}

static void
require_loans(const struct loans *loans)
{
	for (size_t i = 0; i < loans->count; i++) {
		const struct loan *order = &loans->orders[i];

		require_clean(order->id);
		require_clean(order->instrument);
		require(order->key[0] != '\0' && strlen(order->key) < LOAN_KEY_SIZE);
		/* No other order has its key. */
		require(loans_find(loans, order->key) == order);
		require_lot(&order->owed);
		require_lot(&order->pledged);
	}
	require(loans_same(loans, loans));
}

/* ORDER is below, equal to or above 0 as A is to B; both known. */
static int
exact_compare(const struct ratio *a, const struct ratio *b)
{
	mpq_t x, y;
	int order;

	mpq_init(x);
	mpq_init(y);
	exact_fraction(x, a);
	exact_fraction(y, b);
	order = mpq_cmp(x, y);
	mpq_clear(x);
	mpq_clear(y);
	return order;
}

static bool
reaches(const struct ratio *ltv, const struct ratio *threshold)
{
	return ltv->known && threshold->known && exact_compare(ltv, threshold) >= 0;
}

/* D / C is exactly that, and no band is better than what is known allows. */
static void
require_risk(const struct loan_status *status)
{
	const struct risk *risk = &status->risk;
	const struct decimal *debt = &status->order->debt.value,
			     *secured = &status->order->secured.value;
	mpq_t should, is;

	mpq_init(should);
	mpq_init(is);
	if (risk->computed.known && decimal_sign(debt) != 0) {
		exact_ratio(should, debt, secured);
		exact_fraction(is, &risk->computed);
		require(mpq_equal(should, is));
	}
	mpq_clear(should);
	mpq_clear(is);

	/* Where nothing is owed that is the LTV, whatever curLTV says. */
	require(risk->no_debt || !risk->reported.known || !risk->ltv.known ||
	    exact_compare(&risk->ltv, &risk->reported) >= 0);
	require(!risk->computed.known || exact_compare(&risk->ltv, &risk->computed) >= 0);
	require(!risk->no_cover || risk->band == RISK_LIQUIDATION);
	require(!reaches(&risk->ltv, &risk->liquidation) || risk->no_debt ||
	    risk->band == RISK_LIQUIDATION);
	require(!reaches(&risk->ltv, &risk->call) || risk->no_debt || risk->band >= RISK_CALL);
	if (risk->band == RISK_OK && !risk->no_debt)
		require(risk->ltv.known && risk->call.known && risk->liquidation.known);
	require(!risk->passed.known || ratio_sign(&risk->passed) >= 0);
	require(!risk->rise_to_call.known || ratio_sign(&risk->rise_to_call) > 0);
}

static void
require_target(const struct loan_status *status)
{
	const struct target *target = &status->target;
	struct ratio amount;

	if (target->state != TARGET_REPAY)
		return;
	require(ratio_sign(&target->at) > 0 && ratio_sign(&target->repay_usd) > 0);
	require(ratio_sign(&target->pledge_usd) > 0);
	require(target->ccy == NULL ||
	    (ratio_sign(&target->repay) > 0 && target->repay_decimals >= 2 &&
		target->repay_decimals <= 8));
	for (size_t i = 0; i < status->exposures.count; i++)
		if (target_pledge(&amount, target, &status->exposures.of[i].pricing))
			require(ratio_sign(&amount) > 0);
}

/* The call is on the side of the price that its bound says. */
static void
require_call_price(const struct loan_status *status, const struct exposure *exposure)
{
	struct ratio price = exposure->pricing.price, falling, rising;
	struct call_price call_price;
	char text[128];

	call_price_find(&call_price, status->order, &status->risk, &status->exposures, exposure);
	if (call_price.state != CALL_PRICE_PRICE)
		return;
	falling = call_price.falling;
	rising = call_price.rising;
	require(falling.known || rising.known);
	require(
	    !falling.known || (ratio_sign(&falling) > 0 && exact_compare(&falling, &price) < 0));
	require(!rising.known || exact_compare(&rising, &price) > 0);
	for (int width = 1; width < 30; width += 4) {
		call_price_text(text, sizeof text, falling.known ? &falling : &rising,
		    falling.known, 0, width);
		require(text_width(text) <= width);
	}
}

/* A deeper fall of what is pledged is never better. */
static void
require_stress(const struct loan_status *status, enum stress_kind kind, const char *ccy)
{
	struct stress_step steps[STRESS_STEPS];

	if (!stress_find(steps, kind, ccy, status->order, &status->risk, &status->exposures,
		&status->target, &terms))
		return;
	for (int i = 0; i < STRESS_STEPS; i++) {
		require(steps[i].fall == 5 * (i + 1) && steps[i].band < RISK_BANDS);
		require(!steps[i].repay_usd.known || ratio_sign(&steps[i].repay_usd) >= 0);
		if (i == 0 || kind == STRESS_MARKET || !steps[i].ltv.known ||
		    !steps[i - 1].ltv.known)
			continue;
		require(exact_compare(&steps[i].ltv, &steps[i - 1].ltv) >= 0);
		require(steps[i].band >= steps[i - 1].band);
	}
}

static void
require_status(const struct loan_status *status, struct okx_parsed *parsed)
{
	const struct pair pair = { .loans = parsed[NOW].loans, .prices = parsed[PRICES].prices };
	const struct loan_status *paired = status->paired;
	struct assets *joined;

	require_risk(status);
	require_target(status);
	require_risk(paired);
	require_target(paired);
	for (size_t i = 0; i < paired->exposures.count; i++) {
		require_call_price(paired, &paired->exposures.of[i]);
		require_stress(paired, STRESS_ONE, paired->exposures.of[i].ccy);
	}
	for (int kind = 0; kind < STRESS_KINDS; kind++)
		require_stress(paired, (enum stress_kind)kind, "BTC");
	joined = position_join(status, parsed[NOW].loans, &pair, parsed[FUNDING].funding,
	    parsed[PRICES].prices);
	require(joined != NULL);
	require_table(joined);
	assets_drop(joined);
}

static void
require_watchlist(const struct watchlist *watchlist, const struct loans *loans)
{
	require(watchlist->count == loans->count && watchlist->band_count == loans->count);
	require((watchlist_watched(watchlist) != NULL) == (loans->count > 0));
	require(watchlist_worst(watchlist) ==
	    (loans->count > 0 ? watchlist->statuses[0].risk.band : RISK_OK));
	for (size_t i = 1; i < watchlist->count; i++)
		require(risk_compare(&watchlist->statuses[i - 1].risk,
			    &watchlist->statuses[i].risk) >= 0);
}

static void
require_events(const struct okx_parsed *parsed, const struct watchlist *watchlist)
{
	struct loan_events events = { .count = 0 };

	loan_events_compare(&events, parsed[NOW].loans, parsed[NOW].loans, NULL, 0);
	require(events.count == 0);
	if (parsed[BEFORE].loans == NULL)
		return;
	loan_events_compare(&events, parsed[BEFORE].loans, parsed[NOW].loans, watchlist->bands,
	    watchlist->band_count);
	require(events.count <= LOAN_EVENTS_MOST && events.gone_count <= LOAN_EVENTS_GONE);
	for (size_t i = 0; i < events.count; i++) {
		require(events.of[i].text[0] != '\0');
		require_clean(events.of[i].text);
	}
	/* And back again. */
	loan_events_compare(&events, parsed[NOW].loans, parsed[BEFORE].loans, NULL, 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *at = data, *end = data + size;
	struct okx_parsed parsed[LINES] = { { .loans = NULL } };
	struct pair pair;
	struct watchlist watchlist;

	for (int i = 0; i < LINES; i++) {
		struct part line = part_line(&at, end);

		read_line(&parsed[i], (enum line)i, &line);
		free(line.text);
	}
	pair = (struct pair){ .loans = parsed[NOW].loans, .prices = parsed[PRICES].prices };
	watchlist_init(&watchlist);
	if (parsed[BEFORE].loans != NULL) {
		require_loans(parsed[BEFORE].loans);
		watchlist_assess(&watchlist, parsed[BEFORE].loans, NULL, &terms, true);
		require_watchlist(&watchlist, parsed[BEFORE].loans);
	}
	if (parsed[NOW].loans != NULL) {
		require_loans(parsed[NOW].loans);
		watchlist_choose(&watchlist, 1);
		watchlist_assess(&watchlist, parsed[NOW].loans, &pair, &terms, true);
		require_watchlist(&watchlist, parsed[NOW].loans);
		for (size_t i = 0; i < watchlist.count; i++)
			require_status(&watchlist.statuses[i], parsed);
		require_events(parsed, &watchlist);
	}
	watchlist_clear(&watchlist);
	for (int i = 0; i < LINES; i++)
		okx_parsed_drop(&parsed[i]);
	return 0;
}
