/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_MESSAGE_LINE_H
#define COLLTOP_UI_MESSAGE_LINE_H

#include "app/app.h"
#include "ui/paint.h"

/*
 * The message line: what happened to a loan, until it is put away; else the
 * newest message.
 */

/* Whether something that happened stands there; in less than two LINES a cause keeps it away. */
bool message_line_stand(const struct app *app, int lines);

/* Whether there is a message beside the cause of a failure, which is a message itself. */
bool message_line_beside_cause(const struct app *app);

/*
 * How many lines it takes to say what happened, at most MOST: 0 where one line is enough
 * or nothing happened.
 */
int message_line_lines(const struct canvas *canvas, const struct app *app, int most);

/* Paints HEIGHT lines from row Y on. CAUSE: below the cause of a failure. */
void message_line_paint(const struct canvas *canvas, int y, int height, const struct app *app,
    bool cause);

/* Says at the end of a line that there is more of it: all of it stands among the messages. */
void message_line_paint_more(const struct canvas *canvas, int y, enum role role);

#endif
