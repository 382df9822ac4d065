/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "okx/clock.h"
#include "okx/events.h"
#include "okx/outcome.h"
#include "okx/pace.h"
#include "okx/request.h"

#define REFRESH_MS 1000                 /* refreshes asked for within it are one */
#define PATIENCE_MS 2000                /* what is under way longer than that at a resume is given up */
#define FORGET_MS 90000                 /* connections not used for so long do not outlive a resume */
#define INTERVAL_MS 2000

/* What is due next for an endpoint, and why. */
enum stage {
	STAGE_IDLE,                     /* nothing */
	STAGE_DUE,                      /* a start at due_ms */
	STAGE_RUNNING,                  /* a request is under way */
	STAGE_CLOCK                     /* waits for the exchange's time, to ask again at once */
};

/* One endpoint, of the account and environment that are aimed at. */
struct watch {
	enum stage stage;
	bool by_interval;               /* due_ms is the last start plus the interval */
	int64_t due_ms;
	int64_t started_ms;
	bool again;                     /* this is the second try after a kept connection failed */
	bool corrected;                 /* this try is signed with a clock set for it */
	int64_t failing_ms;             /* since when it fails; -1: it does not */
	struct okx_failure refused;     /* STAGE_CLOCK: the failure if the time is of no use */
};

struct okx_client {
	struct okx_http *http;
	struct okx_pace (*paces)[OKX_ENDPOINTS];                        /* by account */
	struct okx_backoff (*backoffs)[ENVIRONMENTS][OKX_ENDPOINTS];    /* by account */
	struct okx_clock clock;
	int64_t interval_ms;

	bool aimed;
	bool routed;                    /* the network points at it */
	struct okx_aim aim;             /* its ccy is `only`, its route's texts are the copies below */
	char only[COLLATERAL_CCY_SIZE];
	char *ca_file, *proxy;
	bool connected;                 /* it has answered since it was aimed at */
	int64_t refreshed_ms;
	int64_t answered_ms;
	struct watch watches[OKX_ENDPOINTS];

	struct okx_events events;
};

struct okx_client *
okx_client_new(struct okx_http *http, unsigned accounts)
{
	struct okx_client *client = xcalloc(1, sizeof *client);

	client->http = http;
	client->paces = xcalloc(accounts, sizeof *client->paces);
	client->backoffs = xcalloc(accounts, sizeof *client->backoffs);
	client->interval_ms = INTERVAL_MS;
	return client;
}

void
okx_client_free(struct okx_client *client)
{
	if (client == NULL)
		return;
	okx_client_stop(client);
	free(client->paces);
	free(client->backoffs);
	free(client->ca_file);
	freezero(client->proxy, client->proxy != NULL ? strlen(client->proxy) : 0);
	free(client);
}

bool
okx_client_next(struct okx_client *client, struct okx_event *event)
{
	return okx_events_next(&client->events, event);
}

static void
start_at(struct watch *watch, int64_t due_ms)
{
	watch->stage = STAGE_DUE;
	watch->by_interval = false;
	watch->due_ms = due_ms;
}

void
okx_client_stop(struct okx_client *client)
{
	unsigned i;

	for (i = 0; i < OKX_ENDPOINTS; i++) {
		okx_http_cancel(client->http, i);
		client->watches[i] = (struct watch) { .stage = STAGE_IDLE, .failing_ms = -1 };
	}
	okx_events_clear(&client->events);
	client->aimed = false;
}

void
okx_client_aim(struct okx_client *client, const struct okx_aim *aim)
{
	char *ca_file = aim->route.ca_file != NULL ? xstrdup(aim->route.ca_file) : NULL;
	char *proxy = aim->route.proxy != NULL ? xstrdup(aim->route.proxy) : NULL;
	unsigned i;

	okx_client_stop(client);
	client->aim = *aim;
	strlcpy(client->only, aim->ccy != NULL ? aim->ccy : "", sizeof client->only);
	client->aim.ccy = client->only;
	free(client->ca_file);
	client->ca_file = ca_file;
	client->aim.route.ca_file = ca_file;
	freezero(client->proxy, client->proxy != NULL ? strlen(client->proxy) : 0);
	client->proxy = proxy;
	client->aim.route.proxy = proxy;
	client->aimed = true;
	client->routed = false;
	client->connected = false;
	client->refreshed_ms = INT64_MIN;
	client->answered_ms = monotime_ms();
	for (i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled)
			start_at(&client->watches[i], monotime_ms());
}

void
okx_client_interval(struct okx_client *client, int64_t interval_ms)
{
	struct watch *watch;

	client->interval_ms = interval_ms;
	for (watch = client->watches; watch < client->watches + OKX_ENDPOINTS; watch++)
		if (watch->stage == STAGE_DUE && watch->by_interval)
			watch->due_ms = watch->started_ms + interval_ms;
}

static struct okx_pace *
pace_of(const struct okx_client *client, unsigned endpoint)
{
	return &client->paces[client->aim.account][endpoint];
}

static struct okx_backoff *
backoff_of(const struct okx_client *client, unsigned endpoint)
{
	return &client->backoffs[client->aim.account][client->aim.origin.environment][endpoint];
}

int64_t
okx_client_refresh(struct okx_client *client)
{
	int64_t now = monotime_ms(), held = 0, wait;
	bool counts = now - REFRESH_MS >= client->refreshed_ms;
	struct watch *watch;
	unsigned i;

	if (!client->aimed)
		return 0;
	if (counts)
		client->refreshed_ms = now;
	for (i = 0; i < OKX_ENDPOINTS; i++) {
		watch = &client->watches[i];
		if (!okx_endpoints[i].polled || watch->stage != STAGE_DUE)
			continue;
		if (counts && watch->due_ms > now)
			start_at(watch, now);
		wait = okx_pace_wait(pace_of(client, i), now);
		if (watch->due_ms <= now && wait > held)
			held = wait;
	}
	return held;
}

void
okx_client_resumed(struct okx_client *client)
{
	int64_t now = monotime_ms();
	struct watch *watch;
	unsigned i;

	if (!client->aimed)
		return;
	for (i = 0; i < OKX_ENDPOINTS; i++) {
		watch = &client->watches[i];
		if (watch->stage == STAGE_RUNNING && now - watch->started_ms > PATIENCE_MS) {
			okx_http_cancel(client->http, i);
			start_at(watch, now);
		} else if (watch->stage == STAGE_DUE && watch->due_ms > now)
			start_at(watch, now);
	}
	if (now - client->answered_ms > FORGET_MS)
		okx_http_forget(client->http);
}

/* Ends a fetch of ENDPOINT in failure. */
static void
fail(struct okx_client *client, enum okx_endpoint_id endpoint, const struct okx_failure *failure)
{
	struct watch *watch = &client->watches[endpoint];
	struct okx_event *event;
	int64_t now = monotime_ms();

	if (watch->failing_ms < 0)
		watch->failing_ms = now;
	watch->again = watch->corrected = false;
	start_at(watch, now + okx_backoff_failed(backoff_of(client, endpoint), failure, arc4random()));

	event = okx_events_add(&client->events, OKX_EVENT_FAILURE, endpoint);
	event->failure = *failure;
	event->next_ms = watch->due_ms;
}

/* The exchange's time is of no use: what waits for it fails with this machine's. */
static void
give_up_clock(struct okx_client *client)
{
	unsigned i;

	client->watches[OKX_ENDPOINT_TIME].stage = STAGE_IDLE;
	for (i = 0; i < OKX_ENDPOINTS; i++)
		if (client->watches[i].stage == STAGE_CLOCK)
			fail(client, i, &client->watches[i].refused);
}

static void
set_clock(struct okx_client *client, const struct okx_http_answer *answer, int64_t server_utc_ms)
{
	const struct okx_clock_sample sample = {
		.sent_utc_ms = answer->sent_utc_ms,
		.received_utc_ms = answer->arrived_utc_ms,
		.round_trip_ms = answer->arrived_ms - answer->sent_ms,
		.server_utc_ms = server_utc_ms,
		.date_utc_ms = answer->date_utc_ms,
	};
	struct cause cause = { .text = "" };
	struct watch *watch;
	int64_t slow, tenths;
	char age[16];

	if (!okx_clock_take(&client->clock, &sample, &cause)) {
		okx_events_note(&client->events, OKX_ENDPOINT_TIME, "%s", cause.text);
		give_up_clock(client);
		return;
	}
	slow = client->clock.offset_ms;
	tenths = ((slow < 0 ? -slow : slow) + 50) / 100;
	if (tenths < 1000)
		snprintf(age, sizeof age, "%d.%d s", (int)(tenths / 10), (int)(tenths % 10));
	else
		text_age(age, tenths * 100);
	okx_events_note(&client->events, OKX_ENDPOINT_TIME, "this machine's clock is %s %s: corrected for signing", age,
	    slow < 0 ? "fast" : "slow");

	client->watches[OKX_ENDPOINT_TIME].stage = STAGE_IDLE;
	for (watch = client->watches; watch < client->watches + OKX_ENDPOINTS; watch++) {
		if (watch->stage == STAGE_CLOCK) {
			watch->corrected = true;
			start_at(watch, monotime_ms());
		}
	}
}

/* Ends a fetch of ENDPOINT well. */
static void
succeed(struct okx_client *client, enum okx_endpoint_id endpoint, struct collateral *collateral)
{
	struct watch *watch = &client->watches[endpoint];
	const char *via = okx_http_via(client->http);
	char age[16];

	if (!client->connected)
		okx_events_note(&client->events, endpoint, "connected to %s%s%s", client->aim.origin.host,
		    via[0] != '\0' ? " via proxy " : "", via);
	else if (watch->failing_ms >= 0) {
		text_age(age, monotime_ms() - watch->failing_ms);
		okx_events_note(&client->events, endpoint, "OKX answers again after %s", age);
	}
	client->connected = true;
	okx_backoff_clear(backoff_of(client, endpoint));
	watch->failing_ms = -1;
	watch->again = watch->corrected = false;
	start_at(watch, watch->started_ms + client->interval_ms);
	watch->by_interval = true;
	okx_events_add(&client->events, OKX_EVENT_COLLATERAL, endpoint)->collateral = collateral;
}

/* Takes in a finished request. */
static void
take(struct okx_client *client, const struct okx_http_answer *answer)
{
	const enum okx_endpoint_id endpoint = answer->slot;
	struct watch *watch = &client->watches[endpoint];
	const struct okx_parse_context context = {
		.origin = &client->aim.origin,
		.path = okx_endpoints[endpoint].path,
		.only = client->only,
		.arrived_ms = answer->arrived_ms,
		.arrived_utc_ms = answer->arrived_utc_ms + client->clock.offset_ms,
	};
	const struct okx_circumstance circumstance = {
		.origin = &client->aim.origin,
		.credentials = client->aim.credentials,
		.ccy = client->only,
		.via = okx_http_via(client->http),
	};
	struct okx_parsed parsed;
	struct okx_failure failure;
	bool done;

	if (answer->transport == OKX_TRANSPORT_OK)
		client->answered_ms = answer->arrived_ms;
	if (answer->transport == OKX_TRANSPORT_INCOMPLETE && answer->reused && !watch->again) {
		watch->again = true;
		start_at(watch, monotime_ms());
		return;
	}
	done = okx_outcome_judge(client->http, endpoint, answer, &context, &circumstance, &parsed, &failure);
	if (endpoint == OKX_ENDPOINT_TIME) {
		watch->again = false;
		if (done)
			set_clock(client, answer, parsed.server_utc_ms);
		else {
			okx_events_note(&client->events, endpoint, "OKX did not tell the time: %s", failure.text);
			give_up_clock(client);
		}
	} else if (done) {
		succeed(client, endpoint, parsed.collateral);
	} else if (failure.retry == OKX_RETRY_CLOCK && !watch->corrected) {
		watch->stage = STAGE_CLOCK;
		watch->refused = failure;
		if (client->watches[OKX_ENDPOINT_TIME].stage == STAGE_IDLE)
			start_at(&client->watches[OKX_ENDPOINT_TIME], monotime_ms());
	} else {
		fail(client, endpoint, &failure);
	}
}

/* Points the network at the aim. What cannot be mended by waiting is said at every try. */
static bool
route(struct okx_client *client, struct okx_failure *failure)
{
	struct cause cause = { .text = "" };

	if (!client->routed)
		client->routed = okx_http_aim(client->http, &client->aim.route, &cause);
	if (client->routed)
		return true;
	memset(failure, 0, sizeof *failure);
	failure->kind = OKX_KIND_NETWORK;
	failure->retry = OKX_RETRY_SLOWLY;
	failure->exit = OKX_EXIT_NO_ANSWER;
	failure->retry_after_ms = -1;
	strlcpy(failure->text, cause.text, sizeof failure->text);
	return false;
}

static void
start(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	struct watch *watch = &client->watches[endpoint];
	const struct okx_request request = {
		.endpoint = endpoint,
		.environment = client->aim.origin.environment,
		.api_key = client->aim.credentials->api_key,
		.secret_key = client->aim.credentials->secret_key,
		.passphrase = client->aim.credentials->passphrase,
		.ccy = client->only,
		.utc_ms = okx_clock_utc_ms(&client->clock),
	};
	struct okx_failure failure;

	watch->started_ms = monotime_ms();
	if (route(client, &failure)) {
		okx_pace_start(pace_of(client, endpoint), watch->started_ms);
		watch->stage = STAGE_RUNNING;
		if (okx_request_start(&request, client->http, &failure))
			return;
	}
	if (endpoint == OKX_ENDPOINT_TIME)
		give_up_clock(client);
	else
		fail(client, endpoint, &failure);
}

/* When ENDPOINT may start; INT64_MAX: nothing is due. */
static int64_t
start_ms(const struct okx_client *client, unsigned endpoint, int64_t now_ms)
{
	const struct watch *watch = &client->watches[endpoint];
	int64_t allowed;

	if (watch->stage != STAGE_DUE)
		return INT64_MAX;
	allowed = now_ms + okx_pace_wait(pace_of(client, endpoint), now_ms);
	return watch->due_ms > allowed ? watch->due_ms : allowed;
}

void
okx_client_run(struct okx_client *client)
{
	struct okx_http_answer answer;
	unsigned i;

	if (!client->aimed)
		return;
	while (okx_http_next(client->http, &answer))
		take(client, &answer);
	for (i = 0; i < OKX_ENDPOINTS; i++)
		if (start_ms(client, i, monotime_ms()) <= monotime_ms())
			start(client, i);
}

int64_t
okx_client_deadline(const struct okx_client *client)
{
	int64_t now = monotime_ms(), earliest = INT64_MAX, at;
	unsigned i;

	if (!client->aimed)
		return INT64_MAX;
	for (i = 0; i < OKX_ENDPOINTS; i++) {
		at = start_ms(client, i, now);
		if (at < earliest)
			earliest = at;
	}
	return earliest;
}

const char *
okx_client_via(const struct okx_client *client)
{
	return okx_http_via(client->http);
}

bool
okx_client_busy(const struct okx_client *client, enum okx_endpoint_id endpoint)
{
	enum stage stage = client->watches[endpoint].stage;

	return stage == STAGE_RUNNING || stage == STAGE_CLOCK;
}

int64_t
okx_client_clock_offset(const struct okx_client *client)
{
	return client->clock.offset_ms;
}
