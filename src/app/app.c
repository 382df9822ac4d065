/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/app.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/monotime.h"
#include "model/position.h"

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
	if (level >= MESSAGE_EVENT)
		app->answer_until_ms = INT64_MIN;
	app->changed = true;
}

void
app_answer(struct app *app, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(app->answer, sizeof app->answer, format, arguments);
	va_end(arguments);
	app->answer_until_ms = monotime_ms() + APP_ANSWER_MS;
	app->changed = true;
}

enum freshness
source_freshness(const struct source *source)
{
	return freshness_judge(source->arrived_ms, source->failing, source->interval_ms,
	    monotime_ms());
}

int64_t
source_age_ms(const struct source *source)
{
	int64_t age = monotime_ms() - source->arrived_ms;

	return age < 0 ? 0 : age;
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
		arrived = app->shown->from.arrived_ms;
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
	return age_ms < 0 || age_ms > pair_stale_ms((int64_t)app->interval_s * 1000);
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
app_in_whatif(const struct app *app)
{
	return app->mode == MODE_WHATIF || app->mode == MODE_QUESTION;
}

bool
app_order_held(const struct app *app)
{
	return app->mode == MODE_PROMPT ||
	    (app->moved_ms >= 0 && monotime_ms() - app->moved_ms < APP_HOLD_MS);
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
source_status(const struct source *source)
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
	int loan = source_status(&app->sources[OKX_ENDPOINT_LOAN_INFO]);
	int assets = source_status(&app->sources[OKX_ENDPOINT_COLLATERAL_ASSETS]);

	if (loan != 0 || assets != 0)
		return loan > assets ? loan : assets;
	if (app->watchlist.count > 0 &&
	    source_status(&app->sources[OKX_ENDPOINT_INDEX_TICKERS]) != 0)
		return OKX_EXIT_NO_ANSWER;
	return loans_whole(app) && !assets_partial(app_assets(app)) ? 0 : OKX_EXIT_NO_ANSWER;
}
