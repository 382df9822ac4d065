/* SPDX-License-Identifier: ISC */
/* The discount rates of a coin. */
#include "test.h"

#include "unit/answer.h"

#define LONG50 "11111111111111111111111111111111111111111111111111"
#define LONG300 LONG50 LONG50 LONG50 LONG50 LONG50 LONG50
#define DATA(list) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" list "]}"
#define TIER(min, max, rate) \
	"{\"minAmt\":" min ",\"maxAmt\":" max ",\"discountRate\":" rate \
	",\"tier\":7,\"disCcyEq\":{},\"liqPenaltyRate\":\"" LONG300 "\"}"
#define TABLE_OF(ccy, res, tiers) \
	"{\"ccy\":\"" ccy "\",\"amt\":0.5,\"colRes\":" res ",\"details\":[" tiers "]}"
#define FIRST TIER("\"0\"", "\"20\"", "\"0.980\"")

static int
setup(void **state)
{
	answer_endpoint = OKX_ENDPOINT_TIERS;
	answer_ccy = "BTC";
	return 0;
}

EACH_TEST(setup, NULL)

/* The rate that TIERS gives for AMOUNT with six decimals, "-" or "?". */
static const char *
rate_of(const struct tiers *tiers, const char *amount)
{
	static char text[DECIMAL_TEXT_SIZE];
	struct decimal value, rounded;
	struct ratio rate;

	assert_true(decimal_parse(&value, amount, strlen(amount)));
	rate = tiers_rate(tiers, &value);
	if (!ratio_round(&rounded, &rate, 6, DECIMAL_TRUNCATE))
		return rate.unreadable ? "?" : "-";
	decimal_text(text, sizeof text, &rounded);
	return text;
}

TEST(the_stored_answer_becomes_a_table)
{
	struct answer_outcome outcome = answer_parse_data("discount-rate.json");
	const struct tiers *tiers = outcome.parsed.tiers;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_string_equal(tiers->ccy, "BTC");
	assert_true(tiers->listed);
	assert_false(tiers->unreadable);
	assert_int_equal(tiers->restriction, COIN_TAKEN);
	assert_string_equal(tiers->tiers[1].rate.sent, "0.9775");
	assert_string_equal(tiers->from.endpoint, answer_path());
	assert_int_equal(tiers->from.arrived_ms, 1234);
	assert_string_equal(rate_of(tiers, "20"), "0.980000");
	/* disCcyEq of the second: 24.4875 of 25 */
	assert_string_equal(rate_of(tiers, "25"), "0.979500");
	assert_string_equal(rate_of(tiers, "50"), "0.975250");
	answer_release(&outcome);
}

TEST(one_bad_field_leaves_no_rate_but_the_rest)
{
	TABLE(rows, const char *body, *rate; int restriction) = {
		{ DATA(TABLE_OF("BTC", "\"0\"", FIRST)), "0.980000", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"1\"", FIRST)), "0.980000", COIN_NEAR_LIMIT },
		{ DATA(TABLE_OF("BTC", "\"2\"", FIRST)), "0.980000", COIN_NOT_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"3\"", FIRST)), "0.980000", COIN_RESTRICTION_UNKNOWN },
		{ DATA(TABLE_OF("BTC", "1", FIRST)), "0.980000", COIN_RESTRICTION_UNKNOWN },
		{ DATA(TABLE_OF("BTC", "null", FIRST)), "0.980000", COIN_RESTRICTION_UNKNOWN },
		{ DATA(TABLE_OF("BTC", "\"" LONG300 "\"", FIRST)), "0.980000",
		    COIN_RESTRICTION_UNKNOWN },
		{ DATA("{\"ccy\":\"BTC\",\"details\":[" FIRST "]}"), "0.980000",
		    COIN_RESTRICTION_UNKNOWN },
		{ DATA("{\"ccy\":\"BTC\"}"), "?", COIN_RESTRICTION_UNKNOWN },
		{ DATA("{\"ccy\":\"BTC\",\"details\":{\"a\":\"" LONG300 "\"}}"), "?",
		    COIN_RESTRICTION_UNKNOWN },
		{ DATA("{\"ccy\":\"BTC\",\"details\":null}"), "?", COIN_RESTRICTION_UNKNOWN },
		{ DATA(TABLE_OF("BTC", "\"0\"", "")), "-", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", "7")), "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", FIRST ",null")), "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", FIRST ",{}")), "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "\"\"", "\"0.5\""))), "0.500000",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "null", "\"0.5\""))), "?",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", "{\"minAmt\":\"0\",\"discountRate\":\"0.5\"}")),
		    "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"\"", "\"9\"", "\"0.5\""))), "?",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("0", "\"9\"", "\"0.5\""))), "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "9", "\"0.5\""))), "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "\"9\"", "0.5"))), "?", COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "\"9\"", "\"half\""))), "?",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "\"9\"", "\"1.01\""))), "?",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "\"9\"", "\"-0.5\""))), "?",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"", TIER("\"0\"", "\"9\"", "\"" LONG300 "\""))), "?",
		    COIN_TAKEN },
		{ DATA(TABLE_OF("BTC", "\"0\"",
		      "{\"minAmt\":\"0\",\"minAmt\":\"0\",\"maxAmt\":\"9\","
		      "\"discountRate\":\"1\"}")),
		    "?", COIN_TAKEN },
		{ DATA(TABLE_OF("ETH", "\"0\"", FIRST)), "-", COIN_RESTRICTION_UNKNOWN },
		{ DATA(TABLE_OF("ETH", "\"2\"", "7") "," TABLE_OF("BTC", "\"0\"", FIRST)),
		    "0.980000", COIN_TAKEN },
		{ DATA(""), "-", COIN_RESTRICTION_UNKNOWN },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer_outcome outcome = answer_parse(rows[i].body, strlen(rows[i].body));

		if (outcome.result != OKX_PARSE_DONE)
			fail_msg("%s: %s", rows[i].body, outcome.cause.text);
		if (strcmp(rate_of(outcome.parsed.tiers, "5"), rows[i].rate) != 0)
			fail_msg("%s: %s", rows[i].body, rate_of(outcome.parsed.tiers, "5"));
		assert_int_equal(outcome.parsed.tiers->restriction, rows[i].restriction);
		answer_release(&outcome);
	}
}

TEST(what_is_not_such_an_answer_is_broken)
{
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":{}}"), "data is not a list");
	answer_broken(ANSWER_LITERAL(DATA("7")), "data[0] is not an object");
	answer_broken(ANSWER_LITERAL(DATA("{\"details\":[]}")), "data[0] has no ccy");
	answer_broken(ANSWER_LITERAL(
			  DATA(TABLE_OF("BTC", "\"0\"", FIRST) "," TABLE_OF("BTC", "\"0\"", ""))),
	    "data[1] is a second one of BTC");
}

TEST(there_may_be_1000_tiers)
{
	struct answer_builder builder = { .text = NULL };

	answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"ccy\":\"BTC\",\"details\":[");
	answer_append_times(&builder, "{},", TIERS_MAX - 1);
	answer_append(&builder, "{}]}]}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"ccy\":\"BTC\",\"details\":[");
	answer_append_times(&builder, "{},", TIERS_MAX);
	answer_append(&builder, "{}]}]}");
	answer_built(&builder, "data[0] has more than the 1000 tiers");
}
