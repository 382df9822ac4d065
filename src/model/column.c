/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/column.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/cause.h"
#include "base/text.h"
#include "model/position.h"

#define SORT_MARK_WIDTH 2 /* " v" behind the title */
#define NAME_SIZE 32
#define ORDERS_SIZE 160
#define AMOUNT_MAX_DECIMALS 8
#define SIGN_WIDTH 2  /* "<=" or ">=" */
#define TINY_SCALE 18 /* beyond the decimals of any price shown */

static const struct figure none = { .state = FIGURE_INAPPLICABLE };

static const struct figure *
value_of(const struct asset *asset)
{
	return &asset->value;
}

static const struct figure *
amount_of(const struct asset *asset)
{
	return &asset->amount;
}

static const struct figure *
funding_of(const struct asset *asset)
{
	return asset->position->funding;
}

static const struct figure *
held_of(const struct asset *asset)
{
	return asset->position->held;
}

/* What is owed is no larger amount of what is pledged. */
static const struct figure *
secured_of(const struct asset *asset)
{
	return asset->position->kind == POSITION_PLEDGED ? asset->position->held : &none;
}

static const struct figure *
change24h_of(const struct asset *asset)
{
	return &asset->position->change24h;
}

/*
 * Without an answer, or where it cannot be told from what is pledged, the column has
 * nothing to show.
 */
static bool
funding_stands(const struct assets *shown)
{
	return shown != NULL && shown->join != NULL && shown->join->told_apart;
}

static int
compare_ccy(const struct asset *a, const struct asset *b)
{
	return strcmp(a->ccy, b->ccy);
}

static bool
price_unknown(const struct asset *asset)
{
	const struct decimal *value, *amount;

	return !asset_quotient(asset, &value, &amount);
}

/* A = WHOLE * B + REST with 0 <= REST < B; B is above 0. */
static bool
split(struct decimal *whole, struct decimal *rest, const struct decimal *a, const struct decimal *b)
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

/* The price of ASSET as a quotient of which the amount is above 0. */
static void
read_price(const struct asset *asset, struct decimal *value, struct decimal *amount)
{
	const struct decimal *n, *d;

	asset_quotient(asset, &n, &d);
	*value = *n;
	*amount = *d;
	if (amount->negative) {
		amount->negative = false;
		value->negative = !value->negative && value->count > 0;
	}
}

static int
compare_prices(const struct asset *a, const struct asset *b)
{
	struct decimal a_value, a_amount, b_value, b_amount, left, right;

	read_price(a, &a_value, &a_amount);
	read_price(b, &b_value, &b_amount);
	if (decimal_multiply(&left, &a_value, &b_amount) &&
	    decimal_multiply(&right, &b_value, &a_amount))
		return decimal_compare(&left, &right);
	return compare_quotients(a_value, a_amount, b_value, b_amount);
}

/* The text of a column, as `struct column` wants it. */
#define CELL(name) \
	static void cell_##name(char *out, size_t size, const struct portfolio *portfolio, \
	    const struct portfolio_row *row, const struct column_layout *layout)

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
write_amount_cell(char *out, size_t size, const struct figure *amount,
    const struct column_layout *layout)
{
	if (amount->state != FIGURE_KNOWN)
		figure_word(out, size, state_word(amount->state), layout->width);
	else
		figure_amount(out, size, &amount->value, layout->decimals, layout->width);
}

CELL(pledged)
{
	(void)portfolio;
	write_amount_cell(out, size, held_of(row->asset), layout);
}

CELL(funding)
{
	(void)portfolio;
	write_amount_cell(out, size, funding_of(row->asset), layout);
}

CELL(amount)
{
	(void)portfolio;
	write_amount_cell(out, size, amount_of(row->asset), layout);
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
	return asset->position->price != NULL && asset->position->price->crossed;
}

CELL(price)
{
	const struct asset *asset = row->asset;
	struct decimal price;
	int decimals, used, whole, padding;

	(void)portfolio;
	if (!shown_price(asset, &price, &decimals)) {
		bool unreadable = asset->position->kind == POSITION_LISTED &&
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
	const struct figure *change = change24h_of(row->asset);

	(void)portfolio;
	if (change->state != FIGURE_KNOWN)
		figure_word(out, size, "-", layout->width);
	else
		figure_percent_signed(out, size, &change->value,
		    position_rounding(row->asset->position), layout->width);
}

/*
 * A bound in at most WIDTH columns. The call price is at most a falling bound,
 * and at least a rising one.
 */
static void
write_nearer_bound(char *out, size_t size, const struct call_price *call_price, int width)
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
	enum call_price_state state = position->call_price->state;

	(void)portfolio;
	if (state == CALL_PRICE_PRICE)
		write_nearer_bound(out, size, position->call_price, layout->width);
	else
		figure_word(out, size, words[state], layout->width);
}

/* The same bound as of CALL AT, marked as computed beside the exchange's own prices. */
static void
write_liquidation(char *out, size_t size, const struct call_price *bounds, int width)
{
	static const char *const words[] = {
		[CALL_PRICE_UNKNOWN] = "-",
		[CALL_PRICE_CALLED] = "reached",
		[CALL_PRICE_NEVER] = "none",
		[CALL_PRICE_PRICE] = "",
	};

	if (bounds->state != CALL_PRICE_PRICE) {
		figure_word(out, size, words[bounds->state], width);
		return;
	}
	write_nearer_bound(out, size, bounds, width > 1 ? width - 1 : width);
	if (strcmp(out, "*") != 0)
		strlcat(out, "~", size);
}

/* Whether a row has a liquidation price, or a word in its place. */
static bool
liquidation_stands(const struct assets *shown)
{
	for (size_t i = 0; shown != NULL && i < shown->count; i++) {
		const struct position *position = shown->items[i].position;

		if (position->liquidation_price->state != FIGURE_ABSENT ||
		    position->liquidation_at->state != CALL_PRICE_UNKNOWN)
			return true;
	}
	return false;
}

CELL(liq_at)
{
	const struct position *position = row->asset->position;
	const struct figure *price = position->liquidation_price;
	int used;

	(void)portfolio;
	if (price->state != FIGURE_KNOWN) {
		if (price->state == FIGURE_UNREADABLE)
			figure_word(out, size, state_word(price->state), layout->width);
		else
			write_liquidation(out, size, position->liquidation_at, layout->width);
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

/* The most decimals that any amount, which FIGURE_OF gives, needs and that all have room for. */
static int
common_decimals(const struct figure *(*figure_of)(const struct asset *),
    const struct portfolio_row *rows, size_t count, int max_width)
{
	int decimals = 0, whole = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct figure *amount = figure_of(rows[i].asset);
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

/*
 * DECIMALS of the layout of column ID for COUNT rows in MAX_WIDTH columns (0: as many as
 * it takes).
 */
static int
decimals_of(enum column_id id, const struct portfolio_row *rows, size_t count, int max_width)
{
	if (columns[id].amount != NULL)
		return common_decimals(columns[id].amount, rows, count, max_width);
	/* In the table of a loan prices need the room: they are not aligned at the point. */
	if (id != COLUMN_PRICE || count == 0 || rows[0].asset->position->kind != POSITION_LISTED)
		return 0;
	return price_decimals(rows, count, max_width);
}

const struct column columns[COLUMNS_COUNT] = {
	[COLUMN_CCY] = {
		.name = "ccy",
		.in = {
			[COLUMN_LIST] = { "CCY", "the currency", 0 },
			[COLUMN_LOAN] = { "CCY", "the currency; owed: so much of it is owed", 0 },
		},
		.left = true,
		.sortable = true,
		.sort_step = 2,
		.min_width = 4,
		.order = { .compare = compare_ccy },
		.text = cell_ccy,
	},
	[COLUMN_PLEDGED] = {
		.name = "pledged",
		.in = { [COLUMN_LOAN] = { "PLEDGED", "amount that secures the loan; in a row of what is owed, that", 0 } },
		.secret = true,
		.sortable = true,
		.descending = true,
		.min_width = 7,
		.amount = held_of,
		.order.figure = secured_of,
		.text = cell_pledged,
	},
	[COLUMN_FUNDING] = {
		.name = "funding",
		.alias = "unpledged",
		.in = { [COLUMN_LOAN] = { "FUNDING", "amount that lies free in the funding account; it secures nothing", 4 } },
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 3,
		.min_width = 7,
		.stands = funding_stands,
		.amount = funding_of,
		.order.figure = funding_of,
		.text = cell_funding,
	},
	[COLUMN_AMOUNT] = {
		.name = "amount",
		.alias = "amt",
		.in = { [COLUMN_LIST] = { "AMOUNT", "amount as OKX lists it", 3 } },
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 3,
		.min_width = 9,
		.amount = amount_of,
		.order.figure = amount_of,
		.text = cell_amount,
	},
	[COLUMN_PRICE] = {
		.name = "price",
		.in = {
			[COLUMN_LIST] = { "PRICE~", "USD for one unit, computed as value / amount", 2 },
			[COLUMN_LOAN] = { "PRICE", "USD for one unit, OKX's index", 5 },
		},
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 4,
		.min_width = 8,
		.order = { .compare = compare_prices, .unknown = price_unknown },
		.text = cell_price,
	},
	[COLUMN_VALUE] = {
		.name = "value",
		.alias = "notionalUsd",
		.in = {
			[COLUMN_LIST] = { "VALUE-USD", "value in USD as the exchange gives it", 0 },
			[COLUMN_LOAN] = { "PLEDGED$~", "market value in USD of what is pledged, before haircuts", 0 },
		},
		.secret = true,
		.sortable = true,
		.descending = true,
		.sort_step = 1,
		.min_width = 9,
		.order.figure = value_of,
		.text = cell_value,
	},
	[COLUMN_SHARE] = {
		.name = "share",
		.in = {
			[COLUMN_LIST] = { "SHARE", "part of the total of all rows, whatever the filter shows", 4 },
			[COLUMN_LOAN] = { "SHARE~", "part of the market value of all that is pledged", 3 },
		},
		.sortable = true,
		.descending = true,
		.min_width = 7,
		.order.figure = value_of,
		.text = cell_share,
	},
	[COLUMN_CHANGE] = {
		.name = "change",
		.in = { [COLUMN_LIST] = { "dLAST", "change of the value since the last refresh; moved: the amount "
		    "changed", 1 } },
		.secret = true,
		.from = 100,
		.min_width = 7,
		.text = cell_change,
	},
	[COLUMN_CHANGE24H] = {
		.name = "change24h",
		.in = { [COLUMN_LOAN] = { "24h", "change of OKX's index price within 24 hours", 2 } },
		.sortable = true,
		.descending = true,
		.min_width = 6,
		.order.figure = change24h_of,
		.text = cell_change24h,
	},
	[COLUMN_CALL_AT] = {
		.name = "call_at",
		.in = { [COLUMN_LOAN] = { "CALL AT~", "price that causes the margin call, the others and the thresholds unchanged; <= at "
		    "most that: no call above it; >= at least: no call below it, since it is owed; none: its fall alone "
		    "cannot cause it", 6 } },
		.secret = true,
		.min_width = 8,
		.text = cell_call_at,
	},
	[COLUMN_LIQ_AT] = {
		.name = "liq_at",
		.in = { [COLUMN_LOAN] = { "LIQ AT", "price that causes the liquidation: OKX's own, which comes only with "
		    "one pledged and one owed currency; with ~ the bound of CALL AT for it", 1 } },
		.secret = true,
		.stands = liquidation_stands,
		.from = 110,
		.min_width = 8,
		.text = cell_liq_at,
	},
};

static enum column_table
table_of(const struct assets *shown)
{
	return shown != NULL && shown->join != NULL ? COLUMN_LOAN : COLUMN_LIST;
}

enum column_table
column_table(const struct portfolio *portfolio)
{
	return table_of(portfolio->assets);
}

bool
column_same_table(const struct assets *a, const struct assets *b)
{
	return table_of(a) == table_of(b);
}

bool
column_stands(const struct assets *shown, enum column_id id)
{
	return columns[id].in[table_of(shown)].title != NULL &&
	    (columns[id].stands == NULL || columns[id].stands(shown));
}

void
column_measure(struct column_layout *layout, enum column_id id, const struct portfolio *portfolio,
    const struct portfolio_row *rows, size_t count, int max_width)
{
	const struct column *column = &columns[id];
	char text[FIGURE_TEXT_SIZE];
	int width = text_width(column->in[column_table(portfolio)].title), used;
	size_t i;

	if (column->sortable)
		width += SORT_MARK_WIDTH;
	layout->width = max_width;
	layout->decimals = decimals_of(id, rows, count, max_width);
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
is_same_name(const char *a, const char *b)
{
	return strlen(a) == strlen(b) && text_contains(a, b);
}

bool
column_bracket(char *text, size_t size, bool stale)
{
	size_t length = strlen(text), digits = length;

	if (!stale || strcmp(text, "-") == 0 || length + 3 > size)
		return false;
	/* Blanks that align a price stay behind it. */
	while (digits > 1 && text[digits - 1] == ' ')
		digits--;
	memmove(text + digits + 2, text + digits, length - digits + 1);
	memmove(text + 1, text, digits);
	text[0] = '[';
	text[digits + 1] = ']';
	return true;
}

bool
column_write(char *out, size_t size, enum column_id id, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout, bool stale)
{
	columns[id].text(out, size, portfolio, row, layout);
	return column_bracket(out, size, stale);
}

/* The column of that name or alias (case-blind), or -1. */
static int
find_column(const char *name)
{
	int i;

	for (i = 0; i < COLUMNS_COUNT; i++)
		if (is_same_name(columns[i].name, name) ||
		    (columns[i].alias != NULL && is_same_name(columns[i].alias, name)))
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
		found = find_column(name);
	}
	if (found < 0 || !columns[found].sortable) {
		for (i = 0; i < COLUMNS_COUNT; i++) {
			if (!columns[i].sortable)
				continue;
			if (names[0] != '\0')
				strlcat(names, ", ", sizeof names);
			strlcat(names, columns[i].name, sizeof names);
		}
		return cause_set(cause, "\"%.*s\" is not a column to sort by: use one of %s",
		    (int)(length < NAME_SIZE ? length : NAME_SIZE), text, names);
	}
	if (colon != NULL && !is_same_name(colon, ":asc") && !is_same_name(colon, ":desc"))
		return cause_set(cause,
		    "\"%.*s\" is not a direction to sort in: use %s:asc or %s:desc", NAME_SIZE,
		    colon + 1, columns[found].name, columns[found].name);
	*id = (enum column_id)found;
	*descending = colon == NULL ? columns[found].descending : is_same_name(colon, ":desc");
	return true;
}

enum column_id
column_sort_in(const struct assets *shown, enum column_id id)
{
	if (column_stands(shown, id))
		return id;
	for (int i = 0; i < COLUMNS_COUNT; i++)
		if (columns[id].sort_step > 0 && columns[i].sort_step == columns[id].sort_step &&
		    column_stands(shown, (enum column_id)i))
			return (enum column_id)i;
	return COLUMN_VALUE;
}

enum column_id
column_sort_next(const struct assets *shown, enum column_id id)
{
	int next = COLUMN_VALUE;

	/* The lowest step beyond that of ID: a column that does not stand is passed over. */
	for (int i = 0; i < COLUMNS_COUNT; i++)
		if (columns[i].sort_step > columns[id].sort_step &&
		    column_stands(shown, (enum column_id)i) &&
		    (next == COLUMN_VALUE || columns[i].sort_step < columns[next].sort_step))
			next = i;
	return (enum column_id)next;
}
