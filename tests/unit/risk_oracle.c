/* SPDX-License-Identifier: ISC */
/*
 * Answers loans on standard input for risk_oracle.py to compare with its own
 * exact results. A line is
 *
 *	D C L M Q;WATCH-FALL TARGET BEFORE;PLEDGED;OWED;PRICES
 *
 * with '-' for an absent figure and for the standard target, BEFORE the number
 * of a band, PLEDGED, OWED and PRICES "CCY FIGURE CCY FIGURE …" by name; PLEDGED
 * and OWED may be "null", or begin with '?' where an element cannot be read. The
 * answer is lines of words and an empty one; a fraction is "N/D", "none" where
 * it is not known. With the argument "verdict" it is the first of the lines alone.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/call_price.h"
#include "model/fall_share.h"
#include "model/doubt.h"
#include "model/pegs.h"
#include "model/stress.h"

#define COINS 256
#define PARTS 5
#define LIST_ABSENT "null"  /* in place of what is pledged or owed */
#define LIST_UNREADABLE "?" /* before it: an element of it cannot be read */

struct loan_case {
	struct loan order;
	struct amount pledged[COINS], owed[COINS], listed[COINS];
	struct price price[COINS];
	struct prices prices;
	struct exposures exposures;
	struct risk_terms terms;
	struct risk risk;
	struct target target;
};

static struct risk before;
static bool verdict_only;

static struct figure
read_figure(const char *text)
{
	const char *given = text == NULL || strcmp(text, "-") == 0 ? NULL : text;

	return figure_read(given);
}

static size_t
read_coins(struct amount coins[COINS], char *text)
{
	char *save = NULL, *ccy;
	size_t count = 0;

	for (ccy = strtok_r(text, " ", &save); ccy != NULL; ccy = strtok_r(NULL, " ", &save)) {
		struct figure amount = read_figure(strtok_r(NULL, " ", &save));

		if (count == COINS)
			exit(2);
		coins[count++] = (struct amount){ ccy, amount, 1 };
	}
	return count;
}

static struct amounts
read_lot(struct amount coins[COINS], char *text)
{
	struct amounts lot = { .coins = coins };

	if (strcmp(text, LIST_ABSENT) == 0) {
		lot.state = AMOUNTS_ABSENT;
		return lot;
	}
	if (strncmp(text, LIST_UNREADABLE, strlen(LIST_UNREADABLE)) == 0) {
		lot.state = AMOUNTS_UNREADABLE;
		text += strlen(LIST_UNREADABLE);
	}
	lot.count = read_coins(coins, text);
	return lot;
}

static void
print_fraction(bool known, const struct ratio *is)
{
	char n[DECIMAL_TEXT_SIZE], d[DECIMAL_TEXT_SIZE];

	if (known) {
		decimal_text(n, sizeof n, &is->n);
		decimal_text(d, sizeof d, &is->d);
		printf(" %s/%s", n, d);
	} else {
		printf(" none");
	}
}

static void
print_figure(const struct ratio *figure)
{
	print_fraction(figure->known, figure);
}

static void
print_risk(const struct risk *risk)
{
	static const char *const judges[] = {
		[RISK_JUDGE_NONE] = "none",
		[RISK_JUDGE_REPORTED] = "reported",
		[RISK_JUDGE_COMPUTED] = "computed",
	};
	const char *doubt = doubt_token(risk->doubt);
	int order = risk_compare(risk, &before);

	printf("risk %s %s %s %d %d %d %d %d", risk_token(risk->band),
	    doubt == NULL ? "none" : doubt, judges[risk->judge], risk->disagree, risk->no_debt,
	    risk->no_debt_denied, risk->no_cover, risk->above_market);
	print_figure(&risk->debt);
	print_figure(&risk->ltv);
	print_figure(&risk->reported);
	print_figure(&risk->computed);
	print_figure(&risk->to_call);
	print_figure(&risk->to_liquidation);
	print_figure(&risk->passed);
	printf(" %s",
	    risk->rising == NULL        ? "none" :
		risk->rising[0] == '\0' ? "all" :
					  risk->rising);
	print_figure(&risk->rise_to_call);
	print_figure(&risk->rise_to_liquidation);
	print_figure(&risk->coins_to_call);
	print_figure(&risk->coins_to_liquidation);
	printf(" %d", risk->by_coins);
	printf(" %d\n", (order > 0) - (order < 0));
	before = *risk;
}

static void
print_bound(bool there, const struct ratio *bound, bool falling)
{
	char text[FIGURE_TEXT_SIZE] = "none", detail[FIGURE_TEXT_SIZE] = "none";

	print_fraction(there, bound);
	if (there) {
		call_price_text(text, sizeof text, bound, falling, 0, 0);
		call_price_text(detail, sizeof detail, bound, falling, 2, 0);
	}
	printf(" %s %s", text, detail);
}

static void
print_exposure(const struct loan_case *c, const struct exposure *x)
{
	static const char *const states[] = {
		[CALL_PRICE_UNKNOWN] = "unknown",
		[CALL_PRICE_CALLED] = "called",
		[CALL_PRICE_NEVER] = "never",
		[CALL_PRICE_PRICE] = "price",
	};
	static const char *const sources[] = {
		[PRICE_NONE] = "none",
		[PRICE_INDEX] = "index",
	};
	struct call_price call_price;
	bool told;

	call_price_find(&call_price, &c->order, &c->risk, &c->exposures, x);
	told = call_price.state == CALL_PRICE_NEVER || call_price.state == CALL_PRICE_PRICE;
	printf("coin %s %s", x->ccy, sources[x->pricing.source]);
	print_fraction(x->pricing.source != PRICE_NONE, &x->pricing.price);
	printf(" %d %s %d %d", x->pledged_value.known && x->owed_value.known,
	    states[call_price.state], call_price.falling_never, call_price.nearer_rising);
	print_fraction(told, &call_price.haircut.least);
	print_fraction(told, &call_price.haircut.most);
	print_bound(call_price.falling.known, &call_price.falling, true);
	print_bound(call_price.rising.known, &call_price.rising, false);
	printf("\n");
}

static void
print_target(const struct target *target)
{
	static const char *const states[] = {
		[TARGET_UNKNOWN] = "unknown",
		[TARGET_REFUSED] = "refused",
		[TARGET_BELOW] = "below",
		[TARGET_REPAY] = "repay",
	};
	bool repay = target->state == TARGET_REPAY, coins = target->ccy != NULL;

	printf("target %s", states[target->state]);
	print_fraction(target->state != TARGET_UNKNOWN, &target->at);
	print_fraction(repay, &target->repay_usd);
	print_fraction(repay, &target->pledge_usd);
	printf(" %s", coins ? target->ccy : "none");
	print_fraction(coins, &target->repay);
	printf(" %d\n", target->repay_decimals);
}

static void
print_stress(const struct loan_case *c, const char *name, enum stress_kind kind, const char *ccy)
{
	struct stress_step steps[STRESS_STEPS];
	int i;

	printf("ladder %s", name);
	if (!stress_find(steps, kind, ccy, &c->order, &c->risk, &c->exposures, &c->target,
		&c->terms)) {
		printf(" none\n");
		return;
	}
	for (i = 0; i < STRESS_STEPS; i++) {
		printf(" %d", steps[i].fall);
		print_figure(&steps[i].ltv);
		printf(" %d %s", steps[i].at_most, risk_token(steps[i].band));
		print_figure(&steps[i].repay_usd);
		print_figure(&steps[i].pledge_usd);
	}
	printf("\n");
}

static void
answer(struct loan_case *c, enum risk_band band)
{
	const struct ratio coins = fall_share_coins(&c->order, &c->prices, c->terms.stablecoins);
	size_t i;

	exposures_make(&c->exposures, &c->order, &c->prices, c->terms.stablecoins);
	risk_judge(&c->risk, &c->order, &c->exposures, &coins, &c->terms, band);
	call_price_rises(&c->risk, &c->order, &c->exposures);
	target_find(&c->target, &c->order, &c->risk, &c->exposures, &c->terms);
	print_risk(&c->risk);
	if (verdict_only) {
		printf("\n");
		exposures_clear(&c->exposures);
		return;
	}
	for (i = 0; i < c->exposures.count; i++)
		print_exposure(c, &c->exposures.of[i]);
	print_target(&c->target);
	print_stress(c, "all", STRESS_ALL, NULL);
	print_stress(c, "coins", STRESS_COINS, NULL);
	print_stress(c, "market", STRESS_MARKET, NULL);
	for (i = 0; i < c->exposures.count; i++)
		print_stress(c, c->exposures.of[i].ccy, STRESS_ONE, c->exposures.of[i].ccy);
	printf("\n");
	exposures_clear(&c->exposures);
}

static void
answer_line(char *line)
{
	static struct loan_case c;
	struct figure *const figures[] = { &c.order.debt, &c.order.secured, &c.order.ltv,
		&c.order.call_ltv, &c.order.liquidation_ltv };
	struct figure target;
	struct pegs pegs = { .count = 0 };
	char *part[PARTS], *save = NULL, *band;
	size_t i;

	c = (struct loan_case){ .terms.stablecoins = "USDT USDC DAI" };
	for (i = 0; i < PARTS; i++)
		if ((part[i] = strsep(&line, ";")) == NULL)
			exit(2);
	for (i = 0; i < sizeof figures / sizeof figures[0]; i++)
		*figures[i] = read_figure(strtok_r(i == 0 ? part[0] : NULL, " ", &save));
	c.terms.watch_fall = read_figure(strtok_r(part[1], " ", &save)).value;
	target = read_figure(strtok_r(NULL, " ", &save));
	band = strtok_r(NULL, " ", &save);
	if (band == NULL)
		exit(2);
	c.terms.has_target = target.sent != NULL;
	c.terms.target = target.value;
	c.order.pledged = read_lot(c.pledged, part[2]);
	c.order.owed = read_lot(c.owed, part[3]);
	c.prices.count = read_coins(c.listed, part[4]);
	c.prices.prices = c.price;
	for (i = 0; i < c.prices.count; i++)
		c.price[i] = (struct price){
			.ccy = c.listed[i].ccy,
			.last = c.listed[i].amount,
		};
	pegs_update(&pegs, c.terms.stablecoins, &c.prices);
	c.terms.stablecoins = pegs.names;
	answer(&c, (enum risk_band)(band[0] - '0'));
	pegs_clear(&pegs);
}

int
main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;

	verdict_only = argc == 2 && strcmp(argv[1], "verdict") == 0;
	while (getline(&line, &size, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		answer_line(line);
	}
	free(line);
	return 0;
}
