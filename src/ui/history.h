/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_HISTORY_H
#define COLLTOP_UI_HISTORY_H

#include "app/app.h"
#include "ui/page.h"

/* Adds the messages that are kept, newest first, each with date and time in UTC. */
void history_fill(struct page *page, const struct app *app);

#endif
