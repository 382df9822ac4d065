/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/terminfo.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "app/command.h"

/* The name that most terminals go by. */
#define COMMON "xterm-256color"

/* clang-format off */
static const struct {
	const char *capability;
	int key;
} capabilities[] = {
	{ "kcuu1", KEYCODE_UP }, { "kcud1", KEYCODE_DOWN }, { "kcub1", KEYCODE_LEFT },
	{ "kcuf1", KEYCODE_RIGHT }, { "khome", KEYCODE_HOME }, { "kend", KEYCODE_END },
	{ "kpp", KEYCODE_PAGE_UP }, { "knp", KEYCODE_PAGE_DOWN }, { "kdch1", KEYCODE_DELETE },
	{ "kich1", KEYCODE_INSERT }, { "kbs", KEYCODE_BACKSPACE }, { "kcbt", KEYCODE_TAB_BACK },
	{ "kent", KEYCODE_ENTER }, { "kf1", KEYCODE_F1 }, { "kf2", KEYCODE_F2 },
	{ "kf3", KEYCODE_F3 },
	{ "kf4", KEYCODE_F4 }, { "kf5", KEYCODE_F5 }, { "kf6", KEYCODE_F6 }, { "kf7", KEYCODE_F7 },
	{ "kf8", KEYCODE_F8 }, { "kf9", KEYCODE_F9 }, { "kf10", KEYCODE_F10 },
	{ "kf11", KEYCODE_F11 },
	{ "kf12", KEYCODE_F12 },
};
/* clang-format on */

/* What to try for want of a description: another name, unless that was it. */
static const char *
instead_of(const char *terminal)
{
	return strcmp(terminal, COMMON) == 0 ? "install ncurses-base, or use colltop --once" :
					       "try TERM=" COMMON
					       ", install ncurses-term, or use colltop --once";
}

bool
terminfo_starved(const char *terminal, struct cause *cause)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	else
		cause_set(cause,
		    "cannot read the description of the terminal %s: %s; ulimit -n 64 is enough",
		    terminal, strerror(errno));
	return fd < 0;
}

bool
terminfo_check(const char *terminal, struct cause *cause)
{
	int problem = 0;
	bool able;

	if (terminal == NULL || *terminal == '\0')
		return cause_set(cause, "TERM is not set: try TERM=" COMMON ", or colltop --once");
	if (setupterm(terminal, STDOUT_FILENO, &problem) != OK) {
		if (terminfo_starved(terminal, cause))
			return false;
		if (problem < 0)
			return cause_set(cause,
			    "there is no terminfo database for TERM=%s: install ncurses-base, "
			    "or use colltop --once",
			    terminal);
		return cause_set(cause, "this machine does not know the terminal %s: %s", terminal,
		    instead_of(terminal));
	}
	able = terminfo_string("cup") != NULL && terminfo_string("clear") != NULL;
	del_curterm(cur_term);
	if (!able)
		return cause_set(cause,
		    "the terminal %s cannot move its cursor: use colltop --once, or try TERM=" COMMON,
		    terminal);
	return true;
}

int
terminfo_colors(const char *terminal)
{
	int colors;

	if (setupterm(terminal, STDOUT_FILENO, &colors) != OK)
		return 0;
	colors = tigetnum("colors");
	del_curterm(cur_term);
	return colors;
}

const char *
terminfo_string(const char *capability)
{
	const char *text = tigetstr(capability);

	return text == NULL || text == (const char *)-1 || *text == '\0' ? NULL : text;
}

bool
terminfo_flag(const char *capability)
{
	return tigetflag(capability) > 0;
}

bool
terminfo_ecma48(void)
{
	const char *move = terminfo_string("cup");

	return move != NULL && move[0] == '\033' && move[1] == '[';
}

void
terminfo_keys(struct keys *keys)
{
	for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
		keys_define(keys, terminfo_string(capabilities[i].capability), capabilities[i].key);
}

/* tputs() hands bytes to a function that takes nothing else. */
static char *collect_at, *collect_end;

static void
collect_into(char *out, size_t size)
{
	collect_at = out;
	collect_end = out + size;
}

static int
collect_byte(int byte)
{
	if (collect_at < collect_end)
		*collect_at++ = (char)byte;
	return byte;
}

void
terminfo_bytes(char *out, size_t size, const char *capability)
{
	const char *text = terminfo_string(capability);

	collect_into(out, size - 1);
	if (text != NULL)
		tputs(tparm(text, 0), 1, collect_byte);
	*collect_at = '\0';
}

size_t
terminfo_restore(char *out, size_t size)
{
	/* The cursor last: leaving the alternate screen may hide it again. */
	static const char *const names[] = { "sgr0", "op", "rmkx", "rmcup", "cnorm" };

	collect_into(out, size);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (terminfo_string(names[i]) != NULL)
			tputs(terminfo_string(names[i]), 1, collect_byte);
	return (size_t)(collect_at - out);
}
