/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"

/* Text in less than this is no reading: it goes below its lead. */
#define TEXT_MIN 16

void
page_init(struct page *page, int width)
{
	memset(page, 0, sizeof *page);
	page->width = width < 1 ? 1 : width;
}

void
page_clear(struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		free(page->lines[i].lead);
		free(page->lines[i].text);
	}
	free(page->lines);
	memset(page, 0, sizeof *page);
}

static struct page_line *
add(struct page *page, enum role role, const char *text)
{
	struct page_line *line;

	if (page->count == page->room) {
		page->room = page->room == 0 ? 64 : page->room * 2;
		page->lines = xreallocarray(page->lines, page->room, sizeof *page->lines);
	}
	line = &page->lines[page->count++];
	memset(line, 0, sizeof *line);
	line->text = xstrdup(text);
	line->text_role = role;
	return line;
}

/* Adds TEXT wrapped, from column INDENT on; returns the index of its first line. */
static size_t
add_wrapped(struct page *page, enum role role, int indent, const char *text)
{
	char piece[PAINT_TEXT_SIZE];
	size_t first = page->count;

	do {
		text = paint_wrap(piece, sizeof piece, text, page->width - indent);
		add(page, role, piece)->indent = indent;
	} while (*text != '\0');
	return first;
}

void
page_text(struct page *page, enum role role, const char *text)
{
	add_wrapped(page, role, 0, text);
}

void
page_space(struct page *page)
{
	add(page, ROLE_PLAIN, "");
}

void
page_pair(struct page *page, int indent, enum role lead_role, const char *lead,
    enum role text_role, const char *text)
{
	size_t first;

	if (page->width - indent < TEXT_MIN || text_width(lead) >= indent) {
		page_text(page, lead_role, lead);
		add_wrapped(page, text_role, page->width < 2 * TEXT_MIN ? 0 : 2, text);
		return;
	}
	first = add_wrapped(page, text_role, indent, text);
	page->lines[first].lead = xstrdup(lead);
	page->lines[first].lead_role = lead_role;
}

void
page_paint(const struct page *page, const struct canvas *canvas, int y, int height, size_t from)
{
	for (int i = 0; i < height && from + (size_t)i < page->count; i++) {
		const struct page_line *line = &page->lines[from + (size_t)i];

		if (line->lead != NULL)
			paint(canvas, y + i, 1, page->width, line->lead_role, line->lead);
		paint(canvas, y + i, 1 + line->indent, page->width - line->indent, line->text_role, line->text);
	}
}
