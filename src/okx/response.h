/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_RESPONSE_H
#define COLLTOP_OKX_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What comes in of an answer, piece by piece and within limits, however the
 * other side counts.
 */
struct okx_response {
	char *body; /* LENGTH bytes and a NUL; NULL before the first byte */
	size_t length;
	size_t capacity;
	size_t header_bytes;
	unsigned header_lines;
	bool header_ended;    /* its empty line came */
	const char *exceeded; /* the limit that was passed, for people; NULL: none */
	char content_type[80];
	char retry_after[64];
	char date[64];
};

#define OKX_RESPONSE_MAX_HEADER_LINES 256

/* Zeroed memory is an empty response. */
void okx_response_clear(struct okx_response *response);

/* Begins another answer. A buffer far larger than the last one needed is given back. */
void okx_response_begin(struct okx_response *response);

/*
 * Takes a part of the body or one line of the header; false ends the answer: see
 * `exceeded`.
 */
bool okx_response_body(struct okx_response *response, const char *data, size_t length);
bool okx_response_header(struct okx_response *response, const char *line, size_t length);

/* The moment in Date, UTC milliseconds; -1 for none or junk. */
int64_t okx_response_date(const struct okx_response *response);

/*
 * The wait in Retry-After, milliseconds; -1 for none or junk. A date counts
 * from the answer's own Date, else from NOW_UTC_MS; one that has passed is 0.
 */
int64_t okx_response_retry_after(const struct okx_response *response, int64_t now_utc_ms);

#endif
