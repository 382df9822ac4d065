/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sys/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sys/signals.h"
#include "base/text.h"

#define LINE_SIZE 2048
#define STANDARD_WIDTH 80

bool
prompt_open(struct prompt *prompt, struct cause *cause)
{
	*prompt = (struct prompt){ .fd = -1 };
	if (line_open(&prompt->line))
		prompt->fd = prompt->line.fd;
	if (prompt->fd < 0 || tcgetattr(prompt->fd, &prompt->before) != 0) {
		cause_set(cause, "questions need a terminal, and there is none here (%s)",
		    strerror(errno));
		prompt_close(prompt);
		return false;
	}
	signals_on_crash(prompt->fd, "", 0, &prompt->before);
	return true;
}

void
prompt_close(struct prompt *prompt)
{
	if (prompt->fd < 0)
		return;
	signals_on_crash(-1, NULL, 0, NULL);
	if (prompt->quiet)
		tcsetattr(prompt->fd, TCSAFLUSH, &prompt->before);
	line_close(&prompt->line);
	prompt->fd = -1;
}

static void
hush(struct prompt *prompt)
{
	struct termios modes = prompt->before;

	if (!prompt->quiet)
		return;
	modes.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	tcsetattr(prompt->fd, TCSANOW, &modes);
}

void
prompt_quiet(struct prompt *prompt)
{
	prompt->quiet = true;
	hush(prompt);
}

bool
prompt_ended(void *self)
{
	struct prompt *prompt = self;
	struct signals seen;

	signals_take(&seen);
	if (seen.stop) {
		tcsetattr(prompt->fd, TCSANOW, &prompt->before);
		signals_stop_here();
	}
	if (seen.stop || seen.resumed)
		hush(prompt);
	prompt->signal = seen.ending;
	prompt->left = prompt->left || seen.ending != 0;
	return prompt->left;
}

/*
 * Waits for EVENTS of the terminal. False where the person has left; INTERRUPTED says
 * that something else came.
 */
static bool
await(struct prompt *prompt, short events, bool *interrupted)
{
	struct pollfd fds[] = {
		{ .fd = prompt->fd, .events = events },
		{ .fd = signals_descriptor(), .events = POLLIN },
	};

	*interrupted = false;
	if (poll(fds, 2, -1) < 0 && errno != EINTR)
		prompt->left = true;
	*interrupted = fds[1].revents != 0;
	return *interrupted ? !prompt_ended(prompt) : !prompt->left;
}

static void
write_terminal(struct prompt *prompt, const char *text)
{
	size_t length = strlen(text);
	bool interrupted;

	while (length > 0) {
		ssize_t done = write(prompt->fd, text, length);

		if (done > 0) {
			text += done;
			length -= (size_t)done;
		} else if (errno == EAGAIN) {
			if (!await(prompt, POLLOUT, &interrupted))
				return;
		} else if (errno != EINTR) {
			prompt->left = true;
			return;
		}
	}
}

/* Of a line on the terminal; 80 where that does not say. */
static int
width(const struct prompt *prompt)
{
	struct winsize size;

	return ioctl(prompt->fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col :
									      STANDARD_WIDTH;
}

void
prompt_say(struct prompt *prompt, const char *format, ...)
{
	char raw[LINE_SIZE], line[LINE_SIZE], part[LINE_SIZE];
	const char *at = line;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(raw, sizeof raw, format, arguments);
	va_end(arguments);
	text_fit(line, sizeof line, raw, LINE_SIZE);
	do {
		at = text_wrap(part, sizeof part, at, width(prompt));
		write_terminal(prompt, part);
		write_terminal(prompt, "\n");
	} while (*at != '\0');
}

void
prompt_forget(struct prompt *prompt)
{
	tcflush(prompt->fd, TCIFLUSH);
}

bool
prompt_line(struct prompt *prompt, const char *question, char *out, size_t size)
{
	size_t used = 0;
	bool interrupted;
	ssize_t got;

	write_terminal(prompt, question);
	for (;;) {
		if (!await(prompt, POLLIN, &interrupted))
			break;
		if (interrupted)
			write_terminal(prompt, question);
		/* What is beyond SIZE is read on, and lost: no value is that long. */
		got = read(prompt->fd, out + used, size - 1 - used);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (got <= 0) {
			prompt->left = true;
			break;
		}
		used += (size_t)got;
		if (out[used - 1] == '\n') {
			out[used - 1] = '\0';
			text_unbracket(out);
			if (prompt->quiet)
				write_terminal(prompt, "\n");
			return true;
		}
		if (used == size - 1)
			used = size - 2;
	}
	out[0] = '\0';
	return false;
}
