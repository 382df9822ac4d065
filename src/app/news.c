/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/news.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/text.h"
#include "model/maintenance.h"

#define SOON_MS INT64_C(86400000) /* what begins later does not explain a failure */
#define MOST_PLACES 8             /* decimals of a rate in a message */

const char *
news_restriction(enum coin_restriction restriction)
{
	static const char *const words[] = {
		[COIN_TAKEN] = "",
		[COIN_NEAR_LIMIT] = "OKX holds nearly as much of it as it takes (colRes 1)",
		[COIN_NOT_TAKEN] = "OKX does not take it for new orders (colRes 2)",
		[COIN_RESTRICTION_UNKNOWN] = "",
	};

	return words[restriction];
}

/* What all loans together have pledged of CCY; false where that is not known. */
static bool
sum_pledged(struct decimal *sum, const struct loans *loans, const char *ccy)
{
	*sum = decimal_zero;
	for (size_t i = 0; loans != NULL && i < loans->count; i++) {
		const struct amount *coin = amounts_find(&loans->orders[i].pledged, ccy);

		if (coin != NULL &&
		    (coin->amount.state != FIGURE_KNOWN ||
			!decimal_add(sum, sum, &coin->amount.value)))
			return false;
	}
	return true;
}

/* Writes RATE with PLACES decimals, toward zero, as a table has it: ".85", "1.00". */
static const char *
write_rate(char out[DECIMAL_TEXT_SIZE], const struct ratio *rate, int places)
{
	struct decimal rounded;

	if (!ratio_round(&rounded, rate, places, DECIMAL_TRUNCATE))
		return "-";
	decimal_text(out, DECIMAL_TEXT_SIZE, &rounded);
	return out[0] == '0' ? out + 1 : out;
}

/* Tells of a rate of what is pledged that is another now; ORDER: how the old one compares. */
static void
tell_rate(struct app *app, const struct okx_notice_coin *coin, const struct ratio *was,
    const struct ratio *is, int order)
{
	char from[DECIMAL_TEXT_SIZE], to[DECIMAL_TEXT_SIZE];
	const char *old = "", *new = "";
	bool told;

	for (int places = 2; places <= MOST_PLACES && strcmp(old, new) == 0; places += 2) {
		old = write_rate(from, was, places);
		new = write_rate(to, is, places);
	}
	told = tiers_have_rate(coin->before, was) && tiers_have_rate(coin->tiers, is);
	app_say(app, told ? MESSAGE_EVENT : MESSAGE_EVENT_AMOUNTS, "OKX %s %s %s -> %s",
	    order > 0 ? "lowered" : "raised", coin->ccy, old, new);
	if (order > 0)
		app_ring(app, false);
}

/* Tells what differs between the last two tables of CCY. */
static void
tell_tiers(struct app *app, const char *ccy)
{
	const struct okx_notice_coin *coin = okx_notices_find(okx_client_notices(app->client), ccy);
	const char *restriction;
	struct decimal amount;
	struct ratio was, is;
	bool compared;
	int order = 0;

	if (coin == NULL || coin->before == NULL || coin->tiers->unreadable ||
	    tiers_same(coin->before, coin->tiers))
		return;
	restriction = news_restriction(coin->tiers->restriction);
	if (restriction[0] != '\0' && coin->before->restriction != coin->tiers->restriction)
		app_say(app, MESSAGE_WARNING, "%s: %s", ccy, restriction);
	compared = sum_pledged(&amount, app_loans(app), ccy);
	was = tiers_rate(coin->before, &amount);
	is = tiers_rate(coin->tiers, &amount);
	compared = compared && ratio_compare(&order, &was, &is);
	if (order != 0)
		tell_rate(app, coin, &was, &is, order);
	else if (coin->tiers->listed && coin->tiers->count > 0)
		app_say(app, MESSAGE_INFO, "OKX changed its discount table of %s%s", ccy,
		    compared ? ", but not the rate of what is pledged" : "");
	else
		app_say(app, MESSAGE_INFO, "OKX no longer lists discount rates of %s", ccy);
}

void
news_answer(struct app *app, const struct okx_event *event)
{
	app->notice_failed[event->endpoint] = false;
	if (event->endpoint == OKX_ENDPOINT_TIERS)
		tell_tiers(app, event->parsed.tiers->ccy);
	app->changed = true;
}

/* Whether something fails for the same reason, which was told then. */
static bool
told_already(const struct app *app, const struct okx_failure *failure)
{
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		if (app->sources[i].failing && !failure->own &&
		    okx_failure_same(&app->sources[i].failure, failure))
			return true;
	return false;
}

/*
 * It is told once; no figure rests on it. That another program of this address asked just
 * before is no news: it is asked again soon.
 */
void
news_failure(struct app *app, const struct okx_event *event)
{
	char cause[MESSAGE_SIZE];

	app->changed = true;
	if (event->failure.kind == OKX_KIND_RATE || app->notice_failed[event->endpoint] ||
	    told_already(app, &event->failure))
		return;
	app->notice_failed[event->endpoint] = true;
	snprintf(cause, sizeof cause, "%s:", okx_endpoints[event->endpoint].title);
	text_add_sentence(cause, sizeof cause, event->failure.text);
	app_say(app, MESSAGE_INFO, "%s No figure rests on it.", cause);
}

static int64_t
now_utc_ms(const struct app *app)
{
	return monotime_utc_ms() + okx_client_clock_offset(app->client);
}

/* The maintenance of the environment that is watched, or NULL. */
static const struct maintenance *
find_maintenance(const struct app *app)
{
	const struct okx_notices *notices = okx_client_notices(app->client);

	if (notices == NULL || !app->settings->notices)
		return NULL;
	return maintenance_find(notices->maintenance, app->account_id.environment, now_utc_ms(app));
}

void
news_tick(struct app *app)
{
	const struct maintenance *maintenance = find_maintenance(app);
	char text[MAINTENANCE_TEXT_SIZE], said[MESSAGE_SIZE] = "";

	if (maintenance != NULL) {
		/* Its date is told, so that the day that comes is no news. */
		maintenance_text(text, maintenance, maintenance->begin_utc_ms);
		snprintf(said, sizeof said, "%s %s %s", text, maintenance->state,
		    maintenance->title);
	}
	if (strcmp(said, app->maintenance_said) == 0)
		return;
	strlcpy(app->maintenance_said, said, sizeof app->maintenance_said);
	if (maintenance == NULL)
		return;
	maintenance_text(text, maintenance, now_utc_ms(app));
	app_say(app, MESSAGE_WARNING, "%s%s%s%s%s", text,
	    maintenance_runs(maintenance) ? ", which has begun" : "",
	    maintenance->title[0] != '\0' ? " (" : "", maintenance->title,
	    maintenance->title[0] != '\0' ? ")" : "");
	app->changed = true;
}

void
news_add_maintenance(char *out, size_t size, const struct app *app,
    const struct okx_failure *failure)
{
	const struct maintenance *maintenance = find_maintenance(app);
	char text[MAINTENANCE_TEXT_SIZE];

	if (maintenance == NULL ||
	    (failure->kind != OKX_KIND_EXCHANGE && failure->kind != OKX_KIND_NETWORK &&
		failure->kind != OKX_KIND_DATA) ||
	    maintenance->begin_utc_ms > now_utc_ms(app) + SOON_MS)
		return;
	maintenance_text(text, maintenance, now_utc_ms(app));
	text_add_sentence(out, size, text);
}
