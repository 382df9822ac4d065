/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_DISPOSITIONS_H
#define COLLTOP_TESTS_DISPOSITIONS_H

#include <signal.h>
#include <stddef.h>

/*
 * Gives the signals that a test sends their default actions: whoever started
 * it in the background may have had some ignored, and what is ignored stays so.
 */
static inline void
dispositions_default(void)
{
	static const int numbers[] = { SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGCONT };

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		signal(numbers[i], SIG_DFL);
}

#endif
