/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/watchlist.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"

void
book_init(struct book *book)
{
	memset(book, 0, sizeof *book);
}

static void
free_stakes(struct stake *stakes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		exposures_clear(&stakes[i].exposures);
	free(stakes);
}

static size_t
paired_count(const struct book *book)
{
	return book->pair.loans == NULL ? 0 : book->pair.loans->count;
}

static void
drop_pair(struct book *book)
{
	free_stakes(book->paired, paired_count(book));
	free(book->above_market);
	pair_clear(&book->pair);
	book->paired = NULL;
	book->above_market = NULL;
}

/* Lets the stakes and their snapshot go; what is remembered of them stays. */
static void
drop_stakes(struct book *book)
{
	free_stakes(book->stakes, book->count);
	loans_drop(book->loans);
	book->stakes = NULL;
	book->loans = NULL;
	book->count = 0;
}

void
book_clear(struct book *book)
{
	drop_stakes(book);
	drop_pair(book);
	free(book->bands);
	book_init(book);
}

/* What is remembered of the order with KEY, or NULL. */
static const struct book_band *
find_band(const struct book *book, const char *key)
{
	for (size_t i = 0; i < book->band_count; i++)
		if (strcmp(book->bands[i].key, key) == 0)
			return &book->bands[i];
	return NULL;
}

static int
compare_stakes(const void *a, const void *b)
{
	const struct stake *x = a, *y = b;
	int worse = risk_compare(&x->risk, &y->risk);

	return worse != 0 ? -worse : strcmp(x->order->key, y->order->key);
}

static void
make_stake(struct stake *stake, const struct loan_order *order, const struct prices *prices,
    const struct risk_terms *terms, enum risk_band before)
{
	stake->order = order;
	exposures_make(&stake->exposures, order, prices, terms->stablecoins);
	risk_judge(&stake->risk, order, &stake->exposures, terms, before);
	target_find(&stake->target, order, &stake->risk, &stake->exposures, terms);
	stake->paired = stake;
}

/* The order with KEY in the pair, or NULL. */
static const struct stake *
find_paired(const struct book *book, const char *key)
{
	for (size_t i = 0; i < paired_count(book); i++)
		if (strcmp(book->paired[i].order->key, key) == 0)
			return &book->paired[i];
	return NULL;
}

/* Judges the orders of a new PAIR by themselves. */
static void
make_pair(struct book *book, const struct pair *pair, const struct risk_terms *terms)
{
	size_t count = pair->loans == NULL ? 0 : pair->loans->count;
	struct stake *paired = xcalloc(count, sizeof *paired);
	bool *above = xcalloc(count, sizeof *above);

	for (size_t i = 0; i < count; i++) {
		const struct stake *before = find_paired(book, pair->loans->orders[i].key);

		make_stake(&paired[i], &pair->loans->orders[i], pair->prices, terms, RISK_OK);
		above[i] = before != NULL && before->risk.above_market;
	}
	drop_pair(book);
	pair_set(&book->pair, pair->loans, pair->prices);
	book->paired = paired;
	book->above_market = above;
}

/* Joins STAKE with what the pair says of the order. */
static void
join_pair(const struct book *book, struct stake *stake)
{
	const struct stake *paired = find_paired(book, stake->order->key);

	stake->paired = paired != NULL ? paired : stake;
	stake->risk.above_market = paired != NULL && paired->risk.above_market &&
	    book->above_market[paired - book->paired];
	if (paired == NULL)
		return;
	if (stake->risk.rising == NULL) {
		stake->risk.rising = paired->risk.rising;
		stake->risk.rise_to_call = paired->risk.rise_to_call;
		stake->risk.rise_to_liquidation = paired->risk.rise_to_liquidation;
		stake->rise_paired = stake->risk.rising != NULL;
	}
}

/* Judges all orders of LOANS. */
static void
make_stakes(struct book *book, struct loans *loans, const struct risk_terms *terms)
{
	struct stake *stakes = xcalloc(loans->count, sizeof *stakes);

	loans_hold(loans);
	drop_stakes(book);
	book->loans = loans;
	book->stakes = stakes;
	book->count = loans->count;
	for (size_t i = 0; i < book->count; i++) {
		const struct book_band *band = find_band(book, loans->orders[i].key);

		make_stake(&stakes[i], &loans->orders[i], NULL, terms,
		    band == NULL ? RISK_OK : band->now);
	}
	qsort(stakes, book->count, sizeof *stakes, compare_stakes);
	for (size_t i = 0; i < book->count; i++)
		join_pair(book, &stakes[i]);
}

/* Notes the bands that the orders are in now; of those that are gone none stays. */
static void
remember_bands(struct book *book, bool answer)
{
	struct book_band *bands = xcalloc(book->count, sizeof *bands);

	for (size_t i = 0; i < book->count; i++) {
		const struct stake *stake = &book->stakes[i];
		const struct book_band *was = find_band(book, stake->order->key);

		strlcpy(bands[i].key, stake->order->key, sizeof bands[i].key);
		bands[i].now = stake->risk.band;
		bands[i].before = was == NULL ? bands[i].now : answer ? was->now : was->before;
	}
	free(book->bands);
	book->bands = bands;
	book->band_count = book->count;
}

static void
watch(struct book *book, const char *key, bool chosen)
{
	strlcpy(book->watched, key, sizeof book->watched);
	book->chosen = chosen;
	book->leader[0] = '\0';
	book->leads = 0;
}

/*
 * The worst order in a worse band than the WATCHED one. Against a choice of the
 * person only one that has just got into it: the others were there to be seen.
 */
static const struct stake *
find_rival(const struct book *book, const struct stake *watched)
{
	for (size_t i = 0; i < book->count && book->stakes[i].risk.band > watched->risk.band; i++) {
		const struct stake *rival = &book->stakes[i];
		const struct book_band *was = find_band(book, rival->order->key);

		if (!book->chosen || was == NULL || rival->risk.band > was->now)
			return rival;
	}
	return NULL;
}

/* Whether WORST is nearer to its call or liquidation than WATCHED by a point or more. */
static bool
leads(const struct stake *worst, const struct stake *watched)
{
	struct risk_figure near = risk_nearest(&worst->risk), far = risk_nearest(&watched->risk);
	struct fraction lead, point = fraction_of(1, 2);
	int order;

	if (risk_compare(&worst->risk, &watched->risk) <= 0)
		return false;
	/* What is not known may be any distance. */
	if (!near.known || !far.known)
		return true;
	return fraction_subtract(&lead, &far.is, &near.is) &&
	    fraction_compare(&order, &lead, &point) && order >= 0;
}

static void
count_lead(struct book *book, const struct stake *watched)
{
	const struct stake *worst = &book->stakes[0];

	if (book->chosen || !leads(worst, watched)) {
		watch(book, book->watched, book->chosen);
		return;
	}
	if (strcmp(book->leader, worst->order->key) != 0)
		book->leads = 0;
	strlcpy(book->leader, worst->order->key, sizeof book->leader);
	if (++book->leads == BOOK_LEAD_ANSWERS)
		watch(book, worst->order->key, false);
}

/* Decides which order is watched from now on. */
static void
follow(struct book *book, bool answer)
{
	const struct stake *watched = book_watched(book), *rival;

	if (watched == NULL) {
		watch(book, book->count == 0 ? "" : book->stakes[0].order->key, false);
		return;
	}
	rival = find_rival(book, watched);
	if (rival != NULL)
		watch(book, rival->order->key, false);
	else if (answer)
		count_lead(book, watched);
}

void
book_assess(struct book *book, struct loans *loans, const struct pair *pair,
    const struct risk_terms *terms, bool answer)
{
	if (loans == NULL) {
		drop_stakes(book);
		drop_pair(book);
		return;
	}
	if (pair != NULL && (pair->loans != book->pair.loans || pair->prices != book->pair.prices))
		make_pair(book, pair, terms);
	make_stakes(book, loans, terms);
	follow(book, answer);
	remember_bands(book, answer);
}

const struct stake *
book_watched(const struct book *book)
{
	for (size_t i = 0; i < book->count; i++)
		if (strcmp(book->stakes[i].order->key, book->watched) == 0)
			return &book->stakes[i];
	return NULL;
}

/* The same from STAKE alone; not known where it has nothing of CCY. */
static void
call_at(struct callat *callat, const struct stake *stake, const char *ccy)
{
	const struct exposure *exposure = exposures_find(&stake->exposures, ccy);

	*callat = (struct callat){ .state = CALLAT_UNKNOWN };
	if (exposure != NULL)
		callat_find(callat, stake->order, &stake->risk, &stake->exposures, exposure);
}

void
book_call_at(struct callat *callat, const struct stake *stake, const char *ccy)
{
	call_at(callat, stake, ccy);
	if (callat->state != CALLAT_CALLED)
		call_at(callat, stake->paired, ccy);
}

enum risk_band
book_worst(const struct book *book)
{
	if (book->loans == NULL)
		return RISK_UNKNOWN;
	return book->count == 0 ? RISK_OK : book->stakes[0].risk.band;
}

void
book_choose(struct book *book, int step)
{
	const char *next = NULL, *end = NULL;

	if (book->count < 2)
		return;
	/*
	 * The key behind the one that is watched in this direction, else the first from the
	 * other end.
	 */
	for (size_t i = 0; i < book->count; i++) {
		const char *key = book->stakes[i].order->key;

		if (step * strcmp(key, book->watched) > 0 &&
		    (next == NULL || step * strcmp(key, next) < 0))
			next = key;
		if (end == NULL || step * strcmp(key, end) < 0)
			end = key;
	}
	watch(book, next != NULL ? next : end, true);
}
