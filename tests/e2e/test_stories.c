/* SPDX-License-Identifier: ISC */
/* The loan from calm to liquidation, as someone at the screen would live through it. */
#include "test.h"

#include "e2e/watch.h"

/* Begins the story called NAME, SPEED times as fast, and watches it. */
static struct terminal *
begin(struct place *place, const char *name, const char *speed)
{
	const char *const arguments[] = { "--scenario", name, "--speed", speed, "--seed", "5",
		"--still", NULL };

	place_stop_simulator(place);
	place_simulate(place, arguments);
	place_configure(place, WATCH_QUICK);
	return watch_start(place);
}

/* How often the bell rang, but for what ends a title of the window. */
static unsigned
rings(const struct terminal *terminal)
{
	size_t length, i;
	const char *output = terminal_output(terminal, &length);
	unsigned count = 0;
	bool title = false;

	for (i = 0; i < length; i++) {
		if (output[i] == '\x1b' && i + 1 < length && output[i + 1] == ']')
			title = true;
		else if (output[i] == '\a' && title)
			title = false;
		else if (output[i] == '\a')
			count++;
		else if (output[i] == '\\' && i > 0 && output[i - 1] == '\x1b')
			title = false;
	}
	return count;
}

ALL_TESTS(watch_set_up, watch_tear_down)

TEST(test_slide)
{
	struct terminal *terminal = begin(*state, "slide", "20");

	watch_see(terminal, "LTV 5");
	watch_see(terminal, "WATCH");
	watch_see(terminal, "OK -> WATCH");
	assert_int_equal(rings(terminal), 1);
	/* A word typed at the wrong place mutes the bell, and says so; worse news still ring. */
	terminal_type(terminal, "BTC");
	watch_see(terminal, "BELL OFF");
	terminal_type(terminal, "t");
	watch_see(terminal, "WHAT-IF, NOT REAL");
	watch_see(terminal, "MARGIN CALL: OKX only warns");
	watch_see_gone(terminal, "WHAT-IF, NOT REAL");
	assert_int_equal(rings(terminal), 2);
	watch_see(terminal, "LIQUIDATION");
	watch_see(terminal, "CALL -> LIQUIDATION");
	assert_int_equal(rings(terminal), 3);
	terminal_type(terminal, "\x1b");
	watch_see_gone(terminal, "CALL -> LIQUIDATION");
	terminal_type(terminal, "m");
	watch_see(terminal, "OK -> WATCH");
	watch_see(terminal, "WATCH -> CALL");
	terminal_type(terminal, "q");
	watch_leave(terminal);
}

TEST(test_partial_liquidation)
{
	/* No faster: what is past the liquidation LTV has to last for more than an interval. */
	struct terminal *terminal = begin(*state, "partial-liquidation", "3");

	watch_see(terminal, "MARGIN CALL: OKX only warns");
	watch_see(terminal, "LIQUIDATION");
	/* The LTV is lower than it was: that is told as what it may be. */
	watch_see(terminal, "a partial liquidation?");
	terminal_type(terminal, "m");
	watch_see(terminal, "pledged BTC 1.25");
	watch_see(terminal, "owed USDT 100,000 -> 50,000");
	terminal_type(terminal, "q");
	watch_leave(terminal);
}

TEST(test_repaid)
{
	struct terminal *terminal = begin(*state, "repaid", "10");

	watch_see(terminal, "LOAN 12345");
	watch_see(terminal, "loan 12345 is no longer reported: repaid or liquidated?");
	watch_see(terminal, "no open flexible loan");
	assert_int_equal(rings(terminal), 1);
	watch_leave(terminal);
}

TEST(test_maintenance)
{
	struct terminal *terminal = begin(*state, "maintenance", "10");

	watch_see(terminal, "LIVE");
	watch_see(terminal, "OKX announced maintenance");
	watch_see(terminal, "OKX refused: 50001");
	watch_see(terminal, "OKX announced maintenance");
	terminal_type(terminal, "m");
	watch_see(terminal, "begun (Trading system upgrade)");
	terminal_type(terminal, "q");
	watch_see(terminal, "OKX answers again");
	watch_leave(terminal);
}
