/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <signal.h>

#include <bsd/string.h>

#include "app/loop.h"
#include "sys/signals.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "dispositions.h"
#include "report/report.h"
#include "unit/app_fixture.h"
#include "unit/sandbox.h"

/* The loop with a front end that follows a script. */

#define LINES(key) "OKX_API_KEY=" key "\nOKX_SECRET_KEY=secret\nOKX_PASSPHRASE=passphrase\n"
#define STILL_MAX 20 /* turns without any time between them; more is no rest at all */

struct front;

/* Something that happens at a moment after the start: a key, a signal or an act. */
struct step {
	int64_t at_ms;
	int key, signal;
	void (*act)(struct front *front);
};

#define KEY(at, code) \
	{ \
		.at_ms = (at), .key = (code) \
	}
#define SIGNAL(at, number) \
	{ \
		.at_ms = (at), .signal = (number) \
	}
#define ACT(at, function) \
	{ \
		.at_ms = (at), .act = (function) \
	}

struct front {
	struct app_fixture *fixture;
	const struct step *steps;
	size_t count, next;
	int64_t stall_ms; /* the next wait takes so much longer */
	bool gone, keyless;
	unsigned last_draw; /* it is done after so many, 0: never */
	unsigned draws, turns, still, resizes;
	char story[64]; /* what was asked of it: s suspend, c resume */
	int64_t turned_ms;
	unsigned asked_before_draw; /* aims and requests when it drew first */
};

static const struct step *
due_step(const struct front *front)
{
	const struct step *step = &front->steps[front->next];

	return front->next < front->count && monotime_ms() >= FIXTURE_START_MS + step->at_ms ?
	    step :
	    NULL;
}

/* Called once a turn, when its wait has begun. */
static unsigned
front_descriptors(void *self, struct pollfd *fds, unsigned room)
{
	struct front *front = self;

	(void)fds;
	(void)room;
	front->turns++;
	front->still = monotime_ms() == front->turned_ms ? front->still + 1 : 0;
	assert_true(front->still < STILL_MAX);
	front->turned_ms = monotime_ms();
	fake_monotime_advance(front->stall_ms);
	front->stall_ms = 0;
	return 0;
}

static bool
front_ready(void *self, const struct pollfd *fds, unsigned count)
{
	struct front *front = self;
	const struct step *step;

	(void)fds;
	assert_int_equal(count, 0);
	while ((step = due_step(front)) != NULL && step->key == 0) {
		front->next++;
		if (step->act != NULL)
			step->act(front);
		else
			raise(step->signal);
	}
	return !front->gone;
}

static int
front_key(void *self, const struct app *app)
{
	struct front *front = self;
	const struct step *step = due_step(front);

	assert_ptr_equal(app, &front->fixture->app);
	if (step == NULL || step->key == 0)
		return KEYCODE_NONE;
	front->next++;
	return step->key;
}

static int64_t
front_deadline(void *self)
{
	const struct front *front = self;

	return front->next < front->count ? FIXTURE_START_MS + front->steps[front->next].at_ms :
					    INT64_MAX;
}

static struct app_extent
front_extent(void *self, const struct app *app)
{
	const struct front *front = self;

	assert_ptr_equal(app, &front->fixture->app);
	return front->fixture->extent;
}

static bool
front_draw(void *self, const struct app *app)
{
	struct front *front = self;

	if (front->draws++ == 0) {
		front->asked_before_draw = fake_http_aims() + fake_http_count();
		assert_int_equal(app->messages.count, 0);
	}
	return front->draws != front->last_draw;
}

static void
front_suspend(void *self)
{
	struct front *front = self;

	strlcat(front->story, "s", sizeof front->story);
}

static void
front_resume(void *self)
{
	struct front *front = self;

	strlcat(front->story, "c", sizeof front->story);
}

static void
front_resize(void *self)
{
	((struct front *)self)->resizes++;
}

static int
run(struct front *front, struct app_fixture *fixture, const struct step *steps, size_t count)
{
	const struct frontend frontend = {
		.self = front,
		.descriptors = front_descriptors,
		.ready = front_ready,
		.key = front->keyless ? NULL : front_key,
		.deadline = front_deadline,
		.extent = front_extent,
		.draw = front_draw,
		.suspend = front_suspend,
		.resume = front_resume,
		.resize = front_resize,
	};

	front->fixture = fixture;
	front->steps = steps;
	front->count = count;
	app_init(&fixture->app, &fixture->settings, fixture->secrets, fixture->client,
	    &fixture->credentials);
	fixture->made = true;
	return loop_run(&fixture->app, fixture->http, &frontend);
}

#define RUN(front, fixture, ...) \
	run((front), (fixture), (const struct step[]){ __VA_ARGS__ }, \
	    sizeof(const struct step[]){ __VA_ARGS__ } / sizeof(struct step))

static void
act_go(struct front *front)
{
	front->gone = true;
}

static void
act_sleep_an_hour(struct front *front)
{
	front->stall_ms = 3600000;
}

static void
act_stall_a_little(struct front *front)
{
	front->stall_ms = LOOP_WAKE_MS;
}

static int
start_signals(void **state)
{
	struct cause cause = { "" };

	return signals_start(&cause) ? 0 : -1;
}

EACH_TEST(fixture_open, fixture_close)
ALL_TESTS(start_signals, NULL)

APP_TEST(test_draws_before_it_asks)
{
	struct front front = { .draws = 0 };

	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, f, KEY(500, 'q'), KEY(500, 'x')), 0);
	assert_int_equal(front.asked_before_draw, 0);
	assert_int_equal(front.draws, 4);
	assert_int_equal(fixture_requests(), 1);
	assert_int_equal(monotime_ms() - FIXTURE_START_MS, 500);
	/* Nothing is obeyed behind the key that ends it. */
	assert_int_equal(front.next, 1);
	assert_false(f->app.hidden);
	assert_false(f->app.changed);
}

APP_TEST(test_signals_end_it)
{
	static const int endings[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		struct front front = { .draws = 0 };

		/* The exchange hangs; that is no reason to stay. */
		assert_int_equal(RUN(&front, f, SIGNAL(3000, endings[i])), endings[i]);
		assert_int_equal(monotime_ms() - FIXTURE_START_MS, 3000);
		app_clear(&f->app);
		f->made = false;
		okx_client_stop(f->client);
		fake_monotime_set(FIXTURE_START_MS);
	}
}

TEST(test_nobody_looks_on_any_more)
{
	struct front front = { .draws = 0 };

	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, *state, ACT(3000, act_go)), SIGHUP);
}

TEST(test_front_end_is_done)
{
	struct front front = { .last_draw = 3 };

	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, *state, KEY(600000, 'q')), 0);
	assert_int_equal(front.draws, 3);
	assert_in_range(monotime_ms() - FIXTURE_START_MS, 0, 4000);
}

/* A report needs no keys, no terminal and no ticks. */
APP_TEST(test_a_report_runs_in_it)
{
	struct report *report;
	struct frontend frontend;
	char *text;
	size_t size, lines = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	for (int i = 0; i < 3; i++)
		fake_http_push(&(struct fake_http_answer){ .target = "collateral-assets",
		    .body = THREE,
		    .latency_ms = 1500 });
	report = report_new(out, FORMAT_JSON, 3);
	frontend = report_frontend(report);
	app_init(&f->app, &f->settings, f->secrets, f->client, &f->credentials);
	f->made = true;
	assert_int_equal(loop_run(&f->app, f->http, &frontend), 0);
	assert_int_equal(report_status(report), 0);
	assert_int_equal(monotime_ms() - FIXTURE_START_MS, 2 * 2000 + 1500);
	fclose(out);
	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	assert_int_equal(lines, 3);
	free(text);
	report_free(report);
}

/* At most one tick a second beside the 30 answers of loan info, and a wait in every turn. */
TEST(test_one_tick_a_second)
{
	struct front front = { .draws = 0 };

	assert_int_equal(RUN(&front, *state, KEY(60500, 'q')), 0);
	assert_in_range(front.draws, 89, 96);
	assert_in_range(front.turns, 89, 190);
}

/* Without anybody who looks on nothing happens between two answers. */
APP_TEST(test_no_ticks_without_keys)
{
	struct front front = { .keyless = true, .last_draw = 9 };

	f->settings.interval_s = 10;
	fixture_push_always(THREE);
	assert_int_equal(run(&front, f, NULL, 0), 0);
	assert_int_equal(monotime_ms() - FIXTURE_START_MS, 20000);
	assert_in_range(front.turns, 5, 14);
}

/* An answer that comes as the age is due is drawn with it, in one go. */
TEST(test_answers_and_ticks_are_drawn_together)
{
	struct front front = { .draws = 0 };

	for (int i = 0; i < 31; i++)
		fake_http_push(&(struct fake_http_answer){ .target = "collateral-assets",
		    .body = THREE,
		    .latency_ms = i % 2 == 0 ? 100 : 300 });
	assert_int_equal(RUN(&front, *state, KEY(60050, 'q')), 0);
	/* The 31 answers of loan info, and those of funding and prices, come at other times. */
	assert_in_range(front.draws, 90, 100);
}

APP_TEST(test_waking_up_asks_at_once)
{
	struct front front = { .draws = 0 };

	f->settings.interval_s = 60;
	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, f, ACT(10000, act_stall_a_little),
			     ACT(20000, act_sleep_an_hour), KEY(3621500, 'q')),
	    0);
	assert_int_equal(fixture_told(f, "resumed"), 1);
	assert_int_equal(fixture_told(f, "resumed after 1h00m"), 1);
	assert_int_equal(fixture_requests(), 2);
	assert_in_range(fixture_request(1)->started_ms - FIXTURE_START_MS, 3620000, 3621000);
	assert_in_range(app_age_ms(&f->app), 0, 1500);
	assert_string_equal(front.story, "");
}

/* What stopped it may have done anything to the terminal. */
APP_TEST(test_somebody_else_stopped_it)
{
	struct front front = { .draws = 0 };

	f->settings.interval_s = 60;
	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, f, SIGNAL(10000, SIGCONT), KEY(10500, 'q')), 0);
	assert_string_equal(front.story, "c");
	assert_string_equal(fixture_said(f, 0), "resumed");
	assert_int_equal(fixture_requests(), 2);
	assert_int_equal(fixture_request(1)->started_ms - FIXTURE_START_MS, 10000);
}

TEST(test_resize)
{
	struct front front = { .draws = 0 };

	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, *state, SIGNAL(100, SIGWINCH), KEY(200, 'q')), 0);
	assert_int_equal(front.resizes, 1);
	assert_int_equal(front.draws, 5);
}

/* The screen makes way only for a command, and comes back. */
APP_TEST(test_command_of_the_next_account)
{
	struct front front = { .draws = 0 };

	f->settings.accounts[1].credentials[ENVIRONMENT_PRODUCTION].command = xstrdup(
	    "printf 'OKX_API_KEY=by-command\\nOKX_SECRET_KEY=s\\nOKX_PASSPHRASE=p\\n'");
	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, f, KEY(500, 'a'), KEY(600, 'q')), 0);
	assert_string_equal(front.story, "sc");
	assert_string_equal(f->app.account_id.account, "second");
	assert_string_equal(f->app.shown->from.account_id.account, "second");
	assert_int_equal(fixture_requests(), 2);
	assert_string_equal(fake_http_header(fixture_request(1), "OK-ACCESS-KEY"), "by-command");
}

APP_TEST(test_file_of_the_next_account)
{
	struct front front = { .draws = 0 };
	void *sandbox = NULL;

	assert_int_equal(sandbox_open(&sandbox), 0);
	f->settings.accounts[1].credentials[ENVIRONMENT_DEMO].file = xstrdup(
	    sandbox_file("demo.env", LINES("by-file"), 0600));
	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, f, KEY(500, 'a'), KEY(600, 'q')), 0);
	assert_int_equal(sandbox_close(&sandbox), 0);
	assert_string_equal(front.story, "");
	assert_int_equal(f->app.account_id.environment, ENVIRONMENT_DEMO);
	assert_string_equal(f->app.shown->from.account_id.account, "second");
	assert_string_equal(fake_http_header(fixture_request(1), "OK-ACCESS-KEY"), "by-file");
}

/* Nothing of the account that was left shows up in one that has no key. */
APP_TEST(test_next_account_without_a_key)
{
	struct front front = { .draws = 0 };

	unsetenv("CREDENTIALS_DIRECTORY");
	fixture_push_always(THREE);
	assert_int_equal(RUN(&front, f, KEY(500, 'a'), KEY(60000, 'q')), 0);
	assert_string_equal(front.story, "");
	assert_int_equal(fixture_requests(), 1);
	assert_null(f->app.shown);
	assert_int_equal(fixture_assets(f)->outcomes, 1);
	assert_non_null(strstr(fixture_said(f, 0),
	    "no key for PRODUCTION of account second: nothing was sent. Account second has no production key; "));
}

/* Whatever is typed while whatever is answered, every turn comes to rest. */
APP_TEST(test_any_keys_at_any_time)
{
	static const char keys[] = "jkgG/bt|\r\033oI\ruszxpp?\033mer+-yn\f";
	static const char *const bodies[] = { THREE, THREE_LATER, FORTY, PARTIAL, SMALL, NO_LOAN,
		NO_ASSETS, "{" };
	struct front front = { .draws = 0 };
	struct step *steps = xcalloc(2001, sizeof *steps);
	uint32_t random = 1;

	for (size_t i = 0; i < 2000; i++) {
		random = random * 1664525 + 1013904223;
		steps[i + 1].at_ms = steps[i].at_ms +
		    (random >> 16) % ((random >> 8) % 16 == 0 ? 8000 : 400);
		steps[i].key = keys[(random >> 24) % (sizeof keys - 1)];
	}
	/* Esc, Esc and q leave from anywhere. */
	steps[1998].key = steps[1999].key = KEYCODE_ESCAPE;
	steps[2000].key = 'q';
	for (size_t i = 0; i < 200; i++) {
		random = random * 1664525 + 1013904223;
		fake_http_push(&(struct fake_http_answer){
		    .body = bodies[(random >> 24) % (sizeof bodies / sizeof *bodies)],
		    .latency_ms = (random >> 12) % 3000,
		});
	}
	fixture_push_always(THREE);
	assert_int_equal(run(&front, f, steps, 2001), 0);
	assert_int_equal(front.next, 2001);
	free(steps);
}

int
main(void)
{
	dispositions_default();
	signal(SIGHUP, SIG_DFL);
	return test_main();
}
