/* SPDX-License-Identifier: ISC */
/* Open loans as the exchange tells them. */
#include "test.h"

#include "unit/answer.h"

#define ORDER(members) "{\"code\":\"0\",\"data\":[{" members "}]}"

/* A snapshot of BODY, which is good; drop it. */
static struct loans *
parse(const char *body)
{
	struct answer_outcome outcome = answer_parse(body, strlen(body));

	if (outcome.result != OKX_PARSE_DONE)
		fail_msg("%s: %s", body, outcome.cause.text);
	return outcome.parsed.loans;
}

TEST(the_documented_answer_becomes_a_snapshot)
{
	struct answer_outcome outcome = answer_parse_data("loan-info.json");
	const struct loans *loans = outcome.parsed.loans;
	const struct loan *order;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_null(outcome.parsed.assets);
	assert_int_equal(loans->count, 1);
	assert_string_equal(loans->from.endpoint, answer_path());
	assert_string_equal(loans->from.account_id.account, "main");
	assert_int_equal(loans->from.arrived_ms, 1234);
	assert_int_equal(loans->from.arrived_utc_ms, answer_call.arrived_utc_ms);
	order = &loans->orders[0];
	assert_string_equal(order->id, "12345");
	assert_string_equal(order->key, "12345");
	assert_string_equal(order->debt.sent, "0.8661285");
	assert_string_equal(order->secured.sent, "1.5078763");
	assert_string_equal(order->ltv.sent, "0.5742");
	assert_string_equal(order->call_ltv.sent, "0.7374");
	assert_string_equal(order->liquidation_ltv.sent, "0.8374");
	assert_int_equal(order->ltv.state, FIGURE_KNOWN);
	assert_int_equal(order->owed.count, 1);
	assert_string_equal(order->owed.coins[0].ccy, "USDC");
	assert_string_equal(order->owed.coins[0].amount.sent, "0.86590608");
	assert_int_equal(order->pledged.count, 4);
	assert_string_equal(order->pledged.coins[0].ccy, "COMP");
	assert_string_equal(order->pledged.coins[3].ccy, "STX");
	assert_string_equal(amounts_find(&order->pledged, "LUNA")->amount.sent, "0.05357864");
	assert_string_equal(order->instrument, "");
	assert_int_equal(order->liquidation_price.state, FIGURE_ABSENT);
	answer_release(&outcome);
}

TEST(each_element_is_an_order)
{
	struct answer_outcome outcome = answer_parse_data("loan-info-several.json");
	const struct loans *loans = outcome.parsed.loans;
	const struct loan *order;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(loans->count, 3);
	assert_string_equal(loans->orders[0].key, "20002");
	assert_string_equal(amounts_find(&loans->orders[0].pledged, "ETH")->amount.sent, "12");
	order = loans_find(loans, "10001");
	assert_ptr_equal(order, &loans->orders[1]);
	assert_string_equal(order->ltv.sent, "0.6432748538011695906432748538011695906432");
	assert_string_equal(order->instrument, "ETH-BTC");
	assert_string_equal(order->liquidation_price.sent, "0.02918");
	order = loans_find(loans, "#1");
	assert_ptr_equal(order, &loans->orders[2]);
	assert_string_equal(order->id, "");
	assert_string_equal(order->debt.sent, "5");
	assert_int_equal(order->secured.state, FIGURE_ABSENT);
	assert_int_equal(order->ltv.state, FIGURE_ABSENT);
	assert_int_equal(order->call_ltv.state, FIGURE_ABSENT);
	assert_int_equal(order->owed.count + order->pledged.count, 0);
	assert_int_equal(order->liquidation_price.state, FIGURE_ABSENT);
	answer_release(&outcome);
}

TEST(one_lot_that_is_no_list_costs_nothing_else)
{
	struct answer_outcome outcome = answer_parse_data("loan-info-broken.json");
	const struct loans *loans = outcome.parsed.loans;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(loans->count, 2);
	assert_int_equal(loans->orders[0].pledged.state, AMOUNTS_SENT);
	assert_int_equal(loans->orders[1].pledged.state, AMOUNTS_UNREADABLE);
	assert_int_equal(loans->orders[1].pledged.count, 0);
	assert_int_equal(loans->orders[1].owed.state, AMOUNTS_SENT);
	assert_string_equal(amounts_find(&loans->orders[1].owed, "USDC")->amount.sent, "50000");
	assert_string_equal(loans->orders[1].ltv.sent, "0.5742");
	assert_string_equal(outcome.parsed.unreadable[0], "collateralData");
	assert_null(outcome.parsed.unreadable[1]);
	answer_release(&outcome);
}

/* How a list came, and how many of its elements can be read. */
TEST(a_list_is_whole_absent_or_unreadable)
{
	TABLE(cases, const char *sent; enum amounts_state is; size_t count) = {
		{ "[]", AMOUNTS_SENT, 0 },
		{ "[{\"ccy\":\"A\"}]", AMOUNTS_SENT, 1 },
		{ "null", AMOUNTS_ABSENT, 0 },
		{ "{}", AMOUNTS_UNREADABLE, 0 },
		{ "\"\"", AMOUNTS_UNREADABLE, 0 },
		{ "7", AMOUNTS_UNREADABLE, 0 },
		{ "false", AMOUNTS_UNREADABLE, 0 },
		{ "[7]", AMOUNTS_UNREADABLE, 0 },
		{ "[null,{\"ccy\":\"A\",\"amt\":\"1\"}]", AMOUNTS_UNREADABLE, 1 },
		{ "[{\"ccy\":\"A\"},{\"amt\":\"1\"}]", AMOUNTS_UNREADABLE, 1 },
		{ "[{\"ccy\":\"\"}]", AMOUNTS_UNREADABLE, 0 },
		{ "[{\"ccy\":7},[]]", AMOUNTS_UNREADABLE, 0 },
		{ "[{\"ccy\":\"A\",\"amt\":\"1\",\"amt\":\"2\"},{\"ccy\":\"B\",\"amt\":\"3\"}]",
		    AMOUNTS_UNREADABLE, 1 },
		{ "[{\"ccy\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]",
		    AMOUNTS_UNREADABLE, 0 },
	};
	static const char *const names[] = { "loanData", "collateralData" };
	char body[400];

	for (size_t i = 0; i < COUNT(cases); i++) {
		for (size_t j = 0; j < COUNT(names); j++) {
			struct loans *loans;
			const struct amounts *lots[2];

			snprintf(body, sizeof body, ORDER("\"%s\":%s,\"curLTV\":\"0.5\""), names[j],
			    cases[i].sent);
			loans = parse(body);
			lots[0] = &loans->orders[0].owed;
			lots[1] = &loans->orders[0].pledged;
			assert_int_equal(lots[j]->state, cases[i].is);
			assert_int_equal(lots[j]->count, cases[i].count);
			assert_int_equal(lots[1 - j]->state, AMOUNTS_ABSENT);
			assert_string_equal(loans->orders[0].ltv.sent, "0.5");
			loans_drop(loans);
		}
	}
}

/* What is sent in the place of a warning costs nothing else; what is not nothing is named. */
TEST(a_warning_costs_nothing_else)
{
	TABLE(cases, const char *sent; bool named) = {
		{ "[]", false },
		{ "\"\"", false },
		{ "null", false },
		{ "{}", false },
		{ "[{\"liqPx\":\"1\"}]", true },
		{ "\"none\"", true },
		{ "7", true },
		{ "true", true },
		{ "{\"liqPx\":\"1\",\"liqPx\":\"2\"}", true },
	};
	char body[400];

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct answer_outcome outcome;
		const struct loan *order;

		snprintf(body, sizeof body,
		    ORDER("\"curLTV\":\"0.5\",\"loanData\":[],\"collateralData\":[{\"ccy\":\"A\","
			  "\"amt\":\"1\"}],\"riskWarningData\":%s"),
		    cases[i].sent);
		outcome = answer_parse(body, strlen(body));
		assert_int_equal(outcome.result, OKX_PARSE_DONE);
		order = outcome.parsed.loans->orders;
		assert_string_equal(order->ltv.sent, "0.5");
		assert_string_equal(amounts_find(&order->pledged, "A")->amount.sent, "1");
		assert_string_equal(order->instrument, "");
		assert_int_equal(order->liquidation_price.state, FIGURE_ABSENT);
		assert_int_equal(outcome.parsed.unreadable[0] != NULL, cases[i].named);
		if (cases[i].named)
			assert_string_equal(outcome.parsed.unreadable[0], "riskWarningData");
		answer_release(&outcome);
	}
}

/* Nobody reads it, so nobody minds how long it is. */
TEST(an_unknown_field_may_be_long)
{
	/* '@' stands for a text of 300 bytes. */
	static const char *const places[] = {
		ORDER("\"curLTV\":\"0.5\",\"note\":\"@\""),
		ORDER("\"curLTV\":\"0.5\",\"@\":{\"a\":[1]}"),
		ORDER("\"curLTV\":\"0.5\",\"note\":{\"a\":[\"@\",{\"b\":\"@\"}]}"),
		ORDER(
		    "\"curLTV\":\"0.5\",\"riskWarningData\":{\"instId\":\"@\",\"liqPx\":\"@\",\"@\":1}"),
		ORDER("\"curLTV\":\"0.5\",\"riskWarningData\":\"@\""),
		ORDER("\"curLTV\":\"0.5\",\"riskWarningData\":[\"@\"]"),
		ORDER(
		    "\"curLTV\":\"0.5\",\"collateralData\":[{\"ccy\":\"A\",\"amt\":\"@\",\"note\":\"@\"}]"),
		ORDER(
		    "\"curLTV\":\"0.5\",\"collateralData\":[{\"ccy\":\"@\",\"amt\":\"@\"},\"@\"]"),
	};

	for (size_t i = 0; i < COUNT(places); i++) {
		struct answer_builder builder = { 0 };
		struct loans *loans;

		for (const char *at = places[i]; *at != '\0'; at++) {
			const char one[] = { *at, '\0' };

			answer_append_times(&builder, *at == '@' ? "n" : one, *at == '@' ? 300 : 1);
		}
		loans = parse(builder.text);
		assert_string_equal(loans->orders[0].ltv.sent, "0.5");
		loans_drop(loans);
		answer_built(&builder, NULL);
	}
}

TEST(figures_that_are_none_leave_the_others_known)
{
	struct answer_outcome outcome = answer_parse_data("loan-info-unreadable.json");
	const struct loan *order = outcome.parsed.loans->orders;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(order->ltv.state, FIGURE_UNREADABLE);
	assert_null(order->ltv.sent);
	assert_int_equal(order->call_ltv.state, FIGURE_UNREADABLE);
	assert_string_equal(order->call_ltv.sent, "73.74%");
	assert_int_equal(order->liquidation_ltv.state, FIGURE_ABSENT);
	assert_int_equal(order->debt.state, FIGURE_KNOWN);
	assert_int_equal(order->pledged.coins[0].amount.state, FIGURE_UNREADABLE);
	assert_int_equal(order->owed.coins[0].amount.state, FIGURE_KNOWN);
	answer_release(&outcome);
}

TEST(no_element_is_no_open_loan)
{
	struct answer_outcome outcome = answer_parse_data("loan-info-none.json");

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(outcome.parsed.loans->count, 0);
	answer_release(&outcome);
}

TEST(a_refusal_is_no_snapshot)
{
	struct answer_outcome outcome = answer_parse_data("error-50113.json");

	assert_int_equal(outcome.result, OKX_PARSE_REFUSED);
	assert_string_equal(outcome.refusal.code, "50113");
}

/* The figures of an order, each by its member. */
static const struct figure *
figure_of(const struct loan *order, size_t which)
{
	const struct figure *const figures[] = {
		&order->debt,
		&order->secured,
		&order->ltv,
		&order->call_ltv,
		&order->liquidation_ltv,
	};

	return figures[which];
}

TEST(absent_and_unreadable_figures_are_told_apart)
{
	static const char *const names[] = {
		"loanNotionalUsd",
		"collateralNotionalUsd",
		"curLTV",
		"marginCallLTV",
		"liqLTV",
	};
	TABLE(cases, const char *sent; enum figure_state is) = {
		{ "\"0.5742\"", FIGURE_KNOWN },
		{ "\"-0\"", FIGURE_KNOWN },
		{ "\"9.7E-7\"", FIGURE_KNOWN },
		{ "\"\"", FIGURE_ABSENT },
		{ "null", FIGURE_ABSENT },
		{ "0.5742", FIGURE_UNREADABLE },
		{ "0", FIGURE_UNREADABLE },
		{ "true", FIGURE_UNREADABLE },
		{ "{}", FIGURE_UNREADABLE },
		{ "[\"1\"]", FIGURE_UNREADABLE },
		{ "\"abc\"", FIGURE_UNREADABLE },
		{ "\"NaN\"", FIGURE_UNREADABLE },
		{ "\"--1\"", FIGURE_UNREADABLE },
		{ "\"+1\"", FIGURE_UNREADABLE },
		{ "\"1.\"", FIGURE_UNREADABLE },
		{ "\".5\"", FIGURE_UNREADABLE },
		{ "\"0x10\"", FIGURE_UNREADABLE },
		{ "\"1,000\"", FIGURE_UNREADABLE },
		{ "\"1.2.3\"", FIGURE_UNREADABLE },
		{ "\" 1\"", FIGURE_UNREADABLE },
		{ "\"１\"", FIGURE_UNREADABLE },
		{ "\"1e400\"", FIGURE_UNREADABLE },
	};
	char body[512];
	size_t i, j, k;

	for (i = 0; i < COUNT(cases); i++) {
		for (j = 0; j < COUNT(names); j++) {
			struct loans *loans;

			snprintf(body, sizeof body,
			    ORDER("\"%s\":%s,\"collateralData\":[{\"ccy\":\"A\",\"amt\":%s}],"
				  "\"riskWarningData\":{\"liqPx\":%s}"),
			    names[j], cases[i].sent, cases[i].sent, cases[i].sent);
			loans = parse(body);
			for (k = 0; k < COUNT(names); k++)
				assert_int_equal(figure_of(loans->orders, k)->state,
				    k == j ? cases[i].is : FIGURE_ABSENT);
			assert_int_equal(loans->orders[0].pledged.coins[0].amount.state,
			    cases[i].is);
			assert_int_equal(loans->orders[0].liquidation_price.state, cases[i].is);
			loans_drop(loans);
		}
	}
}

TEST(a_figure_of_five_thousand_digits_is_unreadable_and_other_text_is_refused)
{
	struct answer_builder builder = { 0 };
	struct loans *loans;

	answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"curLTV\":\"0.");
	answer_append_times(&builder, "5", 5000);
	answer_append(&builder, "\",\"liqLTV\":\"0.8\",\"loanData\":[{\"ccy\":\"A\",\"amt\":\"");
	answer_append_times(&builder, "5", 5000);
	answer_append(&builder, "\"}]}]}");
	loans = parse(builder.text);
	assert_int_equal(loans->orders[0].ltv.state, FIGURE_UNREADABLE);
	assert_null(loans->orders[0].ltv.sent);
	assert_int_equal(loans->orders[0].owed.coins[0].amount.state, FIGURE_UNREADABLE);
	assert_int_equal(loans->orders[0].liquidation_ltv.state, FIGURE_KNOWN);
	loans_drop(loans);
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"ordId\":\"");
	answer_append_times(&builder, "5", 300);
	answer_append(&builder, "\"}]}");
	answer_built(&builder, "text of over 256 bytes");
}

TEST(figures_that_cannot_be_read_are_named_once)
{
	static const char body[] =
	    "{\"code\":\"0\",\"data\":[{\"curLTV\":\"abc\",\"liqLTV\":\"\","
	    "\"loanData\":[{\"ccy\":\"A\",\"amt\":1},{\"ccy\":\"B\",\"amt\":\"1,0\"}]},"
	    "{\"curLTV\":0.5,\"marginCallLTV\":\"0.7\",\"riskWarningData\":{\"liqPx\":\"+1\"}}]}";
	struct answer_outcome outcome = answer_parse(body, sizeof body - 1);
	const char *const *names = outcome.parsed.unreadable;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_string_equal(names[0], "curLTV");
	assert_string_equal(names[1], "amt");
	assert_string_equal(names[2], "liqPx");
	assert_null(names[3]);
	answer_release(&outcome);
}

TEST(orders_are_found_again_whatever_their_id)
{
	struct loans *first = parse(
	    "{\"code\":\"0\",\"data\":[{\"ordId\":\"7\",\"curLTV\":\"0.1\"},"
	    "{\"ordId\":\"8\",\"curLTV\":\"0.2\"},{\"ordId\":\"7\",\"curLTV\":\"0.3\"},{\"curLTV\":\"0.4\"},"
	    "{\"ordId\":null,\"curLTV\":\"0.5\"},{\"ordId\":12345,\"curLTV\":\"0.6\"},"
	    "{\"ordId\":\"1234567890123456789012345678901234567890123456789012345678901234\",\"curLTV\":\"0.7\"},"
	    "{\"ordId\":\"12345678901234567890123456789012345678901234567890123456789012345\",\"curLTV\":\"0.8\"}]}");
	struct loans *second = parse(
	    "{\"code\":\"0\",\"data\":[{\"curLTV\":\"0.4\"},"
	    "{\"ordId\":\"7\",\"curLTV\":\"0.1\"},{\"curLTV\":\"0.5\"},{\"curLTV\":\"0.6\"},{\"curLTV\":\"0.8\"},"
	    "{\"ordId\":\"1234567890123456789012345678901234567890123456789012345678901234\",\"curLTV\":\"0.7\"},"
	    "{\"ordId\":\"7\",\"curLTV\":\"0.3\"},{\"ordId\":\"8\",\"curLTV\":\"0.2\"}]}");
	static const char *const keys[] = { "7", "8", "7#2", "#1", "#2", "#3",
		"1234567890123456789012345678901234567890123456789012345678901234", "#4" };
	size_t i;

	for (i = 0; i < COUNT(keys); i++) {
		assert_string_equal(first->orders[i].key, keys[i]);
		assert_string_equal(loans_find(second, keys[i])->ltv.sent,
		    first->orders[i].ltv.sent);
	}
	assert_true(loans_same(first, second));
	loans_drop(first);
	loans_drop(second);
}

TEST(lots_may_be_missing_and_a_warning_too)
{
	static const char *const bodies[] = {
		ORDER(""),
		ORDER("\"collateralData\":null,\"loanData\":null,\"riskWarningData\":null"),
		ORDER("\"collateralData\":[],\"loanData\":[],\"riskWarningData\":{}"),
		ORDER("\"riskWarningData\":{\"instId\":7,\"liqPx\":null}"),
		ORDER("\"riskWarningData\":{\"instId\":null,\"liqPx\":\"\",\"more\":[]}"),
	};
	size_t i;

	for (i = 0; i < COUNT(bodies); i++) {
		struct loans *loans = parse(bodies[i]);

		assert_int_equal(loans->count, 1);
		assert_int_equal(loans->orders[0].owed.count + loans->orders[0].pledged.count, 0);
		assert_string_equal(loans->orders[0].instrument, "");
		assert_int_equal(loans->orders[0].liquidation_price.state, FIGURE_ABSENT);
		loans_drop(loans);
	}
}

TEST(a_currency_that_comes_twice_is_added_exactly)
{
	struct loans *loans = parse(
	    ORDER("\"loanData\":[{\"ccy\":\"A\",\"amt\":\"0.1\"},{\"ccy\":\"A\",\"amt\":\"0.20\"},"
		  "{\"ccy\":\"B\",\"amt\":\"1\"},{\"ccy\":\"B\",\"amt\":1}]"));
	const struct amounts *owed = &loans->orders[0].owed;

	assert_int_equal(owed->count, 2);
	assert_string_equal(owed->coins[0].amount.sent, "0.30");
	assert_int_equal(owed->coins[1].amount.state, FIGURE_UNREADABLE);
	loans_drop(loans);
}

TEST(other_shapes_are_unexpected)
{
	TABLE(cases, const char *body, *why) = {
		{ "{\"code\":\"0\"}", "no data" },
		{ "{\"code\":\"0\",\"data\":null}", "data is not a list" },
		{ "{\"code\":\"0\",\"data\":{}}", "data is not a list" },
		{ "{\"code\":\"0\",\"data\":[null]}",
		    "unexpected answer: data[0] is not an object" },
		{ "{\"code\":\"0\",\"data\":[{},[]]}",
		    "unexpected answer: data[1] is not an object" },
		{ ORDER("\"curLTV\":\"0.5\",\"curLTV\":\"0.6\""),
		    "data[0] member \"curLTV\" comes twice" },
		{ ORDER("\"x\":1,\"x\":1"), "data[0] member \"x\" comes twice" },
		{ ORDER("\"ordId\":\"1\\n\""), "control character" },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		answer_broken(cases[i].body, strlen(cases[i].body), cases[i].why);
}

TEST(a_thousand_orders_and_not_one_more)
{
	struct answer_builder builder = { 0 };

	answer_append(&builder, "{\"code\":\"0\",\"data\":[{}");
	answer_append_times(&builder, ",{}", LOAN_MAX_ORDERS - 1);
	answer_append(&builder, "]}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[{}");
	answer_append_times(&builder, ",{}", LOAN_MAX_ORDERS);
	answer_append(&builder, "]}");
	answer_built(&builder, "data[1000] is one more than the 1000 loans there may be");
}

TEST(twenty_thousand_coins_and_not_one_more)
{
	struct answer_builder builder = { 0 };
	int i;

	for (i = 0; i < 2; i++) {
		answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"loanData\":[{\"ccy\":\"A\"}");
		answer_append_times(&builder, ",{\"ccy\":\"A\"}", 9999);
		answer_append(&builder, "]},{\"collateralData\":[{\"ccy\":\"A\"}");
		answer_append_times(&builder, ",{\"ccy\":\"A\"}", LOAN_MAX_COINS - 10001);
		answer_append_times(&builder, ",{\"ccy\":\"A\"}", (size_t)i);
		answer_append(&builder, "]}]}");
		answer_built(&builder,
		    i == 0 ?
			NULL :
			"data[1].collateralData[10000] is one more than the 20000 there may be in all");
	}
}

int
main(void)
{
	answer_endpoint = OKX_ENDPOINT_LOAN_INFO;
	return test_main();
}
