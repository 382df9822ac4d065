/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_HOST_H
#define COLLTOP_OKX_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"
#include "model/account_id.h"

#define OKX_HOST_URL_SIZE 300

/*
 * An account belongs to the site where it was opened; its keys work on that
 * site's host alone. There is no fallback from one to another.
 */
struct okx_region {
	const char *name;     /* "global" */
	const char *base_url; /* "https://openapi.okx.com" */
	const char *who;      /* who belongs to it: "registered on my.okx.com: EU" */
};

/* Ends with a row whose name is NULL. */
extern const struct okx_region okx_regions[];

/* The region of that name, or NULL. */
const struct okx_region *okx_host_region(const char *name);

/* Where requests go. */
struct okx_host {
	char base_url[OKX_HOST_URL_SIZE]; /* scheme://host[:port], no slash at the end */
	char host[ACCOUNT_ID_HOST_SIZE];  /* host[:port] for people */
	bool loopback;                    /* 127.0.0.1, [::1] or localhost: never by proxy */
};

/*
 * Reads a base URL: https://HOST[:PORT][/] and, for loopback only, http://.
 * User-info, path, query, fragment, other schemes and strange characters are
 * refused with the cause.
 */
bool okx_host_parse(struct okx_host *out, const char *base_url, struct cause *cause);

#endif
