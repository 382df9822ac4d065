/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_FOOTER_H
#define COLLTOP_UI_FOOTER_H

#include "app/app.h"
#include "ui/paint.h"

/*
 * The lines at the bottom: what is typed or asked, else why the source fails,
 * else the newest message; and the keys of the mode.
 */

/* How many lines it needs, at most MOST: 0 when there is only a message or nothing. */
int footer_lines(const struct canvas *canvas, const struct app *app, int most);

/* Paints HEIGHT lines from row Y on. Sets the cursor's place where something is typed. */
void footer_paint(const struct canvas *canvas, int y, int height, const struct app *app,
    int *cursor_y, int *cursor_x);

/* Paints the key bar: as many keys as fit, the help key and the key that leaves always. */
void footer_paint_keys(const struct canvas *canvas, int y, const struct app *app);

#endif
