/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sys/line.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define OPEN_FLAGS (O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* The terminal of standard input: opened anew by its name, else shared with it. */
static bool
open_standard_input(struct line *line)
{
	char name[64];

	if (ttyname_r(STDIN_FILENO, name, sizeof name) == 0 &&
	    (line->fd = open(name, OPEN_FLAGS)) >= 0)
		return true;
	if (isatty(STDIN_FILENO) != 1 || (line->flags = fcntl(STDIN_FILENO, F_GETFL)) < 0 ||
	    (line->flags & O_ACCMODE) != O_RDWR)
		return false;
	line->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	line_resume(line);
	return line->fd >= 0;
}

bool
line_open(struct line *line)
{
	int error;

	*line = (struct line){ .fd = open("/dev/tty", OPEN_FLAGS), .flags = -1 };
	line->controlling = line->fd >= 0;
	error = errno;
	if (line->controlling || open_standard_input(line))
		return true;
	*line = (struct line){ .fd = -1, .flags = -1 };
	errno = error;
	return false;
}

void
line_lend(const struct line *line)
{
	if (line->fd >= 0 && line->flags >= 0)
		fcntl(line->fd, F_SETFL, line->flags);
}

void
line_resume(const struct line *line)
{
	if (line->fd >= 0 && line->flags >= 0)
		fcntl(line->fd, F_SETFL, line->flags | O_NONBLOCK);
}

void
line_close(struct line *line)
{
	line_lend(line);
	if (line->fd >= 0)
		close(line->fd);
	*line = (struct line){ .fd = -1, .flags = -1 };
}
