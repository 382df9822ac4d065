/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_REQUEST_LOG_H
#define COLLTOP_SIM_REQUEST_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cause.h"
#include "sim/exchange.h"

/*
 * What was asked, for tests to read: one line of JSON for each request, with
 * neither credentials nor figures.
 */
struct request_log {
	int descriptor;   /* -1: none is kept */
	int64_t start_ms; /* monotime_ms() that lines count from */
};

/* Opens FILE for appending (NULL: no log). */
bool request_log_open(struct request_log *request_log, const char *file, struct cause *cause);

/* Adds a line, before the answer leaves. CONNECTION counts connections from 1. */
void request_log_add(const struct request_log *request_log, uint64_t connection,
    const struct exchange_request *request, const struct exchange_answer *answer);

void request_log_close(struct request_log *request_log);

#endif
