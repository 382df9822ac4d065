/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ENDPOINT_H
#define COLLTOP_OKX_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/rate_limit.h"
#include "okx/parse.h"

/*
 * The endpoints that can be asked, one row each. All are GET and Read: nothing
 * that is not in this table is ever signed or sent. Records name them in this
 * order.
 */
enum okx_endpoint_id {
	OKX_ENDPOINT_LOAN_INFO,
	OKX_ENDPOINT_COLLATERAL_ASSETS,
	OKX_ENDPOINT_BALANCES,
	OKX_ENDPOINT_INDEX_TICKERS,
	OKX_ENDPOINT_TIME,
	OKX_ENDPOINT_CONFIG,
	OKX_ENDPOINTS
};

/* Query parameters; an empty or NULL one is left out. */
struct okx_parameters {
	const char *ccy;
	const char *ord_id;
	const char *inst_id;   /* one index: "BTC-USD" */
	const char *quote_ccy; /* all indices in a currency: "USD" */
};

/* Those that an endpoint takes. */
enum okx_takes {
	OKX_TAKES_CCY = 1,
	OKX_TAKES_ORD_ID = 2,
	OKX_TAKES_INDEX = 4 /* inst_id, quote_ccy */
};

struct okx_endpoint {
	const char *name;  /* "collateral_assets": in records and logs */
	const char *title; /* "collateral assets": in sentences */
	const char *path;  /* "/api/v5/…" */
	bool is_signed;
	bool polled;            /* asked at the interval; else only when needed */
	int64_t interval_ms;    /* its own; 0: the chosen one */
	bool optional;          /* a refusal of it leaves the program useful */
	unsigned takes;         /* OKX_TAKES_…, or'ed */
	struct okx_limit limit; /* of a signed one by account, of another by host */
	enum okx_parse_result (*parse)(const struct okx_parse_context *context, const char *body,
	    size_t length, struct okx_parsed *parsed, struct okx_refusal *refusal,
	    struct cause *cause);
};

extern const struct okx_endpoint okx_endpoints[OKX_ENDPOINTS];

#define OKX_TARGET_SIZE 256

/*
 * Writes the request target: path, and the query string of the parameters that this
 * endpoint takes, raw, in the order of struct okx_parameters, no '?' without any. These
 * bytes are signed and sent. False, with the cause, for a parameter with a character
 * outside [A-Za-z0-9_.,-] or a target that does not fit.
 */
bool okx_endpoint_target(char out[OKX_TARGET_SIZE], enum okx_endpoint_id id,
    const struct okx_parameters *parameters, struct cause *cause);

#endif
