/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/notices.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"
#include "okx/endpoint.h"

static void
clear_failure(struct okx_notice *notice)
{
	free(notice->failure);
	notice->failure = NULL;
}

static void
clear_coin(struct okx_notice_coin *coin)
{
	clear_failure(&coin->notice);
	tiers_drop(coin->tiers);
	tiers_drop(coin->before);
	memset(coin, 0, sizeof *coin);
}

void
okx_notices_clear(struct okx_notices *notices)
{
	for (size_t i = 0; i < notices->count; i++)
		clear_coin(&notices->coins[i]);
	free(notices->coins);
	clear_failure(&notices->emode);
	clear_failure(&notices->status);
	records_drop(notices->pairs);
	records_drop(notices->maintenance);
	loans_drop(notices->loans);
	memset(notices, 0, sizeof *notices);
}

/* When NOTICE is to be asked, where it is wanted. */
static int64_t
due_ms(const struct okx_notice *notice, int64_t interval_ms, int64_t now_ms)
{
	int64_t wait_ms = notice->failure == NULL  ? interval_ms :
	    notice->failure->kind == OKX_KIND_RATE ? OKX_NOTICES_TURN_MS :
						     OKX_NOTICES_RETRY_MS;

	if (!notice->ended)
		return now_ms;
	if (notice->failure != NULL && notice->failure->retry_after_ms > wait_ms)
		wait_ms = notice->failure->retry_after_ms;
	return notice->ended_ms + wait_ms;
}

/* Wants NOTICE unless it is already. */
static void
want(struct okx_notice *notice, int64_t interval_ms, int64_t now_ms)
{
	if (notice->due_ms == INT64_MAX)
		notice->due_ms = due_ms(notice, interval_ms, now_ms);
}

void
okx_notices_begin(struct okx_notices *notices, int64_t now_ms)
{
	for (size_t i = 0; i < notices->count; i++)
		notices->coins[i].notice.due_ms = INT64_MAX;
	notices->emode.due_ms = INT64_MAX;
	loans_drop(notices->loans);
	notices->loans = NULL;
	notices->status.due_ms = due_ms(&notices->status, OKX_NOTICES_STATUS_MS, now_ms);
}

static struct okx_notice_coin *
find_coin(struct okx_notices *notices, const char *ccy)
{
	for (size_t i = 0; i < notices->count; i++)
		if (strcmp(notices->coins[i].ccy, ccy) == 0)
			return &notices->coins[i];
	return NULL;
}

const struct okx_notice_coin *
okx_notices_find(const struct okx_notices *notices, const char *ccy)
{
	for (size_t i = 0; i < notices->count; i++)
		if (strcmp(notices->coins[i].ccy, ccy) == 0)
			return &notices->coins[i];
	return NULL;
}

/* Room for one coin more: that of one that nobody has pledged; NULL where there is none. */
static struct okx_notice_coin *
find_room(struct okx_notices *notices)
{
	if (notices->coins == NULL)
		notices->coins = xcalloc(OKX_NOTICES_COINS, sizeof *notices->coins);
	if (notices->count < OKX_NOTICES_COINS)
		return &notices->coins[notices->count++];
	for (size_t i = 0; i < notices->count; i++)
		if (notices->coins[i].notice.due_ms == INT64_MAX && i != notices->turn) {
			clear_coin(&notices->coins[i]);
			return &notices->coins[i];
		}
	return NULL;
}

/* The coin CCY, made where there is none; NULL where there is no room. */
static struct okx_notice_coin *
make_coin(struct okx_notices *notices, const char *ccy)
{
	struct okx_notice_coin *coin = find_coin(notices, ccy);

	if (coin != NULL)
		return coin;
	coin = find_room(notices);
	if (coin == NULL)
		return NULL;
	strlcpy(coin->ccy, ccy, sizeof coin->ccy);
	coin->notice.due_ms = INT64_MAX;
	return coin;
}

static bool
is_pledged(const struct loans *loans, const char *ccy)
{
	for (size_t i = 0; i < loans->count; i++)
		if (amounts_find(&loans->orders[i].pledged, ccy) != NULL)
			return true;
	return false;
}

/*
 * Whether the same amounts are collateral for less, by one part in a hundred, in IS than in WAS:
 * the market fell, or what the exchange counts did.
 */
static bool
counts_less(const struct loan *was, const struct loan *is)
{
	const struct decimal percent = decimal_from(99, 2);
	struct decimal most;

	if (was->pledged.count != is->pledged.count || was->secured.state != FIGURE_KNOWN ||
	    is->secured.state != FIGURE_KNOWN)
		return false;
	for (size_t i = 0; i < is->pledged.count; i++) {
		const struct amount *coin = &is->pledged.coins[i];
		const struct amount *before = amounts_find(&was->pledged, coin->ccy);

		if (before == NULL || !figure_equal(&before->amount, &coin->amount))
			return false;
	}
	return decimal_multiply(&most, &was->secured.value, &percent) &&
	    decimal_compare(&is->secured.value, &most) <= 0;
}

/* Wants what LOAN has pledged, SOON: as soon as it may be asked again. */
static void
want_pledged(struct okx_notices *notices, const struct loan *loan, bool soon, int64_t now_ms)
{
	for (size_t i = 0; i < loan->pledged.count; i++) {
		struct okx_notice_coin *coin = make_coin(notices, loan->pledged.coins[i].ccy);
		struct okx_notice *notice = coin == NULL ? NULL : &coin->notice;

		if (notice == NULL)
			continue;
		want(notice, OKX_NOTICES_TERMS_MS, now_ms);
		if (soon && notice->ended &&
		    notice->ended_ms + OKX_NOTICES_LOOK_MS < notice->due_ms)
			notice->due_ms = notice->ended_ms + OKX_NOTICES_LOOK_MS;
	}
}

void
okx_notices_follow(struct okx_notices *notices, struct loans *loans, int64_t now_ms)
{
	bool pair = false;

	for (size_t i = 0; i < notices->count; i++)
		if (!is_pledged(loans, notices->coins[i].ccy))
			notices->coins[i].notice.due_ms = INT64_MAX;
	for (size_t i = 0; i < loans->count; i++) {
		const struct loan *loan = &loans->orders[i];
		const struct loan *before = notices->loans == NULL ?
		    NULL :
		    loans_find(notices->loans, loan->key);

		pair = pair || (loan->pledged.count == 1 && loan->owed.count == 1);
		want_pledged(notices, loan, before != NULL && counts_less(before, loan), now_ms);
	}
	if (pair)
		want(&notices->emode, OKX_NOTICES_TERMS_MS, now_ms);
	else
		notices->emode.due_ms = INT64_MAX;
	loans_drop(notices->loans);
	notices->loans = loans_hold(loans);
}

bool
okx_notices_has(enum okx_endpoint_id endpoint)
{
	return endpoint == OKX_ENDPOINT_TIERS || endpoint == OKX_ENDPOINT_EMODE ||
	    endpoint == OKX_ENDPOINT_STATUS;
}

/* The coin to ask for next: the one that is due first; COUNT without any. */
static size_t
next_coin(const struct okx_notices *notices)
{
	size_t next = notices->count;

	for (size_t i = 0; i < notices->count; i++)
		if (notices->coins[i].notice.due_ms != INT64_MAX &&
		    (next == notices->count ||
			notices->coins[i].notice.due_ms < notices->coins[next].notice.due_ms))
			next = i;
	return next;
}

int64_t
okx_notices_due(const struct okx_notices *notices, enum okx_endpoint_id endpoint)
{
	size_t next;

	if (endpoint == OKX_ENDPOINT_EMODE)
		return notices->emode.due_ms;
	if (endpoint == OKX_ENDPOINT_STATUS)
		return notices->status.due_ms;
	next = next_coin(notices);
	return next < notices->count ? notices->coins[next].notice.due_ms : INT64_MAX;
}

void
okx_notices_turn(struct okx_notices *notices)
{
	notices->turn = next_coin(notices);
}

const char *
okx_notices_ccy(const struct okx_notices *notices)
{
	return notices->turn < notices->count ? notices->coins[notices->turn].ccy : "";
}

/* What ENDPOINT was asked about last; NULL where that is no longer there. */
static struct okx_notice *
notice_of(struct okx_notices *notices, enum okx_endpoint_id endpoint)
{
	if (endpoint == OKX_ENDPOINT_EMODE)
		return &notices->emode;
	if (endpoint == OKX_ENDPOINT_STATUS)
		return &notices->status;
	return notices->turn < notices->count ? &notices->coins[notices->turn].notice : NULL;
}

/* An outcome of NOTICE; it may no longer be wanted. */
static void
end_notice(struct okx_notice *notice, enum okx_endpoint_id endpoint, int64_t now_ms)
{
	notice->ended = true;
	notice->ended_ms = now_ms;
	if (notice->due_ms != INT64_MAX)
		notice->due_ms = due_ms(notice,
		    endpoint == OKX_ENDPOINT_STATUS ? OKX_NOTICES_STATUS_MS : OKX_NOTICES_TERMS_MS,
		    now_ms);
}

static void
keep_tiers(struct okx_notice_coin *coin, struct tiers *tiers)
{
	struct tiers *last = coin->tiers;

	coin->tiers = tiers_hold(tiers);
	if (last == NULL || last->unreadable) {
		tiers_drop(last);
		return;
	}
	tiers_drop(coin->before);
	coin->before = last;
}

void
okx_notices_take(struct okx_notices *notices, enum okx_endpoint_id endpoint,
    const struct okx_parsed *parsed, int64_t now_ms)
{
	struct okx_notice *notice = notice_of(notices, endpoint);
	struct records **kept = endpoint == OKX_ENDPOINT_EMODE ? &notices->pairs :
								 &notices->maintenance;

	if (notice == NULL)
		return;
	clear_failure(notice);
	end_notice(notice, endpoint, now_ms);
	if (endpoint == OKX_ENDPOINT_TIERS) {
		keep_tiers(&notices->coins[notices->turn], parsed->tiers);
		return;
	}
	records_drop(*kept);
	*kept = records_hold(parsed->records);
}

void
okx_notices_fail(struct okx_notices *notices, enum okx_endpoint_id endpoint,
    const struct okx_failure *failure, int64_t now_ms)
{
	struct okx_notice *notice = notice_of(notices, endpoint);

	if (notice == NULL)
		return;
	clear_failure(notice);
	notice->failure = xmalloc(sizeof *notice->failure);
	*notice->failure = *failure;
	end_notice(notice, endpoint, now_ms);
}

void
okx_notices_suspect(struct okx_notices *notices, const struct okx_failure *failure, bool first,
    int64_t now_ms)
{
	struct okx_notice *status = &notices->status;
	int64_t at = first || !status->ended ? now_ms : status->ended_ms + OKX_NOTICES_LOOK_MS;

	if (failure->kind == OKX_KIND_EXCHANGE && at < status->due_ms)
		status->due_ms = at;
}
