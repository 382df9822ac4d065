/* SPDX-License-Identifier: ISC */
/* The endpoints, and the request target that is signed and sent. */
#include "test.h"

#include "okx/endpoint.h"

#define LOAN "/api/v5/finance/flexible-loan/"
#define LOANS LOAN "loan-info"
#define PATH LOAN "collateral-assets"

/* Only what reads may ever be asked. */
TEST(rows_are_whole_and_read_only)
{
	static const char *const allowed[] = { LOANS, PATH, "/api/v5/asset/balances",
		"/api/v5/market/index-tickers", "/api/v5/public/time", "/api/v5/account/config",
		"/api/v5/public/discount-rate-interest-free-quota",
		LOAN "max-collateral-redeem-amount", LOAN "interest-accrued", LOAN "loan-history",
		"/api/v5/finance/savings/lending-rate-summary", LOAN "emode-info",
		"/api/v5/system/status" };
	size_t i;

	assert_int_equal(OKX_ENDPOINTS, sizeof allowed / sizeof allowed[0]);
	for (i = 0; i < OKX_ENDPOINTS; i++) {
		assert_string_equal(okx_endpoints[i].path, allowed[i]);
		assert_non_null(okx_endpoints[i].name);
		assert_non_null(okx_endpoints[i].title);
		assert_in_range(okx_endpoints[i].limit.starts, 1, OKX_LIMIT_MOST);
		assert_true(okx_endpoints[i].limit.window_ms > 1000);
	}
	assert_true(okx_endpoints[OKX_ENDPOINT_LOAN_INFO].is_signed);
	assert_true(okx_endpoints[OKX_ENDPOINT_COLLATERAL_ASSETS].is_signed);
	assert_true(okx_endpoints[OKX_ENDPOINT_COLLATERAL_ASSETS].polled);
	assert_int_equal(okx_endpoints[OKX_ENDPOINT_COLLATERAL_ASSETS].interval_ms, 0);
	assert_true(okx_endpoints[OKX_ENDPOINT_BALANCES].is_signed);
	assert_true(okx_endpoints[OKX_ENDPOINT_BALANCES].polled);
	assert_int_equal(okx_endpoints[OKX_ENDPOINT_BALANCES].interval_ms, 30000);
	assert_false(okx_endpoints[OKX_ENDPOINT_INDEX_TICKERS].is_signed);
	assert_int_equal(okx_endpoints[OKX_ENDPOINT_INDEX_TICKERS].limit.starts, 8);
	assert_false(okx_endpoints[OKX_ENDPOINT_TIME].is_signed);
	assert_false(okx_endpoints[OKX_ENDPOINT_TIME].polled);
	assert_true(okx_endpoints[OKX_ENDPOINT_CONFIG].is_signed);
	assert_false(okx_endpoints[OKX_ENDPOINT_CONFIG].polled);
	for (i = OKX_ENDPOINT_TIERS; i < OKX_ENDPOINTS; i++)
		assert_false(okx_endpoints[i].polled);
	assert_false(okx_endpoints[OKX_ENDPOINT_TIERS].is_signed);
	assert_int_equal(okx_endpoints[OKX_ENDPOINT_TIERS].limit.starts, 1);
	assert_true(okx_endpoints[OKX_ENDPOINT_REDEEM_LIMIT].is_signed);
	assert_true(okx_endpoints[OKX_ENDPOINT_INTEREST].is_signed);
	assert_true(okx_endpoints[OKX_ENDPOINT_HISTORY].is_signed);
	assert_false(okx_endpoints[OKX_ENDPOINT_LENDING_RATE].is_signed);
	assert_false(okx_endpoints[OKX_ENDPOINT_EMODE].is_signed);
	assert_false(okx_endpoints[OKX_ENDPOINT_STATUS].is_signed);
	assert_int_equal(okx_endpoints[OKX_ENDPOINT_STATUS].limit.starts, 1);
	assert_true(okx_endpoints[OKX_ENDPOINT_STATUS].limit.window_ms > 5000);
}

TEST(targets_are_raw)
{
	TABLE(cases, struct okx_call call; const char *target) = {
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = NULL, .ord_id = NULL }, PATH },
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = "", .ord_id = "" }, PATH },
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = "BTC", .ord_id = NULL },
		    PATH "?ccy=BTC" },
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = "BTC,ETH", .ord_id = NULL },
		    PATH "?ccy=BTC,ETH" },
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = NULL, .ord_id = "12345" },
		    PATH "?ordId=12345" },
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = "USDT", .ord_id = "12345" },
		    PATH "?ccy=USDT&ordId=12345" },
		{ { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = "a_B.c-9", .ord_id = NULL },
		    PATH "?ccy=a_B.c-9" },
		{ { OKX_ENDPOINT_TIME, .ccy = "BTC", .ord_id = "12345" }, "/api/v5/public/time" },
		{ { OKX_ENDPOINT_LOAN_INFO, .ccy = "BTC", .ord_id = "12345" }, LOANS },
		{ { OKX_ENDPOINT_INDEX_TICKERS, .ccy = "BTC", .ord_id = "12345",
		      .quote_ccy = "USD" },
		    "/api/v5/market/index-tickers?quoteCcy=USD" },
		{ { OKX_ENDPOINT_INDEX_TICKERS, .inst_id = "BTC-USD" },
		    "/api/v5/market/index-tickers?instId=BTC-USD" },
		{ { OKX_ENDPOINT_LOAN_INFO, .inst_id = "BTC-USD", .quote_ccy = "USD" }, LOANS },
		{ { OKX_ENDPOINT_TIERS, .ccy = "BTC", .ord_id = "12345", .type = "borrowed" },
		    "/api/v5/public/discount-rate-interest-free-quota?ccy=BTC" },
		{ { OKX_ENDPOINT_REDEEM_LIMIT, .ccy = "BTC", .ord_id = "12345", .limit = "5" },
		    LOAN "max-collateral-redeem-amount?ccy=BTC&ordId=12345" },
		{ { OKX_ENDPOINT_INTEREST, .ccy = "BTC", .ord_id = "12345", .type = "borrowed",
		      .after = "17", .before = "3", .limit = "100" },
		    LOAN "interest-accrued?ccy=BTC&ordId=12345&after=17&before=3&limit=100" },
		{ { OKX_ENDPOINT_HISTORY, .ccy = "BTC", .ord_id = "12345",
		      .type = "collateral_locked", .after = "17", .limit = "100" },
		    LOAN "loan-history?ordId=12345&type=collateral_locked&after=17&limit=100" },
		{ { OKX_ENDPOINT_HISTORY, .after = "" }, LOAN "loan-history" },
		{ { OKX_ENDPOINT_LENDING_RATE, .ccy = "USDT", .after = "17" },
		    "/api/v5/finance/savings/lending-rate-summary?ccy=USDT" },
		{ { OKX_ENDPOINT_EMODE, .ccy = "BTC" }, LOAN "emode-info" },
		{ { OKX_ENDPOINT_STATUS, .ccy = "BTC" }, "/api/v5/system/status" },
	};
	char target[OKX_TARGET_SIZE];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_true(okx_endpoint_target(target, &cases[i].call, NULL));
		assert_string_equal(target, cases[i].target);
	}
}

TEST(strange_characters_are_refused)
{
	static const char *const strange[] = { "BTC ETH", "BTC&x=1", "BTC%2CETH", "BTC?x", "BTC#",
		"BTC/..", "BTC=1", "BTC+", "B\r\nX: y", "ö", "\x7f" };
	char target[OKX_TARGET_SIZE];
	size_t i;

	for (i = 0; i < sizeof strange / sizeof strange[0]; i++) {
		struct okx_call call = { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = strange[i] };
		struct cause cause = { "" };

		assert_false(okx_endpoint_target(target, &call, &cause));
		assert_non_null(strstr(cause.text, "ccy"));
		call = (struct okx_call){ OKX_ENDPOINT_COLLATERAL_ASSETS, .ord_id = strange[i] };
		assert_false(okx_endpoint_target(target, &call, &cause));
		assert_non_null(strstr(cause.text, "ordId"));
	}
}

TEST(a_target_fits_or_is_refused)
{
	char target[OKX_TARGET_SIZE], value[OKX_TARGET_SIZE];
	struct okx_call call = { OKX_ENDPOINT_COLLATERAL_ASSETS, .ccy = value };
	struct cause cause = { "" };
	size_t longest = OKX_TARGET_SIZE - 1 - strlen(PATH "?ccy=");

	memset(value, 'A', sizeof value);
	value[longest] = '\0';
	assert_true(okx_endpoint_target(target, &call, &cause));
	assert_int_equal(strlen(target), OKX_TARGET_SIZE - 1);
	value[longest] = 'A';
	value[longest + 1] = '\0';
	assert_false(okx_endpoint_target(target, &call, &cause));
	assert_non_null(strstr(cause.text, "too long"));
}
