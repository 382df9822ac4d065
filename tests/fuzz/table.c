/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/table.h"

#include "fuzz/exact.h"
#include "fuzz/fuzz.h"
#include "model/column.h"

void
require_total(const struct portfolio *portfolio)
{
	const struct portfolio_total *total = &portfolio->all;
	const struct assets *assets = portfolio->assets;
	size_t count = assets == NULL ? 0 : assets->count, unknown = 0, valueless = 0;
	mpq_t sum, more;

	mpq_init(sum);
	mpq_init(more);
	for (size_t i = 0; i < count; i++) {
		const struct figure *value = &assets->items[i].value;

		unknown += value->state == FIGURE_ABSENT || value->state == FIGURE_UNREADABLE;
		valueless += value->state == FIGURE_INAPPLICABLE;
		if (value->state == FIGURE_KNOWN) {
			exact_decimal(more, &value->value);
			mpq_add(sum, sum, more);
		}
	}
	exact_decimal(more, &total->value);
	require(total->rows == count && total->unknown == unknown && total->valueless == valueless);
	require(total->unreadable || mpq_equal(sum, more));
	mpq_clear(sum);
	mpq_clear(more);
}

static void
require_cells(const struct portfolio *portfolio)
{
	enum column_table in = column_table(portfolio);
	char text[DECIMAL_TEXT_SIZE];

	for (int id = 0; id < COLUMNS_COUNT; id++) {
		struct column_layout layout;

		if (columns[id].in[in].title == NULL)
			continue;
		for (int most = columns[id].min_width; most < 40; most += 7) {
			column_measure(&layout, (enum column_id)id, portfolio, portfolio->rows,
			    portfolio->count, most);
			require(layout.width <= most);
			for (size_t i = 0; i < portfolio->count; i++) {
				columns[id].text(text, sizeof text, portfolio, &portfolio->rows[i],
				    &layout);
				require(layout.width == 0 || text_width(text) <= layout.width);
				require_clean(text);
			}
		}
	}
}

void
require_table(const struct assets *now)
{
	struct portfolio portfolio;
	struct filter filter;
	char text[DECIMAL_TEXT_SIZE];

	filter_set(&filter, "!b|c");
	portfolio_init(&portfolio);
	for (int i = 0; i < 2 * COLUMNS_COUNT; i++) {
		const struct column *column = &columns[i / 2];
		struct portfolio_view view = { .order = column->order,
			.fold = i % 4 == 3,
			.hold = i % 5 == 4 };

		if (!column->sortable)
			continue;
		view.filter = i % 3 == 2 ? &filter : NULL;
		view.order.descending = i % 2 == 1;
		portfolio_build(&portfolio, now, i == 0 ? NULL : now, &view);
		require_total(&portfolio);
		require(portfolio.count + portfolio.folded.rows == portfolio.shown.rows);
		require(portfolio.shown.rows <= portfolio.all.rows);
		for (size_t at = 0; at < portfolio.count; at++)
			require(
			    portfolio_index(&portfolio, portfolio.rows[at].asset->ccy) == (long)at);
	}
	for (int width = 1; width < 40; width += 3) {
		require(
		    portfolio_total_text(text, sizeof text, &portfolio.all, "", width) <= width);
		require(text_width(text) <= width);
	}
	require_cells(&portfolio);
	portfolio_clear(&portfolio);
}
