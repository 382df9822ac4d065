/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/portfolio.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"
#include "model/position.h"

#define PERCENT_FRACTION_DECIMALS 4 /* of a fraction that becomes a percentage with two */
#define UNKNOWN_WORDS " +%zu unknown"
#define MONEY_DECIMALS 2

/* Runs up to this length are sorted by insertion. */
#define SORT_SHORT 8

static_assert(ASSETS_MAX_ASSETS < UINT32_MAX, "a place fits 32 bits");

void
portfolio_init(struct portfolio *portfolio)
{
	memset(portfolio, 0, sizeof *portfolio);
}

void
portfolio_clear(struct portfolio *portfolio)
{
	free(portfolio->rows);
	free(portfolio->spare);
	free(portfolio->places);
	portfolio_init(portfolio);
}

/*
 * Two rows whose figures are not known: what secures the loan, what is owed, then the
 * rest by its value.
 */
static int
compare_unknown(const struct asset *a, const struct asset *b)
{
	const struct figure *x, *y;

	if (a->position->kind != b->position->kind)
		return (int)a->position->kind - (int)b->position->kind;
	x = &a->position->funding_value;
	y = &b->position->funding_value;
	if (a->position->kind != POSITION_FUNDING ||
	    (x->state != FIGURE_KNOWN && y->state != FIGURE_KNOWN))
		return 0;
	if (x->state != y->state)
		return x->state == FIGURE_KNOWN ? -1 : 1;
	return decimal_compare(&y->value, &x->value);
}

static bool
is_unknown(const struct asset *asset, const struct portfolio_order *order)
{
	if (order->figure != NULL)
		return order->figure(asset)->state != FIGURE_KNOWN;
	return order->unknown != NULL && order->unknown(asset);
}

static int
compare_known(const struct asset *a, const struct asset *b, const struct portfolio_order *order)
{
	if (order->figure != NULL)
		return decimal_compare(&order->figure(a)->value, &order->figure(b)->value);
	return order->compare == NULL ? 0 : order->compare(a, b);
}

static int
compare_rows(const struct portfolio_row *a, const struct portfolio_row *b,
    const struct portfolio_order *order)
{
	bool a_unknown = is_unknown(a->asset, order), b_unknown = is_unknown(b->asset, order);
	int result;

	if (a_unknown != b_unknown)
		return a_unknown ? 1 : -1;
	if (a_unknown)
		result = compare_unknown(a->asset, b->asset);
	else
		result = compare_known(a->asset, b->asset, order) * (order->descending ? -1 : 1);
	return result != 0 ? result : strcmp(a->asset->ccy, b->asset->ccy);
}

static void
insertion_sort(struct portfolio_row *rows, size_t count, const struct portfolio_order *order)
{
	size_t i, j;

	for (i = 1; i < count; i++) {
		struct portfolio_row row = rows[i];

		for (j = i; j > 0 && compare_rows(&rows[j - 1], &row, order) > 0; j--)
			rows[j] = rows[j - 1];
		rows[j] = row;
	}
}

/* How many of the sorted ROWS come before ROW. */
static size_t
count_before(const struct portfolio_row *rows, size_t count, const struct portfolio_row *row,
    const struct portfolio_order *order)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_rows(&rows[middle], row, order) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Merge sort that is linear where the rows are in order already, and merges
 * only where the halves overlap: from one refresh to the next little moves.
 */
static void
sort_rows(struct portfolio_row *rows, size_t count, struct portfolio_row *spare,
    const struct portfolio_order *order)
{
	size_t middle = count / 2, from, left, right, at;

	if (count <= SORT_SHORT) {
		insertion_sort(rows, count, order);
		return;
	}
	sort_rows(rows, middle, spare, order);
	sort_rows(rows + middle, count - middle, spare, order);
	if (compare_rows(&rows[middle - 1], &rows[middle], order) <= 0)
		return;

	from = count_before(rows, middle, &rows[middle], order);
	count = middle + count_before(rows + middle, count - middle, &rows[middle - 1], order);
	memcpy(spare + from, rows + from, (middle - from) * sizeof *rows);
	for (at = left = from, right = middle; left < middle; at++) {
		if (right < count && compare_rows(&rows[right], &spare[left], order) < 0)
			rows[at] = rows[right++];
		else
			rows[at] = spare[left++];
	}
}

/* Whether there is some: what cannot be read is not known to be nothing. */
static bool
is_something(const struct figure *amount)
{
	return amount->state == FIGURE_UNREADABLE ||
	    (amount->state == FIGURE_KNOWN && decimal_sign(&amount->value) != 0);
}

static void
total_add(struct portfolio_total *total, const struct asset *asset)
{
	const struct position *position = asset->position;
	const struct figure *value = &asset->value;

	total->rows++;
	if (position->kind == POSITION_PLEDGED)
		total->pledged++;
	if (is_something(position->funding))
		total->funding++;
	if (value->state == FIGURE_INAPPLICABLE) {
		total->valueless++;
		return;
	}
	if (value->state != FIGURE_KNOWN) {
		total->unknown++;
		return;
	}
	if (decimal_sign(&value->value) < 0)
		total->negative = true;
	if (!decimal_add(&total->value, &total->value, &value->value))
		total->unreadable = true;
}

static bool
is_small(const struct figure *value)
{
	struct decimal one = decimal_from(1, 0);

	return value->state == FIGURE_KNOWN && decimal_sign(&value->value) >= 0 &&
	    decimal_compare(&value->value, &one) < 0;
}

/* Whether folding takes ASSET: nothing of it is worth a dollar, and nothing of it is owed. */
static bool
folds(const struct asset *asset)
{
	const struct position *position = asset->position;
	const struct figure *funding = &position->funding_value;

	return position->kind != POSITION_OWED &&
	    (asset->value.state == FIGURE_INAPPLICABLE || is_small(&asset->value)) &&
	    (funding->state == FIGURE_INAPPLICABLE || is_small(funding));
}

/* Walks a snapshot by name beside another one. */
struct cursor {
	const struct assets *assets;
	size_t at;
};

/* The asset CCY, or NULL; names must come in ascending order. */
static const struct asset *
cursor_find(struct cursor *cursor, const char *ccy)
{
	int order;

	if (cursor->assets == NULL)
		return NULL;
	for (; cursor->at < cursor->assets->count; cursor->at++) {
		order = strcmp(cursor->assets->items[cursor->at].ccy, ccy);
		if (order == 0)
			return &cursor->assets->items[cursor->at];
		if (order > 0)
			break;
	}
	return NULL;
}

static void
reserve(struct portfolio *portfolio, size_t rows, size_t places)
{
	/* Once there is a table there are rows to point at, were there none. */
	if (rows > portfolio->capacity || portfolio->rows == NULL) {
		portfolio->rows = xreallocarray(portfolio->rows, rows, sizeof *portfolio->rows);
		portfolio->spare = xreallocarray(portfolio->spare, rows, sizeof *portfolio->spare);
		portfolio->capacity = rows;
	}
	if (places > portfolio->places_capacity) {
		portfolio->places = xreallocarray(portfolio->places, places,
		    sizeof *portfolio->places);
		portfolio->places_capacity = places;
	}
}

/*
 * Notes for every asset of the snapshot shown so far its place among the rows,
 * from 1; 0 where it has none.
 */
static void
note_places(struct portfolio *portfolio)
{
	size_t i, count = portfolio->assets == NULL ? 0 : portfolio->assets->count;

	for (i = 0; i < count; i++)
		portfolio->places[i] = 0;
	for (i = 0; i < portfolio->count; i++)
		portfolio->places[portfolio->rows[i].asset - portfolio->assets->items] =
		    (uint32_t)i + 1;
}

/* Counts ASSET where it belongs; whether it gets a row. */
static bool
count_row(struct portfolio *portfolio, const struct asset *asset, const struct filter *filter,
    bool fold)
{
	total_add(&portfolio->all, asset);
	if (filter != NULL) {
		if (!filter_matches(filter, asset->coin))
			return false;
		total_add(&portfolio->shown, asset);
	}
	if (fold && folds(asset)) {
		total_add(&portfolio->folded, asset);
		return false;
	}
	return true;
}

/*
 * Fills the rows from NOW: first those that had a row, in the order they had,
 * then the others by name. Returns how many had one.
 */
static size_t
fill(struct portfolio *portfolio, const struct assets *now, const struct filter *filter, bool fold)
{
	struct cursor old = { .assets = portfolio->assets };
	struct cursor before = { .assets = portfolio->before };
	size_t places = portfolio->count, added = 0, kept = 0, i;

	for (i = 0; i < places; i++)
		portfolio->spare[i].asset = NULL;
	for (i = 0; i < now->count; i++) {
		const struct asset *asset = &now->items[i], *was = cursor_find(&old, asset->ccy);
		uint32_t place = was == NULL ? 0 : portfolio->places[old.at];

		if (!count_row(portfolio, asset, filter, fold))
			continue;
		portfolio->spare[place > 0 ? place - 1 : places + added++] = (struct portfolio_row){
			asset, cursor_find(&before, asset->ccy)
		};
	}
	for (i = 0; i < places; i++)
		if (portfolio->spare[i].asset != NULL)
			portfolio->rows[kept++] = portfolio->spare[i];
	for (i = 0; i < added; i++)
		portfolio->rows[kept + i] = portfolio->spare[places + i];
	portfolio->count = kept + added;
	return kept;
}

void
portfolio_build(struct portfolio *portfolio, const struct assets *now, const struct assets *before,
    const struct portfolio_view *view)
{
	const struct filter *filter = view->filter;
	const struct portfolio_total nothing = { .rows = 0 };
	size_t kept, from, places = portfolio->assets == NULL ? 0 : portfolio->assets->count;

	if (filter != NULL && filter_empty(filter))
		filter = NULL;
	if (now == NULL ||
	    (before != NULL && !account_id_equal(&now->from.account_id, &before->from.account_id)))
		before = NULL;

	portfolio->all = portfolio->shown = portfolio->folded = nothing;
	portfolio->before = before;
	if (now == NULL) {
		portfolio->assets = NULL;
		portfolio->count = 0;
		return;
	}
	reserve(portfolio, portfolio->count + now->count, places);
	note_places(portfolio);
	kept = fill(portfolio, now, filter, view->fold);
	portfolio->assets = now;
	if (filter == NULL)
		portfolio->shown = portfolio->all;

	from = view->hold ? kept : 0;
	sort_rows(portfolio->rows + from, portfolio->count - from, portfolio->spare, &view->order);
}

long
portfolio_index(const struct portfolio *portfolio, const char *ccy)
{
	size_t i;

	for (i = 0; i < portfolio->count; i++)
		if (strcmp(portfolio->rows[i].asset->ccy, ccy) == 0)
			return (long)i;
	return -1;
}

/* What kind of share VALUE has. */
static enum portfolio_share
share_kind(const struct portfolio *portfolio, const struct decimal *value)
{
	const struct portfolio_total *all = &portfolio->all;

	if (portfolio->assets == NULL || portfolio->assets->only[0] != '\0' || all->unreadable ||
	    decimal_sign(&all->value) <= 0 || decimal_sign(value) < 0)
		return PORTFOLIO_SHARE_NONE;
	if (all->unknown == 0)
		return PORTFOLIO_SHARE_EXACT;
	return all->negative ? PORTFOLIO_SHARE_NONE : PORTFOLIO_SHARE_AT_MOST;
}

enum portfolio_share
portfolio_share(const struct portfolio *portfolio, const struct decimal *value, int decimals,
    struct decimal *share)
{
	enum portfolio_share kind = share_kind(portfolio, value);

	if (kind != PORTFOLIO_SHARE_NONE &&
	    !decimal_divide(share, value, &portfolio->all.value, decimals,
		kind == PORTFOLIO_SHARE_EXACT ? DECIMAL_HALF_EVEN : DECIMAL_CEILING))
		return PORTFOLIO_SHARE_NONE;
	return kind;
}

int
portfolio_share_text(char *out, size_t size, const struct portfolio *portfolio,
    const struct decimal *value, int width)
{
	const struct decimal *total = &portfolio->all.value;
	enum portfolio_share kind = share_kind(portfolio, value);
	struct decimal share;
	bool exact = kind == PORTFOLIO_SHARE_EXACT;

	if (kind == PORTFOLIO_SHARE_NONE ||
	    !decimal_divide(&share, value, total, PERCENT_FRACTION_DECIMALS,
		exact ? DECIMAL_HALF_EVEN : DECIMAL_CEILING))
		return figure_word(out, size, "-", width);
	if (!exact)
		return figure_percent_at_most(out, size, &share, width);
	return figure_percent(out, size, &share, decimal_sign(value) != 0,
	    decimal_compare(value, total) < 0, width);
}

enum portfolio_change
portfolio_change(const struct portfolio *portfolio, const struct portfolio_row *row,
    struct decimal *delta)
{
	const struct asset *now = row->asset, *before = row->before;

	if (portfolio->before == NULL)
		return PORTFOLIO_CHANGE_NONE;
	if (before == NULL)
		return PORTFOLIO_CHANGE_NEW;
	if (now->amount.state != FIGURE_KNOWN || before->amount.state != FIGURE_KNOWN)
		return PORTFOLIO_CHANGE_NONE;
	if (decimal_compare(&now->amount.value, &before->amount.value) != 0)
		return PORTFOLIO_CHANGE_MOVED;
	if (now->value.state != FIGURE_KNOWN || before->value.state != FIGURE_KNOWN ||
	    !decimal_subtract(delta, &now->value.value, &before->value.value))
		return PORTFOLIO_CHANGE_NONE;
	return PORTFOLIO_CHANGE_VALUE;
}

/* The sum of a total of which a part is not known, which SUFFIX says; 0 where there is no room. */
static int
put_partial(char *out, size_t size, const struct portfolio_total *total, const char *unit,
    const char *suffix, int width)
{
	const char *prefix = total->negative ? "" : ">=";
	char text[FIGURE_TEXT_SIZE];
	struct decimal sum = total->value;
	int marks = (int)(strlen(prefix) + strlen(suffix)), used;

	/* A lower bound is rounded down, so that it is one. */
	if (!total->negative && !decimal_round(&sum, &sum, MONEY_DECIMALS, DECIMAL_FLOOR))
		return 0;
	if (width > 0 && width <= marks)
		return 0;
	used = figure_money(text, sizeof text, unit, &sum, width > 0 ? width - marks : 0) + marks;
	if ((size_t)used >= size)
		return 0;
	snprintf(out, size, "%s%s%s", prefix, text, suffix);
	return used;
}

int
portfolio_total_text(char *out, size_t size, const struct portfolio_total *total, const char *unit,
    int width)
{
	char words[PORTFOLIO_UNKNOWN_SIZE], mark[PORTFOLIO_UNKNOWN_SIZE];
	int whole, used = 0;

	if (size == 0)
		return 0;
	if (total->unreadable)
		return figure_word(out, size, "?", width);
	if (total->unknown + total->valueless == total->rows)
		return figure_word(out, size, "-", width);
	if (total->unknown == 0)
		return figure_money(out, size, unit, &total->value, width);

	/* First words leave, then the count where ">=" tells enough, then digits. */
	snprintf(words, sizeof words, UNKNOWN_WORDS, total->unknown);
	snprintf(mark, sizeof mark, " +%zu?", total->unknown);
	whole = put_partial(out, size, total, unit, "", 0);
	if (width <= 0 || whole + (int)strlen(words) <= width)
		used = put_partial(out, size, total, unit, words, width);
	else if (whole + (int)strlen(mark) <= width || total->negative)
		used = put_partial(out, size, total, unit, mark, width);
	else
		used = put_partial(out, size, total, unit, "", width);
	return used > 0 ? used : figure_word(out, size, "?", width);
}

void
portfolio_total_parts(char *sum, size_t size, char unknown[PORTFOLIO_UNKNOWN_SIZE],
    const struct portfolio_total *total)
{
	unknown[0] = '\0';
	if (!total->unreadable && total->unknown > 0 &&
	    total->unknown + total->valueless < total->rows &&
	    put_partial(sum, size, total, "", "", 0) > 0)
		snprintf(unknown, PORTFOLIO_UNKNOWN_SIZE, UNKNOWN_WORDS, total->unknown);
	else
		portfolio_total_text(sum, size, total, "", 0);
}
