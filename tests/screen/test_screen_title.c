/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "test.h"

#include "screen/answers.h"
#include "screen/exchange.h"
#include "screen/harness.h"

/* The title line: whose figures these are, how old, and why. */

/* The whole title line is reversed. */
static void
demo(void **state)
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
static void
production(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80, .height = 14 });

	harness_answer(h, 200, THREE);
	for (int x = 1; x < 80; x++)
		assert_false(harness_look(h, 0, x).reversed);
	assert_true(harness_look(h, 0, 12).bold);
	harness_end(h);
}

/* Invented figures never wear a real word. */
static void
simulation(void **state)
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
static void
second_line(void **state)
{
	struct harness *h = harness_start(&(struct harness_options){ .width = 80,
	    .height = 14,
	    .proxy = "http://user:word@proxy.example:8080" });

	harness_answer(h, 200, THREE);
	harness_type(h, "/btc|eth\rxj");
	harness_expect(h, "title/second_line");
	/* What goes by itself is no warning. */
	assert_int_equal(harness_look(h, 3, 28).color, 245);
	assert_int_equal(harness_look(h, 3, 2).color, harness_look(h, 3, 41).color);
	assert_int_not_equal(harness_look(h, 3, 2).color, 245);
	harness_end(h);
}

/* While only the age changes next to nothing goes out, and nothing in between. */
static void
age_costs_little(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(demo),
		cmocka_unit_test(production),
		cmocka_unit_test(simulation),
		cmocka_unit_test(second_line),
		cmocka_unit_test(age_costs_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
