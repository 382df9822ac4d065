/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_COLUMN_H
#define COLLTOP_MODEL_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/portfolio.h"

/*
 * The table of columns. The screen paints it, reports print it, the command
 * line, the configuration, the sort menu, help and completions name it: a new
 * column is one row here.
 */
enum column_id {
	COLUMN_CCY,
	COLUMN_UNPLEDGED,
	COLUMN_PRICE,
	COLUMN_VALUE,
	COLUMN_SHARE,
	COLUMN_CHANGE,
	COLUMNS_COUNT
};

/*
 * What a column must know of all the rows that will be painted together, from
 * column_measure(): one number of decimals for the whole column, and room.
 */
struct column_layout {
	int width;                      /* columns on the terminal; 0: as many as it takes */
	int decimals;                   /* of the amount column; the most of any row in the price column */
};

struct column {
	const char *name;               /* "value": for --sort, configuration, menu */
	const char *alias;              /* the exchange's own name, accepted as well ("notionalUsd"), or NULL */
	const char *title;              /* "VALUE-USD" */
	const char *help;               /* one line */
	bool left;                      /* aligned left; else right */
	bool secret;                    /* masked when amounts are hidden */
	bool sortable;
	bool descending;                /* the direction when first chosen */
	int sort_step;                  /* place in the order of the key "next order", 0: not in it */
	int leave;                      /* order in which columns leave when there is no room: 1 first; 0 never */
	int from;                       /* shown only from that many terminal columns; 0: always */
	int min_width;                  /* below that it leaves */
	struct portfolio_order order;   /* comparison, ascending; COMPARE is NULL where not sortable */
	/* Text of one row within LAYOUT; '-' absent, '?' unreadable. Not padded, except that prices align at the point. */
	void (*text)(char *out, size_t size, const struct portfolio *portfolio,
	    const struct portfolio_row *row, const struct column_layout *layout);
};

extern const struct column columns[COLUMNS_COUNT];

/*
 * Measures COUNT rows: sets DECIMALS, and WIDTH to the widest text among them
 * and the title with its sort mark, at most MAX_WIDTH.
 */
void column_measure(struct column_layout *layout, enum column_id id, const struct portfolio *portfolio,
    const struct portfolio_row *rows, size_t count, int max_width);

/* The column of that name or alias (case-blind), or -1. */
int column_find(const char *name);

/*
 * Reads "COLUMN[:asc|:desc]" as of --sort. False with the cause, which
 * names the columns that can be sorted by.
 */
struct cause;
bool column_sort_parse(const char *text, enum column_id *id, bool *descending, struct cause *cause);

/* The next common order after ID: value, currency, unpledged, price, value … */
enum column_id column_sort_next(enum column_id id);

#endif
