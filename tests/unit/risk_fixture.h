/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_RISK_FIXTURE_H
#define COLLTOP_TESTS_RISK_FIXTURE_H

/* Loans for the tests of model/risk and what is built on it; cmocka.h comes before it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal_fixture.h"
#include "model/call_price.h"
#include "model/fall_share.h"

#define SITUATION_MAX 16

/* A loan with prices, and what follows from them. */
struct situation {
	char text[4000];
	struct loan order;
	struct amount pledged[SITUATION_MAX], owed[SITUATION_MAX];
	struct price price[SITUATION_MAX];
	struct prices prices;
	struct exposures exposures;
	struct risk_terms terms;
	struct risk risk;
};

/* TEXT as the exchange might send it; "-" for an absent figure. */
static inline struct figure
sent(const char *text)
{
	const char *given = strcmp(text, "-") == 0 ? NULL : text;

	return figure_read(given);
}

/* The next word of *AT, cut out of it; NULL at the end. */
static inline char *
next_word(char **at)
{
	return strtok_r(NULL, " ", at);
}

static inline size_t
read_lot(struct amount *coins, char *text)
{
	size_t count = 0;
	char *at = text, *ccy, *amount;

	for (ccy = strtok_r(text, " ", &at); ccy != NULL; ccy = next_word(&at)) {
		amount = next_word(&at);
		assert_non_null(amount);
		assert_true(count < SITUATION_MAX);
		assert_true(count == 0 || strcmp(coins[count - 1].ccy, ccy) < 0);
		coins[count++] = (struct amount){
			.ccy = ccy,
			.amount = sent(amount),
			.parts = 1,
		};
	}
	return count;
}

/* Judges once more, where the band was BEFORE. */
static inline void
judge_again(struct situation *s, enum risk_band before)
{
	const struct ratio coins = fall_share_coins(&s->order, &s->prices, s->terms.stablecoins);

	risk_judge(&s->risk, &s->order, &s->exposures, &coins, &s->terms, before);
	call_price_rises(&s->risk, &s->order, &s->exposures);
}

/*
 * Judges the loan whose FIGURES are "D C L M Q" ('-' for an absent one) with
 * "CCY AMOUNT CCY AMOUNT …" PLEDGED and OWED and "CCY PRICE …" PRICES, each by
 * name, as for the first time. close_situation() gives its memory back.
 */
static inline void
open_situation(struct situation *s, const char *figures, const char *pledged, const char *owed,
    const char *prices)
{
	char *part[4], *at = NULL, *word;
	const char *given[4] = { figures, pledged, owed, prices };
	struct figure *figure[5] = { &s->order.debt, &s->order.secured, &s->order.ltv,
		&s->order.call_ltv, &s->order.liquidation_ltv };
	struct amount listed[SITUATION_MAX];
	size_t i, used = 0;

	*s = (struct situation){
		.terms = { .watch_fall = decimal_from(15, 2), .stablecoins = "USDT USDC DAI" },
	};
	for (i = 0; i < 4; i++) {
		part[i] = s->text + used;
		used += (size_t)snprintf(part[i], sizeof s->text - used, "%s", given[i]) + 1;
		assert_true(used < sizeof s->text);
	}
	word = strtok_r(part[0], " ", &at);
	for (i = 0; i < 5; i++, word = next_word(&at)) {
		assert_non_null(word);
		*figure[i] = sent(word);
	}
	s->order.id = s->order.key = "12345";
	s->order.pledged = (struct amounts){ .count = read_lot(s->pledged, part[1]),
		.coins = s->pledged };
	s->order.owed = (struct amounts){ .count = read_lot(s->owed, part[2]), .coins = s->owed };
	s->prices.count = read_lot(listed, part[3]);
	s->prices.prices = s->price;
	for (i = 0; i < s->prices.count; i++)
		s->price[i] = (struct price){
			.ccy = listed[i].ccy,
			.last = listed[i].amount,
			.told_utc_ms = -1,
		};
	exposures_make(&s->exposures, &s->order, &s->prices, s->terms.stablecoins);
	judge_again(s, RISK_OK);
}

static inline void
close_situation(struct situation *s)
{
	exposures_clear(&s->exposures);
}

/* FRACTION is exactly EXPECTED, "3" or "-3/7". */
static inline void
assert_fraction(const struct ratio *fraction, const char *expected)
{
	const char *slash = strchr(expected, '/');
	size_t length = slash == NULL ? strlen(expected) : (size_t)(slash - expected);
	struct decimal n, d = number(slash == NULL ? "1" : slash + 1);
	struct ratio wanted, divisor = ratio_from(&d);
	char text[2][DECIMAL_TEXT_SIZE];
	int order;

	assert_true(decimal_parse(&n, expected, length));
	wanted = ratio_from(&n);
	assert_true(ratio_divide(&wanted, &wanted, &divisor));
	assert_true(ratio_compare(&order, fraction, &wanted));
	if (order != 0) {
		decimal_text(text[0], sizeof text[0], &fraction->n);
		decimal_text(text[1], sizeof text[1], &fraction->d);
		fail_msg("%s / %s is not %s", text[0], text[1], expected);
	}
}

static inline void
assert_known(const struct ratio *figure, const char *expected)
{
	assert_true(figure->known);
	assert_fraction(figure, expected);
}

#endif
