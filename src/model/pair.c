/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/pair.h"

#include "model/freshness.h"

#define STALE_MS 30000

void
pair_set(struct pair *into, struct loans *loans, struct prices *prices)
{
	struct pair old = *into;

	into->loans = loans_hold(loans);
	into->prices = prices_hold(prices);
	pair_clear(&old);
}

void
pair_clear(struct pair *pair)
{
	loans_drop(pair->loans);
	prices_drop(pair->prices);
	*pair = (struct pair){ .loans = NULL };
}

int64_t
pair_age_ms(const struct pair *pair, int64_t now_ms)
{
	int64_t age;

	if (pair->loans == NULL)
		return -1;
	age = now_ms - pair->loans->from.arrived_ms;
	return age < 0 ? 0 : age;
}

int64_t
pair_stale_ms(int64_t interval_ms)
{
	return interval_ms + FRESHNESS_GRACE_MS > STALE_MS ? interval_ms + FRESHNESS_GRACE_MS :
							     STALE_MS;
}
