/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/endpoint.h"

#include <string.h>

#include "sim/handlers.h"

#define LOAN "/api/v5/finance/flexible-loan/"

const struct endpoint endpoint_table[] = {
	{ "time", "/api/v5/public/time", false, 10, 2000, handler_time },
	{ "config", "/api/v5/account/config", true, 5, 2000, handler_account_config },
	{ "index-tickers", "/api/v5/market/index-tickers", false, 20, 2000, handler_index_tickers },
	{ "balances", "/api/v5/asset/balances", true, 6, 1000, handler_balances },
	{ "collateral-assets", LOAN "collateral-assets", true, 5, 2000, handler_collateral_assets },
	{ "loan-info", LOAN "loan-info", true, 5, 2000, handler_loan_info },
	{ .name = NULL },
};

static bool
same(const char *text, const char *other, size_t length)
{
	return strlen(text) == length && memcmp(text, other, length) == 0;
}

const struct endpoint *
endpoint_of(const char *target)
{
	for (const struct endpoint *row = endpoint_table; row->name != NULL; row++)
		if (same(row->path, target, strcspn(target, "?")))
			return row;
	return NULL;
}

const struct endpoint *
endpoint_find(const char *name, size_t length)
{
	for (const struct endpoint *row = endpoint_table; row->name != NULL; row++)
		if (same(row->name, name, length))
			return row;
	return NULL;
}
