/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_STATUS_H
#define COLLTOP_VIEW_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "view/page.h"

/* The total of OKX's list, and what is said in its place. */

/* Adds the line with the total of OKX's list: "COLLATERAL ASSETS (OKX)  $164,682.65   …". */
void status_fill(struct page *page, const struct app *app);

/*
 * Why there are no rows, in one to three sentences: no open loan, nothing
 * listed, no answer, not permitted or not offered; or a filter without a match. "" when there are
 * rows.
 */
void status_nothing(char *out, size_t size, const struct app *app);

#endif
