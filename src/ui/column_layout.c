/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/column_layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "model/figure.h"
#include "model/position.h"

#define GAP 2
#define WIDEST 26 /* of a column, however wide its figures */
#define BAR_MIN 4
#define BAR_MAX 40

/* The distance from right edge to right edge that looks well, as far as there is room. */
/* clang-format off */
static const int comfort[COLUMNS_COUNT] = {
	[COLUMN_CCY] = 8, [COLUMN_PLEDGED] = 15, [COLUMN_FUNDING] = 15, [COLUMN_AMOUNT] = 15,
	[COLUMN_PRICE] = 15, [COLUMN_VALUE] = 17, [COLUMN_SHARE] = 12, [COLUMN_CHANGE] = 14,
	[COLUMN_CHANGE24H] = 10, [COLUMN_CALL_AT] = 14, [COLUMN_LIQ_AT] = 18,
};
/* clang-format on */

/* In the table of a loan, which has much to hold, what stands closer to the column before it. */
/* clang-format off */
static const bool close_by[COLUMNS_COUNT] = {
	[COLUMN_PLEDGED] = true, [COLUMN_CHANGE24H] = true, [COLUMN_CALL_AT] = true,
};
/* clang-format on */

/* The rows to measure: those that are shown, and behind them those that need most room of all. */
struct rows {
	const struct portfolio *portfolio;
	struct portfolio_row *of;
	size_t shown, count;
};

/* The row with the most of something. */
struct peak {
	const struct portfolio_row *row;
	int height;
};

#define DECIMALS_MOST 8 /* of an amount on the screen */

/* What needs most room. */
struct peaks {
	struct peak values[2], name; /* those not negative, and those that are */
	struct peak_amounts {
		struct peak magnitude[2], decimals, tiniest;
	} held, funding, amount;
};

/*
 * The power of ten of A's leading digit, or one more: by A's size alone, since
 * each frame asks it of every row.
 */
static int
magnitude_at_most(const struct decimal *a)
{
	int bits;

	if (a->count == 0)
		return 0;
	bits = 64 * a->count - __builtin_clzll(a->limb[a->count - 1]);
	return bits * 30103 / 100000 - a->scale;
}

static void
climb(struct peak *peak, const struct portfolio_row *row, int height)
{
	if (peak->row == NULL || height > peak->height)
		*peak = (struct peak){ row, height };
}

static void
climb_magnitude(struct peak peaks[2], const struct portfolio_row *row, const struct figure *figure)
{
	struct peak *peak = &peaks[figure->state == FIGURE_KNOWN && figure->value.negative];

	if (figure->state != FIGURE_KNOWN)
		return;
	if (peak->row == NULL || magnitude_at_most(&figure->value) > peak->height)
		climb(peak, row, decimal_magnitude(&figure->value));
}

static void
climb_amount(struct peak_amounts *peaks, const struct portfolio_row *row,
    const struct figure *amount)
{
	if (amount->state != FIGURE_KNOWN)
		return;
	climb_magnitude(peaks->magnitude, row, amount);
	if (peaks->decimals.row == NULL ||
	    (peaks->decimals.height < DECIMALS_MOST &&
		amount->value.scale > peaks->decimals.height))
		climb(&peaks->decimals, row, decimal_places(&amount->value));
	/* "<0.00000001" is wider than other amounts below 10. */
	if (amount->value.scale > DECIMALS_MOST &&
	    magnitude_at_most(&amount->value) <= -DECIMALS_MOST)
		climb(&peaks->tiniest, row, -magnitude_at_most(&amount->value));
}

static void
add_peaks(struct rows *rows, const struct peak *peak, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (peak[i].row != NULL)
			rows->of[rows->count++] = *peak[i].row;
}

static void
collect_rows(struct rows *rows, const struct portfolio *portfolio, size_t offset, size_t shown)
{
	struct peaks peaks = { .name = { NULL, 0 } };
	const struct peak_amounts *amounts[] = { &peaks.amount, &peaks.funding, &peaks.held };

	rows->portfolio = portfolio;
	rows->of = xreallocarray(NULL, shown + sizeof peaks / sizeof peaks.name, sizeof *rows->of);
	rows->shown = rows->count = shown;
	if (shown > 0)
		memcpy(rows->of, portfolio->rows + offset, shown * sizeof *rows->of);
	for (size_t i = 0; i < portfolio->count && shown < portfolio->count; i++) {
		const struct portfolio_row *row = &portfolio->rows[i];

		climb_amount(&peaks.amount, row, &row->asset->amount);
		if (row->asset->position != NULL) {
			climb_amount(&peaks.held, row, &row->asset->position->held.figure);
			climb_amount(&peaks.funding, row, &row->asset->position->funding.figure);
		}
		climb_magnitude(peaks.values, row, &row->asset->value);
		climb(&peaks.name, row, (int)strlen(row->asset->ccy));
	}
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		add_peaks(rows, amounts[i]->magnitude, 2);
		add_peaks(rows, &amounts[i]->decimals, 1);
		add_peaks(rows, &amounts[i]->tiniest, 1);
	}
	add_peaks(rows, peaks.values, 2);
	add_peaks(rows, &peaks.name, 1);
}

static const struct column_place *
place(const struct portfolio *portfolio, enum column_id id)
{
	return &columns[id].in[column_table(portfolio)];
}

/*
 * The sort mark stands in the gap behind a column: a title wider than its
 * figures needs no more than itself.
 */
static void
measure(struct field *field, const struct rows *rows, int most)
{
	const struct column *column = &columns[field->id];
	/* Prices and changes go by the page: to know those of all rows costs too much. */
	bool all = field->id != COLUMN_PRICE && field->id != COLUMN_CHANGE;
	size_t count = all ? rows->count : rows->shown;
	char text[FIGURE_TEXT_SIZE];
	int width;

	column_measure(&field->layout, field->id, rows->portfolio, rows->of, count, most);
	field->width = field->layout.width;
	width = text_width(place(rows->portfolio, field->id)->title);
	if (field->width != width + 2)
		return;
	for (size_t i = 0; i < count; i++) {
		int used;

		column->text(text, sizeof text, rows->portfolio, &rows->of[i], &field->layout);
		if ((used = text_width(text)) > width)
			width = used;
	}
	field->width = field->layout.width = width;
}

/* The least distance of the field AT from the one before it. */
static int
gap(const struct column_places *fields, size_t at, enum column_table in)
{
	/* Brackets take a blank at either side. */
	return at == 0                                                             ? 0 :
	    in == COLUMN_LOAN && !fields->bracketed && close_by[fields->of[at].id] ? GAP - 1 :
										     GAP;
}

static int
needed(const struct column_places *fields, enum column_table in)
{
	int sum = 0;

	for (size_t i = 0; i < fields->count; i++)
		sum += fields->of[i].width + gap(fields, i, in);
	return sum;
}

/* The column that leaves first, or -1 when none may. */
static int
first_to_leave(const struct column_places *fields, const struct portfolio *portfolio)
{
	int found = -1;

	for (size_t i = 0; i < fields->count; i++) {
		int leave = place(portfolio, fields->of[i].id)->leave;

		if (leave > 0 &&
		    (found < 0 || leave < place(portfolio, fields->of[found].id)->leave))
			found = (int)i;
	}
	return found;
}

static int
widest(const struct column_places *fields)
{
	int found = 0;

	for (size_t i = 1; i < fields->count; i++)
		if (fields->of[i].width > fields->of[found].width)
			found = (int)i;
	return found;
}

static void
drop(struct column_places *fields, int at)
{
	fields->count--;
	for (size_t i = (size_t)at; i < fields->count; i++)
		fields->of[i] = fields->of[i + 1];
}

/* Makes columns narrower, and lets them leave, until the rest has room. */
static void
make_room(struct column_places *fields, const struct rows *rows, int room)
{
	enum column_table in = column_table(rows->portfolio);
	int over, at, width;

	while ((over = needed(fields, in) - room) > 0 &&
	    (at = first_to_leave(fields, rows->portfolio)) >= 0) {
		struct field *field = &fields->of[at];

		width = field->width - over;
		if (width >= columns[field->id].min_width &&
		    width >= text_width(place(rows->portfolio, field->id)->title))
			measure(field, rows, width);
		if (needed(fields, in) > room)
			drop(fields, at);
	}
	while (needed(fields, in) > room) {
		struct field *field = &fields->of[widest(fields)];

		if (field->width <= 1)
			break;
		measure(field, rows, field->width - 1);
	}
}

/* Where there is more room than needed, the comfortable distances, narrowed evenly to what fits. */
static void
spread(struct column_places *fields, int room, enum column_table in)
{
	int pitch[COLUMNS_COUNT], sum = 0, x = 1;
	size_t i;

	for (i = 0; i < fields->count; i++) {
		int least = fields->of[i].width + gap(fields, i, in);

		pitch[i] = comfort[fields->of[i].id] > least ? comfort[fields->of[i].id] : least;
		sum += pitch[i];
	}
	for (; sum > room; sum--) {
		int slack = 0, slackest = 0;

		for (i = 0; i < fields->count; i++) {
			int here = pitch[i] - fields->of[i].width - gap(fields, i, in);

			if (here > slack) {
				slack = here;
				slackest = (int)i;
			}
		}
		if (slack == 0)
			break;
		pitch[slackest]--;
	}
	for (i = 0; i < fields->count; i++) {
		fields->of[i].x = columns[fields->of[i].id].left ?
		    x :
		    x + pitch[i] - fields->of[i].width;
		x += pitch[i];
	}
	fields->bar_x = x + GAP;
}

void
column_layout_place(struct column_places *fields, const struct portfolio *portfolio, size_t offset,
    size_t count, int screen_width, bool bracketed)
{
	struct rows rows;
	int room = screen_width - 2;

	collect_rows(&rows, portfolio, offset, count);
	fields->count = 0;
	fields->bracketed = bracketed;
	for (int id = 0; id < COLUMNS_COUNT; id++) {
		if (columns[id].from > screen_width ||
		    !column_stands(portfolio->assets, (enum column_id)id))
			continue;
		fields->of[fields->count].id = (enum column_id)id;
		measure(&fields->of[fields->count++], &rows, WIDEST);
	}
	make_room(fields, &rows, room);
	free(rows.of);
	spread(fields, room, column_table(portfolio));
	fields->bar_width = screen_width - 1 - fields->bar_x;
	if (fields->bar_width > BAR_MAX)
		fields->bar_width = BAR_MAX;
	if (fields->bar_width < BAR_MIN || column_layout_find(fields, COLUMN_SHARE) == NULL)
		fields->bar_width = 0;
}

const struct field *
column_layout_find(const struct column_places *fields, enum column_id id)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->of[i].id == id)
			return &fields->of[i];
	return NULL;
}
