/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/http.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <curl/curl.h>
#include <bsd/string.h>

#include "base/log.h"
#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "okx/net_error.h"
#include "okx/response.h"
#include "okx/route.h"
#include "okx/wipe.h"

#define KEPT_S 3600L /* longest interval, and until certificates are looked at again */
#define URL_SIZE (OKX_HOST_URL_SIZE + 1024)
#define HEADER_SIZE 1024

/*
 * One request at a time, and what comes in of its answer: libcurl's easy
 * handle, used over and over.
 */
struct transfer {
	CURL *easy; /* NULL before the first request of a route */
	struct curl_slist *headers;
	struct okx_response response;
	char *target;
	bool sent;      /* the request went out */
	bool no_memory; /* the library lacked some as it made the request */
	bool died;      /* a kept connection was dead: libcurl would ask once more by itself */
	bool fresh;     /* it was at the last request: others that are kept may be dead, too */
	unsigned long refused; /* blocks of memory, before it began: okx_wipe_refused() */
	int socket_errno;
	int64_t started_ms;
	int64_t sent_ms, sent_utc_ms;
	char error[CURL_ERROR_SIZE];
};

static size_t
take_body(char *data, size_t size, size_t count, void *arg)
{
	struct transfer *transfer = arg;

	/* libcurl's SIZE is always 1, so that the product cannot overflow. */
	return size == 1 && okx_response_body(&transfer->response, data, count) ?
	    count :
	    CURL_WRITEFUNC_ERROR;
}

static size_t
take_header(char *line, size_t size, size_t count, void *arg)
{
	struct transfer *transfer = arg;

	return size == 1 && okx_response_header(&transfer->response, line, count) ? count : 0;
}

/* Called when the connection stands, right before the request is written. */
static int
before_request(void *arg, char *peer, char *self, int peer_port, int self_port)
{
	struct transfer *transfer = arg;

	(void)peer, (void)self, (void)peer_port, (void)self_port;
	if (transfer->sent) {
		transfer->died = true;
		return CURL_PREREQFUNC_ABORT;
	}
	/*
	 * What libcurl could not store may be missing from the request, and the signature would
	 * not fit.
	 */
	if (okx_wipe_refused() != transfer->refused) {
		transfer->no_memory = true;
		return CURL_PREREQFUNC_ABORT;
	}
	transfer->sent = true;
	transfer->sent_ms = monotime_ms();
	transfer->sent_utc_ms = monotime_utc_ms();
	return CURL_PREREQFUNC_OK;
}

/*
 * libcurl asks again by itself when a kept connection turns out to be dead.
 * That request would carry an old signature and escape the rate limit: it gets no second
 * connection, and the client asks again.
 */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = arg;
	int type = address->socktype, made;

	(void)purpose;
	if (transfer->sent) {
		transfer->died = true;
		return CURL_SOCKET_BAD;
	}
#ifdef SOCK_CLOEXEC
	type |= SOCK_CLOEXEC;
#endif
	made = socket(address->family, type, address->protocol);
	if (made < 0) {
		transfer->socket_errno = errno;
		return CURL_SOCKET_BAD;
	}
#ifndef SOCK_CLOEXEC
	(void)fcntl(made, F_SETFD, FD_CLOEXEC);
#endif
	return made;
}

/* Options that are the same for every request of a route, in the order they are set: numbers … */
static CURLcode
set_numbers(CURL *easy, const struct okx_route *route)
{
	const struct {
		CURLoption option;
		long value;
	} numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
		{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 },
		{ CURLOPT_PATH_AS_IS, 1 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_HTTP09_ALLOWED, 0 },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_CERTINFO, 1 },
		{ CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_PROXY_SSL_VERIFYPEER, 1 },
		{ CURLOPT_PROXY_SSL_VERIFYHOST, 2 },
		/*
		 * What is signed for the exchange is not for the proxy's eyes, nor its headers for
		 * ours.
		 */
		{ CURLOPT_HEADEROPT, CURLHEADER_SEPARATE },
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
		{ CURLOPT_CONNECTTIMEOUT_MS, (long)route->connect_timeout_ms },
		{ CURLOPT_TIMEOUT_MS, (long)route->timeout_ms },
		{ CURLOPT_LOW_SPEED_LIMIT, 1 },
		{ CURLOPT_LOW_SPEED_TIME, 10 },
		{ CURLOPT_MAXAGE_CONN, KEPT_S },
		{ CURLOPT_MAXLIFETIME_CONN, KEPT_S },
		{ CURLOPT_IPRESOLVE,
		    route->family == OKX_HTTP_IPV4     ? CURL_IPRESOLVE_V4 :
			route->family == OKX_HTTP_IPV6 ? CURL_IPRESOLVE_V6 :
							 CURL_IPRESOLVE_WHATEVER },
#if LIBCURL_VERSION_NUM >= 0x075700
		/* Or else dropping a request waits until its name is resolved. */
		{ CURLOPT_QUICK_EXIT, 1 },
#endif
	};
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers && code == CURLE_OK; i++)
		code = curl_easy_setopt(easy, numbers[i].option, numbers[i].value);
	return code;
}

/* … and then texts and functions. */
static CURLcode
set_options(struct transfer *transfer, const struct okx_route *route)
{
	CURL *easy = transfer->easy;
	CURLcode code = set_numbers(easy, route);

#define SET(option, value) \
	do { \
		if (code == CURLE_OK) \
			code = curl_easy_setopt(easy, option, value); \
	} while (0)
	SET(CURLOPT_PROTOCOLS_STR, !route->https && route->host.loopback ? "http" : "https");
	SET(CURLOPT_ACCEPT_ENCODING, NULL);
	SET(CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	SET(CURLOPT_PROXY, route->proxy_url);
	SET(CURLOPT_NOPROXY, route->via[0] == '\0' ? "*" : "");
	if (route->ca_file != NULL) {
		SET(CURLOPT_CAINFO, route->ca_file);
		SET(CURLOPT_CAPATH, NULL);
	}
	SET(CURLOPT_ERRORBUFFER, transfer->error);
	SET(CURLOPT_PRIVATE, transfer);
	SET(CURLOPT_WRITEFUNCTION, take_body);
	SET(CURLOPT_WRITEDATA, transfer);
	SET(CURLOPT_HEADERFUNCTION, take_header);
	SET(CURLOPT_HEADERDATA, transfer);
	SET(CURLOPT_PREREQFUNCTION, before_request);
	SET(CURLOPT_PREREQDATA, transfer);
	SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(CURLOPT_OPENSOCKETDATA, transfer);
#undef SET
	return code;
}

/* Wipes and frees the headers sent. */
static void
drop_headers(struct transfer *transfer)
{
	curl_slist_free_all(transfer->headers); /* wipes: see okx/wipe */
	transfer->headers = NULL;
}

/* Frees the handle; the answer's texts stay. */
static void
close_transfer(struct transfer *transfer)
{
	drop_headers(transfer);
	if (transfer->easy != NULL)
		curl_easy_cleanup(transfer->easy);
	transfer->easy = NULL;
}

/* Makes the handle for ROUTE, if it is not there yet. False with the cause when libcurl cannot. */
static bool
open_transfer(struct transfer *transfer, const struct okx_route *route, struct cause *cause)
{
	CURLcode code;

	if (transfer->easy != NULL)
		return true;
	transfer->easy = curl_easy_init();
	if (transfer->easy == NULL)
		return cause_set(cause, "libcurl cannot start: out of memory.");
	code = set_options(transfer, route);
	if (code == CURLE_OK)
		return true;
	close_transfer(transfer);
	return cause_set(cause, "%s refuses an option that colltop needs: %s.", curl_version(),
	    curl_easy_strerror(code));
}

static bool
add_header(struct transfer *transfer, const struct okx_http_header *header)
{
	char line[HEADER_SIZE];
	struct curl_slist *longer = NULL;
	int length;

	length = snprintf(line, sizeof line, "%s: %s", header->name, header->value);
	/* libcurl sends header lines as they are. */
	if (length > 0 && (size_t)length < sizeof line && line[strcspn(line, "\r\n")] == '\0')
		longer = curl_slist_append(transfer->headers, line);
	explicit_bzero(line, sizeof line);
	if (longer == NULL)
		return false;
	transfer->headers = longer;
	return true;
}

/* Prepares GET TARGET; the caller hands the handle to libcurl then. False with the cause. */
static bool
begin_transfer(struct transfer *transfer, const struct okx_route *route, const char *target,
    const struct okx_http_header *headers, size_t count, struct cause *cause)
{
	char url[URL_SIZE];
	CURLcode code;
	int length;

	drop_headers(transfer);
	transfer->refused = okx_wipe_refused();
	for (size_t i = 0; i < count; i++) {
		if (!add_header(transfer, &headers[i])) {
			drop_headers(transfer);
			return cause_set(cause,
			    "The header %s cannot be sent: its value is too long "
			    "or has a line break, or memory is short.",
			    headers[i].name);
		}
	}
	length = snprintf(url, sizeof url, "%s%s", route->host.base_url, target);
	if (length < 0 || (size_t)length >= sizeof url)
		return cause_set(cause, "The address of %s is too long.", route->host.host);
	code = curl_easy_setopt(transfer->easy, CURLOPT_URL, url);
	if (code == CURLE_OK)
		code = curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
	if (code == CURLE_OK)
		code = curl_easy_setopt(transfer->easy, CURLOPT_FRESH_CONNECT,
		    (long)transfer->fresh);
	if (code != CURLE_OK)
		return cause_set(cause, "libcurl cannot ask %s: %s.", route->host.host,
		    curl_easy_strerror(code));

	okx_response_begin(&transfer->response);
	free(transfer->target);
	transfer->target = xstrdup(target);
	transfer->sent = transfer->died = transfer->no_memory = false;
	transfer->socket_errno = 0;
	transfer->error[0] = '\0';
	transfer->started_ms = transfer->sent_ms = monotime_ms();
	transfer->sent_utc_ms = monotime_utc_ms();
	return true;
}

/* What the library's codes mean; those that are not here mean OKX_NET_ERROR_LOCAL. */
static const struct {
	CURLcode code;
	enum okx_net_error net_error;
} codes[] = {
	{ CURLE_OK, OKX_NET_ERROR_OK },
	{ CURLE_COULDNT_RESOLVE_PROXY, OKX_NET_ERROR_PROXY },
	{ CURLE_PROXY, OKX_NET_ERROR_PROXY },
	{ CURLE_COULDNT_RESOLVE_HOST, OKX_NET_ERROR_RESOLVE },
	{ CURLE_COULDNT_CONNECT, OKX_NET_ERROR_CONNECT },
	{ CURLE_OPERATION_TIMEDOUT, OKX_NET_ERROR_TIMEOUT },
	{ CURLE_SSL_CONNECT_ERROR, OKX_NET_ERROR_TLS },
	{ CURLE_SSL_CIPHER, OKX_NET_ERROR_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, OKX_NET_ERROR_CERTIFICATE },
	{ CURLE_SSL_ISSUER_ERROR, OKX_NET_ERROR_CERTIFICATE },
	{ CURLE_SSL_INVALIDCERTSTATUS, OKX_NET_ERROR_CERTIFICATE },
	{ CURLE_SSL_CACERT_BADFILE, OKX_NET_ERROR_CA_FILE },
	{ CURLE_GOT_NOTHING, OKX_NET_ERROR_INCOMPLETE },
	{ CURLE_PARTIAL_FILE, OKX_NET_ERROR_INCOMPLETE },
	{ CURLE_RECV_ERROR, OKX_NET_ERROR_INCOMPLETE },
	{ CURLE_SEND_ERROR, OKX_NET_ERROR_INCOMPLETE },
	{ CURLE_UNSUPPORTED_PROTOCOL, OKX_NET_ERROR_PROTOCOL },
	{ CURLE_WEIRD_SERVER_REPLY, OKX_NET_ERROR_PROTOCOL },
	{ CURLE_BAD_CONTENT_ENCODING, OKX_NET_ERROR_PROTOCOL },
	{ CURLE_HTTP2, OKX_NET_ERROR_PROTOCOL },
};

static enum okx_net_error
net_error_of(CURLcode code)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].code == code)
			return codes[i].net_error;
	return OKX_NET_ERROR_LOCAL;
}

/* What follows LABEL in the text of the other side's certificate, or NULL. */
static const char *
certificate_line(CURL *easy, const char *label)
{
	struct curl_certinfo *chain = NULL;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
	    chain->num_of_certs < 1)
		return NULL;
	for (const struct curl_slist *line = chain->certinfo[0]; line != NULL; line = line->next)
		if (strncmp(line->data, label, strlen(label)) == 0)
			return line->data + strlen(label);
	return NULL;
}

/* The names for which the other side's certificate was made. */
static const char *
certificate_names(CURL *easy)
{
	const char *names = certificate_line(easy, "X509v3 Subject Alternative Name:");

	if (names == NULL)
		names = certificate_line(easy, "Subject:");
	return names != NULL ? names : "another host";
}

/* Corrects what the code alone says by what else is known, and says why in DETAIL. */
static enum okx_net_error
explain(struct transfer *transfer, const struct okx_route *route, CURLcode code, char *detail,
    size_t size)
{
	const struct okx_response *response = &transfer->response;
	const char *words = transfer->error[0] != '\0' ? transfer->error : curl_easy_strerror(code);
	enum okx_net_error net_error = net_error_of(code);
	long number = 0;

	if (transfer->died) {
		words = "the kept connection was closed";
		net_error = OKX_NET_ERROR_INCOMPLETE;
	} else if (response->exceeded != NULL) {
		words = response->exceeded;
		net_error = OKX_NET_ERROR_TOO_LARGE;
	} else if (transfer->no_memory) {
		words = "out of memory";
		net_error = OKX_NET_ERROR_LOCAL;
	} else if (code == CURLE_OUT_OF_MEMORY && response->header_lines > 0) {
		/* So the library calls a single line that is beyond its own limit. */
		words = "a header line too long";
		net_error = OKX_NET_ERROR_TOO_LARGE;
	} else if (transfer->socket_errno == EMFILE || transfer->socket_errno == ENFILE ||
	    transfer->socket_errno == ENOBUFS || transfer->socket_errno == ENOMEM) {
		words = strerror(transfer->socket_errno);
		net_error = OKX_NET_ERROR_LOCAL;
	} else if (code == CURLE_RECV_ERROR && strstr(words, "chunked") != NULL) {
		net_error = OKX_NET_ERROR_PROTOCOL;
	} else if (net_error == OKX_NET_ERROR_TIMEOUT && !transfer->sent) {
		net_error = OKX_NET_ERROR_CONNECT_TIMEOUT;
	} else if (net_error == OKX_NET_ERROR_PROXY && code == CURLE_COULDNT_RESOLVE_PROXY) {
		/* The library's words may repeat the whole URL, password and all. */
		words = "its name cannot be resolved";
	} else if (net_error == OKX_NET_ERROR_CONNECT) {
		if (curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK &&
		    number != 0)
			words = strerror((int)number);
		if (route->via[0] != '\0')
			net_error = OKX_NET_ERROR_PROXY;
	} else if (net_error == OKX_NET_ERROR_CERTIFICATE &&
	    strstr(words, "subject name") != NULL) {
		snprintf(detail, size, "it is for %.100s, not for %.110s",
		    certificate_names(transfer->easy), route->host.host);
		words = detail;
	} else if (net_error != OKX_NET_ERROR_OK && route->via[0] != '\0' && !transfer->sent &&
	    curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &number) == CURLE_OK &&
	    number >= 300) {
		snprintf(detail, size, "it answers with HTTP %ld%s", number,
		    number == 407 ? ": it wants a user and a password" : "");
		words = detail;
		net_error = OKX_NET_ERROR_PROXY;
	}
	if (words != detail)
		text_sanitise(detail, size, words, strlen(words));
	return net_error;
}

/* The host[:port] to which a redirect points. */
static void
redirect_host(CURL *easy, char *out, size_t size)
{
	CURLU *url = curl_url();
	char *target = NULL, *host = NULL, *port = NULL, name[ACCOUNT_ID_HOST_SIZE];

	if (url != NULL && curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &target) == CURLE_OK &&
	    target != NULL &&
	    curl_url_set(url, CURLUPART_URL, target, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	    curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		(void)curl_url_get(url, CURLUPART_PORT, &port, 0);
		snprintf(name, sizeof name, "%s%s%s", host, port != NULL ? ":" : "",
		    port != NULL ? port : "");
		text_sanitise(out, size, name, strlen(name));
	}
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(url);
}

/*
 * One line of the log for each request: names of headers, never their values,
 * and a failure's number, as its words may repeat what the other side sent.
 */
static void
trace(const struct transfer *transfer, CURLcode code, const struct okx_http_answer *answer)
{
	const struct curl_slist *header;
	char names[256] = "", failed[32] = "";
	size_t length;

	if (log_descriptor() < 0)
		return;
	for (header = transfer->headers; header != NULL; header = header->next) {
		length = strlen(names);
		snprintf(names + length, sizeof names - length, "%s%.*s", length > 0 ? " " : "",
		    (int)strcspn(header->data, ":"), header->data);
	}
	if (code != CURLE_OK)
		snprintf(failed, sizeof failed, "libcurl %d, ", (int)code);
	log_line("GET %s: %s%d, %zu bytes, %lld ms, %s connection; sent %s", transfer->target,
	    failed, answer->status, answer->length,
	    (long long)(answer->arrived_ms - transfer->started_ms), answer->reused ? "kept" : "new",
	    names);
}

/* Writes the answer (all but its slot) of a transfer that ended just now with libcurl's CODE. */
static void
end_transfer(struct transfer *transfer, const struct okx_route *route, CURLcode code,
    struct okx_http_answer *answer)
{
	struct okx_response *response = &transfer->response;
	long status = 0, connects = 1;

	memset(answer, 0, sizeof *answer);
	answer->net_error = OKX_NET_ERROR_OK;
	if (code == CURLE_OK && !response->header_ended) {
		/* The library takes a header that is cut between two lines for a whole answer. */
		answer->net_error = OKX_NET_ERROR_INCOMPLETE;
		strlcpy(answer->detail, "closed within the header", sizeof answer->detail);
	} else if (code != CURLE_OK)
		answer->net_error = explain(transfer, route, code, answer->detail,
		    sizeof answer->detail);
	if (answer->net_error == OKX_NET_ERROR_OK &&
	    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK)
		answer->status = (int)status;
	if (curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &connects) == CURLE_OK)
		answer->reused = transfer->died || (transfer->sent && connects == 0);
	transfer->fresh = answer->reused && answer->net_error == OKX_NET_ERROR_INCOMPLETE;
	answer->body = response->body != NULL ? response->body : "";
	answer->length = response->length;
	strlcpy(answer->content_type, response->content_type, sizeof answer->content_type);
	if (status >= 300 && status < 400)
		redirect_host(transfer->easy, answer->location, sizeof answer->location);
	answer->date_utc_ms = okx_response_date(response);
	answer->arrived_ms = monotime_ms();
	answer->arrived_utc_ms = monotime_utc_ms();
	answer->retry_after_ms = okx_response_retry_after(response, answer->arrived_utc_ms);
	answer->sent_ms = transfer->sent_ms;
	answer->sent_utc_ms = transfer->sent_utc_ms;
	trace(transfer, code, answer);
}

static void
clear_transfer(struct transfer *transfer)
{
	close_transfer(transfer);
	okx_response_clear(&transfer->response);
	free(transfer->target);
	transfer->target = NULL;
}

struct slot {
	struct transfer transfer;
	bool running;  /* with libcurl */
	bool finished; /* done, and not yet taken: ANSWER is set */
	struct okx_http_answer answer;
};

struct okx_http {
	struct okx_route route;
	CURLM *multi;     /* NULL before the first request of a route */
	bool initialised; /* libcurl, by us */
	struct slot *slots;
	unsigned count;
	unsigned running, finished; /* how many slots are */
	struct curl_waitfd *extra;  /* of okx_http_wait() */
	unsigned extra_count;
};

struct okx_http *
okx_http_new(unsigned slots)
{
	struct okx_http *http = xcalloc(1, sizeof *http);

	http->slots = xcalloc(slots, sizeof *http->slots);
	http->count = slots;
	return http;
}

/* Takes the request of SLOT out of libcurl's hands. */
static void
detach(struct okx_http *http, struct slot *slot)
{
	curl_multi_remove_handle(http->multi, slot->transfer.easy);
	slot->running = false;
	http->running--;
}

static void
finish(struct okx_http *http, struct slot *slot, CURLcode code)
{
	end_transfer(&slot->transfer, &http->route, code, &slot->answer);
	slot->answer.slot = (unsigned)(slot - http->slots);
	detach(http, slot);
	drop_headers(&slot->transfer);
	slot->finished = true;
	http->finished++;
}

void
okx_http_cancel(struct okx_http *http, unsigned index)
{
	struct slot *slot = &http->slots[index];

	if (slot->running)
		detach(http, slot);
	drop_headers(&slot->transfer);
	if (slot->finished) {
		slot->finished = false;
		http->finished--;
	}
}

/* Lets go of handles and connections; finished answers stay. */
static void
tear_down(struct okx_http *http)
{
	unsigned i;

	for (i = 0; i < http->count; i++) {
		if (http->slots[i].running)
			detach(http, &http->slots[i]);
		close_transfer(&http->slots[i].transfer);
	}
	if (http->multi != NULL)
		curl_multi_cleanup(http->multi);
	http->multi = NULL;
}

void
okx_http_free(struct okx_http *http)
{
	unsigned i;

	if (http == NULL)
		return;
	tear_down(http);
	for (i = 0; i < http->count; i++)
		clear_transfer(&http->slots[i].transfer);
	if (http->initialised)
		curl_global_cleanup();
	okx_route_clear(&http->route);
	free(http->slots);
	free(http->extra);
	free(http);
}

bool
okx_http_aim(struct okx_http *http, const struct okx_http_route *wanted, struct cause *cause)
{
	struct okx_route route;
	unsigned i;

	for (i = 0; i < http->count; i++)
		okx_http_cancel(http, i);
	if (!okx_route_init(&route, wanted, cause))
		return false;
	if (!okx_http_check_library(&route.host, cause) ||
	    !okx_http_check_certificates(&route.host, route.ca_file, cause)) {
		okx_route_clear(&route);
		return false;
	}
	if (okx_route_same(&route, &http->route)) {
		okx_route_clear(&route);
		return true;
	}
	tear_down(http);
	okx_route_clear(&http->route);
	http->route = route;
	return true;
}

void
okx_http_forget(struct okx_http *http)
{
	if (http->running == 0)
		tear_down(http);
}

/* Makes what is shared by the requests of a route, where it is not there yet. */
static bool
set_up_curl(struct okx_http *http, struct cause *cause)
{
	CURLcode code;

	if (!http->initialised) {
		code = curl_global_init_mem(CURL_GLOBAL_DEFAULT, okx_wipe_malloc, okx_wipe_free,
		    okx_wipe_realloc, okx_wipe_strdup, okx_wipe_calloc);
		if (code != CURLE_OK)
			return cause_set(cause, "libcurl cannot start: %s.",
			    curl_easy_strerror(code));
		http->initialised = true;
	}
	if (http->multi != NULL)
		return true;
	http->multi = curl_multi_init();
	if (http->multi == NULL)
		return cause_set(cause, "libcurl cannot start: out of memory.");
	if (curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)http->count) == CURLM_OK &&
	    curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING) == CURLM_OK)
		return true;
	tear_down(http);
	return cause_set(cause, "%s refuses an option that colltop needs.", curl_version());
}

/* Lets libcurl do what it can do now, and takes in what has finished. */
static void
perform(struct okx_http *http)
{
	struct slot *slot;
	CURLMsg *message;
	CURLMcode problem;
	int left;

	problem = curl_multi_perform(http->multi, &left);
	while ((message = curl_multi_info_read(http->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		for (unsigned i = 0; i < http->count; i++) {
			slot = &http->slots[i];
			if (slot->running && slot->transfer.easy == message->easy_handle) {
				finish(http, slot, message->data.result);
				break;
			}
		}
	}
	if (problem == CURLM_OK)
		return;
	for (unsigned i = 0; i < http->count; i++)
		if (http->slots[i].running)
			finish(http, &http->slots[i], CURLE_FAILED_INIT);
}

bool
okx_http_get(struct okx_http *http, unsigned index, const char *target,
    const struct okx_http_header *headers, size_t count, struct cause *cause)
{
	struct slot *slot = &http->slots[index];
	struct transfer *transfer = &slot->transfer;
	CURLMcode problem;

	okx_http_cancel(http, index);
	if (!set_up_curl(http, cause) || !open_transfer(transfer, &http->route, cause) ||
	    !begin_transfer(transfer, &http->route, target, headers, count, cause))
		return false;
	problem = curl_multi_add_handle(http->multi, transfer->easy);
	if (problem != CURLM_OK) {
		drop_headers(transfer);
		return cause_set(cause, "libcurl cannot ask %s: %s.", http->route.host.host,
		    curl_multi_strerror(problem));
	}
	slot->running = true;
	http->running++;
	/* Now, instead of after the next wait, which would be one turn of the loop more. */
	perform(http);
	return true;
}

bool
okx_http_next(struct okx_http *http, struct okx_http_answer *answer)
{
	struct slot *slot;

	if (http->finished == 0)
		return false;
	for (slot = http->slots; !slot->finished; slot++)
		;
	slot->finished = false;
	http->finished--;
	*answer = slot->answer;
	return true;
}

/*
 * poll(2). Where it fails for lack of memory all descriptors count as ready, after a moment:
 * none of them blocks.
 */
static void
poll_only(struct pollfd *fds, unsigned count, int timeout_ms)
{
	const struct timespec moment = { .tv_nsec = 10 * 1000 * 1000 };
	bool blind;

	if (poll(fds, count, timeout_ms) >= 0)
		return;
	blind = errno != EINTR;
	for (unsigned i = 0; i < count; i++)
		fds[i].revents = blind ? fds[i].events : 0;
	if (blind)
		nanosleep(&moment, NULL);
}

void
okx_http_wait(struct okx_http *http, struct pollfd *fds, unsigned count, int64_t timeout_ms)
{
	int timeout = timeout_ms > INT_MAX ? INT_MAX : timeout_ms < 0 ? -1 : (int)timeout_ms;
	int ready = 0;
	unsigned i;

	if (http->finished > 0)
		timeout = 0;
	if (http->running == 0) {
		poll_only(fds, count, timeout);
		return;
	}

	if (count > http->extra_count) {
		http->extra = xreallocarray(http->extra, count, sizeof *http->extra);
		http->extra_count = count;
	}
	for (i = 0; i < count; i++) {
		http->extra[i] = (struct curl_waitfd){
			.fd = fds[i].fd,
			.events = (short)(((fds[i].events & POLLIN) != 0 ? CURL_WAIT_POLLIN : 0) |
			    ((fds[i].events & POLLPRI) != 0 ? CURL_WAIT_POLLPRI : 0) |
			    ((fds[i].events & POLLOUT) != 0 ? CURL_WAIT_POLLOUT : 0)),
		};
		fds[i].revents = 0;
	}
	/* libcurl shortens the time itself to what its own time-outs ask for. */
	if (curl_multi_poll(http->multi, http->extra, count, timeout < 0 ? INT_MAX : timeout,
		&ready) != CURLM_OK)
		ready = 1;
	/* It knows no hang-up and no error of a descriptor. */
	if (ready > 0)
		poll_only(fds, count, 0);
	perform(http);
}

/* Milliseconds from the start of the request to WHAT; -1 where the library did not get there. */
static int64_t
done_ms(CURL *easy, CURLINFO what)
{
	curl_off_t time = 0;

	if (curl_easy_getinfo(easy, what, &time) != CURLE_OK || time <= 0)
		return -1;
	return (int64_t)time / 1000;
}

static void
copy_sanitised(char *out, size_t size, const char *text)
{
	if (text != NULL)
		text_sanitise(out, size, text, strlen(text));
}

void
okx_conn_info(const struct okx_http *http, unsigned index, struct okx_conn_info *out)
{
	CURL *easy = http->slots[index].transfer.easy;
	char *address = NULL;

	*out = (struct okx_conn_info){ .resolve_ms = -1, .connect_ms = -1 };
	if (easy == NULL)
		return;
	if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK)
		copy_sanitised(out->address, sizeof out->address, address);
	out->resolve_ms = done_ms(easy, CURLINFO_NAMELOOKUP_TIME_T);
	out->connect_ms = done_ms(easy, CURLINFO_CONNECT_TIME_T);
	copy_sanitised(out->issuer, sizeof out->issuer, certificate_line(easy, "Issuer:"));
	copy_sanitised(out->valid_from, sizeof out->valid_from,
	    certificate_line(easy, "Start date:"));
	copy_sanitised(out->valid_to, sizeof out->valid_to, certificate_line(easy, "Expire date:"));
}

const char *
okx_http_via(const struct okx_http *http)
{
	return http->route.via;
}

void
okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http)
{
	const struct okx_place place = okx_route_place(&http->route);

	okx_net_error_failure(failure, answer, &place);
}

const char *
okx_http_version(void)
{
	return curl_version();
}
