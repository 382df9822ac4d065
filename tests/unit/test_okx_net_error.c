/* SPDX-License-Identifier: ISC */
/* The sentences about connections that fail. */
#include "test.h"

#include <bsd/string.h>

#include "okx/net_error.h"

static const struct okx_place place = {
	.host = "openapi.okx.com",
	.via = "",
	.connect_timeout_ms = 5000,
	.timeout_ms = 10000,
	.utc_ms = INT64_C(1795361402123),
};

static struct okx_failure
failure_at(const struct okx_place *where, enum okx_net_error net_error, const char *detail)
{
	struct okx_http_answer answer = { .net_error = net_error };
	struct okx_failure failure;

	memset(&failure, 0xff, sizeof failure);
	strlcpy(answer.detail, detail, sizeof answer.detail);
	okx_net_error_failure(&failure, &answer, where);
	return failure;
}

TEST(test_every_way_has_its_sentence)
{
	enum okx_net_error net_error;

	for (net_error = OKX_NET_ERROR_OK + 1; net_error <= OKX_NET_ERROR_LOCAL; net_error++) {
		const struct okx_failure failure = failure_at(&place, net_error, "some words");

		assert_string_equal(failure.code, "");
		assert_int_equal(failure.http, 0);
		assert_int_equal(failure.exit, OKX_EXIT_NO_ANSWER);
		assert_int_equal(failure.retry_after_ms, -1);
		assert_true(strlen(failure.text) > 10 && strlen(failure.advice) > 10);
		assert_null(strpbrk(failure.text, "{}"));
		assert_null(strpbrk(failure.advice, "{}"));
	}
}

TEST(test_words)
{
	TABLE(rows, enum okx_net_error net_error; const char *detail, *text) = {
		{ OKX_NET_ERROR_RESOLVE, "x", "cannot resolve openapi.okx.com" },
		{ OKX_NET_ERROR_CONNECT, "Connection refused",
		    "cannot connect to openapi.okx.com: Connection refused" },
		{ OKX_NET_ERROR_CONNECT_TIMEOUT, "x", "no connection to openapi.okx.com in 5 s" },
		{ OKX_NET_ERROR_TIMEOUT, "x", "no complete answer from openapi.okx.com in 10 s" },
		{ OKX_NET_ERROR_INCOMPLETE, "", "incomplete answer from openapi.okx.com" },
		{ OKX_NET_ERROR_TOO_LARGE, "more than 2 MiB",
		    "answer of openapi.okx.com too large: more than 2 MiB" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct okx_failure failure = failure_at(&place, rows[i].net_error,
		    rows[i].detail);

		assert_string_equal(failure.text, rows[i].text);
	}
}

TEST(test_proxy_is_named)
{
	struct okx_place where = place;

	where.via = "10.0.0.1:3128";
	assert_string_equal(failure_at(&where, OKX_NET_ERROR_PROXY, "Connection refused").text,
	    "no connection to openapi.okx.com via proxy 10.0.0.1:3128: Connection refused");
	where.connect_timeout_ms = 300;
	assert_string_equal(failure_at(&where, OKX_NET_ERROR_CONNECT_TIMEOUT, "").text,
	    "no connection to openapi.okx.com via proxy 10.0.0.1:3128 in 0.3 s");
}

TEST(test_certificates)
{
	struct okx_place where = place;

	assert_non_null(strstr(failure_at(&where, OKX_NET_ERROR_CERTIFICATE,
				   "SSL certificate problem: self-signed certificate")
				   .advice,
	    "ca-certificates"));
	assert_non_null(strstr(failure_at(&where, OKX_NET_ERROR_CERTIFICATE,
				   "SSL certificate problem: certificate has expired")
				   .advice,
	    "clock is wrong: it says 2026-11-22T15:30:02.123Z"));
	assert_non_null(strstr(failure_at(&where, OKX_NET_ERROR_CERTIFICATE,
				   "SSL certificate problem: certificate is not yet valid")
				   .advice,
	    "clock is wrong"));
	assert_string_equal(failure_at(&where, OKX_NET_ERROR_CERTIFICATE,
				"it is for DNS:login.example, not for openapi.okx.com")
				.text,
	    "certificate not trusted: it is for DNS:login.example, not for openapi.okx.com");
	assert_non_null(
	    strstr(failure_at(&where, OKX_NET_ERROR_CA_FILE, "").advice, "ca-certificates"));
	where.ca_file = "/etc/own.pem";
	assert_non_null(strstr(failure_at(&where, OKX_NET_ERROR_CA_FILE, "").text, "/etc/own.pem"));
	assert_non_null(strstr(
	    failure_at(&where, OKX_NET_ERROR_CERTIFICATE, "unable to get local issuer").advice,
	    "/etc/own.pem"));
}

TEST(test_library_words_are_harmless)
{
	char detail[256];

	memset(detail, 'x', sizeof detail - 1);
	detail[sizeof detail - 1] = '\0';
	detail[0] = '\033';
	detail[1] = '%';
	assert_null(strchr(failure_at(&place, OKX_NET_ERROR_CONNECT, detail).text, '\033'));
	assert_true(strlen(failure_at(&place, OKX_NET_ERROR_CONNECT, detail).text) < OKX_TEXT_SIZE);
}
