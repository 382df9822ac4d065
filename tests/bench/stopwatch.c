/* SPDX-License-Identifier: ISC */
/*
 * Runs a program in a pseudo-terminal of 80 by 24 and says how long things take,
 * in nanoseconds. It is small, so that starting a program from it costs little
 * and adds nothing to the program's peak of memory.
 *
 *	stopwatch end PROGRAM [ARGUMENT]...             start to end
 *	stopwatch text TEXT PROGRAM [ARGUMENT]...       start to TEXT in the output; then types q
 *	stopwatch keys COUNT KEYS TEXT PROGRAM [...]    after TEXT ("" for none) types COUNT keys out of
 *	                                                KEYS in turn: each to its first byte; then types q
 *
 * Prints "start NS", "key NS" for each key, "quit NS" (from q to the end), and
 * "end STATUS PEAK_KIB" where the program ended by itself.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <bsd/stdlib.h>

#define DEADLINE_MS 10000
#define QUIET_MS 25 /* nothing written for so long: the program is done with the key */

struct watched {
	pid_t pid;
	int master;
	char output[1024 * 1024];
	size_t length;
	bool ended;
};

static struct watched watched;

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
fail(const char *what)
{
	fprintf(stderr, "stopwatch: %s\n", what);
	if (watched.length > 0)
		fprintf(stderr, "the program wrote: %.*s\n",
		    (int)(watched.length < 400 ? watched.length : 400), watched.output);
	if (watched.pid > 0)
		kill(watched.pid, SIGKILL);
	exit(1);
}

/* Starts ARGV as the leader of a session of its own. RAW: keys come at once and unechoed. */
static int64_t
start(char **argv, bool raw)
{
	const struct winsize size = { .ws_col = 80, .ws_row = 24 };
	struct termios modes;
	int64_t began;
	int slave;

	if (openpty(&watched.master, &slave, NULL, NULL, &size) != 0)
		fail("no pseudo-terminal");
	fcntl(watched.master, F_SETFD, FD_CLOEXEC);
	fcntl(watched.master, F_SETFL, O_NONBLOCK);
	if (raw && tcgetattr(slave, &modes) == 0) {
		modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		tcsetattr(slave, TCSANOW, &modes);
	}
	began = now_ns();
	watched.pid = fork();
	if (watched.pid < 0)
		fail("cannot fork");
	if (watched.pid == 0) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		for (int i = 0; i < 3; i++)
			dup2(slave, i);
		close(slave);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(slave);
	return began;
}

/* Takes in what is there, waiting MS for the first of it. Returns the bytes. */
static size_t
take(int ms)
{
	struct pollfd poller = { .fd = watched.master, .events = POLLIN };
	size_t before = watched.length;
	ssize_t got;

	if (poll(&poller, 1, ms) <= 0)
		return 0;
	while ((got = read(watched.master, watched.output + watched.length,
		    sizeof watched.output - watched.length)) > 0)
		watched.length += (size_t)got;
	/* Linux says that the last user of the terminal is gone as EIO. */
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		watched.ended = true;
	return watched.length - before;
}

static void
wait_for(const char *text)
{
	size_t length = strlen(text);
	int64_t deadline = now_ns() + INT64_C(1000000) * DEADLINE_MS;

	while (memmem(watched.output, watched.length, text, length) == NULL) {
		if (watched.ended || watched.length == sizeof watched.output || now_ns() > deadline)
			fail("the text did not come");
		take(100);
	}
}

/* Waits for the program's end; false at the deadline. */
static bool
finish(int ms)
{
	int64_t deadline = now_ns() + INT64_C(1000000) * ms;

	while (!watched.ended && now_ns() < deadline) {
		take(10);
		watched.length = 0;
	}
	return watched.ended;
}

static void
reap(void)
{
	struct rusage usage;
	int status = 0;

	if (wait4(watched.pid, &status, 0, &usage) != watched.pid)
		fail("the program got lost");
	printf("end %d %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
	    usage.ru_maxrss);
}

/* Types q; a program that does not know it is ended. */
static void
leave(void)
{
	int64_t began = now_ns();
	int status;

	/* One that has ended by itself takes nothing any more. */
	if (write(watched.master, "q", 1) != 1 && errno != EIO)
		fail("cannot type");
	if (finish(1000)) {
		int64_t ended = now_ns();

		printf("quit %lld\n", (long long)(ended - began));
		reap();
		return;
	}
	kill(watched.pid, SIGKILL);
	waitpid(watched.pid, &status, 0);
}

static void
press(char key)
{
	int64_t began;

	while (take(QUIET_MS) > 0)
		watched.length = 0;
	began = now_ns();
	if (write(watched.master, &key, 1) != 1)
		fail("cannot type");
	if (take(1000) == 0)
		fail("a key had no effect");
	printf("key %lld\n", (long long)(now_ns() - began));
	watched.length = 0;
}

int
main(int argc, char **argv)
{
	int64_t began;

	setvbuf(stdout, NULL, _IOFBF, 0);
	if (argc >= 3 && strcmp(argv[1], "end") == 0) {
		began = start(argv + 2, false);
		if (!finish(DEADLINE_MS))
			fail("the program did not end");
		printf("start %lld\n", (long long)(now_ns() - began));
		reap();
		return 0;
	}
	if (argc >= 4 && strcmp(argv[1], "text") == 0) {
		began = start(argv + 3, false);
		wait_for(argv[2]);
		printf("start %lld\n", (long long)(now_ns() - began));
		leave();
		return 0;
	}
	if (argc >= 6 && strcmp(argv[1], "keys") == 0) {
		long count = (long)strtonum(argv[2], 1, 100000, NULL);
		size_t keys = strlen(argv[3]);

		began = start(argv + 5, true);
		wait_for(argv[4]);
		printf("start %lld\n", (long long)(now_ns() - began));
		poll(NULL, 0, 200);
		for (long i = 0; i < count && keys > 0; i++)
			press(argv[3][(size_t)i % keys]);
		while (take(QUIET_MS) > 0)
			watched.length = 0;
		leave();
		return 0;
	}
	fprintf(stderr,
	    "usage: stopwatch end PROGRAM... | text TEXT PROGRAM... | keys COUNT KEYS TEXT PROGRAM...\n");
	return 2;
}
