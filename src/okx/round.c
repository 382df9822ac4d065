/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/round.h"

#include <string.h>

#define MOVED_PARTS 200 /* an LTV that changes by 1 / 200 of itself calls for a pair at once */
#define OVERTAKEN_MOST 2

void
okx_round_clear(struct okx_round *round)
{
	loans_drop(round->loans);
	loans_drop(round->paired);
	memset(round, 0, sizeof *round);
}

static bool
wants_all(const struct okx_round *round, const struct okx_quotes *quotes, int64_t now_ms)
{
	return quotes->loan_count > OKX_QUOTES_SINGLE || now_ms < round->all_until_ms;
}

static bool
ltv_moved(const struct figure *before, const struct figure *now)
{
	const struct decimal parts = decimal_from(MOVED_PARTS, 0);
	struct decimal change;

	if (before->state != FIGURE_KNOWN || now->state != FIGURE_KNOWN)
		return before->state != now->state;
	if (!decimal_subtract(&change, &now->value, &before->value) ||
	    !decimal_multiply(&change, &change, &parts))
		return true;
	if (decimal_sign(&change) < 0)
		change.negative = false;
	return decimal_sign(&change) != 0 && decimal_compare(&change, &before->value) >= 0;
}

/* Whether an LTV of LOANS is another than in the last pair. */
static bool
loans_moved(const struct okx_round *round, const struct loans *loans)
{
	for (size_t i = 0; i < loans->count; i++) {
		const struct loan *was = loans_find(round->paired, loans->orders[i].key);

		if (was == NULL || ltv_moved(&was->ltv, &loans->orders[i].ltv))
			return true;
	}
	return false;
}

bool
okx_round_due(const struct okx_round *round, const struct okx_quotes *quotes,
    const struct loans *loans, int64_t asked_ms, int64_t now_ms)
{
	int64_t since = asked_ms - round->asked_ms;

	if (!round->begun)
		return true;
	if (!wants_all(round, quotes, now_ms))
		return since >= OKX_ROUND_SINGLE_MS;
	return since >= OKX_ROUND_ALL_MS ||
	    (since >= OKX_ROUND_SINGLE_MS && loans_moved(round, loans));
}

/* Closes it, whatever the outcome. */
static void
close_round(struct okx_round *round)
{
	loans_drop(round->loans);
	round->loans = NULL;
	round->open = false;
}

void
okx_round_begin(struct okx_round *round, const struct okx_quotes *quotes, struct loans *loans,
    int64_t asked_ms, int64_t now_ms)
{
	close_round(round);
	memset(round->unreadable, 0, sizeof round->unreadable);
	round->open = true;
	round->all = wants_all(round, quotes, now_ms);
	round->began_ms = now_ms;
	round->loans = loans_hold(loans);
	if (loans != NULL) {
		round->begun = true;
		round->asked_ms = asked_ms;
	}
}

void
okx_round_note(struct okx_round *round, const struct okx_parsed *parsed)
{
	for (size_t i = 0, j; i < OKX_PARSE_UNREADABLE && parsed->unreadable[i] != NULL; i++) {
		for (j = 0; j < OKX_PARSE_UNREADABLE && round->unreadable[j] != NULL; j++)
			if (strcmp(round->unreadable[j], parsed->unreadable[i]) == 0)
				break;
		if (j < OKX_PARSE_UNREADABLE)
			round->unreadable[j] = parsed->unreadable[i];
	}
}

void
okx_round_overtake(struct okx_round *round, int64_t now_ms)
{
	if (!round->open || round->loans == NULL)
		return;
	loans_drop(round->loans);
	round->loans = NULL;
	if (++round->overtaken == OVERTAKEN_MOST) {
		round->overtaken = 0;
		round->all_until_ms = now_ms + OKX_ROUND_REFUSED_MS;
	}
}

void
okx_round_fail(struct okx_round *round, bool rate, int64_t now_ms)
{
	close_round(round);
	if (rate)
		round->all_until_ms = now_ms + OKX_ROUND_REFUSED_MS;
}

struct loans *
okx_round_end(struct okx_round *round, int64_t now_ms)
{
	struct loans *loans = round->loans;

	round->loans = NULL;
	round->open = false;
	if (loans == NULL)
		return NULL;
	if (now_ms - round->began_ms > OKX_ROUND_LIMIT_MS) {
		loans_drop(loans);
		return NULL;
	}
	round->overtaken = 0;
	loans_drop(round->paired);
	round->paired = loans_hold(loans);
	return loans;
}

int64_t
okx_round_interval(const struct okx_round *round, int64_t interval_ms)
{
	int64_t least = round->all ? OKX_ROUND_ALL_MS : OKX_ROUND_SINGLE_MS;

	return interval_ms > least ? interval_ms : least;
}
