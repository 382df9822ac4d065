/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_LOAN_WATCH_H
#define COLLTOP_APP_LOAN_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include "app/app.h"

/*
 * Watches the loans: how they stand, what changed from one answer to the next,
 * when to ring the bell.
 */

#define LOAN_WATCH_SILENCE_MS 300000 /* so long without loan info is told, and step */
#define LOAN_WATCH_SAME_MS 600000    /* figures the same for so long while prices move are told */

/* An answer of loan info has come, or its first failure. */
void loan_watch_answer(struct app *app);

/* Assets or prices have come: updates what depends on them. */
void loan_watch_reassess(struct app *app);

/* Forgets the loans: another account or environment. */
void loan_watch_drop(struct app *app);

/* Lets time pass, and when it has something to do (monotime_ms()). */
void loan_watch_tick(struct app *app);
int64_t loan_watch_deadline(const struct app *app);

/* The person chooses the next order to watch, or the one before (STEP -1). */
void loan_watch_choose(struct app *app, int step);

#define LOAN_WATCH_HEADLINE_SIZE 128

/*
 * The state of the loan for the window's title: whose unless there is only one
 * account, how it stands, when the figures came: "WATCH 66.4% -10.0% 15:30 UTC",
 * "DEMO second OLD (was WATCH) 15:28 UTC" while stale; "" without a loan.
 */
void loan_watch_headline(char out[LOAN_WATCH_HEADLINE_SIZE], const struct app *app);

#endif
