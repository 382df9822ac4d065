/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_SITE_H
#define COLLTOP_OKX_SITE_H

#include "model/account_id.h"
#include "okx/call.h"
#include "okx/notices.h"
#include "okx/quotes.h"
#include "okx/rate_limit.h"

/* What belongs to a host, for all accounts. Zeroed memory is a free one. */
struct okx_site {
	char host[ACCOUNT_ID_HOST_SIZE];
	struct okx_rate_limit rate_limits[OKX_ENDPOINTS]; /* of unsigned endpoints */
	struct okx_quotes quotes;
	struct okx_notices notices;
};

/* That of HOST among SITES, of which one is free or has it. */
struct okx_site *okx_site_find(struct okx_site *sites, const char *host);

void okx_site_clear(struct okx_site *site);

#endif
