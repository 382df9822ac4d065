/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "view/page.h"

#include <stdarg.h>
#include <stdio.h>
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
		for (size_t j = 0; j < page->lines[i].count; j++)
			free(page->lines[i].pieces[j].text);
		free(page->lines[i].pieces);
	}
	free(page->lines);
	memset(page, 0, sizeof *page);
}

static bool
same_line(const struct page_line *a, const struct page_line *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->pieces[i].x != b->pieces[i].x || a->pieces[i].role != b->pieces[i].role ||
		    strcmp(a->pieces[i].text, b->pieces[i].text) != 0)
			return false;
	return true;
}

bool
page_same(const struct page *a, const struct page *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!same_line(&a->lines[i], &b->lines[i]))
			return false;
	return true;
}

void
page_space(struct page *page)
{
	if (page->count == page->room) {
		page->room = page->room == 0 ? 64 : page->room * 2;
		page->lines = xreallocarray(page->lines, page->room, sizeof *page->lines);
	}
	page->lines[page->count++] = (struct page_line){ .count = 0 };
}

static void
add_piece(struct page_line *line, int x, enum role role, const char *text)
{
	line->pieces = xreallocarray(line->pieces, line->count + 1, sizeof *line->pieces);
	line->pieces[line->count++] = (struct page_piece){ xstrdup(text), x, role };
}

void
page_piece(struct page *page, int x, enum role role, const char *text)
{
	add_piece(&page->lines[page->count - 1], x, role, text);
}

/* Adds TEXT wrapped, from column INDENT on; returns the index of its first line. */
static size_t
add_wrapped(struct page *page, enum role role, int indent, const char *text)
{
	char piece[TEXT_LINE_SIZE];
	size_t first = page->count;

	do {
		text = text_wrap(piece, sizeof piece, text, page->width - indent);
		page_space(page);
		page_piece(page, indent, role, piece);
	} while (*text != '\0');
	return first;
}

void
page_text(struct page *page, enum role role, const char *text)
{
	add_wrapped(page, role, 0, text);
}

void
page_pair(struct page *page, int indent, enum role lead_role, const char *lead, enum role text_role,
    const char *text)
{
	size_t first;

	if (page->width - indent < TEXT_MIN || text_width(lead) >= indent) {
		page_text(page, lead_role, lead);
		add_wrapped(page, text_role, page->width < 2 * TEXT_MIN ? 0 : 2, text);
		return;
	}
	first = add_wrapped(page, text_role, indent, text);
	add_piece(&page->lines[first], 0, lead_role, lead);
}

bool
page_fits(char *out, size_t size, int width, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(out, size, format, arguments);
	va_end(arguments);
	return text_width(out) <= width;
}
