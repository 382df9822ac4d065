/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/market.h"

#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "base/xmalloc.h"

#define UNIT INT64_C(1000000000) /* a move is counted in parts of this */
#define OCTAVES 18               /* the slowest wave takes 2^17 steps: 18 hours */
#define AMPLITUDE 60000          /* of the fastest wave, in parts of UNIT */
#define DIGITS 8                 /* significant digits that a price has at least */

#define STEPS_PER_HOUR (3600000 / MARKET_STEP_MS)
#define DAY_MS INT64_C(86400000)
#define UTC8_MS INT64_C(28800000)

uint64_t
market_mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

void
market_init(struct market *market, uint64_t seed, bool still, int64_t start_ms)
{
	memset(market, 0, sizeof *market);
	market->seed = seed;
	market->still = still;
	market->start_ms = start_ms;
	market->speed = 1;
}

void
market_clear(struct market *market)
{
	for (size_t i = 0; i < market->count; i++)
		free(market->coins[i].tiers);
	free(market->coins);
	market->coins = NULL;
	market->count = market->room = 0;
}

size_t
market_add(struct market *market, const char *ccy, const struct decimal *price,
    const struct decimal *discount, unsigned calm)
{
	struct market_coin *coin;
	uint64_t salt = 0;
	int wanted = DIGITS - 1 - decimal_magnitude(price);

	if (market->count == market->room) {
		market->room = market->room == 0 ? 16 : 2 * market->room;
		market->coins = xreallocarray(market->coins, market->room, sizeof *market->coins);
	}
	for (const char *at = ccy; *at != '\0'; at++)
		salt = market_mix(salt ^ (unsigned char)*at);

	coin = &market->coins[market->count];
	memset(coin, 0, sizeof *coin);
	strlcpy(coin->ccy, ccy, sizeof coin->ccy);
	coin->price = *price;
	coin->discount = *discount;
	coin->scale = decimal_places(price);
	if (coin->scale < wanted)
		coin->scale = wanted;
	coin->calm = calm;
	coin->salt = salt;
	return market->count++;
}

const struct market_coin *
market_find(const struct market *market, const char *ccy)
{
	for (size_t i = 0; i < market->count; i++)
		if (strcmp(market->coins[i].ccy, ccy) == 0)
			return &market->coins[i];
	return NULL;
}

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

int64_t
market_step(const struct market *market, int64_t now_ms)
{
	return floor_divide(now_ms - market->start_ms, MARKET_STEP_MS);
}

int64_t
market_step_ms(const struct market *market, int64_t step)
{
	return market->start_ms + step * MARKET_STEP_MS;
}

int64_t
market_elapsed_ms(const struct market *market, int64_t step)
{
	return step * MARKET_STEP_MS * market->speed;
}

struct decimal
market_discount(const struct market *market, const struct market_coin *coin, int64_t step)
{
	const struct lowering *lowering = market->lowering;

	if (lowering == NULL || lowering->ccy == NULL || strcmp(lowering->ccy, coin->ccy) != 0 ||
	    market_elapsed_ms(market, step) < lowering->seconds * INT64_C(1000))
		return coin->discount;
	return decimal_from(lowering->hundredths, 2);
}

/* A number in [-AMPLITUDE, AMPLITUDE] for one point of one wave. */
static int64_t
knot(uint64_t salt, int octave, int64_t at)
{
	uint64_t bits = market_mix(salt ^ market_mix((uint64_t)at * OCTAVES + (uint64_t)octave));

	return (int64_t)(bits % (2 * AMPLITUDE + 1)) - AMPLITUDE;
}

/*
 * Waves, each half an octave stronger than the twice as fast one, straight
 * between their knots: their sum wanders as prices do.
 */
static int64_t
noise(uint64_t salt, int64_t step)
{
	int64_t sum = 0;

	for (int octave = 0; octave < OCTAVES; octave++) {
		int64_t period = INT64_C(1) << octave;
		int64_t at = floor_divide(step, period), within = step - at * period;
		int64_t here = knot(salt, octave, at), there = knot(salt, octave, at + 1);
		int64_t height = here + (there - here) * within / period;

		height *= INT64_C(1) << (octave / 2);
		sum += octave % 2 == 0 ? height : height * 1414 / 1000;
	}
	return sum;
}

/*
 * How far the walk has led COIN at STEP from its price at step 0, in parts of
 * UNIT: at most 160,000,000 either way. STEP may be negative.
 */
static int64_t
wander(const struct market *market, const struct market_coin *coin, int64_t step)
{
	uint64_t salt = market_mix(market->seed) ^ coin->salt;

	if (market->still || step == 0)
		return 0;
	return (noise(salt, step) - noise(salt, 0)) / (INT64_C(1) << coin->calm);
}

/* What the scenario makes of the price of COIN at STEP, in parts of UNIT. */
static int64_t
level(const struct market *market, const struct market_coin *coin, int64_t step)
{
	const struct trend *trend = market->trend;
	int64_t ms = market_elapsed_ms(market, step), from_ms = 0, here = UNIT;

	if (trend == NULL || ms <= 0 ||
	    (trend->ccy != NULL ? strcmp(trend->ccy, coin->ccy) != 0 : coin->calm > 0))
		return UNIT;
	for (size_t i = 0; i < MARKET_BENDS && trend->bends[i].seconds > 0; i++) {
		int64_t to_ms = trend->bends[i].seconds * INT64_C(1000),
			there = trend->bends[i].percent * (UNIT / 100);

		if (ms < to_ms)
			return here + (there - here) * (ms - from_ms) / (to_ms - from_ms);
		from_ms = to_ms;
		here = there;
	}
	return here;
}

/* What the price of COIN at STEP is of its price at step 0, in parts of UNIT: below 2 * 10^9. */
static int64_t
factor(const struct market *market, const struct market_coin *coin, int64_t step)
{
	return (UNIT + wander(market, coin, step)) * level(market, coin, step) / UNIT;
}

bool
market_price(const struct market *market, const struct market_coin *coin, int64_t step,
    struct decimal *price)
{
	struct decimal moved = decimal_from(factor(market, coin, step), 9), exact;

	return decimal_multiply(&exact, &coin->price, &moved) &&
	    decimal_round(price, &exact, coin->scale, DECIMAL_HALF_EVEN);
}

/* The price in QUOTE, with decimals for eight or nine significant digits. */
static bool
quoted(const struct market *market, const struct market_coin *coin, const struct market_coin *quote,
    int64_t step, struct decimal *price)
{
	struct decimal other;
	int scale;

	if (!market_price(market, coin, step, price))
		return false;
	if (quote == NULL)
		return true;
	if (!market_price(market, quote, step, &other))
		return false;
	scale = DIGITS + decimal_magnitude(&quote->price) - decimal_magnitude(&coin->price);
	return decimal_divide(price, price, &other, scale < 2 ? 2 : scale, DECIMAL_HALF_EVEN);
}

/* How many steps ago the day began that is SHIFT_MS ahead of UTC. */
static int64_t
steps_today(int64_t utc_ms, int64_t shift_ms)
{
	int64_t local = utc_ms + shift_ms;

	return (local - floor_divide(local, DAY_MS) * DAY_MS) / MARKET_STEP_MS;
}

bool
market_ticker(const struct market *market, const struct market_coin *coin,
    const struct market_coin *quote, int64_t step, int64_t utc_ms, struct ticker *ticker)
{
	const int64_t opening = step - 24 * STEPS_PER_HOUR;
	const struct decimal *seen[4];
	int64_t high = step, low = step;
	int64_t mine = factor(market, coin, step);
	int64_t other = quote == NULL ? UNIT : factor(market, quote, step);
	int64_t high_mine = mine, high_other = other, low_mine = mine, low_other = other;

	/*
	 * Which hour was highest is decided on the moves alone: 20,000 coins
	 * would take long otherwise. Products stay below 4 * 10^18.
	 */
	for (int64_t at = opening; at < step; at += STEPS_PER_HOUR) {
		mine = factor(market, coin, at);
		other = quote == NULL ? UNIT : factor(market, quote, at);
		if (mine * high_other > high_mine * other) {
			high = at;
			high_mine = mine;
			high_other = other;
		}
		if (mine * low_other < low_mine * other) {
			low = at;
			low_mine = mine;
			low_other = other;
		}
	}
	if (!quoted(market, coin, quote, step, &ticker->last) ||
	    !quoted(market, coin, quote, opening, &ticker->open24h) ||
	    !quoted(market, coin, quote, high, &ticker->high24h) ||
	    !quoted(market, coin, quote, low, &ticker->low24h) ||
	    !quoted(market, coin, quote, step - steps_today(utc_ms, 0), &ticker->sod_utc0) ||
	    !quoted(market, coin, quote, step - steps_today(utc_ms, UTC8_MS), &ticker->sod_utc8))
		return false;

	seen[0] = &ticker->last;
	seen[1] = &ticker->open24h;
	seen[2] = &ticker->sod_utc0;
	seen[3] = &ticker->sod_utc8;
	for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++) {
		if (decimal_compare(seen[i], &ticker->high24h) > 0)
			ticker->high24h = *seen[i];
		if (decimal_compare(seen[i], &ticker->low24h) < 0)
			ticker->low24h = *seen[i];
	}
	return true;
}

void
market_figure(char out[DECIMAL_TEXT_SIZE], const struct decimal *value)
{
	struct decimal trimmed = *value;

	decimal_round(&trimmed, value, decimal_places(value), DECIMAL_TRUNCATE);
	decimal_text(out, DECIMAL_TEXT_SIZE, &trimmed);
}
