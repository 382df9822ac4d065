/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "unit/fake_monotime.h"

#include "base/monotime.h"

static int64_t now_ms = 1000000;
static int64_t now_utc_ms = INT64_C(1795361402123);

void
fake_monotime_set(int64_t ms)
{
	now_ms = ms;
}

void
fake_monotime_advance(int64_t ms)
{
	now_ms += ms;
	now_utc_ms += ms;
}

void
fake_monotime_set_utc(int64_t ms)
{
	now_utc_ms = ms;
}

int64_t
monotime_ms(void)
{
	return now_ms;
}

int64_t
monotime_utc_ms(void)
{
	return now_utc_ms;
}
