/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_REACTION_H
#define COLLTOP_APP_REACTION_H

#include "app/app.h"

/* What each command does. Handlers change the state and say so in app->changed; the loop does the rest. */
extern void (*const reactions[COMMANDS_COUNT])(struct app *app, enum command command,
    const struct app_extent *extent);

/* What a typed character does in a mode that takes text. */
void reaction_type(struct app *app, int codepoint);

#endif
