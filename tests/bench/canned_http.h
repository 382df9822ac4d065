/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_CANNED_HTTP_H
#define COLLTOP_TESTS_CANNED_HTTP_H

#include <stddef.h>

/*
 * okx/http.h without a network: every request is answered at once with status
 * 200, those for the assets with BODY (LENGTH bytes and a NUL, borrowed), the
 * others with nothing: no loan, no prices.
 */
void canned_http_set(const char *body, size_t length);

#endif
