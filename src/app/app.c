/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/reaction.h"
#include "app/view.h"
#include "base/monotime.h"
#include "base/text.h"

/* While an answer is under way its arrival will repaint the age: the tick gives it that long. */
#define TICK_PATIENCE_MS 250

/* More changes in one answer than this are told in one message. */
#define CHANGES_TOLD 3

static int64_t
interval_ms(const struct app *app)
{
	return (int64_t)app->interval_s * 1000;
}

void
app_say(struct app *app, enum message_level level, const char *format, ...)
{
	char text[MESSAGE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	messages_add(&app->messages, level, monotime_utc_ms() + okx_client_clock_offset(app->client),
	    "%s", text);
	app->changed = true;
}

/* Whose figures ENVIRONMENT of the account watched would be. */
static void
identify(struct app *app, enum environment environment)
{
	const struct settings_account *account = &app->settings->accounts[app->account];

	memset(&app->origin, 0, sizeof app->origin);
	strlcpy(app->origin.account, account->name, sizeof app->origin.account);
	strlcpy(app->origin.region, account->region, sizeof app->origin.region);
	strlcpy(app->origin.host, account->host.host, sizeof app->origin.host);
	app->origin.environment = environment;
	app->origin.simulated = app->settings->simulated;
}

/* The environment to begin with: the one asked for, else production if it has a key, else demo if that has one. */
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

static void
drop_source(struct app *app)
{
	collateral_drop(app->source.now);
	collateral_drop(app->source.before);
	memset(&app->source, 0, sizeof app->source);
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
	app->changed = true;
	filter_set(&app->filter, settings->filter);
	portfolio_init(&app->portfolio);
	messages_init(&app->messages);
	identify(app, first_environment(app));
	for (size_t i = 0; i < credentials->note_count; i++)
		app_say(app, MESSAGE_WARNING, "%s", credentials->notes[i]);
}

void
app_clear(struct app *app)
{
	view_drop(app);
	drop_source(app);
	portfolio_clear(&app->portfolio);
	messages_clear(&app->messages);
}

static void
tell_failure(struct app *app)
{
	char cause[MESSAGE_SIZE] = "";

	text_add_sentence(cause, sizeof cause, app->source.failure.text);
	text_add_sentence(cause, sizeof cause, app->source.failure.advice);
	app_say(app, MESSAGE_ERROR, "%s", cause);
}

/* Without a key nothing can be asked: that is this source's outcome. */
static void
refuse_for_want_of_key(struct app *app)
{
	struct okx_failure *failure = &app->source.failure;
	const struct credentials *found = &app->credentials;

	okx_client_stop(app->client);
	*failure = (struct okx_failure) { .kind = OKX_KIND_CREDENTIALS, .retry = OKX_RETRY_NO,
		.exit = OKX_EXIT_REFUSED, .retry_after_ms = -1 };
	snprintf(failure->text, sizeof failure->text, "no key for %s of account %s: nothing was sent",
	    origin_word(app->origin.environment, app->origin.simulated), app->origin.account);
	strlcpy(failure->advice, found->of[app->origin.environment].cause.text, sizeof failure->advice);
	app->source.failing = true;
	app->source.failing_since_ms = monotime_ms();
	app->source.next_ms = INT64_MAX;
	app->source.outcomes++;
	app->outcomes++;
	tell_failure(app);
}

void
app_begin(struct app *app)
{
	const struct settings_account *account = &app->settings->accounts[app->account];
	const struct okx_aim aim = {
		.origin = app->origin,
		.account = (unsigned)app->account,
		.route = {
			.host = account->host,
			.ca_file = account->ca_file,
			.proxy = account->proxy,
			.family = app->settings->family,
			.connect_timeout_ms = app->settings->connect_timeout_ms,
			.timeout_ms = app->settings->timeout_ms,
		},
		.credentials = secrets_get(app->secrets, app->origin.environment),
		.ccy = app->settings->ccy,
	};

	app->aimed_ms = monotime_ms();
	if (aim.credentials == NULL) {
		refuse_for_want_of_key(app);
		return;
	}
	okx_client_interval(app->client, interval_ms(app));
	okx_client_aim(app->client, &aim);
}

void
app_aim(struct app *app, enum environment environment)
{
	drop_source(app);
	view_drop(app);
	identify(app, environment);
	app_say(app, MESSAGE_INFO, "now %s of account %s",
	    origin_word(environment, app->origin.simulated), app->origin.account);
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
	enum environment same = app->origin.environment, other = environment_other(same);
	bool turn = result->of[same].state != CREDENTIALS_FOUND && result->of[other].state == CREDENTIALS_FOUND;

	app->load_credentials = false;
	app->account = app_next_account(app);
	app->credentials = *result;
	for (size_t i = 0; i < result->note_count; i++)
		app_say(app, MESSAGE_WARNING, "%s", result->notes[i]);
	app_aim(app, turn ? other : same);
	if (turn)
		app_say(app, MESSAGE_WARNING, "account %s has no %s%s key: showing %s", app->origin.account,
		    result->of[same].state == CREDENTIALS_UNUSABLE ? "usable " : "", environment_name(same),
		    origin_word(other, app->origin.simulated));
}

/* Currencies named in one message, as many as have room; the others are counted. */
struct names {
	size_t count, listed;
	char text[120];
};

static void
names_add(struct names *names, const char *ccy)
{
	size_t length = strlen(names->text);

	if (names->listed == names->count && length + strlen(", ") + strlen(ccy) < sizeof names->text) {
		snprintf(names->text + length, sizeof names->text - length, "%s%s", length > 0 ? ", " : "", ccy);
		names->listed++;
	}
	names->count++;
}

/* What there was no room for: "" or " and 12 more". */
static const char *
names_more(char *out, size_t size, const struct names *names)
{
	out[0] = '\0';
	if (names->listed < names->count)
		snprintf(out, size, " and %zu more", names->count - names->listed);
	return out;
}

/* What differs between two snapshots of one portfolio, for the messages. */
struct changes {
	struct names came, went, moved;
	const struct asset *from[CHANGES_TOLD], *to[CHANGES_TOLD];
};

static bool
same_amount(const struct asset *a, const struct asset *b)
{
	return a->amount.state == b->amount.state &&
	    (a->amount.state != FIGURE_KNOWN || decimal_compare(&a->amount.value, &b->amount.value) == 0);
}

/* Both are in the order of names, so that one pass finds what came, went and moved. */
static void
compare(struct changes *changes, const struct collateral *before, const struct collateral *now)
{
	size_t i = 0, j = 0;

	memset(changes, 0, sizeof *changes);
	while (i < before->count || j < now->count) {
		const struct asset *a = i < before->count ? &before->assets[i] : NULL;
		const struct asset *b = j < now->count ? &now->assets[j] : NULL;
		int order = a == NULL ? 1 : b == NULL ? -1 : strcmp(a->ccy, b->ccy);

		i += order <= 0;
		j += order >= 0;
		if (order < 0)
			names_add(&changes->went, a->ccy);
		else if (order > 0)
			names_add(&changes->came, b->ccy);
		else if (!same_amount(a, b)) {
			if (changes->moved.count < CHANGES_TOLD) {
				changes->from[changes->moved.count] = a;
				changes->to[changes->moved.count] = b;
			}
			names_add(&changes->moved, a->ccy);
		}
	}
}

static const char *
sent(const struct asset *asset)
{
	return asset->amount_sent == NULL ? "-" : asset->amount_sent;
}

/* What it means that one kind of snapshot follows another. */
static const char *const turns[][COLLATERAL_NO_ASSETS + 1] = {
	[COLLATERAL_ASSETS][COLLATERAL_NO_LOAN] = "no open loan any more: OKX lists no coins",
	[COLLATERAL_ASSETS][COLLATERAL_NO_ASSETS] = "nothing is left unpledged in the funding account",
	[COLLATERAL_NO_LOAN][COLLATERAL_ASSETS] = "a loan is open again: OKX lists what could be pledged",
	[COLLATERAL_NO_LOAN][COLLATERAL_NO_ASSETS] =
	    "a loan is open again: OKX lists nothing that could be pledged",
	[COLLATERAL_NO_ASSETS][COLLATERAL_ASSETS] = "unpledged assets are there again",
	[COLLATERAL_NO_ASSETS][COLLATERAL_NO_LOAN] = "no open loan any more: OKX lists no coins",
};

static void
tell_changes(struct app *app, const struct collateral *before, const struct collateral *now)
{
	bool loan = before->kind != COLLATERAL_NO_LOAN && now->kind != COLLATERAL_NO_LOAN;
	struct changes changes;
	char more[40];

	/* With one currency asked for, no assets only means none of that one: its name says it. */
	if (before->kind != now->kind && (!loan || now->only[0] == '\0')) {
		app_say(app, before->kind == COLLATERAL_ASSETS || now->kind == COLLATERAL_NO_LOAN ?
		    MESSAGE_WARNING : MESSAGE_INFO, "%s", turns[before->kind][now->kind]);
		return;
	}
	compare(&changes, before, now);
	if (changes.came.count > 0)
		app_say(app, MESSAGE_INFO, "now could be pledged as well: %s%s", changes.came.text,
		    names_more(more, sizeof more, &changes.came));
	if (changes.went.count > 0)
		app_say(app, MESSAGE_WARNING, "no longer among what could be pledged: %s%s", changes.went.text,
		    names_more(more, sizeof more, &changes.went));
	if (changes.moved.count > CHANGES_TOLD)
		app_say(app, MESSAGE_INFO, "%zu unpledged amounts changed: %s%s", changes.moved.count,
		    changes.moved.text, names_more(more, sizeof more, &changes.moved));
	else
		for (size_t i = 0; i < changes.moved.count; i++)
			app_say(app, MESSAGE_AMOUNTS, "unpledged %s %s -> %s", changes.to[i]->ccy,
			    sent(changes.from[i]), sent(changes.to[i]));
}

static void
take_collateral(struct app *app, struct collateral *collateral)
{
	struct app_source *source = &app->source;

	if (source->now != NULL)
		tell_changes(app, source->now, collateral);
	collateral_drop(source->before);
	source->before = source->now;
	source->now = collateral;
	source->failing = false;
	source->interval_ms = interval_ms(app);
	source->stale_said = false;
	view_follow(app);
}

static void
take_failure(struct app *app, const struct okx_event *event)
{
	struct app_source *source = &app->source;

	if (!source->failing)
		source->failing_since_ms = monotime_ms();
	source->failing = true;
	source->failure = event->failure;
	source->next_ms = event->next_ms;
	tell_failure(app);
}

void
app_harvest(struct app *app)
{
	struct okx_event event;

	while (okx_client_next(app->client, &event)) {
		if (event.kind == OKX_EVENT_NOTE) {
			app_say(app, MESSAGE_INFO, "%s", event.note);
			continue;
		}
		if (event.kind == OKX_EVENT_COLLATERAL)
			take_collateral(app, event.collateral);
		else
			take_failure(app, &event);
		app->source.outcomes++;
		app->outcomes++;
		app->changed = true;
	}
}

enum freshness
app_freshness(const struct app *app)
{
	const struct app_source *source = &app->source;

	return freshness_judge(source->now == NULL ? -1 : source->now->arrived_ms, source->failing,
	    source->interval_ms, monotime_ms());
}

int64_t
app_age_ms(const struct app *app)
{
	int64_t age = monotime_ms() - (app->shown == NULL ? app->aimed_ms : app->shown->arrived_ms);

	return age < 0 ? 0 : age;
}

bool
app_order_held(const struct app *app)
{
	return app->mode == MODE_PROMPT ||
	    (app->moved_ms >= 0 && monotime_ms() - app->moved_ms < APP_HOLD_MS);
}

/* When the figures of the source become stale by themselves; INT64_MAX: never, or they are and it was said. */
static int64_t
stale_at(const struct app *app)
{
	if (app->source.now == NULL || app->source.stale_said)
		return INT64_MAX;
	return freshness_stale_at(app->source.now->arrived_ms, app->source.interval_ms);
}

/* When the age has to be drawn again. */
static int64_t
age_at(const struct app *app)
{
	int64_t due = monotime_ms() - app_age_ms(app) + (app->age_shown_s + 1) * 1000;

	if (okx_client_busy(app->client, OKX_ENDPOINT_COLLATERAL_ASSETS))
		due += TICK_PATIENCE_MS;
	return due;
}

int64_t
app_deadline(const struct app *app)
{
	int64_t due = age_at(app), at = stale_at(app);

	if (at < due)
		due = at;
	/* While a filter is typed the order is held beyond that: a key ends it. */
	if (app->order_due && app->mode != MODE_PROMPT && app->moved_ms >= 0 &&
	    (at = app->moved_ms + APP_HOLD_MS) < due)
		due = at;
	if (app->paused && (at = app->paused_ms + APP_PAUSE_MAX_MS) < due)
		due = at;
	return due;
}

void
app_tick(struct app *app)
{
	int64_t now = monotime_ms();
	char age[16];

	if (stale_at(app) <= now) {
		app->source.stale_said = true;
		text_age(age, now - app->source.now->arrived_ms);
		app_say(app, MESSAGE_WARNING, "no good answer for %s: these figures are stale", age);
	}
	if (app->paused && app_freshness(app) == FRESHNESS_STALE)
		view_resume(app, "the figures are stale");
	if (app->paused && now - app->paused_ms >= APP_PAUSE_MAX_MS)
		view_resume(app, "10 minutes are over");
	if (app->order_due && !app_order_held(app))
		view_rebuild(app);
	if (app_age_ms(app) / 1000 < app->age_shown_s || age_at(app) <= now) {
		app->age_shown_s = app_age_ms(app) / 1000;
		app->changed = true;
	}
}

void
app_resumed(struct app *app, int64_t gap_ms)
{
	char gap[16];

	text_age(gap, gap_ms);
	app_say(app, MESSAGE_INFO, "resumed%s%s", gap_ms > 0 ? " after " : "", gap_ms > 0 ? gap : "");
	okx_client_resumed(app->client);
}

void
app_key(struct app *app, int key, const struct app_extent *extent)
{
	reaction_key(app, key, extent);
}

const char *
app_label(const struct app *app, enum command command)
{
	if (command == COMMAND_ENVIRONMENT)
		return app->origin.environment == ENVIRONMENT_PRODUCTION ? "to DEMO" :
		    app->origin.simulated ? "to SIMULATION" : "to PRODUCTION";
	if (command == COMMAND_PAUSE)
		return app->paused ? "go on" : "pause";
	return commands[command].label;
}

int
app_menu_column(const struct app *app, size_t index)
{
	enum column_table in = column_table(&app->portfolio);

	for (int id = 0; id < COLUMNS_COUNT; id++)
		if (columns[id].sortable && columns[id].in[in].title != NULL && index-- == 0)
			return id;
	return -1;
}

int
app_status(const struct app *app)
{
	if (app->source.failing)
		return app->source.failure.exit;
	if (app->source.now == NULL || app_freshness(app) != FRESHNESS_LIVE)
		return 1;
	return collateral_partial(app->source.now) ? 1 : 0;
}
