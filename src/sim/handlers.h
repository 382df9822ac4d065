/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_HANDLERS_H
#define COLLTOP_SIM_HANDLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/exchange.h"

struct cJSON;

/* What a question is about beside its endpoint. */
struct content_question {
	const struct exchange *exchange;
	enum environment environment;  /* of whoever asks */
	const struct account *account; /* and what is there */
	int64_t step;                  /* that all figures are of */
	const char *target;
};

/*
 * Why there is no content: a code of the exchange's error table and the parameter that
 * it is about.
 */
struct content_refusal {
	int code; /* 0: nothing is refused */
	const char *parameter;
};

/* The elements of "data", owned by the caller; NULL with the refusal. */
struct cJSON *content_time(const struct content_question *question,
    struct content_refusal *refusal);
struct cJSON *content_collateral_assets(const struct content_question *question,
    struct content_refusal *refusal);
struct cJSON *content_balances(const struct content_question *question,
    struct content_refusal *refusal);
struct cJSON *content_loan_info(const struct content_question *question,
    struct content_refusal *refusal);
struct cJSON *content_account_config(const struct content_question *question,
    struct content_refusal *refusal);
struct cJSON *content_index_tickers(const struct content_question *question,
    struct content_refusal *refusal);

#define CONTENT_PARAMETER_SIZE 384 /* room for twenty currencies */

/*
 * The value of parameter NAME in the query of TARGET, percent-decoded; "" when
 * it is absent or empty. False when it is too long or wrongly encoded.
 */
bool content_parameter(char out[CONTENT_PARAMETER_SIZE], const char *target, const char *name);

#endif
