/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_APP_FIXTURE_H
#define COLLTOP_TESTS_APP_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/session.h"
#include "screen/answers.h"
#include "unit/fake_http.h"
#include "unit/fake_monotime.h"

/*
 * The program's state with its client, on the fake network and clock: account
 * "main" of region global and "second" of region eea, each with keys for both
 * environments unless the test takes one away.
 */
struct app_fixture {
	struct settings settings;
	struct secrets *secrets;
	struct credentials credentials;
	struct okx_http *http;
	struct okx_client *client;
	struct app app;
	bool made;                /* APP is */
	struct app_extent extent; /* 10 rows fit; pages have 50 lines */
	unsigned draws;           /* how often a front end would have drawn */
	char text[MESSAGE_SIZE];  /* of fixture_rows() and fixture_said() */
};

#define FIXTURE_START_MS INT64_C(1000000)
#define FIXTURE_NO_PRODUCTION "Put the three lines into production.env"
#define FIXTURE_NO_DEMO "put the three lines into demo.env"
#define FIXTURE_HANGS NULL /* an answer that never comes */

/* For cmocka's setup and teardown; STATE becomes a struct app_fixture whose APP is not made yet. */
/* A test with what fixture_open() made as f. */
#define APP_TEST(name) TEST_OF(struct app_fixture *f, name)
int fixture_open(void **state);
int fixture_close(void **state);

/* The source of the list. */
struct source *fixture_assets(struct app_fixture *fixture);

/* Takes away the key for ENVIRONMENT. */
void fixture_lose_key(struct app_fixture *fixture, enum environment environment);

/* Makes the state and begins; the first request gets BODY. */
void fixture_start(struct app_fixture *fixture, const char *body);

/* Pushes BODY for the next request, or for all further ones. */
void fixture_push(const char *body);
void fixture_push_always(const char *body);

/* The next request gets BODY; time passes until it was taken. */
void fixture_next(struct app_fixture *fixture, const char *body);

/* The next request fails: refused, or (CODE NULL) no connection. Time passes until it is taken. */
void fixture_fail(struct app_fixture *fixture, int http, const char *refusal);

/*
 * Lets MS pass, doing what the loop would, and fails the test where the loop
 * would not come to rest: a deadline in the past that a tick leaves there.
 */
void fixture_pass(struct app_fixture *fixture, int64_t ms);

/* How many requests were started for the assets, and the INDEXth of them. */
unsigned fixture_requests(void);
const struct fake_http_request *fixture_request(unsigned index);

/* Enters the next account as the loop does, with keys of its own for those two. */
void fixture_enter(struct app_fixture *fixture, bool production, bool demo);

/* Types TEXT (ASCII), or one KEY. Nothing else happens: time stands still. */
void fixture_type(struct app_fixture *fixture, const char *text);
void fixture_key(struct app_fixture *fixture, int key);

/* The rows shown, as "BTC ETH USDT". */
const char *fixture_rows(struct app_fixture *fixture);

/* The sum of all rows, to two decimals. */
const char *fixture_total(struct app_fixture *fixture);

/* The message AGE places back, 0 the newest; "" for none. */
const char *fixture_said(struct app_fixture *fixture, size_t age);

/* How often TEXT was told; part of a message is enough. */
unsigned fixture_told(const struct app_fixture *fixture, const char *text);

#endif
