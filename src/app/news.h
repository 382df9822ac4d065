/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_NEWS_H
#define COLLTOP_APP_NEWS_H

#include <stddef.h>

#include "app/app.h"

/* Tells the person what is new in what OKX tells beside the figures (okx/notices). */

/* An answer to one of the notices came, or a failure. */
void news_answer(struct app *app, const struct okx_event *event);
void news_failure(struct app *app, const struct okx_event *event);

/* Tells of a maintenance that matters where it was not told. */
void news_tick(struct app *app);

/*
 * Adds to OUT, a sentence about FAILURE, that OKX announced maintenance, where it did for about
 * now and that may be why.
 */
void news_add_maintenance(char *out, size_t size, const struct app *app,
    const struct okx_failure *failure);

/* What OKX makes of a coin for new orders, in words; "" where that is nothing, or not known. */
const char *news_restriction(enum coin_restriction restriction);

#endif
