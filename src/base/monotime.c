/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/monotime.h"

#include <time.h>

static int64_t
read_clock_ms(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000 + time->tv_nsec / 1000000;
}

int64_t
monotime_ms(void)
{
	struct timespec now = { 0 };

#ifdef CLOCK_BOOTTIME
	/* A kernel that lacks it lacks it at every call: the zero never changes. */
	if (clock_gettime(CLOCK_BOOTTIME, &now) == 0)
		return read_clock_ms(&now);
#endif
	clock_gettime(CLOCK_MONOTONIC, &now);
	return read_clock_ms(&now);
}

int64_t
monotime_utc_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	return read_clock_ms(&now);
}
