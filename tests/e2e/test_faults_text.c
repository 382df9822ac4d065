/* SPDX-License-Identifier: ISC */
/* Bytes that are no JSON, or worse: section C of the table. */
#include "test.h"

#include "e2e/faults.h"

#define BODY \
	"{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"1\",\"notionalUsd\":\"2\"}]}]}"
#define OF(literal) \
	{ \
		SEND(OK_JSON), SEND(literal) \
	}
#define WITH_CCY(text) \
	OF("{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"" text \
	   "\",\"amt\":\"1\",\"notionalUsd\":\"2\"}]}]}")
#define SEVENTEEN "[[[[[[[[[[[[[[[[["

/* What SCRIPT sends, once without a screen; returns the most memory in KiB. */
static long
once(struct place *place, const struct raw_step *script, int status, const char *words)
{
	const struct bad_plan plan = { .script = script, .path = BAD_COLLATERAL };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct place_result result;
	long peak;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	result = place_run(place, (const char *const[]){ "--once", NULL });
	fault_need(result.status == status, "status %d, not %d: %s%s", result.status, status,
	    result.out, result.err);
	fault_need(strstr(result.out, words) != NULL || strstr(result.err, words) != NULL,
	    "no \"%s\" in: %s%s", words, result.out, result.err);
	fault_clean(place, result.out, "standard output");
	fault_clean(place, result.err, "standard error");
	peak = result.peak_kib;
	place_result_free(&result);
	bad_exchange_stop(exchange);
	return peak;
}

/* A whole HTTP answer around each beginning of the JSON. */
static void
cut_at_every_byte(struct place *place)
{
	struct raw_step script[] = { SEND(OK_JSON), { .action = RAW_SEND, .text = BODY },
		{ .action = RAW_END } };

	for (size_t length = 1; length < sizeof BODY - 1; length++) {
		script[1].length = length;
		once(place, script, 1, "not valid JSON at byte ");
	}
}

/* Only the member of that very name counts. */
static void
names_in_capitals(struct place *place)
{
	static const struct raw_step good[] = OF(
	    "{\"Code\":\"50113\",\"code\":\"0\",\"Data\":[],\"data\":[{\"assets\":[{"
	    "\"CCY\":\"ETH\",\"ccy\":\"BTC\",\"amt\":\"1\",\"Amt\":\"7\",\"notionalUsd\":\"2\"}]}]}");
	static const struct raw_step none[] = OF("{\"Code\":\"0\",\"data\":[]}");

	once(place, (const struct raw_step[]){ good[0], good[1], { .action = RAW_END } }, 0, "BTC");
	once(place, (const struct raw_step[]){ none[0], none[1], { .action = RAW_END } }, 1,
	    "no code");
}

/* A megabyte that would be a hundred as a tree. */
static void
many_values(struct place *place)
{
	static const struct fault_way ways[] = {
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":["), SEND_TIMES("0,", 524288),
		      SEND("0]}") },
		    { "more than" } },
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":[{"),
		      SEND_TIMES("\"k\":1,", 200000), SEND("\"k\":1}]}") },
		    { "more than" } },
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":["), SEND_TIMES("{},", 200000),
		      SEND("{}]}") },
		    { "more than" } },
	};
	const struct bad_plan plan = { .script = ways[0].steps, .good = 1 };
	struct bad_exchange *exchange;
	struct terminal *terminal;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		long peak = once(place, ways[i].steps, 1, ways[i].says[0]);

#ifndef COLLTOP_SANITIZERS
		fault_need(peak <= 100 * 1024, "%ld KiB at one time", peak);
#else
		(void)peak;
#endif
	}
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	fault_holds(terminal, FAULT_VALUE, ways[0].says);
	fault_paced(exchange, OKX_RETRY_BACKOFF, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

/* The same bytes of output whatever the locale takes for a decimal point. */
static void
decimal_comma(struct place *place)
{
	static const char *const formats[] = { "--format=table", "--format=json", "--format=csv" };
	const struct bad_plan plan = { .good = 0 };
	struct bad_exchange *exchange;
	char command[700];

	snprintf(command, sizeof command,
	    "localedef -c -i de_DE -f UTF-8 %s/de_DE.UTF-8 2>/dev/null", place->home);
	if (system(command) != 0 && system("locale -a | grep -q '^de_DE.utf8$'") != 0)
		fault_skip(place, "no locale with a decimal comma");
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	/* The C library keeps what it read of LOCPATH. */
	place_sanitizer(place, "detect_leaks=0");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		const char *const arguments[] = { "--once", formats[i], NULL };
		struct place_result plain = place_run(place, arguments), comma;
		size_t had = place->variables;

		fault_set(place, "LOCPATH=%s", place->home);
		fault_set(place, "LC_ALL=de_DE.UTF-8");
		comma = place_run(place, arguments);
		while (place->variables > had)
			free(place->environment[--place->variables]);
		place->environment[had] = NULL;
		fault_need(plain.status == 0 && comma.status == 0, "status %d and %d: %s%s",
		    plain.status, comma.status, comma.out, comma.err);
		fault_need(strstr(comma.out, "158292.62") != NULL ||
			strstr(comma.out, "158,292.62") != NULL,
		    "other figures: %s", comma.out);
		fault_need(strstr(comma.out, "158.292,62") == NULL, "other figures: %s", comma.out);
		fault_need(strlen(comma.out) + 8 > strlen(plain.out) &&
			strlen(plain.out) + 8 > strlen(comma.out),
		    "another length: %s%s", plain.out, comma.out);
		place_result_free(&plain);
		place_result_free(&comma);
	}
	bad_exchange_stop(exchange);
}

const struct fault_row faults_text[] = {
	{ .name = "fault_49_json_cut_or_followed",
	    .status = 1,
	    .ways = WAYS({ OF("{\"code\":\"0\",\"data\":["), { "not valid JSON at byte 21" } },
		{ OF(BODY " x"), { "not valid JSON at byte 78" } },
		{ OF(BODY BODY), { "not valid JSON at byte 77" } },
		{ OF(BODY "]"), { "not valid JSON at byte 77" } }) },
	{ .name = "fault_49_json_cut_at_every_byte", .run = cut_at_every_byte },
	{ .name = "fault_50_other_encodings",
	    .status = 1,
	    .ways = WAYS({ OF("\xef\xbb\xbf" BODY), { "not JSON" } },
		{ OF("\xff\xfe{\0\"\0c\0o\0d\0e\0\"\0:\0\"\0"
		     "0\0\"\0}\0"),
		    { "not JSON" } },
		{ WITH_CCY("B\xfcr"), { "not UTF-8 at byte 41" } },
		{ WITH_CCY("\xc0\xaf"), { "not UTF-8 at byte 40" } },
		{ WITH_CCY("\xed\xa0\x80"), { "not UTF-8 at byte 40" } },
		{ WITH_CCY("\xff"), { "not UTF-8 at byte 40" } }) },
	{ .name = "fault_51_nul_and_controls",
	    .status = 1,
	    .ways = WAYS({ WITH_CCY("B\0TC"), { "not valid JSON at byte 41" } },
		{ WITH_CCY("B\\u0000TC"), { "escaped NUL at byte 41" } },
		{ WITH_CCY("B\\uX000TC"), { "not valid JSON at byte" } },
		{ WITH_CCY("\x1b[31mBTC"), { "not valid JSON at byte 40" } },
		{ WITH_CCY("\\u001b[31mBTC"), { "control character at byte 40" } }) },
	{ .name = "fault_52_too_deep",
	    .status = 1,
	    .ways = WAYS({ OF("{\"code\":\"0\",\"data\":" SEVENTEEN),
			     { "nested deeper than 16 at byte" } },
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":"), SEND_TIMES("[", 1000) },
		    { "nested deeper than 16 at byte" } },
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"data\":"), SEND_TIMES("{\"a\":", 100000),
		      SEND_TIMES("}", 100000) },
		    { "nested deeper than 16 at byte" } }) },
	{ .name = "fault_53_members_that_come_twice",
	    .status = 1,
	    .ways = WAYS({ OF("{\"code\":\"0\",\"data\":[],\"code\":\"50113\"}"),
			     { "\"code\" comes twice" } },
		{ OF("{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"1\",\"amt\":\"2\"}]}]}"),
		    { "\"amt\" comes twice" } }),
	    .path = BAD_COLLATERAL },
	{ .name = "fault_54_names_in_capitals", .run = names_in_capitals },
	{ .name = "fault_55_many_values", .run = many_values },
	{ .name = "fault_56_decimal_comma", .run = decimal_comma },
	{ .name = NULL },
};
