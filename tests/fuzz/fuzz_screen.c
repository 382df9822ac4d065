/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "fuzz/fuzz.h"

#include "app/table_view.h"
#include "app/loan_watch.h"
#include "base/monotime.h"
#include "fuzz/table.h"
#include "screen/answers.h"
#include "screen/exchange.h"
#include "screen/harness.h"
#include "screen/loans.h"
#include "unit/fake_monotime.h"

/*
 * The whole program but its network and its clock. The first line of the input
 * holds letters of options, each other one a step:
 *
 *   kKEYS      types them
 *   w250 j250  so many milliseconds pass: as the loop would see them, or at once
 *   s80x24     the terminal has another size
 *   aBODY      the request of an endpoint that is under way is answered (a collateral assets, l loan info,
 *              p index prices, t time); a number is one of the answers below
 *   hl503BODY  the same with another status
 *   bl5        it breaks below HTTP, with one of enum okx_net_error
 *   LBODY      from now on all of them are answered so; L alone: no longer
 *   z          it is stopped and goes on
 */

#define STEPS_MOST 40
#define BODIES_MOST 64
#define WAIT_MOST_MS 3000
#define JUMP_MOST_MS INT64_C(100000000)

static const char *const canned[] = {
	THREE,
	THREE_LATER,
	PARTIAL,
	SMALL,
	FORTY,
	NO_ASSETS,
	NO_LOAN,
	REFUSAL("50113", "Invalid Sign"),
	LOAN_OK,
	LOAN_WATCH,
	LOAN_CALL,
	LOAN_LIQUIDATION,
	LOAN_UNKNOWN,
	LOAN_COIN_DEBT,
	LOAN_SAME_COIN,
	PRICES_NOW,
	PRICES_LATER,
	LIST_SPARE,
	LOANS(
	    ORDER_AT("1", "100010", "166680", "0.6") "," ORDER_AT("2", "100010", "150600", "0.66")),
	REFUSAL("50011", "Too Many Requests"),
	REFUSAL("50102", "Timestamp request expired"),
	"{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"1795361402123\"}]}",
	"<html>503</html>",
	"",
};

/* Bodies are borrowed by the exchange: they are kept until the end. */
static char *bodies[BODIES_MOST];
static size_t body_count;

static const char *
body_of(const struct part *step, size_t from)
{
	const char *text = step->text + from;
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*text >= '0' && *text <= '9' && *end == '\0')
		return canned[number % (sizeof canned / sizeof canned[0])];
	if (body_count == BODIES_MOST)
		return NO_LOAN;
	bodies[body_count] = part_copy(text, strlen(text)).text;
	return bodies[body_count++];
}

static bool
endpoint_of(char letter, enum okx_endpoint_id *endpoint)
{
	static const char letters[OKX_ENDPOINTS + 1] = {
		[OKX_ENDPOINT_LOAN_INFO] = 'l',
		[OKX_ENDPOINT_COLLATERAL_ASSETS] = 'a',
		[OKX_ENDPOINT_INDEX_TICKERS] = 'p',
		[OKX_ENDPOINT_TIME] = 't',
	};
	const char *at = letter == '\0' ? NULL : strchr(letters, letter);

	if (at != NULL)
		*endpoint = (enum okx_endpoint_id)(at - letters);
	return at != NULL;
}

static int64_t
number_of(const char *text, int64_t most)
{
	long long number = strtoll(text, NULL, 10);

	return number < 0 ? 0 : number > most ? most : number;
}

static void
answer(struct harness *harness, const struct part *step)
{
	bool broken = step->text[0] == 'b', other = step->text[0] == 'h';
	enum okx_endpoint_id endpoint;
	int64_t number = number_of(step->length > 2 ? step->text + 2 : "", 999);

	if (!endpoint_of(step->text[broken || other], &endpoint) ||
	    !exchange_asked(harness->http, endpoint))
		return;
	if (broken)
		exchange_break(harness->http, endpoint,
		    (enum okx_net_error)(1 + number % (int64_t)OKX_NET_ERROR_LOCAL),
		    "words of the library");
	else if (other)
		exchange_answer(harness->http, endpoint, (int)number,
		    body_of(step, step->length > 5 ? 5 : step->length));
	else
		exchange_answer(harness->http, endpoint, 200, body_of(step, 1));
	harness_settle(harness);
}

static void
always(struct harness *harness, const struct part *step)
{
	enum okx_endpoint_id endpoint;

	if (!endpoint_of((char)(step->text[0] - 'A' + 'a'), &endpoint))
		return;
	exchange_always(harness->http, endpoint, step->length > 1 ? body_of(step, 1) : NULL);
	harness_settle(harness);
}

static void
resize(struct harness *harness, const char *size)
{
	const char *cross = strchr(size, 'x');
	int width = (int)number_of(size, 250),
	    height = cross == NULL ? 0 : (int)number_of(cross + 1, 80);

	if (width > 0 && height > 0)
		harness_resize(harness, width, height);
}

static void
obey(struct harness *harness, const struct part *step)
{
	switch (step->text[0]) {
	case 'k':
		harness_type_bytes(harness, step->text + 1, step->length - 1);
		break;
	case 'w':
		harness_wait(harness, number_of(step->text + 1, WAIT_MOST_MS));
		break;
	case 'j':
		fake_monotime_advance(number_of(step->text + 1, JUMP_MOST_MS));
		harness_settle(harness);
		break;
	case 's':
		resize(harness, step->text + 1);
		break;
	case 'z':
		harness_suspend(harness);
		harness_resume(harness);
		break;
	case 'a':
	case 'l':
	case 'p':
	case 't':
	case 'h':
	case 'b':
		answer(harness, step);
		break;
	default:
		always(harness, step);
	}
}

static bool
overdue(const struct harness *harness)
{
	const struct frontend *front = &harness->frontend;
	int64_t now = monotime_ms();

	return !harness->over &&
	    (app_deadline(&harness->app) <= now || okx_client_deadline(harness->client) <= now ||
		front->deadline(front->self) <= now);
}

/* What is due is done and over: the loop would never sleep again. */
static void
require_deadline(struct harness *harness)
{
	for (int i = 0; i < 3 && overdue(harness); i++)
		harness_settle(harness);
	require(!overdue(harness));
}

/* Whether SOURCE is fresh by a reckoning of our own. */
static bool
live(const struct source *source)
{
	return source->arrived_ms >= 0 && source->interval_ms <= 60000 &&
	    monotime_ms() - source->arrived_ms < source->interval_ms + 12000;
}

/* What may not be on the screen: that all is fresh and well, beside old figures. */
static void
require_honest(struct harness *harness)
{
	const struct app *app = &harness->app;
	bool loan_live = live(&app->sources[OKX_ENDPOINT_LOAN_INFO]);
	char headline[LOAN_WATCH_HEADLINE_SIZE];

	require(strstr(harness_row(harness, 0), "LIVE") == NULL ||
	    live(&app->sources[app_leading(app)]));
	require(!app_bell_off(app) || harness->width < 80 ||
	    strstr(harness_row(harness, 0), "BELL OFF") != NULL);
	loan_watch_headline(headline, app);
	require(loan_live || headline[0] == '\0' || strstr(headline, "OLD (was ") != NULL);
	for (int row = 1; row < 10 && row < harness->height && !loan_live; row++) {
		const char *text = harness_row(harness, row), *ok = strstr(text, " OK ");

		require(strncmp(text, " LOAN ", 6) != 0 || ok == NULL ||
		    strncmp(ok - 3, "was", 3) == 0);
	}
}

static void
require_sound(struct harness *harness)
{
	const struct app *app = &harness->app;
	const struct portfolio_row *selected = table_view_selected(app);

	require(app->portfolio.assets == app->shown);
	require_total(&app->portfolio);
	require(app->portfolio.count <= app->portfolio.all.rows);
	require(selected == NULL ||
	    (selected >= app->portfolio.rows &&
		selected < app->portfolio.rows + app->portfolio.count));
	require(app->mode < MODES_COUNT &&
	    (app->mode != MODE_MENU || app_menu_column(app, app->menu) >= 0));
	require(text_valid(app->prompt.text, strlen(app->prompt.text)) &&
	    app->prompt.cursor <= strlen(app->prompt.text));
	require(
	    app->shown == NULL || account_id_equal(&app->shown->from.account_id, &app->account_id));
	require(app->interval_s >= 1 && app->interval_s <= 60);
	require(app->account < app->settings->count);
	require_honest(harness);
}

/* The key is shown to nobody, unless somebody types it. */
static void
require_secret(struct harness *harness, const uint8_t *data, size_t size)
{
	static const char key[] = "a1b2c3d4";

	for (int row = 0; row < harness->height; row++)
		require(strstr(harness_row(harness, row), key) == NULL ||
		    memmem(data, size, key, sizeof key - 1) != NULL);
}

/* The screen that all the frames made is the one that is painted anew. */
static void
require_same_painted_anew(struct harness *harness)
{
	char *before = malloc((size_t)harness->height * sizeof harness->row);

	/* An age may wait for an answer, and one brings the next: the frame before counts too. */
	for (int i = 0; i < 10; i++) {
		harness->app.aged = true;
		harness_settle(harness);
	}
	require(before != NULL);
	for (int row = 0; row < harness->height; row++)
		snprintf(before + (size_t)row * sizeof harness->row, sizeof harness->row, "%s",
		    harness_row(harness, row));
	harness->app.changed = harness->app.repaint = true;
	harness_settle(harness);
	for (int row = 0; row < harness->height; row++)
		if (strcmp(before + (size_t)row * sizeof harness->row, harness_row(harness, row)) !=
		    0) {
			fprintf(stderr, "row %d was \"%s\" and is \"%s\"\n", row,
			    before + (size_t)row * sizeof harness->row, harness_row(harness, row));
			abort();
		}
	free(before);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *at = data, *end = data + size;
	struct part options = part_line(&at, end);
	struct harness *harness = harness_start(&(struct harness_options){
	    .terminal = strchr(options.text, 'v') != NULL ? "vt100" : NULL,
	    .no_color = strchr(options.text, 'n') != NULL,
	    .locale = strchr(options.text, 'C') != NULL ? "C" : NULL,
	    .demo = strchr(options.text, 'd') != NULL,
	    .simulated = strchr(options.text, 'm') != NULL,
	    .only_production = strchr(options.text, 'p') != NULL &&
		strchr(options.text, 'd') == NULL,
	    .ccy = strchr(options.text, 'c') != NULL ? "BTC" : NULL,
	    .proxy = strchr(options.text, 'x') != NULL ? "http://proxy.example:3128" : NULL,
	    .accounts = strchr(options.text, '2') != NULL ? 2 : 1,
	});

	require_sound(harness);
	for (int i = 0; i < STEPS_MOST && at < end && !harness->over; i++) {
		struct part step = part_line(&at, end);

		obey(harness, &step);
		free(step.text);
		require_deadline(harness);
		if (!harness->over)
			require_sound(harness);
	}
	if (!harness->over) {
		require_secret(harness, data, size);
		require_same_painted_anew(harness);
	}
	harness_end(harness);
	while (body_count > 0)
		free(bodies[--body_count]);
	free(options.text);
	return 0;
}
