/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_FUNDING_WORDS_H
#define COLLTOP_VIEW_FUNDING_WORDS_H

#include "app/app.h"

#define FUNDING_WORDS_SIZE 160

/*
 * The sentence about the funding account that stands under the table of a loan
 * and in records, the longest that fits WIDTH columns (0: the longest): what it
 * holds at market, never as a promise. False where nothing is known of it.
 */
bool funding_words(char out[FUNDING_WORDS_SIZE], const struct app *app, int width);

#endif
