/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_STATUS_H
#define COLLTOP_VIEW_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "view/page.h"

/* What the figures amount to, and what is said in their place when there are none. */

/* Adds the line with the total of OKX's list: "COLLATERAL ASSETS (OKX)  $164,682.65   …". */
void status_fill(struct page *page, const struct app *app);

/*
 * Why there are no rows, in one to three sentences: no open loan, nothing
 * listed, no answer, not permitted or not offered; or a filter without a match. "" when there are
 * rows.
 */
void status_nothing(char *out, size_t size, const struct app *app);

/*
 * What is wrong with the source, what to do and when the next try is, in one
 * sentence or two; "" when nothing is.
 */
void status_cause(char *out, size_t size, const struct app *app);

#endif
