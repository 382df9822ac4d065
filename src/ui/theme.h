/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_THEME_H
#define COLLTOP_UI_THEME_H

#include <stdbool.h>

/*
 * What a piece of the screen means. A theme says how that looks; no meaning rests on
 * colour alone.
 */
enum role {
	ROLE_PLAIN,
	ROLE_TITLE,       /* title line of PRODUCTION */
	ROLE_TITLE_OTHER, /* title line of everything else: reversed */
	ROLE_NOTICE,      /* second title line */
	ROLE_LABEL,
	ROLE_TOTAL,
	ROLE_HEADER,
	ROLE_NAME, /* a currency */
	ROLE_FIGURE,
	ROLE_STALE, /* a figure that may no longer hold */
	ROLE_FAINT,
	ROLE_GOOD,
	ROLE_WARN,
	ROLE_BAD,
	ROLE_ALARM,  /* a loan past its margin call: reversed */
	ROLE_CURSOR, /* the row that is selected */
	ROLE_BAR,
	ROLE_BAR_STALE,
	ROLE_KEY,
	ROLE_KEYLABEL,
	ROLES_COUNT
};

struct theme {
	unsigned attributes[ROLES_COUNT]; /* as curses has them */
	short pairs[ROLES_COUNT];
	bool plain_bars;  /* bars are '#': the terminal has no reverse, or the theme is mono */
	bool cursor_mark; /* the selected row is marked '>' as well */
};

/*
 * Fills THEME in for the terminal that curses has just started on. COLOR:
 * colours are wanted. An unknown NAME is "dark".
 */
void theme_start(struct theme *theme, const char *name, bool color);

#endif
