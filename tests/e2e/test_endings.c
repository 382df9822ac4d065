/* SPDX-License-Identifier: ISC */
/* How the real program stops, goes on and ends: the terminal is always as it was. */
#include "test.h"

#include <signal.h>

#include "e2e/watch.h"

/* Waits until the program has written TEXT since the byte FROM; returns the byte after it. */
static size_t
see_written(struct terminal *terminal, size_t from, const char *text)
{
	int64_t deadline = terminal_now() + TERMINAL_DEADLINE_MS;

	for (;;) {
		size_t length;
		const char *output = terminal_output(terminal, &length), *at = NULL;

		if (length > from &&
		    (at = memmem(output + from, length - from, text, strlen(text))) != NULL)
			return (size_t)(at - output) + strlen(text);
		if (terminal_now() > deadline)
			fail_msg("%s was not written:\n%s", text + 1, terminal_screen(terminal));
		terminal_listen(terminal, 20);
	}
}

/* The title of the window is neutral, then what it was; and what is pasted comes as it is again. */
static size_t
see_given_back(struct terminal *terminal, size_t from)
{
	size_t at = see_written(terminal, from, "\033[?2004l");

	see_written(terminal, from, "\033]2;colltop\a\033[23;2t");
	return at;
}

ALL_TESTS(watch_set_up, watch_tear_down)

/* A shell that starts it in the foreground, for Ctrl-Z, and takes it back after a line. */
PLACE_TEST(test_fault_67_suspend_and_go_on)
{
	char *const argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-mc" },
		(char[]){ "\"$0\"; echo STOPPED; read line; fg %1 >/dev/null" },
		(char *)(uintptr_t)place_program("colltop"), NULL };
	struct terminal *terminal = terminal_start(argv, place->environment, 80, 24);
	size_t at;

	watch_see(terminal, "LIVE");
	at = see_written(terminal, see_written(terminal, 0, "\033[?2004h"), "\033]2;OK ");
	terminal_type(terminal, "\x1a");
	watch_see(terminal, "STOPPED");
	watch_restored(terminal);
	at = see_given_back(terminal, at);
	terminal_resize(terminal, 100, 30);
	terminal_type(terminal, "\n");
	watch_see(terminal, "resumed");
	watch_see(terminal, "LIVE");
	assert_true(terminal_alternate(terminal));
	see_written(terminal, at, "\033[?2004h");
	see_written(terminal, at, "\033[22;2t\033]2;OK ");
	watch_leave(terminal);
}

/* Whatever ends it, but SIGKILL. */
TEST(test_title_and_brackets_are_given_back)
{
	static const int signals[] = { 0, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT };

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal = watch_start(*state);
		size_t at;

		watch_see(terminal, "LIVE");
		at = see_written(terminal, see_written(terminal, 0, "\033[?2004h"), "\033]2;OK ");
		if (signals[i] == 0)
			terminal_type(terminal, "q");
		else
			kill(terminal_pid(terminal), signals[i]);
		assert_int_not_equal(terminal_finish(terminal), -1);
		see_given_back(terminal, at);
		watch_restored(terminal);
		terminal_free(terminal);
	}
}

/* Where a keyboard protocol was left on, it is not a signal of the terminal: in any mode. */
TEST(test_ctrl_c_by_a_keyboard_protocol)
{
	static const char *const forms[] = { "\x1b[99;5u", "\x1b[27;5;99~", "?\x1b[99;5:1u",
		"/b\x1b[99;133u" };

	for (size_t i = 0; i < COUNT(forms); i++) {
		struct terminal *terminal = watch_start(*state);

		watch_see(terminal, "LIVE");
		terminal_type(terminal, forms[i]);
		watch_ended_by(terminal, SIGINT);
		watch_restored(terminal);
		terminal_free(terminal);
	}
}

TEST(test_fault_68_ending_by_signals)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM,
		SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGXCPU, SIGSYS, SIGTRAP };

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal = watch_start(*state);

		watch_see(terminal, "LIVE");
		kill(terminal_pid(terminal), signals[i]);
		watch_ended_by(terminal, signals[i]);
		watch_restored(terminal);
		terminal_free(terminal);
	}
}

/* Started by a parent that had blocked them, and ignored what tells of its children. */
TEST(test_blocked_signals_end_and_resize_it)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	sigset_t all, before;

	sigfillset(&all);
	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal;

		sigprocmask(SIG_SETMASK, &all, &before);
		signal(SIGCHLD, SIG_IGN);
		terminal = watch_start(*state);
		signal(SIGCHLD, SIG_DFL);
		sigprocmask(SIG_SETMASK, &before, NULL);
		watch_see(terminal, "LIVE");
		terminal_resize(terminal, 40, 10);
		watch_see_gone(terminal, "UTC");
		kill(terminal_pid(terminal), signals[i]);
		watch_ended_by(terminal, signals[i]);
		watch_restored(terminal);
		terminal_free(terminal);
	}
}

/*
 * A terminal that is not the session's own, as after su -c, and one that no name leads to, as in
 * a jail: the screen is on standard input's.
 */
PLACE_TEST(test_fault_103_a_terminal_of_another_session)
{
	char *const argv[] = { (char[]){ "/usr/bin/setsid" }, (char[]){ "-w" },
		(char *)(uintptr_t)place_program("colltop"), NULL };

	for (int i = 0; i < 2; i++) {
		struct terminal *terminal = terminal_start(argv, place->environment, 80, 24);

		watch_see(terminal, "LIVE");
		watch_see(terminal, "TOTAL");
		terminal_type(terminal, i == 0 ? "q" : "\x03");
		assert_int_equal(terminal_finish(terminal), i == 0 ? 0 : SIGINT << 8);
		watch_restored(terminal);
		terminal_free(terminal);
	}
}

/* No frame can be written: one sentence, and the terminal as it was. */
PLACE_TEST(test_fault_104_no_room_for_a_frame)
{
	char *const argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" },
		(char[]){ "ulimit -f 0; exec \"$0\"" }, (char *)(uintptr_t)place_program("colltop"),
		NULL };
	struct terminal *terminal = terminal_start(argv, place->environment, 200, 24);

	watch_see(terminal,
	    "colltop: the screen's temporary file cannot be written: see that /tmp");
	assert_int_equal(terminal_finish(terminal), 1 << 8);
	watch_restored(terminal);
	terminal_free(terminal);
}

/* Files run out before the terminal's description can be read. */
PLACE_TEST(test_fault_105_no_descriptor_for_the_terminal)
{
	char *const argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" },
		(char[]){ "ulimit -n \"$1\"; exec \"$0\"" },
		(char *)(uintptr_t)place_program("colltop"), (char[]){ "7" }, NULL };
	bool told = false;

	for (char limit = '4'; limit <= '7'; limit++) {
		struct terminal *terminal;

		argv[4][0] = limit;
		terminal = terminal_start(argv, place->environment, 200, 24);
		assert_true(WIFEXITED(terminal_finish(terminal)));
		told = told ||
		    strstr(terminal_screen(terminal),
			"cannot read the description of the terminal xterm-256color: Too many open files") !=
			NULL;
		assert_null(strstr(terminal_screen(terminal), "try TERM=xterm-256color"));
		terminal_free(terminal);
	}
	assert_true(told);
}

TEST(test_ctrl_c_leaves_at_once)
{
	struct terminal *terminal = watch_start(*state);

	watch_see(terminal, "LIVE");
	terminal_type(terminal, "?\x03");
	watch_ended_by(terminal, SIGINT);
	watch_restored(terminal);
	terminal_free(terminal);
}

TEST(test_fault_69_a_crash_puts_the_terminal_back)
{
	static const int signals[] = { SIGSEGV, SIGABRT };

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct terminal *terminal = watch_start(*state);

		watch_see(terminal, "LIVE");
		kill(terminal_pid(terminal), signals[i]);
		watch_ended_by(terminal, signals[i]);
		terminal_listen(terminal, 20);
		watch_restored(terminal);
		watch_see(terminal, "it crashed");
		terminal_free(terminal);
	}
}

TEST(test_fault_69_a_crash_just_after_the_modes_changed)
{
	struct terminal *terminal;
	void *place;

	(void)state;
	watch_set_up(&place);
	place_preload(place, "tests/e2e/preload");
	place_set(place, "FAULT_CRASH=1");
	terminal = watch_start(place);
	watch_ended_by(terminal, SIGABRT);
	watch_restored(terminal);
	terminal_free(terminal);
	watch_tear_down(&place);
}

TEST(test_a_stopped_terminal_blocks_nothing)
{
	struct terminal *terminal = watch_start(*state);
	int64_t began;

	watch_see(terminal, "LIVE");
	terminal_stall(terminal);
	terminal_listen(terminal, 1500);
	began = terminal_now();
	kill(terminal_pid(terminal), SIGTERM);
	watch_ended_by(terminal, SIGTERM);
	assert_true(terminal_now() - began < 1000);
	assert_true(terminal_modes_unchanged(terminal));
	terminal_free(terminal);
}

TEST(test_fault_64_a_dropped_line)
{
	struct terminal *terminal = watch_start(*state);
	int64_t began;

	watch_see(terminal, "LIVE");
	began = terminal_now();
	terminal_hang_up(terminal);
	watch_ended_by(terminal, SIGHUP);
	assert_true(terminal_now() - began < 1000);
	terminal_free(terminal);
}

int
main(void)
{
	/* Not in dispositions_default(), as one of these tests has it ignored. */
	signal(SIGHUP, SIG_DFL);
	return test_main();
}
