/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_APP_SIMULATION_H
#define COLLTOP_APP_SIMULATION_H

#include <stdbool.h>

#include "conf/secrets.h"
#include "conf/settings.h"
#include "sys/spawn.h"
#include "base/cause.h"

/*
 * Starts colltop-sim, found beside this program's own executable or else in
 * the directory where programs are installed, on a free port with keys of its
 * own, and turns SETTINGS and SECRETS to it (settings_simulate). It plays
 * SCENARIO, NULL for its default, and ends when this program does. False with
 * the cause: the simulator's own words where it has some.
 */
bool simulation_start(struct spawn_child *child, struct settings *settings, struct secrets *secrets,
    const char *scenario, struct cause *cause);

#endif
