/* SPDX-License-Identifier: ISC */
/* The real program in a pseudo-terminal against the simulated exchange over TLS, as its user would use it. */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/place.h"
#include "e2e/terminal.h"

#define QUICK "interval = 1\nconnect_timeout = 0.3\ntimeout = 0.5\n"
#define COUNT(array) (sizeof (array) / sizeof *(array))

static int
set_up(void **state)
{
	struct place *place = place_new();

	place_simulate(place, NULL);
	place_configure(place, QUICK);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	place_free(*state);
	return 0;
}

static struct terminal *
start_with(struct place *place, int columns, int rows, const char *option)
{
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char *)(uintptr_t)option, NULL };

	return terminal_start(argv, place->environment, columns, rows);
}

static struct terminal *
start(struct place *place)
{
	return start_with(place, 80, 24, NULL);
}

/* Says what the screen shows where it should show something else. */
static void
see(struct terminal *terminal, const char *text)
{
	if (!terminal_wait(terminal, text))
		fail_msg("no \"%s\" on the screen:\n%s", text, terminal_screen(terminal));
}

static void
see_gone(struct terminal *terminal, const char *text)
{
	if (!terminal_wait_gone(terminal, text))
		fail_msg("still \"%s\" on the screen:\n%s", text, terminal_screen(terminal));
}

/* The terminal is as it was before the program. */
static void
check_restored(struct terminal *terminal)
{
	assert_true(terminal_modes_unchanged(terminal));
	assert_false(terminal_alternate(terminal));
	assert_true(terminal_cursor_shown(terminal));
}

static void
leave(struct terminal *terminal)
{
	terminal_type(terminal, "q");
	assert_int_equal(terminal_finish(terminal), 0);
	check_restored(terminal);
	terminal_free(terminal);
}

static void
check_ended_by(struct terminal *terminal, int number)
{
	int status = terminal_finish(terminal);

	assert_int_not_equal(status, -1);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), number);
}

static void
test_start_refresh_quit(void **state)
{
	struct terminal *terminal = start(*state);
	size_t length;
	const char *output;

	see(terminal, "PRODUCTION");
	see(terminal, "LIVE");
	see(terminal, "BTC");
	see(terminal, "TOTAL");
	assert_true(terminal_alternate(terminal));
	terminal_type(terminal, "+");
	see(terminal, "refreshing every 2 s");
	see(terminal, "1s old");
	see(terminal, "0s old");
	output = terminal_output(terminal, &length);
	assert_false(place_has_secret(*state, output, length));
	leave(terminal);
}

static void
test_filter_and_sort(void **state)
{
	struct terminal *terminal = start(*state);

	see(terminal, "USDT");
	terminal_type(terminal, "/eth");
	see_gone(terminal, "USDT");
	see(terminal, "ETH");
	terminal_type(terminal, "\x1b");
	see(terminal, "USDT");
	terminal_type(terminal, "/!btc\r");
	see_gone(terminal, " BTC ");
	see(terminal, "2 of 3");
	terminal_type(terminal, "/\x15\r");
	see(terminal, "3 of 3");
	terminal_type(terminal, "s");
	see(terminal, "CCY ^");
	terminal_type(terminal, "u");
	see(terminal, "VALUE-USD v");
	leave(terminal);
}

static void
test_environment_and_back(void **state)
{
	struct terminal *terminal = start(*state);

	see(terminal, "LIVE");
	terminal_type(terminal, "e");
	see(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "n");
	see_gone(terminal, "Leave PRODUCTION?");
	terminal_type(terminal, "ey");
	see(terminal, "DEMO  ");
	see_gone(terminal, "PRODUCTION  ");
	see(terminal, "LIVE");
	assert_true(terminal_reversed(terminal, 0));
	terminal_type(terminal, "e");
	see(terminal, "PRODUCTION  ");
	see(terminal, "LIVE");
	assert_false(terminal_reversed(terminal, 0));
	leave(terminal);
}

static void
test_wrong_secret(void **state)
{
	struct place *place = *state;
	struct terminal *terminal;
	char text[600];

	snprintf(text, sizeof text, "OKX_API_KEY=%s\nOKX_SECRET_KEY=%s\nOKX_PASSPHRASE=%s\n",
	    place->keys[0].api_key, "00000000000000000000000000000000", place->keys[0].passphrase);
	place_write(place, "colltop/production.env", text, 0600);
	terminal = start(place);
	see(terminal, "50113");
	see(terminal, "NO DATA");
	see(terminal, "secret");
	leave(terminal);
	place_configure(place, QUICK);
}

static void
test_keys_are_answered_while_the_exchange_hangs(void **state)
{
	static const char *const hang[] = { "--fault", "hang", NULL };
	struct place *place = *state;
	struct terminal *terminal;

	place_simulate(place, hang);
	place_configure(place, "interval = 1\ntimeout = 60\n");
	terminal = start(place);
	see(terminal, "CONNECTING");
	terminal_type(terminal, "?");
	see(terminal, "leave colltop");
	terminal_type(terminal, "\x1b");
	see_gone(terminal, "leave colltop");
	leave(terminal);
	place_simulate(place, NULL);
	place_configure(place, QUICK);
}

static void
test_a_hang_is_a_time_out_and_then_recovers(void **state)
{
	static const char *const hang[] = { "--fault", "hang:1", NULL };
	struct place *place = *state;
	struct terminal *terminal;

	place_simulate(place, hang);
	place_configure(place, QUICK);
	terminal = start(place);
	see(terminal, "NO DATA");
	terminal_type(terminal, "r");
	see(terminal, "LIVE");
	leave(terminal);
	place_simulate(place, NULL);
}

static void
test_the_network_goes_and_comes_back(void **state)
{
	struct place *place = *state;
	struct terminal *terminal = start(place);

	see(terminal, "LIVE");
	place_stop_simulator(place);
	see(terminal, "refused");
	see(terminal, "BTC");
	place_simulate(place, NULL);
	terminal_type(terminal, "r");
	see(terminal, "again after");
	see_gone(terminal, "refused");
	leave(terminal);
}

static void
test_resize(void **state)
{
	static const int sizes[][2] = { { 120, 40 }, { 50, 10 }, { 20, 5 }, { 1, 1 }, { 500, 200 }, { 80, 24 } };
	struct terminal *terminal = start(*state);

	see(terminal, "LIVE");
	for (size_t i = 0; i < COUNT(sizes); i++) {
		terminal_resize(terminal, sizes[i][0], sizes[i][1]);
		if (sizes[i][0] >= 20)
			see(terminal, "LIVE");
		else
			terminal_listen(terminal, 50);
	}
	see(terminal, "TOTAL");
	leave(terminal);
}

static void
test_wrong_lines_and_columns_do_not_matter(void **state)
{
	struct place *place = *state;
	struct terminal *terminal;

	place_set(place, "LINES=7");
	place_set(place, "COLUMNS=33");
	terminal = start(place);
	see(terminal, "LIVE");
	see(terminal, "q:quit");
	see(terminal, "as of");
	leave(terminal);
	free(place->environment[--place->variables]);
	free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
}

/* A shell that starts it in the foreground, so that Ctrl-Z can stop it, and takes it back after a line. */
static void
test_suspend_and_go_on(void **state)
{
	struct place *place = *state;
	char *const argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-mc" },
		(char[]){ "\"$0\"; echo STOPPED; read line; fg %1 >/dev/null" },
		(char *)(uintptr_t)place_program("colltop"), NULL };
	struct terminal *terminal = terminal_start(argv, place->environment, 80, 24);

	see(terminal, "LIVE");
	terminal_type(terminal, "\x1a");
	see(terminal, "STOPPED");
	check_restored(terminal);
	terminal_resize(terminal, 100, 30);
	terminal_type(terminal, "\n");
	see(terminal, "resumed after");
	see(terminal, "LIVE");
	assert_true(terminal_alternate(terminal));
	leave(terminal);
}

static void
test_ending_by_signals(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal = start(*state);

		see(terminal, "LIVE");
		kill(terminal_pid(terminal), signals[i]);
		check_ended_by(terminal, signals[i]);
		check_restored(terminal);
		terminal_free(terminal);
	}
}

static void
test_ctrl_c_leaves_at_once(void **state)
{
	struct terminal *terminal = start(*state);

	see(terminal, "LIVE");
	terminal_type(terminal, "?\x03");
	check_ended_by(terminal, SIGINT);
	check_restored(terminal);
	terminal_free(terminal);
}

static void
test_a_crash_puts_the_terminal_back(void **state)
{
	static const int signals[] = { SIGSEGV, SIGABRT };

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal = start(*state);

		see(terminal, "LIVE");
		kill(terminal_pid(terminal), signals[i]);
		check_ended_by(terminal, signals[i]);
		terminal_listen(terminal, 20);
		check_restored(terminal);
		see(terminal, "it crashed");
		terminal_free(terminal);
	}
}

static void
test_a_stopped_terminal_blocks_nothing(void **state)
{
	struct terminal *terminal = start(*state);
	int64_t began;

	see(terminal, "LIVE");
	terminal_stall(terminal);
	terminal_listen(terminal, 1500);
	began = terminal_now();
	kill(terminal_pid(terminal), SIGTERM);
	check_ended_by(terminal, SIGTERM);
	assert_true(terminal_now() - began < 1000);
	assert_true(terminal_modes_unchanged(terminal));
	terminal_free(terminal);
}

static void
test_a_dropped_line_ends_it(void **state)
{
	struct terminal *terminal = start(*state);
	int64_t began;

	see(terminal, "LIVE");
	began = terminal_now();
	terminal_hang_up(terminal);
	check_ended_by(terminal, SIGHUP);
	assert_true(terminal_now() - began < 1000);
	terminal_free(terminal);
}

static void
test_a_dropped_line_ends_it_with_hangups_ignored(void **state)
{
	struct rusage before, after;
	struct terminal *terminal;
	int64_t began;

	signal(SIGHUP, SIG_IGN);
	terminal = start(*state);
	signal(SIGHUP, SIG_DFL);
	see(terminal, "LIVE");
	getrusage(RUSAGE_CHILDREN, &before);
	began = terminal_now();
	terminal_hang_up(terminal);
	check_ended_by(terminal, SIGHUP);
	assert_true(terminal_now() - began < 1000);
	getrusage(RUSAGE_CHILDREN, &after);
	assert_true(after.ru_utime.tv_sec - before.ru_utime.tv_sec < 2);
	terminal_free(terminal);
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

static void
test_keys_in_the_environment_leave_it(void **state)
{
	struct place *place = *state;
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
	terminal = start(place);
	see(terminal, "PRODUCTION");
	see(terminal, "LIVE");
	check_proc(terminal_pid(terminal), "environ", place);
	check_proc(terminal_pid(terminal), "cmdline", place);
	leave(terminal);
	while (place->variables > had)
		free(place->environment[--place->variables]);
	place->environment[place->variables] = NULL;
	place_configure(place, QUICK);
}

static void
test_simulate_needs_no_key(void **state)
{
	struct place *empty = place_new();
	struct terminal *terminal = start_with(empty, 80, 24, "--simulate");

	(void)state;
	see(terminal, "SIMULATION");
	see(terminal, "LIVE");
	see(terminal, "BTC");
	assert_true(terminal_reversed(terminal, 0));
	terminal_type(terminal, "e");
	see(terminal, "SIMULATION DEMO");
	see(terminal, "LIVE");
	leave(terminal);
	place_free(empty);
}

static void
test_no_colour_and_other_terminals(void **state)
{
	static const char *const terms[] = { "vt100", "xterm", "screen", "linux" };
	struct place *place = *state;

	for (size_t i = 0; i < COUNT(terms); i++) {
		char variable[40];
		struct terminal *terminal;

		snprintf(variable, sizeof variable, "TERM=%s", terms[i]);
		free(place->environment[2]);
		place->environment[2] = strdup(variable);
		terminal = start(place);
		see(terminal, "LIVE");
		see(terminal, "TOTAL");
		terminal_type(terminal, "q");
		assert_int_equal(terminal_finish(terminal), 0);
		assert_true(terminal_modes_unchanged(terminal));
		terminal_free(terminal);
	}
	free(place->environment[2]);
	place->environment[2] = strdup("TERM=xterm-256color");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_start_refresh_quit),
		cmocka_unit_test(test_filter_and_sort),
		cmocka_unit_test(test_environment_and_back),
		cmocka_unit_test(test_wrong_secret),
		cmocka_unit_test(test_keys_are_answered_while_the_exchange_hangs),
		cmocka_unit_test(test_a_hang_is_a_time_out_and_then_recovers),
		cmocka_unit_test(test_the_network_goes_and_comes_back),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_wrong_lines_and_columns_do_not_matter),
		cmocka_unit_test(test_suspend_and_go_on),
		cmocka_unit_test(test_ending_by_signals),
		cmocka_unit_test(test_ctrl_c_leaves_at_once),
		cmocka_unit_test(test_a_crash_puts_the_terminal_back),
		cmocka_unit_test(test_a_stopped_terminal_blocks_nothing),
		cmocka_unit_test(test_a_dropped_line_ends_it),
		cmocka_unit_test(test_a_dropped_line_ends_it_with_hangups_ignored),
		cmocka_unit_test(test_keys_in_the_environment_leave_it),
		cmocka_unit_test(test_simulate_needs_no_key),
		cmocka_unit_test(test_no_colour_and_other_terminals),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
