/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FUZZ_EXACT_H
#define COLLTOP_TESTS_FUZZ_EXACT_H

#include <gmp.h>

#include "model/ratio.h"

/* The same numbers by a second implementation: quotients of integers of any size. */

/* OUT (initialised) becomes A. */
static inline void
exact_decimal(mpq_t out, const struct decimal *a)
{
	mpz_import(mpq_numref(out), (size_t)a->count, -1, sizeof a->limb[0], 0, 0, a->limb);
	if (a->negative)
		mpz_neg(mpq_numref(out), mpq_numref(out));
	mpz_ui_pow_ui(mpq_denref(out), 10, (unsigned long)a->scale);
	mpq_canonicalize(out);
}

/* A / B, B not 0. */
static inline void
exact_ratio(mpq_t out, const struct decimal *a, const struct decimal *b)
{
	mpq_t divisor;

	mpq_init(divisor);
	exact_decimal(out, a);
	exact_decimal(divisor, b);
	mpq_div(out, out, divisor);
	mpq_clear(divisor);
}

static inline void
exact_fraction(mpq_t out, const struct ratio *a)
{
	exact_ratio(out, &a->n, &a->d);
}

#endif
