/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_FAKE_MONOTIME_H
#define COLLTOP_TESTS_FAKE_MONOTIME_H

#include <stdint.h>

/*
 * The clocks of base/monotime.h, which stand still until a test moves them.
 * They start at 1,000,000 ms and at 2026-11-22T15:30:02.123Z.
 */

/* Sets the clock of ages and deadlines. */
void fake_monotime_set(int64_t ms);

/* Lets MS pass on both clocks. */
void fake_monotime_advance(int64_t ms);

/* Sets the wall clock. */
void fake_monotime_set_utc(int64_t ms);

#endif
