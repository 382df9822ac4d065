/* SPDX-License-Identifier: ISC */
/* What is told of OKX's terms: changed haircuts, and nothing that did not change. */
#include "test.h"

#include "app/news.h"
#include "screen/loans.h"
#include "unit/app_fixture.h"
#include "view/asset_detail.h"
#include "view/loan_detail.h"
#include "view/message_line.h"

EACH_TEST(fixture_open, fixture_close)

#define SIX_HOURS_MS INT64_C(21600000)
#define TIER(from, to, rate) \
	"{\"minAmt\":\"" from "\",\"maxAmt\":\"" to "\",\"discountRate\":\"" rate "\"}"
#define TABLE_RES(res, tiers) \
	"{\"code\":\"0\",\"data\":[{\"ccy\":\"SOL\",\"colRes\":\"" res "\",\"details\":[" tiers \
	"]}]}"
#define TABLE_OF(tiers) TABLE_RES("0", tiers)
#define NO_TABLE "{\"code\":\"0\",\"data\":[]}"
#define HIGH TABLE_OF(TIER("0", "", "0.85"))
#define LOW TABLE_OF(TIER("0", "", "0.7"))

static void
answer(const char *target, int status, const char *body)
{
	fake_http_forget(target);
	fake_http_push(&(struct fake_http_answer){ .target = target,
	    .status = status,
	    .body = body,
	    .times = FAKE_HTTP_ALWAYS });
}

/* A loan of 1.25 BTC, 12 ETH and 200 SOL; TABLE is that of SOL. */
static void
start(struct app_fixture *f, const char *table)
{
	f->settings.notices = true;
	answer("loan-info", 200, LOAN_OK);
	answer("index-tickers", 200, PRICES_NOW);
	answer("?ccy=SOL", 200, table);
	answer("?ccy=BTC", 200, NO_TABLE);
	answer("?ccy=ETH", 200, NO_TABLE);
	answer("system/status", 200, NO_TABLE);
	fixture_push_always(LIST_SPARE);
	fixture_start(f, LIST_SPARE);
	f->app.interval_s = 60;
	okx_client_interval(f->client, 60000);
	fixture_pass(f, 20000);
}

static void
turn(struct app_fixture *f, const char *table)
{
	answer("?ccy=SOL", 200, table);
	fixture_pass(f, SIX_HOURS_MS + 10000);
}

/* The lines of PAGE, which is freed, as one text. */
static const char *
take_text(struct page page)
{
	static char text[20000];

	text[0] = '\0';
	for (size_t i = 0; i < page.count; i++) {
		for (size_t p = 0; p < page.lines[i].count; p++) {
			strcat(text, page.lines[i].pieces[p].text);
			strcat(text, " ");
		}
		strcat(text, "\n");
	}
	page_clear(&page);
	return text;
}

static const char *
detail(struct app_fixture *f, const char *ccy)
{
	struct page page;

	snprintf(f->app.selected, sizeof f->app.selected, "%s", ccy);
	page_init(&page, 400);
	asset_detail_fill(&page, &f->app);
	return take_text(page);
}

static void
assert_detail(struct app_fixture *f, const char *ccy, const char *part, bool there)
{
	const char *text = detail(f, ccy);

	if ((strstr(text, part) != NULL) != there)
		fail_msg("%s %s: %s", part, there ? "is missing" : "is there", text);
}

APP_TEST(fault_98_a_lowered_rate_is_an_event)
{
	unsigned long rings;

	start(f, HIGH);
	assert_int_equal(fixture_told(f, "OKX lowered"), 0);
	rings = f->app.rings;
	turn(f, LOW);
	assert_int_equal(fixture_told(f, "OKX lowered SOL .85 -> .70"), 1);
	assert_int_equal(f->app.rings, rings + 1);
	turn(f, LOW);
	assert_int_equal(fixture_told(f, "OKX lowered"), 1);
	turn(f, HIGH);
	assert_int_equal(fixture_told(f, "OKX raised SOL .70 -> .85"), 1);
	assert_int_equal(f->app.rings, rings + 1);
}

/* Only the rate of what is pledged, 200 SOL, is an event. */
APP_TEST(what_is_told_of_a_change)
{
	TABLE(rows, const char *before, *after, *told) = {
		{ TABLE_OF(TIER("0", "500", "0.85")), TABLE_OF(TIER("0", "400", "0.85")),
		    "OKX changed its discount table of SOL, but not the rate of what is pledged" },
		{ TABLE_OF(TIER("0", "200", "0.9")), TABLE_OF(TIER("0", "100", "0.9")),
		    "OKX lowered SOL .90 -> .45" },
		{ TABLE_OF(TIER("0", "", "0.9")), TABLE_OF(TIER("0", "", "0.89999")),
		    "OKX lowered SOL .90 -> .89" },
		{ TABLE_OF(TIER("0", "", "0.89999")), TABLE_OF(TIER("0", "", "0.89998")),
		    "OKX lowered SOL .899990 -> .899980" },
		{ TABLE_OF(TIER("0", "", "1")), TABLE_OF(TIER("0", "", "0")),
		    "OKX lowered SOL 1.00 -> .00" },
		{ HIGH, NO_TABLE, "OKX no longer lists discount rates of SOL" },
		{ HIGH, TABLE_RES("2", TIER("0", "", "0.85")),
		    "SOL: OKX does not take it for new orders (colRes 2)" },
		{ HIGH, TABLE_RES("1", TIER("0", "", "0.85")),
		    "SOL: OKX holds nearly as much of it as it takes (colRes 1)" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		void *other;

		fixture_open(&other);
		f = other;
		start(f, rows[i].before);
		turn(f, rows[i].after);
		if (fixture_told(f, rows[i].told) != 1)
			fail_msg("not told: %s", rows[i].told);
		fixture_close(&other);
	}
}

/* Without a rate before, none is said to have stayed. */
APP_TEST(a_first_table_is_no_unchanged_rate)
{
	start(f, NO_TABLE);
	turn(f, HIGH);
	assert_int_equal(fixture_told(f, "OKX changed its discount table of SOL"), 1);
	assert_int_equal(fixture_told(f, "but not the rate"), 0);
}

/* What cannot be read is no change, nor is what comes after it unless it differs. */
APP_TEST(fault_98_nothing_is_told_of_what_cannot_be_read)
{
	start(f, HIGH);
	turn(f, TABLE_OF(TIER("0", "", "much")));
	turn(f, HIGH);
	assert_int_equal(fixture_told(f, "OKX lowered") + fixture_told(f, "OKX raised"), 0);
	assert_int_equal(fixture_told(f, "OKX changed"), 0);
	turn(f, TABLE_OF(TIER("0", "", "much")));
	turn(f, LOW);
	assert_int_equal(fixture_told(f, "OKX lowered SOL .85 -> .70"), 1);
}

/* Another environment or account has its own loans; the table is the same one. */
APP_TEST(fault_98_no_news_of_switches)
{
	start(f, HIGH);
	for (int i = 0; i < 4; i++) {
		answer("loan-info", 200, i % 2 == 0 ? LOAN_SOLD : LOAN_OK);
		app_aim(&f->app, environment_other(f->app.account_id.environment));
		fixture_pass(f, 20000);
	}
	fixture_enter(f, true, true);
	fixture_pass(f, 20000);
	fixture_enter(f, true, true);
	turn(f, HIGH);
	assert_int_equal(fixture_told(f, "OKX lowered") + fixture_told(f, "OKX raised") +
		fixture_told(f, "OKX changed") + fixture_told(f, "no longer lists"),
	    0);
}

/* More or less of the coin has another rate by the same table: that is no change of OKX's. */
APP_TEST(no_news_of_amounts)
{
	start(f, TABLE_OF(TIER("0", "100", "0.85") "," TIER("100", "", "0.5")));
	answer("loan-info", 200, LOAN_HALVED);
	turn(f, TABLE_OF(TIER("0", "100", "0.85") "," TIER("100", "", "0.5")));
	assert_int_equal(fixture_told(f, "OKX lowered") + fixture_told(f, "OKX raised"), 0);
}

/* A rate that is a mean of tiers gives the amount away. */
APP_TEST(hidden_amounts_stay_hidden)
{
	char text[MESSAGE_SIZE] = "";

	start(f, TABLE_OF(TIER("0", "100", "0.85") "," TIER("100", "", "0.5")));
	turn(f, TABLE_OF(TIER("0", "100", "0.85") "," TIER("100", "", "0.4")));
	assert_int_equal(fixture_told(f, "OKX lowered SOL .67 -> .62"), 1);
	for (size_t age = 0; messages_at(&f->app.messages, age) != NULL; age++)
		if (strstr(messages_at(&f->app.messages, age)->text, "OKX lowered") != NULL)
			messages_text(text, sizeof text, messages_at(&f->app.messages, age), true);
	assert_string_equal(text, "OKX lowered SOL .* -> .*");
	f->app.hidden = true;
	assert_detail(f, "SOL", "**** of ****: what", true);
	assert_detail(f, "SOL", "0.62", false);
	assert_detail(f, "SOL", "200", false);
	/* That of one tier does not. */
	turn(f, HIGH);
	assert_detail(f, "SOL", "0.85 of ****: what", true);
}

APP_TEST(the_detail_has_the_rate)
{
	start(f, TABLE_RES("2", TIER("0", "100", "0.85") "," TIER("100", "", "0.5")));
	assert_detail(f, "SOL",
	    "0.675 of 200: what OKX's public discount table counts; not used in CALL AT~", true);
	assert_detail(f, "SOL", "OKX does not take it for new orders (colRes 2)", true);
	assert_detail(f, "SOL", "discount-rate-interest-free-quota", true);
	assert_detail(f, "ETH", "- (OKX's discount table has no such coin)", true);
	assert_detail(f, "USDT", "table rate", false);
	turn(f, TABLE_OF(TIER("0", "", "much")));
	assert_detail(f, "SOL", "? (OKX's discount table cannot be read)", true);
}

/* A failure is told once, costs no figure, and stands where the rate would. */
APP_TEST(a_failure_is_its_line_and_a_word)
{
	start(f, HIGH);
	answer("?ccy=SOL", 400, "{\"code\":\"51000\",\"msg\":\"Parameter ccy error\",\"data\":[]}");
	fixture_pass(f, SIX_HOURS_MS + 10000);
	fixture_pass(f, 3600000);
	assert_int_equal(fixture_told(f, "discount rates:"), 1);
	assert_int_equal(fixture_told(f, "No figure rests on it."), 1);
	assert_detail(f, "SOL", "0.85 of 200", true);
	assert_detail(f, "SOL", "since then: ", true);
	assert_int_equal(app_failing(&f->app), -1);
	assert_int_equal(app_status(&f->app), 0);
	turn(f, HIGH);
	assert_detail(f, "SOL", "since then: ", false);
	assert_int_equal(fixture_told(f, "OKX lowered"), 0);
}

APP_TEST(a_failure_from_the_start)
{
	start(f, "{\"code\":\"51000\",\"msg\":\"Parameter ccy error\",\"data\":[]}");
	assert_int_equal(fixture_told(f, "discount rates:"), 1);
	assert_detail(f, "SOL", "not known: ", true);
	assert_int_equal(app_failing(&f->app), -1);
}

/* Another program of this address asked just before. */
APP_TEST(a_turn_that_came_too_soon_is_no_news)
{
	start(f, "{\"code\":\"50011\",\"msg\":\"Too many\",\"data\":[]}");
	assert_int_equal(fixture_told(f, "discount rates:"), 0);
	assert_detail(f, "SOL", "not known: ", true);
	answer("?ccy=SOL", 200, HIGH);
	fixture_pass(f, 70000);
	assert_detail(f, "SOL", "0.85 of 200", true);
}

/* Where nothing is asked nothing is said. */
APP_TEST(without_notices_there_is_no_line)
{
	start(f, HIGH);
	f->settings.notices = false;
	app_aim(&f->app, ENVIRONMENT_DEMO);
	fixture_pass(f, 20000);
	assert_int_equal(fixture_told(f, "discount"), 0);
}

/* 2026-11-22T16:00:00Z to 17:00, half an hour after the start. */
#define MAINTENANCE(state, env) \
	"{\"code\":\"0\",\"data\":[{\"title\":\"Upgrade\\u00a0\xe2\x80\xaeX\",\"state\":\"" state \
	"\",\"serviceType\":\"5\",\"env\":\"" env \
	"\",\"begin\":\"1795363200000\",\"end\":\"1795366800000\"}]}"
#define ANNOUNCED "OKX announced maintenance 16:00-17:00 UTC"
#define DOWN "{\"code\":\"50001\",\"msg\":\"Service temporarily unavailable\",\"data\":[]}"

/* What stands at the foot of the screen. */
static const char *
foot(struct app_fixture *f)
{
	struct page page;

	page_init(&page, 400);
	message_line_fill(&page, &f->app, 5, true, 0);
	return take_text(page);
}

APP_TEST(a_maintenance_is_told_once_and_when_it_begins)
{
	start(f, HIGH);
	answer("system/status", 200, MAINTENANCE("scheduled", "1"));
	fixture_pass(f, 700000);
	assert_int_equal(fixture_told(f, ANNOUNCED), 1);
	fixture_pass(f, 700000);
	assert_int_equal(fixture_told(f, ANNOUNCED), 1);
	answer("system/status", 200, MAINTENANCE("ongoing", "1"));
	fixture_pass(f, 700000);
	assert_int_equal(fixture_told(f, ANNOUNCED ", which has begun (Upgrade"), 1);
	answer("system/status", 200, MAINTENANCE("completed", "1"));
	fixture_pass(f, 700000);
	answer("system/status", 200, MAINTENANCE("canceled", "1"));
	fixture_pass(f, 700000);
	assert_int_equal(fixture_told(f, "maintenance"), 2);
	assert_int_equal(fixture_told(f, "\xe2\x80\xae"), 0);
}

APP_TEST(a_maintenance_is_of_one_environment)
{
	start(f, HIGH);
	answer("system/status", 200, MAINTENANCE("scheduled", "2"));
	fixture_pass(f, 700000);
	assert_int_equal(fixture_told(f, ANNOUNCED), 0);
	app_aim(&f->app, ENVIRONMENT_DEMO);
	fixture_pass(f, 1000);
	assert_int_equal(fixture_told(f, ANNOUNCED), 1);
	app_aim(&f->app, ENVIRONMENT_PRODUCTION);
	fixture_pass(f, 1000);
	assert_int_equal(fixture_told(f, ANNOUNCED), 1);
}

/* It is looked for as soon as figures fail, and stands beside what fails for it. */
APP_TEST(fault_97_a_maintenance_stands_beside_a_failure)
{
	start(f, HIGH);
	answer("system/status", 200, MAINTENANCE("scheduled", "1"));
	assert_null(strstr(foot(f), "maintenance"));
	answer("loan-info", 503, DOWN);
	fixture_pass(f, 65000);
	assert_int_equal(fixture_told(f, ANNOUNCED " ("), 1);
	assert_non_null(strstr(foot(f), ANNOUNCED));
	/* It is no reason for a wrong key. */
	answer("loan-info", 401, "{\"code\":\"50113\",\"msg\":\"Invalid Sign\",\"data\":[]}");
	fixture_pass(f, 65000);
	assert_null(strstr(foot(f), ANNOUNCED));
}

APP_TEST(a_status_that_fails_costs_nothing)
{
	static const char *const bad[] = { "{\"code\":\"0\",\"data\":[{}]}", NO_TABLE,
		"{\"code\":\"0\",\"data\":[{\"title\":7,\"state\":[],\"serviceType\":5,\"env\":{}}]}",
		"{\"code\":\"51000\",\"msg\":\"Parameter state error\",\"data\":[]}" };

	start(f, HIGH);
	for (size_t i = 0; i < COUNT(bad); i++) {
		answer("system/status", 200, bad[i]);
		fixture_pass(f, 700000);
		assert_int_equal(app_failing(&f->app), -1);
		assert_int_equal(app_status(&f->app), 0);
	}
	assert_int_equal(fixture_told(f, "system status:"), 1);
	assert_int_equal(fixture_told(f, "maintenance"), 0);
}

#define PAIR "{\"code\":\"0\",\"data\":[{\"collateralCcy\":\"ETH\",\"borrowCcy\":\"BTC\"}]}"

static const char *
loan_page(struct app_fixture *f)
{
	struct page page;

	page_init(&page, 400);
	loan_detail_fill(&page, &f->app);
	return take_text(page);
}

/* Only an order of one pledged and one owed coin, which OKX lists. */
APP_TEST(an_order_may_be_in_e_mode)
{
	TABLE(rows, const char *loans, *pairs; bool may) = {
		{ LOAN_COIN_DEBT, PAIR, true },
		{ LOAN_OK, PAIR, false },
		{ LOAN_SAME_COIN, PAIR, false },
		{ LOAN_COIN_DEBT, NO_TABLE, false },
		{ LOAN_COIN_DEBT, "{\"code\":\"0\",\"data\":[{\"collateralCcy\":\"ETH\"}]}",
		    false },
		{ LOAN_COIN_DEBT, "{\"code\":\"50011\",\"msg\":\"Too many\",\"data\":[]}", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		void *other;

		fixture_open(&other);
		f = other;
		answer("emode-info", 200, rows[i].pairs);
		start(f, HIGH);
		answer("loan-info", 200, rows[i].loans);
		fixture_pass(f, 70000);
		if ((strstr(loan_page(f), "may be E-Mode: OKX lists ETH pledged for BTC") !=
			NULL) != rows[i].may)
			fail_msg("row %zu: %s", i, loan_page(f));
		assert_int_equal(app_failing(&f->app), -1);
		fixture_close(&other);
	}
}

#define HUGE_LENGTH (2 * 1024 * 1024 + 64)

/* The ways in which an answer can be bad. */
static const struct fake_http_answer ways[] = {
	{ .status = 400, .body = "{\"code\":\"51000\",\"msg\":\"wrong\",\"data\":[]}" },
	{ .status = 200, .body = "{\"code\":\"50030\",\"msg\":\"No permission\",\"data\":[]}" },
	{ .status = 429, .body = "{\"code\":\"50011\",\"msg\":\"Too many\",\"data\":[]}" },
	{ .status = 404, .body = "<html>404</html>" },
	{ .status = 503, .body = "<html>503</html>" },
	{ .status = 200, .body = "" },
	{ .status = 200, .body = "{\"code\":\"0\"}" },
	{ .status = 200, .body = "{\"code\":\"0\",\"data\":[null]}" },
	{ .status = 200, .body = "{\"code\":\"0\",\"data\":[{}]}" },
	{ .status = 200, .body = "{\"code\":\"0\",\"data\":[[{}]]}" },
	{ .status = 200, .body = "{\"code\":\"0\",\"data\":[{\"ccy\":\"SOL\"" },
	{ .status = 200, .length = HUGE_LENGTH },
	{ .never = true },
	{ .net_error = OKX_NET_ERROR_TIMEOUT, .detail = "one byte per second" },
	{ .net_error = OKX_NET_ERROR_INCOMPLETE, .detail = "closed" },
};

/* Everything but TARGET answers well; that it does not costs nothing but a message. */
static void
assert_only_that_fails(const char *target, const char *title, const struct fake_http_answer *bad)
{
	static char huge[HUGE_LENGTH + 1];
	struct fake_http_answer pushed = *bad;
	struct app_fixture *f;
	unsigned asked = 0;
	void *other;
	char said[80];

	fixture_open(&other);
	f = other;
	memset(huge, ' ', HUGE_LENGTH);
	pushed.target = target;
	pushed.times = FAKE_HTTP_ALWAYS;
	if (pushed.length > 0)
		pushed.body = huge;
	fake_http_push(&pushed);
	answer("emode-info", 200, PAIR);
	start(f, HIGH);
	answer("loan-info", 200, LOAN_COIN_DEBT);
	fixture_pass(f, 130000);
	snprintf(said, sizeof said, "%s:", title);
	for (unsigned i = 0; i < fake_http_count(); i++)
		asked += strstr(fake_http_request(i)->target, target) != NULL;
	assert_true(asked > 0);
	if (app_failing(&f->app) != -1 || app_status(&f->app) != 0 || f->app.pair.loans == NULL ||
	    fixture_told(f, said) > 1 || f->app.watchlist.count != 1 ||
	    app_freshness(&f->app) != FRESHNESS_LIVE ||
	    f->app.sources[OKX_ENDPOINT_BALANCES].failing)
		fail_msg("%s %s: %u", target, bad->body != NULL ? bad->body : "",
		    fixture_told(f, said));
	fixture_close(&other);
}

TEST_BETWEEN(fault_95_discount_rates_that_are_bad, NULL, NULL)
{
	static const char *const fields[] = { TABLE_OF("7"), TABLE_OF("{}"),
		"{\"code\":\"0\",\"data\":[{\"ccy\":7}]}",
		"{\"code\":\"0\",\"data\":[{\"ccy\":\"SOL\",\"colRes\":[],\"details\":{}}]}",
		TABLE_OF(TIER("much", "", "0.9")), TABLE_OF(TIER("0", "much", "0.9")),
		TABLE_OF(TIER("0", "", "much")), TABLE_OF(TIER("-1", "", "2")),
		TABLE_OF("{\"minAmt\":0,\"maxAmt\":[],\"discountRate\":null}") };

	for (size_t i = 0; i < COUNT(ways); i++)
		assert_only_that_fails("discount-rate", "discount rates", &ways[i]);
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_only_that_fails("discount-rate", "discount rates",
		    &(struct fake_http_answer){ .status = 200, .body = fields[i] });
}

TEST_BETWEEN(fault_95_a_status_that_is_bad, NULL, NULL)
{
	static const char *const fields[] = {
		"{\"code\":\"0\",\"data\":[{\"title\":7,\"state\":[],\"serviceType\":5,\"env\":{}}]}",
		"{\"code\":\"0\",\"data\":[{\"state\":\"scheduled\",\"serviceType\":\"5\",\"env\":\"1\"}]}",
		("{\"code\":\"0\",\"data\":[{\"state\":\"ongoing\",\"serviceType\":\"5\",\"env\":\"1\","
		 "\"begin\":\"never\",\"end\":-1}]}"),
	};

	for (size_t i = 0; i < COUNT(ways); i++)
		assert_only_that_fails("system/status", "system status", &ways[i]);
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_only_that_fails("system/status", "system status",
		    &(struct fake_http_answer){ .status = 200, .body = fields[i] });
}

TEST_BETWEEN(fault_95_pairs_that_are_bad, NULL, NULL)
{
	static const char *const fields[] = {
		"{\"code\":\"0\",\"data\":[{\"collateralCcy\":7,\"borrowCcy\":\"BTC\"}]}",
		"{\"code\":\"0\",\"data\":[{\"collateralCcy\":\"ETH\",\"borrowCcy\":null}]}",
	};

	for (size_t i = 0; i < COUNT(ways); i++)
		assert_only_that_fails("emode-info", "E-Mode pairs", &ways[i]);
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_only_that_fails("emode-info", "E-Mode pairs",
		    &(struct fake_http_answer){ .status = 200, .body = fields[i] });
}
