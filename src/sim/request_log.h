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
struct journal {
	int descriptor;   /* -1: none is kept */
	int64_t start_ms; /* monotime_ms() that lines count from */
};

/* Opens FILE for appending (NULL: keeps no journal). */
bool journal_open(struct journal *journal, const char *file, struct cause *cause);

/* Adds a line, before the answer leaves. CONNECTION counts connections from 1. */
void journal_add(const struct journal *journal, uint64_t connection,
    const struct exchange_request *request, const struct exchange_answer *answer);

void journal_close(struct journal *journal);

#endif
