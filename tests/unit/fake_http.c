/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "unit/fake_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "okx/proxy.h"
#include "okx/net_error.h"
#include "unit/fake_monotime.h"

#define ANSWERS 256
#define REQUESTS 4096

struct slot {
	bool running;
	bool settled;       /* each of its requests is answered by ALWAYS */
	int64_t arrives_ms; /* INT64_MAX: never */
	struct fake_http_answer script, always;
	char target[256];
	char *made;
	struct okx_http_answer answer;
};

struct okx_http {
	struct slot *slots;
	unsigned count;
	char host[ACCOUNT_ID_HOST_SIZE];
	char via[OKX_PROXY_VIA_SIZE];
	char *ca_file;
	int64_t connect_timeout_ms, timeout_ms;
};

static struct fake_http_answer answers[ANSWERS];
static unsigned answers_count;
static struct fake_http_request requests[REQUESTS];
static unsigned requests_count;
static char via_text[ACCOUNT_ID_HOST_SIZE];
static const char *aim_refused, *get_refused;
static unsigned aims, forgets;

void
fake_http_reset(void)
{
	answers_count = requests_count = aims = forgets = 0;
	via_text[0] = '\0';
	aim_refused = get_refused = NULL;
}

void
fake_http_push(const struct fake_http_answer *answer)
{
	if (answers_count == ANSWERS) {
		fputs("fake_http: too many answers\n", stderr);
		abort();
	}
	answers[answers_count] = *answer;
	if (answers[answers_count].times == 0)
		answers[answers_count].times = 1;
	answers_count++;
}

void
fake_http_push_body(const char *body)
{
	fake_http_push(&(struct fake_http_answer){ .body = body });
}

void
fake_http_forget(const char *target)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < answers_count; i++)
		if (answers[i].otherwise || answers[i].target == NULL ||
		    strcmp(answers[i].target, target) != 0)
			answers[kept++] = answers[i];
	answers_count = kept;
}

unsigned
fake_http_count(void)
{
	return requests_count;
}

const struct fake_http_request *
fake_http_request(unsigned index)
{
	if (index >= requests_count || requests_count - index > REQUESTS) {
		fprintf(stderr, "fake_http: no request %u of %u\n", index, requests_count);
		abort();
	}
	return &requests[index % REQUESTS];
}

const char *
fake_http_header(const struct fake_http_request *request, const char *name)
{
	size_t i;

	for (i = 0; i < request->count; i++)
		if (strcmp(request->headers[i].name, name) == 0)
			return request->headers[i].value;
	return NULL;
}

void
fake_http_set_via(const char *via)
{
	strlcpy(via_text, via, sizeof via_text);
}

void
fake_http_refuse_aim(const char *why)
{
	aim_refused = why;
}

void
fake_http_refuse_get(const char *why)
{
	get_refused = why;
}

bool
fake_http_asked(const struct okx_http *http, unsigned slot)
{
	return http->slots[slot].running && http->slots[slot].arrives_ms > monotime_ms();
}

void
fake_http_end(struct okx_http *http, unsigned slot, const struct fake_http_answer *answer)
{
	http->slots[slot].script = *answer;
	http->slots[slot].arrives_ms = monotime_ms();
}

void
fake_http_always(struct okx_http *http, unsigned slot, const struct fake_http_answer *answer)
{
	http->slots[slot].settled = answer != NULL;
	if (answer == NULL)
		return;
	http->slots[slot].always = *answer;
	if (fake_http_asked(http, slot))
		fake_http_end(http, slot, answer);
}

unsigned
fake_http_aims(void)
{
	return aims;
}

unsigned
fake_http_forgets(void)
{
	return forgets;
}

/* The oldest answer that fits TARGET, among those for which nothing else fits or the others. */
static unsigned
oldest(const char *target, bool otherwise)
{
	unsigned i;

	for (i = 0; i < answers_count; i++)
		if (answers[i].otherwise == otherwise &&
		    (answers[i].target == NULL || strstr(target, answers[i].target) != NULL))
			break;
	return i;
}

/* Takes the oldest answer for TARGET, or one that never comes. */
static struct fake_http_answer
answer_for(const char *target)
{
	struct fake_http_answer found;
	unsigned i = oldest(target, false);

	if (i == answers_count)
		i = oldest(target, true);
	if (i == answers_count)
		return (struct fake_http_answer){ .never = true };
	found = answers[i];
	if (found.times != FAKE_HTTP_ALWAYS && --answers[i].times == 0) {
		answers_count--;
		memmove(&answers[i], &answers[i + 1], (answers_count - i) * sizeof *answers);
	}
	return found;
}

struct okx_http *
okx_http_new(unsigned slots)
{
	struct okx_http *http = xcalloc(1, sizeof *http);

	http->slots = xcalloc(slots, sizeof *http->slots);
	http->count = slots;
	return http;
}

void
okx_http_free(struct okx_http *http)
{
	if (http == NULL)
		return;
	for (unsigned i = 0; i < http->count; i++)
		free(http->slots[i].made);
	free(http->slots);
	free(http->ca_file);
	free(http);
}

bool
okx_http_aim(struct okx_http *http, const struct okx_http_route *route, struct cause *cause)
{
	struct okx_proxy proxy;
	unsigned i;

	for (i = 0; i < http->count; i++)
		okx_http_cancel(http, i);
	if (aim_refused != NULL)
		return cause_set(cause, "%s", aim_refused);
	if (!okx_proxy_choose(&proxy, &route->host, route->proxy, cause))
		return false;
	strlcpy(http->via, proxy.via, sizeof http->via);
	strlcpy(http->host, route->host.host, sizeof http->host);
	free(http->ca_file);
	http->ca_file = route->ca_file != NULL ? xstrdup(route->ca_file) : NULL;
	http->connect_timeout_ms = route->connect_timeout_ms > 0 ? route->connect_timeout_ms : 5000;
	http->timeout_ms = route->timeout_ms > 0 ? route->timeout_ms : 10000;
	aims++;
	return true;
}

void
okx_http_forget(struct okx_http *http)
{
	(void)http;
	forgets++;
}

static void
record(unsigned index, const char *target, const struct okx_http_header *headers, size_t count)
{
	struct fake_http_request *request = &requests[requests_count++ % REQUESTS];
	size_t i;

	request->slot = index;
	request->cancelled = false;
	strlcpy(request->target, target, sizeof request->target);
	for (i = 0; i < count && i < FAKE_HTTP_HEADERS; i++) {
		strlcpy(request->headers[i].name, headers[i].name, sizeof request->headers[i].name);
		strlcpy(request->headers[i].value, headers[i].value,
		    sizeof request->headers[i].value);
	}
	request->count = i;
	request->started_ms = monotime_ms();
}

/* The exchange makes its answer now. */
static void
make(struct slot *slot, int64_t timeout_ms)
{
	const char *body = slot->script.make(slot->target);

	free(slot->made);
	slot->made = xstrdup(body != NULL ? body : "");
	slot->script.body = slot->made;
	if (body == NULL) {
		slot->script.net_error = OKX_NET_ERROR_TIMEOUT;
		slot->script.latency_ms = timeout_ms;
	}
}

bool
okx_http_get(struct okx_http *http, unsigned index, const char *target,
    const struct okx_http_header *headers, size_t count, struct cause *cause)
{
	struct slot *slot = &http->slots[index];
	struct okx_http_answer *answer = &slot->answer;

	okx_http_cancel(http, index);
	if (get_refused != NULL)
		return cause_set(cause, "%s", get_refused);
	record(index, target, headers, count);
	slot->script = slot->settled ? slot->always : answer_for(target);
	strlcpy(slot->target, target, sizeof slot->target);
	if (slot->script.make != NULL && !slot->script.late)
		make(slot, http->timeout_ms);
	slot->running = true;
	slot->arrives_ms = slot->script.never ? INT64_MAX : monotime_ms() + slot->script.latency_ms;
	memset(answer, 0, sizeof *answer);
	answer->slot = index;
	answer->sent_ms = monotime_ms();
	answer->sent_utc_ms = monotime_utc_ms();
	return true;
}

void
okx_http_cancel(struct okx_http *http, unsigned index)
{
	unsigned i;

	if (!http->slots[index].running)
		return;
	http->slots[index].running = false;
	for (i = requests_count; i > 0; i--) {
		if (fake_http_request(i - 1)->slot == index) {
			requests[(i - 1) % REQUESTS].cancelled = true;
			return;
		}
	}
}

static void
fill(struct okx_http_answer *answer, const struct fake_http_answer *script)
{
	answer->net_error = script->net_error;
	if (script->detail != NULL)
		strlcpy(answer->detail, script->detail, sizeof answer->detail);
	if (script->net_error == OKX_NET_ERROR_OK)
		answer->status = script->status != 0 ? script->status : 200;
	answer->body = script->body != NULL ? script->body : "";
	answer->length = script->length != 0 ? script->length : strlen(answer->body);
	strlcpy(answer->content_type, "application/json", sizeof answer->content_type);
	if (script->location != NULL)
		strlcpy(answer->location, script->location, sizeof answer->location);
	answer->retry_after_ms = script->retry_after_ms == 0 ? -1 :
	    script->retry_after_ms < 0                       ? 0 :
							       script->retry_after_ms;
	answer->date_utc_ms = script->date ? script->date_utc_ms : -1;
	answer->arrived_ms = monotime_ms();
	answer->arrived_utc_ms = monotime_utc_ms();
	answer->reused = script->reused;
}

bool
okx_http_next(struct okx_http *http, struct okx_http_answer *answer)
{
	struct slot *slot;

	for (slot = http->slots; slot < http->slots + http->count; slot++) {
		if (slot->running && slot->arrives_ms <= monotime_ms()) {
			slot->running = false;
			if (slot->script.make != NULL && slot->script.late)
				make(slot, http->timeout_ms);
			fill(&slot->answer, &slot->script);
			*answer = slot->answer;
			return true;
		}
	}
	return false;
}

void
okx_http_wait(struct okx_http *http, struct pollfd *fds, unsigned count, int64_t timeout_ms)
{
	int64_t now = monotime_ms(), until = timeout_ms < 0 ? INT64_MAX : now + timeout_ms;
	const struct slot *slot;

	if (count > 0 && poll(fds, count, 0) > 0)
		return;
	for (slot = http->slots; slot < http->slots + http->count; slot++)
		if (slot->running && slot->arrives_ms < until)
			until = slot->arrives_ms;
	if (until == INT64_MAX) {
		fputs("fake_http: this would wait for ever\n", stderr);
		abort();
	}
	if (until > now)
		fake_monotime_advance(until - now);
}

const char *
okx_http_via(const struct okx_http *http)
{
	return via_text[0] != '\0' ? via_text : http->via;
}

void
okx_http_failure(struct okx_failure *failure, const struct okx_http_answer *answer,
    const struct okx_http *http)
{
	const struct okx_place place = {
		.host = http->host,
		.via = okx_http_via(http),
		.ca_file = http->ca_file,
		.connect_timeout_ms = http->connect_timeout_ms,
		.timeout_ms = http->timeout_ms,
		.utc_ms = monotime_utc_ms(),
	};

	okx_net_error_failure(failure, answer, &place);
}

const char *
okx_http_version(void)
{
	return "no network";
}
