/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/session.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/updates.h"
#include "app/table_view.h"
#include "app/loan_watch.h"
#include "app/news.h"
#include "base/log.h"
#include "base/monotime.h"
#include "base/text.h"

/* While an answer is under way its arrival will repaint the age: the tick gives it that long. */
#define TICK_PATIENCE_MS 250
#define RESUME_MS 1000 /* two words of one going on lie no further apart */

static void
identify(struct app *app, enum environment environment)
{
	app->account_id = settings_account_id(&app->settings->accounts[app->account], environment);
	app->account_id.simulated = app->settings->simulated;
}

/*
 * The environment to begin with: the one asked for, else production if it has a key,
 * else demo if that has one.
 */
static enum environment
first_environment(const struct app *app)
{
	if (app->settings->environment >= 0)
		return (enum environment)app->settings->environment;
	if (app->credentials.of[ENVIRONMENT_PRODUCTION].state == CREDENTIALS_NONE &&
	    app->credentials.of[ENVIRONMENT_DEMO].state != CREDENTIALS_NONE)
		return ENVIRONMENT_DEMO;
	return ENVIRONMENT_PRODUCTION;
}

/* Zeroed memory may be cleared, too. */
static void
clear_source(struct source *source)
{
	okx_parsed_drop(&source->now);
	okx_parsed_drop(&source->before);
	*source = (struct source){ .arrived_ms = -1, .recorded = true };
}

static void
drop_sources(struct app *app)
{
	loan_watch_drop(app);
	pair_clear(&app->pair);
	app->maintenance_said[0] = '\0';
	for (int i = 0; i < OKX_ENDPOINTS; i++) {
		clear_source(&app->sources[i]);
		app->notice_failed[i] = false;
	}
}

void
app_init(struct app *app, struct settings *settings, struct secrets *secrets,
    struct okx_client *client, const struct credentials *credentials)
{
	memset(app, 0, sizeof *app);
	app->settings = settings;
	app->secrets = secrets;
	app->client = client;
	app->credentials = *credentials;
	app->account = settings->account;
	app->aimed_ms = monotime_ms();
	app->sort = settings->sort;
	app->descending = settings->descending;
	app->interval_s = settings->interval_s;
	app->moved_ms = -1;
	app->resumed_ms = INT64_MIN;
	app->answer_until_ms = INT64_MIN;
	app->changed = true;
	app->listed = settings->ccy[0] != '\0';
	filter_set(&app->filter, settings->filter);
	if (settings->what_if != NULL)
		strlcpy(app->question, settings->what_if, sizeof app->question);
	watchlist_init(&app->watchlist);
	drop_sources(app);
	portfolio_init(&app->portfolio);
	messages_init(&app->messages);
	identify(app, first_environment(app));
	for (size_t i = 0; i < credentials->note_count; i++)
		app_say(app, MESSAGE_WARNING, "%s", credentials->notes[i]);
}

void
app_clear(struct app *app)
{
	table_view_drop(app);
	drop_sources(app);
	portfolio_clear(&app->portfolio);
	messages_clear(&app->messages);
}

/* Without a key nothing can be asked: that is the outcome of each source that needs one. */
static void
refuse_for_want_of_key(struct app *app)
{
	struct okx_failure failure = { .kind = OKX_KIND_CREDENTIALS,
		.retry = OKX_RETRY_NO,
		.exit = OKX_EXIT_REFUSED,
		.retry_after_ms = -1 };
	const struct credentials *found = &app->credentials;

	okx_client_stop(app->client);
	snprintf(failure.text, sizeof failure.text, "no key for %s of account %s: nothing was sent",
	    account_id_word(app->account_id.environment, app->account_id.simulated),
	    app->account_id.account);
	strlcpy(failure.advice, found->of[app->account_id.environment].cause.text,
	    sizeof failure.advice);
	updates_refuse(app, &failure);
}

void
app_begin(struct app *app)
{
	const struct okx_session session = {
		.account_id = app->account_id,
		.account = (unsigned)app->account,
		.route = settings_route(app->settings, app->account),
		.keys = secrets_keyring(app->secrets),
		.ccy = app->settings->ccy,
		.introduce = app->settings->introduce,
		.notices = app->settings->notices,
	};

	app->aimed_ms = monotime_ms();
	if (session.keys.of[app->account_id.environment] == NULL) {
		refuse_for_want_of_key(app);
		return;
	}
	okx_client_interval(app->client, (int64_t)app->interval_s * 1000);
	okx_client_aim(app->client, &session);
}

void
app_aim(struct app *app, enum environment environment)
{
	drop_sources(app);
	table_view_drop(app);
	app->listed = app->settings->ccy[0] != '\0';
	identify(app, environment);
	app_say(app, MESSAGE_INFO, "now %s of account %s",
	    account_id_word(environment, app->account_id.simulated), app->account_id.account);
	app_begin(app);
}

size_t
app_next_account(const struct app *app)
{
	return (app->account + 1) % app->settings->count;
}

void
app_enter_account(struct app *app, const struct credentials *result)
{
	enum environment same = app->account_id.environment, other = environment_other(same);
	bool turn = result->of[same].state != CREDENTIALS_FOUND &&
	    result->of[other].state == CREDENTIALS_FOUND;

	app->load_credentials = false;
	app->account = app_next_account(app);
	app->credentials = *result;
	for (size_t i = 0; i < result->note_count; i++)
		app_say(app, MESSAGE_WARNING, "%s", result->notes[i]);
	app_aim(app, turn ? other : same);
	if (turn)
		app_say(app, MESSAGE_WARNING, "account %s has no %s%s key: showing %s",
		    app->account_id.account,
		    result->of[same].state == CREDENTIALS_UNUSABLE ? "usable " : "",
		    environment_name(same), account_id_word(other, app->account_id.simulated));
}

/* When the age has to be drawn again. */
static int64_t
age_at(const struct app *app)
{
	int64_t due = monotime_ms() - app_age_ms(app) + (app->age_shown_s + 1) * 1000;

	if (okx_client_busy(app->client, app_leading(app)))
		due += TICK_PATIENCE_MS;
	return due;
}

/* When SOURCE becomes stale by itself; INT64_MAX: never, or it was said. */
static int64_t
stale_at(const struct source *source)
{
	return source->stale_said ? INT64_MAX :
				    freshness_stale_at(source->arrived_ms, source->interval_ms);
}

int64_t
app_deadline(const struct app *app)
{
	int64_t due = age_at(app), at = loan_watch_deadline(app);

	if (at < due)
		due = at;
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if ((at = stale_at(&app->sources[i])) < due)
			due = at;
	/* While a filter is typed the order is held beyond that: a key ends it. */
	if (app->order_due && app->mode != MODE_PROMPT && app->moved_ms >= 0 &&
	    (at = app->moved_ms + APP_HOLD_MS) < due)
		due = at;
	if (app->paused && (at = app->paused_ms + APP_PAUSE_MAX_MS) < due)
		due = at;
	if (app->answer_until_ms != INT64_MIN && app->answer_until_ms < due)
		due = app->answer_until_ms;
	return due;
}

/* Tells it once of each source that went STALE, and ends a pause for it. */
static void
tell_stale(struct app *app, enum okx_endpoint_id endpoint, int64_t now)
{
	struct source *source = &app->sources[endpoint];
	char age[16];

	if (stale_at(source) > now)
		return;
	source->stale_said = true;
	text_age(age, now - source->arrived_ms);
	app_say(app, MESSAGE_WARNING, "%s%sno good answer for %s: these figures are stale",
	    endpoint == app_leading(app) ? "" : okx_endpoints[endpoint].title,
	    endpoint == app_leading(app) ? "" : ": ", age);
	if (app->paused)
		table_view_resume(app, "the figures are stale");
}

void
app_tick(struct app *app)
{
	int64_t now = monotime_ms();
	struct cause cause;

	for (int i = 0; i < OKX_ENDPOINTS; i++)
		tell_stale(app, (enum okx_endpoint_id)i, now);
	loan_watch_tick(app);
	news_tick(app);
	if (log_problem(&cause))
		app_say(app, MESSAGE_WARNING, "%s", cause.text);
	if (app->paused && now - app->paused_ms >= APP_PAUSE_MAX_MS)
		table_view_resume(app, "10 minutes are over");
	if (app->order_due && !app_order_held(app))
		table_view_rebuild(app);
	if (app->answer_until_ms <= now && app->answer_until_ms != INT64_MIN) {
		app->answer_until_ms = INT64_MIN;
		app->changed = true;
	}
	if (app_age_ms(app) / 1000 < app->age_shown_s || age_at(app) <= now) {
		app->age_shown_s = app_age_ms(app) / 1000;
		app->aged = true;
	}
}

void
app_resumed(struct app *app, int64_t gap_ms)
{
	int64_t now = monotime_ms();
	char gap[16];

	/* The SIGCONT that ended a stop may come when the stop is over and told. */
	if (gap_ms == 0 && now - RESUME_MS < app->resumed_ms)
		return;
	app->resumed_ms = now;
	text_age(gap, gap_ms);
	app_say(app, MESSAGE_INFO, "resumed%s%s", gap_ms > 0 ? " after " : "",
	    gap_ms > 0 ? gap : "");
	okx_client_resumed(app->client);
}
