/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_CANNED_HTTP_H
#define COLLTOP_TESTS_CANNED_HTTP_H

#include <stddef.h>

/*
 * okx/http.h without a network: every request is answered at once with the
 * same body and status 200. BODY (LENGTH bytes and a NUL) is borrowed.
 */
void canned_http_set(const char *body, size_t length);

#endif
