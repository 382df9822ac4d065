/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_FINDINGS_H
#define COLLTOP_REPORT_FINDINGS_H

#include <stdbool.h>
#include <stdio.h>

#include "setup/finding.h"
#include "conf/options.h"

/* What the doctor found, as it finds it, in one of two formats. */
struct findings;

/* FORMAT_TABLE: a line for each, flushed at once. FORMAT_JSON: one object when all are there. */
struct findings *findings_new(FILE *out, enum option_format format);
void findings_free(struct findings *findings);

/* Takes one; SELF is the findings. */
void findings_take(void *self, const struct finding *finding);

/*
 * Ends the report with the exit STATUS that all of them come to. False when it could not
 * be written.
 */
bool findings_end(struct findings *findings, int status);

#endif
