/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/xmalloc.h"

/* How long one look at a terminal that takes nothing lasts. */
#define LOOK_MS 10

#define ONCE "; colltop --once prints the figures without a screen"

bool
tty_open(struct tty *tty, int descriptor, struct cause *cause)
{
	memset(tty, 0, sizeof *tty);
	tty->fd = descriptor;
	if (descriptor < 0) {
		if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
			return cause_set(cause, "standard %s is not a terminal" ONCE,
			    isatty(STDOUT_FILENO) ? "input" : "output");
		tty->fd = open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		if (tty->fd < 0)
			return cause_set(cause, "cannot open /dev/tty: %s" ONCE, strerror(errno));
		tty->own = true;
		if (tcgetpgrp(tty->fd) != getpgrp()) {
			tty_close(tty);
			return cause_set(cause,
			    "started in the background, where it has no screen: "
			    "bring it to the foreground with fg, or use --once");
		}
	}
	tty->has_modes = tcgetattr(tty->fd, &tty->before) == 0;
	return true;
}

void
tty_close(struct tty *tty)
{
	if (tty->own && tty->fd >= 0)
		close(tty->fd);
	tty->fd = -1;
	tty->own = false;
	free(tty->frame);
	tty->frame = NULL;
	tty->length = tty->done = tty->room = 0;
}

void
tty_raw(struct tty *tty)
{
	struct termios modes;

	tty->has_modes = tcgetattr(tty->fd, &tty->before) == 0;
	if (!tty->has_modes)
		return;
	modes = tty->before;
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	modes.c_iflag &= ~(tcflag_t)(ISTRIP | INLCR | IGNCR);
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	tty->raw = tcsetattr(tty->fd, TCSANOW, &modes) == 0;
}

void
tty_cooked(struct tty *tty)
{
	if (tty->raw)
		tcsetattr(tty->fd, TCSANOW, &tty->before);
	tty->raw = false;
}

bool
tty_size(const struct tty *tty, int *columns, int *rows)
{
	struct winsize size;

	if (ioctl(tty->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
		return false;
	*columns = size.ws_col;
	*rows = size.ws_row;
	return true;
}

void
tty_send(struct tty *tty, const char *bytes, size_t length)
{
	if (tty->gone || length == 0)
		return;
	if (tty->done > 0) {
		memmove(tty->frame, tty->frame + tty->done, tty->length - tty->done);
		tty->length -= tty->done;
		tty->done = 0;
	}
	if (tty->length + length > tty->room) {
		tty->room = tty->length + length;
		tty->frame = xreallocarray(tty->frame, tty->room, 1);
	}
	memcpy(tty->frame + tty->length, bytes, length);
	tty->length += length;
	tty_flush(tty);
}

bool
tty_flush(struct tty *tty)
{
	while (!tty->gone && tty_pending(tty)) {
		ssize_t sent = write(tty->fd, tty->frame + tty->done, tty->length - tty->done);

		if (sent > 0)
			tty->done += (size_t)sent;
		else if (sent == 0 || errno == EAGAIN || errno == EWOULDBLOCK)
			return false;
		else if (errno != EINTR)
			tty->gone = true;
	}
	tty->length = tty->done = 0;
	return true;
}

bool
tty_pending(const struct tty *tty)
{
	return tty->done < tty->length;
}

void
tty_drain(struct tty *tty, int ms)
{
	struct pollfd out = { .fd = tty->fd, .events = POLLOUT };
	int64_t deadline = monotime_ms() + ms;
	/*
	 * Counted as well: a stopped terminal may call itself writable, and a test's clock may
	 * stand still.
	 */
	int fruitless = ms / LOOK_MS;

	while (!tty_flush(tty) && fruitless > 0 && monotime_ms() < deadline) {
		size_t before = tty->done;

		if (poll(&out, 1, LOOK_MS) > 0 && (out.revents & (POLLERR | POLLNVAL)) != 0)
			tty->gone = true;
		if (!tty_flush(tty) && tty->done == before) {
			fruitless--;
			if ((out.revents & POLLOUT) != 0)
				poll(NULL, 0, LOOK_MS);
		}
	}
	if (tty_pending(tty) && tty->has_modes)
		tcflush(tty->fd, TCOFLUSH);
	tty->length = tty->done = 0;
}

/* A dropped line may look readable, with nothing to read. */
static bool
hung_up(int fd)
{
	struct pollfd look = { .fd = fd, .events = POLLIN };

	return poll(&look, 1, 0) > 0 && (look.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

size_t
tty_read(struct tty *tty, unsigned char *out, size_t size)
{
	ssize_t got;

	if (tty->gone || size == 0)
		return 0;
	do
		got = read(tty->fd, out, size);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		return (size_t)got;
	if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK) || hung_up(tty->fd))
		tty->gone = true;
	return 0;
}
