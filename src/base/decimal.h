/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_DECIMAL_H
#define COLLTOP_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Exact decimal numbers without allocation: value = ±limbs / 10^scale.
 * Copied by assignment. An operation is exact, or rounds as told, or returns
 * false and leaves the result as it was. OUT may be one of the operands.
 */
#define DECIMAL_LIMBS 16        /* 1024 bits: 308 digits */
#define DECIMAL_MAX_SCALE 308   /* digits after the point; 10^308 is below 2^1024 */
#define DECIMAL_MAX_DIGITS 64   /* digits accepted from outside */
#define DECIMAL_MAX_EXPONENT 64 /* |exponent| accepted from outside */
#define DECIMAL_TEXT_SIZE 640   /* room for any decimal as text */

struct decimal {
	uint64_t limb[DECIMAL_LIMBS]; /* least significant first; only the first COUNT are set */
	int16_t count;                /* limbs in use; 0 is the number zero */
	int16_t scale;                /* digits after the point, 0 to DECIMAL_MAX_SCALE */
	bool negative;                /* never set for zero */
};

enum decimal_rounding {
	DECIMAL_HALF_EVEN,
	DECIMAL_TRUNCATE, /* toward zero */
	DECIMAL_AWAY,     /* away from zero */
	DECIMAL_FLOOR,    /* toward minus infinity */
	DECIMAL_CEILING   /* toward plus infinity */
};

extern const struct decimal decimal_zero;

/*
 * Reads -?digits[.digits][e±dd] (e or E, sign optional, one or two digits), with
 * at most 64 digits (leading zeros count) and an exponent of at most 64 either
 * way; false for anything else. A zero loses its sign; "1.50" has scale 2.
 */
bool decimal_parse(struct decimal *out, const char *text, size_t length);

/* VALUE / 10^SCALE, SCALE from 0 to 18. */
struct decimal decimal_from(int64_t value, int scale);

/* -1, 0, 1. */
int decimal_sign(const struct decimal *a);
int decimal_compare(const struct decimal *a, const struct decimal *b);

/*
 * Sums have the larger scale of the two, products the sum of the scales. False
 * where the result takes more than 1024 bits or DECIMAL_MAX_SCALE.
 */
bool decimal_add(struct decimal *out, const struct decimal *a, const struct decimal *b);
bool decimal_subtract(struct decimal *out, const struct decimal *a, const struct decimal *b);
bool decimal_multiply(struct decimal *out, const struct decimal *a, const struct decimal *b);

/* A / B with SCALE decimals (0 to 128, else false). False for B = 0. */
bool decimal_divide(struct decimal *out, const struct decimal *a, const struct decimal *b,
    int scale, enum decimal_rounding rounding);

/* A with exactly SCALE decimals (0 to DECIMAL_MAX_SCALE, else false). */
bool decimal_round(struct decimal *out, const struct decimal *a, int scale,
    enum decimal_rounding rounding);

/*
 * The power of ten of the leading digit: 0 for 1.5, 2 for 100, -3 for 0.0042.
 * 0 for zero.
 */
int decimal_magnitude(const struct decimal *a);

/*
 * Digits after the point that A needs: its scale without trailing zeros
 * (0 for 100, 2 for 1.2500).
 */
int decimal_places(const struct decimal *a);

/*
 * Plain text with exactly the number's scale ("-12.50"), no grouping. Returns
 * the length, 0 where SIZE is too small (DECIMAL_TEXT_SIZE is always enough).
 */
size_t decimal_text(char *out, size_t size, const struct decimal *a);

/* The same with a comma between groups of three integer digits ("-1,234,567.50"). */
size_t decimal_text_grouped(char *out, size_t size, const struct decimal *a);

/* The version of GMP: "6.2.1". */
const char *decimal_library(void);

#endif
