/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_BASE_MONOTIME_H
#define COLLTOP_BASE_MONOTIME_H

#include <stdint.h>

/* The only place that reads a clock. Tests link their own. */

/*
 * Milliseconds on a clock that never jumps and counts the time the machine
 * was suspended (CLOCK_BOOTTIME on Linux, CLOCK_MONOTONIC elsewhere): for
 * ages, deadlines and schedules. Its zero means nothing.
 */
int64_t monotime_ms(void);

/*
 * Milliseconds since 1970-01-01T00:00:00Z by the machine's wall clock: for
 * stamps only. It may be wrong and may jump; okx/clock corrects it.
 */
int64_t monotime_utc_ms(void);

#endif
