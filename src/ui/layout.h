/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_LAYOUT_H
#define COLLTOP_UI_LAYOUT_H

#include "app/app.h"
#include "ui/paint.h"

/*
 * Which row of the screen holds what. Every size is allowed: the fewer rows
 * there are, the more leaves, the most important last (title, total, first
 * rows). -1 is a row that is not there.
 */
struct layout {
	int title;
	int loan, loan_height; /* lines of the loan, or what is said in their place */
	int panel;             /* total where there is no loan; in pages their heading */
	int notice;            /* second title line */
	int header;
	int body, body_height; /* rows of the table, lines of a page */
	int rule, shown, total;
	int words, words_height;   /* with a loan: how to read the table */
	int footer, footer_height; /* prompt, question, cause or newest message */
	int keybar;
};

/*
 * Whether the mode shows a page of lines (help, details, what-if, messages) in the
 * table's place.
 */
bool layout_is_page(enum mode mode);

void layout_make(struct layout *layout, const struct canvas *canvas, const struct app *app);

#endif
