/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/events.h"

#include <string.h>

#include "okx/parse.h"

bool
okx_events_next(struct okx_events *events, struct okx_event *event)
{
	if (events->count == 0)
		return false;
	*event = events->of[events->first];
	events->first = (events->first + 1) % OKX_EVENTS;
	events->count--;
	return true;
}

static void
drop_oldest(struct okx_events *events)
{
	struct okx_event lost;

	if (okx_events_next(events, &lost))
		okx_parsed_drop(&lost.parsed);
}

void
okx_events_drop(struct okx_events *events)
{
	while (events->count > 0)
		drop_oldest(events);
}

struct okx_event *
okx_events_add(struct okx_events *events, enum okx_event_kind kind, enum okx_endpoint_id endpoint)
{
	struct okx_event *event;

	if (events->count == OKX_EVENTS)
		drop_oldest(events);
	event = &events->of[(events->first + events->count++) % OKX_EVENTS];
	memset(event, 0, sizeof *event);
	event->kind = kind;
	event->endpoint = endpoint;
	return event;
}
