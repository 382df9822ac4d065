/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_HANDLERS_H
#define COLLTOP_SIM_HANDLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account_id.h"
#include "sim/portfolio.h"
#include "sim/market.h"

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

/* One path that is served. */
struct endpoint {
	const char *name; /* the path's last part */
	const char *path;
	bool secret;       /* signed, and counted per user; else counted per address */
	size_t most;       /* requests that are allowed */
	int64_t window_ms; /* in any span of this length */
	/* the elements of "data", owned by the caller; NULL with the refusal */
	struct cJSON *(
	    *handler)(const struct handler_question *question, struct handler_refusal *refusal);
};

/* Ends with a row whose name is NULL. */
extern const struct endpoint endpoint_table[];

/* The row that serves TARGET, a path with or without a query, or NULL. */
const struct endpoint *endpoint_of(const char *target);

/* The row called NAME (LENGTH bytes), or NULL. */
const struct endpoint *endpoint_find(const char *name, size_t length);

#define HANDLER_PARAMETER_SIZE 384 /* room for twenty currencies */

/*
 * The value of parameter NAME in the query of TARGET, percent-decoded; "" when
 * it is absent or empty. False when it is too long or wrongly encoded.
 */
bool handler_parameter(char out[HANDLER_PARAMETER_SIZE], const char *target, const char *name);

#endif
