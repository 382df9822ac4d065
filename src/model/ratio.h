/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_RATIO_H
#define COLLTOP_MODEL_RATIO_H

#include <stdbool.h>

#include "base/decimal.h"
#include "model/figure.h"

/*
 * An exact quotient of decimals, N / D with D above 0, or the fact that it is not
 * known: an LTV, a price, a value that is computed. Whatever is decided is decided on
 * these; rounding happens where a figure is written, in the direction that its writer
 * names. Zeroed memory is a ratio that is not known, with 0 as its N.
 */
struct ratio {
	bool known;
	bool unreadable; /* not known, since what was sent is not a number */
	struct decimal n, d;
};

/* VALUE / 1. */
struct ratio ratio_from(const struct decimal *value);

/* VALUE / 10^SCALE as decimal_from(). */
struct ratio ratio_of(int64_t value, int scale);

/* What was sent, where it is known and not negative. */
struct ratio ratio_sent(const struct figure *sent);

/*
 * OUT, which may be one of the operands, becomes the result: not known where one of them is
 * not, where a number no longer fits a decimal, or where B is 0 in a division. Each returns
 * whether it is known.
 */
bool ratio_add(struct ratio *out, const struct ratio *a, const struct ratio *b);
bool ratio_subtract(struct ratio *out, const struct ratio *a, const struct ratio *b);
bool ratio_multiply(struct ratio *out, const struct ratio *a, const struct ratio *b);
bool ratio_divide(struct ratio *out, const struct ratio *a, const struct ratio *b);

/* -1, 0, 1 of a known one. */
int ratio_sign(const struct ratio *a);

/*
 * ORDER is below, equal to or above 0 as A is to B. False, with ORDER untouched, where one is
 * not known or a number does not fit.
 */
bool ratio_compare(int *order, const struct ratio *a, const struct ratio *b);

/* With SCALE decimals (0 to 128), rounded as told; false, with OUT untouched, where not known. */
bool ratio_round(struct decimal *out, const struct ratio *a, int scale,
    enum decimal_rounding rounding);

/*
 * Writes a fraction of 1 for people, as per cent with DECIMALS, rounded as told:
 * "60.00%", "-1.2%"; "-" where it is not known, "?" where it is unreadable and "*" where
 * it is too long to be read.
 */
#define PERCENT_SIZE 48
void ratio_percent(char out[PERCENT_SIZE], const struct ratio *ratio, int decimals,
    enum decimal_rounding rounding);

/* The same in points, for a difference of two ratios: "1.26 points". */
void ratio_points(char out[PERCENT_SIZE], const struct ratio *ratio, int decimals,
    enum decimal_rounding rounding);

#endif
