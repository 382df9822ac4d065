/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "app/updates.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "unit/app_fixture.h"

/* What the state makes of answers, failures and the passing of time. */

#define STALE_MS (2000 + FRESHNESS_GRACE_MS)
#define STALE_WORDS "these figures are stale"

/* The request that was sent last. */
static const struct fake_http_request *
last_request(void)
{
	return fixture_request(fixture_requests() - 1);
}

EACH_TEST(fixture_open, fixture_close)

/* The environment to begin with: the one asked for, else by the keys there are. */
APP_TEST(test_begins_where_there_is_a_key)
{
	TABLE(cases, int asked; enum credentials_state production, demo;
	      enum environment begins) = {
		{ -1, CREDENTIALS_FOUND, CREDENTIALS_FOUND, ENVIRONMENT_PRODUCTION },
		{ -1, CREDENTIALS_FOUND, CREDENTIALS_NONE, ENVIRONMENT_PRODUCTION },
		{ -1, CREDENTIALS_NONE, CREDENTIALS_FOUND, ENVIRONMENT_DEMO },
		{ -1, CREDENTIALS_NONE, CREDENTIALS_UNUSABLE, ENVIRONMENT_DEMO },
		{ -1, CREDENTIALS_UNUSABLE, CREDENTIALS_FOUND, ENVIRONMENT_PRODUCTION },
		{ -1, CREDENTIALS_NONE, CREDENTIALS_NONE, ENVIRONMENT_PRODUCTION },
		{ ENVIRONMENT_DEMO, CREDENTIALS_FOUND, CREDENTIALS_NONE, ENVIRONMENT_DEMO },
		{ ENVIRONMENT_PRODUCTION, CREDENTIALS_NONE, CREDENTIALS_FOUND,
		    ENVIRONMENT_PRODUCTION },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		f->settings.environment = cases[i].asked;
		f->credentials.of[ENVIRONMENT_PRODUCTION].state = cases[i].production;
		f->credentials.of[ENVIRONMENT_DEMO].state = cases[i].demo;
		app_init(&f->app, &f->settings, f->secrets, f->client, &f->credentials);
		if (f->app.account_id.environment != cases[i].begins)
			fail_msg("case %zu begins in %s", i,
			    environment_name(f->app.account_id.environment));
		app_clear(&f->app);
	}
}

APP_TEST(test_nothing_is_sent_before_it_begins)
{
	snprintf(f->credentials.notes[f->credentials.note_count++], sizeof f->credentials.notes[0],
	    "OKX_API_KEY is set but FILE is used");
	app_init(&f->app, &f->settings, f->secrets, f->client, &f->credentials);
	f->made = true;
	assert_true(f->app.changed);
	fixture_pass(f, 5000);
	assert_int_equal(fixture_requests(), 0);
	assert_int_equal(fake_http_aims(), 0);
	assert_string_equal(fixture_said(f, 0), "OKX_API_KEY is set but FILE is used");
	assert_int_equal(app_freshness(&f->app), FRESHNESS_CONNECTING);

	fixture_push(THREE);
	app_begin(&f->app);
	fixture_pass(f, 0);
	assert_int_equal(fixture_requests(), 1);
	assert_string_equal(fake_http_header(last_request(), "OK-ACCESS-KEY"), "key-of-production");
	assert_null(fake_http_header(last_request(), "x-simulated-trading"));
	assert_string_equal(f->app.account_id.account, "main");
	assert_string_equal(f->app.account_id.region, "global");
	assert_string_equal(f->app.account_id.host, "openapi.okx.com");
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
}

APP_TEST(test_settings_are_obeyed)
{
	f->settings.account = 1;
	f->settings.environment = ENVIRONMENT_DEMO;
	f->settings.sort = COLUMN_CCY;
	f->settings.descending = true;
	f->settings.interval_s = 5;
	free(f->settings.filter);
	f->settings.filter = xstrdup("btc|usdt");
	fixture_start(f, THREE);
	assert_string_equal(fixture_rows(f), "USDT BTC");
	assert_string_equal(f->app.account_id.account, "second");
	assert_string_equal(f->app.account_id.region, "eea");
	assert_string_equal(f->app.account_id.host, "eea.okx.com");
	assert_string_equal(fake_http_header(last_request(), "x-simulated-trading"), "1");
	fixture_next(f, THREE);
	assert_int_equal(last_request()->started_ms - fixture_request(0)->started_ms, 5000);
}

APP_TEST(test_without_a_key_that_is_the_outcome)
{
	const struct okx_failure *failure = &fixture_assets(f)->failure;

	fixture_lose_key(f, ENVIRONMENT_PRODUCTION);
	fixture_lose_key(f, ENVIRONMENT_DEMO);
	fixture_start(f, FIXTURE_HANGS);
	fixture_pass(f, 600000);
	assert_int_equal(fixture_requests(), 0);
	assert_int_equal(f->app.records, 1);
	assert_int_equal(app_status(&f->app), 3);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_NO_DATA);
	assert_string_equal(failure->text,
	    "no key for PRODUCTION of account main: nothing was sent");
	assert_string_equal(failure->advice, FIXTURE_NO_PRODUCTION);
	assert_string_equal(fixture_said(f, 0),
	    "no key for PRODUCTION of account main: nothing was sent. " FIXTURE_NO_PRODUCTION ".");
	/* By this the screen knows the case. */
	assert_int_equal(failure->kind, OKX_KIND_CREDENTIALS);
	assert_int_equal(failure->http, 0);
	assert_string_equal(failure->code, "");
	assert_true(fixture_assets(f)->next_ms == INT64_MAX);
}

APP_TEST(test_freshness_over_time)
{
	fixture_start(f, FIXTURE_HANGS);
	fixture_pass(f, 1500);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_CONNECTING);
	assert_int_equal(app_age_ms(&f->app), 1500);

	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_next(f, THREE);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	assert_int_equal(app_age_ms(&f->app), 0);
	fixture_pass(f, STALE_MS - 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	assert_int_equal(fixture_told(f, STALE_WORDS), 0);
	fixture_pass(f, 1);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_STALE);
	assert_int_equal(app_age_ms(&f->app), STALE_MS);
	assert_string_equal(fixture_said(f, 0), "no good answer for 14s: " STALE_WORDS);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
}

/* Told once for each time that they become so. */
APP_TEST(test_stale_is_told_once)
{
	fixture_start(f, THREE);
	for (unsigned times = 1; times <= 3; times++) {
		fixture_pass(f, 120000);
		assert_int_equal(fixture_told(f, STALE_WORDS), times);
		fixture_push(THREE);
		app_resumed(&f->app, 0);
		fixture_pass(f, 0);
		assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	}
}

/* Younger than the interval and 12 s is live, also during a try; nothing good is no data. */
APP_TEST(test_failures_and_freshness)
{
	fixture_start(f, THREE);
	fixture_fail(f, 0, NULL);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
	assert_true(fixture_assets(f)->failing);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");

	app_aim(&f->app, ENVIRONMENT_DEMO);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_CONNECTING);
	fixture_fail(f, 0, NULL);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_NO_DATA);
	fixture_pass(f, 1500);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_NO_DATA);
	assert_int_equal(app_age_ms(&f->app), monotime_ms() - f->app.aimed_ms);
}

APP_TEST(test_causes_and_recoveries_are_told)
{
	int64_t failed;

	fixture_start(f, THREE);
	assert_string_equal(fixture_said(f, 0), "connected to openapi.okx.com");
	fixture_fail(f, 0, NULL);
	failed = monotime_ms();
	assert_string_equal(fixture_said(f, 0),
	    "cannot connect to openapi.okx.com: Connection refused. "
	    "Check that this machine is online and no firewall is in the way.");
	assert_int_equal(messages_at(&f->app.messages, 0)->level, MESSAGE_ERROR);
	assert_in_range(fixture_assets(f)->next_ms, failed + 1000, failed + 2000);
	fixture_fail(f, 0, NULL);
	assert_in_range(fixture_assets(f)->next_ms, monotime_ms() + 2000, monotime_ms() + 4000);
	assert_int_equal(messages_at(&f->app.messages, 0)->times, 2);
	fixture_next(f, THREE);
	assert_false(fixture_assets(f)->failing);
	assert_true(strstr(fixture_said(f, 0), "OKX answers again after ") == f->text);
	assert_int_equal(fixture_assets(f)->outcomes, 4);
	/* The fourth waits for loan info's next answer, also one before the assets' wait ends. */
	assert_in_range(f->app.records, 3, 4);
}

APP_TEST(test_status_of_a_record)
{
	fixture_start(f, FIXTURE_HANGS);
	assert_int_equal(app_status(&f->app), 1);
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_next(f, THREE);
	assert_int_equal(app_status(&f->app), 0);
	fixture_next(f, PARTIAL);
	assert_int_equal(app_status(&f->app), 1);
	fixture_next(f, NO_LOAN);
	assert_int_equal(app_status(&f->app), 0);
	fixture_next(f, NO_ASSETS);
	assert_int_equal(app_status(&f->app), 0);
	fixture_fail(f, 0, NULL);
	assert_int_equal(app_status(&f->app), 1);
	fixture_next(f, THREE);
	assert_int_equal(app_status(&f->app), 0);
	fixture_fail(f, 401, REFUSAL("50113", "Invalid signature"));
	assert_int_equal(app_status(&f->app), 3);
	fixture_next(f, THREE);
	fixture_pass(f, STALE_MS);
	assert_int_equal(app_status(&f->app), 1);
}

/* The first answer tells nothing, nor does a value that moved with its price. */
APP_TEST(test_changes_are_told)
{
	size_t before;

	fixture_start(f, THREE);
	before = f->app.messages.count;
	fixture_next(f, THREE_DRIFTED);
	assert_int_equal(f->app.messages.count, before);
	fixture_next(f, THREE_LATER);
	assert_int_equal(f->app.messages.count, before + 2);
	assert_string_equal(fixture_said(f, 1), "OKX's list: new: XRP");
	assert_string_equal(fixture_said(f, 0), "OKX's list: ETH 1.9400755578876945 -> 1.5");
	assert_int_equal(messages_at(&f->app.messages, 0)->level, MESSAGE_AMOUNTS);

	/* The same amount in other digits is none. */
	fixture_next(f, ASSETS(ASSET("ETH", "1.50", "4890.79") "," ASSET("XRP", "1e2", "52.10")));
	assert_int_equal(f->app.messages.count, before + 3);
	assert_string_equal(fixture_said(f, 0), "OKX's list: gone: BTC, USDT");
	assert_int_equal(messages_at(&f->app.messages, 0)->level, MESSAGE_INFO);
}

APP_TEST(test_amounts_that_are_not_there)
{
	fixture_start(f, ASSETS(ASSET("BTC", "1", "9")));
	fixture_next(f, ASSETS("{\"ccy\":\"BTC\",\"notionalUsd\":\"9\"}"));
	assert_string_equal(fixture_said(f, 0), "OKX's list: BTC 1 -> -");
	fixture_next(f, ASSETS(ASSET("BTC", "much", "9")));
	assert_string_equal(fixture_said(f, 0), "OKX's list: BTC - -> much");
	fixture_next(f, ASSETS(ASSET("BTC", "2", "9")));
	assert_string_equal(fixture_said(f, 0), "OKX's list: BTC much -> 2");
}

/* What it means that the list has rows or has none is not said, however that was sent. */
APP_TEST(test_an_empty_list_is_told_once)
{
	TABLE(turns, const char *body, *said) = {
		{ NO_LOAN, "OKX's list: empty now" },
		{ THREE, "OKX's list: no longer empty" },
		{ NO_ASSETS, "OKX's list: empty now" },
		{ THREE, "OKX's list: no longer empty" },
	};
	size_t count;

	fixture_start(f, THREE);
	for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
		count = f->app.messages.count;
		fixture_next(f, turns[i].body);
		assert_int_equal(f->app.messages.count, count + 1);
		assert_string_equal(fixture_said(f, 0), turns[i].said);
		assert_int_equal(messages_at(&f->app.messages, 0)->level, MESSAGE_INFO);
		fixture_next(f, turns[i].body);
		assert_int_equal(f->app.messages.count, count + 1);
	}
	/* One empty list is as good as another. */
	fixture_next(f, NO_LOAN);
	count = f->app.messages.count;
	fixture_next(f, NO_ASSETS);
	assert_int_equal(f->app.messages.count, count);
}

APP_TEST(test_many_changes_are_one_message)
{
	size_t before;

	fixture_start(f,
	    ASSETS(ASSET("A", "1", "9") "," ASSET("B", "1", "9") "," ASSET("C", "1",
		"9") "," ASSET("D", "1", "9")));
	before = f->app.messages.count;
	fixture_next(f,
	    ASSETS(ASSET("A", "2", "9") "," ASSET("B", "2", "9") "," ASSET("C", "2",
		"9") "," ASSET("D", "1", "9")));
	assert_int_equal(f->app.messages.count, before + 3);
	assert_string_equal(fixture_said(f, 2), "OKX's list: A 1 -> 2");
	assert_string_equal(fixture_said(f, 0), "OKX's list: C 1 -> 2");
	fixture_next(f,
	    ASSETS(ASSET("A", "3", "9") "," ASSET("B", "3", "9") "," ASSET("C", "3",
		"9") "," ASSET("D", "3", "9")));
	assert_int_equal(f->app.messages.count, before + 4);
	assert_string_equal(fixture_said(f, 0), "OKX's list: 4 amounts changed: A, B, C, D");
}

#define LONG(letter) letter "-a-name-that-is-much-longer-than-that-of-any-currency"

/* Where there is no room for all, whole names are told and the rest is counted. */
APP_TEST(test_long_lists_end_whole)
{
	fixture_start(f, ASSETS(ASSET("BTC", "1", "9")));
	fixture_next(f, FORTY);
	assert_string_equal(fixture_said(f, 0), "OKX's list: gone: BTC");
	assert_string_equal(fixture_said(f, 1),
	    "OKX's list: new: C01, C02, C03, C04, C05, C06, C07, C08, C09, C10, C11, C12, "
	    "C13, C14, C15, C16, C17, C18, C19, C20, C21, C22, C23, C24 and 16 more");

	/* What is behind the first without room is counted too, however short. */
	fixture_next(f,
	    ASSETS(ASSET(LONG("A"), "1", "9") "," ASSET(LONG("B"), "1", "9") "," ASSET(LONG("C"),
		"1", "9") "," ASSET("D", "1", "9")));
	assert_string_equal(fixture_said(f, 1),
	    "OKX's list: new: " LONG("A") ", " LONG("B") " and 2 more");
}

/* The first frame under the new name has no figure of the old one, and its answers never come. */
APP_TEST(test_turning_drops_what_was)
{
	fixture_start(f, THREE);
	fixture_type(f, "j");
	fake_http_push(&(struct fake_http_answer){ .target = "collateral-assets",
	    .body = FORTY,
	    .latency_ms = 700 });
	fixture_pass(f, 2500);
	assert_true(okx_client_busy(f->client, OKX_ENDPOINT_COLLATERAL_ASSETS));
	app_aim(&f->app, ENVIRONMENT_DEMO);
	assert_true(f->app.changed);
	assert_null(f->app.shown);
	assert_null(f->app.shown_before);
	assert_null(fixture_assets(f)->now.assets);
	assert_null(fixture_assets(f)->before.assets);
	assert_int_equal(f->app.portfolio.count, 0);
	assert_int_equal(f->app.portfolio.all.rows, 0);
	assert_string_equal(f->app.selected, "");
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_DEMO);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_CONNECTING);
	assert_int_equal(app_age_ms(&f->app), 0);
	assert_string_equal(fixture_said(f, 0), "now DEMO of account main");

	fixture_pass(f, 5000);
	assert_int_equal(f->app.portfolio.count, 0);
	assert_int_equal(fixture_assets(f)->outcomes, 0);
	assert_string_equal(fake_http_header(last_request(), "OK-ACCESS-KEY"), "key-of-demo");
	assert_string_equal(fake_http_header(last_request(), "x-simulated-trading"), "1");
}

/* An answer that has arrived but was not taken in yet is the old environment's too. */
APP_TEST(test_turning_drops_what_waits)
{
	fixture_start(f, FIXTURE_HANGS);
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_push(THREE);
	for (int i = 0; i < 2; i++) {
		okx_client_run(f->client);
		app_take_in(&f->app);
	}
	okx_client_run(f->client);
	okx_client_run(f->client);
	app_aim(&f->app, ENVIRONMENT_DEMO);
	app_take_in(&f->app);
	assert_int_equal(f->app.portfolio.count, 0);
	assert_int_equal(fixture_assets(f)->outcomes, 0);
}

APP_TEST(test_simulation_has_its_own_words)
{
	f->settings.simulated = true;
	fixture_start(f, THREE);
	assert_true(f->app.account_id.simulated);
	assert_string_equal(app_label(&f->app, COMMAND_ENVIRONMENT), "to DEMO");
	app_aim(&f->app, ENVIRONMENT_DEMO);
	assert_string_equal(fixture_said(f, 0), "now SIMULATION DEMO of account main");
	assert_string_equal(app_label(&f->app, COMMAND_ENVIRONMENT), "to SIMULATION");
}

/* The signal that ended a stop came late, and "resumed" took the place of "resumed after 1h00m". */
APP_TEST(test_one_stop_is_told_once)
{
	fixture_start(f, THREE);
	app_resumed(&f->app, 3600000);
	app_resumed(&f->app, 0);
	assert_int_equal(fixture_told(f, "resumed"), 1);
	assert_string_equal(fixture_said(f, 0), "resumed after 1h00m");
	fixture_pass(f, 1500);
	app_resumed(&f->app, 0);
	assert_int_equal(fixture_told(f, "resumed"), 2);
}

APP_TEST(test_resumed_asks_at_once)
{
	f->settings.interval_s = 60;
	fixture_start(f, THREE);
	fixture_push(THREE);
	fixture_pass(f, 3000);
	assert_int_equal(fixture_requests(), 1);
	app_resumed(&f->app, 3723000);
	assert_string_equal(fixture_said(f, 0), "resumed after 1h02m");
	fixture_pass(f, 0);
	assert_int_equal(fixture_requests(), 2);
	assert_int_equal(app_age_ms(&f->app), 0);
}

/* What loan info and the assets are answered from now on. */
static void
answer_both(const struct fake_http_answer *loans, const struct fake_http_answer *assets)
{
	struct fake_http_answer answers[] = { *loans, *assets };

	answers[0].target = "loan-info";
	answers[1].target = "collateral-assets";
	for (size_t i = 0; i < 2; i++) {
		answers[i].times = FAKE_HTTP_ALWAYS;
		fake_http_forget(answers[i].target);
		fake_http_push(&answers[i]);
	}
}

/* The words that a library or a server adds are no other reason; an endpoint's data are. */
APP_TEST(test_one_reason_is_told_of_one_source)
{
	const struct fake_http_answer refused = { .net_error = OKX_NET_ERROR_CONNECT,
		.detail = "Connection refused" };
	const struct fake_http_answer lost = { .net_error = OKX_NET_ERROR_CONNECT,
		.detail = "No route to host" };
	const struct fake_http_answer bad = { .status = 502, .body = "<html>" };
	const struct fake_http_answer longer = { .status = 502, .body = "<html></html>" };
	const struct fake_http_answer data = { .body = "{\"code\":\"0\",\"data\":[1]}" };
	unsigned told, of_assets;

	answer_both(&refused, &lost);
	fixture_start(f, FIXTURE_HANGS);
	assert_true((fixture_told(f, refused.detail) > 0) != (fixture_told(f, lost.detail) > 0));
	answer_both(&bad, &longer);
	fixture_pass(f, 120000);
	told = fixture_told(f, "HTTP 502");
	of_assets = fixture_told(f, "collateral assets: openapi.okx.com answered HTTP 502");
	assert_true(told > 0 && (of_assets == 0 || of_assets == told));
	answer_both(&data, &data);
	fixture_pass(f, 120000);
	told = fixture_told(f, "HTTP 200");
	of_assets = fixture_told(f, "collateral assets: openapi.okx.com answered HTTP 200");
	assert_true(of_assets > 0 && of_assets < told);
}
