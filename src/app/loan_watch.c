/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/loan_watch.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "app/table_view.h"
#include "base/monotime.h"
#include "base/text.h"
#include "model/ratio.h"

static const struct source *
loan_source(const struct app *app)
{
	return &app->sources[OKX_ENDPOINT_LOAN_INFO];
}

static void
say_event(struct app *app, const struct loan_event *event)
{
	app_say(app, event->amounts ? MESSAGE_EVENT_AMOUNTS : MESSAGE_EVENT, "%s", event->text);
}

/* Whether a loan has some of CCY, pledged or owed. */
static bool
loans_have(const struct watchlist *watchlist, const char *ccy)
{
	for (size_t i = 0; i < watchlist->count; i++) {
		const struct exposure *x = exposures_find(&watchlist->statuses[i].exposures, ccy);

		if (x != NULL && (exposure_has(x->pledged) || exposure_has(x->owed)))
			return true;
	}
	return false;
}

/* Tells which stablecoins of the loans left their peg, or came back to it. */
static void
tell_pegs(struct app *app)
{
	const struct pegs *pegs = &app->watchlist.pegs;
	bool ring = false;

	for (size_t i = 0; i < pegs->count; i++) {
		struct loan_event event;

		if (!pegs->of[i].changed || !loans_have(&app->watchlist, pegs->of[i].ccy))
			continue;
		loan_events_peg(&event, &pegs->of[i]);
		say_event(app, &event);
		ring = ring || event.bell;
	}
	if (ring)
		app_ring(app, false);
}

static void
assess(struct app *app, bool answer)
{
	app->watchlist.pair_stale = app_pair_stale(app);
	watchlist_assess(&app->watchlist, loan_source(app)->now.loans, &app->pair,
	    &app->settings->terms, answer);
	tell_pegs(app);
}

/* Closes what-if soon after the last key. */
static void
hurry_whatif(struct app *app)
{
	app->whatif_hurried = true;
	app->whatif_until_ms = monotime_ms() + APP_HOLD_MS;
}

/* A worse band ends whatever keeps it out of sight. */
static void
reveal(struct app *app)
{
	char why[64];

	if (app->paused) {
		snprintf(why, sizeof why, "a loan is on %s",
		    risk_word(watchlist_worst(&app->watchlist)));
		table_view_resume(app, why);
	}
	if (app_in_whatif(app)) {
		/* What is being typed must not become commands. */
		if (app->mode == MODE_QUESTION && strcmp(app->question, app->question_before) != 0)
			hurry_whatif(app);
		else
			app->mode = MODE_TABLE;
		app_say(app, MESSAGE_WARNING, "what-if %s: a loan is on %s",
		    app->mode == MODE_TABLE ? "has closed" : "will close",
		    risk_word(watchlist_worst(&app->watchlist)));
	}
	if (app->listed && watchlist_watched(&app->watchlist) != NULL) {
		table_view_turn(app);
		app_say(app, MESSAGE_WARNING, "back to the loan's table: a loan is on %s",
		    risk_word(watchlist_worst(&app->watchlist)));
	}
}

/* Whether an order stands worse than before, or the worst of all is worse than WORST. */
static bool
worse_than(const struct watchlist *watchlist, enum risk_band worst)
{
	for (size_t i = 0; i < watchlist->band_count; i++)
		if (watchlist->bands[i].now > watchlist->bands[i].before)
			return true;
	return watchlist_worst(watchlist) > worst;
}

/*
 * Tells what differs between the last two answers; one ring is enough for all of it.
 * WORST was the worst band.
 */
static void
tell_events(struct app *app, const struct source *source, enum risk_band worst)
{
	const struct watchlist *watchlist = &app->watchlist;
	bool worse = worse_than(watchlist, worst), ring = worse;

	loan_events_compare(&app->events, source->before.loans, source->now.loans, watchlist->bands,
	    watchlist->band_count);
	/* The most important one is told last, so that it stands on the message line. */
	for (size_t i = app->events.count; i-- > 0;) {
		const struct loan_event *event = &app->events.of[i];

		say_event(app, event);
		ring = ring || event->bell;
	}
	if (ring)
		app_ring(app, worse);
	if (worse)
		reveal(app);
}

/* From now on the figures are those of this answer. */
static void
note_figures(struct app *app)
{
	app->same_since_ms = monotime_ms();
	app->same_said = false;
	prices_drop(app->same_prices);
	app->same_prices = prices_hold(app->sources[OKX_ENDPOINT_INDEX_TICKERS].now.prices);
}

/*
 * Whether the index of a currency of the loan that is watched is another than when its
 * figures came.
 */
static bool
prices_moved(const struct app *app)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);

	for (size_t i = 0; status != NULL && i < status->exposures.count; i++) {
		const char *ccy = status->exposures.of[i].ccy;
		const struct price *then = prices_find(app->same_prices, ccy),
				   *now = prices_find(app_prices(app), ccy);

		if (then != NULL && now != NULL && then->last.sent != NULL &&
		    now->last.sent != NULL && strcmp(then->last.sent, now->last.sent) != 0)
			return true;
	}
	return false;
}

static void
tell_frozen(struct app *app)
{
	if (app->same_prices == NULL)
		app->same_prices = prices_hold(app->sources[OKX_ENDPOINT_INDEX_TICKERS].now.prices);
	if (app->same_said || monotime_ms() - app->same_since_ms < LOAN_WATCH_SAME_MS ||
	    !prices_moved(app))
		return;
	app->same_said = true;
	app_say(app, MESSAGE_EVENT,
	    "OKX has sent the same loan figures for 10 minutes while prices moved: "
	    "they may be old; see the loan at OKX");
}

/* Asks the assets for the order that is watched. */
static void
name_order(struct app *app)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);

	okx_client_order(app->client, status != NULL ? status->order->id : "");
}

void
loan_watch_answer(struct app *app)
{
	const struct source *source = loan_source(app);
	enum risk_band worst = watchlist_worst(&app->watchlist);

	if (!source->failing) {
		assess(app, true);
		app->silence_said = false;
		if (source->before.loans != NULL)
			tell_events(app, source, worst);
		if (source->before.loans == NULL ||
		    !loans_same(source->before.loans, source->now.loans))
			note_figures(app);
		tell_frozen(app);
	}
	name_order(app);
}

void
loan_watch_reassess(struct app *app)
{
	assess(app, false);
	tell_frozen(app);
}

void
loan_watch_drop(struct app *app)
{
	watchlist_clear(&app->watchlist);
	app->events = (struct loan_events){ .count = 0 };
	prices_drop(app->same_prices);
	app->same_prices = NULL;
	app->same_said = app->silence_said = false;
	if (app_in_whatif(app) || app->mode == MODE_LOAN)
		app->mode = MODE_TABLE;
}

/* When it will have been quiet too long about a loan; INT64_MAX: there is none, or it was said. */
static int64_t
silence_at(const struct app *app)
{
	const struct source *source = loan_source(app);

	if (app->silence_said || (source->now.loans != NULL && source->now.loans->count == 0) ||
	    (source->failing && source->now.loans == NULL &&
		(source->failure.kind == OKX_KIND_NOT_OFFERED || source->next_ms == INT64_MAX)))
		return INT64_MAX;
	return (source->arrived_ms < 0 ? app->aimed_ms : source->arrived_ms) +
	    LOAN_WATCH_SILENCE_MS;
}

int64_t
loan_watch_deadline(const struct app *app)
{
	int64_t due = silence_at(app);

	return app_in_whatif(app) && app->whatif_until_ms < due ? app->whatif_until_ms : due;
}

void
loan_watch_tick(struct app *app)
{
	int64_t now = monotime_ms();

	if (silence_at(app) <= now) {
		app->silence_said = true;
		app_say(app, MESSAGE_EVENT,
		    "no word of the loan for 5 minutes: nobody knows how far the margin call is");
		app_ring(app, false);
	}
	if (app_in_whatif(app) && now >= app->whatif_until_ms) {
		app->mode = MODE_TABLE;
		app->changed = true;
	}
}

void
loan_watch_choose(struct app *app, int step)
{
	watchlist_choose(&app->watchlist, step);
	name_order(app);
	table_view_follow(app);
}

/* Adds a word to OUT, a blank before it unless it is the first. */
static void __attribute__((format(printf, 2, 3)))
add_word(char out[LOAN_WATCH_HEADLINE_SIZE], const char *format, ...)
{
	size_t length;
	va_list arguments;

	if (out[0] != '\0')
		strlcat(out, " ", LOAN_WATCH_HEADLINE_SIZE);
	length = strlen(out);
	va_start(arguments, format);
	vsnprintf(out + length, LOAN_WATCH_HEADLINE_SIZE - length, format, arguments);
	va_end(arguments);
}

/* How the loan stands, and how far it is from what comes next. */
static void
add_state(char out[LOAN_WATCH_HEADLINE_SIZE], const struct risk *risk, const char *word)
{
	const struct ratio *next = risk->band >= RISK_CALL ? &risk->to_liquidation : &risk->to_call;
	char text[PERCENT_SIZE], fall[PERCENT_SIZE];
	bool computed;
	const struct ratio ltv = risk_shown_ltv(&computed, risk);

	risk_ltv_text(text, risk, &ltv);
	add_word(out, "%s %s%s", word, text, computed ? "~" : "");
	/* Nothing comes next to what nobody knows, or is reached. */
	if (!next->known || ratio_sign(next) <= 0)
		return;
	ratio_percent(fall, next, 1, DECIMAL_FLOOR);
	add_word(out, "-%s", fall);
}

void
loan_watch_headline(char out[LOAN_WATCH_HEADLINE_SIZE], const struct app *app)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	const char *word = risk_word(watchlist_worst(&app->watchlist));
	char clock[9];

	out[0] = '\0';
	if (status == NULL)
		return;
	if (app->account_id.simulated)
		add_word(out, "SIM");
	if (app->account_id.environment == ENVIRONMENT_DEMO)
		add_word(out, "DEMO");
	if (app->settings->count > 1)
		add_word(out, "%s", app->account_id.account);
	if (source_freshness(loan_source(app)) == FRESHNESS_LIVE)
		add_state(out, &status->risk, word);
	else
		add_word(out, "OLD (was %s)", word);
	text_utc_clock(clock, loan_source(app)->arrived_utc_ms);
	/* To the minute: the title changes no more often than that by itself. */
	add_word(out, "%.5s UTC", clock);
}
