/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PROBE_H
#define COLLTOP_OKX_PROBE_H

#include <stdbool.h>

#include "model/account_id.h"
#include "okx/clock.h"
#include "okx/endpoint.h"
#include "okx/error.h"
#include "okx/http.h"
#include "okx/parse.h"
#include "okx/rate_limit.h"

/*
 * Single requests to the exchange, for --init and --doctor: each is sent once, as soon as
 * its endpoint's limit allows, and waited for, no longer than the route's time-outs allow.
 */
struct okx_probe {
	struct okx_http *http; /* borrowed, and aimed */
	struct account_id account_id;
	struct okx_keyring keys;  /* that of ACCOUNT_ID's environment signs */
	struct okx_clock clock;   /* set by okx_probe_clock() */
	int interrupt;            /* a descriptor to watch while waiting, or -1 */
	bool (*ends)(void *self); /* called when it can be read: whether to give up */
	void *self;
	bool interrupted;             /* it was given up: a failure then says nothing */
	enum okx_net_error net_error; /* how the last question ended below HTTP */
	size_t length;                /* of its answer, in bytes */
	struct okx_rate_limit asked[OKX_ENDPOINTS];
};

/*
 * Asks ENDPOINT; okx_probe_call() any QUESTION, of which the endpoint and its parameters
 * count. True with PARSED (the caller's), or false with FAILURE.
 */
bool okx_probe_ask(struct okx_probe *probe, enum okx_endpoint_id endpoint,
    struct okx_parsed *parsed, struct okx_failure *failure);
bool okx_probe_call(struct okx_probe *probe, const struct okx_call *question,
    struct okx_parsed *parsed, struct okx_failure *failure);

/* Waits for UNTIL_MS, monotime_ms(). False where it was given up: see `interrupted`. */
bool okx_probe_wait(struct okx_probe *probe, int64_t until_ms);

/*
 * Asks for the exchange's time and sets the clock by it. False with FAILURE,
 * also where the answer cannot be used: then this machine's clock stays.
 */
bool okx_probe_clock(struct okx_probe *probe, struct okx_failure *failure);

/* The longest distance between the clocks at which signed questions are taken. */
#define OKX_PROBE_SKEW_MS 30000

/*
 * Says how far this machine's clock is off: "45.0 s slow". With ADVICE, room
 * for OKX_TEXT_SIZE, what to do where that is too far, else "".
 */
void okx_probe_skew(const struct okx_probe *probe, char out[OKX_CLOCK_SKEW_SIZE], char *advice);

#endif
