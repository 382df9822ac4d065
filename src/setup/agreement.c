/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "setup/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define HOURS_A_YEAR 8760
#define INTEREST_DECIMALS 8
/* Lists that happen to hold whole coins are not compared by whole coins. */
#define LEAST_DECIMALS 6

static bool
is_there(const struct list_entry *entry)
{
	return entry->amount->state == FIGURE_KNOWN && decimal_sign(&entry->amount->value) != 0;
}

/* Counts the amounts of LIST, those that are not known, and the most decimals of one. */
static void
count_amounts(const struct list_entry *list, size_t count, size_t *there, size_t *unknown,
    int *decimals)
{
	for (size_t i = 0; i < count; i++) {
		int places = decimal_places(&list[i].amount->value);

		*unknown += list[i].amount->state != FIGURE_KNOWN;
		if (!is_there(&list[i]))
			continue;
		(*there)++;
		if (places > *decimals)
			*decimals = places;
	}
}

static bool
is_equal(const struct list_entry *a, const struct list_entry *b, int decimals)
{
	struct decimal x, y;

	return is_there(a) && is_there(b) &&
	    decimal_round(&x, &a->amount->value, decimals, DECIMAL_TRUNCATE) &&
	    decimal_round(&y, &b->amount->value, decimals, DECIMAL_TRUNCATE) &&
	    decimal_compare(&x, &y) == 0;
}

void
list_agreement_find(struct list_agreement *agreement, const struct list_entry *listed,
    size_t listed_count, const struct list_entry *other, size_t other_count)
{
	int decimals;

	*agreement = (struct list_agreement){ .listed = 0 };
	count_amounts(listed, listed_count, &agreement->listed, &agreement->unknown,
	    &agreement->listed_decimals);
	count_amounts(other, other_count, &agreement->other, &agreement->unknown,
	    &agreement->other_decimals);
	decimals = agreement->listed_decimals < agreement->other_decimals ?
	    agreement->listed_decimals :
	    agreement->other_decimals;
	if (decimals < LEAST_DECIMALS)
		decimals = LEAST_DECIMALS;
	for (size_t i = 0, j = 0; i < listed_count && j < other_count;) {
		int order = strcmp(listed[i].ccy, other[j].ccy);

		agreement->equal += order == 0 && is_equal(&listed[i], &other[j], decimals);
		i += order <= 0;
		j += order >= 0;
	}
}

/* How many ways of rounding give INTEREST; SCORE counts each. */
static void
score_interest(size_t *const score[], const struct ledger_row *row)
{
	static const enum decimal_rounding roundings[] = { DECIMAL_CEILING, DECIMAL_HALF_EVEN,
		DECIMAL_FLOOR };
	struct ratio exact = ratio_sent(&row->debt), rate = ratio_sent(&row->rate),
		     hours = ratio_of(HOURS_A_YEAR, 0);
	struct decimal rounded;

	if (!ratio_multiply(&exact, &exact, &rate) || !ratio_divide(&exact, &exact, &hours))
		return;
	for (size_t i = 0; i < sizeof roundings / sizeof *roundings; i++)
		if (ratio_round(&rounded, &exact, INTEREST_DECIMALS, roundings[i]) &&
		    decimal_compare(&rounded, &row->amount.value) == 0)
			(*score[i])++;
}

void
interest_agreement_find(struct interest_agreement *agreement, const struct ledger_row *rows,
    size_t count)
{
	size_t *const score[] = { &agreement->up, &agreement->nearest, &agreement->down };

	*agreement = (struct interest_agreement){ .count = 0 };
	for (size_t i = 0; i < count; i++) {
		if (rows[i].amount.state != FIGURE_KNOWN || rows[i].debt.state != FIGURE_KNOWN ||
		    rows[i].rate.state != FIGURE_KNOWN)
			continue;
		agreement->count++;
		score_interest(score, &rows[i]);
		if (agreement->newest == NULL || rows[i].utc_ms > agreement->newest->utc_ms)
			agreement->newest = &rows[i];
	}
}

/* Notes TYPE, once. */
static void
note_type(struct ledger_agreement *agreement, const char *type)
{
	for (size_t i = 0; i < agreement->types; i++)
		if (strcmp(agreement->type[i], type) == 0)
			return;
	if (agreement->types < sizeof agreement->type / sizeof *agreement->type)
		agreement->type[agreement->types++] = xstrdup(type);
}

static struct ledger_coin *
find_coin(struct ledger_agreement *agreement, const char *ccy)
{
	struct ledger_coin *coin;

	for (size_t i = 0; i < agreement->count; i++)
		if (strcmp(agreement->coins[i].ccy, ccy) == 0)
			return &agreement->coins[i];
	agreement->coins = xreallocarray(agreement->coins, agreement->count + 1,
	    sizeof *agreement->coins);
	coin = &agreement->coins[agreement->count++];
	*coin = (struct ledger_coin){ xstrdup(ccy), ratio_of(0, 0) };
	return coin;
}

void
ledger_agreement_add(struct ledger_agreement *agreement, const struct ledger_row *rows,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const bool locks = strcmp(rows[i].type, "collateral_locked") == 0;
		struct decimal amount = rows[i].amount.value;
		struct ledger_coin *coin;
		struct ratio part;

		note_type(agreement, rows[i].type);
		if (rows[i].utc_ms >= 0 &&
		    (agreement->oldest_utc_ms == 0 || rows[i].utc_ms < agreement->oldest_utc_ms))
			agreement->oldest_utc_ms = rows[i].utc_ms;
		agreement->rows++;
		if (!locks && strcmp(rows[i].type, "collateral_released") != 0)
			continue;
		coin = find_coin(agreement, rows[i].ccy);
		/* What is added and what is taken away is in the type; of the sign OKX says nothing. */
		amount.negative = false;
		part = ratio_from(&amount);
		part.known = rows[i].amount.state == FIGURE_KNOWN;
		if (locks)
			ratio_add(&coin->locked, &coin->locked, &part);
		else
			ratio_subtract(&coin->locked, &coin->locked, &part);
	}
}

size_t
ledger_agreement_coins(const struct ledger_agreement *agreement, const struct amounts *pledged)
{
	size_t agree = 0;
	int order;

	for (size_t i = 0; i < pledged->count; i++) {
		const struct ratio amount = ratio_sent(&pledged->coins[i].amount);

		for (size_t j = 0; j < agreement->count; j++)
			agree += strcmp(agreement->coins[j].ccy, pledged->coins[i].ccy) == 0 &&
			    ratio_compare(&order, &agreement->coins[j].locked, &amount) &&
			    order == 0;
	}
	return agree;
}

void
ledger_agreement_clear(struct ledger_agreement *agreement)
{
	for (size_t i = 0; i < agreement->types; i++)
		free(agreement->type[i]);
	for (size_t i = 0; i < agreement->count; i++)
		free(agreement->coins[i].ccy);
	free(agreement->coins);
	*agreement = (struct ledger_agreement){ .rows = 0 };
}
