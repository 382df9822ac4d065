/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_HAIRCUTS_H
#define COLLTOP_MODEL_HAIRCUTS_H

#include <stddef.h>

#include "model/ratio.h"

/*
 * What the collateral may become when market values change and haircuts stay. The haircut
 * h of a currency is not sent, but each is from 0 to 1 and together they make C: with V the
 * values now and W the values then, C = sum h V, and the collateral is sum h W then. The
 * least (the most) of that over all such h takes C from the currencies that lose (gain)
 * most, each as far as its value goes.
 */

/* One pledged currency. */
struct haircuts_part {
	/* USD at market; 0: it is pledged only then; not known: it may be any value above 0 */
	struct ratio now;
	struct ratio then; /* needed where NOW is known */
	/* THEN / NOW, which may be known where they are not; needed unless NOW is 0 */
	struct ratio factor;
};

enum haircuts_end { HAIRCUTS_LEAST, HAIRCUTS_MOST };

/*
 * That end of sum h W, exactly; not known where it cannot be, or a number does not fit.
 * SECURED is C, above 0. What of it no part accounts for changes like the part that counts
 * first at that END. Sorts PARTS.
 */
struct ratio haircuts_bound(enum haircuts_end end, const struct ratio *secured,
    struct haircuts_part *parts, size_t count);

#endif
