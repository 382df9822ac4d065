/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_REQUEST_H
#define COLLTOP_OKX_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "model/account_id.h"
#include "okx/endpoint.h"
#include "okx/error.h"
#include "okx/http.h"

/* What a request is made of. */
struct okx_request {
	enum okx_endpoint_id endpoint;
	enum environment environment;
	const char *api_key, *secret_key, *passphrase;
	const char *ccy;                 /* "" for all */
	const char *ord_id;              /* "" for none */
	const char *inst_id, *quote_ccy; /* of index tickers, one of them; else "" or NULL */
	int64_t utc_ms;                  /* now by the exchange's clock */
};

/*
 * Signs REQUEST and starts it in the slot of its endpoint. False, with
 * FAILURE, when that cannot be; nothing was sent then. No copy of a
 * secret stays here.
 */
bool okx_request_start(const struct okx_request *request, struct okx_http *http,
    struct okx_failure *failure);

#endif
