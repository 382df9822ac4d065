/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_CLIENT_FIXTURE_H
#define COLLTOP_TESTS_CLIENT_FIXTURE_H

#include <stdint.h>

#include "model/pair.h"
#include "okx/client.h"
#include "unit/fake_http.h"

/* A client on the fake network and clock, and what came out of it. */

#define COLLATERAL "collateral-assets"
#define LOAN "loan-info"
#define TICKERS "index-tickers"
#define BALANCES "asset/balances"
#define TIME "public/time"
#define TIERS "discount-rate"
#define EMODE "emode-info"
#define STATUS "system/status"

#define PRICED \
	"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ordId\":\"12345\",\"loanNotionalUsd\":\"60\",\"curLTV\":\"0.5\"," \
	"\"loanData\":[{\"ccy\":\"USDT\",\"amt\":\"60\"}],\"collateralData\":[{\"ccy\":\"BTC\",\"amt\":\"1\"}]}]}"
#define NOTHING "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"
#define ROWS \
	"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ordId\":\"12345\",\"loanNotionalUsd\":\"60\"}]}"
#define REFUSAL(code, text) "{\"code\":\"" code "\",\"msg\":\"" text "\",\"data\":[]}"

#define CLIENT_START_MS INT64_C(1000000)
#define CLIENT_START_UTC_MS INT64_C(1795361402123) /* 2026-11-22T15:30:02.123Z */

struct client_fixture {
	struct okx_http *http;
	struct okx_client *client;
	struct okx_session session;
	/* The watched order, "" for none; NULL: nobody names it: only loan info is asked. */
	const char *order;
	/* What came out, counted; the last of each kind. */
	unsigned snapshots, failures; /* of loan info */
	unsigned notes, warnings;
	unsigned assets, balances, prices, pairs; /* snapshots of the others, and pairs */
	unsigned other_failures;
	unsigned notices, notice_failures; /* answers of okx/notices, and failures of these */
	struct pair pair;                  /* the last one */
	int64_t pair_ms;                   /* when it was made */
	struct okx_event failure;
	char note[OKX_TEXT_SIZE], warning[OKX_TEXT_SIZE];
	struct account_id account_id;
	int64_t arrived_utc_ms;
};

/* For cmocka's setup and teardown; STATE becomes a struct client_fixture, not aimed yet. */
/* A test with what client_open() made as f. */
#define CLIENT_TEST(name) TEST_OF(struct client_fixture *f, name)
int client_open(void **state);
int client_close(void **state);

/* Pushes BODY with HTTP STATUS for TARGET (NULL: loan info), TIMES times. */
void client_push(const char *target, int status, const char *body, unsigned times);

/* Pushes the end of a connection for loan info, TIMES times. */
void client_push_transport(enum okx_net_error net_error, bool reused, unsigned times);

/* Aims at production or demo of account "main". */
void client_aim(struct client_fixture *fixture, enum environment environment);

/* Answers requests for the index INST_ID with the price LAST of now; NULL: there is none. */
void client_price(const char *inst_id, const char *last);

/* Lets MS go by, running the client whenever it wants to. */
void client_pass(struct client_fixture *fixture, int64_t ms);

/* Requests whose target holds PART; when the INDEXth of them was started. */
unsigned client_requests(const char *part);
const struct fake_http_request *client_request(const char *part, unsigned index);

/* Milliseconds between the starts of the INDEXth request for loan info and the one before. */
int64_t client_gap(unsigned index);

/* Fails the test where more than 5 requests holding PART were started within 2.1 s. */
void client_paced(const char *part);

#endif
