/* SPDX-License-Identifier: ISC */
#ifndef COLLTOP_OKX_EVENTS_H
#define COLLTOP_OKX_EVENTS_H

#include <stdbool.h>

#include "okx/client.h"

#define OKX_EVENTS 16 /* far more than come between two turns of the loop */

/* Events that wait to be taken, oldest first. Zeroed memory is an empty queue. */
struct okx_events {
	struct okx_event ring[OKX_EVENTS];
	unsigned first, count;
};

/* Adds an event, zeroed but for these two. A reader that stays away loses the oldest. */
struct okx_event *okx_events_add(struct okx_events *events, enum okx_event_kind kind,
    enum okx_endpoint_id endpoint);

/* Adds something to tell. */
void okx_events_note(struct okx_events *events, enum okx_endpoint_id endpoint, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/* Takes the oldest, or returns false. */
bool okx_events_next(struct okx_events *events, struct okx_event *event);

/* Drops all of them. */
void okx_events_clear(struct okx_events *events);

#endif
