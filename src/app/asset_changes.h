/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_ASSET_CHANGES_H
#define COLLTOP_APP_ASSET_CHANGES_H

#include "app/app.h"

/*
 * Tells what differs between two snapshots of OKX's list, of the same origin:
 * currencies that came or went, amounts that changed. What that means is not
 * said, since what the list holds is not settled.
 */
void asset_changes_tell(struct app *app, const struct assets *before, const struct assets *now);

/* The same of the funding account, unless it cannot be told from what is pledged. */
void asset_changes_tell_funding(struct app *app, const struct funding *before,
    const struct funding *now);

#endif
