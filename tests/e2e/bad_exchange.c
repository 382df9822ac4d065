/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "e2e/bad_exchange.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <bsd/string.h>

#include "e2e/terminal.h"
#include "screen/answers.h"
#include "screen/loans.h"

#define MAX_REQUESTS 512
#define MAX_CONNECTIONS 256
#define MAX_PATHS 16
#define NOTHING "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"

struct bad_exchange {
	const struct bad_plan *plan;
	int listener;
	int stop[2];
	unsigned port;
	pthread_t thread;
	struct connection {
		struct bad_exchange *exchange;
		int peer;
		pthread_t thread;
	} visits[MAX_CONNECTIONS];
	pthread_mutex_t lock; /* of what follows */
	unsigned connections;
	struct {
		char path[80];
		unsigned count;
		char last[4096];
	} paths[MAX_PATHS];
	struct bad_request requests[MAX_REQUESTS];
	size_t count;
};

static void
need(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	abort();
}

/* Writes down a request; whether it is spoilt. */
static bool
note(struct bad_exchange *exchange, const char *text, bool reused, char path[80])
{
	const struct bad_plan *plan = exchange->plan;
	const char *from = strchr(text, '/');
	struct bad_request *request;
	unsigned i;

	from = strncmp(text, "GET ", 4) == 0 && from != NULL ? from : text;
	snprintf(path, 80, "%.*s", (int)strcspn(from, "? \r\n"), from);
	pthread_mutex_lock(&exchange->lock);
	need(exchange->count < MAX_REQUESTS, "a burst of requests");
	for (i = 0; i < MAX_PATHS - 1 && exchange->paths[i].count > 0; i++)
		if (strcmp(exchange->paths[i].path, path) == 0)
			break;
	strlcpy(exchange->paths[i].path, path, sizeof exchange->paths[i].path);
	strlcpy(exchange->paths[i].last, text, sizeof exchange->paths[i].last);
	exchange->paths[i].count++;
	request = &exchange->requests[exchange->count++];
	request->ms = terminal_now();
	strlcpy(request->path, path, sizeof request->path);
	request->reused = reused;
	request->spoilt = plan->script != NULL && exchange->paths[i].count > plan->good &&
	    (plan->bad == 0 || exchange->paths[i].count <= plan->good + plan->bad) &&
	    (plan->path == NULL ? strcmp(path, BAD_TIME) != 0 :
				  strncmp(path, plan->path, strlen(plan->path)) == 0);
	pthread_mutex_unlock(&exchange->lock);
	return request->spoilt;
}

/* The answer that a correct exchange gives. */
static void
answer_well(struct bad_exchange *exchange, int peer, const char *path)
{
	static const char not_there[] = "{\"code\":\"404\",\"msg\":\"\",\"data\":[]}";
	const struct bad_plan *plan = exchange->plan;
	char head[192], stamp[64], date[64];
	const char *body = not_there;
	struct timespec now;
	struct tm utc;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc);
	if (strcmp(path, BAD_TIME) == 0) {
		snprintf(stamp, sizeof stamp,
		    "{\"code\":\"0\",\"data\":[{\"ts\":\"%lld%03d\"}],\"msg\":\"\"}",
		    (long long)now.tv_sec, (int)(now.tv_nsec / 1000000));
		body = plan->time != NULL ? plan->time : stamp;
	} else if (strcmp(path, BAD_COLLATERAL) == 0)
		body = plan->body != NULL ? plan->body : THREE;
	else if (strcmp(path, BAD_LOAN) == 0)
		body = plan->loans != NULL ? plan->loans : NO_LOAN;
	else if (strcmp(path, BAD_BALANCES) == 0)
		body = plan->balances != NULL ? plan->balances : FUNDING;
	else if (strcmp(path, BAD_TICKERS) == 0)
		body = plan->prices != NULL ? plan->prices :
					      PRICES(PRICE_OPENED("BTC", "88325.63", "88000"));
	else if (strcmp(path, BAD_TIERS) == 0)
		body = plan->tiers != NULL ? plan->tiers : NOTHING;
	else if (strcmp(path, BAD_EMODE) == 0)
		body = plan->pairs != NULL ? plan->pairs : NOTHING;
	else if (strcmp(path, BAD_STATUS) == 0)
		body = plan->status != NULL ? plan->status : NOTHING;
	snprintf(head, sizeof head, "HTTP/1.1 %s\r\nDate: %s\r\nContent-Length: %zu\r\n\r\n",
	    body == not_there ? "404 Not Found" : "200 OK", date, strlen(body));
	const struct raw_step script[] = {
		{ .action = RAW_SEND, .text = head },
		{ .action = RAW_SEND, .text = body },
		{ .action = RAW_AGAIN },
	};

	raw_play(exchange->stop[0], peer, script);
}

static void *
visit(void *arg)
{
	const struct connection *visit = arg;
	struct bad_exchange *exchange = visit->exchange;
	const struct raw_step *last = exchange->plan->script;
	char request[4096], path[80];
	bool reused = false;

	while (last != NULL && last->action != RAW_END && last->action != RAW_AGAIN)
		last++;
	for (; raw_read(exchange->stop[0], visit->peer, request, sizeof request); reused = true) {
		if (note(exchange, request, reused, path)) {
			if (!raw_play(exchange->stop[0], visit->peer, exchange->plan->script) ||
			    last->action == RAW_END)
				break;
			continue;
		}
		answer_well(exchange, visit->peer, path);
		if (exchange->plan->hangs_up)
			break;
	}
	close(visit->peer);
	return NULL;
}

static void *
run(void *arg)
{
	struct bad_exchange *exchange = arg;
	struct pollfd fds[2] = {
		{ .fd = exchange->stop[0], .events = POLLIN },
		{ .fd = exchange->listener, .events = POLLIN },
	};

	while (poll(fds, 2, -1) > 0 && fds[0].revents == 0) {
		struct connection *next = &exchange->visits[exchange->connections];
		int peer = accept4(exchange->listener, NULL, NULL, SOCK_CLOEXEC);

		if (peer < 0)
			continue;
		need(exchange->connections < MAX_CONNECTIONS - 1, "a burst of connections");
		*next = (struct connection){ .exchange = exchange, .peer = peer };
		pthread_mutex_lock(&exchange->lock);
		exchange->connections++;
		pthread_mutex_unlock(&exchange->lock);
		need(pthread_create(&next->thread, NULL, visit, next) == 0, "pthread_create");
	}
	return NULL;
}

struct bad_exchange *
bad_exchange_start(const struct bad_plan *plan, unsigned port)
{
	struct bad_exchange *exchange = calloc(1, sizeof *exchange);

	need(exchange != NULL, "calloc");
	exchange->plan = plan;
	exchange->port = port;
	exchange->listener = raw_listen(&exchange->port, 16);
	need(pipe2(exchange->stop, O_CLOEXEC) == 0, "pipe");
	pthread_mutex_init(&exchange->lock, NULL);
	need(pthread_create(&exchange->thread, NULL, run, exchange) == 0, "pthread_create");
	return exchange;
}

void
bad_exchange_stop(struct bad_exchange *exchange)
{
	if (exchange == NULL)
		return;
	close(exchange->stop[1]);
	pthread_join(exchange->thread, NULL);
	for (unsigned i = 0; i < exchange->connections; i++)
		pthread_join(exchange->visits[i].thread, NULL);
	close(exchange->stop[0]);
	close(exchange->listener);
	pthread_mutex_destroy(&exchange->lock);
	free(exchange);
}

unsigned
bad_exchange_port(const struct bad_exchange *exchange)
{
	return exchange->port;
}

unsigned
bad_exchange_connections(struct bad_exchange *exchange)
{
	unsigned count;

	pthread_mutex_lock(&exchange->lock);
	count = exchange->connections;
	pthread_mutex_unlock(&exchange->lock);
	return count;
}

size_t
bad_exchange_requests(struct bad_exchange *exchange, struct bad_request *out, size_t size)
{
	size_t count;

	pthread_mutex_lock(&exchange->lock);
	count = exchange->count;
	for (size_t i = 0; i < count && i < size; i++)
		out[i] = exchange->requests[i];
	pthread_mutex_unlock(&exchange->lock);
	return count;
}

void
bad_exchange_last(struct bad_exchange *exchange, const char *path, char *out, size_t size)
{
	out[0] = '\0';
	pthread_mutex_lock(&exchange->lock);
	for (unsigned i = 0; i < MAX_PATHS; i++)
		if (strcmp(exchange->paths[i].path, path) == 0)
			strlcpy(out, exchange->paths[i].last, size);
	pthread_mutex_unlock(&exchange->lock);
}
