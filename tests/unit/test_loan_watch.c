/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "app/actions.h"
#include "app/loan_watch.h"
#include "base/monotime.h"
#include "screen/loans.h"
#include "unit/app_fixture.h"

#define EMPTY "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"

/* Loan info and prices answer so from now on, whatever they did before. */
static void
answer(const char *loans, const char *prices)
{
	fake_http_forget("loan-info");
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .body = loans,
	    .times = FAKE_HTTP_ALWAYS });
	if (prices == NULL)
		return;
	fake_http_forget("index-tickers");
	fake_http_push(&(struct fake_http_answer){ .target = "index-tickers",
	    .body = prices,
	    .times = FAKE_HTTP_ALWAYS });
}

static void
start(struct app_fixture *f, const char *loans)
{
	answer(loans, PRICES_NOW);
	fixture_push_always(LIST_SPARE);
	fixture_start(f, LIST_SPARE);
	fixture_pass(f, 100);
}

/* Loan info hangs from now on. */
static void
hang(void)
{
	fake_http_forget("loan-info");
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .never = true,
	    .times = FAKE_HTTP_ALWAYS });
}

/* The next answer of loan info is LOANS. */
static void
turn(struct app_fixture *f, const char *loans)
{
	answer(loans, NULL);
	fixture_pass(f, 2100);
}

static const char *
target_of(const char *part, unsigned index)
{
	for (unsigned i = 0; i < fake_http_count(); i++)
		if (strstr(fake_http_request(i)->target, part) != NULL && index-- == 0)
			return fake_http_request(i)->target;
	return "";
}

EACH_TEST(fixture_open, fixture_close)

TEST(test_loan_info_is_asked_first_and_names_the_order)
{
	start(*state, LOAN_OK);
	assert_non_null(strstr(fake_http_request(0)->target, "loan-info"));
	assert_string_equal(target_of("collateral-assets", 0),
	    "/api/v5/finance/flexible-loan/collateral-assets?ordId=12345");
	assert_string_equal(target_of("index-tickers", 0),
	    "/api/v5/market/index-tickers?instId=BTC-USD");
}

APP_TEST(test_assets_are_asked_when_loan_info_fails)
{
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .status = 503,
	    .body = REFUSAL("50001", "down"),
	    .times = FAKE_HTTP_ALWAYS });
	fixture_start(f, THREE);
	fixture_pass(f, 100);
	assert_string_equal(target_of("collateral-assets", 0),
	    "/api/v5/finance/flexible-loan/collateral-assets");
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
	assert_int_equal(app_leading(&f->app), OKX_ENDPOINT_LOAN_INFO);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_NO_DATA);
	assert_int_equal(source_freshness(fixture_assets(f)), FRESHNESS_LIVE);
	assert_int_equal(app_status(&f->app), 1);
}

APP_TEST(test_only_currencies_that_matter_are_priced)
{
	answer(LOANS(
		   ORDER("1", COIN("ETH", "12"), COIN("USDT", "1"), "1", "2", "0.5", "0.7", "0.8")),
	    PRICES_NOW);
	fixture_push_always(NO_ASSETS);
	fixture_start(f, NO_ASSETS);
	fixture_pass(f, 100);
	assert_int_equal(app_prices(&f->app)->count, 2);
	assert_non_null(prices_find(app_prices(&f->app), "ETH"));
	assert_null(prices_find(app_prices(&f->app), "BTC"));
}

APP_TEST(test_a_currency_newly_pledged_is_priced_at_once)
{
	answer(LOANS(
		   ORDER("1", COIN("ETH", "12"), COIN("USDT", "1"), "1", "2", "0.5", "0.7", "0.8")),
	    PRICES_NOW);
	fixture_push_always(NO_ASSETS);
	fixture_start(f, NO_ASSETS);
	fixture_pass(f, 100);
	turn(f,
	    LOANS(ORDER("1", COIN("ETH", "12") "," COIN("SOL", "5"), COIN("USDT", "1"), "1", "2",
		"0.5", "0.7", "0.8")));
	assert_non_null(prices_find(app_prices(&f->app), "SOL"));
}

APP_TEST(test_title_is_of_the_loan)
{
	start(f, LOAN_OK);
	assert_int_equal(app_leading(&f->app), OKX_ENDPOINT_LOAN_INFO);
	assert_int_equal(app_status(&f->app), 0);
	turn(f, EMPTY);
	assert_int_equal(app_leading(&f->app), OKX_ENDPOINT_COLLATERAL_ASSETS);
	assert_string_equal(fixture_rows(f), "BTC ETH USDT");
}

APP_TEST(test_worse_band_rings_once_and_ends_pause_and_what_if)
{
	start(f, LOAN_OK);
	fixture_type(f, "p");
	assert_true(f->app.paused);
	turn(f, LOAN_WATCH);
	assert_int_equal(f->app.rings, 1);
	assert_false(f->app.paused);
	assert_int_equal(fixture_told(f, "OK -> WATCH"), 1);
	fixture_type(f, "t\r");
	assert_int_equal(f->app.mode, MODE_WHATIF);
	turn(f, LOAN_WATCH);
	assert_int_equal(f->app.rings, 1);
	assert_int_equal(f->app.mode, MODE_WHATIF);
	turn(f, LOAN_CALL);
	assert_int_equal(f->app.rings, 2);
	assert_int_equal(f->app.mode, MODE_TABLE);
}

/* What is typed never becomes commands; with the last key what-if ends all the same. */
APP_TEST(test_worse_band_waits_for_what_is_typed)
{
	start(f, LOAN_OK);
	fixture_type(f, "trepay");
	turn(f, LOAN_CALL);
	assert_int_equal(fixture_told(f, "what-if will close: a loan is on CALL"), 1);
	fixture_pass(f, APP_HOLD_MS - 3000);
	fixture_type(f, " 5");
	fixture_pass(f, APP_HOLD_MS - 1000);
	assert_int_equal(f->app.mode, MODE_QUESTION);
	assert_string_equal(f->app.question, "repay 5");
	fixture_type(f, "\r");
	assert_int_equal(f->app.mode, MODE_WHATIF);
	fixture_pass(f, 2000);
	assert_int_equal(f->app.mode, MODE_TABLE);
	/* What was asked stands the next time, and then for as long as ever. */
	fixture_type(f, "t");
	assert_string_equal(f->app.prompt.text, "repay 5");
	fixture_pass(f, APP_HOLD_MS + 1000);
	assert_int_equal(f->app.mode, MODE_QUESTION);
}

APP_TEST(test_a_new_order_that_is_worse_rings)
{
	start(f, LOAN_OK);
	fixture_type(f, "p");
	turn(f,
	    LOANS(ORDER_AT("12345", "100010", "166680", "0.6") "," ORDER_AT("2", "100010", "135150",
		"0.74")));
	assert_int_equal(f->app.rings, 1);
	assert_false(f->app.paused);
	assert_string_equal(watchlist_watched(&f->app.watchlist)->order->key, "2");
}

APP_TEST(test_bell_can_be_silenced)
{
	start(f, LOAN_OK);
	fixture_type(f, "B");
	assert_true(app_bell_off(&f->app));
	/* A worse band rings all the same, once; what else happens does not. */
	turn(f, LOAN_CALL);
	assert_int_equal(f->app.rings, 1);
	fixture_pass(f, 60000);
	turn(f, LOAN_OK);
	turn(f, EMPTY);
	assert_int_equal(f->app.rings, 1);
	turn(f, LOAN_OK);
	turn(f,
	    LOANS(ORDER_AT("12345", "100010", "166680", "0.6") "," ORDER_AT("2", "100010", "135150",
		"0.74")));
	assert_int_equal(f->app.rings, 2);
	fixture_type(f, "B");
	assert_false(app_bell_off(&f->app));
	turn(f, EMPTY);
	assert_int_equal(f->app.rings, 3);
	f->settings.bell = false;
	assert_true(app_bell_off(&f->app));
	turn(f, LOAN_OK);
	turn(f, LOAN_CALL);
	assert_int_equal(f->app.rings, 3);
}

APP_TEST(test_events_stand_until_put_away)
{
	size_t more;

	start(f, LOAN_OK);
	assert_null(messages_standing(&f->app.messages, &more));
	turn(f, EMPTY);
	assert_int_equal(f->app.rings, 1);
	assert_non_null(
	    strstr(messages_standing(&f->app.messages, &more)->text, "no longer reported"));
	assert_int_equal(more, 0);
	fixture_key(f, KEYCODE_ESCAPE);
	assert_null(messages_standing(&f->app.messages, &more));
	assert_int_equal(fixture_told(f, "no longer reported"), 1);
}

APP_TEST(test_partial_liquidation_is_no_good_news)
{
	size_t more;

	start(f, LOAN_CALL);
	turn(f,
	    LOANS(ORDER("12345", COIN("BTC", "1.2") "," COIN("ETH", "12") "," COIN("SOL", "200"),
		COIN("USDT", "90000"), "90000", "166680", "0.54", "0.7374", "0.8374")));
	assert_int_equal(f->app.rings, 1);
	assert_non_null(
	    strstr(messages_standing(&f->app.messages, &more)->text, "partial liquidation?"));
}

APP_TEST(test_five_minutes_of_silence_are_told)
{
	start(f, LOAN_OK);
	fake_http_forget("loan-info");
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .net_error = OKX_NET_ERROR_CONNECT,
	    .detail = "refused",
	    .times = FAKE_HTTP_ALWAYS });
	fixture_pass(f, 299000);
	assert_int_equal(f->app.rings, 0);
	fixture_pass(f, 4000);
	assert_int_equal(f->app.rings, 1);
	assert_int_equal(fixture_told(f, "no word of the loan for 5 minutes"), 1);
	fixture_pass(f, 600000);
	assert_int_equal(f->app.rings, 1);
}

APP_TEST(test_without_a_loan_silence_is_none)
{
	start(f, EMPTY);
	hang();
	fixture_pass(f, 700000);
	assert_int_equal(f->app.rings, 0);
}

APP_TEST(test_figures_that_stand_still_while_prices_move_are_told)
{
	start(f, LOAN_OK);
	fixture_pass(f, 601000);
	assert_int_equal(fixture_told(f, "same loan figures for 10 minutes"), 0);
	answer(LOAN_OK, PRICES_LATER);
	fixture_pass(f, 20000);
	assert_int_equal(fixture_told(f, "same loan figures for 10 minutes"), 1);
	fixture_pass(f, 700000);
	assert_int_equal(fixture_told(f, "same loan figures for 10 minutes"), 1);
	turn(f, LOAN_WATCH);
	answer(LOAN_WATCH, PRICES_NOW);
	fixture_pass(f, 590000);
	assert_int_equal(fixture_told(f, "same loan figures for 10 minutes"), 1);
	fixture_pass(f, 20000);
	assert_int_equal(fixture_told(f, "same loan figures for 10 minutes"), 2);
}

APP_TEST(test_what_if_closes_by_itself)
{
	start(f, EMPTY);
	fixture_type(f, "t");
	assert_int_equal(f->app.mode, MODE_TABLE);
	turn(f, LOAN_OK);
	fixture_type(f, "t");
	fixture_pass(f, APP_WHATIF_MAX_MS - 100);
	assert_int_equal(f->app.mode, MODE_QUESTION);
	fixture_pass(f, 200);
	assert_int_equal(f->app.mode, MODE_TABLE);
	/* Since the last key of a question. */
	fixture_type(f, "t");
	fixture_pass(f, APP_WHATIF_MAX_MS - 100);
	fixture_type(f, "x\r");
	fixture_pass(f, APP_WHATIF_MAX_MS - 100);
	assert_int_equal(f->app.mode, MODE_WHATIF);
	fixture_pass(f, 200);
	assert_int_equal(f->app.mode, MODE_TABLE);
}

/* A line above the ladder of what-if. */
APP_TEST(test_what_if_question)
{
	start(f, LOAN_OK);
	fixture_type(f, "trepay 5");
	assert_int_equal(f->app.mode, MODE_QUESTION);
	assert_string_equal(f->app.question, "repay 5");
	/* Esc restores what was, and leaves the line first, then the page. */
	fixture_key(f, KEYCODE_ESCAPE);
	assert_int_equal(f->app.mode, MODE_WHATIF);
	assert_string_equal(f->app.question, "");
	fixture_key(f, KEYCODE_ENTER);
	assert_int_equal(f->app.mode, MODE_QUESTION);
	/* What an input method writes. */
	fixture_key(f, 0xFF42);
	fixture_type(f, "TC 60");
	fixture_key(f, 0xFF0C);
	fixture_type(f, "000\r");
	assert_int_equal(f->app.mode, MODE_WHATIF);
	assert_string_equal(f->app.question, "bTC 60,000");
	fixture_type(f, "/ qx");
	assert_string_equal(f->app.question, "bTC 60,000 qx");
	assert_false(f->app.hidden);
	fixture_key(f, KEYCODE_ESCAPE);
	assert_string_equal(f->app.question, "bTC 60,000");
	fixture_type(f, "x");
	assert_true(f->app.hidden);
	fixture_type(f, "t");
	assert_int_equal(f->app.mode, MODE_TABLE);
	/* It stands the next time; a paste goes on with it. */
	fixture_type(f, "t");
	assert_string_equal(f->app.prompt.text, "bTC 60,000");
	actions_paste(&f->app, 'q');
	assert_string_equal(f->app.question, "bTC 60,000q");
	/* The lines below can be read while one types. */
	f->extent.lines = 30;
	f->extent.page = 10;
	fixture_key(f, KEYCODE_PAGE_DOWN);
	assert_int_equal(f->app.scroll, 9);
	fixture_key(f, KEYCODE_UP);
	assert_int_equal(f->app.scroll, 8);
	fixture_key(f, 'U' & 0x1f);
	assert_string_equal(f->app.question, "");
	assert_int_equal(f->app.scroll, 0);
	fixture_key(f, KEYCODE_F10);
	fixture_key(f, KEYCODE_F10);
	assert_int_equal(f->app.mode, MODE_TABLE);
	assert_string_equal(f->app.question, "bTC 60,000");
}

APP_TEST(test_headline)
{
	char text[LOAN_WATCH_HEADLINE_SIZE];

	start(f, LOAN_OK);
	loan_watch_headline(text, &f->app);
	/* Rounded toward danger: the LTV that judges is 0.600012. */
	assert_string_equal(text, "main OK 60.00% -18.6% 15:30 UTC");
	turn(f, LOAN_CALL);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main CALL 74.00% -11.6% 15:30 UTC");
	/* What is reached, unknown or not owed is no distance, and no fall below 0. */
	turn(f, LOAN_LIQUIDATION);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main LIQUIDATION 84.04% 15:30 UTC");
	turn(f, LOAN_UNKNOWN);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main UNKNOWN - 15:30 UTC");
	turn(f, LOAN_NO_DEBT);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main OK 0.00% 15:30 UTC");
	turn(f, LOAN_CALL);
	hang();
	fixture_pass(f, 20000);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main OLD (was CALL) 15:30 UTC");
	answer(EMPTY, NULL);
	fixture_type(f, "ey");
	fixture_pass(f, 100);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "");
}

/* Whose figures, where not the only account's in production; of when, so that a hung line shows. */
APP_TEST(test_headline_says_whose_and_of_when)
{
	TABLE(rows, size_t accounts; bool simulated; enum environment environment;
	      const char *begins) = {
		{ 1, false, ENVIRONMENT_PRODUCTION, "OK 60.00%" },
		{ 1, false, ENVIRONMENT_DEMO, "DEMO OK 60.00%" },
		{ 1, true, ENVIRONMENT_PRODUCTION, "SIM OK 60.00%" },
		{ 1, true, ENVIRONMENT_DEMO, "SIM DEMO OK 60.00%" },
		{ 2, false, ENVIRONMENT_DEMO, "DEMO main OK 60.00%" },
		{ 2, true, ENVIRONMENT_PRODUCTION, "SIM main OK 60.00%" },
	};
	size_t accounts = f->settings.count;
	char text[LOAN_WATCH_HEADLINE_SIZE];

	start(f, LOAN_OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		f->settings.count = rows[i].accounts;
		f->app.account_id.simulated = rows[i].simulated;
		f->app.account_id.environment = rows[i].environment;
		loan_watch_headline(text, &f->app);
		assert_memory_equal(text, rows[i].begins, strlen(rows[i].begins));
		assert_string_equal(strrchr(text, '%'), "% 15:30 UTC");
	}
	f->settings.count = accounts;
	f->app.account_id.simulated = false;
	f->app.account_id.environment = ENVIRONMENT_PRODUCTION;
	fixture_pass(f, 120000);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main OK 60.00% -18.6% 15:32 UTC");
	/* The time is that of the figures, not of the screen. */
	hang();
	fixture_pass(f, 240000);
	loan_watch_headline(text, &f->app);
	assert_string_equal(text, "main OLD (was OK) 15:32 UTC");
}

APP_TEST(test_switching_forgets_the_loan)
{
	start(f, LOAN_OK);
	fixture_type(f, "ey");
	assert_null(watchlist_watched(&f->app.watchlist));
	assert_null(app_loans(&f->app));
	assert_null(app_prices(&f->app));
	fixture_pass(f, 100);
	assert_int_equal(fixture_told(f, "no longer reported"), 0);
	assert_int_equal(fixture_told(f, "is new"), 0);
}

APP_TEST(test_tab_chooses_the_loan_and_its_assets)
{
	start(f,
	    LOANS(ORDER_AT("1", "100010", "166680", "0.6") "," ORDER_AT("2", "100010", "135150",
		"0.74")));
	assert_string_equal(watchlist_watched(&f->app.watchlist)->order->key, "2");
	fixture_key(f, '\t');
	assert_string_equal(watchlist_watched(&f->app.watchlist)->order->key, "1");
	assert_int_equal(watchlist_worst(&f->app.watchlist), RISK_CALL);
	fixture_pass(f, 2100);
	assert_string_equal(target_of("ordId=1", 0),
	    "/api/v5/finance/flexible-loan/collateral-assets?ordId=1");
}

APP_TEST(test_not_offered_is_not_silence)
{
	fake_http_push(&(struct fake_http_answer){ .target = "loan-info",
	    .body = REFUSAL("50038", "no demo"),
	    .times = FAKE_HTTP_ALWAYS });
	fixture_push_always(THREE);
	fixture_start(f, THREE);
	fixture_pass(f, 700000);
	assert_int_equal(f->app.rings, 0);
	assert_int_equal(app_leading(&f->app), OKX_ENDPOINT_COLLATERAL_ASSETS);
	assert_int_equal(app_freshness(&f->app), FRESHNESS_LIVE);
}

#define MIXED \
	LOANS(ORDER("1", COIN("ETH", "2") "," COIN("USDT", "95000"), COIN("USDT", "65000"), \
	    "65000", "100000", "0.65", "0.7374", "0.8374"))
#define PEG(usdt) PRICES(PRICE_OPENED("ETH", "3000", "3000") "," PRICE_OPENED("USDT", usdt, "1"))

/* How often TEXT was said. */
static int
times_said(const struct app_fixture *f, const char *text)
{
	int count = 0;

	for (size_t i = 0; messages_at(&f->app.messages, i) != NULL; i++)
		count += strstr(messages_at(&f->app.messages, i)->text, text) != NULL;
	return count;
}

/* A stablecoin that leaves its peg is told once, and when it is back; then WATCH is, too. */
APP_TEST(test_a_lost_peg_is_an_event)
{
	unsigned long rings;

	start(f, MIXED);
	answer(MIXED, PEG("1"));
	fixture_pass(f, 4200);
	assert_int_equal(watchlist_worst(&f->app.watchlist), RISK_OK);
	rings = f->app.rings;
	answer(MIXED, PEG("0.97196"));
	fixture_pass(f, 8400);
	assert_int_equal(times_said(f, "USDT index 0.971960: counts as any coin from now on"), 1);
	assert_int_equal(times_said(f, "OK -> WATCH"), 1);
	assert_int_equal(watchlist_worst(&f->app.watchlist), RISK_WATCH);
	assert_int_equal(f->app.rings, rings + 2);
	answer(MIXED, PEG("0.9999"));
	fixture_pass(f, 58000);
	assert_int_equal(watchlist_worst(&f->app.watchlist), RISK_WATCH);
	fixture_pass(f, 8400);
	assert_int_equal(times_said(f, "USDT index 0.999900: counts as a stablecoin again"), 1);
	assert_int_equal(watchlist_worst(&f->app.watchlist), RISK_OK);
	assert_int_equal(f->app.rings, rings + 2);
	/* Of a coin that no loan has nothing is told. */
	turn(f,
	    LOANS(ORDER("1", COIN("BTC", "2"), COIN("ETH", "1"), "3000", "100000", "0.03", "0.7",
		"0.8")));
	answer(LOANS(ORDER("1", COIN("BTC", "2"), COIN("ETH", "1"), "3000", "100000", "0.03", "0.7",
		   "0.8")),
	    PEG("0.9"));
	fixture_pass(f, 8400);
	assert_int_equal(times_said(f, "counts as"), 2);
}

/* Whether USDT of the loan that is watched counts, by its newest answer and by the pair. */
static bool
is_stable(const struct app_fixture *f)
{
	const struct loan_status *status = watchlist_watched(&f->app.watchlist);
	const bool stable = exposures_find(&status->exposures, "USDT")->stable;

	assert_int_equal(exposures_find(&status->paired->exposures, "USDT")->stable, stable);
	return stable;
}

/* Nor of one of which there is nothing, as long as that is so. */
APP_TEST(test_a_lost_peg_of_nothing_is_none)
{
	static const char nothing[] = LOANS(ORDER("1", COIN("ETH", "2") "," COIN("USDT", "0.0"),
	    COIN("USDC", "0"), "0", "100000", "0", "0.7374", "0.8374"));

	start(f, nothing);
	answer(nothing, PEG("1"));
	fixture_pass(f, 4200);
	answer(nothing, PEG("0.9"));
	fixture_pass(f, 4200);
	assert_false(is_stable(f));
	assert_int_equal(times_said(f, "counts as"), 0);
}

APP_TEST(test_a_peg_is_not_lost_while_prices_are_missing)
{
	start(f, LOAN_OK);
	fake_http_forget("index-tickers");
	fake_http_push(&(struct fake_http_answer){ .target = "index-tickers",
	    .body = REFUSAL("51001", "no such instrument"),
	    .times = FAKE_HTTP_ALWAYS });
	fixture_pass(f, 30000);
	assert_true(is_stable(f));
	assert_int_equal(times_said(f, "counts as"), 0);
}

APP_TEST(test_a_peg_that_was_lost_before_is_no_event)
{
	answer(MIXED, PEG("0.95"));
	fixture_push_always(LIST_SPARE);
	fixture_start(f, LIST_SPARE);
	fixture_pass(f, 5000);
	assert_false(is_stable(f));
	/* The other environment, and back. */
	fixture_type(f, "ey");
	fixture_pass(f, 5000);
	assert_false(is_stable(f));
	answer(MIXED, PEG("1"));
	fixture_type(f, "e");
	fixture_pass(f, 5000);
	assert_true(is_stable(f));
	assert_int_equal(times_said(f, "counts as"), 0);
}
