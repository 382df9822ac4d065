/* SPDX-License-Identifier: ISC */
/* Answers of the exchange, good and broken: a snapshot whole, or a cause. */
#include "test.h"

#include <cjson/cJSON.h>

#include "okx/parse.h"

#include "unit/answer.h"

static const struct okx_call time_call = { .endpoint = OKX_ENDPOINT_TIME };

TEST(the_documented_answer_becomes_a_snapshot)
{
	struct answer_outcome outcome = answer_parse_data("collateral-assets.json");
	const struct assets *assets = outcome.parsed.assets;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(assets->count, 3);
	assert_string_equal(assets->items[0].ccy, "BTC");
	assert_string_equal(assets->items[0].amount.sent, "1.7921483143067599");
	assert_string_equal(assets->items[0].value.sent, "158292.621793314105231");
	assert_string_equal(assets->items[2].ccy, "USDT");
	assert_int_equal(assets->items[1].amount.state, FIGURE_KNOWN);
	assert_int_equal(assets->items[1].value.state, FIGURE_KNOWN);
	assert_false(assets_partial(assets));
	assert_string_equal(assets->from.endpoint, answer_path());
	assert_string_equal(assets->from.account_id.host, answer_call.account_id->host);
	assert_int_equal(assets->from.arrived_ms, 1234);
	assert_int_equal(assets->from.arrived_utc_ms, answer_call.arrived_utc_ms);
	assert_string_equal(assets->ord_id, "");
	answer_release(&outcome);
}

TEST(what_was_asked_for_stays_with_the_snapshot)
{
	static const char body[] = "{\"code\":\"0\",\"data\":[]}";
	struct okx_call call = answer_call;
	struct okx_parsed parsed;
	struct okx_refusal refusal;
	struct cause cause;

	call.endpoint = OKX_ENDPOINT_COLLATERAL_ASSETS;
	call.ccy = "BTC";
	call.ord_id = "12345";
	assert_int_equal(okx_parse(&call, body, sizeof body - 1, &parsed, &refusal, &cause),
	    OKX_PARSE_DONE);
	assert_string_equal(parsed.assets->only, "BTC");
	assert_string_equal(parsed.assets->ord_id, "12345");
	okx_parsed_drop(&parsed);
	assert_null(parsed.assets);
}

TEST(an_empty_list_is_sent_in_two_ways)
{
	static const char *const files[] = { "collateral-no-loan.json",
		"collateral-no-assets.json" };
	struct answer_outcome outcome;

	for (size_t i = 0; i < COUNT(files); i++) {
		outcome = answer_parse_data(files[i]);
		assert_int_equal(outcome.result, OKX_PARSE_DONE);
		assert_int_equal(outcome.parsed.assets->count, 0);
		answer_release(&outcome);
	}
	outcome = answer_parse(ANSWER_LITERAL(
	    "{\"code\":\"0\",\"data\":[{\"assets\":[]},{\"assets\":[{\"ccy\":\"BTC\"}]}]}"));
	assert_int_equal(outcome.parsed.assets->count, 1);
	answer_release(&outcome);
}

TEST(elements_and_order_do_not_matter)
{
	struct answer_outcome outcome = answer_parse(ANSWER_LITERAL(
	    "\r\n\t {\"new\":{\"deep\":[1,2.50,-3e-2,true,null]},\"data\":["
	    "{\"x\":1,\"assets\":[{\"notionalUsd\":\"2\",\"more\":[],\"amt\":\"1\",\"ccy\":\"B\"}]},"
	    "{\"assets\":[{\"ccy\":\"A\",\"amt\":\"5\",\"notionalUsd\":\"6\"},"
	    "{\"ccy\":\"B\",\"amt\":\"10\",\"notionalUsd\":\"20\"}]}],\"code\":\"0\",\"msg\":\"\"} \n"));
	const struct assets *assets = outcome.parsed.assets;

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_int_equal(assets->count, 2);
	assert_string_equal(assets->items[0].ccy, "A");
	assert_string_equal(assets->items[1].ccy, "B");
	assert_int_equal(assets->items[1].parts, 2);
	assert_string_equal(assets->items[1].amount.sent, "11");
	assert_string_equal(assets->items[1].value.sent, "22");
	answer_release(&outcome);
}

TEST(refusals_come_out_with_their_words)
{
	TABLE(cases, const char *body, *code, *message) = {
		{ "{\"msg\":\"x\",\"code\":\"50102\"}", "50102", "x" },
		{ "{\"code\":50113,\"msg\":\"Invalid signature.\",\"data\":[]}", "50113",
		    "Invalid signature." },
		{ "{\"code\":\"50011\"}", "50011", "" },
		{ "{\"code\":\"50011\",\"msg\":null,\"data\":null}", "50011", "" },
		{ "{\"code\":\"50011\",\"msg\":7,\"data\":{}}", "50011", "" },
		{ "{\"Code\":\"0\",\"code\":\"50011\"}", "50011", "" },
		{ "{\"code\":\"00\",\"data\":[]}", "00", "" },
		{ "{\"code\":-1,\"data\":[]}", "-1", "" },
		{ "{\"code\":\"1\",\"msg\":\"m\",\"data\":[]}", "1", "m" },
		{ "{\"code\":\"1\",\"msg\":\"m\",\"data\":[{\"sCode\":\"0\",\"sMsg\":\"\"},{\"sCode\":\"51000\","
		  "\"sMsg\":\"why\"}]}",
		    "51000", "why" },
		{ "{\"code\":\"1\",\"msg\":\"m\",\"data\":[1,null,[],{\"sCode\":\"\"}]}", "1",
		    "m" },
		{ "{\"code\":\"2\",\"msg\":\"m\",\"data\":[{\"sCode\":51000}]}", "51000", "" },
		{ "{\"code\":\"50001\",\"msg\":\"m\",\"data\":[{\"sCode\":\"51000\",\"sMsg\":\"why\"}]}",
		    "50001", "m" },
		{ "{\"code\":\"59999\",\"msg\":\"a\\nb\\u001b[2Jc\\u0007\\u202e\"}", "59999",
		    "a?b?[2Jc??" },
	};
	struct answer_outcome outcome;
	struct answer_builder builder = { 0 };
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		outcome = answer_parse(cases[i].body, strlen(cases[i].body));
		if (outcome.result != OKX_PARSE_REFUSED)
			fail_msg("%s: %s", cases[i].body, outcome.cause.text);
		assert_string_equal(outcome.refusal.code, cases[i].code);
		assert_string_equal(outcome.refusal.message, cases[i].message);
	}

	outcome = answer_parse_data("error-50113.json");
	assert_int_equal(outcome.result, OKX_PARSE_REFUSED);
	assert_string_equal(outcome.refusal.code, "50113");
	assert_string_equal(outcome.refusal.message, "Invalid signature.");
	outcome = answer_parse_data("error-50102-no-data.json");
	assert_string_equal(outcome.refusal.code, "50102");
	outcome = answer_parse_data("error-1-reason-inside.json");
	assert_string_equal(outcome.refusal.code, "51063");
	assert_string_equal(outcome.refusal.message, "OrdId does not exist");
	outcome = answer_parse_data("error-50110.json");
	assert_non_null(strstr(outcome.refusal.message, "2001:db8::7f"));
	outcome = answer_parse_data("error-59999-escapes.json");
	assert_string_equal(outcome.refusal.message, "?[31m系统繁忙?]0;x?");

	/* Long words are cut; the reason is not lost over them. */
	answer_append(&builder, "{\"code\":\"50029\",\"msg\":\"");
	answer_append_times(&builder, "ö", 300);
	answer_append(&builder, "\"}");
	outcome = answer_parse(builder.text, builder.length);
	free(builder.text);
	assert_int_equal(outcome.result, OKX_PARSE_REFUSED);
	assert_int_equal(strlen(outcome.refusal.message), OKX_SCAN_MAX_STRING);
}

TEST(other_shapes_are_unexpected)
{
	TABLE(cases, const char *body, *why) = {
		{ "{}", "no code" },
		{ "{\"message\":\"name resolution failed\"}", "no code" },
		{ "{\"Code\":\"0\",\"data\":[]}", "no code" },
		{ "{\"code\":\"\",\"data\":[]}", "code is not a string" },
		{ "{\"code\":null,\"data\":[]}", "code is not a string" },
		{ "{\"code\":true,\"data\":[]}", "code is not a string" },
		{ "{\"code\":{},\"data\":[]}", "code is not a string" },
		{ "{\"code\":0.5,\"data\":[]}", "code is not a string" },
		{ "{\"code\":1e999,\"data\":[]}", "code is not a string" },
		{ "{\"code\":99999999999,\"data\":[]}", "code is not a string" },
		{ "{\"code\":\"0\"}", "no data" },
		{ "{\"code\":\"0\",\"Data\":[]}", "no data" },
		{ "{\"code\":\"0\",\"data\":null}", "data is not a list" },
		{ "{\"code\":\"0\",\"data\":{}}", "data is not a list" },
		{ "{\"code\":\"0\",\"data\":\"\"}", "data is not a list" },
		{ "{\"code\":\"0\",\"data\":[null]}", "data[0] is not an object" },
		{ "{\"code\":\"0\",\"data\":[[]]}", "data[0] is not an object" },
		{ "{\"code\":\"0\",\"data\":[1]}", "data[0] is not an object" },
		{ "{\"code\":\"0\",\"data\":[{}]}", "data[0] has no list of assets" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":null}]}",
		    "data[0] has no list of assets" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":{}}]}", "data[0] has no list of assets" },
		{ "{\"code\":\"0\",\"data\":[{\"Assets\":[]}]}", "data[0] has no list of assets" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[]},7]}", "data[1] is not an object" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[null]}]}",
		    "data[0].assets[0] is not an object" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"A\"},{\"amt\":\"1\"}]}]}",
		    "data[0].assets[1] has no ccy" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"\"}]}]}",
		    "data[0].assets[0] has no ccy" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":7}]}]}",
		    "data[0].assets[0] has no ccy" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[{\"CCY\":\"A\"}]}]}",
		    "data[0].assets[0] has no ccy" },
		{ "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":"
		  "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}]}",
		    "over 64 bytes" },
		{ "[]", "a list" },
		{ "[{\"code\":\"0\"}]", "a list" },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		answer_broken(cases[i].body, strlen(cases[i].body), cases[i].why);
}

TEST(escaped_controls_never_become_figures)
{
	static const char *const escapes[] = { "\\u0001", "\\u001b", "\\u001B[2J", "\\u007f",
		"\\u0085", "\\u009b", "\\n", "\\r", "\\t", "\\b", "\\f" };
	static const char *const places[] = {
		"{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"B%s\",\"amt\":\"1\"}]}]}",
		"{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"1%s\"}]}]}",
		"{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\",\"%s\":\"1\"}]}]}",
		"{\"code\":\"0\",\"msg\":\"%s\",\"data\":[]}",
	};
	char body[256];
	size_t i, j;

	for (i = 0; i < COUNT(escapes); i++) {
		for (j = 0; j < COUNT(places); j++) {
			const char *hole = strchr(places[j], '%');

			snprintf(body, sizeof body, "%.*s%s%s", (int)(hole - places[j]), places[j],
			    escapes[i], hole + 2);
			answer_broken(body, strlen(body), "control character at byte ");
		}
	}
	/* NUL would cut the text, so it passes nowhere. */
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\\u0000\",\"data\":[]}"),
	    "escaped NUL at byte 11");
	answer_broken(ANSWER_LITERAL("{\"code\":\"50113\",\"msg\":\"a\\u0000b\"}"),
	    "escaped NUL at byte ");
}

TEST(harmless_escapes_are_read)
{
	struct answer_outcome outcome = answer_parse(ANSWER_LITERAL(
	    "{\"c\\u006fde\":\"\\u0030\",\"data\":[{\"assets\":[{\"ccy\":"
	    "\"\\u0042\\/\\\\\\\"\\u00e9\\u7cfb\\ud83d\\ude00\",\"amt\":\"\\u0031\"}]}]}"));

	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	assert_string_equal(outcome.parsed.assets->items[0].ccy, "B/\\\"\u00e9\u7cfb\U0001F600");
	assert_string_equal(outcome.parsed.assets->items[0].amount.sent, "1");
	answer_release(&outcome);
}

TEST(members_that_come_twice_are_refused)
{
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[],\"code\":\"1\"}"),
	    "member \"code\" comes twice");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[],\"data\":[]}"),
	    "member \"data\" comes twice");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"c\\u006fde\":\"0\",\"data\":[]}"),
	    "member \"code\" comes twice");
	answer_broken(ANSWER_LITERAL("{\"x\":1,\"code\":\"0\",\"data\":[],\"x\":1}"),
	    "member \"x\" comes twice");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[{\"assets\":[],\"assets\":[]}]}"),
	    "data[0] member \"assets\" comes twice");
	answer_broken(
	    ANSWER_LITERAL(
		"{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"A\",\"amt\":\"1\",\"amt\":\"2\"}]}]}"),
	    "data[0].assets[0] member \"amt\" comes twice");
}

TEST(absent_and_unreadable_figures_are_told_apart)
{
	TABLE(cases, const char *sent; enum figure_state is) = {
		{ "\"1.5\"", FIGURE_KNOWN },
		{ "\"-0\"", FIGURE_KNOWN },
		{ "\"9.7E-7\"", FIGURE_KNOWN },
		{ "\"\"", FIGURE_ABSENT },
		{ "null", FIGURE_ABSENT },
		{ "1.5", FIGURE_UNREADABLE },
		{ "0", FIGURE_UNREADABLE },
		{ "1e999", FIGURE_UNREADABLE },
		{ "true", FIGURE_UNREADABLE },
		{ "false", FIGURE_UNREADABLE },
		{ "{}", FIGURE_UNREADABLE },
		{ "[]", FIGURE_UNREADABLE },
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
	char body[256];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct answer_outcome outcome;
		const struct asset *asset;

		snprintf(body, sizeof body,
		    "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"A\",\"amt\":%s,"
		    "\"notionalUsd\":\"7\"},{\"ccy\":\"B\",\"amt\":\"7\",\"notionalUsd\":%s},{\"ccy\":\"C\"}]}]}",
		    cases[i].sent, cases[i].sent);
		outcome = answer_parse(body, strlen(body));
		if (outcome.result != OKX_PARSE_DONE)
			fail_msg("%s: %s", body, outcome.cause.text);
		asset = outcome.parsed.assets->items;
		assert_int_equal(asset[0].amount.state, cases[i].is);
		assert_int_equal(asset[0].value.state, FIGURE_KNOWN);
		assert_int_equal(asset[1].amount.state, FIGURE_KNOWN);
		assert_int_equal(asset[1].value.state, cases[i].is);
		assert_int_equal(asset[2].amount.state, FIGURE_ABSENT);
		assert_int_equal(asset[2].value.state, FIGURE_ABSENT);
		assert_true(assets_partial(outcome.parsed.assets));
		answer_release(&outcome);
	}
}

TEST(the_exchange_s_time_is_read)
{
	static const struct {
		const char *ts;
		int64_t utc_ms; /* -1: refused */
	} cases[] = {
		{ "\"1597026383085\"", INT64_C(1597026383085) },
		{ "\"0\"", 0 },
		{ "\"4102444800000\"", INT64_C(4102444800000) },
		{ "\"4102444800001\"", -1 },
		{ "\"-1\"", -1 },
		{ "\"+1\"", -1 },
		{ "\" 1\"", -1 },
		{ "\"1.5\"", -1 },
		{ "\"1e3\"", -1 },
		{ "\"\"", -1 },
		{ "\"now\"", -1 },
		{ "\"99999999999999999999\"", -1 },
		{ "1597026383085", -1 },
		{ "null", -1 },
	};
	static const char *const shapes[] = {
		"{\"code\":\"0\",\"data\":[]}",
		"{\"code\":\"0\",\"data\":[1]}",
		"{\"code\":\"0\",\"data\":[{}]}",
		"{\"code\":\"0\",\"data\":[{\"ts\":\"1\",\"ts\":\"2\"}]}",
		"{\"code\":\"0\"}",
	};
	struct okx_parsed parsed;
	struct okx_refusal refusal;
	struct cause cause;
	char body[128];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		snprintf(body, sizeof body, "{\"code\":\"0\",\"data\":[{\"ts\":%s}],\"msg\":\"\"}",
		    cases[i].ts);
		memset(&parsed, 0, sizeof parsed);
		if (cases[i].utc_ms >= 0) {
			assert_int_equal(okx_parse(&time_call, body, strlen(body), &parsed,
					     &refusal, &cause),
			    OKX_PARSE_DONE);
			assert_int_equal(parsed.server_utc_ms, cases[i].utc_ms);
		} else {
			assert_int_equal(okx_parse(&time_call, body, strlen(body), &parsed,
					     &refusal, &cause),
			    OKX_PARSE_BROKEN);
			assert_string_equal(cause.text,
			    "unexpected answer: data[0].ts is not a time");
		}
	}
	for (i = 0; i < COUNT(shapes); i++)
		assert_int_equal(okx_parse(&time_call, shapes[i], strlen(shapes[i]), &parsed,
				     &refusal, &cause),
		    OKX_PARSE_BROKEN);
	snprintf(body, sizeof body, "{\"code\":\"50011\",\"msg\":\"Too Many Requests\"}");
	assert_int_equal(okx_parse(&time_call, body, strlen(body), &parsed, &refusal, &cause),
	    OKX_PARSE_REFUSED);
	assert_string_equal(refusal.code, "50011");
}

#define KEYS "{\"api_key\":\"k\",\"secret_key\":\"s\",\"passphrase\":\"p\"}"

TEST(the_simulator_announces_itself)
{
	static const char good[] =
	    "{\"base\":\"http://127.0.0.1:4711\",\"production\":" KEYS ",\"demo\":{\"api_key\":"
	    "\"dk\",\"secret_key\":\"ds\",\"passphrase\":\"dp\",\"x\":1},\"seed\":7}\n";
	static const char *const bad[] = {
		"",
		"\n",
		"colltop-sim: cannot listen",
		"{}",
		"{\"base\":\"x\"}",
		"{\"base\":\"\"}",
		"{\"base\":7,\"production\":" KEYS ",\"demo\":" KEYS "}",
		"{\"base\":\"x\",\"production\":" KEYS "}",
		"{\"base\":\"x\",\"production\":" KEYS ",\"demo\":[]}",
		"{\"base\":\"x\",\"production\":" KEYS
		",\"demo\":{\"api_key\":\"k\",\"secret_key\":\"s\"}}",
		"{\"base\":\"x\",\"production\":" KEYS
		",\"demo\":{\"api_key\":\"k\\n\",\"secret_key\":\"s\","
		"\"passphrase\":\"p\"}}",
		"{\"base\":\"x\",\"production\":" KEYS
		",\"demo\":{\"passphrase\":\"p\",\"secret_key\":\"s\","
		"\"api_key\":\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\"}}",
	};
	struct okx_announcement announcement = { 0 };
	struct cause cause;
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		cause.text[0] = '\0';
		assert_false(okx_parse_announcement(&announcement, bad[i], strlen(bad[i]), &cause));
		assert_non_null(strstr(cause.text, "colltop-sim"));
		assert_string_equal(announcement.base, "");
	}
	assert_true(okx_parse_announcement(&announcement, good, sizeof good - 1, &cause));
	assert_string_equal(announcement.base, "http://127.0.0.1:4711");
	assert_string_equal(announcement.keys[ENVIRONMENT_PRODUCTION].api_key, "k");
	assert_string_equal(announcement.keys[ENVIRONMENT_PRODUCTION].passphrase, "p");
	assert_string_equal(announcement.keys[ENVIRONMENT_DEMO].secret_key, "ds");
	assert_string_equal(okx_parse_version(), cJSON_Version());
}

static void *
no_memory(size_t size)
{
	(void)size;
	return NULL;
}

TEST(a_library_without_memory_breaks_the_answer)
{
	cJSON_Hooks hooks = { .malloc_fn = no_memory, .free_fn = free };

	(void)state;
	cJSON_InitHooks(&hooks);
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[]}"), "out of memory");
	cJSON_InitHooks(NULL);
}
