/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FAKE_HTTP_H
#define COLLTOP_TESTS_FAKE_HTTP_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "okx/http.h"

/*
 * okx/http.h without a network, on the clock of unit/fake_monotime.h. A test
 * pushes answers; each request takes the oldest one whose TARGET fits.
 * okx_http_wait() does not wait: it moves the clock to whatever comes first,
 * the arrival of an answer or the end of its time (not at all while one of its descriptors is
 * ready). Waiting for ever for nothing ends the test program.
 *
 * A request for which no answer was pushed stays under way, as if the
 * exchange hung: it does not end by a time-out of its own.
 */

#define FAKE_HTTP_ALWAYS UINT_MAX
#define FAKE_HTTP_HEADERS 8

struct fake_http_answer {
	const char *target; /* part of the target; NULL: any request */
	bool otherwise;     /* only for requests that no other answer fits */
	unsigned times;     /* how many requests it answers: 0 is 1, or FAKE_HTTP_ALWAYS */
	int64_t latency_ms;
	bool never; /* the request stays under way */
	enum okx_net_error net_error;
	const char *detail; /* of a transport failure */
	int status;         /* 0: 200, where the transport is OKX_NET_ERROR_OK */
	const char *body;   /* NULL: none */
	/*
	 * Makes the body of an answer to TARGET, as an exchange whose figures move; it is
	 * copied. NULL: the request hangs until its time is over.
	 */
	const char *(*make)(const char *target);
	bool late;     /* MAKE is called when the answer arrives; else when the request starts */
	size_t length; /* 0: that of the text */
	const char *location;
	int64_t retry_after_ms; /* 0: none; below 0: zero */
	bool date;              /* the answer has a Date: date_utc_ms */
	int64_t date_utc_ms;
	bool reused;
};

/* A request that was started. Texts are copies. */
struct fake_http_request {
	unsigned slot;
	char target[256];
	struct {
		char name[64], value[256];
	} headers[FAKE_HTTP_HEADERS];
	size_t count;
	int64_t started_ms;
	bool cancelled; /* it was dropped before its answer was taken */
};

/* Forgets answers, requests and settings. Call it in each test's setup. */
void fake_http_reset(void);

/* Adds an answer behind those that are there; its texts are borrowed. */
void fake_http_push(const struct fake_http_answer *answer);

/* The same, shorter: HTTP 200 with BODY, once. */
void fake_http_push_body(const char *body);

/* Takes back what was pushed for exactly TARGET, but for what comes otherwise. */
void fake_http_forget(const char *target);

/* How many requests were started, and each of them, oldest first (the last 4096 are kept). */
unsigned fake_http_count(void);
const struct fake_http_request *fake_http_request(unsigned index);

/* The value of a header it was sent with, or NULL. */
const char *fake_http_header(const struct fake_http_request *request, const char *name);

/*
 * Instead of by what was pushed, requests of a slot can be answered one by one: whether
 * one is under way; end it with ANSWER now; answer each from now on with ANSWER (NULL: no
 * longer). Texts are borrowed.
 */
bool fake_http_asked(const struct okx_http *http, unsigned slot);
void fake_http_end(struct okx_http *http, unsigned slot, const struct fake_http_answer *answer);
void fake_http_always(struct okx_http *http, unsigned slot, const struct fake_http_answer *answer);

/* What okx_http_via() says from now on, whatever the route. */
void fake_http_set_via(const char *via);

/* Makes okx_http_aim() fail with WHY; NULL: succeed again. */
void fake_http_refuse_aim(const char *why);

/* Makes okx_http_get() fail with WHY; NULL: succeed again. */
void fake_http_refuse_get(const char *why);

/* How often okx_http_aim() succeeded, and okx_http_forget() was called. */
unsigned fake_http_aims(void);
unsigned fake_http_forgets(void);

#endif
