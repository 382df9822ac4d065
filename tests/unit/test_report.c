/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/xmalloc.h"
#include "unit/report_fixture.h"

/* Records, line by line. */

/* JSON, around what differs. */
#define WHO(environment, simulated) WHO_AT("02", environment, simulated)
#define WHO_AT(second, environment, simulated) \
	"{\"schema\":1,\"at\":\"2026-11-22T15:30:" second \
	".123Z\",\"accounts\":[{\"account\":\"main\",\"environment\":\"" environment "\"," \
	"\"region\":\"global\",\"simulated\":" simulated ",\"sources\":{"
#define FETCHED(name, second, age, freshness) \
	"\"" name "\":{\"fetched_at\":\"2026-11-22T15:30:" second ".123Z\",\"age_ms\":" age \
	",\"freshness\":\"" freshness "\",\"error\":"
#define LIVE(name) FETCHED(name, "02", "0", "live") "null}"
/* Without a loan no price is asked for. */
#define UNASKED(name) \
	"\"" name \
	"\":{\"fetched_at\":null,\"age_ms\":null,\"freshness\":\"connecting\",\"error\":null}"
#define SOURCES \
	LIVE("loan_info") \
	"," LIVE("collateral_assets") "," LIVE("asset_balances") "," UNASKED( \
	    "index_tickers") "},\"loans\":[],"
#define FRESH WHO("production", "false") SOURCES
#define EMPTY_FUNDING \
	"\"funding\":{\"rows\":[],\"total_usd\":\"0\",\"partial\":false,\"state\":\"empty\"}}]}\n"
#define OBJECT(members) "\"collateral_assets\":{" members "}," EMPTY_FUNDING
#define ROW(ccy, amt, value, price, share) \
	"{\"ccy\":\"" ccy "\",\"amt\":\"" amt "\",\"notional_usd\":\"" value \
	"\",\"price_usd\":\"" price "\"," share "}"

/* What was computed by other means from the figures of THREE. */
#define THREE_ROWS \
	ROW("BTC", "1.7921483143067599", "158292.621793314105231", "88325.626026406732441734", \
	    "\"share\":\"0.961197914735044166\"") \
	"," ROW("ETH", "1.9400755578876945", "6325.6652712507", "3260.525212810745030935", \
	    "\"share\":\"0.038411242413920735\"") "," ROW("USDT", "63.9795959720319628", \
	    "64.3650372635", "1.006024440848868895", "\"share\":\"0.000390842851035100\"")
#define THREE_OBJECT \
	OBJECT("\"rows\":[" THREE_ROWS "],\"total_usd\":\"164682.652101828305231\"," \
	       "\"partial\":false,\"state\":\"assets\"")

EACH_TEST(fixture_open, fixture_close)

APP_TEST(test_json_whole)
{
	fixture_start(f, THREE);
	assert_record(f, FORMAT_JSON, 0, FRESH THREE_OBJECT);
}

TEST(test_json_partial)
{
	struct app_fixture *f = *state;

	fixture_start(f, PARTIAL);
	assert_record(f, FORMAT_JSON, 1,
	    FRESH OBJECT("\"rows\":[" ROW("BTC", "1", "50000", "50000.000000000000000000",
		"\"share_at_most\":\"0.500000000000000000\"") "," ROW("ETH", "2", "50000",
		"25000.000000000000000000",
		"\"share_at_most\":\"0.500000000000000000\"") ","
							      "{\"ccy\":\"SOL\",\"amt\":\"3\",\"notional_usd\":null,\"price_usd\":null,\"share\":null},"
							      "{\"ccy\":\"XRP\",\"amt\":\"4\",\"notional_usd\":null,\"price_usd\":null,\"share\":null,"
							      "\"unreadable\":[\"notional_usd\"]}],\"total_usd_known\":\"100000\",\"total_is_lower_bound\":true,"
							      "\"partial\":true,\"state\":\"assets\""));
}

/* With a negative value the known part is no bound at all, and no share has one. */
TEST(test_json_no_bound)
{
	struct app_fixture *f = *state;

	fixture_start(f,
	    ASSETS(ASSET("BTC", "1", "10") "," ASSET("ETH", "1",
		"-4") ","
		      "{\"ccy\":\"SOL\",\"amt\":7,\"notionalUsd\":true}"));
	assert_record(f, FORMAT_JSON, 1,
	    FRESH OBJECT("\"rows\":[" ROW("BTC", "1", "10", "10.000000000000000000",
		"\"share\":null") "," ROW("ETH", "1", "-4", "-4.000000000000000000",
		"\"share\":null") ","
				  "{\"ccy\":\"SOL\",\"amt\":null,\"notional_usd\":null,\"price_usd\":null,\"share\":null,"
				  "\"unreadable\":[\"amt\",\"notional_usd\"]}],\"total_usd_known\":\"6\",\"total_is_lower_bound\":false,"
				  "\"partial\":true,\"state\":\"assets\""));
}

/* The strings are those that were sent; of a currency that came twice, the exact sums. */
TEST(test_json_strings_as_sent)
{
	struct app_fixture *f = *state;

	fixture_start(f,
	    ASSETS(ASSET("BTC", "0.50", "1e2") "," ASSET("ETH", "1.10", "200.00") "," ASSET("ETH",
		"0.9", "1e2")));
	assert_record(f, FORMAT_JSON, 0,
	    FRESH OBJECT("\"rows\":[" ROW("ETH", "2.00", "300.00", "150.000000000000000000",
		"\"share\":\"0.750000000000000000\"") "," ROW("BTC", "0.50", "1e2",
		"200.000000000000000000",
		"\"share\":\"0.250000000000000000\"") "],\"total_usd\":\"400.00\",\"partial\":false,\"state\":\"assets\""));
}

/* Of one currency alone there is no total and no share. */
TEST(test_json_one_currency)
{
	struct app_fixture *f = *state;

	free(f->settings.ccy);
	f->settings.ccy = xstrdup("BTC");
	fixture_start(f, ASSETS(ASSET("BTC", "2", "10")));
	assert_non_null(strstr(fixture_request(0)->target, "?ccy=BTC"));
	assert_record(f, FORMAT_JSON, 0,
	    FRESH OBJECT("\"rows\":[" ROW("BTC", "2", "10", "5.000000000000000000",
		"\"share\":null") "],\"total_usd\":null,\"partial\":false,\"state\":\"assets\",\"only\":\"BTC\""));
}

/* Without an open loan an empty list says nothing, however sent, and no total is known. */
TEST(test_json_nothing_without_a_loan)
{
	struct app_fixture *f = *state;

	fixture_start(f, NO_LOAN);
	assert_record(f, FORMAT_JSON, 0,
	    FRESH OBJECT("\"rows\":[],\"total_usd\":null,\"partial\":false,"
			 "\"state\":\"no-loan\""));
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_next(f, NO_ASSETS);
	assert_record(f, FORMAT_JSON, 0,
	    FRESH OBJECT("\"rows\":[],\"total_usd\":null,\"partial\":false,"
			 "\"state\":\"no-loan\""));
}

APP_TEST(test_json_no_figures)
{
	fixture_start(f, FIXTURE_HANGS);
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_fail(f, 0, NULL);
	assert_record(f, FORMAT_JSON, 1,
	    WHO("production", "false") LIVE(
		"loan_info") ","
			     "\"collateral_assets\":{\"fetched_at\":null,\"age_ms\":null,"
			     "\"freshness\":\"no-data\",\"error\":{\"code\":null,\"http\":null,"
			     "\"text\":\"cannot connect to openapi.okx.com: Connection refused\",\"advice\":"
			     "\"Check that this machine is online and no firewall is in the way.\"}}," LIVE(
				 "asset_balances") "," UNASKED("index_tickers") "},"
										"\"loans\":[],\"collateral_assets\":null," EMPTY_FUNDING);
}

/* The last good figures stay, with their age, beside what went wrong. */
APP_TEST(test_json_old_figures)
{
	static const char error[] =
	    "{\"code\":\"50113\",\"http\":401,"
	    "\"text\":\"OKX refused: 50113 Invalid signature.\",\"advice\":"
	    "\"Correct OKX_SECRET_KEY in the production credentials of account main: secret and passphrase may be "
	    "swapped, or a stray newline or blank came with the paste.\"}},";
	char expected[4096];

	fixture_start(f, THREE);
	fixture_fail(f, 401, REFUSAL("50113", "Invalid signature"));
	snprintf(expected, sizeof expected, "%s%s%s",
	    WHO_AT("04", "production", "false") FETCHED("loan_info", "04", "0",
		"live") "null}," FETCHED("collateral_assets", "02", "2000", "live"),
	    error,
	    FETCHED("asset_balances", "02", "2000", "live") "null}," UNASKED(
		"index_tickers") "},\"loans\":[]," THREE_OBJECT);
	assert_record(f, FORMAT_JSON, 3, expected);
	fixture_pass(f, 13000);
	snprintf(expected, sizeof expected, "%s%s%s",
	    WHO_AT("17", "production", "false") FETCHED("loan_info", "16", "1000",
		"live") "null}," FETCHED("collateral_assets", "02", "15000", "stale"),
	    error,
	    FETCHED("asset_balances", "02", "15000", "live") "null}," UNASKED(
		"index_tickers") "},\"loans\":[]," THREE_OBJECT);
	assert_record(f, FORMAT_JSON, 3, expected);
}

APP_TEST(test_json_environments)
{
	TABLE(cases, bool simulated; enum environment environment; const char *who) = {
		{ false, ENVIRONMENT_DEMO, WHO("demo", "false") },
		{ true, ENVIRONMENT_PRODUCTION, WHO("simulation", "true") },
		{ true, ENVIRONMENT_DEMO, WHO("simulation-demo", "true") },
	};
	char expected[4096];

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		fixture_push(THREE);
		f->settings.simulated = cases[i].simulated;
		app_aim(&f->app, cases[i].environment);
		fixture_pass(f, 0);
		snprintf(expected, sizeof expected, "%s%s", cases[i].who, SOURCES THREE_OBJECT);
		assert_record(f, FORMAT_JSON, 0, expected);
	}
}

/* The filter and the order are those of the table; the total is of all. */
TEST(test_json_filter_and_order)
{
	struct app_fixture *f = *state;

	free(f->settings.filter);
	f->settings.filter = xstrdup("b|c");
	f->settings.sort = COLUMN_CCY;
	fixture_start(f,
	    ASSETS(ASSET("BTC", "1", "1") "," ASSET("CRV", "1", "2") "," ASSET("ETH", "1", "5")));
	assert_record(f, FORMAT_JSON, 0,
	    FRESH "\"collateral_assets\":{\"rows\":[" ROW("CRV", "1", "2", "2.000000000000000000",
		"\"share\":\"0.250000000000000000\"") "," ROW("BTC", "1", "1",
		"1.000000000000000000",
		"\"share\":\"0.125000000000000000\"") "],\"total_usd\":\"8\",\"partial\":false,\"state\":\"assets\",\"filter\":\"b|c\"},\"funding\":{\"rows\":[],"
						      "\"total_usd\":\"0\",\"partial\":false,\"state\":\"empty\",\"filter\":\"b|c\"}}]}\n");
}

APP_TEST(test_table)
{
	fixture_start(f, THREE);
	assert_record(f, FORMAT_TABLE, 0,
	    "colltop  PRODUCTION  main@global  LIVE  0s old  as of 2026-11-22 15:30:02 UTC\n"
	    "LOAN  no open flexible loan (OKX answered: none)\n"
	    "CCY         AMOUNT        PRICE~    VALUE-USD    SHARE\n"
	    "BTC     1.79214831  88,325.63      158,292.62   96.12%\n"
	    "ETH     1.94007555   3,260.53        6,325.67    3.84%\n"
	    "USDT   63.97959597       1.00602        64.37    0.04%\n"
	    "TOTAL                              164,682.65\n");
	fixture_next(f, PARTIAL);
	filter_set(&f->app.filter, "!sol");
	fixture_type(f, "I");
	assert_record(f, FORMAT_TABLE, 1,
	    "colltop  PRODUCTION  main@global  LIVE  0s old  as of 2026-11-22 15:30:04 UTC\n"
	    "filter !sol: 3 of 4\n"
	    "LOAN  no open flexible loan (OKX answered: none)\n"
	    "CCY      AMOUNT     PRICE~                VALUE-USD     SHARE\n"
	    "BTC           1  50,000.00                50,000.00  <=50.00%\n"
	    "ETH           2  25,000.00                50,000.00  <=50.00%\n"
	    "XRP           4          ?                        ?         ?\n"
	    "TOTAL                       >=100,000.00 +2 unknown\n");
}

APP_TEST(test_table_one_currency)
{
	free(f->settings.ccy);
	f->settings.ccy = xstrdup("BTC");
	fixture_start(f, ASSETS(ASSET("BTC", "2", "10")));
	assert_record(f, FORMAT_TABLE, 0,
	    "colltop  PRODUCTION  main@global  LIVE  0s old  as of 2026-11-22 15:30:02 UTC\n"
	    "ccy=BTC only\n"
	    "LOAN  no open flexible loan (OKX answered: none)\n"
	    "CCY      AMOUNT    PRICE~    VALUE-USD    SHARE\n"
	    "BTC           2   5.00000        10.00        -\n");
}

#define NOTHING_LISTED \
	"No open loan. OKX lists collateral only while a flexible loan is open; this says nothing about " \
	"the account.\n"

/* An empty list without a loan, however sent; what went wrong is one line on standard error. */
APP_TEST(test_table_nothing)
{
	char said[400] = "";
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	fixture_start(f, NO_LOAN);
	assert_record(f, FORMAT_TABLE, 0,
	    "colltop  PRODUCTION  main@global  LIVE  0s old  as of 2026-11-22 15:30:02 UTC\n"
	    "LOAN  no open flexible loan (OKX answered: none)\n" NOTHING_LISTED);
	fixture_next(f, NO_ASSETS);
	assert_record(f, FORMAT_TABLE, 0,
	    "colltop  PRODUCTION  main@global  LIVE  0s old  as of 2026-11-22 15:30:04 UTC\n"
	    "LOAN  no open flexible loan (OKX answered: none)\n" NOTHING_LISTED);
	app_aim(&f->app, ENVIRONMENT_DEMO);
	fixture_fail(f, 0, NULL);
	assert_non_null(file);
	assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
	assert_record(f, FORMAT_TABLE, 1,
	    "colltop  DEMO  main@global  NO DATA\n"
	    "LOAN  no open flexible loan (OKX answered: none)\n");
	assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	close(saved);
	rewind(file);
	assert_true(fread(said, 1, sizeof said - 1, file) > 0);
	fclose(file);
	assert_string_equal(said,
	    "colltop: cannot connect to openapi.okx.com: Connection refused. "
	    "Check that this machine is online and no firewall is in the way.\n");
}

/* One record for each outcome and none for a draw without one; the status is that of the last. */
APP_TEST(test_one_record_per_outcome)
{
	static const enum option_format formats[] = { FORMAT_JSON, FORMAT_CSV };
	struct run run;

	fixture_start(f, FIXTURE_HANGS);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		begin(&run, formats[i], 3);
		run.frontend.draw(run.frontend.self, &(struct app){ .records = 0 });
		assert_int_equal(report_status(run.report), 1);
		assert_int_equal(ftell(run.out), 0);
		app_aim(&f->app, ENVIRONMENT_PRODUCTION);
		fixture_next(f, NO_ASSETS);
		assert_true(draw(&run, f));
		assert_int_equal(report_status(run.report), 0);
		assert_true(draw(&run, f));
		assert_true(draw(&run, f));
		fixture_next(f, PARTIAL);
		assert_true(draw(&run, f));
		assert_int_equal(report_status(run.report), 1);
		fixture_next(f, NO_ASSETS);
		assert_false(draw(&run, f));
		assert_int_equal(report_status(run.report), 0);
		/* The header is there once. */
		if (formats[i] == FORMAT_CSV)
			assert_null(strstr(run.text + 1, "record,account"));
		end(&run);
	}
}

APP_TEST(test_no_end)
{
	struct run run;

	begin(&run, FORMAT_JSON, 0);
	fixture_start(f, THREE);
	for (int i = 0; i < 50; i++) {
		assert_true(draw(&run, f));
		fixture_next(f, THREE);
	}
	end(&run);
}

/* A full disk, a closed pipe: that is the end, and no success. */
APP_TEST(test_what_cannot_be_written)
{
	static const enum option_format formats[] = { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		FILE *full = fopen("/dev/full", "w");
		struct report *report;
		struct frontend frontend;

		if (full == NULL)
			skip();
		report = report_new(full, formats[i], 0);
		frontend = report_frontend(report);
		assert_false(frontend.draw(frontend.self, &f->app));
		assert_int_equal(report_status(report), 1);
		report_free(report);
		fclose(full);
	}
}

/* Records in CSV, line by line. */

/* CSV: what every line begins with, and what it ends with where it is of no loan. */
#define CSV_HEADER \
	"record,account,environment,region,simulated,fetched_at,age_ms,freshness,state,ccy,amt," \
	"notional_usd,price_usd,share,share_at_most,total_usd,total_usd_known,total_is_lower_bound,partial," \
	"code,http,text,advice,source,loan_key," \
	"ord_id,cur_ltv,margin_call_ltv,liq_ltv,loan_notional_usd,collateral_notional_usd,inst_id,liq_px," \
	"watched,band,ltv_that_judges,judge,ltv_computed,ltvs_disagree,above_market,fall_to_call," \
	"fall_to_liquidation,call_passed_by,rising,rise_to_call,rise_to_liquidation,target,target_ltv," \
	"repay_usd,repay_ccy,repay,pledge_usd,market_value_usd,market_value_is_lower_bound,assumptions," \
	"pledged,owed,stablecoin,price_source,change_24h,pledged_value_usd,owed_value_usd,call_at," \
	"call_at_falling,call_at_rising,haircut_least,haircut_most,haircut_table_rate,doubt,pair_at,pair_age_ms,pair_stale," \
	"no_answer,ltv_least,leave_repay_usd,leave_repay_ccy,leave_repay,leave_pledge_usd,leave_ltv,fall_to_call_but_stablecoins,fall_to_liquidation_but_stablecoins,watch_but_stablecoins,falling_ratio,liq_at,liq_at_falling,liq_at_rising,value_usd\r\n"
#define CSV_END(source) \
	"," source ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n"
#define CSV(record, state, rest) \
	record ",main,production,global,false,2026-11-22T15:30:02.123Z,0,live," state \
	       "," rest CSV_END("collateral_assets")
#define CSV_NOTHING ",,,,,,,,,,,,,"
#define CSV_LOAN_INFO(second) \
	"source,main,production,global,false,2026-11-22T15:30:" second \
	".123Z,0,live,no-loan," CSV_NOTHING CSV_END("loan_info")
#define CSV_FUNDING(age) \
	"funding_total,main,production,global,false,2026-11-22T15:30:02.123Z," age \
	",live,empty,,,,,,,0,,,false,,,," CSV_END( \
	    "asset_balances") "source,main,production,global,false,2026-11-22T15:30:02.123Z," age \
			      ",live,empty," CSV_NOTHING CSV_END("asset_balances")
#define CSV_INDEX(age) \
	CSV_FUNDING(age) \
	"source,main,production,global,false,,,connecting,," CSV_NOTHING CSV_END("index_tickers")
#define CSV_BEGIN CSV_HEADER CSV_LOAN_INFO("02")
#define CSV_CLOSE(state) CSV("source", state, CSV_NOTHING) CSV_INDEX("0")

APP_TEST(test_csv)
{
	fixture_start(f, THREE);
	assert_record(f, FORMAT_CSV, 0,
	    CSV_BEGIN CSV("asset", "assets",
		"BTC,1.7921483143067599,158292.621793314105231,88325.626026406732441734,"
		"0.961197914735044166,,,,,,,,,") CSV("asset", "assets",
		"ETH,1.9400755578876945,6325.6652712507,3260.525212810745030935,"
		"0.038411242413920735,,,,,,,,,") CSV("asset", "assets",
		"USDT,63.9795959720319628,64.3650372635,1.006024440848868895,"
		"0.000390842851035100,,,,,,,,,") CSV("total", "assets",
		",,,,,,164682.652101828305231,,,false,,,,") CSV_CLOSE("assets"));
}

APP_TEST(test_csv_partial)
{
	fixture_start(f,
	    ASSETS(ASSET("BTC", "2", "10") "," ASSET("ETH", "", "") "," ASSET("XRP", "4", "-")));
	assert_record(f, FORMAT_CSV, 1,
	    CSV_BEGIN CSV("asset", "assets",
		"BTC,2,10,5.000000000000000000,,1.000000000000000000,,,,,,,,") CSV("asset",
		"assets", "ETH,,,,,,,,,,,,,") CSV("asset", "assets", "XRP,4,,,,,,,,,,,,")
		CSV("total", "assets", ",,,,,,,10,true,true,,,,") CSV_CLOSE("assets"));
}

/* RFC 4180: quoted where it must be, quotes doubled. */
APP_TEST(test_csv_quotes)
{
	fixture_start(f,
	    ASSETS(ASSET("A,B", "1", "8") "," ASSET("C\\\"D", "1", "4") "," ASSET("E F", "1",
		"2") "," ASSET("G;H", "1", "2")));
	assert_record(f, FORMAT_CSV, 0,
	    CSV_BEGIN CSV("asset", "assets",
		"\"A,B\",1,8,8.000000000000000000,0.500000000000000000,,,,,,,,,") CSV("asset",
		"assets", "\"C\"\"D\",1,4,4.000000000000000000,0.250000000000000000,,,,,,,,,")
		CSV("asset", "assets", "E F,1,2,2.000000000000000000,0.125000000000000000,,,,,,,,,")
		    CSV("asset", "assets",
			"\"G;H\",1,2,2.000000000000000000,0.125000000000000000,,,,,,,,,")
			CSV("total", "assets", ",,,,,,16,,,false,,,,") CSV_CLOSE("assets"));
}

#define OLD(record) \
	record ",main,production,global,false,2026-11-22T15:30:02.123Z,2000,live,no-loan,"
APP_TEST(test_csv_nothing)
{
	struct run run;

	fixture_start(f, NO_LOAN);
	assert_record(f, FORMAT_CSV, 0,
	    CSV_BEGIN CSV("total", "no-loan", ",,,,,,,,,false,,,,") CSV_CLOSE("no-loan"));
	fixture_fail(f, 401, REFUSAL("50113", "Invalid signature"));
	assert_record(f, FORMAT_CSV, 3,
	    CSV_HEADER CSV_LOAN_INFO("04") OLD("total") ",,,,,,,,,false,,,," CSV_END(
		"collateral_assets") OLD("source") CSV_NOTHING CSV_END("collateral_assets")
		OLD("error") ",,,,,,,,,,50113,401,"
			     "OKX refused: 50113 Invalid signature.,\"Correct OKX_SECRET_KEY in the production credentials of account "
			     "main: secret and passphrase may be swapped, or a stray newline or blank came with the paste.\"" CSV_END(
				 "collateral_assets") CSV_INDEX("2000"));
	app_aim(&f->app, ENVIRONMENT_DEMO);
	fixture_fail(f, 0, NULL);
	begin(&run, FORMAT_CSV, 1);
	assert_false(draw(&run, f));
	assert_non_null(strstr(run.text,
	    "\r\nerror,main,demo,global,false,,,no-data,,,,,,,,,,,,,,"
	    "cannot connect to openapi.okx.com: Connection refused,"
	    "Check that this machine is online and no firewall is in the way." CSV_END(
		"collateral_assets")));
	assert_null(strstr(run.text, "\r\ntotal,"));
	end(&run);
}
#undef OLD

/* The same where ';' and tabs end fields, in signs of East Asia, and numbers of any length. */
APP_TEST(test_fault_108_csv_is_no_formula_anywhere)
{
	static const char *const rows[][2] = {
		{ "A;=1+1", "\"A;'=1+1\"" },
		{ "A;B", "\"A;B\"" },
		{ ";@x;-y", "\";'@x;'-y\"" },
		{ "\uff1d1+1", "'\uff1d1+1" },
		{ "\uff20x", "'\uff20x" },
		{ "-1-1", "'-1-1" },
		{ "-1.5e+3", "-1.5e+3" },
		/* longer than a decimal may be */
		{ "-1e99", "-1e99" },
	};

	char body[2000] = "", answer[2200], wanted[400];
	struct run run;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		snprintf(body + strlen(body), sizeof body - strlen(body),
		    "%s" ASSET("%s", "1", "8"), i > 0 ? "," : "", rows[i][0]);
	snprintf(answer, sizeof answer, ASSETS("%s"), body);
	fixture_start(f, answer);
	begin(&run, FORMAT_CSV, 1);
	draw(&run, f);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		snprintf(wanted, sizeof wanted, "assets,%s,1,8,", rows[i][1]);
		if (strstr(run.text, wanted) == NULL)
			fail_msg("no %s in %s", wanted, run.text);
	}
	end(&run);
}

/* What a spreadsheet would compute is text, and a figure below zero stays one. */
APP_TEST(test_csv_is_no_formula)
{
	fixture_start(f,
	    ASSETS(ASSET("=1+1", "1", "8") "," ASSET("@SUM(A1)", "-1", "4") "," ASSET("+x", "1",
		"4")));
	assert_record(f, FORMAT_CSV, 0,
	    CSV_BEGIN CSV("asset", "assets",
		"'=1+1,1,8,8.000000000000000000,0.500000000000000000,,,,,,,,,") CSV("asset",
		"assets", "'+x,1,4,4.000000000000000000,0.250000000000000000,,,,,,,,,") CSV("asset",
		"assets", "'@SUM(A1),-1,4,-4.000000000000000000,0.250000000000000000,,,,,,,,,")
		CSV("total", "assets", ",,,,,,16,,,false,,,,") CSV_CLOSE("assets"));
}
