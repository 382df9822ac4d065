/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/window_title.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/text.h"
#include "ui/terminfo.h"

void
window_title_start(struct window_title *headline)
{
	memset(headline, 0, sizeof *headline);
	/* Those that go by xterm's ways have it, though their entries do not say how. */
	if (terminfo_flag("XT")) {
		strlcpy(headline->begin, "\033]2;", sizeof headline->begin);
		strlcpy(headline->end, "\007", sizeof headline->end);
		strlcpy(headline->keep, "\033[22;2t", sizeof headline->keep);
		strlcpy(headline->give_back, "\033[23;2t", sizeof headline->give_back);
		return;
	}
	terminfo_bytes(headline->begin, sizeof headline->begin, "tsl");
	terminfo_bytes(headline->end, sizeof headline->end, "fsl");
	terminfo_bytes(headline->give_back, sizeof headline->give_back, "dsl");
}

size_t
window_title_leave(const struct window_title *headline, char out[WINDOW_TITLE_LEAVE_SIZE])
{
	out[0] = '\0';
	if (headline->shown[0] != '\0')
		snprintf(out, WINDOW_TITLE_LEAVE_SIZE, "%s" WINDOW_TITLE_NEUTRAL "%s%s",
		    headline->begin, headline->end, headline->give_back);
	return strlen(out);
}

static void
send(struct tty *tty, const char *text)
{
	tty_send(tty, text, strlen(text));
}

void
window_title_show(struct window_title *headline, struct tty *tty, const char *text)
{
	char clean[WINDOW_TITLE_SIZE], leave[WINDOW_TITLE_LEAVE_SIZE];

	text_sanitise(clean, sizeof clean, text, strlen(text));
	if (headline->begin[0] == '\0' || headline->end[0] == '\0' ||
	    strcmp(clean, headline->shown) == 0)
		return;
	if (clean[0] == '\0') {
		window_title_leave(headline, leave);
		send(tty, leave);
	} else {
		if (headline->shown[0] == '\0')
			send(tty, headline->keep);
		send(tty, headline->begin);
		send(tty, clean);
		send(tty, headline->end);
	}
	strlcpy(headline->shown, clean, sizeof headline->shown);
}
