/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/detail.h"

#include "model/position.h"
#include "ui/panel.h"
#include "ui/positiondetail.h"
#include "ui/sheet.h"

#define INDENT 13
#define DECIMALS 18 /* of a price and a share, half-even */

static void
add_price(const struct sheet *sheet, const struct asset *asset)
{
	char price[DECIMAL_TEXT_SIZE];
	struct decimal exact;

	if (sheet->app->hidden)
		sheet_add(sheet, "price~", "notionalUsd / amt = " PANEL_HIDDEN);
	else if (asset_price(asset, DECIMALS, &exact)) {
		decimal_text(price, sizeof price, &exact);
		sheet_add(sheet, "price~", "notionalUsd / amt = %s / %s = %s", asset->value_sent,
		    asset->amount_sent, price);
	} else
		sheet_add(sheet, "price~",
		    "notionalUsd / amt: not known, since one of them is missing or zero");
}

/* A figure of the two last refreshes: "1.5 -> 1.6 (+0.1)". */
static void
add_change(const struct sheet *sheet, const char *field, const struct figure *was,
    const char *was_sent, const struct figure *is, const char *is_sent)
{
	char by[DECIMAL_TEXT_SIZE];
	struct decimal delta;

	if (sheet->app->hidden || was->state != FIGURE_KNOWN || is->state != FIGURE_KNOWN ||
	    !decimal_subtract(&delta, &is->value, &was->value)) {
		sheet_add(sheet, field, "%s -> %s", sheet_sent(sheet, was, was_sent),
		    sheet_sent(sheet, is, is_sent));
		return;
	}
	decimal_text(by, sizeof by, &delta);
	if (decimal_sign(&delta) == 0)
		sheet_add(sheet, field, "unchanged");
	else
		sheet_add(sheet, field, "%s -> %s (%s%s)", was_sent, is_sent,
		    decimal_sign(&delta) > 0 ? "+" : "", by);
}

static void
add_changes(const struct sheet *sheet, const struct asset *asset, const struct asset *before)
{
	if (sheet->app->portfolio.before == NULL) {
		page_text(sheet->page, ROLE_FAINT, "There was no refresh before this one.");
		return;
	}
	if (before == NULL) {
		page_text(sheet->page, ROLE_PLAIN,
		    "New: it was not among the rows of the refresh before.");
		return;
	}
	add_change(sheet, "amt", &before->amount, before->amount_sent, &asset->amount,
	    asset->amount_sent);
	add_change(sheet, "notionalUsd", &before->value, before->value_sent, &asset->value,
	    asset->value_sent);
}

void
detail_fill(struct page *page, const struct app *app)
{
	long at = portfolio_index(&app->portfolio, app->selected);
	const struct sheet sheet = { page, app, INDENT };
	const struct asset *asset;

	if (at < 0 || app->shown == NULL) {
		page_text(page, ROLE_PLAIN, "This currency is no longer among the rows.");
		return;
	}
	asset = app->portfolio.rows[at].asset;
	if (asset->position != NULL) {
		positiondetail_fill(&sheet, asset);
		return;
	}
	page_text(page, ROLE_HEADER, "As the exchange sent it");
	sheet_add(&sheet, "ccy", "%s", asset->ccy);
	sheet_add_sent(&sheet, "amt", &asset->amount, asset->amount_sent);
	sheet_add_sent(&sheet, "notionalUsd", &asset->value, asset->value_sent);
	if (asset->parts > 1)
		sheet_add(&sheet, "merged", "%zu elements of the answer, added exactly",
		    asset->parts);
	sheet_add_assets(&sheet, app->shown);
	sheet_add_origin(&sheet, &app->shown->from.account_id);
	sheet_add_arrived(&sheet, app->shown->from.arrived_ms, app->shown->from.arrived_utc_ms);
	page_space(page);
	page_text(page, ROLE_HEADER, "Computed by colltop");
	add_price(&sheet, asset);
	sheet_add_share(&sheet, "share", asset, "notionalUsd", asset->value_sent);
	page_space(page);
	page_text(page, ROLE_HEADER, "Since the refresh before");
	add_changes(&sheet, asset, app->portfolio.rows[at].before);
	page_space(page);
	page_text(page, ROLE_HEADER, "What the list is");
	page_text(page, ROLE_PLAIN, "These are " ASSETS_READINGS ".");
}
