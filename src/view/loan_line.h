/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_LINE_H
#define COLLTOP_VIEW_LOAN_LINE_H

#include <stddef.h>

#include "app/app.h"
#include "view/page.h"

/*
 * Adds the line of one loan to PAGE: its order, LTV and band, and its thresholds where it
 * is the one that is watched, else how far its next one is. What does not fit leaves or
 * becomes short, the LTV and the band last. MORE: that many further loans have no line.
 */
void loan_line_add(struct page *page, const struct app *app, const struct loan_status *status,
    size_t more);

#endif
