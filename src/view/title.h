/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_TITLE_H
#define COLLTOP_VIEW_TITLE_H

#include <stdbool.h>

#include "app/app.h"
#include "view/page.h"

/*
 * Adds the title line: whose figures these are and how old, where no line of a loan stands
 * how the worst one does, and that the bell is off. Where there is no room its fields leave
 * in a fixed order; the environment, the freshness and the age never do, but that LIVE is
 * left out where nothing else makes room for the loan's LTV or BELL OFF.
 * Returns the role of the whole line.
 */
enum role title_fill(struct page *page, const struct app *app);

/* Adds the second title line, what is unusual: "filter btc: 1 of 3   sorting paused". */
void title_fill_notice(struct page *page, const struct app *app);

/* Whether it is worth a line even where lines are few. */
bool title_notice_urgent(const struct app *app);

#endif
