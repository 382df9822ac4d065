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
	COLUMN_PLEDGED,
	COLUMN_FUNDING,
	COLUMN_AMOUNT,
	COLUMN_PRICE,
	COLUMN_VALUE,
	COLUMN_SHARE,
	COLUMN_CHANGE,
	COLUMN_CHANGE24H,
	COLUMN_CALL_AT,
	COLUMN_LIQ_AT,
	COLUMNS_COUNT
};

/* The two tables that there are. */
enum column_table {
	COLUMN_LIST, /* collateral-assets as OKX lists them */
	COLUMN_LOAN, /* what a loan depends on (model/position) */
	COLUMN_TABLES
};

/* How a column stands in a table. */
struct column_place {
	const char *title; /* "VALUE-USD"; NULL: it is not in this table */
	const char *help;  /* one line */
	int leave; /* order in which columns leave when there is no room: 1 first; 0 never */
};

/*
 * What a column must know of all the rows that will be painted together, from
 * column_measure(): one number of decimals for the whole column, and room.
 */
struct column_layout {
	int width; /* columns on the terminal; 0: as many as it takes */
	/*
	 * Of an amount column; the most of any row in the price column, 0 where prices are not
	 * aligned.
	 */
	int decimals;
};

struct column {
	const char *name;  /* "value": for --sort, configuration, menu */
	const char *alias; /* the exchange's own name, accepted as well ("notionalUsd"), or NULL */
	struct column_place in[COLUMN_TABLES];
	bool left;   /* aligned left; else right */
	bool secret; /* masked when amounts are hidden */
	bool sortable;
	bool descending; /* the direction when first chosen */
	int sort_step;   /* place in the order of the key "next order", 0: not in it */
	int from;        /* shown only from that many terminal columns; 0: always */
	int min_width;   /* below that it leaves */
	/* whether it has anything to show; NULL: always */
	bool (*stands)(const struct assets *shown);
	/* what it is sorted by; FIGURE and COMPARE are NULL where not sortable */
	struct portfolio_order order;
	/* the amount that it shows, whose decimals stand below one another; NULL: none */
	const struct figure *(*amount)(const struct asset *asset);
	/*
	 * Text of one row within LAYOUT; '-' absent, '?' unreadable. Not padded, except that
	 * prices align at the point.
	 */
	void (*text)(char *out, size_t size, const struct portfolio *portfolio,
	    const struct portfolio_row *row, const struct column_layout *layout);
};

extern const struct column columns[COLUMNS_COUNT];

/* Which table PORTFOLIO is: its snapshot is joined with a loan, or is not. */
enum column_table column_table(const struct portfolio *portfolio);

/* Whether A and B (NULL: none) are the same of the two tables. */
bool column_same_table(const struct assets *a, const struct assets *b);

/* Whether column ID stands in the table of SHOWN (NULL: none, then as in the list). */
bool column_stands(const struct assets *shown, enum column_id id);

/*
 * Measures COUNT rows in a column of PORTFOLIO's table: sets DECIMALS, and WIDTH to the
 * widest text among them and the title with its sort mark, at most MAX_WIDTH.
 */
void column_measure(struct column_layout *layout, enum column_id id,
    const struct portfolio *portfolio, const struct portfolio_row *rows, size_t count,
    int max_width);

/*
 * The cell of ROW in column ID within LAYOUT, in brackets where it is STALE:
 * these come on top of the layout's width. What there is none of ("-") does not
 * grow old. Returns whether there are brackets.
 */
bool column_write(char *out, size_t size, enum column_id id, const struct portfolio *portfolio,
    const struct portfolio_row *row, const struct column_layout *layout, bool stale);

/* The same of a TEXT that is there already, as of a sum. */
bool column_bracket(char *text, size_t size, bool stale);

/*
 * Reads "COLUMN[:asc|:desc]" as of --sort, COLUMN a name or alias (case-blind). False with the cause, which
 * names the columns that can be sorted by.
 */
struct cause;
bool column_sort_parse(const char *text, enum column_id *id, bool *descending, struct cause *cause);

/*
 * The column that orders the table of SHOWN where ID was chosen in either
 * table: ID itself, its counterpart of the same sort_step, or the value.
 */
enum column_id column_sort_in(const struct assets *shown, enum column_id id);

/*
 * The next common order of that table after ID: value, currency, amount or funding,
 * price, value …
 */
enum column_id column_sort_next(const struct assets *shown, enum column_id id);

#endif
