/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_LOAN_WATCH_H
#define COLLTOP_APP_LOAN_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include "app/app.h"

/*
 * The watch over the loans: how they stand, what happened to them from one
 * answer to the next, and when the bell has to ring.
 */

#define LOAN_WATCH_SILENCE_MS 300000 /* so long without loan info is told, and step */
#define LOAN_WATCH_SAME_MS 600000    /* figures the same for so long while prices move are told */

/*
 * A new answer of loan info has come, or its first failure: names the order to ask the
 * assets for.
 */
void loan_watch_answer(struct app *app);

/* Assets or prices have come: what hangs on them is computed anew. */
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
 * The state of the loan in a few words, for the title of the terminal's window: whose
 * it is where that is not the only account's in production, how it stands and when the
 * figures came, so that a line that hangs is seen: "WATCH 66.4% -10.0% 15:30 UTC",
 * "DEMO second OLD (was WATCH) 15:28 UTC" while stale; "" without a loan.
 */
void loan_watch_headline(char out[LOAN_WATCH_HEADLINE_SIZE], const struct app *app);

#endif
