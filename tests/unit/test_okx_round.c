/* SPDX-License-Identifier: ISC */
/* Index prices are asked for right after a loan answer, and make a pair with it or with none. */
#include "test.h"

#include <bsd/string.h>

#include "base/monotime.h"
#include "unit/client_fixture.h"
#include "unit/fake_monotime.h"

#define MINUTE_MS INT64_C(60000)
#define ALL TICKERS "?quoteCcy=USD"
#define ALL_USDT TICKERS "?quoteCcy=USDT"
#define LOAN_OF(ltv, coins) \
	"{\"code\":\"0\",\"data\":[{\"ordId\":\"7\",\"curLTV\":\"" ltv "\"," \
	"\"loanData\":[{\"ccy\":\"USDT\",\"amt\":\"60\"}],\"collateralData\":[" coins "]}]}"
#define COIN(ccy) "{\"ccy\":\"" ccy "\",\"amt\":\"1\"}"
#define MANY COIN("A") "," COIN("B") "," COIN("C") "," COIN("D")
#define TICKER(ccy, quote, price) "{\"instId\":\"" ccy "-" quote "\",\"idxPx\":\"" price "\"}"

static void
start(struct client_fixture *f, const char *loan)
{
	client_push(LOAN, 200, loan, FAKE_HTTP_ALWAYS);
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
}

static void
price_both(void)
{
	client_price("BTC-USD", "100");
	client_price("USDT-USD", "1.0001");
}

static const char *
last_of(const struct prices *prices, const char *ccy)
{
	const struct price *price = prices_find(prices, ccy);

	return price == NULL ? "none" : price->last.sent;
}

EACH_TEST(client_open, client_close)

CLIENT_TEST(a_round_makes_a_pair_with_its_loan_answer)
{
	price_both();
	start(f, PRICED);
	client_pass(f, 100);
	assert_int_equal(f->pairs, 1);
	assert_int_equal(f->prices, 1);
	assert_string_equal(f->pair.loans->orders[0].id, "12345");
	assert_string_equal(last_of(f->pair.prices, "BTC"), "100");
	assert_string_equal(last_of(f->pair.prices, "USDT"), "1.0001");
	assert_true(prices_find(f->pair.prices, "BTC")->asked_ms >= f->pair.loans->from.arrived_ms);
	client_pass(f, 10000);
	assert_int_equal(f->pairs, 6);
	assert_int_equal(client_requests(TICKERS), 12);
}

/* Every price of a pair was asked for after its loan answer came, whatever the delays. */
CLIENT_TEST(prices_are_younger_than_their_loan_answer)
{
	int64_t arrived = 0;

	for (int i = 0; i < 100; i++) {
		fake_http_push(&(struct fake_http_answer){ .target = LOAN,
		    .body = PRICED,
		    .latency_ms = i * 37 % 900 });
		fake_http_push(&(struct fake_http_answer){ .target = "instId=BTC",
		    .latency_ms = i * 53 % 700,
		    .body = "{\"code\":\"0\",\"data\":[" TICKER("BTC", "USD", "100") "]}" });
	}
	client_price("USDT-USD", "1");
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	for (int i = 0; i < 1500; i++) {
		client_pass(f, 100);
		if (f->pair.loans == NULL || f->pair.loans->from.arrived_ms == arrived)
			continue;
		arrived = f->pair.loans->from.arrived_ms;
		for (size_t j = 0; j < f->pair.prices->count; j++)
			assert_in_range(f->pair.prices->prices[j].asked_ms, arrived,
			    arrived + 5000);
	}
	assert_in_range(f->pairs, 50, 100);
}

CLIENT_TEST(one_by_one_no_more_often_than_each_two_seconds)
{
	price_both();
	okx_client_interval(f->client, 1000);
	start(f, PRICED);
	client_pass(f, 20500);
	assert_int_equal(client_requests(LOAN), 21);
	assert_int_equal(client_requests("instId=BTC-USD"), 11);
	assert_int_equal(f->pairs, 11);
}

CLIENT_TEST(more_than_four_are_asked_for_at_once)
{
	client_push(ALL, 200,
	    "{\"code\":\"0\",\"data\":[" TICKER("A", "USD", "1") "," TICKER("B", "USD",
		"2") "," TICKER("C", "USD", "3") "," TICKER("D", "USD", "4") "," TICKER("USDT",
		"USD", "1") "," TICKER("Z", "USD", "9") "]}",
	    FAKE_HTTP_ALWAYS);
	start(f, LOAN_OF("0.5", MANY));
	client_pass(f, 45000);
	assert_int_equal(client_requests("instId"), 0);
	assert_int_equal(client_requests(ALL), 3);
	assert_int_equal(f->pairs, 3);
	assert_string_equal(last_of(f->pair.prices, "D"), "4");
	assert_null(prices_find(f->pair.prices, "Z"));
}

/* Half a per cent of 0.5 is 0.0025: just below it is none of its business. */
CLIENT_TEST(an_ltv_that_moves_calls_for_a_pair_at_once)
{
	client_push(ALL, 200,
	    "{\"code\":\"0\",\"data\":[" TICKER("A", "USD", "1") "," TICKER("B", "USD",
		"2") "," TICKER("C", "USD", "3") "," TICKER("D", "USD", "4") "," TICKER("USDT",
		"USD", "1") "]}",
	    FAKE_HTTP_ALWAYS);
	client_push(LOAN, 200, LOAN_OF("0.5", MANY), 1);
	client_push(LOAN, 200, LOAN_OF("0.5024", MANY), 1);
	client_push(LOAN, 200, LOAN_OF("0.4975", MANY), 1);
	start(f, LOAN_OF("0.4975", MANY));
	client_pass(f, 3000);
	assert_int_equal(client_requests(ALL), 1);
	client_pass(f, 2000);
	assert_int_equal(client_requests(ALL), 2);
	client_pass(f, 8000);
	assert_int_equal(client_requests(ALL), 2);
}

CLIENT_TEST(what_has_no_index_in_usd_is_asked_for_in_usdt)
{
	const struct price *crossed;

	client_price("BTC-USDT", "100.5");
	client_price("BTC-USD", NULL);
	client_price("USDT-USD", "1.0001");
	start(f, PRICED);
	client_pass(f, 5000);
	assert_int_equal(f->pairs, 3);
	assert_int_equal(client_requests("instId=BTC-USDT"), 3);
	assert_int_equal(client_requests("instId=BTC-USD"), 1 + 3);
	assert_int_equal(client_requests("instId=USDT-USD"), 3);
	crossed = prices_find(f->pair.prices, "BTC");
	assert_string_equal(crossed->last.sent, "100.51005");
	assert_true(crossed->crossed);
	assert_false(prices_find(f->pair.prices, "USDT")->crossed);
}

CLIENT_TEST(what_has_no_index_at_all_has_no_price_and_makes_a_pair)
{
	client_price("BTC-USD", NULL);
	client_price("BTC-USDT", NULL);
	client_price("USDT-USD", "1");
	start(f, PRICED);
	client_pass(f, 9 * MINUTE_MS);
	assert_null(prices_find(f->pair.prices, "BTC"));
	assert_in_range(f->pairs, 270, 271);
	assert_int_equal(f->other_failures, 0);
	assert_int_equal(client_requests("instId=BTC"), 2);
	/* It may have got one. */
	client_price("BTC-USD", "100");
	client_pass(f, 2 * MINUTE_MS);
	assert_string_equal(last_of(f->pair.prices, "BTC"), "100");
}

CLIENT_TEST(all_at_once_what_is_missing_is_asked_for_in_usdt_too)
{
	client_push(ALL_USDT, 200,
	    "{\"code\":\"0\",\"data\":[" TICKER("C", "USDT", "3") "," TICKER("A", "USDT", "7") "]}",
	    FAKE_HTTP_ALWAYS);
	client_push(ALL, 200,
	    "{\"code\":\"0\",\"data\":[" TICKER("A", "USD", "1") "," TICKER("B", "USD",
		"2") "," TICKER("USDT", "USD", "1.5") "]}",
	    FAKE_HTTP_ALWAYS);
	start(f, LOAN_OF("0.5", MANY));
	client_pass(f, 100);
	assert_int_equal(f->pairs, 1);
	assert_string_equal(last_of(f->pair.prices, "A"), "1");
	assert_string_equal(last_of(f->pair.prices, "C"), "4.5");
	assert_null(prices_find(f->pair.prices, "D"));
	assert_int_equal(client_requests(TICKERS), 2);
}

/* Nothing at all in an answer is a fault of a moment, and hardly the end of every index. */
CLIENT_TEST(an_empty_answer_is_not_believed_for_long)
{
	client_push(TICKERS, 200, NOTHING, 3);
	start(f, PRICED);
	client_pass(f, 100);
	assert_int_equal(f->pair.prices == NULL ? 0 : f->pair.prices->count, 0);
	price_both();
	client_pass(f, 40000);
	assert_string_equal(last_of(f->pair.prices, "BTC"), "100");
}

/* The old price of a coin whose index is withdrawn must not stand as if it were of now. */
CLIENT_TEST(a_price_goes_with_its_index)
{
	price_both();
	start(f, PRICED);
	client_pass(f, 3000);
	assert_string_equal(last_of(f->pair.prices, "BTC"), "100");
	client_price("BTC-USD", NULL);
	client_price("BTC-USDT", NULL);
	client_pass(f, 2000);
	assert_null(prices_find(f->pair.prices, "BTC"));
}

CLIENT_TEST(a_price_that_hangs_makes_no_pair_and_lets_the_others_go_first)
{
	client_price("USDT-USD", "1");
	fake_http_push(&(struct fake_http_answer){ .target = "instId=BTC-USD",
	    .net_error = OKX_NET_ERROR_TIMEOUT,
	    .latency_ms = 10000,
	    .times = FAKE_HTTP_ALWAYS });
	okx_client_interval(f->client, 60000);
	start(f, PRICED);
	client_pass(f, 13000);
	assert_int_equal(f->other_failures, 1);
	assert_int_equal(client_requests("instId=USDT-USD"), 1);
	client_pass(f, 40000);
	assert_int_equal(f->pairs, 0);
	assert_true(f->prices > 0);
}

CLIENT_TEST(nothing_waits_for_prices_that_hang)
{
	fake_http_push(&(struct fake_http_answer){ .target = TICKERS,
	    .net_error = OKX_NET_ERROR_TIMEOUT,
	    .latency_ms = 10000,
	    .times = FAKE_HTTP_ALWAYS });
	start(f, PRICED);
	client_pass(f, MINUTE_MS);
	assert_int_equal(f->pairs, 0);
	assert_in_range(f->other_failures, 2, 6);
	assert_in_range(f->snapshots, 29, 31);
	assert_in_range(f->assets, 28, 31);
}

CLIENT_TEST(an_exchange_that_is_asked_too_often_is_asked_for_all_at_once)
{
	client_price("USDT-USD", "1");
	fake_http_push(&(struct fake_http_answer){ .target = "instId=BTC-USD",
	    .body = REFUSAL("50011", "Too Many Requests"),
	    .status = 429 });
	client_push(ALL, 200,
	    "{\"code\":\"0\",\"data\":[" TICKER("BTC", "USD", "5") "," TICKER("USDT", "USD",
		"1") "]}",
	    FAKE_HTTP_ALWAYS);
	start(f, PRICED);
	client_pass(f, 9 * MINUTE_MS);
	assert_int_equal(client_requests("instId"), 1);
	assert_in_range(client_requests(ALL), 33, 37);
	assert_in_range(f->pairs, 33, 37);
	client_price("BTC-USD", "6");
	client_pass(f, 2 * MINUTE_MS);
	assert_string_equal(last_of(f->pair.prices, "BTC"), "6");
}

/* On a line too slow for one by one. */
CLIENT_TEST(rounds_that_are_overtaken_make_no_pair_but_turn_to_all_at_once)
{
	fake_http_push(&(struct fake_http_answer){ .target = "instId",
	    .latency_ms = 1300,
	    .times = FAKE_HTTP_ALWAYS,
	    .body = "{\"code\":\"0\",\"data\":[" TICKER("BTC", "USD", "5") "," TICKER("USDT", "USD",
		"1") "]}" });
	fake_http_push(&(struct fake_http_answer){ .target = ALL,
	    .latency_ms = 1300,
	    .times = FAKE_HTTP_ALWAYS,
	    .body = "{\"code\":\"0\",\"data\":[" TICKER("BTC", "USD", "5") "," TICKER("USDT", "USD",
		"1") "]}" });
	start(f, PRICED);
	client_pass(f, 6000);
	assert_int_equal(f->pairs, 0);
	client_pass(f, 20000);
	assert_in_range(f->pairs, 1, 3);
	assert_int_equal(client_requests("instId"), 4);
	assert_true(f->pair_ms - f->pair.loans->from.arrived_ms <= 2000);
}

CLIENT_TEST(a_round_of_more_than_five_seconds_makes_no_pair)
{
	fake_http_push(&(struct fake_http_answer){ .target = "instId",
	    .latency_ms = 2600,
	    .times = FAKE_HTTP_ALWAYS,
	    .body = "{\"code\":\"0\",\"data\":[" TICKER("BTC", "USD", "5") "," TICKER("USDT", "USD",
		"1") "]}" });
	okx_client_interval(f->client, 30000);
	start(f, PRICED);
	client_pass(f, 29000);
	assert_int_equal(f->pairs, 0);
	assert_true(f->prices > 0);
}

CLIENT_TEST(prices_go_on_alone_while_loan_info_hangs)
{
	price_both();
	client_push(LOAN, 200, PRICED, 1);
	fake_http_push(
	    &(struct fake_http_answer){ .target = LOAN, .never = true, .times = FAKE_HTTP_ALWAYS });
	f->order = "";
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 100);
	assert_int_equal(f->pairs, 1);
	client_price("BTC-USD", "200");
	client_pass(f, 30000);
	assert_int_equal(f->pairs, 1);
	assert_string_equal(last_of(f->pair.prices, "BTC"), "100");
	assert_in_range(f->prices, 5, 8);
}

CLIENT_TEST(without_a_loan_no_price_is_asked_for)
{
	price_both();
	client_push(LOAN, 200, PRICED, 2);
	start(f, NOTHING);
	client_pass(f, 3000);
	assert_int_equal(client_requests(TICKERS), 4);
	client_pass(f, MINUTE_MS);
	assert_int_equal(client_requests(TICKERS), 4);
}

/* A person who leans on r asks for the loan; the prices follow it. */
CLIENT_TEST(a_refresh_asks_for_the_prices_after_the_loan)
{
	price_both();
	okx_client_interval(f->client, 60000);
	start(f, PRICED);
	client_pass(f, 5000);
	assert_int_equal(client_requests(TICKERS), 2);
	okx_client_refresh(f->client);
	client_pass(f, 100);
	assert_int_equal(client_requests(TICKERS), 4);
	assert_int_equal(f->pairs, 2);
	assert_true(prices_find(f->pair.prices, "BTC")->asked_ms >= f->pair.loans->from.arrived_ms);
}

/* Limits by address count for all accounts; another host has its own. */
CLIENT_TEST(the_pace_of_prices_belongs_to_the_host)
{
	price_both();
	client_push(LOAN, 200, PRICED, FAKE_HTTP_ALWAYS);
	f->order = "";
	for (unsigned i = 0; i < 40; i++) {
		f->session.account = i % 2;
		client_aim(f, i % 4 < 2 ? ENVIRONMENT_PRODUCTION : ENVIRONMENT_DEMO);
		client_pass(f, 130);
	}
	for (unsigned i = 8; i < client_requests(TICKERS); i++)
		assert_true(client_request(TICKERS, i)->started_ms -
			client_request(TICKERS, i - 8)->started_ms >=
		    2100);
	assert_in_range(client_requests(TICKERS), 16, 24);
	strlcpy(f->session.account_id.host, "eea.okx.com", sizeof f->session.account_id.host);
	client_aim(f, ENVIRONMENT_PRODUCTION);
	client_pass(f, 1000);
	assert_true(f->pairs > 0);
}

/* Nothing of a loan has an index: that is an outcome too, which ends all waits for one. */
CLIENT_TEST(without_any_index_the_pair_has_no_price)
{
	client_price("BTC-USD", NULL);
	client_price("BTC-USDT", NULL);
	client_price("USDT-USD", NULL);
	start(f, PRICED);
	client_pass(f, 3000);
	assert_int_equal(f->prices, 2);
	assert_int_equal(f->pairs, 2);
	assert_int_equal(f->pair.prices->count, 0);
	assert_int_equal(f->other_failures, 0);
}

/* The last price makes the pair: nothing is left to ask, so no other request has to end. */
CLIENT_TEST(a_round_ends_with_its_last_outcome_whatever_else_is_under_way)
{
	client_price("BTC-USD", "100");
	fake_http_push(&(struct fake_http_answer){ .target = "instId=USDT-USD",
	    .latency_ms = 1500,
	    .times = FAKE_HTTP_ALWAYS,
	    .body = "{\"code\":\"0\",\"data\":[" TICKER("USDT", "USD", "1") "]}" });
	fake_http_push(&(struct fake_http_answer){ .target = COLLATERAL, .never = true });
	start(f, PRICED);
	client_pass(f, 1600);
	assert_int_equal(f->pairs, 1);
	assert_int_equal(f->pair_ms - f->pair.loans->from.arrived_ms, 1500);
}

/* The limit of starts does not hold back what starts nothing. */
CLIENT_TEST(a_round_ends_with_its_last_outcome_whatever_the_pace_allows)
{
	for (char coin[] = "A-USD"; coin[0] <= 'C'; coin[0]++)
		client_price(coin, "1");
	client_price("USDT-USD", "1");
	start(f, LOAN_OF("0.5", COIN("A") "," COIN("B") "," COIN("C")));
	client_pass(f, 100);
	assert_int_equal(f->pairs, 1);
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 100);
	assert_int_equal(client_requests(TICKERS), 8);
	assert_int_equal(f->pairs, 2);
}

#define BALANCE(ccy) "{\"code\":\"0\",\"data\":[{\"ccy\":\"" ccy "\",\"availBal\":\"1\"}]}"

/* What only the funding account has is priced from all indices every 5 minutes; news at once. */
CLIENT_TEST(coins_of_the_funding_account_alone_are_asked_for_at_once)
{
	price_both();
	client_push(COLLATERAL, 200, NOTHING, FAKE_HTTP_ALWAYS);
	client_push(ALL, 200,
	    "{\"code\":\"0\",\"data\":[" TICKER("A", "USD", "7") "," TICKER("B", "USD",
		"8") "," TICKER("BTC", "USD", "100") "]}",
	    FAKE_HTTP_ALWAYS);
	client_push(BALANCES, 200, BALANCE("A"), 1);
	client_push(BALANCES, 200, BALANCE("B"), FAKE_HTTP_ALWAYS);
	start(f, PRICED);
	client_pass(f, 5000);
	assert_int_equal(client_requests(ALL), 1);
	assert_string_equal(last_of(f->pair.prices, "A"), "7");
	client_aim(f, ENVIRONMENT_DEMO);
	client_pass(f, 5000);
	assert_int_equal(client_requests(ALL), 2);
	assert_string_equal(last_of(f->pair.prices, "B"), "8");
	client_pass(f, 4 * MINUTE_MS);
	assert_int_equal(client_requests(ALL), 2);
	client_pass(f, 2 * MINUTE_MS);
	assert_int_equal(client_requests(ALL), 3);
}
