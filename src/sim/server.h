/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_SERVER_H
#define COLLTOP_SIM_SERVER_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "sim/exchange.h"
#include "sim/request_log.h"

/*
 * The network of the simulator: HTTP/1.1, with TLS or without, on a loopback
 * address, all in the caller's thread.
 */
struct server;

struct server_settings {
	const char *address;            /* numeric; refused unless it is loopback */
	int port;                       /* 0: any free one */
	const char *tls_cert, *tls_key; /* PEM files; NULL: plain HTTP */
	int64_t latency_ms;             /* before each answer */
};

#define SERVER_BASE_SIZE 80

/*
 * Listens. EXCHANGE and REQUEST_LOG must outlive the server. NULL with the cause when it
 * cannot.
 */
struct server *server_start(const struct server_settings *settings, struct exchange *exchange,
    const struct request_log *request_log, struct cause *cause);

/* "http://127.0.0.1:54321" */
const char *server_base(const struct server *server);

/*
 * Waits until something happens and does what there is to do. FDS (COUNT of
 * them) are watched for input beside the connections: revents is POLLIN where
 * there is some. Returns early on a signal. False when it cannot go on.
 */
bool server_turn(struct server *server, struct pollfd *fds, size_t count, struct cause *cause);

/* Ends all connections. */
void server_stop(struct server *server);

/* The version of libmicrohttpd. */
const char *server_version(void);

#endif
