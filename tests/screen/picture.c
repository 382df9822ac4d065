/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "screen/harness.h"

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

/* The file that holds the picture NAME ("FILE/PICTURE"). */
static FILE *
open_pictures(const char *name, const char *mode)
{
	const char *tests = getenv("COLLTOP_TESTS");
	char path[4096];

	snprintf(path, sizeof path, "%s/screen/scenes/%.*s.screen", tests == NULL ? "tests" : tests,
	    (int)strcspn(name, "/"), name);
	return fopen(path, mode);
}

/* All pictures of NAME's file, empty where there is none. */
static char *
read_pictures(const char *name)
{
	FILE *in = open_pictures(name, "r");
	char *pictures = NULL;
	size_t size = 0;

	if (in == NULL || getdelim(&pictures, &size, '\0', in) < 0) {
		free(pictures);
		pictures = xstrdup("");
	}
	if (in != NULL)
		fclose(in);
	return pictures;
}

/* Where the rows of the picture NAME begin in PICTURES and how long they are; NULL: nowhere. */
static char *
find_picture(char *pictures, const char *name, size_t *length)
{
	const char *title = strchr(name, '/') + 1;
	char *at = pictures, *next;

	for (; *at != '\0'; at = next) {
		char *rows = at + strcspn(at, "\n");

		rows += *rows == '\n';
		next = strstr(at, "\n== ");
		next = next == NULL ? at + strlen(at) : next + 1;
		if (strncmp(at, "== ", 3) == 0 && strncmp(at + 3, title, strlen(title)) == 0 &&
		    at[3 + strlen(title)] == '\n') {
			*length = (size_t)(next - rows);
			return rows;
		}
	}
	return NULL;
}

/* Writes ROWS in the place of the picture NAME, or behind all others. */
static void
write_picture(const char *name, const char *rows)
{
	size_t length = 0;
	char *pictures = read_pictures(name), *at = find_picture(pictures, name, &length);
	FILE *out = open_pictures(name, "w");

	assert_non_null(out);
	if (at != NULL)
		fprintf(out, "%.*s%s%s", (int)(at - pictures), pictures, rows, at + length);
	else
		fprintf(out, "%s== %s\n%s", pictures, strchr(name, '/') + 1, rows);
	assert_int_equal(fclose(out), 0);
	free(pictures);
}

/* COUNT rows of the screen from FIRST on, with a newline each. */
static char *
rows_of(struct harness *harness, int first, int count)
{
	char *rows = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&rows, &size);

	for (int row = first; row < first + count && row < harness->height; row++)
		fprintf(out, "%s\n", harness_row(harness, row));
	fclose(out);
	return rows;
}

/* The row of the screen that reads as the first line of ROWS, or -1. */
static int
find_row(struct harness *harness, const char *rows)
{
	size_t length = strcspn(rows, "\n");

	for (int row = 0; row < harness->height; row++) {
		const char *is = harness_row(harness, row);

		if (strlen(is) == length && memcmp(is, rows, length) == 0)
			return row;
	}
	return -1;
}

static int
lines_in(const char *rows)
{
	int count = 0;

	for (; *rows != '\0'; rows++)
		count += *rows == '\n';
	return count;
}

/* Compares, or takes in what is there where COLLTOP_SCREENS says to. */
static void
expect(struct harness *harness, const char *name, bool whole, const char *file, int line)
{
	size_t length = 0;
	char *pictures = read_pictures(name), *at = find_picture(pictures, name, &length);
	char *expected = at == NULL ? NULL : xstrndup(at, length), *is = NULL;
	int first = whole ? 0 : expected == NULL ? -1 : find_row(harness, expected);
	int count = whole ? harness->height : expected == NULL ? 0 : lines_in(expected);
	bool same;

	while (whole && count > 1 && *harness_row(harness, count - 1) == '\0')
		count--;
	if (first >= 0)
		is = rows_of(harness, first, count);
	same = is != NULL && expected != NULL && strcmp(is, expected) == 0;
	if (!same && is != NULL && getenv("COLLTOP_SCREENS") != NULL)
		write_picture(name, is);
	else if (!same) {
		print_error("%s:%d: %s %s; the screen reads\n", file, line, name,
		    expected == NULL ? "is not among the pictures" : "differs");
		print_screen(harness);
		_fail(file, line);
	}
	free(is);
	free(expected);
	free(pictures);
}

void
harness_expect_at(struct harness *harness, const char *name, const char *file, int line)
{
	expect(harness, name, true, file, line);
}

void
harness_expect_block_at(struct harness *harness, const char *name, const char *file, int line)
{
	expect(harness, name, false, file, line);
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
