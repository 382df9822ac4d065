/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_FALL_SHARE_H
#define COLLTOP_MODEL_FALL_SHARE_H

#include <stdbool.h>

#include "model/exposure.h"

/*
 * How much of a loan's adjusted collateral falls when some of the pledged coins do. Their
 * haircuts are known only as ranges (model/haircuts): it is the most that any of these
 * allow.
 */

/* What falls. */
enum fall_kind {
	FALL_ALL,   /* all pledged coins */
	FALL_COINS, /* all but stablecoins */
	FALL_ONE    /* one of them */
};

/*
 * The share of SECURED (C; not known: of any) that KIND takes along, at most; CCY is the
 * currency of FALL_ONE. What of C no listed coin accounts for falls. AT_MOST becomes
 * whether other haircuts would make it less.
 */
struct ratio fall_share(bool *at_most, enum fall_kind kind, const char *ccy,
    const struct ratio *secured, const struct exposures *exposures);

/*
 * The same of FALL_COINS for a loan with exposures of ORDER and of PRICES; not known
 * unless both stablecoins, by the names STABLECOINS, and other coins are pledged.
 */
struct ratio fall_share_coins(const struct loan *order, const struct prices *prices,
    const char *stablecoins);

#endif
