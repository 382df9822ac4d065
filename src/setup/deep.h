/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_DEEP_H
#define COLLTOP_SETUP_DEEP_H

#include "setup/doctor.h"

/*
 * --doctor --deep: asks, by reading only, what nobody can know without a loan, so that a
 * person with one can send the answers. They hold ratios, counts and whether figures agree:
 * no key, user, label, address, order or amount.
 */

/*
 * Asks all questions about the account and environment that DOCTOR's options choose and
 * gives each answer to its `say`; the longest, the tiers, takes 20 to 60 minutes and can be
 * ended by SIGINT or SIGTERM, whose number *SIGNAL then is. Returns the exit status: 0 where
 * every question was put, whatever came of it.
 */
int deep_run(struct doctor *doctor, int *signal);

#endif
