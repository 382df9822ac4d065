/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_NET_ERROR_H
#define COLLTOP_OKX_NET_ERROR_H

#include <stdint.h>

#include "okx/error.h"
#include "okx/http_types.h"

/* What the sentences about a connection need to know of it. */
struct okx_place {
	const char *host;    /* host[:port] */
	const char *via;     /* proxy host:port, "" for none */
	const char *ca_file; /* as configured, NULL: the system's */
	int64_t connect_timeout_ms;
	int64_t timeout_ms;
	int64_t utc_ms; /* now, by this machine's clock */
};

/*
 * Writes the failure that ANSWER is, which ended below HTTP (transport other than
 * OKX_NET_ERROR_OK). One table has a row for each enum okx_net_error.
 */
void okx_net_error_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_place *place);

#endif
