/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_SETUP_INIT_H
#define COLLTOP_SETUP_INIT_H

#include "conf/options.h"
#include "conf/secrets.h"

/*
 * Sets up an account at the terminal: asks for its name, region and key (not
 * echoed), tries the key at the exchange, asks again for what is refused, and
 * writes what was accepted. Returns the exit status, 0 after writing. *SIGNAL
 * is the signal that ended the dialogue, or 0; then nothing was changed.
 */
int init_run(const struct options *options, struct secrets *secrets, int *signal);

#endif
