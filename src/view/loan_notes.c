/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/loan_notes.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/doubt.h"
#include "model/position.h"
#include "view/loan_figures.h"

#define MONEY_DECIMALS 2
#define AMOUNT_DECIMALS_MIN 2
#define AMOUNT_DECIMALS_MAX 8
/* so many more than a price has digits before the point: a unit is below a cent */
#define CENT_DECIMALS 3

enum role
loan_notes_none(char *out, size_t size, const struct app *app, int width, bool keys)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	char age[16];

	if (source->now.loans != NULL && loan_figures_stale(app)) {
		text_age(age, monotime_ms() - source->arrived_ms);
		if (!page_fits(out, size, width, "OLD %s (was: no open flexible loan)", age))
			snprintf(out, size, "OLD %s (was: none)", age);
		return ROLE_WARN;
	}
	if (source->now.loans != NULL) {
		if (!page_fits(out, size, width, "no open flexible loan (OKX answered: none)"))
			strlcpy(out, "no open flexible loan", size);
		return ROLE_PLAIN;
	}
	if (!source->failing) {
		strlcpy(out, "not known yet: asking OKX", size);
		return ROLE_PLAIN;
	}
	if (source->failure.kind != OKX_KIND_NOT_OFFERED) {
		strlcpy(out, "NOT KNOWN: no usable answer to loan info yet. There may be one.",
		    size);
		return ROLE_BAD;
	}
	out[0] = '\0';
	text_add_sentence(out, size, source->failure.text);
	if (keys && app->account_id.environment == ENVIRONMENT_DEMO)
		strlcat(out, "  e: production", size);
	return ROLE_WARN;
}

void
loan_notes_doubt(char *out, size_t size, const struct loan_status *status, int width)
{
	static const char unknown[] = "UNKNOWN: ";
	const int room = width - (int)sizeof unknown + 1;
	char reason[DOUBT_TEXT_SIZE];

	doubt_text(reason, &status->risk, status->order, room > 0 ? room : 1);
	if (!page_fits(out, size, width, "%s%s", unknown, reason))
		strlcpy(out, "UNKNOWN", size);
}

/* Beside a band that stands all the same. */
static bool
doubt_note(char *out, size_t size, const struct app *app, int width)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	char reason[DOUBT_TEXT_SIZE];

	if (status->risk.doubt == RISK_DOUBT_NONE || status->risk.doubt == RISK_DOUBT_LTVS ||
	    status->risk.band <= RISK_UNKNOWN)
		return false;
	doubt_text(reason, &status->risk, status->order, width > 2 ? width - 2 : 1);
	page_fits(out, size, width, "! %s", reason);
	return true;
}

/* The debt is 0, and something else says that it is not. */
static bool
denial(char *out, size_t size, const struct app *app, int width)
{
	const struct risk *risk = &watchlist_watched(&app->watchlist)->risk;
	char reported[LOAN_FIGURES_SIZE];

	if (!risk->no_debt_denied)
		return false;
	loan_figures_ltv(reported, app, risk, &risk->reported);
	if (!risk->disagree) {
		if (!page_fits(out, size, width,
			"! OKX's debt is 0, although it lists coins that are owed"))
			page_fits(out, size, width, "! debt 0, but coins are owed");
	} else if (!page_fits(out, size, width,
		       "! OKX says LTV %s, although its debt is 0: nothing is owed", reported))
		page_fits(out, size, width, "! LTV %s, but debt 0", reported);
	return true;
}

/* The two LTVs do not go together. */
static bool
disagreement(char *out, size_t size, const struct app *app, int width)
{
	const struct risk *risk = &watchlist_watched(&app->watchlist)->risk;
	char reported[LOAN_FIGURES_SIZE], computed[LOAN_FIGURES_SIZE];

	if (!risk->disagree || risk->no_debt)
		return false;
	loan_figures_ltv(reported, app, risk, &risk->reported);
	loan_figures_ltv(computed, app, risk, &risk->computed);
	if (!page_fits(out, size, width,
		"! LTV: OKX says %s, its debt / collateral is %s~; the worse one counts", reported,
		computed))
		page_fits(out, size, width, "! OKX's LTV and debt / collateral differ");
	return true;
}

static bool
above_market(char *out, size_t size, const struct app *app, int width)
{
	if (!watchlist_watched(&app->watchlist)->risk.above_market)
		return false;
	if (!page_fits(out, size, width,
		"! OKX counts more than what is pledged is worth at market: do not rely on it"))
		page_fits(out, size, width, "! OKX counts more than market value");
	return true;
}

/* The currency under the cursor, without what the row of an owed one adds; NULL: none. */
static const char *
selected_coin(const struct app *app)
{
	const struct asset *asset = app->selected[0] == '\0' ?
	    NULL :
	    assets_find(app->shown, app->selected);

	return asset == NULL ? NULL : asset->coin;
}

/* Decimals so that a unit in the last place is worth less than a cent. */
static int
cent_decimals(const struct pricing *pricing)
{
	struct decimal price;
	int decimals = AMOUNT_DECIMALS_MAX;

	if (ratio_round(&price, &pricing->price, AMOUNT_DECIMALS_MAX, DECIMAL_CEILING))
		decimals = decimal_magnitude(&price) + CENT_DECIMALS;
	return decimals < AMOUNT_DECIMALS_MIN ? AMOUNT_DECIMALS_MIN :
	    decimals > AMOUNT_DECIMALS_MAX    ? AMOUNT_DECIMALS_MAX :
						decimals;
}

/* How much of the currency under the cursor would have to be pledged to reach the target. */
static bool
pledge(char *out, size_t size, const struct app *app, int width)
{
	const struct loan_status *paired = watchlist_watched(&app->watchlist)->paired;
	const char *ccy = selected_coin(app);
	char least[LOAN_FIGURES_SIZE], percent[PERCENT_SIZE];
	struct pricing pricing;
	struct ratio amount;

	if (ccy == NULL || paired->target.state != TARGET_REPAY)
		return false;
	pricing = pricing_find(ccy, app->watchlist.pair.prices);
	if (!target_pledge(&amount, &paired->target, &pricing))
		return false;
	loan_figures_number(least, app, app_pair_stale(app), "", &amount, cent_decimals(&pricing),
	    DECIMAL_CEILING);
	loan_figures_target(percent, &paired->target);
	/* Under a call there are two of what may be reached. */
	if (watchlist_watched(&app->watchlist)->leave.state == TARGET_REPAY ||
	    !page_fits(out, size, width, "To pledge that much: at least %s %s~", least, ccy))
		if (!page_fits(out, size, width, "For %s pledge at least %s %s~", percent, least,
			ccy))
			page_fits(out, size, width, "For %s pledge %s %s~", percent, least, ccy);
	return true;
}

static bool
is_stale(const struct source *source)
{
	return source_freshness(source) != FRESHNESS_LIVE;
}

/* Whether an amount or a price in the sum is old. */
static bool
sum_is_stale(const struct app *app, const struct funding *funding)
{
	bool stale = is_stale(&app->sources[OKX_ENDPOINT_BALANCES]) ||
	    is_stale(&app->sources[OKX_ENDPOINT_INDEX_TICKERS]);

	for (size_t i = 0; i < funding->count && !stale; i++)
		stale = app_price_stale(app,
		    prices_find(app_prices(app), funding->balances[i].ccy));
	return stale;
}

/*
 * The sum as "$53,981.28~", ">=$53,981.28~" where a part is not known, "" where that
 * says nothing.
 */
static void
write_sum(char *out, size_t size, const struct app *app, const struct funding *funding)
{
	const bool stale = sum_is_stale(app, funding);
	char number[DECIMAL_TEXT_SIZE];
	struct funding_value value;

	out[0] = '\0';
	funding_value(&value, funding, app_prices(app));
	/* A lower bound is rounded down, so that it is one. */
	if (value.unreadable || value.unknown == funding->count ||
	    (value.unknown > 0 && value.negative) ||
	    !decimal_round(&value.usd, &value.usd, MONEY_DECIMALS,
		value.unknown > 0 ? DECIMAL_FLOOR : DECIMAL_HALF_EVEN))
		return;
	decimal_text_grouped(number, sizeof number, &value.usd);
	snprintf(out, size, "%s%s$%s%s~", value.unknown > 0 ? ">=" : "", stale ? "[" : "",
	    app->hidden ? PAGE_MASK : number, stale ? "]" : "");
}

/* What there is, once it is told apart from what is pledged. */
static void
write_holding(char *out, size_t size, const struct app *app, const struct funding *funding,
    int width)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_BALANCES];
	char sum[DECIMAL_TEXT_SIZE + 8], age[16], old[32] = "";

	if (is_stale(source)) {
		text_age(age, source_age_ms(source));
		snprintf(old, sizeof old, ", %s old", age);
	}
	write_sum(sum, sizeof sum, app, funding);
	if (funding->count == 0) {
		if (!page_fits(out, size, width,
			"FUNDING secures nothing. The funding account is empty%s", old))
			page_fits(out, size, width, "FUNDING: empty");
	} else if (sum[0] == '\0') {
		if (!page_fits(out, size, width,
			"FUNDING secures nothing. Its value at market is not known"))
			page_fits(out, size, width, "FUNDING secures nothing");
	} else if (!page_fits(out, size, width, "FUNDING secures nothing. It holds %s at market%s",
		       sum, old))
		if (!page_fits(out, size, width, "FUNDING %s at market secures nothing", sum))
			page_fits(out, size, width, "FUNDING secures nothing");
}

/* What the funding account holds, never as a promise. */
static bool
funding(char *out, size_t size, const struct app *app, int width)
{
	const struct funding *account = app_funding(app);

	if (account == NULL)
		return false;
	if (funding_told_apart(account, app_loans(app)))
		write_holding(out, size, app, account, width);
	else if (!page_fits(out, size, width,
		     "funding account: not told apart, since its amounts equal what is pledged"))
		strlcpy(out, "funding account: not told apart", size);
	return true;
}

void
loan_notes_fill(struct page *page, const struct app *app, size_t most)
{
	static bool (*const notes[])(char *out, size_t size, const struct app *app, int width) = {
		doubt_note,
		denial,
		disagreement,
		above_market,
		pledge,
		funding,
	};
	char text[LOAN_NOTES_SIZE];

	for (size_t i = 0; i < sizeof notes / sizeof *notes && page->count < most; i++)
		if (notes[i](text, sizeof text, app, page->width - 1)) {
			page_space(page);
			page_piece(page, 0, ROLE_FAINT, text);
		}
}
