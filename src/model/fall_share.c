/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/fall_share.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "model/haircuts.h"

static bool
falls(enum fall_kind kind, const char *ccy, const struct exposure *x)
{
	if (kind == FALL_ONE)
		return strcmp(x->ccy, ccy) == 0;
	return kind == FALL_ALL || !x->stable;
}

/* What a value NOW (not known: any) of the collateral is after a fall of what falls to nothing. */
static struct haircuts_part
part_of(const struct ratio *now, bool falling)
{
	return (struct haircuts_part){
		.now = *now,
		.then = falling ? ratio_of(0, 0) : *now,
		.factor = ratio_of(falling ? 0 : 1, 0),
	};
}

/* What of C no listed coin accounts for, which may be anything. */
static bool
find_unlisted(struct ratio *rest, const struct ratio *secured, const struct exposures *exposures)
{
	return exposures->pledged_known &&
	    ratio_subtract(rest, secured, &exposures->pledged_value) && ratio_sign(rest) > 0;
}

struct ratio
fall_share(bool *at_most, enum fall_kind kind, const char *ccy, const struct ratio *secured,
    const struct exposures *exposures)
{
	const struct ratio any = { .known = false }, one = ratio_of(1, 0);
	struct haircuts_part *parts = xcalloc(exposures->count + 2, sizeof *parts);
	struct ratio rest, least, most, share;
	const bool weighed = secured->known && ratio_sign(secured) > 0;
	bool staying = false;
	size_t count = 0;
	int order;

	*at_most = false;
	for (size_t i = 0; i < exposures->count; i++) {
		const struct exposure *x = &exposures->of[i];
		const bool falling = falls(kind, ccy, x);

		if (!exposure_has(x->pledged))
			continue;
		staying = staying || !falling;
		parts[count++] = part_of(weighed ? &x->pledged_value : &any, falling);
	}
	if (!exposures->pledged_listed || count == 0) {
		parts[count++] = part_of(&any, true);
		if (kind != FALL_ALL)
			parts[count++] = part_of(&any, false);
	} else if (find_unlisted(&rest, secured, exposures)) {
		parts[count++] = part_of(&rest, true);
		*at_most = staying;
	}
	if (!weighed)
		secured = &one;
	least = haircuts_bound(HAIRCUTS_LEAST, secured, parts, count);
	most = haircuts_bound(HAIRCUTS_MOST, secured, parts, count);
	free(parts);
	*at_most = *at_most || !ratio_compare(&order, &least, &most) || order != 0;
	ratio_divide(&least, &least, secured);
	return ratio_subtract(&share, &one, &least) ? share : one;
}

struct ratio
fall_share_coins(const struct loan *order, const struct prices *prices, const char *stablecoins)
{
	struct ratio share = { .known = false }, secured = ratio_sent(&order->secured);
	bool at_most;
	struct exposures exposures;

	exposures_make(&exposures, order, prices, stablecoins);
	if (prices != NULL && exposures_mixed(&exposures))
		share = fall_share(&at_most, FALL_COINS, "", &secured, &exposures);
	exposures_clear(&exposures);
	return share;
}
