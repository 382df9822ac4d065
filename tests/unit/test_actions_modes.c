/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include "unit/app_fixture.h"

/* What keys do beyond the table: in the prompts, the menu and the pages. */

#define CTRL(letter) ((letter)&0x1f)

/* What is inside is left first, by q, F10 and Esc. */
static void
test_inner_things_are_left_first(void **state)
{
	static const char opens[] = { '?', 'm', 'o', '\r' };
	static const int keys[] = { 'q', KEYCODE_F10, KEYCODE_ESCAPE };
	struct app_fixture *f = *state;

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

static void
test_filter_as_one_types(void **state)
{
	struct app_fixture *f = *state;

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
static void
test_full_width_input(void **state)
{
	static const int typed[] = { 0xFF22, 0xFF34, 0xFF43, 0x3000, 0xFF5C, 0xFF1D, 0xFF45, 0xFF54,
		0xFF48 };
	struct app_fixture *f = *state;

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

static void
test_escape_restores_the_filter(void **state)
{
	struct app_fixture *f = *state;

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
static void
test_sort_menu(void **state)
{
	struct app_fixture *f = *state;
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

static void
test_detail(void **state)
{
	struct app_fixture *f = *state;

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
static void
test_scrolling(void **state)
{
	static const struct {
		int key;
		size_t scroll;
	} steps[] = {
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
	struct app_fixture *f = *state;

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

static void
test_search_in_the_help(void **state)
{
	struct app_fixture *f = *state;

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

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_inner_things_are_left_first),
		TEST(test_filter_as_one_types),
		TEST(test_full_width_input),
		TEST(test_escape_restores_the_filter),
		TEST(test_sort_menu),
		TEST(test_detail),
		TEST(test_scrolling),
		TEST(test_search_in_the_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
