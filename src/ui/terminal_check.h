/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_UI_TERMINAL_CHECK_H
#define COLLTOP_UI_TERMINAL_CHECK_H

#include "setup/finding.h"

/*
 * The doctor's look at the terminal: whether the screen can be had on it, its
 * colours and size, what the locale can show, and what stands between.
 */
bool terminal_check_terminal(struct finding *finding);

#endif
