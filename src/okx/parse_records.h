/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_PARSE_RECORDS_H
#define COLLTOP_OKX_PARSE_RECORDS_H

#include <stdbool.h>

#include "okx/elements.h"

/*
 * The answers that are flat lists, and the discount rates. An element that cannot be read, or
 * that lacks the currency that it is about, costs none of the others; an answer of such alone
 * is none. A figure that cannot be read is unreadable and noted.
 */

/* Sets answer->parsed->records; false with the cause. */
bool okx_read_records(struct okx_answer *answer, struct cause *cause);

/* Sets answer->parsed->tiers, those of the currency that was asked about. */
bool okx_read_tiers(struct okx_answer *answer, struct cause *cause);

#endif
