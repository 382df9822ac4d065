/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "app/table_view.h"
#include "base/monotime.h"
#include "unit/app_fixture.h"

/* What the table shows: which figures, in what order, and which row is selected. */

/* ETH is worth most; XRP is new, USDT went. */
#define TURNED \
	ASSETS(ASSET("BTC", "1", "50000") "," ASSET("ETH", "30", "90000") "," ASSET("XRP", "9", \
	    "70000"))

static void
assert_selected(const struct app_fixture *f, const char *ccy)
{
	const struct portfolio_row *row = table_view_selected(&f->app);

	assert_string_equal(row == NULL ? "" : row->asset->ccy, ccy);
}

EACH_TEST(fixture_open, fixture_close)

APP_TEST(test_rows_follow_the_newest_figures)
{
	fixture_start(f, FIXTURE_HANGS);
	assert_string_equal(fixture_rows(f), "");
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_next(f, THREE);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	assert_string_equal(fixture_total(f), "164,682.65");
	assert_null(f->app.shown_before);
	fixture_next(f, TURNED);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_string_equal(fixture_total(f), "210,000.00");
	assert_ptr_equal(f->app.shown, fixture_assets(f)->now.assets);
	assert_ptr_equal(f->app.shown_before, fixture_assets(f)->before.assets);
	assert_int_equal(f->app.shown_before->count, 3);
	fixture_next(f, NO_LOAN);
	assert_string_equal(fixture_rows(f), "");
	assert_int_equal(app_list_kind(&f->app), ASSETS_NO_LOAN);
	fixture_next(f, NO_ASSETS);
	assert_int_equal(app_list_kind(&f->app), ASSETS_NO_LOAN);
}

/* A change of value since the last refresh is against the same environment and account only. */
APP_TEST(test_nothing_is_compared_across_a_switch)
{
	fixture_start(f, THREE);
	fixture_next(f, TURNED);
	app_aim(&f->app, ENVIRONMENT_DEMO);
	fixture_next(f, THREE);
	assert_null(f->app.shown_before);
	assert_null(f->app.portfolio.before);
	assert_int_equal(fixture_told(f, "OKX's list"), 4);
	assert_string_equal(fixture_said(f, 0), "connected to openapi.okx.com");
}

APP_TEST(test_pause_freezes_rows_and_totals)
{
	unsigned asked;

	fixture_start(f, THREE);
	fixture_type(f, "p");
	assert_true(f->app.paused);
	asked = fixture_requests();
	fixture_next(f, TURNED);
	fixture_next(f, FORTY);
	assert_int_equal(fixture_requests(), asked + 2);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	assert_string_equal(fixture_total(f), "164,682.65");
	/* Fetching, ages and messages go on. */
	assert_int_equal(fixture_assets(f)->now.assets->count, 40);
	assert_int_equal(app_age_ms(&f->app), 4000);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	assert_int_equal(fixture_told(f, "OKX's list: new: XRP"), 1);
	fixture_fail(f, 0, NULL);
	assert_true(fixture_assets(f)->failing);
	assert_int_equal(fixture_told(f, "cannot connect"), 1);
	fixture_next(f, TURNED);

	/* Filter and order are of what is shown. */
	fixture_type(f, "I");
	assert_string_equal(fixture_rows(f), "USDT ETH BTC");
	fixture_type(f, "/eth");
	assert_string_equal(fixture_rows(f), "ETH");
	fixture_key(f, KEYCODE_ESCAPE);

	fixture_type(f, "Ip");
	assert_false(f->app.paused);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_int_equal(app_age_ms(&f->app), 0);
	assert_int_equal(fixture_told(f, "the pause has ended"), 0);
}

APP_TEST(test_pause_ends_after_ten_minutes)
{
	fixture_start(f, THREE);
	fixture_push_always(TURNED);
	fixture_type(f, "p");
	fixture_pass(f, APP_PAUSE_MAX_MS - 1);
	assert_true(f->app.paused);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	fixture_pass(f, 1);
	assert_false(f->app.paused);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_string_equal(fixture_said(f, 0), "the pause has ended: 10 minutes are over");
}

APP_TEST(test_pause_ends_when_stale)
{
	int64_t arrived;

	fixture_start(f, THREE);
	fixture_type(f, "p");
	fixture_next(f, TURNED);
	arrived = monotime_ms();
	fixture_pass(f, 2000 + FRESHNESS_GRACE_MS - 1);
	assert_true(f->app.paused);
	fixture_pass(f, 1);
	assert_false(f->app.paused);
	/* Even then the last good figures are those that came, not those that were frozen. */
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_int_equal(app_age_ms(&f->app), monotime_ms() - arrived);
	assert_string_equal(fixture_said(f, 0), "the pause has ended: the figures are stale");
	assert_int_equal(fixture_told(f, "no good answer for 14s: these figures are stale"), 1);
}

APP_TEST(test_not_paused)
{
	fixture_start(f, FIXTURE_HANGS);
	fixture_type(f, "p");
	assert_false(f->app.paused);
	assert_string_equal(fixture_said(f, 0), "nothing to pause yet");
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_next(f, THREE);
	fixture_pass(f, 2000 + FRESHNESS_GRACE_MS);
	fixture_type(f, "p");
	assert_false(f->app.paused);
	assert_string_equal(fixture_said(f, 0), "not paused: the figures are old already");
}

APP_TEST(test_a_switch_ends_the_pause)
{
	fixture_start(f, THREE);
	fixture_type(f, "p");
	app_aim(&f->app, ENVIRONMENT_DEMO);
	assert_false(f->app.paused);
	assert_string_equal(fixture_rows(f), "");
	fixture_next(f, TURNED);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
}

/* For 5 s after a move rows keep their places, new ones are last; then values order them. */
APP_TEST(test_order_is_held_after_a_move)
{
	fixture_start(f, THREE);
	fixture_pass(f, 500);
	assert_false(app_order_held(&f->app));
	fixture_type(f, "j");
	assert_true(app_order_held(&f->app));
	fixture_next(f, TURNED);
	assert_string_equal(fixture_rows(f), "BTC ETH XRP");
	assert_string_equal(fixture_total(f), "210,000.00");
	fixture_next(f, TURNED);
	assert_string_equal(fixture_rows(f), "BTC ETH XRP");
	fixture_pass(f, APP_HOLD_MS - 3501);
	assert_true(app_order_held(&f->app));
	assert_string_equal(fixture_rows(f), "BTC ETH XRP");
	fixture_pass(f, 1);
	assert_false(app_order_held(&f->app));
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_selected(f, "BTC");
}

APP_TEST(test_each_move_holds_anew)
{
	fixture_start(f, THREE);
	fixture_type(f, "j");
	fixture_next(f, TURNED);
	fixture_pass(f, 1500);
	fixture_type(f, "j");
	fixture_pass(f, APP_HOLD_MS - 1);
	assert_string_equal(fixture_rows(f), "BTC ETH XRP");
	fixture_pass(f, 1);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_selected(f, "ETH");
}

/* Asking for an order is asking for it now. */
APP_TEST(test_sorting_ends_the_hold)
{
	fixture_start(f, THREE);
	fixture_type(f, "j");
	fixture_next(f, TURNED);
	fixture_type(f, "u");
	assert_false(app_order_held(&f->app));
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
}

/* The prompt holds the order while it is open, beyond 5 s after a move too, and the loop rests. */
APP_TEST(test_order_is_held_in_the_prompt)
{
	fixture_start(f, THREE);
	fixture_type(f, "j/");
	fixture_push_always(TURNED);
	for (int i = 0; i < 20; i++) {
		fixture_pass(f, 1000);
		assert_true(app_order_held(&f->app));
	}
	assert_string_equal(fixture_rows(f), "BTC ETH XRP");
	fixture_key(f, KEYCODE_ENTER);
	assert_false(app_order_held(&f->app));
	fixture_pass(f, 0);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
}

APP_TEST(test_selection_stays_on_its_currency)
{
	fixture_start(f, THREE);
	assert_selected(f, "");
	fixture_type(f, "jj");
	assert_selected(f, "ETH");
	fixture_pass(f, 1999);
	fixture_next(f, TURNED);
	fixture_push_always(TURNED);
	fixture_pass(f, APP_HOLD_MS);
	assert_string_equal(fixture_rows(f), "ETH XRP BTC");
	assert_selected(f, "ETH");
	fixture_type(f, "j");
	assert_selected(f, "XRP");
	fixture_type(f, "I");
	assert_selected(f, "XRP");
	fixture_type(f, "sss");
	assert_selected(f, "XRP");
	fixture_type(f, "/btc|xrp");
	assert_selected(f, "XRP");
	fixture_key(f, KEYCODE_ENTER);
	fixture_type(f, "z");
	assert_selected(f, "XRP");
}

/* A currency that is not there for a while is selected again when it comes back. */
APP_TEST(test_selection_waits_for_its_currency)
{
	fixture_start(f, THREE);
	fixture_type(f, "G");
	assert_selected(f, "USDT");
	fixture_next(f, TURNED);
	assert_selected(f, "");
	fixture_next(f, THREE);
	assert_selected(f, "USDT");
	fixture_type(f, "/btc");
	assert_selected(f, "");
	fixture_key(f, KEYCODE_ESCAPE);
	assert_selected(f, "USDT");
	fixture_next(f, TURNED);
	fixture_type(f, "j");
	assert_selected(f, "ETH");
}

APP_TEST(test_moves_end_at_the_ends)
{
	fixture_start(f, FORTY);
	fixture_type(f, "k");
	assert_selected(f, "C40");
	fixture_type(f, "j");
	assert_selected(f, "C40");
	fixture_type(f, "g");
	assert_selected(f, "C01");
	fixture_type(f, "k");
	assert_selected(f, "C01");
	/* A page of 10 rows keeps one of them. */
	fixture_key(f, KEYCODE_PAGE_DOWN);
	assert_selected(f, "C10");
	fixture_key(f, 'D' & 0x1f);
	assert_selected(f, "C15");
	fixture_key(f, 'U' & 0x1f);
	assert_selected(f, "C10");
	fixture_key(f, KEYCODE_DOWN);
	assert_selected(f, "C11");
	fixture_key(f, KEYCODE_UP);
	fixture_key(f, KEYCODE_PAGE_UP);
	assert_selected(f, "C01");
	fixture_key(f, KEYCODE_PAGE_UP);
	assert_selected(f, "C01");
	fixture_key(f, KEYCODE_END);
	assert_selected(f, "C40");
	fixture_key(f, KEYCODE_HOME);
	assert_selected(f, "C01");
}

/* To an end goes there with the first key too; a page may be less than a row. */
APP_TEST(test_first_moves)
{
	fixture_start(f, FORTY);
	fixture_type(f, "g");
	assert_selected(f, "C01");
	table_view_drop(&f->app);
	table_view_follow(&f->app);
	fixture_type(f, "G");
	assert_selected(f, "C40");
	f->extent.page = 0;
	fixture_key(f, KEYCODE_PAGE_UP);
	assert_selected(f, "C39");
	fixture_key(f, 'D' & 0x1f);
	assert_selected(f, "C40");
}

APP_TEST(test_no_rows_no_selection)
{
	fixture_start(f, NO_LOAN);
	fixture_type(f, "jkgG");
	fixture_key(f, KEYCODE_PAGE_DOWN);
	assert_selected(f, "");
	assert_false(app_order_held(&f->app));
}

APP_TEST(test_dropping_leaves_nothing)
{
	fixture_start(f, THREE);
	fixture_type(f, "jp");
	f->app.changed = false;
	table_view_drop(&f->app);
	assert_true(f->app.changed);
	assert_null(f->app.shown);
	assert_null(table_view_selected(&f->app));
	assert_string_equal(f->app.selected, "");
	assert_false(f->app.paused);
	assert_false(app_order_held(&f->app));
	assert_string_equal(fixture_total(f), "-");
}
