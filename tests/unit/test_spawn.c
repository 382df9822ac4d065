/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>

#include "sys/spawn.h"
#include "base/monotime.h"

static char out[65];
static size_t length;
static struct cause cause;

static bool
capture(const char *command, int64_t timeout_ms)
{
	memset(out, '!', sizeof out);
	cause.text[0] = '\0';
	return spawn_capture(command, out, sizeof out, &length, timeout_ms, &cause);
}

static void
assert_no_children(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

TEST(takes_the_output)
{
	assert_true(capture("printf 'a\\nb'; printf c", 5000));
	assert_string_equal(out, "a\nbc");
	assert_int_equal(length, 4);
	assert_true(capture(":", 5000));
	assert_string_equal(out, "");
	assert_int_equal(length, 0);
	/* 64 bytes are as many as fit. */
	assert_true(capture("printf %64s x", 5000));
	assert_int_equal(length, 64);
	assert_no_children();
}

TEST(refuses)
{
	assert_false(capture("printf hello; exit 3", 5000));
	assert_string_equal(cause.text, "it ended with status 3");
	assert_false(capture("kill -9 $$", 5000));
	assert_memory_equal(cause.text, "it was ended by signal 9", 24);
	assert_false(capture("printf %65s x", 5000));
	assert_string_equal(cause.text, "it printed more than 64 bytes");
	/* It goes on printing for ever. */
	assert_false(capture("while :; do echo 0123456789; done", 5000));
	assert_string_equal(cause.text, "it printed more than 64 bytes");
	assert_false(capture("/nonexistent/program 2>/dev/null", 5000));
	assert_string_equal(cause.text, "it ended with status 127");
	assert_no_children();
}

/* Hanging with its output open, and with its output closed; what it started hangs as well. */
TEST(ends_the_late)
{
	static const char *const commands[] = { "sleep 60", "exec >&-; sleep 60; :",
		"sleep 60 & sleep 60; :", "trap '' TERM; sleep 60 & wait; sleep 60" };

	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		int64_t begin = monotime_ms();

		assert_false(capture(commands[i], 200));
		assert_string_equal(cause.text, "it took longer than 0.2 s and was ended");
		assert_true(monotime_ms() - begin < 5000);
	}
	assert_no_children();
}

/* The whole group goes: the pipe that a process in the background holds is closed. */
TEST(ends_the_group)
{
	char command[64], byte;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	snprintf(command, sizeof command, "exec 2>/dev/null; sleep 60 & echo x >&%d; wait",
	    ends[1]);
	/* The child has no descriptor of ours but 0 to 2, so it must not have this one. */
	assert_int_equal(fcntl(ends[0], F_SETFD, FD_CLOEXEC), 0);
	assert_int_equal(fcntl(ends[1], F_SETFD, FD_CLOEXEC), 0);
	assert_false(capture("(sleep 60; echo late) & wait", 200));
	assert_false(capture(command, 200));
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	assert_no_children();
}

/* An agent in the background that keeps the pipe open blocks nothing, and is left alone. */
/* Ctrl-Z at its prompt: it goes on, and so does its group. */
TEST(fault_112_goes_on_when_it_is_stopped)
{
	static const char *const commands[] = { "kill -TSTP $$; echo on",
		"kill -STOP $$; kill -STOP $$; echo on", "(kill -TSTP 0); echo on" };

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		int64_t began = monotime_ms();

		if (!spawn_capture(commands[i], out, sizeof out, &length, 20000, &cause))
			fail_msg("%s: %s", commands[i], cause.text);
		assert_string_equal(out, "on\n");
		assert_true(monotime_ms() - began < 10000);
	}
}

TEST(leaves_the_background)
{
	int64_t begin = monotime_ms();

	assert_true(capture("sleep 60 2>/dev/null & echo $!", 20000));
	assert_true(monotime_ms() - begin < 10000);
	assert_int_equal(kill((pid_t)strtol(out, NULL, 10), SIGKILL), 0);
}

/* Signals as by default, whatever they are here. */
TEST(default_signals)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	assert_true(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
	assert_false(capture("kill -PIPE $$; echo alive", 5000));
	assert_memory_equal(cause.text, "it was ended by signal 13", 25);
	assert_false(capture("kill -USR1 $$; echo alive", 5000));
	assert_memory_equal(cause.text, "it was ended by signal 10", 25);
	/* As the program has it, and one of those that have no name. */
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_false(capture("kill -XFSZ $$; echo alive", 5000));
	assert_memory_equal(cause.text, "it was ended by signal 25", 25);
	assert_true(signal(SIGRTMIN + 3, SIG_IGN) != SIG_ERR);
	assert_false(capture("kill -37 $$; echo alive", 5000));
	assert_memory_equal(cause.text, "it was ended by signal 37", 25);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	signal(SIGRTMIN + 3, SIG_DFL);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

/* In the child of a pseudo-terminal: a command asks there, turns the echo off and leaves it so. */
static int
ask_on_terminal(void)
{
	struct termios before, after;

	if (tcgetattr(0, &before) != 0)
		return 10;
	if (!capture("stty -echo; printf 'say: ' >&2; read -r answer; printf %s \"$answer\"",
		20000))
		return 11;
	if (strcmp(out, "friend") != 0)
		return 12;
	if (tcgetpgrp(0) != getpgrp())
		return 13;
	if (tcgetattr(0, &after) != 0 || after.c_lflag != before.c_lflag)
		return 14;
	return 0;
}

TEST(lends_the_terminal)
{
	static const char answer[] = "friend\n";
	char text[512] = "";
	size_t have = 0;
	bool said = false;
	int master, status;
	pid_t pid = forkpty(&master, NULL, NULL, NULL);

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(ask_on_terminal());
	while (have < sizeof text - 1) {
		ssize_t n = read(master, text + have, sizeof text - 1 - have);

		if (n <= 0)
			break;
		have += (size_t)n;
		text[have] = '\0';
		if (!said && strstr(text, "say: ") != NULL)
			said = write(master, answer, sizeof answer - 1) ==
			    (ssize_t)sizeof answer - 1;
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(master);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* A child beside the program */

static bool
begin(struct spawn_child *child, const char *script)
{
	char command[256];
	char *const argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, command, NULL };

	snprintf(command, sizeof command, "%s", script);
	return spawn_start(child, "/bin/sh", argv, &cause);
}

TEST(reads_lines)
{
	struct spawn_child child;

	assert_true(begin(&child, "read -r a; echo \"got $a\"; echo; echo more; exec cat"));
	assert_int_equal(write(child.to, "this\n", 5), 5);
	assert_true(spawn_line(&child, out, sizeof out, &length, 5000, &cause));
	assert_string_equal(out, "got this");
	assert_int_equal(length, 8);
	assert_true(spawn_line(&child, out, sizeof out, &length, 5000, &cause));
	assert_string_equal(out, "");
	assert_true(spawn_line(&child, out, 5, &length, 5000, &cause));
	assert_string_equal(out, "more");
	assert_false(spawn_line(&child, out, sizeof out, &length, 100, &cause));
	assert_string_equal(cause.text, "it said nothing for 0.1 s");
	spawn_stop(&child);
	assert_int_equal(child.pid, 0);
	assert_int_equal(child.to, -1);
	assert_int_equal(child.from, -1);
	spawn_stop(&child);
	assert_no_children();
}

TEST(refuses_lines)
{
	struct spawn_child child;

	assert_true(begin(&child, "printf unfinished"));
	assert_false(spawn_line(&child, out, sizeof out, &length, 5000, &cause));
	assert_string_equal(cause.text, "it ended before it said that it is ready");
	spawn_stop(&child);
	assert_true(begin(&child, "echo 12345; sleep 60"));
	assert_false(spawn_line(&child, out, 5, &length, 5000, &cause));
	assert_string_equal(cause.text, "its line is longer than 4 bytes");
	assert_string_equal(out, "1234");
	spawn_stop(&child);
	assert_no_children();
}

/* One that does not listen to SIGTERM is ended all the same. */
TEST(stops_the_stubborn)
{
	struct spawn_child child;
	int64_t from = monotime_ms();

	assert_true(begin(&child, "trap '' TERM; echo up; while :; do sleep 1; done"));
	assert_true(spawn_line(&child, out, sizeof out, &length, 5000, &cause));
	spawn_stop(&child);
	assert_true(monotime_ms() - from < 5000);
	assert_no_children();
}

TEST(cannot_start)
{
	char *const argv[] = { (char[]){ "x" }, NULL };
	const char *preload = getenv("LD_PRELOAD");
	struct spawn_child child;

	/* valgrind takes vfork(2) for fork(2): the error of execve(2) is lost on its way. */
	if (preload != NULL && strstr(preload, "vgpreload") != NULL)
		skip();
	assert_false(spawn_start(&child, "/nonexistent/x", argv, &cause));
	assert_string_equal(cause.text,
	    "/nonexistent/x cannot be started: No such file or directory");
	assert_int_equal(child.pid, 0);
	spawn_stop(&child);
	assert_no_children();
}
