/* SPDX-License-Identifier: ISC */
/* What the simulator keeps of an order: moves, interest, what can be taken back. */
#include "test.h"

#include "unit/answer.h"
#include "unit/fake_monotime.h"
#include "unit/sim_fixture.h"

#define LOAN "/api/v5/finance/flexible-loan/"
#define HISTORY LOAN "loan-history?ordId=12345"
#define INTEREST LOAN "interest-accrued?ordId=12345"
#define REDEEM LOAN "max-collateral-redeem-amount?ccy="
#define HOUR_MS INT64_C(3600000)
#define OPENED_MS (SIM_START_UTC_MS / HOUR_MS * HOUR_MS - 72 * HOUR_MS)

static int
setup(void **state)
{
	sim_open("three.json", "partial-liquidation", 4);
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

static void
go_to(int64_t ms)
{
	fake_monotime_set(SIM_START_MS + ms);
	fake_monotime_set_utc(SIM_START_UTC_MS + ms);
}

static struct records *
ask(enum okx_endpoint_id endpoint, const char *target)
{
	struct answer_outcome outcome;

	assert_int_equal(sim_ask(target, ENVIRONMENT_PRODUCTION), 200);
	answer_endpoint = endpoint;
	outcome = answer_parse(sim_body, strlen(sim_body));
	if (outcome.result != OKX_PARSE_DONE)
		fail_msg("%s: %s", sim_body, outcome.cause.text);
	assert_null(outcome.parsed.unreadable[0]);
	assert_int_equal(outcome.parsed.records->lost, 0);
	return outcome.parsed.records;
}

/* The rows of an answer as "TYPE CCY AMOUNT, " in their order. */
static void
assert_moves(const char *target, const char *expected)
{
	struct records *records = ask(OKX_ENDPOINT_HISTORY, target);
	const struct ledger_row *rows = records->rows;
	char found[1000] = "";

	for (size_t i = 0; i < records->count; i++)
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s %s %s, ",
		    rows[i].type, rows[i].ccy, rows[i].amount.sent);
	assert_string_equal(found, expected);
	records_drop(records);
}

#define OPENING \
	"borrowed USDT 100000, collateral_locked BTC 1.25, collateral_locked ETH 12, " \
	"collateral_locked SOL 200, "
#define SALE \
	"partial_liquidation USDT -50000, sell_collateral BTC -0.5, " \
	"sell_collateral ETH -4.8, sell_collateral SOL -80, "

TEST(what_was_moved)
{
	struct records *records;
	const struct ledger_row *rows;

	assert_moves(HISTORY, OPENING);
	go_to(44500);
	assert_moves(HISTORY, OPENING);
	go_to(45000);
	assert_moves(HISTORY, SALE OPENING);
	assert_moves(HISTORY "&type=sell_collateral",
	    "sell_collateral BTC -0.5, sell_collateral ETH -4.8, sell_collateral SOL -80, ");
	assert_moves(HISTORY "&limit=1", "partial_liquidation USDT -50000, ");
	assert_moves(LOAN "loan-history", SALE OPENING);
	records = ask(OKX_ENDPOINT_HISTORY, HISTORY);
	rows = records->rows;
	assert_int_equal(rows[0].utc_ms, SIM_START_UTC_MS + 45000);
	assert_int_equal(rows[4].utc_ms, OPENED_MS);
	records_drop(records);
	assert_int_equal(sim_ask(LOAN "loan-history?ordId=9", ENVIRONMENT_PRODUCTION), 200);
	assert_string_equal(sim_member("code"), "51063");
}

/* Page by page nothing is lost and nothing comes twice. */
TEST(pages)
{
	char target[200] = INTEREST "&limit=10", last[65] = "";
	size_t count = 0;

	for (;;) {
		struct records *records = ask(OKX_ENDPOINT_INTEREST, target);
		const struct ledger_row *rows = records->rows;

		for (size_t i = 0; i < records->count; i++) {
			if (last[0] != '\0')
				assert_true(strcmp(rows[i].ref_id, last) < 0);
			snprintf(last, sizeof last, "%s", rows[i].ref_id);
		}
		count += records->count;
		if (records->count == 0) {
			records_drop(records);
			break;
		}
		records_drop(records);
		snprintf(target, sizeof target, INTEREST "&limit=10&after=%s", last);
	}
	assert_int_equal(count, 72);
	snprintf(target, sizeof target, INTEREST "&before=%s", last);
	{
		struct records *records = ask(OKX_ENDPOINT_INTEREST, target);

		assert_int_equal(records->count, 71);
		records_drop(records);
	}
}

/* Loan times rate by 8760, rounded up at 8 decimals, at each full hour. */
TEST(interest_of_each_hour)
{
	const struct decimal hours = decimal_from(8760, 0);
	struct records *records = ask(OKX_ENDPOINT_INTEREST, INTEREST);
	const struct ledger_row *rows = records->rows;
	struct decimal right;

	assert_int_equal(records->count, 72);
	for (size_t i = 0; i < records->count; i++) {
		assert_string_equal(rows[i].ccy, "USDT");
		assert_string_equal(rows[i].debt.sent, "100000");
		assert_int_equal(rows[i].utc_ms,
		    SIM_START_UTC_MS / HOUR_MS * HOUR_MS - (int64_t)i * HOUR_MS);
		assert_true(decimal_multiply(&right, &rows[i].debt.value, &rows[i].rate.value));
		assert_true(decimal_divide(&right, &right, &hours, 8, DECIMAL_CEILING));
		assert_int_equal(decimal_compare(&right, &rows[i].amount.value), 0);
	}
	records_drop(records);
	go_to(2 * HOUR_MS);
	records = ask(OKX_ENDPOINT_INTEREST, INTEREST "&ccy=USDT");
	rows = records->rows;
	assert_int_equal(records->count, 74);
	assert_string_equal(rows[0].debt.sent, "50000");
	assert_string_equal(rows[2].debt.sent, "100000");
	records_drop(records);
	records = ask(OKX_ENDPOINT_INTEREST, INTEREST "&ccy=BTC");
	assert_int_equal(records->count, 0);
	records_drop(records);
	/* Of thirty days at most. */
	go_to(800 * HOUR_MS);
	records = ask(OKX_ENDPOINT_INTEREST, INTEREST);
	assert_int_equal(records->count, 100);
	records_drop(records);
}

/* The rate of the last hour is what is told to everybody. */
TEST(interest_is_at_the_public_rate)
{
	struct records *records = ask(OKX_ENDPOINT_INTEREST, INTEREST "&limit=1");
	struct figure rate = ((const struct ledger_row *)records->rows)->rate;

	sim_ask("/api/v5/finance/savings/lending-rate-summary?ccy=USDT", ENVIRONMENT_DEMO);
	assert_string_equal(sim_member("preRate"), rate.sent);
	records_drop(records);
}

TEST(wrong_parameters)
{
	TABLE(rows, const char *target, *code) = {
		{ HISTORY "&limit=101", "51000" },
		{ HISTORY "&limit=0", "51000" },
		{ HISTORY "&after=x", "51000" },
		{ HISTORY "&before=-1", "51000" },
		{ HISTORY "&ccy=NONE", "51000" },
		{ INTEREST "&limit=x", "51000" },
		{ REDEEM, "50014" },
		{ REDEEM "NONE", "51000" },
		{ REDEEM "BTC&ordId=9", "51063" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION);
		assert_string_equal(sim_member("code"), rows[i].code);
	}
}

/* What may be taken back leaves the LTV at 68.74 %, just so; of what is not pledged nothing. */
TEST(what_can_be_taken_back)
{
	TABLE(rows, const char *ccy, *most) = {
		{ "BTC", "0.24764536" },
		{ "ETH", "6.92041041" },
		{ "SOL", "191.22862468" },
		{ "USDT", "0" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct records *records;
		const struct redeem_limit *limit;
		char target[200];

		snprintf(target, sizeof target, REDEEM "%s", rows[i].ccy);
		records = ask(OKX_ENDPOINT_REDEEM_LIMIT, target);
		limit = records->rows;
		assert_int_equal(records->count, 1);
		assert_string_equal(limit->ccy, rows[i].ccy);
		assert_string_equal(limit->most.sent, rows[i].most);
		records_drop(records);
	}
	go_to(40000);
	sim_ask(REDEEM "BTC", ENVIRONMENT_PRODUCTION);
	assert_string_equal(sim_member("maxRedeemAmt"), "0");
}

TEST(without_a_loan_there_is_nothing)
{
	TABLE(rows, const char *target, *body) = {
		{ LOAN "loan-history", "\"data\":[]" },
		{ LOAN "interest-accrued", "\"data\":[]" },
		{ REDEEM "BTC", "\"maxRedeemAmt\":\"0\"" },
	};

	sim_close();
	sim_open("three.json", "no-loan", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(sim_ask(rows[i].target, ENVIRONMENT_PRODUCTION), 200);
		assert_non_null(strstr(sim_body, rows[i].body));
	}
}
