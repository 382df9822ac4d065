/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_RESULT_H
#define COLLTOP_OKX_RESULT_H

#include <stdbool.h>

#include "okx/endpoint.h"
#include "okx/error.h"
#include "okx/http.h"
#include "okx/parse.h"

/*
 * Judges a finished request of ENDPOINT: by the exchange's code first, then by
 * the HTTP status, then by how the connection ended. True with PARSED set
 * (the caller's), or false with FAILURE, Retry-After included.
 */
bool okx_result_judge(const struct okx_http *http, enum okx_endpoint_id endpoint,
    const struct okx_http_answer *answer, const struct okx_parse_context *context,
    const struct okx_circumstance *circumstance, struct okx_parsed *parsed,
    struct okx_failure *failure);

#endif
