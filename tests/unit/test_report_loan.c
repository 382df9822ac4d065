/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <bsd/string.h>

#include "base/xmalloc.h"
#include "screen/loans.h"
#include "unit/report_fixture.h"

/* Records with loans. Figures were computed with exact fractions by other means. */

#define TITLE "colltop  PRODUCTION  main@global  LIVE  0s old  as of 2026-11-22 15:30:02 UTC\n"
#define NOTHING_OWED LOANS(ORDER("1", COIN("BTC", "1"), "", "0", "80000", "0", "0.7374", "0.8374"))

static void
answer(const char *target, int status, const char *body)
{
	fake_http_forget(target);
	fake_http_push(&(struct fake_http_answer){ .target = target,
	    .status = status,
	    .body = body,
	    .times = FAKE_HTTP_ALWAYS });
}

static void
begin_at(struct app_fixture *f, const char *loans, const char *prices)
{
	answer("loan-info", 200, loans);
	answer("index-tickers", 200, prices);
	answer("asset/balances", 200, FUNDING);
	fixture_push_always(LIST_SPARE);
	fixture_start(f, LIST_SPARE);
	fixture_pass(f, 100);
}

static void
begin_with(struct app_fixture *f, const char *loans)
{
	begin_at(f, loans, PRICES_NOW);
}

/* Fails unless the record in FORMAT has STATUS and all of PARTS (ends with NULL). */
static void
assert_parts(const struct app_fixture *f, enum option_format format, int status,
    const char *const *parts)
{
	struct run run;

	begin(&run, format, 1);
	assert_false(draw(&run, f));
	for (; *parts != NULL; parts++)
		if (strstr(run.text, *parts) == NULL)
			fail_msg("no %s in %s", *parts, run.text);
	assert_int_equal(report_status(run.report), status);
	end(&run);
}

#define ASSERT_PARTS(f, format, status, ...) \
	assert_parts(f, format, status, (const char *const[]){ __VA_ARGS__, NULL })

EACH_TEST(fixture_open, fixture_close)

TEST(test_json_as_sent_and_derived)
{
	begin_with(*state, LOAN_OK);
	ASSERT_PARTS(*state, FORMAT_JSON, 0,
	    "\"loans\":[{\"ord_id\":\"12345\",\"cur_ltv\":\"0.6\",\"margin_call_ltv\":\"0.7374\",\"liq_ltv\":\"0.8374\","
	    "\"loan_notional_usd\":\"100010\",\"collateral_notional_usd\":\"166680\","
	    "\"loan_data\":[{\"ccy\":\"USDT\",\"amt\":\"100000\"}],"
	    "\"collateral_data\":[{\"ccy\":\"BTC\",\"amt\":\"1.25\"},{\"ccy\":\"ETH\",\"amt\":\"12\"},"
	    "{\"ccy\":\"SOL\",\"amt\":\"200\"}],\"risk_warning_data\":{\"inst_id\":null,\"liq_px\":null},"
	    "\"loan_key\":\"12345\",\"watched\":true,\"band\":\"ok\",\"ltv_that_judges\":\"0.600011999040076794\","
	    "\"judge\":\"loan_notional_usd / collateral_notional_usd\",\"ltv_computed\":\"0.600011999040076794\","
	    "\"ltvs_disagree\":false,\"above_market\":false,\"fall_to_call\":\"0.186314077786714410\","
	    "\"fall_to_liquidation\":\"0.283482207976980184\",\"call_passed_by\":null,\"rising\":null,"
	    "\"rise_to_call\":null,\"rise_to_liquidation\":null,\"target\":\"repay\","
	    "\"target_ltv\":\"0.500000000000000000\",\"repay_usd\":\"16670.000000000000000000\",\"repay_ccy\":\"USDT\","
	    "\"repay\":\"16668.333166683331666834\",\"pledge_usd\":\"33340.000000000000000000\","
	    "\"market_value_usd\":\"176400.000000000000000000\",\"market_value_is_lower_bound\":false,\"assumptions\":\"",
	    "\"currencies\":[{\"ccy\":\"BTC\",\"pledged\":\"1.25\",\"owed\":null,\"stablecoin\":false,\"price_usd\":\"88000\","
	    "\"price_source\":\"index\",\"change_24h\":\"-0.011999712581734569\","
	    "\"pledged_value_usd\":\"110000.000000000000000000\",\"owed_value_usd\":null,"
	    "\"share\":\"0.623582766439909297\",\"share_at_most\":null,\"call_at\":\"price\","
	    "\"call_at_falling\":\"63156.135611608353675075\",\"call_at_rising\":null,"
	    "\"haircut_least\":\"0.911636363636363636\",\"haircut_most\":\"1.000000000000000000\",\"haircut_table_rate\":null,\"liq_at\":\"price\",\"liq_at_falling\":\"50199.348459517554334846\",\"liq_at_rising\":null},{\"ccy\":\"ETH\"",
	    "\"call_at_falling\":\"612.097459542536841154\"",
	    "{\"ccy\":\"SOL\",\"pledged\":\"200\"",
	    "\"call_at\":\"never\",\"call_at_falling\":null,\"call_at_rising\":null");
}

/* The list stays what it was, in its order and filter, whatever table stands. */
TEST(test_assets_stay_what_they_were)
{
	static const char rows[] =
	    "\"collateral_assets\":{\"rows\":["
	    "{\"ccy\":\"BTC\",\"amt\":\"0.54214831\",\"notional_usd\":\"47709.05\",\"price_usd\":\"87999.997639022429120917\","
	    "\"share\":\"0.883807312460912376\"},"
	    "{\"ccy\":\"ETH\",\"amt\":\"1.94007555\",\"notional_usd\":\"6208.24\",\"price_usd\":\"3199.999092818833782014\","
	    "\"share\":\"0.115007276596627572\"}],\"total_usd\":\"53981.28\",\"partial\":false,\"state\":\"assets\","
	    "\"filter\":\"b|h\"},";
	struct app_fixture *f = *state;

	free(f->settings.filter);
	f->settings.filter = xstrdup("b|h");
	begin_with(f, LOAN_OK);
	ASSERT_PARTS(f, FORMAT_JSON, 0, rows);
	/* An order that only the table of a loan knows falls back to the value. */
	f->app.sort = COLUMN_PLEDGED;
	ASSERT_PARTS(f, FORMAT_JSON, 0, rows);
	ASSERT_PARTS(f, FORMAT_CSV, 0,
	    "\r\nasset,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,assets,BTC,0.54214831,47709.05,"
	    "87999.997639022429120917,0.883807312460912376,,,,,,,,,,collateral_assets,",
	    "\r\ntotal,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,assets,,,,,,,53981.28,,,false,,,,,"
	    "collateral_assets,");
}

/* Known to be none, and not known whether there is one. */
APP_TEST(test_json_no_loan_and_not_known)
{
	begin_with(f, NO_LOAN);
	ASSERT_PARTS(f, FORMAT_JSON, 0, "\"loans\":[],");
	ASSERT_PARTS(f, FORMAT_CSV, 0,
	    "\r\nsource,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,no-loan,");
	answer("loan-info", 503, "down");
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_JSON, 1,
	    "\"loan_info\":{\"fetched_at\":null,\"age_ms\":null,\"freshness\":\"no-data\","
	    "\"error\":{\"code\":null,\"http\":503,",
	    "\"loans\":null,");
	ASSERT_PARTS(f, FORMAT_CSV, 1, "\r\nsource,main,production,global,false,,,no-data,,",
	    ",503,", ",loan_info,");
}

/* Worst first, each with its own key, also without an ID. */
TEST(test_several_loans)
{
	begin_with(*state,
	    LOANS(ORDER_AT("12345", "100010", "166680", "0.6") "," ORDER_AT("", "100010", "135150",
		"0.74") "," ORDER_AT("7", "100010", "150600", "0.6641")));
	ASSERT_PARTS(*state, FORMAT_JSON, 0, "\"loans\":[{\"ord_id\":null,\"cur_ltv\":\"0.74\"",
	    "\"loan_key\":\"#1\","
	    "\"watched\":true,\"band\":\"call\"",
	    "\"call_passed_by\":\"0.002600000000000000\"",
	    "\"loan_key\":\"7\",\"watched\":false,\"band\":\"watch\"",
	    "\"loan_key\":\"12345\",\"watched\":false,\"band\":\"ok\"");
	ASSERT_PARTS(*state, FORMAT_TABLE, 0,
	    "LOAN #1 (1 of 3)   LTV 74.00%  CALL   margin call 73.74%   liquidation 83.74%\n"
	    "MARGIN CALL: OKX only warns. Liquidation when pledged coins fall a further 11.6%. 0.26 points past it.\n"
	    "Liquidation   if all pledged coins fall 11.6%      pledged coins are sold\n",
	    "\nLOAN 7   LTV 66.41%  WATCH            call if all fall 9.9%\n"
	    "LOAN 12345   LTV 60.00%  OK           call if all fall 18.6%\n\nCCY ");
}

/* What is missing is null and makes the record partial; what is no number is named. */
TEST(test_json_what_is_not_known)
{
	begin_with(*state,
	    LOANS(
		"{\"ordId\":\"1\",\"curLTV\":0.6,\"marginCallLTV\":\"high\",\"liqLTV\":\"0.8\","
		"\"collateralData\":[{\"ccy\":\"DOT\",\"amt\":\"3\"},{\"ccy\":\"BTC\",\"amt\":true}],\"loanData\":[]}"));
	ASSERT_PARTS(*state, FORMAT_JSON, 1, "\"unreadable\":[\"cur_ltv\",\"margin_call_ltv\"]",
	    "\"cur_ltv\":null", "\"loan_notional_usd\":null",
	    "{\"ccy\":\"BTC\",\"amt\":null,\"unreadable\":[\"amt\"]}",
	    "\"band\":\"unknown\",\"ltv_that_judges\":null,\"judge\":null",
	    "\"market_value_is_lower_bound\":true",
	    "{\"ccy\":\"DOT\",\"pledged\":\"3\",\"owed\":null,\"stablecoin\":false,\"price_usd\":null,\"price_source\":null",
	    "\"call_at\":null");
}

#define PRICES_USDT(index) \
	PRICES(PRICE_OPENED("BTC", "88000", "88000") "," PRICE_OPENED("ETH", "3200", \
	    "3200") "," PRICE_OPENED("SOL", "140", "140") "," PRICE_OPENED("USDT", index, "1"))

TEST(test_json_a_stablecoin_at_the_edge_is_one)
{
	begin_at(*state, LOAN_OK, PRICES_USDT("0.98"));
	ASSERT_PARTS(*state, FORMAT_JSON, 0, "\"rising\":null",
	    "\"owed\":\"100000\",\"stablecoin\":true,\"price_usd\":\"0.98\"");
}

/* By the first prices: a record has no others. */
TEST(test_json_a_stablecoin_off_its_peg_is_none)
{
	begin_at(*state, LOAN_OK, PRICES_USDT("0.9799"));
	ASSERT_PARTS(*state, FORMAT_JSON, 0, "\"rising\":\"USDT\"",
	    "\"owed\":\"100000\",\"stablecoin\":false,\"price_usd\":\"0.9799\"");
}

/* Nothing of a coin without a price lacks nothing: shares, market value and status are whole. */
TEST(test_nothing_of_a_coin_makes_no_record_partial)
{
	begin_with(*state,
	    LOANS(ORDER("1", COIN("BTC", "1.25") "," COIN("OLD", "0"),
		COIN("OLD", "0.00") "," COIN("USDT", "50000"), "50000", "100000", "0.5", "0.7374",
		"0.8374")));
	ASSERT_PARTS(*state, FORMAT_JSON, 0,
	    "\"market_value_usd\":\"110000.000000000000000000\","
	    "\"market_value_is_lower_bound\":false",
	    "\"share\":\"1.000000000000000000\",\"share_at_most\":null",
	    "\"ccy\":\"OLD\",\"pledged\":\"0\",\"owed\":\"0.00\",\"stablecoin\":false,\"price_usd\":null");
	ASSERT_PARTS(*state, FORMAT_TABLE, 0, "(OKX)     $110,000.00~ at market\n");
}

/* What is owed of a coin may be missing: what is pledged of it is not. */
TEST(test_each_side_of_a_coin_stands_by_itself)
{
	begin_with(*state,
	    LOANS(ORDER("1", COIN("ETH", "1"), COIN("ETH", "") "," COIN("USDT", "1000"), "1000",
		"2400", "0.4167", "0.7374", "0.8374")));
	ASSERT_PARTS(*state, FORMAT_JSON, 0, "\"market_value_usd\":\"3200.000000000000000000\"",
	    "\"pledged_value_usd\":\"3200.000000000000000000\",\"owed_value_usd\":null,"
	    "\"share\":\"1.000000000000000000\"");
	ASSERT_PARTS(*state, FORMAT_TABLE, 0, "(OKX)       $3,200.00~ at market\n");
}

TEST(test_less_than_nothing_is_not_known)
{
	begin_with(*state,
	    LOANS(ORDER("1", COIN("BTC", "-0.01") "," COIN("ETH", "1"), COIN("USDT", "1000"),
		"1000", "2400", "0.4167", "0.7374", "0.8374")));
	ASSERT_PARTS(*state, FORMAT_JSON, 1,
	    "{\"ccy\":\"BTC\",\"amt\":null,\"unreadable\":[\"amt\"]}",
	    "\"market_value_usd\":\"3200.000000000000000000\",\"market_value_is_lower_bound\":true",
	    "\"share\":null,\"share_at_most\":\"1.000000000000000000\"");
	ASSERT_PARTS(*state, FORMAT_TABLE, 1, ">=$3,200.00~ at market\n");
}

TEST(test_csv_of_a_coin_debt)
{
	begin_with(*state, LOAN_COIN_DEBT);
	ASSERT_PARTS(*state, FORMAT_CSV, 0,
	    "\r\nloan,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,loans,,,,,,,,,,,,,,,loan_info,777,777,"
	    "0.6433,0.7374,0.8374,88000,136800,,,true,watch,0.643300000000000000,cur_ltv,0.643274853801169591,false,false,"
	    "0.127610523460808245,0.231788870312873178,,BTC,0.146277009171459661,0.301725478004041660,",
	    "\r\nloan_owed,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,loans,BTC,1,,88000,,,,,,,,,,,"
	    "loan_info,777,",
	    ",price,,100872.880000000000000000,,,,,,,,,,,,,,,,,,,price,,114552.880000000000000000,\r\n",
	    "\r\nloan_pledged,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,loans,ETH,45,,3200,"
	    "1.000000000000000000,,,,,,,,,,loan_info,777,",
	    ",2026-11-22T15:30:02.123Z,100,false,,,,,,,,,,false,ETH/BTC,,,,\r\n");
}

TEST(test_csv_of_hostile_names)
{
	begin_with(*state,
	    LOANS(ORDER("=1,\\\"2", COIN("+A", "1"), COIN("-x", "2"), "1", "10", "0.1", "0.7",
		"0.8")));
	ASSERT_PARTS(*state, FORMAT_CSV, 1, "loan_info,\"'=1,\"\"2\",\"'=1,\"\"2\",0.1,",
	    "loans,'-x,2,", "loans,'+A,1,");
}

APP_TEST(test_table)
{
	answer("loan-info", 200, LOAN_OK);
	answer("index-tickers", 200, PRICES_NOW);
	answer("asset/balances", 200, FUNDING);
	fixture_start(f, LIST_SPARE);
	assert_record(f, FORMAT_TABLE, 0,
	    TITLE
	    "LOAN 12345   LTV 60.00%  OK           margin call 73.74%   liquidation 83.74%\n"
	    "Margin call   if all pledged coins fall 18.6%      no grace: OKX only warns\n"
	    "Liquidation   if all pledged coins fall 28.3%      pledged coins are sold\n"
	    "Owed          100,000.00 USDT = $100,010.00\n"
	    "Secured by    $166,680.00 after haircuts (OKX)     $176,400.00~ at market\n"
	    "To reach 50%  repay 16,668.34 USDT~   or pledge $33,340.00~ after haircuts\n"
	    "\n"
	    "CCY      PLEDGED      FUNDING      PRICE    PLEDGED$~    SHARE~     24h  CALL AT~\n"
	    "BTC         1.25   0.54214831  88,000.00   110,000.00    62.36%  -1.20%  <=63,157\n"
	    "ETH        12.00   1.94007555   3,200.00    38,400.00    21.77%  -0.85%     <=613\n"
	    "SOL       200.00            -    140.000    28,000.00    15.87%  +0.30%      none\n"
	    "USDT           -  63.97959597    1.00010            -         -   0.00%         -\n"
	    "TOTAL                                      176,400.00\n"
	    "FUNDING secures nothing. It holds $53,981.28~ at market\n");
}

APP_TEST(test_table_of_other_loans)
{
	begin_with(f, LOAN_COIN_DEBT);
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "Margin call   if all pledged coins fall 12.7%  or if ETH/BTC falls 12.7%",
	    "Owed          1.00 BTC = $88,000.00\n");
	answer("loan-info", 200,
	    LOANS(ORDER("1", COIN("ETH", "40"), COIN("SOL", "500"), "70000", "94200", "0.7431",
		"0.7374", "0.8374")));
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "Liquidation   if all pledged coins fall 11.2%  or if ETH/SOL falls 11.2%",
	    "Liquidation when pledged coins fall a further 11.2% or ETH/SOL falls 11.2%. 0.57 points past it.\n");
	answer("loan-info", 200, NOTHING_OWED);
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_TABLE, 0, "Margin call   -  nothing is owed\n",
	    "To reach 50%  already below 50%\n");
	answer("loan-info", 200, LOAN_LIQUIDATION);
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_TABLE, 0, "  LIQUIDATION  ",
	    "LIQUIDATION: the threshold is reached, OKX sells pledged coins. ");
	answer("loan-info", 200, LOANS(ORDER_AT("1", "100010", "400000", "0.6")));
	/* One pair may be a move of the market. */
	fixture_pass(f, 4100);
	ASSERT_PARTS(f, FORMAT_TABLE, 1, "  UNKNOWN  ",
	    "\nUNKNOWN: curLTV 60.00% and debt / collateral 25.01% differ by over 5%\n",
	    "! LTV: OKX says 60.00%, its debt / collateral is 25.01%~; the worse one counts\n",
	    "! OKX counts more than what is pledged is worth at market: do not rely on it\n");
}

/* What a loan would be, in every format; the status says where nothing can be said. */
APP_TEST(test_what_if)
{
	begin_with(f, LOAN_CALL);
	strlcpy(f->app.question, "all -30%, BTC -20%, pledge ETH 5", sizeof f->app.question);
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "\n\nWHAT IF, NOT REAL: all -30%, BTC -20%, pledge ETH 5\n"
	    "                                         now            what if\n"
	    "LTV                                   74.00%           <=94.96%\n"
	    "band                                    CALL        LIQUIDATION\n"
	    "fall left to the margin call         reached            reached\n"
	    "fall left to liquidation               11.6%            reached\n"
	    "leave the call: repay         1,702.71 USDT~  <=23,398.66 USDT~\n"
	    "or pledge, after haircuts         $2,341.07~      <=$32,171.07~\n"
	    "<= at most: the haircuts are not known, and the worst possible ones count; the best would make the LTV "
	    "86.61%.\n",
	    "\nMore ETH counts here as what is pledged does; OKX may count it for less.\n"
	    "The funding account holds only 1.94007555 ETH.\n\nCCY ");
	ASSERT_PARTS(f, FORMAT_JSON, 0,
	    "\"what_if\":{\"text\":\"all -30%, BTC -20%, pledge ETH 5\",\"no_answer\":null,\"band\":\"liquidation\","
	    "\"ltv_that_judges\":\"0.949",
	    "\"leave_repay_ccy\":\"USDT\"",
	    "\"notes\":[\"more ETH counts here as what is pledged does; OKX may count it for less\","
	    "\"the funding account holds only 1.94007555 ETH\"]}");
	ASSERT_PARTS(f, FORMAT_CSV, 0, "\r\nwhat_if,main,production,global,false,",
	    ",\"all -30%, BTC -20%, pledge ETH 5\",",
	    "more ETH counts here as what is pledged does; OKX may count it for less. The funding account holds only "
	    "1.94007555 ETH.");

	strlcpy(f->app.question, "repay 5", sizeof f->app.question);
	answer("loan-info", 200,
	    LOANS(ORDER("9", COIN("BTC", "2"), COIN("ETH", "1") "," COIN("USDT", "5"), "40000",
		"100000", "0.4", "0.7374", "0.8374")));
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_TABLE, 1,
	    "WHAT IF, NOT REAL: repay 5\n"
	    "Repay needs a currency before the amount: ETH and USDT are owed.\n");
	ASSERT_PARTS(f, FORMAT_JSON, 1,
	    "\"no_answer\":\"repay needs a currency before the amount: ETH and USDT are owed\",\"band\":null,"
	    "\"ltv_that_judges\":null");
	ASSERT_PARTS(f, FORMAT_CSV, 1, ",repay 5,,loan_info,9,",
	    ",repay needs a currency before the amount: ETH and USDT are owed,,,,,,,,,,,,,,\r\n");
	answer("loan-info", 200, NO_LOAN);
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_TABLE, 1, "no open flexible loan");
}

/* Why a band is UNKNOWN, in every format, beside all the figures that there are. */
APP_TEST(test_doubts)
{
	begin_with(f,
	    LOANS(ORDER("1", THREE_PLEDGED, COIN("USDT", "50000"), "50005", "100000", "0.50005",
		"73.74", "83.74")));
	ASSERT_PARTS(f, FORMAT_JSON, 1, "\"band\":\"unknown\"", "\"doubt\":\"thresholds\"",
	    "\"fall_to_call\":\"0.993218741524274477\"");
	ASSERT_PARTS(f, FORMAT_TABLE, 1,
	    "LTV 50.01%  UNKNOWN          margin call 7,374.00%   liquidation 8,374.00%\n",
	    "Margin call   if all pledged coins fall 99.3% ",
	    "UNKNOWN: a margin call LTV of 7,374.00% is not plausible\n");
	ASSERT_PARTS(f, FORMAT_CSV, 1, ",unknown,", ",thresholds,");
	answer("loan-info", 200,
	    LOANS(
		"{\"ordId\":\"1\",\"collateralData\":null,\"loanData\":7,\"loanNotionalUsd\":\"50000\","
		"\"collateralNotionalUsd\":\"100000\",\"curLTV\":\"0.5\",\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\","
		"\"riskWarningData\":[]}"));
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_JSON, 1, "\"unreadable\":[\"loan_data\"]",
	    "\"loan_data\":null,\"collateral_data\":null", "\"band\":\"unknown\"",
	    "\"doubt\":\"missing-list\"", "\"market_value_is_lower_bound\":true");
	ASSERT_PARTS(f, FORMAT_TABLE, 1, "UNKNOWN: OKX sent no usable loanData, collateralData\n");
	answer("loan-info", 200,
	    LOANS(ORDER("1", COIN("BTC", "1"), "", "0", "80000", "0.80", "0.7374", "0.8374")));
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_JSON, 0, "\"band\":\"ok\"", "\"ltvs_disagree\":true",
	    "\"doubt\":null");
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "! OKX says LTV 80.00%, although its debt is 0: nothing is owed\n");
	answer("loan-info", 200, LOANS(ORDER_AT("1", "52000", "100000", "0.60")));
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_JSON, 1, "\"repay_usd\":\"10000.000000000000000000\"",
	    "\"pledge_usd\":\"20000.000000000000000000\"", "\"doubt\":\"ltvs\"",
	    "\"leave_ltv\":null,\"leave_repay_usd\":null,\"leave_repay_ccy\":null");
	answer("loan-info", 200, LOANS(ORDER_AT("1", "75000", "100000", "0.75")));
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_JSON, 0,
	    "\"leave_ltv\":\"0.727400000000000000\",\"leave_repay_usd\":\"2260.000000000000000000\"",
	    "\"leave_repay_ccy\":\"USDT\"", "\"leave_pledge_usd\":\"3106.956282650536156173\"");
	ASSERT_PARTS(f, FORMAT_CSV, 0, ",2260.000000000000000000,USDT,");
}

/* Beside a loan the list is not in the table and is silent; it still fails the record. */
APP_TEST(test_table_without_the_list)
{
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	answer("loan-info", 200, LOAN_OK);
	answer("index-tickers", 200, PRICES_NOW);
	answer("asset/balances", 200, FUNDING);
	fixture_start(f, NO_ASSETS);
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "\nTOTAL                                      176,400.00\n"
	    "FUNDING secures nothing. It holds $53,981.28~ at market\n");
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	assert_non_null(file);
	assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
	fixture_fail(f, 503, "down");
	ASSERT_PARTS(f, FORMAT_TABLE, 1, "LOAN 12345   LTV 60.00%  OK  ",
	    "FUNDING secures nothing. It holds $53,981.28~ at market\n");
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	close(saved);
	fclose(file);
}

#define FUNDING_JSON "\"funding\":{\"rows\":["
#define BALANCE_JSON(ccy, amt, price, value) \
	"{\"ccy\":\"" ccy "\",\"amt\":\"" amt "\",\"price_usd\":" price "," \
	"\"value_usd\":" value "}"

/* The amounts as sent, at the index where there is one. */
TEST(test_funding)
{
	struct app_fixture *f = *state;

	begin_with(f, LOAN_OK);
	ASSERT_PARTS(f, FORMAT_JSON, 0,
	    "\"asset_balances\":{\"fetched_at\":\"2026-11-22T15:30:02.123Z\"",
	    FUNDING_JSON BALANCE_JSON("BTC", "0.54214831", "\"88000\"",
		"\"47709.05128000\"") "," BALANCE_JSON("ETH", "1.94007555", "\"3200\"",
		"\"6208.24176000\"") "," BALANCE_JSON("USDT", "63.97959597", "\"1.0001\"",
		"\"63.985993929597\"") "],"
				       "\"total_usd\":\"53981.279033929597\",\"partial\":false,\"state\":\"balances\"}}]}\n");
	ASSERT_PARTS(f, FORMAT_CSV, 0,
	    "\r\nfunding,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,balances,BTC,0.54214831,,88000,",
	    ",47709.05128000\r\n",
	    "\r\nfunding_total,main,production,global,false,2026-11-22T15:30:02.123Z,100,live,balances,,,,,,,"
	    "53981.279033929597,,,false,,,,,asset_balances,");
}

/* Without an index the sum is a lower bound; the unreadable is named. Neither fails a record. */
TEST(test_funding_in_part)
{
	struct app_fixture *f = *state;

	begin_with(f, LOAN_OK);
	answer("asset/balances", 200,
	    BALANCES(
		BALANCE("BTC", "1") "," BALANCE("XRP", "5") ","
							    "{\"ccy\":\"ETH\",\"availBal\":7}"));
	fixture_pass(f, 31000);
	ASSERT_PARTS(f, FORMAT_JSON, 0,
	    FUNDING_JSON BALANCE_JSON("BTC", "1", "\"88000\"",
		"\"88000\"") ","
			     "{\"ccy\":\"ETH\",\"amt\":null,\"price_usd\":\"3200\",\"value_usd\":null,\"unreadable\":[\"amt\"]}," BALANCE_JSON(
				 "XRP", "5", "null",
				 "null") "],\"total_usd_known\":\"88000\",\"total_is_lower_bound\":true,"
					 "\"partial\":true,\"state\":\"balances\"}");
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "FUNDING secures nothing. It holds >=$88,000.00~ at market\n");
}

/* What may be the pledged coins has no value and no sum anywhere. */
TEST(test_funding_not_told_apart)
{
	struct app_fixture *f = *state;

	begin_with(f, LOAN_OK);
	answer("asset/balances", 200,
	    BALANCES(BALANCE("BTC", "1.25") "," BALANCE("ETH", "12.0") "," BALANCE("SOL", "200")));
	fixture_pass(f, 31000);
	ASSERT_PARTS(f, FORMAT_JSON, 0,
	    FUNDING_JSON BALANCE_JSON("BTC", "1.25", "\"88000\"", "null") "," BALANCE_JSON("ETH",
		"12.0", "\"3200\"", "null") "," BALANCE_JSON("SOL", "200", "\"140\"",
		"null") "],"
			"\"total_usd\":null,\"partial\":false,\"state\":\"not-told-apart\"}");
	ASSERT_PARTS(f, FORMAT_CSV, 0,
	    ",live,not-told-apart,BTC,1.25,,88000,,,,,,,,,,,asset_balances,",
	    ",live,not-told-apart,,,,,,,,,,false,,,,,asset_balances,");
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "\nCCY      PLEDGED      PRICE    PLEDGED$~    SHARE~     24h  CALL AT~\n",
	    "\nfunding account: not told apart, since its amounts equal what is pledged\n");
}

/* Refused: the loan is told as ever, with the reason; the record does not fail for it. */
APP_TEST(test_funding_refused)
{
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
	answer("asset/balances", 200, REFUSAL("50030", "No permission"));
	answer("loan-info", 200, LOAN_OK);
	answer("index-tickers", 200, PRICES_NOW);
	fixture_start(f, LIST_SPARE);
	ASSERT_PARTS(f, FORMAT_JSON, 0, "\"funding\":null}]}\n",
	    "\"asset_balances\":{\"fetched_at\":null,\"age_ms\":null,"
	    "\"freshness\":\"no-data\",\"error\":{\"code\":\"50030\"");
	ASSERT_PARTS(f, FORMAT_TABLE, 0,
	    "\nCCY      PLEDGED      PRICE    PLEDGED$~    SHARE~     24h  CALL AT~\n");
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	close(saved);
	fclose(file);
}

/* The word of a band never stands alone beside old figures; what fails is said. */
APP_TEST(test_table_of_old_figures)
{
	int saved = dup(STDERR_FILENO);
	char said[800] = "";
	FILE *file = tmpfile();

	begin_with(f, LOAN_OK);
	answer("loan-info", 401, REFUSAL("50113", "Invalid signature"));
	fixture_pass(f, 20000);
	assert_non_null(file);
	assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
	ASSERT_PARTS(f, FORMAT_TABLE, 3, "  STALE  ",
	    "LOAN 12345   LTV [60.00%]  OLD 20s (was OK)   margin call [73.74%]",
	    "Margin call   if all pledged coins fall [18.6%] ");
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_pass(f, 2100);
	ASSERT_PARTS(f, FORMAT_TABLE, 3,
	    "LOAN  NOT KNOWN: no usable answer to loan info yet. There may be one.\n", "AMOUNT");
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	close(saved);
	rewind(file);
	assert_true(fread(said, 1, sizeof said - 1, file) > 0);
	fclose(file);
	assert_non_null(strstr(said, "colltop: OKX refused: 50113 Invalid signature."));
}

/* A sum of the pair is as old as that, and one of no price at all is not 0. */
APP_TEST(test_table_of_old_prices)
{
	fake_http_push(&(struct fake_http_answer){ .target = "instId",
	    .body = REFUSAL("51001", "no such index"),
	    .times = 20 });
	begin_with(f, LOAN_OK);
	ASSERT_PARTS(f, FORMAT_TABLE, 1, "(OKX)     market value not known\n");
	answer("instId", 200, PRICES_NOW);
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_pass(f, 5000);
	ASSERT_PARTS(f, FORMAT_TABLE, 0, "(OKX)     $176,400.00~ at market\n");
	fake_http_forget("index-tickers");
	fake_http_forget("instId");
	fake_http_push(&(struct fake_http_answer){ .target = "index-tickers",
	    .never = true,
	    .times = FAKE_HTTP_ALWAYS });
	fixture_pass(f, 40000);
	ASSERT_PARTS(f, FORMAT_TABLE, 1, "(OKX)     [$176,400.00]~ at market\n", "  prices 4");
}

APP_TEST(test_table_of_demo_trading)
{
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	f->settings.environment = ENVIRONMENT_DEMO;
	assert_non_null(file);
	assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
	begin_with(f, REFUSAL("50038", "This feature is unavailable in demo trading"));
	ASSERT_PARTS(f, FORMAT_TABLE, 3,
	    "\nLOAN  OKX does not offer flexible loans in demo trading (50038). Your demo key works.\n");
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	close(saved);
	fclose(file);
}

/* A price that is missing makes what hangs on it partial; one that fails makes the record so. */
APP_TEST(test_status_of_prices)
{
	begin_with(f, LOAN_OK);
	ASSERT_PARTS(f, FORMAT_JSON, 0, "\"index_tickers\"");
	answer("index-tickers", 503, "down");
	fixture_pass(f, 16000);
	ASSERT_PARTS(f, FORMAT_JSON, 1,
	    "\"index_tickers\":{\"fetched_at\":\"2026-11-22T15:30:02.123Z\"", "\"http\":503");
}
