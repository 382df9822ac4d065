/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_LEDGER_H
#define COLLTOP_SIM_LEDGER_H

#include <stdint.h>

#include "sim/telling.h"

/*
 * What the exchange keeps of an order beside its state: what was moved, the interest of each
 * full hour, and what of the pledged coins can be taken back. An order has been open for three
 * days when the simulator starts.
 */

/* The yearly rate of COIN in the hour HOUR, counted from 1970: 0.02 to 0.12, four decimals. */
struct decimal sim_rate(const struct market_coin *coin, int64_t hour);

/* Each of these is a handler (sim/handlers.h). */

/* OKX v5, "GET / Loan history". */
struct cJSON *sim_tell_history(const struct handler_question *question,
    struct handler_refusal *refusal);

/* OKX v5, "GET / Accrued interest". */
struct cJSON *sim_tell_interest(const struct handler_question *question,
    struct handler_refusal *refusal);

/*
 * OKX v5, "GET / Max collateral redeem amount": as much as leaves the LTV 5 points below the
 * margin call.
 */
struct cJSON *sim_tell_redeem_limit(const struct handler_question *question,
    struct handler_refusal *refusal);

#endif
