/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_MODEL_MAINTENANCE_H
#define COLLTOP_MODEL_MAINTENANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/account_id.h"
#include "model/records.h"

/* The announcement of a maintenance that matters to who watches a loan. */

/*
 * That of RECORDS (NULL: none), rows of struct maintenance, that runs or comes next at
 * NOW_UTC_MS, of the trading or account system for ENVIRONMENT; NULL for none. One that is
 * over, called off or in a state that is not known is none.
 */
const struct maintenance *maintenance_find(const struct records *records,
    enum environment environment, int64_t now_utc_ms);

/* Whether it runs by what the exchange says. */
bool maintenance_runs(const struct maintenance *maintenance);

/*
 * "OKX announced maintenance 14:00-15:00 UTC", a date before a time that is not of the day of
 * NOW_UTC_MS ("Dec 2 14:00"), without times where they are not sent.
 */
#define MAINTENANCE_TEXT_SIZE 96
void maintenance_text(char out[MAINTENANCE_TEXT_SIZE], const struct maintenance *maintenance,
    int64_t now_utc_ms);

#endif
