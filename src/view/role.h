/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_ROLE_H
#define COLLTOP_VIEW_ROLE_H

/*
 * What a piece of text means. A theme of the screen says how that looks; no meaning rests
 * on colour alone.
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

#endif
