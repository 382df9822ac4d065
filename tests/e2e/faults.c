/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "e2e/faults.h"

#include <sys/stat.h>

#include <bsd/string.h>

#include "e2e/watch.h"

#define DEADLINE_MS 60000
/*
 * By how much the way to the server may differ between two requests where the machine is
 * busy. How exact the pace is, is for the tests of okx/pace.
 */
#define SLACK_MS 500

void
fault_need(bool good, const char *format, ...)
{
	va_list arguments;
	char text[16384], *to = text;

	if (good)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	/* A screen of 500 columns is mostly blanks. */
	for (const char *from = text; (*to = *from) != '\0'; from++)
		to += *from != ' ' || from[1] != ' ';
	fail_msg("%s", text);
}

void
fault_skip(struct place *place, const char *why)
{
	printf(FAULT_SKIPS "%s\n", why);
	place_free(place);
	fflush(stdout);
	_exit(FAULT_SKIPPED);
}

void
fault_aim(struct place *place, unsigned port, const char *limits)
{
	char text[512];

	for (int i = 0; i < ENVIRONMENTS; i++) {
		snprintf(place->keys[i].api_key, sizeof place->keys[i].api_key, "canary%d-7f3a-key",
		    i);
		snprintf(place->keys[i].secret_key, sizeof place->keys[i].secret_key,
		    "CANARY%d5ECRE7", i);
		snprintf(place->keys[i].passphrase, sizeof place->keys[i].passphrase,
		    "canary%d phrase!", i);
	}
	if (port != 0)
		snprintf(place->base, sizeof place->base, "http://127.0.0.1:%u", port);
	snprintf(text, sizeof text, "interval = 1\n%s", limits != NULL ? limits : "");
	place_configure(place, text);
}

void
fault_clean(const struct place *place, const char *text, const char *where)
{
	fault_need(!place_has_secret(place, text, strlen(text)), "a secret in %s: %s", where, text);
	for (const char *at = text; *at != '\0'; at++)
		fault_need((unsigned char)*at >= 0x20 || *at == '\n', "byte %d in %s: %s", *at,
		    where, text);
}

/* What the program wrote to its log so far. */
static const char *
read_log(const struct place *place)
{
	static char text[1 << 20];
	char path[320];
	size_t length = 0;
	FILE *file;

	snprintf(path, sizeof path, "%s/log", place->home);
	if ((file = fopen(path, "r")) != NULL) {
		length = fread(text, 1, sizeof text - 1, file);
		fclose(file);
	}
	text[length] = '\0';
	return text;
}

unsigned
fault_tries(const struct place *place)
{
	unsigned found = 0;

	for (const char *at = read_log(place); (at = strstr(at, "GET /")) != NULL; at++)
		found++;
	return found;
}

void
fault_once(const struct place *place, const char *argument, int status,
    const char *const says[FAULT_PARTS])
{
	char log[320], *all;
	const char *const arguments[] = { "--once", "--log", log, argument, NULL };
	struct place_result result;

	snprintf(log, sizeof log, "%s/log", place->home);
	result = place_run(place, arguments);
	if (asprintf(&all, "%s%s", result.out, result.err) < 0)
		abort();
	fault_need(result.status == status, "status %d, not %d: %s", result.status, status, all);
	for (size_t i = 0; i < FAULT_PARTS && says[i] != NULL; i++)
		fault_need(strstr(all, says[i]) != NULL, "no \"%s\" in: %s", says[i], all);
	fault_clean(place, result.out, "standard output");
	fault_clean(place, result.err, "standard error");
	fault_clean(place, read_log(place), "the log");
	free(all);
	place_result_free(&result);
}

struct terminal *
fault_watch(struct place *place, const char *argument)
{
	char log[320];
	char *const argv[] = { (char *)(uintptr_t)place_program("colltop"), (char[]){ "-v" }, log,
		(char *)(uintptr_t)argument, NULL };

	snprintf(log, sizeof log, "%s/log", place->home);
	return terminal_start(argv, place->environment, 500, 24);
}

void
fault_see(struct terminal *terminal, const char *text)
{
	int64_t deadline = terminal_now() + DEADLINE_MS;

	while (!terminal_wait(terminal, text))
		fault_need(terminal_now() < deadline, "no \"%s\" on the screen:\n%s", text,
		    terminal_screen(terminal));
}

void
fault_lacks(struct terminal *terminal, const char *text)
{
	bool there = strstr(terminal_screen(terminal), text) != NULL;

	fault_need(!there, "\"%s\" on the screen:\n%s", text, terminal_screen(terminal));
}

int
fault_age(struct terminal *terminal)
{
	const char *screen = terminal_screen(terminal), *at = strstr(screen, "s old  ");

	while (at != NULL && at > screen && at[-1] != ' ')
		at--;
	return at == NULL ? -1 : atoi(at);
}

void
fault_holds(struct terminal *terminal, const char *figure, const char *const says[FAULT_PARTS])
{
	int64_t deadline = terminal_now() + DEADLINE_MS;

	for (size_t i = 0; i < FAULT_PARTS && says[i] != NULL; i++)
		fault_see(terminal, says[i]);
	while (fault_age(terminal) < 2) {
		fault_need(terminal_now() < deadline, "no age on the screen:\n%s",
		    terminal_screen(terminal));
		terminal_listen(terminal, 50);
	}
	for (size_t i = 0; i < FAULT_PARTS && says[i] != NULL; i++)
		fault_see(terminal, says[i]);
	fault_see(terminal, figure);
	fault_see(terminal, "BTC");
}

void
fault_leave(struct place *place, struct terminal *terminal)
{
	size_t length;
	const char *output;
	int status;

	terminal_type(terminal, "q");
	status = terminal_finish(terminal);
	fault_need(status == 0, "status %x after q:\n%s", (unsigned)status,
	    terminal_screen(terminal));
	watch_restored(terminal);
	output = terminal_output(terminal, &length);
	fault_need(!place_has_secret(place, output, length), "a secret on the screen");
	fault_clean(place, read_log(place), "the log");
	terminal_free(terminal);
}

/* Those of PATH: at most five in two seconds, and spoilt ones not too near to each other. */
static void
check_path(const struct bad_request *requests, size_t count, const char *path, enum okx_retry retry,
    bool resent)
{
	int64_t starts[512], last = 0, least = 1000, gap;
	unsigned spoilt = 0;
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(requests[i].path, path) != 0)
			continue;
		starts[n++] = requests[i].ms;
		fault_need(n <= 5 || starts[n - 1] - starts[n - 6] >= 2000 - SLACK_MS,
		    "six requests within %d ms", n <= 5 ? 0 : (int)(starts[n - 1] - starts[n - 6]));
		if (!requests[i].spoilt)
			continue;
		gap = requests[i].ms - last;
		last = requests[i].ms;
		if (spoilt++ == 0)
			continue;
		if (resent && spoilt == 2) {
			/* How soon is for the tests of okx/client: a busy machine is slow. */
			fault_need(gap < 5000 && (retry == OKX_RETRY_SLOWLY || !requests[i].reused),
			    "not tried again at once, or by the same connection, but after %d ms",
			    (int)gap);
			spoilt = 1;
			resent = false;
			continue;
		}
		fault_need(retry == OKX_RETRY_BACKOFF, "tried again after %d ms, and should not be",
		    (int)gap);
		fault_need(gap >= least - SLACK_MS, "tried again after %d ms, %d at least",
		    (int)gap, (int)least);
		least *= 2;
	}
}

void
fault_paced(struct bad_exchange *exchange, enum okx_retry retry, bool resent)
{
	static const char *const paths[] = { BAD_COLLATERAL, BAD_LOAN, BAD_BALANCES, BAD_TICKERS,
		BAD_TIME };
	struct bad_request requests[512];
	size_t count = bad_exchange_requests(exchange, requests, 512);

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		check_path(requests, count, paths[i], retry, resent);
	fault_need(count > 0, "no request came");
}

unsigned
fault_answered(struct bad_exchange *exchange, const char *path, bool spoilt)
{
	struct bad_request requests[512];
	size_t count = bad_exchange_requests(exchange, requests, 512);
	unsigned found = 0;

	for (size_t i = 0; i < count && i < 512; i++)
		found += strcmp(requests[i].path, path) == 0 && requests[i].spoilt == spoilt;
	return found;
}

void
fault_await(struct terminal *terminal, struct bad_exchange *exchange, const char *path, bool spoilt,
    unsigned more)
{
	int64_t deadline = terminal_now() + 60000;
	unsigned before = fault_answered(exchange, path, spoilt);

	while (fault_answered(exchange, path, spoilt) < before + more) {
		fault_need(terminal_now() < deadline, "no more answers from %s:\n%s", path,
		    terminal_screen(terminal));
		terminal_listen(terminal, 50);
	}
}

void
fault_set(struct place *place, const char *format, ...)
{
	va_list arguments;
	char text[512];

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	place_set(place, text);
}

void
fault_preload(struct place *place)
{
	/* The program may read there to its end. */
	fault_set(place, "FAULT_DIR=%s/colltop", place->home);
	place_preload(place, "tests/e2e/preload");
}

void
fault_tell(const struct place *place, const char *file, long long seconds)
{
	char path[40], text[32];

	snprintf(path, sizeof path, "colltop/%s", file);
	snprintf(text, sizeof text, "%lld", seconds);
	place_write(place, path, text, 0600);
}
