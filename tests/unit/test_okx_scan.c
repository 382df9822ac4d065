/* SPDX-License-Identifier: ISC */
/* What the parser never sees, and the limits of what it takes. */
#include "test.h"

#include <cjson/cJSON.h>

#include "okx/parse.h"
#include "okx/scan.h"

#include "unit/answer.h"

static const struct okx_call time_call = { .endpoint = OKX_ENDPOINT_TIME };

TEST(what_is_no_json_is_measured)
{
	char *page = malloc(2 * 1024 * 1024 + 2);
	size_t length;

	answer_broken("", 0, "empty answer");
	answer_broken(ANSWER_LITERAL(" \r\n"), "empty answer");
	answer_broken(ANSWER_LITERAL("x"), "not JSON, 1 byte");
	answer_broken(ANSWER_LITERAL("null"), "not JSON, 4 bytes");
	answer_broken(ANSWER_LITERAL("Too Many Requests"), "not JSON but \"Too Many Requests\"");
	answer_broken(ANSWER_LITERAL("\xEF\xBB\xBF{\"code\":\"0\",\"data\":[]}"), "not JSON");
	answer_broken(ANSWER_LITERAL("{\0\"\0c\0"), "not valid JSON at byte 2");
	answer_broken(ANSWER_LITERAL("\xFF\xFE{\0\"\0"), "not JSON");
	answer_broken(ANSWER_LITERAL("\x1F\x8B\x08"), "not JSON");

	assert_non_null(page);
	memset(page, '<', 2 * 1024 * 1024 + 1);
	page[2 * 1024 * 1024 + 1] = '\0';
	answer_broken(page, 1229, "not JSON, 1.2 KiB");
	answer_broken(page, 1024 * 1024, "not JSON, 1.0 MiB");
	answer_broken(page, 2 * 1024 * 1024, "not JSON, 2.0 MiB");
	answer_broken(page, 2 * 1024 * 1024 + 1, "larger than 2 MiB");
	free(page);

	page = answer_read_data("front-503.html", &length);
	answer_broken(page, length, "not JSON, 172 bytes");
	free(page);
}

/* The example cut at each byte, and with something behind it. */
TEST(nothing_but_the_whole_is_taken)
{
	size_t length, i;
	char *text = answer_read_data("collateral-assets.json", &length), where[64];
	struct answer_outcome outcome;
	char *longer = malloc(2 * length + 2);

	for (i = 1; i < length; i++) {
		snprintf(where, sizeof where, "not valid JSON at byte ");
		answer_broken(text, i, where);
	}
	answer_broken(text, 0, "empty answer");

	assert_non_null(longer);
	memcpy(longer, text, length);
	memcpy(longer + length, "x", 2);
	snprintf(where, sizeof where, "not valid JSON at byte %zu", length + 1);
	answer_broken(longer, length + 1, where);
	memcpy(longer + length, text, length);
	answer_broken(longer, 2 * length, where);
	longer[length] = '\0';
	answer_broken(longer, length + 1, where);
	longer[length] = '\n';
	outcome = answer_parse(longer, length + 1);
	assert_int_equal(outcome.result, OKX_PARSE_DONE);
	answer_release(&outcome);
	free(longer);
	free(text);
}

/* cJSON alone would take many of these. */
TEST(lax_json_is_refused)
{
	static const char *const values[] = { "0123", "-", "-01", "+1", "1.", ".5", "1e", "1e+",
		"0x10", "NaN", "Infinity", "-Infinity", "tru", "True", "nul", "'a'", "\"a",
		"\"\t\"", "\"\x1B[2J\"", "\"\x01\"", "\"\n\"", "\"\\x\"", "\"\\u12\"",
		"\"\\u12G4\"", "\"\\uX000\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"",
		"\"\\udc00\"", "\"\\udc00\\ud800\"", "[1,]", "[,1]", "[1 2]", "[1", "[1}",
		"{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{1:2}", "{\"a\":1 \"b\":2}",
		"{\"a\":1]", "/* */ 1", "1 // x", "", ",", ":", "\f1", "\v1", "\u00a01" };
	char body[256];
	size_t i;

	for (i = 0; i < COUNT(values); i++) {
		snprintf(body, sizeof body, "{\"code\":\"0\",\"x\":%s,\"data\":[]}", values[i]);
		answer_broken(body, strlen(body), "not valid JSON at byte ");
	}
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"data\":[]"), "not valid JSON at byte 22");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",,\"data\":[]}"), "not valid JSON at byte 13");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\"\0,\"data\":[]}"),
	    "not valid JSON at byte 12");
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"x\":\"\0\",\"data\":[]}"),
	    "not valid JSON at byte 18");
}

TEST(foreign_bytes_are_refused)
{
	static const char *const bytes[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3",
		"\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
		"\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "caf\xE9", "\xC3\"",
		"\xE2\x82" };
	char body[256];
	size_t i;

	for (i = 0; i < COUNT(bytes); i++) {
		snprintf(body, sizeof body, "{\"code\":\"0\",\"x\":\"%s\",\"data\":[]}", bytes[i]);
		answer_broken(body, strlen(body), "not UTF-8 at byte ");
	}
	answer_broken(ANSWER_LITERAL("{\"code\":\"0\",\"x\":\"ab\xFF\",\"data\":[]}"),
	    "not UTF-8 at byte 20");
}

TEST(depth_is_bounded_before_parsing)
{
	static const size_t depths[] = { 17, 1000, 100000 };
	static const char *const kinds[][2] = { { "[", "]" }, { "{\"a\":", "}" } };
	struct answer_builder builder = { 0 };
	size_t i, kind;

	for (kind = 0; kind < COUNT(kinds); kind++) {
		answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":");
		answer_append_times(&builder, kinds[kind][0], 15);
		answer_append(&builder, "0");
		answer_append_times(&builder, kinds[kind][1], 15);
		answer_append(&builder, "}");
		answer_built(&builder, NULL);
		for (i = 0; i < COUNT(depths); i++) {
			answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":");
			answer_append_times(&builder, kinds[kind][0], depths[i] - 1);
			answer_append(&builder, "0");
			answer_append_times(&builder, kinds[kind][1], depths[i] - 1);
			answer_append(&builder, "}");
			answer_built(&builder, "nested deeper than 16");
		}
	}
	answer_append_times(&builder, "{\"x\":", 17);
	answer_built(&builder, "nested deeper than 16 at byte 81");
}

TEST(counts_are_bounded)
{
	struct answer_builder builder = { 0 };
	char row[128];
	size_t i;

	answer_append(&builder, "{\"code\":\"0\",\"data\":[0");
	answer_append_times(&builder, ",0", 512 * 1024);
	answer_append(&builder, "]}");
	answer_built(&builder, "more than 161024 values");

	answer_append(&builder, "{\"code\":\"0\",\"data\":[]");
	for (i = 0; i < 200000; i++) {
		snprintf(row, sizeof row, ",\"%zu\":0", i);
		answer_append(&builder, row);
	}
	answer_append(&builder, "}");
	answer_built(&builder, "more than 161024 values");

	answer_append(&builder, "{\"code\":\"0\",\"data\":[]");
	for (i = 0; i < OKX_PARSE_MAX_MEMBERS - 2; i++) {
		snprintf(row, sizeof row, ",\"%zu\":0", i);
		answer_append(&builder, row);
	}
	answer_append(&builder, "}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[]");
	for (i = 0; i < OKX_PARSE_MAX_MEMBERS - 1; i++) {
		snprintf(row, sizeof row, ",\"%zu\":0", i);
		answer_append(&builder, row);
	}
	answer_append(&builder, "}");
	answer_built(&builder, "more than 128 members");
}

TEST(long_figures_are_unreadable_and_other_texts_refused)
{
	static const size_t lengths[] = { 256, 257, 5000 };
	struct answer_builder builder = { 0 };
	size_t i;

	for (i = 0; i < COUNT(lengths); i++) {
		bool too_long = lengths[i] > OKX_SCAN_MAX_STRING;
		struct answer_outcome outcome;

		answer_append(&builder,
		    "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"A\",\"amt\":\"");
		answer_append_times(&builder, "1", lengths[i]);
		answer_append(&builder, "\",\"notionalUsd\":\"7\"}]}]}");
		outcome = answer_parse(builder.text, builder.length);
		assert_int_equal(outcome.result, OKX_PARSE_DONE);
		assert_int_equal(outcome.parsed.assets->items[0].amount.state, FIGURE_UNREADABLE);
		assert_int_equal(outcome.parsed.assets->items[0].value.state, FIGURE_KNOWN);
		answer_release(&outcome);
		answer_built(&builder, NULL);

		answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":\"");
		answer_append_times(&builder, "1", lengths[i]);
		answer_append(&builder, "\"}");
		answer_built(&builder,
		    too_long ? "text of over 256 bytes, the first at byte 27" : NULL);

		answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"");
		answer_append_times(&builder, "1", lengths[i]);
		answer_append(&builder, "\":0}");
		answer_built(&builder, too_long ? "text of over 256 bytes" : NULL);

		answer_append(&builder,
		    "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"A\",\"x\":\"");
		answer_append_times(&builder, "1", lengths[i]);
		answer_append(&builder, "\",\"amt\":\"");
		answer_append_times(&builder, "1", lengths[i]);
		answer_append(&builder, "\"}]}]}");
		answer_built(&builder, too_long ? "text of over 256 bytes" : NULL);
	}
	/* Escapes count as what they stand for. */
	answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":\"");
	answer_append_times(&builder, "\\u7cfb", 85);
	answer_append(&builder, "\\/\"}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":\"");
	answer_append_times(&builder, "\\u7cfb", 85);
	answer_append(&builder, "\\u00e9\"}");
	answer_built(&builder, "text of over 256 bytes");
	answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":");
	answer_append_times(&builder, "1", 63);
	answer_append(&builder, "}");
	answer_built(&builder, NULL);
	answer_append(&builder, "{\"code\":\"0\",\"data\":[],\"x\":");
	answer_append_times(&builder, "1", 64);
	answer_append(&builder, "}");
	answer_built(&builder, "number of over 63 characters at byte 27");
}

/* 20,000 rows are taken, one more is not. */
TEST(rows_are_bounded)
{
	struct answer_builder builder = { 0 };
	size_t count, i;
	char row[128];

	for (count = ASSETS_MAX_ASSETS; count <= ASSETS_MAX_ASSETS + 1; count++) {
		answer_append(&builder, "{\"code\":\"0\",\"data\":[{\"assets\":[");
		for (i = 0; i < count; i++) {
			snprintf(row, sizeof row,
			    "%s{\"ccy\":\"C%zu\",\"amt\":\"1.5\",\"notionalUsd\":\"%zu.25\"}",
			    i == 0 ? "" : ",", i, i);
			answer_append(&builder, row);
		}
		answer_append(&builder, "]}]}");
		answer_built(&builder,
		    count > ASSETS_MAX_ASSETS ?
			"data[0].assets[20000] is one more than the 20000 rows there may be" :
			NULL);
	}
}

/* Hooks for cJSON whose allocations fail from the n-th on, and that count what is not freed. */
static size_t allocations_left, blocks_in_use;

static void *
counted_malloc(size_t size)
{
	void *block;

	if (allocations_left == 0)
		return NULL;
	allocations_left--;
	block = malloc(size);
	blocks_in_use += block != NULL;
	return block;
}

static void
counted_free(void *block)
{
	blocks_in_use -= block != NULL;
	free(block);
}

TEST(fault_84_every_allocation_may_fail)
{
	static const char *const names[] = { "collateral-assets.json", "error-1-reason-inside.json",
		"time.json" };
	cJSON_Hooks hooks = { .malloc_fn = counted_malloc, .free_fn = counted_free };
	size_t which, n;

	cJSON_InitHooks(&hooks);
	for (which = 0; which < COUNT(names); which++) {
		struct answer_outcome outcome = { .result = OKX_PARSE_BROKEN };
		size_t length;
		char *text = answer_read_data(names[which], &length);

		for (n = 0; n < 1000 && outcome.result == OKX_PARSE_BROKEN; n++) {
			allocations_left = n;
			if (which == 2) {
				outcome.cause.text[0] = '\0';
				outcome.result = okx_parse(&time_call, text, length,
				    &outcome.parsed, &outcome.refusal, &outcome.cause);
			} else
				outcome = answer_parse(text, length);
			if (outcome.result == OKX_PARSE_BROKEN)
				assert_string_equal(outcome.cause.text, "out of memory");
			assert_int_equal(blocks_in_use, 0);
		}
		assert_in_range(n, 10, 100);
		answer_release(&outcome);
		free(text);
	}
	cJSON_InitHooks(NULL);
}
