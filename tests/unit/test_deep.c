/* SPDX-License-Identifier: ISC */
/* --doctor --deep: each question with agreement, difference and refusal, and nothing of whose. */
#include "test.h"

#include <bsd/string.h>

#include "base/monotime.h"
#include "conf/options.h"
#include "conf/secrets.h"
#include "setup/deep.h"
#include "unit/fake_http.h"
#include "unit/fake_monotime.h"
#include "unit/sandbox.h"

#define ID "778812345"
#define BTC "1.25013579"
#define ETH "12.50246801"
#define OWED "50000.98765432"
#define DEBT "50000.87"
#define SECRETS(name) \
	"OKX_API_KEY=k3y-" name "-0123\nOKX_SECRET_KEY=5ecret-" name "\nOKX_PASSPHRASE=pa55-" name \
	"\n"
#define DATA(rows) "{\"code\":\"0\",\"msg\":\"\",\"data\":[" rows "]}"
#define ANSWERS 24

/* What the program said, and what the exchange answers; later rows are asked for first. */
static char said[8000];
static struct fake_http_answer answers[ANSWERS];
static size_t answer_count;
static double btc_counts, eth_counts; /* coins, as the loan has them */
static bool still;                    /* prices do not move */

static int
set_up(void **state)
{
	answer_count = 0;
	still = false;
	btc_counts = 0.98 + 0.25013579 * 0.95;
	eth_counts = 12.50246801 * 0.9;
	fake_http_reset();
	fake_monotime_set(1000);
	fake_monotime_set_utc(INT64_C(1795361402000));
	return sandbox_open(state);
}

EACH_TEST(set_up, sandbox_close)

/* Rises by 0.1 % in each round of half a minute. */
static double
price(double first)
{
	return still ? first : first * (1 + 0.001 * (double)(monotime_ms() / 30000));
}

static const char *
tell_prices(const char *target)
{
	static char body[600];

	if (strstr(target, "USDT") != NULL)
		return DATA("");
	snprintf(body, sizeof body,
	    DATA(
		"{\"instId\":\"BTC-USD\",\"idxPx\":\"%.4f\"},{\"instId\":\"ETH-USD\",\"idxPx\":\"%.4f\"}"),
	    price(80000), price(3000));
	return body;
}

static const char *
tell_loans(const char *target)
{
	static char body[900];

	(void)target;
	snprintf(body, sizeof body,
	    DATA("{\"ordId\":\"" ID "\",\"loanNotionalUsd\":\"" DEBT
		 "\",\"collateralNotionalUsd\":\"%.6f\","
		 "\"curLTV\":\"0.3812\",\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\","
		 "\"loanData\":[{\"ccy\":\"USDT\",\"amt\":\"" OWED "\"}],\"collateralData\":["
		 "{\"ccy\":\"BTC\",\"amt\":\"" BTC "\"},{\"ccy\":\"ETH\",\"amt\":\"" ETH "\"}]}"),
	    btc_counts * price(80000) + eth_counts * price(3000));
	return body;
}

/* From now on requests for TARGET are answered so. */
static void
answer(const char *target, int status, const char *body)
{
	assert_true(answer_count < ANSWERS);
	answers[answer_count++] = (struct fake_http_answer){ .target = target,
		.times = FAKE_HTTP_ALWAYS,
		.status = status,
		.body = body };
}

static void
refuse(const char *target)
{
	answer(target, 200,
	    "{\"code\":\"50030\",\"msg\":\"No permission for user 44705892343619584 at 203.0.113.7\",\"data\":[]}");
}

/* An exchange that agrees in all. */
static void
agree(void)
{
	answer("loan-info", 200, NULL);
	answers[answer_count - 1].make = tell_loans;
	answer("index-tickers", 200, NULL);
	answers[answer_count - 1].make = tell_prices;
	answer("public/time", 200, DATA("{\"ts\":\"1795361402000\"}"));
	answer("collateral-assets", 200,
	    DATA("{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"" BTC
		 "\",\"notionalUsd\":\"1\"},{\"ccy\":\"ETH\",\"amt\":\"" ETH
		 "\",\"notionalUsd\":\"1\"}]}"));
	answer("asset/balances", 200,
	    DATA("{\"ccy\":\"BTC\",\"availBal\":\"" BTC "\"},"
		 "{\"ccy\":\"ETH\",\"availBal\":\"" ETH "\"}"));
	answer("quota?ccy=BTC", 200,
	    DATA("{\"ccy\":\"BTC\",\"colRes\":\"0\",\"details\":["
		 "{\"minAmt\":\"0\",\"maxAmt\":\"1\",\"discountRate\":\"0.98\"},"
		 "{\"minAmt\":\"1\",\"maxAmt\":\"\",\"discountRate\":\"0.95\"}]}"));
	answer("quota?ccy=ETH", 200,
	    DATA("{\"ccy\":\"ETH\",\"colRes\":\"0\",\"details\":["
		 "{\"minAmt\":\"0\",\"maxAmt\":\"\",\"discountRate\":\"0.9\"}]}"));
	/* both leave 50 % */
	answer("redeem-amount?ccy=BTC", 200, DATA("{\"ccy\":\"BTC\",\"maxRedeemAmt\":\"0.4051\"}"));
	answer("redeem-amount?ccy=ETH", 200, DATA("{\"ccy\":\"ETH\",\"maxRedeemAmt\":\"11.54\"}"));
	answer("interest-accrued", 200,
	    DATA("{\"refId\":\"9\",\"ccy\":\"USDT\",\"loan\":\"50000\",\"interest\":\"0.28538813\","
		 "\"interestRate\":\"0.05\",\"ts\":\"1795360000000\"}"));
	answer("lending-rate", 200,
	    DATA(
		"{\"ccy\":\"USDT\",\"avgRate\":\"0.04\",\"preRate\":\"0.050\",\"estRate\":\"0.06\"}"));
	answer("loan-history", 200,
	    DATA(
		"{\"refId\":\"3\",\"type\":\"borrowed\",\"ccy\":\"USDT\",\"amt\":\"50000\",\"ts\":\"1794497402000\"},"
		"{\"refId\":\"2\",\"type\":\"collateral_released\",\"ccy\":\"BTC\",\"amt\":\"-1\",\"ts\":\"1794497401000\"},"
		"{\"refId\":\"1\",\"type\":\"collateral_locked\",\"ccy\":\"BTC\",\"amt\":\"2.25013579\",\"ts\":\"1794497400000\"},"
		"{\"refId\":\"0\",\"type\":\"collateral_locked\",\"ccy\":\"ETH\",\"amt\":\"" ETH
		"\",\"ts\":\"1794497399000\"}"));
}

static void
note(void *self, const struct finding *finding)
{
	static const char *const marks[] = { "ok", "NO", "--", "!=", "??" };
	size_t length = strlen(said);

	(void)self;
	snprintf(said + length, sizeof said - length, "%s %s|%s|%s\n", marks[finding->verdict],
	    finding->check, finding->text, finding->code);
}

/* Runs it; the status is wanted to be STATUS. */
static void
run(int status)
{
	const struct options options = { .environment = -1, .doctor = true, .deep = true };
	struct doctor doctor = { .options = &options, .say = note };
	bool locked;
	int signal = 0;

	said[0] = '\0';
	sandbox_file(".config/colltop/production.env", SECRETS("one"), 0600);
	sandbox_file(".config/colltop/demo.env", SECRETS("two"), 0600);
	for (size_t i = answer_count; i-- > 0;)
		fake_http_push(&answers[i]);
	doctor.secrets = secrets_new(&locked);
	assert_int_equal(deep_run(&doctor, &signal), status);
	assert_int_equal(signal, 0);
	secrets_free(doctor.secrets);
}

/* LINE is among what was said. */
static void
expect(const char *line)
{
	if (strstr(said, line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, said);
}

TEST(test_all_agrees)
{
	agree();
	run(0);
	expect(", region global, production: 1 open, of the first 2 coins pledged, 1 owed|\n");
	expect(
	    "ok list, pledged|equal: 2 of 2 listed amounts are among the 2 pledged; 8 and 8 decimals|\n");
	expect(
	    "ok list, funding|equal: 2 of 2 listed amounts are among the 2 in the funding account");
	expect("ok index answer|2 rows, ");
	expect("ok discount tiers|2 of 2 pledged coins have a table, of 2 tiers at most|\n");
	expect(
	    "ok redeem limit|2 of 2 coins have one: 0 whole, 0 none; the others leave an LTV of 50.00% to 50.00%|\n");
	expect(
	    "ok interest|1 read; debt x rate / 8760 at 8 decimals rounded up gives 1, to the nearest 1, down 0|\n");
	expect("ok interest rate|the newest is the public lending rate of the last hour|\n");
	expect(
	    "ok loan history|4 rows of 3 types, the oldest 10 days old; what was locked and released adds up to the pledged amount for 2 of 2 coins|\n");
	expect("ok loans in demo|offered; 1 open|\n");
	expect(
	    "ok tiers x index|agrees: 41 rounds inside, 0 outside, 0 too wide; over 20 min each coin of 5% weight moved by ");
	assert_true(monotime_ms() < 22 * 60000);
}

TEST(test_all_differs)
{
	agree();
	answer("collateral-assets", 200,
	    DATA("{\"assets\":[{\"ccy\":\"BTC\",\"amt\":\"0.5\",\"notionalUsd\":\"1\"}]}"));
	answer("asset/balances", 200,
	    DATA("{\"ccy\":\"BTC\",\"availBal\":\"0.5\"},{\"ccy\":\"SOL\",\"availBal\":\"7\"}"));
	answer("redeem-amount?ccy=ETH", 200, DATA("{\"ccy\":\"ETH\",\"maxRedeemAmt\":\"5\"}"));
	answer("interest-accrued", 200,
	    DATA("{\"refId\":\"9\",\"ccy\":\"USDT\",\"loan\":\"50000\",\"interest\":\"0.28538812\","
		 "\"interestRate\":\"0.07\",\"ts\":\"1795360000000\"}"));
	answer("loan-history", 200,
	    DATA("{\"refId\":\"1\",\"type\":\"collateral_locked\",\"ccy\":\"BTC\",\"amt\":\"" BTC
		 "\",\"ts\":\"1795361401000\"}"));
	btc_counts = 1.2;
	run(0);
	expect("!= list, pledged|different: 0 of 1 listed amounts are among the 2 pledged; ");
	expect(
	    "!= list, funding|a subset: 1 of 1 listed amounts are among the 2 in the funding account");
	expect(
	    "!= redeem limit|2 of 2 coins have one: 0 whole, 0 none; the others leave an LTV of ");
	expect(
	    "!= interest|1 read; debt x rate / 8760 at 8 decimals rounded up gives 0, to the nearest 0, down 0|\n");
	expect("!= interest rate|the newest is none of the public lending rates|\n");
	expect(
	    "!= loan history|1 rows of 1 types, the oldest 0 days old; what was locked and released adds up to the pledged amount for 1 of 2 coins|\n");
	expect("!= tiers x index|different: 0 rounds inside, 10 outside by up to 1.");
	assert_true(monotime_ms() < 6 * 60000);
}

TEST(test_all_is_refused)
{
	static const char *const targets[] = { "collateral-assets", "quota", "redeem-amount",
		"interest-accrued", "loan-history", "index-tickers" };
	static const char *const lines[] = { "-- list|OKX refused: 50030|50030\n",
		"-- index answer|OKX refused: 50030|50030\n",
		"-- discount tiers|OKX refused: 50030|50030\n",
		"-- redeem limit|OKX refused: 50030|50030\n",
		"-- interest|OKX refused: 50030|50030\n",
		"-- loan history|OKX refused: 50030|50030\n",
		"-- tiers x index|OKX refused: 50030|50030\n",
		"ok loans in demo|offered; 1 open|\n" };

	agree();
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		refuse(targets[i]);
	run(0);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		expect(lines[i]);
}

TEST(test_parts_are_refused)
{
	agree();
	refuse("asset/balances");
	refuse("lending-rate");
	refuse("quota?ccy=ETH");
	refuse("redeem-amount?ccy=ETH");
	answer("interest-accrued", 404, "<html>");
	run(0);
	expect("ok list, pledged|equal");
	expect("-- list, funding|OKX refused: 50030|50030\n");
	expect(
	    "ok discount tiers|1 of 2 pledged coins have a table, of 2 tiers at most; not all were answered|");
	expect(
	    "ok redeem limit|1 of 2 coins have one: 0 whole, 0 none; the others leave an LTV of 50.00% to 50.00%|");
	expect("-- interest|no usable answer|\n");
	expect(
	    "-- tiers x index|not settled: a pledged coin has no price, amount or tiers, or the order changed|\n");
}

TEST(test_nothing_is_on_record)
{
	agree();
	answer("collateral-assets", 200, DATA("{\"assets\":[]}"));
	answer("asset/balances", 200, DATA(""));
	answer("interest-accrued", 200, DATA(""));
	answer("loan-history", 200, DATA(""));
	answer("redeem-amount?ccy=BTC", 200,
	    DATA("{\"ccy\":\"BTC\",\"maxRedeemAmt\":\"" BTC "\"}"));
	answer("redeem-amount?ccy=ETH", 200, DATA("{\"ccy\":\"ETH\",\"maxRedeemAmt\":\"0\"}"));
	run(0);
	expect("?? list, pledged|empty: 0 of 0 listed amounts are among the 2 pledged");
	expect(
	    "?? list, funding|empty: 0 of 0 listed amounts are among the 0 in the funding account");
	expect("?? interest|0 read");
	expect("?? loan history|0 rows of 0 types");
	expect("?? redeem limit|2 of 2 coins have one: 1 whole, 1 none|\n");
}

/* A ledger with more pages than are read does not differ: it is not known. */
TEST(test_a_long_ledger_is_not_compared)
{
	static char rows[20000] =
	    "{\"code\":\"0\",\"data\":[{\"refId\":\"1\",\"type\":\"borrowed\"}";

	/* The first is of no currency, but a row of the page. */
	for (int i = 1; i < 100; i++)
		strlcat(rows,
		    ",{\"refId\":\"1\",\"type\":\"borrowed\",\"ccy\":\"USDT\",\"amt\":\"1\","
		    "\"ts\":\"1795361401000\"}",
		    sizeof rows);
	strlcat(rows, "]}", sizeof rows);
	agree();
	answer("loan-history", 200, rows);
	run(0);
	expect("?? loan history|1980 rows, not all there are, of 1 types, the oldest 0 days old; ");
}

TEST(test_a_calm_market_settles_nothing_in_an_hour)
{
	agree();
	still = true;
	run(0);
	expect(
	    "?? tiers x index|not settled: 120 rounds inside, 0 outside, 0 too wide; over 59 min each coin of 5% weight moved by 0.00% or more; ");
}

TEST(test_without_a_loan_there_is_nothing_to_ask)
{
	agree();
	answer("loan-info", 200, DATA(""));
	run(1);
	expect("NO loans|no open loan: the questions are about one|\n");
}

TEST(test_the_first_answer_is_a_refusal)
{
	agree();
	answer("loan-info", 401, "{\"code\":\"50113\",\"msg\":\"Invalid Sign\",\"data\":[]}");
	run(3);
	expect("NO loans|OKX refused: 50113|50113\n");
}

/* What can be pasted has no key, user, label, address, order or amount. */
TEST(test_it_tells_nothing_of_whose)
{
	static const char *const secret[] = { "k3y", "5ecret", "pa55", "44705892343619584",
		"203.0.113", "127.0.0.1", ID, "778812", BTC, "1.2501", ETH, "12.50", OWED, "50000",
		"50,000", DEBT, "0.4051", "11.54", "0.2853", "131", "main" };

	for (int i = 0; i < 3; i++) {
		answer_count = 0;
		fake_http_reset();
		fake_monotime_set(1000);
		agree();
		if (i > 0)
			refuse("interest-accrued");
		if (i > 1)
			refuse("loan-info?");
		run(0);
		for (size_t j = 0; j < sizeof secret / sizeof *secret; j++)
			if (strstr(said, secret[j]) != NULL)
				fail_msg("\"%s\" in:\n%s", secret[j], said);
	}
}

ALL_TESTS(NULL, NULL)
