/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/layout.h"

#include "ui/footer.h"
#include "ui/title.h"

/* From so many rows of the screen on there is room for these. */
#define ROWS_PANEL 2
#define ROWS_MESSAGE 6
#define ROWS_HEADER 7
#define ROWS_KEYBAR 8
#define ROWS_TOTAL 9
#define ROWS_NOTICE 10
#define ROWS_RULE 12
#define ROWS_AIR 14             /* an empty row above the header and above the message */

bool
layout_is_page(enum mode mode)
{
	return mode == MODE_DETAIL || mode == MODE_MESSAGES || mode == MODE_HELP || mode == MODE_SEARCH;
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
make_footer(struct layout *layout, const struct canvas *canvas, const struct app *app)
{
	int rows = canvas->rows, most, lines;

	layout->keybar = bottom(layout, rows >= ROWS_KEYBAR);
	/* What must be answered or mended is shown even where a mere message is not. */
	most = rows >= ROWS_RULE ? 3 : rows >= ROWS_TOTAL ? 2 : rows >= 4 ? 1 : 0;
	lines = footer_lines(canvas, app, most);
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

void
layout_make(struct layout *layout, const struct canvas *canvas, const struct app *app)
{
	int rows = canvas->rows;
	bool page = layout_is_page(app->mode), filtered;

	*layout = (struct layout){ .notice = -1, .header = -1, .rule = -1, .shown = -1, .total = -1,
		.footer = -1, .body_height = rows };
	filtered = !filter_empty(&app->filter) && app->shown != NULL && app->portfolio.all.rows > 0;

	layout->title = top(layout, true);
	make_footer(layout, canvas, app);
	layout->panel = top(layout, rows >= ROWS_PANEL);
	if (page) {
		top(layout, rows >= ROWS_AIR);
		bottom(layout, rows >= ROWS_AIR);
		return;
	}
	/* The second title line takes the empty row, so that nothing moves when it comes. */
	layout->notice = top(layout, rows >= ROWS_AIR || (title_notice_urgent(app) && rows >= ROWS_NOTICE));
	layout->header = top(layout, rows >= ROWS_HEADER);
	bottom(layout, rows >= ROWS_AIR && layout->footer_height < 2);
	layout->total = bottom(layout, rows >= ROWS_TOTAL);
	layout->shown = bottom(layout, filtered && rows >= ROWS_RULE);
	layout->rule = bottom(layout, rows >= ROWS_RULE);
}
