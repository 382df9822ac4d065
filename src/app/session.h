/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_SESSION_H
#define COLLTOP_APP_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "app/app.h"

/* The life of the state: begin, switch account or environment, let time pass, end. */

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

/* Switches to ENVIRONMENT, which must have a key, or starts over with the same one. */
void app_aim(struct app *app, enum environment environment);

/* Lets time pass: ends holds and pauses, notes stale sources and ages to redraw. */
void app_tick(struct app *app);

/* When app_tick() has something to do (monotime_ms()). */
int64_t app_deadline(const struct app *app);

/* Refreshes at once after a stop or suspend of GAP_MS; 0: unknown. */
void app_resumed(struct app *app, int64_t gap_ms);

/*
 * After LOAD_CREDENTIALS: switches to the next account with the keys of RESULT; to
 * the other environment, with a warning, where only that has one.
 */
void app_enter_account(struct app *app, const struct credentials *result);

/* The account after the one watched, by index. */
size_t app_next_account(const struct app *app);

#endif
