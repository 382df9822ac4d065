/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_LOANSTART_H
#define COLLTOP_TESTS_LOANSTART_H

#include "screen/answers.h"
#include "screen/harness.h"
#include "screen/loans.h"

/* Starts with a loan, prices and what is unpledged beside it; that it is new was put away. */
static inline struct harness *
loan_start_at(const struct harness_options *options, const char *loans, const char *prices)
{
	struct harness *h = harness_start(options);

	harness_answer(h, 200, UNPLEDGED);
	harness_loan(h, loans, prices);
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_answer(h, 200, UNPLEDGED);
	return h;
}

static inline struct harness *
loan_start(const struct harness_options *options, const char *loans)
{
	return loan_start_at(options, loans, PRICES_NOW);
}

#endif
