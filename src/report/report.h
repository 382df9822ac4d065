/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_REPORT_H
#define COLLTOP_REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "app/app.h"
#include "app/loop.h"
#include "conf/options.h"

/*
 * The same figures without a screen: one record per refresh, flushed, in one
 * of the formats. A new format is one row of a table and one file.
 */
struct report;

/*
 * COUNT records (0: no end) of FORMAT to OUT. Nothing prompts.
 */
struct report *report_new(FILE *out, enum option_format format, long count);
void report_free(struct report *report);

/* The front end for the loop; it is done after COUNT records or when OUT is closed. */
struct frontend report_frontend(struct report *report);

/*
 * The exit status of the last record: app_status(), or 1 when it could not be written or
 * there was none.
 */
int report_status(const struct report *report);

#endif
