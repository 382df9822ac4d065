/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_LOAN_FIXTURE_H
#define COLLTOP_TESTS_LOAN_FIXTURE_H

/* Snapshots of loans and prices from text; cmocka.h comes before it. */

#include "collateral_fixture.h"
#include "model/fall_share.h"
#include "model/watchlist.h"
#include "model/position.h"

#define STABLECOINS "USDT USDC DAI"

/* The loan of the documentation's picture. */
#define PICTURE "12345 100010 166680 0.6000 0.7374 0.8374|BTC 1.25 ETH 12 SOL 200|USDT 100000"
#define PICTURE_PRICES "BTC 88000 89068.8;ETH 3200 3227.4332;SOL 140 139.58;USDT 1.0001 1.0001"
#define PICTURE_FUNDING "BTC 0.54214831;ETH 1.94007555;USDT 63.97959597"

static const struct risk_terms fixture_terms = {
	.watch_fall = { .limb = { 15 }, .count = 1, .scale = 2 },
	.stablecoins = STABLECOINS,
};

/* "-" is absent. */
static inline const char *
given(const char *text)
{
	return text == NULL || strcmp(text, "-") == 0 ? NULL : text;
}

static inline void
add_lot(struct loans *loans, struct amounts *lot, char *text)
{
	char *at = NULL, *ccy, *amount;

	for (ccy = strtok_r(text, " ", &at); ccy != NULL; ccy = strtok_r(NULL, " ", &at)) {
		amount = strtok_r(NULL, " ", &at);
		assert_non_null(amount);
		assert_true(amounts_add(loans, lot, ccy, given(amount), false));
	}
}

/*
 * A snapshot of ORDERS, "ID D C L M Q INSTRUMENT PRICE|PLEDGED|OWED" with ';'
 * between them; instrument and price may be left out, lots are "CCY AMOUNT …".
 * It arrived at ARRIVED_MS.
 */
static inline struct loans *
loans_of(const char *orders, int64_t arrived_ms)
{
	struct loans *loans = loans_new(&fixture_origin, "/api/v5/finance/flexible-loan/loan-info");
	char *copy = strdup(orders), *next = copy, *text, *word[8] = { NULL };

	assert_non_null(loans);
	loans->from.arrived_ms = loans->from.arrived_utc_ms = arrived_ms;
	while ((text = strsep(&next, ";")) != NULL && *text != '\0') {
		struct loan *order = loans_add(loans);
		char *head = strsep(&text, "|"), *pledged = strsep(&text, "|"), *at = NULL;

		for (size_t i = 0; i < 8; i++)
			word[i] = strtok_r(i == 0 ? head : NULL, " ", &at);
		order->id = arena_copy(&loans->from.arena, given(word[0]) == NULL ? "" : word[0],
		    0);
		order->debt = figure_copy(&loans->from.arena, given(word[1]), false);
		order->secured = figure_copy(&loans->from.arena, given(word[2]), false);
		order->ltv = figure_copy(&loans->from.arena, given(word[3]), false);
		order->call_ltv = figure_copy(&loans->from.arena, given(word[4]), false);
		order->liquidation_ltv = figure_copy(&loans->from.arena, given(word[5]), false);
		order->instrument = arena_copy(&loans->from.arena, word[6] == NULL ? "" : word[6],
		    0);
		order->liquidation_price = figure_copy(&loans->from.arena, given(word[7]), false);
		add_lot(loans, &order->pledged, pledged);
		add_lot(loans, &order->owed, text);
	}
	free(copy);
	loans_seal(loans);
	return loans;
}

/* A snapshot of ROWS, "CCY LAST OPEN24H;…". */
static inline struct prices *
prices_of(const char *rows)
{
	struct prices *prices = prices_new("/api/v5/market/index-tickers");
	char *copy = strdup(rows), *next = copy, *row;
	char ccy[70], last[100], open24h[100];

	assert_non_null(prices);
	while ((row = strsep(&next, ";")) != NULL && *row != '\0') {
		assert_int_equal(sscanf(row, "%69s %99s %99s", ccy, last, open24h), 3);
		assert_true(prices_add(prices, ccy, given(last), false, given(open24h), false, -1));
	}
	free(copy);
	prices_seal(prices);
	return prices;
}

/* The same, which arrived at MS. */
static inline struct prices *
prices_at(int64_t ms, const char *rows)
{
	struct prices *prices = prices_of(rows);

	prices->from.arrived_ms = ms;
	for (size_t i = 0; i < prices->count; i++)
		prices->prices[i].arrived_ms = ms;
	return prices;
}

/* A snapshot of ROWS, "CCY AVAILABLE;…"; "!" was not sent as a string. */
static inline struct funding *
funding_of(const char *rows)
{
	struct funding *funding = funding_new(&fixture_origin, "/api/v5/asset/balances");
	char *copy = strdup(rows), *next = copy, *row, *amount;

	while ((row = strsep(&next, ";")) != NULL && *row != '\0') {
		amount = strrchr(row, ' ');
		assert_non_null(amount);
		*amount++ = '\0';
		assert_true(funding_add(funding, row,
		    strcmp(amount, "!") == 0 ? NULL : given(amount), strcmp(amount, "!") == 0));
	}
	free(copy);
	funding_seal(funding);
	return funding;
}

/* ORDERS joined with BALANCES and PRICES (or NULL): the first one's table. Owns its snapshots. */
static inline struct assets *
joined_of(const char *orders, const char *balances, const char *prices)
{
	struct loans *loans = loans_of(orders, 1000);
	struct funding *funding = balances == NULL ? NULL : funding_of(balances);
	struct assets *joined;
	struct prices *tickers = prices == NULL ? NULL : prices_of(prices);
	const struct pair pair = { .loans = loans, .prices = tickers };
	struct loan_status status = { .order = &loans->orders[0], .paired = &status };
	const struct ratio coins = fall_share_coins(status.order, tickers, STABLECOINS);

	exposures_make(&status.exposures, status.order, tickers, STABLECOINS);
	risk_judge(&status.risk, status.order, &status.exposures, &coins, &fixture_terms, RISK_OK);
	call_price_rises(&status.risk, status.order, &status.exposures);
	joined = position_join(&status, loans, &pair, funding, tickers);
	assert_non_null(joined);
	exposures_clear(&status.exposures);
	loans_drop(loans);
	funding_drop(funding);
	prices_drop(tickers);
	return joined;
}

#endif
