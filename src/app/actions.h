/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_ACTIONS_H
#define COLLTOP_APP_ACTIONS_H

#include "app/app.h"

/*
 * What each command does. Handlers change the state and say so in app->changed; the loop
 * does the rest.
 */
extern void (*const actions[COMMANDS_COUNT])(struct app *app, enum command command,
    const struct app_extent *extent);

/* Obeys KEY: the command that the mode binds it to, else what a typed character does there. */
void actions_key(struct app *app, int key, const struct app_extent *extent);

/* Types CHARACTER of a paste where the mode takes text. */
void actions_paste(struct app *app, int character);

#endif
