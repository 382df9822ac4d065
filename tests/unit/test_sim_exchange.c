/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "sim/handlers.h"
#include "unit/fake_monotime.h"
#include "unit/sim_fixture.h"

static const char portfolio[] =
    "{\"coins\":[{\"ccy\":\"BTC\",\"price\":\"80000\",\"discount\":\"0.98\"},"
    "{\"ccy\":\"USDT\",\"price\":\"1.0001\",\"discount\":\"1\",\"calm\":4}],"
    "\"production\":{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"0.50\"}],"
    "\"loans\":[{\"ordId\":\"7\",\"marginCallLTV\":\"0.7\",\"liqLTV\":\"0.8\","
    "\"borrowed\":[{\"ccy\":\"USDT\",\"amt\":\"39200\"}],\"pledged\":[{\"ccy\":\"BTC\",\"amt\":\"1\"}]}]},"
    "\"demo\":{\"assets\":[]}}";

static int
setup(void **state)
{
	sim_open(portfolio, NULL, 4);
	return 0;
}

static int
teardown(void **state)
{
	sim_close();
	return 0;
}

EACH_TEST(setup, teardown)

TEST(figures_at_the_start)
{
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_body,
	    "{\"code\":\"0\",\"data\":[{\"assets\":[{\"amt\":\"0.50\",\"ccy\":\"BTC\","
	    "\"notionalUsd\":\"40000\"}]}],\"msg\":\"\"}");
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 200);
	/* 39200 * 1.0001 / (80000 * 0.98) = 0.50005, half to even; 39200 / (0.98 * 0.8) = 50000 */
	assert_string_equal(sim_body,
	    "{\"code\":\"0\",\"data\":[{\"collateralData\":[{\"amt\":\"1\",\"ccy\":\"BTC\"}],"
	    "\"collateralNotionalUsd\":\"78400\",\"loanData\":[{\"amt\":\"39200\",\"ccy\":\"USDT\"}],"
	    "\"loanNotionalUsd\":\"39203.92\",\"curLTV\":\"0.5\",\"marginCallLTV\":\"0.7\",\"liqLTV\":\"0.8\","
	    "\"ordId\":\"7\",\"riskWarningData\":{\"instId\":\"BTC-USDT\",\"liqPx\":\"50000\"}}],\"msg\":\"\"}");
	assert_int_equal(sim_ask(SIM_TIME, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_body,
	    "{\"code\":\"0\",\"data\":[{\"ts\":\"1795361402000\"}],\"msg\":\"\"}");
}

#define DATA(rows) "{\"code\":\"0\",\"data\":[" rows "],\"msg\":\"\"}"

TEST(without_a_loan_nothing_is_told)
{
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_DEMO), 200);
	assert_string_equal(sim_body, DATA("{\"assets\":[]}"));
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_DEMO), 200);
	assert_string_equal(sim_body, DATA(""));
}

/* The rows of an answer as "CCY AMT NOTIONAL, ", in their order. */
static void
assert_list(const char *target, const char *expected)
{
	char found[400] = "";

	assert_int_equal(sim_ask(target, ENVIRONMENT_PRODUCTION), 200);
	for (const char *at = sim_body; (at = strstr(at, "{\"amt\":\"")) != NULL; at++) {
		char amount[64], ccy[20], value[64];

		assert_int_equal(sscanf(at,
				     "{\"amt\":\"%63[^\"]\",\"ccy\":\"%19[^\"]\","
				     "\"notionalUsd\":\"%63[^\"]",
				     amount, ccy, value),
		    3);
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s %s %s, ", ccy,
		    amount, value);
	}
	assert_string_equal(found, expected);
}

#define PLEDGED "BTC 1.25 110407.0325, ETH 12 39126.3024, SOL 200 28024, "

/* The value of what is pledged is before the exchange's haircut, as that of what is spare. */
TEST(list_in_both_meanings)
{
	TABLE(rows, enum exchange_list list; const char *query, *rows) = {
		{ EXCHANGE_LIST_SPARE, "?ordId=12346",
		    "BTC 1.7921483143067599 158292.6217459893241991974, "
		    "ETH 1.9400755578876945 6325.6652463968866871514, "
		    "USDT 63.9795959720319628 64.365037209189711037970832, " },
		{ EXCHANGE_LIST_SPARE, "?ccy=SOL", "" },
		{ EXCHANGE_LIST_PLEDGED, "", PLEDGED },
		{ EXCHANGE_LIST_PLEDGED, "?ordId=12345", PLEDGED },
		{ EXCHANGE_LIST_PLEDGED, "?ordId=12346", "ETH 20 65210.504, " },
		{ EXCHANGE_LIST_PLEDGED, "?ordId=12345&ccy=SOL", "SOL 200 28024, " },
		{ EXCHANGE_LIST_PLEDGED, "?ccy=USDT", "" },
	};
	char target[200];

	sim_close();
	sim_open("three.json", "two-loans", 1);
	sim_exchange.unlimited = true;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		sim_exchange.list = rows[i].list;
		snprintf(target, sizeof target, SIM_ASSETS "%s", rows[i].query);
		assert_list(target, rows[i].rows);
	}
	sim_ask(SIM_BALANCES, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("availBal"), "1.7921483143067599");
}

TEST(list_without_a_loan)
{
	for (int i = 0; i < 2; i++) {
		sim_exchange.list = (enum exchange_list)i;
		sim_ask(SIM_ASSETS, ENVIRONMENT_DEMO);
		assert_string_equal(sim_body, DATA("{\"assets\":[]}"));
	}
}

#define BALANCE(ccy, free, balance, frozen) \
	"{\"availBal\":\"" free "\",\"bal\":\"" balance "\",\"ccy\":\"" ccy \
	"\",\"frozenBal\":\"" frozen "\"}"
#define BALANCE_A BALANCE("A", "1.50", "1.50", "0")
#define BALANCE_C BALANCE("C", "0", "3", "3")
#define BALANCE_D BALANCE("D", "0.10", "2.1", "2")

#define COIN(ccy) "{\"ccy\":\"" ccy "\",\"price\":\"2\",\"discount\":\"1\"}"
#define ASSET(ccy, free, frozen) \
	"{\"ccy\":\"" ccy "\",\"amt\":\"" free "\",\"frozen\":\"" frozen "\"}"
#define ASSETS \
	ASSET("A", "1.50", "0") \
	"," ASSET("B", "0.00", "0") "," ASSET("C", "0", "3") "," ASSET("D", "0.10", "2.0")

static const char four_coins[] = "{\"coins\":[" COIN("A") "," COIN("B") "," COIN("C") "," COIN(
    "D") "],"
	 "\"production\":{\"assets\":[" ASSETS "]},\"demo\":{\"assets\":[]}}";

TEST(balances_are_there_without_a_loan)
{
	assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_body, DATA(BALANCE("BTC", "0.50", "0.50", "0")));
	assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_DEMO), 200);
	assert_string_equal(sim_body, DATA(""));
	sim_close();
	sim_open("three.json", "no-loan", 1);
	assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_member("availBal"), "1.7921483143067599");
}

TEST(balances_that_are_asked_for)
{
	TABLE(rows, const char *target, *body) = {
		{ SIM_BALANCES, DATA(BALANCE_A "," BALANCE_C "," BALANCE_D) },
		{ SIM_BALANCES "?ccy=", DATA(BALANCE_A "," BALANCE_C "," BALANCE_D) },
		{ SIM_BALANCES "?ccy=D,A", DATA(BALANCE_A "," BALANCE_D) },
		{ SIM_BALANCES "?ccy=D%2CB", DATA(BALANCE_D) },
		{ SIM_BALANCES "?ccy=B", DATA("") },
		{ SIM_BALANCES "?ccy=A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A", DATA(BALANCE_A) },
	};

	sim_close();
	sim_open(four_coins, NULL, 1);
	sim_exchange.unlimited = true;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_string_equal(sim_body, rows[i].body);
	}
}

TEST(balances_of_what_is_not_there)
{
	static const char *const wrong[] = {
		"NONE",
		"btc",
		"BTC,",
		",BTC",
		",",
		"BTC,,USDT",
		"BTC, USDT",
		"%00",
		"BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC,BTC",
	};
	char target[200];

	sim_exchange.unlimited = true;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		snprintf(target, sizeof target, SIM_BALANCES "?ccy=%s", wrong[i]);
		assert_int_equal(sim_ask(target, ENVIRONMENT_PRODUCTION), 400);
		assert_string_equal(sim_member("code"), "51000");
		assert_string_equal(sim_member("msg"), "Parameter ccy error");
	}
}

/* What is sold of the pledged coins leaves the funding account as it is. */
TEST(balances_are_not_pledged)
{
	char before[sizeof sim_body];

	sim_close();
	sim_open("three.json", "partial-liquidation", 1);
	sim_ask_at(0, SIM_BALANCES, ENVIRONMENT_PRODUCTION);
	memcpy(before, sim_body, sizeof before);
	assert_null(strstr(sim_body, "SOL"));
	sim_ask_at(45000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
	assert_non_null(strstr(sim_body, "{\"amt\":\"120\",\"ccy\":\"SOL\"}"));
	sim_ask_at(45000, SIM_BALANCES, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_body, before);
}

TEST(prices_move_every_half_second)
{
	char before[sizeof sim_body];

	sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION);
	memcpy(before, sim_body, sizeof before);
	fake_monotime_advance(499);
	sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_body, before);
	fake_monotime_advance(1);
	sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION);
	assert_string_not_equal(sim_body, before);
}

TEST(keys_are_what_was_said_and_only_for_their_addresses)
{
	assert_int_equal(sim_ask(SIM_CONFIG, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_member("ip"), "");
	assert_string_equal(sim_member("label"), "watcher");
	assert_string_equal(sim_member("perm"), "read_only,trade");
	sim_exchange.key_ip = "10.0.0.1,127.0.0.11";
	assert_int_equal(sim_ask(SIM_CONFIG, ENVIRONMENT_PRODUCTION), 401);
	assert_string_equal(sim_member("code"), "50110");
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 401);
	sim_exchange.key_ip = "10.0.0.1,127.0.0.1";
	assert_int_equal(sim_ask(SIM_CONFIG, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_member("ip"), "10.0.0.1,127.0.0.1");
}

TEST(five_in_two_seconds)
{
	for (int i = 0; i < 5; i++)
		assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 429);
	assert_non_null(strstr(sim_body, "\"code\":\"50011\""));
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_DEMO), 200);
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 200);
	fake_monotime_advance(1999);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 429);
	fake_monotime_advance(1);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
	sim_exchange.unlimited = true;
	for (int i = 0; i < 30; i++)
		assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
}

TEST(six_balances_in_a_second)
{
	for (int i = 0; i < 6; i++)
		assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_PRODUCTION), 200);
	fake_monotime_advance(999);
	assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_PRODUCTION), 429);
	assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_DEMO), 200);
	fake_monotime_advance(1);
	assert_int_equal(sim_ask(SIM_BALANCES, ENVIRONMENT_PRODUCTION), 200);
}

/* In which quote currencies an index of each coin is there: its price, or "" for none. */
TEST(indexes_that_are_there)
{
	TABLE(rows, const char *target, *price) = {
		{ SIM_TICKER "BTC-USD", "88325.626" },
		{ SIM_TICKER "BTC-USDT", "87796.7" },
		{ SIM_TICKER "USDT-USD", "1.00602444" },
		{ SIM_TICKER "PI-USDT", "0.213086275" },
		{ SIM_TICKER "PI-USD", "" },
		{ SIM_TICKER "PI-BTC", "" },
		{ SIM_TICKER "OKSOL-USD", "" },
		{ SIM_TICKER "OKSOL-USDT", "" },
		{ SIM_TICKER "USDT-USDT", "" },
		{ SIM_TICKER "BTC-USDC", "" },
		{ SIM_TICKER "NONE-USD", "" },
		{ SIM_TICKER "BTC", "" },
		{ SIM_TICKER "BTC-", "" },
		{ SIM_TICKER "-USD", "" },
		{ SIM_TICKER "btc-usd", "" },
		{ SIM_TICKER "BTC-USD-SWAP", "" },
	};

	sim_close();
	sim_open("indexes.json", NULL, 1);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		bool there = rows[i].price[0] != '\0';

		assert_int_equal(sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_string_equal(sim_member("code"), there ? "0" : "51001");
		assert_string_equal(sim_member("msg"), there ? "" : "Instrument ID does not exist");
		assert_string_equal(sim_member("idxPx"), rows[i].price);
		assert_string_equal(sim_member("instId"),
		    there ? strchr(rows[i].target, '=') + 1 : "");
	}
}

/* The instIds of an answer, in their order. */
static void
assert_instruments(const char *target, const char *expected)
{
	char found[200] = "";

	sim_ask(target, ENVIRONMENT_PRODUCTION);
	for (const char *at = sim_body; (at = strstr(at, "\"instId\":\"")) != NULL; at++) {
		const char *name = at + strlen("\"instId\":\"");

		snprintf(found + strlen(found), sizeof found - strlen(found), "%.*s ",
		    (int)strcspn(name, "\""), name);
	}
	assert_string_equal(found, expected);
}

TEST(indexes_of_one_quote)
{
	sim_close();
	sim_open("indexes.json", NULL, 1);
	assert_instruments(SIM_TICKERS, "BTC-USD USDT-USD ");
	assert_instruments(SIM_TICKERS "T", "BTC-USDT PI-USDT ");
	assert_instruments(SIM_TICKERS "&instId=", "BTC-USD USDT-USD ");
	assert_instruments(SIM_TICKER "&quoteCcy=USDC", "");
	assert_string_equal(sim_member("code"), "0");
	assert_int_equal(sim_ask(SIM_TICKER, ENVIRONMENT_PRODUCTION), 400);
	assert_string_equal(sim_member("msg"), "Parameter quoteCcy can not be empty.");
	assert_string_equal(sim_member("code"), "50014");
}

/* The loan and a price that is asked for at the same time are of the same market. */
TEST(loan_and_price_move_together)
{
	sim_close();
	sim_open(portfolio, "crash", 7);
	sim_exchange.unlimited = true;
	for (int64_t ms = 0; ms <= 25000; ms += 499) {
		struct decimal price, secured, counted = decimal_from(98, 2);
		const char *text;

		sim_ask_at(ms, SIM_TICKER "BTC-USD", ENVIRONMENT_DEMO);
		text = sim_member("idxPx");
		assert_true(decimal_parse(&price, text, strlen(text)));
		assert_true(decimal_multiply(&counted, &counted, &price));
		sim_ask_at(ms, SIM_LOAN, ENVIRONMENT_PRODUCTION);
		text = sim_member("collateralNotionalUsd");
		assert_true(decimal_parse(&secured, text, strlen(text)));
		assert_int_equal(decimal_compare(&secured, &counted), 0);
	}
}

TEST(price_has_the_time_of_its_step)
{
	TABLE(rows, int64_t ms; const char *ts) = {
		{ 0, "1795361402000" },
		{ 499, "1795361402000" },
		{ 500, "1795361402500" },
		{ 61250, "1795361463000" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		fake_monotime_set_utc(SIM_START_UTC_MS + rows[i].ms);
		sim_ask_at(rows[i].ms, SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("ts"), rows[i].ts);
	}
}

/* An address is counted, whoever asks from it. */
TEST(twenty_prices_in_two_seconds)
{
	for (int i = 0; i < 20; i++)
		assert_int_equal(sim_ask(i % 2 == 0 ? SIM_TICKER "BTC-USD" : SIM_TICKERS,
				     i % 3 == 0 ? ENVIRONMENT_DEMO : ENVIRONMENT_PRODUCTION),
		    200);
	assert_int_equal(sim_ask(SIM_TICKER "BTC-USD", ENVIRONMENT_DEMO), 429);
	assert_int_equal(sim_ask(SIM_TICKER "NONE-USD", ENVIRONMENT_PRODUCTION), 429);
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 200);
	fake_monotime_advance(2000);
	assert_int_equal(sim_ask(SIM_TICKER "BTC-USD", ENVIRONMENT_DEMO), 200);
}

TEST(parameters)
{
	TABLE(rows, const char *target, *name, *value; bool good) = {
		{ "/x", "ccy", "", true },
		{ "/x?", "ccy", "", true },
		{ "/x?ccy=BTC", "ccy", "BTC", true },
		{ "/x?a=1&ccy=BTC&b=2", "ccy", "BTC", true },
		{ "/x?accy=1&ccy=2", "ccy", "2", true },
		{ "/x?ccyx=1", "ccy", "", true },
		{ "/x?ccy", "ccy", "", true },
		{ "/x?ccy=&ccy=BTC", "ccy", "", true },
		{ "/x?ccy=B%54C+%2b", "ccy", "BTC +", true },
		{ "/x?ccy=%", "ccy", NULL, false },
		{ "/x?ccy=%4", "ccy", NULL, false },
		{ "/x?ccy=%4&x", "ccy", NULL, false },
		{ "/x?ccy=%00", "ccy", NULL, false },
		{ "/x?ccy=%0a", "ccy", "\n", true },
	};
	char value[HANDLER_PARAMETER_SIZE], target[HANDLER_PARAMETER_SIZE + 8];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(handler_parameter(value, rows[i].target, rows[i].name),
		    rows[i].good);
		if (rows[i].good)
			assert_string_equal(value, rows[i].value);
	}
	memset(target, 'x', sizeof target);
	memcpy(target, "/?a=", 4);
	target[4 + HANDLER_PARAMETER_SIZE - 1] = '\0';
	assert_true(handler_parameter(value, target, "a"));
	assert_int_equal(strlen(value), HANDLER_PARAMETER_SIZE - 1);
	target[4 + HANDLER_PARAMETER_SIZE - 1] = 'x';
	target[4 + HANDLER_PARAMETER_SIZE] = '\0';
	assert_false(handler_parameter(value, target, "a"));
}

TEST(faults_are_counted)
{
	struct cause cause = { "" };

	sim_exchange.unlimited = true;
	assert_true(fault_add(&sim_exchange.faults, "code-50001:2", &cause));
	assert_true(fault_add(&sim_exchange.faults, "empty-assets:1", &cause));
	assert_int_equal(sim_ask(SIM_TIME, ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 503);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_DEMO), 503);
	assert_int_equal(sim_ask(SIM_ASSETS "?ccy=NONE", ENVIRONMENT_PRODUCTION), 400);
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_body, "{\"code\":\"0\",\"data\":[{\"assets\":[]}],\"msg\":\"\"}");
	assert_int_equal(sim_ask(SIM_ASSETS, ENVIRONMENT_PRODUCTION), 200);
	assert_non_null(strstr(sim_body, "BTC"));
}
