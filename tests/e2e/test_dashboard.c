/* SPDX-License-Identifier: ISC */
/* The real program in a pseudo-terminal against the simulated exchange over TLS, as users do. */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "e2e/watch.h"

ALL_TESTS(watch_set_up, watch_tear_down)

TEST(test_start_refresh_quit)
{
	struct terminal *terminal = watch_start(*state);
	size_t length;
	const char *output;

	watch_see(terminal, "PRODUCTION");
	watch_see(terminal, "LIVE");
	watch_see(terminal, "BTC");
	watch_see(terminal, "TOTAL");
	assert_true(terminal_alternate(terminal));
	terminal_type(terminal, "+");
	watch_see(terminal, "refreshing every 2 s");
	watch_see(terminal, "1s old");
	watch_see(terminal, "0s old");
	output = terminal_output(terminal, &length);
	assert_false(place_has_secret(*state, output, length));
	watch_leave(terminal);
}

TEST(test_filter_and_sort)
{
	struct terminal *terminal = watch_start(*state);

	watch_see(terminal, "SOL");
	terminal_type(terminal, "/eth");
	watch_see_gone(terminal, "SOL");
	watch_see(terminal, "ETH");
	terminal_type(terminal, "\x1b");
	watch_see(terminal, "SOL");
	terminal_type(terminal, "/!btc\r");
	watch_see_gone(terminal, " BTC ");
	watch_see(terminal, "filter !btc: 3 of 4");
	terminal_type(terminal, "/\x15\r");
	watch_see_gone(terminal, "3 of 4");
	watch_see(terminal, " BTC ");
	terminal_type(terminal, "s");
	watch_see(terminal, "CCY^");
	terminal_type(terminal, "u");
	watch_see(terminal, "PLEDGED$~ v");
	watch_leave(terminal);
}

PLACE_TEST(test_a_key_that_can_do_more_than_read_is_said)
{
	static const char *const mighty[] = { "--key-perm", "read_only,withdraw,trade", NULL };
	struct terminal *terminal;

	place_simulate(place, mighty);
	terminal = watch_start(place);
	watch_see(terminal, "this key can also TRADE and WITHDRAW: make a read-only one");
	watch_leave(terminal);
	place_simulate(place, NULL);
}

/* Types BYTES one by one, GAP_MS apart, as over a slow line. */
static void
type_slowly(struct terminal *terminal, const char *bytes, int gap_ms)
{
	for (; *bytes != '\0'; bytes++) {
		const char byte[] = { *bytes, '\0' };

		terminal_type(terminal, byte);
		terminal_listen(terminal, gap_ms);
	}
}

/* Keys torn on the way, reports of a mouse and pastes: none of them is a command. */
TEST(test_what_is_no_command)
{
	struct terminal *terminal = watch_start(*state);

	watch_see(terminal, "LIVE");
	type_slowly(terminal, "\x1b[B", 200);
	type_slowly(terminal, "\x1bOB", 200);
	terminal_type(terminal,
	    "\x1b[M q%\x1b[<0;81;113M\x9b"
	    "M qB");
	terminal_type(terminal, "\x1b[200~BTC survey\rqqq\x1b[201~");
	type_slowly(terminal, "\x1b[200~By\x1b[201~", 150);
	/* It goes on, in production, with the bell, and a paste enters a line. */
	terminal_type(terminal, "/\x1b[200~btc|eth\n\x1b[201~");
	watch_see(terminal, "Filter: btc|eth");
	assert_non_null(strstr(terminal_screen(terminal), "colltop  PRODUCTION"));
	assert_null(strstr(terminal_screen(terminal), "BELL OFF"));
	terminal_type(terminal, "\r");
	watch_see_gone(terminal, "Filter:");
	watch_leave(terminal);
}

/* As it is typed at once: the question stays, and production is left by an answer to it alone. */
TEST(test_typed_ahead_leaves_nothing)
{
	struct terminal *terminal = watch_start(*state);

	watch_see(terminal, "LIVE");
	terminal_type(terminal, "BTC survey");
	watch_see(terminal, "Leave PRODUCTION?");
	watch_see(terminal, "BELL OFF");
	terminal_listen(terminal, 500);
	assert_non_null(strstr(terminal_screen(terminal), "Leave PRODUCTION?"));
	terminal_type(terminal, "y");
	watch_see(terminal, "DEMO  main");
	watch_leave(terminal);
}

TEST(test_environment_and_back)
{
	struct terminal *terminal = watch_start(*state);

	watch_see(terminal, "LIVE");
	terminal_type(terminal, "e");
	watch_see(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "n");
	watch_see_gone(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "e");
	watch_see(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "y");
	watch_see(terminal, "DEMO  main");
	watch_see_gone(terminal, "PRODUCTION  main");
	watch_see(terminal, "LIVE");
	assert_true(terminal_reversed(terminal, 0));
	terminal_type(terminal, "e");
	watch_see(terminal, "PRODUCTION  main");
	watch_see(terminal, "LIVE");
	assert_false(terminal_reversed(terminal, 0));
	watch_leave(terminal);
}

PLACE_TEST(test_wrong_secret)
{
	struct terminal *terminal;
	char text[600];

	snprintf(text, sizeof text, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
	    place->keys[0].api_key, "00000000000000000000000000000000", place->keys[0].passphrase);
	place_write(place, "colltop/production.env", text, 0600);
	terminal = watch_start(place);
	watch_see(terminal, "50113");
	watch_see(terminal, "NO DATA");
	watch_see(terminal, "secret");
	watch_leave(terminal);
	place_configure(place, WATCH_QUICK);
}

PLACE_TEST(test_keys_are_answered_while_the_exchange_hangs)
{
	static const char *const hang[] = { "--fault", "hang", NULL };
	struct terminal *terminal;

	place_simulate(place, hang);
	place_configure(place, "interval = 1\ntimeout = 60\n");
	terminal = watch_start(place);
	watch_see(terminal, "CONNECTING");
	terminal_type(terminal, "?");
	watch_see(terminal, "leave colltop");
	terminal_type(terminal, "\x1b");
	watch_see_gone(terminal, "leave colltop");
	watch_leave(terminal);
	place_simulate(place, NULL);
	place_configure(place, WATCH_QUICK);
}

PLACE_TEST(test_a_hang_is_a_time_out_and_then_recovers)
{
	static const char *const hang[] = { "--fault", "hang:1", NULL };
	struct terminal *terminal;

	place_simulate(place, hang);
	place_configure(place, WATCH_QUICK);
	terminal = watch_start(place);
	watch_see(terminal, "NO DATA");
	terminal_type(terminal, "r");
	watch_see(terminal, "LIVE");
	watch_leave(terminal);
	place_simulate(place, NULL);
}

PLACE_TEST(test_the_network_goes_and_comes_back)
{
	struct terminal *terminal = watch_start(place);

	watch_see(terminal, "LIVE");
	place_stop_simulator(place);
	watch_see(terminal, "refused");
	watch_see(terminal, "BTC");
	place_simulate(place, NULL);
	terminal_type(terminal, "r");
	watch_see(terminal, "again after");
	watch_see_gone(terminal, "refused");
	watch_leave(terminal);
}

TEST(test_resize)
{
	static const int sizes[][2] = { { 120, 40 }, { 50, 10 }, { 20, 5 }, { 1, 1 }, { 500, 200 },
		{ 80, 24 } };
	struct terminal *terminal = watch_start(*state);

	watch_see(terminal, "LIVE");
	for (size_t i = 0; i < COUNT(sizes); i++) {
		terminal_resize(terminal, sizes[i][0], sizes[i][1]);
		if (sizes[i][0] >= 20)
			watch_see(terminal, "LIVE");
		else
			terminal_listen(terminal, 50);
	}
	watch_see(terminal, "TOTAL");
	watch_leave(terminal);
}

PLACE_TEST(test_wrong_lines_and_columns_do_not_matter)
{
	struct terminal *terminal;

	place_set(place, "LINES=7");
	place_set(place, "COLUMNS=33");
	terminal = watch_start(place);
	watch_see(terminal, "LIVE");
	watch_see(terminal, "q:quit");
	watch_see(terminal, "as of");
	watch_leave(terminal);
	free(place->environment[--place->variables]);
	free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
}

/* What another process of the same user could read of it. */
static void
check_proc(pid_t pid, const char *file, const struct place *place)
{
	char path[64], text[16384];
	int descriptor;
	ssize_t got;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return;
	got = read(descriptor, text, sizeof text);
	close(descriptor);
	if (got > 0)
		assert_false(place_has_secret(place, text, (size_t)got));
}

PLACE_TEST(test_fault_78_keys_in_the_environment_leave_it)
{
	struct terminal *terminal;
	char variable[200], path[320];
	size_t had = place->variables;

	snprintf(path, sizeof path, "%s/colltop/production.env", place->home);
	assert_int_equal(unlink(path), 0);
	snprintf(variable, sizeof variable, "OKX_API_KEY=%s", place->keys[0].api_key);
	place_set(place, variable);
	snprintf(variable, sizeof variable, "OKX_SECRET_KEY=%s", place->keys[0].secret_key);
	place_set(place, variable);
	snprintf(variable, sizeof variable, "OKX_PASSPHRASE=%s", place->keys[0].passphrase);
	place_set(place, variable);
	terminal = watch_start(place);
	watch_see(terminal, "PRODUCTION");
	watch_see(terminal, "LIVE");
	check_proc(terminal_pid(terminal), "environ", place);
	check_proc(terminal_pid(terminal), "cmdline", place);
	watch_leave(terminal);
	while (place->variables > had)
		free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
	place_configure(place, WATCH_QUICK);
}

TEST(test_simulate_needs_no_key)
{
	struct place *empty = place_new();
	struct terminal *terminal = watch_with(empty, 80, 24, "--simulate");

	watch_see(terminal, "SIMULATION");
	watch_see(terminal, "LIVE");
	watch_see(terminal, "BTC");
	assert_true(terminal_reversed(terminal, 0));
	terminal_type(terminal, "e");
	watch_see(terminal, "SIMULATION DEMO");
	watch_see(terminal, "LIVE");
	watch_leave(terminal);
	place_free(empty);
}

PLACE_TEST(test_no_colour_and_other_terminals)
{
	static const char *const terms[] = { "vt100", "xterm", "screen", "linux" };

	for (size_t i = 0; i < COUNT(terms); i++) {
		char variable[40];
		struct terminal *terminal;

		snprintf(variable, sizeof variable, "TERM=%s", terms[i]);
		free(place->environment[2]);
		place->environment[2] = strdup(variable);
		terminal = watch_start(place);
		watch_see(terminal, "LIVE");
		watch_see(terminal, "TOTAL");
		terminal_type(terminal, "q");
		assert_int_equal(terminal_finish(terminal), 0);
		assert_true(terminal_modes_unchanged(terminal));
		terminal_free(terminal);
	}
	free(place->environment[2]);
	place->environment[2] = strdup("TERM=xterm-256color");
}
