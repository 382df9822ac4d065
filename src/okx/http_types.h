/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_HTTP_TYPES_H
#define COLLTOP_OKX_HTTP_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account_id.h"
#include "okx/host.h"

/* What okx/http takes and gives, and its parts hand to each other. */

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

/* How the last request of a slot got through, as far as it did. */
struct okx_conn_info {
	char address[64]; /* that a connection stands to, a proxy's with one; "" for none */
	/* when each was done, from the start on; -1: it was not */
	int64_t resolve_ms, connect_ms;
	char issuer[256]; /* of the other side's certificate, "" for none */
	/* as the library writes dates: "Nov 22 15:30:00 2026 GMT" */
	char valid_from[32], valid_to[32];
};

#endif
