/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_CALL_H
#define COLLTOP_OKX_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/account_id.h"

/*
 * The endpoints that can be asked. All are GET and Read: no other is ever signed or sent.
 * Records name them in this order.
 */
enum okx_endpoint_id {
	OKX_ENDPOINT_LOAN_INFO,
	OKX_ENDPOINT_COLLATERAL_ASSETS,
	OKX_ENDPOINT_BALANCES,
	OKX_ENDPOINT_INDEX_TICKERS,
	OKX_ENDPOINT_TIME,
	OKX_ENDPOINT_CONFIG,
	OKX_ENDPOINT_TIERS,
	OKX_ENDPOINT_REDEEM_LIMIT,
	OKX_ENDPOINT_INTEREST,
	OKX_ENDPOINT_HISTORY,
	OKX_ENDPOINT_LENDING_RATE,
	OKX_ENDPOINT_EMODE,
	OKX_ENDPOINT_STATUS,
	OKX_ENDPOINTS
};

/* A key with what belongs to it; NULL where there is none. */
struct okx_credentials {
	const char *api_key, *secret_key, *passphrase;
};

/* An account's credentials of each environment, NULL where it has none. */
struct okx_keyring {
	const struct okx_credentials *of[ENVIRONMENTS];
};

/* One request and what its answer is about. Everything is borrowed. */
struct okx_call {
	enum okx_endpoint_id endpoint;
	const struct account_id *account_id;
	/* that of ACCOUNT_ID's environment signs; all are masked where foreign words repeat them */
	struct okx_keyring keys;
	const char *via; /* proxy host:port, "" or NULL: none */

	/* Parameters, sent where the endpoint takes them; "" or NULL: none. */
	const char *ccy;
	const char *ord_id;
	const char *inst_id;   /* one index: "BTC-USD" */
	const char *quote_ccy; /* "USD": of INST_ID, or without that of all indices asked for */
	const char *type;      /* of a ledger's rows: "borrowed" */
	/* of a ledger, whose newest rows come first: those older, newer than this refId */
	const char *after, *before;
	const char *limit; /* how many rows at most: "100", which is the most */

	int64_t clock_offset_ms; /* to add to this machine's UTC for the exchange's */
	/* whether the index price of CCY is kept; NULL: all are */
	bool (*wanted)(const void *self, const char *ccy);
	const void *wanted_self;

	/* The answer's times, set by okx_request_result(). */
	int64_t asked_ms, arrived_ms; /* monotime_ms() */
	int64_t arrived_utc_ms;       /* by the exchange's clock */
	int64_t date_utc_ms;          /* its Date; -1: none */
};

#endif
