/* SPDX-License-Identifier: ISC */
/*
 * What a frame has to cost at least: floor_cells COLUMNS ROWS reads frames from
 * standard input (four bytes of length, least significant first, then as many
 * bytes as the program wrote) and prints for each of them the bytes, the cells
 * that look different afterwards, the runs of such cells, and the first and the last line
 * with one (-1 for none).
 */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <vterm.h>

#define FRAME_MAX (1024 * 1024)

static char frame[FRAME_MAX];

static bool
read_frame(size_t *length)
{
	unsigned char head[4];

	if (fread(head, sizeof head, 1, stdin) != 1)
		return false;
	*length = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 |
	    (size_t)head[3] << 24;
	return *length <= FRAME_MAX && fread(frame, 1, *length, stdin) == *length;
}

static bool
looks_the_same(const VTermScreenCell *a, const VTermScreenCell *b)
{
	/* A cell that was never written looks blank. */
	unsigned one = a->chars[0] == 0 ? ' ' : a->chars[0],
		 other = b->chars[0] == 0 ? ' ' : b->chars[0];

	return one == other && a->attrs.bold == b->attrs.bold &&
	    a->attrs.underline == b->attrs.underline && a->attrs.italic == b->attrs.italic &&
	    a->attrs.reverse == b->attrs.reverse && vterm_color_is_equal(&a->fg, &b->fg) &&
	    vterm_color_is_equal(&a->bg, &b->bg);
}

static void
look(VTermScreen *screen, int columns, int rows, VTermScreenCell *cells)
{
	for (int row = 0; row < rows; row++)
		for (int column = 0; column < columns; column++)
			vterm_screen_get_cell(screen, (VTermPos){ .row = row, .col = column },
			    &cells[row * columns + column]);
}

static void
compare(const VTermScreenCell *before, const VTermScreenCell *after, int columns, int rows,
    size_t length)
{
	int changed = 0, runs = 0, first = -1, last = -1;

	for (int row = 0; row < rows; row++) {
		bool running = false;

		for (int column = 0; column < columns; column++) {
			int at = row * columns + column;
			bool same = looks_the_same(&before[at], &after[at]);

			if (!same) {
				changed++;
				runs += !running;
				first = first < 0 ? row : first;
				last = row;
			}
			running = !same;
		}
	}
	printf("%zu %d %d %d %d\n", length, changed, runs, first, last);
}

int
main(int argc, char **argv)
{
	int columns = argc == 3 ? (int)strtonum(argv[1], 1, 1000, NULL) : 0;
	int rows = argc == 3 ? (int)strtonum(argv[2], 1, 1000, NULL) : 0;
	VTermScreenCell *before, *after, *swap;
	VTermScreen *screen;
	VTerm *vterm;
	size_t length;

	if (columns == 0 || rows == 0) {
		fprintf(stderr, "usage: floor_cells COLUMNS ROWS <FRAMES\n");
		return 2;
	}
	before = calloc((size_t)(columns * rows), sizeof *before);
	after = calloc((size_t)(columns * rows), sizeof *after);
	vterm = vterm_new(rows, columns);
	if (before == NULL || after == NULL || vterm == NULL)
		return 1;
	vterm_set_utf8(vterm, 1);
	screen = vterm_obtain_screen(vterm);
	vterm_screen_enable_altscreen(screen, 1);
	vterm_screen_reset(screen, 1);
	look(screen, columns, rows, before);
	while (read_frame(&length)) {
		vterm_input_write(vterm, frame, length);
		look(screen, columns, rows, after);
		compare(before, after, columns, rows, length);
		swap = before;
		before = after;
		after = swap;
	}
	vterm_free(vterm);
	free(before);
	free(after);
	return 0;
}
