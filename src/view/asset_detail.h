/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_ASSET_DETAIL_H
#define COLLTOP_VIEW_ASSET_DETAIL_H

#include "app/app.h"
#include "view/page.h"

/*
 * Adds all about the selected currency: what the exchange sent, to the last
 * digit, whence and when, and how each derived figure comes about.
 */
void asset_detail_fill(struct page *page, const struct app *app);

#endif
