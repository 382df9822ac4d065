/* SPDX-License-Identifier: ISC */
/* Faults of names, connections, proxies and HTTP: section A of the table. */
#include "test.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "e2e/faults.h"

/* One row, so that it can be cut at every byte in good time. */
#define SHORT_BODY \
	"{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"1\",\"notionalUsd\":\"2\"}]}]}"
#define SHORT_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 76\r\n\r\n" SHORT_BODY

_Static_assert(sizeof SHORT_BODY - 1 == 76, "the length that the header says");

#define SAYS(...) \
	(const char *const[FAULT_PARTS]) \
	{ \
		__VA_ARGS__ \
	}

/* Good figures first, and then nobody is there. */
static void
refused(struct place *place)
{
	const struct bad_plan plan = { .good = 0 };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	unsigned port = bad_exchange_port(exchange);
	char where[80];
	const char *const says[FAULT_PARTS] = { where, "firewall" };
	struct terminal *terminal;

	snprintf(where, sizeof where, "annot connect to 127.0.0.1:%u: Connection refused", port);
	fault_aim(place, port, NULL);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	bad_exchange_stop(exchange);
	fault_holds(terminal, FAULT_VALUE, says);
	/* Older than the interval and 12 s. */
	fault_see(terminal, "STALE");
	fault_see(terminal, "[$164,682.65]");
	fault_see(terminal, "Next try in ");
	exchange = bad_exchange_start(&plan, port);
	terminal_type(terminal, "r");
	fault_see(terminal, "LIVE");
	fault_see(terminal, "again after");
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
	fault_once(place, NULL, 1, says);
}

/* A listener whose queue is full takes no further connection and refuses none. */
static void
connect_hangs(struct place *place)
{
	unsigned port = 0;
	int listener = raw_listen(&port, 0), fillers[4];
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)port) };
	const char *const says[FAULT_PARTS] = { "o connection to 127.0.0.1:", "in 0.5 s",
		"connect_timeout" };
	struct terminal *terminal;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		connect(fillers[i], (struct sockaddr *)&address, sizeof address);
	}
	fault_aim(place, port, FAULT_SHORT);
	fault_once(place, NULL, 1, says);
	fault_aim(place, port, "connect_timeout = 60\ntimeout = 60\n");
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "CONNECTING");
	terminal_type(terminal, "?");
	fault_see(terminal, "leave colltop");
	terminal_type(terminal, "q");
	fault_leave(place, terminal);
	fault_aim(place, port, FAULT_SHORT);
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "NO DATA");
	fault_see(terminal, "in 0.5 s");
	fault_see(terminal, "Next try in");
	fault_leave(place, terminal);
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		close(fillers[i]);
	close(listener);
}

/* Each cut of a short answer, at once without a screen. */
static void
cut_at_every_byte(struct place *place)
{
	struct raw_step script[] = { { .action = RAW_SEND, .text = SHORT_ANSWER },
		{ .action = RAW_END } };
	const struct bad_plan plan = { .script = script };

	for (size_t length = 1; length < sizeof SHORT_ANSWER - 1; length++) {
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);

		script[0].length = length;
		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 1, SAYS("127.0.0.1:"));
		bad_exchange_stop(exchange);
	}
}

/* A megabyte of zeros in a kilobyte, though nobody said that this would be understood. */
static void
gzip_bomb(struct place *place)
{
	char command[400], path[320], *bomb = malloc(1 << 20);
	struct raw_step script[] = {
		SEND(
		    HTTP("200 OK", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n")),
		{ .action = RAW_SEND },
		{ .action = RAW_END },
	};
	struct bad_plan plan = { .script = script };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	const char *const says[FAULT_PARTS] = { "not JSON, " };
	struct terminal *terminal;
	FILE *file = NULL;

	snprintf(path, sizeof path, "%s/bomb", place->home);
	snprintf(command, sizeof command, "head -c 200000000 /dev/zero | gzip -9 >%s", path);
	fault_need(bomb != NULL && system(command) == 0 && (file = fopen(path, "r")) != NULL,
	    "no bomb");
	script[1].text = bomb;
	script[1].length = fread(bomb, 1, 1 << 20, file);
	fclose(file);
	fault_need(script[1].length > 100000, "a bomb of %zu bytes", script[1].length);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_once(place, NULL, 1, says);
	bad_exchange_stop(exchange);
	plan.good = 1;
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_holds(terminal, FAULT_VALUE, says);
	fault_paced(exchange, OKX_RETRY_BACKOFF, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
	free(bomb);
}

static void
redirect(struct place *place)
{
	static const char *const statuses[] = { "301 Moved", "302 Found", "303 See Other",
		"307 Temporary", "308 Permanent" };
	static const char *const schemes[] = { "https", "http" };
	const struct bad_plan nothing = { .good = 0 };
	struct bad_exchange *other = bad_exchange_start(&nothing, 0);
	char answer[320], where[80];
	struct raw_step script[] = { { .action = RAW_SEND, .text = answer },
		{ .action = RAW_END } };
	struct bad_plan plan = { .script = script };
	struct bad_exchange *exchange;
	const char *const says[FAULT_PARTS] = { where, "follows no redirect" };
	struct terminal *terminal;

	snprintf(where, sizeof where, "a redirect to 127.0.0.1:%u", bad_exchange_port(other));
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses * 2; i++) {
		snprintf(answer, sizeof answer,
		    "HTTP/1.1 %s\r\nConnection: close\r\nLocation: "
		    "%s://user:word@127.0.0.1:%u%s\r\n\r\n",
		    statuses[i / 2], schemes[i % 2], bad_exchange_port(other), BAD_COLLATERAL);
		exchange = bad_exchange_start(&plan, 0);
		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, 1, says);
		bad_exchange_stop(exchange);
	}
	plan.good = 1;
	exchange = bad_exchange_start(&plan, 0);
	fault_aim(place, bad_exchange_port(exchange), NULL);
	terminal = fault_watch(place, NULL);
	fault_holds(terminal, FAULT_VALUE, says);
	fault_paced(exchange, OKX_RETRY_SLOWLY, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
	fault_need(bad_exchange_connections(other) == 0, "somebody went where the redirect points");
	bad_exchange_stop(other);
}

/* What may come before an answer, and the answer that has no body. */
static void
interim_answers(struct place *place)
{
	static const struct fault_way ways[] = {
		{ { SEND(
		      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" SHORT_ANSWER) },
		    { "BTC" } },
		{ { SEND("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" SHORT_ANSWER) },
		    { "BTC" } },
		{ { SEND("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n") },
		    { "HTTP 204, empty answer" } },
		{ { SEND_TIMES("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n", 1000) }, { "127.0.0.1:" } },
	};
	static const int statuses[] = { 0, 0, 1, 1 };

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		const struct bad_plan plan = { .script = ways[i].steps, .path = BAD_COLLATERAL };
		struct bad_exchange *exchange = bad_exchange_start(&plan, 0);

		fault_aim(place, bad_exchange_port(exchange), NULL);
		fault_once(place, NULL, statuses[i], ways[i].says);
		fault_paced(exchange, OKX_RETRY_NO, false);
		bad_exchange_stop(exchange);
	}
}

/* Every answer is the last one of its connection, and the exchange does not say so. */
static void
kept_connection_closed(struct place *place)
{
	const struct bad_plan plan = { .hangs_up = true };
	struct bad_exchange *exchange = bad_exchange_start(&plan, 0);
	int64_t until = terminal_now() + 4500;
	struct terminal *terminal;

	fault_aim(place, bad_exchange_port(exchange), NULL);
	fault_once(place, NULL, 0, SAYS("BTC", "LIVE"));
	terminal = fault_watch(place, NULL);
	fault_see(terminal, "LIVE");
	while (terminal_now() < until) {
		terminal_listen(terminal, 50);
		fault_lacks(terminal, "Trying");
	}
	fault_need(bad_exchange_connections(exchange) >= 4, "%u connections",
	    bad_exchange_connections(exchange));
	fault_paced(exchange, OKX_RETRY_NO, false);
	fault_leave(place, terminal);
	bad_exchange_stop(exchange);
}

const struct fault_row faults_network[] = {
	{ .name = "fault_03_connection_refused", .run = refused },
	{ .name = "fault_04_connect_hangs", .run = connect_hangs },
	{ .name = "fault_05_accepts_and_sends_nothing",
	    .status = 1,
	    .limits = FAULT_SHORT,
	    .ways = WAYS({ { { .action = RAW_HANG } },
		{ "o complete answer from 127.0.0.1:", "in 0.7 s" } }) },
	{ .name = "fault_06_byte_by_byte",
	    .status = 1,
	    .limits = FAULT_SHORT,
	    .ways = WAYS({ { { .action = RAW_SLOWLY, .text = SHORT_ANSWER, .count = 100 } },
			     { "o complete answer from", "in 0.7 s" } },
		{ { SEND(OK_JSON), { .action = RAW_SLOWLY, .text = SHORT_BODY, .count = 100 } },
		    { "o complete answer from", "in 0.7 s" } }) },
	{ .name = "fault_07_closes_before_any_byte",
	    .status = 1,
	    .resent = true,
	    .ways = WAYS({ { { .action = RAW_END } }, { "ncomplete answer from 127.0.0.1:" } }) },
	{ .name = "fault_08_cut_in_header_or_body",
	    .status = 1,
	    .resent = true,
	    .ways = WAYS(
		{ { SEND(
		      "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{\"code\":\"0\",\"data\":[{\"ass") },
		    { "ncomplete answer from 127.0.0.1:" } },
		{ { SEND("HTTP/1.1 200 OK\r\nContent-Le") }, { "ncomplete answer from" } },
		{ { SEND("HTTP/1.1 200 OK\r\n") },
		    { "ncomplete answer from", "closed within the header" } },
		{ { SEND(
		      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n5\r\n\"co") },
		    { "ncomplete answer" } }) },
	{ .name = "fault_08_cut_at_every_byte", .run = cut_at_every_byte },
	{ .name = "fault_09_reset_in_the_middle",
	    .status = 1,
	    .resent = true,
	    .ways = WAYS({ { SEND("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{\"code\""),
			       { .action = RAW_DELAY, .count = 50 }, { .action = RAW_RESET } },
			     { "ncomplete answer from 127.0.0.1:" } },
		{ { SEND("HTTP/1.1 200"), { .action = RAW_DELAY, .count = 50 },
		      { .action = RAW_RESET } },
		    { "ncomplete answer from" } },
		{ { { .action = RAW_RESET } }, { "ncomplete answer from" } }) },
	{ .name = "fault_10_bad_chunks",
	    .status = 1,
	    .ways = WAYS(
		{ { SEND(
		      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n") },
		    { "rotocol error" } },
		{ { SEND(
		      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n") },
		    { "rotocol error" } },
		{ { SEND(
		      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11111111111111111\r\n{}\r\n") },
		    { "rotocol error" } },
		{ { SEND(
		      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n") },
		    { "rotocol error" } },
		{ { SEND("SSH-2.0-OpenSSH_9.2\r\n") }, { "rotocol error" } }) },
	{ .name = "fault_11_endless_chunks",
	    .status = 1,
	    .ways = WAYS(
		{ { SEND("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
		      SEND_TIMES(
			  "40\r\n0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n",
			  100000) },
		    { "nswer of 127.0.0.1:", "too large", "2 MiB" } }) },
	{ .name = "fault_12_gzip_bomb", .run = gzip_bomb },
	{ .name = "fault_13_too_much_header",
	    .status = 1,
	    .ways = WAYS({ { SEND("HTTP/1.1 200 OK\r\n"), SEND_TIMES("X-Field: value\r\n", 10000),
			       SEND("\r\n{}") },
			     { "too large", "header" } },
		{ { SEND("HTTP/1.1 200 OK\r\nX: "), SEND_TIMES("0123456789abcdef", 65536),
		      SEND("\r\n\r\n{}") },
		    { "too large", "header" } }) },
	{ .name = "fault_14_redirects", .run = redirect },
	{ .name = "fault_15_interim_and_empty", .run = interim_answers },
	{ .name = "fault_15_no_content",
	    .status = 1,
	    .ways = WAYS({ { SEND("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n") },
		{ "HTTP 204, empty answer" } }) },
	{ .name = "fault_26_kept_connection_closed", .run = kept_connection_closed },
	{ .name = NULL },
};
