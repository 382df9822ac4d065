/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_SIM_FIXTURE_H
#define COLLTOP_TESTS_SIM_FIXTURE_H

#include "sim/exchange.h"

#define SIM_ASSETS "/api/v5/finance/flexible-loan/collateral-assets"
#define SIM_BALANCES "/api/v5/asset/balances"
#define SIM_CONFIG "/api/v5/account/config"
#define SIM_LOAN "/api/v5/finance/flexible-loan/loan-info"
#define SIM_TICKERS "/api/v5/market/index-tickers?quoteCcy=USD"
#define SIM_TICKER "/api/v5/market/index-tickers?instId="
#define SIM_TIME "/api/v5/public/time"
#define SIM_START_MS 50000                      /* monotime_ms() of step 0 */
#define SIM_START_UTC_MS INT64_C(1795361402000) /* 2026-11-22T15:30:02Z */

/* The exchange of a test, asked without a network at clocks that only the test moves. */
extern struct exchange sim_exchange;

/* The body of the last answer. */
extern char sim_body[65536];

/* Opens it for PORTFOLIO, a text or a name in data/, SCENARIO (NULL: the first) and SEED. */
void sim_open(const char *portfolio, const char *scenario, uint64_t seed);

/* Asks for TARGET, rightly signed at the exchange's own time; returns the HTTP status. */
int sim_ask(const char *target, enum environment environment);

/* The same at a time of the scenario. */
int sim_ask_at(int64_t ms, const char *target, enum environment environment);

/* The text of the first member NAME in the last answer, "" without; good until the next call. */
const char *sim_member(const char *name);

void sim_close(void);

#endif
