/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_INIT_H
#define COLLTOP_SETUP_INIT_H

#include "conf/options.h"
#include "conf/secrets.h"

/*
 * Sets an account up at the terminal: asks whose it is and for the three
 * values, which never show, tries them at the exchange, and writes them once
 * it has accepted them; of what it refuses asks for that one value again.
 * Returns the exit status: 0 once they are written. SIGNAL gets the signal
 * that ended it, after everything was left as it was.
 */
int init_run(const struct options *options, struct secrets *secrets, int *signal);

#endif
