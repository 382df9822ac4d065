/* SPDX-License-Identifier: ISC */
/* What a table of discount rates counts; tiers_oracle has random ones. */
#include "test.h"

#include "model/tiers.h"

struct row {
	const char *from, *to, *rate; /* TO "": without end */
};

static struct tiers *
make(const struct row *rows, size_t count)
{
	struct tiers *tiers = tiers_new("BTC", NULL, "/api/v5/x");

	for (size_t i = 0; i < count; i++)
		*tiers_add(tiers) = (struct tier){
			.from = figure_read(rows[i].from),
			.to = figure_read(rows[i].to),
			.rate = figure_read(rows[i].rate),
			.endless = rows[i].to[0] == '\0',
		};
	tiers->listed = true;
	tiers_seal(tiers);
	return tiers;
}

static void
assert_counted(const struct row *rows, size_t count, const char *amount, const char *expected)
{
	struct tiers *tiers = make(rows, count);
	struct decimal value, counted, right;

	assert_true(decimal_parse(&value, amount, strlen(amount)));
	assert_true(decimal_parse(&right, expected, strlen(expected)));
	assert_true(tiers_counted(&counted, tiers, &value));
	if (decimal_compare(&counted, &right) != 0) {
		char text[DECIMAL_TEXT_SIZE];

		decimal_text(text, sizeof text, &counted);
		fail_msg("%s of %s, expected %s", text, amount, expected);
	}
	tiers_drop(tiers);
}

static const struct row steps[] = {
	{ "0", "20", "0.98" },
	{ "20", "25", "0.9775" },
	{ "25", "30", "0.975" },
};

TEST(rates_are_marginal)
{
	TABLE(rows, const char *amount, *counted) = {
		{ "0", "0" },
		{ "0.5", "0.49" },
		{ "20", "19.6" },
		{ "25", "24.4875" },
		{ "26", "25.4625" },
		{ "30", "29.3625" },
		/* Beyond the last end nothing counts. */
		{ "31", "29.3625" },
		{ "1e40", "29.3625" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_counted(steps, COUNT(steps), rows[i].amount, rows[i].counted);
}

TEST(never_more_than_the_table_says)
{
	static const struct row gap[] = { { "0", "10", "0.9" }, { "20", "", "0.8" } };
	static const struct row over[] = { { "0", "20", "0.9" }, { "10", "30", "0.5" } };
	static const struct row unsorted[] = { { "10", "20", "0.5" }, { "0", "10", "1" } };
	static const struct row endless[] = { { "0", "", "0.9" }, { "10", "20", "0.95" } };
	static const struct row bad[] = { { "0", "10", "1" }, { "10", "20", "1.5" },
		{ "20", "x", "1" }, { "-5", "30", "1" }, { "30", "25", "1" } };

	assert_counted(gap, 2, "15", "9");
	assert_counted(gap, 2, "30", "17");
	assert_counted(over, 2, "15", "11.5");
	assert_counted(over, 2, "40", "19");
	assert_counted(unsorted, 2, "15", "12.5");
	assert_counted(endless, 2, "30", "27");
	assert_counted(bad, COUNT(bad), "30", "10");
	assert_counted(NULL, 0, "30", "0");
}

/* As many as OKX has of BTC: steps of 20, each half a point lower, the last without end. */
TEST(eighty_three_tiers)
{
	static char texts[83][3][16];
	struct row rows[83];

	for (int i = 0; i < 83; i++) {
		snprintf(texts[i][0], sizeof texts[i][0], "%d", 20 * i);
		snprintf(texts[i][1], sizeof texts[i][1], "%d", 20 * i + 20);
		snprintf(texts[i][2], sizeof texts[i][2], "0.%03d", 980 - 5 * i);
		rows[i] = (struct row){ texts[i][0], i == 82 ? "" : texts[i][1], texts[i][2] };
	}
	assert_counted(rows, 83, "20", "19.6");
	assert_counted(rows, 83, "30.5", "29.8375");
	/* 20 x (0.980 + 0.975 + … + 0.575), then 0.57 of what is beyond */
	assert_counted(rows, 83, "1640", "1275.1");
	assert_counted(rows, 83, "1640.5", "1275.385");
	/* It shrinks to fewer tiers: what is beyond their end counts nothing. */
	rows[81].to = "1640";
	assert_counted(rows, 82, "1640.5", "1275.1");
	assert_counted(rows, 2, "1640.5", "39.1");
}

static struct ratio
rate_of(const struct tiers *tiers, int64_t amount)
{
	const struct decimal value = decimal_from(amount, 0);

	return tiers_rate(tiers, &value);
}

TEST(a_rate_is_known_of_a_table_that_is_read_whole)
{
	static const struct row bad[] = { { "0", "10", "1" }, { "10", "x", "1" } };
	struct tiers *tiers = make(steps, COUNT(steps));
	const struct ratio counted = ratio_of(244875, 4), amount = ratio_of(25, 0);
	struct ratio rate, expected;
	int order;

	rate = rate_of(tiers, 25);
	ratio_divide(&expected, &counted, &amount);
	assert_true(ratio_compare(&order, &rate, &expected));
	assert_int_equal(order, 0);
	assert_false(rate_of(tiers, 0).known);
	assert_false(rate_of(tiers, -1).known);
	tiers->listed = false;
	assert_false(rate_of(tiers, 25).known);
	tiers_drop(tiers);
	tiers = make(NULL, 0);
	assert_false(rate_of(tiers, 25).known);
	assert_false(rate_of(tiers, 25).unreadable);
	tiers_drop(tiers);
	tiers = make(bad, COUNT(bad));
	assert_false(rate_of(tiers, 5).known);
	assert_true(rate_of(tiers, 5).unreadable);
	tiers_drop(tiers);
}

TEST(negative_amounts_have_no_sum)
{
	struct tiers *tiers = make(steps, COUNT(steps));
	const struct decimal amount = decimal_from(-1, 0);
	struct decimal counted = decimal_zero;

	assert_false(tiers_counted(&counted, tiers, &amount));
	tiers_drop(tiers);
}

/* The most tiers that an answer may have, all over each other. */
TEST(a_thousand_tiers)
{
	struct tiers *tiers = tiers_new("BTC", NULL, "");
	const struct decimal amount = decimal_from(TIERS_MAX, 0), right = decimal_from(499501, 3);
	struct decimal counted;
	char texts[TIERS_MAX][2][16];

	for (int i = 0; i < TIERS_MAX; i++) {
		snprintf(texts[i][0], sizeof texts[i][0], "%d", i);
		snprintf(texts[i][1], sizeof texts[i][1], "0.%03d", TIERS_MAX - i - 1);
		*tiers_add(tiers) = (struct tier){ .from = figure_read(texts[i][0]),
			.rate = figure_read(i == 0 ? "1" : texts[i][1]),
			.endless = true };
	}
	assert_null(tiers_add(tiers));
	tiers_seal(tiers);
	assert_int_equal(tiers->span_count, TIERS_MAX);
	assert_true(tiers_counted(&counted, tiers, &amount));
	/* 1 + 0.998 + 0.997 + … + 0.000 */
	assert_int_equal(decimal_compare(&counted, &right), 0);
	tiers_drop(tiers);
}

TEST(a_table_is_shared)
{
	struct tiers *tiers = make(steps, COUNT(steps)), *held = tiers_hold(tiers);

	assert_ptr_equal(held, tiers);
	tiers_drop(tiers);
	assert_int_equal(held->count, 3);
	tiers_drop(held);
	assert_null(tiers_hold(NULL));
	tiers_drop(NULL);
}
