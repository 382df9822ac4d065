/* SPDX-License-Identifier: ISC */
/* Of a loan's screens what is more than keys and a picture. */
#include "test.h"

#include <bsd/string.h>

#include "screen/exchange.h"
#include "screen/loanstart.h"
#include "ui/ui.h"
#include "unit/fake_monotime.h"

/* The frame of a screen with a loan: several orders, none, what is hidden, what happened. */

TEST(fifty_loans)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    loan_fifty());

	harness_expect(h, "loan/fifty_loans");
	harness_end(h);
}

/* Under what-if the real figures stay where they are. */
TEST(what_if_below_the_real_figures)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);
	char before[3][200];

	for (int row = 0; row < 3; row++)
		strlcpy(before[row], harness_row(h, row), sizeof before[row]);
	harness_type(h, "t");
	for (int row = 0; row < 3; row++)
		assert_string_equal(harness_row(h, row), before[row]);
	harness_expect_text(h, "WHAT-IF, NOT REAL");
	harness_resize(h, 20, 5);
	harness_expect_text(h, "LTV 60.00% OK");
	harness_end(h);
}

/* How a loan stands: each band, and what becomes of it when it is old. */

TEST(stale_bands_are_what_they_were)
{
	static const char *const loans[] = { LOAN_OK, LOAN_WATCH, LOAN_UNKNOWN, LOAN_CALL,
		LOAN_LIQUIDATION };
	static const char *const words[] = { "(was OK)", "(was WATCH)", "(was UNKNOWN)",
		"(was CALL)", "(was LIQUIDATION)" };

	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, loans[i]);

		harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
		harness_wait(h, 20000);
		harness_expect_text(h, words[i]);
		harness_expect_no_text(h, "  OK");
		harness_resize(h, 20, 5);
		harness_expect_text(h, "was ");
		harness_end(h);
	}
}

/* A band past the margin call is reversed, with and without colours. */
TEST(bands_have_their_looks)
{
	TABLE(bands, const char *loans; bool reversed) = {
		{ LOAN_OK, false },
		{ LOAN_WATCH, false },
		{ LOAN_UNKNOWN, false },
		{ LOAN_CALL, true },
		{ LOAN_LIQUIDATION, true },
	};
	static const char *const themes[] = { "dark", "light", "mono" };

	for (size_t theme = 0; theme < 3; theme++)
		for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) {
			struct harness *h = loan_start(
			    &(struct harness_options){ .theme = themes[theme] }, bands[i].loans);
			int column = (int)(strstr(harness_row(h, 1), "%  ") - harness_row(h, 1)) +
			    3;

			if (bands[i].loans == bands[2].loans)
				column = (int)(strstr(harness_row(h, 1), "UNKNOWN") -
				    harness_row(h, 1));
			assert_int_equal(harness_look(h, 1, column).reversed, bands[i].reversed);
			assert_true(harness_look(h, 1, column).bold);
			harness_end(h);
		}
}

/* What is said of figures that are missing, or do not go with others, and of debts in coins. */

#define ORDER_OF(figures, lists) "{\"ordId\":\"12345\"," figures lists "\"riskWarningData\":[]}"
#define FIGURES(debt, secured, ltv, call, liquidation) \
	"\"loanNotionalUsd\":\"" debt "\",\"collateralNotionalUsd\":\"" secured \
	"\",\"curLTV\":\"" ltv "\",\"marginCallLTV\":\"" call "\",\"liqLTV\":\"" liquidation "\","
#define BOTH_LISTS \
	"\"loanData\":[" COIN("USDT", "50000") "],\"collateralData\":[" THREE_PLEDGED "],"

/* Why nobody can say that all is well, in the gauge's place: every figure stays. */
TEST(reasons_of_doubt)
{
	TABLE(cases, const char *loans, *wide, *narrow, *distance) = {
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "73.74", "83.74"), BOTH_LISTS)),
		    " UNKNOWN: a margin call LTV of 7,374.00% is not plausible",
		    " UNKNOWN: a threshold is not plausible", " fall 99.3%" },
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "1.2", "1.3"), BOTH_LISTS)),
		    " UNKNOWN: a margin call LTV of 120.00% is not plausible",
		    " UNKNOWN: a threshold is not plausible", " fall 58.3%" },
		{ LOANS(
		      ORDER_OF(FIGURES("52000", "100000", "0.60", "0.7374", "0.8374"), BOTH_LISTS)),
		    " UNKNOWN: curLTV 60.00% and debt / collateral 52.00% differ by over 5%",
		    " UNKNOWN: curLTV and debt / collateral differ", " fall 18.6%" },
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "0.7374", "0.8374"),
		      "\"loanData\":null,")),
		    " UNKNOWN: OKX sent no usable loanData, collateralData",
		    " UNKNOWN: OKX did not send all lists", " fall 32.1%" },
		{ LOANS(ORDER_OF(FIGURES("50000", "100000", "0.5", "0.7374", ""), BOTH_LISTS)),
		    " UNKNOWN: OKX sent no usable liqLTV", " UNKNOWN: OKX sent no usable liqLTV",
		    " fall 32.1%" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80,
						   .height = 24 },
		    cases[i].loans);

		assert_non_null(strstr(harness_row(h, 1), "UNKNOWN"));
		assert_string_equal(harness_row(h, 2), cases[i].wide);
		assert_non_null(strstr(harness_row(h, 3), cases[i].distance));
		assert_non_null(strstr(harness_row(h, 7), "To reach 50%"));
		harness_resize(h, 50, 20);
		assert_string_equal(harness_row(h, 2), cases[i].narrow);
		assert_non_null(strstr(harness_row(h, 3), cases[i].distance));
		/* With the keyboard up the reason stays, as nothing matters more. */
		harness_resize(h, 50, 10);
		assert_string_equal(harness_row(h, 2), cases[i].narrow);
		harness_end(h);
	}
}

/* The LTV that counts says what is to be repaid, also where debt / collateral is at the target. */
TEST(remedies_of_the_worse_ltv)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER_OF(FIGURES("52000", "100000", "0.60", "0.7374", "0.8374"),
		"\"loanData\":[" COIN("USDT", "52000") "],\"collateralData\":[" THREE_PLEDGED
						       "],")));

	assert_string_equal(harness_row(h, 7),
	    " To reach 50%  repay 10,000.00 USDT~   or pledge $20,000.00~ after haircuts");
	harness_loan(h,
	    LOANS(ORDER_OF(FIGURES("50000", "100000", "0.72", "0.7374", "0.8374"), BOTH_LISTS)),
	    NULL);
	assert_string_equal(harness_row(h, 7),
	    " To reach 50%  repay 22,000.00 USDT~   or pledge $44,000.00~ after haircuts");
	harness_loan(h,
	    LOANS(ORDER_OF(FIGURES("51000", "100000", "0.52", "0.7374", "0.8374"),
		"\"loanData\":[" COIN("USDT", "51000") "],\"collateralData\":[" THREE_PLEDGED
						       "],")),
	    NULL);
	assert_string_equal(harness_row(h, 7),
	    " To reach 50%  repay 2,000.00 USDT~   or pledge $4,000.00~ after haircuts");
	harness_end(h);
}

/* Repaid, while the LTV is still the old one. */
TEST(repaid_a_moment_ago)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER_OF(FIGURES("0", "100000", "0.80", "0.7374", "0.8374"),
		"\"loanData\":[],\"collateralData\":[" THREE_PLEDGED "],")));

	assert_string_equal(harness_row(h, 1),
	    " LOAN 12345  LTV 80.00% / 0.00%~ !  OK  call 73.74%  liq. 83.74%");
	assert_string_equal(harness_row(h, 3), " Margin call   -  nothing is owed");
	harness_expect_text(h, " ! OKX says LTV 80.00%, although its debt is 0: nothing is owed");
	harness_resize(h, 50, 20);
	harness_expect_text(h, " ! LTV 80.00%, but debt 0");
	harness_end(h);
}

/* A call that one figure shows stands beside a doubt, which is said too. */
TEST(call_in_doubt)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80, .height = 24 },
	    LOANS(ORDER_OF(FIGURES("74000", "100000", "0.74", "0.7374", "83.74"), BOTH_LISTS)));

	assert_non_null(strstr(harness_row(h, 1), "CALL"));
	assert_non_null(strstr(harness_row(h, 3), "MARGIN CALL: OKX only warns."));
	harness_expect_text(h, " ! a liquidation LTV of 8,374.00% is not plausible");
	harness_end(h);
}

#define SOL_OWED "\"loanData\":[" COIN("SOL", "500") "],\"collateralData\":[" COIN("ETH", "40") "],"
#define TWO_OWED \
	"\"loanData\":[" COIN("BTC", "0.5") "," COIN("SOL", \
	    "200") "],\"collateralData\":[" COIN("ETH", "40") "],"

/* What has to rise is never written like what has to fall, whatever room there is. */
TEST(rises_and_falls)
{
	TABLE(cases, const char *loans; int width; const char *rows[2]) = {
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    80,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation when pledged coins fall a further 11.2% or ETH/SOL falls 11.2%." } },
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    70,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation if they fall a further 11.2% or ETH/SOL falls 11.2%." } },
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    50,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liq. -11.2% or ETH/SOL falls 11.2%" } },
		{ LOANS(
		      ORDER_OF(FIGURES("72000", "96900", "0.7430", "0.7374", "0.8374"), TWO_OWED)),
		    80,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation if they fall a further 11.2% or what is owed rises 12.7%." } },
		{ LOANS(ORDER_OF(FIGURES("60000", "94200", "0.637", "0.7374", "0.8374"), SOL_OWED)),
		    50,
		    { " Margin call  if all fall 13.6% or ETH/SOL does",
			" Liquidation  if all fall 23.9% or ETH/SOL does" } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = cases[i].width,
						   .height = 24 },
		    cases[i].loans);

		assert_string_equal(harness_row(h, 3), cases[i].rows[0]);
		assert_string_equal(harness_row(h, 4), cases[i].rows[1]);
		harness_end(h);
	}
}

/* What would be no relief is not offered; what is reached is no aim. */
TEST(targets_in_words)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	h->settings.terms.has_target = true;
	h->settings.terms.target = decimal_from(7125, 4);
	harness_answer(h, 200, LIST_SPARE);
	assert_string_equal(harness_row(h, 7),
	    " To reach 71.25% refused: too near the margin call to bring relief");
	h->settings.terms.target = decimal_from(65, 2);
	harness_answer(h, 200, LIST_SPARE);
	assert_string_equal(harness_row(h, 7), " To reach 65%  already below 65%");
	harness_end(h);
}

/* With a loan every size shows the most important first. */

TEST(one_row_less_with_fifty_loans)
{
	struct harness *h = loan_start_with(&(struct harness_options){ .width = 80, .height = 23 },
	    loan_fifty(), PRICES_NOW, FUNDING_DOZEN);

	harness_expect(h, "loan_sizes/one_row_less_with_fifty_loans");
	harness_end(h);
}

/* No size and no band trouble it. */
TEST(any_size_in_any_band)
{
	const char *const loans[] = { LOAN_OK, LOAN_CALL, LOAN_LIQUIDATION, LOAN_UNKNOWN,
		loan_fifty(), LOAN_COIN_DEBT, LOAN_DISAGREES, NO_LOAN };
	uint32_t seed = 1;

	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, loans[i]);

		for (int j = 0; j < 80; j++) {
			seed = seed * 1103515245 + 12345;
			harness_resize(h, 1 + (int)(seed >> 16) % 130,
			    1 + (int)(seed >> 8 & 0xff) % 60);
			harness_type(h, j % 3 == 0 ? "j" : j % 3 == 1 ? "x" : "\t");
		}
		harness_resize(h, 500, 200);
		harness_resize(h, 80, 24);
		harness_expect_text(h, "TOTAL");
		harness_end(h);
	}
}

/* Environment, age, LTV and band are there in any size worth the name. */
TEST(never_leaves)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	for (int width = 20; width <= 120; width += 5)
		for (int height = 5; height <= 30; height++) {
			harness_resize(h, width, height);
			harness_expect_text(h, "PROD");
			harness_expect_text(h, "LIVE");
			harness_expect_text(h, "60.00%");
			harness_expect_text(h, "OK");
			harness_expect_text(h, "18.6%");
		}
	harness_end(h);
}

/* In a crash, whatever is open: how the worst loan stands, and what to do. */

TEST(fault_113_a_page_is_open_in_a_crash)
{
	static const char *const pages[] = { "?", "?/", "m", "j\r", "j\r\t" };

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

		harness_type(h, pages[i]);
		assert_non_null(strstr(harness_row(h, 0), " OK 60.00%  LIVE"));
		harness_loan(h, LOAN_LIQUIDATION, NULL);
		assert_non_null(strstr(harness_row(h, 0), " LIQUIDATION 84.04%  LIVE"));
		for (int width = 79; width >= UI_COLUMNS_MIN; width--) {
			harness_resize(h, width, 24);
			assert_non_null(strstr(harness_row(h, 0), " LIQ"));
			assert_non_null(strstr(harness_row(h, 0), " 84.04%"));
		}
		harness_end(h);
	}
}

TEST(fault_114_a_crash_on_a_phone)
{
	static const char *const loans[] = { LOAN_WATCH, LOAN_CALL, LOAN_LIQUIDATION, LOAN_TWO };

	for (size_t i = 0; i < sizeof loans / sizeof *loans; i++)
		for (int height = 20; height >= 10; height -= 10) {
			struct harness *h = loan_start(&(struct harness_options){ .width = 50,
							   .height = height },
			    loans[i]);

			harness_expect_text(h, " m 73.74%");
			harness_expect_text(h, " L 83.74%");
			harness_end(h);
		}
}

/* What happened to a loan: on the message line, by the bell, in the title of the window. */

#define DAY_MS (24 * 60 * 60 * 1000)

TEST(events_of_another_day)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	harness_loan(h, LOAN_SOLD, NULL);
	fake_monotime_set_utc(1795361402123 + DAY_MS);
	harness_resize(h, 120, 24);
	harness_expect_text(h, " Nov 22 15:30 pledged BTC 1.2500 -> 1.2000: ");
	harness_type(h, "\033");
	harness_wait(h, 200);
	harness_expect_text(h, " Nov 22 15:30:02 connected to ");
	harness_end(h);
}

/* A word typed on the table mutes it: that it is off is seen in every mode and page. */
TEST(bell_off_is_seen)
{
	static const char *const into[] = { "", "/", "o", "?", "?/", "m", "\r", "\r\t", "t", "e" };
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	assert_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_type(h, "BTC");
	for (size_t i = 0; i < sizeof into / sizeof *into; i++) {
		harness_type(h, into[i]);
		harness_wait(h, 25000);
		assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
		harness_type(h, "\033");
		harness_wait(h, 200);
		harness_type(h, "\033");
		harness_wait(h, 200);
		assert_int_equal(h->app.mode, MODE_TABLE);
	}
	harness_loan(h, LOAN_CALL, NULL);
	assert_int_equal(h->bells, 1);
	harness_type(h, "B");
	assert_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_end(h);
}

/* From 20x5 on, before whatever is less important: the environment, the state and the age stay. */
TEST(bell_off_at_any_size)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	harness_type(h, "B");
	harness_wait(h, 200);
	assert_string_equal(harness_row(h, 0),
	    " PRODUCTION  main@global    LIVE  0s old  BELL OFF  every 2s  as of 15:30:06 UTC");
	for (int width = 130; width >= 20; width--) {
		harness_resize(h, width, 5);
		assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
		assert_non_null(strstr(harness_row(h, 0), "PROD"));
		assert_non_null(strstr(harness_row(h, 0), "0s"));
		/* All of the rest gives way before the word. */
		assert_true(width < 21 || strstr(harness_row(h, 0), "LIVE") != NULL);
	}
	assert_string_equal(harness_row(h, 0), "PROD 0s BELL OFF");
	harness_resize(h, 50, 20);
	assert_string_equal(harness_row(h, 0),
	    " PRODUCTION  main           LIVE  0s old  BELL OFF");
	/* No room at all. */
	harness_resize(h, 15, 5);
	assert_string_equal(harness_row(h, 0), "PROD LIVE 0s");
	harness_end(h);
}

/* What tells accounts apart, and that figures are old, comes before it. */
TEST(bell_off_leaves_before_what_matters_more)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 20, .accounts = 2 },
	    LOAN_OK);

	harness_type(h, "B");
	assert_string_equal(harness_row(h, 0), "PROD main LIVE 0s");
	harness_resize(h, 26, 5);
	assert_string_equal(harness_row(h, 0), "PROD main LIVE 0s BELL OFF");
	harness_resize(h, 24, 5);
	assert_string_equal(harness_row(h, 0), "PROD main 0s BELL OFF");
	harness_end(h);

	h = loan_start(&(struct harness_options){ .width = 20, .simulated = true, .demo = true },
	    LOAN_OK);
	harness_type(h, "B");
	assert_string_equal(harness_row(h, 0), "SIM DEMO 0s BELL OFF");
	for (int x = 0; x < 20; x++)
		assert_true(harness_look(h, 0, x).reversed);
	harness_break_loan(h, OKX_NET_ERROR_CONNECT, "Connection refused");
	harness_wait(h, 15000);
	assert_memory_equal(harness_row(h, 0), "SIM DEMO STALE ", 15);
	harness_end(h);
}

/* By configuration it never rings, which is seen as well, and no key says otherwise. */
TEST(bell_off_by_configuration)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	h->settings.bell = false;
	harness_type(h, "B");
	harness_expect_text(h, "the bell stays off: colltop.conf says bell = false");
	assert_non_null(strstr(harness_row(h, 0), "BELL OFF"));
	harness_loan(h, LOAN_CALL, NULL);
	assert_int_equal(h->bells, 0);
	harness_end(h);
}

/* Terminals without one get nothing. */
TEST(window_title_by_terminal)
{
	TABLE(terminals, const char *terminal, *bytes) = {
		{ "linux", NULL },
		{ "vt100", NULL },
		{ "tmux-256color", "\033]0;OK 60.00% -18.6% 15:30 UTC\007" },
	};

	for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
		struct harness *h = harness_start(
		    &(struct harness_options){ .terminal = terminals[i].terminal });

		harness_bytes(h);
		harness_answer(h, 200, LIST_SPARE);
		harness_loan(h, LOAN_OK, PRICES_NOW);
		if (terminals[i].bytes != NULL)
			assert_true(harness_wrote(h, terminals[i].bytes));
		else
			assert_false(harness_wrote(h, "\033]"));
		harness_end(h);
	}
}

/* Lets MS go by while the list goes on being answered. */
static void
pass(struct harness *h, int64_t ms)
{
	for (; ms > 0; ms -= 1000) {
		if (exchange_asked(h->http, OKX_ENDPOINT_COLLATERAL_ASSETS))
			exchange_answer(h->http, OKX_ENDPOINT_COLLATERAL_ASSETS, 200, LIST_SPARE);
		harness_wait(h, 1000);
	}
}

/* Without colour nothing else tells old from new, and a phone has to say it, too. */
TEST(old_prices_everywhere)
{
	TABLE(sizes, int width, height; const char *cell) = { { 120, 40, "[<=63,157]" },
		{ 60, 20, "[<=63,157]" }, { 50, 20, "[<=63,157]" }, { 50, 10, "[<=63,157]" },
		{ 40, 12, "[110,000.00]" }, { 30, 10, "[110,000.00]" } };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = sizes[i].width,
						   .height = sizes[i].height,
						   .no_color = true },
		    LOAN_OK);

		exchange_always(h->http, OKX_ENDPOINT_INDEX_TICKERS, NULL);
		pass(h, 40000);
		harness_expect_text(h, sizes[i].cell);
		harness_expect_no_text(h, " 110,000.00 ");
		harness_end(h);
	}
}

/* What if prices fell: none of it is real, and it says so. */

static struct harness *
start(int width, int height, const char *loans, const char *prices)
{
	return loan_start_at(&(struct harness_options){ .width = width, .height = height }, loans,
	    prices);
}

/* The words stand reversed all across, wherever one has scrolled to. */
TEST(says_that_it_is_not_real)
{
	struct harness *h = start(80, 24, LOAN_OK, PRICES_NOW);

	harness_type(h, "t");
	for (int pass = 0; pass < 2; pass++) {
		int row = 0;

		while (
		    row < h->height && strncmp(harness_row(h, row), " WHAT-IF, NOT REAL", 18) != 0)
			row++;
		assert_true(row < h->height);
		for (int column = 0; column < h->width; column++)
			assert_true(harness_look(h, row, column).reversed);
		harness_type(h, "\rG");
	}
	harness_expect_text(h, "PRODUCTION");
	harness_end(h);
}

/* The line that is typed has the cursor, and is seen at every size that has a table. */
TEST(question_at_any_size)
{
	static const int sizes[][2] = { { 200, 60 }, { 80, 24 }, { 50, 20 }, { 50, 10 }, { 40, 12 },
		{ 30, 24 }, { 20, 9 } };

	for (int mono = 0; mono < 2; mono++) {
		struct harness *h = loan_start(&(struct harness_options){ .width = 80,
						   .terminal = mono ? "vt100" : NULL },
		    LOAN_CALL);
		int row, column;

		harness_type(h, "tall -30%");
		for (size_t i = 0; i < COUNT(sizes); i++) {
			harness_resize(h, sizes[i][0], sizes[i][1]);
			harness_expect_text(h, " What if: all -30%");
			harness_expect_text(h, "105.72%");
			assert_true(harness_cursor(h, &row, &column));
			assert_int_equal(column, 18);
			assert_memory_equal(harness_row(h, row), " What if: all -30%", 18);
		}
		harness_type(h, "\r");
		harness_expect_text(h, " What if: all -30%");
		/* A vt100 cannot hide it. */
		assert_int_equal(harness_cursor(h, &row, &column), mono);
		harness_end(h);
	}
}

TEST(target_that_is_no_relief)
{
	struct harness *h = start(80, 40, LOAN_OK, PRICES_NOW);

	h->settings.terms.has_target = true;
	h->settings.terms.target = decimal_from(72, 2);
	harness_loan(h, LOAN_OK, PRICES_LATER);
	harness_type(h, "t");
	harness_expect_text(h, "   5%   63.16%  WATCH                -           -");
	harness_expect_text(h,
	    " repay: not computed, since the target of 72.00% is too near the margin call");
	harness_end(h);
}

/* No named coin secures the loan, so all that does falls; no fall is OK with a list missing. */
TEST(nothing_named_as_pledged)
{
	struct harness *h = start(80, 24,
	    LOANS(ORDER("1", "", COIN("USDT", "50000"), "50000", "100000", "0.5", "0.7374",
		"0.8374")),
	    PRICES_NOW);

	harness_type(h, "t");
	harness_expect_text(h, "  50%  100.00%  LIQUIDATION     25,000      50,000");
	harness_expect_text(h,
	    " OKX did not name all that is pledged, so all of the collateral counts as");
	harness_end(h);
	h = start(80, 24,
	    LOANS(
		"{\"ordId\":\"1\",\"loanData\":[],\"loanNotionalUsd\":\"30000\",\"collateralNotionalUsd\":"
		"\"100000\",\"curLTV\":\"0.3\",\"marginCallLTV\":\"0.7374\",\"liqLTV\":\"0.8374\"}"),
	    PRICES_NOW);
	harness_type(h, "t");
	harness_expect_text(h, "  5%  31.58%  UNKNOWN");
	harness_expect_text(h, " 50%  60.00%  UNKNOWN");
	harness_end(h);
}
