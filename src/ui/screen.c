/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bsd/string.h>
#include <curses.h>

#include "base/log.h"
#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "sys/signals.h"
#include "ui/terminfo.h"

#define DRAIN_MS 200 /* what a stopped terminal may cost at the exit */
#define ANSWER_WAIT_MS 100
#define SIZE_MAX_COLUMNS 1000
#define SIZE_MAX_ROWS 1000
#define TITLE_LEAVE_SIZE 72 /* of what brings back the title of the window */

/* How long to wait at a time for a terminal that takes nothing. */
#define LOOK_MS 10

#define ONCE "; colltop --once prints the figures without a screen"

/* Asks for brackets around what is pasted, and does without them again. */
#define PASTES_ON "\033[?2004h"
#define PASTES_OFF "\033[?2004l"

/* Whatever ran before may have left on: reports of the mouse and of the focus, … */
#define REPORTS_OFF "\033[?1000l\033[?1001l\033[?1002l\033[?1003l\033[?1004l\033[?1005l\033[?1006l"
/* … and keyboard protocols: modifyOtherKeys, and kitty's flags. */
#define PROTOCOLS_OFF "\033[>4;0m\033[=0;1u"

/* Asks for the colour of the background, and then for what every terminal answers. */
#define ASK_BACKGROUND "\033]11;?\007\033[c"

/* For handlers, which get no argument: the screen that is up, and what puts its terminal back. */
static struct display *current;
static char restore_bytes[256];
static size_t restore_length; /* without what gives back the title */
static size_t crash_length;

/* The modes are left alone: tty_cooked() sets them back. */
static void
tty_close(struct tty *tty)
{
	if (tty->own)
		line_close(&tty->line);
	tty->fd = -1;
	tty->own = false;
	free(tty->frame);
	tty->frame = NULL;
	tty->length = tty->done = tty->room = 0;
}

/*
 * Uses DESCRIPTOR (non-blocking already), or with -1 opens /dev/tty, so that nobody shares
 * the non-blocking mode. False with the cause when there is no terminal, or this process
 * is in its background.
 */
static bool
tty_open(struct tty *tty, int descriptor, struct cause *cause)
{
	memset(tty, 0, sizeof *tty);
	tty->fd = descriptor;
	if (descriptor < 0) {
		if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
			return cause_set(cause, "standard %s is not a terminal" ONCE,
			    isatty(STDOUT_FILENO) ? "input" : "output");
		if (!line_open(&tty->line))
			return cause_set(cause, "cannot open the terminal: %s" ONCE,
			    strerror(errno));
		tty->fd = tty->line.fd;
		tty->own = true;
		if (tty->line.controlling && tcgetpgrp(tty->fd) != getpgrp()) {
			tty_close(tty);
			return cause_set(cause,
			    "started in the background, where it has no screen: "
			    "bring it to the foreground with fg, or use --once");
		}
	}
	tty->has_modes = tcgetattr(tty->fd, &tty->before) == 0;
	return true;
}

/*
 * Keys come one by one and unechoed, and flow control stays as it is. The keys of signals
 * send them, but from a terminal that would send them to others: there they are keys.
 */
static void
tty_raw(struct tty *tty)
{
	struct termios modes;

	tty->has_modes = tcgetattr(tty->fd, &tty->before) == 0;
	if (!tty->has_modes)
		return;
	modes = tty->before;
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	if (tty->own && !tty->line.controlling)
		modes.c_lflag &= ~(tcflag_t)ISIG;
	else
		modes.c_lflag |= ISIG;
	modes.c_iflag &= ~(tcflag_t)(ISTRIP | INLCR | IGNCR);
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	tty->raw = tcsetattr(tty->fd, TCSANOW, &modes) == 0;
}

/* The modes from before tty_raw(); safe in a handler. */
static void
tty_cooked(struct tty *tty)
{
	if (tty->raw)
		tcsetattr(tty->fd, TCSANOW, &tty->before);
	tty->raw = false;
}

/* False where the terminal has no size, or zeros. */
static bool
tty_size(const struct tty *tty, int *columns, int *rows)
{
	struct winsize size;

	if (ioctl(tty->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
		return false;
	*columns = size.ws_col;
	*rows = size.ws_row;
	return true;
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

/* Adds LENGTH bytes to what is on its way, and sends what can be sent now. */
static void
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

/* Waits up to MS milliseconds for all to be sent; what is left then is dropped. */
static void
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

/* Learns what the terminal wants that curses has just started on. */
static void
start_title(struct window_title *title)
{
	memset(title, 0, sizeof *title);
	/* Those that go by xterm's ways have it, though their entries do not say how. */
	if (terminfo_flag("XT")) {
		strlcpy(title->begin, "\033]2;", sizeof title->begin);
		strlcpy(title->end, "\007", sizeof title->end);
		strlcpy(title->keep, "\033[22;2t", sizeof title->keep);
		strlcpy(title->give_back, "\033[23;2t", sizeof title->give_back);
		return;
	}
	terminfo_bytes(title->begin, sizeof title->begin, "tsl");
	terminfo_bytes(title->end, sizeof title->end, "fsl");
	terminfo_bytes(title->give_back, sizeof title->give_back, "dsl");
}

/* Writes what brings back the title there was, "" where it stands there; returns the bytes. */
static size_t
leave_title(const struct window_title *title, char out[TITLE_LEAVE_SIZE])
{
	out[0] = '\0';
	if (title->shown[0] != '\0')
		snprintf(out, TITLE_LEAVE_SIZE, "%s" WINDOW_TITLE_NEUTRAL "%s%s", title->begin,
		    title->end, title->give_back);
	return strlen(out);
}

static void
send(struct tty *tty, const char *text)
{
	tty_send(tty, text, strlen(text));
}

/* Shows TEXT unless it stands there; "" brings back what was there before. */
static void
show_title(struct window_title *title, struct tty *tty, const char *text)
{
	char clean[WINDOW_TITLE_SIZE], leave[TITLE_LEAVE_SIZE];

	text_sanitise(clean, sizeof clean, text, strlen(text));
	if (title->begin[0] == '\0' || title->end[0] == '\0' || strcmp(clean, title->shown) == 0)
		return;
	if (clean[0] == '\0') {
		leave_title(title, leave);
		send(tty, leave);
	} else {
		if (title->shown[0] == '\0')
			send(tty, title->keep);
		send(tty, title->begin);
		send(tty, clean);
		send(tty, title->end);
	}
	strlcpy(title->shown, clean, sizeof title->shown);
}

static FILE *
anonymous_file(struct cause *cause)
{
	FILE *file = NULL;
	int fd = -1;

#ifdef HAVE_MEMFD_CREATE
	fd = memfd_create("colltop-frame", MFD_CLOEXEC);
#endif
	if (fd < 0) {
		char name[] = "/tmp/colltop-XXXXXX";

		fd = mkstemp(name);
		if (fd >= 0) {
			unlink(name);
			fcntl(fd, F_SETFD, FD_CLOEXEC);
		}
	}
	if (fd < 0 || (file = fdopen(fd, "r+")) == NULL) {
		cause_set(cause, "cannot make a temporary file for the screen: %s",
		    strerror(errno));
		if (fd >= 0)
			close(fd);
	}
	return file;
}

/* What is on its way to the terminal, and the beginning of a sequence that may not pass. */
struct passage {
	struct tty *tty;
	const char *palette; /* what takes the user's colours away; NULL: nothing does */
	size_t count, held_count;
	char last; /* the character before HELD */
	char held[16];
	char bytes[4096];
};

static void
pass(struct passage *passage, char byte)
{
	if (passage->count == sizeof passage->bytes) {
		tty_send(passage->tty, passage->bytes, passage->count);
		passage->count = 0;
	}
	passage->bytes[passage->count++] = byte;
}

static void
pass_held(struct passage *passage)
{
	for (size_t i = 0; i < passage->held_count; i++)
		pass(passage, passage->held[i]);
	passage->held_count = 0;
}

/* Whether HELD is "ESC [ number", or the beginning of it. */
static bool
is_counting(const struct passage *passage)
{
	for (size_t i = 2; i < passage->held_count; i++)
		if (passage->held[i] < '0' || passage->held[i] > '9')
			return false;
	return passage->held_count < 2 || passage->held[1] == '[';
}

/* Whether HELD is what takes the palette away, or, with less than WHOLE, begins so. */
static bool
is_palette(const struct passage *passage, size_t *whole)
{
	*whole = passage->palette == NULL ? 0 : strlen(passage->palette);
	return *whole >= passage->held_count && *whole <= sizeof passage->held &&
	    memcmp(passage->held, passage->palette, passage->held_count) == 0;
}

/*
 * What BYTE makes of "ESC [ number": a repetition, or scrolling by so many lines with the
 * cursor at the margin, where a line at a time does the same. False: neither.
 */
static bool
pass_expanded(struct passage *passage, char byte)
{
	const char *instead = byte == 'S' ? "\n" : byte == 'T' ? "\033M" : "";
	long times = 0;

	if (passage->held_count < 3 || !is_counting(passage) || strchr("bST", byte) == NULL)
		return false;
	for (size_t i = 2; i < passage->held_count; i++)
		times = times * 10 + passage->held[i] - '0';
	passage->held_count = 0;
	for (; times > 0; times--) {
		for (const char *at = instead; *at != '\0'; at++)
			pass(passage, *at);
		if (byte == 'b')
			pass(passage, passage->last);
	}
	return true;
}

/*
 * By the terminal's entry curses shortens "1111111" to "1 ESC [6b", scrolls by "ESC [3S",
 * and resets the palette. Many that go by such an entry's name lack the first two, and would
 * show lost digits and mixed lines; the third takes colours away that are the user's. Curses
 * knows no way to do without.
 */
static void
pass_filtered(struct passage *passage, char byte)
{
	size_t whole;

	if (byte != '\033' && pass_expanded(passage, byte))
		return;
	if (byte == '\033')
		pass_held(passage);
	if (byte != '\033' && passage->held_count == 0) {
		pass(passage, byte);
		passage->last = byte;
		return;
	}
	passage->held[passage->held_count++] = byte;
	if (is_palette(passage, &whole)) {
		if (whole == passage->held_count)
			passage->held_count = 0;
	} else if (!is_counting(passage) || passage->held_count == sizeof passage->held) {
		pass_held(passage);
		passage->last = byte;
	}
}

/* Takes what curses wrote out of the file and sends it. False where it cannot be read. */
static bool
hand_over(struct display *screen)
{
	struct passage passage = { .tty = &screen->tty, .palette = terminfo_string("oc") };
	int fd = fileno(screen->file);
	off_t length, at = 0;
	char bytes[8192];
	ssize_t got;

	fflush(screen->file);
	length = lseek(fd, 0, SEEK_CUR);
	while (at < length) {
		size_t wanted = length - at < (off_t)sizeof bytes ? (size_t)(length - at) :
								    sizeof bytes;

		if ((got = pread(fd, bytes, wanted, at)) <= 0)
			break;
		for (ssize_t i = 0; i < got; i++)
			pass_filtered(&passage, bytes[i]);
		at += got;
	}
	pass_held(&passage);
	tty_send(&screen->tty, passage.bytes, passage.count);
	/* The next frame overwrites what stays. */
	lseek(fd, 0, SEEK_SET);
	return at >= length;
}

/*
 * Curses takes a frame that was lost for shown: the next one is sent whole, and after two
 * in a row there is no screen.
 */
static void
lose_frame(struct display *screen)
{
	lseek(fileno(screen->file), 0, SEEK_SET);
	if (screen->lost)
		screen->broken = true;
	screen->anew = screen->lost = true;
}

/* What other code writes to standard error goes to the log, not to the screen. */
static void
cover_standard_error(struct display *screen)
{
	int to = log_descriptor(), quiet = -1;

	if (!screen->tty.own || screen->standard_error >= 0)
		return;
	if (to < 0)
		to = quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (to < 0)
		return;
	screen->standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (screen->standard_error >= 0)
		dup2(to, STDERR_FILENO);
	if (quiet >= 0)
		close(quiet);
}

static void
uncover_standard_error(struct display *screen)
{
	if (screen->standard_error < 0)
		return;
	dup2(screen->standard_error, STDERR_FILENO);
	close(screen->standard_error);
	screen->standard_error = -1;
}

static void
take_size(struct display *screen)
{
	int width, height;

	if (!tty_size(&screen->tty, &width, &height)) {
		width = screen->options->columns;
		height = screen->options->rows;
	}
	screen->canvas.columns = width < 1 ? 80 :
	    width > SIZE_MAX_COLUMNS       ? SIZE_MAX_COLUMNS :
					     width;
	screen->canvas.rows = height < 1 ? 24 : height > SIZE_MAX_ROWS ? SIZE_MAX_ROWS : height;
	if (is_term_resized(screen->canvas.rows, screen->canvas.columns))
		resizeterm(screen->canvas.rows, screen->canvas.columns);
}

/* What puts the terminal back after a crash has to know whether its title was changed. */
static void
prepare_crash(const struct display *screen)
{
	char leave[TITLE_LEAVE_SIZE];
	size_t length = leave_title(&screen->title, leave);

	memcpy(restore_bytes + restore_length, leave, length);
	crash_length = restore_length + length;
	if (screen->up && screen->tty.has_modes)
		signals_on_crash(screen->tty.fd, restore_bytes, crash_length, &screen->tty.before);
}

/* From here to take_down() the terminal is ours. */
static void
put_up(struct display *screen)
{
	screen->up = true;
	/* First of all: from the next line on there is something to put back. */
	prepare_crash(screen);
	if (screen->tty.own)
		line_resume(&screen->tty.line);
	tty_raw(&screen->tty);
	if (screen->brackets)
		send(&screen->tty, REPORTS_OFF PASTES_ON);
	if (screen->protocols)
		send(&screen->tty, PROTOCOLS_OFF);
	if (screen->asks) {
		keys_expect(screen->keys, monotime_ms());
		send(&screen->tty, ASK_BACKGROUND);
	}
	cover_standard_error(screen);
}

void
screen_headline(struct display *screen, const char *text)
{
	bool shown = screen->title.shown[0] != '\0';

	show_title(&screen->title, &screen->tty, text);
	if (shown != (screen->title.shown[0] != '\0'))
		prepare_crash(screen);
}

/* An answer that is still on its way would be typed at whatever comes after this program. */
static void
discard_answer(struct display *screen)
{
	struct pollfd in = { .fd = screen->tty.fd, .events = POLLIN };

	if (!screen->asks || screen->tty.gone || screen->keys->expecting_ms == INT64_MIN)
		return;
	if (poll(&in, 1, ANSWER_WAIT_MS) > 0 && screen->tty.has_modes)
		tcflush(screen->tty.fd, TCIFLUSH);
}

static void
take_down(struct display *screen)
{
	const char *cursor = terminfo_string("cnorm");

	if (!screen->up)
		return;
	endwin();
	hand_over(screen);
	screen_headline(screen, "");
	if (screen->brackets)
		send(&screen->tty, PASTES_OFF);
	/* Some terminals hide it again with what they kept from before the alternate screen. */
	if (cursor != NULL)
		tty_send(&screen->tty, cursor, strlen(cursor));
	tty_drain(&screen->tty, DRAIN_MS);
	discard_answer(screen);
	tty_cooked(&screen->tty);
	if (screen->tty.own)
		line_lend(&screen->tty.line);
	screen->up = false;
	signals_on_crash(-1, NULL, 0, NULL);
	uncover_standard_error(screen);
}

/* Curses would install handlers of its own for these. */
static const int watched_signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };

#define WATCHED (sizeof watched_signals / sizeof *watched_signals)

static SCREEN *
start_curses(const char *terminal, FILE *file)
{
	struct sigaction actions[WATCHED];
	SCREEN *made;
	size_t i;

	for (i = 0; i < WATCHED; i++)
		sigaction(watched_signals[i], NULL, &actions[i]);
	/*
	 * The size comes from the terminal itself, never from LINES and COLUMNS. Curses finds
	 * none on its file and falls back to 24 by 80 until it is told; without the second
	 * call it would fail for terminals whose entry has no size.
	 */
	use_env(FALSE);
	use_tioctl(TRUE);
	made = newterm(terminal, file, file);
	for (i = 0; i < WATCHED; i++)
		sigaction(watched_signals[i], &actions[i], NULL);
	return made;
}

/* Puts on the theme that was chosen or suits COLORFGBG; else the terminal is asked for its own. */
static void
choose_theme(struct display *screen)
{
	const char *name = screen->options->theme, *suits;

	if (name != NULL && strcmp(name, "auto") == 0) {
		suits = theme_by_variable(getenv("COLORFGBG"));
		screen->asks = suits == NULL && screen->options->color && terminfo_flag("XT");
		name = suits;
	}
	theme_start(&screen->theme, name, screen->options->color);
}

bool
screen_suit(struct display *screen, const char *answer)
{
	const char *name = screen->asks ? theme_by_answer(answer) : NULL;

	if (name == NULL)
		return false;
	theme_start(&screen->theme, name, screen->options->color);
	screen->anew = true;
	return true;
}

bool
screen_open(struct display *screen, const struct ui_options *options, struct keys *keys,
    struct cause *cause)
{
	memset(screen, 0, sizeof *screen);
	screen->tty.fd = screen->standard_error = -1;
	screen->options = options;
	screen->canvas.theme = &screen->theme;
	if (!tty_open(&screen->tty, options->descriptor, cause))
		return false;
	if (!terminfo_check(options->terminal, cause) ||
	    (screen->file = anonymous_file(cause)) == NULL)
		goto fail;
	screen->curses = start_curses(options->terminal, screen->file);
	if (screen->curses == NULL) {
		if (terminfo_starved(options->terminal, cause))
			goto fail;
		cause_set(cause,
		    "the screen of terminal %s cannot be started: try TERM=xterm-256color, "
		    "or colltop --once",
		    options->terminal);
		goto fail;
	}
	/* Curses must never look at the descriptor it takes for the keyboard. */
	typeahead(-1);
	keypad(stdscr, TRUE);
	choose_theme(screen);
	/* Until its first endwin() curses flushes after each movement of the cursor. */
	endwin();
	fflush(screen->file);
	lseek(fileno(screen->file), 0, SEEK_SET);
	/* Prepared now: what needs it later may not allocate. */
	screen->brackets = terminfo_ecma48();
	screen->protocols = terminfo_flag("XT");
	restore_length = terminfo_restore(restore_bytes,
	    sizeof restore_bytes - TITLE_LEAVE_SIZE - strlen(PASTES_OFF));
	if (screen->brackets) {
		memcpy(restore_bytes + restore_length, PASTES_OFF, strlen(PASTES_OFF));
		restore_length += strlen(PASTES_OFF);
	}
	screen->keys = keys;
	terminfo_keys(keys);
	start_title(&screen->title);
	take_size(screen);
	current = screen;
	put_up(screen);
	return true;

fail:
	if (screen->file != NULL)
		fclose(screen->file);
	tty_close(&screen->tty);
	return false;
}

void
screen_close(struct display *screen)
{
	take_down(screen);
	if (current == screen)
		current = NULL;
	delscreen(screen->curses);
	fclose(screen->file);
	tty_close(&screen->tty);
}

void
screen_suspend(struct display *screen)
{
	take_down(screen);
}

void
screen_resume(struct display *screen)
{
	/* Stopped by somebody else (SIGSTOP) it never went down: what became of it is not known. */
	if (screen->up) {
		endwin();
		tty_cooked(&screen->tty);
	}
	put_up(screen);
	take_size(screen);
	screen->anew = true;
}

void
screen_resize(struct display *screen)
{
	take_size(screen);
	/* It may have had another size in between, at which the terminal lost a part. */
	screen->anew = true;
}

void
screen_begin(struct display *screen, bool anew)
{
	if (anew || screen->anew)
		clearok(curscr, TRUE);
	screen->anew = false;
}

void
screen_end(struct display *screen, int cursor_y, int cursor_x)
{
	bool cursor = cursor_y >= 0 && cursor_y < screen->canvas.rows && cursor_x >= 0 &&
	    cursor_x < screen->canvas.columns;

	/*
	 * Curses does not report that it could not write, but errno does, which may also say
	 * that a file has no modes.
	 */
	errno = 0;
	/* Moving a cursor that nobody sees would cost bytes in every frame. */
	leaveok(stdscr, cursor ? FALSE : TRUE);
	curs_set(cursor ? 1 : 0);
	if (cursor)
		move(cursor_y, cursor_x);
	wnoutrefresh(stdscr);
	doupdate();
	if ((errno != 0 && errno != ENOTTY) || !hand_over(screen))
		lose_frame(screen);
	else
		screen->lost = false;
}

void
screen_ring(struct display *screen, unsigned long rings)
{
	if (rings != screen->rings)
		tty_send(&screen->tty, "\a", 1);
	screen->rings = rings;
}

void
screen_restore(void)
{
	struct display *screen = current;

	if (screen == NULL || !screen->up)
		return;
	screen->up = false;
	if (write(screen->tty.fd, restore_bytes, crash_length) < 0) {
		/* Nothing more can be done for a terminal that does not take it. */
	}
	tty_cooked(&screen->tty);
	uncover_standard_error(screen);
}
