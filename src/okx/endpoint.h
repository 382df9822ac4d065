/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ENDPOINT_H
#define COLLTOP_OKX_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/call.h"
#include "okx/rate_limit.h"

/* The parameters that an endpoint takes. */
enum okx_takes {
	OKX_TAKES_CCY = 1,
	OKX_TAKES_ORD_ID = 2,
	OKX_TAKES_INDEX = 4, /* inst_id, or without it quote_ccy */
	OKX_TAKES_TYPE = 8,
	OKX_TAKES_PAGE = 16 /* after, before, limit */
};

struct okx_endpoint {
	const char *name;  /* "collateral_assets": in records and logs */
	const char *title; /* "collateral assets": in sentences */
	const char *path;  /* "/api/v5/…" */
	bool is_signed;
	bool polled;            /* asked at the interval; else only when needed */
	int64_t interval_ms;    /* its own; 0: the chosen one */
	unsigned takes;         /* OKX_TAKES_…, or'ed */
	struct okx_limit limit; /* of a signed one by account, of another by host */
};

extern const struct okx_endpoint okx_endpoints[OKX_ENDPOINTS];

#define OKX_TARGET_SIZE 256

/*
 * Writes the request target of CALL: path, and the query string of the parameters that its
 * endpoint takes, raw, in the order of struct okx_call, no '?' without any. These bytes are
 * signed and sent. False, with the cause, for a parameter with a character outside
 * [A-Za-z0-9_.,-] or a target that does not fit.
 */
bool okx_endpoint_target(char out[OKX_TARGET_SIZE], const struct okx_call *call,
    struct cause *cause);

#endif
