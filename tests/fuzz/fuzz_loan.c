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

static const struct origin origin = { .account = "main",
	.region = "global",
	.host = "openapi.okx.com" };
static const struct risk_terms terms = {
	.watch_fall = { .limb = { 15 }, .count = 1, .scale = 2 },
	.stablecoins = "USDT USDC",
};

static void
read_line(struct okx_parsed *parsed, enum line line, const struct part *body)
{
	const struct okx_parse_context context = {
		.origin = &origin,
		.quote = "USD",
		.path = "/api/v5/finance/flexible-loan/loan-info",
		.only = "",
		.arrived_ms = 1000000 + 7200000 * (line == NOW),
		.arrived_utc_ms = INT64_C(1795361402123) + 7200000 * (line == NOW),
	};
	struct okx_refusal refusal = { .code = "" };
	struct cause cause = { "" };

	(line == PRICES         ? okx_parse_tickers :
		line == FUNDING ? okx_parse_balances :
				  okx_parse_loans)(&context, body->text, body->length, parsed,
	    &refusal, &cause);
}

static void
require_lot(const struct loan_lot *lot)
{
	for (size_t i = 0; i < lot->count; i++) {
		const struct loan_coin *coin = &lot->coins[i];

		require(coin->ccy[0] != '\0' && coin->parts > 0);
		require_clean(coin->ccy);
		require(i == 0 || strcmp(lot->coins[i - 1].ccy, coin->ccy) < 0);
		require(loan_lot_find(lot, coin->ccy) == coin);
	}
}

static void
require_loans(const struct loans *loans)
{
	for (size_t i = 0; i < loans->count; i++) {
		const struct loan_order *order = &loans->orders[i];

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
exact_compare(const struct risk_figure *a, const struct risk_figure *b)
{
	mpq_t x, y;
	int order;

	mpq_init(x);
	mpq_init(y);
	exact_fraction(x, &a->is);
	exact_fraction(y, &b->is);
	order = mpq_cmp(x, y);
	mpq_clear(x);
	mpq_clear(y);
	return order;
}

static bool
reaches(const struct risk_figure *ltv, const struct risk_figure *threshold)
{
	return ltv->known && threshold->known && exact_compare(ltv, threshold) >= 0;
}

/* D / C is exactly that, and no band is better than what is known allows. */
static void
require_risk(const struct stake *stake)
{
	const struct risk *risk = &stake->risk;
	const struct decimal *debt = &stake->order->debt.figure.value,
			     *secured = &stake->order->secured.figure.value;
	mpq_t should, is;

	mpq_init(should);
	mpq_init(is);
	if (risk->computed.known && decimal_sign(debt) != 0) {
		exact_ratio(should, debt, secured);
		exact_fraction(is, &risk->computed.is);
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
	require(!risk->passed.known || fraction_sign(&risk->passed.is) >= 0);
	require(!risk->rise_to_call.known || fraction_sign(&risk->rise_to_call.is) > 0);
}

static void
require_target(const struct stake *stake)
{
	const struct target *target = &stake->target;
	struct fraction amount;

	if (target->state != TARGET_REPAY)
		return;
	require(fraction_sign(&target->at) > 0 && fraction_sign(&target->repay_usd) > 0);
	require(fraction_sign(&target->pledge_usd) > 0);
	require(target->ccy == NULL ||
	    (fraction_sign(&target->repay) > 0 && target->repay_decimals >= 2 &&
		target->repay_decimals <= 8));
	for (size_t i = 0; i < stake->exposures.count; i++)
		if (target_pledge(&amount, target, &stake->exposures.of[i].pricing))
			require(fraction_sign(&amount) > 0);
}

/* The call is on the side of the price that its bound says. */
static void
require_callat(const struct stake *stake, const struct exposure *exposure)
{
	struct risk_figure price = { .known = true, .is = exposure->pricing.price }, falling,
			   rising;
	struct callat callat;
	char text[128];

	callat_find(&callat, stake->order, &stake->risk, &stake->exposures, exposure);
	if (callat.state != CALLAT_PRICE)
		return;
	falling = (struct risk_figure){ .known = callat.has_falling, .is = callat.falling };
	rising = (struct risk_figure){ .known = callat.has_rising, .is = callat.rising };
	require(falling.known || rising.known);
	require(!falling.known ||
	    (fraction_sign(&falling.is) > 0 && exact_compare(&falling, &price) < 0));
	require(!rising.known || exact_compare(&rising, &price) > 0);
	for (int width = 1; width < 30; width += 4) {
		callat_text(text, sizeof text, falling.known ? &falling.is : &rising.is,
		    falling.known, 0, width);
		require(text_width(text) <= width);
	}
}

/* A deeper fall of what is pledged is never better. */
static void
require_ladder(const struct stake *stake, enum ladder_kind kind, const char *ccy)
{
	struct rung rungs[LADDER_RUNGS];

	if (!ladder_find(rungs, kind, ccy, stake->order, &stake->risk, &stake->exposures,
		&stake->target, &terms))
		return;
	for (int i = 0; i < LADDER_RUNGS; i++) {
		require(rungs[i].fall == 5 * (i + 1) && rungs[i].band < RISK_BANDS);
		require(!rungs[i].repay_usd.known || fraction_sign(&rungs[i].repay_usd.is) >= 0);
		if (i == 0 || kind == LADDER_MARKET || !rungs[i].ltv.known ||
		    !rungs[i - 1].ltv.known)
			continue;
		require(exact_compare(&rungs[i].ltv, &rungs[i - 1].ltv) >= 0);
		require(rungs[i].band >= rungs[i - 1].band);
	}
}

static void
require_stake(const struct stake *stake, struct okx_parsed *parsed)
{
	const struct pair pair = { .loans = parsed[NOW].loans, .prices = parsed[PRICES].prices };
	const struct stake *paired = stake->paired;
	struct collateral *joined;

	require_risk(stake);
	require_target(stake);
	require_risk(paired);
	require_target(paired);
	for (size_t i = 0; i < paired->exposures.count; i++) {
		require_callat(paired, &paired->exposures.of[i]);
		require_ladder(paired, LADDER_ONE, paired->exposures.of[i].ccy);
	}
	for (int kind = 0; kind < LADDER_KINDS; kind++)
		require_ladder(paired, (enum ladder_kind)kind, "BTC");
	joined = position_join(stake, parsed[NOW].loans, &pair, parsed[FUNDING].funding,
	    parsed[PRICES].prices);
	require(joined != NULL);
	require_table(joined);
	collateral_drop(joined);
}

static void
require_book(const struct book *book, const struct loans *loans)
{
	require(book->count == loans->count && book->band_count == loans->count);
	require((book_watched(book) != NULL) == (loans->count > 0));
	require(book_worst(book) == (loans->count > 0 ? book->stakes[0].risk.band : RISK_OK));
	for (size_t i = 1; i < book->count; i++)
		require(risk_compare(&book->stakes[i - 1].risk, &book->stakes[i].risk) >= 0);
}

static void
require_events(const struct okx_parsed *parsed, const struct book *book)
{
	struct events events = { .count = 0 };

	events_compare(&events, parsed[NOW].loans, parsed[NOW].loans, NULL, 0);
	require(events.count == 0);
	if (parsed[BEFORE].loans == NULL)
		return;
	events_compare(&events, parsed[BEFORE].loans, parsed[NOW].loans, book->bands,
	    book->band_count);
	require(events.count <= EVENTS_MOST && events.gone_count <= EVENTS_GONE);
	for (size_t i = 0; i < events.count; i++) {
		require(events.of[i].text[0] != '\0');
		require_clean(events.of[i].text);
	}
	/* And back again. */
	events_compare(&events, parsed[NOW].loans, parsed[BEFORE].loans, NULL, 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *at = data, *end = data + size;
	struct okx_parsed parsed[LINES] = { { .loans = NULL } };
	struct pair pair;
	struct book book;

	for (int i = 0; i < LINES; i++) {
		struct part line = part_line(&at, end);

		read_line(&parsed[i], (enum line)i, &line);
		free(line.text);
	}
	pair = (struct pair){ .loans = parsed[NOW].loans, .prices = parsed[PRICES].prices };
	book_init(&book);
	if (parsed[BEFORE].loans != NULL) {
		require_loans(parsed[BEFORE].loans);
		book_assess(&book, parsed[BEFORE].loans, NULL, &terms, true);
		require_book(&book, parsed[BEFORE].loans);
	}
	if (parsed[NOW].loans != NULL) {
		require_loans(parsed[NOW].loans);
		book_choose(&book, 1);
		book_assess(&book, parsed[NOW].loans, &pair, &terms, true);
		require_book(&book, parsed[NOW].loans);
		for (size_t i = 0; i < book.count; i++)
			require_stake(&book.stakes[i], parsed);
		require_events(parsed, &book);
	}
	book_clear(&book);
	for (int i = 0; i < LINES; i++)
		okx_parsed_drop(&parsed[i]);
	return 0;
}
