/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_TELLING_H
#define COLLTOP_SIM_TELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account_id.h"
#include "sim/market.h"
#include "sim/portfolio.h"
#include "sim/scenario.h"

/* What the handlers of the paths share: questions, refusals, and how figures are told. */

struct cJSON;

/*
 * What collateral-assets lists: whether the exchange's own does one or the other is not
 * settled. In the order of the words of --list.
 */
enum exchange_list {
	EXCHANGE_LIST_SPARE,  /* what lies in the funding account */
	EXCHANGE_LIST_PLEDGED /* what secures the order */
};

/* What a handler needs to know of a request. */
struct handler_question {
	const struct market *market;
	enum environment environment;  /* of the key that asks */
	const struct account *account; /* and what is there */
	const struct account *first;   /* what was there at the start */
	int64_t changed_utc_ms;        /* since when it is as it is; -1: from the start on */
	const struct scenes *scenes;
	enum exchange_list list;
	const char *key_label, *key_perm, *key_ip; /* of struct exchange */
	int64_t step;                              /* that all figures are of */
	int64_t utc_ms;                            /* now, by the exchange's clock */
	const char *target;
};

/*
 * Why there is no content: a code of the exchange's error table and the parameter that
 * it is about.
 */
struct handler_refusal {
	int code; /* 0: nothing is refused */
	const char *parameter;
};

#define HANDLER_PARAMETER_SIZE 384 /* room for twenty currencies */

/*
 * The value of parameter NAME in the query of TARGET, percent-decoded; "" when
 * it is absent or empty. False when it is too long or wrongly encoded.
 */
bool handler_parameter(char out[HANDLER_PARAMETER_SIZE], const char *target, const char *name);

#define CODE_EMPTY 50014
#define CODE_PARAMETER 51000
#define CODE_INTERNAL 50026

/* Refuses with CODE, about PARAMETER (NULL: none): sets REFUSAL and returns NULL. */
struct cJSON *sim_refuse(struct handler_refusal *refusal, int code, const char *parameter);

/* Adds the member NAME to OBJECT: a figure, Unix milliseconds. */
void sim_tell_figure(struct cJSON *object, const char *name, const struct decimal *value);
void sim_tell_ms(struct cJSON *object, const char *name, int64_t ms);

/*
 * The loan that QUESTION names, the oldest one when it names none; NULL when there is none.
 * False with the refusal.
 */
bool sim_find_loan(const struct handler_question *question, const struct sim_loan **loan,
    bool *named, struct handler_refusal *refusal);

/*
 * The coin that the parameter ccy of QUESTION names; NULL when it names none. False with the
 * refusal.
 */
bool sim_find_coin(const struct handler_question *question, const struct market_coin **coin,
    struct handler_refusal *refusal);

/*
 * What ROW is worth at STEP in USD; COUNTED: as collateral, after the exchange's haircut.
 * False where it does not fit.
 */
bool sim_worth(struct decimal *out, const struct market *market, const struct holding *row,
    int64_t step, bool counted);

#endif
