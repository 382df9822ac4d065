/* SPDX-License-Identifier: ISC */
/* What the simulator tells everybody: tiers, rates, pairs, maintenance; read as colltop does. */
#include "test.h"

#include "unit/answer.h"
#include "unit/fake_monotime.h"
#include "unit/sim_fixture.h"

#define TIERS "/api/v5/public/discount-rate-interest-free-quota?ccy="
#define RATES "/api/v5/finance/savings/lending-rate-summary?ccy="
#define EMODE "/api/v5/finance/flexible-loan/emode-info"
#define STATUS "/api/v5/system/status"

static const char portfolio[] =
    "{\"coins\":[{\"ccy\":\"BTC\",\"price\":\"80000\",\"discount\":\"0.98\"},"
    "{\"ccy\":\"ETH\",\"price\":\"3000\",\"discount\":\"0.95\",\"tiers\":[[\"20\",\"0.9\"],"
    "[\"50\",\"0.8\"],[\"60\",\"0.5\"]]},"
    "{\"ccy\":\"USDT\",\"price\":\"1.0001\",\"discount\":\"1\",\"calm\":4}],"
    "\"production\":{\"assets\":[],"
    "\"loans\":[{\"ordId\":\"7\",\"marginCallLTV\":\"0.7\",\"liqLTV\":\"0.8\","
    "\"borrowed\":[{\"ccy\":\"USDT\",\"amt\":\"39200\"}],"
    "\"pledged\":[{\"ccy\":\"BTC\",\"amt\":\"777.125\"},{\"ccy\":\"ETH\",\"amt\":\"55.5\"}]},"
    "{\"ordId\":\"8\",\"marginCallLTV\":\"0.7\",\"liqLTV\":\"0.8\","
    "\"borrowed\":[{\"ccy\":\"USDT\",\"amt\":\"39200\"}],"
    "\"pledged\":[{\"ccy\":\"ETH\",\"amt\":\"100\"}]}]},"
    "\"demo\":{\"assets\":[]}}";

static int
setup(void **state)
{
	sim_open(portfolio, NULL, 4);
	sim_exchange.unlimited = true;
	return 0;
}

static int
teardown(void **state)
{
	sim_close();
	return 0;
}

EACH_TEST(setup, teardown)

/* Asks for TARGET and parses the answer as that of ENDPOINT about CCY. */
static struct okx_parsed
ask(enum okx_endpoint_id endpoint, const char *target, const char *ccy)
{
	struct answer_outcome outcome;
	char full[200];

	snprintf(full, sizeof full, "%s%s", target, ccy);
	assert_int_equal(sim_ask(full, ENVIRONMENT_PRODUCTION), 200);
	answer_endpoint = endpoint;
	answer_ccy = ccy;
	outcome = answer_parse(sim_body, strlen(sim_body));
	if (outcome.result != OKX_PARSE_DONE)
		fail_msg("%s: %s", sim_body, outcome.cause.text);
	assert_null(outcome.parsed.unreadable[0]);
	return outcome.parsed;
}

/* What the tiers of CCY count of AMOUNT, at its index price. */
static struct decimal
counted_usd(const char *ccy, const struct decimal *amount)
{
	struct okx_parsed parsed = ask(OKX_ENDPOINT_TIERS, TIERS, ccy);
	struct decimal counted, price;
	char target[100];

	assert_true(parsed.tiers->listed);
	assert_false(parsed.tiers->unreadable);
	assert_true(tiers_counted(&counted, parsed.tiers, amount));
	okx_parsed_drop(&parsed);
	snprintf(target, sizeof target, SIM_TICKER "%s-USD", ccy);
	assert_int_equal(sim_ask(target, ENVIRONMENT_PRODUCTION), 200);
	assert_true(decimal_parse(&price, sim_member("idxPx"), strlen(sim_member("idxPx"))));
	assert_true(decimal_multiply(&counted, &counted, &price));
	return counted;
}

static void
assert_collateral_is_what_tiers_count(void)
{
	struct okx_parsed parsed = ask(OKX_ENDPOINT_LOAN_INFO, SIM_LOAN, "");

	for (size_t i = 0; i < parsed.loans->count; i++) {
		const struct loan *loan = &parsed.loans->orders[i];
		struct decimal sum = decimal_zero;

		for (size_t c = 0; c < loan->pledged.count; c++) {
			const struct amount *coin = &loan->pledged.coins[c];
			struct decimal usd = counted_usd(coin->ccy, &coin->amount.value);

			assert_true(decimal_add(&sum, &sum, &usd));
		}
		assert_int_equal(decimal_compare(&sum, &loan->secured.value), 0);
	}
	okx_parsed_drop(&parsed);
}

TEST(collateral_is_what_the_tiers_count)
{
	assert_collateral_is_what_tiers_count();
	fake_monotime_advance(300000);
	assert_collateral_is_what_tiers_count();
	sim_close();
	sim_open("dozen.json", NULL, 9);
	sim_exchange.unlimited = true;
	assert_collateral_is_what_tiers_count();
}

/* Of a portfolio's tiers the last has an end, of those made of a discount it has none. */
TEST(tiers_as_they_are_told)
{
	struct okx_parsed parsed = ask(OKX_ENDPOINT_TIERS, TIERS, "BTC");

	assert_int_equal(parsed.tiers->restriction, COIN_TAKEN);
	assert_int_equal(parsed.tiers->count, 4);
	assert_string_equal(parsed.tiers->tiers[0].to.sent, "100");
	assert_string_equal(parsed.tiers->tiers[0].rate.sent, "0.98");
	assert_string_equal(parsed.tiers->tiers[2].to.sent, "500");
	assert_string_equal(parsed.tiers->tiers[3].rate.sent, "0.68");
	assert_true(parsed.tiers->tiers[3].endless);
	okx_parsed_drop(&parsed);
	parsed = ask(OKX_ENDPOINT_TIERS, TIERS, "ETH");
	assert_int_equal(parsed.tiers->count, 3);
	assert_string_equal(parsed.tiers->tiers[2].to.sent, "60");
	assert_string_equal(sim_member("disCcyEq"), "18");
	okx_parsed_drop(&parsed);
	assert_int_equal(sim_ask(TIERS "NONE", ENVIRONMENT_PRODUCTION), 400);
	assert_string_equal(sim_member("code"), "51000");
	assert_int_equal(sim_ask(TIERS, ENVIRONMENT_PRODUCTION), 200);
	assert_non_null(strstr(sim_body, "\"ccy\":\"USDT\""));
}

TEST(two_tables_in_two_seconds)
{
	sim_exchange.unlimited = false;
	assert_int_equal(sim_ask(TIERS "BTC", ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(sim_ask(TIERS "BTC", ENVIRONMENT_PRODUCTION), 200);
	assert_int_equal(sim_ask(TIERS "BTC", ENVIRONMENT_PRODUCTION), 429);
	assert_int_equal(sim_ask(STATUS, ENVIRONMENT_PRODUCTION), 200);
	fake_monotime_advance(4999);
	assert_int_equal(sim_ask(STATUS, ENVIRONMENT_PRODUCTION), 429);
	fake_monotime_advance(1);
	assert_int_equal(sim_ask(STATUS, ENVIRONMENT_PRODUCTION), 200);
}

TEST(a_haircut_is_lowered)
{
	struct okx_parsed parsed;

	sim_close();
	sim_open("three.json", "haircut", 1);
	sim_exchange.unlimited = true;
	assert_collateral_is_what_tiers_count();
	fake_monotime_set(SIM_START_MS + 19500);
	parsed = ask(OKX_ENDPOINT_TIERS, TIERS, "SOL");
	assert_string_equal(parsed.tiers->tiers[0].rate.sent, "0.8");
	okx_parsed_drop(&parsed);
	fake_monotime_set(SIM_START_MS + 20000);
	parsed = ask(OKX_ENDPOINT_TIERS, TIERS, "SOL");
	assert_string_equal(parsed.tiers->tiers[0].rate.sent, "0.7");
	okx_parsed_drop(&parsed);
	assert_collateral_is_what_tiers_count();
}

TEST(rates_of_hours)
{
	struct okx_parsed parsed = ask(OKX_ENDPOINT_LENDING_RATE, RATES, "USDT");
	const struct lending_rate *rate = parsed.records->rows;
	struct decimal last, next = rate->next.value, average = rate->average.value;
	const struct decimal low = decimal_from(2, 2), high = decimal_from(12, 2);

	assert_int_equal(parsed.records->count, 1);
	assert_true(decimal_compare(&average, &low) > 0 && decimal_compare(&average, &high) < 0);
	okx_parsed_drop(&parsed);
	fake_monotime_set_utc(SIM_START_UTC_MS + 3600000);
	parsed = ask(OKX_ENDPOINT_LENDING_RATE, RATES, "USDT");
	rate = parsed.records->rows;
	last = rate->last.value;
	assert_int_equal(decimal_compare(&last, &next), 0);
	okx_parsed_drop(&parsed);
}

TEST(pairs)
{
	struct okx_parsed parsed = ask(OKX_ENDPOINT_EMODE, EMODE, "");
	const struct emode_pair *pairs = parsed.records->rows;

	assert_int_equal(parsed.records->count, 2);
	assert_string_equal(pairs[1].pledged, "WBTC");
	assert_string_equal(pairs[1].owed, "BTC");
	okx_parsed_drop(&parsed);
}

TEST(maintenance_is_announced_and_goes_by)
{
	TABLE(rows, int64_t ms; const char *query; int count; const char *state, *code) = {
		{ 0, "", 1, "scheduled", "0" },
		{ 0, "?state=ongoing", 0, "", "0" },
		{ 19500, "", 1, "scheduled", "0" },
		{ 20000, "", 1, "ongoing", "50001" },
		{ 59500, "", 1, "ongoing", "50001" },
		{ 60000, "", 0, "", "0" },
		{ 60000, "?state=completed", 1, "completed", "0" },
	};

	sim_close();
	sim_open("three.json", "maintenance", 1);
	sim_exchange.unlimited = true;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct okx_parsed parsed;

		fake_monotime_set(SIM_START_MS + rows[i].ms);
		fake_monotime_set_utc(SIM_START_UTC_MS + rows[i].ms);
		parsed = ask(OKX_ENDPOINT_STATUS, STATUS, rows[i].query);
		assert_int_equal(parsed.records->count, rows[i].count);
		if (rows[i].count > 0) {
			const struct maintenance *one = parsed.records->rows;

			assert_string_equal(one->state, rows[i].state);
			assert_string_equal(one->service, "5");
			assert_string_equal(one->environment, "1");
			assert_int_equal(one->begin_utc_ms, SIM_START_UTC_MS + 20000);
			assert_int_equal(one->end_utc_ms, SIM_START_UTC_MS + 60000);
		}
		okx_parsed_drop(&parsed);
		sim_ask(SIM_LOAN, ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("code"), rows[i].code);
	}
	sim_close();
	setup(NULL);
	assert_int_equal(sim_ask(STATUS, ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_body, "{\"code\":\"0\",\"data\":[],\"msg\":\"\"}");
}

TEST(tiers_of_a_portfolio_that_are_none)
{
	static const char *const wrong[] = { "{}", "[7]", "[[]]", "[[\"1\"]]", "[[\"1\",0.5]]",
		"[[\"1\",\"1.1\"]]", "[[\"1\",\"-1\"]]", "[[\"0\",\"1\"]]", "[[\"x\",\"1\"]]",
		"[[\"\",\"1\"],[\"2\",\"1\"]]", "[[\"2\",\"1\"],[\"2\",\"0.5\"]]",
		"[[\"2\",\"1\"],[\"1\",\"0.5\"]]" };

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct sim_portfolio read;
		struct market market;
		struct cause cause = { "" };
		char text[400];

		snprintf(text, sizeof text,
		    "{\"coins\":[{\"ccy\":\"A\",\"price\":\"1\",\"discount\":\"1\",\"tiers\":%s}],"
		    "\"production\":{\"assets\":[]},\"demo\":{\"assets\":[]}}",
		    wrong[i]);
		market_init(&market, 1, true, 0);
		assert_false(sim_portfolio_read(&read, &market, text, strlen(text), &cause));
		assert_non_null(strstr(cause.text, "\"tiers\" of A"));
		sim_portfolio_clear(&read);
		market_clear(&market);
	}
}

/* Public answers are spoilt where a fault names them. */
TEST(faults_reach_them)
{
	TABLE(rows, const char *fault, *target, *sign) = {
		{ "wrong-types@discount-rate-interest-free-quota", TIERS "BTC",
		    "\"minAmt\":12345" },
		{ "bad-decimals@discount-rate-interest-free-quota", TIERS "BTC", "\"abc\"" },
		{ "empty-data@discount-rate-interest-free-quota", TIERS "BTC", "\"data\":[]" },
		{ "code-50011@discount-rate-interest-free-quota", TIERS "BTC", "50011" },
		{ "wrong-types@lending-rate-summary", RATES "BTC", "\"avgRate\":12345" },
		{ "empty-assets@emode-info", EMODE, "\"data\":[]" },
		{ "escape-injection@emode-info", EMODE, "taken over" },
		{ "bad-decimals@status", STATUS, "\"begin\":\"abc\"" },
		{ "wrong-types@status", STATUS, "\"end\":true" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cause cause;

		sim_close();
		sim_open("three.json", "maintenance", 1);
		assert_true(fault_add(&sim_exchange.faults, rows[i].fault, &cause));
		sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION);
		if (strstr(sim_body, rows[i].sign) == NULL)
			fail_msg("%s: %s", rows[i].fault, sim_body);
	}
}
