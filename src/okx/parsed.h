/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PARSED_H
#define COLLTOP_OKX_PARSED_H

#include <stdint.h>

#include "model/assets.h"
#include "model/funding.h"
#include "model/loans.h"
#include "model/prices.h"
#include "model/records.h"
#include "model/tiers.h"

/* What okx/parse makes of an answer, and the limits of what it reads. */

#define OKX_PARSE_MAX_BODY (2 * 1024 * 1024)
#define OKX_PARSE_MAX_MEMBERS 128
#define OKX_PARSE_UNREADABLE 8 /* as many figures as one answer can name */

/* What the exchange says of the key that asks it; texts are sanitised, "" where it says nothing. */
struct okx_key_info {
	char uid[32];
	char label[64];       /* the name that the key was given: 50 characters at most */
	char permissions[64]; /* as sent: "read_only,withdraw,trade" */
	char addresses[1024]; /* that it is bound to, separated by commas; "": none */
};

/* What an endpoint's answer becomes; each endpoint sets its member. */
struct okx_parsed {
	struct assets *assets; /* these are the caller's */
	struct loans *loans;
	struct funding *funding;
	struct prices *prices;
	struct tiers *tiers;
	struct records *records; /* rows of the struct that model/records.h has for the endpoint */
	int64_t server_utc_ms;
	struct okx_key_info key;
	/* the figures that cannot be read, each once; static texts, then NULL */
	const char *unreadable[OKX_PARSE_UNREADABLE];
};

#endif
