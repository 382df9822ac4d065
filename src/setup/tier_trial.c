/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/tier_trial.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/* In ten thousandths. */
#define WIDER 5       /* of a range, on each side */
#define WIDEST 30     /* of the collateral, from end to end */
#define HEAVY 500     /* of the market value */
#define MOVE_LEAST 50 /* of the lowest price */

/* What one round says. */
struct round {
	struct ratio secured, low, high; /* the range as it is, not widened */
	struct ratio market;             /* the coins at the lower price */
};

void
tier_trial_clear(struct tier_trial *trial)
{
	for (size_t i = 0; i < trial->count; i++)
		free(trial->spans[i].ccy);
	free(trial->spans);
	*trial = (struct tier_trial){ .count = 0 };
}

static const struct decimal *
lower_price(const struct tier_trial_coin *coin)
{
	return decimal_compare(&coin->before, &coin->after) < 0 ? &coin->before : &coin->after;
}

static const struct decimal *
higher_price(const struct tier_trial_coin *coin)
{
	return decimal_compare(&coin->before, &coin->after) < 0 ? &coin->after : &coin->before;
}

/* Adds AMOUNT at PRICE to SUM. */
static bool
add_value(struct ratio *sum, const struct decimal *amount, const struct decimal *price)
{
	struct decimal value;
	struct ratio part;

	if (!decimal_multiply(&value, amount, price))
		return false;
	part = ratio_from(&value);
	return ratio_add(sum, sum, &part);
}

static bool
read_round(struct round *round, const struct decimal *secured, const struct tier_trial_coin *coins,
    size_t count)
{
	*round = (struct round){ ratio_from(secured), ratio_of(0, 0), ratio_of(0, 0),
		ratio_of(0, 0) };
	for (size_t i = 0; i < count; i++)
		if (!add_value(&round->low, &coins[i].counted, lower_price(&coins[i])) ||
		    !add_value(&round->high, &coins[i].counted, higher_price(&coins[i])) ||
		    !add_value(&round->market, &coins[i].amount, lower_price(&coins[i])))
			return false;
	return decimal_sign(secured) > 0;
}

/* OUT = A times TEN_THOUSANDTHS. */
static bool
scale(struct ratio *out, const struct ratio *a, int ten_thousandths)
{
	struct ratio factor = ratio_of(ten_thousandths, 4);

	return ratio_multiply(out, a, &factor);
}

/* Whether A is below B; false where that is not known. */
static bool
is_below(const struct ratio *a, const struct ratio *b)
{
	int order;

	return ratio_compare(&order, a, b) && order < 0;
}

/* Keeps in INTO the larger one. */
static void
keep_larger(struct ratio *into, const struct ratio *other)
{
	if (other->known && (!into->known || is_below(into, other)))
		*into = *other;
}

static bool
is_same_set(const struct tier_trial *trial, const struct tier_trial_coin *coins, size_t count)
{
	if (trial->count != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(trial->spans[i].ccy, coins[i].ccy) != 0 ||
		    decimal_compare(&trial->spans[i].amount, &coins[i].amount) != 0 ||
		    decimal_compare(&trial->spans[i].counted, &coins[i].counted) != 0)
			return false;
	return true;
}

static void
begin(struct tier_trial *trial, const struct tier_trial_coin *coins, size_t count)
{
	tier_trial_clear(trial);
	trial->spans = xcalloc(count > 0 ? count : 1, sizeof *trial->spans);
	trial->count = count;
	for (size_t i = 0; i < count; i++)
		trial->spans[i] = (struct tier_trial_span){ xstrdup(coins[i].ccy), coins[i].amount,
			coins[i].counted, *lower_price(&coins[i]), *higher_price(&coins[i]),
			false };
}

/* Widens SPAN by what COIN was worth in a round inside, and charges it with what was left over. */
static void
take_coin(struct tier_trial *trial, struct tier_trial_span *span,
    const struct tier_trial_coin *coin, const struct round *round, const struct ratio *left)
{
	struct ratio value = ratio_of(0, 0), least, charged;

	if (decimal_compare(lower_price(coin), &span->lowest) < 0)
		span->lowest = *lower_price(coin);
	if (decimal_compare(higher_price(coin), &span->highest) > 0)
		span->highest = *higher_price(coin);
	if (!add_value(&value, &coin->amount, lower_price(coin)) ||
	    !scale(&least, &round->market, HEAVY))
		return;
	span->heavy = span->heavy || !is_below(&value, &least);
	ratio_divide(&charged, left, &value);
	keep_larger(&trial->residual, &charged);
}

static void
take_inside(struct tier_trial *trial, const struct round *round,
    const struct tier_trial_coin *coins, int64_t now_ms)
{
	struct ratio middle, left, half = ratio_of(5, 1);

	if (trial->inside++ == 0) {
		trial->first_ms = now_ms;
		for (size_t i = 0; i < trial->count; i++) {
			trial->spans[i].lowest = *lower_price(&coins[i]);
			trial->spans[i].highest = *higher_price(&coins[i]);
		}
	}
	trial->last_ms = now_ms;
	ratio_add(&middle, &round->low, &round->high);
	ratio_multiply(&middle, &middle, &half);
	if (is_below(&middle, &round->secured))
		ratio_subtract(&left, &round->secured, &middle);
	else
		ratio_subtract(&left, &middle, &round->secured);
	for (size_t i = 0; i < trial->count; i++)
		take_coin(trial, &trial->spans[i], &coins[i], round, &left);
}

bool
tier_trial_add(struct tier_trial *trial, const struct decimal *secured,
    const struct tier_trial_coin *coins, size_t count, int64_t now_ms)
{
	struct ratio low, high, width, widest, gap;
	struct round round;

	if (!read_round(&round, secured, coins, count) || !scale(&low, &round.low, 10000 - WIDER) ||
	    !scale(&high, &round.high, 10000 + WIDER) || !scale(&widest, &round.secured, WIDEST) ||
	    !ratio_subtract(&width, &high, &low))
		return false;
	if (!is_same_set(trial, coins, count))
		begin(trial, coins, count);
	if (is_below(&widest, &width)) {
		trial->wide++;
	} else if (is_below(&round.secured, &low) || is_below(&high, &round.secured)) {
		trial->outside++;
		if (is_below(&round.secured, &low))
			ratio_subtract(&gap, &low, &round.secured);
		else
			ratio_subtract(&gap, &round.secured, &high);
		ratio_divide(&gap, &gap, &round.secured);
		keep_larger(&trial->gap, &gap);
	} else {
		take_inside(trial, &round, coins, now_ms);
	}
	return true;
}

struct ratio
tier_trial_least_move(const struct tier_trial *trial)
{
	struct ratio least = { .known = false };

	for (size_t i = 0; trial->inside > 0 && i < trial->count; i++) {
		const struct tier_trial_span *span = &trial->spans[i];
		struct ratio lowest = ratio_from(&span->lowest), move = ratio_from(&span->highest);

		if (span->heavy && ratio_subtract(&move, &move, &lowest) &&
		    ratio_divide(&move, &move, &lowest) &&
		    (!least.known || is_below(&move, &least)))
			least = move;
	}
	return least;
}

enum tier_verdict
tier_trial_verdict(const struct tier_trial *trial)
{
	const struct ratio least = tier_trial_least_move(trial), wanted = ratio_of(MOVE_LEAST, 4);

	if (trial->outside >= TIER_TRIAL_ROUNDS)
		return TIER_DIFFERS;
	if (trial->outside > 0 || trial->inside < TIER_TRIAL_ROUNDS ||
	    trial->last_ms - trial->first_ms < TIER_TRIAL_SPAN_MS || !least.known ||
	    is_below(&least, &wanted))
		return TIER_OPEN;
	return TIER_AGREES;
}
