/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/monotime.h"
#include "report/check.h"
#include "screen/loans.h"
#include "unit/app_fixture.h"

/* The line for a monitoring system, and its status. */

#define LIMIT_MS 9000
#define BEHIND "| '1_ltv'="

/* Under a margin call: what leaves it, at LTV AT, and what reaches one half. */
#define REMEDIES(at, repay, pledge, target_repay, target_pledge) \
	", to leave it at LTV " at " repay " repay "~ or pledge " pledge \
	"~ after haircuts, to reach 50.00% repay " target_repay "~ or pledge " target_pledge \
	"~ after haircuts "

/* An order of one coin: DEBT on 100,000 USD. */
#define ONE(id, debt, ltv, call, liquidation) \
	ORDER(id, COIN("BTC", "2"), COIN("USDT", "1000"), debt, "100000", ltv, call, liquidation)

static const struct option_check usual;

/* Loan info answers BODY from now on. */
static void
answer(const char *body)
{
	fake_http_forget("loan-info");
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .body = body,
	    .times = FAKE_HTTP_ALWAYS });
}

static void
refuse(int http, const char *body)
{
	fake_http_forget("loan-info");
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .status = http,
	    .body = body,
	    .times = FAKE_HTTP_ALWAYS });
}

static void
begin(struct app_fixture *f)
{
	fixture_push_always(NO_ASSETS);
	fixture_start(f, NO_ASSETS);
}

/* Judges the account that is watched, as the loop would within LIMIT_MS. */
static void
judge(struct app_fixture *f, struct check *check)
{
	struct frontend frontend = check_frontend(check, monotime_ms() + LIMIT_MS);

	assert_int_equal(frontend.deadline(frontend.self), monotime_ms() + LIMIT_MS);
	while (frontend.draw(frontend.self, &f->app)) {
		assert_true(monotime_ms() < frontend.deadline(frontend.self));
		fixture_pass(f, 50);
	}
}

/* The line of CHECK, whose status must be STATUS; free it. */
static char *
line_of(struct check *check, int status)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int is = check_print(check, out);

	fclose(out);
	check_free(check);
	if (is != status)
		fail_msg("%d, not %d: %s", is, status, text);
	/* One line, and at most one bar in it. */
	assert_ptr_equal(strchr(text, '\n'), text + size - 1);
	assert_ptr_equal(strchr(text, '|'), strrchr(text, '|'));
	return text;
}

static void
assert_line(struct app_fixture *f, const struct option_check *terms, int status,
    const char *expected)
{
	struct check *check = check_new(terms);
	char *line;

	judge(f, check);
	line = line_of(check, status);
	line[strlen(line) - 1] = '\0';
	assert_string_equal(line, expected);
	free(line);
}

/* One loan in LOANS: STATUS, and EXPECTED behind "COLLTOP WORD - main production loan 1: ". */
static void
assert_loan(struct app_fixture *f, const struct option_check *terms, const char *loans, int status,
    const char *expected)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };
	char line[400];

	answer(loans);
	if (f->made)
		app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	else
		begin(f);
	fixture_pass(f, 2500);
	snprintf(line, sizeof line, "COLLTOP %s - main production loan 1: %s", words[status],
	    expected);
	assert_line(f, terms, status, line);
}

EACH_TEST(fixture_open, fixture_close)

/* The form that is promised, to the letter. */
TEST(test_form)
{
	answer(LOANS(ONE("12346", "20000", "0.2", "0.7374", "0.8374") "," ONE("12345", "57420",
	    "0.5742", "0.7374", "0.8374")));
	begin(*state);
	assert_line(*state, &usual, 0,
	    "COLLTOP OK - main production loan 12345: LTV 57.42%, call if all fall 22.1% "
	    "(2 loans, worst shown) | '12345_ltv'=57.42%;62.68;73.74;0;");
}

/* Each status begins where its band does, to the last unit. */
APP_TEST(test_bands)
{
	assert_loan(f, &usual, LOANS(ONE("1", "62679", "0.62679", "0.7374", "0.8374")), 0,
	    "LTV 62.68%, call if all fall 15.0% " BEHIND "62.68%;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "62679.0000001", "0.62679", "0.7374", "0.8374")), 1,
	    "LTV 62.68%~, call if all fall 14.9% " BEHIND "62.68%;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "73739.9999999", "0.7373", "0.7374", "0.8374")), 1,
	    "LTV 73.73%, call if all fall 0.0% " BEHIND "73.74%;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "73740", "0.7373", "0.7374", "0.8374")), 2,
	    "LTV 73.74%~, MARGIN CALL passed by 0.00 points, liquidation if all fall a further 11.9%" REMEDIES(
		"72.74%", "13.5612 USDT", "$1,374.76", "321.9420 USDT", "$47,480.00") BEHIND
	    "73.74%;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "1", "0.8373999999999999", "0.7374", "0.8374")), 2,
	    "LTV <83.74%, MARGIN CALL passed by 10.00 points, liquidation if all fall a further 0.0%" REMEDIES(
		"72.74%", "11,000,000.00 USDT", "$15,122.36", "33,740,000.00 USDT", "$67,480.00")
		BEHIND "83.74%;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "1", "0.8374", "0.7374", "0.8374")), 2,
	    "LTV 83.74%, LIQUIDATION" REMEDIES("72.74%", "11,000,000.00 USDT", "$15,122.36",
		"33,740,000.00 USDT", "$67,480.00") BEHIND "83.74%;62.68;73.74;0;");
}

/* -w: less than that left to fall; -c: no more than that. */
APP_TEST(test_edges_of_warning_and_critical)
{
	TABLE(cases, const char *loans; int warning, critical) = {
		{ LOANS(ONE("1", "59999.9999999", "", "0.8", "0.9")), 0, 0 },
		{ LOANS(ONE("1", "60000", "", "0.8", "0.9")), 0, 2 },
		{ LOANS(ONE("1", "60000.0000001", "", "0.8", "0.9")), 1, 2 },
	};
	const struct option_check warning = { .has_warning = true, .warning = decimal_from(25, 2) };
	const struct option_check critical = { .critical = decimal_from(25, 2) };

	begin(f);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct check *check;

		answer(cases[i].loans);
		app_aim(&f->app, ENVIRONMENT_PRODUCTION);
		check = check_new(&warning);
		judge(f, check);
		free(line_of(check, cases[i].warning));
		check = check_new(&critical);
		judge(f, check);
		free(line_of(check, cases[i].critical));
	}
	assert_line(f, &warning, 1,
	    "COLLTOP WARNING - main production loan 1: LTV 60.01%~, call if all fall 24.9% " BEHIND
	    "60.01%;60.00;80.00;0;");
	assert_line(f, &critical, 2,
	    "COLLTOP CRITICAL - main production loan 1: LTV 60.01%~, call if all fall 24.9% " BEHIND
	    "60.01%;68.00;60.00;0;");
}

/* With the liquidation before the call it is that which is near. */
TEST(test_crossed_thresholds)
{
	assert_loan(*state, &usual, LOANS(ONE("1", "60000", "0.6", "0.9", "0.7")), 1,
	    "LTV 60.00%, call if all fall 33.3% " BEHIND "60.00%;59.50;70.00;0;");
}

APP_TEST(test_what_is_not_known)
{
	const struct option_check critical = { .critical = decimal_from(20, 2) };

	assert_loan(f, &usual, LOANS(ONE("1", "", "", "0.7374", "0.8374")), 3,
	    "LTV -, OKX sent no usable curLTV, loanNotionalUsd " BEHIND "U;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "60000", "0.6", "", "0.8374")), 3,
	    "LTV 60.00%, OKX sent no usable marginCallLTV " BEHIND "60.00%;;;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "60000", "0.6", "0.7", "")), 3,
	    "LTV 60.00%, call if all fall 14.2%, OKX sent no usable liqLTV " BEHIND
	    "60.00%;59.50;70.00;0;");
	/* What is known proves worse. */
	assert_loan(f, &usual, LOANS(ONE("1", "84000", "0.84", "", "0.8374")), 2,
	    "LTV 84.00%, LIQUIDATION " BEHIND "84.00%;;;0;");
	assert_loan(f, &critical, LOANS(ONE("1", "60000", "0.6", "0.7", "")), 2,
	    "LTV 60.00%, call if all fall 14.2%, OKX sent no usable liqLTV " BEHIND
	    "60.00%;59.50;56.00;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "0", "0", "0.7374", "0.8374")), 0,
	    "LTV 0.00%, nothing is owed " BEHIND "0.00%;62.68;73.74;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "0", "", "0.7374", "0.8374")), 0,
	    "LTV 0.00%, nothing is owed (although OKX lists coins that are owed) " BEHIND
	    "0.00%;62.68;73.74;0;");
	assert_loan(f, &usual,
	    LOANS(ORDER("1", COIN("BTC", "2"), COIN("USDT", "1"), "10", "0", "", "0.7", "0.8")), 2,
	    "LTV -, LIQUIDATION" REMEDIES("69.00%", "1.000 USDT", "$14.50", "1.000 USDT", "$20.00")
		BEHIND "U;59.50;70.00;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "123456789", "", "0.7374", "0.8374")), 2,
	    "LTV 123,456.79%~, LIQUIDATION" REMEDIES("72.74%", "999.4108060 USDT",
		"$169,623,383.29", "999.5950000 USDT", "$246,813,578.00") BEHIND
	    "123456.79%;62.68;73.74;0;");
}

/* What is owed in coins calls by rising, which is never written like a fall. */
APP_TEST(test_coins_owed)
{
	fake_http_forget("index-tickers");
	fake_http_push(&(struct fake_http_answer){ .target = "index-tickers",
	    .body = PRICES_NOW,
	    .times = FAKE_HTTP_ALWAYS });
	assert_loan(f, &usual,
	    LOANS(ORDER("1", COIN("ETH", "45"), COIN("BTC", "1"), "88000", "136800", "0.6433",
		"0.7374", "0.8374")),
	    1,
	    "LTV 64.33%, call if all fall 12.7% or ETH/BTC falls 12.7% " BEHIND
	    "64.33%;62.68;73.74;0;");
	assert_loan(f, &usual,
	    LOANS(ORDER("1", COIN("ETH", "40"), COIN("SOL", "500"), "70000", "94200", "0.7431",
		"0.7374", "0.8374")),
	    2,
	    "LTV 74.31%, MARGIN CALL passed by 0.57 points, liquidation if all fall a further 11.2% or ETH/SOL falls "
	    "11.2%" REMEDIES("72.74%", "10.5639 SOL", "$2,033.19", "163.5716 SOL", "$45,800.04")
		BEHIND "74.31%;62.68;73.74;0;");
}

APP_TEST(test_what_is_not_plausible)
{
	assert_loan(f, &usual, LOANS(ONE("1", "50000", "0.5", "73.74", "83.74")), 3,
	    "LTV 50.00%, call if all fall 99.3%, a margin call LTV of 7,374.00% is not plausible " BEHIND
	    "50.00%;6267.90;7374.00;0;");
	assert_loan(f, &usual, LOANS(ONE("1", "52000", "0.6", "0.7374", "0.8374")), 3,
	    "LTV 60.00%, call if all fall 18.6%, curLTV 60.00% and debt / collateral 52.00% differ by over 5% " BEHIND
	    "60.00%;62.68;73.74;0;");
	assert_loan(f, &usual,
	    LOANS("{\"ordId\":\"1\",\"loanData\":[],\"collateralData\":null,\"curLTV\":\"0.6\","
		  "\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\"}"),
	    3,
	    "LTV 60.00%, call if all fall 18.6%, OKX sent no usable collateralData " BEHIND
	    "60.00%;62.68;73.74;0;");
	/* At the moment of a repayment. */
	assert_loan(f, &usual,
	    LOANS(ORDER("1", COIN("BTC", "2"), "", "0", "100000", "0.80", "0.7374", "0.8374")), 0,
	    "LTV 0.00%, nothing is owed (although OKX says LTV 80.00%) " BEHIND
	    "0.00%;62.68;73.74;0;");
}

TEST(test_no_open_loan)
{
	const struct option_check fine = { .no_loan_ok = true };
	const struct option_check two = { .no_loan_ok = true, .expected = 2 };
	const struct option_check one = { .no_loan_ok = true, .loan = "12345" };

	begin(*state);
	assert_line(*state, &usual, 3,
	    "COLLTOP UNKNOWN - main production: no open loan (repaid? liquidated?)");
	assert_line(*state, &fine, 0, "COLLTOP OK - main production: no open loan");
	assert_line(*state, &two, 2,
	    "COLLTOP CRITICAL - main production: no open loan "
	    "(0 of 2 loans reported: repaid? liquidated?)");
	assert_line(*state, &one, 2,
	    "COLLTOP CRITICAL - main production: loan 12345 is not reported "
	    "(repaid? liquidated?)");
}

APP_TEST(test_loans_asked_for)
{
	const struct option_check three = { .expected = 3 }, two = { .expected = 2 };
	const struct option_check better = { .loan = "7", .expected = 2 },
				  missing = { .loan = "77" };

	answer(LOANS(ONE("7", "20000", "0.2", "0.7374", "0.8374") "," ONE("8", "70000", "0.7",
	    "0.7374", "0.8374")));
	begin(f);
	assert_line(f, &two, 1,
	    "COLLTOP WARNING - main production loan 8: LTV 70.00%, call if all fall 5.0% "
	    "(2 loans, worst shown) | '8_ltv'=70.00%;62.68;73.74;0;");
	assert_line(f, &three, 2,
	    "COLLTOP CRITICAL - main production loan 8: LTV 70.00%, call if all fall 5.0% "
	    "(2 of 3 loans reported: repaid? liquidated?) | '8_ltv'=70.00%;62.68;73.74;0;");
	assert_line(f, &better, 0,
	    "COLLTOP OK - main production loan 7: LTV 20.00%, call if all fall 72.8% "
	    "| '7_ltv'=20.00%;62.68;73.74;0;");
	assert_line(f, &missing, 2,
	    "COLLTOP CRITICAL - main production: loan 77 is not reported "
	    "(repaid? liquidated?)");
}

/* The exchange is liquidating right now: said at once, while any other refusal is unknown. */
APP_TEST(test_refusals)
{
	TABLE(cases, const char *code, *body; int status) = {
		{ "50009", REFUSAL("50009", "frozen"), 2 },
		{ "50022", REFUSAL("50022", "blocked"), 2 },
		{ "50113", REFUSAL("50113", "Invalid signature"), 3 },
		{ "50011", REFUSAL("50011", "a|b"), 3 },
		{ "51000", REFUSAL("51000", "a|b"), 3 },
	};

	begin(f);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct check *check = check_new(&usual);
		int64_t began;
		char *line;

		refuse(400, cases[i].body);
		app_aim(&f->app, ENVIRONMENT_PRODUCTION);
		fixture_pass(f, 2100);
		began = monotime_ms();
		judge(f, check);
		line = line_of(check, cases[i].status);
		assert_non_null(strstr(line, cases[i].code));
		if (cases[i].status == 2)
			assert_int_equal(monotime_ms(), began);
		free(line);
	}
}

APP_TEST(test_not_offered_in_demo)
{
	struct check *check = check_new(&usual);
	char *line;

	f->settings.environment = ENVIRONMENT_DEMO;
	refuse(200, REFUSAL("50038", "This feature is unavailable in demo trading"));
	begin(f);
	judge(f, check);
	line = line_of(check, 3);
	assert_int_equal(strncmp(line, "COLLTOP UNKNOWN - main demo: ", 29), 0);
	free(line);
}

APP_TEST(test_tries_until_the_time_is_over)
{
	struct check *check = check_new(&usual);
	char *line;

	refuse(503, "down");
	begin(f);
	judge(f, check);
	line = line_of(check, 3);
	assert_non_null(strstr(line, "COLLTOP UNKNOWN - main production: "));
	assert_non_null(strstr(line, "503"));
	free(line);
}

TEST(test_the_next_try_may_be_good)
{
	refuse(503, "down");
	begin(*state);
	answer(LOANS(ONE("1", "50000", "0.5", "0.7374", "0.8374")));
	assert_line(*state, &usual, 0,
	    "COLLTOP OK - main production loan 1: LTV 50.00%, call if all fall 32.1% " BEHIND
	    "50.00%;62.68;73.74;0;");
}

TEST(test_no_answer_at_all)
{
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .never = true,
	    .times = FAKE_HTTP_ALWAYS });
	begin(*state);
	assert_line(*state, &usual, 3,
	    "COLLTOP UNKNOWN - main production: no answer from openapi.okx.com in time");
}

/* The machine slept between the answer and the judgement. */
APP_TEST(test_stale)
{
	answer(LOAN_OK);
	begin(f);
	fake_monotime_set(monotime_ms() + 60000);
	assert_line(f, &usual, 3,
	    "COLLTOP UNKNOWN - main production: the figures are stale, 60s old");
}

APP_TEST(test_no_key)
{
	f->settings.environment = ENVIRONMENT_PRODUCTION;
	fixture_lose_key(f, ENVIRONMENT_PRODUCTION);
	fixture_start(f, FIXTURE_HANGS);
	assert_line(f, &usual, 3,
	    "COLLTOP UNKNOWN - main production: no key for PRODUCTION of account main: nothing was "
	    "sent. " FIXTURE_NO_PRODUCTION ".");
}

/* Every account is named, the worst first: 2 before 3 before 1 before 0. */
APP_TEST(test_several_accounts)
{
	static const char *const loans[] = {
		LOANS(ONE("1", "50000", "0.5", "0.7374", "0.8374")),
		LOANS(ONE("2", "70000", "0.7", "0.7374", "0.8374")),
		LOANS(""),
		LOANS(ONE("4", "75000", "0.75", "0.7374", "0.8374")),
	};
	static const char *const expected[] = {
		"COLLTOP OK - main production loan 1: LTV 50.00%, call if all fall 32.1%"
		" | 'main_1_ltv'=50.00%;62.68;73.74;0;\n",
		"COLLTOP WARNING - second production loan 2: LTV 70.00%, call if all fall 5.0%; "
		"main production loan 1: LTV 50.00%, call if all fall 32.1%"
		" | 'main_1_ltv'=50.00%;62.68;73.74;0; 'second_2_ltv'=70.00%;62.68;73.74;0;\n",
		"COLLTOP UNKNOWN - main production: no open loan (repaid? liquidated?); "
		"second production loan 2: LTV 70.00%, call if all fall 5.0%; "
		"main production loan 1: LTV 50.00%, call if all fall 32.1%"
		" | 'main_1_ltv'=50.00%;62.68;73.74;0; 'second_2_ltv'=70.00%;62.68;73.74;0;\n",
		"COLLTOP CRITICAL - second production loan 4: LTV 75.00%, MARGIN CALL passed by 1.26 points, "
		"liquidation if all fall a further 10.4%, to leave it at LTV 72.74% repay 30.1334 USDT~ or "
		"pledge $3,106.96~ after haircuts, to reach 50.00% repay 333.3334 USDT~ or pledge "
		"$50,000.00~ after haircuts; "
		"main production: no open loan (repaid? liquidated?); "
		"second production loan 2: LTV 70.00%, call if all fall 5.0%; "
		"main production loan 1: LTV 50.00%, call if all fall 32.1%"
		" | 'main_1_ltv'=50.00%;62.68;73.74;0; 'second_2_ltv'=70.00%;62.68;73.74;0;"
		" 'second_4_ltv'=75.00%;62.68;73.74;0;\n",
	};
	static const int statuses[] = { 0, 1, 3, 2 };

	f->settings.chosen_count = 2;
	begin(f);
	for (size_t rounds = 1; rounds <= sizeof loans / sizeof *loans; rounds++) {
		struct check *check = check_new(&usual);
		char *line;

		/* Begins with the account "main" each time. */
		if (f->app.account == 0)
			fixture_enter(f, true, true);
		for (size_t i = 0; i < rounds; i++) {
			answer(loans[i]);
			fixture_enter(f, true, true);
			judge(f, check);
		}
		line = line_of(check, statuses[rounds - 1]);
		assert_string_equal(line, expected[rounds - 1]);
		free(line);
	}
}

/* Without a configuration there is no account to be named; what there was is still said. */
TEST(test_failure_before_anything_is_asked)
{
	struct check *check = check_new(&usual);
	char *line;

	check_fail(check, "colltop.conf:3: no such setting");
	line = line_of(check, 3);
	assert_string_equal(line, "COLLTOP UNKNOWN - colltop.conf:3: no such setting\n");
	free(line);
	line = line_of(check_new(&usual), 3);
	assert_string_equal(line, "COLLTOP UNKNOWN - \n");
	free(line);
}

/* What the exchange calls a loan breaks neither the line nor its figures. */
TEST(test_hostile_order)
{
	answer(LOANS(ONE("a|b'c=1;d e", "50000", "0.5", "0.7374", "0.8374")));
	begin(*state);
	assert_line(*state, &usual, 0,
	    "COLLTOP OK - main production loan a/b'c=1;d e: LTV 50.00%, call if all fall "
	    "32.1% | 'a_b_c_1_d_e_ltv'=50.00%;62.68;73.74;0;");
}

APP_TEST(test_what_cannot_be_written)
{
	struct check *check = check_new(&usual);
	FILE *full = fopen("/dev/full", "w");

	if (full == NULL)
		skip();
	answer(LOAN_OK);
	begin(f);
	judge(f, check);
	assert_int_equal(check_print(check, full), 3);
	check_free(check);
	fclose(full);
}
