/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_PORTFOLIO_H
#define COLLTOP_MODEL_PORTFOLIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/assets.h"
#include "model/filter.h"

/*
 * The view-model: what the table shows of a snapshot. Pure: no clock, no
 * screen, no I/O. Prices and shares are computed when asked for, so that a
 * portfolio of 20,000 rows costs what its shown rows cost.
 */

/*
 * One row: a currency and the same currency in the snapshot before (NULL: new, or no
 * snapshot before).
 */
struct portfolio_row {
	const struct asset *asset;
	const struct asset *before;
};

/*
 * Order of two rows: by the FIGURE of each, or by COMPARE (below, equal to, above 0), where
 * UNKNOWN tells of a row whether it has nothing to be compared. Rows whose figure is not
 * known or inapplicable come last in either direction, in the table of a loan pledged ones first, then owed ones, then
 * those only in the funding account by their value there, the largest first.
 */
struct portfolio_order {
	const struct figure *(*figure)(const struct asset *asset);
	int (*compare)(const struct asset *a, const struct asset *b); /* where FIGURE is NULL */
	bool (*unknown)(const struct asset *asset);                   /* NULL: always known */
	bool descending;
};

/*
 * A sum over rows. Rows with an absent or unreadable value are counted, not
 * summed; those to which a value is inapplicable make nothing partial.
 */
struct portfolio_total {
	struct decimal value; /* exact sum of the known values, USD */
	size_t rows;
	size_t unknown;   /* rows that the sum lacks */
	size_t valueless; /* rows that have no value to be summed */
	/*
	 * in the table of a loan: rows with something pledged; with something in the funding
	 * account
	 */
	size_t pledged, funding;
	bool negative;   /* some known value is negative: the sum is no lower bound */
	bool unreadable; /* the sum does not fit a decimal */
};

struct portfolio {
	const struct assets *assets; /* not owned */
	const struct assets *before; /* not owned; NULL: none of the same origin */
	struct portfolio_row *rows;  /* those shown, in order */
	size_t count;
	struct portfolio_total all;    /* every row of the snapshot, whatever the filter */
	struct portfolio_total shown;  /* what the filter lets through, folded ones included */
	struct portfolio_total folded; /* those that folding took out of ROWS */
	struct portfolio_row *spare;   /* the rest is memory kept between builds */
	size_t capacity;               /* of ROWS and SPARE */
	uint32_t *places;
	size_t places_capacity;
};

struct portfolio_view {
	const struct filter *filter;  /* by currency, owed or not; NULL: everything */
	struct portfolio_order order; /* ties fall back to the name, ascending */
	/*
	 * Values under 1 USD (known, not negative) become one line; in the table of a loan where
	 * what lies in the funding account is worth less than that as well. Owed rows stay.
	 */
	bool fold;
	bool hold; /* keep the order PORTFOLIO has now; currencies new to it come last, in ORDER */
};

/* What a row's value did since the last refresh. */
enum portfolio_change {
	PORTFOLIO_CHANGE_NONE,  /* no snapshot before, or a figure is not known */
	PORTFOLIO_CHANGE_NEW,   /* the currency was not there */
	PORTFOLIO_CHANGE_MOVED, /* the amount changed */
	PORTFOLIO_CHANGE_VALUE  /* the same amount, the value changed by DELTA (0 too) */
};

/* How much of the total of ALL rows a row is. */
enum portfolio_share {
	/* value negative, total not positive or no bound, or only one currency was asked for */
	PORTFOLIO_SHARE_NONE,
	PORTFOLIO_SHARE_EXACT,
	/* some rows are not known (and no known one is negative): an upper bound */
	PORTFOLIO_SHARE_AT_MOST
};

void portfolio_init(struct portfolio *portfolio);
void portfolio_clear(struct portfolio *portfolio);

/*
 * Rebuilds PORTFOLIO from NOW (NULL: empty) and BEFORE (NULL, or of another
 * origin: none) as VIEW says. Both must live as long as PORTFOLIO shows them
 * and through the next build or clear: the order there was is read from them,
 * so drop the snapshots before only when this has returned (a build from NULL
 * reads nothing). Rows keep their memory between calls.
 */
void portfolio_build(struct portfolio *portfolio, const struct assets *now,
    const struct assets *before, const struct portfolio_view *view);

/* Index of CCY in the rows, or -1. */
long portfolio_index(const struct portfolio *portfolio, const char *ccy);

/*
 * value / total as a fraction of 1 with DECIMALS decimals, half-even from the
 * exact quotient. SHARE is set unless PORTFOLIO_SHARE_NONE.
 */
enum portfolio_share portfolio_share(const struct portfolio *portfolio, const struct decimal *value,
    int decimals, struct decimal *share);

/*
 * The share of VALUE for people in at most WIDTH columns (0: as many as it
 * takes): "96.12%", "<0.01%", ">99.99%"; an upper bound, rounded up so that it
 * is one: "<=50.00%"; "-" without a share. Returns the columns used.
 */
int portfolio_share_text(char *out, size_t size, const struct portfolio *portfolio,
    const struct decimal *value, int width);

/* DELTA (exact, USD) is set for PORTFOLIO_CHANGE_VALUE. */
enum portfolio_change portfolio_change(const struct portfolio *portfolio,
    const struct portfolio_row *row, struct decimal *delta);

/*
 * A total for people in at most WIDTH columns (0: as many as it takes), UNIT
 * ("$", or "") before its digits: "164,682.65"; ">=100,000.00 +1 unknown", a
 * lower bound, rounded down so that it is one (without ">=" when a value is
 * negative), and shorter where it must ">=100,000.00 +1?"; "?" when it does not
 * fit a decimal, "-" when no row is known. Returns the columns used.
 */
int portfolio_total_text(char *out, size_t size, const struct portfolio_total *total,
    const char *unit, int width);

/* The same without a unit, in as many columns as it takes, and " +1 unknown" or "" by itself. */
#define PORTFOLIO_UNKNOWN_SIZE 40
void portfolio_total_parts(char *sum, size_t size, char unknown[PORTFOLIO_UNKNOWN_SIZE],
    const struct portfolio_total *total);

#endif
