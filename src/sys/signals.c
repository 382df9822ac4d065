/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sys/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum effect { EFFECT_END, EFFECT_STOP, EFFECT_RESUMED, EFFECT_RESIZED };

/* What each signal means to the loop; its number is what travels through the pipe. */
/* clang-format off */
static const struct {
	int number;
	enum effect effect;
} watched[] = {
	{ SIGINT, EFFECT_END }, { SIGTERM, EFFECT_END }, { SIGHUP, EFFECT_END },
	{ SIGQUIT, EFFECT_END }, { SIGUSR1, EFFECT_END }, { SIGUSR2, EFFECT_END },
	{ SIGALRM, EFFECT_END }, { SIGVTALRM, EFFECT_END }, { SIGPROF, EFFECT_END },
	{ SIGXCPU, EFFECT_END },
#ifdef SIGIO
	{ SIGIO, EFFECT_END },
#endif
#ifdef SIGPWR
	{ SIGPWR, EFFECT_END },
#endif
	{ SIGTSTP, EFFECT_STOP }, { SIGCONT, EFFECT_RESUMED }, { SIGWINCH, EFFECT_RESIZED },
};
/* clang-format on */

#define WATCHED (sizeof watched / sizeof *watched)

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP };

#define CRASHES (sizeof crashes / sizeof *crashes)

static int pipe_read = -1, pipe_write = -1;

/*
 * What puts the terminal back after a crash. There are two, so that a crash finds a whole
 * one also while the other is being written.
 */
static struct rescue {
	int descriptor; /* -1: nothing needs to be put back */
	char bytes[256];
	size_t length;
	struct termios modes;
} rescues[2] = { { .descriptor = -1 }, { .descriptor = -1 } };

static volatile sig_atomic_t rescue;

#define RESCUE_WAIT_MS 1000 /* for a line that takes nothing more */

/* A stack of its own, since a crash may be that of the stack. */
static char crash_stack[32768];

static void
handle(int number)
{
	int saved = errno;
	char byte = (char)number;

	if (write(pipe_write, &byte, 1) < 0) {
		/* A full pipe holds this signal already. */
	}
	errno = saved;
}

/* Sends all of it, unless the line stays full. */
static void
send_all(int descriptor, const char *bytes, size_t length)
{
	struct pollfd line = { .fd = descriptor, .events = POLLOUT };
	ssize_t sent;

	for (; length > 0; bytes += sent, length -= (size_t)sent) {
		sent = write(descriptor, bytes, length);
		if (sent < 0 && errno == EAGAIN && poll(&line, 1, RESCUE_WAIT_MS) > 0)
			sent = write(descriptor, bytes, length);
		if (sent <= 0)
			return;
	}
}

static void
handle_crash(int number)
{
	/* On a line of its own, wherever the cursor is left. */
	static const char words[] =
	    "\r\ncolltop: it crashed; the terminal was put back. Please report this.\n";
	struct rescue *last = &rescues[rescue];
	int descriptor = last->descriptor;

	last->descriptor = -1;
	if (descriptor >= 0) {
		send_all(descriptor, last->bytes, last->length);
		tcsetattr(descriptor, TCSANOW, &last->modes);
		send_all(descriptor, words, sizeof words - 1);
	}
	/* SA_RESETHAND has put the default action back. */
	raise(number);
}

static bool
handle_by(int number, void (*handler)(int), int flags)
{
	struct sigaction action;

	memset(&action, 0, sizeof action);
	action.sa_handler = handler;
	action.sa_flags = flags;
	sigemptyset(&action.sa_mask);
	return sigaction(number, &action, NULL) == 0;
}

static bool
open_signal_pipe(void)
{
	int ends[2];

	if (pipe(ends) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		if (fcntl(ends[i], F_SETFD, FD_CLOEXEC) != 0 ||
		    fcntl(ends[i], F_SETFL, O_NONBLOCK) != 0) {
			close(ends[0]);
			close(ends[1]);
			return false;
		}
	pipe_read = ends[0];
	pipe_write = ends[1];
	return true;
}

void
signals_reset(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	handle_by(SIGCHLD, SIG_DFL, 0);
}

bool
signals_start(struct cause *cause)
{
	const stack_t stack = { .ss_sp = crash_stack, .ss_size = sizeof crash_stack };
	struct sigaction old;
	bool done = open_signal_pipe();
	size_t i;

	for (i = 0; done && i < WATCHED; i++) {
		/* What the caller had ignored (nohup) stays ignored. */
		if (sigaction(watched[i].number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
			continue;
		done = handle_by(watched[i].number, handle, SA_RESTART);
	}
	done = done && sigaltstack(&stack, NULL) == 0;
	for (i = 0; done && i < CRASHES; i++)
		done = handle_by(crashes[i], handle_crash,
		    SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER);
	/* A closed pipe and a full log are errors of a write, not ends of the program. */
	done = done && handle_by(SIGPIPE, SIG_IGN, 0) && handle_by(SIGXFSZ, SIG_IGN, 0);
	if (!done)
		return cause_set(cause, "cannot prepare for signals: %s", strerror(errno));
	return true;
}

int
signals_descriptor(void)
{
	return pipe_read;
}

static void
note_signal(struct signals *seen, int number)
{
	for (size_t i = 0; i < WATCHED; i++) {
		if (watched[i].number != number)
			continue;
		switch (watched[i].effect) {
		case EFFECT_END:
			if (seen->ending == 0)
				seen->ending = number;
			break;
		case EFFECT_STOP:
			seen->stop = true;
			break;
		case EFFECT_RESUMED:
			seen->resumed = true;
			break;
		case EFFECT_RESIZED:
			seen->resized = true;
			break;
		}
	}
}

void
signals_take(struct signals *seen)
{
	char bytes[64];
	ssize_t got;

	memset(seen, 0, sizeof *seen);
	while ((got = read(pipe_read, bytes, sizeof bytes)) > 0)
		for (ssize_t i = 0; i < got; i++)
			note_signal(seen, bytes[i]);
}

void
signals_stop_here(void)
{
	struct signals seen;

	handle_by(SIGTSTP, SIG_DFL, 0);
	raise(SIGTSTP);
	handle_by(SIGTSTP, handle, SA_RESTART);
	/* The SIGCONT that ended the stop is dropped; other signals are kept. */
	signals_take(&seen);
	if (seen.ending != 0)
		handle(seen.ending);
	if (seen.resized)
		handle(SIGWINCH);
}

void
signals_end_by(int signal)
{
	sigset_t set;

	handle_by(signal, SIG_DFL, 0);
	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(signal);
	_exit(128 + signal);
}

void
signals_on_crash(int descriptor, const char *bytes, size_t length, const struct termios *modes)
{
	int other = 1 - rescue;
	struct rescue *next = &rescues[other];

	next->descriptor = descriptor;
	if (descriptor >= 0) {
		next->length = length < sizeof next->bytes ? length : sizeof next->bytes;
		memcpy(next->bytes, bytes, next->length);
		next->modes = *modes;
	}
	atomic_signal_fence(memory_order_release);
	rescue = other;
}
