/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_CLOCK_H
#define COLLTOP_OKX_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cause.h"
#include "okx/http_types.h"

/*
 * The exchange's clock as seen from here: this machine's wall clock plus an
 * offset, 0 until the exchange said otherwise (50102).
 */
struct okx_clock {
	int64_t offset_ms; /* to add to monotime_utc_ms() */
};

#define OKX_CLOCK_MAX_ROUND_TRIP_MS 2000
#define OKX_CLOCK_MAX_DATE_DIFFERENCE_MS 5000

/*
 * Sets the clock by ANSWER to OKX v5, "Get system time", which told SERVER_UTC_MS: offset =
 * server - midpoint of sent and received. Refused, with the cause and the clock unchanged,
 * when the round trip took over 2 s, the wall clock jumped meanwhile (by more than 2 s), or
 * the answer's Date header is missing or differs by more than 5 s.
 */
bool okx_clock_take(struct okx_clock *clock, const struct okx_http_answer *answer,
    int64_t server_utc_ms, struct cause *cause);

#define OKX_CLOCK_SKEW_SIZE 32

/* Writes how far this machine's clock is off: "45.0 s slow", "12m34s fast". */
void okx_clock_skew(const struct okx_clock *clock, char out[OKX_CLOCK_SKEW_SIZE]);

#endif
