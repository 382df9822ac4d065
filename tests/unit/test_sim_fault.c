/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "okx/error.h"
#include "sim/handlers.h"
#include "sim/fault.h"
#include "unit/fake_monotime.h"
#include "unit/sim_fixture.h"

#define SIGNED endpoint_of(SIM_ASSETS), SIM_ASSETS

TEST(every_row_has_a_name_and_a_help)
{
	unsigned count = 0;

	for (const struct fault *fault = fault_table; fault->name != NULL; fault++, count++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };
		bool code = strncmp(fault->name, "code-", 5) == 0;

		assert_true(fault->help != NULL && fault->help[0] != '\0');
		assert_int_equal(fault_add(&faults, fault->name, &cause), !code);
		for (const struct fault *other = fault + 1; other->name != NULL; other++)
			assert_string_not_equal(other->name, fault->name);
	}
	assert_int_equal(count, 30);
}

TEST(every_code_is_a_fault)
{
	unsigned count = 0;

	for (const struct okx_error *error = okx_errors; error->code != 0; error++, count++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };
		char text[32];

		snprintf(text, sizeof text, "code-%d:2", error->code);
		assert_true(fault_add(&faults, text, &cause));
		assert_ptr_equal(fault_current(&faults, SIGNED)->error, error);
		assert_int_equal(fault_current(&faults, SIGNED)->left, 2);
	}
	assert_true(count > 40);
}

TEST(in_order_until_used_up)
{
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };
	static const char *const expected[] = { "hang", "hang", "code-50001", "empty-data",
		"empty-data", "empty-data" };

	assert_null(fault_current(&faults, SIGNED));
	assert_true(fault_add(&faults, "hang:2", &cause));
	assert_true(fault_add(&faults, "code-50001:1", &cause));
	assert_true(fault_add(&faults, "empty-data", &cause));
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
		assert_string_equal(fault_current(&faults, SIGNED)->name, expected[i]);
		fault_spend(fault_current(&faults, SIGNED));
	}
}

TEST(clock_is_no_order)
{
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };

	assert_true(fault_add(&faults, "clock-skew", &cause));
	assert_true(faults.clock);
	assert_null(fault_current(&faults, SIGNED));
	assert_false(fault_add(&faults, "clock-skew:1", &cause));
	assert_non_null(strstr(cause.text, "takes no endpoint"));
}

TEST(wrong_names)
{
	static const char *const wrong[] = { "", ":", ":1", "han", "hangs", "HANG",
		"hang:", "hang:0", "hang:-1", "hang:x", "hang:1000001", "hang:1:1", "hang@",
		"hang@:1", "hang@loan", "hang@loan-info:0", "hang:1@loan-info",
		"hang@index-tickers?", "hang@index-tickers?instId",
		"hang@index-tickers?instId=", "hang@index-tickers?=BTC-USD",
		"hang@index-tickers?instId:1=2", "hang@?instId=BTC-USD", "hang?instId=BTC-USD",
		"hang@index-tickers?instId=BTC-USD:0", "missing-prices@time?a=b",
		"hang@index-tickers?a-parameter-too-long=1",
		"hang@index-tickers?instId=a-value-that-is-longer-than-any-there-is", "@loan-info",
		"zero-debt@collateral-assets", "clock-skew@time", "code-", "code-0", "code-99999",
		"code-50001x", "code-NNNNN", "code",
		"a-name-that-is-longer-than-any-that-there-could-be" };

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };

		assert_false(fault_add(&faults, wrong[i], &cause));
		assert_true(cause.text[0] != '\0');
		assert_int_equal(faults.count, 0);
	}
}

TEST(one_endpoint_or_those_that_are_signed)
{
	TABLE(rows, const char *text; const char *befallen) = {
		{ "hang",
		    "config balances collateral-assets loan-info loan-history interest-accrued "
		    "max-collateral-redeem-amount" },
		{ "huge@status", "status" },
		{ "hang@loan-info", "loan-info" },
		{ "hang@collateral-assets:3", "collateral-assets" },
		{ "code-50001@time", "time" },
		{ "empty-data@index-tickers:1", "index-tickers" },
		{ "frozen", "loan-info" },
		{ "zero-debt:2", "loan-info" },
		{ "zero-debt@loan-info:2", "loan-info" },
		{ "missing-prices", "index-tickers" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct faults faults = { .count = 0 };
		struct cause cause = { "" };
		char befallen[200] = "";

		assert_true(fault_add(&faults, rows[i].text, &cause));
		for (const struct endpoint *endpoint = endpoint_table; endpoint->name != NULL;
		     endpoint++)
			if (fault_current(&faults, endpoint, endpoint->path) != NULL)
				snprintf(befallen + strlen(befallen),
				    sizeof befallen - strlen(befallen), "%s%s",
				    befallen[0] != '\0' ? " " : "", endpoint->name);
		assert_string_equal(befallen, rows[i].befallen);
	}
}

/* Opens an exchange of NAME's scenario and makes it misbehave. */
static void
open_fault(const char *scenario, const char *fault)
{
	struct cause cause = { "" };

	sim_open("three.json", scenario, 1);
	sim_exchange.unlimited = true;
	assert_true(fault_add(&sim_exchange.faults, fault, &cause));
}

static void
ask_loan(void)
{
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 200);
}

TEST(orders_are_spoilt)
{
	/* What stands in the first and in the second answer, and what in neither. */
	TABLE(rows, const char *fault, *first, *second, *neither) = {
		{ "moving-thresholds", "\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\"",
		    "\"marginCallLTV\":\"0.6874\",\"liqLTV\":\"0.7874\"", "null" },
		{ "crossed-thresholds", "\"marginCallLTV\":\"0.8874\",\"liqLTV\":\"0.8374\"",
		    "0.8874", "0.7374" },
		{ "missing-ltv", "\"loanNotionalUsd\":\"100602.444\",\"marginCallLTV\"",
		    "\"curLTV\":\"\"", "0.5996" },
		{ "ltv-past-liquidation", "\"curLTV\":\"0.8474\"", "\"curLTV\":\"0.8474\"",
		    "0.5996" },
		{ "zero-collateral", "\"collateralData\":[],\"collateralNotionalUsd\":\"0\"",
		    "\"loanNotionalUsd\":\"100602.444\",\"curLTV\":\"\"", "BTC" },
		{ "zero-debt", "\"loanData\":[],\"loanNotionalUsd\":\"0\",\"curLTV\":\"0\"",
		    "\"BTC\"", "USDT" },
		{ "numbers",
		    "\"loanNotionalUsd\":100602.444,\"curLTV\":0.5996,\"marginCallLTV\":0.7374,\"liqLTV\":0.8374",
		    "\"amt\":\"1.25\"", "\"curLTV\":\"" },
		{ "missing-order-ids", "\"curLTV\":\"0.5996\"", "riskWarningData", "ordId" },
		{ "wrong-types@loan-info", "\"curLTV\":{}", "\"marginCallLTV\":[]", "0.5996" },
		{ "bad-decimals@loan-info", "\"loanNotionalUsd\":\"NaN\"", "\"curLTV\":\"1e999\"",
		    "0.5996" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		open_fault(NULL, rows[i].fault);
		for (int j = 0; j < 2; j++) {
			ask_loan();
			if (strstr(sim_body, j == 0 ? rows[i].first : rows[i].second) == NULL ||
			    strstr(sim_body, rows[i].neither) != NULL)
				fail_msg("%s: %s", rows[i].fault, sim_body);
		}
		sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("notionalUsd"), "158292.6217459893241991974");
		sim_close();
	}
}

/* Compares the ordIds of an answer, in their order. */
static void
assert_orders(const char *expected)
{
	char found[200] = "";

	ask_loan();
	for (const char *at = sim_body; (at = strstr(at, "\"ordId\":\"")) != NULL; at++)
		snprintf(found + strlen(found), sizeof found - strlen(found), "%.5s ",
		    at + strlen("\"ordId\":\""));
	assert_string_equal(found, expected);
}

TEST(orders_change_places)
{
	open_fault("two-loans", "reordered:3");
	assert_orders("12345 12346 ");
	assert_orders("12346 12345 ");
	assert_orders("12345 12346 ");
	assert_orders("12345 12346 ");
	sim_close();
}

TEST(orders_share_a_name)
{
	open_fault("two-loans", "same-order-ids:1");
	assert_orders("12345 12345 ");
	assert_orders("12345 12346 ");
	sim_close();
	open_fault(NULL, "same-order-ids");
	assert_orders("12345 12345 ");
	sim_close();
}

TEST(frozen_figures_stay_while_prices_move)
{
	char first[sizeof sim_body];

	open_fault("crash", "frozen:3");
	sim_ask_at(1000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
	memcpy(first, sim_body, sizeof first);
	for (int i = 2; i < 4; i++) {
		sim_ask_at(i * 5000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_body, first);
		sim_ask_at(i * 5000, SIM_TICKERS, ENVIRONMENT_PRODUCTION);
		assert_null(strstr(sim_body, "\"idxPx\":\"88"));
	}
	sim_ask_at(20000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
	assert_string_not_equal(sim_body, first);
	sim_close();
}

TEST(prices_are_missing)
{
	open_fault(NULL, "missing-prices:1");
	assert_int_equal(sim_ask(SIM_TICKERS, ENVIRONMENT_PRODUCTION), 200);
	assert_null(strstr(sim_body, "\"idxPx\":\"88325.626\""));
	assert_non_null(strstr(sim_body, "\"instId\":\"ETH-USD\",\"idxPx\":\"\""));
	assert_non_null(strstr(sim_body, "\"idxPx\":\"140.12\",\"high24h\""));
	assert_non_null(strstr(sim_body, "\"open24h\":\"\""));
	assert_int_equal(sim_ask(SIM_TICKERS, ENVIRONMENT_PRODUCTION), 200);
	assert_non_null(strstr(sim_body, "\"idxPx\":\"88325.626\""));
	sim_close();
}

TEST(one_source_fails_and_the_others_live)
{
	open_fault(NULL, "code-50001@loan-info:2");
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 503);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(sim_ask(SIM_TICKERS, ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 503);
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 200);
	sim_close();
}

/* Asks for TARGET and returns the fault that met it, "" for none. */
static const char *
fault_met(struct faults *faults, const char *target)
{
	struct fault_order *order = fault_current(faults, endpoint_of(target), target);

	if (order == NULL)
		return "";
	fault_spend(order);
	return order->name;
}

TEST(one_question_of_an_endpoint)
{
	TABLE(rows, const char *target, *fault) = {
		{ SIM_TICKER "ETH-USD", "" },
		{ SIM_TICKERS, "" },
		{ SIM_TICKER, "" },
		{ SIM_TICKER "BTC-USDT", "" },
		{ SIM_TICKER "BTC-USD", "hang" },
		{ SIM_TICKER "%42TC-USD", "hang" },
		{ SIM_TICKER "BTC-USD", "drop" },
		{ SIM_TICKER "ETH-USD", "" },
		{ SIM_TICKER "BTC-USD", "" },
		{ SIM_BALANCES, "" },
		{ SIM_BALANCES "?ccy=BTC", "reset" },
		{ SIM_BALANCES "?ccy=BTC,ETH", "" },
		{ SIM_LOAN "?ccy=BTC", "" },
	};
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };

	assert_true(fault_add(&faults, "hang@index-tickers?instId=BTC-USD:2", &cause));
	assert_true(fault_add(&faults, "drop@index-tickers?instId=BTC-USD:1", &cause));
	assert_true(fault_add(&faults, "reset@balances?ccy=BTC", &cause));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(fault_met(&faults, rows[i].target), rows[i].fault);
}

#define AT_ETH "@index-tickers?instId=ETH-USD"

/* Every fault of a successful answer, at each source that a refresh asks. */
TEST(balances_and_prices_are_spoilt)
{
	TABLE(rows, const char *fault, *target, *there, *gone) = {
		{ "wrong-types@balances", SIM_BALANCES, "\"availBal\":12345,\"bal\":true,",
		    "1.79" },
		{ "bad-decimals@balances", SIM_BALANCES, "\"frozenBal\":\"1e999\"", "1.79" },
		{ "bad-utf8@balances", SIM_BALANCES, "\"ccy\":\"B\377T\300\257C\"", "\"BTC\"" },
		{ "escape-injection@balances", SIM_BALANCES, "\\u001b]0;taken over", "\"BTC\"" },
		{ "empty-data@balances", SIM_BALANCES, "\"data\":[]", "BTC" },
		{ "empty-assets@balances", SIM_BALANCES, "\"data\":[]", "BTC" },
		{ "code-50030@balances", SIM_BALANCES, "\"code\":\"50030\"", "BTC" },
		{ "wrong-types" AT_ETH, SIM_TICKER "ETH-USD", "\"idxPx\":12345,", "3260" },
		{ "bad-decimals" AT_ETH, SIM_TICKER "ETH-USD", "\"idxPx\":\"abc\"", "3260" },
		{ "bad-utf8" AT_ETH, SIM_TICKER "ETH-USD", "\"instId\":\"B\377T", "ETH-USD" },
		{ "escape-injection" AT_ETH, SIM_TICKER "ETH-USD", "\"instId\":\"\\u001b]0;",
		    "ETH" },
		{ "empty-data" AT_ETH, SIM_TICKER "ETH-USD", "\"data\":[]", "ETH" },
		{ "empty-assets" AT_ETH, SIM_TICKER "ETH-USD", "\"data\":[]", "ETH" },
		{ "missing-prices" AT_ETH, SIM_TICKER "ETH-USD", "ETH-USD", "idxPx" },
		{ "code-50011" AT_ETH, SIM_TICKER "ETH-USD", "\"50011\"", "ETH" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		open_fault(NULL, rows[i].fault);
		sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION);
		if (strstr(sim_body, rows[i].there) == NULL ||
		    strstr(sim_body, rows[i].gone) != NULL)
			fail_msg("%s: %s", rows[i].fault, sim_body);
		sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("curLTV"), "0.5996");
		sim_ask(SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("idxPx"), "88325.626");
		sim_close();
	}
}

/* They are true prices of a minute ago, and say so. */
TEST(prices_are_old)
{
	char before[32], ts[32];

	open_fault("crash", "old-prices:1");
	fake_monotime_set_utc(SIM_START_UTC_MS + 61300);
	sim_ask_at(61300, SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
	snprintf(before, sizeof before, "%s", sim_member("idxPx"));
	snprintf(ts, sizeof ts, "%s", sim_member("ts"));
	assert_string_equal(ts, "1795361403000");
	sim_ask_at(61300, SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("ts"), "1795361463000");
	assert_string_not_equal(sim_member("idxPx"), before);
	sim_ask_at(1000, SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("idxPx"), before);
	sim_close();
}

TEST(no_more_than_fit)
{
	struct faults faults = { .count = 0 };
	struct cause cause = { "" };

	for (int i = 0; i < FAULT_ORDERS; i++)
		assert_true(fault_add(&faults, "hang:1", &cause));
	assert_false(fault_add(&faults, "hang:1", &cause));
}
