/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_EXCHANGE_H
#define COLLTOP_SIM_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account_id.h"
#include "sim/access.h"
#include "sim/handlers.h"
#include "sim/fault.h"
#include "sim/portfolio.h"
#include "sim/rate_limit.h"
#include "sim/market.h"
#include "sim/scenario.h"

/*
 * The exchange without its network: a request comes in as plain data, an
 * answer goes out as plain data. Its clocks are those of base/monotime.h.
 */
struct exchange {
	struct market market;
	struct sim_portfolio portfolio;
	struct scenes scenes; /* what becomes of production's */
	struct sim_keys keys[ENVIRONMENTS];
	struct faults faults;
	struct limits limits;
	enum exchange_list list;
	bool unlimited;          /* no rate limit */
	int64_t skew_ms;         /* how far its wall clock is ahead of this machine's */
	const char *redirect_to; /* Location of the fault redirect */
	const char *key_label;   /* what its keys are called, */
	const char *key_perm;    /* may do: "read_only,withdraw,trade", */
	const char *key_ip;      /* and are bound to: addresses between commas, "" for none */
};

struct exchange_answer {
	int status; /* HTTP; 0 for no answer at all */
	char *body; /* owned: exchange_answer_clear(); NULL for no answer at all */
	size_t length;
	const char *content_type; /* static text */
	const char *location;     /* NULL: none; lives as long as the exchange */
	char code[16];            /* the code in the body, "" for none */
	char fault[32];           /* the fault that spoilt it, "" for none */
	enum fault_delivery delivery;
	enum environment environment;    /* that was asked for */
	const struct endpoint *endpoint; /* NULL for none */
};

/* Answers REQUEST. */
void exchange_serve(struct exchange *exchange, const struct exchange_request *request,
    struct exchange_answer *answer);

void exchange_answer_clear(struct exchange_answer *answer);

/* The exchange's wall clock, milliseconds since 1970. */
int64_t exchange_utc_ms(const struct exchange *exchange);

/* Frees what EXCHANGE holds. */
void exchange_clear(struct exchange *exchange);

#endif
