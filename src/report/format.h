/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_FORMAT_H
#define COLLTOP_REPORT_FORMAT_H

#include <stdbool.h>
#include <stdio.h>

#include "app/app.h"
#include "setup/finding.h"

/*
 * The formats of a record. Each writes the state of APP to OUT and returns
 * false when it could not be written; FIRST tells the first record of a run.
 */

/*
 * For people: title, loan, rows, total, without colour or cursor. An error goes to
 * standard error in one line.
 */
bool table_write(FILE *out, const struct app *app, bool first);

/* One JSON object a line, schema 1. Figures are strings as the exchange sent them. */
bool json_write(FILE *out, const struct app *app, bool first);

/* What the doctor found, one JSON object, schema 1, with the exit STATUS. */
bool json_write_findings(FILE *out, const struct finding *findings, size_t count, int status);

/*
 * RFC 4180: a header line, then a line for each loan, what it owes and what is pledged,
 * each row of the assets and their total, each source and its error, told apart by the
 * column "record".
 */
bool csv_write(FILE *out, const struct app *app, bool first);

/* Decimals of prices and shares in the formats for machines. */
#define FORMAT_DECIMALS 18

#endif
