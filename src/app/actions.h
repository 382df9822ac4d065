/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_ACTIONS_H
#define COLLTOP_APP_ACTIONS_H

#include "app/app.h"

/* What each command does: it changes the state, and app->changed. */
extern void (*const actions[COMMANDS_COUNT])(struct app *app, enum command command,
    const struct app_extent *extent);

/* Runs the command that KEY is bound to in the mode, else types it where that takes text. */
void actions_key(struct app *app, int key, const struct app_extent *extent);

/* Types CHARACTER of a paste where the mode takes text. */
void actions_paste(struct app *app, int character);

#endif
