/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_REQUESTS_H
#define COLLTOP_TESTS_REQUESTS_H

#include "e2e/place.h"

/* What the simulator of a place was asked for, by its journal. */

/* Starts it with ARGUMENTS (ends with NULL) and a new journal. */
void requests_simulate(struct place *place, const char *const *arguments);

/* Requests so far whose line in the journal holds PART, a path or "\"status\":429"; "" for all. */
unsigned requests_count(const struct place *place, const char *part);

/* Fails the test unless each request was a GET of the endpoint table's, and none too many. */
void requests_only_read(const struct place *place);

#endif
