/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "loan_fixture.h"

/* An order with that LTV per cent; the call comes at 70 %, the liquidation at 80 %. */
#define ORDER(id, ltv) id " - - 0." ltv " 0.70 0.80||"

static struct watchlist watchlist;

static int
clear(void **state)
{
	watchlist_clear(&watchlist);
	return 0;
}

ALL_TESTS(NULL, clear)

static void
assess(const char *orders, bool answer)
{
	struct loans *loans = loans_of(orders, 0);

	watchlist_assess(&watchlist, loans, NULL, &fixture_terms, answer);
	loans_drop(loans);
}

/* An answer in which these orders are. */
static void
answer(const char *orders)
{
	assess(orders, true);
}

static void
assert_watched(const char *key)
{
	const struct loan_status *watched = watchlist_watched(&watchlist);

	if (key == NULL)
		assert_null(watched);
	else {
		assert_non_null(watched);
		assert_string_equal(watched->order->key, key);
		assert_string_equal(watchlist.watched, key);
	}
}

/* The keys and bands of all, the worst first. */
static void
assert_watchlist(const char *expected)
{
	char text[400] = "";
	size_t length = 0;

	for (size_t i = 0; i < watchlist.count; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s %s",
		    i > 0 ? ", " : "", watchlist.statuses[i].order->key,
		    risk_word(watchlist.statuses[i].risk.band));
	assert_string_equal(text, expected);
}

static void
assert_band(const char *key, enum risk_band before, enum risk_band now)
{
	for (size_t i = 0; i < watchlist.band_count; i++)
		if (strcmp(watchlist.bands[i].key, key) == 0) {
			assert_int_equal(watchlist.bands[i].before, before);
			assert_int_equal(watchlist.bands[i].now, now);
			return;
		}
	fail_msg("no band of %s", key);
}

TEST(nothing_is_known_at_first)
{
	clear(NULL);
	assert_int_equal(watchlist_worst(&watchlist), RISK_UNKNOWN);
	assert_watched(NULL);
	watchlist_choose(&watchlist, 1);
	assert_watched(NULL);
	watchlist_assess(&watchlist, NULL, NULL, &fixture_terms, false);
	assert_int_equal(watchlist_worst(&watchlist), RISK_UNKNOWN);
}

TEST(without_a_loan_all_is_well)
{
	clear(NULL);
	answer("");
	assert_int_equal(watchlist_worst(&watchlist), RISK_OK);
	assert_watched(NULL);
}

TEST(the_worst_comes_first_and_equal_ones_by_key)
{
	clear(NULL);
	answer(
	    ORDER("d", "50") ";" ORDER("b", "50") ";" ORDER("liquidation", "85") ";" ORDER("watch",
		"65") ";"
		      "unknown - - - - -||;" ORDER("call", "75") ";" ORDER("c", "51"));
	assert_watchlist(
	    "liquidation LIQUIDATION, call CALL, unknown UNKNOWN, watch WATCH, c OK, b OK, d OK");
	assert_int_equal(watchlist_worst(&watchlist), RISK_LIQUIDATION);
	assert_watched("liquidation");
	assert_int_equal(watchlist.statuses[1].target.state, TARGET_UNKNOWN);
}

TEST(a_worse_band_takes_over_at_once)
{
	clear(NULL);
	answer(ORDER("a", "55") ";" ORDER("b", "50"));
	assert_watched("a");
	answer(ORDER("a", "55") ";" ORDER("b", "65"));
	assert_watched("b");
	/* Without an answer too. */
	assess(ORDER("a", "75") ";" ORDER("b", "65"), false);
	assert_watched("a");
}

TEST(a_lead_of_a_point_takes_three_answers)
{
	clear(NULL);
	/* 1 - 0.500 / 0.7 against 1 - 0.507 / 0.7: one point exactly. */
	answer(ORDER("a", "500") ";" ORDER("b", "490"));
	assert_watched("a");
	answer(ORDER("a", "500") ";" ORDER("b", "507"));
	answer(ORDER("a", "500") ";" ORDER("b", "507"));
	assert_watched("a");
	answer(ORDER("a", "500") ";" ORDER("b", "507"));
	assert_watched("b");
	assert_false(watchlist.chosen);
}

TEST(a_smaller_lead_never_does)
{
	clear(NULL);
	answer(ORDER("a", "500") ";" ORDER("b", "490"));
	for (int i = 0; i < 10; i++)
		answer(ORDER("a", "500") ";" ORDER("b", "5069999"));
	assert_watchlist("b OK, a OK");
	assert_watched("a");
}

TEST(a_lead_must_be_held_by_the_same_order)
{
	clear(NULL);
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "40"));
	answer(ORDER("a", "50") ";" ORDER("b", "52") ";" ORDER("c", "40"));
	answer(ORDER("a", "50") ";" ORDER("b", "52") ";" ORDER("c", "40"));
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "52"));
	assert_watched("a");
	/* And without a break. */
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "52"));
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "50"));
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "52"));
	assert_watched("a");
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "52"));
	answer(ORDER("a", "50") ";" ORDER("b", "40") ";" ORDER("c", "52"));
	assert_watched("c");
}

TEST(prices_alone_count_no_lead)
{
	clear(NULL);
	answer(ORDER("a", "50") ";" ORDER("b", "40"));
	answer(ORDER("a", "50") ";" ORDER("b", "52"));
	for (int i = 0; i < 10; i++)
		assess(ORDER("a", "50") ";" ORDER("b", "52"), false);
	assert_watched("a");
	assert_int_equal(watchlist.leads, 1);
}

TEST(an_unknown_distance_leads_in_its_band)
{
	clear(NULL);
	answer(ORDER("a", "75") ";" ORDER("b", "50"));
	for (int i = 0; i < 3; i++) {
		assert_watched("a");
		/* Above its call too, but who knows how far from its liquidation. */
		answer(ORDER("a", "75") ";b - - 0.71 0.70 -||");
		assert_watchlist("b CALL, a CALL");
	}
	assert_watched("b");
}

TEST(a_choice_holds_against_a_lead)
{
	clear(NULL);
	answer(ORDER("a", "50") ";" ORDER("b", "40"));
	watchlist_choose(&watchlist, 1);
	assert_watched("b");
	assert_true(watchlist.chosen);
	for (int i = 0; i < 5; i++)
		answer(ORDER("a", "50") ";" ORDER("b", "40"));
	assert_watched("b");
}

/* Else nobody could look at another loan while one is in danger. */
TEST(a_choice_holds_against_what_was_worse_when_it_was_made)
{
	clear(NULL);
	answer(ORDER("a", "50") ";" ORDER("b", "65") ";" ORDER("c", "40"));
	assert_watched("b");
	watchlist_choose(&watchlist, -1);
	assert_watched("a");
	answer(ORDER("a", "50") ";" ORDER("b", "65") ";" ORDER("c", "40"));
	assert_watched("a");
	/* But what gets worse takes over, and what is new and worse. */
	answer(ORDER("a", "50") ";" ORDER("b", "65") ";" ORDER("c", "64"));
	assert_watched("c");
	assert_false(watchlist.chosen);
	watchlist_choose(&watchlist, -1);
	watchlist_choose(&watchlist, -1);
	assert_watched("a");
	answer(ORDER("a", "50") ";" ORDER("b", "75") ";" ORDER("c", "64"));
	assert_watched("b");
	watchlist_choose(&watchlist, -1);
	assert_watched("a");
	answer(ORDER("a", "50") ";" ORDER("b", "75") ";" ORDER("c", "64") ";" ORDER("d", "63"));
	assert_watched("d");
}

TEST(when_the_watched_one_is_gone_the_worst_is_watched)
{
	clear(NULL);
	answer(ORDER("a", "50") ";" ORDER("b", "45") ";" ORDER("c", "47"));
	watchlist_choose(&watchlist, 1);
	assert_watched("b");
	answer(ORDER("a", "50") ";" ORDER("c", "47"));
	assert_watched("a");
	assert_false(watchlist.chosen);
	answer("");
	assert_watched(NULL);
	answer(ORDER("c", "47"));
	assert_watched("c");
}

TEST(one_chooses_by_key_around)
{
	clear(NULL);
	answer(ORDER("b", "40") ";" ORDER("a", "50") ";" ORDER("c", "45"));
	assert_watched("a");
	watchlist_choose(&watchlist, 1);
	assert_watched("b");
	watchlist_choose(&watchlist, 1);
	assert_watched("c");
	watchlist_choose(&watchlist, 1);
	assert_watched("a");
	watchlist_choose(&watchlist, -1);
	assert_watched("c");
	/* Whatever the order of the answer. */
	answer(ORDER("c", "45") ";" ORDER("b", "40") ";" ORDER("a", "50"));
	watchlist_choose(&watchlist, -1);
	assert_watched("b");
	/* A single one needs no choice. */
	clear(NULL);
	answer(ORDER("a", "50"));
	watchlist_choose(&watchlist, 1);
	assert_watched("a");
	assert_false(watchlist.chosen);
}

TEST(bands_are_remembered_by_key)
{
	clear(NULL);
	answer(ORDER("a", "50") ";" ORDER("b", "60"));
	assert_band("a", RISK_OK, RISK_OK);
	/* A new order was never in another band. */
	assert_band("b", RISK_WATCH, RISK_WATCH);
	answer(ORDER("b", "75") ";" ORDER("a", "60"));
	assert_band("a", RISK_OK, RISK_WATCH);
	assert_band("b", RISK_WATCH, RISK_CALL);
	answer(ORDER("a", "60"));
	assert_int_equal(watchlist.band_count, 1);
	assert_band("a", RISK_WATCH, RISK_WATCH);
	answer(ORDER("a", "60") ";" ORDER("b", "60"));
	assert_band("b", RISK_WATCH, RISK_WATCH);
}

TEST(a_band_is_left_for_a_better_one_with_some_distance)
{
	clear(NULL);
	answer(ORDER("a", "700"));
	answer(ORDER("a", "695"));
	assert_watchlist("a CALL");
	answer(ORDER("a", "690"));
	assert_watchlist("a WATCH");
	assert_band("a", RISK_CALL, RISK_WATCH);
}

TEST(prices_alone_keep_what_the_band_was_before)
{
	clear(NULL);
	answer(ORDER("a", "50"));
	answer(ORDER("a", "60"));
	assess(ORDER("a", "60"), false);
	assess(ORDER("a", "75"), false);
	assert_band("a", RISK_OK, RISK_CALL);
	answer(ORDER("a", "75"));
	assert_band("a", RISK_CALL, RISK_CALL);
}

TEST(the_snapshot_is_held)
{
	struct loans *loans = loans_of(ORDER("a", "50"), 0);

	clear(NULL);
	watchlist_assess(&watchlist, loans, NULL, &fixture_terms, true);
	assert_int_equal(loans->from.holders, 2);
	watchlist_assess(&watchlist, loans, NULL, &fixture_terms, false);
	assert_int_equal(loans->from.holders, 2);
	assert_ptr_equal(watchlist.loans, loans);
	watchlist_assess(&watchlist, NULL, NULL, &fixture_terms, false);
	assert_int_equal(loans->from.holders, 1);
	assert_int_equal(watchlist.count, 0);
	loans_drop(loans);
}

TEST(clearing_forgets_everything)
{
	answer(ORDER("a", "75") ";" ORDER("b", "50"));
	watchlist_choose(&watchlist, 1);
	watchlist_clear(&watchlist);
	assert_string_equal(watchlist.watched, "");
	assert_false(watchlist.chosen);
	assert_int_equal(watchlist.band_count, 0);
	/* CALL with hysteresis, had it not been forgotten. */
	answer(ORDER("a", "695"));
	assert_watchlist("a WATCH");
}

/* A pair of ORDERS and PRICES, and as the newest answer NOW. */
static void
assess_pair(const char *orders, const char *prices, const char *now)
{
	struct loans *loans = loans_of(orders, 0), *newest = loans_of(now, 0);
	struct prices *tickers = prices_of(prices);
	const struct pair pair = { .loans = loans, .prices = tickers };

	watchlist_assess(&watchlist, newest, &pair, &fixture_terms, true);
	loans_drop(loans);
	loans_drop(newest);
	prices_drop(tickers);
}

#define ETH(debt, secured) "1 " debt " " secured " - 0.7374 0.8374|ETH 50|USDT 50000"

/* What the newest answer says by itself comes from that, what needs prices from the pair. */
TEST(figures_with_prices_are_the_pairs)
{
	const struct loan_status *status;
	struct call_price call_price;

	clear(NULL);
	answer(ETH("50000", "90000"));
	status = watchlist_watched(&watchlist);
	assert_ptr_equal(status->paired, status);
	assert_false(status->paired->exposures.pledged_known);
	watchlist_call_at(&call_price, status, "ETH");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);

	assess_pair(ETH("50000", "90000"), "ETH 2000 -;USDT 1 -", ETH("50000", "72000"));
	status = watchlist_watched(&watchlist);
	assert_ptr_not_equal(status->paired, status);
	assert_int_equal(status->risk.band, RISK_WATCH);
	assert_int_equal(status->paired->risk.band, RISK_OK);
	assert_true(status->paired->exposures.pledged_known);
	watchlist_call_at(&call_price, status, "ETH");
	assert_int_equal(call_price.state, CALL_PRICE_PRICE);
	watchlist_call_at(&call_price, status, "BTC");
	assert_int_equal(call_price.state, CALL_PRICE_UNKNOWN);

	/* The pair stands until the next one comes. */
	answer(ETH("50000", "90000"));
	assert_ptr_equal(watchlist_watched(&watchlist)->paired->order,
	    &watchlist.pair.loans->orders[0]);
	watchlist_call_at(&call_price, watchlist_watched(&watchlist), "ETH");
	assert_int_equal(call_price.state, CALL_PRICE_PRICE);
}

/* That the call has come needs no price, and nothing older says otherwise. */
TEST(what_is_called_follows_from_the_newest_answer)
{
	struct call_price call_price;

	clear(NULL);
	assess_pair(ETH("50000", "90000"), "ETH 2000 -;USDT 1 -", ETH("50000", "60000"));
	watchlist_call_at(&call_price, watchlist_watched(&watchlist), "ETH");
	assert_int_equal(call_price.state, CALL_PRICE_CALLED);
}

#define COIN_DEBT(debt, pledged) "1 " debt " 100000 - 0.8 0.9|" pledged "|BTC 1"

/* How far a coin may rise that is owed alone is a distance like the others: it needs no price. */
TEST(a_rise_of_what_is_owed_alone_follows_from_the_newest_answer)
{
	const struct loan_status *status;
	const struct ratio quarter = ratio_of(25, 2);
	int order;

	clear(NULL);
	answer(COIN_DEBT("64000", "ETH 50"));
	assert_true(watchlist_watched(&watchlist)->risk.rise_to_call.known);
	assess_pair(COIN_DEBT("50000", "ETH 50"), "BTC 50000 -;ETH 2400 -",
	    COIN_DEBT("64000", "ETH 50"));
	status = watchlist_watched(&watchlist);
	assert_string_equal(status->risk.rising, "BTC");
	assert_true(ratio_compare(&order, &status->risk.rise_to_call, &quarter));
	assert_int_equal(order, 0);
	assert_false(status->rise_paired);
}

/* What is pledged as well needs a price: that rise is the pair's, and as old. */
TEST(a_rise_of_what_is_pledged_too_is_the_pairs)
{
	const struct loan_status *status;

	clear(NULL);
	answer(COIN_DEBT("70000", "BTC 0.1 ETH 50"));
	assert_null(watchlist_watched(&watchlist)->risk.rising);
	assert_false(watchlist_watched(&watchlist)->rise_paired);
	assess_pair(COIN_DEBT("50000", "BTC 0.1 ETH 50"), "BTC 50000 -;ETH 2400 -",
	    COIN_DEBT("70000", "BTC 0.1 ETH 50"));
	status = watchlist_watched(&watchlist);
	assert_string_equal(status->risk.rising, "BTC");
	assert_true(status->rise_paired);
}

/* One such pair may be a move of the market between the two answers. */
TEST(more_than_market_value_is_said_after_two_pairs)
{
	clear(NULL);
	assess_pair(ETH("50000", "90000"), "ETH 1700 -;USDT 1 -", ETH("50000", "90000"));
	assert_true(watchlist_watched(&watchlist)->paired->risk.above_market);
	assert_false(watchlist_watched(&watchlist)->risk.above_market);
	answer(ETH("50000", "90000"));
	assert_false(watchlist_watched(&watchlist)->risk.above_market);
	assess_pair(ETH("50000", "90000"), "ETH 1700 -;USDT 1 -", ETH("50000", "90000"));
	assert_true(watchlist_watched(&watchlist)->risk.above_market);
	answer(ETH("50000", "90000"));
	assert_true(watchlist_watched(&watchlist)->risk.above_market);
	assess_pair(ETH("50000", "90000"), "ETH 2000 -;USDT 1 -", ETH("50000", "90000"));
	assert_false(watchlist_watched(&watchlist)->risk.above_market);
	assess_pair(ETH("50000", "90000"), "ETH 1700 -;USDT 1 -", ETH("50000", "90000"));
	assert_false(watchlist_watched(&watchlist)->risk.above_market);
}

/* An order that is new since has no figures of the pair, and one that is gone leaves none. */
TEST(an_order_that_the_pair_lacks_has_no_prices)
{
	clear(NULL);
	assess_pair(ETH("50000", "90000"), "ETH 2000 -;USDT 1 -",
	    "2 50 90 - 0.7 0.8|ETH 1|USDT 50");
	assert_int_equal(watchlist.count, 1);
	assert_string_equal(watchlist_watched(&watchlist)->order->key, "2");
	assert_ptr_equal(watchlist_watched(&watchlist)->paired, watchlist_watched(&watchlist));
	assert_false(watchlist_watched(&watchlist)->paired->exposures.pledged_known);
}

int
main(void)
{
	watchlist_init(&watchlist);
	return test_main();
}

#define MIXED "1 65000 100000 - 0.7374 0.8374|ETH 2 USDT 95000|USDT 65000"

/* The same answer and other PRICES, which arrived at MS. */
static void
reprice_at(int64_t ms, struct loans *loans, const char *prices, bool answer)
{
	struct prices *tickers = prices_at(ms, prices);
	const struct pair pair = { .loans = loans, .prices = tickers };

	watchlist_assess(&watchlist, loans, &pair, &fixture_terms, answer);
	prices_drop(tickers);
}

static void
reprice(struct loans *loans, const char *prices, bool answer)
{
	reprice_at(0, loans, prices, answer);
}

/* What stablecoins were worth long ago is nothing to judge by. */
TEST(old_prices_judge_no_fall_of_coins_alone)
{
	struct loans *loans = loans_of(MIXED, 0);

	clear(NULL);
	reprice(loans, "ETH 3000 3000;USDT 1 1", true);
	assert_watchlist("1 OK");
	watchlist.pair_stale = true;
	reprice(loans, "ETH 3000 3000;USDT 1 1", true);
	assert_watchlist("1 WATCH");
	assert_band("1", RISK_OK, RISK_WATCH);
	assert_false(watchlist_watched(&watchlist)->risk.coins_to_call.known);
	watchlist.pair_stale = false;
	reprice(loans, "ETH 3000 3000;USDT 1 1", true);
	assert_watchlist("1 OK");
	loans_drop(loans);
}

/* The first prices correct what was judged without; what later ones change the next answer tells. */
TEST(prices_that_change_a_band_are_told_by_the_next_answer)
{
	struct loans *loans = loans_of(MIXED, 0);

	clear(NULL);
	answer(MIXED);
	assert_band("1", RISK_WATCH, RISK_WATCH);
	reprice(loans, "ETH 3000 3000;USDT 1 1", false);
	assert_watchlist("1 OK");
	assert_band("1", RISK_WATCH, RISK_OK);
	reprice(loans, "ETH 3000 3000;USDT 1 1", true);
	assert_band("1", RISK_OK, RISK_OK);
	/* USDT leaves its peg: it may fall, too, and is owed like any coin. */
	reprice(loans, "ETH 3000 3000;USDT 0.97 1", false);
	assert_watchlist("1 WATCH");
	assert_true(watchlist.pegs.of[0].changed);
	assert_string_equal(watchlist_watched(&watchlist)->risk.rising, "USDT");
	assert_band("1", RISK_OK, RISK_OK);
	reprice(loans, "ETH 3000 3000;USDT 0.97 1", true);
	assert_band("1", RISK_OK, RISK_WATCH);
	/* It is back once it has been inside for a minute. */
	reprice(loans, "ETH 3000 3000;USDT 0.999 1", true);
	assert_band("1", RISK_WATCH, RISK_WATCH);
	reprice_at(PEG_BACK_MS, loans, "ETH 3000 3000;USDT 0.999 1", true);
	assert_band("1", RISK_WATCH, RISK_OK);
	loans_drop(loans);
}
