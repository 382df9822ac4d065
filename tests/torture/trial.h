/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_TRIAL_H
#define COLLTOP_TESTS_TRIAL_H

#include <stdbool.h>

#include "e2e/watch.h"
#include "torture/ration.h"

/* One run of the real program in which something fails, and what became of it. */

enum trial_verb { TRIAL_END, TRIAL_TYPE, TRIAL_SEE, TRIAL_GONE, TRIAL_RESIZE, TRIAL_REFRESH };

struct trial_step {
	enum trial_verb verb;
	const char *text;
	int columns, rows;
};

/* What is done while things fail. */
struct trial_scenario {
	const char *name, *argument; /* of the program */
	bool from_start;             /* fails from main() on, else from the first figures on */
	bool cut;                    /* the kept connection is reset first */
	bool leaves;                 /* its steps end the program */
	struct trial_step steps[12];
};

/* What may become of a run in which something failed; the bits of trial_policy. */
enum trial_outcome {
	TRIAL_UNTOUCHED, /* nothing was left to fail */
	TRIAL_NO_EFFECT, /* nothing of it to be seen */
	TRIAL_DROPPED,   /* a refresh: its cause was shown, and the next one came */
	TRIAL_ENDED,     /* one sentence, exit 1 (at the start: or 2, 3), the terminal as before */
	TRIAL_HUNG_UP,   /* taken for a terminal that is gone */
	TRIAL_DEFECT,
	TRIAL_OUTCOMES
};

extern const char *const trial_outcomes[TRIAL_OUTCOMES];

/* A subject that fails, and what may come of it. */
struct trial_subject {
	const char *name;
	int subject;      /* of struct ration */
	int error;        /* errno, for a call */
	unsigned allowed; /* bits: 1 << outcome */
	unsigned modes;   /* bits: 1 << ration_mode */
};

/* A place to hold RATION in a file of, and the object to load: set before the first trial. */
void trial_begin(struct place *place, struct ration **ration);

/* Plays SCENARIO with the NTH of SUBJECT failing. WHY is told what is wrong with a TRIAL_DEFECT. */
enum trial_outcome trial_run(struct place *place, struct ration *ration,
    const struct trial_scenario *scenario, const struct trial_subject *subject,
    enum ration_mode mode, unsigned nth, char *why, size_t size);

#endif
