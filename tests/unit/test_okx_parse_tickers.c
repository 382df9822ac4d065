/* SPDX-License-Identifier: ISC */
/* Index prices as the exchange tells them. */
#include "test.h"

#include "unit/answer.h"

#define TICKER(members) "{\"code\":\"0\",\"data\":[{" members "}]}"

/* The snapshot of BODY, which is good; drop it. */
static struct prices *
parse(const char *body)
{
	struct answer_outcome outcome = answer_parse(body, strlen(body));

	if (outcome.result != OKX_PARSE_DONE)
		fail_msg("%s: %s", body, outcome.cause.text);
	return outcome.parsed.prices;
}

TEST(indices_in_usd_become_prices)
{
	struct answer_outcome outcome = answer_parse_data("index-tickers.json");
	const struct prices *prices = outcome.parsed.prices;
	static const char *const names[] = { "BTC", "ETH", "SOL", "USDT" };
	const struct price *btc;
	size_t i;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_string_equal(prices->from.endpoint, answer_path());
	assert_int_equal(prices->from.arrived_ms, 1234);
	assert_int_equal(prices->from.arrived_utc_ms, answer_call.arrived_utc_ms);
	assert_int_equal(prices->count, COUNT(names));
	for (i = 0; i < COUNT(names); i++)
		assert_string_equal(prices->prices[i].ccy, names[i]);
	btc = prices_find(prices, "BTC");
	assert_string_equal(btc->last.sent, "88012.4");
	assert_string_equal(btc->open24h.sent, "87120.5");
	assert_int_equal(btc->told_utc_ms, INT64_C(1795361402001));
	assert_int_equal(prices_find(prices, "USDT")->open24h.state, FIGURE_ABSENT);
	answer_release(&outcome);
}

static bool
in_list(const void *self, const char *ccy)
{
	const char *const *list = self;

	for (; *list != NULL; list++)
		if (strcmp(*list, ccy) == 0)
			return true;
	return false;
}

TEST(only_what_is_wanted_is_kept)
{
	static const char *const list[] = { "ETH", "DOGE", "BTC", NULL };
	struct okx_call call = answer_call;
	struct okx_parsed parsed;
	struct okx_refusal refusal;
	struct cause cause;
	size_t length;
	char *text = answer_read_data("index-tickers.json", &length);

	call.endpoint = OKX_ENDPOINT_INDEX_TICKERS;
	call.wanted = in_list;
	call.wanted_self = list;
	assert_int_equal(okx_parse(&call, text, length, &parsed, &refusal, &cause), OKX_PARSE_DONE);
	assert_int_equal(parsed.prices->count, 2);
	assert_string_equal(parsed.prices->prices[0].ccy, "BTC");
	assert_string_equal(parsed.prices->prices[1].ccy, "ETH");
	okx_parsed_drop(&parsed);
	assert_null(parsed.prices);
	free(text);
}

TEST(other_instruments_are_passed_over)
{
	static const char *const instruments[] = {
		"\"BTC-USDT\"",
		"\"BTC-USD-SWAP\"",
		"\"BTC-usd\"",
		"\"BTCUSD\"",
		"\"-USD\"",
		"\"USD\"",
		"\"\"",
		"null",
		"7",
		"[]",
		"\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-USD\"",
	};
	char body[256];
	struct prices *prices;
	size_t i;

	for (i = 0; i < COUNT(instruments); i++) {
		snprintf(body, sizeof body, TICKER("\"instId\":%s,\"idxPx\":\"1\""),
		    instruments[i]);
		prices = parse(body);
		assert_int_equal(prices->count, 0);
		prices_drop(prices);
	}
	prices = parse("{\"code\":\"0\",\"data\":[{},{\"instId\":\"A-B-USD\"},{\"instId\":\""
		       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-USD\"}]}");
	assert_int_equal(prices->count, 2);
	assert_string_equal(prices->prices[0].ccy, "A-B");
	assert_int_equal(strlen(prices->prices[1].ccy), 64);
	prices_drop(prices);
	prices = parse("{\"code\":\"0\",\"data\":[]}");
	assert_int_equal(prices->count, 0);
	prices_drop(prices);
}

TEST(absent_and_unreadable_figures_are_told_apart)
{
	TABLE(cases, const char *sent; enum figure_state is) = {
		{ "\"88012.4\"", FIGURE_KNOWN },
		{ "\"\"", FIGURE_ABSENT },
		{ "null", FIGURE_ABSENT },
		{ "88012.4", FIGURE_UNREADABLE },
		{ "{}", FIGURE_UNREADABLE },
		{ "\"1,000\"", FIGURE_UNREADABLE },
		{ "\"NaN\"", FIGURE_UNREADABLE },
		{ "\"1e400\"", FIGURE_UNREADABLE },
	};
	char body[256];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct prices *prices;

		snprintf(body, sizeof body,
		    "{\"code\":\"0\",\"data\":[{\"instId\":\"A-USD\",\"idxPx\":%s},"
		    "{\"instId\":\"B-USD\",\"open24h\":%s}]}",
		    cases[i].sent, cases[i].sent);
		prices = parse(body);
		assert_int_equal(prices->prices[0].last.state, cases[i].is);
		assert_int_equal(prices->prices[0].open24h.state, FIGURE_ABSENT);
		assert_int_equal(prices->prices[1].open24h.state, cases[i].is);
		assert_int_equal(prices->prices[1].last.state, FIGURE_ABSENT);
		prices_drop(prices);
	}
}

TEST(a_figure_too_long_is_unreadable_wanted_or_not)
{
	struct answer_builder builder = { 0 };
	struct prices *prices;

	answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"instId\":\"A-USD\",\"idxPx\":\"");
	answer_append_times(&builder, "5", 5000);
	answer_append(&builder, "\"},{\"instId\":\"A-EUR\",\"open24h\":\"");
	answer_append_times(&builder, "5", 5000);
	answer_append(&builder, "\"}]}");
	prices = parse(builder.text);
	assert_int_equal(prices->count, 1);
	assert_int_equal(prices->prices[0].last.state, FIGURE_UNREADABLE);
	prices_drop(prices);
	answer_built(&builder, NULL);
}

TEST(a_time_that_is_none_is_not_known)
{
	TABLE(cases, const char *sent; int64_t is) = {
		{ "\"0\"", 0 },
		{ "\"4102444800000\"", INT64_C(4102444800000) },
		{ "\"4102444800001\"", -1 },
		{ "\"-5\"", -1 },
		{ "\"now\"", -1 },
		{ "\"\"", -1 },
		{ "null", -1 },
		{ "1597026383085", -1 },
	};
	char body[256];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct prices *prices;

		snprintf(body, sizeof body,
		    TICKER("\"instId\":\"A-USD\",\"idxPx\":\"1\",\"ts\":%s"), cases[i].sent);
		prices = parse(body);
		assert_int_equal(prices->prices[0].told_utc_ms, cases[i].is);
		prices_drop(prices);
	}
}

/* One that cannot be read costs none of the others, wherever it stands. */
TEST(one_ticker_of_many_costs_no_other)
{
	static const char *const bad[] = {
		"null",
		"7",
		"[]",
		"\"A-USD\"",
		"{\"instId\":\"C-USD\",\"idxPx\":\"1\",\"idxPx\":\"2\"}",
		"{\"instId\":7,\"idxPx\":\"1\"}",
		"{\"instId\":\"C-USD\",\"x\":1,\"x\":1}",
	};
	char body[600];

	for (size_t i = 0; i < COUNT(bad); i++) {
		for (int place = 0; place < 3; place++) {
			struct prices *prices;

			snprintf(body, sizeof body,
			    "{\"code\":\"0\",\"data\":[%s%s{\"instId\":\"A-USD\",\"idxPx\":\"1\"},%s%s"
			    "{\"instId\":\"B-USD\",\"idxPx\":\"2\"}%s%s]}",
			    place == 0 ? bad[i] : "", place == 0 ? "," : "",
			    place == 1 ? bad[i] : "", place == 1 ? "," : "", place == 2 ? "," : "",
			    place == 2 ? bad[i] : "");
			prices = parse(body);
			assert_int_equal(prices->count, 2);
			assert_string_equal(prices_find(prices, "A")->last.sent, "1");
			assert_string_equal(prices_find(prices, "B")->last.sent, "2");
			prices_drop(prices);
		}
	}
}

/* Nobody reads it, so nobody minds how long it is. */
TEST(an_unknown_field_may_be_long)
{
	struct answer_builder builder = { 0 };

	answer_append(&builder,
	    "{\"code\":\"0\",\"data\":[{\"instId\":\"A-USD\",\"idxPx\":\"1\",\"note\":{\"n\":[\"");
	answer_append_times(&builder, "n", 300);
	answer_append(&builder, "\"]}},{\"instId\":\"");
	answer_append_times(&builder, "N", 300);
	answer_append(&builder, "-USD\",\"idxPx\":\"2\",\"open24h\":\"");
	answer_append_times(&builder, "3", 300);
	answer_append(&builder, "\"},{\"");
	answer_append_times(&builder, "N", 300);
	answer_append(&builder, "\":1,\"");
	answer_append_times(&builder, "N", 300);
	answer_append(&builder, "\":1}]}");
	answer_built(&builder, NULL);
}

TEST(other_shapes_are_unexpected)
{
	TABLE(cases, const char *body, *why) = {
		{ "{\"code\":\"0\"}", "no data" },
		{ "{\"code\":\"0\",\"data\":{}}", "data is not a list" },
		{ "{\"code\":\"0\",\"data\":[{},null]}",
		    "unexpected answer: data[1] is not an object" },
		{ TICKER("\"instId\":\"A-USD\",\"idxPx\":\"1\",\"idxPx\":\"2\""),
		    "data[0] member \"idxPx\" comes twice" },
		{ TICKER("\"instId\":\"A-EUR\",\"x\":\"1\",\"x\":\"2\""),
		    "data[0] member \"x\" comes twice" },
		{ TICKER("\"instId\":\"A\\u001b-USD\""), "control character" },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		answer_broken(cases[i].body, strlen(cases[i].body), cases[i].why);
}

TEST(twenty_thousand_prices_and_not_one_more)
{
	struct answer_builder builder = { 0 };
	size_t i;

	for (i = 0; i < 2; i++) {
		answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"instId\":\"A-USD\"}");
		answer_append_times(&builder, ",{\"instId\":\"A-USD\"}", PRICES_MAX - 1 + i);
		answer_append(&builder, "]}");
		answer_built(&builder,
		    i == 0 ? NULL : "data[20000] is one more than the 20000 prices there may be");
	}
}

int
main(void)
{
	answer_endpoint = OKX_ENDPOINT_INDEX_TICKERS;
	return test_main();
}
