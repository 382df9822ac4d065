/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SIM_SCENARIO_H
#define COLLTOP_SIM_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cause.h"
#include "sim/portfolio.h"
#include "sim/market.h"

/*
 * What happens to the portfolio: where prices go, for both environments, and
 * what happens to the account of production meanwhile. Each is a function of the
 * step, so that everything that is asked at one step agrees.
 */

#define SCENARIO_ACTS 3

/* What happens to the account at a time. */
struct scenario_act {
	int seconds; /* since the start; not descending */
	bool (*change)(struct account *account, const struct market *market, struct cause *cause);
	int refusal; /* code that its owner is answered from then on, 0: none */
};

/* A maintenance that the exchange announces from the start on, in seconds of the scenario. */
struct announcement {
	int begin, end; /* both 0: there is none */
};

/* One row of the table of scenarios. */
struct scenario {
	const char *name;
	const char *help;
	struct trend trend; /* without bends: none */
	struct lowering lowering;
	struct announcement announcement;
	size_t act_count;
	struct scenario_act acts[SCENARIO_ACTS];
};

/* Ends with a row whose name is NULL. The first is what comes without a choice. */
extern const struct scenario scenario_table[];

/* The account from a time on. */
struct scene {
	int64_t from_ms; /* market_elapsed_ms() */
	int refusal;
	struct account account;
};

/* What the acts of a scenario make of an account. */
struct scenes {
	struct scene list[SCENARIO_ACTS];
	size_t count;
	struct announcement announcement;
};

/* The row called NAME, or NULL with the cause. */
const struct scenario *scenario_find(const char *name, struct cause *cause);

/* Plays SCENARIO from ACCOUNT on. False, with the cause; SCENES is to be cleared in any case. */
bool scenario_play(struct scenes *scenes, const struct scenario *scenario,
    const struct account *account, const struct market *market, struct cause *cause);

/* The scene at ELAPSED_MS, or NULL while the account is as it was at first. */
const struct scene *scenario_scene(const struct scenes *scenes, int64_t elapsed_ms);

void scenario_clear(struct scenes *scenes);

#endif
