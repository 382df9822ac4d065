/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "okx/client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "okx/clock.h"
#include "okx/rate_limit.h"
#include "okx/request.h"
#include "okx/round.h"
#include "okx/site.h"

#define REFRESH_MS 1000  /* refreshes asked for within it are one */
#define PATIENCE_MS 2000 /* what is under way longer than that at a resume is given up */
#define FORGET_MS 90000  /* connections not used for so long do not outlive a resume */
#define INTERVAL_MS 2000
#define LATE_MS 3000         /* a loan answer so late leaves the prices to be asked for alone */
#define YIELD_MS 1000        /* so long a request waits for the connection that another one has */
#define YIELD_NOTICE_MS 5000 /* a notice waits no longer for connections */
#define YIELD_LOAN_MS 250    /* loan info: a second connection is soon worth it */
#define CODE_NO_INSTRUMENT "51001"

/* What is due next for an endpoint of the account and environment in use, and why. */
enum job_state {
	JOB_IDLE,    /* nothing */
	JOB_HELD,    /* nothing before another endpoint has an outcome */
	JOB_DUE,     /* a start at due_ms */
	JOB_RUNNING, /* a request is under way */
	JOB_CLOCK    /* waits for the exchange's time, to ask again at once */
};

struct job {
	enum job_state state;
	bool by_interval; /* due_ms is the last start plus the interval */
	int64_t due_ms;
	int64_t started_ms;
	bool again;                 /* this is the second try after a kept connection failed */
	bool corrected;             /* this try is signed with a clock set for it */
	int64_t failing_ms;         /* since when it fails; -1: it does not */
	struct okx_failure refused; /* JOB_CLOCK: the failure if the time is not usable */
};

struct okx_client {
	struct okx_http *http;
	unsigned accounts;
	struct okx_site *sites;                                      /* ACCOUNTS of them */
	struct okx_site *site;                                       /* the session's */
	struct okx_rate_limit (*rate_limits)[OKX_ENDPOINTS];         /* by account */
	struct okx_backoff (*backoffs)[ENVIRONMENTS][OKX_ENDPOINTS]; /* by account */
	bool (*introduced)[ENVIRONMENTS]; /* by account: what its key may do was told */
	struct okx_clock clock;

	bool aimed;
	bool routed;                /* the network points at it */
	struct okx_session session; /* its ccy is `only`, its route's texts are the copies below */
	char only[ASSETS_CCY_SIZE], order[ASSETS_ORD_ID_SIZE];
	char *ca_file, *proxy;
	bool connected; /* it has answered in this session */
	int64_t refreshed_ms;
	int64_t answered_ms;
	int64_t interval_ms; /* of endpoints without one of their own */
	struct job jobs[OKX_ENDPOINTS];
	struct okx_round round;

	struct okx_events events; /* those that wait to be taken */
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
	client->interval_ms = INTERVAL_MS;
	return client;
}

void
okx_client_free(struct okx_client *client)
{
	if (client == NULL)
		return;
	okx_client_stop(client);
	for (unsigned i = 0; i < client->accounts; i++)
		okx_site_clear(&client->sites[i]);
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

static void __attribute__((format(printf, 3, 4)))
add_note(struct okx_client *client, enum okx_endpoint_id endpoint, const char *format, ...)
{
	struct okx_event *event = okx_events_add(&client->events, OKX_EVENT_NOTE, endpoint);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(event->note, sizeof event->note, format, arguments);
	va_end(arguments);
}

/* ENDPOINT is due at DUE_MS (monotime_ms()). */
static void
set_due(struct okx_client *client, unsigned endpoint, int64_t due_ms)
{
	struct job *job = &client->jobs[endpoint];

	job->state = JOB_DUE;
	job->by_interval = false;
	job->due_ms = due_ms;
}

static int64_t
interval_of(const struct okx_client *client, unsigned endpoint)
{
	int64_t own = okx_endpoints[endpoint].interval_ms;

	return own > 0 ? own : client->interval_ms;
}

/* ENDPOINT is due by its interval, counted from its last start. */
static void
set_due_by_interval(struct okx_client *client, unsigned endpoint)
{
	struct job *job = &client->jobs[endpoint];

	set_due(client, endpoint, job->started_ms + interval_of(client, endpoint));
	job->by_interval = true;
}

/* ENDPOINT is due now if it was held. */
static void
release_job(struct okx_client *client, unsigned endpoint)
{
	if (client->jobs[endpoint].state == JOB_HELD)
		set_due(client, endpoint, monotime_ms());
}

/* An outcome of ENDPOINT, good or bad, ends its tries; the funding account comes last. */
static void
end_tries(struct okx_client *client, unsigned endpoint)
{
	client->jobs[endpoint].again = client->jobs[endpoint].corrected = false;
	if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
		release_job(client, OKX_ENDPOINT_BALANCES);
}

/*
 * Until when ENDPOINT lets another one's request finish, so that one connection serves all
 * of them. What hangs delays nothing for longer, and the time waits for none.
 */
static int64_t
yield_until_ms(const struct okx_client *client, unsigned endpoint)
{
	const int64_t longest_ms = endpoint == OKX_ENDPOINT_LOAN_INFO ? YIELD_LOAN_MS : YIELD_MS;
	int64_t until = INT64_MIN;

	for (unsigned i = 0; i < OKX_ENDPOINTS && endpoint != OKX_ENDPOINT_TIME; i++) {
		const struct job *job = &client->jobs[i];

		/* A notice delays nothing. */
		if (i != endpoint && job->state == JOB_RUNNING &&
		    (okx_notices_has(endpoint) || !okx_notices_has(i)) &&
		    job->started_ms + longest_ms > until)
			until = job->started_ms + longest_ms;
	}
	return until;
}

void
okx_client_stop(struct okx_client *client)
{
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++) {
		okx_http_cancel(client->http, i);
		client->jobs[i] = (struct job){ .state = JOB_IDLE, .failing_ms = -1 };
	}
	okx_round_clear(&client->round);
	okx_events_drop(&client->events);
	client->aimed = false;
}

static struct okx_rate_limit *
rate_limit_of(const struct okx_client *client, unsigned endpoint)
{
	return okx_endpoints[endpoint].is_signed ?
	    &client->rate_limits[client->session.account][endpoint] :
	    &client->site->rate_limits[endpoint];
}

static struct okx_backoff *
backoff_of(const struct okx_client *client, unsigned endpoint)
{
	return &client->backoffs[client->session.account][client->session.account_id.environment]
				[endpoint];
}

static bool *
was_introduced(const struct okx_client *client)
{
	return &client->introduced[client->session.account][client->session.account_id.environment];
}

void
okx_client_aim(struct okx_client *client, const struct okx_session *session)
{
	char *ca_file = session->route.ca_file != NULL ? xstrdup(session->route.ca_file) : NULL;
	char *proxy = session->route.proxy != NULL ? xstrdup(session->route.proxy) : NULL;

	okx_client_stop(client);
	client->session = *session;
	strlcpy(client->only, session->ccy != NULL ? session->ccy : "", sizeof client->only);
	client->session.ccy = client->only;
	free(client->ca_file);
	client->ca_file = ca_file;
	client->session.route.ca_file = ca_file;
	freezero(client->proxy, client->proxy != NULL ? strlen(client->proxy) : 0);
	client->proxy = proxy;
	client->session.route.proxy = proxy;
	client->aimed = true;
	client->site = okx_site_find(client->sites, session->account_id.host);
	/* Of another account. */
	okx_quotes_follow(&client->site->quotes, NULL, NULL);
	client->routed = false;
	client->connected = false;
	client->refreshed_ms = INT64_MIN;
	client->answered_ms = monotime_ms();
	client->order[0] = '\0';
	/*
	 * Loan info tells the order that the assets are asked for, so these are held, and which
	 * prices matter, so they wait for a round (okx/round).
	 */
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		if (okx_endpoints[i].polled)
			client->jobs[i].state = JOB_HELD;
	release_job(client, OKX_ENDPOINT_LOAN_INFO);
	if (session->introduce && !*was_introduced(client))
		client->jobs[OKX_ENDPOINT_CONFIG].state = JOB_HELD;
	okx_notices_begin(&client->site->notices, monotime_ms());
}

/* The notices are due as these are; after the first outcome of the loans. */
static void
follow_notices(struct okx_client *client)
{
	for (unsigned i = 0; client->session.notices && i < OKX_ENDPOINTS; i++) {
		struct job *job = &client->jobs[i];
		int64_t due_ms = okx_notices_due(&client->site->notices, i);

		if (!okx_notices_has(i) || job->state == JOB_RUNNING || job->again)
			continue;
		job->state = JOB_IDLE;
		if (due_ms != INT64_MAX)
			set_due(client, i, due_ms);
	}
}

void
okx_client_order(struct okx_client *client, const char *ord_id)
{
	struct job *job = &client->jobs[OKX_ENDPOINT_COLLATERAL_ASSETS];
	const struct okx_call call = { .endpoint = OKX_ENDPOINT_COLLATERAL_ASSETS,
		.ccy = client->only,
		.ord_id = ord_id };
	char target[OKX_TARGET_SIZE], before[ASSETS_ORD_ID_SIZE];

	if (!client->aimed)
		return;
	strlcpy(before, client->order, sizeof before);
	if (strlcpy(client->order, ord_id, sizeof client->order) >= sizeof client->order ||
	    !okx_endpoint_target(target, &call, NULL))
		client->order[0] = '\0';
	release_job(client, OKX_ENDPOINT_COLLATERAL_ASSETS);
	if (strcmp(before, client->order) != 0 &&
	    (job->state == JOB_DUE || job->state == JOB_RUNNING)) {
		okx_http_cancel(client->http, OKX_ENDPOINT_COLLATERAL_ASSETS);
		okx_backoff_clear(backoff_of(client, OKX_ENDPOINT_COLLATERAL_ASSETS));
		set_due(client, OKX_ENDPOINT_COLLATERAL_ASSETS, monotime_ms());
	}
}

void
okx_client_interval(struct okx_client *client, int64_t interval_ms)
{
	client->interval_ms = interval_ms;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		if (client->jobs[i].state == JOB_DUE && client->jobs[i].by_interval)
			set_due_by_interval(client, i);
}

/* Whether ENDPOINT is asked when the next loan answer comes: prices that do not fail. */
static bool
follows_loan(const struct okx_client *client, unsigned endpoint)
{
	return endpoint == OKX_ENDPOINT_INDEX_TICKERS && client->jobs[endpoint].failing_ms < 0;
}

int64_t
okx_client_refresh(struct okx_client *client)
{
	int64_t now = monotime_ms(), held = 0, wait;
	bool counts = now - REFRESH_MS >= client->refreshed_ms;
	struct job *job;

	if (!client->aimed)
		return 0;
	if (counts)
		client->refreshed_ms = now;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++) {
		job = &client->jobs[i];
		if (!okx_endpoints[i].polled || job->state != JOB_DUE || follows_loan(client, i))
			continue;
		if (counts && job->due_ms > now)
			set_due(client, i, now);
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
	struct job *job;

	if (!client->aimed)
		return;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++) {
		job = &client->jobs[i];
		if (job->state == JOB_RUNNING && now - job->started_ms > PATIENCE_MS) {
			okx_http_cancel(client->http, i);
			set_due(client, i, now);
		} else if (job->state == JOB_DUE && job->due_ms > now && !follows_loan(client, i) &&
		    !okx_notices_has(i))
			set_due(client, i, now);
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

	table->asked_ms = table->from.arrived_ms = monotime_ms();
	table->from.arrived_utc_ms = monotime_utc_ms() + client->clock.offset_ms;
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

	memcpy(parsed.unreadable, client->round.unreadable, sizeof parsed.unreadable);
	add_snapshot(client, OKX_ENDPOINT_INDEX_TICKERS, &parsed, parsed.prices->from.arrived_ms,
	    parsed.prices->from.arrived_utc_ms,
	    okx_round_interval(&client->round, client->interval_ms));
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
	set_due(client, OKX_ENDPOINT_INDEX_TICKERS,
	    okx_quotes_spare_due(&client->site->quotes, now) ?
		now :
		now + okx_round_interval(&client->round, client->interval_ms) + LATE_MS);
}

/* Goes on with the round, or ends it at once: that starts nothing, so it waits for nothing. */
static void
go_on(struct okx_client *client)
{
	struct okx_quote_ask next;

	if (okx_quotes_next(&client->site->quotes, client->round.all, client->round.began_ms,
		&next))
		set_due(client, OKX_ENDPOINT_INDEX_TICKERS, monotime_ms());
	else
		end_round(client);
}

/* What waits for its interval is due now. */
static void
hurry(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	const struct job *job = &client->jobs[endpoint];

	if (job->state == JOB_DUE && job->by_interval)
		set_due(client, endpoint, monotime_ms());
}

/*
 * Begins a round with a loan answer whose turn began at ASKED_MS, unless one has just
 * been or prices fail.
 */
static void
follow_loans(struct okx_client *client, struct loans *loans, int64_t asked_ms)
{
	struct job *job = &client->jobs[OKX_ENDPOINT_INDEX_TICKERS];
	int64_t now = monotime_ms();

	okx_round_overtake(&client->round, now);
	if (client->site->quotes.loans != NULL &&
	    !loans_same_amounts(client->site->quotes.loans, loans))
		hurry(client, OKX_ENDPOINT_BALANCES);
	okx_quotes_follow(&client->site->quotes, loans, client->site->quotes.funding);
	if (client->site->quotes.loan_count == 0) {
		okx_http_cancel(client->http, OKX_ENDPOINT_INDEX_TICKERS);
		okx_round_fail(&client->round, false, now);
		job->state = JOB_IDLE;
		/* Without a currency every price has its outcome. */
		if (loans->count > 0)
			tell_prices(client, loans_hold(loans));
		return;
	}
	if ((job->failing_ms >= 0 && job->state == JOB_DUE && job->due_ms > now) ||
	    !okx_round_due(&client->round, &client->site->quotes, loans, asked_ms, now))
		return;
	okx_round_begin(&client->round, &client->site->quotes, loans, asked_ms, now);
	if (job->state != JOB_RUNNING)
		go_on(client);
}

/* Coins that are new in FUNDING need not wait for the end of the next round. */
static void
follow_funding(struct okx_client *client, struct funding *funding)
{
	const struct job *job = &client->jobs[OKX_ENDPOINT_INDEX_TICKERS];

	okx_quotes_follow(&client->site->quotes, client->site->quotes.loans, funding);
	if (job->state == JOB_DUE && job->failing_ms < 0 && !client->round.open &&
	    okx_quotes_spare_due(&client->site->quotes, monotime_ms()))
		set_due(client, OKX_ENDPOINT_INDEX_TICKERS, monotime_ms());
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
end_in_failure(struct okx_client *client, enum okx_endpoint_id endpoint,
    const struct okx_failure *failure)
{
	struct job *job = &client->jobs[endpoint];
	struct okx_event *event;
	int64_t now = monotime_ms();

	if (endpoint == OKX_ENDPOINT_INDEX_TICKERS) {
		if (prices_came(client))
			tell_prices(client, NULL);
		okx_quotes_defer(&client->site->quotes, &client->round.ask);
		okx_round_fail(&client->round, failure->kind == OKX_KIND_RATE, now);
	}
	okx_notices_suspect(&client->site->notices, failure, job->failing_ms < 0, now);
	if (job->failing_ms < 0)
		job->failing_ms = now;
	end_tries(client, endpoint);
	set_due(client, endpoint,
	    now + okx_backoff_failed(backoff_of(client, endpoint), failure, arc4random()));

	event = okx_events_add(&client->events, OKX_EVENT_FAILURE, endpoint);
	event->failure = *failure;
	event->next_ms = job->due_ms;
	follow_notices(client);
}

/* Takes in the answer to a notice, or, NULL, its FAILURE, which costs nothing else. */
static void
take_notice(struct okx_client *client, enum okx_endpoint_id endpoint,
    const struct okx_parsed *parsed, const struct okx_failure *failure)
{
	struct okx_event *event = okx_events_add(&client->events,
	    parsed != NULL ? OKX_EVENT_SNAPSHOT : OKX_EVENT_FAILURE, endpoint);

	client->jobs[endpoint].again = false;
	client->jobs[endpoint].state = JOB_IDLE;
	if (parsed != NULL) {
		okx_notices_take(&client->site->notices, endpoint, parsed, monotime_ms());
		event->parsed = *parsed;
	} else {
		okx_notices_fail(&client->site->notices, endpoint, failure, monotime_ms());
		event->failure = *failure;
	}
	follow_notices(client);
}

/* The exchange's time is not usable: what waits for it fails with this machine's. */
static void
give_up_clock(struct okx_client *client)
{
	client->jobs[OKX_ENDPOINT_TIME].state = JOB_IDLE;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		if (client->jobs[i].state == JOB_CLOCK)
			end_in_failure(client, i, &client->jobs[i].refused);
}

static void
set_clock(struct okx_client *client, const struct okx_http_answer *answer, int64_t server_utc_ms)
{
	struct cause cause = { .text = "" };
	char skew[OKX_CLOCK_SKEW_SIZE];

	if (!okx_clock_take(&client->clock, answer, server_utc_ms, &cause)) {
		add_note(client, OKX_ENDPOINT_TIME, "%s", cause.text);
		give_up_clock(client);
		return;
	}
	okx_clock_skew(&client->clock, skew);
	add_note(client, OKX_ENDPOINT_TIME, "this machine's clock is %s: corrected for signing",
	    skew);

	client->jobs[OKX_ENDPOINT_TIME].state = JOB_IDLE;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++) {
		if (client->jobs[i].state == JOB_CLOCK) {
			client->jobs[i].corrected = true;
			set_due(client, i, monotime_ms());
		}
	}
}

/* Takes in what the key may do; a refusal is not shown. */
static void
take_key(struct okx_client *client, bool done, const struct okx_key_info *key)
{
	char warning[OKX_KEY_WARNING_SIZE];

	client->jobs[OKX_ENDPOINT_CONFIG].state = JOB_IDLE;
	if (!done)
		return;
	*was_introduced(client) = true;
	if (okx_key_warning(warning, key))
		strlcpy(
		    okx_events_add(&client->events, OKX_EVENT_WARNING, OKX_ENDPOINT_CONFIG)->note,
		    warning, OKX_TEXT_SIZE);
}

/* ENDPOINT has answered well: its tries are over, and what was not so before is told. */
static void
recover(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	struct job *job = &client->jobs[endpoint];
	const char *via = okx_http_via(client->http);
	char age[16];

	if (!client->connected)
		add_note(client, endpoint, "connected to %s%s%s", client->session.account_id.host,
		    via[0] != '\0' ? " via proxy " : "", via);
	else if (job->failing_ms >= 0) {
		text_age(age, monotime_ms() - job->failing_ms);
		add_note(client, endpoint, "OKX answers again after %s", age);
	}
	client->connected = true;
	okx_backoff_clear(backoff_of(client, endpoint));
	job->failing_ms = -1;
	end_tries(client, endpoint);
}

/* Ends a fetch of any endpoint but the index prices well. */
static void
take_snapshot(struct okx_client *client, const struct okx_http_answer *answer,
    const struct okx_parsed *parsed)
{
	const enum okx_endpoint_id endpoint = answer->slot;

	recover(client, endpoint);
	/* The figures come first. */
	if (endpoint == OKX_ENDPOINT_COLLATERAL_ASSETS)
		release_job(client, OKX_ENDPOINT_CONFIG);
	set_due_by_interval(client, endpoint);
	add_snapshot(client, endpoint, parsed, answer->arrived_ms,
	    answer->arrived_utc_ms + client->clock.offset_ms, interval_of(client, endpoint));
	if (endpoint == OKX_ENDPOINT_LOAN_INFO) {
		follow_loans(client, parsed->loans, client->jobs[endpoint].started_ms);
		okx_notices_follow(&client->site->notices, parsed->loans, monotime_ms());
		follow_notices(client);
	}
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
	add_note(client, OKX_ENDPOINT_TIME, "OKX did not tell the time: %s", failure->text);
	give_up_clock(client);
}

/* Ends a fetch of ENDPOINT in failure, unless it is worth another try with the exchange's time. */
static void
refuse_or_correct(struct okx_client *client, enum okx_endpoint_id endpoint,
    const struct okx_failure *failure)
{
	struct job *job = &client->jobs[endpoint];

	if (failure->retry != OKX_RETRY_CLOCK || job->corrected) {
		end_in_failure(client, endpoint, failure);
		return;
	}
	job->state = JOB_CLOCK;
	job->refused = *failure;
	if (client->jobs[OKX_ENDPOINT_TIME].state == JOB_IDLE)
		set_due(client, OKX_ENDPOINT_TIME, monotime_ms());
}

/* What is asked of ENDPOINT; FILTER is only pointed at. */
static struct okx_call
make_call(const struct okx_client *client, enum okx_endpoint_id endpoint,
    const struct okx_quote_filter *filter)
{
	return (struct okx_call){
		.endpoint = endpoint,
		.account_id = &client->session.account_id,
		.keys = client->session.keys,
		.via = okx_http_via(client->http),
		.ccy = okx_notices_has(endpoint) ? okx_notices_ccy(&client->site->notices) :
						   client->only,
		.ord_id = client->order,
		.inst_id = client->round.ask.inst_id,
		.quote_ccy = client->round.ask.quote,
		.clock_offset_ms = client->clock.offset_ms,
		.wanted = okx_quotes_wants,
		.wanted_self = filter,
	};
}

/* Takes in a finished request. */
static void
take_answer(struct okx_client *client, const struct okx_http_answer *answer)
{
	const enum okx_endpoint_id endpoint = answer->slot;
	struct job *job = &client->jobs[endpoint];
	const struct okx_quote_filter filter = { &client->site->quotes, &client->round.ask };
	const struct okx_call call = make_call(client, endpoint, &filter);
	struct okx_parsed parsed;
	struct okx_failure failure;
	bool done;

	if (answer->net_error == OKX_NET_ERROR_OK)
		client->answered_ms = answer->arrived_ms;
	if (answer->net_error == OKX_NET_ERROR_INCOMPLETE && answer->reused && !job->again) {
		job->again = true;
		set_due(client, endpoint, monotime_ms());
		return;
	}
	done = okx_request_result(&call, client->http, answer, &parsed, &failure);
	if (endpoint == OKX_ENDPOINT_TIME) {
		job->again = false;
		take_time(client, answer, done ? &parsed : NULL, &failure);
	} else if (endpoint == OKX_ENDPOINT_CONFIG) {
		take_key(client, done, &parsed.key);
	} else if (okx_notices_has(endpoint)) {
		take_notice(client, endpoint, done ? &parsed : NULL, &failure);
	} else if (endpoint == OKX_ENDPOINT_INDEX_TICKERS &&
	    (done ||
		(client->round.ask.ccy[0] != '\0' &&
		    strcmp(failure.code, CODE_NO_INSTRUMENT) == 0))) {
		okx_round_note(&client->round, &parsed);
		take_prices(client, done ? parsed.prices : NULL);
		okx_parsed_drop(&parsed);
	} else if (done) {
		take_snapshot(client, answer, &parsed);
	} else {
		refuse_or_correct(client, endpoint, &failure);
	}
}

/* Points the network at the session's host. What waiting cannot mend is said at every try. */
static bool
route_network(struct okx_client *client, struct okx_failure *failure)
{
	struct cause cause = { .text = "" };

	if (!client->routed)
		client->routed = okx_http_aim(client->http, &client->session.route, &cause);
	if (client->routed)
		return true;
	return okx_failure_make(failure, OKX_KIND_NETWORK, OKX_RETRY_SLOWLY, cause.text, "");
}

static void
start_request(struct okx_client *client, enum okx_endpoint_id endpoint)
{
	struct job *job = &client->jobs[endpoint];
	struct okx_failure failure;
	struct okx_call call;

	job->started_ms = monotime_ms();
	if (endpoint == OKX_ENDPOINT_TIERS && !job->again)
		okx_notices_turn(&client->site->notices);
	call = make_call(client, endpoint, NULL);
	if (route_network(client, &failure)) {
		okx_rate_limit_start(rate_limit_of(client, endpoint), job->started_ms);
		job->state = JOB_RUNNING;
		if (okx_request_start(&call, client->http, &failure))
			return;
	}
	if (endpoint == OKX_ENDPOINT_TIME)
		give_up_clock(client);
	else if (endpoint == OKX_ENDPOINT_CONFIG)
		take_key(client, false, NULL);
	else if (okx_notices_has(endpoint))
		take_notice(client, endpoint, NULL, &failure);
	else
		end_in_failure(client, endpoint, &failure);
}

/*
 * Where several endpoints are due at the same time they are asked in this order: the
 * prices right after the loan.
 */
static const enum okx_endpoint_id in_turn[] = {
	OKX_ENDPOINT_TIME,
	OKX_ENDPOINT_LOAN_INFO,
	OKX_ENDPOINT_INDEX_TICKERS,
	OKX_ENDPOINT_COLLATERAL_ASSETS,
	OKX_ENDPOINT_BALANCES,
	OKX_ENDPOINT_CONFIG,
	OKX_ENDPOINT_STATUS,
	OKX_ENDPOINT_TIERS,
	OKX_ENDPOINT_EMODE,
};

/* When ENDPOINT may start; INT64_MAX: nothing is due. */
static int64_t
start_ms(const struct okx_client *client, unsigned endpoint, int64_t now_ms)
{
	const struct job *job = &client->jobs[endpoint];
	int64_t allowed, yield_until = yield_until_ms(client, endpoint);

	if (job->state != JOB_DUE)
		return INT64_MAX;
	allowed = now_ms +
	    okx_rate_limit_wait(rate_limit_of(client, endpoint), &okx_endpoints[endpoint].limit,
		now_ms);
	/* On a slow line something is always under way. */
	if (okx_notices_has(endpoint) && yield_until > job->due_ms + YIELD_NOTICE_MS)
		yield_until = job->due_ms + YIELD_NOTICE_MS;
	if (yield_until > allowed)
		allowed = yield_until;
	return job->due_ms > allowed ? job->due_ms : allowed;
}

void
okx_client_run(struct okx_client *client)
{
	struct okx_http_answer answer;

	if (!client->aimed)
		return;
	while (okx_http_next(client->http, &answer))
		take_answer(client, &answer);
	for (unsigned i = 0; i < sizeof in_turn / sizeof *in_turn; i++)
		if (start_ms(client, in_turn[i], monotime_ms()) <= monotime_ms() &&
		    (in_turn[i] != OKX_ENDPOINT_INDEX_TICKERS || choose_index(client)))
			start_request(client, in_turn[i]);
}

int64_t
okx_client_deadline(const struct okx_client *client)
{
	int64_t now = monotime_ms(), earliest = INT64_MAX, at;

	if (!client->aimed)
		return INT64_MAX;
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++) {
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
	enum job_state state = client->jobs[endpoint].state;

	return state == JOB_RUNNING || state == JOB_CLOCK;
}

const struct okx_notices *
okx_client_notices(const struct okx_client *client)
{
	return client->site != NULL ? &client->site->notices : NULL;
}

int64_t
okx_client_clock_offset(const struct okx_client *client)
{
	return client->clock.offset_ms;
}
