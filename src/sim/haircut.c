/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sim/haircut.h"

#define FIRST_TIER_MAGNITUDE 6 /* of its value in USD: a million and more */
#define AMOUNT_DECIMALS 8

/* The tiers of a coin that has none of its own: their ends, in first tiers, and what they lack. */
static const struct {
	int to, lower; /* TO 0: without end; LOWER in hundredths */
} made[] = { { 1, 0 }, { 2, 5 }, { 5, 15 }, { 0, 30 } };

#define MADE (sizeof made / sizeof *made)

/* A power of ten of COIN that is worth a million USD or more at the start. */
static struct decimal
first_end(const struct market_coin *coin)
{
	const struct decimal one = decimal_from(1, 0), ten = decimal_from(10, 0);
	int magnitude = FIRST_TIER_MAGNITUDE - decimal_magnitude(&coin->price);
	struct decimal end = one;

	for (; magnitude > 0; magnitude--)
		decimal_multiply(&end, &end, &ten);
	return end;
}

static struct decimal
made_end(const struct market_coin *coin, size_t index)
{
	const struct decimal times = decimal_from(made[index].to, 0);
	struct decimal end = first_end(coin);

	decimal_multiply(&end, &end, &times);
	return end;
}

static struct decimal
made_rate(const struct decimal *discount, size_t index)
{
	const struct decimal lower = decimal_from(made[index].lower, 2);
	struct decimal rate = decimal_zero;

	if (decimal_compare(discount, &lower) > 0)
		decimal_subtract(&rate, discount, &lower);
	return rate;
}

bool
haircut_tier(struct haircut_tier *out, const struct market *market, const struct market_coin *coin,
    int64_t step, size_t index)
{
	const struct decimal discount = market_discount(market, coin, step);

	if (coin->tiers != NULL) {
		if (index >= coin->tier_count)
			return false;
		*out = (struct haircut_tier){
			.from = index == 0 ? decimal_zero : coin->tiers[index - 1].to,
			.to = coin->tiers[index].to,
			.rate = coin->tiers[index].rate,
			.endless = coin->tiers[index].endless,
		};
		return true;
	}
	if (index >= MADE)
		return false;
	*out = (struct haircut_tier){
		.from = index == 0 ? decimal_zero : made_end(coin, index - 1),
		.to = made_end(coin, index),
		.rate = made_rate(&discount, index),
		.endless = made[index].to == 0,
	};
	return true;
}

bool
haircut_counted(struct decimal *out, const struct market *market, const struct market_coin *coin,
    int64_t step, const struct decimal *amount)
{
	struct decimal sum = decimal_zero, part;
	struct haircut_tier tier;

	for (size_t i = 0;
	     haircut_tier(&tier, market, coin, step, i) && decimal_compare(amount, &tier.from) > 0;
	     i++) {
		bool within = tier.endless || decimal_compare(amount, &tier.to) < 0;

		if (!decimal_subtract(&part, within ? amount : &tier.to, &tier.from) ||
		    !decimal_multiply(&part, &part, &tier.rate) || !decimal_add(&sum, &sum, &part))
			return false;
	}
	*out = sum;
	return true;
}

bool
haircut_amount(struct decimal *out, const struct market *market, const struct market_coin *coin,
    int64_t step, const struct decimal *counted, const struct decimal *most)
{
	struct decimal left = *counted, part;
	struct haircut_tier tier;

	*out = decimal_zero;
	for (size_t i = 0; decimal_sign(&left) > 0 && haircut_tier(&tier, market, coin, step, i);
	     i++) {
		if (decimal_sign(&tier.rate) == 0)
			continue;
		if (!decimal_divide(&part, &left, &tier.rate, AMOUNT_DECIMALS, DECIMAL_CEILING) ||
		    !decimal_add(out, &tier.from, &part))
			return false;
		if (tier.endless || decimal_compare(out, &tier.to) <= 0) {
			left = decimal_zero;
			break;
		}
		if (!decimal_subtract(&part, &tier.to, &tier.from) ||
		    !decimal_multiply(&part, &part, &tier.rate) ||
		    !decimal_subtract(&left, &left, &part))
			return false;
	}
	if (decimal_sign(&left) > 0 || decimal_compare(out, most) > 0)
		*out = *most;
	return true;
}
