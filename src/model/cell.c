/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/cell.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "model/position.h"

#define AMOUNT_MAX_DECIMALS 8
#define SIGN_WIDTH 2  /* "<=" or ">=" */
#define TINY_SCALE 18 /* beyond the decimals of any price shown */

static const struct figure none = { .state = FIGURE_INAPPLICABLE };

static const char *
state_word(enum figure_state state)
{
	return state == FIGURE_UNREADABLE ? "?" : "-";
}

CELL(ccy)
{
	(void)portfolio;
	text_fit(out, size, row->asset->ccy, layout->width > 0 ? layout->width : INT_MAX);
}

static void
write_amount(char *out, size_t size, const struct figure *amount,
    const struct column_layout *layout)
{
	if (amount->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(amount->state), layout->width);
	else
		figure_amount(out, size, &amount->value, layout->decimals, layout->width);
}

/* The amount of a row in column ID. */
static const struct figure *
amount_of(enum column_id id, const struct asset *asset)
{
	if (id == COLUMN_AMOUNT)
		return &asset->amount;
	if (asset->position == NULL)
		return &none;
	return id == COLUMN_FUNDING ? &asset->position->funding.figure :
				      &asset->position->held.figure;
}

CELL(pledged)
{
	(void)portfolio;
	write_amount(out, size, amount_of(COLUMN_PLEDGED, row->asset), layout);
}

CELL(funding)
{
	(void)portfolio;
	write_amount(out, size, amount_of(COLUMN_FUNDING, row->asset), layout);
}

CELL(amount)
{
	(void)portfolio;
	write_amount(out, size, amount_of(COLUMN_AMOUNT, row->asset), layout);
}

/*
 * The price to show and its decimals. One that rounds to zero and is none
 * stays a little off it, for figure_price() to say so.
 */
static bool
shown_price(const struct asset *asset, struct decimal *price, int *decimals)
{
	const struct decimal *value, *amount;

	if (!asset_price_rounded(asset, price) || !asset_quotient(asset, &value, &amount))
		return false;
	*decimals = price->scale;
	if (decimal_sign(price) == 0)
		*price = decimal_from(decimal_sign(value) * decimal_sign(amount), TINY_SCALE);
	return true;
}

/* Whether the price of ASSET is computed from two indices. */
static bool
is_crossed(const struct asset *asset)
{
	return asset->position != NULL && asset->position->pricing.source == PRICE_CROSSED;
}

CELL(price)
{
	const struct asset *asset = row->asset;
	struct decimal price;
	int decimals, used, whole, padding;

	(void)portfolio;
	if (!shown_price(asset, &price, &decimals)) {
		bool unreadable = asset->position == NULL &&
		    (asset->amount.state == FIGURE_UNREADABLE ||
			asset->value.state == FIGURE_UNREADABLE);

		figure_word(out, size, unreadable ? "?" : "-", layout->width);
		return;
	}
	whole = figure_price(out, size, &price, decimals, 0);
	used = figure_price(out, size, &price, decimals, layout->width);
	if (is_crossed(asset) && used == whole && (layout->width == 0 || used < layout->width))
		strlcat(out, "~", size);
	padding = layout->decimals - decimals;
	if (used < whole || padding <= 0 || (size_t)(used + padding) >= size ||
	    (layout->width > 0 && used + padding > layout->width))
		return;
	memset(out + used, ' ', (size_t)padding);
	out[used + padding] = '\0';
}

CELL(value)
{
	const struct figure *value = &row->asset->value;

	(void)portfolio;
	if (value->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(value->state), layout->width);
	else
		figure_money(out, size, "", &value->value, layout->width);
}

CELL(share)
{
	const struct figure *value = &row->asset->value;

	if (value->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(value->state), layout->width);
	else
		portfolio_share_text(out, size, portfolio, &value->value, layout->width);
}

CELL(change)
{
	static const char *const words[] = {
		[PORTFOLIO_CHANGE_NONE] = "-",
		[PORTFOLIO_CHANGE_NEW] = "new",
		[PORTFOLIO_CHANGE_MOVED] = "moved",
	};
	struct decimal delta;
	enum portfolio_change change = portfolio_change(portfolio, row, &delta);

	if (change == PORTFOLIO_CHANGE_VALUE)
		figure_money_signed(out, size, &delta, layout->width);
	else
		figure_word(out, size, words[change], layout->width);
}

CELL(change24h)
{
	const struct position *position = row->asset->position;

	(void)portfolio;
	if (position == NULL || !position->has_change)
		figure_word(out, size, "-", layout->width);
	else
		figure_percent_signed(out, size, &position->change24h, layout->width);
}

/*
 * A bound in at most WIDTH columns. The call price is at most a falling bound,
 * and at least a rising one.
 */
static void
write_bound(char *out, size_t size, const struct call_price *call_price, int width)
{
	const bool rising = call_price->nearer_rising;
	char number[FIGURE_TEXT_SIZE] = "*";

	if (width == 0 || width > SIGN_WIDTH)
		call_price_text(number, sizeof number,
		    rising ? &call_price->rising : &call_price->falling, !rising, 0,
		    width > 0 ? width - SIGN_WIDTH : 0);
	if (strcmp(number, "*") == 0)
		figure_word(out, size, number, width);
	else
		snprintf(out, size, "%s%s", rising ? ">=" : "<=", number);
}

CELL(call_at)
{
	static const char *const words[] = {
		[CALL_PRICE_UNKNOWN] = "-",
		[CALL_PRICE_CALLED] = "called",
		[CALL_PRICE_NEVER] = "none",
		[CALL_PRICE_PRICE] = "",
	};
	const struct position *position = row->asset->position;
	enum call_price_state state = CALL_PRICE_UNKNOWN;

	(void)portfolio;
	if (position != NULL && position->kind != POSITION_FUNDING)
		state = position->call_price.state;
	if (state == CALL_PRICE_PRICE)
		write_bound(out, size, &position->call_price, layout->width);
	else
		figure_word(out, size, words[state], layout->width);
}

CELL(liq_at)
{
	const struct position *position = row->asset->position;
	const struct figure *price = position == NULL ? &none : &position->liquidation_price.figure;
	int used;

	(void)portfolio;
	if (price->state != FIGURE_KNOWN) {
		figure_word(out, size, state_word(price->state), layout->width);
		return;
	}
	used = figure_price(out, size, &price->value, decimal_places(&price->value), layout->width);
	if (strcmp(position->quote, "USD") == 0 ||
	    (layout->width > 0 && used + 1 + text_width(position->quote) > layout->width))
		return;
	strlcat(out, " ", size);
	strlcat(out, position->quote, size);
}

/* Columns before the point that AMOUNT takes without decimals, sign and groups counted. */
static int
whole_width(const struct decimal *amount)
{
	char text[DECIMAL_TEXT_SIZE];
	struct decimal whole;

	if (!decimal_round(&whole, amount, 0, DECIMAL_TRUNCATE))
		return INT_MAX;
	return (int)decimal_text_grouped(text, sizeof text, &whole) +
	    (amount->negative && !whole.negative);
}

/* The most decimals that any amount needs and that all have room for. */
static int
amount_decimals(enum column_id id, const struct portfolio_row *rows, size_t count, int max_width)
{
	int decimals = 0, whole = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct figure *amount = amount_of(id, rows[i].asset);
		int places, width;

		if (amount->state != FIGURE_KNOWN)
			continue;
		places = decimal_places(&amount->value);
		if (places > decimals)
			decimals = places;
		/* What has no room even without decimals takes none from the others. */
		width = whole_width(&amount->value);
		if (width > whole && (max_width <= 0 || width <= max_width))
			whole = width;
	}
	if (decimals > AMOUNT_MAX_DECIMALS)
		decimals = AMOUNT_MAX_DECIMALS;
	while (max_width > 0 && decimals > 0 && whole + 1 + decimals > max_width)
		decimals--;
	return decimals;
}

/* The decimals to align prices by; 0, not at all, where there is no room for that. */
static int
price_decimals(const struct portfolio_row *rows, size_t count, int max_width)
{
	char text[FIGURE_TEXT_SIZE];
	struct decimal price;
	int decimals = 0, whole = 0, width, own;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!shown_price(rows[i].asset, &price, &own))
			continue;
		width = figure_price(text, sizeof text, &price, own, 0) - own;
		if (width > whole)
			whole = width;
		if (own > decimals)
			decimals = own;
	}
	return max_width > 0 && whole + decimals > max_width ? 0 : decimals;
}

int
cell_decimals(enum column_id id, const struct portfolio_row *rows, size_t count, int max_width)
{
	if (id == COLUMN_PLEDGED || id == COLUMN_FUNDING || id == COLUMN_AMOUNT)
		return amount_decimals(id, rows, count, max_width);
	/* In the table of a loan prices need the room: they are not aligned at the point. */
	if (id != COLUMN_PRICE || count == 0 || rows[0].asset->position != NULL)
		return 0;
	return price_decimals(rows, count, max_width);
}
