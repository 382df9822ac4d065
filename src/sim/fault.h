/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_FAULT_H
#define COLLTOP_SIM_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/error.h"

struct cJSON;
struct endpoint;

/* How an answer is sent. */
enum fault_delivery {
	FAULT_DELIVER_WHOLE,
	FAULT_DELIVER_NEVER,  /* the connection stays open, nothing comes */
	FAULT_DELIVER_SLOWLY, /* a byte of the body a second */
	FAULT_DELIVER_HALF,   /* half of the body, then the end of the connection */
	FAULT_DELIVER_CLOSED, /* nothing but the end of the connection */
	FAULT_DELIVER_RESET   /* nothing but a reset of the connection */
};

/* What is spoilt. */
enum fault_stage {
	FAULT_INSTEAD, /* this comes instead of an answer, before anything is checked */
	FAULT_ANSWER,  /* any answer, on its way out */
	FAULT_SUCCESS, /* the content of a successful answer */
	FAULT_CLOCK    /* the simulator's clock, all the time */
};

#define FAULT_SKEW_MS 45000
#define FAULT_LATE_MS 60000
#define FAULT_HUGE (2 * 1024 * 1024 + 65536)

/* One row of the table of faults. */
struct fault {
	const char *name;
	const char *help;
	enum fault_stage state;
	enum fault_delivery delivery;
	int status;                      /* FAULT_INSTEAD: of the answer, 0 for no answer */
	const char *content_type, *body; /* FAULT_INSTEAD */
	const char *endpoint; /* FAULT_SUCCESS: the only one that has what it spoils, or NULL */
	/*
	 * FAULT_SUCCESS: what changes the answer, each list of rows in it, or each order.
	 * SERIAL: how many answers the fault has spoilt before.
	 */
	void (*spoil)(struct cJSON *answer, unsigned serial);
	void (*spoil_rows)(struct cJSON *rows);
	void (*spoil_order)(struct cJSON *order, unsigned serial);
	bool frozen;     /* FAULT_SUCCESS: answer as of the step of the first answer */
	int64_t late_ms; /* FAULT_SUCCESS: answer as of so long ago */
};

/* Ends with a row whose name is NULL. The row "code-" stands for one of each row of okx_errors. */
extern const struct fault fault_table[];

/* A fault that was asked for. */
struct fault_order {
	const struct fault *fault;
	const struct okx_error *error;   /* of code-NNNNN, else NULL */
	const struct endpoint *endpoint; /* that it spoils; NULL: all that are signed */
	char parameter[16], value[40];   /* only where the query has them; "": with any */
	char name[32];                   /* "hang", "code-50001" */
	int64_t left;                    /* requests it still spoils; negative: all */
	unsigned spoilt;                 /* requests it has spoilt */
	int64_t frozen_step;
};

#define FAULT_ORDERS 32

/* What was asked for, in order: at each endpoint the first that is not used up is at work. */
struct faults {
	struct fault_order orders[FAULT_ORDERS];
	size_t count;
	bool clock; /* clock-skew was asked for */
};

/*
 * Adds NAME[@ENDPOINT[?PARAMETER=VALUE]][:COUNT]. False, with the cause, when
 * there is no such fault or no room.
 */
bool fault_add(struct faults *faults, const char *text, struct cause *cause);

/* The fault at work at a request for TARGET, which ENDPOINT serves, or NULL. */
struct fault_order *fault_current(struct faults *faults, const struct endpoint *endpoint,
    const char *target);

/* The step that is answered when ORDER is at work at STEP. */
int64_t fault_step(struct fault_order *order, int64_t step);

/* Counts one request that ORDER spoilt. */
void fault_spend(struct fault_order *order);

/* Spoils a successful ANSWER, an envelope with its "data", as ORDER says, and counts it. */
void fault_spoil(struct fault_order *order, struct cJSON *answer);

#endif
