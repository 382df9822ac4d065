/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_FOOTER_H
#define COLLTOP_UI_FOOTER_H

#include "app/app.h"
#include "ui/paint.h"

/* The last lines: what is typed, and the keys of the mode. */

/*
 * Paints the line that is typed, its beginning left out where the cursor would not be
 * seen. Sets the cursor's place.
 */
void footer_paint_prompt(const struct canvas *canvas, int y, const struct app *app, int *cursor_y,
    int *cursor_x);

/* Paints the key bar: as many keys as fit, the help key and the key that leaves always. */
void footer_paint_keys(const struct canvas *canvas, int y, const struct app *app);

#endif
