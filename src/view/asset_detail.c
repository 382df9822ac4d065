/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/asset_detail.h"

#include "model/position.h"
#include "view/facts.h"
#include "view/row_detail.h"

#define INDENT 13
#define DECIMALS 18 /* of a price and a share, half-even */

static void
add_list_price(const struct facts *facts, const struct asset *asset)
{
	char price[DECIMAL_TEXT_SIZE];
	struct decimal exact;

	if (facts->app->hidden)
		facts_add(facts, "price~", "notionalUsd / amt = " PAGE_MASK);
	else if (asset_price(asset, DECIMALS, &exact)) {
		decimal_text(price, sizeof price, &exact);
		facts_add(facts, "price~", "notionalUsd / amt = %s / %s = %s", asset->value.sent,
		    asset->amount.sent, price);
	} else
		facts_add(facts, "price~",
		    "notionalUsd / amt: not known, since one of them is missing or zero");
}

/* A figure of the two last refreshes: "1.5 -> 1.6 (+0.1)". */
static void
add_delta(const struct facts *facts, const char *field, const struct figure *was,
    const struct figure *is)
{
	char by[DECIMAL_TEXT_SIZE];
	struct decimal delta;

	if (facts->app->hidden || was->state != FIGURE_KNOWN || is->state != FIGURE_KNOWN ||
	    !decimal_subtract(&delta, &is->value, &was->value)) {
		facts_add(facts, field, "%s -> %s", facts_sent(facts, was), facts_sent(facts, is));
		return;
	}
	decimal_text(by, sizeof by, &delta);
	if (decimal_sign(&delta) == 0)
		facts_add(facts, field, "unchanged");
	else
		facts_add(facts, field, "%s -> %s (%s%s)", was->sent, is->sent,
		    decimal_sign(&delta) > 0 ? "+" : "", by);
}

static void
add_deltas(const struct facts *facts, const struct asset *asset, const struct asset *before)
{
	if (facts->app->portfolio.before == NULL) {
		page_text(facts->page, ROLE_FAINT, "There was no refresh before this one.");
		return;
	}
	if (before == NULL) {
		page_text(facts->page, ROLE_PLAIN,
		    "New: it was not among the rows of the previous refresh.");
		return;
	}
	add_delta(facts, "amt", &before->amount, &asset->amount);
	add_delta(facts, "notionalUsd", &before->value, &asset->value);
}

void
asset_detail_fill(struct page *page, const struct app *app)
{
	long at = portfolio_index(&app->portfolio, app->selected);
	const struct facts facts = { page, app, INDENT };
	const struct asset *asset;

	if (at < 0 || app->shown == NULL) {
		page_text(page, ROLE_PLAIN, "This currency is no longer among the rows.");
		return;
	}
	asset = app->portfolio.rows[at].asset;
	if (asset->position->kind != POSITION_LISTED) {
		row_detail_fill(&facts, asset);
		return;
	}
	page_text(page, ROLE_HEADER, "As the exchange sent it");
	facts_add(&facts, "ccy", "%s", asset->ccy);
	facts_add_sent(&facts, "amt", &asset->amount);
	facts_add_sent(&facts, "notionalUsd", &asset->value);
	if (asset->parts > 1)
		facts_add(&facts, "merged", "%zu elements of the answer, added exactly",
		    asset->parts);
	facts_add_assets(&facts, app->shown);
	facts_add_origin(&facts, &app->shown->from.account_id);
	facts_add_arrived(&facts, app->shown->from.arrived_ms, app->shown->from.arrived_utc_ms);
	page_space(page);
	page_text(page, ROLE_HEADER, "Computed by colltop");
	add_list_price(&facts, asset);
	facts_add_share(&facts, "share", asset, "notionalUsd", asset->value.sent);
	page_space(page);
	page_text(page, ROLE_HEADER, "Since the previous refresh");
	add_deltas(&facts, asset, app->portfolio.rows[at].before);
	page_space(page);
	page_text(page, ROLE_HEADER, "What the list is");
	page_text(page, ROLE_PLAIN, "These are " ASSETS_READINGS ".");
}
