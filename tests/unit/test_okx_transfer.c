/* SPDX-License-Identifier: ISC */
/* Answers that break: what each is called, and the limits. */
#include "config.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/monotime.h"
#include "unit/http_fixture.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define CHUNKED HEAD "Transfer-Encoding: chunked\r\n\r\n"
#define KIB 1024

#define READ \
	{ \
		RAW_READ, NULL, 0, 0 \
	}
#define SEND(text) \
	{ \
		RAW_SEND, text, 0, 0 \
	}
#define END \
	{ \
		RAW_END, NULL, 0, 0 \
	}

/* One fetch from a server that reads and then sends TEXT. */
static void
fetch_text(struct http_fixture *fixture, const char *text, size_t length)
{
	const struct raw_step script[] = { READ, { RAW_SEND, text, length, 0 }, END };

	http_once(fixture, script);
}

static void
fetch(struct http_fixture *fixture, const char *text)
{
	fetch_text(fixture, text, strlen(text));
}

EACH_TEST(http_open, http_close)

TEST(test_endless_body_is_cut)
{
	static char chunk[64 * KIB + 9];
	const struct raw_step script[] = {
		READ,
		SEND(CHUNKED),
		{ RAW_SEND, chunk, sizeof chunk, 100000 },
		END,
	};
	struct http_fixture *fixture = *state;

	fixture->route.timeout_ms = 5000;
	memset(chunk, 'x', sizeof chunk);
	memcpy(chunk, "10000\r\n", 7);
	memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
	http_once(fixture, script);
	http_ended(fixture, OKX_NET_ERROR_TOO_LARGE, "2 MiB");
	assert_true(fixture->answer.length <= OKX_HTTP_MAX_BODY);
}

static void
check_body(struct http_fixture *fixture, size_t size, enum okx_net_error net_error)
{
	char head[128], *body = calloc(1, size);
	struct raw_step script[] = { READ, SEND(head), { RAW_SEND, body, size, 0 }, END };

	assert_non_null(body);
	snprintf(head, sizeof head, HEAD "Content-Length: %zu\r\n\r\n", size);
	http_once(fixture, script);
	http_ended(fixture, net_error, "");
	if (net_error == OKX_NET_ERROR_OK) {
		assert_int_equal(fixture->answer.length, size);
		assert_int_equal(fixture->answer.body[size], '\0');
	}
	free(body);
}

TEST(test_body_of_two_mebibytes_is_the_most)
{
	struct http_fixture *fixture = *state;

	fixture->route.timeout_ms = 5000;
	check_body(fixture, OKX_HTTP_MAX_BODY, OKX_NET_ERROR_OK);
	check_body(fixture, OKX_HTTP_MAX_BODY + 1, OKX_NET_ERROR_TOO_LARGE);
	check_body(fixture, 1, OKX_NET_ERROR_OK);
}

TEST(test_flood_of_headers_is_cut)
{
	static char large[KIB], line[200 * KIB];
	const struct raw_step bytes[] = {
		READ,
		SEND("HTTP/1.1 200 OK\r\n"),
		{ RAW_SEND, large, sizeof large, 1024 },
		END,
	};
	const struct raw_step lines[] = {
		READ,
		SEND("HTTP/1.1 200 OK\r\n"),
		{ RAW_SEND, "a: b\r\n", 0, 10000 },
		END,
	};
	const struct raw_step one[] = {
		READ,
		SEND("HTTP/1.1 200 OK\r\na: "),
		{ RAW_SEND, line, sizeof line, 0 },
		END,
	};
	struct http_fixture *fixture = *state;

	fixture->route.timeout_ms = 5000;
	memset(large, 'x', sizeof large);
	memcpy(large, "a: ", 3);
	memcpy(large + sizeof large - 2, "\r\n", 2);
	memset(line, 'x', sizeof line);
	http_once(fixture, bytes);
	http_ended(fixture, OKX_NET_ERROR_TOO_LARGE, "64 KiB of headers");
	http_once(fixture, lines);
	http_ended(fixture, OKX_NET_ERROR_TOO_LARGE, "256 header lines");
	http_once(fixture, one);
	http_ended(fixture, OKX_NET_ERROR_TOO_LARGE, "header");
}

TEST(test_gzip_unasked_stays_as_it_is)
{
	static const char answer[] = HEAD
	    "Content-Encoding: gzip\r\nContent-Length: 22\r\n\r\n"
	    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00";
	struct http_fixture *fixture = *state;

	fetch_text(fixture, answer, sizeof answer - 1);
	http_ended(fixture, OKX_NET_ERROR_OK, "");
	assert_int_equal(fixture->answer.length, 22);
	assert_memory_equal(fixture->answer.body, "\x1f\x8b\x08", 3);
}

TEST(test_hang_is_a_time_out)
{
	const struct raw_step script[] = { READ, { RAW_HANG, NULL, 0, 0 }, END };
	struct http_fixture *fixture = *state;
	struct okx_failure failure;
	int64_t began = monotime_ms();

	http_hurry(fixture);
	http_once(fixture, script);
	http_ended(fixture, OKX_NET_ERROR_TIMEOUT, "");
	/* libcurl and this clock may round a millisecond differently. */
	assert_in_range(monotime_ms() - began, 298, 2000);
	okx_http_failure(&failure, &fixture->answer, fixture->http);
	assert_non_null(strstr(failure.text, "in 0.3 s"));
}

TEST(test_drip_is_a_time_out)
{
	const struct raw_step script[] = { READ, { RAW_SLOWLY, CHUNKED "1\r\n{\r\n", 0, 50 }, END };
	struct http_fixture *fixture = *state;

	http_hurry(fixture);
	http_once(fixture, script);
	http_ended(fixture, OKX_NET_ERROR_TIMEOUT, "");
}

TEST(test_hang_before_tls_is_no_connection)
{
	static const struct raw_step script[] = { { RAW_HANG, NULL, 0, 0 }, END };
	struct http_fixture *fixture = *state;

	fixture->route.connect_timeout_ms = 300;
	if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) != 0)
		skip();
	http_serve(fixture, script, NULL);
	http_aim_at(fixture, "https", raw_server_port(fixture->server));
	http_fetch(fixture, 0);
	http_ended(fixture, OKX_NET_ERROR_CONNECT_TIMEOUT, "");
}

TEST(test_no_tls_behind_https)
{
	static const struct raw_step script[] = { SEND("220 mail.example ESMTP\r\n"),
		{ RAW_HANG, NULL, 0, 0 }, END };
	struct http_fixture *fixture = *state;

	if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) != 0)
		skip();
	http_serve(fixture, script, NULL);
	http_aim_at(fixture, "https", raw_server_port(fixture->server));
	http_fetch(fixture, 0);
	http_ended(fixture, OKX_NET_ERROR_TLS, "");
}

TEST(test_refused_connection)
{
	const struct raw_step script[] = { END };
	struct http_fixture *fixture = *state;
	struct okx_failure failure;

	http_serve(fixture, script, NULL);
	raw_server_stop(fixture->server);
	fixture->server = NULL;
	http_fetch(fixture, 0);
	http_ended(fixture, OKX_NET_ERROR_CONNECT, "Connection refused");
	assert_false(fixture->answer.reused);
	okx_http_failure(&failure, &fixture->answer, fixture->http);
	assert_int_equal(failure.kind, OKX_KIND_NETWORK);
	assert_non_null(strstr(failure.text, "cannot connect to 127.0.0.1:"));
}

TEST(test_closed_or_reset_is_incomplete)
{
	static const struct raw_step at_once[] = { READ, END };
	static const struct raw_step reset[] = { READ, { RAW_RESET, NULL, 0, 0 }, END };
	static const struct raw_step middle[] = {
		READ,
		SEND(HEAD "Content-Length: 100\r\n\r\n{\"co"),
		{ RAW_DELAY, NULL, 0, 20 },
		{ RAW_RESET, NULL, 0, 0 },
		END,
	};
	struct http_fixture *fixture = *state;

	http_once(fixture, at_once);
	http_ended(fixture, OKX_NET_ERROR_INCOMPLETE, "");
	assert_false(fixture->answer.reused);
	http_once(fixture, reset);
	http_ended(fixture, OKX_NET_ERROR_INCOMPLETE, "");
	http_once(fixture, middle);
	http_ended(fixture, OKX_NET_ERROR_INCOMPLETE, "");
}

TEST(test_cut_at_each_byte_is_never_whole)
{
	static const char answer[] = HEAD "Content-Length: 12\r\n\r\n{\"code\":\"0\"}";
	struct http_fixture *fixture = *state;
	size_t length;

	for (length = 0; length < sizeof answer - 1; length++) {
		const struct raw_step script[] = {
			READ,
			{ length > 0 ? RAW_SEND : RAW_END, answer, length, 0 },
			END,
		};

		http_once(fixture, script);
		if (fixture->answer.net_error == OKX_NET_ERROR_OK)
			fail_msg("cut at %zu", length);
	}
	fetch(fixture, answer);
	http_ended(fixture, OKX_NET_ERROR_OK, "");
}

TEST(test_bad_chunks)
{
	struct http_fixture *fixture = *state;

	fetch(fixture, CHUNKED "zz\r\n{}\r\n0\r\n\r\n");
	http_ended(fixture, OKX_NET_ERROR_PROTOCOL, "");
	fetch(fixture, CHUNKED "ffffffffffffffffffff\r\n{}\r\n0\r\n\r\n");
	http_ended(fixture, OKX_NET_ERROR_PROTOCOL, "");
	fetch(fixture, CHUNKED "2\r\n{}garbage\r\n0\r\n\r\n");
	http_ended(fixture, OKX_NET_ERROR_PROTOCOL, "");
	fetch(fixture, CHUNKED "2\r\n{}\r\n");
	http_ended(fixture, OKX_NET_ERROR_INCOMPLETE, "");
}

TEST(test_no_http_at_all)
{
	struct http_fixture *fixture = *state;
	struct okx_failure failure;

	fetch(fixture, "SSH-2.0-OpenSSH_9.2\r\n");
	http_ended(fixture, OKX_NET_ERROR_PROTOCOL, "");
	okx_http_failure(&failure, &fixture->answer, fixture->http);
	assert_int_equal(failure.kind, OKX_KIND_DATA);
	fetch(fixture, "HTTP/9.9 200 OK\r\n\r\n");
	http_ended(fixture, OKX_NET_ERROR_PROTOCOL, "");
}

TEST(test_interim_answers_are_passed_over)
{
	struct http_fixture *fixture = *state;

	fetch(fixture,
	    "HTTP/1.1 100 Continue\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"
	    "HTTP/1.1 103 Early\r\nRetry-After: 9\r\n\r\n" HEAD "Content-Length: 2\r\n\r\n{}");
	http_ended(fixture, OKX_NET_ERROR_OK, "");
	assert_int_equal(fixture->answer.status, 200);
	assert_int_equal(fixture->answer.date_utc_ms, -1);
	assert_int_equal(fixture->answer.retry_after_ms, -1);
	assert_string_equal(fixture->answer.body, "{}");
}

TEST(test_answer_without_a_body)
{
	struct http_fixture *fixture = *state;

	fetch(fixture, "HTTP/1.1 204 No Content\r\n\r\n");
	http_ended(fixture, OKX_NET_ERROR_OK, "");
	assert_int_equal(fixture->answer.status, 204);
	assert_int_equal(fixture->answer.length, 0);
	assert_string_equal(fixture->answer.body, "");
}

TEST(test_log_names_headers_without_values)
{
	static const struct raw_step script[] = { READ, SEND(HEAD "Content-Length: 2\r\n\r\n{}"),
		END };
	static const struct okx_http_header headers[] = {
		{ "OK-ACCESS-KEY", "key-value" },
		{ "OK-ACCESS-PASSPHRASE", "open sesame" },
	};
	struct http_fixture *fixture = *state;
	struct cause cause = { .text = "" };
	char file[] = "/tmp/colltop-log-XXXXXX", text[1024] = "";
	int made = mkstemp(file);

	assert_true(made >= 0);
	assert_true(log_open(file, &cause));
	http_serve(fixture, script, NULL);
	assert_true(okx_http_get(fixture->http, 0, "/api/v5/y", headers, 2, &cause));
	http_finish(fixture);
	log_close();
	assert_true(read(made, text, sizeof text - 1) > 0);
	close(made);
	unlink(file);
	assert_non_null(strstr(text, "GET /api/v5/y: 200, 2 bytes"));
	assert_non_null(strstr(text, "OK-ACCESS-KEY OK-ACCESS-PASSPHRASE"));
	assert_null(strstr(text, "key-value"));
	assert_null(strstr(text, "sesame"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}
