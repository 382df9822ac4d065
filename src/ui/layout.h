/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_LAYOUT_H
#define COLLTOP_UI_LAYOUT_H

#include "app/app.h"

/*
 * Which row of the screen holds what. Every size is allowed: the fewer rows
 * there are, the more leaves, the most important last (title, total, first
 * rows). -1 is a row that is not there.
 */
struct layout {
	int title;
	int loan, loan_height; /* lines of the loan, or what is said in their place */
	int panel;             /* total where there is no loan; in pages their heading */
	int question;          /* of what-if, and its prompt */
	int notice;            /* second title line */
	int header;
	int body, body_height; /* rows of the table, lines of a page */
	int rule, shown, total;
	int words, words_height;   /* with a loan: how to read the table */
	int footer, footer_height; /* prompt, question, cause or newest message */
	int keybar;
};

/* Whether a line is typed in place of the messages; a question has a row of its own. */
bool layout_is_typing(enum mode mode);

/*
 * How many lines a screen of ROWS has for a question or a failure, and whether it has one
 * for an ordinary message.
 */
int layout_message_most(int rows);
bool layout_has_message(int rows);

/* How many lines there are of what takes as many as it needs. */
struct heights {
	int message;
	int notes; /* below the table of a loan */
	int loan;  /* of the loan that is watched */
	int none;  /* above OKX's list: what is said of a loan where none is watched */
};

void layout_make(struct layout *layout, int rows, const struct app *app,
    const struct heights *heights);

/*
 * How many rows of LAYOUT, on a screen of ROWS, are empty and may go to a message, while its
 * body has WANTED lines.
 */
int layout_spare(const struct layout *layout, int rows, const struct app *app, int wanted);

#endif
