/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_SCAN_H
#define COLLTOP_OKX_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cause.h"

/*
 * The check of a JSON text before it is taken apart: one pass over the bytes,
 * no allocation, no recursion. What passes is exactly JSON (RFC 8259) in UTF-8,
 * an object, without NUL, within the limits below; so the parser after it can
 * fail for lack of memory only, and its laxness (leading zeros, raw control
 * characters, overlong UTF-8, ...) does not matter.
 */
#define OKX_SCAN_MAX_NESTING 16
#define OKX_SCAN_MAX_STRING 256    /* bytes */
#define OKX_SCAN_MAX_NUMBER 63     /* characters */
#define OKX_SCAN_MAX_VALUES 161024 /* 8 for each of 20,000 rows, and some */

/* What is JSON, but not for every use. Bytes of the text count from 1; 0: none. */
struct okx_scan {
	size_t long_strings; /* how many strings and names are longer than OKX_SCAN_MAX_STRING */
	size_t long_at;      /* the first of them */
	/* the first escaped control character (not \u0000, which never passes) */
	size_t control_at;
};

/* Checks LENGTH bytes; false with the cause as a short clause ("not valid JSON at byte 17"). */
bool okx_scan_json(struct okx_scan *out, const char *text, size_t length, struct cause *cause);

#endif
