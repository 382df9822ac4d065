/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_SESSION_H
#define COLLTOP_APP_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "app/app.h"

/*
 * The state's life: it begins, turns to an account and an environment, lets time pass,
 * and ends.
 */

/*
 * Takes SETTINGS, SECRETS, CLIENT and what was found of the first account's
 * CREDENTIALS; chooses the environment (by setting, else production if it has a key, else
 * demo). Nothing is sent before app_begin().
 */
void app_init(struct app *app, struct settings *settings, struct secrets *secrets,
    struct okx_client *client, const struct credentials *credentials);
void app_clear(struct app *app);

/* Aims the client at the account and environment chosen, if there is a key for it. */
void app_begin(struct app *app);

/*
 * Turns to ENVIRONMENT of the account watched, which must have a key for it, or asks for
 * the same once more.
 */
void app_aim(struct app *app, enum environment environment);

/*
 * Lets time pass: holds and pauses end, sources become stale. Sets CHANGED when an age
 * on the screen is due.
 */
void app_tick(struct app *app);

/* When app_tick() has something to do (monotime_ms()). */
int64_t app_deadline(const struct app *app);

/*
 * Asks for the figures at once after a stop, a suspend or a stall of the
 * machine that lasted GAP_MS; 0: nobody knows how long.
 */
void app_resumed(struct app *app, int64_t gap_ms);

/*
 * After LOAD_CREDENTIALS: enters the next account with what RESULT says was
 * found for it; in the other environment, and with a warning, where only that
 * has a key.
 */
void app_enter_account(struct app *app, const struct credentials *result);

/* The account after the one watched, by index. */
size_t app_next_account(const struct app *app);

#endif
