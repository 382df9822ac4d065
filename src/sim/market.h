/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_MARKET_H
#define COLLTOP_SIM_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

/*
 * Invented prices. A price is a function of the seed, the coin and the step, so
 * that any moment, past or future, can be asked for: the same seed gives the
 * same walk, however often anybody looked. Step 0 has the prices as given.
 */

#define MARKET_CCY_SIZE 17
#define MARKET_STEP_MS 500
#define MARKET_MAX_COINS 40000
#define MARKET_MAX_CALM 16
#define MARKET_BENDS 3
#define MARKET_MAX_SPEED 1000

/*
 * Where a scenario leads prices beside the walk: straight from bend to bend, from 100 at
 * the start.
 */
struct trend {
	const char *ccy; /* the coin that follows it; NULL: all that are not calm */
	struct {
		int seconds; /* of the scenario, in order; 0: no more bends */
		int percent; /* of the price without it */
	} bends[MARKET_BENDS];
};

/* What a scenario has the exchange do to its haircuts. */
struct lowering {
	const char *ccy; /* the coin; NULL: nothing happens */
	int seconds;     /* of the scenario */
	int hundredths;  /* what it counts of the coin from then on, in place of its discount */
};

/* A tier that a portfolio gives a coin; it begins where the one before it ends. */
struct coin_tier {
	struct decimal to, rate;
	bool endless; /* there is no TO */
};

/* In which currencies the exchange has an index of a coin. */
enum coin_index {
	INDEX_ALL,
	INDEX_USDT, /* in USDT alone */
	INDEX_NONE
};

struct market_coin {
	char ccy[MARKET_CCY_SIZE];
	struct decimal price;    /* in USD at step 0; positive */
	struct decimal discount; /* what the exchange counts of its value as collateral: 0.98 */
	struct coin_tier *tiers; /* owned: TIER_COUNT of them, in place of DISCOUNT; NULL: none */
	size_t tier_count;
	int scale; /* decimals of its prices */
	enum coin_index index;
	unsigned calm; /* moves 2^calm times less than others; 0 to MARKET_MAX_CALM */
	uint64_t salt; /* makes its walk its own */
};

struct market {
	struct market_coin *coins; /* owned */
	size_t count, room;
	uint64_t seed;
	bool still;                      /* there is no walk */
	int64_t start_ms;                /* monotime_ms() of step 0 */
	const struct trend *trend;       /* NULL: there is none */
	const struct lowering *lowering; /* NULL: there is none */
	int speed;                       /* of the scenario: 1 to MARKET_MAX_SPEED */
};

/* One index as the exchange tells it. */
struct ticker {
	struct decimal last, open24h, high24h, low24h, sod_utc0, sod_utc8;
};

void market_init(struct market *market, uint64_t seed, bool still, int64_t start_ms);
void market_clear(struct market *market);

/*
 * Adds a coin and returns its index. PRICE (above 0) gets decimals for at
 * least eight significant digits, so that each step can be seen in it. The
 * caller has checked that the name is new and that there is room.
 */
size_t market_add(struct market *market, const char *ccy, const struct decimal *price,
    const struct decimal *discount, unsigned calm);

/* The coin of that name, letter for letter, or NULL. */
const struct market_coin *market_find(const struct market *market, const char *ccy);

/* The step at NOW_MS (monotime_ms()): one more every half second. */
int64_t market_step(const struct market *market, int64_t now_ms);

/* When STEP begins (monotime_ms()): its prices are of that time. */
int64_t market_step_ms(const struct market *market, int64_t step);

/* How far the scenario is at STEP, in its own milliseconds: SPEED times as many as went by. */
int64_t market_elapsed_ms(const struct market *market, int64_t step);

/* The price of COIN in USD at STEP, exactly as it is told everywhere. */
bool market_price(const struct market *market, const struct market_coin *coin, int64_t step,
    struct decimal *price);

/* What the exchange counts of COIN at STEP, of amounts that are not large. */
struct decimal market_discount(const struct market *market, const struct market_coin *coin,
    int64_t step);

/*
 * The index of COIN in QUOTE (NULL: USD) at STEP, when the clock shows
 * UTC_MS. High and low are taken from one look an hour, the openings and now.
 */
bool market_ticker(const struct market *market, const struct market_coin *coin,
    const struct market_coin *quote, int64_t step, int64_t utc_ms, struct ticker *ticker);

/*
 * VALUE as the exchange writes a figure: plain digits, no trailing zeros
 * after the point. OUT has room for DECIMAL_TEXT_SIZE bytes.
 */
void market_figure(char out[DECIMAL_TEXT_SIZE], const struct decimal *value);

/* Thoroughly mixed bits of X: the one source of everything invented. */
uint64_t market_mix(uint64_t x);

#endif
