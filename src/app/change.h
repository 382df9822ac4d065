/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_CHANGE_H
#define COLLTOP_APP_CHANGE_H

#include "app/app.h"

/*
 * Tells what differs between two snapshots of what could be pledged, of the
 * same origin: currencies that came or went, amounts that changed, one kind of nothing after another.
 */
void change_tell(struct app *app, const struct collateral *before, const struct collateral *now);

#endif
