/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/detail.h"

#include <stdio.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "ui/panel.h"

#define INDENT 13
#define DECIMALS 18             /* of a price and a share, half-even */

/* Long enough for a formula with three numbers of any size. */
#define FORMULA_SIZE (4 * DECIMAL_TEXT_SIZE)

struct detail {
	struct page *page;
	const struct app *app;
	const struct asset *asset, *before;
};

static void
add(const struct detail *detail, const char *field, const char *text)
{
	page_pair(detail->page, INDENT, ROLE_LABEL, field, ROLE_PLAIN, text);
}

/* What the exchange sent, or why there is nothing to show of it. */
static const char *
sent(const struct detail *detail, const struct figure *figure, const char *text)
{
	if (detail->app->hidden)
		return PANEL_HIDDEN;
	if (text == NULL)
		return figure->state == FIGURE_UNREADABLE ? "? (sent, but not as a text)" : "- (not sent, or empty)";
	return text;
}

static void
add_sent(const struct detail *detail, const char *field, const struct figure *figure, const char *text)
{
	char line[FORMULA_SIZE];

	snprintf(line, sizeof line, "%s%s", sent(detail, figure, text),
	    figure->state == FIGURE_UNREADABLE && text != NULL && !detail->app->hidden ?
	    "  ? this is no decimal number: it is in no sum" : "");
	add(detail, field, line);
}

static void
add_source(const struct detail *detail)
{
	const struct collateral *shown = detail->app->shown;
	const struct origin *origin = &shown->origin;
	char line[PAINT_TEXT_SIZE], utc[25], age[16];

	if (detail->asset->parts > 1) {
		snprintf(line, sizeof line, "%zu elements of the answer, added exactly", detail->asset->parts);
		add(detail, "merged", line);
	}
	snprintf(line, sizeof line, "GET %s%s%s", shown->endpoint, shown->only[0] != '\0' ? "?ccy=" : "",
	    shown->only);
	add(detail, "asked", line);
	snprintf(line, sizeof line, "%s (%s)", origin->host, origin->region);
	add(detail, "of", line);
	snprintf(line, sizeof line, "%s, %s", origin->account,
	    origin_word(origin->environment, origin->simulated));
	add(detail, "account", line);
	text_utc(utc, shown->arrived_utc_ms);
	text_age(age, monotime_ms() - shown->arrived_ms);
	snprintf(line, sizeof line, "%.10s %.12s UTC, %s old", utc, utc + 11, age);
	add(detail, "arrived", line);
}

static void
add_price(const struct detail *detail)
{
	const struct asset *asset = detail->asset;
	char line[FORMULA_SIZE], price[DECIMAL_TEXT_SIZE];
	struct decimal exact;

	if (detail->app->hidden)
		strlcpy(line, "notionalUsd / amt = " PANEL_HIDDEN, sizeof line);
	else if (asset_price(asset, DECIMALS, &exact)) {
		decimal_text(price, sizeof price, &exact);
		snprintf(line, sizeof line, "notionalUsd / amt = %s / %s = %s", asset->value_sent,
		    asset->amount_sent, price);
	} else
		strlcpy(line, "notionalUsd / amt: not known, since one of them is missing or zero", sizeof line);
	add(detail, "price~", line);
}

static void
add_share(const struct detail *detail)
{
	const struct portfolio *portfolio = &detail->app->portfolio;
	const struct asset *asset = detail->asset;
	char line[FORMULA_SIZE], share[DECIMAL_TEXT_SIZE], total[DECIMAL_TEXT_SIZE];
	struct decimal fraction;
	enum portfolio_share kind = PORTFOLIO_SHARE_NONE;

	if (asset->value.state == FIGURE_KNOWN)
		kind = portfolio_share(portfolio, &asset->value.value, DECIMALS, &fraction);
	if (kind == PORTFOLIO_SHARE_NONE) {
		add(detail, "share", portfolio->collateral != NULL && portfolio->collateral->only[0] != '\0' ?
		    "none: only this currency was asked for, so the total is not known" :
		    "none: the value or the total is not known, or not above zero");
		return;
	}
	decimal_text(share, sizeof share, &fraction);
	decimal_text(total, sizeof total, &portfolio->all.value);
	snprintf(line, sizeof line, "notionalUsd / total of all rows = %s / %s %s %s",
	    detail->app->hidden ? PANEL_HIDDEN : asset->value_sent, detail->app->hidden ? PANEL_HIDDEN : total,
	    kind == PORTFOLIO_SHARE_AT_MOST ? "<=" : "=", share);
	add(detail, "share", line);
	if (kind == PORTFOLIO_SHARE_AT_MOST) {
		snprintf(line, sizeof line, "at most: %zu of %zu values are not known and not in the total",
		    portfolio->all.unknown, portfolio->all.rows);
		add(detail, "", line);
	}
}

/* A figure of the two last refreshes: "1.5 -> 1.6 (+0.1)". */
static void
add_change(const struct detail *detail, const char *field, const struct figure *was, const char *was_sent,
    const struct figure *is, const char *is_sent)
{
	char line[FORMULA_SIZE], by[DECIMAL_TEXT_SIZE];
	struct decimal delta;

	if (!detail->app->hidden && was->state == FIGURE_KNOWN && is->state == FIGURE_KNOWN &&
	    decimal_subtract(&delta, &is->value, &was->value)) {
		decimal_text(by, sizeof by, &delta);
		if (decimal_sign(&delta) == 0)
			strlcpy(line, "unchanged", sizeof line);
		else
			snprintf(line, sizeof line, "%s -> %s (%s%s)", was_sent, is_sent,
			    decimal_sign(&delta) > 0 ? "+" : "", by);
	} else
		snprintf(line, sizeof line, "%s -> %s", sent(detail, was, was_sent), sent(detail, is, is_sent));
	add(detail, field, line);
}

static void
add_changes(const struct detail *detail)
{
	const struct asset *asset = detail->asset, *before = detail->before;

	if (detail->app->portfolio.before == NULL) {
		page_text(detail->page, ROLE_FAINT, "There was no refresh before this one.");
		return;
	}
	if (before == NULL) {
		page_text(detail->page, ROLE_PLAIN, "New: it was not among the rows of the refresh before.");
		return;
	}
	add_change(detail, "amt", &before->amount, before->amount_sent, &asset->amount, asset->amount_sent);
	add_change(detail, "notionalUsd", &before->value, before->value_sent, &asset->value, asset->value_sent);
}

void
detail_fill(struct page *page, const struct app *app)
{
	long at = portfolio_index(&app->portfolio, app->selected);
	struct detail detail = { .page = page, .app = app };

	if (at < 0 || app->shown == NULL) {
		page_text(page, ROLE_PLAIN, "This currency is no longer among the rows.");
		return;
	}
	detail.asset = app->portfolio.rows[at].asset;
	detail.before = app->portfolio.rows[at].before;
	page_text(page, ROLE_HEADER, "As the exchange sent it");
	add(&detail, "ccy", detail.asset->ccy);
	add_sent(&detail, "amt", &detail.asset->amount, detail.asset->amount_sent);
	add_sent(&detail, "notionalUsd", &detail.asset->value, detail.asset->value_sent);
	add_source(&detail);
	page_space(page);
	page_text(page, ROLE_HEADER, "Computed by colltop");
	add_price(&detail);
	add_share(&detail);
	page_space(page);
	page_text(page, ROLE_HEADER, "Since the refresh before");
	add_changes(&detail);
}
