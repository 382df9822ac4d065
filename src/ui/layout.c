/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/layout.h"

#include "view/loan_panel.h"
#include "view/title.h"

/* From so many rows of the screen on there is room for these. */
#define ROWS_PANEL 2
#define ROWS_MESSAGE 6
#define ROWS_HEADER 7
#define ROWS_KEYBAR 8
#define ROWS_TOTAL 9
#define ROWS_NOTICE 10
#define ROWS_RULE 12
#define ROWS_AIR 14 /* an empty row above the header and above the message */

/* With a loan so many rows of the table come before what is only useful … */
#define TABLE_ROWS 8
/* … and so many before the line of another order. */
#define TABLE_ROWS_MIN 3
#define ROWS_EACH_ORDER 8 /* of the screen for a line of another order */

bool
layout_is_typing(enum mode mode)
{
	return mode == MODE_PROMPT || mode == MODE_SEARCH;
}

int
layout_message_most(int rows)
{
	/* A question or a failure is shown even where an ordinary message is not. */
	return rows >= ROWS_RULE ? 3 : rows >= ROWS_TOTAL ? 2 : rows >= 4 ? 1 : 0;
}

bool
layout_has_message(int rows)
{
	return rows >= ROWS_MESSAGE;
}

/* Takes the next row from the top, or from the bottom, if CONDITION holds and one is left. */
static int
top(struct layout *layout, bool condition)
{
	if (!condition || layout->body_height == 0)
		return -1;
	layout->body_height--;
	return layout->body++;
}

static int
bottom(struct layout *layout, bool condition)
{
	if (!condition || layout->body_height == 0)
		return -1;
	layout->body_height--;
	return layout->body + layout->body_height;
}

static void
make_footer(struct layout *layout, int rows, const struct app *app, int lines)
{
	layout->keybar = bottom(layout, rows >= ROWS_KEYBAR);
	if (layout_is_typing(app->mode) && layout_message_most(rows) > 0)
		lines = 1;
	if (lines == 0 && rows >= ROWS_MESSAGE)
		lines = 1;
	for (int i = 0; i < lines; i++) {
		int row = bottom(layout, true);

		if (row >= 0) {
			layout->footer = row;
			layout->footer_height++;
		}
	}
}

/*
 * How many lines of the loans there are, WATCHED of the one that is watched, beside a table
 * that wants WANTED rows, in ROOM for both.
 */
static int
loan_lines(int rows, const struct app *app, int room, int wanted, int watched)
{
	/* The rows that each line leaves: the distance to the call comes before any row. */
	static const int keep[] = { 0, 0, 2, TABLE_ROWS_MIN };
	const int last = (int)(sizeof keep / sizeof *keep) - 1;
	int most = (int)loan_panel_others(app), lines = 0, others;

	while (lines < watched && room - lines > keep[lines < last ? lines : last])
		lines++;
	if (lines < watched)
		return lines;
	if (most > rows / ROWS_EACH_ORDER)
		most = rows / ROWS_EACH_ORDER;
	for (others = 0; others < most; others++)
		if (room - lines - others <= (others == 0 ? TABLE_ROWS_MIN : wanted))
			break;
	return lines + others;
}

/* Where rows are few, what is said in the place of a table without rows has those around it. */
static bool
has_table(int rows, const struct app *app)
{
	return rows >= ROWS_AIR || app->portfolio.all.rows > 0;
}

/* The table of a loan: what is only useful stands where the table does not need the row. */
static void
make_with_loan(struct layout *layout, int rows, const struct app *app,
    const struct heights *heights, bool filtered)
{
	int wanted = TABLE_ROWS, room, words;
	bool header = has_table(rows, app) && rows >= ROWS_HEADER,
	     total = has_table(rows, app) && rows >= ROWS_TOTAL,
	     shown = filtered && rows >= ROWS_RULE;
	bool notice = title_notice_urgent(app) && rows >= ROWS_NOTICE, rule;

	if (app->portfolio.all.rows < TABLE_ROWS)
		wanted = (int)app->portfolio.all.rows;
	room = layout->body_height - header - total - shown - notice;
	layout->loan_height = loan_lines(rows, app, room, wanted, heights->loan);
	room -= layout->loan_height;
	rule = rows >= ROWS_RULE && room > wanted;
	room -= rule;
	words = room - wanted < heights->notes ? room - wanted : heights->notes;
	words = words < 0 ? 0 : words;
	/* The second title line takes the empty row. */
	notice = notice || room - words > wanted;

	layout->loan = layout->body;
	for (int i = 0; i < layout->loan_height; i++)
		top(layout, true);
	layout->notice = top(layout, notice);
	layout->header = top(layout, header);
	for (int i = 0; i < words; i++)
		layout->words = bottom(layout, true);
	layout->words_height = words;
	layout->total = bottom(layout, total);
	layout->shown = bottom(layout, shown);
	layout->rule = bottom(layout, rule);
}

static void
make_page(struct layout *layout, int rows, const struct app *app)
{
	/* Under what-if the real figures stay where they are. */
	if (app_in_whatif(app)) {
		layout->loan = top(layout, rows >= ROWS_PANEL);
		layout->loan_height = layout->loan < 0 ? 0 : 1;
		if (top(layout, rows >= ROWS_TOTAL) >= 0)
			layout->loan_height++;
	}
	layout->panel = top(layout, rows >= ROWS_PANEL);
	layout->question = top(layout, app_in_whatif(app));
	top(layout, rows >= ROWS_AIR && layout->question < 0);
	bottom(layout, rows >= ROWS_AIR);
}

void
layout_make(struct layout *layout, int rows, const struct app *app, const struct heights *heights)
{
	bool filtered;

	*layout = (struct layout){ .loan = -1,
		.panel = -1,
		.question = -1,
		.notice = -1,
		.header = -1,
		.rule = -1,
		.shown = -1,
		.total = -1,
		.words = -1,
		.footer = -1,
		.body_height = rows };
	filtered = !filter_empty(&app->filter) && app->shown != NULL && app->portfolio.all.rows > 0;

	layout->title = top(layout, true);
	make_footer(layout, rows, app, heights->message);
	if (command_is_page(app->mode)) {
		make_page(layout, rows, app);
		return;
	}
	if (!app_lists(app)) {
		make_with_loan(layout, rows, app, heights, filtered);
		return;
	}
	/* What is said of a loan where none is watched. */
	for (int i = 0; rows >= ROWS_TOTAL && i < heights->none; i++) {
		int row = top(layout, true);

		layout->loan = layout->loan < 0 ? row : layout->loan;
		layout->loan_height++;
	}
	layout->panel = top(layout, rows >= ROWS_PANEL);
	/* The second title line takes the empty row, so that nothing moves when it comes. */
	layout->notice = top(layout,
	    rows >= ROWS_AIR || (title_notice_urgent(app) && rows >= ROWS_NOTICE));
	layout->header = top(layout, has_table(rows, app) && rows >= ROWS_HEADER);
	bottom(layout, rows >= ROWS_AIR && layout->footer_height < 2);
	layout->total = bottom(layout, has_table(rows, app) && rows >= ROWS_TOTAL);
	layout->shown = bottom(layout, filtered && rows >= ROWS_RULE);
	layout->rule = bottom(layout, rows >= ROWS_RULE);
}

int
layout_spare(const struct layout *layout, int rows, const struct app *app, int wanted)
{
	int spare = layout->body_height - wanted;

	if (app->mode == MODE_MENU || spare < 0)
		return 0;
	if (!command_is_page(app->mode))
		spare += app_lists(app) ? rows >= ROWS_AIR && layout->footer_height < 2 :
					  layout->notice >= 0 && !title_notice_urgent(app);
	return spare;
}
