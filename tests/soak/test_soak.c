/* SPDX-License-Identifier: ISC */
/*
 * Weeks on the clock of unit/fake_monotime.h: the program's own loop with its
 * screen, an exchange that fails in every way, a person at the keys, machines
 * that sleep and clocks that jump. COLLTOP_SOAK_DAYS says how many days; one, if it does not.
 */
#include "test.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <sys/socket.h>

#include <vterm.h>

#include "app/session.h"
#include "sys/signals.h"
#include "app/loan_watch.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "okx/host.h"
#include "soak/script.h"
#include "ui/ui.h"
#include "unit/fake_http.h"
#include "unit/fake_monotime.h"
#include "unit/settings_fixture.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define START_MS INT64_C(1000000)
#define MOST_GROWTH (256 * 1024)
#define KEY_EVERY_MS 170000 /* the person presses something */

struct soak {
	struct settings settings;
	struct secrets *secrets;
	struct credentials credentials;
	struct okx_http *http;
	struct app app;
	struct ui_options look;
	struct ui *ui;
	struct frontend real;
	int peer; /* the terminal's end */
	VTerm *terminal;
	VTermScreen *screen;
	int64_t until_ms, key_ms, sleep_ms, hour_ms;
	bool measuring; /* at the next moment that compares with the others */
	size_t keys;    /* pressed */
	unsigned long draws, compared, compared_pledged, old_bands;
	unsigned long long drawn_bytes;
	/* after the first hour, and the most since */
	long long heap, most_heap, resident, most_resident;
	unsigned descriptors, looks;
};

/* Anonymous memory, as the kernel counts it to the byte. */
static long long
resident(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long long kib = 0;

	if (file == NULL)
		return 0;
	while (fgets(line, sizeof line, file) != NULL)
		if (sscanf(line, "Anonymous: %lld", &kib) == 1)
			break;
	fclose(file);
	return kib * 1024;
}

static long long
heap(void)
{
#ifdef __GLIBC__
	struct mallinfo2 info = mallinfo2();

	return (long long)(info.uordblks + info.hblkhd);
#else
	return 0;
#endif
}

static unsigned
open_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned count = 0;

	if (folder == NULL)
		return 0;
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

static void
look_at_the_process(struct soak *soak)
{
	unsigned now = open_descriptors();
	long long now_heap, now_resident;

#ifdef __GLIBC__
	malloc_trim(0);
#endif
	now_heap = heap();
	now_resident = resident();
	if (soak->looks++ == 0) {
		soak->heap = soak->most_heap = now_heap;
		soak->resident = soak->most_resident = now_resident;
		soak->descriptors = now;
	}
	if (now_heap > soak->most_heap)
		soak->most_heap = now_heap;
	if (now_resident > soak->most_resident)
		soak->most_resident = now_resident;
	assert_int_equal(now, soak->descriptors);
}

/* The last hour is calm, so that it is known what must stand there in the end. */
static bool
calm(const struct soak *soak)
{
	return monotime_ms() > soak->until_ms - HOUR_MS;
}

static void
resize(struct soak *soak, int width, int height)
{
	soak->look.columns = width;
	soak->look.rows = height;
	soak->real.resize(soak->real.self);
	vterm_set_size(soak->terminal, height, width);
}

/* Whatever a person does who comes by now and then; never q, which may leave. */
static void
press(struct soak *soak)
{
	static const char *const keys[] = { "e", "y", "e", "j", "k", "/c0\r", "/\x15\r", "o\r", "u",
		"s", "I", "m", "\x1b", "\r", "\t", "\x1b", "trepay 1\r", "\x1b", "\t", "\x1b[Z",
		"B", "B", "x", "x", "z", "z", "?", "\x1b", "+", "-", "r", "r", "\x0c", "p", "p",
		"G", "g" };
	const char *text = keys[soak->keys++ % (sizeof keys / sizeof *keys)];

	assert_int_equal(write(soak->peer, text, strlen(text)), (ssize_t)strlen(text));
	/* The largest size first, so that it is no news after the first hour. */
	if (soak->keys == 3)
		resize(soak, 200, 65);
	else if (soak->keys % 11 == 0)
		resize(soak, 20 + (int)(soak->keys * 37 % 180), 5 + (int)(soak->keys * 13 % 60));
}

static void
take_in(struct soak *soak)
{
	char bytes[65536];
	ssize_t got;

	while ((got = read(soak->peer, bytes, sizeof bytes)) > 0) {
		soak->drawn_bytes += (unsigned long long)got;
		vterm_input_write(soak->terminal, bytes, (size_t)got);
	}
}

/* What is listed and what is pledged is what the exchange said last. */
static void
compare(struct soak *soak, const struct app *app)
{
	const struct assets *assets = app_assets(app);
	const struct loan_status *status = watchlist_watched(&app->watchlist);
	struct decimal expected, sum = decimal_from(0, 0);

	if (app->paused)
		return;
	if (assets != NULL && script_listed(&expected)) {
		for (size_t i = 0; i < assets->count; i++)
			assert_true(decimal_add(&sum, &sum, &assets->items[i].value.value));
		assert_int_equal(decimal_compare(&sum, &expected), 0);
		soak->compared++;
	}
	/* Between pairs the values are those of the last one. */
	if (status != NULL && app->pair.loans == app_loans(app) &&
	    app->portfolio.all.unknown == 0 && script_pledged(status->order->key, &expected)) {
		assert_int_equal(decimal_compare(&app->portfolio.all.value, &expected), 0);
		soak->compared_pledged++;
	}
}

/* A band that was is said to have been one: on the loan's line, and in the window's title. */
static void
look_at_the_band(struct soak *soak, const struct app *app)
{
	enum freshness freshness = source_freshness(&app->sources[OKX_ENDPOINT_LOAN_INFO]);
	char line[1024], title[LOAN_WATCH_HEADLINE_SIZE];
	int height, width;

	if (watchlist_watched(&app->watchlist) == NULL || freshness == FRESHNESS_LIVE)
		return;
	loan_watch_headline(title, app);
	assert_non_null(strstr(title, "OLD "));
	vterm_get_size(soak->terminal, &height, &width);
	for (int row = 0; row < height && app->mode == MODE_TABLE; row++) {
		VTermRect rect = { .start_row = row, .end_row = row + 1, .end_col = width };

		line[vterm_screen_get_text(soak->screen, line, sizeof line - 1, rect)] = '\0';
		if (strncmp(line, " LOAN ", 6) != 0)
			continue;
		soak->old_bands++;
		for (enum risk_band band = RISK_OK; band < RISK_BANDS; band++) {
			char word[24];

			snprintf(word, sizeof word, "  %s  ", risk_word(band));
			if (strstr(line, word) != NULL)
				fail_msg("beside old figures: %s", line);
		}
	}
}

static unsigned
descriptors(void *self, struct pollfd *fds, unsigned room)
{
	struct soak *soak = self;

	/* A night with the lid closed, and a clock that somebody set. */
	if (monotime_ms() >= soak->sleep_ms && !calm(soak)) {
		soak->sleep_ms += 4 * DAY_MS;
		fake_monotime_advance(8 * HOUR_MS);
		fake_monotime_set_utc(monotime_utc_ms() + HOUR_MS);
	}
	return soak->real.descriptors(soak->real.self, fds, room);
}

static bool
ready(void *self, const struct pollfd *fds, unsigned count)
{
	struct soak *soak = self;

	return soak->real.ready(soak->real.self, fds, count);
}

static int
key(void *self, const struct app *app)
{
	struct soak *soak = self;

	return soak->real.key(soak->real.self, app);
}

static int64_t
deadline(void *self)
{
	struct soak *soak = self;

	script_turn(!calm(soak));
	return soak->real.deadline(soak->real.self);
}

static struct app_extent
extent(void *self, const struct app *app)
{
	struct soak *soak = self;

	return soak->real.extent(soak->real.self, app);
}

static bool
draw(void *self, const struct app *app)
{
	struct soak *soak = self;
	int64_t now = monotime_ms();

	soak->real.draw(soak->real.self, app);
	soak->draws++;
	take_in(soak);
	compare(soak, app);
	look_at_the_band(soak, app);
	if (now >= soak->hour_ms && !soak->measuring) {
		soak->measuring = true;
		resize(soak, 80, 24);
	} else if (soak->measuring && script_few() && !app->paused) {
		look_at_the_process(soak);
		soak->measuring = false;
		soak->hour_ms += HOUR_MS;
	}
	if (now >= soak->key_ms && !calm(soak) && !soak->measuring) {
		soak->key_ms = now + KEY_EVERY_MS;
		press(soak);
	}
	return now < soak->until_ms;
}

/* The fake keeps thousands of requests: it does from now on, and grows no more. */
static void
fill_the_fake(struct okx_http *http)
{
	struct okx_http_answer answer;
	struct cause cause;

	fake_http_push(&(struct fake_http_answer){ .times = FAKE_HTTP_ALWAYS });
	for (int i = 0; i < 4096; i++) {
		assert_true(okx_http_get(http, 0, "/", NULL, 0, &cause));
		assert_true(okx_http_next(http, &answer));
	}
}

static void
start(struct soak *soak, int64_t length_ms)
{
	struct settings *settings = &soak->settings;
	struct cause cause = { "" };
	bool locked;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	assert_true(signals_start(&cause));
	fake_monotime_set(START_MS);
	*soak = (struct soak){ .until_ms = START_MS + length_ms,
		.key_ms = START_MS + KEY_EVERY_MS,
		.sleep_ms = START_MS + 10 * HOUR_MS,
		.hour_ms = START_MS + HOUR_MS };
	settings_fixture(settings, 1);
	soak->secrets = secrets_new(&locked);
	for (int i = 0; i < ENVIRONMENTS; i++) {
		assert_true(secrets_put(soak->secrets, (enum environment)i, "key", "secret",
		    "passphrase", "test", &cause));
		soak->credentials.of[i].state = CREDENTIALS_FOUND;
	}
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(fcntl(ends[i], F_SETFL, O_NONBLOCK), 0);
	soak->peer = ends[1];
	soak->look = (struct ui_options){ .terminal = "xterm-256color",
		.theme = "dark",
		.color = true,
		.descriptor = ends[0],
		.columns = 80,
		.rows = 24 };
	soak->ui = ui_new(&soak->look, &cause);
	if (soak->ui == NULL)
		fail_msg("no screen: %s", cause.text);
	soak->real = ui_frontend(soak->ui);
	soak->terminal = vterm_new(24, 80);
	vterm_set_utf8(soak->terminal, 1);
	soak->screen = vterm_obtain_screen(soak->terminal);
	vterm_screen_enable_altscreen(soak->screen, 1);
	vterm_screen_reset(soak->screen, 1);
	soak->http = okx_http_new(OKX_ENDPOINTS);
	fill_the_fake(soak->http);
	script_start();
	app_init(&soak->app, settings, soak->secrets, okx_client_new(soak->http, 1),
	    &soak->credentials);
}

static void
end(struct soak *soak)
{
	struct okx_client *client = soak->app.client;

	ui_free(soak->ui);
	close(soak->peer);
	vterm_free(soak->terminal);
	app_clear(&soak->app);
	okx_client_free(client);
	okx_http_free(soak->http);
	settings_clear(&soak->settings);
	secrets_free(soak->secrets);
}

/* How long, in milliseconds. */
static int64_t
length(void)
{
	const char *days = getenv("COLLTOP_SOAK_DAYS");

	if (days != NULL && days[0] != '\0')
		return strtol(days, NULL, 10) * DAY_MS;
	return getenv("COLLTOP_VALGRIND") != NULL ? 2 * HOUR_MS : DAY_MS;
}

TEST(test_weeks_go_by)
{
	static struct soak soak;
	const struct frontend frontend = { .self = &soak,
		.descriptors = descriptors,
		.ready = ready,
		.key = key,
		.deadline = deadline,
		.extent = extent,
		.draw = draw };
	int64_t length_ms = length();
	unsigned long requests, loans, prices;

	start(&soak, length_ms);
	assert_int_equal(loop_run(&soak.app, soak.http, &frontend), 0);
	assert_true(monotime_ms() >= soak.until_ms);
	requests = script_requests("collateral-assets");
	loans = script_requests("loan-info");
	prices = script_requests("index-tickers");
	print_message(
	    "%.1f days: %lu + %lu + %lu requests, %lu spoilt, %lu draws of %llu bytes, %zu keys; %lu totals "
	    "compared of the list, %lu of what is pledged, %lu bands of old figures; since the first hour "
	    "heap +%lld, resident +%lld bytes; %u descriptors\n",
	    (double)length_ms / DAY_MS, requests, loans, prices, script_faults(), soak.draws,
	    soak.drawn_bytes, soak.keys, soak.compared, soak.compared_pledged, soak.old_bands,
	    soak.most_heap - soak.heap, soak.most_resident - soak.resident, soak.descriptors);

	/* At most every two seconds, but for what the person asked; and it never gave up. */
	assert_true(requests <= (unsigned long)(length_ms / 2000) + soak.keys);
	assert_true(requests >= (unsigned long)(length_ms / 4000));
	assert_true(loans <= (unsigned long)(length_ms / 2000) + soak.keys);
	assert_true(loans >= (unsigned long)(length_ms / 4000));
	assert_true(soak.compared >= requests / 2);
	assert_true(soak.compared_pledged >= loans / 2);
	assert_true(soak.old_bands > 0);
	for (int e = 0; e < OKX_ENDPOINTS; e++)
		assert_false(soak.app.sources[e].failing);
#ifndef COLLTOP_SANITIZERS
	if (getenv("COLLTOP_VALGRIND") == NULL) {
		assert_true(soak.looks > 1);
		assert_true(soak.most_heap - soak.heap < MOST_GROWTH);
		assert_true(soak.most_resident - soak.resident < MOST_GROWTH);
	}
#endif
	end(&soak);
}

int
main(int argc, char **argv)
{
	/* Blocks that malloc keeps aside would count as in use. */
	if (getenv("GLIBC_TUNABLES") == NULL && getenv("COLLTOP_VALGRIND") == NULL) {
		setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0", 1);
		execv("/proc/self/exe", argv);
	}
	setlocale(LC_CTYPE, "C.UTF-8");
	return test_main();
}
