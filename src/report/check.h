/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_REPORT_CHECK_H
#define COLLTOP_REPORT_CHECK_H

#include <stdbool.h>
#include <stdio.h>

#include "app/app.h"
#include "app/loop.h"
#include "conf/options.h"

/*
 * --check: one line and an exit status for a monitoring system, after the
 * convention of its plugins. No data is never OK.
 */
enum check_status {
	CHECK_OK,
	CHECK_WARNING,  /* WATCH, or less than -w left to fall */
	CHECK_CRITICAL, /* CALL or LIQUIDATION, or a loan that is missing */
	CHECK_UNKNOWN   /* everything else */
};

/* Accounts judged one after the other; the worst decides: critical, unknown, warning, OK. */
struct check;

/* TERMS (borrowed) are those of the command line. */
struct check *check_new(const struct option_check *terms);
void check_free(struct check *check);

/*
 * The front end that judges one account: done as soon as loan info has
 * answered or will not, at DEADLINE_MS (monotime_ms()) in any case.
 */
struct frontend check_frontend(struct check *check, int64_t deadline_ms);

/* Nothing can be asked at all: WHY is all there is to say. */
void check_fail(struct check *check, const char *why);

/* Prints the line that says TEXT where nothing could be judged. */
void check_print_unknown(FILE *out, const char *text);

/*
 * Prints the line for all accounts judged and returns the exit status, 3 too where OUT
 * could not be written.
 */
int check_print(const struct check *check, FILE *out);

#endif
