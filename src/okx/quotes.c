/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/quotes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "model/sorted.h"

#define USDT "USDT"
#define DOUBTED_MS 30000 /* so long an answer with nothing in it is believed */

/* In which currency a coin is quoted: the first one that is not known to be missing. */
enum quote { IN_USD, IN_USDT, NOWHERE };

static const char *const names[] = { [IN_USD] = "USD", [IN_USDT] = USDT };

struct okx_coin {
	const char *ccy;
	bool in_loan;
	enum quote quote;
	int64_t look_ms; /* unless IN_USD: when it is looked for there again */
	/* when all indices in a quote currency were asked for it too; 0: never */
	int64_t spare_ms[NOWHERE];
};

void
okx_quotes_clear(struct okx_quotes *quotes)
{
	loans_drop(quotes->loans);
	funding_drop(quotes->funding);
	prices_drop(quotes->in_usd);
	prices_drop(quotes->in_usdt);
	prices_drop(quotes->table);
	free(quotes->coins);
	memset(quotes, 0, sizeof *quotes);
}

static const struct okx_coin *
find_coin(const struct okx_quotes *quotes, const char *ccy)
{
	return sorted_find(quotes->coins, quotes->count, sizeof *quotes->coins, ccy);
}

static enum quote
quote_of(const struct okx_coin *coin)
{
	return monotime_ms() < coin->look_ms ? coin->quote : IN_USD;
}

static void
merge_coins(void *into, const void *from)
{
	struct okx_coin *coin = into;
	const struct okx_coin *other = from;

	coin->in_loan = coin->in_loan || other->in_loan;
}

/* Appends CCY, with what OLD knows of it. */
static void
add_coin(struct okx_quotes *quotes, const struct okx_quotes *old, const char *ccy, bool in_loan)
{
	const struct okx_coin *known = find_coin(old, ccy);
	struct okx_coin *coin = &quotes->coins[quotes->count++];

	*coin = known != NULL ? *known : (struct okx_coin){ .quote = IN_USD };
	coin->ccy = ccy;
	coin->in_loan = in_loan;
}

static void
add_coins(struct okx_quotes *quotes, const struct okx_quotes *old, const struct amounts *lot)
{
	for (size_t i = 0; i < lot->count; i++)
		add_coin(quotes, old, lot->coins[i].ccy, true);
}

void
okx_quotes_follow(struct okx_quotes *quotes, struct loans *loans, struct funding *funding)
{
	struct okx_quotes old = *quotes;
	size_t orders = loans == NULL ? 0 : loans->count,
	       balances = funding == NULL ? 0 : funding->count;
	size_t most = 1 + balances;

	for (size_t i = 0; i < orders; i++)
		most += loans->orders[i].pledged.count + loans->orders[i].owed.count;
	quotes->coins = xcalloc(most, sizeof *quotes->coins);
	quotes->count = quotes->loan_count = 0;
	/* USDT converts the prices of others. */
	add_coin(quotes, &old, USDT, false);
	for (size_t i = 0; i < orders; i++) {
		add_coins(quotes, &old, &loans->orders[i].pledged);
		add_coins(quotes, &old, &loans->orders[i].owed);
	}
	for (size_t i = 0; i < balances; i++)
		add_coin(quotes, &old, funding->balances[i].ccy, false);
	sorted_seal(quotes->coins, &quotes->count, sizeof *quotes->coins, merge_coins);
	for (size_t i = 0; i < quotes->count; i++)
		quotes->loan_count += quotes->coins[i].in_loan;
	quotes->loans = loans_hold(loans);
	quotes->funding = funding_hold(funding);
	loans_drop(old.loans);
	funding_drop(old.funding);
	free(old.coins);
}

static bool
is_fresh(const struct prices *prices, const char *ccy, int64_t since_ms)
{
	const struct price *price = prices_find(prices, ccy);

	return price != NULL && price->asked_ms >= since_ms;
}

static bool
ask_for(struct okx_quote_ask *ask, const char *ccy, enum quote quote, bool all)
{
	*ask = (struct okx_quote_ask){ .quote = names[quote] };
	if (!all) {
		strlcpy(ask->ccy, ccy, sizeof ask->ccy);
		snprintf(ask->inst_id, sizeof ask->inst_id, "%s-%s", ccy, names[quote]);
	}
	return true;
}

/* What COIN of a loan needs next, if anything. */
static bool
needs(const struct okx_quotes *quotes, const struct okx_coin *coin, bool all, int64_t since_ms,
    struct okx_quote_ask *ask)
{
	enum quote quote = quote_of(coin);

	if (quote == IN_USD)
		return !is_fresh(quotes->in_usd, coin->ccy, since_ms) &&
		    ask_for(ask, coin->ccy, IN_USD, all);
	if (quote == NOWHERE || quote_of(find_coin(quotes, USDT)) != IN_USD)
		return false;
	if (!is_fresh(quotes->in_usdt, coin->ccy, since_ms))
		return ask_for(ask, coin->ccy, IN_USDT, all);
	return !is_fresh(quotes->in_usd, USDT, since_ms) && ask_for(ask, USDT, IN_USD, all);
}

bool
okx_quotes_next(const struct okx_quotes *quotes, bool all, int64_t since_ms,
    struct okx_quote_ask *ask)
{
	const struct okx_coin *last = find_coin(quotes, quotes->deferred);

	for (size_t i = 0; i < quotes->count; i++) {
		const struct okx_coin *coin = &quotes->coins[i];

		if (coin != last && coin->in_loan && needs(quotes, coin, all, since_ms, ask))
			return true;
	}
	return last != NULL && last->in_loan && needs(quotes, last, all, since_ms, ask);
}

/*
 * The coin that only the funding account has for which all indices are due, as QUOTE has
 * it; NULL: none.
 */
static const struct okx_coin *
find_spare(const struct okx_quotes *quotes, int64_t now_ms, enum quote *quote)
{
	for (size_t i = 0; i < quotes->count; i++) {
		const struct okx_coin *coin = &quotes->coins[i];

		*quote = coin->in_loan || funding_find(quotes->funding, coin->ccy) == NULL ?
		    NOWHERE :
		    quote_of(coin);
		if (*quote != NOWHERE &&
		    (coin->spare_ms[*quote] == 0 ||
			now_ms - coin->spare_ms[*quote] >= OKX_QUOTES_SPARE_MS))
			return coin;
	}
	return NULL;
}

bool
okx_quotes_spare_due(const struct okx_quotes *quotes, int64_t now_ms)
{
	enum quote quote;

	return find_spare(quotes, now_ms, &quote) != NULL;
}

bool
okx_quotes_next_spare(struct okx_quotes *quotes, int64_t now_ms, struct okx_quote_ask *ask)
{
	enum quote quote;
	const struct okx_coin *coin = find_spare(quotes, now_ms, &quote);

	if (coin == NULL)
		return false;
	for (size_t i = 0; i < quotes->count; i++)
		quotes->coins[i].spare_ms[quote] = now_ms;
	return ask_for(ask, coin->ccy, quote, true);
}

void
okx_quotes_defer(struct okx_quotes *quotes, const struct okx_quote_ask *ask)
{
	strlcpy(quotes->deferred, ask->ccy, sizeof quotes->deferred);
}

/* Believes that COIN has no index in QUOTE for so long. */
static void
note_missing(struct okx_coin *coin, const char *quote, int64_t believed_ms)
{
	/* USDT has no price in itself. */
	coin->quote = strcmp(quote, names[IN_USD]) == 0 && strcmp(coin->ccy, USDT) != 0 ? IN_USDT :
											  NOWHERE;
	coin->look_ms = monotime_ms() + believed_ms;
}

/* Whether ASK is for COIN, alone or among all, as it is quoted. */
static bool
asks_for(const struct okx_quote_ask *ask, const struct okx_coin *coin)
{
	enum quote quote = quote_of(coin);

	return quote != NOWHERE && strcmp(ask->quote, names[quote]) == 0 &&
	    (ask->ccy[0] == '\0' || strcmp(ask->ccy, coin->ccy) == 0);
}

bool
okx_quotes_wants(const void *filter, const char *ccy)
{
	const struct okx_quote_filter *of = filter;
	const struct okx_coin *coin = find_coin(of->quotes, ccy);

	return coin != NULL && asks_for(of->ask, coin);
}

/*
 * Puts ANSWER (NULL: nothing new) into the prices IN a quote currency, and drops those
 * that are not quoted there.
 */
static void
keep_answer(struct prices **in, const struct okx_quotes *quotes, enum quote quote,
    const struct prices *answer)
{
	const struct okx_quote_ask all = { .quote = names[quote] };
	const struct okx_quote_filter filter = { quotes, &all };
	struct prices *merged;

	if (*in == NULL && answer == NULL)
		return;
	merged = prices_merge(*in, answer, okx_quotes_wants, &filter);
	prices_drop(*in);
	*in = merged;
}

/* Makes the table of what was answered, of which ANSWER in QUOTE is new. */
static void
make_table(struct okx_quotes *quotes, const char *quote, const struct prices *answer)
{
	bool usdt = strcmp(quote, USDT) == 0;

	keep_answer(&quotes->in_usd, quotes, IN_USD, usdt ? NULL : answer);
	keep_answer(&quotes->in_usdt, quotes, IN_USDT, usdt ? answer : NULL);
	prices_drop(quotes->table);
	quotes->table = prices_cross(quotes->in_usd, quotes->in_usdt);
}

void
okx_quotes_take(struct okx_quotes *quotes, const struct okx_quote_ask *ask,
    const struct prices *answer)
{
	int64_t believed_ms = answer != NULL && answer->count == 0 ? DOUBTED_MS :
								     OKX_QUOTES_LOOK_MS;

	for (size_t i = 0; i < quotes->count; i++)
		if (asks_for(ask, &quotes->coins[i]) &&
		    prices_find(answer, quotes->coins[i].ccy) == NULL)
			note_missing(&quotes->coins[i], ask->quote, believed_ms);
	make_table(quotes, ask->quote, answer);
}
