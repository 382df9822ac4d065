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
#include "okx/result.h"
#include "okx/rate_limit.h"
#include "okx/quotes.h"
#include "okx/request.h"
#include "okx/round.h"
#include "okx/schedule.h"

#define REFRESH_MS 1000  /* refreshes asked for within it are one */
#define PATIENCE_MS 2000 /* what is under way longer than that at a resume is given up */
#define FORGET_MS 90000  /* connections not used for so long do not outlive a resume */
#define INTERVAL_MS 2000
#define LATE_MS 3000 /* a loan answer so late leaves the prices to be asked for alone */
#define CODE_NO_INSTRUMENT "51001"

/* What belongs to a host, whoever asks there. */
struct site {
	char host[ACCOUNT_ID_HOST_SIZE];
	struct okx_rate_limit rate_limits[OKX_ENDPOINTS]; /* of unsigned endpoints */
	struct okx_quotes quotes;
};

struct okx_client {
	struct okx_http *http;
	unsigned accounts;
	struct site *sites; /* ACCOUNTS at most; one without a host is free */
	struct site *site;  /* the aim's */
	struct okx_rate_limit (*rate_limits)[OKX_ENDPOINTS];         /* by account */
	struct okx_backoff (*backoffs)[ENVIRONMENTS][OKX_ENDPOINTS]; /* by account */
	bool (*introduced)[ENVIRONMENTS]; /* by account: what its key may do was told */
	struct okx_clock clock;

	bool aimed;
	bool routed;        /* the network points at it */
	struct okx_aim aim; /* its ccy is `only`, its route's texts are the copies below */
	char only[ASSETS_CCY_SIZE], order[ASSETS_ORD_ID_SIZE];
	char *ca_file, *proxy;
	bool connected; /* it has answered since it was aimed at */
	int64_t refreshed_ms;
	int64_t answered_ms;
	struct okx_schedule schedule;
	struct okx_round round;

	struct okx_events events;
};

struct okx_client *
okx_client_new(struct okx_http *http, unsigned accounts)
{
	struct okx_client *client = xcalloc(1, sizeof *client);

	client->http = http;
	client->accounts = accounts;
	client->sites = xcalloc(accounts, sizeof *client->sites);
	client->rate_limits = xcalloc(accounts, sizeof *client->rate_limits);
	client->backoffs = xcalloc(accounts, sizeof *client->backoffs);
	client->introduced = xcalloc(accounts, sizeof *client->introduced);
	client->schedule.interval_ms = INTERVAL_MS;
	return client;
}

void
okx_client_free(struct okx_client *client)
{
	if (client == NULL)
		return;
	okx_client_stop(client);
	for (unsigned i = 0; i < client->accounts; i++)
		okx_quotes_clear(&client->sites[i].quotes);
	free(client->sites);
	free(client->rate_limits);
	free(client->backoffs);
	free(client->introduced);
	free(client->ca_file);
	freezero(client->proxy, client->proxy != NULL ? strlen(client->proxy) : 0);
	free(client);
}

bool
okx_client_next(struct okx_client *client, struct okx_event *event)
{
	return okx_events_next(&client->events, event);
}

void
okx_client_stop(struct okx_client *client)
{
	unsigned i;

	for (i = 0; i < OKX_ENDPOINTS; i++)
		okx_http_cancel(client->http, i);
	okx_schedule_clear(&client->schedule);
	okx_round_clear(&client->round);
	okx_events_clear(&client->events);
	client->aimed = false;
}

/* The place of HOST, which is empty when it is new. */
static struct site *
find_site(struct okx_client *client, const char *host)
{
	struct site *site = client->sites;

	while (site->host[0] != '\0' && strcmp(site->host, host) != 0)
		site++;
	strlcpy(site->host, host, sizeof site->host);
	return site;
}

static struct okx_rate_limit *
rate_limit_of(const struct okx_client *client, unsigned endpoint)
{
	return okx_endpoints[endpoint].is_signed ?
	    &client->rate_limits[client->aim.account][endpoint] :
	    &client->site->rate_limits[endpoint];
}

static struct okx_backoff *
backoff_of(const struct okx_client *client, unsigned endpoint)
{
	return &client->backoffs[client->aim.account][client->aim.account_id.environment][endpoint];
}

static bool *
introduced(const struct okx_client *client)
{
	return &client->introduced[client->aim.account][client->aim.account_id.environment];
}

void
okx_client_aim(struct okx_client *client, const struct okx_aim *aim)
{
	char *ca_file = aim->route.ca_file != NULL ? xstrdup(aim->route.ca_file) : NULL;
	char *proxy = aim->route.proxy != NULL ? xstrdup(aim->route.proxy) : NULL;

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
	client->site = find_site(client, aim->account_id.host);
	/* Of another account. */
	okx_quotes_follow(&client->site->quotes, NULL, NULL);
	client->routed = false;
	client->connected = false;
	client->refreshed_ms = INT64_MIN;
	client->answered_ms = monotime_ms();
	client->order[0] = '\0';
	okx_schedule_begin(&client->schedule);
	if (aim->introduce && !*introduced(client))
		client->schedule.jobs[OKX_ENDPOINT_CONFIG].state = OKX_JOB_HELD;
}

void
okx_client_order(struct okx_client *client, const char *ord_id)
{
	struct okx_job *job = &client->schedule.jobs[OKX_ENDPOINT_COLLATERAL_ASSETS];
	const struct okx_parameters parameters = { .ccy = client->only, .ord_id = ord_id };
	char target[OKX_TARGET_SIZE], before[ASSETS_ORD_ID_SIZE];

	if (!client->aimed)
		return;
	strlcpy(before, client->order, sizeof before);
	if (strlcpy(client->order, ord_id, sizeof client->order) >= sizeof client->order ||
	    !okx_endpoint_target(target, OKX_ENDPOINT_COLLATERAL_ASSETS, &parameters, NULL))
		client->order[0] = '\0';
	okx_schedule_release(&client->schedule, OKX_ENDPOINT_COLLATERAL_ASSETS);
	if (strcmp(before, client->order) != 0 &&
	    (job->state == OKX_JOB_DUE || job->state == OKX_JOB_RUNNING)) {
		okx_http_cancel(client->http, OKX_ENDPOINT_COLLATERAL_ASSETS);
		okx_backoff_clear(backoff_of(client, OKX_ENDPOINT_COLLATERAL_ASSETS));
		okx_schedule_at(&client->schedule, OKX_ENDPOINT_COLLATERAL_ASSETS, monotime_ms());
	}
}

void
okx_client_interval(struct okx_client *client, int64_t interval_ms)
{
	okx_schedule_interval(&client->schedule, interval_ms);
}

/* Whether ENDPOINT is asked when the next loan answer comes: prices that do not fail. */
static bool
follows_loan(const struct okx_client *client, unsigned endpoint)
{
	return endpoint == OKX_ENDPOINT_INDEX_TICKERS &&
	    client->schedule.jobs[endpoint].failing_ms < 0;
}

int64_t
okx_client_refresh(struct okx_client *client)
{
	int64_t now = monotime_ms(), held = 0, wait;
	bool counts = now - REFRESH_MS >= client->refreshed_ms;
	struct okx_job *job;
	unsigned i;

	if (!client->aimed)
		return 0;
	if (counts)
		client->refreshed_ms = now;
	for (i = 0; i < OKX_ENDPOINTS; i++) {
		job = &client->schedule.jobs[i];
		if (!okx_endpoints[i].polled || job->state != OKX_JOB_DUE ||
		    follows_loan(client, i))
			continue;
		if (counts && job->due_ms > now)
			okx_schedule_at(&client->schedule, i, now);
		wait = okx_rate_limit_wait(rate_limit_of(client, i), &okx_endpoints[i].limit, now);
		if (job->due_ms <= now && wait > held)
			held = wait;
	}
	return held;
}

void
okx_client_resumed(struct okx_client *client)
{
	int64_t now = monotime_ms();
	struct okx_job *job;
	unsigned i;

	if (!client->aimed)
		return;
	for (i = 0; i < OKX_ENDPOINTS; i++) {
		job = &client->schedule.jobs[i];
		if (job->state == OKX_JOB_RUNNING && now - job->started_ms > PATIENCE_MS) {
			okx_http_cancel(client->http, i);
			okx_schedule_at(&client->schedule, i, now);
		} else if (job->state == OKX_JOB_DUE && job->due_ms > now &&
		    !follows_loan(client, i))
			okx_schedule_at(&client->schedule, i, now);
	}
	if (now - client->answered_ms > FORGET_MS)
		okx_http_forget(client->http);
}

/* Tells of a snapshot, PARSED, that came with CONTEXT. */
static void
add_snapshot(struct okx_client *client, enum okx_endpoint_id endpoint,
    const struct okx_parsed *parsed, int64_t arrived_ms, int64_t arrived_utc_ms,
    int64_t interval_ms)
{
	struct okx_event *event = okx_events_add(&client->events, OKX_EVENT_SNAPSHOT, endpoint);

	event->parsed = *parsed;
	event->arrived_ms = arrived_ms;
	event->arrived_utc_ms = arrived_utc_ms;
	event->interval_ms = interval_ms;
}

/* A table without a price, of now. */
static struct prices *
make_empty(const struct okx_client *client)
{
	struct prices *table = prices_new(okx_endpoints[OKX_ENDPOINT_INDEX_TICKERS].path);

	if (table == NULL)
		return NULL;
	table->asked_ms = table->from.arrived_ms = monotime_ms();
	table->from.arrived_utc_ms = okx_clock_utc_ms(&client->clock);
	table->date_utc_ms = -1;
	return table;
}

/*
 * Tells of the prices there are, none where OKX has not one of the indices,
 * and of the pair that they make with LOANS, unless NULL; takes the hold on these.
 */
static void
tell_prices(struct okx_client *client, struct loans *loans)
{
	struct prices *known = client->site->quotes.table;
	struct okx_parsed parsed = { .prices = known != NULL ? prices_hold(known) :
							       make_empty(client),
		.loans = loans };

	if (parsed.prices == NULL) {
		loans_drop(loans);
		return;
	}
	memcpy(parsed.unreadable, client->round.unreadable, sizeof parsed.unreadable);
	add_snapshot(client, OKX_ENDPOINT_INDEX_TICKERS, &parsed, parsed.prices->from.arrived_ms,
	    parsed.prices->from.arrived_utc_ms,
	    okx_round_interval(&client->round, client->schedule.interval_ms));
}

/* Whether some prices came since the round began. */
static bool
prices_came(const struct okx_client *client)
{
	const struct prices *table = client->site->quotes.table;

	return table != NULL && table->asked_ms >= client->round.began_ms;
}

/*
 * Ends the round in which every price has its outcome; then it is the turn of coins that
 * no loan has.
 */
static void
end_round(struct okx_client *client)
{
	int64_t now = monotime_ms();
	struct loans *loans = okx_round_end(&client->round, now);

	if (loans != NULL || prices_came(client))
		tell_prices(client, loans);
	okx_schedule_at(&client->schedule, OKX_ENDPOINT_INDEX_TICKERS,
	    okx_quotes_spare_due(&client->site->quotes, now) ?
		now :
		now + okx_round_interval(&client->round, client->schedule.interval_ms) + LATE_MS);
}

/* Goes on with the round, or ends it at once: that starts nothing, so it waits for nothing. */
static void
go_on(struct okx_client *client)
{
	struct okx_quote_ask next;

	if (okx_quotes_next(&client->site->quotes, client->round.all, client->round.began_ms,
		&next))
		okx_schedule_at(&client->schedule, OKX_ENDPOINT_INDEX_TICKERS, monotime_ms());
	else
		end_round(client);
}

/* What waits for its interval is due now. */
static void
hurry(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	const struct okx_job *job = &client->schedule.jobs[endpoint];

	if (job->state == OKX_JOB_DUE && job->by_interval)
		okx_schedule_at(&client->schedule, endpoint, monotime_ms());
}

/*
 * Begins a round with a loan answer whose turn began at ASKED_MS, unless one has just
 * been or prices fail.
 */
static void
follow_loans(struct okx_client *client, struct loans *loans, int64_t asked_ms)
{
	struct okx_job *job = &client->schedule.jobs[OKX_ENDPOINT_INDEX_TICKERS];
	int64_t now = monotime_ms();

	okx_round_overtake(&client->round, now);
	if (client->site->quotes.loans != NULL &&
	    !loans_same_amounts(client->site->quotes.loans, loans))
		hurry(client, OKX_ENDPOINT_BALANCES);
	okx_quotes_follow(&client->site->quotes, loans, client->site->quotes.funding);
	if (client->site->quotes.loan_count == 0) {
		okx_http_cancel(client->http, OKX_ENDPOINT_INDEX_TICKERS);
		okx_round_fail(&client->round, false, now);
		job->state = OKX_JOB_IDLE;
		/* Without a currency every price has its outcome. */
		if (loans->count > 0)
			tell_prices(client, loans_hold(loans));
		return;
	}
	if ((job->failing_ms >= 0 && job->state == OKX_JOB_DUE && job->due_ms > now) ||
	    !okx_round_due(&client->round, &client->site->quotes, loans, asked_ms, now))
		return;
	okx_round_begin(&client->round, &client->site->quotes, loans, asked_ms, now);
	if (job->state != OKX_JOB_RUNNING)
		go_on(client);
}

/* Coins that are new in FUNDING need not wait for the end of the next round. */
static void
follow_funding(struct okx_client *client, struct funding *funding)
{
	const struct okx_job *job = &client->schedule.jobs[OKX_ENDPOINT_INDEX_TICKERS];

	okx_quotes_follow(&client->site->quotes, client->site->quotes.loans, funding);
	if (job->state == OKX_JOB_DUE && job->failing_ms < 0 && !client->round.open &&
	    okx_quotes_spare_due(&client->site->quotes, monotime_ms()))
		okx_schedule_at(&client->schedule, OKX_ENDPOINT_INDEX_TICKERS, monotime_ms());
}

/* Chooses the index to ask for; where every price has its outcome the round ends. */
static bool
choose_index(struct okx_client *client)
{
	struct okx_round *round = &client->round;

	if (!round->open &&
	    okx_quotes_next_spare(&client->site->quotes, monotime_ms(), &round->ask))
		return true;
	if (!round->open)
		okx_round_begin(round, &client->site->quotes, NULL, 0, monotime_ms());
	if (okx_quotes_next(&client->site->quotes, round->all, round->began_ms, &round->ask))
		return true;
	end_round(client);
	return false;
}

/* Ends a fetch of ENDPOINT in failure. */
static void
fail(struct okx_client *client, enum okx_endpoint_id endpoint, const struct okx_failure *failure)
{
	struct okx_job *job = &client->schedule.jobs[endpoint];
	struct okx_event *event;
	int64_t now = monotime_ms();

	if (endpoint == OKX_ENDPOINT_INDEX_TICKERS) {
		if (prices_came(client))
			tell_prices(client, NULL);
		okx_quotes_defer(&client->site->quotes, &client->round.ask);
		okx_round_fail(&client->round, failure->kind == OKX_KIND_RATE, now);
	}
	if (job->failing_ms < 0)
		job->failing_ms = now;
	okx_schedule_answered(&client->schedule, endpoint);
	okx_schedule_at(&client->schedule, endpoint,
	    now + okx_backoff_failed(backoff_of(client, endpoint), failure, arc4random()));

	event = okx_events_add(&client->events, OKX_EVENT_FAILURE, endpoint);
	event->failure = *failure;
	event->next_ms = job->due_ms;
}

/* The exchange's time is of no use: what waits for it fails with this machine's. */
static void
give_up_clock(struct okx_client *client)
{
	unsigned i;

	client->schedule.jobs[OKX_ENDPOINT_TIME].state = OKX_JOB_IDLE;
	for (i = 0; i < OKX_ENDPOINTS; i++)
		if (client->schedule.jobs[i].state == OKX_JOB_CLOCK)
			fail(client, i, &client->schedule.jobs[i].refused);
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
	char skew[OKX_CLOCK_SKEW_SIZE];

	if (!okx_clock_take(&client->clock, &sample, &cause)) {
		okx_events_note(&client->events, OKX_ENDPOINT_TIME, "%s", cause.text);
		give_up_clock(client);
		return;
	}
	okx_clock_skew(&client->clock, skew);
	okx_events_note(&client->events, OKX_ENDPOINT_TIME,
	    "this machine's clock is %s: corrected for signing", skew);

	client->schedule.jobs[OKX_ENDPOINT_TIME].state = OKX_JOB_IDLE;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++) {
		if (client->schedule.jobs[i].state == OKX_JOB_CLOCK) {
			client->schedule.jobs[i].corrected = true;
			okx_schedule_at(&client->schedule, i, monotime_ms());
		}
	}
}

/* Takes in what the key may do. That it is not to be had is nobody's business. */
static void
take_key(struct okx_client *client, bool done, const struct okx_key_info *key)
{
	char warning[OKX_KEY_WARNING_SIZE];

	client->schedule.jobs[OKX_ENDPOINT_CONFIG].state = OKX_JOB_IDLE;
	if (!done)
		return;
	*introduced(client) = true;
	if (okx_key_warning(warning, key))
		strlcpy(
		    okx_events_add(&client->events, OKX_EVENT_WARNING, OKX_ENDPOINT_CONFIG)->note,
		    warning, OKX_TEXT_SIZE);
}

/* ENDPOINT has answered well: its tries are over, and what was not so before is told. */
static void
recover(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	struct okx_job *job = &client->schedule.jobs[endpoint];
	const char *via = okx_http_via(client->http);
	char age[16];

	if (!client->connected)
		okx_events_note(&client->events, endpoint, "connected to %s%s%s",
		    client->aim.account_id.host, via[0] != '\0' ? " via proxy " : "", via);
	else if (job->failing_ms >= 0) {
		text_age(age, monotime_ms() - job->failing_ms);
		okx_events_note(&client->events, endpoint, "OKX answers again after %s", age);
	}
	client->connected = true;
	okx_backoff_clear(backoff_of(client, endpoint));
	job->failing_ms = -1;
	okx_schedule_answered(&client->schedule, endpoint);
}

/* Ends a fetch of ENDPOINT, any but the index prices, well. */
static void
succeed(struct okx_client *client, enum okx_endpoint_id endpoint,
    const struct okx_parse_context *context, const struct okx_parsed *parsed)
{
	int64_t own = okx_endpoints[endpoint].interval_ms;

	recover(client, endpoint);
	/* The figures come first. */
	if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
		okx_schedule_release(&client->schedule, OKX_ENDPOINT_CONFIG);
	okx_schedule_next(&client->schedule, endpoint);
	add_snapshot(client, endpoint, parsed, context->arrived_ms, context->arrived_utc_ms,
	    own > 0 ? own : client->schedule.interval_ms);
	if (endpoint == OKX_ENDPOINT_LOAN_INFO)
		follow_loans(client, parsed->loans, client->schedule.jobs[endpoint].started_ms);
	if (endpoint == OKX_ENDPOINT_BALANCES)
		follow_funding(client, parsed->funding);
}

/* Takes an answer about an index, NULL: there is none of the one that was asked for. */
static void
take_prices(struct okx_client *client, const struct prices *answer)
{
	okx_quotes_take(&client->site->quotes, &client->round.ask, answer);
	recover(client, OKX_ENDPOINT_INDEX_TICKERS);
	if (client->round.open)
		go_on(client);
	else
		end_round(client);
}

/* Takes in the exchange's time, PARSED, or, NULL, why it did not tell it. */
static void
take_time(struct okx_client *client, const struct okx_http_answer *answer,
    const struct okx_parsed *parsed, const struct okx_failure *failure)
{
	if (parsed != NULL) {
		set_clock(client, answer, parsed->server_utc_ms);
		return;
	}
	okx_events_note(&client->events, OKX_ENDPOINT_TIME, "OKX did not tell the time: %s",
	    failure->text);
	give_up_clock(client);
}

/* Ends a fetch of ENDPOINT in failure, unless it is worth another try with the exchange's time. */
static void
refuse(struct okx_client *client, enum okx_endpoint_id endpoint, const struct okx_failure *failure)
{
	struct okx_job *job = &client->schedule.jobs[endpoint];

	if (failure->retry != OKX_RETRY_CLOCK || job->corrected) {
		fail(client, endpoint, failure);
		return;
	}
	job->state = OKX_JOB_CLOCK;
	job->refused = *failure;
	if (client->schedule.jobs[OKX_ENDPOINT_TIME].state == OKX_JOB_IDLE)
		okx_schedule_at(&client->schedule, OKX_ENDPOINT_TIME, monotime_ms());
}

/* Takes in a finished request. */
static void
take(struct okx_client *client, const struct okx_http_answer *answer)
{
	const enum okx_endpoint_id endpoint = answer->slot;
	struct okx_job *job = &client->schedule.jobs[endpoint];
	const struct okx_quote_filter filter = { &client->site->quotes, &client->round.ask };
	const struct okx_parse_context context = {
		.account_id = &client->aim.account_id,
		.path = okx_endpoints[endpoint].path,
		.only = client->only,
		.ord_id = client->order,
		.quote = client->round.ask.quote,
		.wanted = okx_quotes_wants,
		.wanted_self = &filter,
		.asked_ms = answer->sent_ms,
		.arrived_ms = answer->arrived_ms,
		.arrived_utc_ms = answer->arrived_utc_ms + client->clock.offset_ms,
		.date_utc_ms = answer->date_utc_ms,
	};
	const struct okx_circumstance circumstance = {
		.account_id = &client->aim.account_id,
		.keys = client->aim.keys,
		.ccy = client->only,
		.via = okx_http_via(client->http),
	};
	struct okx_parsed parsed;
	struct okx_failure failure;
	bool done;

	if (answer->net_error == OKX_NET_ERROR_OK)
		client->answered_ms = answer->arrived_ms;
	if (answer->net_error == OKX_NET_ERROR_INCOMPLETE && answer->reused && !job->again) {
		job->again = true;
		okx_schedule_at(&client->schedule, endpoint, monotime_ms());
		return;
	}
	done = okx_result_judge(client->http, endpoint, answer, &context, &circumstance, &parsed,
	    &failure);
	if (endpoint == OKX_ENDPOINT_TIME) {
		job->again = false;
		take_time(client, answer, done ? &parsed : NULL, &failure);
	} else if (endpoint == OKX_ENDPOINT_CONFIG) {
		take_key(client, done, &parsed.key);
	} else if (endpoint == OKX_ENDPOINT_INDEX_TICKERS &&
	    (done ||
		(client->round.ask.ccy[0] != '\0' &&
		    strcmp(failure.code, CODE_NO_INSTRUMENT) == 0))) {
		okx_round_note(&client->round, &parsed);
		take_prices(client, done ? parsed.prices : NULL);
		okx_parsed_drop(&parsed);
	} else if (done) {
		succeed(client, endpoint, &context, &parsed);
	} else {
		refuse(client, endpoint, &failure);
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
	return okx_failure_make(failure, OKX_KIND_NETWORK, OKX_RETRY_SLOWLY, cause.text, "");
}

static void
start(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	struct okx_job *job = &client->schedule.jobs[endpoint];
	const enum environment environment = client->aim.account_id.environment;
	const struct okx_credentials *key = client->aim.keys.of[environment];
	const struct okx_request request = {
		.endpoint = endpoint,
		.environment = environment,
		.api_key = key->api_key,
		.secret_key = key->secret_key,
		.passphrase = key->passphrase,
		.ccy = client->only,
		.ord_id = client->order,
		.inst_id = client->round.ask.inst_id,
		.quote_ccy = client->round.ask.inst_id[0] == '\0' ? client->round.ask.quote : "",
		.utc_ms = okx_clock_utc_ms(&client->clock),
	};
	struct okx_failure failure;

	job->started_ms = monotime_ms();
	if (route(client, &failure)) {
		okx_rate_limit_start(rate_limit_of(client, endpoint), job->started_ms);
		job->state = OKX_JOB_RUNNING;
		if (okx_request_start(&request, client->http, &failure))
			return;
	}
	if (endpoint == OKX_ENDPOINT_TIME)
		give_up_clock(client);
	else if (endpoint == OKX_ENDPOINT_CONFIG)
		take_key(client, false, NULL);
	else
		fail(client, endpoint, &failure);
}

/*
 * Where several endpoints are due at the same time they are asked in this order: the
 * prices right after the loan.
 */
static const enum okx_endpoint_id in_turn[OKX_ENDPOINTS] = {
	OKX_ENDPOINT_TIME,
	OKX_ENDPOINT_LOAN_INFO,
	OKX_ENDPOINT_INDEX_TICKERS,
	OKX_ENDPOINT_COLLATERAL_ASSETS,
	OKX_ENDPOINT_BALANCES,
	OKX_ENDPOINT_CONFIG,
};

/* When ENDPOINT may start; INT64_MAX: nothing is due. */
static int64_t
start_ms(const struct okx_client *client, unsigned endpoint, int64_t now_ms)
{
	const struct okx_job *job = &client->schedule.jobs[endpoint];
	int64_t allowed, yield_until = okx_schedule_courtesy(&client->schedule, endpoint);

	if (job->state != OKX_JOB_DUE)
		return INT64_MAX;
	allowed = now_ms +
	    okx_rate_limit_wait(rate_limit_of(client, endpoint), &okx_endpoints[endpoint].limit,
		now_ms);
	if (yield_until > allowed)
		allowed = yield_until;
	return job->due_ms > allowed ? job->due_ms : allowed;
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
		if (start_ms(client, in_turn[i], monotime_ms()) <= monotime_ms() &&
		    (in_turn[i] != OKX_ENDPOINT_INDEX_TICKERS || choose_index(client)))
			start(client, in_turn[i]);
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
	enum okx_job_state state = client->schedule.jobs[endpoint].state;

	return state == OKX_JOB_RUNNING || state == OKX_JOB_CLOCK;
}

int64_t
okx_client_clock_offset(const struct okx_client *client)
{
	return client->clock.offset_ms;
}
