/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/column.h"

#include <limits.h>
#include <string.h>

#include <bsd/string.h>

#include "base/cause.h"
#include "base/text.h"

#define AMOUNT_MAX_DECIMALS 8
#define SORT_MARK_WIDTH 2       /* " v" behind the title */
#define NAME_SIZE 32
#define ORDERS_SIZE 160
#define TINY_SCALE 18           /* beyond the decimals of any price shown */

static int
compare_values(const struct asset *a, const struct asset *b)
{
	return decimal_compare(&a->value.value, &b->value.value);
}

static bool
value_unknown(const struct asset *asset)
{
	return asset->value.state != FIGURE_KNOWN;
}

static int
compare_amounts(const struct asset *a, const struct asset *b)
{
	return decimal_compare(&a->amount.value, &b->amount.value);
}

static bool
amount_unknown(const struct asset *asset)
{
	return asset->amount.state != FIGURE_KNOWN;
}

static int
compare_ccy(const struct asset *a, const struct asset *b)
{
	return strcmp(a->ccy, b->ccy);
}

static bool
price_unknown(const struct asset *asset)
{
	return value_unknown(asset) || amount_unknown(asset) ||
	    decimal_sign(&asset->amount.value) == 0;
}

/* A = WHOLE * B + REST with 0 <= REST < B; B is above 0. */
static bool
split(struct decimal *whole, struct decimal *rest, const struct decimal *a,
    const struct decimal *b)
{
	struct decimal product;

	return decimal_divide(whole, a, b, 0, DECIMAL_FLOOR) &&
	    decimal_multiply(&product, whole, b) && decimal_subtract(rest, a, &product);
}

/*
 * Compares A/B with C/D, B and D above 0, as continued fractions: slower than
 * by cross products, but no number gets larger than those there are.
 */
static int
compare_quotients(struct decimal a, struct decimal b, struct decimal c, struct decimal d)
{
	struct decimal x, y, a_rest, c_rest;
	int sign = 1, order;

	for (;;) {
		if (!split(&x, &a_rest, &a, &b) || !split(&y, &c_rest, &c, &d))
			return 0;
		order = decimal_compare(&x, &y);
		if (order == 0 && (decimal_sign(&a_rest) == 0 || decimal_sign(&c_rest) == 0))
			order = decimal_sign(&a_rest) - decimal_sign(&c_rest);
		else if (order == 0) {
			/* Of two fractions below 1 the one whose inverse is larger is smaller. */
			a = b;
			b = a_rest;
			c = d;
			d = c_rest;
			sign = -sign;
			continue;
		}
		return sign * order;
	}
}

static struct decimal
negated(struct decimal a)
{
	a.negative = !a.negative && a.count > 0;
	return a;
}

static int
compare_prices(const struct asset *a, const struct asset *b)
{
	struct decimal a_value = a->value.value, a_amount = a->amount.value;
	struct decimal b_value = b->value.value, b_amount = b->amount.value;
	struct decimal left, right;

	if (a_amount.negative) {
		a_amount.negative = false;
		a_value = negated(a_value);
	}
	if (b_amount.negative) {
		b_amount.negative = false;
		b_value = negated(b_value);
	}
	if (decimal_multiply(&left, &a_value, &b_amount) &&
	    decimal_multiply(&right, &b_value, &a_amount))
		return decimal_compare(&left, &right);
	return compare_quotients(a_value, a_amount, b_value, b_amount);
}

static const char *
state_word(enum figure_state state)
{
	return state == FIGURE_ABSENT ? "-" : "?";
}

static void
text_ccy(char *out, size_t size, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout)
{
	(void)portfolio;
	text_fit(out, size, row->asset->ccy, layout->width > 0 ? layout->width : INT_MAX);
}

static void
text_unpledged(char *out, size_t size, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout)
{
	const struct figure *amount = &row->asset->amount;

	(void)portfolio;
	if (amount->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(amount->state), layout->width);
	else
		figure_amount(out, size, &amount->value, layout->decimals, layout->width);
}

/*
 * The price to show and its decimals. One that rounds to zero and is none
 * stays a little off it, for figure_price() to say so.
 */
static bool
shown_price(const struct asset *asset, struct decimal *price, int *decimals)
{
	int sign;

	if (!asset_price_rounded(asset, price))
		return false;
	*decimals = price->scale;
	if (decimal_sign(price) == 0) {
		sign = decimal_sign(&asset->value.value) * decimal_sign(&asset->amount.value);
		*price = decimal_from(sign, TINY_SCALE);
	}
	return true;
}

static void
text_price(char *out, size_t size, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout)
{
	const struct asset *asset = row->asset;
	struct decimal price;
	int decimals, used, whole, padding;

	(void)portfolio;
	if (!shown_price(asset, &price, &decimals)) {
		bool unreadable = asset->amount.state == FIGURE_UNREADABLE ||
		    asset->value.state == FIGURE_UNREADABLE;

		figure_word(out, size, unreadable ? "?" : "-", layout->width);
		return;
	}
	whole = figure_price(out, size, &price, decimals, 0);
	used = figure_price(out, size, &price, decimals, layout->width);
	padding = layout->decimals - decimals;
	if (used < whole || padding <= 0 || (size_t)(used + padding) >= size ||
	    (layout->width > 0 && used + padding > layout->width))
		return;
	memset(out + used, ' ', (size_t)padding);
	out[used + padding] = '\0';
}

static void
text_value(char *out, size_t size, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout)
{
	const struct figure *value = &row->asset->value;

	(void)portfolio;
	if (value->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(value->state), layout->width);
	else
		figure_money(out, size, &value->value, layout->width);
}

static void
text_share(char *out, size_t size, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout)
{
	const struct figure *value = &row->asset->value;

	if (value->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(value->state), layout->width);
	else
		portfolio_share_text(out, size, portfolio, &value->value, layout->width);
}

static void
text_change(char *out, size_t size, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout)
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

const struct column columns[COLUMNS_COUNT] = {
	[COLUMN_CCY] = {
		.name = "ccy",
		.title = "CCY",
		.help = "the currency",
		.left = true,
		.sortable = true,
		.sort_step = 2,
		.min_width = 4,
		.order = { .compare = compare_ccy },
		.text = text_ccy,
	},
	[COLUMN_UNPLEDGED] = {
		.name = "unpledged",
		.alias = "amt",
		.title = "UNPLEDGED",
		.help = "amount in the funding account that could be pledged; it secures nothing",
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 3,
		.leave = 3,
		.min_width = 9,
		.order = { .compare = compare_amounts, .unknown = amount_unknown },
		.text = text_unpledged,
	},
	[COLUMN_PRICE] = {
		.name = "price",
		.title = "PRICE~",
		.help = "USD for one unit, computed as value / amount",
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 4,
		.leave = 2,
		.min_width = 8,
		.order = { .compare = compare_prices, .unknown = price_unknown },
		.text = text_price,
	},
	[COLUMN_VALUE] = {
		.name = "value",
		.alias = "notionalUsd",
		.title = "VALUE-USD",
		.help = "value in USD as the exchange gives it",
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 1,
		.min_width = 9,
		.order = { .compare = compare_values, .unknown = value_unknown },
		.text = text_value,
	},
	[COLUMN_SHARE] = {
		.name = "share",
		.title = "SHARE",
		.help = "part of the total of all rows, whatever the filter shows",
		.sortable = true,
		.descending = true,
		.leave = 4,
		.min_width = 7,
		.order = { .compare = compare_values, .unknown = value_unknown },
		.text = text_share,
	},
	[COLUMN_CHANGE] = {
		.name = "change",
		.title = "dLAST",
		.help = "change of the value since the last refresh; moved: the amount changed",
		.secret = true,
		.leave = 1,
		.from = 100,
		.min_width = 7,
		.text = text_change,
	},
};

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
amount_decimals(const struct portfolio_row *rows, size_t count, int max_width)
{
	int decimals = 0, whole = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct figure *amount = &rows[i].asset->amount;
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

void
column_measure(struct column_layout *layout, enum column_id id, const struct portfolio *portfolio,
    const struct portfolio_row *rows, size_t count, int max_width)
{
	const struct column *column = &columns[id];
	char text[FIGURE_TEXT_SIZE];
	int width = text_width(column->title) + (column->sortable ? SORT_MARK_WIDTH : 0), used;
	size_t i;

	layout->width = max_width;
	layout->decimals = 0;
	if (id == COLUMN_UNPLEDGED)
		layout->decimals = amount_decimals(rows, count, max_width);
	else if (id == COLUMN_PRICE)
		layout->decimals = price_decimals(rows, count, max_width);
	for (i = 0; i < count; i++) {
		column->text(text, sizeof text, portfolio, &rows[i], layout);
		used = text_width(text);
		if (used > width)
			width = used;
	}
	layout->width = max_width > 0 && width > max_width ? max_width : width;
}

/* ASCII without case, whatever the locale. */
static bool
same_name(const char *a, const char *b)
{
	return strlen(a) == strlen(b) && text_contains(a, b);
}

int
column_find(const char *name)
{
	int i;

	for (i = 0; i < COLUMNS_COUNT; i++)
		if (same_name(columns[i].name, name) ||
		    (columns[i].alias != NULL && same_name(columns[i].alias, name)))
			return i;
	return -1;
}

bool
column_sort_parse(const char *text, enum column_id *id, bool *descending, struct cause *cause)
{
	char name[NAME_SIZE], names[ORDERS_SIZE] = "";
	const char *colon = strchr(text, ':');
	size_t length = colon == NULL ? strlen(text) : (size_t)(colon - text);
	int found = -1, i;

	if (length < sizeof name) {
		memcpy(name, text, length);
		name[length] = '\0';
		found = column_find(name);
	}
	if (found < 0 || !columns[found].sortable) {
		for (i = 0; i < COLUMNS_COUNT; i++) {
			if (!columns[i].sortable)
				continue;
			if (names[0] != '\0')
				strlcat(names, ", ", sizeof names);
			strlcat(names, columns[i].name, sizeof names);
		}
		return cause_set(cause, "\"%.*s\" is no column to sort by: use one of %s",
		    (int)(length < NAME_SIZE ? length : NAME_SIZE), text, names);
	}
	if (colon != NULL && !same_name(colon, ":asc") && !same_name(colon, ":desc"))
		return cause_set(cause, "\"%.*s\" is no direction to sort in: use %s:asc or %s:desc",
		    NAME_SIZE, colon + 1, columns[found].name, columns[found].name);
	*id = (enum column_id)found;
	*descending = colon == NULL ? columns[found].descending : same_name(colon, ":desc");
	return true;
}

enum column_id
column_sort_next(enum column_id id)
{
	int step = columns[id].sort_step, i;

	for (i = 0; i < COLUMNS_COUNT; i++)
		if (columns[i].sort_step == step + 1)
			return (enum column_id)i;
	return COLUMN_VALUE;
}
