/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_CONNECTION_H
#define COLLTOP_SIM_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/exchange.h"

struct MHD_Connection;

/* A time that does not come, in milliseconds. */
#define CONNECTION_NEVER INT64_MAX

/* One request, from its first line to the last byte of its answer. */
struct connection {
	const struct exchange *exchange;
	struct connections *clients; /* that it is among */
	struct MHD_Connection *connection;
	char *target;
	bool begun, has_body, waited, served;
	bool gone; /* the client has left: end it */
	struct exchange_answer answer;
	bool held;      /* suspended, and in the list of those */
	bool deaf;      /* the client sent more: its input says nothing about leaving */
	int64_t due_ms; /* when a held one goes on, and when a slow one sends its next byte */
	struct connection *next, **link;
};

/* What all visits of a server share. */
struct connections {
	struct connection *held; /* the suspended ones */
	int spare;               /* an unconnected socket */
	bool tls;
};

/* The socket that VISIT came over. */
int connection_descriptor(const struct connection *client);

/* Suspends VISIT until connection_release(); it is wanted at DUE_MS (monotime_ms()). */
void connection_hold(struct connection *client, int64_t due_ms);
void connection_release(struct connection *client);

/* Takes VISIT out of the list of held ones, if it is there, without resuming it. */
void connection_unlink(struct connection *client);

/* Whether the client of VISIT, which is held and has input, has left. */
bool connection_has_left(struct connection *client);

/* Does with the answer what its delivery says. False: the connection is to be closed. */
bool connection_deliver(struct connection *client);

#endif
