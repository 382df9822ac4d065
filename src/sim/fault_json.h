/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_FAULT_JSON_H
#define COLLTOP_SIM_FAULT_JSON_H

#include <stddef.h>

struct cJSON;

/*
 * What faults do to the content of a successful ANSWER, an envelope with its
 * "data". SERIAL counts the answers that the fault has spoilt before.
 */

/* Of any answer with rows (assets, balances, indexes) or orders. */
void spoil_types(struct cJSON *answer, unsigned serial);
void spoil_decimals(struct cJSON *answer, unsigned serial);
void spoil_utf8(struct cJSON *answer, unsigned serial);
void spoil_escapes(struct cJSON *answer, unsigned serial);
void spoil_rows(struct cJSON *answer, unsigned serial);
void spoil_data(struct cJSON *answer, unsigned serial);

/* Adds rows like the first one until their text has more than LEAST bytes. */
void spoil_size(struct cJSON *answer, size_t least);

/* Of orders. */
void spoil_thresholds(struct cJSON *answer, unsigned serial);
void spoil_threshold_order(struct cJSON *answer, unsigned serial);
void spoil_ltv(struct cJSON *answer, unsigned serial);
void spoil_ltv_height(struct cJSON *answer, unsigned serial);
void spoil_collateral(struct cJSON *answer, unsigned serial);
void spoil_debt(struct cJSON *answer, unsigned serial);
void spoil_strings(struct cJSON *answer, unsigned serial);
void spoil_order_ids(struct cJSON *answer, unsigned serial);
void spoil_order_names(struct cJSON *answer, unsigned serial);
void spoil_sequence(struct cJSON *answer, unsigned serial);

/* Of tickers. */
void spoil_tickers(struct cJSON *answer, unsigned serial);

#endif
