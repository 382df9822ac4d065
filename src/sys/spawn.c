/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sys/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/log.h"
#include "base/monotime.h"

#define GRACE_MS 500 /* between SIGTERM and SIGKILL */
#define LOOK_MS 20   /* between two looks at a child that has not ended yet */

extern char **environ;

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* A pipe whose ends no other child inherits, and that takes none of 0 to 2. */
static bool
make_cloexec_pipe(int ends[2])
{
	int raw[2];

	ends[0] = ends[1] = -1;
	if (pipe(raw) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
		close(raw[i]);
	}
	if (ends[0] >= 0 && ends[1] >= 0)
		return true;
	close_fd(&ends[0]);
	close_fd(&ends[1]);
	return false;
}

/*
 * Starts FILE with FDS as its first three descriptors (-1: ours stays).
 * Returns an error number.
 */
static int
start_child(pid_t *pid, const char *file, char *const *argv, const int fds[3])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t set;
	int error;

	error = posix_spawn_file_actions_init(&actions);
	if (error != 0)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (error != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return error;
	}

	for (int i = 0; i < 3 && error == 0; i++) {
		if (fds[i] >= 0)
			error = posix_spawn_file_actions_adddup2(&actions, fds[i], i);
	}
#ifdef HAVE_POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP
	if (error == 0)
		error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
	sigemptyset(&set);
	if (error == 0)
		error = posix_spawnattr_setsigmask(&attributes, &set);
	/* All but the two that nobody can change. */
	sigfillset(&set);
	sigdelset(&set, SIGKILL);
	sigdelset(&set, SIGSTOP);
	if (error == 0)
		error = posix_spawnattr_setsigdefault(&attributes, &set);
	if (error == 0)
		error = posix_spawnattr_setpgroup(&attributes, 0);
	if (error == 0)
		error = posix_spawnattr_setflags(&attributes,
		    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	if (error == 0)
		error = posix_spawn(pid, file, &actions, &attributes, argv, environ);

	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/*
 * Whether the child has ended before DEADLINE; it stays to be reaped. One that is stopped (Ctrl-Z
 * at its prompt) goes on at once: nobody else could let it, as the terminal is lent to it.
 */
static bool
ended_before(pid_t pid, int64_t deadline_ms)
{
	for (;;) {
		siginfo_t info = { .si_pid = 0 };

		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) != 0) {
			if (errno != EINTR)
				return true;
		} else if (info.si_pid != 0 && info.si_code == CLD_STOPPED) {
			kill(-pid, SIGCONT);
		} else if (info.si_pid != 0) {
			return true;
		}
		if (monotime_ms() >= deadline_ms)
			return false;
		(void)poll(NULL, 0, LOOK_MS);
	}
}

/* The child's status as of waitpid(2), or -1. */
static int
reap(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) != pid) {
		if (errno != EINTR)
			return -1;
	}
	return status;
}

/*
 * Ends the group while its leader is not reaped yet: until then the number
 * cannot belong to anyone else.
 */
static void
end_group(pid_t pid)
{
	kill(-pid, SIGTERM);
	kill(-pid, SIGCONT);
	(void)ended_before(pid, monotime_ms() + GRACE_MS);
	kill(-pid, SIGKILL);
	(void)reap(pid);
}

/* Our terminal, lent to a child. */
struct lent_terminal {
	bool lent;
	pid_t owner;
	struct termios modes;
};

static void
terminal_lend(struct lent_terminal *lent, pid_t pid)
{
	sigset_t set, old;

	lent->owner = getpgrp();
	lent->lent = tcgetpgrp(STDIN_FILENO) == lent->owner &&
	    tcgetattr(STDIN_FILENO, &lent->modes) == 0;
	if (!lent->lent)
		return;
	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, &old);
	tcsetpgrp(STDIN_FILENO, pid);
	sigprocmask(SIG_SETMASK, &old, NULL);
	/* It may have asked for the terminal before it had it, and been stopped for that. */
	kill(-pid, SIGCONT);
}

static void
terminal_take_back(const struct lent_terminal *lent)
{
	sigset_t set, old;

	if (!lent->lent)
		return;
	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, &old);
	tcsetpgrp(STDIN_FILENO, lent->owner);
	tcsetattr(STDIN_FILENO, TCSANOW, &lent->modes);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

enum outcome { OUTCOME_END, OUTCOME_FULL, OUTCOME_LATE, OUTCOME_ERROR };

/*
 * Reads FD until its end, or until the child has ended and nothing more comes:
 * something left in the background may hold the pipe open for good.
 */
static enum outcome
read_output(int fd, pid_t pid, char *out, size_t size, size_t *length, int64_t deadline_ms)
{
	struct pollfd entry = { .fd = fd, .events = POLLIN };
	bool ended = false;

	*length = 0;
	for (;;) {
		int64_t left = deadline_ms - monotime_ms();
		int ready = poll(&entry, 1,
		    ended || left <= 0 ? 0 :
			left < LOOK_MS ? (int)left :
					 LOOK_MS);

		if (ready > 0) {
			/* One byte more than fits tells "full" from "too much". */
			char surplus;
			bool full = *length + 1 >= size;
			ssize_t n = full ? read(fd, &surplus, 1) :
					   read(fd, out + *length, size - 1 - *length);

			if (n == 0)
				return OUTCOME_END;
			if (n < 0 && errno != EINTR && errno != EAGAIN)
				return OUTCOME_ERROR;
			if (n > 0 && full)
				return OUTCOME_FULL;
			if (n > 0)
				*length += (size_t)n;
		} else if (ready < 0 && errno != EINTR) {
			return OUTCOME_ERROR;
		} else if (ended) {
			return OUTCOME_END;
		} else {
			ended = ended_before(pid, 0);
		}
		if (left <= 0 && !ended)
			return OUTCOME_LATE;
	}
}

bool
spawn_capture(const char *command, char *out, size_t size, size_t *length, int64_t timeout_ms,
    struct cause *cause)
{
	/* posix_spawn() does not change the texts, whatever its type says. */
	char *argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, NULL, NULL };
	int64_t deadline_ms = monotime_ms() + timeout_ms;
	struct lent_terminal lent = { .lent = false };
	enum outcome outcome;
	int ends[2], error, status;
	pid_t pid;

	*length = 0;
	out[0] = '\0';
	if (!make_cloexec_pipe(ends))
		return cause_set(cause, "cannot make a pipe: %s", strerror(errno));
	memcpy(&argv[2], &command, sizeof argv[2]);
	error = start_child(&pid, "/bin/sh", argv, (const int[3]){ -1, ends[1], -1 });
	close_fd(&ends[1]);
	if (error != 0) {
		close_fd(&ends[0]);
		return cause_set(cause, "/bin/sh cannot be started: %s", strerror(error));
	}

	terminal_lend(&lent, pid);
	outcome = read_output(ends[0], pid, out, size, length, deadline_ms);
	error = errno;
	close_fd(&ends[0]);
	if (outcome == OUTCOME_END && !ended_before(pid, deadline_ms))
		outcome = OUTCOME_LATE;
	status = 0;
	if (outcome == OUTCOME_END)
		status = reap(pid);
	else
		end_group(pid);
	terminal_take_back(&lent);
	out[*length] = '\0';

	switch (outcome) {
	case OUTCOME_END:
		break;
	case OUTCOME_FULL:
		return cause_set(cause, "it printed more than %zu bytes", size - 1);
	case OUTCOME_LATE:
		return cause_set(cause, "it took longer than %lld.%lld s and was ended",
		    (long long)(timeout_ms / 1000), (long long)(timeout_ms % 1000 / 100));
	case OUTCOME_ERROR:
		return cause_set(cause, "its output cannot be read: %s", strerror(error));
	}
	if (status == -1)
		return cause_set(cause, "its exit status is not known");
	if (WIFSIGNALED(status))
		return cause_set(cause, "it was ended by signal %d (%s)", WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) != 0)
		return cause_set(cause, "it ended with status %d", WEXITSTATUS(status));
	return true;
}

bool
spawn_start(struct spawn_child *child, const char *file, char *const *argv, struct cause *cause)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, null = -1, error;
	bool started = false;

	*child = (struct spawn_child){ .to = -1, .from = -1 };
	if (!make_cloexec_pipe(in) || !make_cloexec_pipe(out) ||
	    (null = open("/dev/null", O_WRONLY | O_CLOEXEC)) < 0) {
		cause_set(cause, "cannot make a pipe to %s: %s", file, strerror(errno));
		goto out;
	}
	error = start_child(&child->pid, file, argv,
	    (const int[3]){ in[0], out[1], log_descriptor() >= 0 ? log_descriptor() : null });
	if (error != 0) {
		child->pid = 0;
		cause_set(cause, "%s cannot be started: %s", file, strerror(error));
		goto out;
	}
	child->to = in[1];
	child->from = out[0];
	in[1] = out[0] = -1;
	started = true;
out:
	close_fd(&in[0]);
	close_fd(&in[1]);
	close_fd(&out[0]);
	close_fd(&out[1]);
	close_fd(&null);
	return started;
}

bool
spawn_line(struct spawn_child *child, char *out, size_t size, size_t *length, int64_t timeout_ms,
    struct cause *cause)
{
	struct pollfd entry = { .fd = child->from, .events = POLLIN };
	int64_t deadline_ms = monotime_ms() + timeout_ms;

	*length = 0;
	out[0] = '\0';
	for (;;) {
		int64_t left = deadline_ms - monotime_ms();
		ssize_t n;

		if (left <= 0)
			return cause_set(cause, "it said nothing for %lld.%lld s",
			    (long long)(timeout_ms / 1000), (long long)(timeout_ms % 1000 / 100));
		if (poll(&entry, 1, (int)left) <= 0)
			continue;
		/* Byte by byte: what follows the line stays in the pipe. */
		n = read(child->from, out + *length, 1);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return cause_set(cause, "its output cannot be read: %s", strerror(errno));
		if (n == 0)
			return cause_set(cause, "it ended before it said that it is ready");
		if (out[*length] == '\n') {
			out[*length] = '\0';
			return true;
		}
		if (*length + 1 == size) {
			out[*length] = '\0';
			return cause_set(cause, "its line is longer than %zu bytes", size - 1);
		}
		out[++*length] = '\0';
	}
}

void
spawn_stop(struct spawn_child *child)
{
	if (child->pid <= 0)
		return;
	close_fd(&child->to);
	close_fd(&child->from);
	end_group(child->pid);
	child->pid = 0;
}
