/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_EXCHANGE_H
#define COLLTOP_TESTS_EXCHANGE_H

#include <stdbool.h>

#include "okx/http.h"

/*
 * okx/http.h without a network: a request stays under way until the test
 * says what becomes of it.
 */

/* Whether a request is under way. */
bool exchange_asked(const struct okx_http *http);

/* Ends the request under way: with a BODY (borrowed until it is taken), or below HTTP. */
void exchange_answer(struct okx_http *http, int status, const char *body);
void exchange_break(struct okx_http *http, enum okx_transport transport, const char *detail);

#endif
