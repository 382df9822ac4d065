/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_VIEW_FACTS_H
#define COLLTOP_VIEW_FACTS_H

#include <stdbool.h>

#include "app/app.h"
#include "view/page.h"

/*
 * A page that accounts for figures: what the exchange sent, to the last digit,
 * whence and when, and how each derived figure comes about. Amounts, prices
 * and values are masked while those are hidden, and ratios have four decimals
 * at most: with all of their digits they would give the amounts away.
 */
struct facts {
	struct page *page;
	const struct app *app;
	int indent; /* where the texts begin, behind the names of fields */
};

/* Long enough for a formula with several numbers of any size. */
#define FACTS_TEXT_SIZE (6 * DECIMAL_TEXT_SIZE)

/* Adds FIELD with its text. */
void facts_add(const struct facts *facts, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * What the exchange sent, or why there is nothing to show of it. A ratio is rounded as
 * told while amounts are hidden.
 */
const char *facts_sent(const struct facts *facts, const struct figure *figure);
const char *facts_sent_ratio(const struct facts *facts, char out[DECIMAL_TEXT_SIZE],
    const struct figure *ratio, enum decimal_rounding rounding);
void facts_add_sent(const struct facts *facts, const char *field, const struct figure *figure);
void facts_add_ratio(const struct facts *facts, const char *field, const struct figure *ratio,
    enum decimal_rounding rounding);

/* Adds what was asked and when the answer came. */
void facts_add_asked(const struct facts *facts, const char *endpoint, const char *query);
void facts_add_arrived(const struct facts *facts, int64_t arrived_ms, int64_t arrived_utc_ms);
void facts_add_assets(const struct facts *facts, const struct assets *assets);

/* Adds who was asked, for whom. */
void facts_add_origin(const struct facts *facts, const struct account_id *account_id);

/* A computed number with at most 18 decimals, no trailing zeros, rounded as told. */
const char *facts_number(const struct facts *facts, char out[DECIMAL_TEXT_SIZE],
    const struct ratio *number, enum decimal_rounding rounding);
const char *facts_ratio(const struct facts *facts, char out[DECIMAL_TEXT_SIZE],
    const struct ratio *ratio, enum decimal_rounding rounding);

/* Adds the share of ASSET: its value, which goes by NAME and reads VALUE, of that of all rows. */
void facts_add_share(const struct facts *facts, const char *field, const struct asset *asset,
    const char *name, const char *value);

#endif
