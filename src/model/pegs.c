/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/pegs.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"

/* The edges of the range, in hundredths of a USD. */
#define LEAST 98
#define MOST 102

static bool
is_within(const struct decimal *price)
{
	const struct decimal least = decimal_from(LEAST, 2), most = decimal_from(MOST, 2);

	return decimal_compare(price, &least) >= 0 && decimal_compare(price, &most) <= 0;
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
	*peg = (struct peg){ .inside_ms = -1 };
	strlcpy(peg->ccy, ccy, sizeof peg->ccy);
	return peg;
}

static void
turn(struct peg *peg, bool off, const struct decimal *price)
{
	peg->off = off;
	peg->changed = true;
	peg->price = *price;
	peg->inside_ms = -1;
}

/* Judges PEG by a PRICE that arrived at MS. */
static void
judge_price(struct peg *peg, const struct decimal *price, int64_t ms)
{
	const bool within = is_within(price);

	if (!within && !peg->off)
		turn(peg, true, price);
	else if (!within)
		peg->inside_ms = -1;
	else if (peg->off && peg->inside_ms < 0)
		peg->inside_ms = ms;
	else if (peg->off && ms - peg->inside_ms >= PEG_BACK_MS)
		turn(peg, false, price);
}

/* Judges CCY by its price in PRICES; whether it is at its peg. */
static bool
judge_peg(struct pegs *pegs, const char *ccy, const struct prices *prices)
{
	const struct price *price = prices_usable(prices, ccy);
	struct peg *peg = find_peg(pegs, ccy);
	const bool first = peg == NULL;

	if (price == NULL)
		return first || !peg->off;
	if (first)
		peg = add_peg(pegs, ccy);
	judge_price(peg, &price->last.value, price->arrived_ms);
	/* There is nothing before the first price that it could differ from. */
	peg->changed = peg->changed && !first;
	return !peg->off;
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
		if (ccy[0] == '\0' || !judge_peg(pegs, ccy, prices))
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
