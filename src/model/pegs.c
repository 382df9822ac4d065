/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/pegs.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"
#include "model/exposure.h"

/* From a unit of USD, in thousandths: beyond the first it is off, within the second back. */
#define OFF_PARTS 20
#define BACK_PARTS 15

/* Whether PRICE is from 1 - PARTS / 1000 to 1 + PARTS / 1000. */
static bool
is_within(const struct ratio *price, int parts)
{
	const struct ratio least = ratio_of(1000 - parts, 3), most = ratio_of(1000 + parts, 3);
	int low, high;

	return ratio_compare(&low, price, &least) && low >= 0 &&
	    ratio_compare(&high, price, &most) && high <= 0;
}

/* What is remembered of CCY, or NULL. */
static struct peg *
find_peg(const struct pegs *pegs, const char *ccy)
{
	for (size_t i = 0; i < pegs->count; i++)
		if (strcmp(pegs->of[i].ccy, ccy) == 0)
			return &pegs->of[i];
	return NULL;
}

static struct peg *
add_peg(struct pegs *pegs, const char *ccy)
{
	struct peg *peg;

	pegs->of = xreallocarray(pegs->of, pegs->count + 1, sizeof *pegs->of);
	peg = &pegs->of[pegs->count++];
	*peg = (struct peg){ .off = false };
	strlcpy(peg->ccy, ccy, sizeof peg->ccy);
	return peg;
}

/* Judges CCY by PRICING; whether it is at its peg. */
static bool
judge_peg(struct pegs *pegs, const char *ccy, const struct pricing *pricing)
{
	struct peg *peg = find_peg(pegs, ccy);
	bool off;

	if (pricing->source == PRICE_NONE)
		return peg == NULL || !peg->off;
	if (peg == NULL)
		peg = add_peg(pegs, ccy);
	off = !is_within(&pricing->price, peg->off ? BACK_PARTS : OFF_PARTS);
	peg->changed = off != peg->off;
	peg->off = off;
	peg->price = pricing->price;
	return !off;
}

void
pegs_update(struct pegs *pegs, const char *names, const struct prices *prices)
{
	const size_t size = strlen(names) + 1;
	char *copy = xmalloc(size), *at = copy, *ccy;
	char *holding = xmalloc(size);

	strlcpy(copy, names, size);
	holding[0] = '\0';
	pegs_settle(pegs);
	while ((ccy = strsep(&at, " \t")) != NULL) {
		struct pricing pricing = pricing_find(ccy, prices);

		if (ccy[0] == '\0' || !judge_peg(pegs, ccy, &pricing))
			continue;
		if (holding[0] != '\0')
			strlcat(holding, " ", size);
		strlcat(holding, ccy, size);
	}
	free(copy);
	free(pegs->names);
	pegs->names = holding;
}

void
pegs_settle(struct pegs *pegs)
{
	for (size_t i = 0; i < pegs->count; i++)
		pegs->of[i].changed = false;
}

void
pegs_clear(struct pegs *pegs)
{
	free(pegs->of);
	free(pegs->names);
	*pegs = (struct pegs){ .count = 0 };
}
