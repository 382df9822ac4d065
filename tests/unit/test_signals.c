/* SPDX-License-Identifier: ISC */
/* Signals become facts for the loop; the ways to end are seen from a parent. */
#include "test.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "sys/signals.h"
#include "dispositions.h"

/* Runs BODY in a child and returns its wait status. */
static int
in_child(void (*body)(void))
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		body();
		_exit(99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
check(bool truth)
{
	if (!truth)
		_exit(98);
}

static void
several(void)
{
	struct signals seen;

	check(signals_start(NULL));
	signals_take(&seen);
	check(seen.ending == 0 && !seen.resized && !seen.stop && !seen.resumed);
	raise(SIGWINCH);
	raise(SIGTERM);
	raise(SIGINT);
	raise(SIGTSTP);
	raise(SIGCONT);
	signals_take(&seen);
	check(seen.ending == SIGTERM && seen.resized && seen.stop && seen.resumed);
	signals_take(&seen);
	check(seen.ending == 0 && !seen.resized && !seen.stop && !seen.resumed);
	raise(SIGPIPE);
	_exit(0);
}

TEST(test_signals_become_facts)
{
	assert_int_equal(in_child(several), 0);
}

/* As started by a parent that had blocked or ignored what is needed. */
static void
inherited(void)
{
	struct signals seen;
	sigset_t all, now;
	int status;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	signal(SIGCHLD, SIG_IGN);
	signals_reset();
	sigprocmask(SIG_SETMASK, NULL, &now);
	for (int number = 1; number <= SIGRTMAX; number++)
		check(sigismember(&now, number) != 1);
	check(signals_start(NULL));
	raise(SIGTERM);
	raise(SIGWINCH);
	raise(SIGTSTP);
	signals_take(&seen);
	check(seen.ending == SIGTERM && seen.resized && seen.stop);
	pid = fork();
	if (pid == 0)
		_exit(7);
	check(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 7);
	_exit(0);
}

TEST(test_nothing_that_is_inherited_makes_it_deaf)
{
	assert_int_equal(in_child(inherited), 0);
}

static void
flood(void)
{
	struct signals seen;

	check(signals_start(NULL));
	for (int i = 0; i < 100000; i++)
		raise(SIGWINCH);
	signals_take(&seen);
	check(seen.resized);
	_exit(0);
}

TEST(test_a_flood_neither_blocks_nor_is_lost)
{
	assert_int_equal(in_child(flood), 0);
}

static void
ignored_hangup(void)
{
	struct signals seen;

	signal(SIGHUP, SIG_IGN);
	check(signals_start(NULL));
	raise(SIGHUP);
	signals_take(&seen);
	check(seen.ending == 0);
	_exit(0);
}

TEST(test_an_ignored_hangup_stays_ignored)
{
	assert_int_equal(in_child(ignored_hangup), 0);
}

static void
end_by_hangup(void)
{
	signal(SIGHUP, SIG_IGN);
	check(signals_start(NULL));
	signals_end_by(SIGHUP);
}

TEST(test_the_parent_sees_the_signal)
{
	int status = in_child(end_by_hangup);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGHUP);
}

static int crash_pipe[2];

static void
crash(void)
{
	struct termios modes;

	check(signals_start(NULL));
	memset(&modes, 0, sizeof modes);
	signals_on_crash(crash_pipe[1], "<restored>", 10, &modes);
	raise(SIGSEGV);
}

TEST(test_a_crash_restores_and_dies_of_itself)
{
	char out[200] = "";
	int status;

	assert_int_equal(pipe(crash_pipe), 0);
	status = in_child(crash);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	assert_true(read(crash_pipe[0], out, sizeof out - 1) > 0);
	assert_memory_equal(out, "<restored>\r\ncolltop: it crashed", 31);
	close(crash_pipe[0]);
	close(crash_pipe[1]);
}

static void
stop(void)
{
	struct signals seen;

	check(signals_start(NULL));
	raise(SIGTSTP);
	signals_take(&seen);
	check(seen.stop);
	signals_stop_here();
	signals_take(&seen);
	check(seen.ending == SIGTERM && !seen.stop);
	_exit(7);
}

TEST(test_it_stops_and_goes_on)
{
	int status;
	pid_t pid;

	/* Its simulated processor does not stop by SIGTSTP's default action. */
	if (getenv("COLLTOP_VALGRIND") != NULL)
		skip();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		/* A group with a parent in its session, so that the stop is not thrown away. */
		setpgid(0, 0);
		stop();
	}
	setpgid(pid, pid);
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	kill(pid, SIGTERM);
	kill(pid, SIGCONT);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
}

TEST(test_a_crash_waits_for_a_full_line)
{
	static const char block[1024];
	static char out[1 << 20];
	struct pollfd end = { .events = POLLIN };
	int life[2], status;
	size_t length = 0;
	ssize_t got;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(crash_pipe), 0);
	assert_int_equal(pipe(life), 0);
	assert_int_equal(fcntl(crash_pipe[1], F_SETFL, O_NONBLOCK), 0);
	while (write(crash_pipe[1], block, sizeof block) > 0)
		;
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(crash_pipe[0]);
		crash();
		_exit(99);
	}
	close(crash_pipe[1]);
	close(life[1]);
	end.fd = life[0];
	/* Its end closes the other side, which has to wait for what is read here. */
	assert_int_equal(poll(&end, 1, 50), 0);
	close(life[0]);
	while ((got = read(crash_pipe[0], out + length, sizeof out - length)) > 0)
		length += (size_t)got;
	close(crash_pipe[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	assert_non_null(memmem(out, length, "<restored>\r\ncolltop: it crashed", 31));
}

int
main(void)
{
	dispositions_default();
	signal(SIGHUP, SIG_DFL);
	return test_main();
}
