/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_WATCH_H
#define COLLTOP_TESTS_WATCH_H

#include "e2e/place.h"
#include "e2e/terminal.h"

/* colltop on a screen, in a test's words. Each fails the test with the screen that it saw. */

/* Seconds as short as the program takes them. */
#define WATCH_QUICK "interval = 1\nconnect_timeout = 1\ntimeout = 2\n"

/* For a group of tests: STATE is a struct place with a simulator and a configuration. */
int watch_set_up(void **state);
int watch_tear_down(void **state);

/* Starts colltop in 80 by 24, or in another size with an OPTION (NULL: none). */
struct terminal *watch_start(struct place *place);
struct terminal *watch_with(struct place *place, int columns, int rows, const char *option);

void watch_see(struct terminal *terminal, const char *text);
void watch_see_gone(struct terminal *terminal, const char *text);

/* The terminal is as it was before the program. */
void watch_restored(struct terminal *terminal);

/* Types q; the program ends with 0 and the terminal is restored. Frees TERMINAL. */
void watch_leave(struct terminal *terminal);

/* The program ends by the signal NUMBER. */
void watch_ended_by(struct terminal *terminal, int number);

#endif
