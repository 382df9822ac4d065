/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "e2e/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <vterm.h>

#include "dispositions.h"

#define ON_ITS_WAY_MS 20

struct terminal {
	pid_t pid;
	int master, slave;
	int status;
	bool ended, alternate, cursor;
	int64_t ended_ms; /* when that was first seen, 0: not yet */
	VTerm *vterm;
	VTermScreen *screen;
	int columns, rows;
	struct termios before;
	char *output;
	size_t length;
	char *text;
};

int64_t
terminal_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
on_property(VTermProp property, VTermValue *value, void *user)
{
	struct terminal *terminal = user;

	if (property == VTERM_PROP_ALTSCREEN)
		terminal->alternate = value->boolean;
	if (property == VTERM_PROP_CURSORVISIBLE)
		terminal->cursor = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

struct terminal *
terminal_start(char *const *argv, char *const *environment, int columns, int rows)
{
	const struct winsize size = { .ws_col = (unsigned short)columns,
		.ws_row = (unsigned short)rows };
	struct terminal *terminal = calloc(1, sizeof *terminal);

	if (terminal == NULL ||
	    openpty(&terminal->master, &terminal->slave, NULL, NULL, &size) != 0)
		abort();
	fcntl(terminal->master, F_SETFD, FD_CLOEXEC);
	fcntl(terminal->master, F_SETFL, O_NONBLOCK);
	fcntl(terminal->slave, F_SETFD, FD_CLOEXEC);
	tcgetattr(terminal->slave, &terminal->before);
	terminal->columns = columns;
	terminal->rows = rows;
	terminal->cursor = true;
	terminal->vterm = vterm_new(rows, columns);
	vterm_set_utf8(terminal->vterm, 1);
	terminal->screen = vterm_obtain_screen(terminal->vterm);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
	vterm_screen_reset(terminal->screen, 1);
	terminal->pid = fork();
	if (terminal->pid < 0)
		abort();
	if (terminal->pid == 0) {
		dispositions_default();
		setsid();
		ioctl(terminal->slave, TIOCSCTTY, 0);
		for (int i = 0; i < 3; i++)
			dup2(terminal->slave, i);
		execve(argv[0], argv, environment);
		_exit(127);
	}
	return terminal;
}

pid_t
terminal_pid(const struct terminal *terminal)
{
	return terminal->pid;
}

/* Takes in what is there, waiting MS for the first of it. Returns the bytes. */
static size_t
take(struct terminal *terminal, int ms)
{
	struct pollfd poller = { .fd = terminal->master, .events = POLLIN };
	char bytes[4096];
	size_t taken = 0;
	ssize_t got;

	if (terminal->master < 0 || poll(&poller, 1, ms) <= 0)
		return 0;
	while ((got = read(terminal->master, bytes, sizeof bytes)) > 0) {
		vterm_input_write(terminal->vterm, bytes, (size_t)got);
		terminal->output = realloc(terminal->output, terminal->length + (size_t)got);
		if (terminal->output == NULL)
			abort();
		memcpy(terminal->output + terminal->length, bytes, (size_t)got);
		terminal->length += (size_t)got;
		taken += (size_t)got;
	}
	/* What the terminal answers: every one tells its attributes. */
	while ((got = (ssize_t)vterm_output_read(terminal->vterm, bytes, sizeof bytes)) > 0)
		if (write(terminal->master, bytes, (size_t)got) < 0)
			break;
	return taken;
}

static bool
ended(struct terminal *terminal, int flags)
{
	if (!terminal->ended && waitpid(terminal->pid, &terminal->status, flags) == terminal->pid) {
		terminal->ended = true;
		if (terminal->ended_ms == 0)
			terminal->ended_ms = terminal_now();
	}
	return terminal->ended;
}

/* Keeps the time at which the program was first seen to have ended, and leaves its status. */
static void
notice_end(struct terminal *terminal)
{
	siginfo_t info = { .si_pid = 0 };

	if (terminal->ended_ms == 0 &&
	    waitid(P_PID, (id_t)terminal->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    info.si_pid != 0)
		terminal->ended_ms = terminal_now();
}

void
terminal_free(struct terminal *terminal)
{
	if (terminal == NULL)
		return;
	if (!ended(terminal, WNOHANG)) {
		kill(terminal->pid, SIGKILL);
		ended(terminal, 0);
	}
	vterm_free(terminal->vterm);
	if (terminal->master >= 0)
		close(terminal->master);
	close(terminal->slave);
	free(terminal->output);
	free(terminal->text);
	free(terminal);
}

void
terminal_type(struct terminal *terminal, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t put = write(terminal->master, text, length);

		if (put < 0 && errno != EAGAIN)
			return;
		if (put > 0) {
			text += put;
			length -= (size_t)put;
		} else
			take(terminal, 10);
	}
}

void
terminal_resize(struct terminal *terminal, int columns, int rows)
{
	const struct winsize size = { .ws_col = (unsigned short)columns,
		.ws_row = (unsigned short)rows };

	/* The emulator has one cell at least. */
	terminal->columns = columns > 0 ? columns : 1;
	terminal->rows = rows > 0 ? rows : 1;
	vterm_set_size(terminal->vterm, terminal->rows, terminal->columns);
	ioctl(terminal->master, TIOCSWINSZ, &size);
	kill(terminal->pid, SIGWINCH);
}

static bool
wait_for(struct terminal *terminal, const char *text, bool there)
{
	int64_t deadline = terminal_now() + TERMINAL_DEADLINE_MS;

	while ((strstr(terminal_screen(terminal), text) != NULL) != there) {
		int64_t left = deadline - terminal_now();

		if (left <= 0)
			return false;
		if (take(terminal, left < 100 ? (int)left : 100) == 0 && ended(terminal, WNOHANG) &&
		    take(terminal, 0) == 0)
			return (strstr(terminal_screen(terminal), text) != NULL) == there;
	}
	return true;
}

bool
terminal_wait(struct terminal *terminal, const char *text)
{
	return wait_for(terminal, text, true);
}

bool
terminal_wait_gone(struct terminal *terminal, const char *text)
{
	return wait_for(terminal, text, false);
}

size_t
terminal_listen(struct terminal *terminal, int ms)
{
	int64_t deadline = terminal_now() + ms, left;
	size_t heard = 0;

	notice_end(terminal);
	while ((left = deadline - terminal_now()) > 0)
		heard += take(terminal, (int)left);
	return heard;
}

void
terminal_stall(struct terminal *terminal)
{
	tcflow(terminal->slave, TCOOFF);
}

void
terminal_release(struct terminal *terminal)
{
	tcflow(terminal->slave, TCOON);
}

void
terminal_hang_up(struct terminal *terminal)
{
	close(terminal->master);
	terminal->master = -1;
}

int
terminal_finish(struct terminal *terminal)
{
	int64_t deadline = terminal_now() + TERMINAL_DEADLINE_MS, left;

	while (!ended(terminal, WNOHANG)) {
		if (terminal_now() >= deadline)
			return -1;
		if (terminal->master < 0)
			poll(NULL, 0, 1);
		else
			take(terminal, 5);
	}
	/* What it wrote last may still be on its way through the line. */
	do
		left = terminal->ended_ms + ON_ITS_WAY_MS - terminal_now();
	while (take(terminal, left > 0 ? (int)left : 0) > 0);
	return terminal->status;
}

const char *
terminal_screen(struct terminal *terminal)
{
	size_t size = (size_t)terminal->rows * ((size_t)terminal->columns * 8 + 1) + 1, used = 0;

	free(terminal->text);
	terminal->text = malloc(size);
	if (terminal->text == NULL)
		abort();
	for (int row = 0; row < terminal->rows; row++) {
		const VTermRect line = { .start_row = row,
			.end_row = row + 1,
			.start_col = 0,
			.end_col = terminal->columns };
		size_t begin = used;

		used += vterm_screen_get_text(terminal->screen, terminal->text + used,
		    size - used - 1, line);
		while (used > begin && terminal->text[used - 1] == ' ')
			used--;
		terminal->text[used++] = '\n';
	}
	terminal->text[used] = '\0';
	return terminal->text;
}

bool
terminal_reversed(struct terminal *terminal, int row)
{
	VTermScreenCell cell;

	for (int column = 0; column < terminal->columns; column++)
		if (vterm_screen_get_cell(terminal->screen, (VTermPos){ .row = row, .col = column },
			&cell) &&
		    cell.attrs.reverse)
			return true;
	return false;
}

bool
terminal_alternate(const struct terminal *terminal)
{
	return terminal->alternate;
}

bool
terminal_cursor_shown(const struct terminal *terminal)
{
	return terminal->cursor;
}

void
terminal_modes(const struct terminal *terminal, struct termios *modes)
{
	tcgetattr(terminal->slave, modes);
}

bool
terminal_modes_unchanged(const struct terminal *terminal)
{
	struct termios now;

	terminal_modes(terminal, &now);
	return now.c_iflag == terminal->before.c_iflag && now.c_oflag == terminal->before.c_oflag &&
	    now.c_cflag == terminal->before.c_cflag && now.c_lflag == terminal->before.c_lflag &&
	    memcmp(now.c_cc, terminal->before.c_cc, sizeof now.c_cc) == 0;
}

const char *
terminal_output(const struct terminal *terminal, size_t *length)
{
	*length = terminal->length;
	return terminal->output;
}
