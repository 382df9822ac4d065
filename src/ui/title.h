/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_TITLE_H
#define COLLTOP_UI_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "ui/paint.h"

/*
 * The title line: whose figures these are and how old. Where there is no room
 * its fields leave in a fixed order; the environment, the freshness and the age
 * never do.
 */
void title_paint(const struct canvas *canvas, int y, const struct app *app);

/*
 * What the second title line has to say ("filter btc: 1 of 3   order held"),
 * "" for nothing. URGENT: worth a line even where lines are few.
 */
void title_notice(char *out, size_t size, const struct app *app, bool *urgent);

#endif
