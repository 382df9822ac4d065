/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PROXY_H
#define COLLTOP_OKX_PROXY_H

#include <stdbool.h>

#include "base/cause.h"
#include "okx/host.h"

#define OKX_PROXY_VIA_SIZE 272

/* Which proxy is used, and what it may be called. */
struct okx_proxy {
	const char *url; /* as it was set, "" for none; borrowed; may hold a password */
	char via[OKX_PROXY_VIA_SIZE]; /* host:port without user and password; "" for none */
	/* the entry of no_proxy that exempts the host, as it stands there; "": none does … */
	char exempt[ACCOUNT_ID_HOST_SIZE];
	unsigned entries; /* … of so many that were looked at */
};

/*
 * Chooses the proxy for HOST: none for loopback; SETTING where it is given ("none":
 * none); else, as most programs do, https_proxy, HTTPS_PROXY, all_proxy or
 * ALL_PROXY, unless no_proxy or NO_PROXY exempts the host. OUT borrows from
 * SETTING or the environment. False, with a cause that repeats no user and
 * no password, for a proxy that cannot be read or is of a kind unknown.
 */
bool okx_proxy_choose(struct okx_proxy *out, const struct okx_host *host, const char *setting,
    struct cause *cause);

#endif
