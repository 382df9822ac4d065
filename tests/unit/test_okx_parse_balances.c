/* SPDX-License-Identifier: ISC */
/* The funding account as the exchange tells it. */
#include "test.h"

#include "unit/answer.h"

#define ROWS(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" list "]}"
#define LONG50 "11111111111111111111111111111111111111111111111111"
#define LONG300 LONG50 LONG50 LONG50 LONG50 LONG50 LONG50

TEST(the_documented_answer_becomes_a_snapshot)
{
	struct answer_outcome outcome = answer_parse_data("asset-balances.json");
	const struct funding *funding = outcome.parsed.funding;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_string_equal(funding->from.endpoint, answer_path());
	assert_true(account_id_equal(&funding->from.account_id, answer_call.account_id));
	assert_int_equal(funding->from.arrived_ms, 1234);
	assert_int_equal(funding->from.arrived_utc_ms, answer_call.arrived_utc_ms);
	assert_int_equal(funding->count, 3);
	assert_string_equal(funding_find(funding, "BTC")->available.sent, "0.5421483143067599");
	assert_string_equal(funding_find(funding, "USDT")->available.sent, "63.9795959720319628");
	assert_null(outcome.parsed.assets);
	answer_release(&outcome);
}

/* What decides is availBal; bal and frozenBal may be anything. */
TEST(only_what_is_available_decides)
{
	TABLE(rows, const char *body; enum figure_state state; const char *sent) = {
		{ ROWS("{\"ccy\":\"BTC\",\"availBal\":\"1.5\"}"), FIGURE_KNOWN, "1.5" },
		{ ROWS("{\"availBal\":\"1.5\",\"bal\":7,\"frozenBal\":[{}],\"ccy\":\"BTC\"}"),
		    FIGURE_KNOWN, "1.5" },
		{ ROWS(
		      "{\"ccy\":\"BTC\",\"availBal\":\"1.5\",\"bal\":\"x\",\"frozenBal\":null,\"new\":{\"a\":[]}}"),
		    FIGURE_KNOWN, "1.5" },
		{ ROWS("{\"ccy\":\"BTC\",\"availBal\":\"1.5\",\"bal\":\"" LONG300
		       "\",\"frozenBal\":\"" LONG300 "\"}"),
		    FIGURE_KNOWN, "1.5" },
		{ ROWS("{\"ccy\":\"BTC\",\"bal\":\"1.5\"}"), FIGURE_ABSENT, NULL },
		{ ROWS("{\"ccy\":\"BTC\",\"bal\":\"1.5\",\"availBal\":\"\"}"), FIGURE_ABSENT,
		    NULL },
		{ ROWS("{\"ccy\":\"BTC\",\"bal\":\"1.5\",\"availBal\":1.5}"), FIGURE_UNREADABLE,
		    NULL },
		{ ROWS("{\"ccy\":\"BTC\",\"availBal\":\"many\"}"), FIGURE_UNREADABLE, "many" },
		{ ROWS("{\"ccy\":\"BTC\",\"availBal\":\"" LONG300 "\"}"), FIGURE_UNREADABLE, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer_outcome outcome = answer_parse(rows[i].body, strlen(rows[i].body));
		const struct balance *balance;

		if (outcome.result != OKX_PARSE_DONE)
			fail_msg("%s: %s", rows[i].body, outcome.cause.text);
		balance = funding_find(outcome.parsed.funding, "BTC");
		assert_int_equal(balance->available.state, rows[i].state);
		if (rows[i].sent == NULL)
			assert_null(balance->available.sent);
		else
			assert_string_equal(balance->available.sent, rows[i].sent);
		answer_release(&outcome);
	}
}

TEST(an_empty_account_is_an_answer)
{
	struct answer_outcome outcome = answer_parse(ANSWER_LITERAL(ROWS("")));

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(outcome.parsed.funding->count, 0);
	answer_release(&outcome);
}

TEST(a_currency_that_comes_twice_is_one_row)
{
	struct answer_outcome outcome = answer_parse(
	    ANSWER_LITERAL(ROWS("{\"ccy\":\"BTC\",\"availBal\":\"1.5\"},"
				"{\"ccy\":\"BTC\",\"availBal\":\"0.25\"}")));

	assert_int_equal(outcome.parsed.funding->count, 1);
	assert_string_equal(outcome.parsed.funding->balances[0].available.sent, "1.75");
	answer_release(&outcome);
}

TEST(what_is_not_such_an_answer_is_broken)
{
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":{}}"), "data is not a list");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\"}"), "no data");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":null}"), "data is not a list");
	answer_broken(ANSWER_LITERAL(ROWS("7")), "data[0] is not an object");
	answer_broken(ANSWER_LITERAL(ROWS("{\"availBal\":\"1\"}")), "data[0] has no ccy");
	answer_broken(ANSWER_LITERAL(ROWS("{\"ccy\":\"A\",\"availBal\":\"1\"},{\"ccy\":\"\"}")),
	    "data[1] has no ccy");
	answer_broken(ANSWER_LITERAL(ROWS("{\"ccy\":\"A\",\"availBal\":\"1\",\"availBal\":\"2\"}")),
	    "\"availBal\" comes twice");
}

TEST(there_may_be_20000_rows)
{
	struct answer_builder builder = { .text = NULL };

	answer_append(&builder, "{\"code\":\"0\",\"data\":[");
	answer_append_times(&builder, "{\"ccy\":\"A\"},", FUNDING_MAX - 1);
	answer_append(&builder, "{\"ccy\":\"A\"}]}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[");
	answer_append_times(&builder, "{\"ccy\":\"A\"},", FUNDING_MAX);
	answer_append(&builder, "{\"ccy\":\"A\"}]}");
	answer_built(&builder, "data[20000] is one more than the 20000 rows");
}

TEST(a_refusal_is_a_refusal)
{
	struct answer_outcome outcome = answer_parse(
	    ANSWER_LITERAL("{\"code\":\"50030\",\"msg\":\"No permission\",\"data\":[]}"));

	assert_int_equal(outcome.result, OKX_PARSE_REFUSED);
	assert_string_equal(outcome.refusal.code, "50030");
	assert_null(outcome.parsed.funding);
}

int
main(void)
{
	answer_endpoint = OKX_ENDPOINT_BALANCES;
	return test_main();
}
