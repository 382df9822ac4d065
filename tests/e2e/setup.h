/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_SETUP_H
#define COLLTOP_TESTS_SETUP_H

#include <sys/types.h>

#include "e2e/watch.h"

/* colltop --init in a terminal, in the words of a test. */

#define SETUP_SIMULATE(place, ...) place_simulate(place, (const char *const[]){ __VA_ARGS__, NULL })
#define SETUP_PRODUCTION(place) (&(place)->keys[ENVIRONMENT_PRODUCTION])

/* Removes all that is in the configuration's folder, and the folder. */
void setup_empty(const struct place *place);

/* How many files the configuration's folder has; -1 without one. */
int setup_files(const struct place *place);

void setup_make_folder(const struct place *place);

/* Every test begins with a home that has nothing, and the exchange as it is. */
int setup_begin(void **state);

struct terminal *setup_start(struct place *place);

/* Waits for PROMPT and types TEXT and Enter. */
void setup_answer(struct terminal *terminal, const char *prompt, const char *text);

/* The questions about whose key it is: account main at the simulator, production. */
void setup_answer_whose(struct terminal *terminal, const struct place *place);

void setup_answer_values(struct terminal *terminal, const char *key, const char *secret,
    const char *passphrase);

/* Waits for the end with STATUS; no hidden input was written, and the terminal is as before. */
void setup_finish(struct terminal *terminal, const struct place *place, int status);

/* FILE below the home has MODE and exactly TEXT. */
void setup_has(const struct place *place, const char *file, mode_t mode, const char *text);

void setup_has_key(const struct place *place, const char *file, enum environment environment);

#endif
