/* SPDX-License-Identifier: ISC */
/* Whether the collateral is what the public tiers make: rounds, their ranges, the verdict. */
#include "test.h"

#include "decimal_fixture.h"
#include "setup/tier_trial.h"

#define MINUTE 60000

static struct tier_trial trial;

static int
clear(void **state)
{
	(void)state;
	tier_trial_clear(&trial);
	return 0;
}

EACH_TEST(NULL, clear)

/* A round with 10 BTC, of which 9.8 count, and 20 USDT; the collateral is that of SECURED. */
static bool
add(const char *secured, const char *before, const char *after, int64_t minute)
{
	const struct decimal collateral = number(secured);
	const struct tier_trial_coin coins[] = {
		{ "BTC", number("10"), number("9.8"), number(before), number(after) },
		{ "USDT", number("20"), number("20"), number("1"), number("1") },
	};

	return tier_trial_add(&trial, &collateral, coins, 2, minute * MINUTE);
}

/* ROUNDS rounds inside, two minutes apart from MINUTE on; BTC rises from 100 by STEP cents each. */
static void
add_inside(int rounds, int64_t minute, int step)
{
	char secured[32], price[32];

	for (int i = 0; i < rounds; i++) {
		snprintf(price, sizeof price, "%d.%02d", 100 + i * step / 100, i * step % 100);
		/* 9.8 p + 20 */
		snprintf(secured, sizeof secured, "%d.%03d", 1000 + 98 * i * step / 1000,
		    98 * i * step % 1000);
		assert_true(add(secured, price, price, minute + 2 * i));
	}
}

static void
assert_up(const struct ratio *figure, int decimals, const char *expected)
{
	struct decimal rounded;

	assert_true(ratio_round(&rounded, figure, decimals, DECIMAL_CEILING));
	assert_decimal(&rounded, expected);
}

TEST(test_ten_rounds_over_twenty_minutes_with_prices_that_moved_agree)
{
	add_inside(10, 0, 6);
	assert_int_equal(trial.inside, 10);
	/* eighteen minutes are too short … */
	assert_int_equal(tier_trial_verdict(&trial), TIER_OPEN);
	add_inside(1, 20, 60);
	assert_int_equal(tier_trial_verdict(&trial), TIER_AGREES);
	assert_up(&trial.residual, 6, "0.000000");
}

TEST(test_nine_rounds_settle_nothing)
{
	add_inside(8, 0, 10);
	add_inside(1, 30, 60);
	assert_int_equal(tier_trial_verdict(&trial), TIER_OPEN);
	add_inside(1, 31, 60);
	assert_int_equal(tier_trial_verdict(&trial), TIER_AGREES);
}

TEST(test_prices_that_stand_still_settle_nothing)
{
	struct ratio least;

	add_inside(12, 0, 4);
	least = tier_trial_least_move(&trial);
	assert_up(&least, 4, "0.0044");
	assert_int_equal(tier_trial_verdict(&trial), TIER_OPEN);
	assert_true(add("1004.9", "100.5", "100.5", 24));
	assert_int_equal(tier_trial_verdict(&trial), TIER_AGREES);
}

TEST(test_a_coin_of_less_than_a_twentieth_need_not_move)
{
	const struct decimal secured = number("1049");
	const struct tier_trial_coin coins[] = {
		{ "BTC", number("10"), number("10"), number("100"), number("100") },
		{ "USDT", number("49"), number("49"), number("1"), number("1") },
	};
	struct ratio least;

	assert_true(tier_trial_add(&trial, &secured, coins, 2, 0));
	assert_true(trial.spans[0].heavy);
	assert_false(trial.spans[1].heavy);
	least = tier_trial_least_move(&trial);
	assert_true(least.known);
}

TEST(test_the_edges_of_a_range_are_inside)
{
	/* 1,000 is 9.8 x 100 + 20; 0.05 % on each side */
	assert_true(add("999.5", "100", "100", 0));
	assert_true(add("1000.5", "100", "100", 1));
	assert_int_equal(trial.inside, 2);
	assert_true(add("999.499999", "100", "100", 2));
	assert_true(add("1000.500001", "100", "100", 3));
	assert_int_equal(trial.outside, 2);
	assert_up(&trial.gap, 12, "0.000000001001");
}

TEST(test_a_round_wider_than_three_in_a_thousand_counts_for_nothing)
{
	/* (9.8 p + 20) 1.0005 - 1,000 x 0.9995 is 0.3 % of 1,000 at p = 100.2039 */
	assert_true(add("1000", "100.2", "100", 0));
	assert_int_equal(trial.wide, 0);
	assert_true(add("1000", "100", "100.21", 1));
	assert_int_equal(trial.wide, 1);
	assert_int_equal(trial.inside, 1);
	assert_int_equal(trial.outside, 0);
}

TEST(test_ten_rounds_outside_differ)
{
	for (int i = 0; i < 10; i++) {
		assert_int_equal(tier_trial_verdict(&trial), TIER_OPEN);
		assert_true(add("900", "100", "100", i));
	}
	assert_int_equal(tier_trial_verdict(&trial), TIER_DIFFERS);
	assert_up(&trial.gap, 5, "0.11056");
}

TEST(test_one_round_outside_leaves_it_open)
{
	assert_true(add("900", "100", "100", 0));
	add_inside(12, 1, 10);
	assert_int_equal(tier_trial_verdict(&trial), TIER_OPEN);
}

TEST(test_what_is_left_over_is_charged_to_the_smallest_coin)
{
	/* half a dollar of 20 USDT */
	assert_true(add("1000.5", "100", "100", 0));
	assert_up(&trial.residual, 4, "0.0250");
	/* a smaller one later does not hide it */
	assert_true(add("1000.1", "100", "100", 1));
	assert_up(&trial.residual, 4, "0.0250");
}

TEST(test_other_amounts_begin_anew)
{
	const struct decimal secured = number("980");
	const struct tier_trial_coin less = { "BTC", number("10"), number("9.8"), number("100"),
		number("100") };

	add_inside(9, 0, 10);
	assert_true(tier_trial_add(&trial, &secured, &less, 1, 40 * MINUTE));
	assert_int_equal(trial.inside, 1);
	assert_int_equal(trial.first_ms, 40 * MINUTE);
}

TEST(test_nothing_counts_without_collateral_or_room)
{
	const struct decimal secured = number("1");
	struct tier_trial_coin coin = { "BTC", number("9e64"), number("9e64"), number("9e64"),
		number("9e64") };

	assert_false(add("0", "100", "100", 0));
	for (int i = 0; i < 3; i++)
		assert_true(decimal_multiply(&coin.amount, &coin.amount, &coin.amount) || i > 0);
	coin.counted = coin.amount;
	for (coin.after = coin.before; decimal_multiply(&coin.after, &coin.after, &coin.before);)
		;
	coin.before = coin.after;
	assert_false(tier_trial_add(&trial, &secured, &coin, 1, 0));
	assert_int_equal(trial.inside + trial.outside + trial.wide, 0);
}

ALL_TESTS(NULL, NULL)
