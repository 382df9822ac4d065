/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_COLLATERAL_FIXTURE_H
#define COLLTOP_TESTS_COLLATERAL_FIXTURE_H

/* Snapshots and portfolios for the tests of model/; cmocka.h comes before it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/assets.h"
#include "model/column.h"
#include "model/portfolio.h"

static const struct account_id fixture_origin = {
	.account = "main",
	.region = "global",
	.host = "openapi.okx.com",
	.environment = ENVIRONMENT_PRODUCTION,
};

/* A snapshot that is not sealed yet. */
static inline struct assets *
open_snapshot(void)
{
	return assets_new(&fixture_origin, "/api/v5/finance/flexible-loan/collateral-assets", "");
}

/* A snapshot of "CCY AMOUNT VALUE;..."; '-': the figure is absent, '!': not sent as a string. */
static inline struct assets *
snapshot(const char *rows)
{
	struct assets *assets = open_snapshot();
	char *copy = strdup(rows), *save = NULL, *row;
	char ccy[100], amount[200], value[200];

	assert_non_null(copy);
	for (row = strtok_r(copy, ";", &save); row != NULL; row = strtok_r(NULL, ";", &save)) {
		assert_int_equal(sscanf(row, "%99s %199s %199s", ccy, amount, value), 3);
		assert_true(assets_add(assets, ccy,
		    strchr("-!", amount[0]) != NULL && amount[1] == '\0' ? NULL : amount,
		    strcmp(amount, "!") == 0,
		    strchr("-!", value[0]) != NULL && value[1] == '\0' ? NULL : value,
		    strcmp(value, "!") == 0));
	}
	free(copy);
	assets_seal(assets);
	return assets;
}

/* The view by COLUMN in the direction it starts with. */
static inline struct portfolio_view
view_by(enum column_id column)
{
	struct portfolio_view view = { .order = columns[column].order };

	view.order.descending = columns[column].descending;
	return view;
}

/* The names of the rows in their order, with blanks between. */
static inline void
assert_rows(const struct portfolio *portfolio, const char *expected)
{
	char text[1000] = "";
	size_t i, length = 0;

	for (i = 0; i < portfolio->count && length < sizeof text; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s",
		    i > 0 ? " " : "", portfolio->rows[i].asset->ccy);
	assert_string_equal(text, expected);
}

static inline void
assert_figure(const struct figure *figure, const char *expected)
{
	char text[DECIMAL_TEXT_SIZE];

	assert_int_equal(figure->state, FIGURE_KNOWN);
	assert_true(decimal_text(text, sizeof text, &figure->value) > 0);
	assert_string_equal(text, expected);
}

#endif
