/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_EXCHANGE_H
#define COLLTOP_TESTS_EXCHANGE_H

#include <stdbool.h>

#include "okx/endpoint.h"
#include "okx/http.h"

/*
 * The network of unit/fake_http.h by endpoints: a request stays under way until the test
 * says what becomes of it, or has said what always does.
 */

/* Whether a request is under way. */
bool exchange_asked(const struct okx_http *http, enum okx_endpoint_id endpoint);

/* Ends the request under way: with a BODY (borrowed until it is taken), or below HTTP. */
void exchange_answer(struct okx_http *http, enum okx_endpoint_id endpoint, int status,
    const char *body);
void exchange_break(struct okx_http *http, enum okx_endpoint_id endpoint,
    enum okx_net_error net_error, const char *detail);

/* From now on requests end by themselves: with BODY (borrowed; NULL: not), or below HTTP. */
void exchange_always(struct okx_http *http, enum okx_endpoint_id endpoint, const char *body);
void exchange_always_break(struct okx_http *http, enum okx_endpoint_id endpoint,
    enum okx_net_error net_error, const char *detail);

#endif
