/* SPDX-License-Identifier: ISC */
/* Answers that break: what each is called, and the limits. */
#include "test.h"

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

HTTP_TEST(test_endless_body_is_cut)
{
	static char chunk[64 * KIB + 9];
	const struct raw_step script[] = {
		READ,
		SEND(CHUNKED),
		{ RAW_SEND, chunk, sizeof chunk, 100000 },
		END,
	};

	f->route.timeout_ms = 5000;
	memset(chunk, 'x', sizeof chunk);
	memcpy(chunk, "10000\r\n", 7);
	memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
	http_once(f, script);
	http_ended(f, OKX_NET_ERROR_TOO_LARGE, "2 MiB");
	assert_true(f->answer.length <= OKX_HTTP_MAX_BODY);
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

HTTP_TEST(test_body_of_two_mebibytes_is_the_most)
{
	f->route.timeout_ms = 5000;
	check_body(f, OKX_HTTP_MAX_BODY, OKX_NET_ERROR_OK);
	check_body(f, OKX_HTTP_MAX_BODY + 1, OKX_NET_ERROR_TOO_LARGE);
	check_body(f, 1, OKX_NET_ERROR_OK);
}

HTTP_TEST(test_flood_of_headers_is_cut)
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

	f->route.timeout_ms = 5000;
	memset(large, 'x', sizeof large);
	memcpy(large, "a: ", 3);
	memcpy(large + sizeof large - 2, "\r\n", 2);
	memset(line, 'x', sizeof line);
	http_once(f, bytes);
	http_ended(f, OKX_NET_ERROR_TOO_LARGE, "64 KiB of headers");
	http_once(f, lines);
	http_ended(f, OKX_NET_ERROR_TOO_LARGE, "256 header lines");
	http_once(f, one);
	http_ended(f, OKX_NET_ERROR_TOO_LARGE, "header");
}

HTTP_TEST(test_gzip_unasked_stays_as_it_is)
{
	static const char answer[] = HEAD
	    "Content-Encoding: gzip\r\nContent-Length: 22\r\n\r\n"
	    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00";

	fetch_text(f, answer, sizeof answer - 1);
	http_ended(f, OKX_NET_ERROR_OK, "");
	assert_int_equal(f->answer.length, 22);
	assert_memory_equal(f->answer.body, "\x1f\x8b\x08", 3);
}

HTTP_TEST(test_hang_is_a_time_out)
{
	const struct raw_step script[] = { READ, { RAW_HANG, NULL, 0, 0 }, END };
	struct okx_failure failure;
	int64_t began = monotime_ms();

	http_hurry(f);
	http_once(f, script);
	http_ended(f, OKX_NET_ERROR_TIMEOUT, "");
	/* libcurl and this clock may round a millisecond differently. */
	assert_in_range(monotime_ms() - began, 298, 2000);
	okx_http_failure(&failure, &f->answer, f->http);
	assert_non_null(strstr(failure.text, "in 0.3 s"));
}

HTTP_TEST(test_drip_is_a_time_out)
{
	const struct raw_step script[] = { READ, { RAW_SLOWLY, CHUNKED "1\r\n{\r\n", 0, 50 }, END };

	http_hurry(f);
	http_once(f, script);
	http_ended(f, OKX_NET_ERROR_TIMEOUT, "");
}

HTTP_TEST(test_hang_before_tls_is_no_connection)
{
	static const struct raw_step script[] = { { RAW_HANG, NULL, 0, 0 }, END };

	f->route.connect_timeout_ms = 300;
	if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) != 0)
		skip();
	http_serve(f, script, NULL);
	http_aim_at(f, "https", raw_server_port(f->server));
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_CONNECT_TIMEOUT, "");
}

HTTP_TEST(test_no_tls_behind_https)
{
	static const struct raw_step script[] = { SEND("220 mail.example ESMTP\r\n"),
		{ RAW_HANG, NULL, 0, 0 }, END };

	if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) != 0)
		skip();
	http_serve(f, script, NULL);
	http_aim_at(f, "https", raw_server_port(f->server));
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_TLS, "");
}

HTTP_TEST(test_refused_connection)
{
	const struct raw_step script[] = { END };
	struct okx_failure failure;

	http_serve(f, script, NULL);
	raw_server_stop(f->server);
	f->server = NULL;
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_CONNECT, "Connection refused");
	assert_false(f->answer.reused);
	okx_http_failure(&failure, &f->answer, f->http);
	assert_int_equal(failure.kind, OKX_KIND_NETWORK);
	assert_non_null(strstr(failure.text, "cannot connect to 127.0.0.1:"));
}

HTTP_TEST(test_closed_or_reset_is_incomplete)
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

	http_once(f, at_once);
	http_ended(f, OKX_NET_ERROR_INCOMPLETE, "");
	assert_false(f->answer.reused);
	http_once(f, reset);
	http_ended(f, OKX_NET_ERROR_INCOMPLETE, "");
	http_once(f, middle);
	http_ended(f, OKX_NET_ERROR_INCOMPLETE, "");
}

HTTP_TEST(test_cut_at_each_byte_is_never_whole)
{
	static const char answer[] = HEAD "Content-Length: 12\r\n\r\n{\"code\":\"0\"}";
	size_t length;

	for (length = 0; length < sizeof answer - 1; length++) {
		const struct raw_step script[] = {
			READ,
			{ length > 0 ? RAW_SEND : RAW_END, answer, length, 0 },
			END,
		};

		http_once(f, script);
		if (f->answer.net_error == OKX_NET_ERROR_OK)
			fail_msg("cut at %zu", length);
	}
	fetch(f, answer);
	http_ended(f, OKX_NET_ERROR_OK, "");
}

HTTP_TEST(test_bad_chunks)
{
	fetch(f, CHUNKED "zz\r\n{}\r\n0\r\n\r\n");
	http_ended(f, OKX_NET_ERROR_PROTOCOL, "");
	fetch(f, CHUNKED "ffffffffffffffffffff\r\n{}\r\n0\r\n\r\n");
	http_ended(f, OKX_NET_ERROR_PROTOCOL, "");
	fetch(f, CHUNKED "2\r\n{}garbage\r\n0\r\n\r\n");
	http_ended(f, OKX_NET_ERROR_PROTOCOL, "");
	fetch(f, CHUNKED "2\r\n{}\r\n");
	http_ended(f, OKX_NET_ERROR_INCOMPLETE, "");
}

HTTP_TEST(test_no_http_at_all)
{
	struct okx_failure failure;

	fetch(f, "SSH-2.0-OpenSSH_9.2\r\n");
	http_ended(f, OKX_NET_ERROR_PROTOCOL, "");
	okx_http_failure(&failure, &f->answer, f->http);
	assert_int_equal(failure.kind, OKX_KIND_DATA);
	fetch(f, "HTTP/9.9 200 OK\r\n\r\n");
	http_ended(f, OKX_NET_ERROR_PROTOCOL, "");
}

HTTP_TEST(test_interim_answers_are_passed_over)
{
	fetch(f,
	    "HTTP/1.1 100 Continue\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"
	    "HTTP/1.1 103 Early\r\nRetry-After: 9\r\n\r\n" HEAD "Content-Length: 2\r\n\r\n{}");
	http_ended(f, OKX_NET_ERROR_OK, "");
	assert_int_equal(f->answer.status, 200);
	assert_int_equal(f->answer.date_utc_ms, -1);
	assert_int_equal(f->answer.retry_after_ms, -1);
	assert_string_equal(f->answer.body, "{}");
}

HTTP_TEST(test_answer_without_a_body)
{
	fetch(f, "HTTP/1.1 204 No Content\r\n\r\n");
	http_ended(f, OKX_NET_ERROR_OK, "");
	assert_int_equal(f->answer.status, 204);
	assert_int_equal(f->answer.length, 0);
	assert_string_equal(f->answer.body, "");
}

HTTP_TEST(test_log_names_headers_without_values)
{
	static const struct raw_step script[] = { READ, SEND(HEAD "Content-Length: 2\r\n\r\n{}"),
		END };
	static const struct okx_http_header headers[] = {
		{ "OK-ACCESS-KEY", "key-value" },
		{ "OK-ACCESS-PASSPHRASE", "open sesame" },
	};
	struct cause cause = { .text = "" };
	char file[] = "/tmp/colltop-log-XXXXXX", text[1024] = "";
	int made = mkstemp(file);

	assert_true(made >= 0);
	assert_true(log_open(file, &cause));
	http_serve(f, script, NULL);
	assert_true(okx_http_get(f->http, 0, "/api/v5/y", headers, 2, &cause));
	http_finish(f);
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
