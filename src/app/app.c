/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/updates.h"
#include "app/actions.h"
#include "app/table_view.h"
#include "app/loan_watch.h"
#include "base/monotime.h"
#include "base/text.h"
#include "model/position.h"

/* While an answer is under way its arrival will repaint the age: the tick gives it that long. */
#define TICK_PATIENCE_MS 250

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
	messages_add(&app->messages, level,
	    monotime_utc_ms() + okx_client_clock_offset(app->client), "%s", text);
	app->changed = true;
}

/* Whose figures ENVIRONMENT of the account watched would be. */
static void
identify(struct app *app, enum environment environment)
{
	const struct settings_account *account = &app->settings->accounts[app->account];

	memset(&app->account_id, 0, sizeof app->account_id);
	strlcpy(app->account_id.account, account->name, sizeof app->account_id.account);
	strlcpy(app->account_id.region, account->region, sizeof app->account_id.region);
	strlcpy(app->account_id.host, account->host.host, sizeof app->account_id.host);
	app->account_id.environment = environment;
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

static void
drop_sources(struct app *app)
{
	loan_watch_drop(app);
	pair_clear(&app->pair);
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		source_clear(&app->sources[i]);
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
	app->changed = true;
	app->listed = settings->ccy[0] != '\0';
	filter_set(&app->filter, settings->filter);
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
	const struct okx_aim aim = {
		.account_id = app->account_id,
		.account = (unsigned)app->account,
		.route = settings_route(app->settings, app->account),
		.keys = secrets_keyring(app->secrets),
		.ccy = app->settings->ccy,
		.introduce = app->settings->introduce,
	};

	app->aimed_ms = monotime_ms();
	if (aim.keys.of[app->account_id.environment] == NULL) {
		refuse_for_want_of_key(app);
		return;
	}
	okx_client_interval(app->client, interval_ms(app));
	okx_client_aim(app->client, &aim);
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

const struct loans *
app_loans(const struct app *app)
{
	return app->sources[OKX_ENDPOINT_LOAN_INFO].now.loans;
}

const struct assets *
app_assets(const struct app *app)
{
	return app->sources[OKX_ENDPOINT_COLLATERAL_ASSETS].now.assets;
}

const struct funding *
app_funding(const struct app *app)
{
	return app->sources[OKX_ENDPOINT_BALANCES].now.funding;
}

bool
app_lists(const struct app *app)
{
	return app->listed || watchlist_watched(&app->watchlist) == NULL;
}

enum assets_kind
app_list_kind(const struct app *app)
{
	return assets_kind(app_assets(app), app_loans(app));
}

const struct prices *
app_prices(const struct app *app)
{
	return app->sources[OKX_ENDPOINT_INDEX_TICKERS].now.prices;
}

enum okx_endpoint_id
app_leading(const struct app *app)
{
	const struct source *source = &app->sources[OKX_ENDPOINT_LOAN_INFO];
	bool none = source->now.loans != NULL ?
	    source->now.loans->count == 0 :
	    source->failing && source->failure.kind == OKX_KIND_NOT_OFFERED;

	/* Before the first word of the loans nothing is shown of either. */
	if (app->listed && source->now.loans != NULL)
		none = true;
	return none ? OKX_ENDPOINT_COLLATERAL_ASSETS : OKX_ENDPOINT_LOAN_INFO;
}

int
app_failing(const struct app *app)
{
	int leading = (int)app_leading(app);

	if (app->sources[leading].failing)
		return leading;
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (app->sources[i].failing && i != OKX_ENDPOINT_BALANCES)
			return i;
	return -1;
}

enum freshness
app_freshness(const struct app *app)
{
	return source_freshness(&app->sources[app_leading(app)]);
}

int64_t
app_age_ms(const struct app *app)
{
	int64_t arrived = app->sources[app_leading(app)].arrived_ms, age;

	if (app->paused && app->shown != NULL)
		arrived = app->shown->arrived_ms;
	age = monotime_ms() - (arrived < 0 ? app->aimed_ms : arrived);
	return age < 0 ? 0 : age;
}

bool
app_price_stale(const struct app *app, const struct price *price)
{
	return price != NULL &&
	    freshness_judge(price->arrived_ms, false,
		app->sources[OKX_ENDPOINT_INDEX_TICKERS].interval_ms,
		monotime_ms()) != FRESHNESS_LIVE;
}

int64_t
app_pair_age_ms(const struct app *app)
{
	const struct join *join = app->paused && app->shown != NULL ? app->shown->join : NULL;

	return pair_age_ms(join != NULL ? &join->pair : &app->pair, monotime_ms());
}

bool
app_pair_age_stale(const struct app *app, int64_t age_ms)
{
	return age_ms < 0 || age_ms > pair_stale_ms(interval_ms(app));
}

bool
app_pair_stale(const struct app *app)
{
	return app_pair_age_stale(app, pair_age_ms(&app->pair, monotime_ms()));
}

void
app_ring(struct app *app, bool worse)
{
	if (!app->settings->bell || (app->muted && !worse))
		return;
	app->rings++;
	app->changed = true;
}

bool
app_bell_off(const struct app *app)
{
	return app->muted || !app->settings->bell;
}

bool
app_order_held(const struct app *app)
{
	return app->mode == MODE_PROMPT ||
	    (app->moved_ms >= 0 && monotime_ms() - app->moved_ms < APP_HOLD_MS);
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

int64_t
app_deadline(const struct app *app)
{
	int64_t due = age_at(app), at = loan_watch_deadline(app);

	if (at < due)
		due = at;
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if ((at = source_stale_at(&app->sources[i])) < due)
			due = at;
	/* While a filter is typed the order is held beyond that: a key ends it. */
	if (app->order_due && app->mode != MODE_PROMPT && app->moved_ms >= 0 &&
	    (at = app->moved_ms + APP_HOLD_MS) < due)
		due = at;
	if (app->paused && (at = app->paused_ms + APP_PAUSE_MAX_MS) < due)
		due = at;
	return due;
}

/* Tells it once of each source that went STALE, and ends a pause for it. */
static void
tell_stale(struct app *app, enum okx_endpoint_id endpoint, int64_t now)
{
	struct source *source = &app->sources[endpoint];
	char age[16];

	if (source_stale_at(source) > now)
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

	for (int i = 0; i < OKX_ENDPOINTS; i++)
		tell_stale(app, (enum okx_endpoint_id)i, now);
	loan_watch_tick(app);
	if (app->paused && now - app->paused_ms >= APP_PAUSE_MAX_MS)
		table_view_resume(app, "10 minutes are over");
	if (app->order_due && !app_order_held(app))
		table_view_rebuild(app);
	if (app_age_ms(app) / 1000 < app->age_shown_s || age_at(app) <= now) {
		app->age_shown_s = app_age_ms(app) / 1000;
		app->changed = true;
	}
}

void
app_resumed(struct app *app, int64_t gap_ms)
{
	int64_t now = monotime_ms();
	char gap[16];

	/* The SIGCONT that ended a stop may come when the stop is over and told. */
	if (gap_ms == 0 && now - APP_RESUME_MS < app->resumed_ms)
		return;
	app->resumed_ms = now;
	text_age(gap, gap_ms);
	app_say(app, MESSAGE_INFO, "resumed%s%s", gap_ms > 0 ? " after " : "",
	    gap_ms > 0 ? gap : "");
	okx_client_resumed(app->client);
}

void
app_key(struct app *app, int key, const struct app_extent *extent)
{
	actions_key(app, key, extent);
}

void
app_paste(struct app *app, int character)
{
	actions_paste(app, character);
}

const char *
app_label(const struct app *app, enum command command)
{
	if (command == COMMAND_ENVIRONMENT)
		return app->account_id.environment == ENVIRONMENT_PRODUCTION ? "to DEMO" :
		    app->account_id.simulated                                ? "to SIMULATION" :
									       "to PRODUCTION";
	if (command == COMMAND_LIST)
		return app_lists(app) ? "loan" : "OKX's list";
	if (command == COMMAND_PAUSE)
		return app->paused ? "go on" : "pause";
	return commands[command].label;
}

int
app_menu_column(const struct app *app, size_t index)
{
	for (int id = 0; id < COLUMNS_COUNT; id++)
		if (columns[id].sortable && column_stands(app->shown, (enum column_id)id) &&
		    index-- == 0)
			return id;
	return -1;
}

/* The status of one source: how it stands, or why it does not. */
static int
status_of(const struct source *source)
{
	if (source->failing)
		return source->failure.exit;
	return source_freshness(source) == FRESHNESS_LIVE ? 0 : OKX_EXIT_NO_ANSWER;
}

/* Whether every figure that a loan is judged by is known. */
static bool
loans_whole(const struct app *app)
{
	for (size_t i = 0; i < app->watchlist.count; i++) {
		const struct loan_status *status = &app->watchlist.statuses[i];

		if (status->risk.band == RISK_UNKNOWN || !status->risk.ltv.known ||
		    !status->paired->exposures.pledged_known)
			return false;
	}
	return true;
}

int
app_status(const struct app *app)
{
	int loan = status_of(&app->sources[OKX_ENDPOINT_LOAN_INFO]);
	int assets = status_of(&app->sources[OKX_ENDPOINT_COLLATERAL_ASSETS]);

	if (loan != 0 || assets != 0)
		return loan > assets ? loan : assets;
	if (app->watchlist.count > 0 && status_of(&app->sources[OKX_ENDPOINT_INDEX_TICKERS]) != 0)
		return OKX_EXIT_NO_ANSWER;
	return loans_whole(app) && !assets_partial(app_assets(app)) ? 0 : OKX_EXIT_NO_ANSWER;
}
