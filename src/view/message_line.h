/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_MESSAGE_LINE_H
#define COLLTOP_VIEW_MESSAGE_LINE_H

#include "app/app.h"
#include "view/page.h"

/*
 * The lines at the bottom: a question; else why a source fails, and below it what
 * happened; else what happened to a loan, until it is dismissed; else the newest message.
 */

/*
 * Adds them to an empty PAGE: a question or a failure in at most MOST lines; below a
 * failure a line of news where an event stands or MOST is three. MERE: an ordinary message
 * gets a line, too. What does not fit takes SPARE lines more, which are empty else. Returns
 * whether all was said.
 */
bool message_line_fill(struct page *page, const struct app *app, int most, bool mere, int spare);

/* Adds the messages that are kept, newest first, each with date and time in UTC. */
void message_page_fill(struct page *page, const struct app *app);

#endif
