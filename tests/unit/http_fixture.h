/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_HTTP_FIXTURE_H
#define COLLTOP_TESTS_HTTP_FIXTURE_H

#include "okx/http.h"
#include "unit/raw_server.h"

/* The real okx/http against a raw server. */
struct http_fixture {
	struct okx_http *http;
	struct raw_server *server;
	const struct raw_step *scripts[4];
	struct okx_http_route route;
	struct okx_http_answer answer; /* of http_fetch() */
};

/* For cmocka's setup and teardown; no server runs yet. Proxies leave the environment. */
/* A test with what http_open() made as f. */
#define HTTP_TEST(name) TEST_OF(struct http_fixture *f, name)
int http_open(void **state);
int http_close(void **state);

/* From the next aim on a request ends after 0.3 s. */
void http_hurry(struct http_fixture *fixture);

/* Starts the server, FIRST for connection 1, NEXT (NULL: FIRST) for others, and aims at it. */
void http_serve(struct http_fixture *fixture, const struct raw_step *first,
    const struct raw_step *next);

/* Aims at PORT of loopback by SCHEME. */
void http_aim_at(struct http_fixture *fixture, const char *scheme, unsigned port);

/* Asks for "/x" in SLOT and waits for the answer, which must come within 5 s. */
void http_fetch(struct http_fixture *fixture, unsigned slot);

/* Waits for the answer of what was asked. */
void http_finish(struct http_fixture *fixture);

/* One fetch from a server that does SCRIPT; stops the server. */
void http_once(struct http_fixture *fixture, const struct raw_step *script);

/* Fails the test unless the answer ended so, with PART in the library's words. */
void http_ended(const struct http_fixture *fixture, enum okx_net_error net_error, const char *part);

#endif
