/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sys/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/signals.h"
#include "base/text.h"

#define LINE_SIZE 2048

bool
ask_open(struct ask *ask, struct cause *cause)
{
	*ask = (struct ask){ .fd = open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) };
	if (ask->fd < 0 || tcgetattr(ask->fd, &ask->before) != 0) {
		cause_set(cause, "questions need a terminal, and there is none here (%s)",
		    strerror(errno));
		ask_close(ask);
		return false;
	}
	signals_on_crash(ask->fd, "", 0, &ask->before);
	return true;
}

void
ask_close(struct ask *ask)
{
	if (ask->fd < 0)
		return;
	signals_on_crash(-1, NULL, 0, NULL);
	if (ask->quiet)
		tcsetattr(ask->fd, TCSAFLUSH, &ask->before);
	close(ask->fd);
	ask->fd = -1;
}

static void
hush(struct ask *ask)
{
	struct termios modes = ask->before;

	if (!ask->quiet)
		return;
	modes.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	tcsetattr(ask->fd, TCSANOW, &modes);
}

void
ask_quiet(struct ask *ask)
{
	ask->quiet = true;
	hush(ask);
}

bool
ask_ended(void *self)
{
	struct ask *ask = self;
	struct signals seen;

	signals_take(&seen);
	if (seen.stop) {
		tcsetattr(ask->fd, TCSANOW, &ask->before);
		signals_stop_here();
	}
	if (seen.stop || seen.resumed)
		hush(ask);
	ask->signal = seen.ending;
	ask->left = ask->left || seen.ending != 0;
	return ask->left;
}

/*
 * Waits for EVENTS of the terminal. False where the person has left; INTERRUPTED says
 * that something else came.
 */
static bool
await(struct ask *ask, short events, bool *interrupted)
{
	struct pollfd fds[] = {
		{ .fd = ask->fd, .events = events },
		{ .fd = signals_descriptor(), .events = POLLIN },
	};

	*interrupted = false;
	if (poll(fds, 2, -1) < 0 && errno != EINTR)
		ask->left = true;
	*interrupted = fds[1].revents != 0;
	return *interrupted ? !ask_ended(ask) : !ask->left;
}

static void
put(struct ask *ask, const char *text)
{
	size_t length = strlen(text);
	bool interrupted;

	while (length > 0) {
		ssize_t done = write(ask->fd, text, length);

		if (done > 0) {
			text += done;
			length -= (size_t)done;
		} else if (errno == EAGAIN) {
			if (!await(ask, POLLOUT, &interrupted))
				return;
		} else if (errno != EINTR) {
			ask->left = true;
			return;
		}
	}
}

void
ask_say(struct ask *ask, const char *format, ...)
{
	char raw[LINE_SIZE], line[LINE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(raw, sizeof raw, format, arguments);
	va_end(arguments);
	text_fit(line, sizeof line, raw, LINE_SIZE);
	put(ask, line);
	put(ask, "\n");
}

void
ask_forget(struct ask *ask)
{
	tcflush(ask->fd, TCIFLUSH);
}

bool
ask_line(struct ask *ask, const char *prompt, char *out, size_t size)
{
	size_t used = 0;
	bool interrupted;
	ssize_t got;

	put(ask, prompt);
	for (;;) {
		if (!await(ask, POLLIN, &interrupted))
			break;
		if (interrupted)
			put(ask, prompt);
		/* What is beyond SIZE is read on, and lost: no value is that long. */
		got = read(ask->fd, out + used, size - 1 - used);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (got <= 0) {
			ask->left = true;
			break;
		}
		used += (size_t)got;
		if (out[used - 1] == '\n') {
			out[used - 1] = '\0';
			text_unbracket(out);
			if (ask->quiet)
				put(ask, "\n");
			return true;
		}
		if (used == size - 1)
			used = size - 2;
	}
	out[0] = '\0';
	return false;
}
