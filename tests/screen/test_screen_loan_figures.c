/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include <string.h>

#include "screen/exchange.h"
#include "screen/loanstart.h"

/* What is said of figures that are missing, or do not go with others, and of debts in coins. */

#define ORDER_OF(figures, lists) "{\"ordId\":\"12345\"," figures lists "\"riskWarningData\":[]}"
#define FIGURES(debt, secured, ltv, call, liquidation) \
	"\"loanNotionalUsd\":\"" debt "\",\"collateralNotionalUsd\":\"" secured \
	"\",\"curLTV\":\"" ltv "\",\"marginCallLTV\":\"" call "\",\"liqLTV\":\"" liquidation "\","
#define BOTH_LISTS \
	"\"loanData\":[" COIN("USDT", "50000") "],\"collateralData\":[" THREE_PLEDGED "],"

/* Why nobody can say that all is well, in the gauge's place: every figure stays. */
static void
reasons_of_doubt(void **state)
{
	static const struct {
		const char *loans, *wide, *narrow, *distance;
	} cases[] = {
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
static void
remedies_of_the_worse_ltv(void **state)
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
static void
repaid_a_moment_ago(void **state)
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
static void
call_in_doubt(void **state)
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
static void
rises_and_falls(void **state)
{
	static const struct {
		const char *loans;
		int width;
		const char *rows[2];
	} cases[] = {
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    80,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation when pledged coins fall a further 11.2% or SOL rises 12.6%." } },
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    64,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation if they fall a further 11.2% or SOL rises 12.6%." } },
		{ LOANS(
		      ORDER_OF(FIGURES("70000", "94200", "0.7431", "0.7374", "0.8374"), SOL_OWED)),
		    50,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liq. -11.2% or SOL rises 12.6%" } },
		{ LOANS(
		      ORDER_OF(FIGURES("72000", "96900", "0.7430", "0.7374", "0.8374"), TWO_OWED)),
		    80,
		    { " MARGIN CALL: OKX only warns. 0.57 points past it.",
			" Liquidation if they fall a further 11.2% or what is owed rises 12.7%." } },
		{ LOANS(ORDER_OF(FIGURES("60000", "94200", "0.637", "0.7374", "0.8374"), SOL_OWED)),
		    50,
		    { " Margin call  if all fall 13.6%, SOL up 15.7%",
			" Liquidation  if all fall 23.9%, SOL up 31.4%" } },
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
static void
targets_in_words(void **state)
{
	struct harness *h = loan_start(&(struct harness_options){ .width = 80 }, LOAN_OK);

	h->settings.terms.has_target = true;
	h->settings.terms.target = decimal_from(7125, 4);
	harness_answer(h, 200, LIST_SPARE);
	assert_string_equal(harness_row(h, 7),
	    " To reach 71.25% refused: so near the margin call it brings no relief");
	h->settings.terms.target = decimal_from(65, 2);
	harness_answer(h, 200, LIST_SPARE);
	assert_string_equal(harness_row(h, 7), " To reach 65%  already below 65%");
	harness_end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rises_and_falls),
		cmocka_unit_test(reasons_of_doubt),
		cmocka_unit_test(remedies_of_the_worse_ltv),
		cmocka_unit_test(repaid_a_moment_ago),
		cmocka_unit_test(call_in_doubt),
		cmocka_unit_test(targets_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
