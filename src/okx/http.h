/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_HTTP_H
#define COLLTOP_OKX_HTTP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/error.h"
#include "okx/host.h"

/*
 * The network: GET requests that never block, and the one place where the
 * program waits. HTTP/1.1 without content encoding, at most one kept connection per slot, no
 * redirect is followed, TLS 1.2 at least and always verified, no proxy for
 * loopback. Tests link another implementation of this header.
 */
struct okx_http;

enum okx_http_family { OKX_HTTP_ANY, OKX_HTTP_IPV4, OKX_HTTP_IPV6 };

/* How the host is reached. Texts are copied. */
struct okx_http_route {
	struct okx_host host;
	const char *ca_file; /* NULL: the system's */
	const char *proxy;   /* NULL: the environment's; "none": none; else its URL */
	enum okx_http_family family;
	int64_t connect_timeout_ms; /* 0: 5 s */
	int64_t timeout_ms;         /* whole request; 0: 10 s */
};

struct okx_http_header {
	const char *name, *value; /* copied; the copies are wiped */
};

/* How a request ended below the level of HTTP. */
enum okx_net_error {
	OKX_NET_ERROR_OK, /* an HTTP answer came, whatever its status */
	OKX_NET_ERROR_RESOLVE,
	OKX_NET_ERROR_CONNECT,
	OKX_NET_ERROR_CONNECT_TIMEOUT,
	OKX_NET_ERROR_TIMEOUT,
	OKX_NET_ERROR_TLS,
	OKX_NET_ERROR_CERTIFICATE,
	OKX_NET_ERROR_CA_FILE,
	OKX_NET_ERROR_PROXY,
	OKX_NET_ERROR_INCOMPLETE, /* closed or reset before the answer was whole */
	OKX_NET_ERROR_TOO_LARGE,
	OKX_NET_ERROR_PROTOCOL,
	OKX_NET_ERROR_LOCAL /* memory, descriptors, a library's refusal */
};

#define OKX_HTTP_MAX_BODY (2 * 1024 * 1024)
#define OKX_HTTP_MAX_HEADER (64 * 1024)

/* A finished request. The texts live until the next request of its slot. */
struct okx_http_answer {
	unsigned slot;
	enum okx_net_error net_error;
	char detail[256]; /* of a transport failure: the library's words, sanitised */
	int status;       /* HTTP status, 0 for none */
	const char *body; /* LENGTH bytes and a NUL */
	size_t length;
	char content_type[80];
	char location[ACCOUNT_ID_HOST_SIZE]; /* of a redirect: the host it names */
	int64_t retry_after_ms;      /* of Retry-After, seconds or date; -1 for none or junk */
	int64_t date_utc_ms;         /* of Date; -1 for none */
	int64_t sent_ms, arrived_ms; /* monotime_ms() */
	int64_t sent_utc_ms, arrived_utc_ms; /* monotime_utc_ms() */
	bool reused;                         /* it went over a connection that was there before */
};

/*
 * Makes the network without touching it: the libraries are initialised by the first
 * use, so that a first frame can be painted before. SLOTS: how many
 * requests can be under way at once.
 */
struct okx_http *okx_http_new(unsigned slots);
void okx_http_free(struct okx_http *http);

/*
 * What would fail each request to HOST, for the start, before anything is asked:
 * whether the library that is there is new enough and speaks TLS, and whether
 * the system's certificates can be read where there is no CA_FILE (NULL).
 * okx_http_aim() asks both, too.
 */
bool okx_http_check_library(const struct okx_host *host, struct cause *cause);
bool okx_http_check_certificates(const struct okx_host *host, const char *ca_file,
    struct cause *cause);

/*
 * Points it at a host. Requests under way are cancelled; kept connections go
 * unless the route is the same. False, with the cause, when the CA file cannot
 * be read or the libraries cannot do what is asked (no TLS, versions).
 */
bool okx_http_aim(struct okx_http *http, const struct okx_http_route *route, struct cause *cause);

/* Lets kept connections go: after a suspend the other side has forgotten them. */
void okx_http_forget(struct okx_http *http);

/*
 * Starts GET TARGET in SLOT (free, or its request is cancelled first). Returns
 * false, with the cause, when it cannot even be started; else its end comes out of okx_http_next().
 */
bool okx_http_get(struct okx_http *http, unsigned slot, const char *target,
    const struct okx_http_header *headers, size_t count, struct cause *cause);

/* Drops the request of SLOT, if any: it never comes out of okx_http_next(). */
void okx_http_cancel(struct okx_http *http, unsigned slot);

/* Takes the next finished request, or returns false. Never blocks. */
bool okx_http_next(struct okx_http *http, struct okx_http_answer *answer);

/*
 * The one poll of the program: waits for the network, for FDS (COUNT of them;
 * revents are set as by poll(2)) or TIMEOUT_MS (-1: no limit), and returns early on a signal.
 */
void okx_http_wait(struct okx_http *http, struct pollfd *fds, unsigned count, int64_t timeout_ms);

/* How the last request of a slot got through, as far as it did. */
struct okx_conn_info {
	char address[64]; /* that a connection stands to, a proxy's with one; "" for none */
	/* when each was done, from the start on; -1: it was not */
	int64_t resolve_ms, connect_ms, tls_ms;
	char issuer[256]; /* of the other side's certificate, "" for none */
	/* as the library writes dates: "Nov 22 15:30:00 2026 GMT" */
	char valid_from[32], valid_to[32];
};

/* Writes the trail of the request of SLOT that came out of okx_http_next() last. */
void okx_conn_info(const struct okx_http *http, unsigned slot, struct okx_conn_info *out);

/* The proxy in use as "host:port", or "" for none. */
const char *okx_http_via(const struct okx_http *http);

/*
 * Classifies an answer that has no HTTP status (OKX_TRANSPORT_… but OK) as a
 * failure: one table from transport to kind, retry, sentence and advice.
 */
void okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http);

/* The library's version for --version: "libcurl/7.88.1 OpenSSL/3.0.15 …". */
const char *okx_http_version(void);

#endif
