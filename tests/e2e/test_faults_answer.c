/* SPDX-License-Identifier: ISC */
/* Answers that the exchange can send and nobody wants: section B of the table. */
#include "test.h"

#include "e2e/faults.h"
#include "screen/answers.h"

/* A refusal as the exchange words it. */
#define CODE(status, code, text) \
	{ \
		SEND(HTTP(status, "Content-Type: application/json\r\n")), \
		    SEND(REFUSAL(code, text)) \
	}
#define LIMITED(status, headers) \
	{ \
		SEND(HTTP(status, headers)), SEND(REFUSAL("50011", "Rate limit reached.")) \
	}
#define DATA(data) \
	{ \
		SEND(OK_JSON), SEND("{\"code\":\"0\",\"msg\":\"\",\"data\":" data "}") \
	}
#define FIGURES(amount, value) \
	{ \
		SEND(OK_JSON), \
		    SEND("{\"code\":\"0\",\"data\":[{\"assets\":[" \
			 "{\"ccy\":\"BTC\",\"amt\":\"1.5\",\"notionalUsd\":\"150000\"}," \
			 "{\"ccy\":\"ODD\",\"amt\":" amount ",\"notionalUsd\":" value "}]}]}") \
	}

/* Answers SCRIPT once without a screen, with the argument that asks for it. */
static void
once(struct place *place, const struct raw_step *script, const char *body, const char *argument,
    int status, const char *const says[FAULT_PARTS])
{
	const struct bad_plan plan = { .script = script, .path = BAD_COLLATERAL, .body = body };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_once(place, argument, status, says);
	fault_paced(exchange, OKX_RETRY_NO, false);
	bad_exchange_stop(exchange);
}

/* What Retry-After asks for is seen in the time of the next try, up to 15 minutes. */
static void
rate_limit_waits(struct place *place)
{
	TABLE(cases, struct raw_step steps[6]; const char *next) = {
		{ LIMITED("429 Too Many Requests", "Retry-After: 3600\r\n"), "Next try in 1" },
		{ LIMITED("429 Too Many Requests", "Retry-After: 300\r\n"), "Next try in " },
		{ LIMITED("200 OK",
		      "Retry-After: Sun, 22 Nov 2026 15:40:02 GMT\r\nDate: Sun, 22 Nov 2026 15:30:02 GMT\r\n"),
		    "Next try in " },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct bad_plan plan = { .script = cases[i].steps };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
		struct terminal *terminal;

		fault_aim(place, bad_exchange_port(exchange), NULL);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "NO DATA");
		fault_see(terminal, cases[i].next);
		fault_lacks(terminal, "Next try in 60m");
		fault_paced(exchange, OKX_RETRY_SLOWLY, false);
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
}

static void
no_loan(struct place *place)
{
	const char *const says[FAULT_PARTS] = { "No open loan.",
		"this says nothing about the account" };

	once(place, NULL, NO_LOAN, NULL, 0, says);
}

/* None, one, fifty and a thousand rows: all can be reached, and the totals are of all. */
static void
many_rows(struct place *place)
{
	static const unsigned counts[] = { 0, 1, 50, 1000 };
	char *body = malloc(1 << 20), total[40];
	struct bad_plan plan = { .body = body };

	for (size_t i = 0; body != NULL && i < sizeof counts / sizeof *counts; i++) {
		const char *const says[FAULT_PARTS] = { counts[i] == 0 ? "No open loan." :
									 "TOTAL" };
		struct bad_exchange *exchange;
		struct terminal *terminal;
		size_t used = (size_t)sprintf(body, "{\"code\":\"0\",\"data\":[{\"assets\":[");

		for (unsigned row = 1; row <= counts[i]; row++)
			used += (size_t)sprintf(body + used,
			    "%s{\"ccy\":\"R%04u\",\"amt\":\"1\",\"notionalUsd\":\"%u\"}",
			    row > 1 ? "," : "", row, 2000 - row);
		strcpy(body + used, "]}]}");
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 0, says);
		terminal = fault_watch(place, NULL);
		fault_see(terminal, "LIVE");
		if (counts[i] > 0) {
			snprintf(total, sizeof total, "%u of %u", counts[i], counts[i]);
			fault_see(terminal, total);
			fault_see(terminal, "R0001");
			terminal_type(terminal, "G");
			snprintf(total, sizeof total, "R%04u", counts[i]);
			fault_see(terminal, total);
		}
		fault_leave(place, terminal);
		bad_exchange_stop(exchange);
	}
	free(body);
}

/* The rows come in another order at each poll, and one twice: Enter still opens the chosen one. */
static void
reordered(struct place *place)
{
	static const struct raw_step script[] = {
		SEND("HTTP/1.1 200 OK\r\nContent-Length: 223\r\n\r\n"),
		SEND(
		    "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"USDT\",\"amt\":\"70\",\"notionalUsd\":\"70000\"},"
		    "{\"ccy\":\"ETH\",\"amt\":\"1\",\"notionalUsd\":\"3000\"},{\"ccy\":\"BTC\",\"amt\":\"1\",\"notionalUsd\":\"90000\"},"
		    "{\"ccy\":\"ETH\",\"amt\":\"1\",\"notionalUsd\":\"3000\"}]}]}     "),
		{ .action = RAW_AGAIN },
	};
	const struct bad_plan plan = { .script = script, .path = BAD_COLLATERAL, .good = 2 };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	terminal_type(terminal, "gj");
	fault_see(terminal, "70,000.00");
	terminal_type(terminal, "\r");
	fault_see(terminal, "2 elements of the answer, added exactly");
	fault_see(terminal, "6000");
	terminal_type(terminal, "q");
	fault_see(terminal, "TOTAL");
	fault_paced(exchange, OKX_RETRY_NO, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

#define HTML "<!DOCTYPE html><html><title>Just a moment</title></html>\n"
#define NOT_JSON(status) \
	{ \
		SEND(HTTP(status, "Content-Type: text/html\r\n")), SEND(HTML) \
	}
#define UNEXPECTED(data) \
	{ \
		DATA(data), \
		{ \
			"unexpected answer" \
		} \
	}
#define UNREADABLE(text) \
	{ \
		FIGURES("\"1\"", text), \
		{ \
			"?", ">=150,000.00 +1 unknown" \
		} \
	}

const struct fault_row faults_answer[] = {
	{ .name = "fault_30_rate_limit",
	    .status = 1,
	    .ways = WAYS({ LIMITED("429 Too Many Requests", ""), { "50011", "less often" } },
		{ LIMITED("429 Too Many Requests", "Retry-After: 0\r\n"), { "50011" } },
		{ LIMITED("429 Too Many Requests", "Retry-After: soon\r\n"), { "50011" } },
		{ LIMITED("200 OK", ""), { "50011", "less often" } },
		{ LIMITED("200 OK", "Retry-After: 3600\r\n"), { "50011" } }) },
	{ .name = "fault_30_rate_limit_waits", .run = rate_limit_waits },
	{ .name = "fault_31_exchange_busy",
	    .status = 1,
	    .ways = WAYS({ CODE("429 Too Many Requests", "50013", "Systems are busy."),
			     { "50013", "busy" } },
		{ CODE("503 Service Unavailable", "50001", "Service temporarily unavailable."),
		    { "50001", "maintenance" } },
		{ CODE("500 Internal Server Error", "50026", "System error."),
		    { "50026", "fault of its own" } },
		{ CODE("400 Bad Request", "50004", "API endpoint request timeout."),
		    { "50004", "slow" } }) },
	{ .name = "fault_32_wrong_signature",
	    .status = 3,
	    .retry = OKX_RETRY_NO,
	    .ways = WAYS({ CODE("401 Unauthorized", "50113", "Invalid signature."),
		{ "50113", "swapped", "newline" } }) },
	{ .name = "fault_33_wrong_key_or_header",
	    .status = 3,
	    .retry = OKX_RETRY_NO,
	    .ways = WAYS({ CODE("401 Unauthorized", "50105",
			       "Request header \\\"OK-ACCESS-PASSPHRASE\\\" incorrect."),
			     { "50105", "Correct OKX_PASSPHRASE" } },
		{ CODE("401 Unauthorized", "50111", "Invalid OK-ACCESS-KEY."),
		    { "50111", "Correct OKX_API_KEY" } },
		{ CODE("401 Unauthorized", "50112", "Invalid OK-ACCESS-TIMESTAMP."),
		    { "50112", "error of colltop" } },
		{ CODE("401 Unauthorized", "50103", "Header empty."),
		    { "50103", "all three lines" } },
		{ CODE("401 Unauthorized", "50104", "Header empty."),
		    { "50104", "all three lines" } },
		{ CODE("401 Unauthorized", "50106", "Header empty."),
		    { "50106", "all three lines" } },
		{ CODE("401 Unauthorized", "50107", "Header empty."),
		    { "50107", "proxy that drops headers" } }) },
	{ .name = "fault_34_key_of_another_site",
	    .status = 3,
	    .retry = OKX_RETRY_NO,
	    .ways = WAYS({ CODE("200 OK", "50119", "API key doesn't exist"),
			     { "50119", "global, us, eea or tr" } },
		{ CODE("401 Unauthorized", "50119", "API key doesn't exist"),
		    { "50119", "global, us, eea or tr" } }) },
	{ .name = "fault_35_key_of_the_other_environment",
	    .status = 3,
	    .retry = OKX_RETRY_NO,
	    .ways = WAYS(
		{ CODE("401 Unauthorized", "50101", "APIKey does not match current environment."),
		    { "50101", "key made for demo" } }) },
	{ .name = "fault_36_address_not_listed",
	    .status = 3,
	    .retry = OKX_RETRY_NO,
	    .ways = WAYS(
		{ CODE("401 Unauthorized", "50110",
		      "Your IP 203.0.113.7 is not included in your API key's canary0-7f3a-key IP whitelist."),
		    { "50110", "203.0.113.7", "cana..." } },
		{ CODE("401 Unauthorized", "50110",
		      "Your IP 2001:db8::7f is not included in your API key's "
		      "3d1c0f9e-5b7a-4c2d-8e6f-0a1b2c3d4e5f IP whitelist."),
		    { "50110", "2001:db8::7f", "3d1c..." } }) },
	{ .name = "fault_37_not_permitted_or_not_offered",
	    .status = 3,
	    .retry = OKX_RETRY_NO,
	    .ways = WAYS({ CODE("400 Bad Request", "50100", "API frozen."),
			     { "50100", "frozen API access" } },
		{ CODE("200 OK", "50120", "No permission"), { "50120", "Read permission" } },
		{ CODE("200 OK", "50030", "No permission"), { "50030", "Read permission" } },
		{ CODE("403 Forbidden", "50035", "Bind IP"),
		    { "50035", "Bind the production key" } },
		{ CODE("200 OK", "50121",
		      "You can't access our services through the IP address (203.0.113.7)"),
		    { "50121", "203.0.113.7", "VPN or proxy" } },
		{ CODE("200 OK", "50051", "Compliance"),
		    { "50051", "does not offer flexible loans where" } },
		{ CODE("200 OK", "50060", "Verify"), { "50060", "Verify the identity" } }) },
	{ .name = "fault_39_unknown_code",
	    .status = 1,
	    .retry = OKX_RETRY_SLOWLY,
	    .ways = WAYS({ CODE("200 OK", "59999",
			       "\xe7\xb3\xbb\xe7\xbb\x9f\xe7\xb9\x81\xe5\xbf\x99"),
			     { "59999", "\xe7\xb3\xbb\xe7\xbb\x9f\xe7\xb9\x81\xe5\xbf\x99" } },
		{ CODE("200 OK", "59999", "\\u001b[31mred\\u001b]0;x\\u0007 canary0 phrase!"),
		    { "59999", "[31mred" } },
		{ { SEND(OK_JSON), SEND("{\"code\":\"59999\",\"data\":[],\"msg\":\""),
		      SEND_TIMES("0123456789", 60), SEND("\"}") },
		    { "59999 0123456789", "90123456..." } }) },
	{ .name = "fault_40_data_of_another_shape",
	    .status = 1,
	    .ways = WAYS(UNEXPECTED("null"), UNEXPECTED("{}"), UNEXPECTED("[null]"),
		UNEXPECTED("[[]]"), UNEXPECTED("[1]"), UNEXPECTED("\"\""), UNEXPECTED("[{}]"),
		UNEXPECTED("[{\"assets\":{}}]"),
		{ { SEND(OK_JSON), SEND("{\"code\":\"0\",\"msg\":\"\"}") }, { "no data" } }),
	    .path = BAD_COLLATERAL },
	{ .name = "fault_40_no_loan", .run = no_loan },
	{ .name = "fault_41_many_rows", .run = many_rows },
	{ .name = "fault_42_absent_figures",
	    .status = 1,
	    .partial = true,
	    .path = BAD_COLLATERAL,
	    .ways = WAYS({ FIGURES("\"\"", "\"\""), { " - ", ">=150,000.00 +1 unknown" } },
		{ FIGURES("null", "null"), { " - ", ">=150,000.00 +1 unknown" } },
		{ FIGURES("\"1\"", "null"), { " - ", ">=150,000.00 +1 unknown" } }) },
	{ .name = "fault_43_unreadable_figures",
	    .status = 1,
	    .partial = true,
	    .path = BAD_COLLATERAL,
	    .ways = WAYS(UNREADABLE("\"abc\""), UNREADABLE("\"NaN\""), UNREADABLE("\"--1\""),
		UNREADABLE("\"+1\""), UNREADABLE("\"1.\""), UNREADABLE("\".5\""),
		UNREADABLE("\"0x10\""), UNREADABLE("\"1,000\""), UNREADABLE("\"1.2.3\""),
		UNREADABLE("\" 1\""), UNREADABLE("\"\xef\xbc\x91\""), UNREADABLE("\"1e400\""),
		{ { SEND(OK_JSON),
		      SEND(
			  "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"1.5\","
			  "\"notionalUsd\":\"150000\"},{\"ccy\":\"ODD\",\"amt\":\"1\",\"notionalUsd\":\""),
		      SEND_TIMES("12345678901234567890", 250), SEND("\"}]}]}") },
		    { "?", ">=150,000.00 +1 unknown" } }) },
	{ .name = "fault_44_number_for_text",
	    .status = 1,
	    .partial = true,
	    .path = BAD_COLLATERAL,
	    .ways = WAYS(UNREADABLE("150000"), UNREADABLE("true"), UNREADABLE("{}"),
		UNREADABLE("[1]")) },
	{ .name = "fault_45_rows_reordered", .run = reordered },
	{ .name = "fault_47_a_page_of_html",
	    .status = 1,
	    .ways = WAYS({ NOT_JSON("200 OK"), { "HTTP 200, not JSON, 57 bytes" } },
		{ NOT_JSON("503 Service Unavailable"),
		    { "HTTP 503, not JSON, 57 bytes", "maintenance" } },
		{ NOT_JSON("520 Unknown"), { "HTTP 520, not JSON, 57 bytes" } },
		{ NOT_JSON("525 Handshake"), { "HTTP 525, not JSON, 57 bytes" } },
		{ NOT_JSON("403 Forbidden"),
		    { "HTTP 403, not JSON, 57 bytes", "front server refused" } }) },
	{ .name = "fault_48_empty_or_plain",
	    .status = 1,
	    .ways = WAYS({ { SEND(OK_JSON) }, { "HTTP 200, empty answer" } },
		{ { SEND(OK_JSON), SEND("Too Many Requests") },
		    { "not JSON (too many requests), 17 bytes", "asks OKX" } },
		{ { SEND(HTTP("429 Too Many Requests", "")), SEND("Too Many Requests") },
		    { "HTTP 429", "asks OKX" } }) },
	{ .name = NULL },
};
