/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_THEME_H
#define COLLTOP_UI_THEME_H

#include <stdbool.h>

#include "view/role.h"

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
