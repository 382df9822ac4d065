/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "unit/app_fixture.h"

#include <bsd/string.h>

#include "app/updates.h"
#include "app/actions.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "unit/settings_fixture.h"

#define TARGET "collateral-assets"
#define PATIENCE_MS 400000 /* longer than any wait between two tries */

TABLE(accounts, const char *name, *region, *base_url) = {
	{ "main", "global", "https://openapi.okx.com" },
	{ "second", "eea", "https://eea.okx.com" },
};

#define ACCOUNTS (sizeof accounts / sizeof *accounts)

static const struct {
	const char *key, *missing;
} keys[ENVIRONMENTS] = {
	[ENVIRONMENT_PRODUCTION] = { "key-of-production", FIXTURE_NO_PRODUCTION },
	[ENVIRONMENT_DEMO] = { "key-of-demo", FIXTURE_NO_DEMO },
};

/* Loan info, funding account and index prices answer so until a test pushes something else. */
static void
answer_the_rest(void)
{
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .otherwise = true,
	    .body = NO_LOAN,
	    .times = FAKE_HTTP_ALWAYS });
	fake_http_push(&(struct fake_http_answer){ .target = "asset/balances",
	    .otherwise = true,
	    .body = NO_BALANCES,
	    .times = FAKE_HTTP_ALWAYS });
	fake_http_push(&(struct fake_http_answer){ .target = "index-tickers",
	    .otherwise = true,
	    .body = NO_PRICES,
	    .times = FAKE_HTTP_ALWAYS });
}

static void
make_settings(struct settings *settings)
{
	struct cause cause = { "" };

	settings_fixture(settings, ACCOUNTS);
	settings->color = false;
	for (size_t i = 0; i < ACCOUNTS; i++) {
		struct settings_account *account = &settings->accounts[i];

		strlcpy(account->name, accounts[i].name, sizeof account->name);
		strlcpy(account->region, accounts[i].region, sizeof account->region);
		assert_true(okx_host_parse(&account->host, accounts[i].base_url, &cause));
	}
}

/* Puts a key for ENVIRONMENT into SECRETS, or says in RESULT what is missing. */
static void
give(struct secrets *secrets, struct credentials *result, enum environment environment, bool found)
{
	struct cause cause = { "" };

	result->of[environment].state = found ? CREDENTIALS_FOUND : CREDENTIALS_NONE;
	if (found)
		assert_true(secrets_put(secrets, environment, keys[environment].key, "secret",
		    "passphrase", "the test", &cause));
	else
		cause_set(&result->of[environment].cause, "%s", keys[environment].missing);
}

static void
give_both(struct secrets *secrets, struct credentials *result, bool production, bool demo)
{
	memset(result, 0, sizeof *result);
	secrets_wipe(secrets);
	give(secrets, result, ENVIRONMENT_PRODUCTION, production);
	give(secrets, result, ENVIRONMENT_DEMO, demo);
}

int
fixture_open(void **state)
{
	struct app_fixture *fixture = xcalloc(1, sizeof *fixture);
	bool locked;

	fake_http_reset();
	answer_the_rest();
	fake_monotime_set(FIXTURE_START_MS);
	fake_monotime_set_utc(INT64_C(1795361402123)); /* 2026-11-22T15:30:02.123Z */
	fixture->extent = (struct app_extent){ .page = 10, .lines = 50 };
	make_settings(&fixture->settings);
	fixture->secrets = secrets_new(&locked);
	give_both(fixture->secrets, &fixture->credentials, true, true);
	fixture->http = okx_http_new(OKX_ENDPOINTS);
	fixture->client = okx_client_new(fixture->http, ACCOUNTS);
	*state = fixture;
	return 0;
}

int
fixture_close(void **state)
{
	struct app_fixture *fixture = *state;

	if (fixture->made)
		app_clear(&fixture->app);
	okx_client_free(fixture->client);
	okx_http_free(fixture->http);
	secrets_free(fixture->secrets);
	settings_clear(&fixture->settings);
	free(fixture);
	return 0;
}

struct source *
fixture_assets(struct app_fixture *fixture)
{
	return &fixture->app.sources[OKX_ENDPOINT_COLLATERAL_ASSETS];
}

void
fixture_lose_key(struct app_fixture *fixture, enum environment environment)
{
	bool left = fixture->credentials.of[environment_other(environment)].state ==
	    CREDENTIALS_FOUND;

	give_both(fixture->secrets, &fixture->credentials, left && environment == ENVIRONMENT_DEMO,
	    left && environment == ENVIRONMENT_PRODUCTION);
}

void
fixture_push(const char *body)
{
	fake_http_push(
	    &(struct fake_http_answer){ .target = TARGET, .body = body, .never = body == NULL });
}

void
fixture_push_always(const char *body)
{
	fake_http_push(&(
	    struct fake_http_answer){ .target = TARGET, .body = body, .times = FAKE_HTTP_ALWAYS });
}

/* One turn of the loop without its wait. */
static void
turn(struct app_fixture *fixture)
{
	struct app *app = &fixture->app;

	okx_client_run(fixture->client);
	app_take_in(app);
	app_tick(app);
	assert_true(app_deadline(app) > monotime_ms());
	fixture->draws += app->changed || app->aged;
	app->changed = app->aged = app->repaint = false;
}

/* Does what can be done without a wait: what was asked just now may be answered already. */
static void
settle(struct app_fixture *fixture)
{
	/* Loan info, then up to four prices, assets, funding: each is asked and answered. */
	for (int i = 0; i < 2 * 7; i++)
		turn(fixture);
}

/* Waits for what comes first, UNTIL at the latest. */
static void
rest(struct app_fixture *fixture, int64_t until)
{
	int64_t due = app_deadline(&fixture->app), at = okx_client_deadline(fixture->client);

	if (at < due)
		due = at;
	okx_http_wait(fixture->http, NULL, 0, (due < until ? due : until) - monotime_ms());
}

void
fixture_pass(struct app_fixture *fixture, int64_t ms)
{
	int64_t until = monotime_ms() + ms;

	for (settle(fixture); monotime_ms() < until; settle(fixture))
		rest(fixture, until);
}

void
fixture_start(struct app_fixture *fixture, const char *body)
{
	if (body != FIXTURE_HANGS)
		fixture_push(body);
	app_init(&fixture->app, &fixture->settings, fixture->secrets, fixture->client,
	    &fixture->credentials);
	fixture->made = true;
	app_begin(&fixture->app);
	fixture_pass(fixture, 0);
}

/* Lets time pass until the source has another outcome. */
static void
await(struct app_fixture *fixture)
{
	const struct source *assets = fixture_assets(fixture);
	unsigned long outcomes = assets->outcomes;
	int64_t until = monotime_ms() + PATIENCE_MS;

	for (settle(fixture); assets->outcomes == outcomes; settle(fixture)) {
		assert_true(monotime_ms() < until);
		rest(fixture, until);
	}
}

void
fixture_next(struct app_fixture *fixture, const char *body)
{
	fixture_push(body);
	await(fixture);
}

void
fixture_fail(struct app_fixture *fixture, int http, const char *refusal)
{
	fake_http_push(&(struct fake_http_answer){
	    .target = TARGET,
	    .status = http,
	    .body = refusal,
	    .net_error = refusal == NULL ? OKX_NET_ERROR_CONNECT : OKX_NET_ERROR_OK,
	    .detail = "Connection refused",
	});
	await(fixture);
}

const struct fake_http_request *
fixture_request(unsigned index)
{
	for (unsigned i = 0; i < fake_http_count(); i++)
		if (strstr(fake_http_request(i)->target, TARGET) != NULL && index-- == 0)
			return fake_http_request(i);
	return NULL;
}

unsigned
fixture_requests(void)
{
	unsigned count = 0;

	while (fixture_request(count) != NULL)
		count++;
	return count;
}

void
fixture_enter(struct app_fixture *fixture, bool production, bool demo)
{
	struct credentials found;

	give_both(fixture->secrets, &found, production, demo);
	app_enter_account(&fixture->app, &found);
}

void
fixture_key(struct app_fixture *fixture, int key)
{
	actions_key(&fixture->app, key, &fixture->extent);
}

void
fixture_type(struct app_fixture *fixture, const char *text)
{
	for (; *text != '\0'; text++)
		fixture_key(fixture, *text);
}

const char *
fixture_rows(struct app_fixture *fixture)
{
	const struct portfolio *portfolio = &fixture->app.portfolio;

	fixture->text[0] = '\0';
	for (size_t i = 0; i < portfolio->count; i++) {
		if (i > 0)
			strlcat(fixture->text, " ", sizeof fixture->text);
		strlcat(fixture->text, portfolio->rows[i].asset->ccy, sizeof fixture->text);
	}
	return fixture->text;
}

const char *
fixture_total(struct app_fixture *fixture)
{
	portfolio_total_text(fixture->text, sizeof fixture->text, &fixture->app.portfolio.all, "",
	    0);
	return fixture->text;
}

const char *
fixture_said(struct app_fixture *fixture, size_t age)
{
	const struct message *message = messages_at(&fixture->app.messages, age);

	fixture->text[0] = '\0';
	if (message != NULL)
		messages_text(fixture->text, sizeof fixture->text, message, false);
	return fixture->text;
}

unsigned
fixture_told(const struct app_fixture *fixture, const char *text)
{
	const struct message *message;
	unsigned told = 0;

	for (size_t age = 0; (message = messages_at(&fixture->app.messages, age)) != NULL; age++)
		if (strstr(message->text, text) != NULL)
			told += message->times;
	return told;
}
