/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_COLUMN_FIXTURE_H
#define COLLTOP_TESTS_COLUMN_FIXTURE_H

/* The cells of a column; cmocka.h comes before it. */

#include "base/text.h"
#include "collateral_fixture.h"

static struct portfolio portfolio;

/* Measures COLUMN for all the rows. */
static inline struct column_layout
measure(enum column_id column, int max_width)
{
	struct column_layout layout;

	column_measure(&layout, column, &portfolio, portfolio.rows, portfolio.count, max_width);
	return layout;
}

/* Measures COLUMN and compares the cells of all rows, '|' between them. */
static inline void
assert_cells(enum column_id column, int max_width, const char *expected)
{
	struct column_layout layout = measure(column, max_width);
	char cells[1000] = "", text[FIGURE_TEXT_SIZE];
	size_t i, length = 0;

	for (i = 0; i < portfolio.count; i++) {
		columns[column].text(text, sizeof text, &portfolio, &portfolio.rows[i], &layout);
		if (max_width > 0)
			assert_true(text_width(text) <= max_width);
		assert_true(text_width(text) <= layout.width);
		length += (size_t)snprintf(cells + length, sizeof cells - length, "%s%s",
		    i > 0 ? "|" : "", text);
	}
	assert_string_equal(cells, expected);
}

#endif
