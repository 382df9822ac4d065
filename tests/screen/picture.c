/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "screen/harness.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"

/* What the emulator shows of the program: cells, rows, the whole screen. */

static VTermScreenCell
cell_at(struct harness *harness, int row, int column)
{
	VTermScreenCell cell;

	memset(&cell, 0, sizeof cell);
	vterm_screen_get_cell(harness->screen, (VTermPos){ .row = row, .col = column }, &cell);
	return cell;
}

struct harness_look
harness_look(struct harness *harness, int row, int column)
{
	VTermScreenCell cell = cell_at(harness, row, column);

	return (struct harness_look){
		.reversed = cell.attrs.reverse,
		.bold = cell.attrs.bold,
		.colored = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg),
		.color = cell.fg.indexed.idx,
	};
}

bool
harness_cursor(struct harness *harness, int *row, int *column)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(harness->vterm), &at);
	*row = at.row;
	*column = at.col;
	return harness->cursor_shown;
}

/* Whether the reversed run around COLUMN is blank, so that it is a bar. */
static bool
in_bar(struct harness *harness, int row, int column)
{
	int from = column;

	while (from > 0 && harness_look(harness, row, from - 1).reversed)
		from--;
	for (; from < harness->width && harness_look(harness, row, from).reversed; from++) {
		uint32_t character = cell_at(harness, row, from).chars[0];

		if (character != 0 && character != ' ')
			return false;
	}
	return true;
}

const char *
harness_row(struct harness *harness, int row)
{
	char *at = harness->row, *last = at;

	for (int column = 0; column < harness->width && at < harness->row + sizeof harness->row - 8;
	     column++) {
		VTermScreenCell cell = cell_at(harness, row, column);
		uint32_t character = cell.chars[0];

		if (character == (uint32_t)-1)
			continue;
		if (character == 0)
			character = ' ';
		if (character == ' ' && cell.attrs.reverse && in_bar(harness, row, column))
			character = '#';
		at += text_encode(at, (int32_t)character);
		if (character != ' ')
			last = at;
	}
	*last = '\0';
	return harness->row;
}

void
harness_changed(struct harness *harness, size_t *cells, size_t *runs)
{
	VTermScreenCell *before = harness->before, *at;

	*cells = *runs = 0;
	at = harness->before = xcalloc((size_t)(harness->width * harness->height), sizeof *at);
	for (int row = 0; row < harness->height; row++) {
		bool differed = false;

		for (int column = 0; column < harness->width; column++, at++) {
			bool differs;

			*at = cell_at(harness, row, column);
			differs = before != NULL &&
			    memcmp(at, before + (at - harness->before), sizeof *at) != 0;
			*cells += differs;
			*runs += differs && !differed;
			differed = differs;
		}
	}
	free(before);
}

static void
print_screen(struct harness *harness)
{
	int last = harness->height - 1;

	while (last > 0 && *harness_row(harness, last) == '\0')
		last--;
	for (int row = 0; row <= last; row++)
		print_error("|%s\n", harness_row(harness, row));
}

void
harness_expect_at(struct harness *harness, const char *expected, const char *file, int line)
{
	const char *at = expected;
	int row;

	for (row = 0; row < harness->height; row++) {
		const char *end = strchr(at, '\n');
		size_t length = end == NULL ? strlen(at) : (size_t)(end - at);
		const char *is = harness_row(harness, row);

		if (strlen(is) != length || memcmp(is, at, length) != 0)
			break;
		at += length + (end != NULL);
	}
	if (row == harness->height && *at == '\0')
		return;
	print_error("%s:%d: row %d differs; the screen reads\n", file, line, row);
	print_screen(harness);
	_fail(file, line);
}

void
harness_expect_some(struct harness *harness, const char *text, bool there, const char *file,
    int line)
{
	bool found = false;

	for (int row = 0; row < harness->height; row++)
		found = found || strstr(harness_row(harness, row), text) != NULL;
	if (found == there)
		return;
	print_error("%s:%d: \"%s\" %s on the screen, which reads\n", file, line, text,
	    there ? "is not" : "is");
	print_screen(harness);
	_fail(file, line);
}
