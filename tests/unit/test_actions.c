/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "app/actions.h"
#include "base/monotime.h"
#include "unit/app_fixture.h"

/* What keys do. */

#define CTRL(letter) ((letter)&0x1f)

EACH_TEST(fixture_open, fixture_close)

/* Leaving PRODUCTION asks first; any key but y stays. */
APP_TEST(test_leaving_production_asks)
{
	static const int others[] = { KEYCODE_ESCAPE, KEYCODE_ENTER, ' ', 'n', 'e', 'q', KEYCODE_F9,
		KEYCODE_UP, CTRL('L') };

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		f->app.changed = false;
		fixture_type(f, "e");
		assert_int_equal(f->app.mode, MODE_CONFIRM);
		assert_true(f->app.changed);
		fixture_key(f, others[i]);
		assert_int_equal(f->app.mode, MODE_TABLE);
		assert_int_equal(f->app.account_id.environment, ENVIRONMENT_PRODUCTION);
		assert_string_equal(fixture_rows(f), "BTC ETH USDT");
		assert_false(f->app.quit);
	}
	fixture_key(f, KEYCODE_F9);
	fixture_type(f, "Y");
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_DEMO);
	assert_string_equal(fixture_rows(f), "");
	fixture_next(f, FORTY);
	assert_int_equal(f->app.portfolio.count, 40);

	/* Nobody loses sight of anything on the way back. */
	fixture_type(f, "e");
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_PRODUCTION);
	assert_string_equal(fixture_rows(f), "");
	assert_string_equal(fixture_said(f, 0), "now PRODUCTION of account main");
	fixture_type(f, "ey");
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_DEMO);
}

/* While the question stands the figures go on. */
APP_TEST(test_figures_go_on_behind_the_question)
{
	fixture_start(f, THREE);
	fixture_type(f, "e");
	fixture_next(f, FORTY);
	assert_int_equal(f->app.mode, MODE_CONFIRM);
	assert_int_equal(f->app.portfolio.count, 40);
}

APP_TEST(test_simulation_asks_nothing)
{
	f->settings.simulated = true;
	fixture_start(f, THREE);
	fixture_type(f, "e");
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_DEMO);
	fixture_type(f, "e");
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_PRODUCTION);
	assert_string_equal(fixture_said(f, 0), "now SIMULATION of account main");
}

/* Without the other side's key nothing changes, and the message says what is missing where. */
APP_TEST(test_no_key_for_the_other_side)
{
	fixture_lose_key(f, ENVIRONMENT_DEMO);
	fixture_start(f, THREE);
	fixture_type(f, "e");
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_PRODUCTION);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	assert_string_equal(fixture_said(f, 0), "no key for DEMO: " FIXTURE_NO_DEMO);
	assert_int_equal(messages_at(&f->app.messages, 0)->level, MESSAGE_WARNING);
	fixture_next(f, FORTY);
	assert_int_equal(f->app.portfolio.count, 40);
}

APP_TEST(test_no_key_for_production)
{
	fixture_lose_key(f, ENVIRONMENT_PRODUCTION);
	fixture_start(f, THREE);
	fixture_type(f, "e");
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_DEMO);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	assert_string_equal(fixture_said(f, 0), "no key for PRODUCTION: " FIXTURE_NO_PRODUCTION);
}

APP_TEST(test_account)
{
	fixture_start(f, THREE);
	fixture_type(f, "a");
	assert_true(f->app.load_credentials);
	assert_string_equal(f->app.account_id.account, "main");
	f->app.load_credentials = false;
	f->settings.count = 1;
	fixture_type(f, "a");
	f->settings.count = 2;
	assert_false(f->app.load_credentials);
	assert_string_equal(fixture_said(f, 0),
	    "main is the only account: colltop.conf(5) tells how to add one");
}

APP_TEST(test_next_account)
{
	unsigned asked;

	fixture_start(f, THREE);
	assert_int_equal(app_next_account(&f->app), 1);
	f->app.load_credentials = true;
	fixture_enter(f, true, true);
	assert_false(f->app.load_credentials);
	assert_int_equal(f->app.portfolio.count, 0);
	assert_string_equal(f->app.account_id.account, "second");
	assert_string_equal(f->app.account_id.region, "eea");
	assert_string_equal(f->app.account_id.host, "eea.okx.com");
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_PRODUCTION);
	assert_string_equal(fixture_said(f, 0), "now PRODUCTION of account second");
	fixture_next(f, FORTY);
	assert_int_equal(f->app.portfolio.count, 40);
	assert_string_equal(f->app.shown->from.account_id.account, "second");

	/* Only demo has a key; then production alone again. That is said loudly. */
	assert_int_equal(app_next_account(&f->app), 0);
	fixture_enter(f, false, true);
	assert_string_equal(fixture_said(f, 1), "now DEMO of account main");
	assert_string_equal(fixture_said(f, 0), "account main has no production key: showing DEMO");
	assert_int_equal(messages_at(&f->app.messages, 0)->level, MESSAGE_WARNING);
	fixture_enter(f, true, false);
	assert_string_equal(fixture_said(f, 0),
	    "account second has no demo key: showing PRODUCTION");

	/* Neither: it stays in the environment, says what is missing and asks nobody. */
	fixture_next(f, THREE);
	fixture_push_always(THREE);
	asked = fixture_requests();
	fixture_enter(f, false, false);
	assert_string_equal(fixture_said(f, 1), "now PRODUCTION of account main");
	assert_string_equal(fixture_said(f, 0),
	    "no key for PRODUCTION of account main: nothing was sent. " FIXTURE_NO_PRODUCTION ".");
	fixture_pass(f, 60000);
	assert_int_equal(fixture_requests(), asked);
	assert_int_equal(fixture_assets(f)->outcomes, 1);
	assert_int_equal(f->app.portfolio.count, 0);
	assert_int_equal(app_status(&f->app), 3);
}

APP_TEST(test_quit)
{
	static const int keys[] = { 'q', KEYCODE_F10 };

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		f->app.quit = false;
		fixture_key(f, KEYCODE_ESCAPE);
		assert_false(f->app.quit);
		fixture_key(f, keys[i]);
		assert_true(f->app.quit);
	}
}

APP_TEST(test_sort_keys)
{
	TABLE(steps, const char *key; enum column_id sort; bool descending; const char *rows) = {
		{ "", COLUMN_VALUE, true, "BTC ETH USDT" },
		{ "s", COLUMN_CCY, false, "BTC ETH USDT" },
		{ "I", COLUMN_CCY, true, "USDT ETH BTC" },
		{ "s", COLUMN_AMOUNT, true, "USDT ETH BTC" },
		{ "s", COLUMN_PRICE, true, "BTC ETH USDT" },
		{ "I", COLUMN_PRICE, false, "USDT ETH BTC" },
		{ "u", COLUMN_VALUE, true, "BTC ETH USDT" },
		{ "sss", COLUMN_PRICE, true, "BTC ETH USDT" },
		{ "s", COLUMN_VALUE, true, "BTC ETH USDT" },
		{ "I", COLUMN_VALUE, false, "USDT ETH BTC" },
		{ "u", COLUMN_VALUE, true, "BTC ETH USDT" },
	};

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		fixture_type(f, steps[i].key);
		assert_int_equal(f->app.sort, steps[i].sort);
		assert_int_equal(f->app.descending, steps[i].descending);
		assert_string_equal(fixture_rows(f), steps[i].rows);
	}
}

APP_TEST(test_interval)
{
	static const int longer[] = { 5, 10, 15, 30, 60 }, shorter[] = { 30, 15, 10, 5, 2, 1 };

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
		fixture_type(f, i % 2 == 0 ? "+" : "=");
		assert_int_equal(f->app.interval_s, longer[i]);
	}
	assert_string_equal(fixture_said(f, 0), "refreshing every 60 s");
	fixture_type(f, "+");
	assert_int_equal(f->app.interval_s, 60);
	assert_string_equal(fixture_said(f, 0), "every 60 s is the longest interval");
	for (size_t i = 0; i < sizeof shorter / sizeof *shorter; i++) {
		fixture_type(f, i % 2 == 0 ? "-" : "_");
		assert_int_equal(f->app.interval_s, shorter[i]);
	}
	fixture_type(f, "-");
	assert_int_equal(f->app.interval_s, 1);
	assert_string_equal(fixture_said(f, 0), "every 1 s is the shortest interval");
}

/* Between the steps the next one is taken; it counts from the last request, and for freshness. */
APP_TEST(test_interval_takes_effect)
{
	f->settings.interval_s = 7;
	fixture_start(f, THREE);
	fixture_type(f, "-");
	assert_int_equal(f->app.interval_s, 5);
	f->app.interval_s = 7;
	fixture_type(f, "+");
	assert_int_equal(f->app.interval_s, 10);
	fixture_pass(f, 4000);
	fixture_type(f, "-");
	fixture_next(f, THREE);
	assert_int_equal(monotime_ms() - FIXTURE_START_MS, 5000);
	fixture_pass(f, 5000 + FRESHNESS_GRACE_MS - 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	fixture_type(f, "-");
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	fixture_pass(f, 0);
	assert_int_equal(fixture_told(f, "these figures are stale"), 1);
}

/* Stale stays stale until the next success, whatever interval is chosen; it is told once. */
APP_TEST(test_no_interval_makes_stale_figures_live)
{
	fixture_start(f, THREE);
	fixture_pass(f, 2000 + FRESHNESS_GRACE_MS);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	fixture_type(f, "+++++");
	assert_int_equal(f->app.interval_s, 60);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	fixture_type(f, "-");
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	fixture_pass(f, 1000);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	assert_int_equal(fixture_told(f, "these figures are stale"), 1);

	/* The success brings the interval into force. */
	fixture_push(THREE);
	app_resumed(&f->app, 0);
	fixture_pass(f, 0);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	fixture_pass(f, 30000 + FRESHNESS_GRACE_MS - 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	fixture_pass(f, 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	assert_int_equal(fixture_told(f, "these figures are stale"), 2);
}

/* While all is well a longer interval counts at once: nothing becomes stale by not being asked. */
APP_TEST(test_longer_interval_while_live)
{
	fixture_start(f, THREE);
	fixture_type(f, "+++++");
	fixture_pass(f, 59999);
	assert_int_equal(fixture_requests(), 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	assert_int_equal(fixture_told(f, "these figures are stale"), 0);
}

/* While tries fail, a longer interval gains the figures no time; a shorter one costs them some. */
APP_TEST(test_interval_while_failing)
{
	int64_t arrived;

	f->settings.interval_s = 10;
	fixture_start(f, THREE);
	arrived = monotime_ms();
	fixture_fail(f, 0, NULL);
	fixture_type(f, "+");
	fixture_pass(f, arrived + 10000 + FRESHNESS_GRACE_MS - 1 - monotime_ms());
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	fixture_pass(f, 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);

	fixture_push(THREE);
	app_resumed(&f->app, 0);
	fixture_pass(f, 0);
	arrived = monotime_ms();
	fixture_fail(f, 0, NULL);
	fixture_type(f, "--");
	assert_int_equal(f->app.interval_s, 5);
	fixture_pass(f, arrived + 5000 + FRESHNESS_GRACE_MS - monotime_ms());
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
}

APP_TEST(test_labels)
{
	fixture_start(f, THREE);
	assert_string_equal(app_label(&f->app, COMMAND_ENVIRONMENT), "to DEMO");
	assert_string_equal(app_label(&f->app, COMMAND_PAUSE), "pause");
	assert_string_equal(app_label(&f->app, COMMAND_HELP), "help");
	fixture_type(f, "p");
	assert_string_equal(app_label(&f->app, COMMAND_PAUSE), "go on");
	app_aim(&f->app, ENVIRONMENT_DEMO);
	assert_string_equal(app_label(&f->app, COMMAND_ENVIRONMENT), "to PRODUCTION");
	assert_string_equal(app_label(&f->app, COMMAND_PAUSE), "pause");
}

APP_TEST(test_refresh)
{
	f->settings.interval_s = 60;
	fixture_start(f, THREE);
	fixture_push_always(THREE);
	fixture_type(f, "r");
	fixture_pass(f, 0);
	assert_int_equal(fixture_requests(), 2);
	fixture_pass(f, 999);
	fixture_key(f, KEYCODE_F5);
	fixture_pass(f, 0);
	assert_int_equal(fixture_requests(), 2);
	fixture_pass(f, 1);
	fixture_type(f, "r");
	fixture_pass(f, 0);
	assert_int_equal(fixture_requests(), 3);
	assert_int_equal(fixture_told(f, "refresh in"), 0);
}

/* After five requests in 2 s the limit makes it wait, and says for how long. */
APP_TEST(test_refresh_says_when_it_waits)
{
	f->settings.simulated = true;
	fixture_push_always(THREE);
	fixture_start(f, THREE);
	for (int i = 0; i < 4; i++) {
		fixture_type(f, "e");
		fixture_pass(f, 100);
	}
	assert_int_equal(fixture_requests(), 5);
	fixture_type(f, "r");
	assert_string_equal(fixture_said(f, 0),
	    "refresh in 1.7 s: OKX allows 5 requests in 2 seconds");
	fixture_pass(f, 1699);
	assert_int_equal(fixture_requests(), 5);
	fixture_pass(f, 1);
	assert_int_equal(fixture_requests(), 6);
}

/* It asks at once, however long the next try would wait. */
APP_TEST(test_refresh_ends_a_wait)
{
	fixture_start(f, THREE);
	fixture_fail(f, 401, REFUSAL("50113", "Invalid signature"));
	assert_int_equal(fixture_assets(f)->next_ms, monotime_ms() + 300000);
	fixture_push(THREE);
	fixture_pass(f, 3000);
	assert_true(fixture_assets(f)->failing);
	fixture_type(f, "r");
	fixture_pass(f, 0);
	assert_false(fixture_assets(f)->failing);
	assert_string_equal(fixture_said(f, 0), "OKX answers again after 3s");
}

APP_TEST(test_hide_and_fold_and_redraw)
{
	fixture_start(f, SMALL);
	assert_string_equal(fixture_rows(f), "BTC DOGE SHIB PEPE");
	fixture_type(f, "z");
	assert_true(f->app.folded && f->app.changed);
	assert_string_equal(fixture_rows(f), "BTC");
	assert_int_equal(f->app.portfolio.folded.rows, 3);
	assert_string_equal(fixture_total(f), "90,000.53");
	fixture_next(f, SMALL);
	assert_string_equal(fixture_rows(f), "BTC");
	fixture_type(f, "z");
	assert_string_equal(fixture_rows(f), "BTC DOGE SHIB PEPE");

	f->app.changed = false;
	fixture_type(f, "x");
	assert_true(f->app.hidden && f->app.changed);
	fixture_type(f, "x");
	assert_false(f->app.hidden);

	f->app.changed = false;
	fixture_key(f, CTRL('L'));
	assert_true(f->app.repaint && f->app.changed);
}

/* What keys do beyond the table: in the prompts, the menu and the pages. */

/* What is inside is left first, by q, F10 and Esc. */
APP_TEST(test_inner_things_are_left_first)
{
	static const char opens[] = { '?', 'm', 'o', '\r' };
	static const int keys[] = { 'q', KEYCODE_F10, KEYCODE_ESCAPE };

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof opens; i++)
		for (size_t j = 0; j < sizeof keys / sizeof *keys; j++) {
			fixture_key(f, opens[i]);
			assert_int_not_equal(f->app.mode, MODE_TABLE);
			fixture_key(f, keys[j]);
			assert_int_equal(f->app.mode, MODE_TABLE);
			assert_false(f->app.quit);
		}
}

APP_TEST(test_filter_as_one_types)
{
	fixture_start(f, THREE);
	fixture_type(f, "/");
	assert_int_equal(f->app.mode, MODE_PROMPT);
	fixture_type(f, "T");
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	fixture_type(f, "c");
	assert_string_equal(fixture_rows(f), "BTC");
	assert_int_equal(f->app.portfolio.all.rows, 3);
	assert_string_equal(fixture_total(f), "164,682.65");
	fixture_type(f, "|=eth");
	assert_string_equal(fixture_rows(f), "BTC ETH");
	fixture_key(f, KEYCODE_HOME);
	fixture_type(f, "!");
	assert_string_equal(fixture_rows(f), "USDT");
	fixture_key(f, KEYCODE_BACKSPACE);
	fixture_key(f, KEYCODE_DELETE);
	assert_string_equal(f->app.filter.text, "c|=eth");
	assert_string_equal(fixture_rows(f), "BTC ETH");
	fixture_key(f, CTRL('U'));
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	/* q, y and others are letters here. */
	fixture_type(f, "qyjpe");
	assert_string_equal(f->app.filter.text, "qyjpe");
	assert_string_equal(fixture_rows(f), "");
	fixture_key(f, KEYCODE_BACKSPACE);
	assert_string_equal(f->app.filter.text, "qyjp");
	fixture_key(f, KEYCODE_ENTER);
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_string_equal(f->app.filter.text, "qyjp");
	fixture_next(f, THREE_LATER);
	assert_string_equal(fixture_rows(f), "");
	assert_int_equal(f->app.portfolio.all.rows, 4);
}

/* As from an input method: it shows and counts as ASCII. */
APP_TEST(test_full_width_input)
{
	static const int typed[] = { 0xFF22, 0xFF34, 0xFF43, 0x3000, 0xFF5C, 0xFF1D, 0xFF45, 0xFF54,
		0xFF48 };

	fixture_start(f, THREE);
	fixture_key(f, 0xFF0F);
	assert_int_equal(f->app.mode, MODE_PROMPT);
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		fixture_key(f, typed[i]);
	assert_string_equal(f->app.prompt.text, "BTc |=eth");
	assert_string_equal(f->app.filter.text, "BTc |=eth");
	assert_string_equal(fixture_rows(f), "BTC ETH");
	fixture_key(f, 0x3001);
	assert_string_equal(f->app.prompt.text, "BTc |=eth、");
	fixture_key(f, KEYCODE_ESCAPE);

	fixture_key(f, 0xFF1F);
	fixture_key(f, '/');
	assert_int_equal(f->app.mode, MODE_SEARCH);
	fixture_key(f, 0xFF46);
	assert_string_equal(f->app.prompt.text, "f");
	assert_string_equal(f->app.search, "f");
}

APP_TEST(test_escape_restores_the_filter)
{
	fixture_start(f, THREE);
	fixture_type(f, "/eth\r\\");
	assert_string_equal(f->app.prompt.text, "eth");
	fixture_type(f, "|btc");
	assert_string_equal(fixture_rows(f), "BTC ETH");
	fixture_key(f, KEYCODE_ESCAPE);
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_string_equal(f->app.filter.text, "eth");
	assert_string_equal(fixture_rows(f), "ETH");
	fixture_key(f, KEYCODE_F4);
	fixture_key(f, CTRL('W'));
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	fixture_key(f, KEYCODE_F10);
	assert_string_equal(fixture_rows(f), "ETH");
	assert_false(f->app.quit);
}

/* The menu begins on the column in use; each one sorts its own way round. */
APP_TEST(test_sort_menu)
{
	size_t last = 0;

	while (app_menu_column(&f->app, last + 1) >= 0)
		last++;
	assert_int_equal(last, 4);
	fixture_start(f, THREE);
	fixture_type(f, "o");
	assert_int_equal(f->app.mode, MODE_MENU);
	assert_int_equal(app_menu_column(&f->app, f->app.menu), COLUMN_VALUE);
	fixture_type(f, "g");
	assert_int_equal(app_menu_column(&f->app, f->app.menu), COLUMN_CCY);
	fixture_type(f, "k");
	assert_int_equal(app_menu_column(&f->app, f->app.menu), COLUMN_CCY);
	fixture_type(f, "j");
	assert_int_equal(app_menu_column(&f->app, f->app.menu), COLUMN_AMOUNT);
	assert_int_equal(f->app.sort, COLUMN_VALUE);
	fixture_key(f, KEYCODE_ENTER);
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_int_equal(f->app.sort, COLUMN_AMOUNT);
	assert_true(f->app.descending);
	assert_string_equal(fixture_rows(f), "USDT ETH BTC");
	fixture_key(f, KEYCODE_F6);
	assert_int_equal(app_menu_column(&f->app, f->app.menu), COLUMN_AMOUNT);
	fixture_type(f, "Gjj");
	assert_int_equal(f->app.menu, last);
	fixture_type(f, "I");
	assert_false(f->app.descending);
	fixture_key(f, KEYCODE_ESCAPE);
	assert_int_equal(f->app.sort, COLUMN_AMOUNT);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
}

APP_TEST(test_detail)
{
	fixture_start(f, NO_LOAN);
	fixture_key(f, KEYCODE_ENTER);
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_string_equal(fixture_said(f, 0), "no row to look at");
	fixture_next(f, THREE);
	fixture_key(f, KEYCODE_ENTER);
	assert_int_equal(f->app.mode, MODE_DETAIL);
	assert_string_equal(f->app.selected, "BTC");
	fixture_type(f, "x");
	assert_true(f->app.hidden);
	fixture_key(f, KEYCODE_ENTER);
	fixture_type(f, "j\r");
	assert_int_equal(f->app.mode, MODE_DETAIL);
	assert_string_equal(f->app.selected, "ETH");
}

/* Lines of pages scroll from the first to the last one that has the page full. */
APP_TEST(test_scrolling)
{
	TABLE(steps, int key; size_t scroll) = {
		{ 'k', 0 },
		{ 'j', 1 },
		{ KEYCODE_PAGE_DOWN, 10 },
		{ CTRL('D'), 15 },
		{ CTRL('U'), 10 },
		{ KEYCODE_END, 40 },
		{ 'j', 40 },
		{ KEYCODE_PAGE_UP, 31 },
		{ 'G', 40 },
		{ KEYCODE_HOME, 0 },
		{ KEYCODE_UP, 0 },
		{ KEYCODE_DOWN, 1 },
		{ 'g', 0 },
		{ 'j', 1 },
	};
	static const char opens[] = { '?', 'm', '\r' };

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof opens; i++) {
		fixture_key(f, opens[i]);
		assert_int_equal(f->app.scroll, 0);
		for (size_t j = 0; j < sizeof steps / sizeof *steps; j++) {
			fixture_key(f, steps[j].key);
			assert_int_equal(f->app.scroll, steps[j].scroll);
		}
		fixture_key(f, KEYCODE_ESCAPE);
	}
	f->extent.lines = 3;
	fixture_type(f, "mG");
	assert_int_equal(f->app.scroll, 0);
}

APP_TEST(test_search_in_the_help)
{
	fixture_start(f, THREE);
	fixture_type(f, "?jj/");
	assert_int_equal(f->app.mode, MODE_SEARCH);
	fixture_type(f, "sort");
	assert_string_equal(f->app.search, "sort");
	fixture_key(f, KEYCODE_ENTER);
	assert_int_equal(f->app.mode, MODE_HELP);
	assert_string_equal(f->app.search, "sort");
	assert_string_equal(f->app.filter.text, "");
	fixture_type(f, "/");
	assert_string_equal(f->app.prompt.text, "sort");
	/* Esc leaves the words first, then the help. */
	fixture_key(f, KEYCODE_ENTER);
	fixture_key(f, KEYCODE_ESCAPE);
	assert_int_equal(f->app.mode, MODE_HELP);
	assert_string_equal(f->app.search, "");
	fixture_type(f, "/x");
	fixture_key(f, KEYCODE_ESCAPE);
	assert_int_equal(f->app.mode, MODE_HELP);
	assert_string_equal(f->app.search, "");
	fixture_key(f, KEYCODE_ESCAPE);
	assert_int_equal(f->app.mode, MODE_TABLE);
	fixture_type(f, "?/y\r??");
	assert_int_equal(f->app.mode, MODE_TABLE);
	fixture_type(f, "?");
	assert_string_equal(f->app.search, "");
}

/* The line that a prompt edits. */

APP_TEST(test_typing_goes_in_at_the_cursor)
{
	fixture_type(f, "/bc");
	assert_int_equal(f->app.prompt.cursor, 2);
	fixture_key(f, KEYCODE_LEFT);
	fixture_type(f, "t");
	assert_string_equal(f->app.prompt.text, "btc");
	assert_int_equal(f->app.prompt.cursor, 2);
	fixture_key(f, KEYCODE_END);
	fixture_type(f, "|eth");
	fixture_key(f, KEYCODE_HOME);
	fixture_type(f, "!");
	assert_string_equal(f->app.prompt.text, "!btc|eth");
}

APP_TEST(test_characters_are_whole)
{
	struct lineedit *line = &f->app.prompt;

	fixture_type(f, "/");
	fixture_key(f, 0x4e2d);
	fixture_key(f, 0x1f600);
	assert_int_equal(strlen(line->text), 7);
	fixture_key(f, KEYCODE_LEFT);
	assert_int_equal(line->cursor, 3);
	fixture_key(f, KEYCODE_BACKSPACE);
	assert_int_equal(line->cursor, 0);
	fixture_key(f, KEYCODE_RIGHT);
	assert_int_equal(line->cursor, 4);
	fixture_key(f, KEYCODE_HOME);
	fixture_key(f, KEYCODE_DELETE);
	assert_string_equal(line->text, "");
}

APP_TEST(test_controls_and_invisible_characters_are_passed_over)
{
	static const int bad[] = { 1, '\n', 0x7f, 0x85, 0x200b, 0x202e, 0xd800, 0x110000 };

	fixture_type(f, "/");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		actions_paste(&f->app, bad[i]);
	assert_string_equal(f->app.prompt.text, "");
}

APP_TEST(test_a_full_line_takes_no_more)
{
	fixture_type(f, "/");
	for (int i = 0; i < FILTER_SIZE + 3; i++)
		fixture_type(f, "x");
	assert_int_equal(strlen(f->app.prompt.text), FILTER_SIZE - 1);
	fixture_key(f, KEYCODE_BACKSPACE);
	fixture_key(f, 0x4e2d);
	fixture_type(f, "y");
	assert_int_equal(f->app.prompt.text[FILTER_SIZE - 2], 'y');
}

APP_TEST(test_erasing_words_and_lines)
{
	static const int keys[] = { CTRL('U'), CTRL('W'), KEYCODE_BACKSPACE, KEYCODE_DELETE,
		KEYCODE_LEFT, KEYCODE_RIGHT };

	fixture_type(f, "/btc|eth | sol ");
	fixture_key(f, CTRL('W'));
	assert_string_equal(f->app.prompt.text, "btc|eth | ");
	fixture_key(f, CTRL('W'));
	assert_string_equal(f->app.prompt.text, "btc|");
	fixture_key(f, CTRL('U'));
	assert_string_equal(f->app.prompt.text, "");
	/* In an empty line nothing is left to do. */
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		f->app.changed = false;
		fixture_key(f, keys[i]);
		assert_false(f->app.changed);
	}
}
