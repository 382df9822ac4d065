/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_TITLE_H
#define COLLTOP_UI_TITLE_H

#include <stdbool.h>

#include "app/app.h"
#include "ui/paint.h"

/*
 * The title line: whose figures these are and how old, and that the bell is off. Where
 * there is no room its fields leave in a fixed order; the environment, the freshness and
 * the age never do, but that LIVE is left out where nothing else makes room for BELL OFF.
 */
void title_paint(const struct canvas *canvas, int y, const struct app *app);

/* Paints the second title line, what is unusual: "filter btc: 1 of 3   order held". */
void title_paint_notice(const struct canvas *canvas, int y, const struct app *app);

/* Whether it is worth a line even where lines are few. */
bool title_notice_urgent(const struct app *app);

#endif
