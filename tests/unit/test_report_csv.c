/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "unit/report_fixture.h"

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
	"call_at_falling,call_at_rising,haircut_least,haircut_most,doubt,pair_at,pair_age_ms,pair_stale,value_usd\r\n"
#define CSV_END(source) "," source ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n"
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

static void
test_csv(void **state)
{
	struct app_fixture *f = *state;

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

static void
test_csv_partial(void **state)
{
	struct app_fixture *f = *state;

	fixture_start(f,
	    ASSETS(ASSET("BTC", "2", "10") "," ASSET("ETH", "", "") "," ASSET("XRP", "4", "-")));
	assert_record(f, FORMAT_CSV, 1,
	    CSV_BEGIN CSV("asset", "assets",
		"BTC,2,10,5.000000000000000000,,1.000000000000000000,,,,,,,,") CSV("asset",
		"assets", "ETH,,,,,,,,,,,,,") CSV("asset", "assets", "XRP,4,,,,,,,,,,,,")
		CSV("total", "assets", ",,,,,,,10,true,true,,,,") CSV_CLOSE("assets"));
}

/* RFC 4180: quoted where it must be, quotes doubled. */
static void
test_csv_quotes(void **state)
{
	struct app_fixture *f = *state;

	fixture_start(f,
	    ASSETS(ASSET("A,B", "1", "8") "," ASSET("C\\\"D", "1", "4") "," ASSET("E F", "1",
		"2") "," ASSET("G;H", "1", "2")));
	assert_record(f, FORMAT_CSV, 0,
	    CSV_BEGIN CSV("asset", "assets",
		"\"A,B\",1,8,8.000000000000000000,0.500000000000000000,,,,,,,,,") CSV("asset",
		"assets", "\"C\"\"D\",1,4,4.000000000000000000,0.250000000000000000,,,,,,,,,")
		CSV("asset", "assets", "E F,1,2,2.000000000000000000,0.125000000000000000,,,,,,,,,")
		    CSV("asset", "assets",
			"G;H,1,2,2.000000000000000000,0.125000000000000000,,,,,,,,,")
			CSV("total", "assets", ",,,,,,16,,,false,,,,") CSV_CLOSE("assets"));
}

#define OLD(record) \
	record ",main,production,global,false,2026-11-22T15:30:02.123Z,2000,live,no-loan,"
static void
test_csv_nothing(void **state)
{
	struct app_fixture *f = *state;
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

/* What a spreadsheet would compute is text, and a figure below zero stays one. */
static void
test_csv_is_no_formula(void **state)
{
	struct app_fixture *f = *state;

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

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_csv),
		TEST(test_csv_partial),
		TEST(test_csv_quotes),
		TEST(test_csv_nothing),
		TEST(test_csv_is_no_formula),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
