/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_HANDLERS_H
#define COLLTOP_SIM_HANDLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/telling.h"

struct cJSON;

/* One path that is served. */
struct endpoint {
	const char *name; /* the path's last part */
	const char *path;
	bool secret;       /* signed, and counted per user; else counted per address */
	size_t most;       /* requests that are allowed */
	int64_t window_ms; /* in any span of this length */
	/* the elements of "data", owned by the caller; NULL with the refusal */
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
