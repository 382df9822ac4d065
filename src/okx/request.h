/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_REQUEST_H
#define COLLTOP_OKX_REQUEST_H

#include <stdbool.h>

#include "okx/call.h"
#include "okx/error.h"
#include "okx/http.h"
#include "okx/parse.h"

/*
 * Signs CALL, where its endpoint is signed, and starts it in the slot of its endpoint.
 * False, with FAILURE, when that is not possible; nothing was sent then. No copy of a secret
 * stays here.
 */
bool okx_request_start(const struct okx_call *call, struct okx_http *http,
    struct okx_failure *failure);

/*
 * Judges the answer to CALL: by the exchange's code first, then by the HTTP status, then by
 * how the connection ended. True with PARSED set (the caller's), or false with FAILURE,
 * Retry-After included.
 */
bool okx_request_result(const struct okx_call *call, const struct okx_http *http,
    const struct okx_http_answer *answer, struct okx_parsed *parsed, struct okx_failure *failure);

#endif
