/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_EXPOSURE_H
#define COLLTOP_MODEL_EXPOSURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"
#include "model/ratio.h"
#include "model/loans.h"
#include "model/prices.h"

/* What a loan hangs on: its currencies, pledged or owed or both, each with its price. */

/* Where a price comes from. */
enum price_source {
	PRICE_NONE,   /* not known */
	PRICE_INDEX,  /* the exchange's index: its price is a decimal */
	PRICE_CROSSED /* the index in USDT times that of USDT, a decimal too: marked '~' */
};

/* The price of a unit in USD, above 0 unless PRICE_NONE. */
struct pricing {
	enum price_source source;
	struct ratio price;
	/* the exchange's own string, the product where it is crossed; NULL for PRICE_NONE */
	const char *sent;
};

/* The price of CCY by its index, which is none at 0 or below. PRICES may be NULL. */
struct pricing pricing_find(const char *ccy, const struct prices *prices);

/* One currency of a loan. Texts are the snapshots'. */
struct exposure {
	const char *ccy;
	const struct amount *pledged; /* NULL: none of it is pledged */
	const struct amount *owed;    /* NULL: none of it is owed */
	struct pricing pricing;
	bool stable; /* a stablecoin by the configuration */
	/*
	 * At market in USD, each side by itself: 0 where there is none of it,
	 * whatever the price; not known where it has no price, or an
	 * amount that is not known or negative.
	 */
	struct ratio pledged_value, owed_value;
};

struct exposures {
	size_t count;
	struct exposure *of;        /* by name (strcmp) */
	bool pledged_known;         /* every pledged currency has a known value */
	struct ratio pledged_value; /* sum of the known ones, USD */
	/* that list came whole; of another one nothing that is a sum is known */
	bool pledged_listed, owed_listed;
	size_t owed_count; /* currencies owed; one of which 0 is owed does not count */
	bool owes_coins;   /* some owed currency is no stablecoin */
};

/*
 * Makes EXPOSURES of ORDER; its memory is xmalloc's: exposures_clear(). STABLECOINS:
 * names separated by blanks.
 */
void exposures_make(struct exposures *exposures, const struct loan *order,
    const struct prices *prices, const char *stablecoins);
void exposures_clear(struct exposures *exposures);

/* The currency of that name, or NULL. */
const struct exposure *exposures_find(const struct exposures *exposures, const char *ccy);

/* Whether CCY is among STABLECOINS, names separated by blanks. */
bool exposure_is_stable(const char *ccy, const char *stablecoins);

/* Whether there is some of COIN, or may be: it is not NULL, and its amount not known to be 0. */
bool exposure_has(const struct amount *coin);

/*
 * How the market value of what is pledged is rounded for a person: as TOTAL is, and a
 * lower bound down.
 */
enum decimal_rounding exposures_rounding(const struct exposures *exposures);

/* Whether both stablecoins and other coins are pledged. */
bool exposures_mixed(const struct exposures *exposures);

/* The one currency that is owed, or NULL where there are none or several, or may be. */
const struct exposure *exposures_only_owed(const struct exposures *exposures);

#endif
