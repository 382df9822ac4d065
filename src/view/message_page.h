/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_MESSAGE_PAGE_H
#define COLLTOP_VIEW_MESSAGE_PAGE_H

#include "app/app.h"
#include "view/page.h"

/* Adds the messages that are kept, newest first, each with date and time in UTC. */
void message_page_fill(struct page *page, const struct app *app);

#endif
