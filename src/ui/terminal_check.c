/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/terminal_check.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/terminfo.h"
#include "ui/ui.h"

#define STATUS_USAGE 2

/* What the locale means for signs beyond ASCII. */
static void
say_locale(char *out, size_t size)
{
	const char *name = setlocale(LC_CTYPE, NULL), *set = nl_langinfo(CODESET);

	snprintf(out, size, "locale %s%s", name != NULL ? name : "C",
	    strcmp(set, "UTF-8") == 0 ?
		"" :
		" shows ? for signs beyond ASCII (LC_ALL=C.UTF-8 shows them)");
}

static const char *
inside(void)
{
	return getenv("TMUX") != NULL ? ", inside tmux" :
	    getenv("STY") != NULL     ? ", inside screen" :
					"";
}

bool
terminal_check_terminal(struct finding *finding)
{
	const char *name = getenv("TERM");
	struct winsize size = { 0 };
	struct cause cause = { "" };
	char locale[128];
	int colors;

	say_locale(locale, sizeof locale);
	if (isatty(STDIN_FILENO) != 1 && isatty(STDOUT_FILENO) != 1)
		return finding_well(finding, "none here, which --once and --batch do not need; %s",
		    locale);
	if (!terminfo_check(name, &cause))
		return finding_wrong(finding, STATUS_USAGE, "%s", cause.text);
	colors = terminfo_colors(name);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		(void)ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
	if (size.ws_col > 0 && (size.ws_col < UI_COLUMNS_MIN || size.ws_row < UI_ROWS_MIN))
		return finding_wrong(finding, STATUS_USAGE,
		    "%s is %dx%d: make it %dx%d at least, or use colltop --once", name, size.ws_col,
		    size.ws_row, UI_COLUMNS_MIN, UI_ROWS_MIN);
	return finding_well(finding, "TERM=%s, %d colours%s, %dx%d%s; %s", name,
	    colors > 0 ? colors : 0,
	    getenv("NO_COLOR") != NULL && *getenv("NO_COLOR") != '\0' ? " (off by NO_COLOR)" : "",
	    size.ws_col, size.ws_row, inside(), locale);
}
