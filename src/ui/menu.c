/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/menu.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/table_view.h"
#include "base/text.h"

#define WIDTH_MAX 76
#define TITLE_WIDTH 14 /* columns for a title and its direction */

static int
entries(const struct app *app)
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
	int room = width - 2 - TITLE_WIDTH;
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
	paint(canvas, y, x + 1 + TITLE_WIDTH, room, role, help);
}

void
menu_paint(const struct canvas *canvas, const struct layout *layout, const struct app *app)
{
	int y = layout->header >= 0 ? layout->header : layout->body;
	int room = layout->body + layout->body_height - y, count = entries(app), from = 0, height;
	int width = canvas->columns - 2 < WIDTH_MAX ? canvas->columns - 2 : WIDTH_MAX;
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
