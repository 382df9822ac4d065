/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_FRACTION_H
#define COLLTOP_MODEL_FRACTION_H

#include <stdbool.h>

#include "base/decimal.h"

/*
 * Exact quotients of decimals: N / D with D above 0. Whatever is decided is
 * decided on these; rounding happens where a figure is written, in the
 * direction that its writer names. Every operation returns false, with the
 * result left untouched, where a number no longer fits a decimal: not known
 * then, never wrong. OUT may be one of the operands.
 */
struct fraction {
	struct decimal n, d;
};

/* VALUE / 1. */
struct fraction fraction_from(const struct decimal *value);

/* VALUE / 10^SCALE as decimal_from(). */
struct fraction fraction_of(int64_t value, int scale);

/* A / B, B not 0 (else false). */
bool fraction_ratio(struct fraction *out, const struct decimal *a, const struct decimal *b);

bool fraction_add(struct fraction *out, const struct fraction *a, const struct fraction *b);
bool fraction_subtract(struct fraction *out, const struct fraction *a, const struct fraction *b);
bool fraction_multiply(struct fraction *out, const struct fraction *a, const struct fraction *b);
/* false for B = 0 */
bool fraction_divide(struct fraction *out, const struct fraction *a, const struct fraction *b);

/* -1, 0, 1. */
int fraction_sign(const struct fraction *a);

/* ORDER is below, equal to or above 0 as A is to B. */
bool fraction_compare(int *order, const struct fraction *a, const struct fraction *b);

/* With SCALE decimals (0 to 128), rounded as told. */
bool fraction_round(struct decimal *out, const struct fraction *a, int scale,
    enum decimal_rounding rounding);

#endif
