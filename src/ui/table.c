/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "app/table_view.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "model/column.h"
#include "model/figure.h"
#include "model/position.h"
#include "view/status.h"

#define MENU_WIDTH 76
#define MENU_TITLE_WIDTH 14 /* columns for a title and its direction */
#define SHARE_DECIMALS 4    /* of a fraction: a percentage with two */
#define SHARE_WHOLE 10000
#define GAP 2
#define WIDEST 26 /* of a column, however wide its figures */
#define BAR_MIN 4
#define BAR_MAX 40

/* How many rows a line adds up: "2 of 3"; with a loan "3 pledged  3 funding" and "3 pledged". */
struct counted {
	char text[64];
	char brief[32]; /* where there is no room for both */
};

/* Where each column of the table stands on a screen of some width. */
struct field {
	enum column_id id;
	int x, width;
	struct column_layout layout;
};

struct column_places {
	size_t count;
	struct field of[COLUMNS_COUNT];
	int bar_x, bar_width; /* share bars; width 0: no room */
	bool bracketed;       /* some figure is: two blanks between any two columns */
};

/* The distance from right edge to right edge that reads well, where there is room. */
/* clang-format off */
static const int comfort[COLUMNS_COUNT] = {
	[COLUMN_CCY] = 8, [COLUMN_PLEDGED] = 15, [COLUMN_FUNDING] = 15, [COLUMN_AMOUNT] = 15,
	[COLUMN_PRICE] = 15, [COLUMN_VALUE] = 17, [COLUMN_SHARE] = 12, [COLUMN_CHANGE] = 14,
	[COLUMN_CHANGE24H] = 10, [COLUMN_CALL_AT] = 14, [COLUMN_LIQ_AT] = 18,
};
/* clang-format on */

/* In the table of a loan, which is full, what stands closer to the column before it. */
/* clang-format off */
static const bool close_by[COLUMNS_COUNT] = {
	[COLUMN_PLEDGED] = true, [COLUMN_CHANGE24H] = true, [COLUMN_CALL_AT] = true,
};
/* clang-format on */

/* The rows to measure: those that are shown, then those that need most room of all. */
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
		climb_amount(&peaks.held, row, row->asset->position->held);
		climb_amount(&peaks.funding, row, row->asset->position->funding);
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
place_of(const struct portfolio *portfolio, enum column_id id)
{
	return &columns[id].in[column_table(portfolio)];
}

/*
 * The sort mark stands in the gap after a column: a title wider than its
 * figures needs no more than itself.
 */
static void
measure_column(struct field *field, const struct rows *rows, int most)
{
	const struct column *column = &columns[field->id];
	/* Prices and changes are measured by the page: all rows would cost too much. */
	bool all = field->id != COLUMN_PRICE && field->id != COLUMN_CHANGE;
	size_t count = all ? rows->count : rows->shown;
	char text[FIGURE_TEXT_SIZE];
	int width;

	column_measure(&field->layout, field->id, rows->portfolio, rows->of, count, most);
	field->width = field->layout.width;
	width = text_width(place_of(rows->portfolio, field->id)->title);
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
least_gap(const struct column_places *fields, size_t at, enum column_table in)
{
	/* Brackets take a blank at either side. */
	return at == 0                                                             ? 0 :
	    in == COLUMN_LOAN && !fields->bracketed && close_by[fields->of[at].id] ? GAP - 1 :
										     GAP;
}

static int
needed_width(const struct column_places *fields, enum column_table in)
{
	int sum = 0;

	for (size_t i = 0; i < fields->count; i++)
		sum += fields->of[i].width + least_gap(fields, i, in);
	return sum;
}

/* The column that leaves first, or -1 when none may. */
static int
first_to_leave(const struct column_places *fields, const struct portfolio *portfolio)
{
	int found = -1;

	for (size_t i = 0; i < fields->count; i++) {
		int leave = place_of(portfolio, fields->of[i].id)->leave;

		if (leave > 0 &&
		    (found < 0 || leave < place_of(portfolio, fields->of[found].id)->leave))
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

	while ((over = needed_width(fields, in) - room) > 0 &&
	    (at = first_to_leave(fields, rows->portfolio)) >= 0) {
		struct field *field = &fields->of[at];

		width = field->width - over;
		if (width >= columns[field->id].min_width &&
		    width >= text_width(place_of(rows->portfolio, field->id)->title))
			measure_column(field, rows, width);
		if (needed_width(fields, in) > room)
			drop(fields, at);
	}
	while (needed_width(fields, in) > room) {
		struct field *field = &fields->of[widest(fields)];

		if (field->width <= 1)
			break;
		measure_column(field, rows, field->width - 1);
	}
}

/* Where there is more room than needed, the comfortable distances, narrowed evenly to what fits. */
static void
spread(struct column_places *fields, int room, enum column_table in)
{
	int pitch[COLUMNS_COUNT], sum = 0, x = 1;
	size_t i;

	for (i = 0; i < fields->count; i++) {
		int least = fields->of[i].width + least_gap(fields, i, in);

		pitch[i] = comfort[fields->of[i].id] > least ? comfort[fields->of[i].id] : least;
		sum += pitch[i];
	}
	for (; sum > room; sum--) {
		int slack = 0, slackest = 0;

		for (i = 0; i < fields->count; i++) {
			int here = pitch[i] - fields->of[i].width - least_gap(fields, i, in);

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

/* The field of column ID, or NULL when it has left. */
static const struct field *
find_field(const struct column_places *fields, enum column_id id)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->of[i].id == id)
			return &fields->of[i];
	return NULL;
}

/*
 * Places the columns for COUNT rows from OFFSET on in SCREEN_WIDTH. Names, amounts and
 * values have room for those of every row, so that nothing moves while one scrolls.
 * Columns that have no room leave in the order their table says; what stays gets
 * comfortable distances where there is room. There are two blanks at least between two
 * columns (in the table of a loan one before some, unless BRACKETED) and one at either
 * edge.
 */
static void
place_columns(struct column_places *fields, const struct portfolio *portfolio, size_t offset,
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
		measure_column(&fields->of[fields->count++], &rows, WIDEST);
	}
	make_room(fields, &rows, room);
	free(rows.of);
	spread(fields, room, column_table(portfolio));
	fields->bar_width = screen_width - 1 - fields->bar_x;
	if (fields->bar_width > BAR_MAX)
		fields->bar_width = BAR_MAX;
	if (fields->bar_width < BAR_MIN || find_field(fields, COLUMN_SHARE) == NULL)
		fields->bar_width = 0;
}

/* What the painting of one frame needs again and again. */
struct table {
	const struct canvas *canvas;
	const struct app *app;
	const struct portfolio *portfolio;
	struct column_places fields;
	bool stale; /* the values are old */
};

size_t
table_page(const struct layout *layout, const struct app *app)
{
	int rows = layout->body_height;

	if (app->portfolio.folded.rows > 0 && rows > 1)
		rows--;
	return rows < 1 ? 0 : (size_t)rows;
}

size_t
table_offset(const struct layout *layout, const struct app *app, size_t offset)
{
	size_t page = table_page(layout, app), count = app->portfolio.count;
	long selected = portfolio_index(&app->portfolio, app->selected);

	if (page == 0 || count <= page)
		return 0;
	if (offset > count - page)
		offset = count - page;
	if (selected < 0)
		return offset;
	if ((size_t)selected < offset)
		return (size_t)selected;
	if ((size_t)selected >= offset + page)
		return (size_t)selected - page + 1;
	return offset;
}

static void
paint_header(const struct table *table, int y)
{
	const struct column_places *fields = &table->fields;
	const struct canvas *canvas = table->canvas;
	enum column_table in = column_table(table->portfolio);
	bool descending;
	const enum column_id sorted = table_view_sort(table->app, table->app->shown, &descending);

	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->of[i];
		const char *title = columns[field->id].in[in].title;
		int edge = field->x + field->width, next = canvas->columns;

		if (columns[field->id].left)
			edge = field->x +
			    paint(canvas, y, field->x, field->width, ROLE_HEADER, title);
		else
			paint_right(canvas, y, field->x, field->width, ROLE_HEADER, title);
		if (field->id != sorted)
			continue;
		/*
		 * The mark stands in the gap; where the next title comes close, close to its own.
		 */
		if (i + 1 < fields->count)
			next = fields->of[i + 1].x + fields->of[i + 1].width -
			    text_width(columns[fields->of[i + 1].id].in[in].title);
		paint(canvas, y, next - edge > 2 ? edge + 1 : edge, 1, ROLE_HEADER,
		    descending ? "v" : "^");
	}
}

/* A share's bar, VALUE of the total of all rows: it is full for all of it alone. */
static void
paint_bar(const struct table *table, int y, const struct decimal *value)
{
	const struct column_places *fields = &table->fields;
	struct decimal share;
	uint64_t part;
	int length;

	if (fields->bar_width == 0 ||
	    portfolio_share(table->portfolio, value, SHARE_DECIMALS, &share) ==
		PORTFOLIO_SHARE_NONE)
		return;
	part = share.count == 0 ? 0 : share.limb[0];
	if (share.count > 1 || part > SHARE_WHOLE)
		part = SHARE_WHOLE;
	length = (int)(part * (uint64_t)fields->bar_width / SHARE_WHOLE);
	/* From one per cent on there is something to see. */
	if (length == 0 && part >= SHARE_WHOLE / 100)
		length = 1;
	paint_fill(table->canvas, y, fields->bar_x, length,
	    table->stale ? ROLE_BAR_STALE : ROLE_BAR, table->canvas->theme->plain_bars ? '#' : ' ');
}

/* TEXT in FIELD: brackets stand in the gaps. */
static void
paint_cell(const struct table *table, int y, const struct field *field, enum role role,
    const char *text, bool bracketed)
{
	int more = bracketed ? 1 : 0;

	if (columns[field->id].left)
		paint(table->canvas, y, field->x, field->width, role, text);
	else
		paint_right(table->canvas, y, field->x - more, field->width + 2 * more, role, text);
}

static void
paint_row(const struct table *table, int y, const struct portfolio_row *row)
{
	const struct column_places *fields = &table->fields;
	const struct canvas *canvas = table->canvas;
	bool selected = strcmp(row->asset->ccy, table->app->selected) == 0;
	const struct field *last = &fields->of[fields->count - 1];
	char text[FIGURE_TEXT_SIZE + 2];

	if (selected)
		paint_fill(canvas, y, 0, last->x + last->width + 1, ROLE_CURSOR, ' ');
	if (selected && canvas->theme->cursor_mark)
		paint(canvas, y, 0, 1, ROLE_CURSOR, ">");
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->of[i];
		const struct column *column = &columns[field->id];
		bool stale = table_view_cell_stale(table->app, field->id, row->asset), bracketed;
		enum role role = selected ? ROLE_CURSOR :
		    stale                 ? ROLE_STALE :
		    column->left          ? ROLE_NAME :
					    ROLE_FIGURE;

		/* A name is not a figure. */
		stale = stale && !column->left;
		if (table->app->hidden && column->secret) {
			strlcpy(text, PAGE_MASK, sizeof text);
			bracketed = column_bracket(text, sizeof text, stale);
		} else
			bracketed = column_write(text, sizeof text, field->id, table->portfolio,
			    row, &field->layout, stale);
		paint_cell(table, y, field, role, text, bracketed);
	}
	if (row->asset->value.state == FIGURE_KNOWN)
		paint_bar(table, y, &row->asset->value.value);
}

/* A sum's share of all; "" where it has none or is not known whole. */
static void
share_text(char *out, size_t size, const struct table *table, const struct portfolio_total *total,
    int width)
{
	const struct portfolio_total *all = &table->portfolio->all;

	out[0] = '\0';
	if (total->rows == total->valueless || total->unknown > 0 || total->unreadable ||
	    all->unreadable || decimal_sign(&all->value) <= 0 ||
	    table->portfolio->assets->only[0] != '\0')
		return;
	if (all->unknown == 0 && decimal_compare(&total->value, &all->value) == 0)
		strlcpy(out, "100%", size);
	else
		portfolio_share_text(out, size, table->portfolio, &total->value, width);
}

/* Whether the field that ends at column EDGE has WIDTH columns of its own between two others. */
static bool
has_columns(int edge, int width, int left, int right)
{
	return edge - width >= left && edge < right;
}

/* A line that adds rows up: LABEL, how many (COUNTED), their value and share. */
static void
paint_sum(const struct table *table, int y, enum role role, const char *label,
    const struct counted *counted, const struct portfolio_total *total)
{
	const struct canvas *canvas = table->canvas;
	const struct field *value = find_field(&table->fields, COLUMN_VALUE);
	const struct field *share = find_field(&table->fields, COLUMN_SHARE);
	const struct field *amount = find_field(&table->fields,
	    column_table(table->portfolio) == COLUMN_LOAN ? COLUMN_FUNDING : COLUMN_AMOUNT);
	struct field sum = { .id = COLUMN_VALUE };
	char text[FIGURE_TEXT_SIZE + 2], words[PORTFOLIO_UNKNOWN_SIZE];
	const char *rows = counted->text;
	int edge = value->x + value->width, left = 1 + text_width(label) + 2, counted_edge;

	if (y < 0)
		return;
	/*
	 * It may be wider than its column, towards the label; "+1 unknown" goes on where a share
	 * would stand.
	 */
	portfolio_total_parts(text, sizeof text, words, total);
	if (text_width(text) > edge - left) {
		portfolio_total_text(text, sizeof text, total, "", edge - left);
		words[0] = '\0';
	}
	if (table->app->hidden)
		strlcpy(text, PAGE_MASK, sizeof text);
	sum.width = text_width(text);
	sum.x = edge - sum.width;
	paint(canvas, y, 1, sum.x - 3, role, label);
	paint_cell(table, y, &sum, role, text, column_bracket(text, sizeof text, table->stale));
	if (text_width(words) < canvas->columns - edge - 1)
		paint(canvas, y, edge + (table->stale ? 1 : 0), text_width(words), role, words);

	if (!has_columns(left + text_width(rows), text_width(rows), left, sum.x - 1))
		rows = counted->brief;
	counted_edge = amount == NULL ? 0 : amount->x + amount->width;
	if (!has_columns(counted_edge, text_width(rows), left, sum.x - 1))
		counted_edge = left + text_width(rows);
	if (has_columns(counted_edge, text_width(rows), left, sum.x - 1))
		paint_right(canvas, y, left, counted_edge - left, role, rows);
	if (share != NULL) {
		share_text(text, sizeof text, table, total, share->width);
		if (text[0] != '\0')
			paint_cell(table, y, share, role, text,
			    column_bracket(text, sizeof text, table->stale));
	}
}

static struct counted
count_rows(const struct table *table, const struct portfolio_total *total)
{
	const struct portfolio *portfolio = table->portfolio;
	struct counted counted;

	if (column_table(portfolio) == COLUMN_LOAN)
		snprintf(counted.brief, sizeof counted.brief, "%zu pledged", total->pledged);
	else if (total == &portfolio->all)
		snprintf(counted.brief, sizeof counted.brief, "%zu of %zu", portfolio->shown.rows,
		    total->rows);
	else
		snprintf(counted.brief, sizeof counted.brief, "%zu", total->rows);
	strlcpy(counted.text, counted.brief, sizeof counted.text);
	if (column_stands(portfolio->assets, COLUMN_FUNDING))
		snprintf(counted.text, sizeof counted.text, "%s  %zu funding", counted.brief,
		    total->funding);
	return counted;
}

/* The rule tells which rows are in sight when not all are. */
static void
paint_rule(const struct table *table, int y, size_t offset, size_t page)
{
	const struct canvas *canvas = table->canvas;
	size_t count = table->portfolio->count;
	char text[64];

	if (y < 0)
		return;
	paint_fill(canvas, y, 1, canvas->columns - 2, ROLE_FAINT, '-');
	if (count <= page)
		return;
	snprintf(text, sizeof text, " %zu-%zu of %zu ", offset + 1, offset + page, count);
	if (text_width(text) + 6 < canvas->columns)
		paint_right(canvas, y, 1, canvas->columns - 5, ROLE_FAINT, text);
}

/* Sentences wider than this are hard to read. */
static int
nothing_width(const struct canvas *canvas)
{
	return canvas->columns - 2 > 76 ? 76 : canvas->columns - 2;
}

static void
paint_nothing(const struct table *table, const struct layout *layout, const char *text)
{
	const struct canvas *canvas = table->canvas;
	char line[TEXT_LINE_SIZE];
	int width = nothing_width(canvas), y = layout->body,
	    end = layout->body + layout->body_height;

	if (layout->body_height > 5 && layout->body_height > text_wrapped(text, width, INT_MAX))
		y++;
	for (; y < end && *text != '\0'; y++) {
		text = text_wrap(line, sizeof line, text, width);
		paint(canvas, y, 1, canvas->columns - 1, ROLE_PLAIN, line);
	}
}

static int
menu_entries(const struct app *app)
{
	int count = 0;

	while (app_menu_column(app, (size_t)count) >= 0)
		count++;
	return count;
}

static void
paint_entry(const struct canvas *canvas, int y, int x, int width, const struct app *app, int index)
{
	enum column_id id = (enum column_id)app_menu_column(app, (size_t)index);
	const struct column_place *place = &columns[id].in[column_table(&app->portfolio)];
	bool chosen = (size_t)index == app->menu, descending;
	enum role role = chosen ? ROLE_CURSOR : ROLE_PLAIN;
	int room = width - 2 - MENU_TITLE_WIDTH;
	char title[64], help[TEXT_LINE_SIZE], *end;

	paint_fill(canvas, y, x, width, role, ' ');
	snprintf(title, sizeof title, "%c %s%s", chosen ? '>' : ' ', place->title,
	    id != table_view_sort(app, app->shown, &descending) ? "" :
		descending                                      ? " v" :
								  " ^");
	paint(canvas, y, x + 1, width - 1, role, title);
	/* Where the line has no room, its first clause. */
	strlcpy(help, place->help, sizeof help);
	if (text_width(help) > room && (end = strpbrk(help, ";,")) != NULL)
		*end = '\0';
	paint(canvas, y, x + 1 + MENU_TITLE_WIDTH, room, role, help);
}

/*
 * The sort menu over the table: the columns to sort by, the one in use with its direction.
 */
static void
paint_menu(const struct canvas *canvas, const struct layout *layout, const struct app *app)
{
	int y = layout->header >= 0 ? layout->header : layout->body;
	int room = layout->body + layout->body_height - y, count = menu_entries(app), from = 0,
	    height;
	int width = canvas->columns - 2 < MENU_WIDTH ? canvas->columns - 2 : MENU_WIDTH;
	/* A frame is worth two rows only where all entries have room beside it. */
	bool framed = room >= count + 2;

	if (framed) {
		for (int row = 0; row < count + 2; row++) {
			bool edge = row == 0 || row == count + 1;

			paint_fill(canvas, y + row, 0, canvas->columns, ROLE_PLAIN, ' ');
			paint_fill(canvas, y + row, 1, width, ROLE_FAINT, edge ? '-' : ' ');
			paint(canvas, y + row, 1, 1, ROLE_FAINT, edge ? "+" : "|");
			paint(canvas, y + row, width, 1, ROLE_FAINT, edge ? "+" : "|");
		}
		paint(canvas, y, 4, width - 6, ROLE_HEADER, " Sort by ");
		y++;
		room = count;
	}
	height = room < count ? room : count;
	if ((int)app->menu >= height)
		from = (int)app->menu - height + 1;
	for (int i = 0; i < height && !framed; i++)
		paint_fill(canvas, y + i, 0, canvas->columns, ROLE_PLAIN, ' ');
	for (int i = 0; i < height; i++)
		paint_entry(canvas, y + i, framed ? 2 : 1, framed ? width - 2 : width, app,
		    from + i);
}

static void
paint_table(const struct canvas *canvas, const struct layout *layout, const struct app *app,
    size_t offset)
{
	struct table table = {
		.canvas = canvas,
		.app = app,
		.portfolio = &app->portfolio,
		.stale = table_view_cell_stale(app, COLUMN_VALUE, NULL),
	};
	size_t page = table_page(layout, app), count = table.portfolio->count, shown;
	char nothing[TEXT_LINE_SIZE], label[40];
	struct counted counted = { .text = "" };

	shown = offset >= count ? 0 : count - offset < page ? count - offset : page;
	place_columns(&table.fields, table.portfolio, offset, shown, canvas->columns,
	    table_view_stale(app));
	status_nothing(nothing, sizeof nothing, app);
	paint_nothing(&table, layout, nothing);
	if (table.portfolio->all.rows == 0)
		return;
	if (layout->header >= 0)
		paint_header(&table, layout->header);
	for (size_t i = 0; i < shown; i++)
		paint_row(&table, layout->body + (int)i, &table.portfolio->rows[offset + i]);
	if (table.portfolio->folded.rows > 0 && layout->body_height > (int)shown) {
		snprintf(label, sizeof label, "%zu below 1 USD", table.portfolio->folded.rows);
		paint_sum(&table, layout->body + (int)shown, ROLE_FAINT, label, &counted,
		    &table.portfolio->folded);
	}
	paint_rule(&table, layout->rule, offset, page);
	counted = count_rows(&table, &table.portfolio->shown);
	paint_sum(&table, layout->shown, ROLE_FIGURE, "SHOWN", &counted, &table.portfolio->shown);
	counted = count_rows(&table, &table.portfolio->all);
	paint_sum(&table, layout->total, table.stale ? ROLE_STALE : ROLE_TOTAL, "TOTAL", &counted,
	    &table.portfolio->all);
}

int
table_lines(const struct canvas *canvas, const struct app *app)
{
	char nothing[TEXT_LINE_SIZE];

	if (app->portfolio.all.rows > 0)
		return (int)app->portfolio.all.rows;
	status_nothing(nothing, sizeof nothing, app);
	return text_wrapped(nothing, nothing_width(canvas), INT_MAX);
}

void
table_paint(const struct canvas *canvas, const struct layout *layout, const struct app *app,
    size_t offset)
{
	paint_table(canvas, layout, app, offset);
	if (app->mode == MODE_MENU)
		paint_menu(canvas, layout, app);
}
