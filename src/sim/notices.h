/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_NOTICES_H
#define COLLTOP_SIM_NOTICES_H

#include "sim/telling.h"

/* What the exchange tells everybody beside prices: its terms, and when it will not be there. */

/* Each of these is a handler (sim/handlers.h). */

/* OKX v5, "Get discount rate and interest-free quota". */
struct cJSON *sim_tell_tiers(const struct handler_question *question,
    struct handler_refusal *refusal);

/* OKX v5, "GET / Public borrow info": the rates of sim_rate(). */
struct cJSON *sim_tell_lending_rate(const struct handler_question *question,
    struct handler_refusal *refusal);

/* OKX v5, "GET / E-Mode info". */
struct cJSON *sim_tell_emode(const struct handler_question *question,
    struct handler_refusal *refusal);

/* OKX v5, "GET / Status": what the scenario announces, and what is over. */
struct cJSON *sim_tell_status(const struct handler_question *question,
    struct handler_refusal *refusal);

#endif
