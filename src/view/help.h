/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_HELP_H
#define COLLTOP_VIEW_HELP_H

#include "app/app.h"
#include "view/page.h"

/*
 * Adds every command with its keys and its line, by mode, and the columns: all
 * of it from the tables that rule them. A search leaves only lines with the
 * words.
 */
void help_fill(struct page *page, const struct app *app);

#endif
