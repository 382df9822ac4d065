/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/loop.h"

#include <signal.h>

#include "app/updates.h"
#include "app/actions.h"
#include "app/session.h"
#include "sys/signals.h"
#include "base/monotime.h"

#define DESCRIPTORS 4

/* The account's keys, while the screen makes way for the command that has them. */
static void
enter_account(struct app *app, const struct frontend *frontend)
{
	struct credentials found;
	size_t account = app_next_account(app);
	bool aside = frontend->suspend != NULL && credentials_need_terminal(app->settings, account);

	if (aside)
		frontend->suspend(frontend->self);
	/* The keys of the account that is left go now. */
	okx_client_stop(app->client);
	credentials_load(&found, app->secrets, app->settings, account, false);
	if (aside)
		frontend->resume(frontend->self);
	app_enter_account(app, &found);
}

/* Stops as Ctrl-Z asks, and takes the terminal back when the process goes on. */
static void
stop_process(struct app *app, const struct frontend *frontend)
{
	int64_t stopped = monotime_ms();

	if (frontend->suspend != NULL)
		frontend->suspend(frontend->self);
	signals_stop_here();
	if (frontend->resume != NULL)
		frontend->resume(frontend->self);
	app_resumed(app, monotime_ms() - stopped);
}

/* Obeys the signals that came. Returns the one that ends the program, or 0. */
static int
obey_signals(struct app *app, const struct frontend *frontend)
{
	struct signals seen;

	signals_take(&seen);
	if (seen.ending != 0)
		return seen.ending;
	if (seen.resized && frontend->resize != NULL) {
		frontend->resize(frontend->self);
		app->changed = true;
	}
	if (seen.stop)
		stop_process(app, frontend);
	else if (seen.resumed) {
		/* Somebody else stopped it: what became of the terminal is unknown. */
		if (frontend->resume != NULL)
			frontend->resume(frontend->self);
		app_resumed(app, 0);
	}
	return 0;
}

int
loop_obey_keys(struct app *app, const struct frontend *frontend)
{
	struct app_extent extent = { 0 };
	enum command command;
	int key;

	if (frontend->key == NULL)
		return 0;
	while (!app->quit && (key = frontend->key(frontend->self, app)) != KEYCODE_NONE) {
		if (key == KEYCODE_INTERRUPT)
			return SIGINT;
		/* It moves nothing, and there may be many. */
		if (key >= KEYCODE_PASTED) {
			actions_paste(app, key - KEYCODE_PASTED);
			continue;
		}
		command = command_of(app->mode, key);
		if (command >= COMMAND_UP && command <= COMMAND_LAST)
			extent = frontend->extent(frontend->self, app);
		actions_key(app, key, &extent);
	}
	return 0;
}

static bool
draw_frame(struct app *app, const struct frontend *frontend)
{
	bool more = frontend->draw(frontend->self, app);

	app->changed = app->aged = app->repaint = false;
	return more;
}

/* How long nothing has to be done, in milliseconds. */
static int64_t
patience(struct app *app, const struct frontend *frontend)
{
	int64_t now = monotime_ms(), due = okx_client_deadline(app->client), at;

	/* Ages are for those who look on. */
	if (frontend->key != NULL && (at = app_deadline(app)) < due)
		due = at;
	if (frontend->deadline != NULL && (at = frontend->deadline(frontend->self)) < due)
		due = at;
	if (due == INT64_MAX)
		return -1;
	return due <= now ? 0 : due - now;
}

/* Waits for whatever comes first. False when the front end is gone. */
static bool
wait_for_something(struct app *app, struct okx_http *http, const struct frontend *frontend)
{
	struct pollfd fds[DESCRIPTORS] = { { .fd = signals_descriptor(), .events = POLLIN } };
	unsigned count = 1;
	int64_t timeout = patience(app, frontend), began = monotime_ms(), took;

	if (frontend->descriptors != NULL)
		count += frontend->descriptors(frontend->self, fds + 1, DESCRIPTORS - 1);
	okx_http_wait(http, fds, count, timeout);
	/* One that has no keys has nothing else to be called for in time. */
	if (frontend->key == NULL && frontend->deadline != NULL &&
	    frontend->deadline(frontend->self) <= monotime_ms())
		app->changed = true;
	took = monotime_ms() - began;
	if (timeout >= 0 && took > timeout + LOOP_WAKE_MS)
		app_resumed(app, took);
	return frontend->ready == NULL || frontend->ready(frontend->self, fds + 1, count - 1);
}

int
loop_run(struct app *app, struct okx_http *http, const struct frontend *frontend)
{
	int ending;

	if (!draw_frame(app, frontend))
		return 0;
	app_begin(app);
	for (;;) {
		okx_client_run(app->client);
		app_take_in(app);
		app_tick(app);
		if (app->load_credentials) {
			enter_account(app, frontend);
			continue;
		}
		if ((app->changed || app->aged) && !draw_frame(app, frontend))
			return 0;
		if (!wait_for_something(app, http, frontend))
			return SIGHUP;
		if ((ending = obey_signals(app, frontend)) != 0)
			return ending;
		if ((ending = loop_obey_keys(app, frontend)) != 0)
			return ending;
		if (app->quit)
			return 0;
	}
}
