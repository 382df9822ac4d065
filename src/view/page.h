/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_PAGE_H
#define COLLTOP_VIEW_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a piece of text means. A theme of the screen says how that looks; no meaning rests
 * on colour alone.
 */
enum role {
	ROLE_PLAIN,
	ROLE_TITLE,       /* title line of PRODUCTION */
	ROLE_TITLE_OTHER, /* title line of everything else: reversed */
	ROLE_NOTICE,      /* second title line */
	ROLE_LABEL,
	ROLE_TOTAL,
	ROLE_HEADER,
	ROLE_NAME, /* a currency */
	ROLE_FIGURE,
	ROLE_STALE, /* a figure that may no longer hold */
	ROLE_FAINT,
	ROLE_GOOD,
	ROLE_WARN,
	ROLE_BAD,
	ROLE_ALARM,  /* a loan past its margin call: reversed */
	ROLE_CURSOR, /* the row that is selected */
	ROLE_BAR,
	ROLE_BAR_STALE,
	ROLE_KEY,
	ROLE_KEYLABEL,
	ROLES_COUNT
};

/* What stands in the place of an amount while amounts are hidden. */
#define PAGE_MASK "****"

/*
 * Lines that a person scrolls through: help, messages, the detail of a row.
 * Long ones are wrapped, never cut.
 */
struct page {
	int width;   /* columns a line may take */
	bool record; /* it is printed: no pictures, and there is nobody to press keys */
	size_t count, room;
	struct page_line {
		size_t count;
		struct page_piece {
			char *text;
			int x; /* where it begins */
			enum role role;
		} * pieces;
	} * lines;
};

void page_init(struct page *page, int width);
void page_clear(struct page *page);

/* Whether both have the same lines. */
bool page_same(const struct page *a, const struct page *b);

/* Adds TEXT, wrapped. */
void page_text(struct page *page, enum role role, const char *text);

/* Adds an empty line. */
void page_space(struct page *page);

/*
 * Adds LEAD with TEXT beside it, wrapped from column INDENT on; below it where the page
 * is narrow.
 */
void page_pair(struct page *page, int indent, enum role lead_role, const char *lead,
    enum role text_role, const char *text);

/* Adds TEXT from column X on to the last line, which there must be. */
void page_piece(struct page *page, int x, enum role role, const char *text);

/* Writes a line of words; false where it is wider than WIDTH. */
bool page_fits(char *out, size_t size, int width, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
