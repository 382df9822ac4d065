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
void fault_json_types(struct cJSON *answer, unsigned serial);
void fault_json_decimals(struct cJSON *answer, unsigned serial);
void fault_json_utf8(struct cJSON *answer, unsigned serial);
void fault_json_escapes(struct cJSON *answer, unsigned serial);
void fault_json_rows(struct cJSON *answer, unsigned serial);
void fault_json_data(struct cJSON *answer, unsigned serial);

/* Adds rows like the first one until their text has more than LEAST bytes. */
void fault_json_size(struct cJSON *answer, size_t least);

/* Of orders. */
void fault_json_thresholds(struct cJSON *answer, unsigned serial);
void fault_json_threshold_order(struct cJSON *answer, unsigned serial);
void fault_json_ltv(struct cJSON *answer, unsigned serial);
void fault_json_ltv_height(struct cJSON *answer, unsigned serial);
void fault_json_collateral(struct cJSON *answer, unsigned serial);
void fault_json_debt(struct cJSON *answer, unsigned serial);
void fault_json_strings(struct cJSON *answer, unsigned serial);
void fault_json_order_ids(struct cJSON *answer, unsigned serial);
void fault_json_order_names(struct cJSON *answer, unsigned serial);
void fault_json_sequence(struct cJSON *answer, unsigned serial);

/* Of tickers. */
void fault_json_tickers(struct cJSON *answer, unsigned serial);

#endif
