/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/column.h"

#include <string.h>

#include <bsd/string.h>

#include "base/cause.h"
#include "base/text.h"
#include "model/cell.h"
#include "model/position.h"

#define SORT_MARK_WIDTH 2 /* " v" behind the title */
#define NAME_SIZE 32
#define ORDERS_SIZE 160

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

/*
 * Without an answer, or where it cannot be told from what is pledged, the column has
 * nothing to show.
 */
static bool
funding_stands(const struct assets *shown)
{
	return shown != NULL && shown->join != NULL && shown->join->told_apart;
}

static bool
funding_unknown(const struct asset *asset)
{
	return asset->position == NULL || asset->position->funding.figure.state != FIGURE_KNOWN;
}

static int
compare_funding(const struct asset *a, const struct asset *b)
{
	return decimal_compare(&a->position->funding.figure.value,
	    &b->position->funding.figure.value);
}

static int
compare_ccy(const struct asset *a, const struct asset *b)
{
	return strcmp(a->ccy, b->ccy);
}

/* What is owed is no larger amount of what is pledged. */
static bool
pledged_unknown(const struct asset *asset)
{
	const struct position *position = asset->position;

	return position == NULL || position->kind != POSITION_PLEDGED ||
	    position->held.figure.state != FIGURE_KNOWN;
}

static int
compare_pledged(const struct asset *a, const struct asset *b)
{
	return decimal_compare(&a->position->held.figure.value, &b->position->held.figure.value);
}

static bool
change24h_unknown(const struct asset *asset)
{
	return asset->position == NULL || !asset->position->has_change;
}

static int
compare_changes24h(const struct asset *a, const struct asset *b)
{
	return decimal_compare(&a->position->change24h, &b->position->change24h);
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
		.order = { .compare = compare_pledged, .unknown = pledged_unknown },
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
		.order = { .compare = compare_funding, .unknown = funding_unknown },
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
		.order = { .compare = compare_amounts, .unknown = amount_unknown },
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
		.order = { .compare = compare_values, .unknown = value_unknown },
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
		.order = { .compare = compare_values, .unknown = value_unknown },
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
		.order = { .compare = compare_changes24h, .unknown = change24h_unknown },
		.text = cell_change24h,
	},
	[COLUMN_CALL_AT] = {
		.name = "call_at",
		.in = { [COLUMN_LOAN] = { "CALL AT~", "price that causes the margin call, the others unchanged; <= at "
		    "most that: no call above it; >= at least: no call below it, since it is owed; none: its fall alone "
		    "cannot cause it", 6 } },
		.secret = true,
		.min_width = 8,
		.text = cell_call_at,
	},
	[COLUMN_LIQ_AT] = {
		.name = "liq_at",
		.in = { [COLUMN_LOAN] = { "LIQ AT", "OKX's own liquidation price; it comes only with one pledged and "
		    "one owed currency; in a row of what is owed it is met as it rises", 1 } },
		.secret = true,
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
	layout->decimals = cell_decimals(id, rows, count, max_width);
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
		return cause_set(cause, "\"%.*s\" is not a column to sort by: use one of %s",
		    (int)(length < NAME_SIZE ? length : NAME_SIZE), text, names);
	}
	if (colon != NULL && !same_name(colon, ":asc") && !same_name(colon, ":desc"))
		return cause_set(cause,
		    "\"%.*s\" is not a direction to sort in: use %s:asc or %s:desc", NAME_SIZE,
		    colon + 1, columns[found].name, columns[found].name);
	*id = (enum column_id)found;
	*descending = colon == NULL ? columns[found].descending : same_name(colon, ":desc");
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
