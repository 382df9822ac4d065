/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "screen/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/socket.h>

#include <bsd/string.h>

#include "app/updates.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "conf/option_info.h"
#include "screen/answers.h"
#include "screen/exchange.h"
#include "unit/fake_http.h"
#include "unit/fake_monotime.h"
#include "unit/settings_fixture.h"

#define STEP_MS 100

static int
set_property(VTermProp property, VTermValue *value, void *user)
{
	struct harness *harness = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		harness->cursor_shown = value->boolean;
	if (property == VTERM_PROP_ALTSCREEN)
		harness->alternate = value->boolean;
	return 1;
}

static int
ring(void *user)
{
	struct harness *harness = user;

	harness->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = set_property, .bell = ring };

static void
start_terminal(struct harness *harness)
{
	harness->vterm = vterm_new(harness->height, harness->width);
	vterm_set_utf8(harness->vterm, 1);
	harness->screen = vterm_obtain_screen(harness->vterm);
	vterm_screen_enable_altscreen(harness->screen, 1);
	vterm_screen_set_callbacks(harness->screen, &callbacks, harness);
	vterm_screen_reset(harness->screen, 1);
}

static void
start_settings(struct harness *harness, const struct harness_options *options)
{
	struct settings *settings = &harness->settings;

	settings_fixture(settings, options->accounts == 0 ? 1 : options->accounts);
	if (options->ccy != NULL)
		option_replace(&settings->ccy, xstrdup(options->ccy));
	if (options->theme != NULL)
		option_replace(&settings->theme, xstrdup(options->theme));
	settings->color = !options->no_color;
	settings->simulated = options->simulated;
	settings->notices = options->notices;
	settings->environment = options->demo ? ENVIRONMENT_DEMO : -1;
	for (size_t i = 0; options->proxy != NULL && i < settings->count; i++)
		option_replace(&settings->accounts[i].proxy, xstrdup(options->proxy));
}

static void
start_secrets(struct harness *harness, bool only_production)
{
	struct cause cause;
	bool locked;

	harness->secrets = secrets_new(&locked);
	cause_set(&harness->credentials.of[ENVIRONMENT_DEMO].cause,
	    "put the three lines into demo.env");
	for (int i = 0; i < (only_production ? ENVIRONMENT_DEMO : ENVIRONMENTS); i++) {
		assert_true(secrets_put(harness->secrets, (enum environment)i, "a1b2c3d4", "secret",
		    "passphrase", "test", &cause));
		harness->credentials.of[i].state = CREDENTIALS_FOUND;
	}
}

static void
take_in(struct harness *harness)
{
	char bytes[65536];
	ssize_t got;

	while (!harness->deaf && harness->peer >= 0 &&
	    (got = read(harness->peer, bytes, sizeof bytes)) > 0) {
		for (ssize_t i = 0;
		     i < got && harness->bytes + (size_t)i < sizeof harness->written - 1; i++)
			harness->written[harness->bytes + (size_t)i] = bytes[i];
		harness->bytes += (size_t)got;
		vterm_input_write(harness->vterm, bytes, (size_t)got);
	}
}

/* One turn of the loop without its wait. */
static void
turn(struct harness *harness)
{
	const struct frontend *front = &harness->frontend;
	struct app *app = &harness->app;
	struct pollfd fds[2];
	unsigned count;

	if (harness->over)
		return;
	okx_client_run(harness->client);
	app_take_in(app);
	app_tick(app);
	if (app->load_credentials)
		app_enter_account(app, &harness->credentials);
	if (app->changed || app->aged) {
		front->draw(front->self, app);
		app->changed = app->aged = app->repaint = false;
	}
	take_in(harness);
	count = front->descriptors(front->self, fds, 2);
	while (poll(fds, count, 0) < 0)
		assert_int_equal(errno, EINTR);
	if (!front->ready(front->self, fds, count)) {
		harness->over = true;
		return;
	}
	harness->ending = loop_obey_keys(app, front);
	take_in(harness);
	harness->over = app->quit || harness->ending != 0;
}

void
harness_settle(struct harness *harness)
{
	for (int i = 0; i < 3 || (harness->app.changed && i < 20); i++)
		turn(harness);
}

struct harness *
harness_start(const struct harness_options *options)
{
	struct harness *harness = xcalloc(1, sizeof *harness);
	struct cause cause = { "" };
	int ends[2], size = 4096;

	assert_non_null(setlocale(LC_CTYPE, options->locale == NULL ? "C.UTF-8" : options->locale));
	/* As the program does: a terminal that is gone is told by write(2). */
	signal(SIGPIPE, SIG_IGN);
	fake_monotime_set(1000000);
	fake_monotime_set_utc(1795361402123); /* 2026-11-22T15:30:02.123Z */
	harness->width = options->width == 0 ? 80 : options->width;
	harness->height = options->height == 0 ? 24 : options->height;
	start_terminal(harness);
	start_settings(harness, options);
	start_secrets(harness, options->only_production);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(fcntl(ends[i], F_SETFL, O_NONBLOCK), 0);
		setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	}
	harness->peer = ends[1];
	harness->look = (struct ui_options){
		.terminal = options->terminal == NULL ? "xterm-256color" : options->terminal,
		.theme = harness->settings.theme,
		.color = harness->settings.color,
		.descriptor = ends[0],
		.columns = harness->width,
		.rows = harness->height,
	};
	harness->ui = ui_new(&harness->look, &cause);
	if (harness->ui == NULL)
		fail_msg("no screen: %s", cause.text);
	harness->frontend = ui_frontend(harness->ui);
	fake_http_reset();
	harness->http = okx_http_new(OKX_ENDPOINTS);
	harness->client = okx_client_new(harness->http, (unsigned)harness->settings.count);
	exchange_always(harness->http, OKX_ENDPOINT_LOAN_INFO, NO_LOAN);
	exchange_always(harness->http, OKX_ENDPOINT_BALANCES, NO_BALANCES);
	exchange_always(harness->http, OKX_ENDPOINT_INDEX_TICKERS, NO_PRICES);
	app_init(&harness->app, &harness->settings, harness->secrets, harness->client,
	    &harness->credentials);
	harness->frontend.draw(harness->frontend.self, &harness->app);
	app_begin(&harness->app);
	harness_settle(harness);
	return harness;
}

void
harness_close_screen(struct harness *harness)
{
	ui_free(harness->ui);
	harness->ui = NULL;
	harness->over = true;
	take_in(harness);
}

void
harness_end(struct harness *harness)
{
	ui_free(harness->ui);
	if (harness->peer >= 0)
		close(harness->peer);
	app_clear(&harness->app);
	okx_client_free(harness->client);
	okx_http_free(harness->http);
	secrets_free(harness->secrets);
	settings_clear(&harness->settings);
	vterm_free(harness->vterm);
	free(harness->before);
	free(harness);
}

void
harness_type_bytes(struct harness *harness, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t sent = write(harness->peer, at, length);

		if (sent > 0) {
			at += sent;
			length -= (size_t)sent;
		} else
			assert_int_equal(errno, EAGAIN);
		harness_settle(harness);
	}
}

void
harness_type(struct harness *harness, const char *text)
{
	harness_type_bytes(harness, text, strlen(text));
}

void
harness_wait(struct harness *harness, int64_t ms)
{
	while (ms > 0) {
		int64_t step = ms < STEP_MS ? ms : STEP_MS;

		fake_monotime_advance(step);
		ms -= step;
		harness_settle(harness);
	}
}

/* The request for the assets that is under way, once there is one. */
static struct okx_http *
request(struct harness *harness)
{
	harness_settle(harness);
	for (int i = 0; i < 4000 && !exchange_asked(harness->http, OKX_ENDPOINT_COLLATERAL_ASSETS);
	     i++)
		harness_wait(harness, STEP_MS);
	assert_true(exchange_asked(harness->http, OKX_ENDPOINT_COLLATERAL_ASSETS));
	return harness->http;
}

void
harness_answer(struct harness *harness, int http, const char *body)
{
	exchange_answer(request(harness), OKX_ENDPOINT_COLLATERAL_ASSETS, http, body);
	harness_settle(harness);
}

void
harness_break(struct harness *harness, enum okx_net_error net_error, const char *detail)
{
	exchange_break(request(harness), OKX_ENDPOINT_COLLATERAL_ASSETS, net_error, detail);
	harness_settle(harness);
}

/* Lets time pass until the source of ENDPOINT has another outcome. */
static void
await(struct harness *harness, enum okx_endpoint_id endpoint)
{
	const struct source *source = &harness->app.sources[endpoint];
	unsigned long outcomes = source->outcomes;

	for (int i = 0; i < 4000 && source->outcomes == outcomes; i++)
		harness_wait(harness, STEP_MS);
	assert_true(source->outcomes > outcomes);
}

void
harness_funding(struct harness *harness, const char *balances)
{
	exchange_always(harness->http, OKX_ENDPOINT_BALANCES, balances);
	await(harness, OKX_ENDPOINT_BALANCES);
}

void
harness_loan(struct harness *harness, const char *loans, const char *prices)
{
	if (prices != NULL)
		exchange_always(harness->http, OKX_ENDPOINT_INDEX_TICKERS, prices);
	if (loans != NULL)
		exchange_always(harness->http, OKX_ENDPOINT_LOAN_INFO, loans);
	/* Without a currency there is no price to ask for. */
	if (prices != NULL && (loans == NULL || strstr(loans, "\"ccy\"") != NULL))
		await(harness, OKX_ENDPOINT_INDEX_TICKERS);
	if (loans != NULL)
		await(harness, OKX_ENDPOINT_LOAN_INFO);
	/* The prices of the round are asked for one by one. */
	for (int i = 0; i < 4; i++)
		harness_settle(harness);
}

void
harness_break_loan(struct harness *harness, enum okx_net_error net_error, const char *detail)
{
	exchange_always_break(harness->http, OKX_ENDPOINT_LOAN_INFO, net_error, detail);
	await(harness, OKX_ENDPOINT_LOAN_INFO);
}

void
harness_scribble(struct harness *harness, const char *bytes)
{
	vterm_input_write(harness->vterm, bytes, strlen(bytes));
}

void
harness_suspend(struct harness *harness)
{
	harness->frontend.suspend(harness->frontend.self);
	take_in(harness);
}

void
harness_resume(struct harness *harness)
{
	harness->frontend.resume(harness->frontend.self);
	app_resumed(&harness->app, 1000);
	harness_settle(harness);
}

void
harness_next_try(struct harness *harness, int64_t ms)
{
	for (int i = 0; i < OKX_ENDPOINTS; i++)
		harness->app.sources[i].next_ms = monotime_ms() + ms;
	harness->app.changed = true;
	harness_settle(harness);
}

void
harness_resize(struct harness *harness, int width, int height)
{
	harness->width = width;
	harness->height = height;
	vterm_set_size(harness->vterm, height, width);
	harness->look.columns = width;
	harness->look.rows = height;
	harness->frontend.resize(harness->frontend.self);
	harness->app.changed = true;
	harness_settle(harness);
}

void
harness_deafen(struct harness *harness, bool deaf)
{
	harness->deaf = deaf;
	if (!deaf)
		for (int i = 0; i < 1000; i++)
			turn(harness);
}

void
harness_hang_up(struct harness *harness)
{
	close(harness->peer);
	harness->peer = -1;
	harness_settle(harness);
}

size_t
harness_bytes(struct harness *harness)
{
	size_t bytes = harness->bytes;

	harness->bytes = 0;
	memset(harness->written, 0, sizeof harness->written);
	return bytes;
}

bool
harness_wrote(const struct harness *harness, const char *text)
{
	return strstr(harness->written, text) != NULL;
}
