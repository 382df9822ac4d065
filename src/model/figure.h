/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_FIGURE_H
#define COLLTOP_MODEL_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"
#include "model/arena.h"

/*
 * A number as the exchange gave it, or the fact that it did not. Absent and
 * unreadable ones are never zero: they stay out of sums and make them partial.
 */
enum figure_state {
	FIGURE_ABSENT, /* "", null or missing: shown '-' */
	FIGURE_KNOWN,
	FIGURE_UNREADABLE,  /* present, but no decimal number: shown '?' */
	FIGURE_INAPPLICABLE /* there cannot be one: shown '-', and no sum lacks it */
};

struct figure {
	enum figure_state state;
	struct decimal value; /* meaningful when FIGURE_KNOWN */
	/* the exchange's own string, sanitised, or the text of a sum; NULL: none, or computed */
	const char *sent;
};

/* Room for any figure written by this file. */
#define FIGURE_TEXT_SIZE DECIMAL_TEXT_SIZE

/* A figure from the text the exchange sent, which it keeps; NULL or "" is absent. */
struct figure figure_read(const char *text);

/* The same with a copy of TEXT in ARENA; UNREADABLE: what was sent is not a text of use. */
struct figure figure_copy(struct arena *arena, const char *text, bool unreadable);

/*
 * Adds FROM exactly: absent and absent is absent, known and absent or
 * unreadable is unreadable, as a part of the sum is not known.
 */
void figure_add(struct figure *into, const struct figure *from);

/* Gives a sum, which no single string of the exchange carries, its own text in ARENA. */
void figure_name_sum(struct figure *sum, struct arena *arena);

/* Whether both are in the same state and, where known, of the same value. */
bool figure_equal(const struct figure *a, const struct figure *b);

/* The text as sent of a known figure, else NULL. */
const char *figure_text(const struct figure *figure);

/*
 * All of these write one figure for people into OUT (SIZE bytes) in at most
 * WIDTH columns (0: as many as it takes), never a cut number: what does not
 * fit loses decimals toward zero, then becomes "158.2k" (k, M, B, T), then
 * "*". They return the columns used. All output is ASCII.
 */

/* A word in a figure's place ("-", "?", "new"): whole, or "*". */
int figure_word(char *out, size_t size, const char *word, int width);

/*
 * Money: two decimals, half-even, grouped; a non-zero one under half a cent "<0.01"
 * (">-0.01" when negative). UNIT ("$", or "") stands before it.
 */
int figure_money(char *out, size_t size, const char *unit, const struct decimal *value, int width);

/* The same with a sign always: "+12.30", "-0.45", "0.00", "+<0.01", "-<0.01". */
int figure_money_signed(char *out, size_t size, const struct decimal *value, int width);

/* An amount: truncated to DECIMALS, always that many, grouped. */
int figure_amount(char *out, size_t size, const struct decimal *amount, int decimals, int width);

/* A price: as figure_price_decimals() says, half-even, grouped. */
int figure_price(char *out, size_t size, const struct decimal *price, int decimals, int width);

/*
 * Decimals for a price with that leading power of ten: six significant digits, two to
 * ten decimals.
 */
int figure_price_decimals(int magnitude);

/*
 * A fraction of 1 as a percentage with two decimals: FRACTION must carry
 * exactly four decimals, rounded half-even by the caller from the exact quotient.
 * NONZERO: the exact fraction is not 0; BELOW_ONE: it is below 1: then
 * "<0.01%" and ">99.99%" instead of a rounded 0.00 and 100.00.
 * A fraction of exactly 1 is "100.00%".
 */
int figure_percent(char *out, size_t size, const struct decimal *fraction, bool nonzero,
    bool below_one, int width);

/*
 * The same with a sign always, of a fraction that may be negative or above 1:
 * "+0.30%", "-1.20%", "0.00%". FRACTION carries four decimals; fewer
 * decimals come by ROUNDING, DECIMAL_FLOOR or DECIMAL_CEILING.
 */
int figure_percent_signed(char *out, size_t size, const struct decimal *fraction,
    enum decimal_rounding rounding, int width);

/*
 * An upper bound of a fraction as a percentage: "<=50.00%". FRACTION carries
 * four decimals, rounded up by the caller; fewer decimals round up too.
 */
int figure_percent_at_most(char *out, size_t size, const struct decimal *fraction, int width);

#endif
