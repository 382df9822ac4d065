/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_HTTP_H
#define COLLTOP_OKX_HTTP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/error.h"
#include "okx/http_types.h"

/*
 * The network: GET requests that never block, and the one place where the
 * program waits. HTTP/1.1 without content encoding, at most one kept connection per slot, no
 * redirect is followed, TLS 1.2 at least and always verified, no proxy for
 * loopback. Tests link another implementation of this header.
 */
struct okx_http;

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

/* Where the system's CA certificates are, a file or a FOLDER; NULL: the library knows none. */
const char *okx_http_certificates(bool folder);

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

/* Writes how the last request of SLOT from okx_http_next() got through. */
void okx_conn_info(const struct okx_http *http, unsigned slot, struct okx_conn_info *out);

/* The proxy in use as "host:port", or "" for none. */
const char *okx_http_via(const struct okx_http *http);

/*
 * Makes a failure of an answer without HTTP status (its net_error is not OKX_NET_ERROR_OK),
 * by the table of okx/net_error.
 */
void okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http);

/* The library's version for --version: "libcurl/7.88.1 OpenSSL/3.0.15 …". */
const char *okx_http_version(void);

#endif
