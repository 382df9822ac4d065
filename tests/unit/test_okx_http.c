/* SPDX-License-Identifier: ISC */
/* Requests and connections, against a server that plays along. */
#include "test.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/monotime.h"
#include "base/log.h"
#include "okx/route.h"
#include "unit/http_fixture.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define SMALL HEAD "Content-Length: 2\r\n\r\n{}"

static const struct raw_step keeps_answering[] = {
	{ RAW_READ, NULL, 0, 0 },
	{ RAW_SEND, SMALL, 0, 0 },
	{ RAW_AGAIN, NULL, 0, 0 },
};
static const struct raw_step hangs[] = {
	{ RAW_READ, NULL, 0, 0 },
	{ RAW_HANG, NULL, 0, 0 },
	{ RAW_END, NULL, 0, 0 },
};

EACH_TEST(http_open, http_close)

HTTP_TEST(test_answer_is_taken_whole)
{
	static const struct raw_step script[] = {
		{ RAW_READ, NULL, 0, 0 },
		{ RAW_SEND,
		    "HTTP/1.1 429 Too Many\r\nContent-Type: text/html; charset=x\r\nretry-after:  7 \r\n"
		    "Date: Sun, 22 Nov 2026 15:30:02 GMT\r\nContent-Length: 5\r\n\r\nhello",
		    0, 0 },
		{ RAW_END, NULL, 0, 0 },
	};
	const struct okx_http_answer *answer = &f->answer;

	http_once(f, script);
	http_ended(f, OKX_NET_ERROR_OK, "");
	assert_int_equal(answer->slot, 0);
	assert_int_equal(answer->status, 429);
	assert_int_equal(answer->length, 5);
	assert_string_equal(answer->body, "hello");
	assert_string_equal(answer->content_type, "text/html; charset=x");
	assert_int_equal(answer->retry_after_ms, 7000);
	assert_int_equal(answer->date_utc_ms, INT64_C(1795361402000));
	assert_false(answer->reused);
	assert_true(answer->sent_ms <= answer->arrived_ms && answer->arrived_ms <= monotime_ms());
	assert_true(answer->sent_utc_ms <= answer->arrived_utc_ms);
}

HTTP_TEST(test_request_is_what_was_asked_for)
{
	static const struct okx_http_header headers[] = {
		{ "OK-ACCESS-KEY", "key" },
		{ "x-simulated-trading", "1" },
		{ "Accept", "application/json" },
	};
	struct cause cause = { .text = "" };
	char request[4096];

	http_serve(f, keeps_answering, NULL);
	assert_true(okx_http_get(f->http, 0, "/api/v5/y?ccy=BTC,ETH", headers, 3, &cause));
	http_finish(f);
	raw_server_last(f->server, request, sizeof request);
	assert_memory_equal(request, "GET /api/v5/y?ccy=BTC,ETH HTTP/1.1\r\n", 36);
	assert_non_null(strstr(request, "\r\nOK-ACCESS-KEY: key\r\n"));
	assert_non_null(strstr(request, "\r\nx-simulated-trading: 1\r\n"));
	assert_non_null(strstr(request, "\r\nAccept: application/json\r\n"));
	assert_null(strcasestr(request, "Accept-Encoding"));
	assert_null(strcasestr(request, "Content-"));

	/* Headers of one request are not those of the next. */
	http_fetch(f, 0);
	raw_server_last(f->server, request, sizeof request);
	assert_null(strstr(request, "OK-ACCESS-KEY"));
}

HTTP_TEST(test_header_with_a_line_break_is_refused)
{
	static const struct okx_http_header bad = { "OK-ACCESS-KEY", "key\r\nx-evil: 1" };
	struct cause cause = { .text = "" };

	http_serve(f, keeps_answering, NULL);
	assert_false(okx_http_get(f->http, 0, "/x", &bad, 1, &cause));
	assert_non_null(strstr(cause.text, "OK-ACCESS-KEY"));
	assert_null(strstr(cause.text, "evil"));
	assert_int_equal(raw_server_connections(f->server), 0);
}

HTTP_TEST(test_one_connection_for_twenty_requests)
{
	int i;

	http_serve(f, keeps_answering, NULL);
	for (i = 0; i < 20; i++) {
		http_fetch(f, (unsigned)i % 2);
		assert_int_equal(f->answer.status, 200);
		assert_int_equal(f->answer.slot, i % 2);
		assert_int_equal(f->answer.reused, i > 0);
	}
	assert_int_equal(raw_server_requests(f->server), 20);
	assert_int_equal(raw_server_connections(f->server), 1);
}

HTTP_TEST(test_same_aim_keeps_the_connection)
{
	struct cause cause;

	http_serve(f, keeps_answering, NULL);
	http_fetch(f, 0);
	assert_true(okx_http_aim(f->http, &f->route, &cause));
	http_fetch(f, 0);
	assert_int_equal(raw_server_connections(f->server), 1);
	f->route.timeout_ms = 400;
	assert_true(okx_http_aim(f->http, &f->route, &cause));
	http_fetch(f, 0);
	assert_int_equal(raw_server_connections(f->server), 2);
	okx_http_forget(f->http);
	http_fetch(f, 0);
	assert_int_equal(raw_server_connections(f->server), 3);
}

HTTP_TEST(test_connection_that_died_is_not_asked_again)
{
	static const struct raw_step answers_once[] = {
		{ RAW_READ, NULL, 0, 0 },
		{ RAW_SEND, SMALL, 0, 0 },
		{ RAW_READ, NULL, 0, 0 },
		{ RAW_END, NULL, 0, 0 },
	};

	http_serve(f, answers_once, keeps_answering);
	http_fetch(f, 0);
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_INCOMPLETE, "kept connection");
	assert_true(f->answer.reused);
	assert_int_equal(raw_server_requests(f->server), 2);
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_OK, "");
	assert_false(f->answer.reused);
	assert_int_equal(raw_server_requests(f->server), 3);
	assert_int_equal(raw_server_connections(f->server), 2);
}

HTTP_TEST(test_cancelled_request_never_comes_out)
{
	struct cause cause;

	http_serve(f, hangs, keeps_answering);
	assert_true(okx_http_get(f->http, 0, "/x", NULL, 0, &cause));
	okx_http_wait(f->http, NULL, 0, 20);
	okx_http_cancel(f->http, 0);
	okx_http_cancel(f->http, 0);
	assert_false(okx_http_next(f->http, &f->answer));
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_OK, "");
	okx_http_wait(f->http, NULL, 0, 0);
	assert_false(okx_http_next(f->http, &f->answer));

	/* One that has finished and was not taken. */
	assert_true(okx_http_get(f->http, 0, "/x", NULL, 0, &cause));
	okx_http_wait(f->http, NULL, 0, 200);
	okx_http_cancel(f->http, 0);
	assert_false(okx_http_next(f->http, &f->answer));
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_OK, "");
}

HTTP_TEST(test_slots_do_not_disturb_each_other)
{
	struct cause cause;

	http_serve(f, keeps_answering, NULL);
	assert_true(okx_http_get(f->http, 1, "/x", NULL, 0, &cause));
	okx_http_cancel(f->http, 0);
	http_finish(f);
	assert_int_equal(f->answer.slot, 1);
	http_ended(f, OKX_NET_ERROR_OK, "");
}

HTTP_TEST(test_redirect_is_not_followed)
{
	static const int statuses[] = { 301, 302, 303, 307, 308 };
	static const struct raw_step *const scripts[] = { keeps_answering, NULL };
	struct raw_server *other = raw_server_start(scripts);
	struct raw_step script[4] = { { RAW_READ, NULL, 0, 0 } };
	char text[256], where[64];
	size_t i;

	snprintf(where, sizeof where, "127.0.0.1:%u", raw_server_port(other));
	for (i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		snprintf(text, sizeof text,
		    "HTTP/1.1 %d Moved\r\nLocation: http://user:word@%s/y\r\n"
		    "Content-Length: 0\r\n\r\n",
		    statuses[i], where);
		script[1] = (struct raw_step){ RAW_SEND, text, 0, 0 };
		http_once(f, script);
		http_ended(f, OKX_NET_ERROR_OK, "");
		assert_int_equal(f->answer.status, statuses[i]);
		assert_string_equal(f->answer.location, where);
	}
	assert_int_equal(raw_server_connections(other), 0);
	raw_server_stop(other);
}

HTTP_TEST(test_loopback_uses_no_proxy)
{
	static const char *const variables[] = { "http_proxy", "HTTP_PROXY", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
	static const struct raw_step *const scripts[] = { keeps_answering, NULL };
	struct raw_server *proxy = raw_server_start(scripts);
	char url[64];
	size_t i;

	snprintf(url, sizeof url, "http://127.0.0.1:%u", raw_server_port(proxy));
	for (i = 0; i < sizeof variables / sizeof *variables; i++)
		setenv(variables[i], url, 1);
	http_serve(f, keeps_answering, NULL);
	http_fetch(f, 0);
	http_ended(f, OKX_NET_ERROR_OK, "");
	assert_int_equal(raw_server_requests(f->server), 1);
	assert_string_equal(okx_http_via(f->http), "");

	f->route.proxy = url;
	http_aim_at(f, "http", raw_server_port(f->server));
	http_fetch(f, 0);
	assert_int_equal(raw_server_requests(f->server), 2);
	assert_int_equal(raw_server_connections(proxy), 0);
	raw_server_stop(proxy);
}

HTTP_TEST(test_proxy_gets_no_secret)
{
	static const struct raw_step refuses[] = {
		{ RAW_READ, NULL, 0, 0 },
		{ RAW_SEND,
		    "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
		    0, 0 },
		{ RAW_END, NULL, 0, 0 },
	};
	static const struct raw_step *const scripts[] = { refuses, NULL };
	static const struct okx_http_header secret = { "OK-ACCESS-PASSPHRASE", "open sesame" };
	struct okx_failure failure;
	struct cause cause = { .text = "" };
	char request[4096], url[64];

	f->server = raw_server_start(scripts);
	snprintf(url, sizeof url, "http://joe:hush@127.0.0.1:%u", raw_server_port(f->server));
	setenv("https_proxy", url, 1);
	f->route.host = (struct okx_host){
		.base_url = "https://openapi.okx.test",
		.host = "openapi.okx.test",
	};
	if (!okx_http_aim(f->http, &f->route, &cause))
		fail_msg("%s", cause.text);
	assert_true(okx_http_get(f->http, 0, "/x", &secret, 1, &cause));
	http_finish(f);
	http_ended(f, OKX_NET_ERROR_PROXY, "407");
	raw_server_last(f->server, request, sizeof request);
	assert_memory_equal(request, "CONNECT openapi.okx.test:443 HTTP/1.1\r\n", 39);
	assert_null(strstr(request, "PASSPHRASE"));
	assert_null(strstr(okx_http_via(f->http), "hush"));
	okx_http_failure(&failure, &f->answer, f->http);
	assert_non_null(strstr(failure.text, "via proxy 127.0.0.1:"));
	assert_null(strstr(failure.text, "hush"));
	unsetenv("https_proxy");
}

HTTP_TEST(test_bad_ca_file_is_refused)
{
	static const char *const bad[] = { "/nonexistent/ca.pem", "/", "/dev/null" };
	struct cause cause;
	size_t i;

	f->route.host = (struct okx_host){ .base_url = "https://127.0.0.1:1",
		.host = "127.0.0.1:1" };
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		f->route.ca_file = bad[i];
		assert_false(okx_http_aim(f->http, &f->route, &cause));
		assert_non_null(strstr(cause.text, bad[i]));
		assert_non_null(strstr(cause.text, "--ca-file"));
	}
}

/* Foreign words could repeat a secret, which is masked later: the log has none of them. */
HTTP_TEST(test_log_names_a_failure_by_its_number)
{
	char path[] = "/tmp/test_okx_http.XXXXXX", text[1024];
	int fd = mkstemp(path);
	ssize_t length;

	assert_true(fd >= 0);
	assert_true(log_open(path, NULL));
	http_aim_at(f, "http", 1);
	http_fetch(f, 0);
	log_close();
	length = read(fd, text, sizeof text - 1);
	close(fd);
	unlink(path);
	assert_true(length > 0);
	text[length] = '\0';
	assert_true(f->answer.detail[0] != '\0');
	assert_null(strstr(text, f->answer.detail));
	assert_non_null(strstr(text, "GET /x: libcurl 7, 0, 0 bytes, "));
}

TEST(test_ca_file_needs_a_certificate)
{
	TABLE(cases, const char *content; bool good) = {
		{ "", false },
		{ "certificates to come\n", false },
		{ "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n", false },
		{ "-----BEGIN CERTIFICATE REQUEST-----\nMA==\n", false },
		{ "words -----BEGIN CERTIFICATE-----\n", false },
		{ "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n", true },
		{ "\xEF\xBB\xBFwords\r\n-----BEGIN TRUSTED CERTIFICATE-----\r\nMA==\r\n", true },
		{ "-----BEGIN PRIVATE KEY-----\nMA==\n-----BEGIN X509 CERTIFICATE-----\nMA==\n",
		    true },
	};
	char path[] = "/tmp/test_okx_http.XXXXXX";
	int fd = mkstemp(path);
	struct cause cause;
	bool good;
	size_t i;

	assert_true(fd >= 0);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t length = strlen(cases[i].content);

		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, cases[i].content, length, 0), (ssize_t)length);
		cause.text[0] = '\0';
		good = okx_route_check_ca_file(path, &cause);
		if (good != cases[i].good)
			fail_msg("\"%s\": %s", cases[i].content, cause.text);
		assert_true(good == (cause.text[0] == '\0'));
		assert_true(good || strstr(cause.text, "no certificate") != NULL);
	}
	close(fd);
	unlink(path);
	assert_false(okx_route_check_ca_file(path, &cause));
	assert_non_null(strstr(cause.text, "No such file"));
}

/* The open descriptors; how many of them are connected to PORT and stay open across exec. */
static unsigned
open_descriptors(unsigned port, unsigned *inherited)
{
	struct sockaddr_in peer;
	socklen_t size;
	unsigned count = 0;
	int fd, flags;

	*inherited = 0;
	for (fd = 0; fd < 256; fd++) {
		if ((flags = fcntl(fd, F_GETFD)) < 0)
			continue;
		count++;
		size = sizeof peer;
		if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0 &&
		    peer.sin_family == AF_INET && ntohs(peer.sin_port) == port &&
		    (flags & FD_CLOEXEC) == 0)
			++*inherited;
	}
	return count;
}

HTTP_TEST(test_descriptors_are_private_and_closed)
{
	unsigned before, inherited;

	before = open_descriptors(0, &inherited);
	http_hurry(f);
	http_serve(f, hangs, keeps_answering);
	http_fetch(f, 0);
	http_fetch(f, 1);
	http_ended(f, OKX_NET_ERROR_OK, "");
	open_descriptors(raw_server_port(f->server), &inherited);
	assert_int_equal(inherited, 0);
	okx_http_free(f->http);
	f->http = NULL;
	raw_server_stop(f->server);
	f->server = NULL;
	assert_int_equal(open_descriptors(0, &inherited), before);
}
