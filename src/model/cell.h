/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_CELL_H
#define COLLTOP_MODEL_CELL_H

#include <stddef.h>

#include "model/column.h"

/*
 * The cells of the table: what the table of columns writes of one row, each
 * as `struct column` wants it.
 */
#define CELL(name) \
	void cell_##name(char *out, size_t size, const struct portfolio *portfolio, \
	    const struct portfolio_row *row, const struct column_layout *layout)

CELL(ccy);
CELL(pledged);
CELL(funding);
CELL(amount);
CELL(price);
CELL(value);
CELL(share);
CELL(change);
CELL(change24h);
CELL(call_at);
CELL(liq_at);

/*
 * DECIMALS of the layout of column ID for COUNT rows in MAX_WIDTH columns (0: as many as
 * it takes).
 */
int cell_decimals(enum column_id id, const struct portfolio_row *rows, size_t count, int max_width);

#endif
