/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_TRANSFER_H
#define COLLTOP_OKX_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/http_types.h"
#include "okx/response.h"
#include "okx/route.h"

struct curl_slist;

#define OKX_TRANSFER_ERROR_SIZE 256

/*
 * One request at a time, and what comes in of its answer: libcurl's easy
 * handle, used over and over. Only okx/http knows of it.
 */
struct okx_transfer {
	void *easy; /* NULL before the first request of a route */
	struct curl_slist *headers;
	struct okx_response response;
	char *target;
	bool sent;      /* the request went out */
	bool no_memory; /* the library lacked some as it made the request */
	bool died;      /* a kept connection was dead: libcurl would ask once more by itself */
	unsigned long refused; /* blocks of memory, before it began: okx_wipe_refused() */
	int socket_errno;
	int64_t started_ms;
	int64_t sent_ms, sent_utc_ms;
	char error[OKX_TRANSFER_ERROR_SIZE];
};

/*
 * Makes the handle for ROUTE, if it is not there yet. False with the cause when the
 * library cannot.
 */
bool okx_transfer_open(struct okx_transfer *transfer, const struct okx_route *route,
    struct cause *cause);

/*
 * Prepares GET TARGET; whoever called hands the handle to the library then. False with
 * the cause.
 */
bool okx_transfer_begin(struct okx_transfer *transfer, const struct okx_route *route,
    const char *target, const struct okx_http_header *headers, size_t count, struct cause *cause);

/*
 * Writes the answer (all but its slot) of a transfer that ended just now with the
 * library's CODE.
 */
void okx_transfer_end(struct okx_transfer *transfer, const struct okx_route *route, int code,
    struct okx_http_answer *answer);

/* Wipes and frees the headers sent. */
void okx_transfer_drop_headers(struct okx_transfer *transfer);

/* Frees the handle; the answer's texts stay. */
void okx_transfer_close(struct okx_transfer *transfer);

/* Frees all. */
void okx_transfer_clear(struct okx_transfer *transfer);

#endif
