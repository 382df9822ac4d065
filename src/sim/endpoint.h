/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_ENDPOINT_H
#define COLLTOP_SIM_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cJSON;
struct handler_question;
struct handler_refusal;

/* One path that is served. */
struct endpoint {
	const char *name; /* the path's last part */
	const char *path;
	bool secret;       /* signed, and counted per user; else counted per address */
	size_t most;       /* requests that are allowed */
	int64_t window_ms; /* in any span of this length */
	struct cJSON *(
	    *handler)(const struct handler_question *question, struct handler_refusal *refusal);
};

/* Ends with a row whose name is NULL. */
extern const struct endpoint endpoint_table[];

/* The row that serves TARGET, a path with or without a query, or NULL. */
const struct endpoint *endpoint_of(const char *target);

/* The row called NAME (LENGTH bytes), or NULL. */
const struct endpoint *endpoint_find(const char *name, size_t length);

#endif
