/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_LOANSTART_H
#define COLLTOP_TESTS_LOANSTART_H

#include "screen/answers.h"
#include "screen/exchange.h"
#include "screen/harness.h"
#include "screen/loans.h"

/* Starts with a loan, prices and a funding account; the event of the new loan was dismissed. */
static inline struct harness *
loan_start_with(const struct harness_options *options, const char *loans, const char *prices,
    const char *funding)
{
	struct harness *h = harness_start(options);

	exchange_always(h->http, OKX_ENDPOINT_BALANCES, funding);
	harness_answer(h, 200, LIST_SPARE);
	harness_loan(h, loans, prices);
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_answer(h, 200, LIST_SPARE);
	return h;
}

static inline struct harness *
loan_start_at(const struct harness_options *options, const char *loans, const char *prices)
{
	return loan_start_with(options, loans, prices, FUNDING);
}

static inline struct harness *
loan_start(const struct harness_options *options, const char *loans)
{
	return loan_start_at(options, loans, PRICES_NOW);
}

#endif
