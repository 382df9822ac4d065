/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_BAD_EXCHANGE_H
#define COLLTOP_TESTS_BAD_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "unit/raw_server.h"

/*
 * An exchange on 127.0.0.1 without TLS that answers each path well but for the
 * requests that a plan spoils: those get, byte for byte, what no correct server
 * sends. Signatures are not looked at. Each connection has a thread of its own.
 */

#define BAD_FLEXIBLE "/api/v5/finance/flexible-loan/"
#define BAD_COLLATERAL BAD_FLEXIBLE "collateral-assets"
#define BAD_LOAN BAD_FLEXIBLE "loan-info"
#define BAD_BALANCES "/api/v5/asset/balances"
#define BAD_TICKERS "/api/v5/market/index-tickers"
#define BAD_TIME "/api/v5/public/time"
#define BAD_TIERS "/api/v5/public/discount-rate-interest-free-quota"
#define BAD_EMODE BAD_FLEXIBLE "emode-info"
#define BAD_STATUS "/api/v5/system/status"

struct bad_plan {
	/*
	 * what a spoilt request gets; RAW_AGAIN at the end keeps the connection. NULL: spoils
	 * none
	 */
	const struct raw_step *script;
	const char *path;     /* what is spoilt, or how it begins; NULL: all but the time */
	unsigned good;        /* requests of each path that are answered well before */
	unsigned bad;         /* requests of each path that are spoilt then; 0: all */
	const char *body;     /* what BAD_COLLATERAL answers well; NULL: three currencies */
	const char *loans;    /* what BAD_LOAN does; NULL: no open loan */
	const char *balances; /* what BAD_BALANCES does; NULL: three currencies */
	const char *prices;   /* what BAD_TICKERS does; NULL: the one of BTC */
	const char *time;     /* what BAD_TIME answers, after its status line; NULL: the time */
	const char *tiers;    /* what BAD_TIERS answers, whatever the coin; NULL: no coin */
	const char *pairs;    /* what BAD_EMODE does; NULL: no pair */
	const char *status;   /* what BAD_STATUS does; NULL: no maintenance */
	bool hangs_up;        /* closes each connection behind a good answer, without a word */
};

struct bad_request {
	int64_t ms;    /* on a clock that only goes forward */
	char path[80]; /* without the query */
	bool spoilt;
	bool reused; /* not the first of its connection */
};

struct bad_exchange;

/* PLAN is borrowed until bad_exchange_stop(). On PORT, 0: any free one. */
struct bad_exchange *bad_exchange_start(const struct bad_plan *plan, unsigned port);
void bad_exchange_stop(struct bad_exchange *exchange);

unsigned bad_exchange_port(const struct bad_exchange *exchange);
unsigned bad_exchange_connections(struct bad_exchange *exchange);

/* Copies the requests so far into OUT, at most SIZE, and returns how many. NULL, 0: only counts. */
size_t bad_exchange_requests(struct bad_exchange *exchange, struct bad_request *out, size_t size);

/* Copies the last request of PATH whole, "" for none; what is not a GET goes by its first word. */
void bad_exchange_last(struct bad_exchange *exchange, const char *path, char *out, size_t size);

#endif
