/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_NOTES_H
#define COLLTOP_VIEW_LOAN_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "view/page.h"

/* Sentences about the loan. */

#define LOAN_NOTES_SIZE 512

/*
 * What is said where no loan is watched: there is none, or none is known, or
 * none is offered; in one line of WIDTH where that can be. KEYS: which key helps is said
 * too. Returns how it looks.
 */
enum role loan_notes_none(char *out, size_t size, const struct app *app, int width, bool keys);

/* Why the band is UNKNOWN, "UNKNOWN: OKX sent no usable curLTV", as long as fits WIDTH. */
void loan_notes_doubt(char *out, size_t size, const struct loan_status *status, int width);

/*
 * Adds to an empty PAGE the notes below the table of a loan, the most important first, at
 * most MOST.
 */
void loan_notes_fill(struct page *page, const struct app *app, size_t most);

#endif
