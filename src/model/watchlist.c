/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model/watchlist.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"
#include "model/fall_share.h"

void
watchlist_init(struct watchlist *watchlist)
{
	memset(watchlist, 0, sizeof *watchlist);
}

static void
free_statuses(struct loan_status *statuses, size_t count)
{
	for (size_t i = 0; i < count; i++)
		exposures_clear(&statuses[i].exposures);
	free(statuses);
}

static size_t
paired_count(const struct watchlist *watchlist)
{
	return watchlist->pair.loans == NULL ? 0 : watchlist->pair.loans->count;
}

static void
drop_pair(struct watchlist *watchlist)
{
	free_statuses(watchlist->paired, paired_count(watchlist));
	free(watchlist->above_market);
	pair_clear(&watchlist->pair);
	watchlist->paired = NULL;
	watchlist->above_market = NULL;
}

/* Lets the loans and their snapshot go; what is remembered of them stays. */
static void
drop_statuses(struct watchlist *watchlist)
{
	free_statuses(watchlist->statuses, watchlist->count);
	loans_drop(watchlist->loans);
	watchlist->statuses = NULL;
	watchlist->loans = NULL;
	watchlist->count = 0;
}

void
watchlist_clear(struct watchlist *watchlist)
{
	drop_statuses(watchlist);
	drop_pair(watchlist);
	free(watchlist->bands);
	pegs_clear(&watchlist->pegs);
	watchlist_init(watchlist);
}

/* What is remembered of the order with KEY, or NULL. */
static const struct watchlist_band *
find_band(const struct watchlist *watchlist, const char *key)
{
	for (size_t i = 0; i < watchlist->band_count; i++)
		if (strcmp(watchlist->bands[i].key, key) == 0)
			return &watchlist->bands[i];
	return NULL;
}

static int
compare_statuses(const void *a, const void *b)
{
	const struct loan_status *x = a, *y = b;
	int worse = risk_compare(&x->risk, &y->risk);

	return worse != 0 ? -worse : strcmp(x->order->key, y->order->key);
}

/*
 * PRICES: of its own moment, for a status of the pair, else NULL. RECENT: the newest ones of
 * any, by which the part of its collateral is known that stablecoins make; NULL where these are
 * stale: a stablecoin may have lost its peg since.
 */
static void
make_status(struct loan_status *status, const struct loan *order, const struct prices *prices,
    const struct prices *recent, const struct risk_terms *terms, enum risk_band before)
{
	const struct ratio coins = fall_share_coins(order, recent, terms->stablecoins);

	status->order = order;
	exposures_make(&status->exposures, order, prices, terms->stablecoins);
	risk_judge(&status->risk, order, &status->exposures, &coins, terms, before);
	call_price_rises(&status->risk, order, &status->exposures);
	target_find(&status->target, order, &status->risk, &status->exposures, terms);
	target_leave(&status->leave, order, &status->risk, &status->exposures);
	status->paired = status;
}

/* The order with KEY in the pair, or NULL. */
static const struct loan_status *
find_paired(const struct watchlist *watchlist, const char *key)
{
	for (size_t i = 0; i < paired_count(watchlist); i++)
		if (strcmp(watchlist->paired[i].order->key, key) == 0)
			return &watchlist->paired[i];
	return NULL;
}

/* Judges the orders of a new PAIR by themselves. */
static void
make_pair(struct watchlist *watchlist, const struct pair *pair, const struct risk_terms *terms)
{
	size_t count = pair->loans == NULL ? 0 : pair->loans->count;
	struct loan_status *paired = xcalloc(count, sizeof *paired);
	bool *above = xcalloc(count, sizeof *above);

	for (size_t i = 0; i < count; i++) {
		const struct loan_status *before = find_paired(watchlist,
		    pair->loans->orders[i].key);

		make_status(&paired[i], &pair->loans->orders[i], pair->prices, pair->prices, terms,
		    RISK_OK);
		above[i] = before != NULL && before->risk.above_market;
	}
	drop_pair(watchlist);
	pair_set(&watchlist->pair, pair->loans, pair->prices);
	watchlist->paired = paired;
	watchlist->above_market = above;
}

/* Joins STATUS with what the pair says of the order. */
static void
join_pair(const struct watchlist *watchlist, struct loan_status *status)
{
	const struct loan_status *paired = find_paired(watchlist, status->order->key);

	status->paired = paired != NULL ? paired : status;
	status->risk.above_market = paired != NULL && paired->risk.above_market &&
	    watchlist->above_market[paired - watchlist->paired];
	if (paired == NULL)
		return;
	if (status->risk.rising == NULL) {
		status->risk.rising = paired->risk.rising;
		status->risk.against = paired->risk.against;
		status->risk.rise_to_call = paired->risk.rise_to_call;
		status->risk.rise_to_liquidation = paired->risk.rise_to_liquidation;
		status->rise_paired = status->risk.rising != NULL;
	}
}

/* Judges all orders of LOANS. */
static void
make_statuses(struct watchlist *watchlist, struct loans *loans, const struct risk_terms *terms)
{
	struct loan_status *statuses = xcalloc(loans->count, sizeof *statuses);

	loans_hold(loans);
	drop_statuses(watchlist);
	watchlist->loans = loans;
	watchlist->statuses = statuses;
	watchlist->count = loans->count;
	for (size_t i = 0; i < watchlist->count; i++) {
		const struct watchlist_band *band = find_band(watchlist, loans->orders[i].key);

		make_status(&statuses[i], &loans->orders[i], NULL,
		    watchlist->pair_stale ? NULL : watchlist->pair.prices, terms,
		    band == NULL ? RISK_OK : band->now);
	}
	qsort(statuses, watchlist->count, sizeof *statuses, compare_statuses);
	for (size_t i = 0; i < watchlist->count; i++)
		join_pair(watchlist, &statuses[i]);
}

/*
 * Notes the bands that the orders are in now; of those that are gone none stays. What new
 * prices alone changed is noted by the next answer, which tells it; those of the first pair
 * correct what was judged without prices.
 */
static void
remember_bands(struct watchlist *watchlist, bool answer, bool first)
{
	struct watchlist_band *bands = xcalloc(watchlist->count, sizeof *bands);

	for (size_t i = 0; i < watchlist->count; i++) {
		const struct loan_status *status = &watchlist->statuses[i];
		const struct watchlist_band *was = find_band(watchlist, status->order->key);

		strlcpy(bands[i].key, status->order->key, sizeof bands[i].key);
		bands[i].now = answer || was == NULL || first ? status->risk.band : was->now;
		bands[i].before = was == NULL ? bands[i].now : answer ? was->now : was->before;
	}
	free(watchlist->bands);
	watchlist->bands = bands;
	watchlist->band_count = watchlist->count;
}

static void
set_watched(struct watchlist *watchlist, const char *key, bool chosen)
{
	strlcpy(watchlist->watched, key, sizeof watchlist->watched);
	watchlist->chosen = chosen;
	watchlist->leader[0] = '\0';
	watchlist->leads = 0;
}

/*
 * The worst order in a worse band than the WATCHED one. Against a choice of the
 * person only one that has just got into it: the others were there to be seen.
 */
static const struct loan_status *
find_rival(const struct watchlist *watchlist, const struct loan_status *watched)
{
	for (size_t i = 0;
	     i < watchlist->count && watchlist->statuses[i].risk.band > watched->risk.band; i++) {
		const struct loan_status *rival = &watchlist->statuses[i];
		const struct watchlist_band *was = find_band(watchlist, rival->order->key);

		if (!watchlist->chosen || was == NULL || rival->risk.band > was->now)
			return rival;
	}
	return NULL;
}

/* Whether WORST is nearer to its call or liquidation than WATCHED by a point or more. */
static bool
leads(const struct loan_status *worst, const struct loan_status *watched)
{
	struct ratio near = risk_nearest(&worst->risk), far = risk_nearest(&watched->risk);
	struct ratio lead, point = ratio_of(1, 2);
	int order;

	if (risk_compare(&worst->risk, &watched->risk) <= 0)
		return false;
	/* What is not known may be any distance. */
	if (!near.known || !far.known)
		return true;
	return ratio_subtract(&lead, &far, &near) && ratio_compare(&order, &lead, &point) &&
	    order >= 0;
}

static void
count_lead(struct watchlist *watchlist, const struct loan_status *watched)
{
	const struct loan_status *worst = &watchlist->statuses[0];

	if (watchlist->chosen || !leads(worst, watched)) {
		set_watched(watchlist, watchlist->watched, watchlist->chosen);
		return;
	}
	if (strcmp(watchlist->leader, worst->order->key) != 0)
		watchlist->leads = 0;
	strlcpy(watchlist->leader, worst->order->key, sizeof watchlist->leader);
	if (++watchlist->leads == WATCHLIST_LEAD_ANSWERS)
		set_watched(watchlist, worst->order->key, false);
}

/* Decides which order is watched from now on. */
static void
choose_watched(struct watchlist *watchlist, bool answer)
{
	const struct loan_status *watched = watchlist_watched(watchlist), *rival;

	if (watched == NULL) {
		set_watched(watchlist,
		    watchlist->count == 0 ? "" : watchlist->statuses[0].order->key, false);
		return;
	}
	rival = find_rival(watchlist, watched);
	if (rival != NULL)
		set_watched(watchlist, rival->order->key, false);
	else if (answer)
		count_lead(watchlist, watched);
}

void
watchlist_assess(struct watchlist *watchlist, struct loans *loans, const struct pair *pair,
    const struct risk_terms *terms, bool answer)
{
	const bool first = watchlist->pair.prices == NULL;
	struct risk_terms judged;

	pegs_settle(&watchlist->pegs);
	if (loans == NULL) {
		drop_statuses(watchlist);
		drop_pair(watchlist);
		return;
	}
	if (pair != NULL && pair->prices != watchlist->pair.prices)
		pegs_update(&watchlist->pegs, terms->stablecoins, pair->prices);
	judged = watchlist_terms(watchlist, terms);
	if (pair != NULL &&
	    (pair->loans != watchlist->pair.loans || pair->prices != watchlist->pair.prices))
		make_pair(watchlist, pair, &judged);
	make_statuses(watchlist, loans, &judged);
	choose_watched(watchlist, answer);
	remember_bands(watchlist, answer, first);
}

struct risk_terms
watchlist_terms(const struct watchlist *watchlist, const struct risk_terms *terms)
{
	struct risk_terms judged = *terms;

	if (watchlist->pegs.names != NULL)
		judged.stablecoins = watchlist->pegs.names;
	return judged;
}

const struct loan_status *
watchlist_watched(const struct watchlist *watchlist)
{
	for (size_t i = 0; i < watchlist->count; i++)
		if (strcmp(watchlist->statuses[i].order->key, watchlist->watched) == 0)
			return &watchlist->statuses[i];
	return NULL;
}

typedef void find_bounds(struct call_price *call_price, const struct loan *order,
    const struct risk *risk, const struct exposures *exposures, const struct exposure *exposure);

/* What FIND finds from STATUS alone; not known where it has nothing of CCY. */
static void
bounds_of(struct call_price *call_price, find_bounds *find, const struct loan_status *status,
    const char *ccy)
{
	const struct exposure *exposure = exposures_find(&status->exposures, ccy);

	*call_price = (struct call_price){ .state = CALL_PRICE_UNKNOWN };
	if (exposure != NULL)
		find(call_price, status->order, &status->risk, &status->exposures, exposure);
}

/* The same from the pair, but that it has come follows from the newest answer. */
static void
find_both(struct call_price *call_price, find_bounds *find, const struct loan_status *status,
    const char *ccy)
{
	bounds_of(call_price, find, status, ccy);
	if (call_price->state != CALL_PRICE_CALLED)
		bounds_of(call_price, find, status->paired, ccy);
}

void
watchlist_call_at(struct call_price *call_price, const struct loan_status *status, const char *ccy)
{
	find_both(call_price, call_price_find, status, ccy);
}

void
watchlist_liquidation_at(struct call_price *call_price, const struct loan_status *status,
    const char *ccy)
{
	find_both(call_price, call_price_find_liquidation, status, ccy);
}

enum risk_band
watchlist_worst(const struct watchlist *watchlist)
{
	if (watchlist->loans == NULL)
		return RISK_UNKNOWN;
	return watchlist->count == 0 ? RISK_OK : watchlist->statuses[0].risk.band;
}

void
watchlist_choose(struct watchlist *watchlist, int step)
{
	const char *next = NULL, *end = NULL;

	if (watchlist->count < 2)
		return;
	/*
	 * The key behind the one that is watched in this direction, else the first from the
	 * other end.
	 */
	for (size_t i = 0; i < watchlist->count; i++) {
		const char *key = watchlist->statuses[i].order->key;

		if (step * strcmp(key, watchlist->watched) > 0 &&
		    (next == NULL || step * strcmp(key, next) < 0))
			next = key;
		if (end == NULL || step * strcmp(key, end) < 0)
			end = key;
	}
	set_watched(watchlist, next != NULL ? next : end, true);
}
