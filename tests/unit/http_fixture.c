/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "unit/http_fixture.h"

#include <signal.h>

#include "base/monotime.h"
#include "base/xmalloc.h"

#define PATIENCE_MS 5000

int
http_open(void **state)
{
	static const char *const variables[] = { "http_proxy", "HTTP_PROXY", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY" };
	struct http_fixture *fixture = xcalloc(1, sizeof *fixture);
	size_t i;

	for (i = 0; i < sizeof variables / sizeof *variables; i++)
		unsetenv(variables[i]);
	signal(SIGPIPE, SIG_IGN);
	fixture->http = okx_http_new(2);
	/* Long enough for a slow machine; who waits for the end of it hurries. */
	fixture->route.connect_timeout_ms = fixture->route.timeout_ms = 4000;
	*state = fixture;
	return 0;
}

int
http_close(void **state)
{
	struct http_fixture *fixture = *state;

	okx_http_free(fixture->http);
	raw_server_stop(fixture->server);
	free(fixture);
	return 0;
}

void
http_aim_at(struct http_fixture *fixture, const char *scheme, unsigned port)
{
	struct okx_host *host = &fixture->route.host;
	struct cause cause = { .text = "" };

	snprintf(host->base_url, sizeof host->base_url, "%s://127.0.0.1:%u", scheme, port);
	snprintf(host->host, sizeof host->host, "127.0.0.1:%u", port);
	host->loopback = true;
	if (!okx_http_aim(fixture->http, &fixture->route, &cause))
		fail_msg("%s", cause.text);
}

void
http_hurry(struct http_fixture *fixture)
{
	fixture->route.connect_timeout_ms = fixture->route.timeout_ms = 300;
}

void
http_serve(struct http_fixture *fixture, const struct raw_step *first, const struct raw_step *next)
{
	raw_server_stop(fixture->server);
	fixture->scripts[0] = first;
	fixture->scripts[1] = next;
	fixture->server = raw_server_start(fixture->scripts);
	http_aim_at(fixture, "http", raw_server_port(fixture->server));
}

void
http_finish(struct http_fixture *fixture)
{
	int64_t until = monotime_ms() + PATIENCE_MS;

	while (!okx_http_next(fixture->http, &fixture->answer)) {
		if (monotime_ms() > until)
			fail_msg("no answer came");
		okx_http_wait(fixture->http, NULL, 0, until - monotime_ms());
	}
}

void
http_fetch(struct http_fixture *fixture, unsigned slot)
{
	struct cause cause = { .text = "" };

	if (!okx_http_get(fixture->http, slot, "/x", NULL, 0, &cause))
		fail_msg("%s", cause.text);
	http_finish(fixture);
}

void
http_once(struct http_fixture *fixture, const struct raw_step *script)
{
	http_serve(fixture, script, NULL);
	http_fetch(fixture, 0);
	raw_server_stop(fixture->server);
	fixture->server = NULL;
}

void
http_ended(const struct http_fixture *fixture, enum okx_net_error net_error, const char *part)
{
	const struct okx_http_answer *answer = &fixture->answer;

	if (answer->net_error != net_error || strstr(answer->detail, part) == NULL)
		fail_msg("transport %d with \"%s\" instead of %d with \"%s\"",
		    (int)answer->net_error, answer->detail, (int)net_error, part);
	if (net_error != OKX_NET_ERROR_OK)
		assert_int_equal(answer->status, 0);
}
