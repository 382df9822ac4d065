/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_URL_H
#define COLLTOP_BASE_URL_H

#include <stdbool.h>
#include <stddef.h>

#define URL_HOST_SIZE 256

/* HOST[:PORT] of a URL, without scheme and user. */
struct url_authority {
	char host[URL_HOST_SIZE]; /* as it is written; an IPv6 address in brackets */
	int port;                 /* 0: none */
	bool loopback;            /* 127.0.0.1, localhost, or ::1 in any spelling */
};

enum url_fault {
	URL_GOOD,
	URL_NO_HOST,
	URL_BAD_HOST, /* neither letters, digits, "-", "." and "_" nor an IPv6 address */
	URL_BAD_PORT, /* not 1 to 65535, or with a leading zero */
	URL_TOO_LONG
};

/* Reads the LENGTH bytes of TEXT. */
enum url_fault url_authority(struct url_authority *out, const char *text, size_t length);

#endif
