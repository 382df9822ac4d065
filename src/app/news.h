/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_NEWS_H
#define COLLTOP_APP_NEWS_H

#include "app/app.h"

/* Tells the person what is new in what OKX tells beside the figures (okx/notices). */

/* An answer to one of the notices came, or a failure. */
void news_answer(struct app *app, const struct okx_event *event);
void news_failure(struct app *app, const struct okx_event *event);

/* What OKX makes of CCY for new orders, in words; "" where that is nothing, or not known. */
const char *news_restriction(enum coin_restriction restriction);

#endif
