/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_CONNECTION_H
#define COLLTOP_SIM_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/exchange.h"

struct MHD_Connection;

/* A time that does not come, in milliseconds. */
#define VISIT_NEVER INT64_MAX

/* One request, from its first line to the last byte of its answer. */
struct visit {
	const struct exchange *exchange;
	struct visits *visits; /* that it is among */
	struct MHD_Connection *connection;
	char *target;
	bool begun, has_body, waited, served;
	bool gone; /* the client has left: end it */
	struct exchange_answer answer;
	bool held;      /* suspended, and in the list of those */
	bool deaf;      /* the client sent more: its input says nothing about leaving */
	int64_t due_ms; /* when a held one goes on, and when a slow one sends its next byte */
	struct visit *next, **link;
};

/* What all visits of a server share. */
struct visits {
	struct visit *held; /* the suspended ones */
	int spare;          /* an unconnected socket */
	bool tls;
};

/* The socket that VISIT came over. */
int visit_descriptor(const struct visit *visit);

/* Suspends VISIT until visit_release(); it is wanted at DUE_MS (monotime_ms()). */
void visit_hold(struct visit *visit, int64_t due_ms);
void visit_release(struct visit *visit);

/* Takes VISIT out of the list of held ones, if it is there, without resuming it. */
void visit_unlink(struct visit *visit);

/* Whether the client of VISIT, which is held and has input, has left. */
bool visit_has_left(struct visit *visit);

/* Does with the answer what its delivery says. False: the connection is to be closed. */
bool visit_deliver(struct visit *visit);

#endif
