/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_UPDATES_H
#define COLLTOP_APP_UPDATES_H

#include "app/app.h"

/* Takes in what the client has; call after okx_client_run(). */
void app_take_in(struct app *app);

/* Nothing can be asked: FAILURE is the outcome of every source that is signed. */
void updates_refuse(struct app *app, const struct okx_failure *failure);

#endif
