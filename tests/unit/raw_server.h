/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_RAW_SERVER_H
#define COLLTOP_TESTS_RAW_SERVER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A server on 127.0.0.1 that knows no HTTP: it does what a script says, byte
 * for byte, in a thread of its own, one connection after the other.
 */

enum raw_action {
	RAW_END,    /* end of the script: closes the connection */
	RAW_READ,   /* reads one request, to its empty line */
	RAW_SEND,   /* sends TEXT (LENGTH bytes, or all of it for 0) COUNT times (0 is once) */
	RAW_SLOWLY, /* sends TEXT byte by byte, COUNT ms before each */
	RAW_DELAY,  /* does nothing for COUNT ms */
	RAW_HANG,   /* does nothing until the other side closes */
	RAW_RESET,  /* ends the connection with a RST */
	RAW_AGAIN   /* goes back to the start of the script */
};

struct raw_step {
	enum raw_action action;
	const char *text;
	size_t length;
	unsigned count;
};

/*
 * Does the steps of SCRIPT to PEER, a connected socket, RAW_READ left out, up to
 * RAW_END or RAW_AGAIN. False when the connection is over before, or when STOP
 * can be read.
 */
bool raw_play(int stop, int peer, const struct raw_step *script);

/* Reads one request, to its empty line, as text. False at the end of the connection. */
bool raw_read(int stop, int peer, char *out, size_t size);

/* A socket listening on PORT of 127.0.0.1 (0: a free one, written there), with BACKLOG. */
int raw_listen(unsigned *port, int backlog);

struct raw_server;

/*
 * Starts it. SCRIPTS has one script for each connection, ended by NULL; the
 * last one serves all that come after. Borrowed until raw_server_stop().
 */
struct raw_server *raw_server_start(const struct raw_step *const *scripts);
void raw_server_stop(struct raw_server *server);

unsigned raw_server_port(const struct raw_server *server);

/* So far. */
unsigned raw_server_connections(struct raw_server *server);
unsigned raw_server_requests(struct raw_server *server);

/* Copies the last request. */
void raw_server_last(struct raw_server *server, char *out, size_t size);

#endif
