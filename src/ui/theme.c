/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/theme.h"

#include <string.h>

#include <curses.h>

#include "ui/terminfo.h"

#define NONE (-1)

/* One role in one theme: attributes, and the foreground with 256 and with 8 colours. */
struct look {
	attr_t attributes;
	short color256;
	short color8;
};

static const struct {
	const char *name;
	bool mono;
	struct look looks[ROLES_COUNT];
} themes[] = {
	{ "dark", false,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, 179, COLOR_YELLOW },
		[ROLE_NOTICE] = { A_NORMAL, 179, COLOR_YELLOW },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, 110, COLOR_CYAN },
		[ROLE_NAME] = { A_BOLD, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, 247, NONE },
		[ROLE_FAINT] = { A_NORMAL, 245, NONE },
		[ROLE_GOOD] = { A_BOLD, 114, COLOR_GREEN },
		[ROLE_WARN] = { A_BOLD, 221, COLOR_YELLOW },
		[ROLE_BAD] = { A_BOLD, 203, COLOR_RED },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, 203, COLOR_RED },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_REVERSE, 67, COLOR_BLUE },
		[ROLE_BAR_STALE] = { A_REVERSE | A_DIM, 240, COLOR_BLUE },
		[ROLE_KEY] = { A_BOLD, 110, COLOR_CYAN },
		[ROLE_KEYLABEL] = { A_NORMAL, 250, NONE },
	    } },
	{ "light", false,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, 130, COLOR_MAGENTA },
		[ROLE_NOTICE] = { A_NORMAL, 130, COLOR_MAGENTA },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, 25, COLOR_BLUE },
		[ROLE_NAME] = { A_BOLD, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, 240, NONE },
		[ROLE_FAINT] = { A_NORMAL, 242, NONE },
		[ROLE_GOOD] = { A_BOLD, 28, COLOR_GREEN },
		[ROLE_WARN] = { A_BOLD, 130, COLOR_MAGENTA },
		[ROLE_BAD] = { A_BOLD, 160, COLOR_RED },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, 160, COLOR_RED },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_REVERSE, 68, COLOR_BLUE },
		[ROLE_BAR_STALE] = { A_REVERSE | A_DIM, 250, COLOR_BLUE },
		[ROLE_KEY] = { A_BOLD, 25, COLOR_BLUE },
		[ROLE_KEYLABEL] = { A_NORMAL, NONE, NONE },
	    } },
	{ "mono", true,
	    {
		[ROLE_PLAIN] = { A_NORMAL, NONE, NONE },
		[ROLE_TITLE] = { A_BOLD, NONE, NONE },
		[ROLE_TITLE_OTHER] = { A_BOLD | A_REVERSE, NONE, NONE },
		[ROLE_NOTICE] = { A_NORMAL, NONE, NONE },
		[ROLE_LABEL] = { A_BOLD, NONE, NONE },
		[ROLE_TOTAL] = { A_BOLD, NONE, NONE },
		[ROLE_HEADER] = { A_BOLD, NONE, NONE },
		[ROLE_NAME] = { A_NORMAL, NONE, NONE },
		[ROLE_FIGURE] = { A_NORMAL, NONE, NONE },
		[ROLE_STALE] = { A_DIM, NONE, NONE },
		[ROLE_FAINT] = { A_NORMAL, NONE, NONE },
		[ROLE_GOOD] = { A_BOLD, NONE, NONE },
		[ROLE_WARN] = { A_BOLD, NONE, NONE },
		[ROLE_BAD] = { A_BOLD, NONE, NONE },
		[ROLE_ALARM] = { A_BOLD | A_REVERSE, NONE, NONE },
		[ROLE_CURSOR] = { A_REVERSE, NONE, NONE },
		[ROLE_BAR] = { A_NORMAL, NONE, NONE },
		[ROLE_BAR_STALE] = { A_DIM, NONE, NONE },
		[ROLE_KEY] = { A_BOLD, NONE, NONE },
		[ROLE_KEYLABEL] = { A_NORMAL, NONE, NONE },
	    } },
};

#define THEMES (sizeof themes / sizeof *themes)

/* The theme NAME, else the first. */
static size_t
find(const char *name)
{
	for (size_t i = 0; i < THEMES; i++)
		if (name != NULL && strcmp(themes[i].name, name) == 0)
			return i;
	return 0;
}

void
theme_start(struct theme *theme, const char *name, bool color)
{
	size_t i = find(name);
	short next = 1;

	color = color && !themes[i].mono && has_colors() && start_color() == OK &&
	    use_default_colors() == OK;
	for (int role = 0; role < ROLES_COUNT; role++) {
		const struct look *look = &themes[i].looks[role];
		short foreground = !color ? NONE : COLORS >= 256 ? look->color256 : look->color8;

		theme->attributes[role] = (unsigned)look->attributes;
		theme->pairs[role] = 0;
		if (foreground != NONE && next < COLOR_PAIRS &&
		    init_pair(next, foreground, -1) == OK)
			theme->pairs[role] = next++;
	}
	theme->plain_bars = themes[i].mono || terminfo_string("rev") == NULL;
	theme->cursor_mark = theme->plain_bars;
}
