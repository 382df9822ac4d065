/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_TESTS_SCRIPT_H
#define COLLTOP_TESTS_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"

/*
 * What the exchange of unit/fake_http.h does in weeks: figures that change with each
 * request, loans whose LTV moves and that come and go, and once in
 * SCRIPT_CYCLE requests of an endpoint everything that goes wrong with an
 * exchange and with a line. It also looks at each request that was made:
 * all wait for their turn.
 */

#define SCRIPT_CYCLE 1800

void script_start(void);

/*
 * Looks at the requests made since the last call and gets the next answers ready. Fails the
 * test where 5 of a path started within 2.1 s. FAULTS: whether things go wrong from now on.
 */
void script_turn(bool faults);

/*
 * Whether the last request for the assets was answered with figures by now; TOTAL is then
 * their sum. The same of loan info and index prices: TOTAL is then what is pledged for the
 * order of KEY, at market.
 */
bool script_listed(struct decimal *total);
bool script_pledged(const char *key, struct decimal *total);

/* Whether the figures have been few for a while, as they are again and again. */
bool script_few(void);

/* Requests of the path that holds PART, and failures among the answers so far. */
unsigned long script_requests(const char *part);
unsigned long script_faults(void);

#endif
