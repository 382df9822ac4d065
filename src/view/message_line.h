/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_MESSAGE_LINE_H
#define COLLTOP_VIEW_MESSAGE_LINE_H

#include "app/app.h"
#include "view/page.h"

/*
 * The lines at the bottom: what is asked; else why the source fails, and below it what
 * happened; else what happened to a loan, until it is put away; else the newest message.
 */

/*
 * Adds to an empty PAGE what has to be said in MOST lines, and one more where there are
 * three for the cause of a failure. MERE: a message that is nothing else is said too, in
 * one line.
 */
void message_line_fill(struct page *page, const struct app *app, int most, bool mere);

#endif
