/* SPDX-License-Identifier: ISC */
/* The list without a loan: what is more than keys and a picture. */
#include "test.h"

#include <bsd/string.h>

#include "screen/answers.h"
#include "screen/exchange.h"
#include "screen/harness.h"

/* The table: what stands where, and what is said in its place when there is nothing. */

/* The columns have room for what is out of sight: nothing moves. */
TEST(scrolling_moves_nothing)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });
	char header[200];

	harness_answer(h, 200,
	    ASSETS(ASSET("A", "7", "70000") "," ASSET("B", "6", "60000") "," ASSET("C", "5",
		"50000") "," ASSET("D", "4", "40000") "," ASSET("E", "3",
		"30000") "," ASSET("FLONGNAME", "0.000000001", "0.00002") "," ASSET("G",
		"12345678.125", "111111103125") "," ASSET("H", "-1", "-9000")));
	harness_type(h, "s");
	harness_expect_text(h,
	    " A                   7.00000000      10,000.00           70,000.00      <0.01%");
	strlcpy(header, harness_row(h, 4), sizeof header);
	harness_type(h, "G");
	assert_string_equal(harness_row(h, 4), header);
	harness_expect_text(h,
	    " FLONGNAME          <0.00000001      20,000.00               <0.01      <0.01%");
	harness_expect_text(h,
	    " G          12,345,678.12500000       9,000.00  111,111,103,125.00     >99.99%");
	harness_end(h);
}

/* All of an old row is dim, its name and bar as well. */
TEST(stale_rows_are_dim)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });
	int bar;

	harness_answer(h, 200, THREE);
	bar = harness_look(h, 5, 71).color;
	assert_true(harness_look(h, 5, 1).bold);
	harness_break(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 30000);
	harness_expect_text(h, "STALE");
	assert_false(harness_look(h, 5, 1).bold);
	assert_int_equal(harness_look(h, 5, 1).color, harness_look(h, 5, 20).color);
	assert_true(harness_look(h, 5, 71).reversed);
	assert_int_not_equal(harness_look(h, 5, 71).color, bar);
	harness_end(h);
}

/* The selection stays on its currency when the order changes. */
TEST(selection_follows_its_currency)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	harness_answer(h, 200, THREE);
	harness_type(h, "jj");
	assert_true(harness_look(h, 6, 1).reversed);
	assert_false(harness_look(h, 5, 1).reversed);
	harness_type(h, "I");
	assert_true(harness_look(h, 6, 1).reversed);
	harness_type(h, "s");
	assert_string_equal(h->app.selected, "ETH");
	harness_expect_text(h, "CCY ^");
	harness_end(h);
}

/* What keys do: the prompt, the menu, hidden amounts, and the key bar of each mode. */

/* The cursor stands where one types, and nowhere else. */
TEST(filter_cursor)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	int row, column;

	harness_answer(h, 200, THREE);
	assert_false(harness_cursor(h, &row, &column));
	harness_type(h, "/btc");
	assert_true(harness_cursor(h, &row, &column));
	assert_int_equal(row, 12);
	assert_int_equal(column, 12);
	harness_type(h, "\033[D\033[D");
	assert_true(harness_cursor(h, &row, &column));
	assert_int_equal(column, 10);
	harness_type(h, "\r");
	assert_false(harness_cursor(h, &row, &column));
	harness_end(h);
}

TEST(filter_longer_than_the_line)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 30, .height = 10 });

	int row, column;

	harness_answer(h, 200, THREE);
	harness_type(h, "/abcdefghijklmnopqrstuvwxyz0123456789");
	harness_expect_text(h, "123456789");
	assert_true(harness_cursor(h, &row, &column));
	assert_in_range(column, 0, 29);
	harness_end(h);
}

TEST(key_bar_is_the_modes)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	static const char *const types[] = { "o", "/", "?", "m" };
	static const char *const bars[] = {
		" Esc:close  Enter:sort  I:reverse",
		" Esc:cancel  Enter:keep",
		" Esc:close  /:search",
		" Esc:close",
	};

	harness_answer(h, 200, THREE);
	for (size_t i = 0; i < 4; i++) {
		harness_type(h, types[i]);
		assert_string_equal(harness_row(h, 13), bars[i]);
		harness_type(h, "\033");
		harness_wait(h, 200);
	}
	harness_end(h);
}

/* What is said where there are no rows: each nothing has its own words. */

/* Nothing was asked, so OKX said nothing about a key. */
TEST(no_key)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .accounts = 2 });

	harness_answer(h, 200, THREE);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		h->credentials.of[i].state = CREDENTIALS_NONE;
		cause_set(&h->credentials.of[i].cause, "put the three lines into second1.env");
	}
	secrets_wipe(h->secrets);
	harness_type(h, "a");
	harness_expect_text(h, " second1@global                       NO DATA  0s ");
	assert_string_equal(harness_row(h, 5),
	    " There is no key for PRODUCTION of account second1, so nothing was asked and");
	assert_string_equal(harness_row(h, 6), " there are no figures to show.");
	harness_expect_text(h, " No key for PRODUCTION of account second1");
	harness_expect_no_text(h, "accept");
	harness_end(h);
}

/* Every size shows the most important first. */

/* A total is whole or none. */
TEST(few_columns)
{
	static const char *const totals[] = { "*", " *", " *", "  *", "  *", "  *", "  *" };
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 24 });

	harness_answer(h, 200, THREE);
	for (int width = 1; width <= 7; width++) {
		harness_resize(h, width, 3);
		assert_string_equal(harness_row(h, 1), totals[width - 1]);
	}
	harness_resize(h, 8, 3);
	assert_string_equal(harness_row(h, 1), "  $164k");
	harness_end(h);
}

/* Two changes of size may be seen as none, while the terminal lost what was outside. */
TEST(there_and_back_at_once)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 24 });

	harness_answer(h, 200, THREE);
	harness_scribble(h, "\033[H\033[2J");
	assert_null(strstr(harness_row(h, 0), "PRODUCTION"));
	harness_resize(h, 80, 24);
	assert_non_null(strstr(harness_row(h, 0), "PRODUCTION"));
	harness_end(h);
}

/* Program, every, region, as of, account. */
TEST(title_fields_leave)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	TABLE(steps, int width; const char *gone) = {
		{ 76, "colltop" },
		{ 67, "every" },
		{ 57, "@global" },
		{ 50, "as of" },
		{ 30, "main" },
	};

	harness_answer(h, 200, THREE);
	for (size_t i = 0; i < 5; i++) {
		harness_expect_text(h, steps[i].gone);
		harness_resize(h, steps[i].width, 14);
		harness_expect_no_text(h, steps[i].gone);
		harness_expect_text(h, "PRODUCTION");
		harness_expect_text(h, "LIVE");
		harness_expect_text(h, "0s");
	}
	harness_end(h);
}

TEST(any_size_in_any_mode)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	static const char *const modes[] = { "", "/", "o", "?", "m", "j\r" };
	uint32_t seed = 1;

	harness_answer(h, 200, FORTY);
	for (size_t mode = 0; mode < 6; mode++) {
		harness_type(h, modes[mode]);
		for (int i = 0; i < 60; i++) {
			seed = seed * 1103515245 + 12345;
			harness_resize(h, 1 + (int)(seed >> 16) % 130,
			    1 + (int)(seed >> 8 & 0xff) % 60);
			harness_type(h, i % 2 == 0 ? "\033[6~" : "\033[A");
		}
		harness_type(h, "\033");
		harness_wait(h, 200);
	}
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_resize(h, 80, 24);
	harness_expect_text(h, "TOTAL");
	harness_end(h);
}

/* The title line: whose figures these are, how old, and why. */

/* The whole title line is reversed. */
TEST(demo)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .demo = true });

	harness_answer(h, 200, THREE);
	harness_expect(h, "title/demo");
	for (int x = 0; x < 80; x++)
		assert_true(harness_look(h, 0, x).reversed);
	harness_end(h);
}

/* Plain and bold. */
TEST(production)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	harness_answer(h, 200, THREE);
	for (int x = 1; x < 80; x++)
		assert_false(harness_look(h, 0, x).reversed);
	assert_true(harness_look(h, 0, 12).bold);
	harness_end(h);
}

/* Invented figures never wear a real word. */
TEST(simulation)
{
	struct harness *h = harness_start(
	    &(struct harness_options){ .width = 80, .height = 14, .simulated = true });

	harness_answer(h, 200, THREE);
	harness_expect_text(h, " SIMULATION  main@global ");
	harness_expect_no_text(h, "PRODUCTION");
	assert_true(harness_look(h, 0, 12).reversed);
	assert_true(harness_look(h, 0, 79).reversed);
	harness_type(h, "e");
	harness_expect_text(h, " SIMULATION DEMO ");
	harness_end(h);
}

/* What is unusual stands in one line. */
TEST(second_line)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 100,
	    .height = 14,
	    .proxy = "http://user:word@proxy.example:8080" });

	harness_answer(h, 200, THREE);
	harness_type(h, "/btc|eth\rxj");
	harness_expect(h, "title/second_line");
	/* What goes by itself is no warning. */
	assert_int_equal(harness_look(h, 3, 76).color, 246);
	assert_int_equal(harness_look(h, 3, 2).color, harness_look(h, 3, 45).color);
	assert_int_not_equal(harness_look(h, 3, 2).color, 246);
	harness_end(h);
}

/* While only the age changes next to nothing goes out, and nothing in between. */
TEST(age_costs_little)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80 });

	harness_answer(h, 200, THREE);
	/* Requests are under way all the time. */
	exchange_always(h->http, OKX_ENDPOINT_LOAN_INFO, NULL);
	harness_wait(h, 2300);
	harness_bytes(h);
	for (int i = 0; i < 9; i++) {
		harness_wait(h, 900);
		assert_int_equal(harness_bytes(h), 0);
		harness_wait(h, 100);
		assert_in_range(harness_bytes(h), 1, 48);
	}
	harness_end(h);
}
