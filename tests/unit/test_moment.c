/* SPDX-License-Identifier: ISC */
/*
 * Figures that join a loan answer with prices are of one moment. An exchange
 * whose market moves is read each 200 ms, at every phase of the polls, each of
 * its endpoints hanging in turn: no bound is ever more comfortable than the
 * true one by more than the market moved within the age shown.
 */
#include "test.h"

#include <math.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "model/position.h"
#include "unit/app_fixture.h"

#define CALL 0.7374
#define READ_MS 200
#define ROUNDING_MS 1000 /* an age is shown in whole seconds */

/* What is pledged and owed, at which price and haircut. */
static const struct scene {
	const char *name;
	struct side {
		const char *ccy;
		double pledged, owed, price, haircut;
		bool moves;
	} sides[4];
} scenes[] = {
	{ "ETH for USDT",
	    { { "ETH", 50, 0, 2000, 0.9, true }, { "USDT", 0, 50000, 1, 0, false } } },
	{ "BTC and ETH for USDT",
	    { { "BTC", 1, 0, 60000, 0.95, true }, { "ETH", 20, 0, 2000, 0.9, true },
		{ "USDT", 0, 50000, 1, 0, false } } },
	{ "ETH beside a calm coin",
	    { { "ETH", 20, 0, 2000, 0.9, true }, { "PAXG", 10, 0, 4000, 0.8, false },
		{ "USDT", 0, 40000, 1, 0, false } } },
	{ "USDT for SOL",
	    { { "USDT", 100000, 0, 1, 0.98, false }, { "SOL", 0, 400, 140, 0, true } } },
};

/* The market: prices jump by FACTOR at MOVED_MS; requests of HANGING from HANGS_MS on hang. */
static struct market {
	const struct scene *scene;
	double factor;
	int64_t moved_ms;
	const char *hanging;
	int64_t hangs_ms;
} market;

static double
price_at(const struct side *side, int64_t ms)
{
	return side->moves && ms >= market.moved_ms ? side->price * market.factor : side->price;
}

static double
debt_at(int64_t ms)
{
	double sum = 0;

	for (const struct side *side = market.scene->sides; side->ccy != NULL; side++)
		sum += side->owed * price_at(side, ms);
	return sum;
}

static double
secured_at(int64_t ms)
{
	double sum = 0;

	for (const struct side *side = market.scene->sides; side->ccy != NULL; side++)
		sum += side->pledged * side->haircut * price_at(side, ms);
	return sum;
}

static void
add_lot(char *out, size_t size, const char *name, bool owed)
{
	size_t length;
	const char *comma = "";

	length = strlen(out);
	snprintf(out + length, size - length, ",\"%s\":[", name);
	for (const struct side *side = market.scene->sides; side->ccy != NULL; side++) {
		double amount = owed ? side->owed : side->pledged;

		length = strlen(out);
		if (amount > 0)
			snprintf(out + length, size - length, "%s{\"ccy\":\"%s\",\"amt\":\"%.2f\"}",
			    comma, side->ccy, amount);
		comma = strchr(out, '}') != NULL && out[strlen(out) - 1] == '}' ? "," : "";
	}
	length = strlen(out);
	snprintf(out + length, size - length, "]");
}

static const char *
loan_body(void)
{
	static char body[1024];
	int64_t now = monotime_ms();

	snprintf(body, sizeof body,
	    "{\"code\":\"0\",\"data\":[{\"ordId\":\"1\",\"loanNotionalUsd\":\"%.6f\","
	    "\"collateralNotionalUsd\":\"%.6f\",\"curLTV\":\"%.8f\",\"marginCallLTV\":\"%g\",\"liqLTV\":\"0.8374\"",
	    debt_at(now), secured_at(now), debt_at(now) / secured_at(now), CALL);
	add_lot(body, sizeof body, "loanData", true);
	add_lot(body, sizeof body, "collateralData", false);
	strlcat(body, "}]}", sizeof body);
	return body;
}

static const char *
price_body(const char *target)
{
	static char body[256];

	for (const struct side *side = market.scene->sides; side->ccy != NULL; side++) {
		char inst_id[32];

		snprintf(inst_id, sizeof inst_id, "%s-USD", side->ccy);
		if (strstr(target, inst_id) == NULL)
			continue;
		snprintf(body, sizeof body,
		    "{\"code\":\"0\",\"data\":[{\"instId\":\"%s\",\"idxPx\":\"%.8f\"}]}", inst_id,
		    price_at(side, monotime_ms()));
		return body;
	}
	return "{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}";
}

static const char *
answer(const char *target)
{
	if (market.hanging != NULL && strstr(target, market.hanging) != NULL &&
	    monotime_ms() >= market.hangs_ms)
		return NULL;
	if (strstr(target, "loan-info") != NULL)
		return loan_body();
	if (strstr(target, "instId=") != NULL)
		return price_body(target);
	return "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}";
}

/* Watches SCENE; answers take LATENCY_MS and are of when they were asked for (LATE: came). */
static void
open_scene(struct app_fixture *fixture, const struct scene *scene, int64_t latency_ms, bool late)
{
	market = (struct market){ .scene = scene, .factor = 1, .moved_ms = INT64_MAX };
	fake_http_push(&(struct fake_http_answer){ .make = answer,
	    .latency_ms = latency_ms,
	    .late = late,
	    .times = FAKE_HTTP_ALWAYS });
	fixture_start(fixture, FIXTURE_HANGS);
}

static double
number(const struct ratio *fraction)
{
	char text[DECIMAL_TEXT_SIZE];
	struct decimal rounded;

	assert_true(ratio_round(&rounded, fraction, 12, DECIMAL_HALF_EVEN));
	decimal_text(text, sizeof text, &rounded);
	return strtod(text, NULL);
}

/* The price of SIDE at which the call came, with the others' at MS. */
static double
true_bound(const struct side *side, int64_t ms)
{
	double price = price_at(side, ms),
	       weight = CALL * side->haircut * side->pledged - side->owed;

	return price - (CALL * secured_at(ms) - debt_at(ms)) / weight;
}

/* The age a person sees for the pair: its own where shown, else the loan's and a bit. */
static int64_t
age_shown(const struct app *app)
{
	int64_t pair = app_pair_age_ms(app), leading = app_age_ms(app);

	return (pair > leading + PAIR_SHOWN_MS ? pair : leading + PAIR_SHOWN_MS) + ROUNDING_MS;
}

/* What SIDE's price and bound did from FROM_MS on. */
struct course {
	double least_bound, most_bound, least_price, most_price;
};

static struct course
course_of(const struct side *side, int64_t from_ms)
{
	double before = price_at(side, from_ms), now = price_at(side, monotime_ms());
	double bound_before = true_bound(side, from_ms), bound = true_bound(side, monotime_ms());

	return (struct course){ fmin(bound_before, bound), fmax(bound_before, bound),
		fmin(before, now), fmax(before, now) };
}

/* Whether CALL_PRICE of SIDE, as it stands there, comforts by more than the market moved. */
static bool
too_comfortable(const struct call_price *call_price, const struct side *side, int64_t from_ms)
{
	struct course course = course_of(side, from_ms);
	double moved = course.most_price - course.least_price + 0.01;

	if (side->owed > 0)
		return (call_price->state == CALL_PRICE_PRICE && call_price->rising.known &&
			   number(&call_price->rising) > course.most_bound + moved) ||
		    call_price->state == CALL_PRICE_NEVER;
	if (call_price->state == CALL_PRICE_NEVER)
		return course.least_bound - moved > 0;
	return call_price->state == CALL_PRICE_PRICE && call_price->falling.known &&
	    number(&call_price->falling) < course.least_bound - moved;
}

static void
read_screen(const struct app *app, const char *what)
{
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	int64_t from_ms = monotime_ms() - age_shown(app);

	assert_false(status != NULL && status->risk.above_market);
	for (size_t i = 0; app->shown != NULL && i < app->shown->count; i++) {
		const struct position *position = app->shown->items[i].position;

		for (const struct side *side = market.scene->sides; side->ccy != NULL; side++)
			if (strcmp(side->ccy, app->shown->items[i].coin) == 0 &&
			    too_comfortable(position->call_price, side, from_ms))
				fail_msg("%s x %g, %s hangs: %s promises %f, true is %f", what,
				    market.factor,
				    market.hanging != NULL ? market.hanging : "nothing", side->ccy,
				    number(position->call_price->falling.known ?
					    &position->call_price->falling :
					    &position->call_price->rising),
				    true_bound(side, monotime_ms()));
	}
}

/* One move of the market, PHASE_MS after a poll; returns how often there was a bound to read. */
static unsigned
try(struct app_fixture **fixture, const struct scene *scene, double factor, int64_t phase_ms,
    const char *hanging, bool late)
{
	void *state = *fixture;
	unsigned bounds = 0;
	const struct app *app;

	fixture_close(&state);
	fixture_open(&state);
	*fixture = state;
	app = &(*fixture)->app;
	open_scene(*fixture, scene, 50, late);
	fixture_pass(*fixture, 6000);
	market.factor = factor;
	market.moved_ms = monotime_ms() + phase_ms;
	market.hanging = hanging;
	market.hangs_ms = market.moved_ms - 1000;
	for (int i = 0; i < 200; i++) {
		fixture_pass(*fixture, READ_MS);
		read_screen(app, scene->name);
		bounds += app->shown != NULL && app->shown->count > 0 &&
		    app->shown->items[0].position->call_price->state != CALL_PRICE_UNKNOWN;
		/* What hung comes back. */
		if (i == 150)
			market.hanging = NULL;
	}
	return bounds;
}

EACH_TEST(fixture_open, fixture_close)

TEST(no_bound_is_more_comfortable_than_the_market_moved)
{
	static const double factors[] = { 0.8, 0.98, 1.02, 1.2 };
	static const char *const hanging[] = { NULL, "loan-info", "index-tickers",
		"collateral-assets" };
	/* Valgrind makes each of them thirty times as long. */
	const int64_t step_ms = getenv("COLLTOP_VALGRIND") != NULL ? 1750 : 250;
	struct app_fixture *fixture = *state;

	for (size_t s = 0; s < COUNT(scenes); s++)
		for (size_t f = 0; f < COUNT(factors); f++)
			for (size_t h = 0; h < COUNT(hanging); h++)
				for (int64_t phase_ms = 0; phase_ms < 2000; phase_ms += step_ms)
					assert_true(try(&fixture, &scenes[s], factors[f], phase_ms,
							hanging[h], phase_ms % 500 == 0) > 0);
	*state = fixture;
}

/* The bound of ETH as it stands there; 0 where there is none. */
static double
bound_of_eth(const struct app *app)
{
	const struct asset *eth = assets_find(app->shown, "ETH");

	return eth != NULL && eth->position->call_price->falling.known ?
	    number(&eth->position->call_price->falling) :
	    0;
}

#define TRUE_BOUND 1506.8 /* 50,000 / (0.7374 x 0.9 x 50) */

/* 50 ETH at 2,000 for 50,000 USDT: whatever the price, the call comes at 1,506.8. */
APP_TEST(a_rise_just_after_the_prices_moves_no_bound)
{
	open_scene(f, &scenes[0], 0, false);
	fixture_pass(f, 100);
	assert_true(fabs(bound_of_eth(&f->app) - TRUE_BOUND) < 0.1);
	market.factor = 1.2;
	market.moved_ms = monotime_ms();
	for (int i = 0; i < 100; i++) {
		fixture_pass(f, 100);
		assert_true(fabs(bound_of_eth(&f->app) - TRUE_BOUND) < 0.1);
	}
}

APP_TEST(hanging_prices_leave_the_bound_of_the_pair)
{
	open_scene(f, &scenes[0], 0, false);
	fixture_pass(f, 100);
	market.factor = 1.2;
	market.moved_ms = monotime_ms();
	market.hanging = "index-tickers";
	for (int i = 0; i < 600; i++) {
		fixture_pass(f, 100);
		assert_true(fabs(bound_of_eth(&f->app) - TRUE_BOUND) < 0.1);
		assert_false(watchlist_watched(&f->app.watchlist)->risk.above_market);
		assert_int_equal(app_pair_stale(&f->app), app_pair_age_ms(&f->app) > 30000);
	}
	assert_in_range(app_pair_age_ms(&f->app), 60000, 60200);
}

APP_TEST(a_hanging_loan_leaves_the_bound_of_the_pair_beside_a_live_price)
{
	const struct price *eth;

	open_scene(f, &scenes[0], 0, false);
	fixture_pass(f, 100);
	market.factor = 0.8;
	market.moved_ms = monotime_ms();
	market.hanging = "loan-info";
	for (int i = 0; i < 600; i++) {
		fixture_pass(f, 100);
		assert_true(fabs(bound_of_eth(&f->app) - TRUE_BOUND) < 0.1);
	}
	eth = prices_find(app_prices(&f->app), "ETH");
	assert_string_equal(eth->last.sent, "1600.00000000");
	assert_true(app_pair_stale(&f->app));
}

/* A crash of two per cent each second: the bound stays where it is. */
APP_TEST(a_crash_does_not_move_the_bound)
{
	open_scene(f, &scenes[0], 50, false);
	fixture_pass(f, 200);
	market.moved_ms = 0;
	for (int i = 0; i < 100; i++) {
		market.factor *= 0.998;
		fixture_pass(f, 100);
		/* Between the answer and its prices the market falls by what it falls in 0.1 s. */
		if (watchlist_watched(&f->app.watchlist)->risk.band < RISK_CALL)
			assert_true(bound_of_eth(&f->app) > TRUE_BOUND * 0.99);
	}
}
