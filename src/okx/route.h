/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_ROUTE_H
#define COLLTOP_OKX_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/http_types.h"
#include "okx/proxy.h"
#include "okx/net_error.h"

/* A struct okx_http_route with everything copied, chosen and checked. */
struct okx_route {
	struct okx_host host;
	bool https;
	char *ca_file;                /* NULL: the system's */
	char *proxy_url;              /* "" for none; may hold a password */
	char via[OKX_PROXY_VIA_SIZE]; /* the proxy's host:port, "" for none */
	enum okx_http_family family;
	int64_t connect_timeout_ms, timeout_ms;
};

/*
 * Whether FILE can be read and holds a certificate in PEM form, as far as a look
 * at its first 64 KiB tells. False, with the cause, when not. Never blocks. For
 * a configured file at the start; okx_route_init() asks it, too.
 */
bool okx_route_check_ca_file(const char *file, struct cause *cause);

/*
 * Makes OUT from WANTED. False, with the cause and OUT as after clear, when the proxy or
 * the CA file is not usable.
 */
bool okx_route_init(struct okx_route *out, const struct okx_http_route *wanted,
    struct cause *cause);

/* Frees and wipes. Zeroed memory may be cleared. */
void okx_route_clear(struct okx_route *route);

bool okx_route_same(const struct okx_route *a, const struct okx_route *b);

/* The same for the sentences of a failure; borrows from ROUTE. */
struct okx_place okx_route_place(const struct okx_route *route);

#endif
