/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "collateral_fixture.h"
#include "model/loans.h"
#include "model/position.h"

static void
assert_text_or_null(const char *text, const char *expected)
{
	if (expected == NULL)
		assert_null(text);
	else
		assert_string_equal(text, expected);
}

TEST(test_a_new_snapshot_knows_whose_it_is)
{
	struct assets *c = assets_new(&fixture_origin, "/path", "BTC");

	assert_true(account_id_equal(&c->from.account_id, &fixture_origin));
	assert_string_equal(c->from.endpoint, "/path");
	assert_string_equal(c->only, "BTC");
	assert_int_equal(c->count, 0);
	assets_drop(c);
	c = assets_new(&fixture_origin, "/path", NULL);
	assert_string_equal(c->only, "");
	assets_drop(c);
}

TEST(test_rows_stand_by_name_with_the_strings_as_sent)
{
	struct assets *c = snapshot("USDT 63.97959597 64.37;BTC 1.7921483143067599 158292.62;"
				    "ETH 1.940e0 -6325.670");
	static const char *const names[] = { "BTC", "ETH", "USDT" };
	size_t i;

	assert_int_equal(assets_kind(c, NULL), ASSETS_ASSETS);
	assert_int_equal(c->count, 3);
	for (i = 0; i < 3; i++)
		assert_string_equal(c->items[i].ccy, names[i]);
	assert_figure(&c->items[0].amount, "1.7921483143067599");
	assert_string_equal(c->items[0].amount.sent, "1.7921483143067599");
	assert_string_equal(c->items[1].amount.sent, "1.940e0");
	assert_string_equal(c->items[1].value.sent, "-6325.670");
	assert_int_equal(c->items[1].parts, 1);
	assets_drop(c);
}

TEST(test_names_that_share_their_first_bytes)
{
	struct assets *c = snapshot("LONGNAME2 1 1;LONGNAME 2 1;LONGNAME10 3 1;LONGNAM 4 1;"
				    "\xC3\xA9 5 1;Z 6 1;LONGNAME1 7 1");
	static const char *const names[] = { "LONGNAM", "LONGNAME", "LONGNAME1", "LONGNAME10",
		"LONGNAME2", "Z", "\xC3\xA9" };
	static const char *const amounts[] = { "4", "2", "7", "3", "1", "6", "5" };
	size_t i;

	assert_int_equal(c->count, 7);
	for (i = 0; i < 7; i++) {
		assert_string_equal(c->items[i].ccy, names[i]);
		assert_string_equal(c->items[i].amount.sent, amounts[i]);
		assert_ptr_equal(assets_find(c, names[i]), &c->items[i]);
	}
	assets_drop(c);
}

TEST(test_absent_and_unreadable_fields)
{
	struct assets *c = open_snapshot();
	const struct asset *a;

	assert_true(assets_add(c, "A", NULL, false, "", false));
	assert_true(assets_add(c, "B", "abc", false, "7", true));
	assert_true(assets_add(c, "C", NULL, true, "x\x1B[2Jy", false));
	assets_seal(c);

	a = assets_find(c, "A");
	assert_int_equal(a->amount.state, FIGURE_ABSENT);
	assert_int_equal(a->value.state, FIGURE_ABSENT);
	assert_null(a->amount.sent);
	assert_null(a->value.sent);
	a = assets_find(c, "B");
	assert_int_equal(a->amount.state, FIGURE_UNREADABLE);
	assert_string_equal(a->amount.sent, "abc");
	assert_int_equal(a->value.state, FIGURE_UNREADABLE);
	assert_string_equal(a->value.sent, "7");
	a = assets_find(c, "C");
	assert_int_equal(a->amount.state, FIGURE_UNREADABLE);
	assert_null(a->amount.sent);
	assert_string_equal(a->value.sent, "x?[2Jy");
	assets_drop(c);
}

TEST(test_a_currency_that_comes_twice_is_added_exactly)
{
	struct assets *c = snapshot("BTC 0.1 0.00000000000000000000000000000001;ETH 1 1;"
				    "BTC 0.20 99999999999999999999999999999999;BTC -0.05 0");
	const struct asset *btc = assets_find(c, "BTC");

	assert_int_equal(c->count, 2);
	assert_int_equal(btc->parts, 3);
	assert_figure(&btc->amount, "0.25");
	assert_string_equal(btc->amount.sent, "0.25");
	assert_string_equal(btc->value.sent,
	    "99999999999999999999999999999999.00000000000000000000000000000001");
	assert_int_equal(assets_find(c, "ETH")->parts, 1);
	assets_drop(c);
}

/* What becomes of two fields of one currency, either way round. */
static void
check_merge(const char *one, const char *two, enum figure_state expected, const char *sent)
{
	char rows[100];
	int i;

	for (i = 0; i < 2; i++) {
		struct assets *c;

		snprintf(rows, sizeof rows, "X %s 1;X %s 2", i == 0 ? one : two,
		    i == 0 ? two : one);
		c = snapshot(rows);
		assert_int_equal(c->count, 1);
		assert_int_equal(c->items[0].parts, 2);
		assert_int_equal(c->items[0].amount.state, expected);
		assert_text_or_null(c->items[0].amount.sent, sent);
		assert_string_equal(c->items[0].value.sent, "3");
		assets_drop(c);
	}
}

TEST(test_a_sum_with_an_unknown_part_is_not_known)
{
	check_merge("1", "2.5", FIGURE_KNOWN, "3.5");
	check_merge("-", "-", FIGURE_ABSENT, NULL);
	check_merge("1", "-", FIGURE_UNREADABLE, NULL);
	check_merge("1", "abc", FIGURE_UNREADABLE, NULL);
	check_merge("-", "abc", FIGURE_UNREADABLE, NULL);
	check_merge("!", "!", FIGURE_UNREADABLE, NULL);
}

TEST(test_a_known_part_does_not_heal_an_unreadable_sum)
{
	struct assets *c = snapshot("X abc 1;X 1 1;X 2 1");

	assert_int_equal(c->items[0].parts, 3);
	assert_int_equal(c->items[0].amount.state, FIGURE_UNREADABLE);
	assets_drop(c);
}

/* What an empty list means depends on whether a loan is open, not on how it was sent. */
TEST(test_the_kinds_of_empty)
{
	struct assets *empty = open_snapshot(), *one = snapshot("BTC 1 2");
	struct loans *none = loans_new(&fixture_origin, "/"),
		     *some = loans_new(&fixture_origin, "/");

	assets_seal(empty);
	assert_non_null(loans_add(some));
	assert_int_equal(assets_kind(empty, none), ASSETS_NO_LOAN);
	assert_int_equal(assets_kind(empty, some), ASSETS_NO_ASSETS);
	/* Nobody knows: no loan is not claimed. */
	assert_int_equal(assets_kind(empty, NULL), ASSETS_NO_ASSETS);
	assert_int_equal(assets_kind(one, none), ASSETS_ASSETS);
	assert_int_equal(assets_kind(one, NULL), ASSETS_ASSETS);
	assert_null(assets_find(empty, "BTC"));
	assert_null(assets_find(NULL, "BTC"));
	assert_false(assets_partial(empty));
	assert_string_equal(assets_words(ASSETS_NO_LOAN),
	    "No open loan. OKX lists collateral only while a "
	    "flexible loan is open; this says nothing about the account.");
	assets_drop(empty);
	assets_drop(one);
	loans_drop(none);
	loans_drop(some);
}

TEST(test_the_last_holder_frees)
{
	struct assets *c = snapshot("BTC 1 2");

	assert_ptr_equal(assets_hold(c), c);
	assets_drop(c);
	assert_string_equal(c->items[0].ccy, "BTC");
	assets_drop(c);
	assert_null(assets_hold(NULL));
	assets_drop(NULL);
}

TEST(test_partial)
{
	TABLE(cases, const char *rows; bool partial) = {
		{ "A 1 1;B 2 2", false },
		{ "A 1 1;B - 2", true },
		{ "A 1 -;B 2 2", true },
		{ "A 1 1;B 2 x", true },
		{ "A ! 1;B 2 2", true },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct assets *c = snapshot(cases[i].rows);

		assert_int_equal(assets_partial(c), cases[i].partial);
		assets_drop(c);
	}
}

TEST(test_twenty_thousand_and_not_one_more)
{
	struct assets *c = open_snapshot();
	char name[24];
	size_t i;

	for (i = 0; i < ASSETS_MAX_ASSETS; i++) {
		/* 7919 has no divisor in common with the number of rows: each name once. */
		snprintf(name, sizeof name, "C%05zu", i * 7919 % ASSETS_MAX_ASSETS);
		assert_true(assets_add(c, name, name + 1, false, "1", false));
	}
	assert_false(assets_add(c, "ONE", "1", false, "1", false));
	assets_seal(c);
	assert_int_equal(c->count, ASSETS_MAX_ASSETS);
	for (i = 0; i < c->count; i++) {
		snprintf(name, sizeof name, "C%05zu", i);
		assert_string_equal(c->items[i].ccy, name);
		assert_string_equal(c->items[i].amount.sent, name + 1);
	}
	assets_drop(c);
}

TEST(test_long_texts)
{
	struct assets *c = open_snapshot();
	char name[100], amount[40000];

	memset(name, 'N', sizeof name);
	name[sizeof name - 1] = '\0';
	memset(amount, '1', sizeof amount);
	amount[sizeof amount - 1] = '\0';
	assert_true(assets_add(c, name, amount, false, "1", false));
	assert_true(assets_add(c, "A", "2", false, "1", false));
	assets_seal(c);
	assert_int_equal(strlen(c->items[1].ccy), ASSETS_CCY_SIZE - 1);
	assert_string_equal(c->items[1].amount.sent, amount);
	assert_int_equal(c->items[1].amount.state, FIGURE_UNREADABLE);
	assert_string_equal(c->items[0].amount.sent, "2");
	assets_drop(c);
}

/* Checks the price of AMOUNT and VALUE with 18 decimals and as shown; NULL: none. */
static void
check_price(const char *amount, const char *value, const char *exact, const char *shown)
{
	char rows[200], text[DECIMAL_TEXT_SIZE];
	struct assets *c;
	struct decimal price;

	snprintf(rows, sizeof rows, "X %s %s", amount, value);
	c = snapshot(rows);
	assert_int_equal(asset_price(&c->items[0], 18, &price), exact != NULL);
	if (exact != NULL) {
		decimal_text(text, sizeof text, &price);
		assert_string_equal(text, exact);
	}
	assert_int_equal(asset_price_rounded(&c->items[0], &price), shown != NULL);
	if (shown != NULL) {
		decimal_text(text, sizeof text, &price);
		assert_string_equal(text, shown);
	}
	assets_drop(c);
}

TEST(test_prices_have_six_significant_digits)
{
	check_price("1.5", "150", "100.000000000000000000", "100.000");
	check_price("3", "1", "0.333333333333333333", "0.333333");
	check_price("3", "2", "0.666666666666666667", "0.666667");
	check_price("-3", "2", "-0.666666666666666667", "-0.666667");
	check_price("1", "88325.63499", "88325.634990000000000000", "88325.63");
	check_price("1", "0.00012345678", "0.000123456780000000", "0.000123457");
	check_price("1", "0.00000891234567", "0.000008912345670000", "0.0000089123");
	check_price("1e64", "1", "0.000000000000000000", "0.0000000000");
	check_price("1", "0", "0.000000000000000000", "0.00");
	/* Rounded up to one digit more. */
	check_price("1", "9.999996", "9.999996000000000000", "10.0000");
	check_price("1", "9.999994", "9.999994000000000000", "9.99999");
	check_price("1", "0.0000999999996", "0.000099999999600000", "0.000100000");
	check_price("1", "-999.9996", "-999.999600000000000000", "-1000.00");
	/* Half to even, from the exact quotient. */
	check_price("1", "1.000005", "1.000005000000000000", "1.00000");
	check_price("1", "1.000015", "1.000015000000000000", "1.00002");
	check_price("1", "1.00000500000000000000001", "1.000005000000000000", "1.00001");
}

TEST(test_no_price_without_both_figures)
{
	check_price("0", "1", NULL, NULL);
	check_price("0.000", "0", NULL, NULL);
	check_price("-", "1", NULL, NULL);
	check_price("1", "-", NULL, NULL);
	check_price("x", "1", NULL, NULL);
	check_price("1", "!", NULL, NULL);
}
