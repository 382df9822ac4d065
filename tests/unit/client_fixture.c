/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "unit/client_fixture.h"

#include <bsd/string.h>

#include "base/monotime.h"
#include "base/xmalloc.h"
#include "unit/fake_monotime.h"

static const struct okx_credentials credentials = {
	.api_key = "3d1c0f9e-5b7a-4c2d-8e6f-0a1b2c3d4e5f",
	.secret_key = "22582BD0CFF14C41EDBF1AB98506286D",
	.passphrase = "Passphrase-1!",
};

int
client_open(void **state)
{
	struct client_fixture *fixture = xcalloc(1, sizeof *fixture);
	struct okx_session *session = &fixture->session;

	fake_http_reset();
	fake_http_push(&(struct fake_http_answer){ .target = COLLATERAL,
	    .otherwise = true,
	    .body = NOTHING,
	    .times = FAKE_HTTP_ALWAYS });
	fake_http_push(&(struct fake_http_answer){ .target = BALANCES,
	    .otherwise = true,
	    .body = NOTHING,
	    .times = FAKE_HTTP_ALWAYS });
	fake_http_push(&(struct fake_http_answer){ .target = TICKERS,
	    .otherwise = true,
	    .body = NOTHING,
	    .times = FAKE_HTTP_ALWAYS });
	fake_monotime_set(CLIENT_START_MS);
	fake_monotime_set_utc(CLIENT_START_UTC_MS);
	fixture->http = okx_http_new(OKX_ENDPOINTS);
	fixture->client = okx_client_new(fixture->http, 2);
	strlcpy(session->account_id.account, "main", sizeof session->account_id.account);
	strlcpy(session->account_id.region, "global", sizeof session->account_id.region);
	strlcpy(session->account_id.host, "openapi.okx.com", sizeof session->account_id.host);
	strlcpy(session->route.host.host, "openapi.okx.com", sizeof session->route.host.host);
	strlcpy(session->route.host.base_url, "https://openapi.okx.com",
	    sizeof session->route.host.base_url);
	for (int e = 0; e < ENVIRONMENTS; e++)
		session->keys.of[e] = &credentials;
	*state = fixture;
	return 0;
}

int
client_close(void **state)
{
	struct client_fixture *fixture = *state;

	pair_clear(&fixture->pair);
	okx_client_free(fixture->client);
	okx_http_free(fixture->http);
	free(fixture);
	return 0;
}

void
client_push(const char *target, int status, const char *body, unsigned times)
{
	fake_http_push(&(struct fake_http_answer){
	    .target = target != NULL ? target : LOAN,
	    .status = status,
	    .body = body,
	    .times = times,
	});
}

void
client_price(const char *inst_id, const char *last)
{
	static char bodies[32][160], targets[32][80];
	static unsigned next;
	char *body = bodies[next], *target = targets[next];

	next = (next + 1) % 32;
	snprintf(target, sizeof targets[0], "?instId=%s", inst_id);
	snprintf(body, sizeof bodies[0],
	    last == NULL ?
		REFUSAL("51001", "Instrument ID does not exist") :
		"{\"code\":\"0\",\"data\":[{\"instId\":\"%s\",\"idxPx\":\"%s\",\"open24h\":\"1\"}]}",
	    inst_id, last);
	fake_http_forget(target);
	fake_http_push(&(
	    struct fake_http_answer){ .target = target, .body = body, .times = FAKE_HTTP_ALWAYS });
}

void
client_push_transport(enum okx_net_error net_error, bool reused, unsigned times)
{
	fake_http_push(&(struct fake_http_answer){
	    .target = LOAN,
	    .net_error = net_error,
	    .reused = reused,
	    .detail = "Connection refused",
	    .times = times,
	});
}

void
client_aim(struct client_fixture *fixture, enum environment environment)
{
	fixture->session.account_id.environment = environment;
	okx_client_aim(fixture->client, &fixture->session);
}

/* Takes what came of the assets, the funding account and the prices. */
static void
take_other(struct client_fixture *fixture, struct okx_event *event)
{
	if (okx_notices_has(event->endpoint)) {
		fixture->notices += event->kind == OKX_EVENT_SNAPSHOT;
		fixture->notice_failures += event->kind == OKX_EVENT_FAILURE;
	} else if (event->kind == OKX_EVENT_FAILURE)
		fixture->other_failures++;
	else if (event->endpoint == OKX_ENDPOINT_INDEX_TICKERS) {
		fixture->prices++;
		if (event->parsed.loans != NULL) {
			fixture->pairs++;
			fixture->pair_ms = monotime_ms();
			pair_set(&fixture->pair, event->parsed.loans, event->parsed.prices);
		}
	} else if (event->endpoint == OKX_ENDPOINT_BALANCES)
		fixture->balances++;
	else
		fixture->assets++;
	okx_parsed_drop(&event->parsed);
}

static void
updates(struct client_fixture *fixture)
{
	struct okx_event event;

	while (okx_client_next(fixture->client, &event)) {
		bool outcome = event.kind == OKX_EVENT_SNAPSHOT || event.kind == OKX_EVENT_FAILURE;

		if (outcome && event.endpoint != OKX_ENDPOINT_LOAN_INFO) {
			take_other(fixture, &event);
			continue;
		}
		if (outcome && fixture->order != NULL)
			okx_client_order(fixture->client, fixture->order);
		switch (event.kind) {
		case OKX_EVENT_SNAPSHOT:
			fixture->snapshots++;
			fixture->account_id = event.parsed.loans->from.account_id;
			fixture->arrived_utc_ms = event.parsed.loans->from.arrived_utc_ms;
			okx_parsed_drop(&event.parsed);
			break;
		case OKX_EVENT_FAILURE:
			fixture->failures++;
			fixture->failure = event;
			break;
		case OKX_EVENT_NOTE:
			fixture->notes++;
			strlcpy(fixture->note, event.note, sizeof fixture->note);
			break;
		case OKX_EVENT_WARNING:
			fixture->warnings++;
			strlcpy(fixture->warning, event.note, sizeof fixture->warning);
			break;
		}
	}
}

void
client_pass(struct client_fixture *fixture, int64_t ms)
{
	int64_t until = monotime_ms() + ms, due;

	for (;;) {
		okx_client_run(fixture->client);
		updates(fixture);
		if (monotime_ms() >= until)
			return;
		due = okx_client_deadline(fixture->client);
		okx_http_wait(fixture->http, NULL, 0, (due < until ? due : until) - monotime_ms());
	}
}

unsigned
client_requests(const char *part)
{
	unsigned i, count = 0;

	for (i = 0; i < fake_http_count(); i++)
		if (strstr(fake_http_request(i)->target, part) != NULL)
			count++;
	return count;
}

const struct fake_http_request *
client_request(const char *part, unsigned index)
{
	unsigned i;

	for (i = 0; i < fake_http_count(); i++)
		if (strstr(fake_http_request(i)->target, part) != NULL && index-- == 0)
			return fake_http_request(i);
	fail_msg("fewer requests of %s than that", part);
	return NULL;
}

int64_t
client_gap(unsigned index)
{
	return client_request(LOAN, index)->started_ms -
	    client_request(LOAN, index - 1)->started_ms;
}

void
client_paced(const char *part)
{
	int64_t last[5] = { 0 };
	unsigned i, count = 0;

	for (i = 0; i < fake_http_count(); i++) {
		const struct fake_http_request *request = fake_http_request(i);

		if (strstr(request->target, part) == NULL)
			continue;
		if (count >= 5)
			assert_true(request->started_ms - last[count % 5] >= 2100);
		last[count++ % 5] = request->started_ms;
	}
}
