/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/endpoint.h"

#include <string.h>

#include <bsd/string.h>

/* What may stand in a parameter: no layer encodes these, so what is signed is what is sent. */
#define ALLOWED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.,-"

/* clang-format off */
/* The exchange's limits ("Rate Limit" of each page) with a tenth of a second to travel. */
#define PER_2_SECONDS(n) { .starts = (n), .window_ms = 2100 }

/* Each with the title of its page in OKX v5. */
const struct okx_endpoint okx_endpoints[OKX_ENDPOINTS] = {
	/* "GET / Loan info". Without an ordId all open loans come. */
	[OKX_ENDPOINT_LOAN_INFO] = { .name = "loan_info", .title = "loan info",
	    .path = "/api/v5/finance/flexible-loan/loan-info",
	    .is_signed = true, .polled = true, .limit = PER_2_SECONDS(5) },
	/* "GET / Collateral assets". */
	[OKX_ENDPOINT_COLLATERAL_ASSETS] = { .name = "collateral_assets", .title = "collateral assets",
	    .path = "/api/v5/finance/flexible-loan/collateral-assets",
	    .is_signed = true, .polled = true, .limit = PER_2_SECONDS(5),
	    .takes = OKX_TAKES_CCY | OKX_TAKES_ORD_ID },
	/* "GET / Get balance" of the funding account. */
	[OKX_ENDPOINT_BALANCES] = { .name = "asset_balances", .title = "funding account",
	    .path = "/api/v5/asset/balances",
	    .is_signed = true, .polled = true, .interval_ms = 30000, .limit = PER_2_SECONDS(5) },
	/* "GET / Index tickers". 20 in 2 s are allowed: the address may not be ours alone. */
	[OKX_ENDPOINT_INDEX_TICKERS] = { .name = "index_tickers", .title = "index tickers",
	    .path = "/api/v5/market/index-tickers",
	    .polled = true, .limit = PER_2_SECONDS(8), .takes = OKX_TAKES_INDEX },
	/* "Get system time". */
	[OKX_ENDPOINT_TIME] = { .name = "time", .title = "system time",
	    .path = "/api/v5/public/time", .limit = PER_2_SECONDS(10) },
	/* "Get account configuration". */
	[OKX_ENDPOINT_CONFIG] = { .name = "account_config", .title = "account configuration",
	    .path = "/api/v5/account/config", .is_signed = true, .limit = PER_2_SECONDS(5) },
	/*
	 * "Get discount rate and interest-free quota". 2 in 2 s are allowed: the address may not
	 * be ours alone.
	 */
	[OKX_ENDPOINT_TIERS] = { .name = "discount_rates", .title = "discount rates",
	    .path = "/api/v5/public/discount-rate-interest-free-quota",
	    .limit = PER_2_SECONDS(1), .takes = OKX_TAKES_CCY },
	/* "GET / Max collateral redeem amount". */
	[OKX_ENDPOINT_REDEEM_LIMIT] = { .name = "redeem_limit", .title = "redeem limit",
	    .path = "/api/v5/finance/flexible-loan/max-collateral-redeem-amount",
	    .is_signed = true, .limit = PER_2_SECONDS(5),
	    .takes = OKX_TAKES_CCY | OKX_TAKES_ORD_ID },
	/* "GET / Accrued interest": of the last 30 days. */
	[OKX_ENDPOINT_INTEREST] = { .name = "interest_accrued", .title = "accrued interest",
	    .path = "/api/v5/finance/flexible-loan/interest-accrued",
	    .is_signed = true, .limit = PER_2_SECONDS(5),
	    .takes = OKX_TAKES_CCY | OKX_TAKES_ORD_ID | OKX_TAKES_PAGE },
	/* "GET / Loan history". */
	[OKX_ENDPOINT_HISTORY] = { .name = "loan_history", .title = "loan history",
	    .path = "/api/v5/finance/flexible-loan/loan-history",
	    .is_signed = true, .limit = PER_2_SECONDS(5),
	    .takes = OKX_TAKES_ORD_ID | OKX_TAKES_TYPE | OKX_TAKES_PAGE },
	/* "GET / Public borrow info": 6 in a second are allowed. */
	[OKX_ENDPOINT_LENDING_RATE] = { .name = "lending_rate", .title = "lending rate",
	    .path = "/api/v5/finance/savings/lending-rate-summary",
	    .limit = PER_2_SECONDS(6), .takes = OKX_TAKES_CCY },
	/* "GET / E-Mode info". */
	[OKX_ENDPOINT_EMODE] = { .name = "emode_info", .title = "E-Mode pairs",
	    .path = "/api/v5/finance/flexible-loan/emode-info", .limit = PER_2_SECONDS(5) },
	/* "GET / Status". */
	[OKX_ENDPOINT_STATUS] = { .name = "system_status", .title = "system status",
	    .path = "/api/v5/system/status", .limit = { .starts = 1, .window_ms = 5100 } },
};
/* clang-format on */

/* Adds "?NAME=VALUE", or with '&' after another; nothing for an empty VALUE. */
static bool
add_parameter(char out[OKX_TARGET_SIZE], const char *name, const char *value, struct cause *cause)
{
	const char *separator = strchr(out, '?') == NULL ? "?" : "&";

	if (value == NULL || value[0] == '\0')
		return true;
	if (value[strspn(value, ALLOWED)] != '\0')
		return cause_set(cause,
		    "The value \"%s\" of %s may hold only letters, digits "
		    "and _ . , - (as in BTC).",
		    value, name);
	if (strlcat(out, separator, OKX_TARGET_SIZE) >= OKX_TARGET_SIZE ||
	    strlcat(out, name, OKX_TARGET_SIZE) >= OKX_TARGET_SIZE ||
	    strlcat(out, "=", OKX_TARGET_SIZE) >= OKX_TARGET_SIZE ||
	    strlcat(out, value, OKX_TARGET_SIZE) >= OKX_TARGET_SIZE)
		return cause_set(cause,
		    "The value of %s is too long (%zu characters); "
		    "give a shorter one.",
		    name, strlen(value));
	return true;
}

bool
okx_endpoint_target(char out[OKX_TARGET_SIZE], const struct okx_call *call, struct cause *cause)
{
	const struct okx_endpoint *endpoint = &okx_endpoints[call->endpoint];
	bool one = call->inst_id != NULL && call->inst_id[0] != '\0';
	const struct {
		enum okx_takes takes;
		const char *name, *value;
	} parameters[] = {
		{ OKX_TAKES_CCY, "ccy", call->ccy },
		{ OKX_TAKES_ORD_ID, "ordId", call->ord_id },
		{ OKX_TAKES_INDEX, one ? "instId" : "quoteCcy",
		    one ? call->inst_id : call->quote_ccy },
		{ OKX_TAKES_TYPE, "type", call->type },
		{ OKX_TAKES_PAGE, "after", call->after },
		{ OKX_TAKES_PAGE, "before", call->before },
		{ OKX_TAKES_PAGE, "limit", call->limit },
	};

	strlcpy(out, endpoint->path, OKX_TARGET_SIZE);
	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
		if ((endpoint->takes & parameters[i].takes) != 0 &&
		    !add_parameter(out, parameters[i].name, parameters[i].value, cause))
			return false;
	return true;
}
