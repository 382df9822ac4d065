/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/updates.h"

#include <stdio.h>

#include "app/asset_changes.h"
#include "app/table_view.h"
#include "app/loan_watch.h"
#include "base/text.h"

static struct source *
source_of(struct app *app, enum okx_endpoint_id endpoint)
{
	return &app->sources[endpoint];
}

/* Whether another source fails for the same reason, which was told then. */
static bool
told_already(const struct app *app, const struct source *source)
{
	for (int i = 0; i < OKX_ENDPOINTS; i++) {
		const struct source *other = &app->sources[i];

		if (other != source && other->failing && !source->failure.own &&
		    okx_failure_same(&other->failure, &source->failure))
			return true;
	}
	return false;
}

/* What fails is named where it is not what the title speaks of. */
static void
tell_failure(struct app *app, enum okx_endpoint_id endpoint)
{
	const struct source *source = source_of(app, endpoint);
	char cause[MESSAGE_SIZE] = "";

	if (told_already(app, source))
		return;
	if (endpoint != app_leading(app))
		snprintf(cause, sizeof cause, "%s:", okx_endpoints[endpoint].title);
	text_add_sentence(cause, sizeof cause, source->failure.text);
	text_add_sentence(cause, sizeof cause, source->failure.advice);
	app_say(app, MESSAGE_ERROR, "%s", cause);
}

/*
 * A record is due when loan and assets had an outcome since the last one, and the
 * funding account and a loan's prices ever.
 */
static void
note_record(struct app *app)
{
	struct source *loan = source_of(app, OKX_ENDPOINT_LOAN_INFO);
	struct source *assets = source_of(app, OKX_ENDPOINT_COLLATERAL_ASSETS);

	if (loan->recorded || assets->recorded ||
	    source_of(app, OKX_ENDPOINT_BALANCES)->outcomes == 0 ||
	    (app->watchlist.count > 0 && source_of(app, OKX_ENDPOINT_INDEX_TICKERS)->outcomes == 0))
		return;
	loan->recorded = assets->recorded = true;
	app->records++;
}

/* What hangs on the newest answer of ENDPOINT, or on its absence. */
static void
follow(struct app *app, enum okx_endpoint_id endpoint, bool answered)
{
	const struct source *source = source_of(app, endpoint);

	if (endpoint == OKX_ENDPOINT_LOAN_INFO)
		loan_watch_answer(app);
	else if (answered)
		loan_watch_reassess(app);
	if (answered && source->before.assets != NULL)
		asset_changes_tell(app, source->before.assets, source->now.assets);
	if (answered && source->before.funding != NULL)
		asset_changes_tell_funding(app, source->before.funding, source->now.funding);
	if (answered)
		table_view_follow(app);
	note_record(app);
	app->changed = true;
}

static void
take_failure(struct app *app, enum okx_endpoint_id endpoint, const struct okx_failure *failure,
    int64_t next_ms)
{
	struct source *source = source_of(app, endpoint);
	/* What no line stands for is told once: other messages would come between. */
	bool told = endpoint == OKX_ENDPOINT_BALANCES && source->failing &&
	    okx_failure_same(&source->failure, failure);

	source_fail(source, failure, next_ms);
	if (!told)
		tell_failure(app, endpoint);
	follow(app, endpoint, false);
}

void
updates_refuse(struct app *app, const struct okx_failure *failure)
{
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled && okx_endpoints[i].is_signed)
			take_failure(app, (enum okx_endpoint_id)i, failure, INT64_MAX);
}

/* Prices that make a pair with a loan answer. */
static void
take_pair(struct app *app, struct okx_event *event)
{
	if (event->endpoint != OKX_ENDPOINT_INDEX_TICKERS || event->parsed.loans == NULL)
		return;
	pair_set(&app->pair, event->parsed.loans, event->parsed.prices);
	loans_drop(event->parsed.loans);
	event->parsed.loans = NULL;
}

void
app_take_in(struct app *app)
{
	struct okx_event event;

	while (okx_client_next(app->client, &event)) {
		switch (event.kind) {
		case OKX_EVENT_NOTE:
			app_say(app, MESSAGE_INFO, "%s", event.note);
			break;
		case OKX_EVENT_WARNING:
			app_say(app, MESSAGE_WARNING, "%s", event.note);
			break;
		case OKX_EVENT_SNAPSHOT:
			take_pair(app, &event);
			source_take(source_of(app, event.endpoint), &event);
			follow(app, event.endpoint, true);
			break;
		case OKX_EVENT_FAILURE:
			take_failure(app, event.endpoint, &event.failure, event.next_ms);
			break;
		}
	}
}
