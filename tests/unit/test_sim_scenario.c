/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "unit/sim_fixture.h"

/* Valgrind makes each of them thirty times as long. */
#define SEEDS (getenv("COLLTOP_VALGRIND") != NULL ? 2u : 20u)
#define NEVER INT64_MAX
#define WATCH "0.62679" /* a fall by 15 % meets the margin call */
#define CALL "0.7374"
#define LIQUIDATION "0.8374"
#define NO_LOAN "{\"code\":\"0\",\"data\":[],\"msg\":\"\"}"
#define NO_ASSETS "{\"code\":\"0\",\"data\":[{\"assets\":[]}],\"msg\":\"\"}"

static int
compare(const char *a, const char *b)
{
	struct decimal x = decimal_zero, y = decimal_zero;

	assert_true(decimal_parse(&x, a, strlen(a)) && decimal_parse(&y, b, strlen(b)));
	return decimal_compare(&x, &y);
}

/* The first half second of FROM_MS to TO_MS in which the LTV is EDGE or more, or NEVER. */
static int64_t
first_at(const char *edge, int64_t from_ms, int64_t to_ms)
{
	for (int64_t ms = from_ms; ms <= to_ms; ms += MARKET_STEP_MS)
		if (sim_ask_at(ms, SIM_LOAN, ENVIRONMENT_PRODUCTION) == 200 &&
		    sim_member("curLTV")[0] != '\0' && compare(sim_member("curLTV"), edge) >= 0)
			return ms;
	return NEVER;
}

static void
open_scenario(const char *name, uint64_t seed)
{
	sim_open("three.json", name, seed);
	sim_exchange.unlimited = true;
}

TEST(table_has_names_and_helps)
{
	struct cause cause = { "" };

	for (const struct scenario *scenario = scenario_table; scenario->name != NULL; scenario++) {
		assert_true(scenario->help != NULL && scenario->help[0] != '\0');
		assert_ptr_equal(scenario_find(scenario->name, &cause), scenario);
		for (size_t i = 1; i < scenario->act_count; i++)
			assert_true(scenario->acts[i - 1].seconds <= scenario->acts[i].seconds);
		for (size_t i = 1; i < MARKET_BENDS && scenario->trend.bends[i].seconds > 0; i++)
			assert_true(scenario->trend.bends[i - 1].seconds <
			    scenario->trend.bends[i].seconds);
	}
	assert_string_equal(scenario_table[0].name, "calm");
	assert_null(scenario_find("", &cause));
	assert_null(scenario_find("sli", &cause));
	assert_string_equal(cause.text, "no scenario is called 'sli'");
}

TEST(bands_come_in_time)
{
	static const struct {
		const char *name;
		struct {
			int64_t least, most;
		} watch, call, liquidation;
	} rows[] = {
		{ "calm", { NEVER, NEVER }, { NEVER, NEVER }, { NEVER, NEVER } },
		{ "slide", { 10000, 40000 }, { 100000, 122000 }, { 170000, 200000 } },
		{ "crash", { 1000, 3000 }, { 7000, 11000 }, { NEVER, NEVER } },
		{ "partial-liquidation", { 2000, 8000 }, { 16000, 22000 }, { 36000, 41000 } },
		{ "liquidation", { 1000, 3000 }, { 6000, 9000 }, { 10500, 15000 } },
		{ "repaid", { NEVER, NEVER }, { NEVER, NEVER }, { NEVER, NEVER } },
		{ "coin-debt", { 8000, 30000 }, { 100000, 122000 }, { NEVER, NEVER } },
		{ "depeg", { NEVER, NEVER }, { NEVER, NEVER }, { NEVER, NEVER } },
		{ "no-loan", { NEVER, NEVER }, { NEVER, NEVER }, { NEVER, NEVER } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (uint64_t seed = 0; seed < SEEDS; seed++) {
			int64_t watch, call, liquidation;

			open_scenario(rows[i].name, seed);
			watch = first_at(WATCH, 0, 300000);
			call = first_at(CALL, watch == NEVER ? 0 : watch, 300000);
			liquidation = first_at(LIQUIDATION, call == NEVER ? 0 : call, 300000);
			sim_close();
			assert_in_range(watch, rows[i].watch.least, rows[i].watch.most);
			assert_in_range(call, rows[i].call.least, rows[i].call.most);
			assert_in_range(liquidation, rows[i].liquidation.least,
			    rows[i].liquidation.most);
		}
}

TEST(the_built_in_loan_begins_at_sixty_per_cent)
{
	open_scenario(NULL, 1);
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_member("ordId"), "12345");
	assert_string_equal(sim_member("curLTV"), "0.5996");
	assert_int_equal(sim_ask(SIM_LOAN, ENVIRONMENT_DEMO), 200);
	assert_string_equal(sim_member("ordId"), "67890");
	assert_string_equal(sim_member("curLTV"), "0.4649");
	sim_close();
}

TEST(stablecoins_do_not_follow)
{
	open_scenario("slide", 3);
	sim_ask_at(240000, SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
	assert_true(
	    compare(sim_member("idxPx"), "56500") > 0 && compare(sim_member("idxPx"), "58500") < 0);
	assert_true(compare(sim_member("open24h"), "70000") > 0);
	sim_ask_at(240000, SIM_TICKER "USDT-USD", ENVIRONMENT_PRODUCTION);
	assert_true(
	    compare(sim_member("idxPx"), "1") > 0 && compare(sim_member("idxPx"), "1.01") < 0);
	sim_close();
}

TEST(a_part_is_sold)
{
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		open_scenario("partial-liquidation", seed);
		sim_ask_at(44500, SIM_LOAN, ENVIRONMENT_PRODUCTION);
		assert_true(compare(sim_member("curLTV"), LIQUIDATION) >= 0);
		assert_non_null(strstr(sim_body, "{\"amt\":\"1.25\",\"ccy\":\"BTC\"}"));
		assert_non_null(
		    strstr(sim_body, "\"loanData\":[{\"amt\":\"100000\",\"ccy\":\"USDT\"}]"));
		sim_ask_at(45000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
		assert_true(compare(sim_member("curLTV"), CALL) < 0);
		assert_non_null(strstr(sim_body,
		    "\"collateralData\":[{\"amt\":\"0.75\",\"ccy\":\"BTC\"},"
		    "{\"amt\":\"7.2\",\"ccy\":\"ETH\"},{\"amt\":\"120\",\"ccy\":\"SOL\"}]"));
		assert_non_null(
		    strstr(sim_body, "\"loanData\":[{\"amt\":\"50000\",\"ccy\":\"USDT\"}]"));
		sim_close();
	}
}

TEST(liquidation_refuses_and_leaves_nothing)
{
	TABLE(rows, const char *target, *nothing) = {
		{ SIM_ASSETS, NO_ASSETS },
		{ SIM_LOAN, NO_LOAN },
	};

	open_scenario("liquidation", 1);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(sim_ask_at(19500, rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_string_equal(sim_member("code"), "0");
		assert_string_not_equal(sim_body, rows[i].nothing);
		assert_int_equal(sim_ask_at(20000, rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_string_equal(sim_member("code"), "50009");
		assert_int_equal(sim_ask_at(39500, rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_string_equal(sim_member("code"), "50022");
		assert_int_equal(sim_ask_at(40000, rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_string_equal(sim_body, rows[i].nothing);
	}
	/* Prices are there for everybody, and demo trading has an account of its own. */
	assert_int_equal(sim_ask_at(25000, SIM_TICKERS, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_member("code"), "0");
	assert_int_equal(sim_ask_at(25000, SIM_LOAN, ENVIRONMENT_DEMO), 200);
	assert_string_equal(sim_member("ordId"), "67890");
	sim_close();
}

TEST(repaid_orders_are_gone)
{
	open_scenario("repaid", 1);
	sim_ask_at(19500, SIM_LOAN "?ordId=12345", ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("ordId"), "12345");
	sim_ask_at(20000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_body, NO_LOAN);
	sim_ask_at(20000, SIM_ASSETS, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_body, NO_ASSETS);
	sim_ask_at(20000, SIM_ASSETS "?ordId=12345", ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("code"), "51063");
	sim_ask_at(20000, SIM_LOAN, ENVIRONMENT_DEMO);
	assert_string_equal(sim_member("ordId"), "67890");
	sim_close();
}

/* What is free of a coin in the funding account. */
static const char *
free_of(int64_t ms, const char *ccy)
{
	char target[64];

	snprintf(target, sizeof target, SIM_BALANCES "?ccy=%s", ccy);
	sim_ask_at(ms, target, ENVIRONMENT_PRODUCTION);
	return sim_member("availBal");
}

TEST(pledged_coins_come_back_or_are_gone)
{
	/* There are 1.7921483143067599 BTC and 1.25 pledged, no SOL and 200, of USDT only debt. */
	TABLE(rows, const char *name; int64_t ms; const char *btc, *sol, *usdt) = {
		{ "repaid", 19500, "1.7921483143067599", "", "63.9795959720319628" },
		{ "repaid", 20000, "3.0421483143067599", "200", "63.9795959720319628" },
		{ "liquidation", 40000, "1.7921483143067599", "", "63.9795959720319628" },
		{ "no-loan", 0, "1.7921483143067599", "", "63.9795959720319628" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		open_scenario(rows[i].name, 1);
		assert_string_equal(free_of(rows[i].ms, "BTC"), rows[i].btc);
		assert_string_equal(free_of(rows[i].ms, "SOL"), rows[i].sol);
		assert_string_equal(free_of(rows[i].ms, "USDT"), rows[i].usdt);
		sim_close();
	}
}

TEST(the_second_is_near_its_call)
{
	TABLE(rows, const char *target, *least, *most) = {
		{ SIM_LOAN "?ordId=12345", "0.59", "0.61" },
		{ SIM_LOAN "?ordId=12346", "0.72", "0.73" },
	};

	open_scenario("two-loans", 1);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION);
		assert_true(compare(sim_member("curLTV"), rows[i].least) > 0);
		assert_true(compare(sim_member("curLTV"), rows[i].most) < 0);
		sim_ask(SIM_ASSETS "?ordId=12346", ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("code"), "0");
	}
	sim_close();
}

TEST(a_rising_coin_is_the_danger)
{
	open_scenario("coin-debt", 1);
	sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION);
	assert_non_null(strstr(sim_body, "\"loanData\":[{\"amt\":\"1\",\"ccy\":\"BTC\"}]"));
	assert_string_equal(sim_member("instId"), "ETH-BTC");
	sim_ask_at(120000, SIM_TICKER "BTC-USD", ENVIRONMENT_PRODUCTION);
	assert_true(compare(sim_member("idxPx"), "107000") > 0);
	sim_ask_at(120000, SIM_TICKER "ETH-USD", ENVIRONMENT_PRODUCTION);
	assert_true(
	    compare(sim_member("idxPx"), "3300") < 0 && compare(sim_member("idxPx"), "3200") > 0);
	sim_close();
}

/* Nothing else moves for it, the debt counts less. */
TEST(a_peg_is_lost_and_comes_back)
{
	static const struct {
		int64_t at_ms;
		const char *least, *most;
	} rows[] = { { 0, "0.98", "1.02" }, { 20000, "0.9", "0.98" }, { 60000, "0.9", "0.98" },
		{ 80000, "0.98", "1.02" }, { 300000, "0.98", "1.02" } };

	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		open_scenario("depeg", seed);
		for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
			sim_ask_at(rows[i].at_ms, SIM_TICKER "USDT-USD", ENVIRONMENT_PRODUCTION);
			assert_true(compare(sim_member("idxPx"), rows[i].least) > 0);
			assert_true(compare(sim_member("idxPx"), rows[i].most) < 0);
			sim_ask_at(rows[i].at_ms, SIM_TICKER "ETH-USD", ENVIRONMENT_PRODUCTION);
			assert_true(compare(sim_member("idxPx"), "3150") > 0);
			sim_ask_at(rows[i].at_ms, SIM_LOAN, ENVIRONMENT_PRODUCTION);
			assert_true(compare(sim_member("curLTV"), WATCH) < 0);
		}
		sim_close();
	}
}

TEST(speed_shortens_it_all)
{
	open_scenario("repaid", 1);
	sim_exchange.market.speed = 20;
	sim_ask_at(19999, SIM_LOAN, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("ordId"), "12345");
	sim_ask_at(20000, SIM_LOAN, ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_body, NO_LOAN);
	sim_close();
}

TEST(needs_the_coins_it_speaks_of)
{
	struct cause cause = { "" };
	struct scenes scenes;

	sim_open("empty.json", NULL, 1);
	assert_false(scenario_play(&scenes, scenario_find("coin-debt", &cause),
	    &sim_exchange.portfolio.accounts[ENVIRONMENT_PRODUCTION], &sim_exchange.market,
	    &cause));
	assert_string_equal(cause.text,
	    "coin-debt: \"pledged\" names ETH, which is not among the coins");
	scenario_clear(&scenes);
	sim_close();
}
