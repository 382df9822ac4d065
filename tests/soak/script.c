/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "soak/script.h"

#include "test.h"

#include <inttypes.h>

#include <bsd/string.h>

#include "base/monotime.h"
#include "okx/endpoint.h"
#include "screen/answers.h"
#include "unit/fake_http.h"

#define LATENCY_MS 40
#define STRETCH 40 /* requests with the same rows */
#define MOST_ROWS 200
#define BODY_SIZE (MOST_ROWS * 64 + 200)
#define BODIES 4 /* more than are ever under way */
#define MOST_ORDERS 8
#define PATHS 8

/* What goes wrong, and in which request of a cycle; every endpoint gets all of it in turn. */
TABLE(faults, unsigned at; struct fake_http_answer answer) = {
	{ 60, { .net_error = OKX_NET_ERROR_RESOLVE, .detail = "Could not resolve host" } },
	{ 61, { .net_error = OKX_NET_ERROR_RESOLVE, .detail = "Could not resolve host" } },
	{ 62, { .net_error = OKX_NET_ERROR_CONNECT, .detail = "Connection refused" } },
	{ 120,
	    { .net_error = OKX_NET_ERROR_CONNECT_TIMEOUT,
		.latency_ms = 5000,
		.detail = "time is up" } },
	{ 180,
	    { .net_error = OKX_NET_ERROR_TIMEOUT, .latency_ms = 10000, .detail = "time is up" } },
	{ 240, { .net_error = OKX_NET_ERROR_INCOMPLETE, .reused = true, .detail = "closed" } },
	{ 300, { .net_error = OKX_NET_ERROR_INCOMPLETE, .detail = "reset" } },
	{ 360, { .net_error = OKX_NET_ERROR_TLS, .detail = "handshake failure" } },
	{ 420, { .net_error = OKX_NET_ERROR_CERTIFICATE, .detail = "certificate has expired" } },
	{ 480, { .net_error = OKX_NET_ERROR_TOO_LARGE, .detail = "answer too large" } },
	{ 540, { .net_error = OKX_NET_ERROR_PROTOCOL, .detail = "bad chunk" } },
	{ 600, { .net_error = OKX_NET_ERROR_LOCAL, .detail = "Too many open files" } },
	{ 660, { .status = 503, .body = "<html>busy</html>" } },
	{ 661, { .status = 503, .body = "<html>busy</html>", .retry_after_ms = 30000 } },
	{ 720, { .status = 429, .body = REFUSAL("50011", "Too Many Requests") } },
	{ 721, { .status = 200, .body = REFUSAL("50011", "Too Many Requests") } },
	{ 780, { .status = 401, .body = REFUSAL("50102", "Timestamp request expired") } },
	{ 840, { .status = 401, .body = REFUSAL("50113", "Invalid Sign") } },
	{ 900, { .status = 200, .body = REFUSAL("50001", "Service temporarily unavailable") } },
	{ 960, { .status = 200, .body = REFUSAL("59999", "\\u4e0d\\u77e5\\u9053 \\u001b[2J") } },
	{ 1020, { .body = "{\"code\":\"0\",\"data\":[{\"assets\":[{\"ccy\":\"BTC\"" } },
	{ 1080, { .body = "" } },
	{ 1140, { .body = PARTIAL } },
	{ 1200, { .body = NO_LOAN } },
	{ 1260, { .body = NO_ASSETS } },
	{ 1320, { .latency_ms = 3000, .body = FORTY } },
	{ 1380, { .status = 302, .body = "", .location = "elsewhere.example" } },
};

#define FAULTS (sizeof faults / sizeof *faults)
/* so many requests lie between two endpoints with the same fault */
#define APART (SCRIPT_CYCLE / OKX_ENDPOINTS)

/* The starts of a path. */
static struct path {
	char path[128];
	int64_t last[OKX_LIMIT_MOST];
	unsigned long count;
} paths[PATHS];

static struct source {
	unsigned long given; /* answers got ready, and so requests of them + 1 */
	struct {
		bool figures;
		int64_t latency_ms;
	} answer[2];      /* of the last request, and of the one to come: by GIVEN % 2 */
	unsigned request; /* the last one */
	char bodies[BODIES][BODY_SIZE];
} sources[OKX_ENDPOINTS];

static struct {
	unsigned seen; /* requests looked at */
	unsigned long spoilt;
	unsigned times; /* answers of the clock that wait */
} script;

static char clock_body[128];

static const unsigned row_counts[] = { 3, 20, 60, MOST_ROWS, 3, 17 };
static const unsigned order_counts[] = { 1, 3, 2, 1, MOST_ORDERS };

static unsigned
rows_of(unsigned long n)
{
	return row_counts[n / STRETCH % (sizeof row_counts / sizeof *row_counts)];
}

static unsigned
orders_of(unsigned long n)
{
	return order_counts[n / STRETCH % (sizeof order_counts / sizeof *order_counts)];
}

/* Figures like no others: N dollars and a quarter in one currency, a dollar in each of the rest. */
static void
write_assets(char *body, unsigned long n)
{
	size_t used = (size_t)snprintf(body, BODY_SIZE,
	    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"assets\":["
	    "{\"ccy\":\"BTC\",\"amt\":\"0.%lu\",\"notionalUsd\":\"%lu.25\"}",
	    n / 7 + 1, n);

	for (unsigned i = 1; i < rows_of(n); i++)
		used += (size_t)snprintf(body + used, BODY_SIZE - used,
		    ",{\"ccy\":\"C%03lu\",\"amt\":\"%u\",\"notionalUsd\":\"1\"}",
		    (i + n / 400) % 1000, i);
	strlcpy(body + used, "]}]}", BODY_SIZE - used);
}

/* What lies in the funding account. */
static void
write_balances(char *body, unsigned long n)
{
	snprintf(body, BODY_SIZE,
	    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ccy\":\"BTC\",\"bal\":\"1\","
	    "\"frozenBal\":\"0\",\"availBal\":\"0.%lu\"},{\"ccy\":\"DOT\",\"availBal\":\"%lu\"}]}",
	    n / 5 + 1, n);
}

/* What is pledged for the K-th order, and prices: in hundredths. */
static unsigned long
pledged_btc(unsigned long n, unsigned k)
{
	return 125 + n / STRETCH % 50 + k * 10;
}

static unsigned long
pledged_eth(unsigned k)
{
	return 1200 + 100 * k;
}

static unsigned long
price_btc(unsigned long n)
{
	return 8000025 + n % 10000 * 100;
}

static unsigned long
price_eth(unsigned long n)
{
	return 320050 + n % 1000;
}

/* Orders whose LTV goes from 50 % to 90 % and back; the first one stays, the others come and go. */
static void
write_loans(char *body, unsigned long n)
{
	size_t used = (size_t)snprintf(body, BODY_SIZE, "{\"code\":\"0\",\"msg\":\"\",\"data\":[");

	for (unsigned k = 0; k < orders_of(n); k++) {
		unsigned long swing = (n + 37 * k) % 400,
			      ltv = 5000 + 20 * (swing < 200 ? swing : 400 - swing);
		unsigned long btc = pledged_btc(n, k), eth = pledged_eth(k);

		used += (size_t)snprintf(body + used, BODY_SIZE - used,
		    "%s{\"ordId\":\"%lu\",\"collateralData\":["
		    "{\"ccy\":\"BTC\",\"amt\":\"%lu.%02lu\"},{\"ccy\":\"ETH\",\"amt\":\"%lu.%02lu\"}],"
		    "\"loanData\":[{\"ccy\":\"USDT\",\"amt\":\"100000\"}],\"loanNotionalUsd\":\"100000\","
		    "\"collateralNotionalUsd\":\"%lu\",\"curLTV\":\"0.%lu\",\"marginCallLTV\":\"0.7374\","
		    "\"liqLTV\":\"0.8374\",\"riskWarningData\":{\"instId\":\"\",\"liqPx\":\"\"}}",
		    k == 0 ? "" : ",", k == 0 ? 10 : n / STRETCH * 10 + k, btc / 100, btc % 100,
		    eth / 100, eth % 100, 1000000000 / ltv, ltv);
	}
	strlcpy(body + used, "]}", BODY_SIZE - used);
}

static void
write_prices(char *body, unsigned long n)
{
	const struct {
		const char *ccy;
		unsigned long price;
	} of[] = { { "BTC", price_btc(n) }, { "ETH", price_eth(n) }, { "USDT", 100 } };
	size_t used = (size_t)snprintf(body, BODY_SIZE, "{\"code\":\"0\",\"msg\":\"\",\"data\":[");

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		used += (size_t)snprintf(body + used, BODY_SIZE - used,
		    "%s{\"instId\":\"%s-USD\",\"idxPx\":\"%lu.%02lu\","
		    "\"open24h\":\"%lu\",\"ts\":\"%" PRId64 "\"}",
		    i == 0 ? "" : ",", of[i].ccy, of[i].price / 100, of[i].price % 100,
		    of[i].price / 101, monotime_utc_ms());
	strlcpy(body + used, "]}", BODY_SIZE - used);
}

/* Prices are those of the last loan answer that was asked for, so that a pair is of one moment. */
static const char *
make_prices(const char *target)
{
	static char body[BODY_SIZE];

	(void)target;
	write_prices(body, sources[OKX_ENDPOINT_LOAN_INFO].given - 1);
	return body;
}

/* What is told on a good day, of the N-th answer; NULL for what is not asked by itself. */
static void (*const writers[OKX_ENDPOINTS])(char *body, unsigned long n) = {
	[OKX_ENDPOINT_COLLATERAL_ASSETS] = write_assets,
	[OKX_ENDPOINT_BALANCES] = write_balances,
	[OKX_ENDPOINT_LOAN_INFO] = write_loans,
	[OKX_ENDPOINT_INDEX_TICKERS] = write_prices,
};

/* The exchange's time, which is ahead of this machine's by a minute more or less. */
static void
push_time(void)
{
	int64_t utc_ms = monotime_utc_ms() + 45000;

	snprintf(clock_body, sizeof clock_body,
	    "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"%" PRId64 "\"}]}", utc_ms);
	fake_http_push(&(struct fake_http_answer){ .target = okx_endpoints[OKX_ENDPOINT_TIME].path,
	    .body = clock_body,
	    .date = true,
	    .date_utc_ms = utc_ms });
	script.times++;
}

static void
push_next(enum okx_endpoint_id endpoint, bool with_faults)
{
	struct source *source = &sources[endpoint];
	unsigned long n = ++source->given;
	struct fake_http_answer answer = { .latency_ms = LATENCY_MS };
	bool spoilt = false;

	for (size_t i = 0; i < FAULTS && with_faults; i++)
		if (faults[i].at == (n + endpoint * APART) % SCRIPT_CYCLE) {
			answer = faults[i].answer;
			spoilt = true;
		}
	if (answer.status == 401 && script.times == 0)
		push_time();
	if (spoilt)
		script.spoilt++;
	else {
		writers[endpoint](source->bodies[n % BODIES], n);
		answer.body = source->bodies[n % BODIES];
		answer.make = endpoint == OKX_ENDPOINT_INDEX_TICKERS ? make_prices : NULL;
	}
	source->answer[n % 2].figures = !spoilt;
	source->answer[n % 2].latency_ms = answer.latency_ms;
	answer.target = okx_endpoints[endpoint].path;
	fake_http_push(&answer);
}

static void
look_at(const struct fake_http_request *request)
{
	const struct okx_limit *limit = &okx_endpoints[request->slot].limit;
	size_t length = strcspn(request->target, "?");
	struct path *path = paths;
	int64_t since_ms;

	while (path->count > 0 &&
	    (strlen(path->path) != length || strncmp(path->path, request->target, length) != 0)) {
		path++;
		assert_true(path < paths + PATHS);
	}
	if (path->count == 0)
		snprintf(path->path, sizeof path->path, "%.*s", (int)length, request->target);
	since_ms = request->started_ms - path->last[(path->count - limit->starts) % OKX_LIMIT_MOST];
	if (path->count >= limit->starts && since_ms < limit->window_ms)
		fail_msg("%s: %u requests in %" PRId64 " ms", path->path, limit->starts + 1,
		    since_ms);
	path->last[path->count++ % OKX_LIMIT_MOST] = request->started_ms;
}

void
script_start(void)
{
	fake_http_reset();
	memset(paths, 0, sizeof paths);
	memset(&script, 0, sizeof script);
	memset(sources, 0, sizeof sources);
	for (unsigned e = 0; e < OKX_ENDPOINTS; e++)
		if (writers[e] != NULL)
			push_next((enum okx_endpoint_id)e, true);
}

void
script_turn(bool with_faults)
{
	for (; script.seen < fake_http_count(); script.seen++) {
		const struct fake_http_request *request = fake_http_request(script.seen);

		look_at(request);
		if (request->slot == OKX_ENDPOINT_TIME && script.times > 0)
			script.times--;
		if (writers[request->slot] == NULL)
			continue;
		sources[request->slot].request = script.seen;
		push_next((enum okx_endpoint_id)request->slot, with_faults);
	}
}

/* Whether the last request of ENDPOINT was answered with figures; those of the N-th answer. */
static bool
told(enum okx_endpoint_id endpoint, unsigned long *n)
{
	const struct source *source = &sources[endpoint];
	const struct fake_http_request *request;

	*n = source->given - 1;
	if (source->given < 2 || !source->answer[*n % 2].figures)
		return false;
	request = fake_http_request(source->request);
	return !request->cancelled &&
	    monotime_ms() >= request->started_ms + source->answer[*n % 2].latency_ms;
}

bool
script_listed(struct decimal *total)
{
	unsigned long n;

	if (!told(OKX_ENDPOINT_COLLATERAL_ASSETS, &n))
		return false;
	*total = decimal_from((int64_t)n * 100 + 25 + 100 * (int64_t)(rows_of(n) - 1), 2);
	return true;
}

bool
script_pledged(const char *key, struct decimal *total)
{
	unsigned long loan;
	unsigned k = (unsigned)(key[strlen(key) - 1] - '0');

	if (!told(OKX_ENDPOINT_LOAN_INFO, &loan))
		return false;
	*total = decimal_from((int64_t)(pledged_btc(loan, k) * price_btc(loan) +
				  pledged_eth(k) * price_eth(loan)),
	    4);
	return true;
}

bool
script_few(void)
{
	unsigned long assets = sources[OKX_ENDPOINT_COLLATERAL_ASSETS].given;
	unsigned long loans = sources[OKX_ENDPOINT_LOAN_INFO].given;

	return rows_of(assets) == row_counts[0] && assets % STRETCH > 10 &&
	    orders_of(loans) == order_counts[0] && loans % STRETCH > 10;
}

unsigned long
script_requests(const char *part)
{
	unsigned long count = 0;

	for (const struct path *path = paths; path < paths + PATHS && path->count > 0; path++)
		if (strstr(path->path, part) != NULL)
			count += path->count;
	return count;
}

unsigned long
script_faults(void)
{
	return script.spoilt;
}
