/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/endpoint.h"

#include <string.h>

#include <bsd/string.h>

/* What may stand in a parameter: no layer encodes these, so what is signed is what is sent. */
#define ALLOWED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.,-"

const struct okx_endpoint okx_endpoints[OKX_ENDPOINTS] = {
	/* OKX v5, "GET / Loan info". Without an ordId all open loans come. */
	[OKX_ENDPOINT_LOAN_INFO] = {
		.name = "loan_info",
		.title = "loan info",
		.path = "/api/v5/finance/flexible-loan/loan-info",
		.is_signed = true,
		.polled = true,
		.parse = okx_parse_loans,
	},
	/* OKX v5, "GET / Collateral assets". */
	[OKX_ENDPOINT_COLLATERAL_ASSETS] = {
		.name = "collateral_assets",
		.title = "collateral assets",
		.path = "/api/v5/finance/flexible-loan/collateral-assets",
		.is_signed = true,
		.polled = true,
		.takes_ccy = true,
		.takes_ord_id = true,
		.parse = okx_parse_collateral,
	},
	/* OKX v5, "GET / Get balance" of the funding account. */
	[OKX_ENDPOINT_BALANCES] = {
		.name = "asset_balances",
		.title = "funding account",
		.path = "/api/v5/asset/balances",
		.interval_ms = 30000,
		.is_signed = true,
		.polled = true,
		.optional = true,
		.parse = okx_parse_balances,
	},
	/* OKX v5, "GET / Index tickers". */
	[OKX_ENDPOINT_INDEX_TICKERS] = {
		.name = "index_tickers",
		.title = "index tickers",
		.path = "/api/v5/market/index-tickers",
		.query = "quoteCcy=USD",
		.interval_ms = 15000,
		.polled = true,
		.optional = true,
		.parse = okx_parse_tickers,
	},
	/* OKX v5, "Get system time". */
	[OKX_ENDPOINT_TIME] = {
		.name = "time",
		.title = "system time",
		.path = "/api/v5/public/time",
		.optional = true,
		.parse = okx_parse_time,
	},
	/* OKX v5, "Get account configuration". */
	[OKX_ENDPOINT_CONFIG] = {
		.name = "account_config",
		.title = "account configuration",
		.path = "/api/v5/account/config",
		.is_signed = true,
		.optional = true,
		.parse = okx_parse_config,
	},
};

/* Adds "?NAME=VALUE", or with '&' behind another; nothing for an empty VALUE. */
static bool
add(char out[OKX_TARGET_SIZE], const char *name, const char *value, struct cause *cause)
{
	const char *separator = strchr(out, '?') == NULL ? "?" : "&";

	if (value == NULL || value[0] == '\0')
		return true;
	if (value[strspn(value, ALLOWED)] != '\0')
		return cause_set(cause, "The value \"%s\" of %s may hold only letters, digits "
		    "and _ . , - (as in BTC).", value, name);
	if (strlcat(out, separator, OKX_TARGET_SIZE) >= OKX_TARGET_SIZE ||
	    strlcat(out, name, OKX_TARGET_SIZE) >= OKX_TARGET_SIZE ||
	    strlcat(out, "=", OKX_TARGET_SIZE) >= OKX_TARGET_SIZE ||
	    strlcat(out, value, OKX_TARGET_SIZE) >= OKX_TARGET_SIZE)
		return cause_set(cause, "The value of %s is too long (%zu characters); "
		    "give a shorter one.", name, strlen(value));
	return true;
}

bool
okx_endpoint_target(char out[OKX_TARGET_SIZE], enum okx_endpoint_id id,
    const struct okx_parameters *parameters, struct cause *cause)
{
	const struct okx_endpoint *endpoint = &okx_endpoints[id];

	strlcpy(out, endpoint->path, OKX_TARGET_SIZE);
	if (endpoint->query != NULL) {
		strlcat(out, "?", OKX_TARGET_SIZE);
		strlcat(out, endpoint->query, OKX_TARGET_SIZE);
	}
	if (parameters == NULL)
		return true;
	if (endpoint->takes_ccy && !add(out, "ccy", parameters->ccy, cause))
		return false;
	return !endpoint->takes_ord_id || add(out, "ordId", parameters->ord_id, cause);
}
