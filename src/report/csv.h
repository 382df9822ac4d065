/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_CSV_H
#define COLLTOP_REPORT_CSV_H

#include <stdio.h>

#include "app/app.h"
#include "report/loanfield.h"

/*
 * The columns of every line: these, then those of the loan fields that have no
 * column of that name among them, then those that came later.
 */
enum csv_field {
	CSV_RECORD,
	CSV_ACCOUNT,
	CSV_ENVIRONMENT,
	CSV_REGION,
	CSV_SIMULATED,
	CSV_FETCHED_AT,
	CSV_AGE_MS,
	CSV_FRESHNESS,
	CSV_STATE,
	CSV_CCY,
	CSV_AMT,
	CSV_NOTIONAL_USD,
	CSV_PRICE_USD,
	CSV_SHARE,
	CSV_SHARE_AT_MOST,
	CSV_TOTAL_USD,
	CSV_TOTAL_USD_KNOWN,
	CSV_TOTAL_IS_LOWER_BOUND,
	CSV_PARTIAL,
	CSV_CODE,
	CSV_HTTP,
	CSV_TEXT,
	CSV_ADVICE,
	CSV_SOURCE,
	CSV_LOAN_KEY,
	CSV_FIELDS
};

/* A record leaves empty (NULL) what it does not have. */
struct csv_line {
	const char *fields[CSV_FIELDS];
	const char *loan[LOANFIELDS];
	const char *value_usd;
};

/* The column of that name among the first ones, or CSV_FIELDS. */
enum csv_field csv_find(const char *name);

/* "true" or "false". */
const char *csv_boolean(bool value);

void csv_line_write(FILE *out, const struct csv_line *line);

/*
 * The lines "loan", "loan_owed" and "loan_pledged" of every open loan; LINE has what
 * they have in common.
 */
void csv_loans_write(FILE *out, const struct app *app, const struct csv_line *line);

/* The lines "funding" and "funding_total" of a funding account that is known; LINE as above. */
void csv_funding_write(FILE *out, const struct app *app, const struct csv_line *line);

#endif
