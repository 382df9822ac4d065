/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "model/loans.h"

static const struct account_id account_id = { .account = "main",
	.region = "global",
	.host = "openapi.okx.com" };

static struct loans *
open_loans(void)
{
	struct loans *loans = loans_new(&account_id, "/path");

	assert_non_null(loans);
	return loans;
}

/* An order with ID, in no currency yet. */
static struct loan *
add(struct loans *loans, const char *id)
{
	struct loan *order = loans_add(loans);

	assert_non_null(order);
	order->id = arena_copy(&loans->from.arena, id, 0);
	return order;
}

static void
add_coin(struct loans *loans, struct amounts *lot, const char *ccy, const char *amount)
{
	assert_true(amounts_add(loans, lot, ccy, amount, false));
}

static void
assert_amount(const struct amount *coin, const char *expected)
{
	char text[DECIMAL_TEXT_SIZE];

	assert_non_null(coin);
	assert_int_equal(coin->amount.state, FIGURE_KNOWN);
	decimal_text(text, sizeof text, &coin->amount.value);
	assert_string_equal(text, expected);
	assert_string_equal(coin->amount.sent, expected);
}

TEST(a_new_snapshot_is_no_loan_of_that_account)
{
	struct loans *loans = open_loans();

	loans_seal(loans);
	assert_int_equal(loans->count, 0);
	assert_true(account_id_equal(&loans->from.account_id, &account_id));
	assert_string_equal(loans->from.endpoint, "/path");
	assert_null(loans_find(loans, ""));
	loans_drop(loans);
	assert_null(loans_find(NULL, "1"));
}

TEST(an_order_begins_with_nothing_known)
{
	struct loans *loans = open_loans();
	const struct loan *order;

	loans_add(loans);
	loans_seal(loans);
	order = &loans->orders[0];
	assert_string_equal(order->id, "");
	assert_string_equal(order->instrument, "");
	assert_int_equal(order->debt.state, FIGURE_ABSENT);
	assert_int_equal(order->ltv.state, FIGURE_ABSENT);
	assert_null(order->liquidation_price.sent);
	assert_int_equal(order->owed.count, 0);
	assert_null(amounts_find(&order->owed, "BTC"));
	loans_drop(loans);
}

TEST(orders_stay_as_sent_and_keep_their_figures)
{
	struct loans *loans = open_loans();
	struct loan *order;
	char id[16];
	int i;

	for (i = 0; i < 100; i++) {
		snprintf(id, sizeof id, "%d", 900 - i);
		order = add(loans, id);
		order->debt = figure_copy(&loans->from.arena, id, false);
		add_coin(loans, &order->owed, "USDC", id);
	}
	loans_seal(loans);
	assert_int_equal(loans->count, 100);
	for (i = 0; i < 100; i++) {
		snprintf(id, sizeof id, "%d", 900 - i);
		assert_string_equal(loans->orders[i].id, id);
		assert_string_equal(loans->orders[i].debt.sent, id);
		assert_amount(amounts_find(&loans->orders[i].owed, "USDC"), id);
		assert_ptr_equal(loans_find(loans, id), &loans->orders[i]);
	}
	loans_drop(loans);
}

TEST(figures_are_known_absent_or_unreadable)
{
	struct loans *loans = open_loans();
	struct figure figure;

	figure = figure_copy(&loans->from.arena, "0.57420", false);
	assert_int_equal(figure.state, FIGURE_KNOWN);
	assert_string_equal(figure.sent, "0.57420");
	figure = figure_copy(&loans->from.arena, NULL, false);
	assert_int_equal(figure.state, FIGURE_ABSENT);
	assert_null(figure.sent);
	figure = figure_copy(&loans->from.arena, "", false);
	assert_int_equal(figure.state, FIGURE_ABSENT);
	figure = figure_copy(&loans->from.arena, "57\x1B%", false);
	assert_int_equal(figure.state, FIGURE_UNREADABLE);
	assert_string_equal(figure.sent, "57?%");
	figure = figure_copy(&loans->from.arena, NULL, true);
	assert_int_equal(figure.state, FIGURE_UNREADABLE);
	assert_null(figure.sent);
	loans_drop(loans);
}

TEST(coins_stand_by_name_and_once_with_exact_sums)
{
	struct loans *loans = open_loans();
	struct loan *order = add(loans, "1");
	const struct amounts *lot = &order->pledged;
	static const char *const names[] = { "BTC", "ETH", "SOL", "SOL2" };
	size_t i;

	add_coin(loans, &order->pledged, "SOL2", "9");
	add_coin(loans, &order->pledged, "ETH", "0.1");
	add_coin(loans, &order->pledged, "BTC", "1.2500");
	add_coin(loans, &order->pledged, "ETH", "0.20000000000000000000000000000000000001");
	add_coin(loans, &order->pledged, "SOL", "5");
	add_coin(loans, &order->pledged, "ETH", "1");
	add_coin(loans, &order->owed, "BTC", "7");
	loans_seal(loans);
	assert_int_equal(lot->count, 4);
	for (i = 0; i < 4; i++)
		assert_string_equal(lot->coins[i].ccy, names[i]);
	assert_amount(amounts_find(lot, "ETH"), "1.30000000000000000000000000000000000001");
	assert_int_equal(amounts_find(lot, "ETH")->parts, 3);
	assert_amount(amounts_find(lot, "BTC"), "1.2500");
	assert_int_equal(amounts_find(lot, "BTC")->parts, 1);
	assert_amount(amounts_find(&order->owed, "BTC"), "7");
	assert_null(amounts_find(lot, "USDT"));
	loans_drop(loans);
}

/* What two amounts of one currency make, either way round. */
static void
check_sum(const char *one, const char *two, enum figure_state expected)
{
	int i;

	for (i = 0; i < 2; i++) {
		struct loans *loans = open_loans();
		struct amounts *lot = &add(loans, "1")->owed;

		assert_true(amounts_add(loans, lot, "X", i == 0 ? one : two, false));
		assert_true(amounts_add(loans, lot, "X", i == 0 ? two : one, false));
		loans_seal(loans);
		assert_int_equal(lot->count, 1);
		assert_int_equal(lot->coins[0].amount.state, expected);
		assert_int_equal(lot->coins[0].amount.sent != NULL, expected == FIGURE_KNOWN);
		loans_drop(loans);
	}
}

TEST(an_amount_below_zero_is_unreadable_as_sent)
{
	struct loans *loans = open_loans();
	struct loan *order = add(loans, "1");

	add_coin(loans, &order->pledged, "BTC", "-0.01");
	add_coin(loans, &order->pledged, "ETH", "-0.00");
	add_coin(loans, &order->pledged, "SOL", "2");
	add_coin(loans, &order->pledged, "SOL", "-3");
	add_coin(loans, &order->owed, "BTC", "-1");
	loans_seal(loans);
	assert_int_equal(amounts_find(&order->pledged, "BTC")->amount.state, FIGURE_UNREADABLE);
	assert_string_equal(amounts_find(&order->pledged, "BTC")->amount.sent, "-0.01");
	assert_int_equal(amounts_find(&order->pledged, "ETH")->amount.state, FIGURE_KNOWN);
	assert_int_equal(amounts_find(&order->pledged, "SOL")->amount.state, FIGURE_UNREADABLE);
	assert_int_equal(amounts_find(&order->owed, "BTC")->amount.state, FIGURE_UNREADABLE);
	loans_drop(loans);
}

TEST(a_sum_with_an_unknown_part_is_not_known)
{
	check_sum("1", "-1", FIGURE_KNOWN);
	check_sum(NULL, NULL, FIGURE_ABSENT);
	check_sum("1", NULL, FIGURE_UNREADABLE);
	check_sum("1", "x", FIGURE_UNREADABLE);
	check_sum(NULL, "x", FIGURE_UNREADABLE);
}

TEST(no_two_orders_have_the_same_key)
{
	TABLE(cases, const char *id, *key) = {
		{ "7", "7" },
		{ "", "#1" },
		{ "8", "8" },
		{ "7", "7#2" },
		{ "", "#2" },
		{ "7#2", "7#2#1" },
		{ "#1", "#1#1" },
		{ "7", "7#3" },
		{ "7#2", "7#2#2" },
	};
	struct loans *loans = open_loans();
	const size_t count = sizeof cases / sizeof cases[0];
	size_t i;

	for (i = 0; i < count; i++)
		add(loans, cases[i].id);
	loans_seal(loans);
	for (i = 0; i < count; i++) {
		assert_string_equal(loans->orders[i].key, cases[i].key);
		assert_ptr_equal(loans_find(loans, cases[i].key), &loans->orders[i]);
	}
	loans_drop(loans);
}

TEST(orders_and_coins_have_their_limits)
{
	struct loans *loans = open_loans();
	struct loan *order = NULL;
	char name[16];
	int i;

	for (i = 0; i < LOAN_MAX_ORDERS; i++)
		order = add(loans, "");
	assert_null(loans_add(loans));
	for (i = 0; i < LOAN_MAX_COINS; i++) {
		snprintf(name, sizeof name, "C%d", i);
		add_coin(loans, i % 2 == 0 ? &order->owed : &order->pledged, name, "1");
	}
	assert_false(amounts_add(loans, &order->owed, "ONE", "1", false));
	loans_seal(loans);
	assert_int_equal(loans->count, LOAN_MAX_ORDERS);
	assert_string_equal(order->key, "#1000");
	assert_int_equal(order->owed.count + order->pledged.count, LOAN_MAX_COINS);
	loans_drop(loans);
}

TEST(the_last_holder_frees)
{
	struct loans *loans = open_loans();

	add_coin(loans, &add(loans, "1")->owed, "BTC", "1");
	loans_seal(loans);
	assert_ptr_equal(loans_hold(loans), loans);
	loans_drop(loans);
	assert_string_equal(loans->orders[0].id, "1");
	loans_drop(loans);
	assert_null(loans_hold(NULL));
	loans_drop(NULL);
}

/* How the loans below differ from those that nothing is changed in. */
enum change {
	NOTHING,
	DEBT,
	SECURED,
	LTV,
	CALL_LTV,
	LIQUIDATION_LTV,
	LIQUIDATION_PRICE,
	INSTRUMENT,
	AMOUNT,
	NO_AMOUNT,
	OTHER_COIN,
	MORE_COINS,
	OTHER_ID,
	ONE_MORE,
	UNREADABLE,
	CHANGES
};

/* Two orders, one behind the other as SWAPPED says. */
static struct loans *
build(enum change change, bool swapped)
{
	struct loans *loans = loans_new(&account_id, "/path");
	struct loan *order;
	int i;

	for (i = 0; i < (change == ONE_MORE ? 3 : 2); i++) {
		order = loans_add(loans);
		order->id = arena_copy(&loans->from.arena,
		    (i == 0) == swapped ? "1" :
			i < 2           ? "2" :
					  "3",
		    0);
		if ((i == 0) != swapped)
			continue;
		if (change == OTHER_ID)
			order->id = arena_copy(&loans->from.arena, "4", 0);
		order->debt = figure_copy(&loans->from.arena, change == DEBT ? "100.01" : "100",
		    false);
		order->secured = figure_copy(&loans->from.arena, change == SECURED ? NULL : "200",
		    false);
		order->ltv = figure_copy(&loans->from.arena, change == LTV ? "0.50" : "0.5", false);
		order->call_ltv = figure_copy(&loans->from.arena,
		    change == CALL_LTV ? "0.7" : "0.8", false);
		order->liquidation_ltv = figure_copy(&loans->from.arena,
		    change == LIQUIDATION_LTV ? "0.8" : "0.9", false);
		order->liquidation_price = figure_copy(&loans->from.arena,
		    change == LIQUIDATION_PRICE ? "1" : NULL, change == UNREADABLE);
		order->instrument = arena_copy(&loans->from.arena,
		    change == INSTRUMENT ? "BTC-USDT" : "", 0);
		add_coin(loans, &order->owed, "USDT",
		    change == AMOUNT        ? "99" :
			change == NO_AMOUNT ? NULL :
					      "100");
		add_coin(loans, &order->pledged, change == OTHER_COIN ? "SOL" : "ETH", "1");
		add_coin(loans, &order->pledged, "BTC", "1");
		add_coin(loans, &order->pledged, change == MORE_COINS ? "XRP" : "BTC", "1");
	}
	loans_seal(loans);
	return loans;
}

TEST(any_figure_that_differs_is_noticed_and_the_order_of_orders_is_not)
{
	struct loans *first = build(NOTHING, false), *other;
	enum change change;

	for (change = NOTHING; change < CHANGES; change++) {
		other = build(change, false);
		if (loans_same(first, other) != (change == NOTHING) ||
		    loans_same(other, first) != (change == NOTHING))
			fail_msg("change %d", change);
		loans_drop(other);
	}
	other = build(NOTHING, true);
	other->from.arrived_ms = 5;
	assert_true(loans_same(first, other));
	loans_drop(other);
	loans_drop(first);
}
