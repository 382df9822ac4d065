/* SPDX-License-Identifier: ISC */
/*
 * What happens inside the process with an answer: from its bytes through parser,
 * totals, sort and curses to the bytes for a terminal of 80 by 24, all through
 * the program's own rooms over a network that answers at once and a clock that
 * is set. Prints "NAME NUMBER", a line for each:
 *
 *	bare_10000_ns           cJSON alone, 10,000 rows: parse and delete
 *	drift_10000_ns          everything, the same bytes: values moved by up to a thousandth
 *	anew_10000_ns           everything, 10,000 rows in an order that has nothing to do with the last
 *	drift_1000_ns anew_1000_ns      1,000 rows
 *	heap_grown              bytes in use after 10,000 refreshes more than before (glibc)
 *	resident_grown          anonymous memory resident after them more than before
 *	composed_most           how often a region of the screen was composed for one frame, at most
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <inttypes.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <bsd/string.h>

#include "app/loop.h"
#include "app/session.h"
#include "app/updates.h"
#include "conf/settings_load.h"
#include "base/monotime.h"
#include "base/xmalloc.h"
#include "ui/ui.h"
#include "view/asset_detail.h"
#include "view/help.h"
#include "view/loan_notes.h"
#include "view/loan_panel.h"
#include "view/message_line.h"
#include "view/status.h"
#include "view/title.h"
#include "unit/fake_http.h"
#include "unit/fake_monotime.h"

#define RUNS 21
#define INTERVAL_MS 2000
#define ELEMENT_MAX 128
#define ONE UINT64_C(10000000000) /* values are whole numbers of ten decimals */
#define MOST_VALUE (UINT64_C(1000000) * ONE)

struct bench {
	struct secrets *secrets;
	struct options options;
	struct settings settings;
	struct credentials credentials;
	struct okx_http *http;
	struct okx_client *client;
	struct app app;
	struct ui_options look;
	struct ui *ui;
	struct frontend frontend;
	char *body;
	size_t length, rows;
	uint64_t *values;
	uint64_t state; /* of the random numbers */
};

static void __attribute__((noreturn)) fail(const char *what)
{
	fprintf(stderr, "bench_rows: %s\n", what);
	exit(1);
}

/* User and system time: nothing here waits, and others on the machine do not count. */
static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static uint64_t
next_random(struct bench *bench)
{
	bench->state = bench->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return bench->state >> 24;
}

/*
 * Writes the next answer: the same amounts, names in no order, values that have
 * drifted by up to a thousandth or, ANEW, have nothing to do with the last ones.
 */
static void
drift(struct bench *bench, bool anew)
{
	size_t used = strlcpy(bench->body, "{\"code\":\"0\",\"data\":[{\"assets\":[", ELEMENT_MAX);

	for (size_t i = 0; i < bench->rows; i++) {
		uint64_t *value = &bench->values[i];

		if (anew)
			*value = next_random(bench) % MOST_VALUE + ONE;
		else
			*value = *value - *value / 1000 +
			    *value / 1000000 * (next_random(bench) % 2000);
		used += (size_t)snprintf(bench->body + used, ELEMENT_MAX,
		    "%s{\"amt\":\"%zu.%016zu\",\"ccy\":\"C%05zu\",\"notionalUsd\":\"%" PRIu64
		    ".%010" PRIu64 "\"}",
		    i == 0 ? "" : ",", i % 1000 + 1, i * 7919 % 1000003, i * 7919 % bench->rows,
		    *value / ONE, *value % ONE);
	}
	used += (size_t)snprintf(bench->body + used, ELEMENT_MAX, "]}],\"msg\":\"\"}");
	bench->length = used;
	fake_http_always(bench->http, OKX_ENDPOINT_COLLATERAL_ASSETS,
	    &(struct fake_http_answer){ .body = bench->body,
		.length = bench->length,
		.date = true,
		.date_utc_ms = monotime_utc_ms(),
		.reused = true });
}

/* The linker puts these in front of what composes the regions (--wrap in Makefile.am). */

static unsigned long frames;
static unsigned composed_most;

struct composed {
	unsigned long frame;
	unsigned times;
};

static void
count(struct composed *composed)
{
	if (composed->frame != frames)
		*composed = (struct composed){ .frame = frames };
	if (++composed->times > composed_most)
		composed_most = composed->times;
}

#define COUNTED(name, parameters, ...) \
	void __real_##name parameters; \
	void __wrap_##name parameters; \
	void __wrap_##name parameters \
	{ \
		static struct composed composed; \
\
		count(&composed); \
		__real_##name(__VA_ARGS__); \
	}

COUNTED(asset_detail_fill, (struct page * page, const struct app *app), page, app)
COUNTED(help_fill, (struct page * page, const struct app *app), page, app)
COUNTED(loan_notes_fill, (struct page * page, const struct app *app, size_t most), page, app, most)
COUNTED(loan_panel_fill, (struct page * page, const struct app *app, int height), page, app, height)
COUNTED(message_line_fill, (struct page * page, const struct app *app, int most, bool mere), page,
    app, most, mere)
COUNTED(message_page_fill, (struct page * page, const struct app *app), page, app)
COUNTED(status_fill, (struct page * page, const struct app *app), page, app)
COUNTED(title_fill_notice, (struct page * page, const struct app *app), page, app)

static void
show(struct bench *bench)
{
	frames++;
	if (bench->app.changed || bench->app.aged)
		bench->frontend.draw(bench->frontend.self, &bench->app);
	bench->app.changed = bench->app.aged = bench->app.repaint = false;
}

/* Turn after turn, as the program's loop does, until the answer has come and is painted. */
static void
refresh(struct bench *bench)
{
	const struct source *assets = &bench->app.sources[OKX_ENDPOINT_COLLATERAL_ASSETS];
	unsigned long outcomes = assets->outcomes;

	for (int turn = 0; turn < 8 && assets->outcomes == outcomes; turn++) {
		okx_client_run(bench->client);
		app_take_in(&bench->app);
		app_tick(&bench->app);
	}
	show(bench);
	if (assets->outcomes != outcomes + 1 || assets->failing ||
	    bench->app.portfolio.count != bench->rows)
		fail("a refresh brought no figures");
}

static void
begin(struct bench *bench, size_t rows)
{
	char program[] = "colltop", *argv[] = { program, NULL };
	struct cause cause = { "" };
	bool locked;
	int nowhere = open("/dev/null", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	memset(bench, 0, sizeof *bench);
	bench->look = (struct ui_options){ .terminal = "xterm-256color",
		.theme = "dark",
		.color = true,
		.descriptor = nowhere,
		.columns = 80,
		.rows = 24 };
	bench->rows = rows;
	bench->state = rows;
	bench->body = xreallocarray(NULL, rows + 2, ELEMENT_MAX);
	bench->values = xcalloc(rows, sizeof *bench->values);
	bench->secrets = secrets_new(&locked);
	if (!options_parse(&bench->options, 1, argv, &cause) ||
	    !settings_load(&bench->settings, &bench->options, &cause) ||
	    !settings_simulate(&bench->settings, "http://127.0.0.1:1", &cause) ||
	    !secrets_put(bench->secrets, ENVIRONMENT_PRODUCTION, "key", "secret", "phrase", "bench",
		&cause))
		fail(cause.text);
	bench->credentials.of[ENVIRONMENT_PRODUCTION].state = CREDENTIALS_FOUND;
	fake_http_reset();
	bench->http = okx_http_new(OKX_ENDPOINTS);
	/* No loan, no prices. */
	for (unsigned i = 0; i < OKX_ENDPOINTS; i++)
		fake_http_always(bench->http, i,
		    &(struct fake_http_answer){ .body = "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}",
			.reused = true });
	bench->client = okx_client_new(bench->http, 1);
	app_init(&bench->app, &bench->settings, bench->secrets, bench->client, &bench->credentials);
	if ((bench->ui = ui_new(&bench->look, &cause)) == NULL)
		fail(cause.text);
	bench->frontend = ui_frontend(bench->ui);
	show(bench);
	drift(bench, true);
	app_begin(&bench->app);
	refresh(bench);
}

static void
end(struct bench *bench)
{
	ui_free(bench->ui);
	app_clear(&bench->app);
	okx_client_free(bench->client);
	okx_http_free(bench->http);
	settings_clear(&bench->settings);
	secrets_free(bench->secrets);
	free(bench->body);
	free(bench->values);
}

static int64_t
time_refresh(struct bench *bench, bool anew)
{
	int64_t began;

	fake_monotime_advance(INTERVAL_MS);
	drift(bench, anew);
	began = now_ns();
	refresh(bench);
	return now_ns() - began;
}

static int64_t
time_bare(const struct bench *bench)
{
	int64_t began = now_ns();
	cJSON *root = cJSON_ParseWithLength(bench->body, bench->length);

	if (root == NULL)
		fail("the answer is no JSON");
	cJSON_Delete(root);
	return now_ns() - began;
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

static void
print_median(const char *name, size_t rows, int64_t *times)
{
	qsort(times, RUNS, sizeof *times, by_number);
	printf("%s_%zu_ns %" PRId64 "\n", name, rows, times[RUNS / 2]);
}

static void
bench_rows(size_t rows)
{
	static struct bench bench;
	int64_t drifted[RUNS], anew[RUNS], bare[RUNS];

	begin(&bench, rows);
	for (int i = 0; i < RUNS; i++) {
		drifted[i] = time_refresh(&bench, false);
		bare[i] = time_bare(&bench);
	}
	for (int i = 0; i < RUNS; i++)
		anew[i] = time_refresh(&bench, true);
	end(&bench);
	print_median("bare", rows, bare);
	print_median("drift", rows, drifted);
	print_median("anew", rows, anew);
}

/* What the kernel counts to the byte; statm lacks what each processor has not yet reported. */
static long long
resident(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long long kib = -1;

	if (file == NULL)
		fail("cannot read /proc/self/smaps_rollup");
	while (fgets(line, sizeof line, file) != NULL)
		if (sscanf(line, "Anonymous: %lld", &kib) == 1)
			break;
	fclose(file);
	if (kib < 0)
		fail("no anonymous memory in /proc/self/smaps_rollup");
	return kib * 1024;
}

static long long
in_use(void)
{
#ifdef __GLIBC__
	struct mallinfo2 info = mallinfo2();

	return (long long)(info.uordblks + info.hblkhd);
#else
	return 0;
#endif
}

static void
bench_memory(size_t rows, long refreshes)
{
	static struct bench bench;
	long long heap, pages;

	begin(&bench, rows);
	/*
	 * Whatever grows to a limit gets there first: the messages, the room for rows and
	 * frames, the requests that fake_http.h keeps.
	 */
	for (long i = 0; i < refreshes / 2; i++)
		time_refresh(&bench, false);
	heap = in_use();
	pages = resident();
	for (long i = 0; i < refreshes; i++)
		time_refresh(&bench, false);
#ifdef __GLIBC__
	printf("heap_grown %lld\n", in_use() - heap);
#else
	(void)heap;
#endif
	printf("resident_grown %lld\n", resident() - pages);
	end(&bench);
}

static const char *typed = "";

static int
next_key(void *self __attribute__((unused)), const struct app *app __attribute__((unused)))
{
	return *typed == '\0' ? KEYCODE_NONE : *typed++;
}

/* A frame for each key, for keys that came together, and for a second in which all grows older. */
static void
bench_composed(void)
{
	static const char *const keys[] = { "j", "jjk", "\r", "j", "jjG", "\033", "?", "jjG", "k",
		"q", "m", "jG", "q", "o", "j", "q", "x", "v", "l", "q", "/", "btc", "\033" };
	static struct bench bench;

	begin(&bench, 17);
	bench.frontend.key = next_key;
	composed_most = 0;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		typed = keys[i];
		loop_obey_keys(&bench.app, &bench.frontend);
		show(&bench);
		fake_monotime_advance(1000);
		app_tick(&bench.app);
		show(&bench);
	}
	end(&bench);
	printf("composed_most %u\n", composed_most);
}

int
main(void)
{
	static const char *const foreign[] = { "HOME", "XDG_CONFIG_HOME", "OKX_DEMO", "OKX_SITE",
		"OKX_API_BASE_URL", "NO_COLOR" };

	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		unsetenv(foreign[i]);
	/* Memory first: in a heap that the large answers have not yet grown. */
	bench_memory(17, 10000);
	bench_composed();
	bench_rows(1000);
	bench_rows(10000);
	return 0;
}
