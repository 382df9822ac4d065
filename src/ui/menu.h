/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_MENU_H
#define COLLTOP_UI_MENU_H

#include "app/app.h"
#include "ui/layout.h"
#include "ui/paint.h"

/*
 * Paints the sort menu over the table: the columns to sort by, the one in use with its
 * direction.
 */
void menu_paint(const struct canvas *canvas, const struct layout *layout, const struct app *app);

#endif
