/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_LOAN_NOTES_H
#define COLLTOP_VIEW_LOAN_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "view/role.h"

/* Sentences about the loan. */

#define LOAN_NOTES_SIZE 512

/*
 * What is said where no loan is watched: there is none, or none is known, or
 * none is offered; in one line of WIDTH where that can be. Returns how it looks.
 */
enum role loan_notes_none(char *out, size_t size, const struct app *app, int width);

/* Why the band is UNKNOWN, "UNKNOWN: OKX sent no usable curLTV", as long as fits WIDTH. */
void loan_notes_doubt(char *out, size_t size, const struct loan_status *status, int width);

/*
 * The lines of words below the table of a loan that fit WIDTH, the most important first:
 * the INDEX-th one, false beyond the last.
 */
bool loan_notes_below(char *out, size_t size, const struct app *app, size_t index, int width);

#endif
