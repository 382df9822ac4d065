/* SPDX-License-Identifier: ISC */
/* Figures that need prices say of when they are, and stand in brackets once that is long ago. */
#include "config.h"

#include "test.h"

#include <stdio.h>

#include "screen/loanstart.h"

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
static void
old_prices_everywhere(void **state)
{
	static const struct {
		int width, height;
		const char *cell;
	} sizes[] = { { 120, 40, "[<=63,157]" }, { 60, 20, "[<=63,157]" }, { 50, 20, "[<=63,157]" },
		{ 50, 10, "[<=63,157]" }, { 40, 12, "[110,000.00]" }, { 30, 10, "[110,000.00]" } };

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(old_prices_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
