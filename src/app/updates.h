/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_UPDATES_H
#define COLLTOP_APP_UPDATES_H

#include "app/app.h"

/* Takes in what came of the requests: app_take_in(). */

/* Nothing can be asked: FAILURE is the outcome of every source that is signed. */
void updates_refuse(struct app *app, const struct okx_failure *failure);

#endif
