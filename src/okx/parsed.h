/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PARSED_H
#define COLLTOP_OKX_PARSED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/assets.h"
#include "model/funding.h"
#include "model/loans.h"
#include "model/prices.h"
#include "okx/keyinfo.h"

/* What okx/parse makes of an answer, and within which limits. */

#define OKX_PARSE_MAX_BODY (2 * 1024 * 1024)
#define OKX_PARSE_MAX_STRING 256
#define OKX_PARSE_MAX_MEMBERS 128
#define OKX_PARSE_UNREADABLE 8 /* as many figures as one answer can name */

enum okx_parse_result {
	OKX_PARSE_DONE,
	OKX_PARSE_REFUSED, /* a well-formed answer whose code is not 0: see struct okx_refusal */
	OKX_PARSE_BROKEN   /* not such an answer: see the cause ("not valid JSON at byte 17") */
};

/*
 * What the exchange said instead of data; both sanitised. For the codes 1 and
 * 2, which say nothing, the first data[].sCode and sMsg that do.
 */
struct okx_refusal {
	char code[16];
	char message[OKX_PARSE_MAX_STRING + 1];
};

/* What a snapshot needs to know beside the body. */
struct okx_parse_context {
	const struct account_id *account_id;
	const char *path;   /* of the endpoint; static text */
	const char *only;   /* parameter ccy, "" for all */
	const char *ord_id; /* parameter ordId; "" or NULL for none */
	const char *quote;  /* of index tickers: "USD", which is the currency of the prices */
	/* whether a price is kept; NULL: all are */
	bool (*wanted)(const void *self, const char *ccy);
	const void *wanted_self;
	int64_t asked_ms, arrived_ms; /* monotime_ms() */
	int64_t arrived_utc_ms;
	int64_t date_utc_ms; /* the answer's Date; -1: none */
};

/* What an endpoint's answer becomes; each endpoint sets its member. */
struct okx_parsed {
	struct assets *assets; /* these are the caller's */
	struct loans *loans;
	struct funding *funding;
	struct prices *prices;
	int64_t server_utc_ms;
	struct okx_key_info key;
	/* the figures that cannot be read, each once; static texts, then NULL */
	const char *unreadable[OKX_PARSE_UNREADABLE];
};

/* Drops whatever is set, and clears it. */
void okx_parsed_drop(struct okx_parsed *parsed);

#endif
